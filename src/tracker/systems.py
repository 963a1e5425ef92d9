"""What systems do differently: the one place that asks which system this is, where that is no matter of files.

What a file system does lies in `store.files.file_systems`, and who may read a file in `file_modes`.
"""

import sys

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
