"""Capture in the window: what is dropped, pasted or asked for opens as a form to confirm; what cannot be taken in is
refused with one sentence, and nothing of it is kept."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from tests.desktop.conftest import button_of, code_of

from tracker.desktop.views.common.drop_overlay import DropOverlay, FoundLink
from tracker.desktop.views.forms.evidence_draft import EvidenceDraft, Offer
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.recording.evidence_links import LinkRow
from tracker.desktop.views.sources.found_dialog import FoundDialog
from tracker.desktop.views.sources.source_question import SourceQuestion
from tracker.desktop.views.window.drop_and_paste import CaptureDialog
from tracker.domain.errors import UserError
from tracker.domain.evidence.unreadable import Unread, Unreadable
from tracker.domain.terms import Stage, ValueRole
from tracker.locations import db_dir
from tracker.services.commitments.reading import list_evidence, read_content
from tracker.services.safety.checking import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

SCAN = Path(__file__).parents[2] / "capture" / "inputs" / "12-empty-capture" / "扫描通知.pdf"
CITIES = "MIIT-2025-044"
CODE = "MIIT-2025-044"
NOTICE = """财政部 工业和信息化部关于公布第三批中小企业数字化转型试点城市名单的通知
财建〔2025〕96号
各省、自治区、直辖市财政厅（局）：
现确定34个城市开展第三批中小企业数字化转型城市试点工作。
财政部　　工业和信息化部
2025年5月12日
"""


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """A notice as a file of text."""
    file = tmp_path / "通知.txt"
    file.write_text(NOTICE, encoding="gb18030")
    return file


@pytest.fixture
def site() -> Iterator[str]:
    """A page on this very machine, which is private ground."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said = "".join(f"<p>{line}</p>" for line in NOTICE.splitlines())
            page = f"<html><head><title>公布名单</title></head><body><article>{said}</article></body></html>".encode()
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
    yield f"http://127.0.0.1:{server.server_port}/notice.html"
    server.shutdown()
    thread.join()
    server.server_close()


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def words(said: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(said)
    return mime


def drag(overlay: DropOverlay, mime: QMimeData, place: QPoint) -> None:
    """Bring something over the window, as the window system tells it."""
    taken = (place, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    host = overlay.parentWidget()
    assert host is not None
    QApplication.sendEvent(host, QDragEnterEvent(*taken))
    if overlay.isVisible():
        overlay.dragMoveEvent(QDragMoveEvent(*taken))


def drop(overlay: DropOverlay, mime: QMimeData, place: QPoint | None = None) -> None:
    """Bring it over the window and let it go."""
    place = place or QPoint(4, 4)
    drag(overlay, mime, place)
    overlay.dropEvent(
        QDropEvent(
            QPointF(place), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def opened(qtbot: QtBot, hands: Hands) -> EvidenceDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), EvidenceDialog))
    hands.settle()
    form = QApplication.activeModalWidget()
    assert isinstance(form, EvidenceDialog)
    return form


def place_of_row(window: MainWindow, title: str) -> QPoint:
    table = window.page.table
    number = next(n for n in range(table.rows.rowCount()) if table.rows.row(n).code == title)
    table.scrollTo(table.rows.index(number, 1))
    return table.viewport().mapTo(window, table.visualRect(table.rows.index(number, 1)).center())


def test_a_dropped_file_opens_the_form_with_what_it_seems_to_be(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, notice: Path
) -> None:
    drop(window.catcher.overlay, files(notice))
    form = opened(qtbot, hands)
    values = form.values()
    assert values["title"] == "财政部 工业和信息化部关于公布第三批中小企业数字化转型试点城市名单的通知"
    assert (values["number"], values["published"], values["kind"]) == ("财建〔2025〕96号", "2025-05-12", "list")
    assert "工业和信息化部" in values["publisher"]
    assert list_evidence(workspace) == ()  # nothing is kept before it is saved
    hands.click(form.save_button)
    (piece,) = list_evidence(workspace)
    (file,) = piece.attachments
    assert (file.name, read_content(workspace, file.sha256)) == ("通知.txt", notice.read_bytes())
    assert check(workspace) == ()


def test_a_file_dropped_on_a_row_is_linked_to_that_commitment_and_its_figure_is_offered(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, notice: Path, titles: dict[str, str]
) -> None:
    overlay, place = window.catcher.overlay, place_of_row(window, CITIES)
    drag(overlay, files(notice), place)
    assert overlay.words == f"松开即收录为证据：{CODE} {titles[CODE]}"
    drop(overlay, files(notice), place)
    form = opened(qtbot, hands)
    (link,) = form.links
    assert (link.code, link.values()["stage"]) == (CODE, Stage.ISSUED.value)
    offers = [one for one in form.findChildren(QPushButton) if one.objectName() == "figureOffer"]
    offer = next(one for one in offers if "34" in one.text())
    assert "现确定34个城市" in offer.toolTip()
    hands.click(offer)
    hands.click(form.save_button)
    assert hands.form_is_closed
    (made,) = list_evidence(workspace)[0].links
    assert (made.commitment, made.value, made.unit, made.role) == (CODE, 34, "个", ValueRole.NEW)


@pytest.mark.parametrize("page", ["ledger", "dashboard", "briefing", "evidence"])
def test_something_can_be_dropped_on_every_page(
    qtbot: QtBot, hands: Hands, window: MainWindow, notice: Path, page: str
) -> None:
    window.show_page(page)
    hands.settle()
    drag(window.catcher.overlay, files(notice), window.rect().center())
    assert window.catcher.overlay.isVisible()
    assert window.catcher.overlay.geometry() == window.rect()
    QApplication.sendEvent(window.catcher.overlay, QDragLeaveEvent())
    window.catcher.overlay.dragLeaveEvent(QDragLeaveEvent())
    assert not window.catcher.overlay.isVisible()
    drop(window.catcher.overlay, files(notice))
    opened(qtbot, hands).reject()


def test_nothing_is_taken_in_while_a_past_day_is_shown(window: MainWindow, hands: Hands, notice: Path) -> None:
    ledger = window.page.ledger
    assert ledger is not None
    ledger.as_of = ledger.today().replace(year=2025)
    drop(window.catcher.overlay, files(notice))
    hands.settle()
    assert hands.form_is_closed
    ledger.as_of = None


def test_several_files_come_one_after_the_other_and_can_be_skipped(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    names = [tmp_path / f"{number}.txt" for number in (1, 2, 3, 4)]
    for path in names:
        path.write_text(NOTICE.replace("96号", f"{path.stem}号") + path.name, encoding="utf-8")
    names[1].write_bytes(b"")
    drop(window.catcher.overlay, files(*names))
    form = opened(qtbot, hands)
    assert "第 1 个，共 4 个：1.txt" in [label.text() for label in form.findChildren(type(form._subject))]
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() not in (None, form))
    assert "是空的（2.txt）" in window.status._message.text()  # the empty one was told of and passed
    third = opened(qtbot, hands)
    assert third.cancel_button.text() == "跳过"
    hands.click(third.cancel_button)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() not in (None, third))
    last = opened(qtbot, hands)
    assert "第 4 个，共 4 个：4.txt" in [label.text() for label in last.findChildren(type(last._subject))]
    hands.click(last.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    assert len(list_evidence(workspace)) == 2


def test_the_rest_can_be_skipped_at_once(qtbot: QtBot, hands: Hands, window: MainWindow, tmp_path: Path) -> None:
    names = [tmp_path / f"{number}.txt" for number in (1, 2, 3)]
    for path in names:
        path.write_text(NOTICE + path.name, encoding="utf-8")
    drop(window.catcher.overlay, files(*names))
    form = opened(qtbot, hands)
    hands.click(button_of(form, "skipRest"))
    hands.settle()
    assert hands.form_is_closed


def test_ctrl_v_records_the_clipboard_when_no_input_has_the_focus(
    qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    QGuiApplication.clipboard().setText(NOTICE)
    window.page.table.setFocus()
    QTest.keyClick(window.page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    form = opened(qtbot, hands)
    assert form.values()["number"] == "财建〔2025〕96号"
    assert [file["name"] for file in form.files.added] == ["粘贴的文字.txt"]
    form.reject()
    search = window.top_bar.search_field
    QGuiApplication.clipboard().setText("试点")
    search.setFocus()
    QTest.keyClick(search, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (search.text(), hands.form_is_closed) == ("试点", True)


def test_a_pasted_picture_is_kept_as_png(qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace) -> None:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    mime = QMimeData()
    mime.setImageData(picture)
    drop(window.catcher.overlay, mime)
    form = opened(qtbot, hands)
    for name, value in (("title", "截图"), ("publisher", "工信部"), ("published", "2025-05-12")):
        field = form.input(name)
        assert isinstance(field, QLineEdit)
        field.setText(value)
    hands.click(form.save_button)
    (file,) = list_evidence(workspace)[0].attachments
    assert (file.name, file.media_type) == ("粘贴的图片.png", "image/png")
    assert read_content(workspace, file.sha256).startswith(b"\x89PNG")


@pytest.mark.network
def test_a_link_into_the_own_network_is_fetched_only_after_it_was_allowed(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, site: str
) -> None:
    drop(window.catcher.overlay, words(site))
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), CaptureDialog))
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, CaptureDialog)
    assert code_of(asked, "found") == "address_private"
    assert "127.0.0.1" in asked.allow_button.text()
    hands.click(asked.allow_button)
    form = opened(qtbot, hands)
    assert (form.values()["url"], form.values()["retrieved"] is not None) == (site, True)
    hands.click(form.save_button)
    (file,) = list_evidence(workspace)[0].attachments
    assert (file.url, file.media_type, file.retrieved_at is not None) == (site, "text/html", True)
    drop(window.catcher.overlay, words(site))  # it was for that once
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), CaptureDialog))
    again = QApplication.activeModalWidget()
    assert isinstance(again, CaptureDialog)
    again.reject()


