"""A table that is too wide for paper, folded: columns one below the other in a cell, each after its heading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.exports.measure import halves, line_count
from tracker.exports.report_text import Term
from tracker.exports.report_tree import Align, Cell, CellKind, Column, Table

WIDEST = 1000
"""Pixels of columns that a page still holds side by side."""

_STACKS = (
    (40, ("ordinal",)),
    (120, ("code", "title")),
    (160, ("exact",)),
    (120, ("lead", "co_leads")),
    (128, ("due", "due_basis")),
    (80, ("quantity",)),
    (200, ("progress",)),
    (126, ("assessment", "light")),
    (100, ("evidence",)),
    (124, ("problems", "next_step")),
    (120, ("remarks",)),
    (150, ("parts", "claims")),
)
"""Two that belong together share a column: who leads and who joins in, a date and how it is known."""
_HALF = 96
_SIGN = 240
_EDGES = 180
_WIDEST_FIXED = 1600
"""Twentieths of a point: of half a hanzi in a table, of the sign before a word, beside both, and at most."""
_DAY = 12 * _HALF + _EDGES
_LONGEST_WHOLE = 16
"""Lines of a table that is never torn."""
_TALLEST = 24
_TALLEST_UNFOLDED = 3
"""Lines of a row that still moves to the next page whole: a folded one is a commitment, another a list of what was done
to it, which may go on overleaf."""


@dataclass(frozen=True, slots=True)
class Stacked:
    """A cell of the table before it was folded; `label` is its heading where the place does not say it."""

    column: Column
    cell: Cell
    label: str


@dataclass(frozen=True, slots=True)
class Stack:
    """A column of the folded table. `width` is its share, but where it is `fixed`: as wide as its short words; or has
    `days`: as wide as one."""

    heading: str
    width: int
    align: Align
    columns: tuple[int, ...]
    fixed: bool = False
    days: bool = False


@dataclass(frozen=True, slots=True)
class Folded:
    """The table as paper shows it: `rows` have a tuple of cells for each stack."""

    stacks: tuple[Stack, ...]
    rows: tuple[tuple[tuple[Stacked, ...], ...], ...]
    splits: tuple[bool, ...]
    """Whether a row may go on overleaf: one that is as tall as a page must."""
    whole: bool
    """Whether it is so short that it stands on one page."""

    def widths(self, room: int) -> list[int]:
        """Return how wide each column is of all the room there is; a fixed one has no more than its words need."""
        shares = [self._share(number, stack) for number, stack in enumerate(self.stacks)]
        fixed = [share if stack.fixed else _DAY * stack.days for share, stack in zip(shares, self.stacks, strict=True)]
        left = room - sum(fixed)
        loose = sum(share for share, own in zip(shares, fixed, strict=True) if not own) or 1
        return [own or share * left // loose for share, own in zip(shares, fixed, strict=True)]

    def _share(self, number: int, stack: Stack) -> int:
        if not stack.fixed:
            return stack.width
        cells = [stacked.cell for row in self.rows for stacked in row[number]]
        needed = max(map(halves, [*stack.heading.split(" "), *(cell.text for cell in cells)]), default=1)
        sign = _SIGN if any(isinstance(cell.value, Term) for cell in cells) else 0
        return min(needed * _HALF + sign + _EDGES, _WIDEST_FIXED)


def fold(table: Table) -> Folded:
    """Return the columns side by side where a page holds them, else in stacks; nothing is left out."""
    # The register has up to sixteen columns: side by side on paper, each would be a few characters wide.
    wide = sum(column.width for column in table.columns) > WIDEST
    stacks = tuple(_stacks(table.columns) if wide else _unfolded(table.columns))
    rows = tuple(tuple(_cells(stack, table, row) for stack in stacks) for row in table.rows)
    limit = _TALLEST if wide else _TALLEST_UNFOLDED
    lines = [_tallest(row, stacks) for row in rows]
    # LibreOffice 7.4 drops rows of a short table that the end of a page tears; one of few lines stays on one page,
    # which reads better in Word as well.
    return Folded(stacks, rows, tuple(count > limit for count in lines), sum(lines) <= _LONGEST_WHOLE)


def _unfolded(columns: Sequence[Column]) -> Iterator[Stack]:
    for number, column in enumerate(columns):
        fixed = column.key == "code" or column.kind is CellKind.TERM
        yield Stack(column.heading, column.width, column.align, (number,), fixed, column.kind is CellKind.DATE)


def _stacks(columns: Sequence[Column]) -> Iterator[Stack]:
    places = {column.key: number for number, column in enumerate(columns)}
    groups = [(width, [places.pop(key) for key in keys if key in places]) for width, keys in _STACKS]
    # A column that nobody sorted into a stack goes into the last: what is new is never left out of print.
    groups[-1][1].extend(places.values())
    for width, group in groups:
        if group:
            heading = " / ".join(columns[number].heading for number in group)
            yield Stack(heading, width, Align.START, tuple(group))


def _cells(stack: Stack, table: Table, row: Sequence[Cell]) -> tuple[Stacked, ...]:
    """The first needs no label: the heading of the stack begins with its own. Nor does a title below its code."""
    found = [
        Stacked(table.columns[n], row[n], "" if n == stack.columns[0] or plain else table.columns[n].heading)
        for n in stack.columns
        for plain in (table.columns[n].key == "title",)
    ]
    return tuple(stacked for stacked in found if len(found) == 1 or stacked.cell.lines)


def _tallest(row: Sequence[Sequence[Stacked]], stacks: Sequence[Stack]) -> int:
    return max((_lines(cell, stack) for cell, stack in zip(row, stacks, strict=True)), default=0)


def _lines(cell: Sequence[Stacked], stack: Stack) -> int:
    return sum(line_count(stacked.label + stacked.cell.text, stack.width) for stacked in cell)
