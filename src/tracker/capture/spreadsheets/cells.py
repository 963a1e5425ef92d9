"""The cells of a workbook, as its reader gives them. Only the process of `reader_process` comes here."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice, zip_longest
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetMetadata, SheetTypeEnum
from python_calamine import SheetVisibleEnum as Visible

from tracker.capture.documents import archives
from tracker.capture.spreadsheets.sheet_marks import Marks, NumberFormat, column_of, marks_in
from tracker.capture.spreadsheets.sheets import MOST_CELLS
from tracker.capture.spreadsheets.xls_marks import marks_in_xls
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.text.lines import storable

MOST_TEXT = 200_000_000
"""Characters of all cells together: a thousand cells may share one long text."""

_PLACE = re.compile(rb'<c\b[^>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"')
_SHARED = re.compile(rb'<c\b[^>]{0,200}?\bt="s"[^>]{0,200}>\s*<v>\s*(\d{1,9})\s*</v>')
_STEP = 2_000
"""Rows that are told of at once."""
_MOST_RANGES = 100_000

_Cell = int | float | str | bool | time | date | datetime | timedelta


def sheets_in_xlsx(data: bytes, progress: Progress) -> Iterator[Any]:
    """See `sheets_in`."""
    return sheets_in(data, progress, is_packed=True)


def sheets_in_xls(data: bytes, progress: Progress) -> Iterator[Any]:
    """See `sheets_in`."""
    return sheets_in(data, progress, is_packed=False)


def sheets_in(data: bytes, progress: Progress, *, is_packed: bool) -> Iterator[Any]:
    """Every sheet: first {"name", "is_shown", "top", "left", "merged", "marks"}, then its rows by the thousand, as
    texts.

    Formulas are what they last gave; the marks are those of `sheet_marks`. Raises `content_broken`,
    `content_encrypted`, `content_bomb`.
    """
    try:
        data, marks = _guarded(data) if is_packed else (data, marks_in_xls(data))
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        unknown = Marks(is_known=False)
        # Two readings of one file: where ours tells of fewer sheets than calamine does, the rest has unknown marks, not
        # none.
        for known, mark in zip_longest(workbook.sheets_metadata, marks, fillvalue=unknown):
            if isinstance(known, SheetMetadata) and known.typ is SheetTypeEnum.WorkSheet:
                shown = known.visible is Visible.Visible
                yield from _sheet(workbook.get_sheet_by_name(known.name), shown, mark, progress)
    except PasswordError as fault:
        raise UserError("content_encrypted", field="file", name="") from fault
    except (CalamineError, ValueError, OSError) as fault:
        raise UserError("content_broken", field="file", name="") from fault


def _sheet(sheet: CalamineSheet, is_shown: bool, marks: Marks, progress: Progress) -> Iterator[Any]:
    top, left = sheet.start or (0, 0)
    merged = list(sheet.merged_cell_ranges or ())[:_MOST_RANGES]
    place = {"name": storable(sheet.name), "is_shown": is_shown, "top": top, "left": left}
    yield {**place, "merged": merged, "marks": marks.piece()}
    if sheet.start is None:
        return
    height = (sheet.end or (top, left))[0] - top + 1
    rows: list[list[str]] = []
    turns = {shown: _turns(runs, top, left) for shown, runs in marks.shown.items()}
    shown_so: dict[NumberFormat, frozenset[int]] = dict.fromkeys(turns, frozenset())
    # Row by row: to_python() holds every cell of the sheet as an object at once.
    for number, row in enumerate(islice(sheet.iter_rows(), top, None)):  # the rows above it come, too, all empty
        if number % _STEP == 0:
            progress(number, height)
        rows.append([cell_text(cell) for cell in row])
        for shown, turning in turns.items():
            # Symmetric difference: a column turns to being shown so where a run begins, and back where it ends.
            shown_so[shown] ^= turning.get(number, frozenset())
            for column in shown_so[shown]:
                if column < len(row):
                    rows[-1][column] = _WRITTEN[shown](row[column])
        if len(rows) == _STEP:
            yield rows
            rows = []
    yield rows


def _turns(of_columns: dict[int, list[range]], top: int, left: int) -> dict[int, frozenset[int]]:
    """The columns in which runs begin or end, by rows, both counted from the first cell that has a value: those
    of empty cells above and left of it are left out."""
    turns: dict[int, frozenset[int]] = {}
    for column, runs in of_columns.items():
        for run in runs:
            if column >= left and run.stop > top:
                for row in (max(run.start, top) - top, run.stop - top):
                    turns[row] = turns.get(row, frozenset()) ^ {column - left}
    return turns


def cell_text(cell: _Cell) -> str:
    """A whole number without the point that spreadsheets keep it with; a day as an ISO date."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case _:
            return storable(str(cell).strip())


def _percent(cell: _Cell) -> str:
    """What is kept as 0.85 and shown as 85%."""
    return f"{round(cell * 100, 6):.15g}%" if isinstance(cell, int | float) else cell_text(cell)


def _month(cell: _Cell) -> str:
    """What is kept as the first of a month, and shown as the month."""
    return f"{cell:%Y-%m}" if isinstance(cell, datetime | date) and cell.day == 1 else cell_text(cell)


_WRITTEN = {NumberFormat.PERCENT: _percent, NumberFormat.MONTH: _month}


def _guarded(data: bytes) -> tuple[bytes, list[Marks]]:
    """The workbook as it may be read, what it would grow to in the memory having been looked at; and its marks."""
    with archives.opened(data, "") as archive:
        _check_extent(archive)
        # What is read on is what was counted: another reader of ZIP may find other members, or unpack more, than ours
        # did.
        return archives.repacked(archive), list(marks_in(archive))


def _check_extent(archive: ZipFile) -> None:
    """Refuse what would be no bomb on the disk, but one in the memory."""
    lengths = _lengths_of_strings(archive)
    total = 0
    for path in archive.namelist():
        if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", path):
            continue
        sheet = archives.member(archive, path)
        total += sum(lengths[i] for found in _SHARED.finditer(sheet) if (i := int(found[1])) < len(lengths))
        # calamine makes a grid from the first to the last cell: two cells in opposite corners of a sheet ask for 17
        # billion.
        if _extent(sheet) > MOST_CELLS or total > MOST_TEXT:
            raise UserError("content_bomb", field="file", name="")


def _lengths_of_strings(archive: ZipFile) -> list[int]:
    path = "xl/sharedStrings.xml"
    if path not in archive.namelist():
        return []
    return [len(piece) for piece in archives.member(archive, path).split(b"</si>")]


def _extent(sheet: bytes) -> int:
    letters = set[bytes]()
    rows = set[int]()
    for found in _PLACE.finditer(sheet):
        letters.add(found[1])
        rows.add(int(found[2]))
    rows.discard(0)
    columns = [column_of(one.decode()) for one in letters]
    return (max(columns) - min(columns) + 1) * (max(rows) - min(rows) + 1) if columns else 0
