"""The analyst's first day, by keys and clicks on a real file, with a restart in between."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.assessment.assessment_dialog import AssessmentChoice, AssessmentDialog
from tracker.desktop.views.common.widgets import CheckBox
from tracker.desktop.views.forms.form_dialog import FormDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.terms import Assessment, Doubt

PILOT_CITIES = "MIIT-2025-044"
REASON = "累计101个，扣除基数66个，新增35个，达到30个以上。"
WORKING = "101 累计 − 66 基数 = 35 新增 ≥ 30"
CONTROL = Qt.KeyboardModifier.ControlModifier


class Analyst:
    """Sits before one window after the other."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self._qtbot = qtbot
        self._folder = folder

    def start(self) -> None:
        """Start the program on the ledger of this folder."""
        settings = Settings(self._folder / "window.ini")
        self.window = MainWindow(Appearance(settings, "zh"), settings, str(self._folder / "ledger.db"))
        self._qtbot.addWidget(self.window)
        with self._qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self._qtbot.waitUntil(lambda: self.window.page.detail.detail is not None)
        self._settle()

    def close(self) -> None:
        """Close the window."""
        self.window.close()

    def tick(self, choice: str) -> None:
        """Tick a filter."""
        self._click(next(box for box in self.window.findChildren(CheckBox) if box.text() == choice))

    def take(self, code: str) -> None:
        """Click on a row."""
        table = self.window.page.table
        row = next(row for row in range(table.rows.rowCount()) if table.rows.row(row).code == code)
        index = table.rows.index(row, 1)
        table.scrollTo(index)
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())
        self._settle()

    def add_evidence(self, words: dict[str, str], choices: dict[str, str]) -> None:
        """Ctrl+E, fill the form from field to field, Ctrl+Enter."""
        form = self._form(Qt.Key.Key_E)
        for field, typed in words.items():
            self._type(form.input(field), typed)
        for field, choice in choices.items():
            self._pick(form.input(field), choice)
        QTest.keyClick(form, Qt.Key.Key_Return, CONTROL)
        self._settle()

    def judge(self, assessment: Assessment, reason: str, held: dict[Doubt, str]) -> None:
        """Ctrl+J, choose, say why, answer what the rules question, save."""
        form = self._form(Qt.Key.Key_J)
        assert isinstance(form, AssessmentDialog)
        self._click(next(c for c in form.findChildren(AssessmentChoice) if c.assessment is assessment))
        self._type(form.input("reason"), reason)
        assert form.held.asked == tuple(held)
        assert not form.save_button.isEnabled()
        for doubt, why in held.items():
            self._type(form.input(form.held.field(doubt)), why)
        self._click(form.save_button)

    def export(self, path: Path) -> None:
        """Ctrl+Shift+S, type the file's name, Enter."""
        self._activate()
        QTest.keyClick(self.window, Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        self._qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        name = dialog.findChild(QLineEdit)
        assert name is not None
        name.clear()
        self._type(name, str(path))
        QTest.keyClick(name, Qt.Key.Key_Return)
        self._qtbot.waitUntil(path.exists)
        self._settle()

    @property
    def said(self) -> list[str]:
        """Everything that the detail pane says."""
        return [label.text() for label in self.window.page.detail.findChildren(QLabel)]

    @property
    def rows(self) -> int:
        """How many commitments the list shows."""
        return self.window.page.table.rows.rowCount()

    def _form(self, key: Qt.Key) -> FormDialog:
        self._activate()
        QTest.keyClick(self.window, key, CONTROL)
        self._qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog))
        form = QApplication.activeModalWidget()
        assert isinstance(form, FormDialog)
        return form

    def _activate(self) -> None:
        self.window.activateWindow()  # what a window manager does when a form closes
        self._qtbot.waitUntil(self.window.isActiveWindow)

    def _click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self._settle()

    def _type(self, widget: QWidget, words: str) -> None:
        """As an input method does it, so that Chinese can be typed."""
        widget.setFocus()
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(widget, event)

    def _pick(self, box: QWidget, words: str) -> None:
        assert isinstance(box, QComboBox)
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        while box.currentText() != words:
            before = box.currentIndex()
            QTest.keyClick(box, Qt.Key.Key_Down)
            assert box.currentIndex() != before, f"no {words}"

    def _settle(self) -> None:
        self._qtbot.wait(1)
        self._qtbot.waitUntil(lambda: self.window.is_ready)


@pytest.fixture
def analyst(qtbot: QtBot, tmp_path: Path) -> Iterator[Analyst]:
    analyst = Analyst(qtbot, tmp_path)
    analyst.start()
    yield analyst
    analyst.close()


def test_from_the_first_start_to_the_report(analyst: Analyst, tmp_path: Path) -> None:
    every = analyst.rows
    analyst.tick("中小企业局")
    few = analyst.rows
    assert 0 < few < every > 60

    analyst.take(PILOT_CITIES)
    notice = {"title": "关于开展城市试点工作的通知", "publisher": "财政部、工业和信息化部", "published": "2025-05-12"}
    analyst.add_evidence({**notice, "value": "34"}, {"role": "计划"})
    assert "还没有证据给出数量。" in analyst.said, "a plan is not a result"
    statement = {"title": "国新办发布会：试点城市累计101个", "publisher": "国务院新闻办公室", "published": "2026-01-21"}
    shown = {"kind": "表态", "bearing": "证明完成", "role": "累计"}
    analyst.add_evidence({**statement, "value": "101"}, shown)
    assert WORKING in analyst.said
    analyst.judge(Assessment.MET, REASON, {Doubt.CLAIMS_ONLY: "数字由两部门当场公布，名单在前两批已公布。"})
    assert_judged(analyst)

    analyst.close()
    analyst.start()
    assert analyst.rows == every
    analyst.take(PILOT_CITIES)
    assert_judged(analyst)

    analyst.tick("中小企业局")
    analyst.export(tmp_path / "月报.xlsx")
    cells = read_back(tmp_path / "月报.xlsx")
    assert sum(any(cell.startswith("MIIT-2025-") for cell in row) for row in cells) == few
    (line,) = [row for row in cells if PILOT_CITIES in row and "已完成" in row]
    assert REASON in line
    assert any(WORKING in cell for cell in line), "beside it stands what is not counted"


def assert_judged(analyst: Analyst) -> None:
    """The verdict shows with its reason, its arithmetic and its history."""
    chosen = analyst.window.page.table.chosen
    assert chosen is not None
    assert chosen.assessment is Assessment.MET
    assert chosen.doubts == (Doubt.CLAIMS_ONLY,)
    assert analyst.window.page.detail.findChildren(QLabel, "doubt_claims_only")
    assert {REASON, WORKING, "评估结论由“未评估”改为“已完成”"} <= set(analyst.said)


def read_back(path: Path) -> list[list[str]]:
    """The rows of the first sheet, without the empty cells."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
