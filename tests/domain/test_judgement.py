"""Which judgements the rules carry."""

from datetime import date

import pytest

from tracker.domain.errors import UserError
from tracker.domain.judgement import Case, Cited, Proof, check_judgement, is_fulfilled_late
from tracker.domain.terms import NEEDING_EVIDENCE, Assessment, EvidenceKind

HELD, DUE, TODAY = date(2025, 1, 21), date(2025, 12, 31), date(2026, 11, 23)
CASE = Case("MIIT-2025-044", HELD, DUE, has_search=False)
LATER = Cited(1, "2026-01-21", withdrawn=False, bears=True)


def refusal(assessment: str, *cited: Cited, reason: str = "理由", case: Case = CASE, today: date = TODAY) -> str:
    with pytest.raises(UserError) as refused:
        check_judgement(case, Assessment(assessment), reason, cited, today)
    return refused.value.code


@pytest.mark.parametrize("assessment", list(Assessment))
def test_no_judgement_without_a_reason(assessment: Assessment) -> None:
    assert refusal(assessment, LATER, reason=" \n") == "reason_missing"


@pytest.mark.parametrize("assessment", sorted(NEEDING_EVIDENCE))
def test_no_finding_without_evidence(assessment: Assessment) -> None:
    assert refusal(assessment) == "evidence_missing"


def test_nothing_found_needs_a_search_on_record() -> None:
    assert refusal("no_evidence") == "search_missing"
    check_judgement(Case("X", HELD, DUE, has_search=True), Assessment.NO_EVIDENCE, "查过", (), TODAY)


@pytest.mark.parametrize("assessment", ["not_rated", "not_verifiable"])
def test_the_first_and_the_last_value_need_only_a_reason(assessment: str) -> None:
    check_judgement(CASE, Assessment(assessment), "理由", (), TODAY)


def test_withdrawn_and_foreign_evidence_proves_nothing() -> None:
    assert refusal("met", Cited(1, "2026-01-21", withdrawn=True, bears=True)) == "evidence_withdrawn"
    assert refusal("met", Cited(1, "2026-01-21", withdrawn=False, bears=False)) == "evidence_not_linked"


def test_what_came_before_the_briefing_cannot_alone_show_fulfilment() -> None:
    early = Cited(2, "2025-01-20", withdrawn=False, bears=True)
    assert refusal("met", early) == "evidence_early"
    check_judgement(CASE, Assessment.MET, "理由", (early, LATER), TODAY)
    check_judgement(CASE, Assessment.IN_PROGRESS, "理由", (early,), TODAY)


def test_nothing_is_unfulfilled_before_it_is_due() -> None:
    assert refusal("not_met", LATER, today=DUE) == "due_not_passed"
    assert refusal("not_met", LATER, case=Case("X", HELD, None, has_search=False)) == "due_not_passed"
    check_judgement(CASE, Assessment.NOT_MET, "理由", (LATER,), TODAY)


@pytest.mark.parametrize(
    ("proofs", "late"),
    [
        ([("document", "2026-02")], True),
        ([("document", "2026-02-01"), ("press", "2026-03")], True),
        ([("statement", "2026-01-21")], False),  # reports of the year's work come after the year
        ([("document", "2026-02"), ("list", "2025-12")], False),
        ([], False),
    ],
)
def test_late_is_what_was_itself_done_after_the_due_date(proofs: list[tuple[str, str]], late: bool) -> None:
    pieces = [Proof(EvidenceKind(kind), published) for kind, published in proofs]
    assert is_fulfilled_late(Assessment.MET, DUE, pieces) is late
    assert not is_fulfilled_late(Assessment.IN_PROGRESS, DUE, pieces)
    assert not is_fulfilled_late(Assessment.MET, None, pieces)
