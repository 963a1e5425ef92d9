"""The fill-in round trip through the window."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
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
