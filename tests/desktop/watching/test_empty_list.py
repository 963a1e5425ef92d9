"""When nothing is new any more, the keyboard is where no key asks a site, and the letters of the page still work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from tests.desktop.conftest import button_of
from tests.desktop.watching.conftest import JOB

from tracker.services.watching.watched_pages import list_watched, list_words

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands
    from tests.desktop.watching.conftest import Watcher
    from tests.loopback_site import Site

    from tracker.services.ledgers.workspace import Workspace

pytestmark = pytest.mark.network


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def mark_all(watcher: Watcher) -> None:
    watcher.press(Qt.Key.Key_Home)
    watcher.press(Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    watcher.press(Qt.Key.Key_S)
    assert watcher.titles == []


def test_u_takes_the_last_mark_back_and_the_list_has_the_keyboard_again(qtbot: QtBot, filled: Watcher) -> None:
    mark_all(filled)
    qtbot.keyClick(focused(), Qt.Key.Key_U)
    filled.rest()
    assert len(filled.titles) == 8
    assert filled.page.list.hasFocus()


def test_u_works_on_the_button_of_the_empty_list_too(qtbot: QtBot, filled: Watcher) -> None:
    mark_all(filled)
    button_of(filled.page, "watchNext").setFocus()
    qtbot.keyClick(focused(), Qt.Key.Key_U)
    filled.rest()
    assert len(filled.titles) == 8
    assert filled.page.list.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_key_too_many_neither_asks_a_site_nor_switches_a_source(
    qtbot: QtBot, filled: Watcher, site: Site, workspace: Workspace, key: Qt.Key
) -> None:
    mark_all(filled)
    asked = len(site.log)
    qtbot.keyClick(focused(), key)
    filled.rest()
    assert len(site.log) == asked
    assert [one.is_on for one in list_watched(workspace)] == [True]
    assert QApplication.activeModalWidget() is None


def test_a_digit_adds_a_word_of_the_item_that_was_the_last(qtbot: QtBot, filled: Watcher, workspace: Workspace) -> None:
    view = filled.page.list
    others = [one.item.uid for one in view.rows.items if one.item.title != JOB]
    filled.press(Qt.Key.Key_Home)
    for uid in others:
        view.go_to_item(uid)
        filled.press(Qt.Key.Key_S)
    assert filled.titles == [JOB]
    view.go_to_item(next(one.item.uid for one in view.rows.items))
    filled.press(Qt.Key.Key_N)
    word = filled.page.learning.words[0]
    qtbot.keyClick(focused(), Qt.Key.Key_1)
    filled.rest()
    assert list_words(workspace) == (word,)


def test_closing_the_offer_of_words_leaves_the_keyboard_in_the_list(filled: Watcher, hands: Hands) -> None:
    page = filled.page
    page.list.go_to_item(next(one.item.uid for one in page.list.rows.items if one.item.title == JOB))
    filled.press(Qt.Key.Key_N)
    page.learning.close_button.setFocus()
    hands.click(page.learning.close_button)
    assert page.list.hasFocus()
