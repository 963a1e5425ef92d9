"""What is asked of Windows' kernel32: the functions with their arguments, and the structures that they take.

A test hands in something else that has these functions, on systems without them.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from ctypes import (
    Structure,
    byref,
    c_int,
    c_int64,
    c_size_t,
    c_uint32,
    c_ulonglong,
    c_void_p,
    c_wchar_p,
    sizeof,
)
from typing import Any

Kernel = Any
"""Kernel32, or what a test has in its place."""

_JOB_EXTENDED_LIMITS = 9
"""JobObjectExtendedLimitInformation."""
_LIMIT_PROCESS_TIME = 0x2
_LIMIT_ACTIVE_PROCESS = 0x8
_LIMIT_PROCESS_MEMORY = 0x100
_LIMIT_DIE_ON_EXCEPTION = 0x400
_UNITS_A_SECOND = 10_000_000
_NO_SUCH_PROCESS = 87
"""What Windows says of a number that no process has: the parameter is incorrect."""
_STILL_ACTIVE = 259
_MAY_ASK = 0x1000


class _BasicLimits(Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", c_int64),
        ("PerJobUserTimeLimit", c_int64),
        ("LimitFlags", c_uint32),
        ("MinimumWorkingSetSize", c_size_t),
        ("MaximumWorkingSetSize", c_size_t),
        ("ActiveProcessLimit", c_uint32),
        ("Affinity", c_size_t),
        ("PriorityClass", c_uint32),
        ("SchedulingClass", c_uint32),
    )


class _IoCounters(Structure):
    _fields_ = tuple(
        (name, c_ulonglong)
        for name in (
            "ReadOperationCount",
            "WriteOperationCount",
            "OtherOperationCount",
            "ReadTransferCount",
            "WriteTransferCount",
            "OtherTransferCount",
        )
    )


class ExtendedLimits(Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION. Times in units of 100 ns, memory in bytes."""

    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", _IoCounters),
        ("ProcessMemoryLimit", c_size_t),
        ("JobMemoryLimit", c_size_t),
        ("PeakProcessMemoryUsed", c_size_t),
        ("PeakJobMemoryUsed", c_size_t),
    )


class MemoryCounters(Structure):
    """PROCESS_MEMORY_COUNTERS. `PagefileUsage` is what the limit of a job counts: all that was promised to a process,
    whether it lies in memory or not."""

    _fields_ = (
        ("cb", c_uint32),
        ("PageFaultCount", c_uint32),
        ("PeakWorkingSetSize", c_size_t),
        ("WorkingSetSize", c_size_t),
        ("QuotaPeakPagedPoolUsage", c_size_t),
        ("QuotaPagedPoolUsage", c_size_t),
        ("QuotaPeakNonPagedPoolUsage", c_size_t),
        ("QuotaNonPagedPoolUsage", c_size_t),
        ("PagefileUsage", c_size_t),
        ("PeakPagefileUsage", c_size_t),
    )


class Job:
    """A job of Windows with this process alone in it.

    Made by the process itself, which is not always the one that was started: the Python of a virtual environment is a
    launcher, which must be able to start another.
    """

    def __init__(self, kernel: Kernel, memory: int) -> None:
        """Bound it to so many bytes more than now. Raises `OSError` where Windows refuses."""
        self._kernel = kernel
        self._limits = ExtendedLimits()
        basic = self._limits.BasicLimitInformation
        # Ended at once when it crashes, with no window of Windows that somebody must close first.
        basic.LimitFlags = _LIMIT_ACTIVE_PROCESS | _LIMIT_PROCESS_MEMORY | _LIMIT_DIE_ON_EXCEPTION
        basic.ActiveProcessLimit = 1
        self._limits.ProcessMemoryLimit = promised_memory(kernel) + memory
        self._handle = kernel.CreateJobObjectW(None, None)
        self._set()
        if not kernel.AssignProcessToJobObject(self._handle, kernel.GetCurrentProcess()):
            kernel.CloseHandle(self._handle)
            raise OSError("this process cannot be in a job of its own")

    def allow_seconds(self, total: float) -> None:
        """Let the process take so many seconds of the processor from its start on. Raises `OSError`."""
        basic = self._limits.BasicLimitInformation
        basic.LimitFlags |= _LIMIT_PROCESS_TIME
        basic.PerProcessUserTimeLimit = int(total * _UNITS_A_SECOND)
        self._set()

    def _set(self) -> None:
        made = self._kernel.SetInformationJobObject(
            self._handle, _JOB_EXTENDED_LIMITS, byref(self._limits), sizeof(self._limits)
        )
        if not made:
            raise OSError("the limits of a job were refused")


def promised_memory(kernel: Kernel) -> int:
    """Return the bytes that Windows has promised this process, which the limit of a job counts. Raises `OSError`."""
    counters = MemoryCounters(cb=sizeof(MemoryCounters))
    if not kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), byref(counters), sizeof(counters)):
        raise OSError("Windows does not say how much memory this process has")
    return counters.PagefileUsage


def has_ended(process: int, kernel: Kernel, why_failed: Callable[[], int]) -> bool:
    """Return whether no process has this number; `why_failed` says why the last function of kernel32 failed."""
    handle = kernel.OpenProcess(_MAY_ASK, False, process)
    if not handle:
        return why_failed() == _NO_SUCH_PROCESS
    code = c_uint32(_STILL_ACTIVE)
    kernel.GetExitCodeProcess(handle, byref(code))
    kernel.CloseHandle(handle)
    # Whoever has a handle of it keeps the number of a process that has ended.
    return code.value != _STILL_ACTIVE


def kernel32() -> Kernel:
    """Return kernel32, with what its functions take and give. Raises `OSError` on other systems."""
    if sys.platform != "win32":
        raise OSError("there is no kernel32 here")
    from ctypes import WinDLL

    return declared(WinDLL("kernel32", use_last_error=True))


def declared(kernel: Kernel) -> Kernel:
    """Say what the functions take and give: a handle that passes for a C int, as all do else, loses its upper half."""
    for name, (gives, takes) in _FUNCTIONS.items():
        function = getattr(kernel, name)
        function.restype = gives
        function.argtypes = takes
    return kernel


def last_error() -> int:
    """Return why the last function of kernel32 failed; 0 on other systems."""
    if sys.platform == "win32":
        from ctypes import get_last_error

        return get_last_error()
    return 0


_FUNCTIONS: Mapping[str, tuple[Any, Sequence[Any]]] = {
    "CreateJobObjectW": (c_void_p, (c_void_p, c_wchar_p)),
    "SetInformationJobObject": (c_int, (c_void_p, c_int, c_void_p, c_uint32)),
    "AssignProcessToJobObject": (c_int, (c_void_p, c_void_p)),
    "GetCurrentProcess": (c_void_p, ()),
    "K32GetProcessMemoryInfo": (c_int, (c_void_p, c_void_p, c_uint32)),
    "OpenProcess": (c_void_p, (c_uint32, c_int, c_uint32)),
    "GetExitCodeProcess": (c_int, (c_void_p, c_void_p)),
    "CloseHandle": (c_int, (c_void_p,)),
}
