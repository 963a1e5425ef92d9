"""The text layer of a PDF, page by page. Only the process of `tracker.capture.reader` comes here."""

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from tracker.domain.errors import UserError
from tracker.domain.lines import unified
from tracker.domain.progress import Progress

MOST_PAGES = 5_000

_LINE_ENDS = str.maketrans({"\r": None, "\x00": None, "\ufffe": None, "\f": "\n"})


def pages_of(data: bytes, progress: Progress) -> Iterator[str]:
    """The words of every page; a scan has none. Raises `content_encrypted`, `content_broken`, `content_bomb`."""
    document = _opened(data)
    try:
        if len(document) > MOST_PAGES:
            raise UserError("content_bomb", field="file", name="")
        for number in range(len(document)):
            yield _words(document, number, progress)
    except pypdfium2.PdfiumError as fault:
        raise UserError("content_broken", field="file", name="") from fault
    finally:
        document.close()


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
            raise UserError("content_encrypted", field="file", name="") from fault
        raise UserError("content_broken", field="file", name="") from fault
    if len(document) == 0:
        document.close()
        raise UserError("content_broken", field="file", name="")
    return document


def _words(document: pypdfium2.PdfDocument, number: int, progress: Progress) -> str:
    progress(number, len(document))
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            return unified(text.get_text_range().translate(_LINE_ENDS))
        finally:
            text.close()
    finally:
        page.close()
