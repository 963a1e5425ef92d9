"""The viewer: files inside the program, at the words that are quoted of them; words selected there become the quote."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from shiboken6 import delete
from tests.desktop.conftest import button_of

from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.desktop.views.detail.verdict import VerdictChip
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.viewer.viewer_window import Viewer, stretches
from tracker.services.assessment.judging import set_assessment
from tracker.services.commands import AssessmentChange, command, evidence_fields
from tracker.services.commitments.reading import list_evidence
from tracker.services.evidence.capturing import examine_bytes
from tracker.services.evidence.evidence_view import read_piece
from tracker.services.evidence.recording import add_evidence
from tracker.services.safety.checking import check

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.domain.rows import EvidenceRow
    from tracker.services.ledgers.workspace import Workspace

CITIES = "MIIT-2025-044"
CODE = "MIIT-2025-044"
TEXT = "关于公布试点城市名单的通知\n现确定😀第三批34个城市。\n再说一遍：第三批34个城市。"
LINK = {"commitment": CODE, "bearing": "progress", "value": "34", "unit": "个", "role": "plan"}


def pdf(path: Path) -> bytes:
    """Two pages, as another program writes them."""
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(96)
    painter, font = QPainter(writer), QFont("Noto Sans SC")
    font.setPixelSize(20)
    painter.setFont(font)
    painter.drawText(QRect(60, 60, 600, 40), 0, "关于公布试点城市名单的通知")
    painter.drawText(QRect(60, 120, 600, 40), 0, "现确定第三批34个城市开展试点工作。")
    writer.newPage()
    painter.drawText(QRect(60, 60, 600, 40), 0, "累计支持101个试点城市。")
    painter.end()
    return path.read_bytes()


def keep(workspace: Workspace, content: bytes, name: str, **more: Any) -> EvidenceRow:
    """Record a piece with this file, as capture does it."""
    captured = examine_bytes(content, name)
    document = captured.document
    file = {
        "sha256": captured.sha256,
        "name": name,
        "size": len(content),
        "media_type": document.media_type,
        "pages": document.pages,
    }
    base = {"title": "通知", "publisher": "工信部", "published": "2025-05-12", "kind": "list", "links": (LINK,)}
    fields = evidence_fields(base | {"attachments": (file,)} | more)
    evidence_id = add_evidence(workspace, fields, {captured.sha256: content}).evidence[0]
    return read_piece(workspace, evidence_id).piece


def look(qtbot: QtBot, hands: Hands, window: MainWindow, piece: EvidenceRow, sha256: str = "") -> Viewer:
    window.page.recorder.look_at(piece, sha256)
    return shown(qtbot, hands, window)


def shown(qtbot: QtBot, hands: Hands, window: MainWindow) -> Viewer:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(Viewer)))
    hands.settle()
    viewer = next(one for one in window.findChildren(Viewer) if one.isVisible())
    if viewer.pdf is not None:
        qtbot.waitUntil(lambda: viewer.pdf is not None and viewer.pdf.is_drawn)
    return viewer


def close(qtbot: QtBot, window: MainWindow, viewer: Viewer) -> None:
    viewer.close()
    qtbot.waitUntil(lambda: not window.findChildren(Viewer))


def press(hands: Hands, viewer: Viewer, name: str) -> None:
    hands.click(button_of(viewer, name))


def test_words_selected_in_a_readable_text_become_the_quote_and_are_marked_when_it_is_opened_again(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    piece = keep(workspace, TEXT.encode(), "通知.txt")
    viewer = look(qtbot, hands, window, piece)
    second = TEXT.rindex("第三批")
    viewer.words_view.select(second, second + len("第三批34个城市"))
    press(hands, viewer, "quoteWords")
    qtbot.waitUntil(lambda: viewer.viewed.quote == "第三批34个城市")
    now = list_evidence(workspace)[0]
    assert now.anchor is not None
    assert (now.quote, now.anchor.start) == (
        "第三批34个城市",
        second,
    )  # the second place, past a character of two units
    assert check(workspace) == ()
    (mark,) = viewer.words_view.extraSelections()
    assert mark.cursor.selectedText() == "第三批34个城市"  # pyright: ignore[reportAttributeAccessIssue]
    close(qtbot, window, viewer)


def test_a_pdf_opens_at_the_quoted_words(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    content = pdf(tmp_path / "通知.pdf")
    page = examine_bytes(content, "通知.pdf").document.pages[1]
    anchor = {"sha256": hashlib.sha256(content).hexdigest(), "page": 1, "start": page.index("101")}
    piece = keep(workspace, content, "通知.pdf", quote="101个试点城市", anchor=anchor)
    viewer = look(qtbot, hands, window, piece)
    assert viewer.pdf is not None
    assert (viewer.page, viewer.pdf.marked, viewer.warning) == (1, "101个试点城市", "")
    close(qtbot, window, viewer)


def test_words_selected_on_the_page_of_a_pdf_become_the_quote(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    piece = keep(workspace, pdf(tmp_path / "通知.pdf"), "通知.pdf")
    viewer = look(qtbot, hands, window, piece)
    view = viewer.pdf
    assert view is not None
    sheet = view.widget()
    assert sheet is not None
    scale = sheet.width() / 595
    line = round(_baseline(view) * scale)
    QTest.mousePress(sheet, Qt.MouseButton.LeftButton, pos=QPoint(round(60 * scale), line))
    QTest.mouseMove(sheet, QPoint(round(280 * scale), line))
    QTest.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=QPoint(round(280 * scale), line))
    chosen = view.words
    assert "第三批34个" in chosen
    press(hands, viewer, "quoteWords")
    assert viewer.fault == ""
    qtbot.waitUntil(lambda: bool(viewer.viewed.quote))
    now = list_evidence(workspace)[0]
    assert now.quote == chosen.strip()
    assert not read_piece(workspace, now.id).piece.orphaned
    assert view.marked == chosen.strip()
    close(qtbot, window, viewer)


def _baseline(view: Any) -> float:
    """The height at which the second line stands, in points."""
    for height in range(60, 200, 2):
        view.select(QPointF(60, height), QPointF(280, height))
        if "第三批" in view.words:
            return height + 1
    raise AssertionError("the line is not on the page")


def test_nothing_is_quoted_while_nothing_is_selected(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    viewer = look(qtbot, hands, window, keep(workspace, TEXT.encode(), "通知.txt"))
    quote = button_of(viewer, "quoteWords")
    assert not quote.isEnabled()
    viewer.quote()
    assert viewer.fault.startswith("文件的可读文本中没有这段文字")
    close(qtbot, window, viewer)


def test_from_the_verdict_to_the_proving_words_it_is_two_clicks(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    start = TEXT.index("第三批")
    anchor = {"sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "page": 0, "start": start}
    keep(workspace, TEXT.encode(), "通知.txt", quote="第三批34个城市", anchor=anchor)
    change = {"commitment": CODE, "assessment": "in_progress", "reason": "名单已公布"}
    set_assessment(workspace, command(AssessmentChange, **change))
    window.page.refresh()
    hands.settle()
    hands.take(CITIES)
    qtbot.waitUntil(lambda: bool(window.page.detail.findChildren(VerdictChip)))
    hands.click(window.page.detail.findChildren(VerdictChip)[0])
    qtbot.waitUntil(lambda: any(card.is_found for card in window.page.detail.findChildren(EvidenceCard)))
    way = window.page.detail.findChild(QPushButton, "showQuote")
    assert way is not None
    assert way.text() == "在文件中查看这段文字"
    hands.click(way)
    viewer = shown(qtbot, hands, window)
    (mark,) = viewer.words_view.extraSelections()
    assert mark.cursor.selectedText() == "第三批34个城市"  # pyright: ignore[reportAttributeAccessIssue]
    close(qtbot, window, viewer)


def test_a_quote_whose_file_was_altered_is_a_visible_orphan_and_is_not_moved(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, ledger_path: Path
) -> None:
    start = TEXT.index("第三批")
    anchor = {"sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "page": 0, "start": start}
    keep(workspace, TEXT.encode(), "通知.txt", quote="第三批34个城市", anchor=anchor)
    (kept,) = (path for path in Path(f"{ledger_path}.files").rglob("*") if path.is_file())
    kept.write_bytes(b"forged")
    window.page.refresh()
    hands.settle()
    hands.take(CITIES)
    qtbot.waitUntil(lambda: "引文已失联" in hands.said)
    piece = read_piece(workspace, list_evidence(workspace)[0].id).piece
    viewer = look(qtbot, hands, window, piece)
    assert viewer.warning.startswith("附件内容与登记的校验值不符")
    assert viewer.words_view.toPlainText() == TEXT  # what was read when it was kept
    assert button_of(viewer, "saveCopy").isHidden()
    close(qtbot, window, viewer)
    after = list_evidence(workspace)[0]
    assert (after.quote, after.anchor) == (piece.quote, piece.anchor)


def test_an_orphan_whose_file_is_sound_says_so_and_can_be_quoted_anew(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    anchor = {"sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "page": 0, "start": 0}
    piece = keep(workspace, TEXT.encode(), "通知.txt", quote="第三批34个城市", anchor=anchor)
    assert piece.orphaned
    viewer = look(qtbot, hands, window, piece)
    assert viewer.warning.startswith("引文已失联：“第三批34个城市”已不在原来的位置")
    assert viewer.words_view.extraSelections() == []
    start = TEXT.index("第三批")
    viewer.words_view.select(start, start + len("第三批34个城市"))
    press(hands, viewer, "quoteWords")
    qtbot.waitUntil(lambda: viewer.warning == "")
    assert not read_piece(workspace, piece.id).piece.orphaned
    close(qtbot, window, viewer)


def test_a_page_of_the_web_is_shown_as_plain_text_and_never_handed_to_another_program(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    said = "第三批34个城市开展数字化转型试点工作，名单现予公布。" * 4
    page = f"<html><body><script>alert(1)</script><article><p>{said}</p></article></body></html>".encode()
    viewer = look(qtbot, hands, window, keep(workspace, page, "网页.html"))
    assert "第三批34个城市" in viewer.words_view.toPlainText()
    assert "<p>" not in viewer.words_view.toPlainText()
    outside = button_of(viewer, "handOver")
    assert outside.isHidden()
    close(qtbot, window, viewer)


def test_another_program_is_asked_only_after_a_warning(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    viewer = look(qtbot, hands, window, keep(workspace, TEXT.encode(), "通知.txt"))
    press(hands, viewer, "handOver")
    asked = QApplication.activeModalWidget()
    assert asked is not None
    assert any("它可能运行文件中的内容，也可能联网" in label.text() for label in asked.findChildren(QLabel))
    asked.close()
    close(qtbot, window, viewer)


def test_the_viewer_can_be_closed_before_its_file_has_been_looked_through(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    piece = keep(workspace, TEXT.encode(), "通知.txt")
    window.page.recorder.look_at(piece)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(Viewer)))
    viewer = next(iter(window.findChildren(Viewer)))
    assert window.jobs.tasks
    viewer.close()
    delete(viewer)
    hands.settle()
    assert not window.findChildren(Viewer)


def test_a_picture_is_shown_as_one(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    picture = QImage(3_000, 20, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    picture.save(str(tmp_path / "图.png"))
    viewer = look(qtbot, hands, window, keep(workspace, (tmp_path / "图.png").read_bytes(), "图.png"))
    qtbot.waitUntil(lambda: viewer.picture.picture is not None)
    decoded = viewer.picture.picture
    assert decoded is not None
    assert (decoded.width(), decoded.pixelColor(1, 1)) == (2_400, QColor("red"))
    close(qtbot, window, viewer)


def test_a_picture_that_cannot_be_decoded_is_said_to_be_broken(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    picture = QImage(300, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    picture.save(str(tmp_path / "图.png"))
    viewer = look(qtbot, hands, window, keep(workspace, (tmp_path / "图.png").read_bytes()[:40], "图.png"))
    qtbot.waitUntil(lambda: "已损坏或不完整" in viewer.fault)
    close(qtbot, window, viewer)


def test_words_of_a_file_that_is_not_recorded_yet_become_the_quote_of_the_form(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(TEXT, encoding="utf-8")
    from tracker.desktop.views.common.drop_overlay import FoundFile

    window.catcher.take((FoundFile(path),), CODE)
    form = hands.opened_form()
    assert isinstance(form, EvidenceDialog)
    hands.settle()
    look_at = form.findChild(QPushButton, "openFile")
    assert look_at is not None
    hands.click(look_at)
    viewer = form.findChild(Viewer)
    assert viewer is not None
    start = TEXT.index("第三批")
    viewer.words_view.select(start, start + len("第三批34个城市"))
    press(hands, viewer, "quoteWords")
    assert form.values()["quote"] == "第三批34个城市"
    for name, value in (("publisher", "工信部"), ("published", "2025-05-12")):
        hands.type(form.input(name), value)
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    piece = read_piece(workspace, list_evidence(workspace)[0].id).piece
    assert (piece.anchor is not None, piece.orphaned) == (True, False)


def test_a_quote_that_is_written_over_is_no_longer_anchored(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    anchor = {"sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "page": 0, "start": TEXT.index("第三批")}
    piece = keep(workspace, TEXT.encode(), "通知.txt", quote="第三批34个城市", anchor=anchor)
    window.page.recorder.edit_evidence(None, piece)
    form = hands.opened_form()
    assert form.values()["anchor"] is not None
    hands.type(form.input("quote"), "我说的是：")
    assert form.values()["anchor"] is None
    form.reject()


def test_a_long_page_is_set_in_stretches_and_a_quote_is_never_parted() -> None:
    page = "字" * 100_000
    whole = stretches((page,))
    assert [len(one.text) for one in whole] == [40_000, 40_000, 20_000]
    assert "".join(one.text for one in whole) == page
    kept = stretches((page,), range(39_990, 40_010))
    assert kept[0].text == page[:40_010]
    assert [one.page for one in stretches(("a", "", "b"))] == [0, 1, 2]


@pytest.mark.parametrize(("name", "media_type"), [("扫描.pdf", "application/pdf"), ("扫描.png", "image/png")])
def test_the_text_of_a_scan_stands_beside_its_page_is_marked_and_can_be_quoted(
    qtbot: QtBot,
    hands: Hands,
    window: MainWindow,
    workspace: Workspace,
    tmp_path: Path,
    name: str,
    media_type: str,
) -> None:
    path = tmp_path / name
    picture = QImage(600, 400, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    picture.save(str(path)) if media_type == "image/png" else picture_page(path, picture)
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    file = {"sha256": sha256, "name": name, "size": len(content), "media_type": media_type, "pages": (TEXT,)}
    viewer = look(qtbot, hands, window, keep(workspace, content, name, attachments=(file,)))
    drawn = viewer.pdf or viewer.picture
    assert drawn.isVisible()
    assert viewer.words_view.isVisible()
    assert viewer.by_ocr.isVisible()
    assert viewer.words_view.toPlainText() == TEXT
    start = TEXT.index("第三批")
    viewer.words_view.select(start, start + len("第三批34个城市"))
    press(hands, viewer, "quoteWords")
    qtbot.waitUntil(lambda: viewer.viewed.quote == "第三批34个城市")
    close(qtbot, window, viewer)


def picture_page(path: Path, picture: QImage) -> None:
    """A page that is a picture, as a scanner writes it."""
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    painter.drawImage(QRect(0, 0, 600, 400), picture)
    painter.end()


def test_a_page_with_a_text_of_its_own_stands_alone(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    viewer = look(qtbot, hands, window, keep(workspace, pdf(tmp_path / "通知.pdf"), "通知.pdf"))
    assert viewer.pdf is not None
    assert viewer.pdf.isVisible()
    assert not viewer.words_view.isVisible()
    assert not viewer.by_ocr.isVisible()
    close(qtbot, window, viewer)
