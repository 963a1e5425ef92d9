"""Starting the desktop: an empty window first, then everything that is in it."""

import argparse
import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from tracker.desktop.settings import Settings
from tracker.desktop.shell import Shell
from tracker.domain.languages import LANGUAGES


def run(location: str | None, argv: Sequence[str] = (), *, file: str | None = None) -> int:
    """Open the window on a ledger, None being the user's own, and return the exit code.

    A ledger that is named by its `file` is never made: where there is none, the window says so. `argv` are the window's
    options: `--lang zh|en`, `--settings FILE`.
    """
    options = _parser().parse_args(list(argv))
    app = QApplication(sys.argv[:1])
    QCoreApplication.setApplicationName("tracker")
    settings = Settings(options.settings)
    shell = Shell(settings)
    # Queued, so that what was painted is on the screen before the window is busy with what stands in it.
    shell.painted.connect(
        partial(_furnish, shell, settings, location, file, options.lang), Qt.ConnectionType.QueuedConnection
    )
    # Ctrl+C in the terminal is heard at the next tick of the window's own timers.
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    shell.show()
    return app.exec()


def _furnish(shell: Shell, settings: Settings, location: str | None, file: str | None, language: str | None) -> None:
    from tracker.desktop.appearance import Appearance
    from tracker.desktop.errors import Defects
    from tracker.desktop.resources import register_fallback_fonts
    from tracker.desktop.views.common.notices import CrashDialog, DefectReports
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.crashes import forget_crashes, last_crash
    from tracker.services.ledgers.defects import keep_quiet

    keep_quiet()
    register_fallback_fonts()
    appearance = Appearance(settings, language)
    window = MainWindow(appearance, settings, file or location, welcomes=True, makes=file is None)
    defects = Defects(window)
    reports = DefectReports(window)
    defects.found.connect(reports.show_defect)
    # After the window: what fails before it stands shows on the terminal, where somebody started it.
    defects.catch()
    shell.furnish(window)
    if (crash := last_crash()) is not None:
        CrashDialog(window, crash.report, crash.at, forget_crashes).open()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tracker", add_help=False)
    parser.add_argument("--lang", choices=LANGUAGES)
    parser.add_argument("--settings", type=Path)
    return parser
