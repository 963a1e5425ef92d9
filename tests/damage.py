"""What time, bad disks and sudden ends do to a file, for tests."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from tracker.services.ledgers.workspace import Workspace, open_workspace

_Said = TypeVar("_Said")


def work_and_be_killed(ledger: Path, work: Callable[[Workspace], _Said]) -> _Said:
    """Leave the files as a program does that is killed after its work: what it did stands in the log alone."""
    left = ledger.with_name("left")
    left.mkdir()
    with closing(open_workspace(ledger, author="张三")) as workspace:
        said = work(workspace)
        for path in (ledger, log_of(ledger), note_of(ledger)):
            shutil.copy2(path, left)
    for path in left.iterdir():
        path.replace(ledger.with_name(path.name))
    left.rmdir()
    assert log_of(ledger).stat().st_size
    return said


def log_of(ledger: Path) -> Path:
    """SQLite's write-ahead log."""
    return ledger.with_name(f"{ledger.name}-wal")


def note_of(ledger: Path) -> Path:
    """The note of the newest event."""
    return ledger.with_name(f"{ledger.name}.newest")


def damage_pages(path: Path) -> None:
    """Flip a bit in the middle of pages of an index, which an ordinary start does not look at."""
    connection = sqlite3.connect(path)
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    root = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'ix_commitment_state_commitment_id_since'"
    ).fetchone()[0]
    connection.close()
    contents = bytearray(path.read_bytes())
    contents[root * size - 8] ^= 0x10
    path.write_bytes(contents)
