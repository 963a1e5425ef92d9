"""The rows of the ledger as a Qt table model, under heads where they are gathered."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.columns import COLUMNS
from tracker.desktop.models.lazy_table import HERE, ROW_ROLE, Index, LazyTable
from tracker.desktop.models.names import short_department
from tracker.domain.rows import GroupRow, LedgerRow
from tracker.domain.search.ledger_query import Group
from tracker.domain.terms import Assessment, Light
from tracker.wording import Words


@dataclass(frozen=True, slots=True)
class GroupHead:
    """The head of a group of rows."""

    group: Group
    sums: GroupRow

    @property
    def key(self) -> str:
        """Which group it is."""
        return self.sums.key

    def name(self, words: Words) -> str:
        """What the rows of the group have in common."""
        known = self.sums.name
        match self.group:
            case Group.DEPARTMENT:
                return short_department(known, words) if known else words.phrase("no_lead")
            case Group.TOPIC:
                return words.name(known) if known else self.key
            case Group.ASSESSMENT:
                return words.term(Assessment(self.key))
            case Group.LIGHT:
                return words.term(Light(self.key))

    def judged(self, words: Words) -> str:
        """How many of the rows are judged how; nothing where the group says so already."""
        if self.group is Group.ASSESSMENT:
            return ""
        counts = self.sums.assessments
        return " · ".join(f"{words.term(one)} {counts[one]}" for one in Assessment if counts.get(one))


@dataclass(frozen=True, slots=True)
class RowGroup:
    """A head, or None where nothing is gathered, and the rows under it: `count` places from `first` on."""

    head: GroupHead | None
    first: int
    count: int


def sections_of(count: int, groups: Sequence[GroupRow], group: Group | None) -> tuple[RowGroup, ...]:
    """How `count` rows stand under their heads. Rows come gathered, in the order of the groups."""
    if group is None:
        return (RowGroup(None, 0, count),) if count else ()
    firsts = accumulate((one.count for one in groups), initial=0)
    return tuple(RowGroup(GroupHead(group, one), first, one.count) for one, first in zip(groups, firsts, strict=False))


class Lines:
    """The lines of a table: a head, then its rows unless they are folded away, and so on."""

    def __init__(self, sections: Sequence[RowGroup], folded: frozenset[tuple[Group, str]]) -> None:
        self.sections = tuple(sections)
        self._folded = folded
        self._starts = list(accumulate(map(self._length, self.sections), initial=0))
        self._firsts = [section.first for section in self.sections]

    def __len__(self) -> int:
        return self._starts[-1]

    def head(self, line: int) -> GroupHead | None:
        """The head at a line, or None where a row stands."""
        section, offset = self._at(line)
        return section.head if offset < 0 else None

    def place(self, line: int) -> int | None:
        """The place of the row at a line, or None where a head stands."""
        section, offset = self._at(line)
        return section.first + offset if offset >= 0 else None

    def line(self, place: int) -> int | None:
        """Where the row of a place stands, or None while it is folded away."""
        number = bisect_right(self._firsts, place) - 1
        section = self.sections[number]
        if self._is_folded(section):
            return None
        return self._starts[number] + (section.head is not None) + place - section.first

    def section(self, line: int) -> RowGroup:
        """The section that a line belongs to."""
        return self._at(line)[0]

    def section_of(self, place: int) -> RowGroup:
        """The section that the row of a place belongs to."""
        return self.sections[bisect_right(self._firsts, place) - 1]

    def start(self, head: GroupHead) -> int:
        """The line of a head."""
        return next(
            start
            for start, one in zip(self._starts, self.sections, strict=False)
            if one.head and one.head.key == head.key
        )

    def spans(self, first: int, last: int) -> list[range]:
        """The places of the rows from one line to another."""
        found = []
        for start, section in zip(self._starts, self.sections, strict=False):
            top = start + (section.head is not None)
            low = max(first, top)
            high = min(last + 1, top + (0 if self._is_folded(section) else section.count))
            if low < high:
                found.append(range(section.first + low - top, section.first + high - top))
        return found

    def _at(self, line: int) -> tuple[RowGroup, int]:
        """The section of a line, and the offset in it: -1 means its head."""
        number = bisect_right(self._starts, line) - 1
        section = self.sections[number]
        return section, line - self._starts[number] - (section.head is not None)

    def _length(self, section: RowGroup) -> int:
        return (section.head is not None) + (0 if self._is_folded(section) else section.count)

    def _is_folded(self, section: RowGroup) -> bool:
        return section.head is not None and (section.head.group, section.head.key) in self._folded


HEAD_ROLE = ROW_ROLE + 1
"""The `GroupHead` that the line is, or None."""


class LedgerModel(LazyTable[LedgerRow]):
    """A line is a row, or the head of a group of rows, which may be folded away."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance, COLUMNS)
        self._folded: set[tuple[Group, str]] = set()
        self._lines = Lines((), frozenset())
        self._coming = self._lines

    def set_listing(
        self,
        ids: Sequence[int],
        first: Sequence[LedgerRow],
        groups: Sequence[GroupRow] = (),
        group: Group | None = None,
    ) -> None:
        """Show these rows; under the same heads as before, selection and scrolling are left in peace."""
        wanted = ids if isinstance(ids, array) else array("q", ids)
        before = self._lines
        lines = Lines(sections_of(len(wanted), groups, group), frozenset(self._folded))
        self._coming = lines
        if (_is_plain(before) and _is_plain(lines)) or (wanted == self._ids and _shape(lines) == _shape(before)):
            super().set_listing(wanted, first)
        else:
            self._begin_again(wanted, first)

    def place(self, line: int) -> int | None:
        return self._lines.place(line)

    def line(self, place: int) -> int | None:
        return self._lines.line(place)

    def row(self, number: int) -> LedgerRow:
        """Return the row at a line. Raises `LookupError` for a head, and while the row is on its way."""
        row = self.known(number)
        if row is None:
            raise LookupError(f"line {number} is the head of a group, or is not there yet")
        return row

    def id_of(self, code: str) -> int | None:
        """Return the id of a commitment by its code, as far as its row is there."""
        return next((row.id for row in self._rows.values() if row.code == code), None)

    def head(self, number: int) -> GroupHead | None:
        """Return the head at a line, or None where a row stands."""
        return self._lines.head(number)

    def head_above(self, number: int) -> int | None:
        """Return the line of the head of the group that a line belongs to."""
        head = self._lines.section(number).head
        return None if head is None else self._lines.start(head)

    def line_of_head(self, head: GroupHead) -> int:
        """Return the line of a head."""
        return self._lines.start(head)

    @property
    def edges(self) -> tuple[int, int] | None:
        shown = self._lines.spans(0, len(self._lines) - 1)
        lines = [self._lines.line(place) for span in (shown[:1] + shown[-1:]) for place in (span[0], span[-1])]
        whole = [line for line in lines if line is not None]
        return (whole[0], whole[-1]) if whole else None

    def reveal(self, commitment_id: int) -> int | None:
        """Unfold the group of a commitment, and return its line; None where it is not among the rows."""
        place = self._place_of(commitment_id)
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
        # The triangle of the head has turned.
        self._tell(start, start)

    def fold_all(self, folded: bool) -> None:
        """Fold or unfold every group."""
        for section in self._lines.sections:
            if section.head is not None:
                self.fold(section.head, folded)

    def rowCount(self, parent: Index = HERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads can be gone to, but are not among what is selected."""
        if index.isValid() and self.head(index.row()) is not None:
            # Without ItemIsSelectable, so that select all leaves heads out.
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        head = self.head(index.row()) if index.isValid() else None
        return super().data(index, role) if head is None else self._head_data(head, role)

    def count_text(self, head: GroupHead) -> str:
        """Return in words how many rows a group has, and how they are judged."""
        number = head.sums.count
        count = self.tr("1 commitment") if number == 1 else self.tr("{count} commitments").format(count=f"{number:,}")
        return " · ".join(part for part in (count, head.judged(self._appearance.words)) if part)

    def _spans(self, first: int, last: int) -> Sequence[range]:
        return self._lines.spans(first, last)

    def _hold(self, ids: "array[int]") -> None:
        super()._hold(ids)
        self._lines = self._coming

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


def _shape(lines: Lines) -> list[tuple[Group, str, int] | None]:
    """What makes lines other ones, whatever is in them."""
    return [section.head and (section.head.group, section.head.key, section.count) for section in lines.sections]


def _is_plain(lines: Lines) -> bool:
    return all(section.head is None for section in lines.sections)
