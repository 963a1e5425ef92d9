"""Starting the desktop: an empty window first, then everything that is in it."""

import argparse
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QProcess,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from tracker.desktop.settings import Settings
from tracker.desktop.shell import Shell
from tracker.desktop.single_instance import SingleInstance, own_address
from tracker.domain.errors import UserError
from tracker.domain.languages import LANGUAGES
from tracker.locations import typed_path
from tracker.systems.desktops import DESKTOP_NAME, name_application
from tracker.systems.program_files import ProgramFiles

if TYPE_CHECKING:
    from tracker.desktop.views.window.main_window import MainWindow


class _Wanted(NamedTuple):
    """The ledger that is wanted, None being the user's own, and whether it is made where there is none."""

    location: str | None
    makes: bool


class Application(QApplication):
    """The application. macOS names the file of a double click by an event; elsewhere the start names it."""

    file_wanted = Signal(str)
    """The path of a file that is to be opened, once `take_early_file` was asked."""

    def __init__(self, argv: Sequence[str]) -> None:
        super().__init__(list(argv))
        self._early_file = ""
        self._is_early = True

    # Not a filter of events, which would be asked about each one of every widget.
    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return super().event(event)
        if self._is_early:
            self._early_file = event.file()
        else:
            self.file_wanted.emit(event.file())
        return True

    def take_early_file(self) -> str:
        """Return the file that was wanted before there was a window, "" for none. From now on they are signalled."""
        self._is_early = False
        return self._early_file


_OLDEST_QT = (6, 8)
"""What the window was tested with; it is in `pyproject.toml`, too."""


def refuse_old_qt() -> None:
    """Raise `UserError` where Qt is older than what the window was tested with."""
    found = qVersion()
    if tuple(map(int, found.split(".")[:2])) < _OLDEST_QT:
        raise UserError("qt_too_old", found=found, needed=".".join(map(str, _OLDEST_QT)))


def run(
    location: str | None,
    argv: Sequence[str] = (),
    *,
    file: str | None = None,
    alone: bool = False,
    without_window: Callable[[], int] = lambda: 1,
) -> int:
    """Open the window on a ledger, None being the user's own, and return the exit code.

    A ledger that is named by its `file` is never made: where there is none, the window says so. It is handed to the
    window that is open already, if there is one; without a file that one comes to the front. A start that is to be
    `alone`, and one with a `location`, is a window of its own. `argv` are its options: `--lang zh|en`,
    `--settings FILE`. Where Qt finds no display `without_window` is called, and the program ends with its exit code.
    Raises `home_unknown`.
    """
    options = _parser().parse_args(list(argv))
    files = ProgramFiles()
    files.guard_imports()
    # What is imported and built at the start lasts. To look through it for garbage took a tenth of the way to the first
    # rows; from then on the window's own collector does (`jobs`).
    gc.disable()
    name_application()
    app = _qt_application(without_window)
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
        partial(_furnish, app, shell, settings, _Wanted(file or location, not file), options.lang, instance, files),
        Qt.ConnectionType.QueuedConnection,
    )
    # Ctrl+C in the terminal is heard at the next tick of the window's own timers.
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    shell.show()
    code = app.exec()
    if instance is not None:
        instance.close()
    return code


def _qt_application(without_window: Callable[[], int]) -> Application:
    """Start Qt, which where it finds no display would abort, and be taken for a crash at the next start."""

    def hear(kind: QtMsgType, context: QMessageLogContext, said: str) -> None:
        # What it says on the way, such as why there is no Wayland, matters to nobody once another display is found.
        if "QT_DEBUG_PLUGINS" in os.environ:
            print(said, file=sys.stderr)
        if kind is not QtMsgType.QtFatalMsg:
            return
        code = 1
        try:
            code = without_window()
        finally:
            sys.stderr.flush()
            os._exit(code)  # Qt aborts when this returns

    before = qInstallMessageHandler(hear)
    try:
        return Application(sys.argv[:1])
    finally:
        qInstallMessageHandler(before)


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
    app: Application,
    shell: Shell,
    settings: Settings,
    wanted: _Wanted,
    language: str | None,
    instance: SingleInstance | None,
    files: ProgramFiles,
) -> None:
    if early := app.take_early_file():
        wanted = _Wanted(early, makes=False)
    location, makes = wanted
    # Not before the first frame: what it needs takes 30 ms to load.
    if instance is not None and not instance.claim("" if makes else location or ""):
        shell.close()  # another start was a moment earlier
        return
    from tracker.desktop.appearance import Appearance
    from tracker.desktop.errors import Defects
    from tracker.desktop.resources import register_fallback_fonts
    from tracker.desktop.views.common.notices import CrashDialog, DefectReports
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.desktop.views.window.replaced_program import ReplacedProgram
    from tracker.services.ledgers.crashes import forget_crashes, last_crash
    from tracker.services.ledgers.defects import keep_quiet

    keep_quiet()
    register_fallback_fonts()
    appearance = Appearance(settings, language)
    window = MainWindow(appearance, settings, location, welcomes=True, makes=makes)
    defects = Defects(window, files)
    reports = DefectReports(window)
    defects.found.connect(reports.show_defect)
    defects.replaced.connect(ReplacedProgram(appearance, window, shell.close).tell)
    # After the window: what fails before it stands shows on the terminal, where somebody started it.
    defects.catch()
    shell.furnish(window)
    gc.freeze()
    if instance is not None:
        instance.takes = window.can_take
        instance.wanted.connect(partial(_receive, shell, window))
    app.file_wanted.connect(partial(open_wanted_file, shell, window))
    if (crash := last_crash()) is not None:
        CrashDialog(window, crash.report, crash.at, forget_crashes).open()


def open_wanted_file(shell: Shell, window: "MainWindow", file: str) -> None:
    """Show a file that the system wants opened: here or, where something must be answered first, in another window."""
    if window.can_take(file):
        _receive(shell, window, file)
        return
    own = [] if getattr(sys, "frozen", False) else ["-m", "tracker"]
    QProcess.startDetached(sys.executable, [*own, "--new-window", file])


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
