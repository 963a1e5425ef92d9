"""Work in the list itself: j and k, the verdict in place, several rows, and nothing that jumps under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from tracker.desktop.models.drawing import cut_to_tell, script_of
from tracker.desktop.views.assessment.assessment_dialog import AssessmentDialog
from tracker.desktop.views.recording.bulk_dialogs import BulkAssessmentDialog
from tracker.domain.search.ledger_query import Facet, LedgerQuery, query_for
from tracker.domain.terms import Assessment
from tracker.services.commitments import listing, reading
from tracker.services.reports import past_reports

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


def open_menu(qtbot: QtBot, name: str) -> QMenu:
    """The menu of that name, once it is open."""
    qtbot.waitUntil(lambda: getattr(QApplication.activePopupWidget(), "objectName", str)() == name)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def select(qtbot: QtBot, window: MainWindow, lines: tuple[int, ...]) -> None:
    """Click on these lines, on all but the first with Ctrl."""
    table = window.page.table
    for place, line in enumerate(lines):
        keys = Qt.KeyboardModifier.ControlModifier if place else Qt.KeyboardModifier.NoModifier
        qtbot.mouseClick(table.viewport(), LEFT, keys, table.visualRect(table.rows.index(line, 1)).center())


def test_j_and_k_go_down_and_up_but_are_letters_in_a_word(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    table = window.page.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_J)
    qtbot.keyClick(table, Qt.Key.Key_J)
    assert table.currentIndex().row() == 2
    qtbot.keyClick(table, Qt.Key.Key_K)
    assert table.currentIndex().row() == 1
    qtbot.keyClick(table, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    assert len(table.selected) == 2
    field = window.top_bar.search_field
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_J)
    assert field.text() == "j"
    field.clear()
    hands.settle()
    table.setFocus()
    before = table.currentIndex().row()
    table.keyboardSearch("z")
    qtbot.keyClick(table, Qt.Key.Key_K)
    assert table.currentIndex().row() == before


def test_a_click_on_the_verdict_opens_the_form_with_another_one(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    table = window.page.table
    line = 5
    chip = table._ledger_painter.chip_at(line)
    assert chip is not None
    wanted = table.rows.row(line)
    beside = QPoint(chip.right() + 12, chip.center().y())
    qtbot.mouseClick(table.viewport(), LEFT, pos=beside)
    assert QApplication.activePopupWidget() is None
    qtbot.mouseClick(table.viewport(), LEFT, pos=chip.center())
    menu = open_menu(qtbot, "verdictMenu")
    assert [action.data() for action in menu.actions()] == list(Assessment)
    assert menu.defaultAction().data() == wanted.assessment
    next(action for action in menu.actions() if action.data() == Assessment.MET).trigger()
    menu.close()
    form = hands.opened_form()
    assert isinstance(form, AssessmentDialog)
    assert (form.detail.row.code, form.grid.chosen) == (wanted.code, Assessment.MET)
    # Nothing is set without its proof and its reason.
    assert form.refusal is not None
    assert not form.save_button.isEnabled()
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    hands.settle()
    assert table.rows.row(line).assessment is wanted.assessment


def test_f2_offers_the_verdicts_of_the_current_row_and_of_several(
    qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    window.page.table.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F2)
    menu = open_menu(qtbot, "verdictMenu")
    # By its number, which is that of the form.
    qtbot.keyClick(menu, Qt.Key.Key_1 + list(Assessment).index(Assessment.NOT_VERIFIABLE))
    form = hands.opened_form()
    assert isinstance(form, AssessmentDialog)
    assert form.grid.chosen is Assessment.NOT_VERIFIABLE
    assert form.focusWidget() is form._reason
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    hands.settle()
    window.activateWindow()  # what a window manager does when a form closes
    qtbot.waitUntil(window.isActiveWindow)
    select(qtbot, window, (1, 3))
    hands.settle()
    qtbot.keyClick(window, Qt.Key.Key_F2)
    menu = open_menu(qtbot, "verdictMenu")
    next(action for action in menu.actions() if action.data() == Assessment.DROPPED).trigger()
    menu.close()
    form = hands.opened_form()
    assert isinstance(form, BulkAssessmentDialog)
    assert (form.grid.chosen, len(form.codes)) == (Assessment.DROPPED, 2)
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    hands.settle()


def test_selected_rows_are_exported_by_themselves(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    select(qtbot, window, (1, 4))
    hands.settle()
    codes = window.page._reader.codes
    assert len(codes) == 2
    window.page.table.menu_wanted.emit(window.mapToGlobal(QPoint(300, 300)))
    menu = open_menu(qtbot, "rowMenu")
    next(action for action in menu.actions() if action.objectName() == "exportRows").trigger()
    menu.close()
    qtbot.waitUntil(lambda: bool(window.findChildren(QFileDialog)))
    dialog = window.findChildren(QFileDialog)[-1]
    path = tmp_path / "两项.md"
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    qtbot.waitUntil(path.exists)
    hands.settle()
    text = path.read_text(encoding="utf-8")
    assert all(code in text for code in codes)
    every = {row.code for row in reading.list_rows(workspace, LedgerQuery())}
    assert not any(code in text for code in every - set(codes))
    made = past_reports.list_reports(workspace)[0]
    assert (made.count, made.wish.query.codes) == (2, frozenset(codes))


def test_only_the_commitments_that_are_named_are_listed(workspace: Workspace) -> None:
    codes = frozenset({"MIIT-2025-044", "MIIT-2025-003"})
    query = LedgerQuery(codes=codes)
    assert {row.code for row in reading.list_rows(workspace, query)} == codes
    found = listing.read_listing(workspace, query, (Facet.ASSESSMENT,))
    assert {row.code for row in found.rows} == codes
    assert query.is_filtered


def test_no_count_stands_above_rows_that_are_not_counted_yet(window: MainWindow) -> None:
    bar = window.page.bar
    assert bar._shown.text()
    bar.show_counts(None, LedgerQuery(), None)
    assert bar._shown.text() == ""


def test_filters_push_no_row_away_from_under_the_pointer(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    table = window.page.table
    place = table.mapTo(window, QPoint(0, 0))
    window.page.show_rows(query_for(assessment={"not_rated"}).choices)
    hands.settle()
    strip = window.page.bar.filter_strip
    qtbot.waitUntil(strip.isVisible)
    assert table.mapTo(window, QPoint(0, 0)) == place
    assert strip.mapTo(window, QPoint(0, 0)).y() >= place.y() + table.height()


@pytest.mark.parametrize("width", [75, 90, 120, 150, 180])
def test_facets_that_begin_or_end_alike_are_told_apart_where_they_are_cut(window: MainWindow, width: int) -> None:
    names = (
        "Equipment Industry Development (First)",
        "Equipment Industry Development (Second)",
        "Information Technology Development",
        "Information and Communications Development",
    )
    script = script_of(window.font())
    cut = [cut_to_tell(script, name, names, width) for name in names]
    assert len(set(cut)) == len(names)
    assert not set(cut) & set(names)


def test_the_tip_of_a_facet_has_its_whole_name(window: MainWindow) -> None:
    for facet in (Facet.ASSESSMENT, Facet.LIGHT):
        for box in window.page.facets.groups[facet]._boxes.values():
            assert box.toolTip().startswith(f"{box.text()}\n")
