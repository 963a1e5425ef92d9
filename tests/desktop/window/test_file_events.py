"""macOS says by an event which ledger was double-clicked."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFileOpenEvent
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands
from tests.surroundings import PATIENCE_SECONDS

from tracker.desktop.application import Application, open_wanted_file
from tracker.desktop.settings import Settings
from tracker.desktop.shell import Shell
from tracker.desktop.views.window.main_window import MainWindow

Ask = Callable[[Path], None]


@pytest.fixture
def ask(qapp: Application, window: MainWindow, settings: Settings) -> Iterator[Ask]:
    """Have the system ask for a file, as it asks the program with its window."""
    shell = Shell(settings)
    qapp.take_early_file()
    wanted = qapp.file_wanted.connect(lambda file: open_wanted_file(shell, window, file))

    def send(file: Path) -> None:
        assert QCoreApplication.sendEvent(qapp, QFileOpenEvent(str(file)))

    yield send
    qapp.file_wanted.disconnect(wanted)
    shell.close()


def test_a_ledger_is_shown_in_the_window_that_is_open(
    ask: Ask, window: MainWindow, hands: Hands, sample_path: Path
) -> None:
    ask(sample_path)
    hands.settle()
    assert window._opened is not None
    assert window._opened.location == str(sample_path)


@pytest.mark.skipif(sys.platform == "win32", reason="stands in for the program by a script of the shell")
def test_a_form_that_is_open_stays_and_the_ledger_gets_a_window_of_its_own(
    ask: Ask,
    window: MainWindow,
    hands: Hands,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    sample_path: Path,
    tmp_path: Path,
) -> None:
    started = tmp_path / "started"
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{started}.new"\nmv "{started}.new" "{started}"\n')
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    hands.form(Qt.Key.Key_E)
    ask(sample_path)
    qtbot.waitUntil(started.exists)
    assert started.read_text().splitlines() == ["-m", "tracker", "--new-window", str(sample_path)]
    assert window._opened is not None
    assert window._opened.location != str(sample_path)


STARTED_FOR_A_FILE = """
import sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFileOpenEvent
from tracker.desktop import application

class Asked(application.Application):
    def __init__(self, argv):
        super().__init__(argv)
        QCoreApplication.postEvent(self, QFileOpenEvent(sys.argv[1]))

application.Application = Asked
sys.exit(application.run(None, alone=True))
"""


def test_the_program_that_was_started_for_a_ledger_opens_it_and_makes_none(home: Path, sample_path: Path) -> None:
    remembered = home / "xdg_config_home" / "tracker" / "window.ini"
    program = subprocess.Popen([sys.executable, "-c", STARTED_FOR_A_FILE, str(sample_path)])
    try:
        end = time.monotonic() + PATIENCE_SECONDS
        while not (remembered.exists() and f"0={sample_path}\n" in remembered.read_text("utf-8")):
            assert program.poll() is None
            assert time.monotonic() < end
            time.sleep(0.05)
    finally:
        program.kill()
        program.wait()
    assert not list(home.rglob("ledger.*"))
