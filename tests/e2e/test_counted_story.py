"""The one-minute story of the design, counted: what a hand does besides typing its texts.

She filters by the bureau, takes the pilot cities, records the notice that names 34 (a plan) and a report that says 101
(cumulative, a statement only), holds to the verdict where the rules question it, and saves the month's report in the
office's own layout. A count that grows here is a step that every user must take from now on.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import docx
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.assessment.assessment_dialog import AssessmentChoice, AssessmentDialog
from tracker.desktop.views.common.widgets import CheckBox
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.reports.reports_page import ReportsPage
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.reports.report_request import ReportKind
from tracker.domain.terms import Assessment

MOST_CLICKS, MOST_KEYSTROKES = 18, 30
"""The bars; the story took 31 clicks and 65 keystrokes once."""
PILOT_CITIES, BUREAU = "MIIT-2025-044", "中小企业局"
NOTICE = """财政部　工业和信息化部关于公布第三批试点城市名单的通知
财建〔2025〕96号
按照中小企业数字化转型城市试点工作安排，计划支持34个城市开展中小企业数字化转型试点工作。
财政部　工业和信息化部
2025年5月12日
"""
SAID = """国新办举行新闻发布会 介绍2025年工业和信息化发展情况
来源：国务院新闻办公室 2026年1月21日
张云明介绍，财政部、工业和信息化部累计支持101个试点城市开展中小企业数字化转型，带动一大批企业改造升级。
"""
REASON = "累计101个，扣除基数66个，新增35个，达到30个以上。"
HELD = "两部门在发布会上当场公布。"
FULFILS = "证明完成"
LAYOUT = "本单位版式"
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


Form = TypeVar("Form", bound=QDialog)


class Hand:
    """Presses keys and clicks, and counts both; each waits for what follows."""

    def __init__(self, qtbot: QtBot, window: MainWindow, folder: Path) -> None:
        self._qtbot = qtbot
        self.window = window
        self.folder = folder
        self.keystrokes = 0
        self.clicks = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the keyboard is."""
        self.keystrokes += 1
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.settle()

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Click in the middle of something that is seen there, or at a place of it."""
        self.clicks += 1
        where = place or widget.rect().center()
        assert widget.visibleRegion().contains(where), f"{widget.accessibleName() or widget} is not to be seen"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NONE, where)
        self.settle()

    def drop(self, name: str, words: str) -> None:
        """Drag a file with these words onto the commitment; one click."""
        self.clicks += 1
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(self.file(name, words)))])
        there = self.window.page.table.viewport().mapTo(self.window, self.row())
        how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, NONE)
        QApplication.sendEvent(self.window, QDragEnterEvent(there, *how))
        self.window.catcher.overlay.dropEvent(QDropEvent(QPointF(there), *how))

    def write(self, words: str) -> None:
        """Type a text where the keyboard is, as an input method does; not counted."""
        widget = QApplication.focusWidget()
        assert isinstance(widget, QLineEdit | QPlainTextEdit), f"nothing can be typed in {widget}"
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(widget, event)
        self._qtbot.wait(1)

    def copy(self, name: str, words: str) -> None:
        """Copy a file in another program."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(self.file(name, words)))])
        QGuiApplication.clipboard().setMimeData(mime)

    def file(self, name: str, words: str) -> Path:
        path = self.folder / name
        path.write_text(words, encoding="utf-8")
        return path

    def row(self) -> QPoint:
        """Where the commitment stands in the list."""
        table = self.window.page.table
        line = next(line for line in range(table.rows.rowCount()) if table.rows.row(line).code == PILOT_CITIES)
        return table.visualRect(table.rows.index(line, 1)).center()

    def settle(self) -> None:
        """Wait until everything that was asked has been answered."""
        self._qtbot.wait(1)
        self._qtbot.waitUntil(lambda: self.window.is_ready)

    def wait(self, milliseconds: int) -> None:
        self._qtbot.wait(milliseconds)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        self._qtbot.waitUntil(holds)
        self.settle()

    def back(self) -> None:
        """What a window manager does when a form closes; the user does nothing."""
        self.until(lambda: QApplication.activeModalWidget() is None)
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    def form(self, kind: type[Form]) -> Form:
        """The form that lies before the window, once all that was read for it stands there."""
        self.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
        form = QApplication.activeModalWidget()
        assert isinstance(form, kind)
        return form

    def figure(self, form: EvidenceDialog) -> QAbstractButton:
        """The figure that was read from the file, once it is offered."""
        self.until(lambda: form.findChild(QAbstractButton, "figureOffer") is not None)
        found = form.findChild(QAbstractButton, "figureOffer")
        assert isinstance(found, QAbstractButton)
        return found

    def judged(self) -> tuple[Assessment, object]:
        """How the commitment is judged, and what is counted."""
        detail = self.window.page.detail.detail
        assert detail is not None
        return detail.row.assessment, detail.row.working and detail.row.working.actual


