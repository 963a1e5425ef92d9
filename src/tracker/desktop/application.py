"""Starting the desktop: an empty window first, then everything that is in it."""

import argparse
import gc
import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tracker.desktop.settings import Settings
from tracker.desktop.shell import Shell
from tracker.desktop.single_instance import SingleInstance, own_address
from tracker.domain.errors import UserError
from tracker.domain.languages import LANGUAGES
from tracker.locations import typed_path
from tracker.systems import DESKTOP_NAME, name_application

if TYPE_CHECKING:
    from tracker.desktop.views.window.main_window import MainWindow


_OLDEST_QT = (6, 8)
"""What the window was tested with; it is in `pyproject.toml`, too."""


def refuse_old_qt() -> None:
    """Raise `UserError` where Qt is older than what the window was tested with."""
    found = qVersion()
    if tuple(map(int, found.split(".")[:2])) < _OLDEST_QT:
        raise UserError("qt_too_old", found=found, needed=".".join(map(str, _OLDEST_QT)))


def run(location: str | None, argv: Sequence[str] = (), *, file: str | None = None, alone: bool = False) -> int:
    """Open the window on a ledger, None being the user's own, and return the exit code.

    A ledger that is named by its `file` is never made: where there is none, the window says so. It is handed to the
    window that is open already, if there is one; without a file that one comes to the front. A start that is to be
    `alone`, and one with a `location`, is a window of its own. `argv` are its options: `--lang zh|en`,
    `--settings FILE`.
    """
    options = _parser().parse_args(list(argv))
    # What is imported and built at the start lasts. To look through it for garbage took a tenth of the way to the first
    # rows; from then on the window's own collector does (`jobs`).
    gc.disable()
    name_application()
    app = QApplication(sys.argv[:1])
    QCoreApplication.setApplicationName("tracker")
    # By this Wayland finds name and icon of the window.
    QGuiApplication.setDesktopFileName(DESKTOP_NAME)
    file = _whole_path(file)
    instance = None if alone or location is not None else _instance(app)
    if instance is not None and instance.hand_over(file):
        return 0
    settings = Settings(options.settings)
    shell = Shell(settings)
    # Queued, so that what was painted is on the screen before the window is busy with what stands in it.
    shell.painted.connect(
        partial(_furnish, shell, settings, file or location, options.lang, instance, not file),
        Qt.ConnectionType.QueuedConnection,
    )
    # Ctrl+C in the terminal is heard at the next tick of the window's own timers.
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    shell.show()
    code = app.exec()
    if instance is not None:
        instance.close()
    return code


def _whole_path(file: str | None) -> str:
    """The path of a file wherever it is read; "" for none, and what no disk takes as it was typed."""
    try:
        return str(typed_path(file).absolute()) if file and "://" not in file else file or ""
    except UserError:  # the window says why
        return file or ""


def _instance(app: QApplication) -> SingleInstance | None:
    try:
        return SingleInstance(own_address(), app)
    except OSError:  # no folder of one's own: every start is a window
        return None


def _furnish(
    shell: Shell,
    settings: Settings,
    location: str | None,
    language: str | None,
    instance: SingleInstance | None,
    makes: bool,
) -> None:
    # Not before the first frame: what it needs takes 30 ms to load.
    if instance is not None and not instance.claim("" if makes else location or ""):
        shell.close()  # another start was a moment earlier
        return
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
    window = MainWindow(appearance, settings, location, welcomes=True, makes=makes)
    defects = Defects(window)
    reports = DefectReports(window)
    defects.found.connect(reports.show_defect)
    # After the window: what fails before it stands shows on the terminal, where somebody started it.
    defects.catch()
    shell.furnish(window)
    gc.freeze()
    if instance is not None:
        instance.takes = window.can_take
        instance.wanted.connect(partial(_receive, shell, window))
    if (crash := last_crash()) is not None:
        CrashDialog(window, crash.report, crash.at, forget_crashes).open()


def _receive(shell: Shell, window: "MainWindow", file: str) -> None:
    """Another start was given a file, or none: show it, in front."""
    shell.setWindowState(shell.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
    shell.raise_()
    shell.activateWindow()
    # Where a system lets no window come forward by itself, its entry in the task bar says so.
    QApplication.alert(shell)
    if file:
        window.open_file(file)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tracker", add_help=False)
    parser.add_argument("--lang", choices=LANGUAGES)
    parser.add_argument("--settings", type=Path)
    return parser
