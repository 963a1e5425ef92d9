"""A spreadsheet comes in through the window: it is chosen, looked at, mended, entered, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from tests.desktop.conftest import code_of

from tracker.desktop.jobs import Task
from tracker.desktop.models.rows_model import RowsModel, TableLine
from tracker.desktop.theme import scaled
from tracker.desktop.views.exchange.sheet_bringer import SheetBringer
from tracker.desktop.views.exchange.sheet_dialog import SheetDialog
from tracker.desktop.views.exchange.sheet_views import Previewed
from tracker.desktop.views.forms.read_field import DateField, MonthCalendar
from tracker.domain.exchange.spreadsheet_rows import RowMark, SheetField
from tracker.domain.terms import Assessment
from tracker.services.commitments.reading import list_sources, read_detail
from tracker.services.safety.checking import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

SHEET = """某局2026年台账,,,,,
编号,工作任务,责任单位,完成时限,办理状态,电话
GZ-01,培育二十个产业集群,中企局,2026年底,推进中,8888
GZ-02,出台支持措施,某处,长期坚持,论证中,8888
合计,2项,,,,
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "台账.csv"
    made.write_text(SHEET, encoding="utf-8-sig")
    return made


def opened(qtbot: QtBot, hands: Hands, window: MainWindow, path: Path) -> SheetDialog:
    next(one for one in window.controllers if isinstance(one, SheetBringer)).take(path)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SheetDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SheetDialog)
    qtbot.waitUntil(lambda: dialog.found is not None)
    return dialog


@pytest.fixture
def dialog(qtbot: QtBot, hands: Hands, window: MainWindow, path: Path) -> SheetDialog:
    """The dialog, open on the office's sheet."""
    return opened(qtbot, hands, window, path)


def rows(dialog: SheetDialog, name: Previewed) -> list[list[str]]:
    model = dialog.tables[name]
    columns = range(model.columnCount())
    return [[model.data(model.index(row, column)) for column in columns] for row in range(model.rowCount())]


def fill(hands: Hands, dialog: SheetDialog, name: str, words: str) -> None:
    field = dialog.input(name)
    assert isinstance(field, QLineEdit)
    field.clear()
    hands.type(field, words)
    field.textEdited.emit(words)


def bring_in(qtbot: QtBot, hands: Hands, dialog: SheetDialog) -> None:
    fill(hands, dialog, "publisher", "某局")
    fill(hands, dialog, "held_on", "2026-01-10")
    qtbot.waitUntil(lambda: dialog.found is not None)
    dialog.bring_button.click()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()


def test_the_file_is_asked_for_by_its_keys(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None)
    asked = window.findChild(QFileDialog)
    assert asked is not None
    asked.reject()
    menu = window.top_bar.ledger_button.menu()
    assert menu is not None
    assert "收录表格…" in [action.text() for action in menu.actions()]


def test_the_dialog_shows_what_would_come_in_and_what_not(
    dialog: SheetDialog, clipped: Callable[[QWidget], list[str]]
) -> None:
    assert [row[1:4] for row in rows(dialog, Previewed.COMMITMENTS)] == [
        ["GZ-01", "培育二十个产业集群", "中小企业局"],
        ["GZ-02", "出台支持措施", "某处"],
    ]
    assert [row[0] for row in rows(dialog, Previewed.FINDINGS)] == ["3", "4", "4", "4"]
    assert [row[:2] for row in rows(dialog, Previewed.LEFT)] == [["1", "表头以上"], ["5", "合计行"]]
    assert dialog.bring_button.text() == "登记 2 项承诺"
    for view in ("columns", "statuses", *Previewed):
        dialog.look_at(view)
        assert clipped(dialog) == []


def test_another_choice_for_a_column_is_looked_at_anew(qtbot: QtBot, dialog: SheetDialog) -> None:
    box = next(box for box in dialog.mapping.boxes if "责任单位" in box.accessibleName())
    box.setCurrentIndex(box.findData(SheetField.TAGS.value))
    qtbot.waitUntil(lambda: [row[3] for row in rows(dialog, Previewed.COMMITMENTS)] == ["", ""])
    words = next(box for box in dialog.mapping.boxes if "工作任务" in box.accessibleName())
    words.setCurrentIndex(0)
    qtbot.waitUntil(lambda: not dialog.bring_button.isEnabled())
    assert dialog.found is None


