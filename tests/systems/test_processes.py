"""Whether a process has ended, who holds a file, and accounts without a name."""

import getpass
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tracker.systems.processes import account_name, has_process_ended, hold
from tracker.systems.windows import has_ended

STILL_ACTIVE = 259


class Processes:
    """A kernel32 that knows one process, by its exit code."""

    def __init__(self, code: int) -> None:
        self.code = code
        self.open = 0

    def OpenProcess(self, rights: int, inherits: int, process: int) -> int:
        assert rights == 0x1000  # what the processes of others allow as well
        self.open += process == 4321
        return 5 if process == 4321 else 0

    def GetExitCodeProcess(self, handle: int, code: Any) -> int:
        code._obj.value = self.code
        return 1

    def CloseHandle(self, handle: int) -> int:
        self.open -= 1
        return 1


@pytest.mark.parametrize(("code", "is_over"), [(STILL_ACTIVE, False), (0, True), (1816, True)])
def test_windows_tells_by_its_exit_code_whether_a_process_runs(code: int, is_over: bool) -> None:
    windows = Processes(code)
    assert has_ended(4321, windows, lambda: 0) is is_over
    assert windows.open == 0


@pytest.mark.parametrize(("why", "is_over"), [(87, True), (5, False)], ids=["no such process", "access denied"])
def test_a_process_that_cannot_be_asked_has_ended_only_where_windows_knows_none(why: int, is_over: bool) -> None:
    assert has_ended(1, Processes(0), lambda: why) is is_over


def test_this_system_tells_the_same_of_real_processes() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        assert not has_process_ended(process.pid)
        process.communicate(b"\n")
    assert has_process_ended(process.pid)
    assert not has_process_ended(os.getpid())


def test_a_file_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    with (tmp_path / "lock").open("r+b") as first, (tmp_path / "lock").open("r+b") as second:
        assert hold(first)
        assert not hold(second)
        first.close()
        assert hold(second)


@pytest.mark.parametrize("refusal", [KeyError("uid not found"), OSError("No username set"), ImportError("pwd")])
def test_an_account_without_a_name_is_called_by_its_number(refusal: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> str:
        raise refusal

    monkeypatch.setattr(getpass, "getuser", refuse)
    assert account_name() == (str(os.getuid()) if hasattr(os, "getuid") else "?")
