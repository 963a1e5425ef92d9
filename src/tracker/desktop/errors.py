"""Defects: logged, and shown with a report that can be copied. Mistakes of the user are another road (`UserError`)."""

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from importlib.metadata import version
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_path
from PySide6.QtCore import qVersion

_LOG = logging.getLogger("tracker.desktop")
_LOG_BYTES = 1_000_000


def open_log(folder: Path | None = None) -> Path:
    """Send the program's log to a file in the user's log directory, and return its path."""
    path = (folder or user_log_path("tracker", appauthor=False)) / "tracker.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("tracker").addHandler(handler)
    return path


def catch_defects(show: Callable[[str], None]) -> None:
    """Log every exception that nothing caught, and hand `show` a report of it."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        report = defect_report(error, trace)
        _LOG.error("%s", report)
        show(report)

    sys.excepthook = hook


def defect_report(error: BaseException, trace: TracebackType | None) -> str:
    """What a developer needs to know, as text to copy."""
    system = f"{platform.system()} {platform.release()}"
    heading = f"tracker {version('tracker')} · Python {platform.python_version()} · Qt {qVersion()} · {system}"
    return f"{heading}\n\n{''.join(traceback.format_exception(type(error), error, trace))}"
