"""Defects: the traceback goes into a file, the terminal gets one line."""

import shlex
import traceback
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import platformdirs

from tracker import __version__

if TYPE_CHECKING:
    from tracker.wording import Words


def record(defect: BaseException, argv: Sequence[str], words: "Words") -> str:
    """Append the defect to the log, and return the sentence that says where."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    heading = f"{now} tracker {__version__}: {shlex.join(argv)}\n"
    text = heading + "".join(traceback.format_exception(defect)) + "\n"
    try:
        path = platformdirs.user_log_path("tracker", appauthor=False, ensure_exists=True) / "defects.log"
        with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(text)
    except OSError:
        return words.phrase("defect_unlogged", error=type(defect).__name__)
    return words.phrase("defect", path=path)
