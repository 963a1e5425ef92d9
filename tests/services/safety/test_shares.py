"""A ledger on a share, seen by two machines: one writes, and who was taken over writes no more.

The two mounts are those of bindfs, whose locks and shared memory do not meet, as on a network drive. Where it is not
installed, or nothing can be mounted, the same is tried in one folder that is taken for a share.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from tracker.domain.errors import UserError
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.commitments.reading import latest_event, read_detail
from tracker.services.ledgers import workspace as workspaces
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check
from tracker.store.files.lock_file import holder_of, lock_beside
from tracker.systems.file_systems import FileSystemKind, kind_of

CODE = "MIIT-2025-001"

_PROGRAM = """
import sys
from tracker.domain.errors import UserError
from tracker.services.commands import NewSearch, command
from tracker.services.assessment.searching import log_search
from tracker.services.ledgers.workspace import open_workspace
workspace = open_workspace(sys.argv[1], author=sys.argv[2])
for line in sys.stdin:
    words = line.strip()
    if words == "close":
        break
    try:
        log_search(workspace, command(NewSearch, commitment="MIIT-2025-001", place="网站", words=words, found=""))
        print("saved", flush=True)
    except UserError as error:
        print(error.code, flush=True)
workspace.close()
print("closed", flush=True)
"""


class Program:
    """A program of its own that searches when it is told to."""

    def __init__(self, ledger: Path, author: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(ledger), author],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{words}\n")
        self._process.stdin.flush()

    def answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def search(self, words: str) -> str:
        self.ask(words)
        return self.answer()

    def signal(self, which: signal.Signals) -> None:
        self._process.send_signal(which)

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def mounts(tmp_path: Path, fresh_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Path]]:
    """One ledger by the paths of two machines."""
    folder = tmp_path / "server"
    folder.mkdir()
    shutil.copy(fresh_ledger, folder / "ledger.db")
    mounted: list[Path] = []
    if shutil.which("bindfs") and os.access("/dev/fuse", os.W_OK):
        for name in ("one", "two"):
            place = tmp_path / name
            place.mkdir()
            if subprocess.run(["bindfs", str(folder), str(place)], check=False).returncode == 0:
                mounted.append(place)
    if len(mounted) == 2:
        yield mounted[0] / "ledger.db", mounted[1] / "ledger.db"
    else:
        monkeypatch.setenv("TRACKER_SHARED", "1")
        yield folder / "ledger.db", folder / "ledger.db"
    for place in mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def programs() -> Iterator[list[Program]]:
    """Programs that a test has started."""
    started: list[Program] = []
    yield started
    for program in started:
        program.end()


def search(workspace: Workspace, words: str) -> None:
    log_search(workspace, command(NewSearch, commitment=CODE, place="网站", words=words, found=""))


def words_in(ledger: Path) -> set[str]:
    with closing(open_workspace(ledger)) as workspace:
        assert not check(workspace)
        return {one.words for one in read_detail(workspace, CODE).searches}


def refusal(workspace: Workspace, words: str) -> UserError:
    with pytest.raises(UserError) as refused:
        search(workspace, words)
    return refused.value


def test_a_mount_of_fuse_is_known_as_a_share(mounts: tuple[Path, Path]) -> None:
    if "TRACKER_SHARED" in os.environ:
        pytest.skip("bindfs is not installed, or nothing can be mounted")
    assert kind_of(mounts[0]) is FileSystemKind.SHARED


def test_there_a_ledger_has_no_shared_memory(mounts: tuple[Path, Path]) -> None:
    ledger = mounts[0]
    with closing(open_workspace(ledger, author="张三")) as workspace:
        search(workspace, "甲")
        with workspace.snapshot() as snapshot:
            assert snapshot.connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "truncate"
        assert not ledger.with_name("ledger.db-shm").exists()
        assert not ledger.with_name("ledger.db-wal").exists()
    assert words_in(ledger) == {"甲"}


def test_two_machines_write_one_after_the_other(mounts: tuple[Path, Path]) -> None:
    one, two = mounts
    with closing(open_workspace(one, author="张三")) as first, closing(open_workspace(two, author="李四")) as second:
        search(first, "甲")
        error = refusal(second, "乙")
        assert error.code == "ledger_held"
        assert error.details["since"] != "–"
        first.close()
        search(second, "丙")
    assert words_in(two) == {"甲", "丙"}
    assert not lock_beside(one).exists()


def test_who_reads_sees_what_the_other_has_written(mounts: tuple[Path, Path]) -> None:
    one, two = mounts
    with closing(open_workspace(one, author="张三")) as first, closing(open_workspace(two)) as second:
        before = latest_event(second)
        search(first, "甲")
        search(first, "乙")
        assert latest_event(second) == before + 2
        assert second.refusal is not None


def test_a_holder_who_was_paused_and_taken_over_writes_no_more(
    mounts: tuple[Path, Path], programs: list[Program]
) -> None:
    one, two = mounts
    holder = Program(one, "张三")
    programs.append(holder)
    assert holder.search("甲") == "saved"
    holder.signal(signal.SIGSTOP)
    with closing(open_workspace(two, author="李四")) as second:
        assert refusal(second, "乙").code == "ledger_held"
        second.claim(over=True)
        search(second, "丙")
        holder.ask("丁")
        holder.signal(signal.SIGCONT)
        assert holder.answer() == "lock_lost"
        assert holder.search("戊") == "lock_lost"
        search(second, "己")
        assert holder.search("close") == "closed"
        search(second, "庚")
    assert words_in(two) == {"甲", "丙", "己", "庚"}
    assert not list(two.parent.glob("*.mine-*"))


def test_a_holder_who_was_taken_over_loses_nothing_that_was_acknowledged_and_may_claim_again(
    mounts: tuple[Path, Path],
) -> None:
    one, two = mounts
    with closing(open_workspace(one, author="张三")) as first, closing(open_workspace(two, author="李四")) as second:
        search(first, "甲")
        second.claim(over=True)
        search(second, "乙")
        assert refusal(first, "丙").code == "lock_lost"
        second.close()
        with closing(open_workspace(one, author="张三")) as again:
            first.switch_to(again)
            search(first, "丁")
    assert words_in(one) == {"甲", "乙", "丁"}


def test_a_lock_that_a_dead_program_of_this_machine_left_is_taken_without_a_word(
    mounts: tuple[Path, Path], programs: list[Program]
) -> None:
    one, _ = mounts
    killed = Program(one, "张三")
    programs.append(killed)
    assert killed.search("甲") == "saved"
    killed.end()
    assert lock_beside(one).exists()
    with closing(open_workspace(one, author="张三")) as workspace:
        assert workspace.notices == ()
        search(workspace, "乙")
    assert words_in(one) == {"甲", "乙"}


def test_a_lock_of_another_machine_is_not(mounts: tuple[Path, Path]) -> None:
    one, _ = mounts
    with closing(open_workspace(one, author="张三")) as workspace:
        search(workspace, "甲")
        found = holder_of(one)
        assert found is not None
        left = json.loads(lock_beside(one).read_text(encoding="utf-8"))
    lock_beside(one).write_text(json.dumps({**left, "machine": "PC-7", "process": 2}), encoding="utf-8")
    with closing(open_workspace(one, author="张三")) as workspace:
        assert [notice.code for notice in workspace.notices] == ["ledger_held_reading"]
        assert refusal(workspace, "乙").details["machine"] == "PC-7"


def test_a_lock_that_makes_no_sense_is_somebodys(mounts: tuple[Path, Path]) -> None:
    one, _ = mounts
    lock_beside(one).write_bytes(b"{")
    with closing(open_workspace(one)) as workspace:
        assert refusal(workspace, "乙").code == "ledger_held"
        workspace.claim(over=True)
        search(workspace, "丙")
    assert words_in(one) == {"丙"}


def test_a_new_ledger_can_be_made_on_a_share(mounts: tuple[Path, Path]) -> None:
    place = mounts[0].with_name("new.db")
    with closing(open_workspace(place, author="张三")) as workspace:
        search(workspace, "甲")
    assert words_in(mounts[1].with_name("new.db")) == {"甲"}


def test_who_may_only_read_a_share_has_one_state_in_one_look(
    by_two_paths: Path, monkeypatch: pytest.MonkeyPatch, programs: list[Program]
) -> None:
    monkeypatch.setenv("TRACKER_SHARED", "1")
    holder = Program(by_two_paths, "张三")
    programs.append(holder)
    assert holder.search("甲") == "saved"
    monkeypatch.setattr(workspaces, "is_writable", lambda _: False)
    with closing(open_workspace(by_two_paths)) as reader:
        with reader.snapshot() as snapshot:
            assert _count(snapshot.connection, "event") == 2
            for number in range(5):
                assert holder.search(f"{number}" * 90) == "saved"
            assert _count(snapshot.connection, "search_log") == 1
        with reader.snapshot() as snapshot:
            assert _count(snapshot.connection, "search_log") == 6


def test_what_somebody_may_write_is_not_read_as_what_cannot_change(
    by_two_paths: Path, monkeypatch: pytest.MonkeyPatch, programs: list[Program]
) -> None:
    with monkeypatch.context() as reading:
        reading.setattr(workspaces, "is_writable", lambda _: False)
        reader = open_workspace(by_two_paths)
    with closing(reader):
        with reader.snapshot() as snapshot:
            assert _count(snapshot.connection, "event") == 1
            holder = Program(by_two_paths, "张三")
            programs.append(holder)
            for number in range(5):
                assert holder.search(f"{number}" * 90) == "saved"
            assert holder.search("close") == "closed"
            assert _count(snapshot.connection, "search_log") == 0
        with reader.snapshot() as snapshot:
            assert _count(snapshot.connection, "search_log") == 5


def _count(connection: Connection, table: str) -> int:
    return connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()


@pytest.fixture
def by_two_paths(fresh_ledger: Path, tmp_path: Path) -> Path:
    """A ledger on the disk of the machine that shares it."""
    return Path(shutil.copy(fresh_ledger, tmp_path / "ledger.db"))


def test_on_the_machine_that_shares_it_the_lock_of_who_comes_by_the_share_is_seen(
    by_two_paths: Path, monkeypatch: pytest.MonkeyPatch, programs: list[Program]
) -> None:
    monkeypatch.setenv("TRACKER_SHARED", "1")
    holder = Program(by_two_paths, "张三")
    programs.append(holder)
    assert holder.search("甲") == "saved"
    monkeypatch.setenv("TRACKER_SHARED", "0")
    with closing(open_workspace(by_two_paths, author="李四")) as local:
        assert [notice.code for notice in local.notices] == ["ledger_held_reading"]
        assert refusal(local, "乙").code == "ledger_held"
        assert holder.search("丙") == "saved"
        local.claim(over=True)
        search(local, "丁")
        assert holder.search("戊") == "lock_lost"
    assert words_in(by_two_paths) == {"甲", "丙", "丁"}


def test_a_dead_programs_lock_is_cleared_on_the_machine_that_shares_the_ledger(
    by_two_paths: Path, monkeypatch: pytest.MonkeyPatch, programs: list[Program]
) -> None:
    monkeypatch.setenv("TRACKER_SHARED", "1")
    killed = Program(by_two_paths, "张三")
    programs.append(killed)
    assert killed.search("甲") == "saved"
    killed.end()
    monkeypatch.setenv("TRACKER_SHARED", "0")
    assert words_in(by_two_paths) == {"甲"}
    assert not lock_beside(by_two_paths).exists()