def test_a_path_an_address_or_a_text_can_be_typed(qtbot: QtBot, hands: Hands, window: MainWindow, notice: Path) -> None:
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CaptureDialog)
    hands.click(dialog.add_button)
    assert dialog.fault("found") == "请填写网址、文件路径或一段文字。"
    field = dialog.input("found")
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText(str(notice))
    hands.click(dialog.add_button)
    assert opened(qtbot, hands).files.added[0]["name"] == "通知.txt"
    opened(qtbot, hands).reject()


def test_a_file_dropped_on_a_form_is_attached_to_it(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, notice: Path, tmp_path: Path
) -> None:
    drop(window.catcher.overlay, files(notice))
    form = opened(qtbot, hands)
    more = tmp_path / "附件.csv"
    more.write_text("城市\n甲市\n乙市\n", encoding="utf-8")
    overlay = form.findChild(DropOverlay)
    assert overlay is not None
    drop(overlay, files(more))
    qtbot.waitUntil(lambda: len(form.files.added) == 2)
    drop(overlay, files(tmp_path))
    hands.settle()
    qtbot.waitUntil(lambda: code_of(form) == "file_is_folder")
    hands.click(form.save_button)
    assert [file.name for file in list_evidence(workspace)[0].attachments] == ["通知.txt", "附件.csv"]
    assert check(workspace) == ()


