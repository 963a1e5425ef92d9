"""Met, but late (逾期完成): by what was itself done after the due date, not by what only tells of it later."""

from datetime import date
from typing import Any

import pytest

from tracker.domain.assessment.proof import Case, Link, is_fulfilled_late
from tracker.domain.rows import Due
from tracker.domain.terms import Assessment, Bearing, CommitmentKind, DueBasis, EvidenceKind, Stage

HELD, DUE, REVIEW = date(2025, 1, 21), Due(date(2025, 12, 31), DueBasis.STATED), date(2026, 1, 21)


def link(kind: str, published: str, bearing: str = "fulfils", **more: Any) -> Link:
    return Link(evidence_id=1, bearing=Bearing(bearing), kind=EvidenceKind(kind), published=published, **more)


def case(*links: Link, due: Due = DUE, kind: CommitmentKind = CommitmentKind.PILOT) -> Case:
    return Case("MIIT-2025-044", kind, HELD, due, REVIEW, links)


@pytest.mark.parametrize(
    ("proofs", "late"),
    [
        ([("document", "2026-02")], True),
        ([("law", "2026-01-01")], True),
        ([("list", "2026-01")], True),
        ([("document", "2025-12")], False),  # a month is as late as its last day
        ([("document", "2026-02-01"), ("press", "2026-03")], True),
        ([("statement", "2026-01-21")], False),  # reports of the year's work come after the year
        ([("statistics", "2026-02-28"), ("press", "2026-03-01")], False),
        ([("document", "2026-02"), ("list", "2025-12")], False),
        ([("document", "2026-02-01"), ("press", "2025-12-20")], False),  # it was done before, by somebody's word
        ([], False),
    ],
)
def test_late_is_what_was_itself_done_after_the_due_date(proofs: list[tuple[str, str]], late: bool) -> None:
    judged = case(*(link(kind, published) for kind, published in proofs))
    assert is_fulfilled_late(judged, Assessment.MET) is late
    others = set(Assessment) - {Assessment.MET}
    assert not any(is_fulfilled_late(judged, assessment) for assessment in others)


def test_without_a_due_date_nothing_is_late() -> None:
    assert not is_fulfilled_late(case(link("document", "2026-02"), due=Due(None, DueBasis.NONE)), Assessment.MET)


@pytest.mark.parametrize(
    "harmless",
    [
        link("document", "2025-06-01", withdrawn=True),
        link("document", "2025-06-01", same_briefing=True),
        link("document", "2024-12-01"),
        link("document", "2025-06-01", bearing="progress"),
        link("document", "2025-06-01", bearing="context"),
        link("document", "2025-06-01", stage=Stage.CONSULTATION),
    ],
)
def test_what_proves_nothing_hides_no_lateness(harmless: Link) -> None:
    late = link("document", "2026-02-01")
    promised = CommitmentKind.DOCUMENT
    assert is_fulfilled_late(case(late, harmless, kind=promised), Assessment.MET)
    in_time = link("document", "2025-06-01", bearing="partly")
    assert not is_fulfilled_late(case(late, in_time, kind=promised), Assessment.MET)
