"""The ledger page at work: groups, several rows at once, saved views, chips, columns, copying."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QWidget

from tracker.desktop.models.columns import COLUMNS, USUAL, table_of
from tracker.desktop.models.drawing import spans
from tracker.desktop.models.ledger_model import HEAD_ROLE, LedgerModel
from tracker.desktop.settings import Settings
from tracker.desktop.views.forms.plain_dialog import NameDialog
from tracker.desktop.views.ledger.chips import FilterChip
from tracker.desktop.views.ledger.ledger_table import LedgerTable
from tracker.desktop.views.recording.bulk_dialogs import BulkAssessmentDialog, BulkDepartmentsDialog, TagsDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.commitments.tags import tags_in
from tracker.domain.rows import Name
from tracker.domain.search.ledger_query import Attention, Facet, Group, LedgerQuery, query_for
from tracker.domain.terms import Assessment
from tracker.services.commands import NewDepartment, ViewDefinition, command
from tracker.services.commitments import reading, saved_views
from tracker.services.commitments.departments import add_department
from tracker.wording import load_words

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance
    from tracker.services.ledgers.workspace import Workspace


def group(window: MainWindow, hands: Hands, name: str) -> None:
    """Choose from the menu of groups."""
    menu = window.page.bar.group_button.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == name).trigger()
    hands.settle()


def pick(menu: QMenu | None, start: str) -> None:
    """Choose what begins with these words from a menu that is about to show."""
    assert menu is not None
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith(start)).trigger()


def seen_chips(parent: QWidget) -> list[FilterChip]:
    """The chips that are to be seen, in their order."""
    return [chip for chip in parent.findChildren(FilterChip) if chip.isVisible()]


def take_rows(qtbot: QtBot, window: MainWindow, numbers: tuple[int, ...]) -> tuple[str, ...]:
    """Click on the first of these lines and with Ctrl on the others; returns their codes."""
    table = window.page.table
    for place, number in enumerate(numbers):
        keys = Qt.KeyboardModifier.ControlModifier if place else Qt.KeyboardModifier.NoModifier
        point = table.visualRect(table.rows.index(number, 1)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, point)
    return codes_of(table)


def codes_of(table: LedgerTable) -> tuple[str, ...]:
    """The codes of the rows that are selected."""
    return tuple(row.code for row in table.rows.known_rows(table.selected) or ())


@pytest.mark.parametrize("by", list(Group))
def test_a_grouped_model_keeps_the_rules_of_qt(appearance: Appearance, workspace: Workspace, by: Group) -> None:
    model = LedgerModel(appearance)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    query = LedgerQuery(group=by)
    rows, groups = reading.list_rows(workspace, query), reading.list_groups(workspace, query)
    ids = [row.id for row in rows]
    model.set_listing(ids, rows, groups, by)
    assert model.rowCount() == len(rows) + len(groups)
    head = model.head(0)
    assert head is not None
    assert head.sums == groups[0]
    model.fold(head, True)
    assert model.rowCount() == len(rows) + len(groups) - groups[0].count
    assert model.position(rows[0].id) is None
    assert model.reveal(rows[0].id) == 1
    model.fold_all(True)
    assert [model.index(n, 0).data(HEAD_ROLE).sums for n in range(model.rowCount())] == list(groups)
    model.set_listing(ids, rows)
    assert tester.model() is model


def test_groups_fold_by_click_and_by_keys(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    group(window, hands, "牵头司局")
    table = window.page.table
    every, head = table.rows.rowCount(), table.rows.head(0)
    assert head is not None
    assert "项" in table.rows.count_text(head)

    click = partial(qtbot.mouseClick, table.viewport(), Qt.MouseButton.LeftButton)
    click(pos=table.visualRect(table.rows.index(0, 1)).center())
    assert table.rows.rowCount() == every - head.sums.count
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert table.rows.rowCount() == every
    qtbot.keyClick(table, Qt.Key.Key_Space)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: hands.code == table.rows.row(1).code)
    code = hands.code
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert table.currentIndex().row() == 0
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert table.rows.rowCount() == every - head.sums.count
    hands.settle()
    assert hands.code == code

    window.page.show_commitment(code)
    hands.settle()
    assert table.chosen is not None
    assert table.chosen.code == code
    group(window, hands, "不分组")
    assert all(table.rows.head(number) is None for number in range(table.rows.rowCount()))


def test_several_rows_are_judged_at_once(qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace) -> None:
    codes = take_rows(qtbot, window, (0, 2, 3))
    hands.settle()
    assert len(codes) == 3
    assert window.page.bulk.isVisible()
    form = hands.form(Qt.Key.Key_J)
    assert isinstance(form, BulkAssessmentDialog)
    next(box for box in form.findChildren(QPlainTextEdit)).setPlainText("逐项核对")
    hands.click(form.english.fold)
    form.english.input.setPlainText("Checked one by one")
    hands.click(form.grid.choices[Assessment.NOT_VERIFIABLE])
    qtbot.waitUntil(form.save_button.isEnabled)
    form.save_button.click()
    qtbot.waitUntil(lambda: hands.form_is_closed)
    hands.settle()
    for code in codes:
        detail = reading.read_detail(workspace, code)
        assert (detail.row.assessment, detail.reason_en) == (Assessment.NOT_VERIFIABLE, "Checked one by one")
    assert codes_of(window.page.table) == codes


def test_several_rows_get_another_department(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    add_department(workspace, command(NewDepartment, name="数据处"))  # nothing names it yet
    codes = take_rows(qtbot, window, (0, 1))
    hands.settle()
    hands_off = window.page.bulk.departments_button
    qtbot.mouseClick(hands_off, Qt.MouseButton.LeftButton)
    form = hands.opened_form()
    assert isinstance(form, BulkDepartmentsDialog)
    lead = form.input("department")
    assert lead.findText("数据处") >= 0  # pyright: ignore[reportAttributeAccessIssue] - a combo box
    lead.setCurrentIndex(lead.findData("planning"))  # pyright: ignore[reportAttributeAccessIssue] - a combo box
    form.save_button.click()
    qtbot.waitUntil(lambda: bool(form.fault("reason")))
    form.input("reason").setPlainText("分工调整")  # pyright: ignore[reportAttributeAccessIssue] - a text field
    form.save_button.click()
    qtbot.waitUntil(lambda: hands.form_is_closed)
    hands.settle()
    for code in codes:
        lead_now = reading.read_detail(workspace, code).row.lead
        assert lead_now is not None
        assert lead_now.department.key == "planning"


def test_tags_of_several_and_of_one(qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace) -> None:
    codes = take_rows(qtbot, window, (0, 1))
    hands.settle()
    qtbot.mouseClick(window.page.bulk.tags_button, Qt.MouseButton.LeftButton)
    form = hands.opened_form()
    assert isinstance(form, TagsDialog)
    hands.type(form.input("tags"), "重点，季度")
    form.save_button.click()
    qtbot.waitUntil(lambda: hands.form_is_closed)
    hands.settle()
    assert [reading.read_detail(workspace, code).tags for code in codes] == [("季度", "重点")] * 2
    assert window.page.facets.groups[Facet.TAG].isVisibleTo(window)

    take_rows(qtbot, window, (0,))
    hands.settle()
    strip = window.page.tags
    # Tags stand under the last head, which is folded until somebody asks for it.
    window.page.detail.show_fields()
    qtbot.waitUntil(lambda: sorted(chip.words for chip in seen_chips(strip)) == ["季度", "重点"])
    hands.click(next(chip for chip in seen_chips(strip) if chip.words == "季度"))
    hands.type(strip.input, "复核")
    qtbot.keyClick(strip.input, Qt.Key.Key_Return)
    hands.settle()
    assert reading.read_detail(workspace, codes[0]).tags == ("复核", "重点")


def test_a_view_survives_a_restart_and_says_when_it_was_changed(
    qtbot: QtBot, hands: Hands, window: MainWindow, appearance: Appearance, settings: Settings, ledger_path: Path
) -> None:
    window.page.show_rows({Facet.ASSESSMENT: frozenset({"not_rated"})})
    window.page.table.header.choose(("title", "code", "topic"))
    group(window, hands, "专题")
    pick(window.page.bar.view_button.menu(), "另存为视图")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, NameDialog)
    dialog.field.setText("季度复核")
    hands.click(dialog.save_button)
    qtbot.waitUntil(lambda: window.page.views.current == "季度复核")
    hands.settle()
    assert not window.page.views.is_modified
    shown = window.page.table.rows.rowCount()
    group(window, hands, "不分组")
    assert "已改动" in window.page.bar.view_button.accessibleName()
    window.close()

    again = MainWindow(appearance, Settings(settings.path), str(ledger_path))
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.is_ready and bool(again.page.views.views))
    pick(again.page.bar.view_button.menu(), "季度复核")
    qtbot.waitUntil(lambda: again.is_ready and again.page.table.rows.rowCount() == shown)
    assert again.page.query.group is Group.TOPIC
    # Code and title stand first, wherever else a view was saved with them.
    assert again.page.table.header.columns == ("code", "title", "topic")
    pick(again.page.bar.view_button.menu(), "删除")
    qtbot.waitUntil(lambda: again.is_ready and not again.page.views.views)
    again.close()


def test_a_view_that_names_what_is_gone_shows_the_rest_and_says_so(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    definition = {
        "choices": {"department": ["撤销的司"], "assessment": ["not_rated"], "weather": ["rain"], "light": ["purple"]},
        "sort": "colour", "group": {}, "columns": ["nothing", 7], "density": "none", "search": None,
    }  # fmt: skip
    saved_views.save_view(workspace, command(ViewDefinition, name="旧视图", definition=definition))
    said: list[str] = []
    window.page.said.connect(said.append)
    window.page.refresh()
    qtbot.waitUntil(lambda: bool(window.page.views.views))
    pick(window.page.bar.view_button.menu(), "旧视图")
    qtbot.waitUntil(lambda: bool(said))
    hands.settle()
    assert "撤销的司" in said[0]
    assert window.page.query.choices == {Facet.ASSESSMENT: frozenset({"not_rated"})}
    assert window.page.table.rows.rowCount() == len(reading.list_rows(workspace, query_for(assessment=["not_rated"])))


def test_every_filter_is_a_chip_that_takes_it_away(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    page = window.page
    page.show_rows({Facet.ATTENTION: frozenset({Attention.DUE}), Facet.ASSESSMENT: frozenset({"not_rated"})})
    hands.settle()
    hands.search("试点")
    due = page.detail._appearance.words.term(Attention.DUE)
    wanted = ["搜索：试点", "评估结论：未评估", f"需要处理：{due}"]
    qtbot.waitUntil(lambda: [chip.words for chip in seen_chips(page.bar.chips)] == wanted)
    chips = seen_chips(page.bar.chips)
    chips[2].setFocus()
    qtbot.keyClick(chips[2], Qt.Key.Key_Space)
    hands.settle()
    assert page.query.choices == {Facet.ASSESSMENT: frozenset({"not_rated"})}
    qtbot.waitUntil(lambda: [chip.words for chip in seen_chips(page.bar.chips)] == wanted[:2])
    hands.click(seen_chips(page.bar.chips)[0])
    assert page.query.search == ""
    assert window.top_bar.search_field.text() == ""


def test_folded_filters_stay_folded_and_say_how_many_are_ticked(
    qtbot: QtBot, hands: Hands, window: MainWindow, appearance: Appearance, settings: Settings
) -> None:
    groups = window.page.facets.groups
    assert [facet for facet, one in groups.items() if one.is_open] == list(groups)[:4]
    first = groups[Facet.DEPARTMENT]
    hands.click(first.title)
    assert not first.is_open
    groups[Facet.TOPIC].title.setFocus()
    qtbot.keyClick(groups[Facet.TOPIC].title, Qt.Key.Key_Space)
    window.page.show_rows({Facet.KIND: frozenset({"pilot"})})
    hands.settle()
    assert groups[Facet.KIND].title.accessibleDescription() == "1"

    again = type(window.page.facets)(appearance, Settings(settings.path))
    qtbot.addWidget(again)
    assert not again.groups[Facet.DEPARTMENT].is_open
    assert again.groups[Facet.TOPIC].is_open


def test_columns_are_chosen_and_remembered(
    qtbot: QtBot, hands: Hands, window: MainWindow, appearance: Appearance, settings: Settings, ledger_path: Path
) -> None:
    header = window.page.table.header
    assert header.columns == USUAL
    pick(window.page.bar.column_button.menu(), "牵头")
    pick(window.page.bar.column_button.menu(), "证据数")
    due = next(number for number, one in enumerate(COLUMNS) if one.name == "due")
    header.moveSection(header.visualIndex(due), 2)
    wanted = ("code", "title", "due", *(name for name in USUAL[3:] if name != "due"), "evidence_count")
    assert header.columns == wanted
    window.close()
    again = MainWindow(appearance, Settings(settings.path), str(ledger_path))
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.is_ready)
    assert again.page.table.header.columns == wanted
    again.close()


def test_dense_rows_are_lower(hands: Hands, window: MainWindow) -> None:
    table = window.page.table
    before = table.rowHeight(0)
    pick(window.page.bar.column_button.menu(), "紧凑")
    assert table.rowHeight(0) < before
    pick(window.page.bar.column_button.menu(), "宽松")
    assert table.rowHeight(0) == before


def test_selected_rows_are_copied_as_a_table(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    table = window.page.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    data = QGuiApplication.clipboard().mimeData()
    lines = [line.split("\t") for line in data.text().splitlines()]
    assert lines[0][:2] == ["编号", "承诺事项"]
    assert len(lines) == table.rows.rowCount() + 1
    assert {len(line) for line in lines} == {len(table.header.columns)}
    assert data.html().count("<tr>") == len(lines)


def test_what_looks_like_a_formula_stays_text_in_the_copy(workspace: Workspace) -> None:
    row = reading.list_rows(workspace, LedgerQuery())[0]
    bad = Name("x", '=HYPERLINK("http://x")\t<b>一\n二', "x")
    changed = replace(row, title=bad)
    data = table_of([changed], ("code", "title"), load_words("zh"))
    assert data.plain.splitlines()[1] == f'{row.code}\t\'=HYPERLINK("http://x") <b>一 二'
    assert "<b>" not in data.html


def test_the_menu_on_a_row_offers_what_can_be_done(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    for numbers, wanted in (((0,), 8), ((0, 1), 7)):
        take_rows(qtbot, window, numbers)
        hands.settle()
        window.page.table.menu_wanted.emit(window.mapToGlobal(QPoint(300, 300)))
        menu = QGuiApplication.instance().activePopupWidget()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        assert isinstance(menu, QMenu)
        said = [action.text() for action in menu.actions() if action.text()]
        assert (said[0], said[-1], len(said)) == ("设定结论…", "复制为表格", wanted)
        menu.close()


@pytest.mark.parametrize(
    ("text", "whole", "search", "found"),
    [
        ("再支持30个以上试点城市", "再支持30个以上试点城市", "试点 30", [(3, 5), (8, 10)]),
        ("044", "MIIT-2025-044", "2025-044", [(0, 3)]),
        ("044", "MIIT-2025-044", "44", [(1, 3)]),
        ("Pilot cities", "Pilot cities", "pilot", [(0, 5)]),
        ("试点", "试点", "shidian", []),
        ("試點", "別的", "試", []),
        ("支持ＡＩ試\u200b點", "支持ＡＩ試\u200b點", "ai 试点", [(2, 4), (4, 7)]),
        ("试点", "试点", "試點，", [(0, 2)]),
        ("试点，城市", "试点，城市", "，", []),
    ],
)
def test_hits_are_found_where_they_stand(text: str, whole: str, search: str, found: list[tuple[int, int]]) -> None:
    assert spans(text, whole, search) == found


@pytest.mark.parametrize("search", ["中小企业局", "中小企業"])
def test_the_name_of_a_department_that_was_searched_for_is_marked(
    window: MainWindow, hands: Hands, appearance: Appearance, search: str
) -> None:
    table, lead = window.page.table, next(place for place, one in enumerate(COLUMNS) if one.name == "lead")
    marked = appearance.tokens.colour("quote_mark")
    for words, shown in ((search, True), ("不在其中", False)):
        window.page.search(search)
        hands.settle()
        table.mark_search(words)
        assert "中小企业" in table.rows.index(0, lead).data()
        cell = table.visualRect(table.rows.index(0, lead))
        picture = table.viewport().grab(cell).toImage()
        line = [picture.pixelColor(across, picture.height() // 2) for across in range(picture.width())]
        assert (marked in line) is shown


def test_tags_are_typed_with_the_commas_of_either_script() -> None:
    assert tags_in(" 重点，季度、重点; Q1 ,, ") == ("重点", "季度", "Q1")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(900, 600), (1024, 700), (1440, 900)])
def test_nothing_in_the_bar_is_clipped(
    hands: Hands, window: MainWindow, appearance: Appearance, language: str, size: tuple[int, int]
) -> None:
    appearance.set_language(language)
    window.resize(*size)
    window.page.show_rows({Facet.ASSESSMENT: frozenset(Assessment)})
    hands.settle()
    bar = window.page.bar
    for stop in bar.stops:
        if stop.isVisible():
            assert stop.width() >= stop.minimumSizeHint().width()
            assert bar.rect().contains(stop.mapTo(bar, stop.rect().bottomRight())), stop
    strip = bar.filter_strip
    assert bar.chips.stops
    for chip in bar.chips.stops:
        assert strip.rect().contains(chip.mapTo(strip, chip.rect().bottomRight())), chip


def test_what_everybody_looks_for_is_one_choice_in_the_menu_of_views(qtbot: QtBot, window: MainWindow) -> None:
    for words, facet in (("待判", Facet.ATTENTION), ("亮红灯", Facet.ATTENTION), ("本月到期", Facet.DUE_MONTH)):
        columns = window.page.table.header.columns
        pick(window.page.bar.view_button.menu(), words)
        qtbot.waitUntil(lambda: window.is_ready)
        assert window.page.query.chosen(facet)
        assert list(window.page.query.choices) == [facet]
        assert window.page.table.header.columns == columns
        assert window.page.views.current == ""
