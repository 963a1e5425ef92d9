"""The sample ledger: real facts of high confidence, and the verdicts that they carry by the rules."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.asked import list_inbox

from tracker.domain.assessment.proof import case_of, is_timely, refusal
from tracker.domain.commitments.parts import part_states
from tracker.domain.errors import UserError
from tracker.domain.rows import CommitmentDetail, EvidenceRow
from tracker.domain.search.ledger_query import query_for
from tracker.domain.terms import Assessment, Bearing, Doubt, Light, RelationKind, SearchOutcome, Stage
from tracker.domain.text.dates import day_of
from tracker.locations import db_dir
from tracker.services.commitments.reading import (
    list_details,
    list_evidence,
    list_rows,
    read_detail,
    sample_day,
)
from tracker.services.ledgers.sample import make_sample
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check
from tracker.store.commitments import commitment_detail
from tracker.wording import load_words

TODAY = date(2026, 11, 29)
DUE = date(2025, 12, 31)
TRUE_ON = date(2026, 6, 15)
MET, PARTLY, UNDER_WAY = Assessment.MET, Assessment.PARTLY_MET, Assessment.IN_PROGRESS

# By the last digits of the code: the verdict in the end, the facts that it rests on, and the doubts beside it.
VERDICTS: Mapping[str, tuple[Assessment, set[int], set[Doubt]]] = {
    "001": (PARTLY, {1, 3, 4, 6, 7, 9}, set()),
    "006": (MET, {51}, {Doubt.CLAIMS_ONLY}),
    "007": (MET, {48}, {Doubt.CLAIMS_ONLY}),
    "010": (UNDER_WAY, {30}, set()),
    "018": (UNDER_WAY, {3, 10}, set()),
    "020": (UNDER_WAY, {3}, set()),
    "021": (MET, {33}, set()),
    "022": (UNDER_WAY, {30}, set()),
    "024": (PARTLY, {47}, set()),
    "025": (PARTLY, {35, 36}, set()),
    "032": (PARTLY, {4, 48}, {Doubt.CLAIMS_ONLY}),
    "034": (UNDER_WAY, {4}, set()),
    "037": (PARTLY, {40}, set()),
    "041": (UNDER_WAY, {4, 14, 15}, set()),
    "042": (MET, {12}, set()),
    "043": (UNDER_WAY, {19, 21}, set()),
    "044": (MET, {19, 21}, {Doubt.CLAIMS_ONLY}),
    "047": (Assessment.NO_EVIDENCE, set(), set()),
    "050": (UNDER_WAY, {63}, set()),
    "051": (MET, {61, 62}, set()),
    "052": (MET, {29}, set()),
    "056": (MET, {68, 69}, set()),
    "063": (UNDER_WAY, {74}, {Doubt.CLAIMS_ONLY}),
    "064": (MET, {80}, set()),
}


def in_folder(name: str) -> str:
    return (db_dir() / "sample" / name).read_text(encoding="utf-8")


FACTS: Mapping[int, Mapping[str, Any]] = {
    fact["id"]: fact for fact in map(json.loads, in_folder("facts.jsonl").splitlines())
}
CODING = tomllib.loads(in_folder("coding.toml"))
IDS = {fact["title"]: number for number, fact in FACTS.items()}
JUDGED_ON = sorted({judgement["on"] for judgement in CODING["judgement"]})


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    make_sample(path)
    workspace = open_workspace(path, clock=lambda: datetime(2026, 11, 29, 4, tzinfo=UTC))
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def details(sample: Workspace) -> Mapping[str, CommitmentDetail]:
    """The commitments as they stand, by the last digits of their codes."""
    return {detail.row.code[-3:]: detail for detail in list_details(sample, query_for())}


def cited(detail: CommitmentDetail) -> set[int]:
    """The facts that the verdict rests on."""
    titles = {piece.id: piece.title for piece in detail.evidence}
    return {IDS[titles[piece]] for piece in detail.cited}


def piece_of(sample: Workspace, number: int) -> EvidenceRow:
    return next(piece for piece in list_evidence(sample) if piece.title == FACTS[number]["title"])


def refused(detail: CommitmentDetail, assessment: Assessment) -> UserError:
    error = refusal(case_of(detail, 30), assessment, None, TODAY)
    assert error is not None
    return error


def test_it_is_sound_and_marked(sample: Workspace, workspace: Workspace) -> None:
    assert check(sample) == ()
    assert sample_day(sample) is not None
    assert sample_day(workspace) is None


def test_it_says_as_of_which_day_it_is_true(sample: Workspace, workspace: Workspace) -> None:
    recorded = [what["on"] for kind in ("judgement", "search", "review") for what in CODING[kind]]
    known = [date.fromisoformat(FACTS[coded["id"]]["date"]) for coded in CODING["fact"]]
    assert sample_day(sample) == max(recorded + known) == TRUE_ON
    for language in ("zh", "en"):
        assert "2026-06-15" in load_words(language).phrase("illustrative", day=TRUE_ON)


def test_only_facts_of_high_confidence_are_in_it_and_each_once(sample: Workspace) -> None:
    sure = {fact["title"] for fact in FACTS.values() if fact["confidence"] == "high"}
    pieces = list_evidence(sample)
    assert len(pieces) == len(CODING["fact"])
    for said in ([p.title for p in pieces], [p.number for p in pieces], [p.url for p in pieces]):
        assert max(Counter(filter(None, said)).values()) == 1
    left_out = {FACTS[93]["title"], FACTS[94]["title"]}  # a report of the briefing, and a document of 2023
    assert {piece.title for piece in pieces} == sure - left_out
    assert all("示例" in piece.note for piece in pieces)


def test_what_concerns_no_commitment_bears_on_none(sample: Workspace) -> None:
    assert {IDS[piece.title] for piece in list_inbox(sample)} == {85, 87, 88, 91}


@pytest.mark.parametrize("code", VERDICTS)
def test_each_verdict_is_the_one_that_the_facts_carry(details: Mapping[str, CommitmentDetail], code: str) -> None:
    detail = details[code]
    doubts = {doubt.rule for doubt in detail.doubts}
    assert (detail.row.assessment, cited(detail), doubts) == VERDICTS[code]


def test_nothing_else_is_judged(details: Mapping[str, CommitmentDetail]) -> None:
    given = (Assessment.NOT_RATED, Assessment.NOT_VERIFIABLE)
    assert {code for code, detail in details.items() if detail.row.assessment not in given} == VERDICTS.keys()
    bearing = {
        code
        for code, detail in details.items()
        for link in case_of(detail, 30).links
        if link.bearing is not Bearing.CONTEXT and is_timely(link, detail.source.held_on)
    }
    unverifiable = {code for code in bearing if details[code].row.assessment is Assessment.NOT_VERIFIABLE}
    assert bearing - unverifiable == VERDICTS.keys() - {"047"}


@pytest.mark.parametrize("day", [*JUDGED_ON, DUE, TODAY])
def test_on_no_day_is_a_doubt_without_a_reason_or_a_ground_changed(sample: Workspace, day: date) -> None:
    for detail in list_details(sample, query_for(as_of=day)):
        assert not detail.row.grounds_changed
        assert all(doubt.reason for doubt in detail.doubts), detail.row.code


def test_reasons_are_held_against_just_the_questions_that_the_rules_asked(sample: Workspace) -> None:
    events = {
        (day_of(event.at), event.reason): event.details.get("held", {})
        for detail in list_details(sample, query_for())
        for event in detail.history
        if event.kind == "assessment_set"
    }
    held = {(judgement["on"], judgement["reason"]): judgement.get("held", {}) for judgement in CODING["judgement"]}
    assert events == held


@pytest.mark.parametrize(
    ("code", "verdicts"),
    [
        ("001", [("2025-07-28", UNDER_WAY), ("2025-09-12", PARTLY), ("2025-09-26", PARTLY), ("2026-01-21", PARTLY)]),
        ("018", [("2025-07-28", UNDER_WAY), ("2025-09-19", UNDER_WAY)]),
        ("025", [("2025-03-27", PARTLY), ("2025-04-24", PARTLY)]),
        ("042", [("2025-03-24", MET)]),
        ("044", [("2025-05-12", UNDER_WAY), ("2026-01-21", MET)]),
        ("051", [("2026-01-21", PARTLY), ("2026-03-20", MET)]),
        ("056", [("2026-01-16", PARTLY), ("2026-03-03", MET)]),
    ],
)
def test_verdicts_follow_the_facts_as_they_become_known(
    details: Mapping[str, CommitmentDetail], code: str, verdicts: list[tuple[str, Assessment]]
) -> None:
    events = [event for event in reversed(details[code].history) if event.kind == "assessment_set"]
    assert [(day_of(event.at).isoformat(), event.details["after"]) for event in events] == verdicts


def test_before_the_due_date_a_part_is_held_to_and_then_no_longer_in_doubt(sample: Workspace) -> None:
    before = read_detail(sample, "MIIT-2025-025", date(2025, 12, 1))
    assert [(doubt.rule, bool(doubt.reason)) for doubt in before.doubts] == [(Doubt.BEFORE_DUE, True)]


def test_the_ten_plans_are_not_met_while_three_have_no_name(details: Mapping[str, CommitmentDetail]) -> None:
    plans = details["001"]
    shown = part_states(plans.parts, case_of(plans))
    assert [state.part.title.zh for state in shown if state.shown] == [
        *("电子信息制造业", "电力装备", "汽车", "轻工业", "建材", "石化", "化工")
    ]
    error = refused(plans, MET)
    assert (error.code, error.details["parts"], error.details["unnamed"]) == ("parts_unproved", [], 3)


@pytest.mark.parametrize(
    ("number", "parts"), [(1, {"电子信息制造业", "电力装备"}), (7, {"石化", "化工"}), (74, {"5G演进", "6G技术创新"})]
)
def test_one_fact_shows_two_parts(sample: Workspace, number: int, parts: set[str]) -> None:
    assert {link.part.title.zh for link in piece_of(sample, number).links if link.part} == parts


def test_one_document_bears_on_five_commitments(sample: Workspace) -> None:
    assert {link.commitment[-3:] for link in piece_of(sample, 4).links} == {"001", "024", "032", "034", "041"}


def test_the_two_halves_of_one_promise_come_from_two_documents(details: Mapping[str, CommitmentDetail]) -> None:
    waste = details["056"]
    assert {link.part.title.zh for e in waste.evidence for link in e.links if link.part} == {
        "废旧动力电池",
        "废旧光伏组件",
    }
    assert not waste.fulfilled_late  # no year stands over it


def test_planned_and_cumulative_counts_lead_to_the_increment(details: Mapping[str, CommitmentDetail]) -> None:
    cities = details["044"]
    assert cities.row.working is not None
    assert [term.value for term in cities.row.working.terms] == [101, -66]
    assert cities.row.working.actual == 35
    assert [(left.value, left.why) for left in cities.uncounted] == [(34, "plan")]
    assert not cities.fulfilled_late  # a statement may come later than the act


def test_factories_are_counted_once(details: Mapping[str, CommitmentDetail]) -> None:
    works = {part.title.zh: part.working for part in details["051"].parts}["绿色工厂"]
    assert works is not None
    assert works.actual == 2038


@pytest.mark.parametrize(
    ("code", "day", "light"),
    [
        ("045", DUE, Light.UNMEASURED),
        ("045", TODAY, Light.AWAITING),
        ("022", DUE, Light.UNMEASURED),
        ("022", TODAY, Light.UNMEASURED),
        ("001", DUE, Light.NOT_APPLICABLE),
        ("044", TODAY, Light.NOT_APPLICABLE),
    ],
)
def test_no_light_is_red_for_want_of_facts(sample: Workspace, code: str, day: date, light: Light) -> None:
    row = next(row for row in list_rows(sample, query_for(as_of=day)) if row.code.endswith(code))
    assert row.light is light


def test_of_the_clusters_nothing_is_known_and_nothing_is_said(details: Mapping[str, CommitmentDetail]) -> None:
    clusters = details["045"]
    assert (clusters.row.assessment, clusters.evidence, clusters.searches) == (Assessment.NOT_RATED, (), ())


def test_a_list_that_is_publicised_does_not_count(details: Mapping[str, CommitmentDetail]) -> None:
    brands = details["022"]
    assert brands.row.working is None
    assert [(left.value, left.why) for left in brands.uncounted] == [(136, "stage")]
    assert refused(details["010"], MET).code == "evidence_missing"


def test_what_came_before_the_briefing_carries_no_verdict(
    sample: Workspace, details: Mapping[str, CommitmentDetail]
) -> None:
    assert [IDS[piece.title] for piece in list_evidence(sample) if piece.early] == [71]
    optical = details["059"]
    assert optical.row.assessment is Assessment.NOT_RATED
    assert refused(optical, UNDER_WAY).code == "evidence_missing"
    assert [event.kind for event in optical.history][:1] == ["reviewed"]


def test_a_law_is_in_force_from_the_day_that_it_takes_effect(sample: Workspace) -> None:
    def stage(day: date) -> Stage | None:
        regulation = read_detail(sample, "MIIT-2025-042", day)
        return next(link.stage for piece in regulation.evidence for link in piece.links if IDS[piece.title] == 12)

    assert piece_of(sample, 12).effective_on == date(2025, 6, 1)
    assert (stage(date(2025, 5, 31)), stage(date(2025, 6, 1))) == (Stage.ISSUED, Stage.IN_FORCE)


def test_what_the_ministry_said_later_stands_beside_the_first_words(details: Mapping[str, CommitmentDetail]) -> None:
    claims = {code: detail.claims for code, detail in details.items() if detail.claims}
    assert {code: [claim.claimed for claim in said] for code, said in claims.items()} == {
        "001": [MET],
        "044": [None],
        "051": [None],
    }
    assert claims["044"][0].evidence_id in {piece.id for piece in details["044"].evidence}
    (widened,) = details["018"].relations
    assert "轻工消费品" in details["018"].quotes[0].passage.exact
    assert (widened.kind, widened.said_on) == (RelationKind.WIDENED, "2025-07-28")
    assert "轻工" not in widened.wording
    assert widened.reason


def test_a_search_that_found_only_another_fund_found_nothing(details: Mapping[str, CommitmentDetail]) -> None:
    searches = {code: detail.searches for code, detail in details.items() if detail.searches}
    assert searches.keys() == {"047"}
    (search,) = searches["047"]
    assert (search.searched_on, search.outcome, search.old) == (TRUE_ON, SearchOutcome.NOTHING, True)


def test_the_sample_has_a_past(sample: Workspace) -> None:
    def judged(day: date | None) -> int:
        given = (Assessment.NOT_RATED, Assessment.NOT_VERIFIABLE)
        return sum(row.assessment not in given for row in list_rows(sample, query_for(as_of=day)))

    assert judged(date(2025, 1, 31)) == 0
    assert 0 < judged(date(2025, 6, 30)) < judged(None) == len(VERDICTS)


def test_an_existing_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    path.write_text("mine")
    with pytest.raises(UserError, match="sample_exists"):
        make_sample(path)
    assert path.read_text() == "mine"


def test_evidence_by_pages_says_what_all_of_it_says(
    sample: Workspace, details: Mapping[str, CommitmentDetail], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commitment_detail, "FIRST_PIECES", 1)
    for whole in details.values():
        paged = read_detail(sample, whole.row.code, shown=())
        assert paged.evidence == whole.evidence[:1]
        assert [(one.id, one.title, one.published) for one in paged.pieces] == [
            (one.id, one.title, one.published) for one in whole.pieces
        ]
        assert case_of(paged) == case_of(whole)
        assert replace(paged, evidence=whole.evidence, outlines=()) == whole


def test_a_page_has_the_pieces_that_are_asked_for(sample: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commitment_detail, "FIRST_PIECES", 1)
    every = [piece.id for piece in list_evidence(sample, "MIIT-2025-001")]
    paged = read_detail(sample, "MIIT-2025-001", shown=every[-1:])
    assert [piece.id for piece in paged.evidence] == [every[0], every[-1]]


def test_nothing_is_asked_beside_the_evidence_that_was_published(sample: Workspace) -> None:
    """None of these promises was cancelled, renamed or counted twice: a question here would be a false alarm."""
    asked = [read_detail(sample, row.code).questions for row in list_rows(sample, query_for())]
    assert not any(asked)