@pytest.fixture
def hand(qtbot: QtBot, tmp_path: Path, ledger_path: Path) -> Iterator[Hand]:
    template = docx.Document()
    for words in (LAYOUT, "{{title}}", "{{body}}"):
        template.add_paragraph(words)
    template.save(str(tmp_path / "layout.docx"))
    settings = Settings(tmp_path / "window.ini")
    settings.report_template = str(tmp_path / "layout.docx")
    window = MainWindow(Appearance(settings, "zh"), settings, str(ledger_path))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.waitUntil(lambda: window.is_ready and window.page.detail.detail is not None)
    yield Hand(qtbot, window, tmp_path)
    window.close()


def test_the_story_by_keys_alone(hand: Hand) -> None:
    hand.press(Qt.Key.Key_K, CONTROL)
    hand.write(BUREAU)
    hand.press(Qt.Key.Key_Return)
    hand.back()
    hand.until(lambda: hand.window.page.table.rows.rowCount() == 7)
    hand.press(Qt.Key.Key_J)
    hand.press(Qt.Key.Key_J)
    record_by_keys(hand, "通知.txt", NOTICE)
    record_by_keys(hand, "发布会.txt", SAID, fulfils=True)
    assert hand.judged() == (Assessment.NOT_RATED, 35)
    hand.press(Qt.Key.Key_J, CONTROL)
    verdict = hand.form(AssessmentDialog)
    hand.press(Qt.Key.Key_5)
    hand.until(lambda: bool(verdict.held.asked))
    hand.write(REASON)
    hand.press(Qt.Key.Key_Tab, SHIFT)
    hand.write(HELD)
    hand.press(Qt.Key.Key_Return, CONTROL)
    hand.back()
    hand.press(Qt.Key.Key_6, CONTROL)
    page = reports(hand)
    hand.press(Qt.Key.Key_Right)
    hand.until(lambda: page.panel.kind.chosen is ReportKind.PERIOD)
    hand.press(Qt.Key.Key_S, CONTROL | SHIFT)
    hand.form(QFileDialog)
    name_the_file(hand)
    hand.press(Qt.Key.Key_Return)
    assert_story_is_told(hand)
    assert hand.keystrokes == 22
    assert hand.keystrokes <= MOST_KEYSTROKES
    assert hand.clicks == 0


def record_by_keys(hand: Hand, name: str, words: str, *, fulfils: bool = False) -> None:
    """Ctrl+E, the file from the clipboard, its figure; with Shift+Tab and a key what it proves."""
    hand.copy(name, words)
    hand.press(Qt.Key.Key_E, CONTROL)
    form = hand.form(EvidenceDialog)
    hand.press(Qt.Key.Key_V, CONTROL)
    hand.figure(form)
    hand.press(Qt.Key.Key_1, ALT)
    if fulfils:
        hand.press(Qt.Key.Key_Tab, SHIFT)
        hand.press(Qt.Key.Key_Home)
        bearing = form.input("bearing")
        assert isinstance(bearing, QComboBox)
        assert bearing.currentText() == FULFILS
    hand.press(Qt.Key.Key_Return, CONTROL)
    hand.back()


