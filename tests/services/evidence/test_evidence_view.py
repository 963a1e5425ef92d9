"""The evidence as a list of its own, on both databases: found, counted, sorted, and weighed before it is saved."""

from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import event

from tracker.domain.assessment.link_hints import Hint
from tracker.domain.errors import UserError
from tracker.domain.evidence.evidence_query import (
    INBOX,
    EvidenceFacet,
    EvidenceQuery,
    EvidenceSort,
    EvidenceStatus,
    state_of,
)
from tracker.domain.rows import FacetValue
from tracker.domain.search.ordering import Order
from tracker.domain.terms import EvidenceKind
from tracker.services.commands import EvidenceRevision, Withdrawal, command, evidence_fields
from tracker.services.evidence.evidence_view import (
    WrittenEvidence,
    find_targets,
    list_pieces,
    preview,
    read_piece,
    suggest_for,
)
from tracker.services.evidence.recording import add_evidence, revise_evidence, withdraw_evidence
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import load_words

CITIES, CLUSTERS, PLANS = "MIIT-2025-044", "MIIT-2025-045", "MIIT-2025-025"
NOTICE = {"title": "通知", "publisher": "财政部", "published": "2025-05-12", "kind": "document"}


def record(ledger: Workspace, *codes: str, **changed: object) -> int:
    """Record a piece that bears on these commitments; returns its id."""
    links = [{"commitment": code, "bearing": "progress"} for code in codes]
    return add_evidence(ledger, evidence_fields({**NOTICE, "links": links, **changed})).evidence[0]


@pytest.fixture
def collected(ledger: Workspace) -> dict[EvidenceStatus, int]:
    """One piece in each state."""
    pieces = {
        EvidenceStatus.UNLINKED: record(ledger, title="绿色工厂名单", kind="list", published="2026-03"),
        EvidenceStatus.LINKED: record(ledger, CITIES, number="财办建〔2025〕20号"),
        EvidenceStatus.EARLY: record(ledger, CITIES, published="2024-12", note="前期的一百%"),
        EvidenceStatus.SAME_BRIEFING: record(ledger, CITIES, published="2025-01-22", same_briefing=True),
        EvidenceStatus.WITHDRAWN: record(ledger, CLUSTERS, publisher="工信部", published="2025-11-07"),
    }
    withdraw_evidence(ledger, command(Withdrawal, evidence_id=pieces[EvidenceStatus.WITHDRAWN], reason="重复登记"))
    return pieces


def counts(values: tuple[FacetValue, ...]) -> dict[str, int]:
    return {value.key: value.count for value in values if value.count}


def test_every_state_is_counted_and_found(ledger: Workspace, collected: dict[EvidenceStatus, int]) -> None:
    facets = list_pieces(ledger, EvidenceQuery()).facets
    assert counts(facets.values[EvidenceFacet.STATE]) == dict.fromkeys(map(str, EvidenceStatus), 1)
    assert (facets.total, facets.unlinked, facets.matching) == (5, 1, 5)
    for state, known in collected.items():
        listing = list_pieces(ledger, EvidenceQuery({EvidenceFacet.STATE: frozenset({state.value})}))
        assert list(listing.ids) == [known], state
        assert [state_of(piece) for piece in listing.first] == [state]


def test_each_facet_counts_under_the_choices_of_the_others(
    ledger: Workspace, collected: dict[EvidenceStatus, int]
) -> None:
    facets = list_pieces(ledger, EvidenceQuery(INBOX)).facets
    assert counts(facets.values[EvidenceFacet.KIND]) == {"list": 1}
    assert counts(facets.values[EvidenceFacet.STATE]) == dict.fromkeys(map(str, EvidenceStatus), 1)
    years = facets.values[EvidenceFacet.YEAR]
    assert [(year.key, year.count) for year in years] == [("2026", 1), ("2025", 0), ("2024", 0)]
    assert (facets.total, facets.matching) == (5, 1)


@pytest.mark.parametrize(
    ("words", "found"),
    [("绿色工厂", EvidenceStatus.UNLINKED), ("〔2025〕20", EvidenceStatus.LINKED), ("一百%", EvidenceStatus.EARLY)],
)
def test_words_are_found_in_title_number_and_note(
    ledger: Workspace, collected: dict[EvidenceStatus, int], words: str, found: EvidenceStatus
) -> None:
    assert list(list_pieces(ledger, EvidenceQuery(search=words)).ids) == [collected[found]]
    assert not list_pieces(ledger, EvidenceQuery(search="一百_")).ids


