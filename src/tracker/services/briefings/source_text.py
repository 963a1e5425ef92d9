"""Read the next source, a file or a pasted text, and make its clean text; nothing is recorded."""

import hashlib
from pathlib import Path

from tracker.briefing.cleaning.clean_text import CleaningStep, CleanText, ReadSource, StepKind, clean, continue_with
from tracker.capture.documents.documents import Document
from tracker.capture.documents.files import display_name, read_file
from tracker.capture.documents.formats import MEGABYTE, Kind, identify
from tracker.capture.documents.reading import read, read_columns, read_pasted
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError

__all__ = [
    "CleanText",
    "CleaningStep",
    "ReadSource",
    "StepKind",
    "continue_with",
    "read_pasted_text",
    "read_source_bytes",
    "read_source_file",
]

LARGEST_SOURCE = 5 * MEGABYTE
"""Bytes of a plain text: five hundred pages have two megabytes, and a text of a million lines takes half a minute."""


def read_source_file(path: Path, *, progress: Progress = unwatched) -> ReadSource:
    """Read a source off a file. Raises what `read_file` raises, and as `read_source_bytes`."""
    return read_source_bytes(read_file(path), path.name, progress=progress)


def read_source_bytes(content: bytes, name: str = "", *, progress: Progress = unwatched) -> ReadSource:
    """Read a source of any format and encoding that evidence may have. Where it gives no words, `unread` says why.

    `progress` hears of pages. Raises what `identify` and `read` raise: one `UserError`; lets `Cancelled` pass.
    """
    shown = display_name(name)
    kind = identify(content, shown)
    if kind in (Kind.TXT, Kind.CSV) and len(content) > LARGEST_SOURCE:
        raise UserError("file_too_large", field="file", name=shown, limit=LARGEST_SOURCE // MEGABYTE)
    document = read(content, kind, shown, progress=progress)
    return _source(content, shown, read_columns(document, content, shown, progress))


def read_pasted_text(text: str) -> ReadSource:
    """Take a source from a pasted text. Raises `field_missing`, `text_too_long`."""
    content, document = read_pasted(text)
    if len(content) > LARGEST_SOURCE:
        raise UserError("text_too_long", field="text", limit=LARGEST_SOURCE)
    return _source(content, "", document)


def _source(content: bytes, name: str, document: Document) -> ReadSource:
    text = CleanText("", ()) if document.unread is not None else clean(document)
    return ReadSource(content, hashlib.sha256(content).hexdigest(), name, document, text)
