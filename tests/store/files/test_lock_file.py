"""The lock beside a ledger: one holder, and none that nobody can get rid of."""

import errno
import getpass
import json
import os
import platform
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.domain.errors import UserError
from tracker.store.files import lock_file
from tracker.store.files.lock_file import LockFile, holder_of, lock_beside

_TAKE = """
import sys
from pathlib import Path
from tracker.domain.errors import UserError
from tracker.store.files.lock_file import LockFile
try:
    LockFile(Path(sys.argv[1])).take()
    print("taken")
except UserError as error:
    print(error.code)
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def refusal(deed: Callable[[], object]) -> str:
    with pytest.raises(UserError) as refused:
        deed()
    return refused.value.code


def make_old(lock: Path) -> None:
    before = lock.stat().st_mtime - 60
    os.utime(lock, (before, before))


def test_a_lock_that_found_no_room_is_not_left_behind(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def is_full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as full:
        full.setattr(lock_file.os, "fsync", is_full)
        with pytest.raises(OSError, match="full"):
            LockFile(ledger).take()
    assert list(ledger.parent.iterdir()) == []


def test_who_was_taken_over_is_told_by_whom_even_where_that_one_has_ended(ledger: Path) -> None:
    first, second = LockFile(ledger), LockFile(ledger)
    first.take()
    second.take(over=True)
    first.renew()
    second.release()
    with pytest.raises(UserError, match="lock_lost") as lost:
        first.check()
    assert lost.value.details["by"] == f"{getpass.getuser()}@{platform.node()}"


def test_nobody_is_named_who_was_never_seen(ledger: Path) -> None:
    first, second = LockFile(ledger), LockFile(ledger)
    first.take()
    second.take(over=True)
    second.release()
    with pytest.raises(UserError, match="lock_lost") as lost:
        first.check()
    assert lost.value.details["by"] is None


def test_an_empty_lock_that_nobody_is_writing_is_taken(ledger: Path) -> None:
    lock_beside(ledger).touch()
    assert refusal(LockFile(ledger).take) == "ledger_held"
    make_old(lock_beside(ledger))
    lock = LockFile(ledger)
    lock.take()
    lock.check()
    lock.release()
    assert list(ledger.parent.iterdir()) == []


def test_of_two_that_take_over_from_one_that_gives_back_one_has_it(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = LockFile(ledger), LockFile(ledger), LockFile(ledger)
    first.take()
    with monkeypatch.context() as meanwhile:

        def given_back(place: Path) -> None:
            del place
            meanwhile.undo()
            first.release()
            third.take()

        meanwhile.setattr(lock_file, "holder_of", given_back)
        assert refusal(second.take) == "ledger_held"
    third.check()


def test_of_many_that_take_over_a_dead_programs_lock_one_has_it(ledger: Path) -> None:
    left = LockFile(ledger)
    left.take()
    said = json.loads(lock_beside(ledger).read_text(encoding="utf-8"))
    ended = subprocess.Popen(["true"])
    ended.wait()
    lock_beside(ledger).write_text(json.dumps({**said, "process": ended.pid, "token": "left"}), encoding="utf-8")
    locks = [LockFile(ledger) for _ in range(8)]
    taken: list[LockFile] = []

    def take(lock: LockFile) -> None:
        try:
            lock.take()
            lock.check()
        except UserError:
            return
        taken.append(lock)

    threads = [threading.Thread(target=take, args=(lock,)) for lock in locks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([lock for lock in taken if _has(lock)]) == 1


def _has(lock: LockFile) -> bool:
    try:
        lock.check()
    except UserError:
        return False
    return True


def test_a_program_in_another_container_is_not_taken_for_dead(ledger: Path) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("unshare is not installed")
    LockFile(ledger).take()
    apart = ["unshare", "-p", "-f", "--mount-proc", sys.executable, "-c", _TAKE, str(ledger)]
    said = subprocess.run(apart, capture_output=True, text=True, check=False)
    if said.returncode:
        pytest.skip("no rights to make a container")
    assert said.stdout.strip() == "ledger_held"
    found = holder_of(ledger)
    assert found is not None
    assert found.process == os.getpid()
