"""The process that draws and reads the pages of a PDF."""

from __future__ import annotations

import io
import os
import signal
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PySide6.QtCore import QObject, QPointF
from tests.desktop.evidence.test_viewer import pdf

from tracker.desktop.views.viewer.pdf_pages import PdfPages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tracker.desktop.views.viewer.page_text import PageText


@pytest.fixture
def owner() -> Iterator[QObject]:
    made = QObject()
    yield made
    for pages in made.findChildren(PdfPages):
        pages.close()


def opened(qtbot: QtBot, owner: QObject, content: bytes) -> PdfPages:
    pages = PdfPages(content, "文件.pdf", owner)
    with qtbot.waitSignal(pages.opened, timeout=30_000):
        pass
    return pages


def text_of(qtbot: QtBot, pages: PdfPages, page: int) -> PageText:
    with qtbot.waitSignal(pages.was_read, timeout=30_000) as answer:
        pages.read(page)
    return arguments(answer)[1]


def arguments(answer: Any) -> list[Any]:
    """What a signal carried."""
    assert answer.args is not None
    return answer.args


def turned(content: bytes) -> bytes:
    """The same pages, lying on their side."""
    document = pypdfium2.PdfDocument(content)
    for page in document:
        page.set_rotation(90)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_page_is_drawn_as_wide_as_asked(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    pages = opened(qtbot, owner, pdf(tmp_path / "a.pdf"))
    assert [(round(width), round(height)) for width, height in pages.sizes] == [(595, 842)] * 2
    with qtbot.waitSignal(pages.drawn, timeout=30_000) as answer:
        pages.draw(1, 1_190)
    page, picture = arguments(answer)
    assert (page, picture.width(), round(picture.height() / 10)) == (1, 1_190, 168)
    dark = sum(picture.pixelColor(x, y).lightness() < 128 for x in range(90, 700, 3) for y in range(90, 160, 3))
    assert dark > 50  # the line of text is there


def test_words_lie_where_they_are_drawn_and_a_pointer_over_them_selects_them(
    qtbot: QtBot, owner: QObject, tmp_path: Path
) -> None:
    text = text_of(qtbot, opened(qtbot, owner, pdf(tmp_path / "a.pdf")), 0)
    start = text.text.index("第三批")
    chosen = range(start, start + 3)
    (area,) = text.areas(chosen)
    assert 80 < area.top() < 120
    assert area.height() > 30 or area.height() > 8
    middle = area.center().y()
    picked = text.between(QPointF(area.left() + 1, middle), QPointF(area.right() - 1, middle))
    assert text.words(picked) == "第三批"


def test_a_turned_page_has_its_words_where_they_are_seen(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    upright = text_of(qtbot, opened(qtbot, owner, pdf(tmp_path / "a.pdf")), 0)
    pages = opened(qtbot, owner, turned(pdf(tmp_path / "a.pdf")))
    lying = text_of(qtbot, pages, 0)
    assert [round(side) for side in pages.sizes[0]] == [842, 595]
    start = upright.text.index("第三批")
    before = upright.box(start)
    after = lying.box(lying.text.index("第三批"))
    # Turned clockwise: what was far from the bottom is now far from the left.
    assert after.center().x() == pytest.approx(842 - before.center().y(), abs=1)
    assert after.center().y() == pytest.approx(before.center().x(), abs=1)


def test_a_wish_that_has_not_begun_gives_way_to_a_newer_one(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    pages = opened(qtbot, owner, pdf(tmp_path / "a.pdf"))
    widths: list[int] = []
    pages.drawn.connect(lambda _page, picture: widths.append(picture.width()))
    for width in (300, 400, 500):
        pages.draw(0, width)
    qtbot.waitUntil(lambda: 500 in widths, timeout=30_000)
    assert 400 not in widths


def test_it_begins_again_when_a_page_is_wanted_after_it_ended(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    pages = opened(qtbot, owner, pdf(tmp_path / "a.pdf"))
    pages.close()
    assert "101" in text_of(qtbot, pages, 1).text


def test_what_is_no_pdf_or_locked_is_refused_by_its_code(qtbot: QtBot, owner: QObject) -> None:
    pages = PdfPages(b"%PDF-1.7 nothing", "坏.pdf", owner)
    with qtbot.waitSignal(pages.failed, timeout=30_000) as answer:
        pass
    assert (arguments(answer)[0].code, arguments(answer)[0].details["name"]) == ("content_broken", "坏.pdf")


def test_a_process_that_the_system_ends_is_a_file_that_asks_too_much(
    qtbot: QtBot, owner: QObject, tmp_path: Path
) -> None:
    pages = opened(qtbot, owner, pdf(tmp_path / "a.pdf"))
    with qtbot.waitSignal(pages.failed, timeout=30_000) as answer:
        os.kill(pages.process_id, signal.SIGKILL)
    assert arguments(answer)[0].code == "content_bomb"


def test_a_page_wider_than_a_wall_is_drawn_within_bounds(qtbot: QtBot, owner: QObject) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_000, 14_000)
    out = io.BytesIO()
    document.save(out)
    pages = opened(qtbot, owner, out.getvalue())
    with qtbot.waitSignal(pages.drawn, timeout=60_000) as answer:
        pages.draw(0, 100_000)
    assert arguments(answer)[1].width() * arguments(answer)[1].height() <= 25_000_000
    assert pdfium.FPDF_GetLastError() == 0
