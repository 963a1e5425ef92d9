"""The cells of a workbook, as text."""

import io
import re
from datetime import date, datetime, time, timedelta
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from tracker.capture import archives
from tracker.capture.documents import Document, Table, table_of
from tracker.capture.formats import MEDIA_TYPES, Kind
from tracker.domain.errors import UserError

MOST_CELLS = 5_000_000
"""From the first to the last cell of a sheet: two cells in opposite corners would fill the memory with nothing."""
MOST_TEXT = 200_000_000
"""Characters of all cells together: a thousand cells may share one long text."""

_PLACE = re.compile(rb'<c\b[^>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"')
_SHARED = re.compile(rb'<c\b[^>]{0,200}?\bt="s"[^>]{0,200}>\s*<v>\s*(\d{1,9})\s*</v>')

_Cell = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(data: bytes, kind: Kind, name: str) -> Document:
    """Every sheet as a page and as a table, formulas as what they last gave.

    Raises `content_broken`, `content_encrypted`, `content_bomb`.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(guarded(data, kind, name)))
        sheets = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
        tables = tuple(_table(workbook, sheet) for sheet in sheets)
    except PasswordError as fault:
        raise UserError("content_encrypted", field="file", name=name) from fault
    except (CalamineError, ValueError, OSError) as fault:
        raise UserError("content_broken", field="file", name=name) from fault
    return Document(kind, MEDIA_TYPES[kind], "", tuple(map(_page, tables)), tables)


def guarded(data: bytes, kind: Kind, name: str) -> bytes:
    """The workbook as it may be read: what it would grow to in the memory has been looked at.

    Raises `content_broken`, `content_encrypted`, `content_bomb`.
    """
    if kind is not Kind.XLSX:
        return data
    with archives.opened(data, name) as archive:
        _check_extent(archive, name)
        return archives.repacked(archive)


def _table(workbook: CalamineWorkbook, sheet: str) -> Table:
    rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=True)
    return table_of(sheet, [[cell_text(cell) for cell in row] for row in rows])


def _page(table: Table) -> str:
    lines = ("\t".join(row).rstrip() for row in table.rows)
    return "\n".join(line for line in lines if line)


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
            return str(cell).strip()


def _check_extent(archive: ZipFile, name: str) -> None:
    """Refuse what would be no bomb on the disk, but one in the memory."""
    lengths = _lengths_of_strings(archive)
    total = 0
    for path in archive.namelist():
        if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", path):
            continue
        sheet = archives.member(archive, path)
        total += sum(lengths[i] for found in _SHARED.finditer(sheet) if (i := int(found[1])) < len(lengths))
        if _extent(sheet) > MOST_CELLS or total > MOST_TEXT:
            raise UserError("content_bomb", field="file", name=name)


def _lengths_of_strings(archive: ZipFile) -> list[int]:
    path = "xl/sharedStrings.xml"
    if path not in archive.namelist():
        return []
    return [len(piece) for piece in archives.member(archive, path).split(b"</si>")]


def _extent(sheet: bytes) -> int:
    columns, rows = {0}, {0}
    for found in _PLACE.finditer(sheet):
        columns.add(_number(found[1]))
        rows.add(int(found[2]))
    columns.discard(0)
    rows.discard(0)
    if not columns:
        return 0
    return (max(columns) - min(columns) + 1) * (max(rows) - min(rows) + 1)


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
