"""`check` is silent on a sound ledger and names each fault of another."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tracker.services.assessment.judging import set_assessment
from tracker.services.commands import AssessmentChange, EvidenceFields, command
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check
from tracker.store.database.tables import CommitmentState


def test_a_fresh_ledger_is_sound(ledger: Workspace) -> None:
    assert check(ledger) == ()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE passage SET exact = exact || '。' WHERE id = 1", "fault_passage"),
        ("UPDATE passage SET prefix = '改' WHERE id = 1", "fault_passage"),
        ("UPDATE omission SET start = start + 1 WHERE id = 1", "fault_omission"),
        ("UPDATE source SET clean_text = clean_text || ' '", "fault_source_hash"),
        ("UPDATE commitment_state SET evidence_count = 3 WHERE commitment_id = 1", "fault_state"),
        ("UPDATE part SET title_en = 'other' WHERE id = 1", "fault_ground"),
        ("UPDATE commitment SET code = 'MIIT-2025-999' WHERE id = 1", "fault_ground"),
        ("UPDATE speaker SET office = 'other' WHERE id = 1", "fault_ground"),
        ("UPDATE department SET name = 'other' WHERE id = 1", "fault_ground"),
        ("UPDATE source SET incomplete_en = '' WHERE id = 1", "fault_ground"),
        ("UPDATE commitment_state SET since = 77 WHERE commitment_id = 1", "fault_version"),
        ("UPDATE commitment_state SET until = 0 WHERE commitment_id = 1", "fault_version"),
    ],
)
def test_each_fault_is_found(ledger: Workspace, statement: str, fault: str) -> None:
    with ledger.write() as work:
        work.connection.execute(text(statement))
    assert fault in {found.code for found in check(ledger)}


def test_events_out_of_order_are_found(ledger: Workspace) -> None:
    for _ in range(3):
        with ledger.write() as work:
            work.record("source_loaded", {})
    with ledger.write() as work:
        dated = "UPDATE event SET at = '2020-01-01T00:00:00.000000Z', server_at = NULL WHERE id = 3"
        work.connection.execute(text(dated))
    found = [fault.details["event"] for fault in check(ledger) if fault.code == "fault_event_order"]
    assert found == [3]


def test_a_broken_foreign_key_is_found(workspace: Workspace, ledger_path: Path) -> None:
    connection = sqlite3.connect(ledger_path)
    connection.execute("UPDATE passage SET commitment_id = 999 WHERE id = 1")
    connection.commit()
    connection.close()
    assert "fault_foreign_key" in {found.code for found in check(workspace)}


def test_overlapping_versions_are_found(ledger: Workspace) -> None:
    with ledger.write() as work:
        event = work.record("source_loaded", {})
        columns = [c.name for c in CommitmentState.__table__.columns if c.name not in ("id", "since", "until")]
        names = ", ".join(columns)
        work.connection.execute(
            text(
                f"INSERT INTO commitment_state (since, until, {names}) SELECT 0, {event}, {names} "
                "FROM commitment_state WHERE commitment_id = 1"
            )
        )
    assert "fault_version" in {found.code for found in check(ledger)}


@pytest.fixture
def with_evidence(workspace: Workspace, ledger_path: Path) -> Path:
    """A ledger with a piece of evidence, a file of it, and a judgement after it."""
    notice = "通知".encode()
    sha256 = hashlib.sha256(notice).hexdigest()
    file = {"sha256": sha256, "name": "通知.txt", "size": len(notice), "media_type": "text/plain", "pages": ("通知",)}
    piece = {"title": "通知", "publisher": "工信部", "published": "2025-05-06", "kind": "document"}
    links = [{"commitment": "MIIT-2025-038", "bearing": "progress"}]
    add_evidence(workspace, command(EvidenceFields, **piece, links=links, attachments=(file,)), {sha256: notice})
    judged = {"commitment": "MIIT-2025-038", "assessment": "in_progress", "reason": "已印发"}
    set_assessment(workspace, command(AssessmentChange, **judged))
    return ledger_path


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE attachment SET readable = '通告'", "fault_content_text"),
        ("UPDATE evidence SET uid = 'other'", "fault_ground"),
        ("UPDATE commitment_state SET evidence_count = 7 WHERE evidence_count = 1 AND until > 0", "fault_state"),
        ("UPDATE evidence_state SET title = CAST(X'E5B7A5E4FF' AS TEXT)", "fault_illegible"),
        ("UPDATE event SET at = 'once' WHERE id = 2", "fault_illegible"),
        ("DELETE FROM search_index_data WHERE id > 10", "fault_search"),
    ],
)
def test_what_somebody_altered_or_a_disk_spoilt_is_found(
    statement: str, fault: str, workspace: Workspace, with_evidence: Path
) -> None:
    assert check(workspace) == ()
    with closing(sqlite3.connect(with_evidence)) as connection:
        connection.execute(statement)
        connection.commit()
    assert fault in {found.code for found in check(workspace)}
