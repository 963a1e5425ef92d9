"""An export that aims at the ledger itself, while the program writes into it."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tracker.capture.documents.files import hash_file, read_file
from tracker.domain.errors import UserError
from tracker.exports.atomic import write_whole
from tracker.exports.template import read_template
from tracker.services.ledgers.workspace import open_workspace

ELSEWHERE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
def test_an_export_over_a_ledger_in_use_is_refused_and_other_programs_still_find_it_locked(
    ledger_path: Path, tmp_path: Path, suffix: str
) -> None:
    link = tmp_path / f"report.csv{suffix}"
    with closing(open_workspace(ledger_path)) as ledger, ledger.write() as work:
        work.connection.exec_driver_sql("CREATE TABLE held (id)")
        link.hardlink_to(ledger_path)
        for path in (ledger_path.with_name(ledger_path.name + suffix), link):
            with pytest.raises(UserError, match="output_is_ledger"):
                write_whole(path, b"report")
        command = [sys.executable, "-c", ELSEWHERE, ledger_path]
        other = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (other.returncode, other.stderr.strip()) == (1, "database is locked")


def test_a_damaged_ledger_is_not_written_over_either(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"SQLite format 3\x00" + b"?" * 5000)
    with pytest.raises(UserError, match="output_is_ledger"):
        write_whole(path, b"report")


def test_an_old_report_is_no_ledger_however_short(tmp_path: Path) -> None:
    for content in (b"", b"old", b"x" * 5000):
        path = tmp_path / "report.csv"
        path.write_bytes(content)
        write_whole(path, b"report")
        assert path.read_bytes() == b"report"


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
@pytest.mark.parametrize(
    ("read", "code"),
    [(read_file, "file_is_open_ledger"), (hash_file, "file_is_open_ledger"), (read_template, "template_unreadable")],
)
def test_whoever_drops_the_open_ledger_on_the_window_does_not_take_its_locks_away(
    ledger_path: Path, suffix: str, read: Callable[[Path], object], code: str
) -> None:
    with closing(open_workspace(ledger_path)) as ledger, ledger.write():
        with pytest.raises(UserError, match=code):
            read(ledger_path.with_name(ledger_path.name + suffix))
        other = subprocess.run([sys.executable, "-c", ELSEWHERE, ledger_path], capture_output=True, check=False)
        assert (other.returncode, other.stderr.strip()) == (1, b"database is locked")


def test_a_ledger_that_is_not_open_may_be_read(ledger_path: Path) -> None:
    assert read_file(ledger_path) == ledger_path.read_bytes()
