"""Reads what has no text of its own by OCR, where the optional part `ocr` is installed."""

import os
from dataclasses import replace
from importlib.util import find_spec

from tracker.capture.documents.documents import Document
from tracker.capture.documents.formats import Kind
from tracker.capture.documents.sandboxed_reader import read_apart
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.evidence.unreadable import Unread, Unreadable

_OFF = "TRACKER_OCR"
"""Set to 0, it leaves pictures unread: on a slow machine a page takes half a minute."""


def read_scan(document: Document, data: bytes, name: str, progress: Progress) -> Document:
    """The document with the words of its pages that are pictures; where none can be read, it says why.

    A process of its own reads them. `progress` hears of pages; lets `Cancelled` pass.
    """
    reader = _reader(document)
    if reader is None:
        return document
    if os.environ.get(_OFF) == "0":
        return _unread(document, Unread.OCR_OFF)
    if any(find_spec(name) is None for name in ("rapidocr", "onnxruntime")):
        return document
    try:
        found = read_apart(reader, data, name, progress)
    except UserError as error:  # too large for it, or drawn by nobody
        return _unread(document, Unread.OCR_UNUSABLE if error.code == "ocr_unusable" else Unread.OCR_FAILED)
    pages = tuple(
        words or ("" if reader == "ocr-whole-pdf" else own)
        for words, own in zip(found, document.pages or ("",), strict=False)
    )
    by_ocr = tuple(number for number, words in enumerate(found, 1) if words.strip())
    if not any(page.strip() for page in pages):
        return _unread(document, Unread.NO_WORDS)
    return replace(document, pages=pages, unread=None, read_by_ocr=by_ocr)


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
