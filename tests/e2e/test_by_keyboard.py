"""The story of the design's first page, by the keyboard alone: no click, and no focus that a key did not move."""

from collections.abc import Callable, Iterator
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
from tracker.desktop.views.assessment.assessment_dialog import AssessmentChoice
from tracker.desktop.views.common.widgets import CheckBox
from tracker.desktop.views.forms.form_dialog import FormDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.terms import Assessment

PILOT_CITIES = "MIIT-2025-044"
WORKING = "101 累计 − 66 基数 = 35 新增 ≥ 30"
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
MOST_TABS = 150


class Keyboard:
    """Ten fingers on a window."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot = qtbot
        self.window = window

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is, and wait for what follows."""
        QTest.keyClick(self.focused, key, modifier)
        self._qtbot.wait(1)
        self._qtbot.waitUntil(lambda: self.window.is_ready)

    def type(self, words: str) -> None:
        """Type words where the keyboard is, as an input method does, so that Chinese can be typed."""
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(self.focused, event)

    def tab_to(self, wanted: Callable[[QWidget], bool]) -> QWidget:
        """Press Tab until the keyboard is where it is wanted."""
        for _ in range(MOST_TABS):
            if wanted(self.focused):
                return self.focused
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never came there, but ended at {self.focused.accessibleName()!r}")

    def form(self, key: Qt.Key) -> FormDialog:
        """Press Ctrl and a key, and wait for the form."""
        self.window.activateWindow()  # what a window manager does when a form closes
        self._qtbot.waitUntil(self.window.isActiveWindow)
        self.press(key, CONTROL)
        self._qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog))
        form = QApplication.activeModalWidget()
        assert isinstance(form, FormDialog)
        return form

    def fill(self, form: FormDialog, **values: str) -> None:
        """Tab from field to field of the form and fill it; a choice is made with the arrows."""
        for name, value in values.items():
            field = self.tab_to(lambda widget, name=name: widget is form.input(name))
            if not isinstance(field, QComboBox):
                self.type(value)
                continue
            self.press(Qt.Key.Key_Home)
            for _ in range(field.count()):
                if field.currentText() != value:
                    self.press(Qt.Key.Key_Down)
            assert field.currentText() == value

    @property
    def focused(self) -> QWidget:
        """Where the keyboard is."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    @property
    def said(self) -> list[str]:
        """Everything that the detail pane says."""
        return [label.text() for label in self.window.page.detail.findChildren(QLabel)]


@pytest.fixture
def keyboard(qtbot: QtBot, tmp_path: Path, ledger_path: Path) -> Iterator[Keyboard]:
    settings = Settings(tmp_path / "window.ini")
    window = MainWindow(Appearance(settings, "zh"), settings, str(ledger_path))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.waitUntil(lambda: window.is_ready and window.page.detail.detail is not None)
    yield Keyboard(qtbot, window)
    window.close()


def test_from_the_filter_to_the_report_without_a_mouse(keyboard: Keyboard, qtbot: QtBot, tmp_path: Path) -> None:
    table = keyboard.window.page.table
    choose_the_cities(keyboard)
    notice = keyboard.form(Qt.Key.Key_E)
    keyboard.fill(notice, title="试点工作通知", publisher="财政部", published="2025-05-12", value="34", role="计划")
    keyboard.press(Qt.Key.Key_Return, CONTROL)
    count = keyboard.form(Qt.Key.Key_E)
    origin = {"title": "试点城市累计101个", "publisher": "国新办", "published": "2026-01-21"}
    keyboard.fill(count, **origin, bearing="证明完成", value="101", role="累计")
    keyboard.press(Qt.Key.Key_Return, CONTROL)
    assert WORKING in keyboard.said
    judge_them_met(keyboard)
    qtbot.waitUntil(lambda: table.chosen is not None and table.chosen.assessment is Assessment.MET)
    report = tmp_path / "月报.xlsx"
    export(keyboard, qtbot, report)
    lines = openpyxl.load_workbook(report).worksheets[0].iter_rows(values_only=True)
    cells = [[str(cell) for cell in line] for line in lines]
    assert any("已完成" in line and any(WORKING in cell for cell in line) for line in cells)


def choose_the_cities(keyboard: Keyboard) -> None:
    """Filter by the bureau, and walk down to the commitment."""
    keyboard.tab_to(lambda widget: isinstance(widget, CheckBox) and widget.text() == "中小企业局")
    keyboard.press(Qt.Key.Key_Space)
    table = keyboard.window.page.table
    keyboard.tab_to(lambda widget: widget is table)
    keyboard.press(Qt.Key.Key_Home, CONTROL)
    while table.chosen is None or table.chosen.code != PILOT_CITIES:
        keyboard.press(Qt.Key.Key_Down)


def judge_them_met(keyboard: Keyboard) -> None:
    """Ctrl+J, arrows to the assessment, a reason."""
    verdict = keyboard.form(Qt.Key.Key_J)
    choice = keyboard.tab_to(lambda widget: isinstance(widget, AssessmentChoice))
    while isinstance(choice, AssessmentChoice) and choice.assessment is not Assessment.MET:
        keyboard.press(Qt.Key.Key_Down)
        assert keyboard.focused is not choice
        choice = keyboard.focused
    keyboard.press(Qt.Key.Key_Space)
    keyboard.tab_to(lambda widget: widget is verdict.input("reason"))
    keyboard.type("新增35个，达到30个以上。")
    keyboard.press(Qt.Key.Key_Return, CONTROL)


def export(keyboard: Keyboard, qtbot: QtBot, report: Path) -> None:
    """Ctrl+Shift+S, the file's name, Enter."""
    keyboard.window.activateWindow()
    qtbot.waitUntil(keyboard.window.isActiveWindow)
    keyboard.press(Qt.Key.Key_S, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    name = keyboard.focused
    assert isinstance(name, QLineEdit)
    name.selectAll()
    keyboard.type(str(report))
    keyboard.press(Qt.Key.Key_Return)
    qtbot.waitUntil(report.exists)
