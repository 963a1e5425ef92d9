"""Every page by the Tab key alone, and every control with a name for assistive technology."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from tracker.desktop.views.window.pages import PAGES

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow

NAMED = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QPlainTextEdit)
DIALOGS = ("add_evidence", "judge", "log_search", "palette", "settings", "shortcuts", "about", "open_shared")


@pytest.fixture(scope="module")
def sample(sample_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample ledger, so that every page has something to show."""
    return Path(shutil.copy(sample_ledger, tmp_path_factory.mktemp("sample") / "sample.db"))


@pytest.fixture
def ledger_path(sample: Path) -> Path:
    return sample


@pytest.mark.parametrize("name", PAGES)
def test_tab_alone_reaches_every_control_of_a_page(qtbot: QtBot, hands: Hands, window: MainWindow, name: str) -> None:
    window.show_page(name)
    hands.settle()
    wanted = _stops(window)
    reached = _walk(qtbot, window, len(wanted))
    assert [_say(widget) for widget in wanted if widget not in reached] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_control_of_a_page_has_a_name(hands: Hands, window: MainWindow, name: str) -> None:
    window.show_page(name)
    hands.settle()
    assert _nameless(window) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_every_control_of_a_dialog_has_a_name_and_is_reached(
    qtbot: QtBot, hands: Hands, window: MainWindow, name: str
) -> None:
    window.actions_by_name[name].trigger()
    hands.settle()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert _nameless(dialog) == []
    wanted = _stops(dialog)
    reached = _walk(qtbot, dialog, len(wanted))
    assert [_say(widget) for widget in wanted if widget not in reached] == []
    dialog.close()


def _stops(root: QWidget) -> list[QWidget]:
    """What the Tab key is to reach."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.window() is root
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]


def _walk(qtbot: QtBot, root: QWidget, stops: int) -> set[QWidget]:
    """Press Tab until it has gone round; a page may bring a stop or two more into being on the way."""
    reached: set[QWidget] = set()
    for _ in range(stops + 10):
        focused = QApplication.focusWidget() or root
        reached.add(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    return reached


def _nameless(root: QWidget) -> list[str]:
    return [
        _say(widget)
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and widget.window() is root
        and (isinstance(widget, NAMED) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
        and not isinstance(widget.parent(), QComboBox | QAbstractScrollArea)
    ]


def _say(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName() or text}"
