"""The limits of the processes that read strangers' files: on this system for real, on others by what they are asked."""

import signal
import subprocess
import sys
from ctypes import c_void_p, sizeof
from time import process_time
from typing import Any

import pytest
from tests.surroundings import PATIENCE_SECONDS

from tracker.capture.documents.sandboxed_reader import is_over_limit
from tracker.systems import process_limits
from tracker.systems.process_limits import ProcessLimits
from tracker.systems.windows import ExtendedLimits, MemoryCounters

NO_ADDRESS_SPACE = """
import resource, time
real = resource.setrlimit
def on_mac(what, pair):
    if what == resource.RLIMIT_AS:
        raise ValueError("current limit exceeds maximum limit")
    real(what, pair)
resource.setrlimit = on_mac
from tracker.systems.process_limits import ProcessLimits
ProcessLimits(50_000_000).allow_seconds(60)
"""


def reads_on_mac(more: str) -> int:
    """How a reader's process ends on a system that refuses limits of the address space."""
    ended = subprocess.run([sys.executable, "-c", NO_ADDRESS_SPACE + more], check=False, timeout=PATIENCE_SECONDS)
    return ended.returncode


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limits")
def test_a_reader_is_held_to_its_memory_however_large_the_program_is_that_starts_it() -> None:
    large = bytearray(b"x") * 600_000_000
    assert reads_on_mac("large = bytearray(b'x') * 300_000_000; time.sleep(300)") == -signal.SIGKILL
    assert len(large) > 0


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limits")
def test_a_reader_works_where_the_address_space_cannot_be_limited_and_is_ended_when_it_takes_too_much() -> None:
    assert reads_on_mac("small = bytearray(1_000_000)") == 0
    assert reads_on_mac("large = bytearray(b'x') * 300_000_000; time.sleep(300)") == -signal.SIGKILL


def test_a_limit_that_a_system_does_not_have_is_none() -> None:
    assert not process_limits.limit("RLIMIT_OF_ANOTHER_SYSTEM", 0)


class Refusing:
    """A kernel32 that has no jobs to give, as before Windows 8, and writes down what it is asked."""

    assigns = 0

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.limits: list[ExtendedLimits] = []
        self.promised = 30_000_000

    def GetCurrentProcess(self) -> int:
        return -1

    def K32GetProcessMemoryInfo(self, process: int, counters: Any, size: int) -> int:
        assert (process, size) == (-1, counters._obj.cb)
        counters._obj.PagefileUsage = self.promised
        return 1

    def CreateJobObjectW(self, security: None, name: None) -> int:
        self.asked.append("create")
        return 7

    def SetInformationJobObject(self, job: int, kind: int, limits: Any, size: int) -> int:
        assert (job, kind, size) == (7, 9, sizeof(ExtendedLimits))
        self.asked.append("limit")
        self.limits.append(ExtendedLimits.from_buffer_copy(limits._obj))
        return 1

    def AssignProcessToJobObject(self, job: int, process: int) -> int:
        assert (job, process) == (7, -1)
        self.asked.append("assign")
        return self.assigns

    def CloseHandle(self, handle: int) -> int:
        self.asked.append("close")
        return 1


class Assigning(Refusing):
    """One that has."""

    assigns = 1


def test_structures_have_the_sizes_that_windows_gives_them() -> None:
    # Of 64 bits, by sizeof in C. Seen the same by the Python for Windows.
    assert sizeof(c_void_p) != 8 or (sizeof(ExtendedLimits), sizeof(MemoryCounters)) == (144, 72)


def test_on_windows_a_reader_is_alone_in_a_job_with_its_memory_and_time() -> None:
    windows = Assigning()
    limits = ProcessLimits(500_000_000, windows)
    # Bound before it is in: no moment in which it could start another process.
    assert windows.asked == ["create", "limit", "assign"]
    limits.allow_seconds(20)
    first, second = windows.limits
    assert first.ProcessMemoryLimit == second.ProcessMemoryLimit == 530_000_000
    assert first.BasicLimitInformation.ActiveProcessLimit == second.BasicLimitInformation.ActiveProcessLimit == 1
    assert first.BasicLimitInformation.LimitFlags == 0x8 | 0x100 | 0x400
    assert second.BasicLimitInformation.LimitFlags == 0x8 | 0x100 | 0x400 | 0x2
    allowed = second.BasicLimitInformation.PerProcessUserTimeLimit / 10_000_000
    assert 20 < allowed <= 20 + process_time()


def test_where_windows_gives_no_job_the_memory_is_watched() -> None:
    code = """
import time
from tests.systems.test_process_limits import Refusing, ProcessLimits
windows = Refusing()
ProcessLimits(500_000_000, windows).allow_seconds(60)
assert windows.asked == ["create", "limit", "assign", "close"]
windows.promised += MORE
time.sleep(SECONDS)
"""
    for more, seconds, ended in (("500_000_000", "0.5", 0), ("500_000_001", "300", -signal.SIGKILL)):
        script = code.replace("MORE", more).replace("SECONDS", seconds)
        assert subprocess.run([sys.executable, "-c", script], check=False, timeout=PATIENCE_SECONDS).returncode == ended


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limits")
def test_each_request_has_its_own_seconds() -> None:
    more = "limits = ProcessLimits(10**9)\nfor _ in range(3): limits.allow_seconds(1); spin(0.6)\n"
    spin = """
import time
from tracker.systems.process_limits import ProcessLimits
def spin(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass
"""
    for further, ended in (("", 0), ("spin(5)", -signal.SIGXCPU)):
        run = subprocess.run([sys.executable, "-c", spin + more + further], check=False, timeout=PATIENCE_SECONDS)
        assert run.returncode == ended


def test_what_windows_ends_for_its_time_is_said_to_be_too_much() -> None:
    assert is_over_limit(process_limits.OVER_LIMIT)
