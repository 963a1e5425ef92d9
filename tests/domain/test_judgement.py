"""Which judgements the rules carry."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.errors import UserError
from tracker.domain.judgement import Case, Cited, Proof, check_judgement, is_fulfilled_late, rests_on_claims
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


def test_a_report_of_the_same_briefing_is_never_cited() -> None:
    report = Cited(1, "2025-01-22", withdrawn=False, bears=True, same_briefing=True)
    assert refusal("in_progress", report) == "evidence_same_briefing"


def test_early_evidence_alone_shows_no_part_of_the_fulfilment_either() -> None:
    early = Cited(1, "2024-11-22", withdrawn=False, bears=True)
    assert refusal("partly_met", early) == "evidence_early"
    check_judgement(CASE, Assessment.IN_PROGRESS, "理由", (early,), TODAY)


def test_met_needs_every_part_to_be_shown_or_the_whole() -> None:
    case = replace(CASE, parts={7: "零碳工厂", 8: "零碳工业园区"})

    def piece(number: int, *parts: int | None) -> Cited:
        return Cited(number, "2026-01-19", withdrawn=False, bears=True, fulfils=frozenset(parts))

    def refused(*cited: Cited) -> object:
        try:
            check_judgement(case, Assessment.MET, "理由", cited, date(2026, 2, 1))
        except UserError as error:
            return error.code, error.details.get("parts")
        return None

    assert refused(piece(1, 7)) == ("parts_unproved", ["零碳工业园区"])
    assert refused(piece(1)) == ("parts_unproved", ["零碳工厂", "零碳工业园区"])
    early = replace(piece(2, 8), published="2024-12-01")
    assert refused(piece(1, 7), early) == ("parts_unproved", ["零碳工业园区"])
    assert refused(piece(1, 7), piece(2, 8)) is None
    assert refused(piece(1, None)) is None


def test_a_judgement_on_statements_alone_rests_on_the_ministrys_claim() -> None:
    assert rests_on_claims([EvidenceKind.STATEMENT, EvidenceKind.STATEMENT])
    assert not rests_on_claims([EvidenceKind.STATEMENT, EvidenceKind.LIST])
    assert not rests_on_claims([])
