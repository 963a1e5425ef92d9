"""What a location may hold, and what happens to it."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commitments.reading import list_rows
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import rebuild_search


def refusal(location: Path | str) -> str:
    with pytest.raises(UserError) as refused:
        open_workspace(location)
    return refused.value.code


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    open_workspace(tmp_path / "新的 文件夹" / "台账.db").close()
    assert (tmp_path / "新的 文件夹" / "台账.db").is_file()


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 2\x00" * 100])
def test_a_file_that_is_no_database_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    assert refusal(path) == "ledger_not_database"
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("notes.txt", content)]


def test_another_programs_database_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE notes (id)")
    other.close()
    before = path.read_bytes()
    assert refusal(path) == "ledger_not_database"
    assert path.read_bytes() == before


def test_a_damaged_ledger_is_named_as_such(ledger_path: Path) -> None:
    content = bytearray(ledger_path.read_bytes())
    content[100:4096] = os.urandom(4096 - 100)
    ledger_path.write_bytes(content)
    assert refusal(ledger_path) == "ledger_damaged"
    assert ledger_path.read_bytes() == content


def test_a_truncated_ledger_is_named_as_such(ledger_path: Path) -> None:
    content = ledger_path.read_bytes()[:9000]
    ledger_path.write_bytes(content)
    assert refusal(ledger_path) == "ledger_damaged"
    assert ledger_path.read_bytes() == content


def test_a_read_only_ledger_is_read_and_left_alone(ledger_path: Path) -> None:
    before = ledger_path.read_bytes()
    ledger_path.chmod(0o444)
    with closing(open_workspace(ledger_path)) as workspace:
        assert len(list_rows(workspace, LedgerQuery())) == 72
        assert [notice.code for notice in workspace.notices] == ["ledger_reading"]
        with pytest.raises(UserError) as refused:
            rebuild_search(workspace)
        assert refused.value.code == "ledger_read_only"
    assert ledger_path.read_bytes() == before
    assert [path.name for path in ledger_path.parent.iterdir()] == ["ledger.db"]


def test_a_newer_ledger_is_left_alone(ledger_path: Path) -> None:
    connection = sqlite3.connect(ledger_path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = ledger_path.read_bytes()
    assert refusal(ledger_path) == "ledger_newer"
    assert ledger_path.read_bytes() == before


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "ledger_not_database"


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(UserError) as refused:
        open_workspace("postgresql://analyst:secret@127.0.0.1:1/ledger")
    assert refused.value.code == "server_refused"
    assert "secret" not in str(refused.value.details)


def _write_much(workspace: Workspace) -> None:
    with workspace.write() as work:
        work.connection.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite's own way to run out of room
        work.record("source_loaded", {"filler": "x" * 4_000_000})


def test_a_full_disk_is_named_as_such(ledger_path: Path) -> None:
    workspace = open_workspace(ledger_path)
    try:
        with pytest.raises(UserError) as refused:
            _write_much(workspace)
        assert refused.value.code == "disk_full"
        with workspace.snapshot() as snapshot:
            assert snapshot.connection.exec_driver_sql("SELECT max(id) FROM event").scalar() == 1
    finally:
        workspace.close()


def test_opening_again_changes_nothing(location: str) -> None:
    workspace = open_workspace(location)
    rows = list_rows(workspace, LedgerQuery())
    workspace.close()
    workspace = open_workspace(location)
    assert list_rows(workspace, LedgerQuery()) == rows
    with workspace.snapshot() as snapshot:
        assert snapshot.connection.exec_driver_sql("SELECT count(*) FROM event").scalar() == 1
    workspace.close()


def test_first_start_loads_the_briefing_wherever_the_ledger_lies(empty_location: str) -> None:
    workspace = open_workspace(empty_location)
    assert len(list_rows(workspace, LedgerQuery())) == 72
    workspace.close()


def test_a_ledger_that_lies_on_a_copied_file_works(ledger_path: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(ledger_path, tmp_path / "100%副本.db"))
    workspace = open_workspace(copy)
    assert workspace.name == "100%副本.db"
    workspace.close()
