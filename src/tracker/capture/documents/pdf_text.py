"""The text layer of a PDF, page by page. Only the process of `tracker.capture.documents.reader_process` comes here."""

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.text.lines import unified

MOST_PAGES = 5_000

_LINE_ENDS = str.maketrans({"\r": None, "\x00": None, "\ufffe": None, "\f": "\n"})


def pages_of(data: bytes, progress: Progress) -> Iterator[str]:
    """The words of every page; a scan has none. Raises `content_encrypted`, `content_broken`, `content_bomb`."""
    document = opened(data)
    try:
        if len(document) > MOST_PAGES:
            raise UserError("content_bomb", field="file", name="")
        for number in range(len(document)):
            progress(number, len(document))
            yield words_of(document, number)
    except pypdfium2.PdfiumError as fault:
        raise UserError("content_broken", field="file", name="") from fault
    finally:
        document.close()


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """A PDF with at least one page. Raises `content_encrypted`, `content_broken`."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        # The exception of pypdfium2 says only that it failed; the reason has to be asked of the library before anything
        # else is.
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
            raise UserError("content_encrypted", field="file", name="") from fault
        raise UserError("content_broken", field="file", name="") from fault
    if len(document) == 0:
        document.close()
        raise UserError("content_broken", field="file", name="")
    return document


def words_of(document: pypdfium2.PdfDocument, number: int) -> str:
    """The text layer of a page, by its number from 0."""
    # Page and text are closed at once: pdfium keeps in memory what it parsed of every page that is open.
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            return unified(text.get_text_range().translate(_LINE_ENDS))
        finally:
            text.close()
    finally:
        page.close()
