"""The sheets of a spreadsheet file as an office wrote them: each row under its own number, merged cells filled."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from tracker.capture.documents.charsets import encoding_of
from tracker.capture.documents.files import display_name, read_file
from tracker.capture.documents.formats import LARGEST_FILE, MEDIA_TYPES, Kind, identify
from tracker.capture.documents.reading import delimiter_of
from tracker.capture.spreadsheets.sheets import MOST_CELLS, SheetCells, SheetMarks, cells_of
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.text.dates import BEIJING
from tracker.temp_files import SpooledBytes

_WORKBOOKS = (Kind.XLSX, Kind.XLS)
_SPOILT = "\ufffd"
_MOST_SPOILT = 0.02
"""Share of characters that no encoding made sense of; a file with more was read in the wrong one."""
_PARTED_BY = re.compile("sep=.?.?", re.IGNORECASE)
_STEP = 2_000
"""Rows between one word of progress and the next."""


class Rows(Protocol):
    """Rows that are read one after the other, as often as they are wanted; how many there are is known."""

    def __iter__(self) -> Iterator[tuple[str, ...]]: ...

    def __len__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. `first` is the number (from 1) of its first row; all rows are equally long, those at the end not
    empty. The rows of the marks are counted from that one, as the places in `rows` are."""

    name: str
    first: int
    rows: Rows
    is_shown: bool = True
    marks: SheetMarks = field(default_factory=SheetMarks)

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + len(self.rows) - 1

    @property
    def width(self) -> int:
        """How many cells every row has."""
        return len(next(iter(self.rows), ()))

    def cells(self, row: int) -> tuple[str, ...]:
        """The row of that number; () where there is none. To reach it, all rows above are read."""
        return next(islice(self.rows, row - self.first, None), ()) if row >= self.first else ()

    def numbered(self, after: int = 0) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The rows below a number, each with its own."""
        below = max(0, after + 1 - self.first)
        return enumerate(islice(self.rows, below, None), self.first + below)


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A spreadsheet file: its bytes with their SHA-256, the day it was last changed, and its sheets that hold
    anything."""

    name: str
    content: SpooledBytes
    sha256: str
    media_type: str
    changed_on: date | None
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name, "" for the longest in sight. Raises `sheet_unknown`, `sheets_hidden`."""
        if not name:
            shown = [sheet for sheet in self.sheets if sheet.is_shown]
            if not shown:
                raise UserError("sheets_hidden", field="sheet", allowed=[sheet.name for sheet in self.sheets])
            return max(shown, key=lambda sheet: len(sheet.rows))
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise UserError("sheet_unknown", field="sheet", value=name, allowed=[sheet.name for sheet in self.sheets])


def open_sheets(path: Path, progress: Progress = unwatched) -> SheetFile:
    """Read a spreadsheet off the disk. Raises what `capture.files` raises, and what `read_sheets` does."""
    content = read_file(path)
    # The day of the file stands for the day of what it says, and is shown as such: offices do not write it in.
    changed = datetime.fromtimestamp(path.stat().st_mtime, BEIJING).date()
    return read_sheets(content, display_name(path.name), changed, progress)


def read_sheets(content: bytes, name: str, changed_on: date | None = None, progress: Progress = unwatched) -> SheetFile:
    """The sheets of an XLSX, XLS or CSV file; a text is taken for a CSV file, whatever its name. The content is put
    aside.

    Raises `sheet_unsupported`, `sheets_empty`, `sheet_garbled`, and what `capture.formats` and `capture.sheets` raise;
    lets `Cancelled` pass.
    """
    kind = identify(content, name, largest_text=LARGEST_FILE)
    aside = SpooledBytes()
    aside.write(content)
    if kind in _WORKBOOKS:
        sheets = tuple(map(_sheet, cells_of(content, kind, name, progress)))
    elif kind in (Kind.CSV, Kind.TXT):
        kind = Kind.CSV
        sheets = (_csv(aside, content, name, progress),)
    else:
        raise UserError("sheet_unsupported", field="file", name=name)
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        raise UserError("sheets_empty", field="file", name=name)
    return SheetFile(name, aside, hashlib.sha256(content).hexdigest(), MEDIA_TYPES[kind], changed_on, filled)


def _sheet(sheet: SheetCells) -> Sheet:
    _fill_merged(sheet)
    rows = sheet.rows
    while rows and not any(rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    made = tuple(_long(row, width) for row in rows)
    return Sheet(sheet.name, sheet.top + 1, made, sheet.is_shown, sheet.marks)


def _fill_merged(sheet: SheetCells) -> None:
    """Let every cell under a merged one say what that says: a department may stand once beside ten tasks."""
    rows = sheet.rows
    # Ten thousand ranges that each span the whole sheet would fill it ten thousand times.
    room = MOST_CELLS  # ranges may overlap, and be many
    for (first, begin), (last_row, end) in sheet.merged:
        # A range may reach below all that holds anything, to the last row of the format where a whole column was
        # merged.
        last = min(last_row, len(rows) - 1)
        if first < 0 or begin < 0 or first >= len(rows) or begin >= len(rows[first]):
            continue
        room -= (last - first + 1) * (end - begin + 1)
        if room < 0:
            return
        words = rows[first][begin]
        for row in rows[first : last + 1]:
            row[begin : end + 1] = [words] * len(row[begin : end + 1])


@dataclass(frozen=True, slots=True)
class CsvRows:
    """The rows of a CSV file, read again each time: held all at once they are ten times as large.

    `length` leaves out the empty rows at the end.
    """

    text: "_CsvText"
    length: int
    width: int

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        for row in islice(self.text.rows(), self.length):
            yield _long([cell.strip() for cell in row], self.width)

    def widths(self) -> Iterator[int]:
        """How many cells each row has in the file, before all were made equally long; 0 for an empty one."""
        for row in islice(self.text.rows(), self.length):
            yield len(row) if any(cell.strip() for cell in row) else 0


class _CsvText:
    """The bytes of a CSV file as text, which is not held, but made as it is read."""

    def __init__(self, aside: SpooledBytes, content: bytes) -> None:
        self._aside = aside
        self._codec, _ = encoding_of(content)
        self._has_nulls = b"\x00" in content
        # A cell that never closes its quotes takes in the rest of the file, whatever its length.
        csv.field_size_limit(max(csv.field_size_limit(), len(content) + 1))
        self._delimiter = delimiter_of(self._lines())

    def rows(self) -> Iterator[list[str]]:
        """Every row with its cells; the first is empty where it only tells Excel by what they are parted (sep=;)."""
        rows = csv.reader(self._lines(), delimiter=self._delimiter)
        first = next(rows, None)
        if first is None:
            return
        yield [] if _PARTED_BY.fullmatch(self._delimiter.join(first)) else first
        yield from rows

    def _lines(self) -> Iterable[str]:
        if self._has_nulls:  # of UTF-16, or in the way
            text = self._aside.opened().read().decode(self._codec, errors="replace")
            return io.StringIO(text.replace("\x00", ""), newline="")
        return io.TextIOWrapper(self._aside.opened(), self._codec, errors="replace", newline="")


def _csv(aside: SpooledBytes, content: bytes, name: str, progress: Progress) -> Sheet:
    text = _CsvText(aside, content)
    length = width = widest = cells = size = spoilt = 0
    for number, row in enumerate(text.rows(), 1):
        if number % _STEP == 1:
            progress(0, 0)
        cells = cells + len(row)
        widest = max(widest, len(row))
        size = size + sum(map(len, row))
        spoilt = spoilt + sum(cell.count(_SPOILT) for cell in row)
        if any(cell.strip() for cell in row):
            length = number
            width = widest
        if max(cells, length * width) > MOST_CELLS:  # rows are filled up to one length
            raise UserError("content_bomb", field="file", name=name)
    if spoilt > _MOST_SPOILT * size:
        raise UserError("sheet_garbled", field="file", name=name)
    return Sheet("", 1, CsvRows(text, length, width))


def _long(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row, *("",) * (width - len(row)))
