"""Limits that a process sets to itself: by `resource` on POSIX, by a job on Windows, else by watching what it takes."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.systems.windows import Job, Kernel

# What is asked of Windows is loaded there alone: it takes ctypes, which no window needs otherwise.

OVER_LIMIT = 1816
"""The exit code of a process on Windows that took more than it may, there called ERROR_NOT_ENOUGH_QUOTA."""
_WATCH_SECONDS = 0.1
_UNKNOWN_ADDRESS_SPACE = 1_000_000_000
"""Bytes, where it cannot be told: what the program takes at the very least."""


class ProcessLimits:
    """Holds this process to so many bytes of memory more than now, no file written and no other process started, as far
    as the system can do that. What a parser in C does is held as well; nothing of it can be undone."""

    def __init__(self, memory: int, kernel: "Kernel | None" = None) -> None:
        """`kernel` is that of Windows, None for the system's own."""
        self._job: Job | None = None
        if kernel is not None or sys.platform == "win32":
            self._hold_on_windows(memory, kernel)
            return
        # On top of what is in use: the address space of Python with its libraries differs by hundreds of megabytes
        # between systems.
        if not limit("RLIMIT_AS", _address_space() + memory):
            _watch(_resident_memory, memory)
        # It can write no file at all, not even a core.
        for what in ("RLIMIT_FSIZE", "RLIMIT_CORE"):
            limit(what, 0)

    def _hold_on_windows(self, memory: int, kernel: "Kernel | None") -> None:
        from tracker.systems.windows import Job, kernel32, promised_memory

        kernel = kernel or kernel32()
        try:
            self._job = Job(kernel, memory)
        except OSError:  # before Windows 8 a process is in one job at most, which may be somebody else's
            _watch(lambda: promised_memory(kernel), memory)

    def allow_seconds(self, seconds: int) -> None:
        """Let the processor work so many seconds from now on, and no more, until this is said again."""
        used = os.times()
        if self._job is not None:
            self._job.allow_seconds(used.user + seconds)
        else:
            limit("RLIMIT_CPU", int(used.user + used.system) + 1 + seconds)


def limit(what: str, most: int) -> bool:
    """Hold this process to a limit of `resource`, by its name, such as `RLIMIT_CPU`; False where the system has none,
    or does not take it: macOS refuses every limit of the address space."""
    try:
        import resource

        number = getattr(resource, what)
        highest = resource.getrlimit(number)[1]
        resource.setrlimit(number, (most if highest < 0 else min(most, highest), highest))
    except (ImportError, AttributeError, ValueError):
        return False
    return True


def _address_space() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - pathlib takes as long as the rest
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):  # Wine shows Windows programs Linux's files, and no `sysconf`
        return _UNKNOWN_ADDRESS_SPACE


def _watch(taken: Callable[[], int], most: int) -> None:
    """Kill this process when it has taken so many bytes more than now: for where no limit does that.

    A parser that never lets go of the interpreter is not seen before it does.
    """

    def watch() -> None:
        while taken() <= bound:
            time.sleep(_WATCH_SECONDS)
        # Windows has no signals: what is sent is the exit code.
        os.kill(os.getpid(), getattr(signal, "SIGKILL", OVER_LIMIT))

    bound = taken() + most
    threading.Thread(target=watch, daemon=True).start()


def _resident_memory() -> int:
    # What is resident now, where that is told. The most that ever was is no measure on Linux: a process begins with
    # that of whoever started it, and a window of a gigabyte would let its reader take as much.
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - asked for several times a second
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