@pytest.mark.parametrize("sort", EvidenceSort)
def test_every_order_turns_round(ledger: Workspace, collected: dict[EvidenceStatus, int], sort: EvidenceSort) -> None:
    up = list_pieces(ledger, EvidenceQuery(sort=sort, descending=False)).ids
    down = list_pieces(ledger, EvidenceQuery(sort=sort, descending=True)).ids
    assert sorted(up) == sorted(down) == sorted(collected.values())
    assert sort in (EvidenceSort.FILES, EvidenceSort.NUMBER) or up != down


@pytest.mark.parametrize("descending", [False, True])
def test_what_is_of_one_state_is_ordered_by_the_next_key(
    ledger: Workspace, collected: dict[EvidenceStatus, int], descending: bool
) -> None:
    record(ledger, CITIES, kind="law", published="2025-06-01")
    then = Order(EvidenceSort.KIND, descending), Order(EvidenceSort.TITLE)
    listing = list_pieces(ledger, EvidenceQuery(sort=EvidenceSort.STATE, descending=descending, then=then))
    turned = -1 if descending else 1
    states, kinds = list(EvidenceStatus), list(EvidenceKind)
    ranks = [(turned * states.index(state_of(one)), turned * kinds.index(one.kind)) for one in listing.first]
    assert len(ranks) == len(collected) + 1
    assert ranks == sorted(ranks)


def test_the_strongest_kind_comes_first_and_what_is_missing_last(
    ledger: Workspace, collected: dict[EvidenceStatus, int]
) -> None:
    law = record(ledger, CITIES, kind="law", published="2025-06-01")
    assert list_pieces(ledger, EvidenceQuery(sort=EvidenceSort.KIND, descending=False)).ids[0] == law
    for descending in (False, True):
        first = list_pieces(ledger, EvidenceQuery(sort=EvidenceSort.NUMBER, descending=descending)).ids[0]
        assert first == collected[EvidenceStatus.LINKED]


def test_only_the_first_page_is_read_whole(ledger: Workspace, collected: dict[EvidenceStatus, int]) -> None:
    listing = list_pieces(ledger, EvidenceQuery(), first=2)
    assert len(listing.ids) == 5
    assert [piece.id for piece in listing.first] == list(listing.ids[:2])


def test_a_day_before_it_was_recorded_knows_nothing_of_it(
    ledger: Workspace, collected: dict[EvidenceStatus, int]
) -> None:
    listing = list_pieces(ledger, EvidenceQuery(as_of=date(2026, 11, 22)))
    assert (list(listing.ids), listing.facets.total) == ([], 0)


def test_a_piece_tells_who_recorded_and_who_changed_it(ledger: Workspace) -> None:
    known = record(ledger, CITIES)
    detail = read_piece(ledger, known)
    assert (detail.recorded.author, detail.changed) == ("张三", None)
    assert detail.commitments[CITIES].title.zh == "中小企业数字化转型：再支持30个以上试点城市"
    ledger.author = "李四"
    fields = evidence_fields({**NOTICE, "title": "更正的通知"})
    revise_evidence(ledger, command(EvidenceRevision, evidence_id=known, fields=fields))
    detail = read_piece(ledger, known)
    assert detail.recorded.author == "张三"
    assert detail.changed is not None
    assert (detail.changed.author, detail.changed.kind) == ("李四", "evidence_revised")
    with pytest.raises(UserError, match="evidence_unknown"):
        read_piece(ledger, 4711)


def test_what_it_is_linked_to_is_not_suggested_again(ledger: Workspace) -> None:
    words = {"title": "关于公布2025年度中小企业特色产业集群名单的通知", "quote": "新认定100个集群"}
    numbers = [f"工信部企业函〔2025〕{number}号" for number in (341, 342)]
    unlinked, linked = record(ledger, **words, number=numbers[0]), record(ledger, CLUSTERS, **words, number=numbers[1])
    assert next(found.code for found in suggest_for(ledger, unlinked)) == CLUSTERS
    assert CLUSTERS not in [found.code for found in suggest_for(ledger, linked)]
    assert suggest_for(ledger, record(ledger, title="天气很好")) == ()


def test_a_target_is_found_by_code_title_or_pinyin_with_its_parts(ledger: Workspace) -> None:
    for words in (CITIES, f" {CITIES.lower()} ", "再支持30个 试点城市", "sdcs"):
        target = next(one for one in find_targets(ledger, words) if one.code == CITIES)
        assert (target.unit, target.parts) == ("个", ())
    (plans,) = find_targets(ledger, PLANS)
    assert len(plans.parts) > 1
    every = [one.code for one in find_targets(ledger, "miit-2025")]
    assert every == sorted(every)
    assert len(every) == 50, "whoever looks for another one types on"
    assert find_targets(ledger, "财政部") == (), "what the evidence says names no commitment"
    assert find_targets(ledger, " ") == find_targets(ledger, "100%_") == ()


