"""What is kept of the evidence says what is counted anew, whatever was written meanwhile, and by whom."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from tracker.domain.evidence.evidence_query import EvidenceFacet, EvidenceQuery, EvidenceSort, state_of
from tracker.services.assessment import judging
from tracker.services.commands import AssessmentChange, EvidenceRevision, Withdrawal, command, evidence_fields
from tracker.services.events import undoing
from tracker.services.evidence import evidence_view, recording
from tracker.services.evidence.evidence_view import begin_pieces, list_pieces
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.store.evidence import evidence_list
from tracker.store.search import facet_index

CITIES, FIRST = "MIIT-2025-044", "MIIT-2025-001"
NOTICE = {"title": "关于做好试点工作的通知", "publisher": "财政部", "published": "2025-05-12", "kind": "document"}
QUERIES = (
    EvidenceQuery(),
    EvidenceQuery({EvidenceFacet.STATE: frozenset({"unlinked", "early"})}),
    EvidenceQuery({EvidenceFacet.KIND: frozenset({"list"}), EvidenceFacet.YEAR: frozenset({"2026", "2025"})}),
    EvidenceQuery(search="试点 财政部"),
    EvidenceQuery({EvidenceFacet.YEAR: frozenset({"2025"})}, search="抄A%_"),
    *(EvidenceQuery(sort=sort, descending=sort is EvidenceSort.STATE) for sort in EvidenceSort),
)
Deed = Callable[[Workspace], object]


def add(*codes: str, **changed: object) -> Deed:
    links = [{"commitment": code, "bearing": "progress"} for code in codes]
    return lambda ledger: recording.add_evidence(ledger, evidence_fields({**NOTICE, "links": links, **changed}))


def revise(known: int, *codes: str, **changed: object) -> Deed:
    links = [{"commitment": code, "bearing": "progress"} for code in codes]
    fields = evidence_fields({**NOTICE, "links": links, **changed})
    return lambda ledger: recording.revise_evidence(ledger, command(EvidenceRevision, evidence_id=known, fields=fields))


DEEDS: tuple[Deed, ...] = (
    add(CITIES),
    add(title="绿色工厂名单", kind="list", published="2026-03", note="抄a%_在此"),
    add(CITIES, FIRST, published="2024-12", number="财办〔2024〕1号"),
    lambda ledger: judging.set_assessment(
        ledger, command(AssessmentChange, commitment=CITIES, assessment="in_progress", reason="据材料")
    ),
    revise(2, FIRST, title="改挂的名单", kind="list", published="2026-04"),
    add(CITIES, published="2025-01-22", same_briefing=True),
    lambda ledger: recording.withdraw_evidence(ledger, command(Withdrawal, evidence_id=1, reason="重复")),
    revise(2, title="又取下的名单", quote="试点", publisher="财政部"),
    *[undoing.undo] * 4,
    *[undoing.redo] * 3,
)


@pytest.fixture
def colleague(ledger: Workspace, location: str) -> Iterator[Workspace]:
    """The same ledger in another program."""
    other = open_workspace(location, author="张三", clock=ledger.clock)
    yield other
    other.close()


def answer(ledger: Workspace, query: EvidenceQuery) -> tuple[object, ...]:
    found = list_pieces(ledger, query)
    return list(found.ids), found.first, found.facets


def test_what_is_kept_is_what_is_counted_anew(ledger: Workspace, colleague: Workspace) -> None:
    writers = (ledger, colleague)
    for number, deed in zip(count(), DEEDS, strict=False):
        deed(writers[number % 2])
        fresh = Workspace(ledger._engine, "张三", ledger.clock)
        # Counted once after each deed; and asked from the last to the first, lest the order of the questions matter.
        expected = [answer(fresh, query) for query in reversed(QUERIES)]
        for query in QUERIES:
            assert answer(ledger, query) == expected.pop(), (number, query)


def test_the_counts_are_those_of_the_pieces_themselves(ledger: Workspace) -> None:
    for deed in DEEDS:
        deed(ledger)
        listing = list_pieces(ledger, EvidenceQuery())
        for facet, value_of in (
            (EvidenceFacet.STATE, state_of),
            (EvidenceFacet.KIND, lambda piece: piece.kind),
            (EvidenceFacet.YEAR, lambda piece: piece.published[:4]),
        ):
            counted = {value.key: value.count for value in listing.facets.values[facet] if value.count}
            values = [value_of(piece) for piece in listing.first]
            assert counted == {value: values.count(value) for value in values}
        assert [piece.published for piece in listing.first] == sorted(
            (piece.published for piece in listing.first), reverse=True
        )


def test_words_are_found_as_all_pieces_are_looked_through(ledger: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the search index narrows the pieces down or not, the answer is the same."""
    for deed in DEEDS[:8]:
        deed(ledger)
    for words in ("试点", "抄A%_", "〔2024〕", "财政部", "改", "没有"):
        fresh = Workspace(ledger._engine, "张三", ledger.clock)
        narrowed = list(list_pieces(fresh, EvidenceQuery(search=words)).ids)
        with monkeypatch.context() as looked_through:
            looked_through.setattr(evidence_list, "_FEW_HOLDERS", -1)
            fresh = Workspace(ledger._engine, "张三", ledger.clock)
            assert narrowed == list(list_pieces(fresh, EvidenceQuery(search=words)).ids), words


def test_a_judgement_leaves_what_is_known_of_the_evidence_alone(
    ledger: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    DEEDS[0](ledger)
    before = answer(ledger, EvidenceQuery())
    DEEDS[3](ledger)
    monkeypatch.setattr(facet_index, "_read_facts", lambda *_: pytest.fail("counted again"))
    assert answer(ledger, EvidenceQuery()) == before


def test_a_past_day_is_counted_for_itself(ledger: Workspace) -> None:
    DEEDS[0](ledger)
    before = replace(EvidenceQuery(), as_of=date(2026, 11, 22))
    assert (list(list_pieces(ledger, before).ids), list(list_pieces(ledger, EvidenceQuery()).ids)) == ([], [1])


def test_the_beginning_is_the_first_page_of_the_answer(ledger: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for deed in DEEDS[:3]:
        deed(ledger)
    assert begin_pieces(ledger, EvidenceQuery()) is None, "a small ledger is counted at once"
    monkeypatch.setattr(evidence_view, "_SMALL", 0)
    for sort in (EvidenceSort.PUBLISHED, EvidenceSort.TITLE):
        query = EvidenceQuery(sort=sort)
        assert begin_pieces(Workspace(ledger._engine, "张三", ledger.clock), query) == list_pieces(ledger, query).first
    assert begin_pieces(ledger, EvidenceQuery()) is None, "what has been counted needs no beginning"
