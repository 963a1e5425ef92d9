"""Read a returned form out of whatever workbook it has become: rows and columns moved, sheets renamed or gone."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import unescape

from tracker.capture.documents import archives
from tracker.capture.documents.formats import Kind, identify
from tracker.capture.spreadsheets.sheets import SheetCells, cells_of
from tracker.domain.errors import UserError
from tracker.domain.exchange.forms import (
    FIRST_COLUMNS,
    FORMAT,
    HIDDEN_SHEET,
    PROPERTY,
    FillField,
    FormFinding,
    FormWords,
    ReturnedForm,
    ReturnedRow,
    Sending,
    Weight,
    folded,
)
from tracker.domain.rows import Name

_FEWEST_HEADINGS = 3
"""Headings of ours that a row must have to be taken for the head of a form."""
_PROPERTY = re.compile(
    rf'<(?:\w{{1,20}}:)?property\b[^>]{{0,500}}?\bname="{PROPERTY}"[^>]{{0,500}}>\s*'
    r"<(?:\w{1,20}:)?lpwstr\b[^>]{0,300}>([^<]{1,200})<"
)
_CUSTOM = "docProps/custom.xml"
_ID = "[0-9a-f-]{36}"
_MARK = re.compile(rf"(\d{{1,4}}) ({_ID}) ({_ID})")
_Grid = list[list[str]]
_MOST_RANGES = 2_000
"""Merged ranges that are looked at; nobody merges more by hand."""
_MOST_ROWS = 5_000
_LONGEST_ASTRAY = 200


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of the table of a form: its row in the grid, and the place of each column."""

    row: int
    places: Mapping[FillField, int]
    twice: frozenset[FillField]


def read_form(data: bytes, name: str, words: FormWords) -> ReturnedForm:
    """Read a workbook as a form.

    Raises what `capture.formats` and `capture.sheets` raise, `form_not_workbook`, `form_too_long`, `form_newer`, and
    `form_no_table` where no sheet has the headings of a form.
    """
    kind = identify(data, name)
    if kind not in (Kind.XLSX, Kind.XLS):
        raise UserError("form_not_workbook", field="file", name=name)
    # Nothing is looked for at the place where the form had it: departments insert rows, move columns, copy the table
    # into another workbook and save it as XLS.
    sheets = cells_of(data, kind, name)
    shown = [sheet for sheet in sheets if sheet.is_shown]
    heads = [(head, sheet) for sheet in shown if (head := _head(sheet.rows, words))]
    if not heads:
        raise UserError("form_no_table", field="file", name=name)
    # The most headings: a department may have copied the form beside a summary of its own with some of them.
    head, sheet = max(heads, key=lambda found: len(found[0].places))
    if len(sheet.rows) > _MOST_ROWS:
        raise UserError("form_too_long", field="file", name=name, limit=_MOST_ROWS)
    # The hidden sheet outlasts saving by Excel and WPS, not copying the table out; the property in the file outlasts
    # deleting the sheet.
    stated = next((_stated(one.rows, name) for one in sheets if one.name == HIDDEN_SHEET), None)
    batch = stated.batch if stated is not None else _batch(data, kind, name)
    rows, astray = _rows(head, sheet, words)
    return ReturnedForm(
        batch=batch,
        stated=stated,
        columns=frozenset(head.places),
        rows=tuple(rows),
        findings=(*_mark_findings(batch, stated), *_head_findings(head), *astray),
        pages=tuple(_page(one.rows) for one in shown),
    )


def bears_mark(data: bytes, name: str) -> bool:
    """Whether a file bears the mark of a form that was sent. Raises what `capture.formats` raises."""
    return form_mark(data, name) is not None


def form_mark(data: bytes, name: str) -> tuple[str, str] | None:
    """The ledger and the batch that a form names in its properties, or None. Raises what `capture.formats` raises."""
    return _mark(data, identify(data, name), name)


def _mark_findings(batch: str, stated: Sending | None) -> Iterator[FormFinding]:
    if batch and stated is None:
        yield FormFinding("hidden_sheet_missing", Weight.NOTE)


def _head_findings(head: _Head) -> Iterator[FormFinding]:
    if head.twice:
        columns = [column for column in FillField if column in head.twice]
        yield FormFinding("columns_twice", Weight.DOUBT, {"columns": columns})
    order = sorted(head.places, key=lambda column: head.places[column])
    if order != [column for column in FillField if column in head.places]:
        yield FormFinding("columns_moved", Weight.NOTE)


