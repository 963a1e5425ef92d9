"""From a found page to a verdict: a notice is dropped on the window, a page is fetched later, the amount is worked out,
judged with a reason, and both quotes are two clicks away."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFont, QPageSize, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.assessment.assessment_dialog import AssessmentChoice, AssessmentDialog
from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.desktop.views.detail.quotes import QuoteView
from tracker.desktop.views.detail.verdict import VerdictChip
from tracker.desktop.views.forms.form_dialog import FormDialog
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.viewer.viewer_window import Viewer
from tracker.desktop.views.window.drop_and_paste import CaptureDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.terms import Assessment
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

CITIES = "MIIT-2025-044"
CODE = "MIIT-2025-044"
NOTICE = (
    "财政部 工业和信息化部关于公布第三批试点城市名单的通知",
    "财建〔2025〕96号",
    "计划支持34个城市开展中小企业数字化转型试点工作。",
    "财政部　工业和信息化部",
    "2025年5月12日",
)
BRIEFING = """<html><head><title>国新办举行发布会 介绍2025年工业和信息化发展情况</title></head><body><article>
<h1>国新办举行发布会 介绍2025年工业和信息化发展情况</h1><p>来源：国务院新闻办公室 2026年1月21日</p>
<p>张云明介绍，财政部、工业和信息化部累计支持101个试点城市开展中小企业数字化转型，带动一大批企业改造升级。</p>
<p>下一步，将继续做好试点城市的跟踪指导和经验推广工作，推动更多中小企业加快数字化转型。</p>
</article></body></html>"""
WORKING = "101 累计 − 66 基数 = 35 新增 ≥ 30"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """The notice as a PDF."""
    path = tmp_path / "通知.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(96)
    painter, font = QPainter(writer), QFont("Noto Sans SC")
    font.setPixelSize(18)
    painter.setFont(font)
    for number, words in enumerate(NOTICE):
        painter.drawText(QRect(60, 60 + 50 * number, 680, 40), 0, words)
    painter.end()
    return path


@pytest.fixture
def briefing() -> Iterator[str]:
    """The page of the later briefing, on this very machine."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = BRIEFING.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/briefing.html"
    server.shutdown()
    thread.join()
    server.server_close()


