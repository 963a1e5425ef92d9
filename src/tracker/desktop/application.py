"""Starting the desktop."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from tracker.desktop.appearance import Appearance
from tracker.desktop.errors import catch_defects, open_log
from tracker.desktop.resources import register_fallback_fonts
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.notices import DefectDialog
from tracker.desktop.views.main_window import MainWindow
from tracker.wording import LANGUAGES


def run(location: str | None, argv: Sequence[str] = ()) -> int:
    """Open the window on a ledger, None being the user's own, and return the exit code.

    `argv` are the window's options: `--lang zh|en`, `--settings FILE`.
    """
    options = _parser().parse_args(list(argv))
    app = QApplication(sys.argv[:1])
    QCoreApplication.setApplicationName("tracker")
    register_fallback_fonts()
    settings = Settings(options.settings)
    window = MainWindow(Appearance(settings, options.lang), settings, location, welcomes=True)
    log = open_log()
    catch_defects(lambda report: DefectDialog(window, report, str(log)).open())
    # Ctrl+C in the terminal is heard at the next tick of the window's own timers.
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    window.show()
    return app.exec()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tracker", add_help=False)
    parser.add_argument("--lang", choices=LANGUAGES)
    parser.add_argument("--settings", type=Path)
    return parser
