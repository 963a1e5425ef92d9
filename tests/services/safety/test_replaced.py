"""A file that is replaced while it is open: nothing is acknowledged into one without a name, and nothing is mixed."""

import errno
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine
from tests.damage import log_of, note_of

from tracker.domain.errors import UserError
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check
from tracker.services.safety.copying import save_copy
from tracker.services.safety.repairing import repair
from tracker.store.database.engine import file_of
from tracker.store.files import ledger_file


def search(workspace: Workspace, words: str) -> None:
    log_search(workspace, command(NewSearch, commitment="MIIT-2025-001", place="网站", words=words, found=""))


def searches_in(ledger: Path) -> set[str]:
    with closing(open_workspace(ledger)) as workspace, workspace.snapshot() as snapshot:
        assert not check(workspace)
        return set(snapshot.connection.exec_driver_sql("SELECT words FROM search_log").scalars())


def refusal(deed: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as refused:
        deed()
    return refused.value


@pytest.fixture
def other(fresh_ledger: Path, tmp_path: Path) -> Path:
    """A colleague's copy of the same ledger, with a change of theirs."""
    folder = tmp_path / "colleague"
    folder.mkdir()
    path = Path(shutil.copy(fresh_ledger, folder / "ledger.db"))
    with closing(open_workspace(path, author="李四")) as theirs:
        search(theirs, "他的")
    note_of(path).unlink()
    return path


def rename_over(ledger: Path, other: Path) -> None:
    Path(shutil.copy(other, ledger.with_name("incoming"))).replace(ledger)


def remove(ledger: Path, other: Path) -> None:
    del other
    ledger.unlink()


def write_over(ledger: Path, other: Path) -> None:
    shutil.copyfile(other, ledger)


@pytest.mark.parametrize("replace", [rename_over, remove, write_over])
def test_no_change_is_acknowledged_into_a_file_that_lost_its_name(
    workspace: Workspace, ledger_path: Path, other: Path, replace: Callable[[Path, Path], None]
) -> None:
    search(workspace, "我的")
    replace(ledger_path, other)
    assert refusal(lambda: search(workspace, "晚了")).code.startswith("ledger_replaced")
    assert refusal(lambda: search(workspace, "又来")).code.startswith("ledger_replaced")


def test_what_was_open_is_kept_as_a_copy_and_the_other_is_not_mixed_with_it(
    workspace: Workspace, ledger_path: Path, other: Path
) -> None:
    search(workspace, "我的")
    rename_over(ledger_path, other)
    error = refusal(lambda: search(workspace, "晚了"))
    kept = Path(str(error.details["kept"]))
    assert kept.parent == ledger_path.parent
    assert ".mine-" in kept.name
    assert searches_in(ledger_path) == {"他的"}
    workspace.close()
    assert searches_in(ledger_path) == {"他的"}
    assert searches_in(kept) == {"我的"}


def test_a_replacement_that_nobody_wrote_after_is_noticed_at_the_end(
    workspace: Workspace, ledger_path: Path, other: Path
) -> None:
    search(workspace, "我的")
    rename_over(ledger_path, other)
    workspace.close()
    (kept,) = ledger_path.parent.glob("*.mine-*.db")
    assert searches_in(kept) == {"我的"}
    assert searches_in(ledger_path) == {"他的"}


def test_the_log_of_whoever_opened_the_new_file_is_not_removed_at_the_end(
    workspace: Workspace, ledger_path: Path, other: Path
) -> None:
    search(workspace, "我的")
    rename_over(ledger_path, other)
    with closing(open_workspace(ledger_path, author="李四")) as theirs:
        search(theirs, "后来的")
        workspace.close()
        assert log_of(ledger_path).stat().st_size
        search(theirs, "再后来的")
    assert searches_in(ledger_path) == {"他的", "后来的", "再后来的"}


def test_of_a_folder_that_is_gone_what_was_open_is_kept_where_the_folder_was(
    fresh_ledger: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "项目"
    folder.mkdir()
    with closing(open_workspace(shutil.copy(fresh_ledger, folder / "ledger.db"), author="张三")) as workspace:
        search(workspace, "我的")
        shutil.rmtree(folder)
        error = refusal(lambda: search(workspace, "晚了"))
    assert searches_in(Path(str(error.details["kept"]))) == {"我的"}
    assert not folder.exists()


def test_a_newer_state_of_the_same_ledger_needs_no_copy(
    workspace: Workspace, ledger_path: Path, tmp_path: Path
) -> None:
    search(workspace, "我的")
    newer = tmp_path / "newer.db"
    with closing(open_workspace(ledger_path)) as again:
        save_copy(again, newer)
    with closing(open_workspace(newer)) as theirs:
        search(theirs, "后来的")
    rename_over(ledger_path, newer)
    assert refusal(lambda: search(workspace, "晚了")).code == "ledger_replaced_same"
    assert not list(ledger_path.parent.glob("*.mine-*"))
    assert searches_in(ledger_path) == {"我的", "后来的"}


def test_a_change_is_taken_back_when_the_file_is_replaced_before_it_is_committed(
    workspace: Workspace, ledger_path: Path, other: Path
) -> None:
    def write() -> None:
        with workspace.write() as work:
            work.record("search_logged", {})
            rename_over(ledger_path, other)

    assert refusal(write).code == "ledger_replaced_same"
    assert searches_in(ledger_path) == {"他的"}


def test_two_programs_on_one_file_do_not_take_each_other_for_strangers(workspace: Workspace, ledger_path: Path) -> None:
    with closing(open_workspace(ledger_path, author="李四", clock=workspace.clock)) as second:
        for number in range(3):
            search(workspace, f"一{number}")
            search(second, f"二{number}")
            second.run_on_engine(_checkpoint)
    search(workspace, "末")
    workspace.close()
    assert len(searches_in(ledger_path)) == 7


def _checkpoint(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def test_a_long_log_of_somebody_else_is_not_taken_over_at_each_write(
    workspace: Workspace, ledger_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        search(workspace, f"先{number}")
    monkeypatch.setattr(ledger_file, "_MOST_LOG", log_of(ledger_path).stat().st_size)
    before = ledger_path.stat().st_mtime_ns
    with closing(open_workspace(ledger_path, author="李四", clock=workspace.clock)) as second:
        search(second, "后")
        assert ledger_path.stat().st_mtime_ns == before


def checkpoint_from_outside(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as other:
        other.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def without_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")


def without_handles(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with too many files open; SQLite opens none anew either."""

    def refuse(*_: object) -> int:
        raise OSError(errno.EMFILE, "too many")

    def refuse_connection(*_: object, **__: object) -> sqlite3.Connection:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    monkeypatch.setattr(ledger_file.os, "open", refuse)
    monkeypatch.setattr(ledger_file.sqlite3, "connect", refuse_connection)


@pytest.mark.parametrize("make_scarce", [without_room, without_handles])
def test_what_cannot_be_looked_at_is_not_taken_for_replaced(
    workspace: Workspace,
    ledger_path: Path,
    make_scarce: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    search(workspace, "先")
    checkpoint_from_outside(ledger_path)
    with monkeypatch.context() as scarce:
        make_scarce(scarce)
        with workspace.write() as work:
            work.record("search_logged", {})
    search(workspace, "后")
    assert not list(ledger_path.parent.glob("*.mine-*"))
    rename_over(ledger_path, ledger_path)
    assert refusal(lambda: search(workspace, "晚了")).code.startswith("ledger_replaced")


_WRITER = """
import os, sys
from tracker.services.commands import NewSearch, command
from tracker.services.assessment.searching import log_search
from tracker.services.ledgers.workspace import open_workspace
workspace = open_workspace(sys.argv[1], author="张三")
log_search(workspace, command(NewSearch, commitment="MIIT-2025-001", place="网站", words="我的", found=""))
os._exit(9)
"""


@pytest.fixture
def killed(ledger_path: Path) -> Path:
    """A ledger whose program was killed: its change stands in the log alone."""
    subprocess.run([sys.executable, "-c", _WRITER, str(ledger_path)], check=False)
    assert log_of(ledger_path).stat().st_size
    return ledger_path


def test_a_log_that_is_its_own_is_read(killed: Path) -> None:
    assert searches_in(killed) == {"我的"}


def test_a_log_that_is_its_own_is_read_without_a_note(killed: Path) -> None:
    note_of(killed).unlink()
    assert searches_in(killed) == {"我的"}


@pytest.mark.parametrize("noted", [True, False])
@pytest.mark.parametrize("replace", [rename_over, write_over])
def test_a_log_of_another_file_is_put_aside_and_told(
    killed: Path, other: Path, replace: Callable[[Path, Path], None], noted: bool
) -> None:
    content = log_of(killed).read_bytes()
    replace(killed, other)
    if not noted:
        note_of(killed).unlink()
    with closing(open_workspace(killed)) as workspace:
        assert [notice.code for notice in workspace.notices] == ["log_put_aside"]
    assert searches_in(killed) == {"他的"}
    (kept,) = killed.parent.glob("ledger.db-wal.of-another-file-*")
    assert kept.read_bytes() == content


def test_a_repair_leaves_the_log_of_another_file_out_and_says_so(killed: Path, other: Path, tmp_path: Path) -> None:
    rename_over(killed, other)
    content = bytearray(killed.read_bytes())
    content[4096:8192] = bytes(4096)
    killed.write_bytes(content)
    log = log_of(killed).read_bytes()
    made = repair(killed, tmp_path / "repaired.db", author="张三")
    assert "lost_log_apart" in [lost.code for lost in made.lost]
    assert log_of(killed).read_bytes() == log
    with suppress(UserError), closing(open_workspace(made.path)) as workspace, workspace.snapshot() as snapshot:
        assert "我的" not in snapshot.connection.exec_driver_sql("SELECT words FROM search_log").scalars().all()


def test_a_repair_of_a_sound_file_does_not_mix_the_log_of_another_in(killed: Path, other: Path, tmp_path: Path) -> None:
    rename_over(killed, other)
    made = repair(killed, tmp_path / "repaired.db", author="张三")
    assert [lost.code for lost in made.lost] == ["lost_log_apart"]
    assert searches_in(made.path) == {"他的"}


def cut_log(log: Path) -> None:
    with log.open("r+b") as file:
        file.truncate(0)


def spoil_log(log: Path) -> None:
    with log.open("r+b") as file:
        file.write(b"\x00\xff" * 25_000)


def replace_log(log: Path) -> None:
    other = log.with_name("other-log")
    other.write_bytes(log.read_bytes())
    other.replace(log)


@pytest.mark.parametrize("harm", [Path.unlink, cut_log, spoil_log, replace_log])
def test_nothing_is_acknowledged_once_the_log_is_not_the_one_that_is_written(
    harm: Callable[[Path], None], ledger_path: Path, tmp_path: Path
) -> None:
    """And what stood in the ledger before it was opened outlives the harm."""
    with closing(open_workspace(ledger_path)) as workspace:
        search(workspace, "早")
    with closing(open_workspace(ledger_path)) as workspace:
        search(workspace, "一")
        harm(log_of(ledger_path))
        refused = refusal(lambda: search(workspace, "二"))
        assert refused.code in ("ledger_replaced", "ledger_replaced_unkept", "ledger_replaced_same")
        assert refusal(lambda: search(workspace, "三")).code == refused.code
        kept = refused.details.get("kept")
        if kept is not None:
            assert searches_in(Path(str(kept))) == {"早", "一"}
    # As another program finds the file: this one keeps its connection, and what that knows of the log, to the end.
    (tmp_path / "found").mkdir()
    assert "早" in searches_in(Path(shutil.copy(ledger_path, tmp_path / "found" / "ledger.db")))


KILLED_WITHIN_A_CHANGE = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = DELETE")
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE event SET author = author || 'x'")
connection.execute("UPDATE commitment_state SET reason = reason || hex(zeroblob(3000))")
os.kill(os.getpid(), 9)
"""


def _killed_within_a_change(ledger: Path) -> Path:
    """The journal that a program leaves beside a ledger that is killed while it changes it."""
    subprocess.run([sys.executable, "-c", KILLED_WITHIN_A_CHANGE, str(ledger)], check=False)
    journal = ledger.with_name(f"{ledger.name}-journal")
    assert journal.stat().st_size > 0
    return journal


def test_a_file_that_was_written_over_is_opened_by_a_new_process_and_not_called_damaged(
    ledger_path: Path, other: Path
) -> None:
    with closing(open_workspace(ledger_path)) as workspace:
        search(workspace, "我的")
        write_over(ledger_path, other)
        assert refusal(lambda: search(workspace, "再")).code.startswith("ledger_replaced")
    assert refusal(lambda: open_workspace(ledger_path)).code == "ledger_needs_restart"
    opened = [sys.executable, "-m", "tracker", "--ledger", str(ledger_path), "check"]
    assert subprocess.run(opened, check=False, capture_output=True).returncode == 0


def test_a_journal_of_another_file_is_put_aside_and_nothing_of_it_is_taken_back(ledger_path: Path, other: Path) -> None:
    for number in range(12):
        with closing(open_workspace(ledger_path)) as workspace:
            search(workspace, f"{number}")
    before = ledger_path.read_bytes()
    journal = _killed_within_a_change(other)
    shutil.copy(journal, ledger_path.with_name(f"{ledger_path.name}-journal"))
    with closing(open_workspace(ledger_path)) as workspace:
        assert [notice.code for notice in workspace.notices] == ["log_put_aside"]
        assert check(workspace) == ()
    assert ledger_path.read_bytes() == before
    assert [one for one in ledger_path.parent.iterdir() if "journal.of-another-file" in one.name]


def test_a_repair_leaves_out_the_journal_of_another_file(ledger_path: Path, other: Path, tmp_path: Path) -> None:
    for number in range(12):
        with closing(open_workspace(ledger_path)) as workspace:
            search(workspace, f"{number}")
    shutil.copy(_killed_within_a_change(other), ledger_path.with_name(f"{ledger_path.name}-journal"))
    repaired = repair(ledger_path, tmp_path / "repaired.db", author="张三")
    assert [fault.code for fault in repaired.lost] == ["lost_log_apart"]
    assert searches_in(tmp_path / "repaired.db") == {f"{number}" for number in range(12)}


def test_the_journal_of_the_ledger_itself_takes_its_half_of_a_change_back(ledger_path: Path) -> None:
    with closing(open_workspace(ledger_path)) as workspace:
        search(workspace, "早")
    _killed_within_a_change(ledger_path)
    with closing(open_workspace(ledger_path)) as workspace:
        assert workspace.notices == ()
    assert searches_in(ledger_path) == {"早"}


def test_what_is_noted_with_an_event_are_never_the_looks_of_a_file_that_came_in_its_place(
    workspace: Workspace, ledger_path: Path, other: Path
) -> None:
    search(workspace, "我的")
    file = file_of(workspace._engine)
    assert file is not None
    before = file.looks
    rename_over(ledger_path, other)
    file._commits = 1_000_000
    with closing(sqlite3.connect(":memory:")) as connection:
        file._take_log_over(connection)
    found = ledger_path.stat()
    assert file.looks == before
    assert before is not None
    assert before[1:] != (found.st_mtime_ns, found.st_ino)
