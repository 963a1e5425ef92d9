"""The process that draws the pages of one PDF: `python -m tracker.capture.documents.page_process`.

A file made for it can have PDFium loop, crash or ask for all memory; what ends then is this process, never the window.
On standard input come a line with the number of bytes of the file, the file, and a line of JSON for each request:
{"draw": page, "width": dots} or {"read": page}. Each answer is a line of JSON, followed by as many bytes as its
"bytes" says: {"sizes": [[width, height], …]} in points, first and unasked; {"draw": page, "width": …, "height": …} with
the dots as blue, green, red and nothing; {"read": page, "text": …} with four 32-bit floats a character, its left, top,
right and bottom edge in points from the upper left corner; or {"refused": code}, after which it ends.
"""

import json
import os
import sys
from array import array
from ctypes import byref, c_double, c_int
from typing import IO, Any

import pypdfium2
import pypdfium2.raw as pdfium

from tracker.capture.documents.pdf_text import MOST_PAGES, opened
from tracker.capture.documents.reader_process import MOST_MEMORY, stay_offline
from tracker.domain.errors import UserError
from tracker.systems.process_limits import ProcessLimits

_MOST_DOTS = 24_000_000
"""Dots of a drawn page, of four bytes each: a page wider than a wall is drawn coarser."""
_SECONDS_EACH = 20
"""Of the processor for one request."""
_LONGEST_REQUEST = 1_000
_FINE = 100
"""Device units a point: PDFium maps pages to whole ones."""

_Answer = tuple[dict[str, Any], bytes]


def main() -> int:
    """Draw and read the pages of one file until nobody asks any more."""
    requests = sys.stdin.buffer
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints must not be taken for an answer
    # An audit hook cannot be taken off again, whatever a library of ours or a stranger's file brings it to.
    sys.addaudithook(stay_offline)
    data = requests.read(int(requests.readline(_LONGEST_REQUEST)))
    # After the file has come: its own bytes do not count, so that a large honest one has as much room as a small one.
    limits = ProcessLimits(MOST_MEMORY)
    # From each request on: a file that is looked at for an hour is none that loops.
    limits.allow_seconds(_SECONDS_EACH)
    try:
        _serve(opened(data), requests, out, limits)
    except UserError as error:
        _say(out, {"refused": error.code})
    except MemoryError:
        _say(out, {"refused": "content_bomb"})
    except pypdfium2.PdfiumError:
        _say(out, {"refused": "content_broken"})
    return 0


def _serve(document: pypdfium2.PdfDocument, requests: IO[bytes], out: IO[bytes], limits: ProcessLimits) -> None:
    if len(document) > MOST_PAGES:
        raise UserError("content_bomb", field="file", name="")
    _say(out, {"sizes": [document.get_page_size(number) for number in range(len(document))]})
    while line := requests.readline(_LONGEST_REQUEST):
        limits.allow_seconds(_SECONDS_EACH)
        request = json.loads(line)
        page = document[request["draw"] if "draw" in request else request["read"]]
        try:
            header, content = _drawn(page, request) if "draw" in request else _read(page, request)
        finally:
            page.close()
        _say(out, header, content)


def _say(out: IO[bytes], header: dict[str, Any], content: bytes = b"") -> None:
    out.write(json.dumps(header | {"bytes": len(content)}).encode("ascii") + b"\n")
    out.write(content)
    out.flush()


def _drawn(page: pypdfium2.PdfPage, request: dict[str, int]) -> _Answer:
    width, height = page.get_size()
    # By area and not by width: a strip that is a metre wide and a line high costs nothing.
    finest = (_MOST_DOTS / max(width * height, 1)) ** 0.5
    scale = min(request["width"] / max(width, 1), finest)
    bitmap = page.render(scale=scale, prefer_bgrx=True)  # pyright: ignore[reportArgumentType] - takes a float
    try:
        size = {"draw": request["draw"], "width": bitmap.width, "height": bitmap.height}
        # Rows of four bytes a dot are never padded, so the stride is four times the width.
        return size, bytes(bitmap.buffer)
    finally:
        bitmap.close()


def _read(page: pypdfium2.PdfPage, request: dict[str, int]) -> _Answer:
    """What stands on the page, one character for each box; white space where PDFium has none that can be shown."""
    map_point = _to_points(page)
    text = page.get_textpage()
    try:
        found: list[str] = []
        boxes = array("f")
        for index in range(text.count_chars()):
            found.append(_character(pdfium.FPDFText_GetUnicode(text, index)))
            left, bottom, right, top = text.get_charbox(index, loose=True)
            corners = (map_point(left, top), map_point(right, bottom))
            across = sorted(corner[0] for corner in corners)
            down = sorted(corner[1] for corner in corners)
            boxes.extend((across[0], down[0], across[1], down[1]))
    finally:
        text.close()
    return {"read": request["read"], "text": "".join(found)}, boxes.tobytes()


def _character(code: int) -> str:
    """One character for a code of PDFium: a hyphen at a line's end is 0xFFFE or 2, and Windows has halves of pairs."""
    if code < 0x20 or 0xD800 <= code <= 0xDFFF or code == 0xFFFE or code > sys.maxunicode:
        return " "
    return chr(code)


def _to_points(page: pypdfium2.PdfPage) -> Any:
    """A function from the page's own coordinates to points from the upper left corner of the page as it is shown.

    Pages may be turned and cropped; PDFium knows how, and three points tell the whole mapping.
    """
    width, height = page.get_size()
    across = c_int()
    down = c_int()

    def place(x: float, y: float) -> tuple[float, float]:
        size = (round(width * _FINE), round(height * _FINE))
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, c_double(x), c_double(y), byref(across), byref(down))
        return across.value / _FINE, down.value / _FINE

    # Far apart, since PDFium answers in whole hundredths of a point: over a thousand points the rounding is not to be
    # seen.
    unit = 1_000.0
    origin = place(0, 0)
    along = place(unit, 0)
    up = place(0, unit)

    def map_point(x: float, y: float) -> tuple[float, float]:
        return tuple(  # pyright: ignore[reportReturnType] - of two
            origin[axis] + x * (along[axis] - origin[axis]) / unit + y * (up[axis] - origin[axis]) / unit
            for axis in (0, 1)
        )

    return map_point


if __name__ == "__main__":
    sys.exit(main())
