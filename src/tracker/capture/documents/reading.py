"""The readable text of a document. Nothing in it is run, followed or fetched; the readers are imported when needed."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from tracker.capture.documents.charsets import decode
from tracker.capture.documents.documents import Document, table_of
from tracker.capture.documents.formats import MEDIA_TYPES, Kind
from tracker.capture.documents.unread_files import is_garbled, of_pages
from tracker.capture.particulars.conventions import INVISIBLE
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.evidence.unreadable import Unread, Unreadable

_DELIMITERS = (",", "\t", ";", "|")
_WIDE_COMMA = "，"
_SENTENCE_ENDS = ("。", "！", "？", "；", "，", "：")
_SNIFFED_LINES = 20


def read(
    data: bytes, kind: Kind, name: str = "", label: str = "", progress: Progress = unwatched, url: str = ""
) -> Document:
    """Read a document that was identified as `kind`. `label` is the encoding that a server claims for it, `url` where
    it was found. Where nothing can be read, the document says why.

    Raises `UserError`: `content_broken`, `content_encrypted`, `content_bomb`; lets `Cancelled` pass.
    """
    document = _read(data, kind, name, label, progress, url)
    if document.kind is Kind.HTML:
        return document
    document = replace(document, unread=_fault(document))
    if document.unread is None and not document.pages_without_text:
        return document
    from tracker.capture.documents.scans import read_scan

    return read_scan(document, data, name, progress)


def _fault(document: Document) -> Unreadable | None:
    if document.kind in (Kind.PNG, Kind.JPEG):
        return Unreadable(Unread.PICTURE)
    if document.kind in (Kind.PDF, Kind.DOCX):
        fault = of_pages(document.pages)
        no_scan = fault is not None and fault.reason is Unread.SCAN and document.kind is Kind.DOCX
        return Unreadable(Unread.ONLY_PICTURES) if no_scan else fault  # what is no page is not read by OCR
    if document.kind in _TEXTS and is_garbled(document.text):
        return Unreadable(Unread.GARBLED)
    return None if document.text.strip() else Unreadable(Unread.EMPTY)


def _read(data: bytes, kind: Kind, name: str, label: str, progress: Progress, url: str) -> Document:
    if kind is Kind.HTML:
        from tracker.capture.web.web_pages import read_page

        return read_page(decode(data, label)[0].replace("\x00", ""), name, url)
    if kind in _TEXTS:
        return _TEXTS[kind](decode(data, label)[0].replace("\x00", ""), name)
    if kind is Kind.PDF:
        from tracker.capture.documents.pdf import read_pdf

        return read_pdf(data, name, progress)
    if kind is Kind.DOCX:
        from tracker.capture.documents.docx import read_docx

        return read_docx(data, name)
    if kind in (Kind.XLSX, Kind.XLS):
        from tracker.capture.spreadsheets.sheets import read_workbook

        return read_workbook(data, kind, name, progress)
    return Document(kind, MEDIA_TYPES[kind], "", ())  # a picture has no words that could be read off it


def _read_plain(text: str, _name: str) -> Document:
    return read_text(text)


def read_text(text: str) -> Document:
    """A text that was pasted or is in a file; form feeds part its pages."""
    text = INVISIBLE.sub("", text)
    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    return Document(Kind.TXT, MEDIA_TYPES[Kind.TXT], "", tuple(page.strip("\n") for page in pages))


def _read_csv(text: str, name: str) -> Document:
    # A cell that never closes its quotes takes in the rest of the file, whatever its length.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(io.StringIO(text))))
    table = table_of(name, [[cell.strip() for cell in row] for row in rows])
    page = "\n".join("\t".join(row).rstrip("\t") for row in table.rows)
    return Document(Kind.CSV, MEDIA_TYPES[Kind.CSV], "", (page,), (table,))


def delimiter_of(lines: Iterable[str]) -> str:
    """What parts the cells of a text: the mark that stands most often in the first lines; a full-width comma where no
    other does, and it stands as often in each line as in a table, and not as between clauses."""
    counts = Counter[str]()
    ends = 0
    wide: Counter[int] = Counter()
    """Lines by how many full-width commas they have; -1 are sentences."""
    for line in lines:
        counts.update({mark: line.count(mark) for mark in _DELIMITERS})
        if words := line.strip():
            wide[-1 if words.endswith(_SENTENCE_ENDS) else words.count(_WIDE_COMMA)] += 1
        ends += line.endswith("\n")
        if ends == _SNIFFED_LINES:
            break
    if not counts.total() and len(wide) == 1 and max(wide) > 0 and wide.total() > 1:
        return _WIDE_COMMA
    return max(_DELIMITERS, key=lambda mark: counts[mark])


_TEXTS = {Kind.CSV: _read_csv, Kind.TXT: _read_plain}
