"""The departments in the window: found by any name, added, called otherwise, and undone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands

from tracker.desktop.views.departments.department_form import DepartmentDialog
from tracker.desktop.views.departments.department_list import DepartmentsDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.rows import DepartmentRow
from tracker.services.commitments.departments import list_named
from tracker.services.ledgers.workspace import open_workspace

SME = "sme-bureau"


@pytest.fixture
def dialog(window: MainWindow, hands: Hands, qtbot: QtBot) -> DepartmentsDialog:
    """The list, opened from the menu of the ledger."""
    menu = window.top_bar.ledger_button.menu()
    next(action for action in menu.actions() if action.objectName() == "departments").trigger()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), DepartmentsDialog))
    opened = QApplication.activeModalWidget()
    assert isinstance(opened, DepartmentsDialog)
    return opened


@pytest.fixture
def kept(ledger_path: Path) -> Callable[[], dict[str, DepartmentRow]]:
    """The departments in the file of the ledger, by their keys."""

    def read() -> dict[str, DepartmentRow]:
        workspace = open_workspace(ledger_path)
        try:
            return {row.name.key: row for row in list_named(workspace)}
        finally:
            workspace.close()

    return read


def keys(dialog: DepartmentsDialog) -> list[str]:
    return [line.item.row.name.key for line in dialog.list.rows.lines]


def form(qtbot: QtBot) -> DepartmentDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), DepartmentDialog))
    opened = QApplication.activeModalWidget()
    assert isinstance(opened, DepartmentDialog)
    return opened


def fill(form: DepartmentDialog, **fields: str) -> None:
    for name, words in fields.items():
        field = form.input(name)
        if isinstance(field, QLineEdit):
            field.setText(words)
        else:
            assert isinstance(field, QPlainTextEdit)
            field.setPlainText(words)


def save(form: DepartmentDialog, dialog: DepartmentsDialog, hands: Hands, qtbot: QtBot) -> None:
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is dialog)


def test_all_are_listed_those_of_the_ledger_first_and_those_of_the_program_besides(
    dialog: DepartmentsDialog, kept: Callable[[], dict[str, DepartmentRow]]
) -> None:
    own = list(kept())
    listed = keys(dialog)
    assert listed[: len(own)] == own
    assert "mohrss" in listed[len(own) :]


@pytest.mark.parametrize("words", ["中小企业局", "zxqyj", "SME", "sme-bureau"])
def test_one_is_found_by_any_of_its_names_while_it_is_typed(dialog: DepartmentsDialog, words: str) -> None:
    dialog.filter.setText(words)
    assert SME in keys(dialog)
    assert len(keys(dialog)) < 10


def test_a_name_that_nobody_has_says_so_and_all_can_be_shown_again(dialog: DepartmentsDialog, hands: Hands) -> None:
    dialog.filter.setText("没有这个单位")
    reason = dialog.findChild(QLabel, "calmText")
    assert reason is not None
    assert reason.isVisible()
    assert dialog.chosen is None
    assert not dialog.edit_button.isEnabled()
    again = next(made for made in dialog.findChildren(QPushButton) if made.text() and made.parent() is reason.parent())
    hands.click(again)
    assert len(keys(dialog)) == len(dialog.departments.listed)


def test_one_is_added_and_shown_in_the_list(
    dialog: DepartmentsDialog, hands: Hands, qtbot: QtBot, kept: Callable[[], dict[str, DepartmentRow]]
) -> None:
    hands.click(dialog.add_button)
    new = form(qtbot)
    fill(new, name="数字经济办公室", name_en="Digital Office", aliases="数经办\n数字办", former="信息化办公室")
    hands.choose(new, "body", "miit")
    save(new, dialog, hands, qtbot)
    row = next(row for row in kept().values() if row.name.zh == "数字经济办公室")
    assert (row.name.en, row.body and row.body.key) == ("Digital Office", "miit")
    assert (row.aliases, row.former) == (("数经办", "数字办"), ("信息化办公室",))
    assert dialog.chosen is not None
    assert dialog.chosen.row.name.key == row.name.key
    dialog.which.setCurrentIndex(dialog.which.findData("named"))
    assert keys(dialog) == [row.name.key]


def test_a_body_of_the_program_comes_into_the_ledger_under_its_own_key(
    dialog: DepartmentsDialog, hands: Hands, qtbot: QtBot, kept: Callable[[], dict[str, DepartmentRow]]
) -> None:
    dialog.filter.setText("人社部")
    assert keys(dialog)[0] == "mohrss"
    assert "mohrss" not in kept()
    hands.click(dialog.edit_button)
    taken = form(qtbot)
    fill(taken, aliases="人社大部")
    save(taken, dialog, hands, qtbot)
    assert kept()["mohrss"].aliases == ("人社大部",)
    assert dialog.chosen is not None
    assert dialog.chosen.is_offered


def test_an_edit_says_what_it_touches_wants_a_reason_and_is_undone(
    window: MainWindow,
    dialog: DepartmentsDialog,
    hands: Hands,
    qtbot: QtBot,
    kept: Callable[[], dict[str, DepartmentRow]],
) -> None:
    before = kept()[SME]
    dialog.filter.setText(SME)
    hands.click(dialog.edit_button)
    edit = form(qtbot)
    said = edit.findChild(QLabel, "whatItTouches")
    assert said is not None
    assert str(before.commitments) in said.text()
    fill(edit, name="中小企业司", former=before.name.zh)
    hands.click(edit.save_button)
    assert edit.fault("reason")
    assert kept()[SME] == before
    fill(edit, reason="机构改革")
    save(edit, dialog, hands, qtbot)
    after = kept()[SME]
    assert (after.name.zh, after.former) == ("中小企业司", (before.name.zh,))
    hands.click(dialog.close_button)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert kept()[SME] == before


def test_names_are_taken_off_and_moved_to_the_former_ones(
    dialog: DepartmentsDialog, hands: Hands, qtbot: QtBot, kept: Callable[[], dict[str, DepartmentRow]]
) -> None:
    dialog.filter.setText(SME)
    for fields in ({"aliases": "甲局\n乙局"}, {"aliases": "", "former": "乙局"}):
        hands.click(dialog.edit_button)
        edit = form(qtbot)
        fill(edit, reason="核对", **fields)
        save(edit, dialog, hands, qtbot)
    assert (kept()[SME].aliases, kept()[SME].former) == ((), ("乙局",))


def test_a_name_that_another_has_is_refused_at_its_field_and_what_was_typed_stays(
    dialog: DepartmentsDialog, hands: Hands, qtbot: QtBot
) -> None:
    hands.click(dialog.add_button)
    new = form(qtbot)
    fill(new, name="新设办公室", former="财政部")
    hands.click(new.save_button)
    assert new.fault("former")
    new.reject()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is dialog)
    hands.click(dialog.add_button)
    again = form(qtbot)
    assert again.is_restored
    assert again.values()["name"] == "新设办公室"
    again.reject()


def test_a_name_that_nothing_keeps_is_warned_of(dialog: DepartmentsDialog, hands: Hands, qtbot: QtBot) -> None:
    hands.click(dialog.add_button)
    new = form(qtbot)
    fill(new, name="暂名办")
    save(new, dialog, hands, qtbot)
    hands.click(dialog.edit_button)
    edit = form(qtbot)
    told = edit.findChild(QLabel, "told")
    assert told is not None
    name = edit.input("name")
    name.setFocus()
    qtbot.keyClick(name, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.type(name, "定名办")
    assert told.isVisibleTo(edit)
    edit.reject()