class Analyst:
    """Sits before the window."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self._qtbot = qtbot
        settings = Settings(folder / "window.ini")
        self.window = MainWindow(Appearance(settings, "zh"), settings, str(folder / "ledger.db"))
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        qtbot.waitUntil(lambda: self.window.page.detail.detail is not None)
        self.settle()

    def settle(self) -> None:
        self._qtbot.wait(1)
        self._qtbot.waitUntil(lambda: self.window.is_ready)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def press(self, parent: QWidget, words: str) -> None:
        buttons = parent.findChildren(QPushButton)
        self.click(next(one for one in buttons if one.text() == words and one.isVisibleTo(parent)))

    def take(self, code: str) -> None:
        """Click on a row."""
        QTest.mouseClick(self.window.page.table.viewport(), Qt.MouseButton.LeftButton, pos=self.row(code))
        self.settle()

    def row(self, code: str) -> QPoint:
        """Where a row stands in the table."""
        table = self.window.page.table
        number = next(n for n in range(table.rows.rowCount()) if table.rows.row(n).code == code)
        table.scrollTo(table.rows.index(number, 1))
        return table.visualRect(table.rows.index(number, 1)).center()

    def drop(self, url: QUrl, place: QPoint) -> None:
        """Drop a file or a link on a place of the table."""
        mime = QMimeData()
        mime.setUrls([url])
        there = self.window.page.table.viewport().mapTo(self.window, place)
        how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.window, QDragEnterEvent(there, *how))
        self.window.catcher.overlay.dropEvent(QDropEvent(QPointF(there), *how))

    def form(self) -> EvidenceDialog:
        form = self.dialog(EvidenceDialog)
        self.settle()
        assert isinstance(form, EvidenceDialog)
        return form

    def dialog(self, kind: type[QDialog]) -> QDialog:
        self._qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        return dialog

    def measure(self, form: EvidenceDialog, wording: str, role: str) -> None:
        """Take a figure that is offered, and say in which role it counts."""
        offers = [one for one in form.findChildren(QPushButton) if one.objectName() == "figureOffer"]
        self.click(next(one for one in offers if wording in one.text()))
        self.pick(form, "role", role)

    def pick(self, form: EvidenceDialog, field: str, choice: str) -> None:
        """Choose in the first link of a piece."""
        box = form.links[0].inputs[field]
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(box.findText(choice))

    def quote(self, form: EvidenceDialog, words: str) -> None:
        """Select words in the captured file, and quote them."""
        look = form.findChild(QPushButton, "openFile")
        assert look is not None
        self.click(look)
        viewer = form.findChild(Viewer)
        assert viewer is not None
        viewer.show_words(True)
        start = viewer.viewed.pages[0].index(words)
        viewer.words_view.select(start, start + len(words))
        self.press(viewer, "摘录这段文字")

    def save(self, form: FormDialog) -> None:
        QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self._qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        self.settle()

    def judge(self, reason: str, held: str) -> None:
        """Met, with a reason, and with another one for what the rules question."""
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keyClick(self.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
        form = self.dialog(AssessmentDialog)
        assert isinstance(form, AssessmentDialog)
        self.click(next(one for one in form.findChildren(AssessmentChoice) if one.assessment is Assessment.MET))
        field = form.input("reason")
        assert isinstance(field, QPlainTextEdit)
        field.setPlainText(reason)
        for doubt in form.held.asked:
            line = form.input(form.held.field(doubt))
            assert isinstance(line, QLineEdit)
            line.setText(held)
        self.save(form)

    def viewer(self) -> Viewer:
        self._qtbot.waitUntil(lambda: bool(self.window.findChildren(Viewer)))
        self.settle()
        return self.window.findChildren(Viewer)[0]

    @property
    def said(self) -> list[str]:
        return [label.text() for label in self.window.page.detail.findChildren(QLabel)]


@pytest.fixture
def analyst(qtbot: QtBot, tmp_path: Path) -> Iterator[Analyst]:
    analyst = Analyst(qtbot, tmp_path)
    yield analyst
    analyst.window.close()


def record_notice(qtbot: QtBot, analyst: Analyst, notice: Path) -> None:
    """Drop the notice on the row, look what it proposes, take its plan over, quote its words."""
    analyst.take(CITIES)
    analyst.drop(QUrl.fromLocalFile(str(notice)), analyst.row(CITIES))
    form = analyst.form()
    values = form.values()
    assert "关于公布第三批试点城市名单的通知" in values["title"]
    assert (values["number"], values["published"]) == ("财建〔2025〕96号", "2025-05-12")
    assert "工业和信息化部" in values["publisher"]
    assert [link.code for link in form.links] == [CODE]
    analyst.measure(form, "34", "计划")
    analyst.quote(form, "计划支持34个城市")
    analyst.save(form)
    qtbot.waitUntil(lambda: "计划支持34个城市" in analyst.said)


def record_briefing(qtbot: QtBot, analyst: Analyst, address: str) -> None:
    """Drop the link on the row, allow the address, take the count over, quote its words."""
    analyst.drop(QUrl(address), analyst.row(CITIES))
    analyst.press(analyst.dialog(CaptureDialog), "允许 127.0.0.1 一次并抓取")
    form = analyst.form()
    assert (form.values()["published"], form.values()["url"]) == ("2026-01-21", address)
    analyst.measure(form, "101", "累计")
    analyst.pick(form, "bearing", "证明完成")
    analyst.quote(form, "累计支持101个试点城市")
    analyst.save(form)
    qtbot.waitUntil(lambda: "累计支持101个试点城市" in analyst.said)


def go_to_the_proof(qtbot: QtBot, analyst: Analyst) -> str:
    """One click on the verdict, one on its evidence; returns the words that are marked in the file."""
    detail = analyst.window.page.detail
    analyst.click(detail.findChildren(VerdictChip)[0])
    qtbot.waitUntil(lambda: any(card.is_found for card in detail.findChildren(EvidenceCard)))
    card = next(card for card in detail.findChildren(EvidenceCard) if card.is_found)
    way = card.findChild(QPushButton, "showQuote")
    assert way is not None
    analyst.click(way)
    viewer = analyst.viewer()
    (mark,) = viewer.words_view.extraSelections()
    words = mark.cursor.selectedText()  # pyright: ignore[reportAttributeAccessIssue]
    assert words == card.evidence.quote
    viewer.close()
    qtbot.waitUntil(lambda: not analyst.window.findChildren(Viewer))
    return words


@pytest.mark.network
def test_from_the_notice_to_the_verdict(
    qtbot: QtBot, analyst: Analyst, tmp_path: Path, notice: Path, briefing: str
) -> None:
    record_notice(qtbot, analyst, notice)
    assert WORKING not in analyst.said  # a plan is not a result
    record_briefing(qtbot, analyst, briefing)
    assert WORKING in analyst.said
    analyst.judge("累计101个，扣除基数66个，新增35个，达到30个以上。", "两部门在发布会上当场公布。")
    detail = analyst.window.page.detail
    qtbot.waitUntil(lambda: detail.detail is not None and detail.detail.row.assessment is Assessment.MET)
    analyst.settle()
    # The words of the promise stand below the verdict; to those of the proof it is two clicks.
    assert detail.detail is not None
    promised = detail.detail.quotes[0].passage.exact
    assert any(promised in label.text() for label in detail.findChildren(QuoteView)[0].findChildren(QLabel))
    assert go_to_the_proof(qtbot, analyst) == "累计支持101个试点城市"
    workspace = open_workspace(tmp_path / "ledger.db")
    assert check(workspace) == ()
    workspace.close()
