"""What systems do differently: the one place that asks which system this is.

Elsewhere lies only what is a matter of files: their rights (`file_modes`), the names that a disk takes (`locations`),
whether another machine may have them (`store.files.file_systems`), drafts and whether their owner has ended
(`temp_files`). Imports nothing but what every program has: the reader's process loads this before it is held to its
limits.
"""

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_CHINESE = 0x04
"""The language in the lower ten bits of what Windows calls a language."""
_LANGUAGE_BITS = 0x3FF
_WINDOWS_LONGEST_PATH = 259
"""Characters of a path where long ones were not switched on."""
_DEVICES = frozenset(
    ("CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"))
)
_WATCH_SECONDS = 0.1
DESKTOP_NAME = "commitment-ledger"
"""What the program is called among a desktop's programs: its `.desktop` file in `resources/desktop`, and its icon."""
_WINDOWS_NAME = "CommitmentLedger.Tracker"


def name_application() -> None:
    """Let the task bar of Windows take the windows for this program's, not for Python's; before the first of them."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(_WINDOWS_NAME)


def let_others_come_forward() -> None:
    """Let the window that a file is handed to come to the front.

    Windows lets no program do so by itself, but one that the user has just started may allow it to others.
    """
    if sys.platform == "win32":
        import ctypes

        anybody = -1
        ctypes.windll.user32.AllowSetForegroundWindow(anybody)


# --- limits of a process ---------------------------------------------------------------------------------------------


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


def watch_memory(most: int) -> None:
    """Kill this process when it has taken so many bytes more than now: for where no limit does that.

    A parser that never lets go of the interpreter is not seen before it does. Does nothing on Windows.
    """
    try:
        import resource
    except ImportError:
        return
    import signal
    import threading
    import time

    unit = 1 if sys.platform == "darwin" else 1024

    def taken() -> int:
        # What is resident now, where that is told. The most that ever was is no measure on Linux: a process begins with
        # that of whoever started it, and a window of a gigabyte would let its reader take as much.
        try:
            with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - asked for several times a second
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError, IndexError):
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit

    def watch() -> None:
        while taken() <= bound:
            time.sleep(_WATCH_SECONDS)
        os.kill(os.getpid(), signal.SIGKILL)

    bound = taken() + most
    threading.Thread(target=watch, daemon=True).start()


def glibc_version() -> str:
    """The version of the C library of this Linux, such as `2.36`; "" where it is another one, or no Linux."""
    try:
        name, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
    except (AttributeError, ValueError):
        return ""
    return version if name == "glibc" else ""


# --- terminals and languages -----------------------------------------------------------------------------------------


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether a window can be opened, as far as that can be told without loading Qt."""
    if not sys.platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def prepare_output(stream: Any) -> None:
    """Let a stream of text print Chinese, and never raise `UnicodeEncodeError`.

    A terminal keeps its encoding where that has Chinese, as a console of Windows in code page 936 does; what it lacks
    becomes a question mark there. Files, pipes and all other terminals get UTF-8, whatever the locale is.
    """
    if not hasattr(stream, "reconfigure"):  # none, or one of a test
        return
    if stream.isatty() and _prints_chinese(stream.encoding):
        stream.reconfigure(errors="replace")
    else:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _prints_chinese(encoding: str) -> bool:
    try:
        return bool("承诺".encode(encoding))
    except (UnicodeEncodeError, LookupError):
        return False


def language_of(environment: Mapping[str, str]) -> str:
    """The language of the system: Chinese where the locale asks for it, or the interface of Windows where there is no
    locale; English otherwise."""
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    if (named := next(filter(None, names), "")) or sys.platform != "win32":
        return "zh" if named.lower().startswith("zh") else "en"
    import ctypes

    return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & _LANGUAGE_BITS == _CHINESE else "en"


# --- files that a system refuses -------------------------------------------------------------------------------------


def is_reserved(name: str) -> bool:
    """Whether Windows takes the name of a file for a device, or drops its end; elsewhere every name is itself."""
    if sys.platform != "win32" or name in (".", ".."):
        return False
    return name.partition(".")[0].rstrip(" ").upper() in _DEVICES or name.endswith((".", " "))


def is_too_long(path: "Path") -> bool:
    """Whether a path is longer than Windows takes where long ones were not switched on."""
    return sys.platform == "win32" and len(str(path)) > _WINDOWS_LONGEST_PATH


def is_open_elsewhere(failure: Exception, path: "Path") -> bool:
    """Whether a file could not be replaced because another program has it open, which only Windows minds."""
    if sys.platform != "win32" or not isinstance(failure, PermissionError):
        return False
    return path.is_file() and os.access(path, os.W_OK)


def reveal_command(path: "Path") -> tuple[str, ...] | None:
    """The command by which the system shows a file marked in its folder; None where there is none for every desktop."""
    if sys.platform == "win32":
        return ("explorer", "/select,", str(path))
    return ("open", "-R", str(path)) if sys.platform == "darwin" else None
