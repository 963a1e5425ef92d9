"""The words that are offered after "not for us": by digit or by click, while the last one is still being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from tests.desktop.watching.conftest import JOB

from tracker.desktop import services
from tracker.domain.errors import UserError
from tracker.services.watching.watched_pages import list_words

if TYPE_CHECKING:
    from tests.desktop.conftest import Hands
    from tests.desktop.watching.conftest import Watcher

    from tracker.desktop.views.watching.learning_strip import LearningStrip
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

pytestmark = pytest.mark.network


@pytest.fixture
def strip(filled: Watcher) -> LearningStrip:
    """The strip after "not for us" was said of a job, with several words."""
    page = filled.page
    page.list.go_to_item(next(one.item.uid for one in page.list.rows.items if one.item.title == JOB))
    filled.press(Qt.Key.Key_N)
    assert len(page.learning.words) >= 3
    return page.learning


def chips(strip: LearningStrip) -> list[QPushButton]:
    return [one for one in strip.findChildren(QPushButton) if one.isVisible() and one.property("kind") == "chip"]


def test_two_digits_pressed_at_once_are_for_the_two_words_that_were_read(
    filled: Watcher, strip: LearningStrip, workspace: Workspace
) -> None:
    words = strip.words
    filled.hit(Qt.Key.Key_1)
    assert strip.words == words[1:]
    filled.hit(Qt.Key.Key_1, Qt.Key.Key_2)
    filled.rest()
    assert set(list_words(workspace)) == set(words[:2])
    assert strip.words == words[2:]


def test_a_word_that_is_written_late_takes_the_keyboard_from_nobody(
    filled: Watcher, strip: LearningStrip, window: MainWindow, workspace: Workspace
) -> None:
    word = strip.words[0]
    filled.hit(Qt.Key.Key_1)
    window.top_bar.search_field.setFocus()
    filled.rest()
    assert list_words(workspace) == (word,)
    assert QApplication.focusWidget() is window.top_bar.search_field


def test_a_word_that_is_written_late_leaves_another_offer_alone(
    filled: Watcher, strip: LearningStrip, workspace: Workspace
) -> None:
    word = strip.words[0]
    filled.hit(Qt.Key.Key_1, Qt.Key.Key_N)
    other = strip.words
    assert word not in other
    filled.rest()
    assert list_words(workspace) == (word,)
    assert strip.words == other


def test_from_a_word_that_is_clicked_the_keyboard_goes_to_the_list(
    filled: Watcher, strip: LearningStrip, hands: Hands, workspace: Workspace
) -> None:
    word = strip.words[1]
    chip = chips(strip)[1]
    chip.setFocus()
    hands.click(chip)
    assert filled.page.list.hasFocus()
    filled.rest()
    assert list_words(workspace) == (word,)


def test_a_word_that_cannot_be_added_is_offered_again(
    filled: Watcher, strip: LearningStrip, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UserError("ledger_busy", path="ledger.db")

    monkeypatch.setattr(services.watched_pages, "revise_words", refuse)
    words = strip.words
    filled.hit(Qt.Key.Key_1)
    assert strip.words == words[1:]
    filled.rest()
    assert strip.words == words
    assert window.status._message.text()


def test_the_current_row_stays_in_sight_where_words_are_offered_below_it(filled: Watcher, window: MainWindow) -> None:
    window.resize(1024, 480)
    filled.rest()
    rows = filled.page.list
    lowest = rows.viewport().rect().bottomLeft()
    last = rows.indexAt(lowest if rows.indexAt(lowest).isValid() else rows.viewport().rect().center())
    rows.setCurrentIndex(last)
    filled.rest()
    before = rows.viewport().height()
    filled.press(Qt.Key.Key_N)
    assert filled.page.learning.words
    assert rows.viewport().height() < before
    assert rows.viewport().rect().intersects(rows.visualRect(rows.currentIndex()))
