"""One search field, and on every page what can be searched for there."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.window.main_window import MainWindow
from tracker.desktop.views.window.pages import PAGES

if TYPE_CHECKING:
    from tests.desktop.conftest import Hands


def test_each_page_says_what_can_be_searched_for(window: MainWindow) -> None:
    own, others = [], set()
    for name in PAGES:
        window.show_page(name)
        page = window.pages[name]
        hint = window.top_bar.search_field.placeholderText()
        own.append(hint) if page.search_hint else others.add(hint)
    assert all(own)
    assert len(set(own)) == len(own)
    assert len(others) == 1, "where nothing can be searched, the field leads to the ledger"


def test_the_hint_follows_the_language(window: MainWindow, hands: "Hands", appearance: Appearance) -> None:
    window.show_page("briefing")
    chinese = window.top_bar.search_field.placeholderText()
    appearance.set_language("en")
    hands.settle()
    assert window.top_bar.search_field.placeholderText() not in (chinese, "")


def test_each_page_keeps_words_of_its_own(window: MainWindow, hands: "Hands") -> None:
    hands.search("试点城市")
    window.show_page("briefing")
    assert window.top_bar.search_field.text() == ""
    window.show_page("ledger")
    assert window.top_bar.search_field.text() == "试点城市"


def test_words_typed_where_nothing_can_be_searched_find_their_way_to_the_ledger(
    window: MainWindow, hands: "Hands", qtbot: QtBot
) -> None:
    window.show_page("dashboard")
    window.top_bar.search_field.setText("万兆光网")
    qtbot.keyClick(window.top_bar.search_field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page.query.search == "万兆光网")
    assert window.page.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return])
def test_the_keyboard_goes_from_the_search_to_what_was_found(
    window: MainWindow, hands: "Hands", qtbot: QtBot, key: Qt.Key
) -> None:
    window.top_bar.focus_search()
    qtbot.keyClicks(window.top_bar.search_field, "044")
    # At once, without waiting for the pause after the last letter.
    qtbot.keyClick(window.top_bar.search_field, key)
    hands.settle()
    assert window.page.table.hasFocus()
    chosen = window.page.table.chosen
    assert chosen is not None
    assert chosen.code == "MIIT-2025-044"


@pytest.mark.parametrize("key", [Qt.Key.Key_E, Qt.Key.Key_K])
def test_the_search_field_leaves_the_keys_of_the_window_to_the_window(window: MainWindow, key: Qt.Key) -> None:
    # Asked of the field itself: the platform of the tests knows no such keys of a line, Linux on a screen does.
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
    asked.accept()
    window.top_bar.search_field.event(asked)
    assert not asked.isAccepted()
