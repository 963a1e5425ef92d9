"""A Qt table of rows of the ledger: it holds ids, and fetches whole pages of rows when they come into sight.

Roles carry facts, delegates choose how they look.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.columns import CellStyle, TableColumn
from tracker.domain.text.text_folding import fold


class _HasId(Protocol):
    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=_HasId)
PAGE = 100
"""Rows that are fetched at once."""
_MOST_PAGES = 20
"""Pages that are kept; those that came first go first."""
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""The row behind a cell; None while it is on its way."""
ON_ITS_WAY = "…"
Index = QModelIndex | QPersistentModelIndex
HERE = QModelIndex()


class LazyTable(QAbstractTableModel, Generic[Row]):
    """The rows that a query found, in its order. `page_wanted` carries the ids whose rows are to be seen.

    A line is what the table shows, the place of a row its number among the rows: without groups both are the same.
    """

    page_wanted = Signal(object)

    def __init__(self, appearance: Appearance, columns: Sequence[TableColumn[Row]]) -> None:
        super().__init__()
        self._appearance = appearance
        self.columns = columns
        self.title_column = next(number for number, one in enumerate(columns) if one.look is CellStyle.TITLE)
        self._ids = array("q")
        self._rows: dict[int, Row] = {}
        self._pages: dict[int, None] = {}

    def set_listing(self, ids: Sequence[int], first: Sequence[Row]) -> None:
        """Show these rows, the first of which are there already. Where only contents changed, or rows came after those
        that are shown, selection and scrolling are left in peace, and what is not there yet shows as it was."""
        # Nobody changes a listing once it is made, so an array is taken as it is, without a copy.
        wanted = ids if isinstance(ids, array) else array("q", ids)
        shown = len(self._ids)
        if wanted == self._ids:
            self._hold(wanted)
            self._refill(first)
        elif len(wanted) > shown > 0 and wanted[:shown] == self._ids:
            self.beginInsertRows(QModelIndex(), shown, len(wanted) - 1)
            self._hold(wanted)
            self.endInsertRows()
            self._refill(first)
        else:
            self._begin_again(wanted, first)

    def fill(self, rows: Iterable[Row]) -> None:
        """Take rows that have come; those that are not shown any more are passed over."""
        changed = {row.id: row for row in rows if self._rows.get(row.id) != row}
        # Only what differs: an unchanged row is not painted again.
        self._rows |= changed
        lines = [
            line
            for page in sorted(self._pages)
            for place in self._places(page)
            if self._ids[place] in changed and (line := self.line(place)) is not None
        ]
        # Qt paints once for a run of lines that changed; a signal for each would lay out every one of them.
        for first, last in _runs(lines):
            self._tell(first, last)
        self._forget()

    def retranslate(self) -> None:
        """The language changed: every text is another one."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if count := self.rowCount():
            self._tell(0, count - 1)

    @property
    def ids(self) -> Sequence[int]:
        """The ids of all rows in their order, folded or not."""
        return self._ids

    @property
    def edges(self) -> tuple[int, int] | None:
        """The lines of the first and the last row that show, or None without any."""
        return (0, len(self._ids) - 1) if self._ids else None

    def place(self, line: int) -> int | None:
        """Return the place of the row at a line; None where there is no row."""
        return line

    def line(self, place: int) -> int | None:
        """Return the line of the row at a place; None while it does not show."""
        return place

    def known(self, line: int) -> Row | None:
        """Return the row at a line; None where there is no row, and while it is on its way."""
        place = self.place(line)
        return None if place is None else self._rows.get(self._ids[place])

    def seen(self, line: int) -> Row | None:
        """Return the row at a line that comes into sight, which is asked for while it is missing."""
        place = self.place(line)
        if place is None:
            return None
        page = place // PAGE
        if page not in self._pages:
            # Noted before it comes, so that it is asked for once though every cell of it asks.
            self._pages[page] = None
            self.page_wanted.emit(self._ids[page * PAGE : (page + 1) * PAGE])
        return self._rows.get(self._ids[place])

    def known_all(self) -> Sequence[Row]:
        """Return all rows that are there, in no order."""
        return tuple(self._rows.values())

    def known_rows(self, ids: Sequence[int]) -> tuple[Row, ...] | None:
        """Return the rows with these ids, or None where some are not there."""
        if len(ids) > len(self._rows):
            return None
        rows = tuple(row for known in ids if (row := self._rows.get(known)) is not None)
        return rows if len(rows) == len(ids) else None

    def id_at(self, line: int) -> int | None:
        """Return the id of the row at a line; None where there is no row."""
        place = self.place(line)
        return None if place is None else self._ids[place]

    def ids_between(self, lines: Iterable[tuple[int, int]]) -> Sequence[int]:
        """Return the ids of the rows from one line to another, of each of these."""
        found = array(self._ids.typecode)
        for first, last in lines:
            for span in self._spans(first, last):
                found += self._ids[span.start : span.stop]
        return found

    def position(self, row_id: int) -> int | None:
        """Return the line of a row; None where it does not show."""
        place = self._place_of(row_id)
        return None if place is None else self.line(place)

    def rowCount(self, parent: Index = HERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = HERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.seen(index.row())
        column = self.columns[index.column()]
        words = self._appearance.words
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if row is None:
            return ON_ITS_WAY if role in texts else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row, words)
            case Qt.ItemDataRole.ToolTipRole:
                return column.tip(row, words)
            case Qt.ItemDataRole.AccessibleTextRole:
                return column.aloud(row, words)
            case _:
                return row if role == ROW_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return super().headerData(section, orientation, role)
        return self.columns[section].heading(self._appearance.words)

    def match(
        self, start: Index, role: int, value: Any, hits: int = 1, flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith
    ) -> list[QModelIndex]:
        """Return what typing finds: the next line, around the end, that begins so, among the rows that are there."""
        # Qt's own way asks for the text of every line, and so would fetch all pages at the first key.
        del hits, flags
        typed = fold(str(value))
        column = self.columns[start.column()]
        places = [place for page in sorted(self._pages) for place in self._places(page)]
        lines = [line for place in places if (line := self.line(place)) is not None]
        for line in [*(n for n in lines if n >= start.row()), *(n for n in lines if n < start.row())]:
            row = self.known(line)
            if row is not None and fold(column.text(row, self._appearance.words)).startswith(typed):
                return [self.index(line, start.column())]
        return []

    def _spans(self, first: int, last: int) -> Sequence[range]:
        """The places of the rows from one line to another."""
        return (range(first, last + 1),)

    def _hold(self, ids: "array[int]") -> None:
        """These are the ids from now on; called between the signals by which Qt hears of it."""
        self._ids = ids

    def _begin_again(self, ids: "array[int]", first: Sequence[Row]) -> None:
        self.beginResetModel()
        self._hold(ids)
        self._rows = {row.id: row for row in first}
        self._pages = {0: None} if first else {}
        self.endResetModel()

    def _places(self, page: int) -> range:
        return range(page * PAGE, min((page + 1) * PAGE, len(self._ids)))

    def _place_of(self, row_id: int) -> int | None:
        try:
            return self._ids.index(row_id)
        except ValueError:
            return None

    def _refill(self, first: Sequence[Row]) -> None:
        """The first rows have come again; the others are asked for again when they are to be seen."""
        self._pages = {0: None} if first else {}
        self.fill(first)
        if len(self._ids) > PAGE:
            self._tell(self.line(PAGE) or 0, self.rowCount() - 1)

    def _forget(self) -> None:
        """Keep no more than so many pages, and the rows that are in them."""
        if len(self._rows) <= _MOST_PAGES * PAGE:
            return
        self._pages = dict.fromkeys(list(self._pages)[-_MOST_PAGES:])
        kept = (self._ids[place] for page in self._pages for place in self._places(page))
        self._rows = {known: self._rows[known] for known in kept if known in self._rows}

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))


def _runs(lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of lines that follow upon each other."""
    for _, run in groupby(enumerate(lines), lambda numbered: numbered[1] - numbered[0]):
        members = [line for _, line in run]
        yield members[0], members[-1]
