"""What changed between two days."""

from datetime import UTC, date, datetime

import pytest
from tests.asked import list_changes

from tracker.domain.search.ledger_query import LedgerQuery, query_for
from tracker.domain.terms import Assessment
from tracker.services.assessment.judging import set_assessment
from tracker.services.commands import AssessmentChange, EvidenceFields, command
from tracker.services.commitments.reading import list_rows
from tracker.services.events.undoing import undo
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace

CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"


def at(ledger: Workspace, day: str) -> Workspace:
    """The same ledger on a later day, at noon."""
    ledger.clock = lambda: datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)
    return ledger


def note(ledger: Workspace, code: str, published: str) -> None:
    fields = {"title": "通知", "publisher": "工信部", "published": published, "kind": "document"}
    link = {"commitment": code, "bearing": "fulfils", "value": 101, "unit": "个", "role": "cumulative"}
    add_evidence(ledger, command(EvidenceFields, **fields, links=(link,)))


def judge(ledger: Workspace, code: str, assessment: str) -> None:
    set_assessment(ledger, command(AssessmentChange, commitment=code, assessment=assessment, reason="有据"))


@pytest.fixture
def year(ledger: Workspace) -> Workspace:
    """A ledger with a history from the end of 2026 on, so that it lies after the fixture's making."""
    note(at(ledger, "2027-01-10"), CITIES, "2025-05-06")
    judge(at(ledger, "2027-01-20"), CITIES, "in_progress")
    judge(at(ledger, "2027-02-10"), CITIES, "met")
    note(at(ledger, "2027-02-15"), CLUSTERS, "2025-11-01")
    return at(ledger, "2027-03-01")


def test_each_change_shows_how_it_stood_before_and_after(year: Workspace) -> None:
    cities, clusters = list_changes(year, date(2027, 1, 31))
    assert cities.before is not None
    assert (cities.before.assessment, cities.after.assessment) == (Assessment.IN_PROGRESS, Assessment.MET)
    assert [event.kind for event in cities.events] == ["assessment_set"]
    assert clusters.before is not None
    assert (clusters.before.evidence_count, clusters.after.evidence_count) == (0, 1)


def test_the_end_is_a_day_too(year: Workspace) -> None:
    (only,) = list_changes(year, date(2027, 1, 15), LedgerQuery(as_of=date(2027, 1, 31)))
    assert (only.after.code, only.after.assessment) == (CITIES, Assessment.IN_PROGRESS)


def test_a_day_counts_to_its_end(year: Workspace) -> None:
    assert [change.after.code for change in list_changes(year, date(2027, 2, 10))] == [CLUSTERS]
    assert list_changes(year, date(2027, 2, 15)) == ()


def test_that_it_was_entered_is_no_change(ledger: Workspace) -> None:
    assert list_changes(ledger, date(1900, 1, 1)) == ()


def test_what_was_done_and_undone_shows_as_both(year: Workspace) -> None:
    undo(year)
    changes = {change.after.code: change for change in list_changes(year, date(2027, 2, 12))}
    assert [event.kind for event in changes[CLUSTERS].events] == ["evidence_added", "undone"]
    assert changes[CLUSTERS].after.evidence_count == 0


def test_it_is_a_filter_like_any_other(year: Workspace) -> None:
    query = query_for(changed_since=date(2027, 1, 31), assessment={"met"})
    assert [row.code for row in list_rows(year, query)] == [CITIES]
    assert query.is_filtered
