"""The fill-in round trip through the window."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tracker.desktop import services
from tracker.desktop.open_ledger import OpenLedger
from tracker.desktop.views.common.drop_overlay import FoundFile
from tracker.desktop.views.exchange.form_preview import FormPreview
from tracker.desktop.views.exchange.forms import Filling, FormSending
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.commitments.progress import unwatched
from tracker.wording import load_words

load: Any = openpyxl.load_workbook
CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"


def opened(qtbot: QtBot, kind: type) -> Any:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget()


@pytest.fixture
def filling(window: MainWindow) -> Filling:
    return next(part for part in window.controllers if isinstance(part, Filling))


def _send(ledger: OpenLedger, keys: Sequence[str], folder: Path) -> tuple[Path, ...]:
    wishes = [services.forms.FillWish(key, "2026-11", False) for key in keys]
    return services.filling.send_forms(ledger.present, wishes, folder, load_words("zh"), unwatched)


@pytest.fixture
def returned(window: MainWindow, tmp_path: Path) -> Path:
    """A form that came back: one row without a question, one with a locked cell changed."""
    ledger = window.page.ledger
    assert ledger is not None
    (path,) = _send(ledger, ["sme-bureau"], tmp_path)
    workbook = load(path)
    for row in workbook.worksheets[0].iter_rows(min_row=4):
        if row[0].value in (CITIES, CLUSTERS):
            row[6].value = "<b>已办</b>"
        if row[0].value == CLUSTERS:
            row[4].value = "改了的期限"
    workbook.save(path)
    return path


def test_a_form_for_one_department_goes_into_a_folder(
    window: MainWindow, hands: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    window.actions_by_name["send_forms"].trigger()
    dialog = opened(qtbot, FormSending)
    dialog.department.setCurrentText("中小企业局")
    dialog.folder.setText(str(tmp_path / "没有"))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.fault("folder")
    dialog.folder.setText(str(tmp_path))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    hands.settle()
    (path,) = tmp_path.glob("填报表*.xlsx")
    assert load(path).worksheets[0].cell(1, 1).value == "填报表：中小企业局"


def test_all_departments_get_a_file_each_and_none_is_replaced(window: MainWindow, tmp_path: Path) -> None:
    ledger = window.page.ledger
    assert ledger is not None
    keys = [name.key for name in services.reading.list_departments(ledger.workspace)]
    first = _send(ledger, keys, tmp_path)
    assert len(first) == len(keys)
    (again,) = _send(ledger, keys[:1], tmp_path)
    assert again.name.endswith("(2).xlsx")


def test_what_came_back_is_shown_accepted_by_keys_and_entered(
    window: MainWindow,
    hands: Any,
    qtbot: QtBot,
    filling: Filling,
    returned: Path,
    qtmodeltester: ModelTester,
    clipped: Any,
) -> None:
    filling.take_in(returned)
    dialog = opened(qtbot, FormPreview)
    qtmodeltester.check(dialog.rows)
    assert clipped(dialog) == []
    assert dialog.rows.accepted == (CITIES,)
    numbers = {row.key: number for number, row in enumerate(dialog.preview.rows)}
    dialog.table.selectRow(numbers[CLUSTERS])
    assert "改了的期限" in dialog.detail.toPlainText()
    assert "<b>已办</b>" in dialog.detail.toPlainText()  # words of others are no markup
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.rows.accepted == (CITIES, CLUSTERS)
    box = dialog.table.visualRect(dialog.rows.index(numbers[CITIES], 0))
    qtbot.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPoint(14, 14))
    assert dialog.rows.accepted == (CLUSTERS,)
    qtbot.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPoint(14, 14))
    assert "2" in dialog.enter_button.text()
    qtbot.mouseClick(dialog.enter_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()
    ledger = window.page.ledger
    assert ledger is not None
    assert services.reading.read_detail(ledger.workspace, CLUSTERS).claims[0].said == "<b>已办</b>"
    window.actions_by_name["undo"].trigger()
    hands.settle()
    assert services.reading.read_detail(ledger.workspace, CLUSTERS).claims == ()


def test_a_returned_form_is_shown_within_a_small_window(
    window: MainWindow, qtbot: QtBot, filling: Filling, returned: Path
) -> None:
    window.resize(900, 640)
    filling.take_in(returned)
    dialog = opened(qtbot, FormPreview)
    assert dialog.width() < window.width()
    assert dialog.height() < window.height()
    dialog.reject()


def test_what_is_entered_is_told_of_though_the_dialog_was_closed_meanwhile(
    window: MainWindow, hands: Any, qtbot: QtBot, filling: Filling, returned: Path
) -> None:
    filling.take_in(returned)
    dialog = opened(qtbot, FormPreview)
    dialog.enter_button.click()
    dialog.reject()
    delete(dialog)
    hands.settle()
    assert window.actions_by_name["undo"].isEnabled()


def test_a_form_that_is_dropped_on_the_window_is_looked_at_as_a_form(
    window: MainWindow, qtbot: QtBot, returned: Path
) -> None:
    window.catcher.take([FoundFile(returned)])
    dialog = opened(qtbot, FormPreview)
    assert dialog.rows.accepted == (CITIES,)
    dialog.reject()


def test_any_other_workbook_that_is_dropped_is_evidence(window: MainWindow, qtbot: QtBot, returned: Path) -> None:
    workbook = load(returned)
    for name in list(workbook.custom_doc_props.names):
        del workbook.custom_doc_props[name]
    workbook.save(returned)
    window.catcher.take([FoundFile(returned)])
    opened(qtbot, EvidenceDialog).reject()


def test_a_row_with_nothing_in_it_cannot_be_accepted(
    qtbot: QtBot, window: MainWindow, filling: Filling, returned: Path
) -> None:
    filling.take_in(returned)
    dialog = opened(qtbot, FormPreview)
    dialog.table.selectRow(0)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.rows.accepted == (CITIES,)
    dialog.reject()


def test_a_file_that_is_no_form_is_refused_with_the_reason(
    window: MainWindow, hands: Any, qtbot: QtBot, filling: Filling, tmp_path: Path
) -> None:
    path = tmp_path / "名单.xlsx"
    openpyxl.Workbook().save(path)
    said: list[str] = []
    filling.refused.connect(said.append)
    filling.take_in(path)
    qtbot.waitUntil(lambda: bool(said))
    assert "名单.xlsx" in said[0]
    assert QApplication.activeModalWidget() is None


def test_what_is_typed_for_sending_is_offered_back_with_its_day_and_gone_once_sent(
    window: MainWindow, hands: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    send = window.actions_by_name["send_forms"]
    send.trigger()
    dialog = opened(qtbot, FormSending)
    dialog.period.setText("2026 年秋")
    dialog.leads_only.setChecked(True)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    hands.settle()
    send.trigger()
    dialog = opened(qtbot, FormSending)
    assert (dialog.period.text(), dialog.leads_only.isChecked()) == ("2026 年秋", True)
    assert dialog.draft.isVisible()
    dialog.draft.again_button.click()
    assert not dialog.leads_only.isChecked()
    assert dialog.period.text() != "2026 年秋"
    dialog.period.setText("2026 年秋")
    dialog.department.setCurrentText("中小企业局")
    dialog.folder.setText(str(tmp_path))
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()
    assert len(list(tmp_path.glob("填报表*.xlsx"))) == 1
    send.trigger()
    dialog = opened(qtbot, FormSending)
    assert not dialog.draft.isVisible()
    assert dialog.period.text() != "2026 年秋"
    dialog.reject()


def test_what_cannot_be_sent_is_said_in_the_form_which_stays(
    window: MainWindow, hands: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    window.actions_by_name["send_forms"].trigger()
    dialog = opened(qtbot, FormSending)
    dialog.department.setCurrentText("中小企业局")
    dialog.period.setText("长" * 60)
    dialog.folder.setText(str(tmp_path))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    hands.settle()
    assert dialog.isVisible()
    assert "40" in dialog.fault("period")
    assert dialog.period.text() == "长" * 60
    dialog.period.setText("秋")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()
    assert len(list(tmp_path.glob("填报表*.xlsx"))) == 1


def test_rows_that_were_ticked_stay_ticked_for_the_same_file(
    window: MainWindow, qtbot: QtBot, filling: Filling, returned: Path
) -> None:
    filling.take_in(returned)
    dialog = opened(qtbot, FormPreview)
    numbers = {row.key: number for number, row in enumerate(dialog.preview.rows)}
    dialog.rows.toggle([numbers[CLUSTERS]])
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    filling.take_in(returned)
    dialog = opened(qtbot, FormPreview)
    assert dialog.rows.accepted == (CITIES, CLUSTERS)
    assert dialog.draft.isVisible()
    dialog.draft.again_button.click()
    assert dialog.rows.accepted == (CITIES,)
    dialog.reject()


def test_a_ledger_that_goes_while_the_form_is_open_takes_nothing_with_it(
    window: MainWindow, hands: Any, qtbot: QtBot, filling: Filling, ledger_path: Path, tmp_path: Path
) -> None:
    said: list[str] = []
    filling.said.connect(said.append)
    window.actions_by_name["send_forms"].trigger()
    dialog = opened(qtbot, FormSending)
    dialog.period.setText("2026 年秋")
    window._switch(str(tmp_path / "另一本.db"))
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()
    assert len(said) == 1
    window.actions_by_name["send_forms"].trigger()
    dialog = opened(qtbot, FormSending)
    assert dialog.period.text() != "2026 年秋"
    dialog.reject()
    window._switch(str(ledger_path))
    hands.settle()
    window.actions_by_name["send_forms"].trigger()
    dialog = opened(qtbot, FormSending)
    assert dialog.period.text() == "2026 年秋"
    dialog.reject()


def test_language_and_day_may_change_while_the_form_is_open(
    window: MainWindow, hands: Any, qtbot: QtBot, appearance: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.actions_by_name["send_forms"].trigger()
    dialog = opened(qtbot, FormSending)
    dialog.department.setCurrentText("中小企业局")
    dialog.period.setText("2026 年秋")
    dialog.folder.setText(str(tmp_path))
    appearance.set_language("en")
    ledger = window.page.ledger
    assert ledger is not None
    today = ledger.today()
    clock = ledger.workspace.clock
    monkeypatch.setattr(ledger.workspace, "clock", lambda: clock() + timedelta(days=1))
    qtbot.waitUntil(lambda: appearance.is_settled)
    assert dialog.period.text() == "2026 年秋"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()
    (form,) = services.forms.list_sent(ledger.workspace)
    assert (form.period, form.sent_on) == ("2026 年秋", today + timedelta(days=1))


def test_forms_that_went_out_are_found_again(
    window: MainWindow, hands: Any, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.actions_by_name["send_forms"].trigger()
    dialog = opened(qtbot, FormSending)
    dialog.department.setCurrentText("中小企业局")
    dialog.folder.setText(str(tmp_path))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    hands.settle()
    (path,) = tmp_path.glob("填报表*.xlsx")
    window.show_page("reports")
    hands.settle()
    past: Any = window.pages["reports"].past  # pyright: ignore[reportAttributeAccessIssue]
    past.turn_to_forms()
    qtbot.waitUntil(lambda: past.place is not None)
    assert past.place == path
    assert not past.again_button.isVisible()
    opened_with: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened_with.append(url.toLocalFile()))
    past.open_button.click()
    past.folder_button.click()
    past.copy_button.click()
    assert opened_with == [str(path), str(tmp_path)]
    assert QApplication.clipboard().text() == str(path)
    path.unlink()
    window.pages["reports"].refresh()
    hands.settle()
    assert not past.open_button.isEnabled()
    assert past.open_button.toolTip()
