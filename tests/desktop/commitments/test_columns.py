"""The columns of a table are the user's: nothing hides them, some stay at the left, and the heading sorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QByteArray, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QHeaderView, QMenu, QStyleOptionHeader

from tracker.desktop.models.columns import COLUMNS
from tracker.desktop.views.common.facet_panel import SHOWN
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.evidence.evidence_query import EvidenceSort
from tracker.domain.search.ledger_query import Facet, Group, LedgerQuery, SortKey
from tracker.domain.search.ordering import Order
from tracker.services.commands import ViewDefinition, command
from tracker.services.commitments import saved_views

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.settings import Settings
    from tracker.desktop.views.common.row_table import LazyTableView
    from tracker.services.ledgers.workspace import Workspace

NUMBERS = {column.name: number for number, column in enumerate(COLUMNS)}
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


def scrolled(qtbot: QtBot, window: MainWindow) -> LazyTableView:
    """The table in a small window, scrolled to its last column."""
    window.resize(1024, 700)
    table = window.page.table
    bar = table.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    return table


def heading(table: LazyTableView, name: str) -> QPoint:
    """A place on the heading of a column, as it is to be seen."""
    box = table.visualRect(table.model().index(0, NUMBERS[name]))
    return QPoint(box.left() + 12, table.header.height() // 2)


def widths(table: LazyTableView) -> dict[str, int]:
    """How wide the columns are that show."""
    return {name: table.header.sectionSize(NUMBERS[name]) for name in table.header.columns}


def widen(qtbot: QtBot, table: LazyTableView, name: str, by: int) -> None:
    """Drag the right edge of a column."""
    number = NUMBERS[name]
    edge = table.visualRect(table.model().index(0, number)).right()
    place = QPoint(edge, 10)
    viewport = table.header.viewport()
    qtbot.mousePress(viewport, LEFT, pos=place)
    qtbot.mouseMove(viewport, place + QPoint(by, 0))
    qtbot.mouseRelease(viewport, LEFT, pos=place + QPoint(by, 0))


def menu_of(qtbot: QtBot) -> QMenu:
    """The menu that is open."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(qtbot: QtBot, table: LazyTableView, name: str, action: str) -> None:
    """Choose from the menu of a column's heading."""
    table.menus.open_column(NUMBERS[name], table.mapToGlobal(QPoint(40, 40)))
    menu = menu_of(qtbot)
    next(one for one in menu.actions() if one.objectName() == action).trigger()
    menu.close()


def arrows(header: QHeaderView) -> dict[int, tuple[str, str]]:
    """The columns that have an arrow: its direction, and what stands beside it."""
    found = {}
    for number in range(header.count()):
        option = QStyleOptionHeader()
        header.initStyleOptionForIndex(option, number)
        if option.sortIndicator is not QStyleOptionHeader.SortIndicator.None_:
            found[number] = (option.sortIndicator.name, option.text.rpartition(" ")[2])
    return found


def test_no_column_gives_way_however_narrow_the_window_is(qtbot: QtBot, window: MainWindow) -> None:
    table = window.page.table
    columns = table.header.columns
    assert "due" in columns
    for width in (1000, 1440, 2000):
        window.resize(width, 700)
        qtbot.waitUntil(lambda width=width: window.width() == width)
        assert table.header.columns == columns
        assert all(size >= 60 for size in widths(table).values())
    # All have room: what is left is the title's.
    assert table.header.length() == table.viewport().width()