def test_a_publisher_is_asked_for_before_anything_is_written(
    dialog: SheetDialog, workspace: Workspace, window: MainWindow
) -> None:
    dialog.bring_button.click()
    assert code_of(dialog, "publisher") == "field_missing"
    assert len(list_sources(workspace)) == 1
    dialog.reject()


def test_a_day_that_is_none_is_refused_beside_its_field_while_one_goes_on_typing(
    qtbot: QtBot, hands: Hands, dialog: SheetDialog
) -> None:
    fill(hands, dialog, "held_on", "2026-13-01")
    qtbot.waitUntil(lambda: dialog.fault("held_on") != "")
    fill(hands, dialog, "held_on", "2026-01-10")
    qtbot.waitUntil(lambda: dialog.fault("held_on") == "" and dialog.found is not None)


def test_a_day_that_is_chosen_by_its_link_takes_the_fault_away(qtbot: QtBot, hands: Hands, dialog: SheetDialog) -> None:
    held_on = ambiguous(qtbot, hands, dialog)
    held_on.readout.linkActivated.emit("2026-06-05")
    qtbot.waitUntil(lambda: dialog.fault("held_on") == "" and dialog.bring_button.isEnabled())
    assert dialog.values()["held_on"] == "2026-06-05"
    assert [row[1] for row in rows(dialog, Previewed.COMMITMENTS)] == ["GZ-01", "GZ-02"]


