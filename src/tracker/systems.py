"""What systems do differently: the one place that asks which system this is, where that is no matter of files.

What a file system does lies in `store.files.file_systems`, and who may read a file in `file_modes`.
"""

import sys


def let_others_come_forward() -> None:
    """Let the window that a file is handed to come to the front.

    Windows lets no program do so by itself, but one that the user has just started may allow it to others.
    """
    if sys.platform == "win32":
        import ctypes

        anybody = -1
        ctypes.windll.user32.AllowSetForegroundWindow(anybody)