def _head(grid: _Grid, words: FormWords) -> _Head | None:
    """The row with the most headings of a form, among them that of the code."""
    best: _Head | None = None
    for number, row in enumerate(grid):
        places: dict[FillField, int] = {}
        twice: set[FillField] = set()
        for place, cell in enumerate(row):
            column = words.headings.get(folded(cell)) if cell else None
            if column is not None and column in places:
                twice.add(column)
            elif column is not None:
                places[column] = place
        is_head = FillField.CODE in places and len(places) >= _FEWEST_HEADINGS
        if is_head and (best is None or len(places) > len(best.places)):
            best = _Head(number, places, frozenset(twice))
    return best


def _rows(head: _Head, sheet: SheetCells, words: FormWords) -> tuple[list[ReturnedRow], list[FormFinding]]:
    """The rows below the head that have a code; the findings tell of those that have none but something else."""
    rows: list[ReturnedRow] = []
    astray: list[str] = []
    columns = {place: column for column, place in head.places.items()}
    joined = _joined(head, sheet, columns)
    for number, row in enumerate(sheet.rows[head.row + 1 :], head.row + 1):
        cells = {column: row[place] for place, column in columns.items() if place < len(row) and row[place]}
        code = cells.get(FillField.CODE, "")
        place = number + sheet.top + 1
        if code and words.headings.get(folded(code)) is not FillField.CODE:  # a head that is repeated says nothing
            rows.append(ReturnedRow(place, cells, frozenset(joined.get(number, ()))))
        elif cells and not code:
            astray.append(f"{place}: {' · '.join(cells.values())}"[:_LONGEST_ASTRAY])
    found = [FormFinding("rows_without_code", Weight.DOUBT, {"rows": astray, "count": len(astray)})] if astray else []
    return rows, found


def _joined(head: _Head, sheet: SheetCells, columns: Mapping[int, FillField]) -> dict[int, set[FillField]]:
    """By row of the grid, the columns whose cells are merged with others."""
    joined: dict[int, set[FillField]] = {}
    for (top, left), (bottom, right) in sheet.merged[:_MOST_RANGES]:
        inside = {column for place, column in columns.items() if left <= place <= right}
        for number in range(max(top, head.row + 1), min(bottom, len(sheet.rows) - 1) + 1):
            joined.setdefault(number, set()).update(inside)
    return joined


def _stated(grid: _Grid, name: str) -> Sending | None:
    """What the hidden sheet says; None where it is gone or has been tampered with. Raises `form_newer`."""
    said = "".join(row[0] for row in grid if row)
    try:
        values: dict[str, Any] = json.loads(said)
        # A later program may have sent what this one would enter wrongly.
        if int(values["format"]) > FORMAT:
            raise UserError("form_newer", field="file", name=name)
        department = Name(str(values["department"]), str(values["name"]), str(values["name_en"]))
        rows = {str(code): _texts(texts) for code, texts in values["rows"].items()}
        day = date.fromisoformat(values["day"])
        language = "en" if values["language"] == "en" else "zh"
        batch, ledger, period = (str(values[name]) for name in ("batch", "ledger", "period"))
        columns = tuple(map(FillField, values.get("columns", FIRST_COLUMNS)))
        parts = {str(row): (str(of), str(title)) for row, (of, title) in values.get("parts", {}).items()}
        return Sending(batch, ledger, department, period, day, language, rows, columns=columns, parts=parts)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _texts(values: Mapping[str, Any]) -> dict[FillField, str]:
    return {FillField(column): str(text) for column, text in values.items()}


def _batch(data: bytes, kind: Kind, name: str) -> str:
    """The batch that the properties of the document name, or ""."""
    mark = _mark(data, kind, name)
    return mark[1] if mark else ""


def _mark(data: bytes, kind: Kind, name: str) -> tuple[str, str] | None:
    if kind is not Kind.XLSX:
        return None
    with archives.opened(data, name) as archive:
        if _CUSTOM not in archive.namelist():
            return None
        text = archives.member(archive, _CUSTOM).decode("utf-8", errors="replace")
    found = _PROPERTY.search(text)
    mark = _MARK.fullmatch(unescape(found[1])) if found else None
    return (mark[2], mark[3]) if mark else None


def _page(grid: _Grid) -> str:
    """The readable text of a sheet."""
    lines = ("\t".join(row).rstrip() for row in grid)
    return "\n".join(line for line in lines if line)
