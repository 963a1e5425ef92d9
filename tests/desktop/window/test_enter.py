"""Enter presses every button that can have the keyboard, on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLineEdit, QRadioButton, QWidget

from tracker.desktop.views.common.widgets import Button, DrawnButton, ToolButton

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow


def buttons(where: QWidget) -> list[QAbstractButton]:
    """All that Tab reaches, but for boxes and choices, which Space ticks, and what Qt puts into its own inputs."""
    return [
        one
        for one in where.findChildren(QAbstractButton)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(one, QCheckBox | QRadioButton)
        and not isinstance(one.parent(), QLineEdit)
    ]


def test_every_button_of_every_page_knows_enter(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    for name in ("ledger", "dashboard", "briefing", "evidence", "watching", "reports"):
        window.show_page(name)
        hands.settle()
        strange = {
            type(one).__name__ for one in buttons(window) if not isinstance(one, Button | ToolButton | DrawnButton)
        }
        assert strange == set(), name


def test_enter_presses_the_button_that_has_the_keyboard(window: MainWindow) -> None:
    pressed = [0]
    button = window.page.detail.findChild(Button, "addEvidence")
    assert button is not None
    button.clicked.disconnect()
    button.clicked.connect(lambda: pressed.append(1))
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sum(pressed) == 1
