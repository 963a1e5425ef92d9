"""Reads what has no text of its own by OCR, where the optional part `ocr` is installed."""

import os
from dataclasses import replace
from importlib.util import find_spec

from tracker.capture.apart import read_apart
from tracker.capture.documents import Document
from tracker.capture.formats import Kind
from tracker.domain.errors import UserError
from tracker.domain.progress import Progress
from tracker.domain.unreadable import Unread, Unreadable

_OFF = "TRACKER_OCR"
"""Set to 0, it leaves pictures unread: on a slow machine a page takes half a minute."""


def can_read() -> bool:
    """Whether the optional part is installed, and not turned off."""
    return os.environ.get(_OFF) != "0" and all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def read_scan(document: Document, data: bytes, name: str, progress: Progress) -> Document:
    """The document with the words of its pages that are pictures; as it was where none can be read.

    A process of its own reads them. `progress` hears of pages; lets `Cancelled` pass.
    """
    reader = _reader(document)
    if reader is None or not can_read():
        return document
    try:
        found = read_apart(reader, data, name, progress)
    except UserError:  # too large for it, or drawn by nobody: it stays a scan
        return document
    pages = tuple(
        words or ("" if reader == "ocr-whole-pdf" else own)
        for words, own in zip(found, document.pages or ("",), strict=False)
    )
    by_ocr = tuple(number for number, words in enumerate(found, 1) if words.strip())
    if not any(page.strip() for page in pages):
        return replace(document, unread=Unreadable(Unread.NO_WORDS))
    return replace(document, pages=pages, unread=None, read_by_ocr=by_ocr)


def _reader(document: Document) -> str | None:
    """Which reader of `tracker.capture.reader` reads its pictures; None where there is nothing for it to do."""
    if document.kind in (Kind.PNG, Kind.JPEG):
        return "ocr-picture"
    if document.kind is not Kind.PDF:
        return None
    reason = document.unread.reason if document.unread else None
    if reason is Unread.GARBLED:
        return "ocr-whole-pdf"
    return "ocr-pdf" if reason is Unread.SCAN or document.pages_without_text else None
