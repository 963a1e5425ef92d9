"""What is highlighted in the list of new items is what a key is for, also after others have written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from tests.desktop.watching.conftest import ABOUT_CITIES
from tests.services.watching.conftest import list_page, numbered

from tracker.domain.watching.terms import ItemGroup
from tracker.domain.watching.watched import RankedItem
from tracker.services.commands import ItemsMark, command
from tracker.services.watching.found_items import list_marked, mark_items

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.desktop.watching.conftest import Watcher

    from tracker.desktop.views.watching.found_items_list import FoundItemsList
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

pytestmark = pytest.mark.network

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def highlighted(view: FoundItemsList) -> list[str]:
    """The titles of the rows that are drawn as selected."""
    lines = [view.rows.line(index.row()) for index in sorted(view.selectedIndexes())]
    return [line.item.title for line in lines if isinstance(line, RankedItem)]


def meant(view: FoundItemsList) -> list[str]:
    return [one.item.title for one in view.meant]


def mark_elsewhere(watcher: Watcher, window: MainWindow, workspace: Workspace, title: str) -> None:
    """Another program marks an item, which this window then notices."""
    uid = next(one.item.uid for one in watcher.page.list.rows.items if one.item.title == title)
    mark_items(workspace, command(ItemsMark, items=(uid,), state="seen"))
    window._look()
    watcher.rest()
    assert title not in watcher.titles


def test_at_a_head_a_key_is_for_what_is_selected_and_else_for_the_group(filled: Watcher, workspace: Workspace) -> None:
    view = filled.page.list
    filled.press(Qt.Key.Key_Home)
    assert filled.current == ItemGroup.BEARING.value
    assert meant(view) == [ABOUT_CITIES]
    filled.press(Qt.Key.Key_A, modifier=CONTROL)
    assert meant(view) == highlighted(view) == filled.titles
    assert filled.page.key_buttons["E"].isEnabled()
    filled.press(Qt.Key.Key_S)
    assert len(list_marked(workspace)) == 8


def test_a_range_grows_and_shrinks_over_a_head(filled: Watcher) -> None:
    view = filled.page.list
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J)
    for count in range(2, 4):
        filled.press(Qt.Key.Key_Down, modifier=SHIFT)
        assert meant(view) == highlighted(view) == filled.titles[:count]
    filled.press(Qt.Key.Key_K, Qt.Key.Key_K, modifier=SHIFT)
    assert meant(view) == highlighted(view) == [ABOUT_CITIES]
    filled.press(Qt.Key.Key_End)
    filled.press(Qt.Key.Key_Home, modifier=SHIFT)
    assert meant(view) == highlighted(view) == filled.titles
    assert filled.current == ABOUT_CITIES
    filled.press(Qt.Key.Key_Up, modifier=SHIFT)
    assert meant(view) == filled.titles


def test_a_selection_stays_when_a_head_is_passed_with_control(filled: Watcher) -> None:
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J)
    filled.press(Qt.Key.Key_Down, modifier=CONTROL)
    assert filled.current == ItemGroup.OTHER.value
    assert meant(filled.page.list) == highlighted(filled.page.list) == [ABOUT_CITIES]


def test_after_a_write_of_another_program_the_same_is_selected_and_current(
    filled: Watcher, window: MainWindow, workspace: Workspace
) -> None:
    view = filled.page.list
    second, third, last = filled.titles[1], filled.titles[2], filled.titles[-1]
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_J)
    filled.press(Qt.Key.Key_Down, modifier=CONTROL)
    assert (filled.current, meant(view)) == (third, [second])
    mark_elsewhere(filled, window, workspace, last)
    assert (filled.current, meant(view), highlighted(view)) == (third, [second], [second])


def test_where_the_current_one_is_gone_another_of_those_selected_is_current(
    filled: Watcher, window: MainWindow, workspace: Workspace
) -> None:
    view = filled.page.list
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_J)
    filled.press(Qt.Key.Key_Down, Qt.Key.Key_Down, modifier=SHIFT)
    left = filled.titles[1:3]
    assert (meant(view), filled.current) == (filled.titles[1:4], filled.titles[3])
    mark_elsewhere(filled, window, workspace, filled.current)
    assert meant(view) == highlighted(view) == left
    assert filled.current == left[1]
    assert filled.page.detail.shown == view.current


def test_a_selection_made_at_a_head_outlives_a_write_of_another_program(
    filled: Watcher, window: MainWindow, workspace: Workspace
) -> None:
    filled.press(Qt.Key.Key_Home)
    filled.press(Qt.Key.Key_A, modifier=CONTROL)
    mark_elsewhere(filled, window, workspace, filled.titles[-1])
    assert filled.current == ItemGroup.BEARING.value
    assert meant(filled.page.list) == highlighted(filled.page.list) == filled.titles


def test_after_a_click_below_the_rows_a_key_is_for_the_current_one(filled: Watcher, workspace: Workspace) -> None:
    view = filled.page.list
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J)
    below = view.viewport().rect().bottomLeft() + QPoint(5, -5)
    assert not view.indexAt(below).isValid()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=below)
    filled.rest()
    assert meant(view) == highlighted(view) == [filled.current] == [ABOUT_CITIES]
    filled.press(Qt.Key.Key_S)
    assert [one.title for one in list_marked(workspace)] == [ABOUT_CITIES]


def test_a_write_of_another_program_scrolls_only_to_what_was_in_sight(
    watcher: Watcher, watch: Callable[..., str], window: MainWindow, workspace: Workspace
) -> None:
    watch("/a", list_page(numbered(60, watcher.day(2))))
    view = watcher.turn().list
    watcher.check()
    watcher.press(Qt.Key.Key_Home, Qt.Key.Key_J)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    first = watcher.current
    mark_elsewhere(watcher, window, workspace, watcher.titles[-1])
    assert (bar.value(), watcher.current) == (before, first)
    mark_elsewhere(watcher, window, workspace, first)
    assert bar.value() == before
    # The current one is the last in sight, and stays there when the list gets shorter.
    watcher.press(Qt.Key.Key_End)
    last = watcher.current
    mark_elsewhere(watcher, window, workspace, watcher.titles[0])
    assert watcher.current == last
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))