def test_a_figure_goes_to_the_link_that_was_worked_in_last(
    qtbot: QtBot, hands: Hands, window: MainWindow, notice: Path
) -> None:
    drop(window.catcher.overlay, files(notice), place_of_row(window, CITIES))
    form = opened(qtbot, hands)
    more = form.findChild(QPushButton, "addLink")
    assert more is not None
    hands.click(more)
    first, second = form.links
    first.inputs["value"].setFocus()
    offer = next(one for one in form.findChildren(QPushButton) if one.objectName() == "figureOffer")
    hands.click(offer)
    assert (_value(first), _value(second)) == ("34", "")
    form.reject()


def _value(link: LinkRow) -> str:
    field = link.inputs["value"]
    assert isinstance(field, QLineEdit)
    return field.text()


def test_a_dropped_scan_opens_an_empty_form_that_says_why(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    drop(window.catcher.overlay, files(SCAN))
    form = opened(qtbot, hands)
    assert form.notices.isVisible()
    assert form.notices.text() == form.appearance.words.unread(Unreadable(Unread.OCR_OFF))
    values = form.values()
    assert [values[name] for name in ("title", "publisher", "number", "published", "quote")] == [""] * 5
    assert [file["name"] for file in values["attachments"]] == ["扫描通知.pdf"]


def test_a_form_about_a_text_says_nothing_of_the_kind(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, notice: Path
) -> None:
    drop(window.catcher.overlay, files(notice))
    assert not opened(qtbot, hands).notices.isVisible()


def test_a_saved_page_that_asks_for_a_login_is_not_kept_as_a_file(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    page = tmp_path / "通知.html"
    page.write_text("<html><title>登录</title><form><input type=password></form></html>", encoding="utf-8")
    drop(window.catcher.overlay, files(page))
    form = opened(qtbot, hands)
    assert form.notices.text() == form.appearance.words.unread(Unreadable(Unread.LOGIN))
    assert (form.values()["title"], form.values()["attachments"]) == ("", ())


def test_what_ocr_read_is_marked_at_every_value_and_stays_marked_in_the_note(qtbot: QtBot, window: MainWindow) -> None:
    offer = Offer("34", "家", ValueRole.NEW, "34家企业", "确定34家企业")
    draft = EvidenceDraft(
        values={"title": "关于公布某某名单的通知", "note": "甲"},
        found={"title": "关于公布某某名单的通知"},
        figures=(offer,),
        read_by_ocr=(1, 2),
    )
    form = window.catcher._recorder.add_evidence(None, draft)
    assert form is not None
    words = form.appearance.words
    assert form.notices.text() == words.phrase("read_by_ocr", pages="1, 2")
    assert form.values()["note"] == f"甲\n{words.phrase('ocr_remark')}"
    hints = [label.text() for label in form.findChildren(QLabel, "hint")]
    assert any(words.phrase("by_ocr") in hint for hint in hints)
    (chip,) = form.findChildren(QPushButton, "figureOffer")
    assert words.phrase("by_ocr") in chip.text()
    form.reject()


def test_each_refused_address_keeps_what_was_typed_about_it(window: MainWindow, appearance: Appearance) -> None:
    def asked(address: str) -> CaptureDialog:
        error = UserError("address_private", field="found", host="10.0.0.1")
        dialog = CaptureDialog(appearance, window, FoundLink(address), error)
        dialog.open()
        return dialog

    def typed(dialog: CaptureDialog) -> QPlainTextEdit:
        field = dialog.input("found")
        assert isinstance(field, QPlainTextEdit)
        return field

    first = asked("http://10.0.0.1/one")
    typed(first).setPlainText("上周写的")
    first.reject()
    second = asked("http://10.0.0.1/two")
    assert typed(second).toPlainText() == "http://10.0.0.1/two"
    assert second.allow_button.isVisible()
    second.reject()
    again = asked("http://10.0.0.1/one")
    assert typed(again).toPlainText() == "上周写的"
    again.reject()


PLAN = "国家发展改革委关于印发2026年工作要点的通知\n" + "".join(
    f"下一步，我们将修订第{number}号管理办法。\n" for number in "一二三四五"
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan with five pledges, as a file of text."""
    file = tmp_path / "要点.txt"
    file.write_text(PLAN, encoding="gb18030")
    return file


def asked(qtbot: QtBot, hands: Hands) -> SourceQuestion:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SourceQuestion))
    hands.settle()
    question = QApplication.activeModalWidget()
    assert isinstance(question, SourceQuestion)
    return question


def test_a_text_with_several_pledges_is_asked_about_and_enter_takes_it_as_evidence(
    qtbot: QtBot, hands: Hands, window: MainWindow, plan: Path, clipped: Callable[[QWidget], list[str]]
) -> None:
    drop(window.catcher.overlay, files(plan))
    question = asked(qtbot, hands)
    assert any("5" in one.text() for one in question.findChildren(QLabel))
    assert clipped(question) == []
    qtbot.keyClick(question, Qt.Key.Key_Return)
    form = opened(qtbot, hands)
    assert form.values()["title"] == "国家发展改革委关于印发2026年工作要点的通知"
    form.discard()


def test_a_text_with_several_pledges_goes_on_as_a_source(
    qtbot: QtBot, hands: Hands, window: MainWindow, plan: Path
) -> None:
    for found in (files(plan), words(PLAN)):
        drop(window.catcher.overlay, found)
        asked(qtbot, hands).source_button.click()
        qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FoundDialog))
        hands.settle()
        form = QApplication.activeModalWidget()
        assert isinstance(form, FoundDialog)
        assert (len(form.found.findings.units), form.found.source.name) == (5, plan.name if found.hasUrls() else "")
        form.reject()


def test_nothing_is_taken_in_where_the_question_is_left(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, plan: Path, notice: Path
) -> None:
    before = len(list_evidence(workspace))
    drop(window.catcher.overlay, files(plan))
    asked(qtbot, hands).reject()
    hands.settle()
    assert len(list_evidence(workspace)) == before
    # The next thing is taken in as ever, and a notice is not asked about.
    drop(window.catcher.overlay, files(notice))
    opened(qtbot, hands).discard()


def test_what_is_dropped_on_a_commitment_or_with_others_is_evidence(
    qtbot: QtBot, hands: Hands, window: MainWindow, plan: Path, notice: Path
) -> None:
    drop(window.catcher.overlay, files(plan), place_of_row(window, CITIES))
    opened(qtbot, hands).discard()
    hands.settle()
    drop(window.catcher.overlay, files(plan, notice))
    opened(qtbot, hands).discard()
    opened(qtbot, hands).discard()


def test_the_text_of_a_source_of_the_ledger_is_evidence(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    drop(window.catcher.overlay, files(db_dir() / "briefings" / "2025-01-21-miit" / "raw.txt"))
    opened(qtbot, hands).discard()
