"""The text layer of a PDF, page by page."""

from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium

from tracker.capture.documents import Document
from tracker.capture.formats import MEDIA_TYPES, Kind
from tracker.domain.errors import UserError
from tracker.domain.lines import unified
from tracker.domain.progress import Progress

MOST_PAGES = 5_000

_ONE_AT_A_TIME = Lock()
"""PDFium must not be called from two threads at once."""
_LINE_ENDS = str.maketrans({"\r": None, "\x00": None, "\ufffe": None, "\f": "\n"})


def read_pdf(data: bytes, name: str, progress: Progress) -> Document:
    """The words of every page; a scan has none. Raises `content_encrypted`, `content_broken`, `content_bomb`."""
    with _ONE_AT_A_TIME:
        document = _opened(data, name)
        try:
            if len(document) > MOST_PAGES:
                raise UserError("content_bomb", field="file", name=name)
            pages = tuple(_words(document, number, progress) for number in range(len(document)))
        except pypdfium2.PdfiumError as fault:
            raise UserError("content_broken", field="file", name=name) from fault
        finally:
            document.close()
    return Document(Kind.PDF, MEDIA_TYPES[Kind.PDF], "", pages)


def _opened(data: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
            raise UserError("content_encrypted", field="file", name=name) from fault
        raise UserError("content_broken", field="file", name=name) from fault
    if len(document) == 0:
        document.close()
        raise UserError("content_broken", field="file", name=name)
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
