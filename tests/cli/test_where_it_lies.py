"""Ledgers that cannot be written, or are held by somebody else on a share, on the command line."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.cli.conftest import Tracker

SEARCH = ("search-log", "add", "MIIT-2025-001", "--place", "web", "--words", "pilot", "--outcome", "nothing")


def test_a_ledger_that_cannot_be_written_is_read_with_a_word(tracker: Tracker, ledger_path: Path) -> None:
    ledger_path.chmod(0o444)
    for command in (["list"], ["show", "MIIT-2025-001"], ["check"]):
        done = tracker(*command)
        assert done.code == 0
        assert "open for reading" in done.err
    report = ledger_path.with_name("report.csv")
    assert tracker("report", "--format", "csv", "--out", str(report)).code == 0
    assert report.stat().st_size
    refused = tracker("review", "MIIT-2025-001", "--reason", "r")
    assert refused.code == 1
    assert "read-only" in refused.err


@pytest.fixture
def shared(ledger_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The ledger on a share, by the word of an administrator."""
    monkeypatch.setenv("TRACKER_SHARED", "1")
    return ledger_path


@pytest.fixture
def held(shared: Path) -> Path:
    """The same, held by somebody on another machine."""
    moment = datetime(2026, 11, 23, 1, tzinfo=UTC).isoformat()
    holder = {"machine": "PC-7", "user": "wang", "process": 1, "boot": "b", "token": "t", "version": "0"}
    lock = shared.with_name("ledger.db.lock")
    lock.write_text(json.dumps({**holder, "since": moment, "seen": moment}), encoding="utf-8")
    return shared


def test_on_a_share_who_reads_takes_no_lock_and_who_writes_gives_it_back(tracker: Tracker, shared: Path) -> None:
    assert tracker("list").code == 0
    assert tracker(*SEARCH).code == 0
    assert not shared.with_name("ledger.db.lock").exists()
    assert "pilot" in tracker("show", "MIIT-2025-001").out


def test_who_holds_a_ledger_is_named_to_readers_and_writers(tracker: Tracker, held: Path) -> None:
    listed = tracker("list")
    assert listed.code == 0
    assert "wang on PC-7, since 2026-11-23 09:00" in listed.err
    refused = tracker(*SEARCH)
    assert refused.code == 1
    assert "wang on PC-7" in refused.err
    assert "pilot" not in tracker("show", "MIIT-2025-001").out


def test_a_ledger_is_taken_over_only_on_the_users_word(tracker: Tracker, held: Path) -> None:
    before = held.stat().st_ino
    done = tracker("--take-over", *SEARCH)
    assert done.code == 0
    assert held.stat().st_ino != before
    assert not held.with_name("ledger.db.lock").exists()
    shown = tracker("show", "MIIT-2025-001")
    assert "pilot" in shown.out
    assert shown.err == ""


def test_a_backup_is_gone_back_to_only_by_who_holds_the_ledger(tracker: Tracker, held: Path) -> None:
    backup = tracker("backup").id
    refused = tracker("restore", backup)
    assert refused.code == 1
    assert "PC-7" in refused.err
    held.with_name("ledger.db.lock").unlink()
    assert tracker("restore", backup).code == 0
    assert tracker(*SEARCH).code == 0
