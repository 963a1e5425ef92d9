"""The cells of a workbook, as text; a process of its own reads them, see `sandboxed_reader`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.capture.documents.documents import Document, ReadTable, table_of
from tracker.capture.documents.formats import Kind
from tracker.capture.documents.sandboxed_reader import read_sandboxed
from tracker.domain.commitments.progress import Progress, unwatched

MOST_CELLS = 5_000_000
"""From the first to the last cell of a sheet: two cells in opposite corners would fill the memory with nothing."""

Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What is hidden in a sheet, filtered out or struck out: rows, columns and cells, from 0.

    A cell is `partly` struck out where some of its words are. `is_known` is False where the format does not tell.
    `from_1904` says that the workbook counts its days from 1904, `strikes_by_rule` that a rule strikes cells out,
    nobody knows which.
    """

    hidden: frozenset[int] = frozenset()
    filtered: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    partly: frozenset[tuple[int, int]] = frozenset()
    from_1904: bool = False
    strikes_by_rule: bool = False
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class SheetCells:
    """A sheet from its first cell that holds something, which is in row `top` (from 0); merged ranges, from row
    and column to row and column, and marks count from there. Formulas are what they last gave."""

    name: str
    is_shown: bool
    top: int
    rows: list[list[str]]
    merged: Sequence[Range]
    marks: SheetMarks = field(default_factory=SheetMarks)


def read_workbook(data: bytes, kind: Kind, name: str, progress: Progress = unwatched) -> Document:
    """Every sheet as a page and as a table. Raises what `cells_of` does."""
    tables = tuple(table_of(sheet.name, sheet.rows) for sheet in cells_of(data, kind, name, progress))
    return Document(kind, tuple(map(_page, tables)), tables)


def cells_of(data: bytes, kind: Kind, name: str, progress: Progress = unwatched) -> list[SheetCells]:
    """The sheets of an XLSX or XLS file.

    Raises `content_broken`, `content_encrypted`, `content_bomb`; lets `Cancelled` pass.
    """
    return gathered(read_sandboxed(kind.value, data, name, progress))


def gathered(pieces: Sequence[Any]) -> list[SheetCells]:
    """The sheets out of what `cells` gives: each one's particulars, then its rows by the thousand."""
    sheets: list[SheetCells] = []
    for piece in pieces:
        if isinstance(piece, dict):
            top = piece["top"]
            left = piece["left"]
            merged = [((a - top, b - left), (c - top, d - left)) for (a, b), (c, d) in piece["merged"]]
            marks = _marks(piece["marks"], top, left)
            sheets.append(SheetCells(piece["name"], piece["is_shown"], top, [], merged, marks))
        else:
            sheets[-1].rows.extend(piece)
    return sheets


def _marks(said: Mapping[str, Any], top: int, left: int) -> SheetMarks:
    rows = {name: frozenset(row - top for row in said[name]) for name in ("hidden", "filtered")}
    cells = {name: frozenset((row - top, column - left) for row, column in said[name]) for name in ("struck", "partly")}
    columns = frozenset(column - left for column in said["columns"])
    return SheetMarks(**{**said, **rows, **cells, "columns": columns})


def _page(table: ReadTable) -> str:
    lines = ("\t".join(row).rstrip() for row in table.rows)
    return "\n".join(line for line in lines if line)
