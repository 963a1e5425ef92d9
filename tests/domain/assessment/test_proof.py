"""Which verdicts the evidence carries, rule by rule (coding rules §2); `test_proof_table.py` asks all combinations."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tracker.domain.assessment.proof import Case, Count, Link, Search, proving, questions, refusal
from tracker.domain.rows import Due
from tracker.domain.terms import (
    EARLIER_TERMS,
    Assessment,
    Bearing,
    CommitmentKind,
    Doubt,
    DueBasis,
    EvidenceKind,
    RelationKind,
    SearchOutcome,
    Stage,
    ValueRole,
)

HELD, DUE, REVIEW = date(2025, 1, 17), date(2025, 12, 31), date(2026, 1, 17)
EARLIER, LATER = date(2025, 6, 30), date(2026, 3, 1)  # today, before the due date and after it
NO_DUE_DATE = Due(None, DueBasis.NONE)
NO_EVIDENCE, IN_PROGRESS, PARTLY_MET, MET, NOT_MET, DROPPED = (
    Assessment(value) for value in ("no_evidence", "in_progress", "partly_met", "met", "not_met", "dropped")
)


def link(bearing: str = "fulfils", kind: str = "document", published: str = "2025-06-15", **more: Any) -> Link:
    values = {"evidence_id": 1, **more}
    return Link(bearing=Bearing(bearing), kind=EvidenceKind(kind), published=published, **values)


def case(*links: Link, **more: Any) -> Case:
    values = {"kind": CommitmentKind.DOCUMENT, "due": Due(DUE, DueBasis.STATED), "links": links, **more}
    return Case(code="MIIT-2025-001", held_on=HELD, review_on=REVIEW, **values)


def searched(today: date, *rounds: tuple[int, SearchOutcome]) -> dict[str, tuple[Search, ...]]:
    """Searches, each so many days ago."""
    return {"searches": tuple(Search(today - timedelta(ago), outcome) for ago, outcome in rounds)}


def code(of: Case, assessment: Assessment, today: date = LATER, cited: tuple[int, ...] | None = None) -> str | None:
    refused = refusal(of, assessment, cited, today)
    return refused and refused.code


def asked(of: Case, assessment: Assessment, today: date = LATER) -> tuple[Doubt, ...]:
    """What is asked of a verdict that is allowed."""
    assert code(of, assessment, today) is None
    return questions(of, assessment, None, today)


# --- what any piece has to be ------------------------------------------------------------------------------------

CARRYING = (IN_PROGRESS, PARTLY_MET, MET)


@pytest.mark.parametrize("assessment", CARRYING)
def test_a_document_that_fulfils_carries_it(assessment: Assessment) -> None:
    assert code(case(link()), assessment) is None


@pytest.mark.parametrize("assessment", CARRYING)
@pytest.mark.parametrize(
    "piece",
    [
        link("contradicts"),
        link("context"),
        link(withdrawn=True),
        link(same_briefing=True),
        link(published="2025-01-16"),
        link(published="2024-12"),
    ],
)
def test_nothing_else_carries_it_named_or_not(assessment: Assessment, piece: Link) -> None:
    assert code(case(piece), assessment) == "evidence_missing"
    assert code(case(piece), assessment, cited=(1,)) == "evidence_missing"


def test_met_is_refused_on_a_contradicting_piece_alone() -> None:
    assert code(case(link("contradicts")), MET) == "evidence_missing"


def test_met_is_refused_on_a_piece_of_context_that_is_named() -> None:
    both = case(link("context"), link(evidence_id=2))
    assert code(both, MET, cited=(1,)) == "evidence_missing"
    assert code(both, MET, cited=(2,)) is None
    assert code(both, MET) is None


def test_a_verdict_that_names_no_piece_rests_on_none() -> None:
    assert code(case(link()), MET, cited=()) == "evidence_missing"


def test_only_pieces_that_prove_are_proposed() -> None:
    pieces = case(link("context"), link(evidence_id=2), link("partly", evidence_id=3), link("progress", evidence_id=4))
    assert proving(pieces, MET) == (2,)
    assert proving(pieces, PARTLY_MET) == (2, 3)
    assert proving(pieces, IN_PROGRESS) == (2, 3, 4)


def test_the_day_of_the_briefing_is_in_time_and_its_month_for_steps_alone() -> None:
    assert code(case(link(published="2025-01-17")), MET) is None
    assert [code(case(link(published="2025-01")), assessment) for assessment in CARRYING] == [
        None,
        "evidence_missing",
        "evidence_missing",
    ]


def test_the_month_of_the_briefing_is_for_steps_alone_even_where_it_begins_with_it() -> None:
    first = replace(case(link(published="2025-01")), held_on=date(2025, 1, 1))
    assert code(first, IN_PROGRESS) is None
    assert code(first, MET) == "evidence_missing"


def test_what_takes_effect_is_dated_by_that_day_where_the_link_claims_it() -> None:
    law = link(kind="law", published="2024-12-20", effective_on=date(2025, 7, 1))
    assert code(case(law), MET) == "evidence_missing"
    assert code(case(replace(law, stage=Stage.IN_FORCE)), MET) is None
    early = link(kind="law", published="2025-06-15", effective_on=date(2025, 1, 1))
    assert code(case(early), MET) is None
    assert code(case(replace(early, stage=Stage.IN_FORCE)), MET) == "evidence_missing"


# --- in progress, partly met, met --------------------------------------------------------------------------------


def test_in_progress_is_refused_on_a_piece_of_the_year_before_alone() -> None:
    assert code(case(link("progress", published="2024-11-20")), IN_PROGRESS) == "evidence_missing"


def test_each_bearing_carries_what_it_says_and_less() -> None:
    carried = {
        bearing: [assessment for assessment in CARRYING if code(case(link(bearing)), assessment) is None]
        for bearing in Bearing
    }
    assert carried == {
        "fulfils": [IN_PROGRESS, PARTLY_MET, MET],
        "partly": [IN_PROGRESS, PARTLY_MET],
        "progress": [IN_PROGRESS],
        "contradicts": [],
        "context": [],
    }


@pytest.mark.parametrize("stage", [Stage.DRAFTING, Stage.CONSULTATION, Stage.PUBLICITY])
@pytest.mark.parametrize("kind", [CommitmentKind.DOCUMENT, CommitmentKind.DESIGNATION])
def test_a_call_for_comments_is_no_document(stage: Stage, kind: CommitmentKind) -> None:
    draft = case(link(stage=stage), kind=kind)
    assert [code(draft, assessment) for assessment in CARRYING] == [None, "evidence_missing", "evidence_missing"]


def test_a_programme_may_be_met_by_a_call_for_comments() -> None:
    assert code(case(link(stage=Stage.CONSULTATION), kind=CommitmentKind.PROGRAMME), MET) is None


@pytest.mark.parametrize("stage", [Stage.ISSUED, Stage.IN_FORCE, Stage.EFFECTIVE])
def test_a_document_is_met_once_it_is_issued(stage: Stage) -> None:
    assert code(case(link(stage=stage)), MET) is None


@pytest.mark.parametrize("count", sorted(set(Count) - {Count.NONE}))
def test_a_plan_proves_no_amount(count: Count) -> None:
    plan = case(link(role=ValueRole.PLAN), kind=CommitmentKind.PILOT, count=count)
    assert [code(plan, assessment) for assessment in CARRYING] == [None, "evidence_missing", "evidence_missing"]


def test_a_plan_counts_where_no_amount_was_promised() -> None:
    assert code(case(link(role=ValueRole.PLAN), count=Count.NONE), MET) is None


PARTS = {1: "零碳工厂", 2: "零碳工业园区"}


def test_met_wants_every_part() -> None:
    first, second = link(part=1), link(part=2, evidence_id=2)
    assert code(case(first, parts=PARTS), MET) == "parts_unproved"
    assert code(case(first, replace(second, bearing=Bearing.PARTLY), parts=PARTS), MET) == "parts_unproved"
    assert code(case(first, second, parts=PARTS), MET) is None
    assert code(case(first, second, parts=PARTS), MET, cited=(1,)) == "parts_unproved"
    assert code(case(link(), parts=PARTS), MET) is None


def test_one_part_is_enough_for_less_than_met() -> None:
    assert code(case(link(part=1), parts=PARTS), PARTLY_MET) is None
    assert code(case(link(part=1), parts=PARTS), IN_PROGRESS) is None


def test_parts_without_a_name_count_as_not_met() -> None:
    assert code(case(link(), parts=PARTS, parts_expected=10), MET) == "parts_unproved"
    assert code(case(link(), parts_expected=10), MET) == "parts_unproved"
    assert code(case(link(), parts=PARTS, parts_expected=2), MET) is None


# --- no evidence -------------------------------------------------------------------------------------------------

NOTHING, SOMETHING, UNCLEAR = SearchOutcome.NOTHING, SearchOutcome.SOMETHING, SearchOutcome.UNCLEAR


def test_no_evidence_wants_a_search() -> None:
    assert code(case(), NO_EVIDENCE) == "search_missing"
    assert code(case(**searched(LATER, (3, NOTHING))), NO_EVIDENCE) is None


@pytest.mark.parametrize("outcome", [SOMETHING, UNCLEAR])
def test_no_evidence_is_refused_once_the_newest_search_came_to_more(outcome: SearchOutcome) -> None:
    assert code(case(**searched(LATER, (3, NOTHING), (2, outcome))), NO_EVIDENCE) == "search_found"
    assert code(case(**searched(LATER, (3, outcome), (2, NOTHING))), NO_EVIDENCE) is None
    assert code(case(**searched(LATER, (2, outcome), (3, NOTHING))), NO_EVIDENCE) == "search_found"
    assert code(case(**searched(LATER, (2, NOTHING), (2, outcome))), NO_EVIDENCE) == "search_found"


def test_a_search_is_old_after_thirty_days() -> None:
    assert code(case(**searched(LATER, (30, NOTHING))), NO_EVIDENCE) is None
    assert code(case(**searched(LATER, (31, NOTHING))), NO_EVIDENCE) == "search_expired"
    assert code(case(**searched(LATER, (89, NOTHING))), NO_EVIDENCE) == "search_expired"
    assert code(case(**searched(LATER, (89, NOTHING)), expiry_days=90), NO_EVIDENCE) is None


def test_a_search_that_was_fresh_on_the_day_of_the_verdict_still_carries_it() -> None:
    old = case(**searched(LATER, (89, NOTHING)))
    assert refusal(old, NO_EVIDENCE, None, LATER, judged_on=LATER - timedelta(60)) is None


@pytest.mark.parametrize("bearing", ["fulfils", "partly", "progress"])
def test_no_evidence_is_refused_beside_a_piece(bearing: str) -> None:
    nothing = searched(LATER, (3, NOTHING))
    assert code(case(link(bearing), **nothing), NO_EVIDENCE) == "evidence_found"
    assert code(case(link(bearing, stage=Stage.DRAFTING), **nothing), NO_EVIDENCE) == "evidence_found"
    assert code(case(link(bearing), **nothing), NO_EVIDENCE, cited=()) == "evidence_found"


@pytest.mark.parametrize(
    "piece", [link("context"), link("contradicts"), link(published="2025-01"), link(published="2024-06-15")]
)
def test_no_evidence_stands_beside_what_is_none(piece: Link) -> None:
    assert code(case(piece, **searched(LATER, (3, NOTHING))), NO_EVIDENCE) is None


# --- not met, dropped, and what needs nothing --------------------------------------------------------------------


def test_not_met_is_refused_on_the_due_date_itself() -> None:
    against = case(link("contradicts", published="2026-01-01"), **searched(DUE, (0, NOTHING)))
    assert code(against, NOT_MET, DUE) == "due_not_passed"
    assert code(against, NOT_MET, DUE + timedelta(1)) is None


def test_not_met_is_allowed_by_a_search_after_the_due_date_that_found_nothing() -> None:
    assert code(case(**searched(LATER, (3, NOTHING))), NOT_MET) is None
    assert code(case(**searched(DUE, (0, NOTHING))), NOT_MET) == "not_met_unproved"
    assert code(case(**searched(LATER, (3, NOTHING), (2, SOMETHING))), NOT_MET) == "not_met_unproved"
    assert code(case(), NOT_MET) == "not_met_unproved"


def test_the_search_behind_not_met_does_not_expire() -> None:
    assert code(case(**searched(LATER, (50, NOTHING))), NOT_MET) is None


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2025-12-31", "not_met_unproved"),
        ("2025-12", "not_met_unproved"),
        ("2026-01-01", None),
        ("2026-01", None),
    ],
)
def test_not_met_wants_a_contradicting_piece_of_after_the_due_date(published: str, expected: str | None) -> None:
    assert code(case(link("contradicts", "press", published)), NOT_MET) == expected
    assert code(case(link("context", "press", published)), NOT_MET) == "not_met_unproved"


def test_without_a_due_date_the_review_date_decides() -> None:
    standing = case(link("contradicts", published="2026-01-18"), due=NO_DUE_DATE)
    assert code(standing, NOT_MET, REVIEW) == "due_not_passed"
    assert code(standing, NOT_MET, REVIEW + timedelta(1)) is None
    assert code(case(link("contradicts", published="2026-01-17"), due=NO_DUE_DATE), NOT_MET) == "not_met_unproved"


@pytest.mark.parametrize("kind", EvidenceKind)
def test_dropped_wants_an_official_word(kind: EvidenceKind) -> None:
    official = kind in ("law", "document", "list", "statement")
    assert code(case(link("contradicts", kind)), DROPPED, EARLIER) == (None if official else "dropped_unproved")
    assert code(case(link("contradicts", kind, "2024-06-15")), DROPPED) == "dropped_unproved"


def test_dropped_is_allowed_by_the_relation_alone() -> None:
    kinds = set(RelationKind) - EARLIER_TERMS
    allowed = {kind for kind in kinds if code(case(relations=frozenset({kind})), DROPPED, EARLIER) is None}
    assert allowed == {RelationKind.REPLACED, RelationKind.MERGED, RelationKind.DROPPED}
    both = frozenset({RelationKind.EXTENDED, RelationKind.REPLACED})
    assert asked(case(relations=both), DROPPED, EARLIER) == ()
    assert code(case(), DROPPED, EARLIER) == "dropped_unproved"


@pytest.mark.parametrize("assessment", [Assessment.NOT_RATED, Assessment.NOT_VERIFIABLE])
def test_some_verdicts_need_nothing(assessment: Assessment) -> None:
    assert asked(case(), assessment) == ()
    assert asked(case(link("contradicts", "press"), count=Count.SHORT, due=NO_DUE_DATE), assessment) == ()


# --- what is questioned ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (Count.NONE, ()),
        (Count.UNQUANTIFIED, ()),
        (Count.UNCOUNTED, (Doubt.ARITHMETIC_SHORT,)),
        (Count.SHORT, (Doubt.ARITHMETIC_SHORT,)),
        (Count.REACHED, ()),
    ],
)
def test_ten_of_a_hundred_may_be_met_but_is_questioned(count: Count, expected: tuple[Doubt, ...]) -> None:
    ten = case(link(kind="list", role=ValueRole.NEW), kind=CommitmentKind.CULTIVATION, count=count)
    assert asked(ten, MET) == expected
    assert asked(ten, PARTLY_MET) == ()


@pytest.mark.parametrize("kind", EvidenceKind)
def test_words_and_reports_alone_are_questioned(kind: EvidenceKind) -> None:
    firm = kind in ("law", "document", "list", "statistics")
    expected = () if firm else (Doubt.CLAIMS_ONLY,)
    for assessment in CARRYING:
        assert asked(case(link(kind=kind)), assessment) == expected
    against = link("contradicts", kind, "2026-02-01")
    assert asked(case(against), NOT_MET) == expected


def test_a_firm_piece_that_is_not_named_does_not_help() -> None:
    both = case(link(kind="statement"), link(evidence_id=2))
    assert questions(both, MET, (1,), LATER) == (Doubt.CLAIMS_ONLY,)
    assert questions(both, MET, (1, 2), LATER) == ()


def test_a_firm_piece_that_proves_nothing_does_not_help() -> None:
    assert asked(case(link(kind="statement"), link("context", "law", evidence_id=2)), MET) == (Doubt.CLAIMS_ONLY,)


def test_words_that_drop_it_are_questioned_and_a_search_answers_for_not_met() -> None:
    assert asked(case(link("contradicts", "statement")), DROPPED) == (Doubt.CLAIMS_ONLY,)
    press = link("contradicts", "press", "2026-02-01")
    assert asked(case(press), NOT_MET) == (Doubt.CLAIMS_ONLY,)
    assert asked(case(press, **searched(LATER, (3, NOTHING))), NOT_MET) == ()


@pytest.mark.parametrize("published", ["2025-06-15", "2024-06-15"])
def test_a_contradicting_piece_beside_it_is_questioned(published: str) -> None:
    against = link("contradicts", "press", published, evidence_id=2)
    for assessment in CARRYING:
        assert asked(case(link(), against), assessment) == (Doubt.CONTRADICTED,)
        assert asked(case(link(), replace(against, withdrawn=True)), assessment) == ()
        assert asked(case(link(), replace(against, same_briefing=True)), assessment) == ()
    assert asked(case(against, **searched(LATER, (3, NOTHING))), NO_EVIDENCE) == (Doubt.CONTRADICTED,)


def test_partly_met_before_the_due_date_is_questioned() -> None:
    partly = case(link("partly"))
    assert asked(partly, PARTLY_MET, EARLIER) == (Doubt.BEFORE_DUE,)
    assert asked(partly, PARTLY_MET, DUE) == (Doubt.BEFORE_DUE,)
    assert asked(partly, PARTLY_MET, DUE + timedelta(1)) == ()
    assert asked(replace(partly, due=NO_DUE_DATE), PARTLY_MET, EARLIER) == ()
    assert asked(case(link()), MET, EARLIER) == ()


@pytest.mark.parametrize("basis", sorted(set(DueBasis) - {DueBasis.ASSUMED}))
def test_not_met_by_a_date_that_nobody_set_is_questioned(basis: DueBasis) -> None:
    due = NO_DUE_DATE if basis is DueBasis.NONE else Due(DUE, basis)
    expected = () if basis in (DueBasis.STATED, DueBasis.DOCUMENT) else (Doubt.DUE_INFERRED,)
    assert asked(case(due=due, **searched(LATER, (3, NOTHING))), NOT_MET) == expected


def test_several_questions_are_asked_at_once() -> None:
    doubtful = case(link(kind="press"), link("contradicts", evidence_id=2), count=Count.SHORT)
    assert asked(doubtful, MET) == (Doubt.ARITHMETIC_SHORT, Doubt.CLAIMS_ONLY, Doubt.CONTRADICTED)
    assert asked(doubtful, PARTLY_MET, EARLIER) == (Doubt.CLAIMS_ONLY, Doubt.CONTRADICTED, Doubt.BEFORE_DUE)