def test_the_story_by_mouse_alone(hand: Hand) -> None:
    window = hand.window
    hand.click(next(box for box in window.findChildren(CheckBox) if box.text() == BUREAU))
    hand.until(lambda: window.page.table.rows.rowCount() == 7)
    hand.click(window.page.table.viewport(), hand.row())
    record_by_mouse(hand, "通知.txt", NOTICE)
    record_by_mouse(hand, "发布会.txt", SAID, fulfils=True)
    assert hand.judged() == (Assessment.NOT_RATED, 35)
    hand.click(button(window.page.detail, "judge"))
    verdict = hand.form(AssessmentDialog)
    hand.click(next(one for one in verdict.findChildren(AssessmentChoice) if one.assessment is Assessment.MET))
    hand.until(lambda: bool(verdict.held.asked))
    hand.write(REASON)
    (held,) = (line for line in verdict.held.findChildren(QLineEdit) if line.isVisible())
    hand.click(held)
    hand.write(HELD)
    hand.click(verdict.save_button)
    hand.back()
    hand.click(next(tab for tab in window.top_bar.findChildren(QPushButton) if tab.text() == "报告"))
    page = reports(hand)
    hand.click(next(one for one in page.findChildren(QPushButton) if "月报" in one.text()))
    hand.until(lambda: page.panel.kind.chosen is ReportKind.PERIOD)
    hand.click(page.panel.save_button)
    dialog = hand.form(QFileDialog)
    name_the_file(hand)
    hand.click(dialog.findChildren(QDialogButtonBox)[0].buttons()[0])
    assert_story_is_told(hand)
    assert hand.clicks == MOST_CLICKS
    assert hand.keystrokes == 0


def record_by_mouse(hand: Hand, name: str, words: str, *, fulfils: bool = False) -> None:
    """The file onto the commitment, its figure, what it proves, save."""
    hand.drop(name, words)
    form = hand.form(EvidenceDialog)
    hand.click(hand.figure(form))
    if fulfils:
        bearing = form.input("bearing")
        assert isinstance(bearing, QComboBox)
        hand.click(bearing)
        choices = bearing.view()
        hand.until(choices.isVisible)
        hand.wait(QApplication.doubleClickInterval())  # so long Qt takes a click for the end of the one that opened it
        there = choices.visualRect(choices.model().index(bearing.findText(FULFILS), 0)).center()
        hand.click(choices.viewport(), there)
        assert bearing.currentText() == FULFILS
    hand.click(form.save_button)
    hand.back()


def button(parent: QWidget, name: str) -> QPushButton:
    found = parent.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def reports(hand: Hand) -> ReportsPage:
    """The page of reports, once its preview has come."""
    (page,) = hand.window.findChildren(ReportsPage)
    hand.until(lambda: page.isVisible() and not page.is_waiting)
    return page


def name_the_file(hand: Hand) -> None:
    """Type the name of the report over the one that is offered."""
    name = QApplication.focusWidget()
    assert isinstance(name, QLineEdit)
    name.selectAll()
    hand.write(str(hand.folder / "月报.docx"))


def assert_story_is_told(hand: Hand) -> None:
    """The report has the office's layout, and says the verdict with its arithmetic and the doubt that was held to."""
    report = hand.folder / "月报.docx"
    hand.until(report.exists)
    assert hand.judged()[0] is Assessment.MET
    body = docx.Document(str(report)).element.body
    words = "".join(text.text or "" for text in body.iter() if text.tag.endswith("}t"))
    for said in (LAYOUT, "101 累计 − 66 基数 = 35 新增 ≥ 30", REASON, HELD):
        assert said in words
