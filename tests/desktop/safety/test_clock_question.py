"""A ledger whose last change is dated in the future: the window asks about the clocks, and refuses nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.safety.clock_question import ClockQuestion
from tracker.desktop.views.window.main_window import MainWindow
from tracker.services.commands import TagChange, command
from tracker.services.commitments.tagging import change_tags
from tracker.services.ledgers.workspace import open_workspace


@pytest.fixture
def opened(
    qtbot: QtBot, appearance: Appearance, settings: Settings, ledger_path: Path
) -> Callable[[timedelta], tuple[MainWindow, ClockQuestion]]:
    """The window on a ledger whose last change was made on a clock that was ahead by so much, and what asks."""

    def open_after(ahead: timedelta) -> tuple[MainWindow, ClockQuestion]:
        workspace = open_workspace(ledger_path, clock=lambda: datetime.now(UTC) + ahead)
        change_tags(workspace, command(TagChange, commitments=("MIIT-2025-001",), add=("x",)))
        workspace.close()
        window = MainWindow(appearance, settings, str(ledger_path))
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.is_ready)
        return window, next(one for one in window.controllers if isinstance(one, ClockQuestion))

    return open_after


def test_a_year_ahead_is_asked_about_with_both_times(
    qtbot: QtBot, opened: Callable[[timedelta], tuple[MainWindow, ClockQuestion]]
) -> None:
    window, question = opened(timedelta(days=366))
    qtbot.waitUntil(lambda: question.dialog is not None)
    dialog = question.dialog
    assert dialog is not None
    year = (datetime.now(UTC) + timedelta(days=366)).year
    assert str(year) in dialog.said.text()
    qtbot.mouseClick(dialog.ways[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: question.dialog is not None and question.dialog is not dialog)
    assert question.dialog is not None
    qtbot.keyClick(question.dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: question.dialog is None)
    window.close()


def test_clocks_that_agree_are_not_asked_about(
    opened: Callable[[timedelta], tuple[MainWindow, ClockQuestion]],
) -> None:
    window, question = opened(timedelta(minutes=3))
    assert question.dialog is None
    window.close()


def test_the_ledger_may_be_closed_before_the_clocks_are_looked_at_again(
    qtbot: QtBot, opened: Callable[[timedelta], tuple[MainWindow, ClockQuestion]]
) -> None:
    window, question = opened(timedelta(days=366))
    qtbot.waitUntil(lambda: question.dialog is not None)
    assert question.dialog is not None
    question.dialog.ways[0].click()
    question.open(None)
    qtbot.waitUntil(lambda: window.jobs.idle)
    assert question.dialog is None
    window.close()
