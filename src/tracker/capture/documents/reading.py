"""The readable text of a document. Nothing in it is run, followed or fetched; the readers are imported when needed."""

import csv
import io
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from tracker.capture.documents.charsets import decode
from tracker.capture.documents.documents import Document, table_of
from tracker.capture.documents.formats import LARGEST_TEXT, Kind
from tracker.capture.documents.sandboxed_reader import read_sandboxed
from tracker.capture.documents.side_by_side import may_have_columns
from tracker.capture.documents.unread_files import is_garbled, of_pages
from tracker.capture.particulars.conventions import INVISIBLE
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.evidence.unreadable import Unread, Unreadable
from tracker.ocr_parts import find_ocr

_DELIMITERS = (",", "\t", ";", "|")
_WIDE_COMMA = "，"
_SENTENCE_ENDS = ("。", "！", "？", "；", "，", "：")
_SNIFFED_LINES = 20
_OFF = "TRACKER_OCR"
"""Set to 0, it leaves pictures unread: on a slow machine a page takes half a minute."""


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
    return read_scan(document, data, name, progress)


def _fault(document: Document) -> Unreadable | None:
    if document.kind in (Kind.PNG, Kind.JPEG):
        return Unreadable(Unread.PICTURE)
    if document.kind in (Kind.PDF, Kind.DOCX):
        fault = of_pages(document.pages)
        no_scan = fault is not None and fault.reason is Unread.SCAN and document.kind is Kind.DOCX
        return Unreadable(Unread.ONLY_PICTURES) if no_scan else fault  # what is no page is not read by OCR
    if document.kind in (Kind.CSV, Kind.TXT) and is_garbled(document.text):
        return Unreadable(Unread.GARBLED)
    return None if document.text.strip() else Unreadable(Unread.EMPTY)


def _read(data: bytes, kind: Kind, name: str, label: str, progress: Progress, url: str) -> Document:
    match kind:
        case Kind.HTML:
            from tracker.capture.web.web_pages import read_page

            return read_page(_text(data, label), name, url)
        case Kind.CSV | Kind.TXT:
            text = _text(data, label)
            return _read_csv(text, name) if kind is Kind.CSV else read_text(text)
        case Kind.PDF:
            return Document(kind, tuple(read_sandboxed("pdf", data, name, progress)))
        case Kind.DOCX:
            from tracker.capture.documents.docx import read_docx

            return read_docx(data, name)
        case Kind.XLSX | Kind.XLS:
            from tracker.capture.spreadsheets.sheets import read_workbook

            return read_workbook(data, kind, name, progress)
        case Kind.PNG | Kind.JPEG:
            return Document(kind)  # it has no words that could be read off it without OCR


def _text(data: bytes, label: str) -> str:
    return decode(data, label)[0].replace("\x00", "")


def read_text(text: str) -> Document:
    """A text that was pasted or is in a file; form feeds part its pages."""
    text = INVISIBLE.sub("", text)
    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    return Document(Kind.TXT, tuple(page.strip("\n") for page in pages))


def read_pasted(text: str) -> tuple[bytes, Document]:
    """The bytes that are kept of a pasted text, and what is read off them. Raises `field_missing`, `text_too_long`."""
    content = text.encode("utf-8", errors="replace")
    if not text.strip():
        raise UserError("field_missing", field="text")
    if len(content) > LARGEST_TEXT:
        raise UserError("text_too_long", field="text", limit=LARGEST_TEXT)
    # From the bytes that are kept, not from what was pasted: half a character became another one there, and quotes must
    # stand in the file.
    return content, read_text(content.decode("utf-8").replace("\x00", ""))


def _read_csv(text: str, name: str) -> Document:
    # A cell that never closes its quotes takes in the rest of the file, whatever its length.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(io.StringIO(text))))
    table = table_of(name, [[cell.strip() for cell in row] for row in rows])
    page = "\n".join("\t".join(row).rstrip("\t") for row in table.rows)
    return Document(Kind.CSV, (page,), (table,))


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


def read_scan(document: Document, data: bytes, name: str, progress: Progress) -> Document:
    """The document with the words of its pages that are pictures; where none can be read, it says why.

    A process of its own reads them. `progress` hears of pages; lets `Cancelled` pass.
    """
    reader = _reader(document)
    if reader is None:
        return document
    if os.environ.get(_OFF) == "0":
        return _unread(document, Unread.OCR_OFF)
    if not find_ocr():
        return document
    try:
        found = read_sandboxed(reader, data, name, progress)
    except UserError as error:  # too large for it, or drawn by nobody
        return _unread(document, Unread.OCR_UNUSABLE if error.code == "ocr_unusable" else Unread.OCR_FAILED)
    # Of a garbled PDF nothing of the text layer stays; of one with some scanned pages the others keep theirs.
    pages = tuple(
        words or ("" if reader == "ocr-whole-pdf" else own)
        for words, own in zip(found, document.pages or ("",), strict=False)
    )
    by_ocr = tuple(number for number, words in enumerate(found, 1) if words.strip())
    if not any(page.strip() for page in pages):
        return _unread(document, Unread.NO_WORDS)
    return replace(document, pages=pages, unread=None, read_by_ocr=by_ocr)


def read_columns(document: Document, data: bytes, name: str, progress: Progress = unwatched) -> Document:
    """The document with its `columns`: only a source that is read from its first word to its last has to have them.

    Raises `content_broken`, `content_bomb`; lets `Cancelled` pass.
    """
    if document.kind is not Kind.PDF or document.read_by_ocr or not any(map(may_have_columns, document.pages)):
        return document
    found = tuple(read_sandboxed("pdf-columns", data, name, progress))
    return replace(document, columns=found) if any(found) else document


def _unread(document: Document, reason: Unread) -> Document:
    """The document with the reason for which it has no words; as it was where only some of its pages have none."""
    return replace(document, unread=Unreadable(reason)) if document.unread else document


def _reader(document: Document) -> str | None:
    """Which reader of `reader_process` reads its pictures; None where there is nothing for it to do."""
    if document.kind in (Kind.PNG, Kind.JPEG):
        return "ocr-picture"
    if document.kind is not Kind.PDF:
        return None
    reason = document.unread.reason if document.unread else None
    if reason is Unread.GARBLED:
        return "ocr-whole-pdf"
    return "ocr-pdf" if reason is Unread.SCAN or document.pages_without_text else None