def test_a_day_that_is_chosen_in_the_calendar_takes_the_fault_away(
    qtbot: QtBot, hands: Hands, dialog: SheetDialog
) -> None:
    held_on = ambiguous(qtbot, hands, dialog)
    held_on.open_calendar()
    calendar = QApplication.activePopupWidget()
    assert isinstance(calendar, MonthCalendar)
    (days,) = calendar.findChildren(QCalendarWidget)
    qtbot.keyClick(days.findChildren(QTableView)[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.fault("held_on") == "" and dialog.bring_button.isEnabled())


def ambiguous(qtbot: QtBot, hands: Hands, dialog: SheetDialog) -> DateField:
    """The day of the promise, typed so that it is refused."""
    held_on = dialog.input("held_on")
    assert isinstance(held_on, DateField)
    fill(hands, dialog, "held_on", "5/6/2026")
    qtbot.waitUntil(lambda: dialog.fault("held_on") != "" and not dialog.bring_button.isEnabled())
    return held_on


def test_beside_a_field_that_is_refused_the_others_stay_below_their_captions(
    qtbot: QtBot, hands: Hands, dialog: SheetDialog
) -> None:
    fill(hands, dialog, "held_on", "2026-13-01")
    qtbot.waitUntil(lambda: dialog.fault("held_on") != "")
    beside = [dialog.input(name) for name in ("publisher", "held_on", "stated_on", "prefix")]
    captions = [one for one in dialog.findChildren(QLabel, "formLabel") if one.buddy() in beside]
    qtbot.waitUntil(lambda: len({field.y() for field in beside}) == 1)
    assert len({caption.y() for caption in captions}) == 1
    assert 0 < beside[0].y() - captions[0].geometry().bottom() < beside[0].height()


def test_between_the_columns_of_what_would_come_in_is_room(
    qtbot: QtBot, hands: Hands, window: MainWindow, quarters: Path
) -> None:
    dialog = opened(qtbot, hands, window, quarters)
    table = dialog._views[Previewed.FINDINGS]
    dialog.look_at(Previewed.FINDINGS)
    words = max((row[1] for row in rows(dialog, Previewed.FINDINGS)), key=len)
    assert table.columnWidth(1) - table.fontMetrics().horizontalAdvance(words) >= scaled(12)
    dialog.reject()


def test_the_sheet_comes_in_is_shown_everywhere_and_is_taken_back(
    qtbot: QtBot, hands: Hands, window: MainWindow, dialog: SheetDialog, workspace: Workspace, promised: int
) -> None:
    box = next(box for box in dialog.status_words.boxes if "论证中" in box.accessibleName())
    box.setCurrentIndex(box.findData(Assessment.IN_PROGRESS.value))
    bring_in(qtbot, hands, dialog)
    assert window.page.table.rows.rowCount() == promised + 2
    assert [claim.claimed for claim in read_detail(workspace, "GZ-02").claims] == [Assessment.IN_PROGRESS]
    window._show_passage("GZ-02")
    hands.settle()
    qtbot.waitUntil(lambda: window.briefing.text.current is not None and window.briefing.text.current.code == "GZ-02")
    assert window.briefing.chooser.isVisible()
    assert window.briefing.chooser.currentText() == "2026-01-10 某局2026年台账"
    window.actions_by_name["undo"].trigger()
    qtbot.waitUntil(lambda: not window.briefing.chooser.isVisible())
    window.show_page("ledger")
    hands.settle()
    assert window.page.table.rows.rowCount() == promised
    assert check(workspace) == ()


def test_the_mapping_that_was_confirmed_is_offered_again(
    qtbot: QtBot, hands: Hands, window: MainWindow, dialog: SheetDialog, path: Path
) -> None:
    box = next(box for box in dialog.mapping.boxes if "电话" in box.accessibleName())
    box.setCurrentIndex(box.findData(SheetField.REMARKS.value))
    bring_in(qtbot, hands, dialog)
    path.write_text(SHEET.replace("GZ-", "HZ-"), encoding="utf-8")
    again = opened(qtbot, hands, window, path)
    box = next(box for box in again.mapping.boxes if "电话" in box.accessibleName())
    assert box.currentData() == SheetField.REMARKS.value
    assert isinstance(field := again.input("publisher"), QLineEdit)
    assert field.text() == "某局"
    again.reject()


@pytest.fixture
def quarters(tmp_path: Path) -> Path:
    """Sheets with the same headings, one of them hidden, and a row that is struck out."""
    path = tmp_path / "季度.xlsx"
    book = xlsxwriter.Workbook(str(path))
    struck = book.add_format({"font_strikeout": True})
    for name in ("一季度", "二季度", "旧版"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ("重点任务", "责任单位"))
        sheet.write_row(1, 0, (f"推进{name}工作", "规划司"))
        sheet.write_row(2, 0, (f"完成{name}工作", "规划司"), struck if name == "一季度" else None)
    sheet.hide()
    book.close()
    return path


def test_sister_sheets_and_struck_rows_are_taken_by_a_tick(
    qtbot: QtBot, hands: Hands, window: MainWindow, quarters: Path, clipped: Callable[[QWidget], list[str]]
) -> None:
    dialog = opened(qtbot, hands, window, quarters)
    taken = dialog.taken
    assert [taken.together.isVisible(), *(box.isVisible() for box in taken.marks.values())] == [
        True,
        False,
        False,
        True,
    ]
    assert clipped(dialog) == []
    assert taken.marks[RowMark.STRUCK].text() == "一并收录：带删除线的行（1）"
    assert rows(dialog, Previewed.FINDINGS)[-1][2].endswith("需要时请勾选“一并收录：带删除线的行”。")
    assert dialog._note.text().startswith("请填写发布单位。 没有收录的工作表：二季度、旧版（隐藏）")
    assert [row[2] for row in rows(dialog, Previewed.COMMITMENTS)] == ["推进一季度工作"]
    taken.together.click()
    taken.marks[RowMark.STRUCK].click()
    qtbot.waitUntil(lambda: dialog.bring_button.text() == "登记 4 项承诺")
    assert [row[0] for row in rows(dialog, Previewed.COMMITMENTS)] == ["一季度!2", "一季度!3", "二季度!2", "二季度!3"]
    assert "没有收录的工作表：旧版（隐藏）" in dialog._note.text()
    taken.marks[RowMark.STRUCK].click()
    qtbot.waitUntil(lambda: dialog.bring_button.text() == "登记 3 项承诺")
    bring_in(qtbot, hands, dialog)


def test_another_sheet_is_chosen_by_name_and_a_hidden_one_says_so(
    qtbot: QtBot, hands: Hands, window: MainWindow, quarters: Path
) -> None:
    dialog = opened(qtbot, hands, window, quarters)
    assert [dialog._sheet.itemText(place) for place in range(3)] == ["一季度", "二季度", "旧版（隐藏）"]
    dialog._sheet.setCurrentIndex(2)
    dialog._sheet.activated.emit(2)
    qtbot.waitUntil(lambda: [row[2] for row in rows(dialog, Previewed.COMMITMENTS)] == ["推进旧版工作", "完成旧版工作"])
    assert [row[1] for row in rows(dialog, Previewed.FINDINGS)] == ["隐藏的工作表"]
    dialog.reject()


def test_what_was_ticked_for_one_sheet_is_not_for_another(
    qtbot: QtBot, hands: Hands, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "两表.xlsx"
    book = xlsxwriter.Workbook(str(path))
    struck = book.add_format({"font_strikeout": True})
    for name, heads in {"甲": ("重点任务", "责任单位"), "乙": ("工作任务", "牵头单位")}.items():
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, heads)
        for row, words in enumerate(("推进", "取消", "隐去"), 1):
            sheet.write_row(row, 0, (f"{words}{name}表工作", "规划司"), struck if words == "取消" else None)
        sheet.set_row(3, None, None, {"hidden": True})
    book.close()
    dialog = opened(qtbot, hands, window, path)
    for mark in (RowMark.STRUCK, RowMark.HIDDEN):
        dialog.taken.marks[mark].click()
    qtbot.waitUntil(lambda: dialog.bring_button.text() == "登记 3 项承诺")
    dialog._sheet.setCurrentIndex(1)
    dialog._sheet.activated.emit(1)
    qtbot.waitUntil(lambda: [row[2] for row in rows(dialog, Previewed.COMMITMENTS)] == ["推进乙表工作"])
    assert dialog.taken.takes() == frozenset()
    assert dialog.plan().takes == frozenset()
    dialog.reject()


def test_a_text_is_refused_in_the_status_bar(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "讲话.txt"
    path.write_text("某市工业会议召开\n过去一年，成绩显著。\n会议指出，要抓好三件事。\n", encoding="utf-8")
    next(one for one in window.controllers if isinstance(one, SheetBringer)).take(path)
    qtbot.waitUntil(lambda: "不是表格" in window.status._message.text())


def test_a_file_that_is_no_spreadsheet_is_refused_in_the_status_bar(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    next(one for one in window.controllers if isinstance(one, SheetBringer)).take(path)
    qtbot.waitUntil(lambda: "已损坏" in window.status._message.text())


def test_every_choice_and_button_of_the_dialog_is_reached_by_the_keyboard(dialog: SheetDialog) -> None:
    dialog.look_at("columns")
    for kind in (QComboBox, QLineEdit, QPushButton):
        for one in dialog.findChildren(kind):
            if one.isVisible() and one.isEnabled():
                assert one.focusPolicy() & Qt.FocusPolicy.TabFocus
                assert one.accessibleName() or (isinstance(one, QPushButton) and one.text())


def test_rows_of_words_are_a_sound_model(qtbot: QtBot, appearance: Appearance) -> None:
    model = RowsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_lines(("a", "b"), [TableLine(("1", "2")), TableLine(("3", "4"))])
    assert (model.rowCount(), model.columnCount(), model.data(model.index(1, 1))) == (2, 2, "4")
    model.show_lines((), ())


def test_cancelling_stops_what_is_being_written_and_the_dialog_stays(dialog: SheetDialog) -> None:
    dialog._task = task = Task("收录")
    dialog.reject()
    assert task.is_stopping
    assert dialog.isVisible()
    dialog._task = None
    dialog.reject()
    assert not dialog.isVisible()
