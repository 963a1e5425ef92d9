"""How the program shows itself among the windows of a system, and how a file is shown there."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DESKTOP_NAME = "commitment-ledger"
"""What the program is called among a desktop's programs: its `.desktop` file in `resources/desktop`, and its icon."""
_WINDOWS_NAME = "CommitmentLedger.Tracker"
_FILE_MANAGER = "org.freedesktop.FileManager1"
_SHOW_ITEMS = f"{_FILE_MANAGER}.ShowItems"


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether a window can be opened, as far as that can be told without loading Qt."""
    if not sys.platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


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


def reveal_command(path: "Path") -> tuple[str, ...]:
    """The command by which the system shows a file, of which the whole path is known, marked in its folder."""
    if sys.platform == "win32":
        return ("explorer", "/select,", str(path))
    if sys.platform == "darwin":
        return ("open", "-R", str(path))
    # Every file manager of a desktop answers to this name. A comma would begin another file: `as_uri` escapes it.
    send = ("dbus-send", "--session", "--print-reply", f"--dest={_FILE_MANAGER}", "/org/freedesktop/FileManager1")
    return (*send, _SHOW_ITEMS, f"array:string:{path.as_uri()}", "string:")


def tells_failure(command: tuple[str, ...]) -> bool:
    """Whether the exit code of such a command says that it failed: the Explorer of Windows always ends with 1."""
    return command[0] != "explorer"
