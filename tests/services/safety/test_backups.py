"""A backup is a whole ledger, made while others write, and not made where nothing would be gained."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.damage import damage_pages

from tracker.domain.commitments.progress import Cancelled
from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import BackupReason
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.commitments.reading import list_rows
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.backups import back_up, back_up_daily, list_backups
from tracker.services.safety.checking import check

WRITER = """
import sys
from tracker.services.commands import TagChange, command
from tracker.services.commitments.tagging import change_tags
from tracker.services.ledgers.workspace import open_workspace
workspace = open_workspace(sys.argv[1], author="另一人")
print("ready", flush=True)
for number in range(10_000):
    change_tags(workspace, command(TagChange, commitments=("MIIT-2025-001",), add=(f"词{number}",)))
"""


def search(workspace: Workspace, words: str) -> None:
    log_search(workspace, command(NewSearch, commitment="MIIT-2025-001", place="工信部网站", words=words, found=""))


def test_a_backup_is_the_ledger_as_it_is_now(workspace: Workspace, ledger_path: Path) -> None:
    search(workspace, "零碳")
    path = back_up(workspace)
    (backup,) = list_backups(ledger_path)
    assert (backup.path, backup.reason) == (path, BackupReason.ASKED)
    assert path.parent == ledger_path.with_name("ledger.db.backups")
    assert backup.summary is not None
    assert (backup.summary.commitments, backup.summary.recorded) == (72, 1)
    copy = open_workspace(path)
    assert list_rows(copy, LedgerQuery()) == list_rows(workspace, LedgerQuery())
    assert check(copy) == ()
    copy.close()


def test_two_backups_of_one_moment_lie_side_by_side(workspace: Workspace, ledger_path: Path) -> None:
    assert back_up(workspace) != back_up(workspace)
    assert len(list_backups(ledger_path)) == 2


def test_a_day_has_one_backup_if_something_was_recorded_since_the_last(workspace: Workspace, ledger_path: Path) -> None:
    assert back_up_daily(workspace) is None
    search(workspace, "零碳")
    assert back_up_daily(workspace) is not None
    search(workspace, "工厂")
    assert back_up_daily(workspace) is None
    today = workspace.clock()
    workspace.clock = lambda: today + timedelta(days=1)
    assert back_up_daily(workspace) is not None
    workspace.clock = lambda: today + timedelta(days=2)
    assert back_up_daily(workspace) is None
    assert [backup.reason for backup in list_backups(ledger_path)] == [BackupReason.DAILY] * 2


def test_only_daily_backups_are_removed_in_time(workspace: Workspace, ledger_path: Path) -> None:
    start = workspace.clock()
    asked = back_up(workspace)
    for day in range(12):
        workspace.clock = lambda day=day: start + timedelta(days=day)
        search(workspace, f"第 {day} 天")
        back_up_daily(workspace)
    left = list_backups(ledger_path)
    assert asked in {backup.path for backup in left}
    days = [(backup.made_at - start).days for backup in left if backup.reason is BackupReason.DAILY]
    # Within twelve days the newest of each week and of each month are among the last seven days.
    assert days[:7] == [11, 10, 9, 8, 7, 6, 5]
    assert len(days) == 7


def test_a_backup_while_another_program_writes_is_whole(workspace: Workspace, ledger_path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(ledger_path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    paths = [back_up(workspace) for _ in range(5)]
    writer.kill()
    writer.communicate()
    events = [backup.summary.events for backup in list_backups(ledger_path) if backup.summary]
    assert len(events) == 5
    assert events == sorted(events, reverse=True)
    for path in paths:
        copy = open_workspace(path)
        assert check(copy) == ()
        copy.close()


def test_a_backup_that_is_stopped_leaves_nothing(workspace: Workspace, ledger_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        back_up(workspace, stop)
    assert list(ledger_path.with_name("ledger.db.backups").iterdir()) == []


def test_a_damaged_ledger_is_not_backed_up_as_if_it_were_sound(workspace: Workspace, ledger_path: Path) -> None:
    workspace.close()
    damage_pages(ledger_path)
    damaged = open_workspace(ledger_path)
    with pytest.raises(UserError, match="ledger_damaged"):
        back_up(damaged)
    damaged.close()
    assert list_backups(ledger_path) == ()


def test_an_unreadable_backup_is_listed_as_one(workspace: Workspace, ledger_path: Path) -> None:
    back_up(workspace).write_bytes(b"nonsense" * 100)
    (backup,) = list_backups(ledger_path)
    assert backup.summary is None


def test_a_copy_of_an_older_version_before_its_migration_is_listed(ledger_path: Path) -> None:
    ledger_path.with_name("ledger.db.before-migration-from-0001").write_bytes(ledger_path.read_bytes())
    (backup,) = list_backups(ledger_path)
    assert backup.reason is BackupReason.BEFORE_MIGRATION


def test_what_killed_programs_left_long_ago_is_removed(workspace: Workspace, ledger_path: Path) -> None:
    folder = back_up(workspace).parent
    old, new = folder / ".tracker-draft-2026-01-01.db.new", folder / ".tracker-draft-2026-01-02.db.new"
    abandoned, mine = ledger_path.parent / ".tracker-draft-restore-abandoned", ledger_path.parent / "mine"
    for path in (old, new):
        path.write_bytes(b"half")
    for path in (abandoned, mine):
        path.mkdir()
    for path in (old, abandoned, mine):
        os.utime(path, (0, 0))
    back_up(workspace)
    assert [path.exists() for path in (old, new, abandoned, mine)] == [False, True, False, True]
