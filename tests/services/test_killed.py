"""A program that is killed at any moment of a backup or a restore leaves one whole ledger and whole backups."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tracker.services.backups import back_up, list_backups
from tracker.services.checking import check
from tracker.services.commands import NewSearch, command
from tracker.services.reading import read_detail
from tracker.services.searching import log_search
from tracker.services.workspace import open_workspace

TIMES = 20
LONGEST_SECONDS = 0.4
"""Longer than a restore takes here; what is killed later has been done, which is a moment as well."""
LONGEST_EXCHANGE_SECONDS = 0.02
"""Longer than the exchange of the contents takes at the end of it."""

RESTORE = """
import sys
from pathlib import Path
from tracker.services.backups import restore
print("ready", flush=True)
sys.stdin.readline()
restore(sys.argv[1], Path(sys.argv[2]), author="李四")
print("done", flush=True)
"""
EXCHANGE = """
import sys
from pathlib import Path
from tracker.services.backups import restore
from tracker.store import restoring
exchange = restoring.replace_readable
def begin(*arguments):
    print("ready", flush=True)
    sys.stdin.readline()
    exchange(*arguments)
restoring.replace_readable = begin
restore(sys.argv[1], Path(sys.argv[2]), author="李四")
print("done", flush=True)
"""
BACK_UP = """
import sys
from tracker.services.backups import back_up
from tracker.services.workspace import open_workspace
workspace = open_workspace(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
while True:
    print(back_up(workspace), flush=True)
"""


def kill_after(seconds: float, *command: str) -> str:
    """Start a program, let it begin, kill it, and return what it had said."""
    program = subprocess.Popen(
        [sys.executable, "-c", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert program.stdin is not None
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    program.stdin.write("\n")
    program.stdin.flush()
    time.sleep(seconds)
    program.send_signal(signal.SIGKILL)
    return program.communicate()[0]


def searches(path: Path) -> list[str]:
    """The searches in a ledger that is sound and opens without asking."""
    workspace = open_workspace(path)
    found = sorted(entry.words for entry in read_detail(workspace, "MIIT-2025-001", None).searches)
    assert check(workspace) == ()
    workspace.close()
    return found


@pytest.fixture
def backup(ledger_path: Path) -> Path:
    """A backup that knows of one search; the ledger knows of two."""
    workspace = open_workspace(ledger_path, author="张三")
    early, late = (
        command(NewSearch, commitment="MIIT-2025-001", place="网站", words=words, found="") for words in ("早", "晚")
    )
    log_search(workspace, early)
    path = back_up(workspace)
    log_search(workspace, late)
    workspace.close()
    return path


@pytest.mark.parametrize(
    ("program", "longest"), [(RESTORE, LONGEST_SECONDS), (EXCHANGE, LONGEST_EXCHANGE_SECONDS)], ids=["all", "exchange"]
)
def test_a_killed_restore_leaves_the_old_ledger_or_the_new_one(
    program: str, longest: float, backup: Path, ledger_path: Path
) -> None:
    moments = random.Random(7)
    for _ in range(TIMES // 2):
        ledger = Path(ledger_path.parent / "again" / "ledger.db")
        ledger.parent.mkdir(exist_ok=True)
        for left in ledger.parent.iterdir():
            if left.is_file():
                left.unlink()
        ledger.write_bytes(ledger_path.read_bytes())
        said = kill_after(moments.uniform(0, longest), program, str(ledger), str(backup))
        found = searches(ledger)
        assert found in (["早"], ["早", "晚"])
        assert not said or found == ["早"], "what was said to be done is done"
        for kept in list_backups(ledger):
            assert searches(kept.path) == ["早", "晚"]
            kept.path.unlink()


def test_a_killed_backup_leaves_only_whole_ones(backup: Path, ledger_path: Path) -> None:
    moments = random.Random(7)
    for _ in range(TIMES):
        said = kill_after(moments.uniform(0, LONGEST_SECONDS), BACK_UP, str(ledger_path)).splitlines()
        there = {str(known.path) for known in list_backups(ledger_path)}
        assert {path for path in said if path.endswith(".db")} <= there
    for known in list_backups(ledger_path)[::7]:
        assert searches(known.path) in (["早"], ["早", "晚"])
    assert all(known.standing is not None for known in list_backups(ledger_path))
    assert searches(ledger_path) == ["早", "晚"]
