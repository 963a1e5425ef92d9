"""A ledger that the program is started with."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.errors import UserError

Start = Callable[[Path], MainWindow]


@pytest.fixture
def start(qtbot: QtBot, appearance: Appearance, settings: Settings) -> Iterator[Start]:
    windows: list[MainWindow] = []

    def begin(file: Path) -> MainWindow:
        window = MainWindow(appearance, settings, str(file), welcomes=True, makes=False)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.is_ready or (window.failure.isVisible() and window.jobs.idle))
        windows.append(window)
        return window

    yield begin
    for window in windows:
        window.close()


def said_by(window: MainWindow) -> list[str]:
    return [label.text().replace("\u200b", "") for label in window.failure.findChildren(QLabel)]


def test_it_is_opened(start: Start, ledger_path: Path) -> None:
    assert start(ledger_path).is_ready


@pytest.mark.parametrize(("name", "code"), [("none.db", "ledger_missing"), ("notes.txt", "ledger_not_database")])
def test_one_that_is_missing_or_none_is_said_in_the_window_and_nothing_is_made(
    name: str, code: str, start: Start, appearance: Appearance, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("no ledger")
    before = sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".ini")
    window = start(tmp_path / name)
    assert appearance.words.error(UserError(code, path=str(tmp_path / name))) in said_by(window)
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".ini") == before
