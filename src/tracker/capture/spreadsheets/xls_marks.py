"""What an office hid or struck out in a workbook of old Excel (XLS), as its records say it.

Only the process of `reader_process` comes here. What cannot be followed is said to be unknown.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from tracker.capture.documents.compound import WORKBOOKS
from tracker.capture.spreadsheets.sheet_marks import BUILT_IN, Marks, NumberFormat, format_by

_EOF = 0x000A
_BOF = 0x0809
_FONT = 0x0031
_FORM = 0x00E0
_NUMBER_FORM = 0x041E
_SHEET = 0x0085
_DATE_MODE = 0x0022
_ROW = 0x0208
_COLUMNS = 0x007D
_FILTERED = 0x009B
_CELLS = frozenset({0x00FD, 0x0204, 0x0203, 0x027E, 0x0006, 0x0205, 0x00D6})
_NUMBERS = frozenset({0x0203, 0x027E, 0x0006})
_MANY_NUMBERS = 0x00BD
_STRUCK = 0x0008
_HIDDEN_ROW = 0x0020
_HIDDEN_COLUMNS = 0x0001
_MISSING_FONT = 4
"""There is no font of this number: those behind it are counted one too high."""
_LAST_COLUMN = 255
_UNFOLLOWED = (struct.error, IndexError, OSError, ValueError, TypeError, RecursionError, StopIteration)
"""What is raised where sectors or the directory lead nowhere or in a circle, and where a record ends too early."""


@dataclass(slots=True)
class _Book:
    """What the records before those of the sheets say."""

    fonts: list[bool] = field(default_factory=list)
    """Whether each strikes out."""
    forms: list[tuple[int, int]] = field(default_factory=list)
    """The font and the number format of each form of a cell."""
    shown: dict[int, NumberFormat] = field(default_factory=lambda: dict(BUILT_IN))
    places: list[int] = field(default_factory=list)
    """Where the records of each sheet begin."""
    from_1904: bool = False

    def struck(self) -> frozenset[int]:
        """The forms that strike out."""
        fonts = {number + (number >= _MISSING_FONT) for number, struck in enumerate(self.fonts) if struck}
        return frozenset(number for number, (font, _) in enumerate(self.forms) if font in fonts)

    def shown_forms(self) -> dict[int, NumberFormat]:
        """The forms that show another value than the cell holds."""
        return {number: self.shown[form] for number, (_, form) in enumerate(self.forms) if form in self.shown}


def marks_in_xls(data: bytes) -> list[Marks]:
    """The marks of every sheet, in the order of the workbook; [] where its records cannot be followed."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            # Excel writes Workbook, and Excel 95 Book; a file may have both, and programs take the newer one.
            stream = file.openstream(next(filter(file.exists, WORKBOOKS))).read()
        book = _book(stream)
        return [_marks(stream, place, book) for place in book.places]
    except _UNFOLLOWED:
        return []


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of what begins there; what stands within it for itself is left out."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        # A chart in a sheet begins and ends as a sheet does; its records are not the sheet's.
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _book(stream: bytes) -> _Book:
    book = _Book()
    for kind, said in _records(stream, 0):
        if kind == _FONT:
            book.fonts.append(bool(struct.unpack_from("<H", said, 2)[0] & _STRUCK))
        elif kind == _FORM:
            font, form = struct.unpack_from("<HH", said)
            book.forms.append((font, form))
        elif kind == _NUMBER_FORM and (shown := format_by(_code(said))):
            book.shown[struct.unpack_from("<H", said)[0]] = shown
        elif kind == _SHEET:
            book.places.append(struct.unpack_from("<I", said)[0])
        elif kind == _DATE_MODE:
            book.from_1904 = struct.unpack_from("<H", said)[0] == 1
    return book


def _code(said: bytes) -> str:
    """The code of a number format: behind its number and length, in one byte a character or in two."""
    return said[5:].decode("utf-16-le" if said[4] & 1 else "latin-1", errors="replace")


def _marks(stream: bytes, place: int, book: _Book) -> Marks:
    marks = Marks(from_1904=book.from_1904)
    struck = book.struck()
    shown = book.shown_forms()
    hidden: list[int] = []
    is_filtered = False
    for kind, said in _records(stream, place):
        if kind == _ROW:
            row, options = struct.unpack_from("<H10xH", said)
            hidden += [row] if options & _HIDDEN_ROW else []
        elif kind == _COLUMNS:
            first, last, options = struct.unpack_from("<HH4xH", said)
            # Many programs write 256 for the last column, of which there is none (xlrd passes over it as well).
            marks.columns += range(first, min(last, _LAST_COLUMN) + 1) if options & _HIDDEN_COLUMNS else ()
        elif kind == _FILTERED:
            is_filtered = True
        elif kind in _CELLS and (struck or shown):
            row, column, form = struct.unpack_from("<HHH", said)
            if form in struck:
                marks.add_struck((row, column), wholly=True)
            # Words in a cell whose form shows percentages stay words.
            if kind in _NUMBERS:
                marks.add_format(shown.get(form), row, column)
        elif kind == _MANY_NUMBERS and shown:
            row, first = struct.unpack_from("<HH", said)
            # MULRK: two bytes of form and four of number for each cell; the last two bytes of the record are the last
            # column.
            forms = (struct.unpack_from("<H", said, at)[0] for at in range(4, len(said) - 2, 6))
            for column, as_what in enumerate(map(shown.get, forms), first):
                marks.add_format(as_what, row, column)
    # A row says that it is hidden and not by what: with a filter in use, the filter is held to have hidden them all.
    (marks.filtered if is_filtered else marks.hidden).extend(hidden)
    return marks