def test_a_window_that_grew_on_another_page_gives_the_title_its_room(
    qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    window.show_page("evidence")
    hands.settle()
    window.resize(2200, 900)
    window.show_page("ledger")
    hands.settle()
    table = window.page.table
    qtbot.waitUntil(lambda: table.header.length() == table.viewport().width())
    assert "due" in table.header.columns


def test_widening_a_column_changes_no_other(qtbot: QtBot, window: MainWindow) -> None:
    table = window.page.table
    before = widths(table)
    widen(qtbot, table, "lead", 70)
    assert widths(table) == before | {"lead": before["lead"] + 70}
    assert table.horizontalScrollBar().maximum() > 0


def test_code_and_title_stay_while_the_others_are_scrolled(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    table = scrolled(qtbot, window)
    model = table.model()
    assert table.visualRect(model.index(0, NUMBERS["code"])).left() == 0
    title = table.visualRect(model.index(2, NUMBERS["title"]))
    assert title.left() == table.header.sectionSize(NUMBERS["code"])
    assert table.indexAt(title.center()) == model.index(2, NUMBERS["title"])
    last = table.visualRect(model.index(0, NUMBERS["latest_evidence"]))
    assert last.right() == table.viewport().width() - 1
    assert table.indexAt(last.center()).column() == NUMBERS["latest_evidence"]

    qtbot.mouseClick(table.viewport(), LEFT, pos=title.center())
    qtbot.waitUntil(lambda: hands.code == window.page.table.rows.row(2).code)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    # To go to a row scrolls down and up alone.
    bar = table.horizontalScrollBar()
    assert bar.value() == bar.maximum()


def test_what_stays_is_drawn_where_it_is_clicked(qtbot: QtBot, window: MainWindow) -> None:
    table = window.page.table
    window.resize(1024, 700)
    bar = table.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    left = QRect(0, 0, table.header.sectionSize(0) + table.header.sectionSize(1) - 2, table.viewport().height())
    still = table.viewport().grab(left).toImage()
    words = table.header.viewport().grab(QRect(0, 0, left.width(), table.header.height())).toImage()
    bar.setValue(bar.maximum())
    assert table.viewport().grab(left).toImage() == still
    assert table.header.viewport().grab(QRect(0, 0, left.width(), table.header.height())).toImage() == words


def test_keys_bring_a_column_out_from_under_those_that_stay(qtbot: QtBot, window: MainWindow) -> None:
    table = scrolled(qtbot, window)
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, NUMBERS["latest_evidence"]))
    for _ in range(5):
        qtbot.keyClick(table, Qt.Key.Key_Left)
    assert table.currentIndex().column() == NUMBERS["lead"]
    staying = table.visualRect(table.model().index(0, NUMBERS["title"])).right()
    assert table.visualRect(table.currentIndex()).left() > staying