def written(*links: Mapping[str, object], **changed: object) -> WrittenEvidence:
    values = {"kind": "document", "published": "2026-01-21", "title": "通知", "quote": ""}
    return WrittenEvidence(**{**values, "links": links, **changed})  # pyright: ignore[reportArgumentType]


def counted(value: str, role: str, **more: object) -> dict[str, object]:
    return {"commitment": CITIES, "bearing": "fulfils", "value": value, "unit": "个", "role": role, **more}


def test_the_arithmetic_shows_before_anything_is_saved(ledger: Workspace) -> None:
    record(ledger, links=[counted("34", "plan")])
    (link,) = preview(ledger, written(counted("101", "cumulative"))).links
    assert link is not None
    assert link.before is None
    assert link.after is not None
    assert load_words("zh").working(link.after) == "101 累计 − 66 基数 = 35 新增 ≥ 30"
    assert list_pieces(ledger, EvidenceQuery()).facets.total == 1


def test_the_piece_that_is_corrected_does_not_count_twice(ledger: Workspace) -> None:
    known = record(ledger, links=[counted("12", "new")])
    (link,) = preview(ledger, written(counted("20", "new"), evidence_id=known)).links
    assert link is not None
    assert link.after is not None
    assert (link.before, link.after.actual) == (None, 20)


@pytest.mark.parametrize(
    ("changed", "link", "hints"),
    [
        ({}, counted("34", "plan"), (Hint.PLAN,)),
        ({"published": "2024-12"}, counted("34", "new"), (Hint.EARLY,)),
        ({"kind": "statement"}, counted("34", "new"), (Hint.STATEMENT,)),
        ({}, counted("34", "new", stage="publicity"), (Hint.PUBLICITY,)),
        ({}, counted("34", "new", stage="drafting"), (Hint.NOT_ISSUED,)),
        ({}, counted("34", "new") | {"unit": "亿元"}, (Hint.OTHER_UNIT,)),
        ({"same_briefing": True}, counted("34", "new"), (Hint.SAME_BRIEFING,)),
        ({}, counted("34", "new"), ()),
    ],
)
def test_a_link_is_told_which_rule_it_runs_into(
    ledger: Workspace, changed: dict[str, object], link: dict[str, object], hints: tuple[Hint, ...]
) -> None:
    found = preview(ledger, written(link, **changed)).links[0]
    assert found is not None
    assert found.hints == hints
    assert all(load_words(language).rule(hint) for language in ("zh", "en") for hint in Hint)


def test_a_report_of_the_same_briefing_is_recognised_and_counts_nothing(ledger: Workspace) -> None:
    said = "张云明表示，2025年再支持30个以上试点城市"
    found = preview(ledger, written(counted("30", "new"), published="2025-01-22", quote=said))
    assert found.same_briefing
    assert found.links[0] is not None
    assert (found.links[0].hints, found.links[0].after) == ((Hint.SAME_BRIEFING,), None)
    denied = preview(ledger, written(counted("30", "new"), published="2025-01-22", quote=said, same_briefing=False))
    assert denied.links[0] is not None
    assert denied.links[0].after is not None


def test_what_cannot_be_understood_yet_counts_for_nothing(ledger: Workspace) -> None:
    links = (counted("3x", "new"), {"commitment": "MIIT-", "bearing": "context"}, counted("5", ""))
    found = preview(ledger, written(*links, published="2026-1"))
    assert found.links[1] is None
    assert [link.after for link in found.links if link is not None] == [None, None]


def test_what_is_wrong_with_a_link_says_which(ledger: Workspace) -> None:
    links = ({"commitment": CITIES, "bearing": "progress"}, counted("x", "new"))
    with pytest.raises(UserError, match="value_invalid") as refused:
        evidence_fields({**NOTICE, "links": links})
    assert (refused.value.field, refused.value.details["link"]) == ("value", 1)


def test_a_piece_is_read_in_as_many_questions_however_much_it_bears_on(ledger: Workspace) -> None:
    one, several = record(ledger, CITIES), record(ledger, CITIES, CLUSTERS, PLANS, title="几件事的通知")
    assert set(read_piece(ledger, several).commitments) == {CITIES, CLUSTERS, PLANS}
    asked: list[str] = []
    event.listen(ledger._engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    counts: list[int] = []
    for piece in (one, several):
        asked.clear()
        read_piece(ledger, piece)
        counts.append(len(asked))
    assert counts == [counts[0]] * 2
