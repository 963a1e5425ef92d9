"""What a string of bytes is, by what is in it and not by its name; what must not come in is refused here."""

import re
import struct
from enum import StrEnum
from pathlib import PurePosixPath

from tracker.capture.documents import archives, compound
from tracker.capture.documents.charsets import is_text
from tracker.domain.errors import UserError

MEGABYTE = 1_000_000
LARGEST_FILE = 200 * MEGABYTE
LARGEST_TEXT = 20 * MEGABYTE
"""Bytes of a page or a text: the text of the longest law is a hundredth of it."""
MOST_PIXELS = 100_000_000
"""A page scanned at 600 dots an inch has 35 million."""

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xDA)})


class Kind(StrEnum):
    """The formats that can be captured."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"
    HTML = "html"
    TXT = "txt"
    PNG = "png"
    JPEG = "jpeg"


MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.XLS: "application/vnd.ms-excel",
    Kind.CSV: "text/csv",
    Kind.HTML: "text/html",
    Kind.TXT: "text/plain",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
}

_PROGRAMS = (
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"!<arch>\n",
    b"\x00asm",
    b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a Windows shortcut
)
_SCRIPT = re.compile(
    r"\.(bat|cmd|com|scr|ps1|psm1|vb[se]|m?js|jse|ws[fh]|hta|(ba|z|c)?sh|pyw?|pl|rb|php|lua|reg|inf|lnk|url|desktop"
    r"|applescript|command)$",
    re.IGNORECASE,
)
"""Scripts are text like any other and have nothing but their name to tell them by."""

_PDF_WITHIN = 1024
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]")
_HTML_WITHIN = 4096


def identify(data: bytes, name: str = "", media_type: str = "", largest_text: int = LARGEST_TEXT) -> Kind:
    """The format of a document. `name` and the `media_type` of a page only tell kinds of text apart; a text may have
    `largest_text` bytes.

    Raises `UserError`: `file_empty`, `file_too_large`, `content_executable`, `content_macros`, `content_encrypted`,
    `content_broken`, `content_bomb`, `content_unsupported`, `picture_too_large`.
    """
    if not data:
        raise UserError("file_empty", field="file", name=name)
    if len(data) > LARGEST_FILE:
        raise UserError("file_too_large", field="file", name=name, limit=LARGEST_FILE // MEGABYTE)
    # Before anything is unpacked or decoded.
    _refuse_programs(data, name, media_type)
    return _by_signature(data, name) or _kind_of_text(data, name, media_type, largest_text)


def _by_signature(data: bytes, name: str) -> Kind | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        kind = Kind.PNG
    elif data.startswith(b"\xff\xd8\xff"):
        kind = Kind.JPEG
    elif data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind(archives.office_kind(data, name))
    elif data.startswith(compound.SIGNATURE):
        compound.check_workbook(data, name)
        return Kind.XLS
    else:
        # Readers accept what stands before it, within the first kilobyte; what does is told apart before a file is
        # handed on, see `is_two_in_one`.
        return Kind.PDF if b"%PDF-" in data[:_PDF_WITHIN] else None
    check_size(data, name)
    return kind


def _refuse_programs(data: bytes, name: str, media_type: str) -> None:
    # A text may begin with MZ; the head of a program has zeros.
    windows = data.startswith(b"MZ") and b"\x00" in data[:512]
    # The address of a page may end in .php or .com; what it is says its media type.
    script = "javascript" in media_type or (not media_type and _SCRIPT.search(name))
    if windows or script or data.startswith(_PROGRAMS):
        raise UserError("content_executable", field="file", name=name)


def _kind_of_text(data: bytes, name: str, media_type: str, largest: int) -> Kind:
    if not is_text(data):
        raise UserError("content_unsupported", field="file", name=name)
    if len(data) > largest:
        raise UserError("file_too_large", field="file", name=name, limit=largest // MEGABYTE)
    suffix = PurePosixPath(name.lower()).suffix
    if _HTML.search(data[:_HTML_WITHIN].replace(b"\x00", b"").lower()) or media_type in _PAGES:
        return Kind.HTML
    return Kind.CSV if suffix in (".csv", ".tsv") or media_type == "text/csv" else Kind.TXT


_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def check_size(data: bytes, name: str) -> tuple[int, int]:
    """Width and height of a PNG or JPEG. Raises `content_broken`, `picture_too_large`."""
    try:
        width, height = _png(data) if data.startswith(b"\x89PNG") else _jpeg(data)
    except (struct.error, IndexError, ValueError) as fault:
        raise UserError("content_broken", field="file", name=name) from fault
    if not width or not height:
        raise UserError("content_broken", field="file", name=name)
    if width * height > MOST_PIXELS:
        raise UserError("picture_too_large", field="file", name=name, width=width, height=height)
    return width, height


def _png(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise ValueError("no header")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg(data: bytes) -> tuple[int, int]:
    position = 2
    while True:
        if data[position] != 0xFF:
            raise ValueError("no marker")
        marker = data[position + 1]
        # The first frame tells the size; a thumbnail has its frame within a segment, and segments are passed over
        # whole.
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        if marker == 0xFF:
            position += 1
        elif marker in _ALONE:
            position += 2
        else:
            position += 2 + max(2, struct.unpack(">H", data[position + 2 : position + 4])[0])
