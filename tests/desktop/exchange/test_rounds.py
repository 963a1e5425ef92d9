"""Rounds of forms (督办) through the window: opened, looked at, reminded of and closed, with real files."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import button_of, code_of

from tracker.desktop import services
from tracker.desktop.models.rows_model import ITEM_ROLE
from tracker.desktop.open_ledger import OpenLedger
from tracker.desktop.views.exchange.forms import FormSending
from tracker.desktop.views.exchange.rounds import RoundsDialog
from tracker.desktop.views.forms.plain_dialog import WaysDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.exchange.forms import FillField
from tracker.domain.exchange.rounds import Round
from tracker.wording import load_words

load: Any = openpyxl.load_workbook
SME, TREASURY = "sme-bureau", "mof"
CITIES = "MIIT-2025-044"


def opened(qtbot: QtBot, kind: type) -> Any:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget()


def accept_place(qtbot: QtBot, place: Path) -> None:
    """Choose a folder, or the place of a new file, in the dialog that asks for it."""
    dialog = opened(qtbot, QFileDialog)
    dialog.fileSelected.emit(str(place))
    dialog.reject()


@pytest.fixture
def ledger(window: MainWindow) -> OpenLedger:
    ledger = window.page.ledger
    assert ledger is not None
    return ledger


@pytest.fixture
def november(ledger: OpenLedger, tmp_path: Path) -> tuple[Round, Mapping[str, Path]]:
    """An open round of two departments, and their forms."""
    workspace = ledger.present
    wish = services.filling.RoundWish((SME, TREASURY), "2026-11", workspace.today() + timedelta(days=10), "王芳")
    folder = tmp_path / "发出"
    folder.mkdir()
    begun = services.filling.begin_round(workspace, wish, folder, load_words("zh"))
    return begun.round, dict(zip((SME, TREASURY), begun.forms, strict=True))


def enter(ledger: OpenLedger, form: Path, code: str, **cells: Any) -> None:
    """Let a department fill its form in, and enter what came back."""
    workbook = load(form)
    sheet = workbook.worksheets[0]
    number = next(row[0].row for row in sheet.iter_rows(min_row=4, max_col=1) if row[0].value == code)
    for name, value in cells.items():
        sheet.cell(number, list(FillField).index(FillField(name)) + 1).value = value
    workbook.save(form)
    words = services.filling.form_words()
    services.forms.enter_form(ledger.present, form.read_bytes(), form.name, words, None)


def shown(dialog: RoundsDialog) -> list[str]:
    """The departments in the order of the table, by their keys."""
    rows = dialog.asked
    return [rows.index(number, 0).data(ITEM_ROLE).department.key for number in range(rows.rowCount())]


def said_in(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def ask_for_round(window: MainWindow, qtbot: QtBot) -> FormSending:
    """The form of sending, in which a round is asked for, by way of the empty list of rounds."""
    window.actions_by_name["form_rounds"].trigger()
    dialog = opened(qtbot, RoundsDialog)
    assert dialog.status is None
    assert not dialog.remind_button.isEnabled()
    dialog._content.clear_button.click()
    return opened(qtbot, FormSending)


def test_a_round_is_opened_and_its_forms_and_notice_are_written(
    window: MainWindow,
    hands: Any,
    qtbot: QtBot,
    ledger: OpenLedger,
    tmp_path: Path,
    clipped: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = ask_for_round(window, qtbot)
    assert form.as_round.isChecked()
    form.department.setCurrentIndex(form.department.findData("*"))
    form.several.tick([SME, TREASURY])
    form.contact.setText("王芳")
    form.folder.setText(str(tmp_path))
    assert clipped(form) == []
    qtbot.keyClick(form, Qt.Key.Key_Return)
    dialog = opened(qtbot, RoundsDialog)
    hands.settle()
    assert len(list(tmp_path.glob("填报表*.xlsx"))) == 2
    (notice,) = tmp_path.glob("*.docx")
    assert "王芳" in said_in(notice)
    assert set(shown(dialog)) == {SME, TREASURY}
    (one,) = services.rounds.list_rounds(ledger.workspace)
    assert (one.contact, one.return_by) == ("王芳", ledger.today() + timedelta(days=14))
    assert clipped(dialog) == []
    opened_with: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened_with.append(url.toLocalFile()))
    hands.click(button_of(dialog, "openLetter"))
    hands.click(button_of(dialog, "showFolder"))
    assert opened_with == [str(notice), str(tmp_path)]
    dialog.reject()


def test_what_a_round_cannot_be_is_said_at_its_field_and_nothing_is_opened(
    window: MainWindow, hands: Any, qtbot: QtBot, ledger: OpenLedger, tmp_path: Path
) -> None:
    form: Any = ask_for_round(window, qtbot)
    form.folder.setText(str(tmp_path))
    form.department.setCurrentIndex(form.department.findData("*"))
    for field, value, code in (
        ("department", None, "field_missing"),
        ("return_by", "", "field_missing"),
        ("return_by", "改天", "date_invalid"),
        ("return_by", "2020-01-01", "return_day_past"),
        ("contact", "长" * 81, "contact_invalid"),
        ("period", "长" * 41, "period_invalid"),
    ):
        before = form.input(field).text() if value is not None else ""
        if value is not None:
            form.several.tick([SME])
            form.input(field).setText(value)
        qtbot.keyClick(form, Qt.Key.Key_Return)
        hands.settle()
        assert form.isVisible()
        assert code_of(form, field) == code
        if value is not None:
            form.input(field).setText(before)
    assert services.rounds.list_rounds(ledger.workspace) == ()
    assert list(tmp_path.glob("*.xlsx")) == []
    form.reject()


def test_a_period_of_which_a_round_is_open_is_refused_where_it_stands(
    window: MainWindow, hands: Any, qtbot: QtBot, november: tuple[Round, Any], tmp_path: Path
) -> None:
    window.actions_by_name["send_forms"].trigger()
    form = opened(qtbot, FormSending)
    assert not form.return_by.isVisible()
    form.as_round.setChecked(True)
    assert form.return_by.isVisible()
    form.period.setText("2026-11")
    form.folder.setText(str(tmp_path))
    qtbot.keyClick(form, Qt.Key.Key_Return)
    hands.settle()
    assert code_of(form, "period") == "round_open"
    form.reject()


def test_a_round_says_who_has_returned_how_late_the_others_are_and_where_they_disagree(
    window: MainWindow,
    qtbot: QtBot,
    ledger: OpenLedger,
    november: tuple[Round, Mapping[str, Path]],
    qtmodeltester: ModelTester,
    clipped: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, forms = november
    enter(ledger, forms[SME], CITIES, progress="已公布", claimed="已完成", value=101, role="累计")
    clock = ledger.workspace.clock
    monkeypatch.setattr(ledger.workspace, "clock", lambda: clock() + timedelta(days=13))
    window.actions_by_name["form_rounds"].trigger()
    dialog = opened(qtbot, RoundsDialog)
    assert dialog.round.currentData() == one.uid
    assert shown(dialog) == [TREASURY, SME], "who is missing comes first"
    assert [dialog.asked.index(row, 4).data() for row in (0, 1)] == ["3", ""]
    assert forms[SME].name in dialog.asked.index(1, 3).data()
    assert not dialog.conflicts.isVisible()
    assert dialog.agreement.isVisible()
    dialog.reject()
    enter(ledger, forms[TREASURY], CITIES, progress="已下达", claimed="推进中", value=98, role="累计")
    window.actions_by_name["form_rounds"].trigger()
    dialog = opened(qtbot, RoundsDialog)
    assert [dialog.asked.index(row, 4).data() for row in (0, 1)] == ["", "3"], "it came three days late"
    assert not dialog.remind_button.isEnabled()
    answers = dialog.answers
    qtmodeltester.check(answers)
    assert [answers.index(row, 0).data() for row in (0, 1)] == [CITIES, ""]
    told = [answers.index(row, 0).data(ITEM_ROLE) for row in (0, 1)]
    assert [(one.department.key, one.texts["value"]) for one in told] == [(SME, "101"), (TREASURY, "98")]
    assert dialog.conflicts.isVisible()
    assert clipped(dialog) == []
    assert dialog.close_button.nextInFocusChain() is dialog.remind_button
    dialog.reject()


def test_who_has_not_returned_is_reminded_by_a_letter_and_the_ledger_keeps_it(
    window: MainWindow,
    hands: Any,
    qtbot: QtBot,
    ledger: OpenLedger,
    november: tuple[Round, Mapping[str, Path]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, forms = november
    enter(ledger, forms[SME], CITIES, progress="已公布", claimed="已完成")
    window.actions_by_name["form_rounds"].trigger()
    dialog = opened(qtbot, RoundsDialog)
    dialog.remind_button.click()
    accept_place(qtbot, tmp_path / "没有")
    hands.settle()
    assert dialog.refusal == "output_unwritable"
    assert dialog.remind_button.isEnabled()
    dialog.remind_button.click()
    accept_place(qtbot, tmp_path)
    hands.settle()
    (letter,) = tmp_path.glob("*.docx")
    assert "催办单" in said_in(letter)
    assert dialog.refusal == ""
    (missing,) = services.rounds.round_status(ledger.workspace, one.uid).missing
    assert (missing.department.key, missing.reminded) == (TREASURY, (ledger.today(),))
    assert dialog.asked.index(0, 5).data() == ledger.today().isoformat()
    opened_with: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened_with.append(url.toLocalFile()))
    hands.click(button_of(dialog, "openLetter"))
    hands.click(button_of(dialog, "showFolder"))
    assert opened_with == [str(letter), str(tmp_path)]
    dialog.reject()


def test_a_round_is_closed_after_a_question_with_its_page_and_undo_opens_it_again(
    window: MainWindow,
    hands: Any,
    qtbot: QtBot,
    ledger: OpenLedger,
    november: tuple[Round, Mapping[str, Path]],
    tmp_path: Path,
) -> None:
    one, _ = november
    window.actions_by_name["form_rounds"].trigger()
    dialog = opened(qtbot, RoundsDialog)
    dialog.close_button.click()
    question = opened(qtbot, WaysDialog)
    question.close_button.click()
    opened(qtbot, RoundsDialog)
    assert services.rounds.find_round(ledger.workspace).closed_on is None
    dialog.close_button.click()
    opened(qtbot, WaysDialog).ways[0].click()
    assert opened(qtbot, QFileDialog).selectedFiles()[0].endswith(".docx")
    page = tmp_path / "汇总.docx"
    accept_place(qtbot, page)
    hands.settle()
    assert "未退回的单位" in said_in(page)
    assert services.rounds.find_round(ledger.workspace).closed_on == ledger.today()
    assert not dialog.close_button.isEnabled()
    assert not dialog.remind_button.isEnabled()
    dialog.reject()
    qtbot.waitUntil(window.actions_by_name["undo"].isEnabled)
    hands.settle()
    window.actions_by_name["undo"].trigger()
    hands.settle()
    assert services.rounds.find_round(ledger.workspace, is_open=True).uid == one.uid


def test_the_list_of_forms_that_were_sent_leads_to_their_rounds_old_ones_too(
    window: MainWindow, hands: Any, qtbot: QtBot, ledger: OpenLedger, november: tuple[Round, Any]
) -> None:
    one, _ = november
    services.rounds.close_round(ledger.present, one.uid)
    newer = services.rounds.plan_round(ledger.present, "2026-12", ledger.today())
    services.rounds.open_round(ledger.present, newer)
    window.show_page("reports")
    hands.settle()
    past: Any = window.pages["reports"].past  # pyright: ignore[reportAttributeAccessIssue]
    past.turn_to_forms()
    past.rounds_button.click()
    dialog = opened(qtbot, RoundsDialog)
    assert dialog.round.currentData() == newer.uid
    place = dialog.round.findData(one.uid)
    dialog.round.setCurrentIndex(place)
    dialog.round.activated.emit(place)
    hands.settle()
    assert set(shown(dialog)) == {SME, TREASURY}
    assert not dialog.close_button.isEnabled()
    dialog.reject()


def test_on_a_past_day_rounds_are_looked_at_and_nothing_is_written(
    window: MainWindow, hands: Any, qtbot: QtBot, ledger: OpenLedger, november: tuple[Round, Any]
) -> None:
    window.times.go(ledger.today() - timedelta(days=1), None)
    hands.settle()
    assert not window.actions_by_name["send_forms"].isEnabled()
    window.actions_by_name["form_rounds"].trigger()
    dialog = opened(qtbot, RoundsDialog)
    assert set(shown(dialog)) == {SME, TREASURY}
    writing = dialog.open_button, dialog.remind_button, dialog.close_button, dialog._content.clear_button
    assert [made.isEnabled() for made in writing] == [False] * 4
    dialog.reject()
    window.times.go(None, None)
    hands.settle()
    window.actions_by_name["form_rounds"].trigger()
    dialog = opened(qtbot, RoundsDialog)
    assert [made.isEnabled() for made in (dialog.open_button, dialog.remind_button, dialog.close_button)] == [True] * 3
    dialog.reject()


def test_a_ledger_that_goes_takes_the_dialog_of_its_rounds_along(
    window: MainWindow, hands: Any, qtbot: QtBot, november: tuple[Round, Any], tmp_path: Path
) -> None:
    window.actions_by_name["form_rounds"].trigger()
    opened(qtbot, RoundsDialog)
    window._switch(str(tmp_path / "另一本.db"))
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()
