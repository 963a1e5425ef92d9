"""Pages of a PDF whose text layer goes from line to line across two columns, put in the order in which they are read.

Only the process of `tracker.capture.documents.reader_process` comes here. A table has lines side by side, too: what
counts as columns are lines that mostly fill two halves of about the same width. All other pages stay as they are.
"""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from tracker.capture.documents.pdf_text import opened, words_of
from tracker.capture.documents.side_by_side import FEWEST_LINES, may_have_columns
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.text.lines import unified

_GAP = 0.9
"""Of the height of a sign, above which what stands beside it is in another column."""
_LEAST_AGREEING = 0.8
"""Share of the lines with a gap that have it at the same place."""
_LEAST_FILLED = 0.5
_FILLED = 0.85
_MOST_UNEVEN = 1.5
_CLAUSES = re.compile("[，。、；,;]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a line without a gap, in points; `top` grows downwards."""

    left: float
    right: float
    top: float
    line: int
    words: str


def columns_of(data: bytes, progress: Progress) -> Iterator[str]:
    """The words of every page with two columns, in their order, and "" for all others. Raises `content_broken`."""
    document = opened(data)
    try:
        for number in range(len(document)):
            progress(number, len(document))
            yield _ordered(_pieces(document, number)) if may_have_columns(words_of(document, number)) else ""
    except pypdfium2.PdfiumError as fault:
        raise UserError("content_broken", field="file", name="") from fault
    finally:
        document.close()


def _pieces(document: pypdfium2.PdfDocument, number: int) -> list[_Piece]:
    page = document[number]
    text = page.get_textpage()
    try:
        pieces: list[_Piece] = []
        signs: list[tuple[str, float, float, float]] = []
        line = 0
        for index in range(text.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text, index)
            is_end = code in (0x0A, 0x0D)
            left, bottom, right, top = text.get_charbox(index, loose=True)
            if signs and (is_end or (code > 0x20 and left - signs[-1][2] > _GAP * (top - bottom))):
                pieces.append(_piece(signs, line))
                signs = []
            line += is_end
            # Blanks stay within words of an alphabet alone, and a hyphen at a line's end is no sign.
            if code >= 0x20 and code != 0xFFFE and (code != 0x20 or signs):
                signs.append((chr(code), left, right, -top))
        return [*pieces, _piece(signs, line)] if signs else pieces
    finally:
        text.close()
        page.close()


def _piece(signs: Sequence[tuple[str, float, float, float]], line: int) -> _Piece:
    words = unified("".join(sign[0] for sign in signs)).strip()
    shown = [sign for sign in signs if sign[0] != " "] or signs
    return _Piece(shown[0][1], shown[-1][2], statistics.median(sign[3] for sign in shown), line, words)


def _ordered(pieces: Sequence[_Piece]) -> str:
    """The words of a page column by column; "" where it has none, or one."""
    gaps = [
        (left.right, right.left)
        for left, right in pairwise(pieces)
        if left.line == right.line and left.right < right.left
    ]
    if len(gaps) < FEWEST_LINES:
        return ""
    gutter = statistics.median((left + right) / 2 for left, right in gaps)
    if sum(left <= gutter <= right for left, right in gaps) < _LEAST_AGREEING * len(gaps):
        return ""
    sides = ([one for one in pieces if one.right <= gutter], [one for one in pieces if one.left >= gutter])
    if not _are_columns(*sides):
        return ""
    lines: list[str] = []
    waiting: tuple[list[_Piece], list[_Piece]] = ([], [])
    for piece in sorted(pieces, key=lambda one: one.top):
        if piece.right <= gutter:
            waiting[0].append(piece)
        elif piece.left >= gutter:
            waiting[1].append(piece)
        else:  # it goes over both, and what stands above it is read before it
            lines += (one.words for side in waiting for one in side)
            lines.append(piece.words)
            waiting = ([], [])
    lines += (one.words for side in waiting for one in side)
    return "\n".join(lines)


def _are_columns(left: Sequence[_Piece], right: Sequence[_Piece]) -> bool:
    """Whether both sides are prose that fills lines of about the same width."""
    widths: list[float] = []
    for side in (left, right):
        if len(side) < FEWEST_LINES:
            return False
        start = min(one.left for one in side)
        widths.append(max(one.right for one in side) - start)
        filled = sum(one.right - start >= _FILLED * widths[-1] for one in side)
        clauses = sum(_CLAUSES.search(one.words) is not None for one in side)
        if filled < _LEAST_FILLED * len(side) or clauses < _LEAST_FILLED * len(side):
            return False
    return max(widths) <= _MOST_UNEVEN * min(widths)
