"""Each event is sealed together with the one before: whoever alters the past is found out, at the first such event."""

import pytest
from sqlalchemy import text

from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, EvidenceFields, NewSearch, command
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check
from tracker.store.events.seals import head

LINK = {"commitment": "MIIT-2025-044", "bearing": "fulfils", "value": "101", "unit": "个", "role": "cumulative"}


@pytest.fixture
def used(ledger: Workspace) -> Workspace:
    """A ledger with six events: the loading, evidence, a judgement, a search, and an undo and redo of it."""
    notice = {"title": "试点城市名单", "publisher": "工信部", "published": "2026-01-21", "kind": "list"}
    add_evidence(ledger, command(EvidenceFields, **notice, links=(LINK,)))
    judgement = {"commitment": "MIIT-2025-044", "assessment": "met", "reason": "101 − 66 = 35"}
    set_assessment(ledger, command(AssessmentChange, **judgement))
    log_search(ledger, command(NewSearch, commitment="MIIT-2025-001", place="官网", words="方案"))
    undo(ledger)
    redo(ledger)
    return ledger


def test_a_ledger_in_use_is_whole(used: Workspace) -> None:
    assert check(used) == ()


@pytest.mark.parametrize(
    ("statement", "event"),
    [
        ("UPDATE event SET reason = '另一个理由' WHERE id = 3", 3),
        ("UPDATE event SET author = '别人' WHERE id = 2", 2),
        ("UPDATE event SET hash = '' WHERE id = 4", 4),
        ("UPDATE evidence_state SET quote = '改过的引文'", 2),
        ("UPDATE evidence_link SET value = 99", 2),
        ("UPDATE commitment_state SET reason = '改' WHERE until IS NULL AND commitment_id = 44", 3),
        ("UPDATE commitment_state SET title = '改' WHERE since = 0 AND commitment_id = 7", 1),
        ("DELETE FROM citation", 3),
        ("DELETE FROM search_log", 4),
        ("UPDATE search_log SET until = 6 WHERE until = 5", 5),
    ],
)
def test_the_first_event_that_does_not_fit_is_named(used: Workspace, statement: str, event: int) -> None:
    with used.write() as work:
        work.connection.execute(text(statement))
    assert [fault.details for fault in check(used) if fault.code == "fault_chain"] == [{"event": event}]


def test_an_event_taken_out_is_missed_by_the_next(used: Workspace) -> None:
    with used.write() as work:
        for table in ("event_commitment", "event_command"):
            work.connection.execute(text(f"DELETE FROM {table} WHERE event_id = 4"))
        work.connection.execute(text("UPDATE event SET cancels = NULL WHERE cancels = 4"))
        work.connection.execute(text("DELETE FROM event WHERE id = 4"))
    assert {"event": 5} in [fault.details for fault in check(used) if fault.code == "fault_chain"]


def test_every_event_moves_the_head_of_the_chain(used: Workspace) -> None:
    with used.snapshot() as snapshot:
        before = head(snapshot.connection)
    log_search(used, command(NewSearch, commitment="MIIT-2025-002", place="官网", words="方案"))
    with used.snapshot() as snapshot:
        assert head(snapshot.connection) not in ("", before)
