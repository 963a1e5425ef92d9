"""`check` is silent on a sound ledger and names each fault of another."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from tracker.services.checking import check
from tracker.services.workspace import Workspace
from tracker.store import sql as t


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
        ("UPDATE commitment_state SET since = 77 WHERE commitment_id = 1", "fault_version"),
        ("UPDATE commitment_state SET until = 0 WHERE commitment_id = 1", "fault_version"),
    ],
)
def test_each_fault_is_found(ledger: Workspace, statement: str, fault: str) -> None:
    with ledger.write() as work:
        work.connection.execute(text(statement))
    assert fault in {found.code for found in check(ledger)}


def test_events_out_of_order_are_found(ledger: Workspace) -> None:
    with ledger.write() as work:
        work.record("source_loaded", {})
        work.connection.execute(text("UPDATE event SET at = '2020-01-01T00:00:00.000000Z' WHERE id = 2"))
    assert [found.details for found in check(ledger) if found.code == "fault_event_order"] == [{"event": 2}]


def test_a_broken_foreign_key_is_found(workspace: Workspace, ledger_path: Path) -> None:
    connection = sqlite3.connect(ledger_path)
    connection.execute("UPDATE passage SET commitment_id = 999 WHERE id = 1")
    connection.commit()
    connection.close()
    assert "fault_foreign_key" in {found.code for found in check(workspace)}


def test_overlapping_versions_are_found(ledger: Workspace) -> None:
    with ledger.write() as work:
        event = work.record("source_loaded", {})
        columns = [c.name for c in t.commitment_state.columns if c.name not in ("id", "since", "until")]
        names = ", ".join(columns)
        work.connection.execute(
            text(
                f"INSERT INTO commitment_state (since, until, {names}) SELECT 0, {event}, {names} "
                "FROM commitment_state WHERE commitment_id = 1"
            )
        )
    assert "fault_version" in {found.code for found in check(ledger)}