def test_headings_that_stay_sort_and_widen_as_they_are_seen(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    table = scrolled(qtbot, window)
    qtbot.mouseClick(table.header.viewport(), LEFT, pos=heading(table, "title"))
    hands.settle()
    assert window.page.query.orders == (Order(SortKey.TITLE),)
    before = widths(table)
    widen(qtbot, table, "title", -30)
    assert widths(table) == before | {"title": before["title"] - 30}
    order = table.header.columns
    qtbot.mousePress(table.header.viewport(), LEFT, pos=heading(table, "title"))
    qtbot.mouseMove(table.header.viewport(), heading(table, "title") + QPoint(300, 0))
    qtbot.mouseRelease(table.header.viewport(), LEFT, pos=heading(table, "title") + QPoint(300, 0))
    assert table.header.columns == order


def test_shift_and_a_click_sort_by_one_more_column(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    table = window.page.table
    click = table.header.viewport()
    assert arrows(table.header) == {NUMBERS["code"]: ("SortUp", "编号")}
    qtbot.mouseClick(click, LEFT, pos=heading(table, "lead"))
    qtbot.mouseClick(click, LEFT, SHIFT, heading(table, "assessment"))
    hands.settle()
    qtbot.mouseClick(click, LEFT, SHIFT, heading(table, "assessment"))
    hands.settle()
    assert window.page.query.orders == (Order(SortKey.LEAD), Order(SortKey.ASSESSMENT, descending=True))
    assert arrows(table.header) == {NUMBERS["lead"]: ("SortUp", "1"), NUMBERS["assessment"]: ("SortDown", "2")}
    choose(qtbot, table, "lead", "lessSort")
    hands.settle()
    assert window.page.query.orders == (Order(SortKey.ASSESSMENT, descending=True),)
    qtbot.mouseClick(click, LEFT, pos=heading(table, "assessment"))
    hands.settle()
    assert window.page.query.orders == (Order(SortKey.ASSESSMENT),)


def test_the_menu_of_a_heading_sorts_hides_fits_filters_and_groups(
    qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    table = window.page.table
    choose(qtbot, table, "due", "sortDown")
    choose(qtbot, table, "light", "addSort")
    hands.settle()
    assert window.page.query.orders == (Order(SortKey.DUE, descending=True), Order(SortKey.LIGHT))
    choose(qtbot, table, "lead", "groupBy")
    hands.settle()
    assert window.page.query.group is Group.DEPARTMENT
    choose(qtbot, table, "lead", "groupBy")
    hands.settle()
    assert window.page.query.group is None
    choose(qtbot, table, "target", "hideColumn")
    assert "target" not in table.header.columns
    before = widths(table)
    choose(qtbot, table, "code", "fitColumn")
    assert table.header.sectionSize(NUMBERS["code"]) > before["code"]
    choose(qtbot, table, "light", "filterByValue")
    assert window.focusWidget() in window.page.facets.groups[Facet.LIGHT].stops
    assert all(column.facet in SHOWN for column in COLUMNS if column.facet is not None)


def test_the_menu_is_opened_by_keys_too(qtbot: QtBot, window: MainWindow) -> None:
    window.page.table.setFocus()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_L, keys)
    menu = menu_of(qtbot)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction() is menu.actions()[0]
    assert [one.menu() is not None for one in menu.actions() if not one.isSeparator()] == [True] * (
        len(window.page.table.header.columns) + 1
    )
    menu.close()


def test_each_view_keeps_its_widths_and_the_list_its_order(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    definition = {"sort": "due", "descending": True, "columns": ["code", "title", "due", "lead"]}
    saved_views.save_view(workspace, command(ViewDefinition, name="按期限", definition=definition))
    window.page.views.refresh()
    hands.settle()
    table = window.page.table
    widen(qtbot, table, "lead", 40)
    of_list = widths(table)
    qtbot.mouseClick(table.header.viewport(), LEFT, pos=heading(table, "light"))
    hands.settle()

    window.page.views.apply(window.page.views.views[0])
    hands.settle()
    assert table.header.columns == ("code", "title", "due", "lead")
    assert window.page.query.orders == (Order(SortKey.DUE, descending=True),)
    widen(qtbot, table, "due", 55)
    of_view = widths(table)
    assert of_view["lead"] != of_list["lead"]

    window.page.views._apply_ready({})
    hands.settle()
    assert widths(table) == of_list
    assert window.page.query == LedgerQuery(sort=SortKey.LIGHT)
    window.page.views.apply(window.page.views.views[0])
    hands.settle()
    assert widths(table) == of_view


def test_order_and_widths_are_there_at_the_next_start(
    qtbot: QtBot, hands: Hands, window: MainWindow, appearance: Appearance, settings: Settings, ledger_path: Path
) -> None:
    table = window.page.table
    qtbot.mouseClick(table.header.viewport(), LEFT, pos=heading(table, "light"))
    hands.settle()
    widen(qtbot, table, "light", 33)
    before = table.header.sectionSize(NUMBERS["light"])
    window.close()
    again = MainWindow(appearance, settings, str(ledger_path))
    again.resize(1440, 900)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.is_ready and again.page.table.rows.rowCount() > 0)
    assert again.page.query.orders == (Order(SortKey.LIGHT),)
    assert arrows(again.page.table.header) == {NUMBERS["light"]: ("SortUp", "进度灯")}
    assert again.page.table.header.sectionSize(NUMBERS["light"]) == before
    again.close()


@pytest.mark.parametrize("kept", ["[]", '{"columns": 7, "own": {"lead": "wide"}, "orders": [["due"], 3], "views": []}'])
def test_what_was_kept_and_cannot_be_read_is_passed_over(
    qtbot: QtBot, appearance: Appearance, settings: Settings, kept: str
) -> None:
    settings.remember("ledger_columns", QByteArray(kept.encode()))
    window = MainWindow(appearance, settings, None)
    qtbot.addWidget(window)
    assert window.page.table.header.columns[:2] == ("code", "title")
    assert window.page.query == LedgerQuery()


def test_the_evidence_is_sorted_by_several_columns_as_well(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    window.show_page("evidence")
    hands.settle()
    table = window.evidence.table
    assert [arrow for arrow, _ in arrows(table.header).values()] == ["SortDown"]
    qtbot.mouseClick(table.header.viewport(), LEFT, pos=QPoint(12, 12))
    kind = next(number for number, one in enumerate(table.rows.columns) if one.key is EvidenceSort.KIND)
    table.header.sort_by(kind, adds=True)
    hands.settle()
    assert window.evidence.query.orders[0].key is EvidenceSort.PUBLISHED
    assert arrows(table.header)[kind] == ("SortUp", "2")
