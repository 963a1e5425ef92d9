"""Reading: the list, the filters, the search, and what the window remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from tracker.desktop.settings import Settings
from tracker.desktop.views.common.widgets import CheckBox
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.domain.terms import Assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.commitments import reading

LOW_SCREEN = 640
"""Of 700 pixels what the frame, the bar at the top and the system's own bar leave."""

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.views.common.facet_panel import FacetGroup
    from tracker.services.ledgers.workspace import Workspace


def test_every_commitment_is_shown_with_the_words_of_the_first(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    rows = reading.list_rows(workspace, LedgerQuery())
    assert window.page.table.rows.rowCount() == len(rows)
    assert hands.code == rows[0].code
    assert any(rows[0].title.zh == label.text() for label in window.page.detail.findChildren(QLabel))


def test_ticking_a_department_filters_and_clearing_shows_all(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    every = window.page.table.rows.rowCount()
    box = _box(window.page.facets.groups[Facet.DEPARTMENT], "中小企业局")
    hands.click(box)
    wanted = reading.list_rows(workspace, LedgerQuery(window.page.query.choices))
    assert 0 < window.page.table.rows.rowCount() == len(wanted) < every
    assert box.accessibleDescription() == str(len(wanted))

    hands.press("清除筛选")
    assert not box.isChecked()
    assert window.page.table.rows.rowCount() == every


def test_a_filter_that_leaves_the_chosen_row_reads_its_detail_no_second_time(hands: Hands, window: MainWindow) -> None:
    before = window.page.detail.detail
    assert before is not None
    hands.click(_box(window.page.facets.groups[Facet.KIND], window._appearance.words.term(before.row.kind)))
    assert window.page.table.chosen is not None
    assert window.page.table.chosen.code == before.row.code
    assert window.page.detail.detail is before


def test_choices_within_a_facet_add_up(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    for name in ("未评估", "不可核验"):
        hands.click(_box(window.page.facets.groups[Facet.ASSESSMENT], name))
    assert window.page.query.chosen(Facet.ASSESSMENT) == {Assessment.NOT_RATED, Assessment.NOT_VERIFIABLE}
    assert window.page.table.rows.rowCount() > 0


def test_two_characters_are_found_and_escape_clears(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    every = window.page.table.rows.rowCount()
    hands.search("试点")
    wanted = {row.code for row in reading.list_rows(workspace, LedgerQuery(search="试点"))}
    rows = window.page.table.rows
    assert {rows.row(number).code for number in range(rows.rowCount())} == wanted
    assert 0 < len(wanted) < every

    qtbot.keyClick(window.top_bar.search_field, Qt.Key.Key_Escape)
    hands.settle()
    assert window.top_bar.search_field.text() == ""
    assert rows.rowCount() == every


def test_nothing_found_says_what_to_do(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    hands.search("没有这样的词")
    assert not window.page.table.isVisible()
    hands.press("清除搜索和筛选")
    assert window.page.table.isVisible()
    assert window.page.table.rows.rowCount() > 0


def test_a_click_on_a_heading_sorts_and_another_turns_round(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    table = window.page.table
    header = table.horizontalHeader()
    for descending in (True, False):
        place = header.sectionPosition(0) + 10
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 8))
        hands.settle()
        codes = [table.rows.row(number).code for number in range(table.rows.rowCount())]
        assert codes == sorted(codes, reverse=descending)


def test_arrows_home_end_and_typing_move_through_the_list(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    table = window.page.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_End)
    last = table.rows.row(table.rows.rowCount() - 1).code
    qtbot.waitUntil(lambda: hands.code == last)
    qtbot.keyClick(table, Qt.Key.Key_Home)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: hands.code == table.rows.row(1).code)
    qtbot.keyClicks(table, "044")
    qtbot.waitUntil(lambda: hands.code.endswith("-044"))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert window.page.detail.hasFocus()


def test_the_exact_words_stand_marked_in_their_paragraph(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    hands.take("MIIT-2025-044")
    detail = window.page.detail.detail
    assert detail is not None
    quote = next(label for label in window.page.detail.findChildren(QLabel) if label.objectName() == "quote")
    assert f">{detail.quotes[0].passage.exact}</span>" in quote.text()
    assert "下一步" in quote.text()


def test_what_another_program_writes_is_shown_without_asking(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.code
    log_search(workspace, command(NewSearch, commitment=code, place="中国政府网", words="行动计划"))
    qtbot.waitUntil(lambda: any("在中国政府网检索“行动计划”" in line for line in hands.said), timeout=6_000)


def test_places_and_widths_are_remembered(
    qtbot: QtBot, hands: Hands, window: MainWindow, appearance: Appearance, settings: Settings, ledger_path: Path
) -> None:
    header = window.page.table.horizontalHeader()
    window.resize(800, 640)
    header.resizeSection(0, 90)
    window.page.splitter.setSizes([180, 280, 340])
    sizes = window.page.splitter.sizes()
    window.close()

    again = MainWindow(appearance, Settings(settings.path), str(ledger_path))
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.is_ready)
    assert (again.width(), again.height()) == (800, 640)
    assert again.page.splitter.sizes() == sizes
    assert again.page.table.horizontalHeader().sectionSize(0) == 90
    again.close()


@pytest.mark.parametrize("contents", [b"no ledger at all", b"SQLite format 3\x00" + b"\x01" * 500])
def test_a_file_that_is_no_ledger_gets_a_calm_page_and_another_chance(
    qtbot: QtBot, appearance: Appearance, settings: Settings, tmp_path: Path, ledger_path: Path, contents: bytes
) -> None:
    wrong = tmp_path / "名单.db"
    wrong.write_bytes(contents)
    window = MainWindow(appearance, settings, str(wrong))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.failure.isVisible)
    assert any("名单.db" in label.text() for label in window.failure.findChildren(QLabel))
    assert wrong.read_bytes() == contents

    wrong.write_bytes(ledger_path.read_bytes())
    retry = window.failure.findChild(QPushButton, "tryAgain")
    qtbot.mouseClick(retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.is_ready and window.page.isVisible())
    window.close()


def test_the_tab_key_goes_from_search_to_filters_to_list_to_detail(window: MainWindow) -> None:
    chain: list[QWidget] = []
    widget = window.top_bar.search_field.nextInFocusChain()
    while widget is not None and widget is not window.top_bar.search_field:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            chain.append(widget)
        widget = widget.nextInFocusChain()
    wanted = [
        window.top_bar.export_button,
        window.top_bar.menu_button,
        *(box for box in window.page.facets.findChildren(CheckBox) if box.isVisible()),
        window.page.table,
        window.page.detail.area,
    ]
    assert [widget for widget in chain if widget in wanted] == wanted


@pytest.mark.parametrize("key", [None, Qt.Key.Key_E, Qt.Key.Key_J, Qt.Key.Key_L])
def test_everything_that_takes_the_focus_has_a_name(hands: Hands, window: MainWindow, key: Qt.Key | None) -> None:
    root = window if key is None else hands.form(key)
    for widget in root.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()), widget


def test_an_export_that_cannot_be_written_says_so_and_stays(hands: Hands, window: MainWindow, tmp_path: Path) -> None:
    window.page.export(tmp_path / "没有这个文件夹" / "报告.xlsx")
    hands.settle()
    assert any("无法写入" in label.text() for label in window.findChildren(QLabel))


def _box(group: FacetGroup, name: str) -> CheckBox:
    return next(box for box in group.findChildren(CheckBox) if box.text() == name)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_menu_of_ledgers_is_no_higher_than_a_low_screen(
    window: MainWindow, appearance: Appearance, language: str
) -> None:
    appearance.set_language(language)
    assert window.top_bar.ledger_button.menu().sizeHint().height() < LOW_SCREEN
