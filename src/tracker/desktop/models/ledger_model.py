"""The rows of the ledger as a Qt table model, under heads where they are gathered.

It holds ids and fetches whole pages when they come into sight. Roles carry facts, delegates choose how they look.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.columns import COLUMNS, CellStyle, LedgerColumn, assessment_text, doubts_of
from tracker.desktop.models.groups import GroupHead, Lines, sections_of
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.rows import GroupRow, LedgerRow
from tracker.domain.search.ledger_query import Group, SortKey
from tracker.domain.text.text_folding import fold
from tracker.wording import Words

PAGE = 100
"""Rows that are fetched at once."""
_MOST_PAGES = 20
"""Pages that are kept; those that came first go first."""
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""The `LedgerRow` behind a cell; None while it is on its way."""
HEAD_ROLE = ROW_ROLE + 1
"""The `GroupHead` that the line is, or None."""
ON_ITS_WAY = "…"
_TEXTS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
_Index = QModelIndex | QPersistentModelIndex


class LedgerModel(QAbstractTableModel):
    """The rows that the current query found, in its order. A line is a row, or the head of a group of rows; the place
    of a row is its number among the rows, folded or not. `page_wanted` asks for the ids whose rows are to be seen."""

    page_wanted = Signal(object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._ids = array("q")
        self._rows: dict[int, LedgerRow] = {}
        self._pages: dict[int, None] = {}
        self._folded: set[tuple[Group, str]] = set()
        self._lines = Lines((), frozenset())

    def set_listing(
        self,
        ids: Sequence[int],
        first: Sequence[LedgerRow],
        groups: Sequence[GroupRow] = (),
        group: Group | None = None,
    ) -> None:
        """Show these rows, the first of which are there already. Where only contents changed, or rows came after those
        that are shown, selection and scrolling are left in peace, and what is not there yet shows as it was."""
        wanted = ids if isinstance(ids, array) else array("q", ids)  # nobody changes a listing: no need of a copy
        before = self._lines
        lines = Lines(sections_of(len(wanted), groups, group), frozenset(self._folded))
        grown = _is_plain(before) and _is_plain(lines) and len(wanted) > len(self._ids) > 0
        if wanted == self._ids and _shape(lines) == _shape(before):
            self._lines = lines
            self._refill(first)
        elif grown and wanted[: len(self._ids)] == self._ids:
            self.beginInsertRows(QModelIndex(), len(self._ids), len(wanted) - 1)
            self._ids = wanted
            self._lines = lines
            self.endInsertRows()
            self._refill(first)
        else:
            self.beginResetModel()
            self._ids = wanted
            self._lines = lines
            self._rows = {row.id: row for row in first}
            self._pages = {0: None} if first else {}
            self.endResetModel()

    def fill(self, rows: Iterable[LedgerRow]) -> None:
        """These rows have come; those that are not shown any more are passed over."""
        changed = {row.id: row for row in rows if self._rows.get(row.id) != row}
        self._rows |= changed
        lines = [
            line
            for page in sorted(self._pages)
            for place in range(page * PAGE, min((page + 1) * PAGE, len(self._ids)))
            if self._ids[place] in changed and (line := self._lines.line(place)) is not None
        ]
        for first, last in _runs(lines):
            self._tell(first, last)
        self._forget()

    def retranslate(self) -> None:
        """The language changed: every text is another one."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        if len(self._lines):
            self._tell(0, len(self._lines) - 1)

    @property
    def ids(self) -> Sequence[int]:
        """The ids of all rows in their order, folded or not."""
        return self._ids

    def row(self, number: int) -> LedgerRow:
        """The row at a position that is not a head's. Raises `LookupError` for a head, and while it is on its way."""
        row = self.known(number)
        if row is None:
            raise LookupError(f"line {number} is the head of a group, or is not there yet")
        return row

    def known(self, number: int) -> LedgerRow | None:
        """The row at a position; None for a head, and while the row is on its way."""
        place = self._lines.place(number)
        return None if place is None else self._rows.get(self._ids[place])

    def seen(self, number: int) -> GroupHead | LedgerRow | None:
        """What stands at a position that comes into sight: a head, or a row, which is asked for while it is missing."""
        place = self._lines.place(number)
        if place is None:
            return self._lines.head(number)
        self._fetch(place)
        return self._rows.get(self._ids[place])

    def known_rows(self, ids: Sequence[int]) -> tuple[LedgerRow, ...] | None:
        """The rows with these ids, or None where some are not there."""
        if len(ids) > len(self._rows):
            return None
        found = [self._rows.get(known) for known in ids]
        rows = tuple(row for row in found if row is not None)
        return rows if len(rows) == len(found) else None

    def ids_between(self, lines: Iterable[tuple[int, int]]) -> Sequence[int]:
        """The ids of the rows from one line to another, of each of these."""
        found = array(self._ids.typecode)
        for first, last in lines:
            for span in self._lines.spans(first, last):
                found += self._ids[span.start : span.stop]
        return found

    def id_at(self, number: int) -> int | None:
        """The id of the row at a position, or None for a head."""
        place = self._lines.place(number)
        return None if place is None else self._ids[place]

    def id_of(self, code: str) -> int | None:
        """The id of a commitment by its code, as far as its row is there."""
        return next((row.id for row in self._rows.values() if row.code == code), None)

    def head(self, number: int) -> GroupHead | None:
        """The head at a position, or None where a row stands."""
        return self._lines.head(number)

    def head_above(self, number: int) -> int | None:
        """Where the head of the group stands that a line belongs to."""
        head = self._lines.section(number).head
        return None if head is None else self._lines.start(head)

    def line_of_head(self, head: GroupHead) -> int:
        """Where a head stands."""
        return self._lines.start(head)

    @property
    def edges(self) -> tuple[int, int] | None:
        """The positions of the first and the last row that is not folded away, or None without any."""
        shown = self._lines.spans(0, len(self._lines) - 1)
        lines = [self._lines.line(place) for span in (shown[:1] + shown[-1:]) for place in (span[0], span[-1])]
        whole = [line for line in lines if line is not None]
        return (whole[0], whole[-1]) if whole else None

    def position(self, commitment_id: int) -> int | None:
        """Where a commitment stands, or None when it is not shown."""
        place = self._place(commitment_id)
        return None if place is None else self._lines.line(place)

    def reveal(self, commitment_id: int) -> int | None:
        """Where a commitment stands once the group that it is in has been unfolded."""
        place = self._place(commitment_id)
        if place is None:
            return None
        head = self._lines.section_of(place).head
        if head is not None:
            self.fold(head, False)
        return self._lines.line(place)

    def is_folded(self, head: GroupHead) -> bool:
        """Whether the rows of a group are folded away."""
        return (head.group, head.key) in self._folded

    def fold(self, head: GroupHead, folded: bool) -> None:
        """Fold the rows of a group away, or show them again."""
        if folded == self.is_folded(head):
            return
        start = self._lines.start(head)
        first = start + 1
        last = start + self._lines.section(start).count
        if folded:
            self.beginRemoveRows(QModelIndex(), first, last)
            self._folded.add((head.group, head.key))
        else:
            self.beginInsertRows(QModelIndex(), first, last)
            self._folded.discard((head.group, head.key))
        self._lines = Lines(self._lines.sections, frozenset(self._folded))
        if folded:
            self.endRemoveRows()
        else:
            self.endInsertRows()
        self._tell(start, start)

    def fold_all(self, folded: bool) -> None:
        """Fold or unfold every group."""
        for section in self._lines.sections:
            if section.head is not None:
                self.fold(section.head, folded)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Heads can be gone to, but are not among what is selected."""
        if index.isValid() and self.head(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = self._lines.place(index.row())
        if place is None:
            head = self.head(index.row())
            return None if head is None else self._head_data(head, role)
        self._fetch(place)
        row = self._rows.get(self._ids[place])
        column = COLUMNS[index.column()]
        words = self._appearance.words
        if row is None:
            return ON_ITS_WAY if role in _TEXTS else None
        return row if role == ROW_ROLE else _said(row, column, words, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return super().headerData(section, orientation, role)
        return COLUMNS[section].heading(self._appearance.words)

    def match(
        self, start: _Index, role: int, value: Any, hits: int = 1, flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith
    ) -> list[QModelIndex]:
        """What typing finds: the next line, around the end, that begins so, among those whose rows are there."""
        del hits, flags
        words = self._appearance.words
        typed = fold(str(value))
        column = COLUMNS[start.column()]
        places = sorted(place for page in self._pages for place in range(page * PAGE, (page + 1) * PAGE))
        lines = [line for place in places if place < len(self._ids) and (line := self._lines.line(place)) is not None]
        for line in [*(n for n in lines if n >= start.row()), *(n for n in lines if n < start.row())]:
            row = self.known(line)
            if row is not None and fold(column.text(row, words)).startswith(typed):
                return [self.index(line, start.column())]
        return []

    def count_text(self, head: GroupHead) -> str:
        """How many rows a group has, and how they are judged."""
        number = head.sums.count
        count = self.tr("1 commitment") if number == 1 else self.tr("{count} commitments").format(count=f"{number:,}")
        return " · ".join(part for part in (count, head.judged(self._appearance.words)) if part)

    def _head_data(self, head: GroupHead, role: int) -> Any:
        if role == HEAD_ROLE:
            return head
        name = head.name(self._appearance.words)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = self.tr("folded") if self.is_folded(head) else self.tr("unfolded")
            return f"{name}, {self.count_text(head)}, {state}"
        return None

    def _place(self, commitment_id: int) -> int | None:
        try:
            return self._ids.index(commitment_id)
        except ValueError:
            return None

    def _fetch(self, place: int) -> None:
        """Ask once for the page that a row is in."""
        page = place // PAGE
        if page not in self._pages:
            self._pages[page] = None
            self.page_wanted.emit(self._ids[page * PAGE : (page + 1) * PAGE])

    def _refill(self, first: Sequence[LedgerRow]) -> None:
        """The first rows have come again; the others are asked for again when they are to be seen."""
        self._pages = {0: None} if first else {}
        self.fill(first)
        if len(self._ids) > PAGE:
            self._tell(self._lines.line(PAGE) or 0, len(self._lines) - 1)

    def _forget(self) -> None:
        """Keep no more than so many pages, and the rows that are in them."""
        if len(self._rows) <= _MOST_PAGES * PAGE:
            return
        self._pages = dict.fromkeys(list(self._pages)[-_MOST_PAGES:])
        kept = (known for page in self._pages for known in self._ids[page * PAGE : (page + 1) * PAGE])
        self._rows = {known: self._rows[known] for known in kept if known in self._rows}

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))


def _said(row: LedgerRow, column: LedgerColumn, words: Words, role: int) -> str | None:
    """What a cell says in a role, if anything."""
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return column.text(row, words)
        case Qt.ItemDataRole.ToolTipRole:
            return _tool_tip(row, column, words)
        case Qt.ItemDataRole.AccessibleTextRole:
            said = assessment_text(row, words) if column.look is CellStyle.CHIP else column.text(row, words)
            return f"{column.heading(words)}: {said}"
    return None


def _shape(lines: Lines) -> list[tuple[Group, str, int] | None]:
    """What makes lines other ones, whatever is in them."""
    return [section.head and (section.head.group, section.head.key, section.count) for section in lines.sections]


def _runs(lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of lines that follow upon each other."""
    for _, run in groupby(enumerate(lines), lambda numbered: numbered[1] - numbered[0]):
        members = [line for _, line in run]
        yield members[0], members[-1]


def _is_plain(lines: Lines) -> bool:
    return all(section.head is None for section in lines.sections)


def _tool_tip(row: LedgerRow, column: LedgerColumn, words: Words) -> str | None:
    """The rule behind a mark, or the whole of what a cell can only hint at."""
    match column.look:
        case CellStyle.CHIP:
            return _assessment_tip(row, words)
        case CellStyle.LIGHT:
            return words.rule(row.light)
        case CellStyle.TARGET if row.quantity is not None:
            return _target_tip(row, row.quantity, words)
        case CellStyle.DUE:
            return f"{words.due(row.due)}\n{words.rule(row.due.basis)}"
    tips = {SortKey.CODE: row.code, SortKey.LEAD: words.responsible(row.lead) if row.lead else None}
    return tips.get(column.key) if column.key else None


def _assessment_tip(row: LedgerRow, words: Words) -> str:
    """The rule of the assessment, and the rule of each doubt beside it."""
    doubted = [f"{words.term(doubt)} · {words.rule(doubt)}" for doubt in doubts_of(row)]
    return "\n".join([words.rule(row.assessment), *doubted])


def _target_tip(row: LedgerRow, quantity: Quantity, words: Words) -> str:
    """The target with its baseline, and the arithmetic where something was measured."""
    lines = [words.quantity(quantity)]
    if quantity.baseline is not None:
        lines.append(words.phrase("baseline_of", amount=words.amount(quantity.baseline, quantity.unit)))
    if row.working is not None:
        lines.append(words.working(row.working))
    return "\n".join(lines)
