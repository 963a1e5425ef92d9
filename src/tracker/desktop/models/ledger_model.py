"""The rows of the ledger as a Qt table model, under heads where they are gathered.

Roles carry facts, delegates choose how they look.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.columns import COLUMNS, Column, Look
from tracker.desktop.models.groups import Head, Section, sections_of
from tracker.domain.quantity import Quantity
from tracker.domain.query import Group, SortKey
from tracker.domain.rows import GroupRow, LedgerRow
from tracker.wording import Words

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""The `LedgerRow` behind a cell."""
HEAD_ROLE = ROW_ROLE + 1
"""The `Head` that the line is, or None."""

_Index = QModelIndex | QPersistentModelIndex
_Line = LedgerRow | Head


class LedgerModel(QAbstractTableModel):
    """The rows that the current query found, in its order. A line is a row, or the head of a group of rows."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._sections: tuple[Section, ...] = ()
        self._folded: set[tuple[Group, str]] = set()
        self._lines: list[_Line] = []

    def set_rows(self, rows: Sequence[LedgerRow], groups: Sequence[GroupRow] = (), group: Group | None = None) -> None:
        """Show these rows. Where only their contents changed, selection and scrolling are left in peace."""
        self._sections = sections_of(rows, groups, group)
        before, lines = self._lines, self._unfolded()
        if list(map(_identity, lines)) != list(map(_identity, before)):
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
            return
        self._lines = lines
        for number, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(COLUMNS) - 1))

    def retranslate(self) -> None:
        """The language changed: every text is another one."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(COLUMNS) - 1))

    def row(self, number: int) -> LedgerRow:
        """The row at a position that is not a head's."""
        line = self._lines[number]
        if isinstance(line, Head):
            raise LookupError(f"line {number} is the head of a group")
        return line

    def head(self, number: int) -> Head | None:
        """The head at a position, or None where a row stands."""
        line = self._lines[number]
        return line if isinstance(line, Head) else None

    def head_above(self, number: int) -> int | None:
        """Where the head of the group stands that a line belongs to."""
        return next((place for place in range(number, -1, -1) if self.head(place) is not None), None)

    @property
    def shown(self) -> list[int]:
        """The positions of the rows that are not folded away."""
        return [number for number, line in enumerate(self._lines) if isinstance(line, LedgerRow)]

    def position(self, code: str) -> int | None:
        """Where a commitment stands, or None when it is not shown."""
        return next((number for number in self.shown if self.row(number).code == code), None)

    def reveal(self, code: str) -> int | None:
        """Where a commitment stands once the group that it is in has been unfolded."""
        for section in self._sections:
            if section.head is not None and any(row.code == code for row in section.rows):
                self.fold(section.head, False)
        return self.position(code)

    def is_folded(self, head: Head) -> bool:
        """Whether the rows of a group are folded away."""
        return (head.group, head.key) in self._folded

    def fold(self, head: Head, folded: bool) -> None:
        """Fold the rows of a group away, or show them again."""
        if folded == self.is_folded(head):
            return
        place = next(n for n, line in enumerate(self._lines) if isinstance(line, Head) and line.key == head.key)
        rows = next(one.rows for one in self._sections if one.head is not None and one.head.key == head.key)
        first, last = place + 1, place + len(rows)
        if folded:
            self._folded.add((head.group, head.key))
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._lines[first : last + 1]
            self.endRemoveRows()
        else:
            self._folded.discard((head.group, head.key))
            self.beginInsertRows(QModelIndex(), first, last)
            self._lines[first:first] = rows
            self.endInsertRows()
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def fold_all(self, folded: bool) -> None:
        """Fold or unfold every group."""
        for section in self._sections:
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
        line, column, words = self._lines[index.row()], COLUMNS[index.column()], self._appearance.words
        if isinstance(line, Head):
            return self._head_data(line, role)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(line, words)
            case Qt.ItemDataRole.ToolTipRole:
                return _tool_tip(line, column, words)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.heading(words)}: {column.text(line, words)}"
            case _:
                return line if role == ROW_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return super().headerData(section, orientation, role)
        return COLUMNS[section].heading(self._appearance.words)

    def count_text(self, head: Head) -> str:
        """How many rows a group has, and how they are judged."""
        number = head.sums.count
        count = self.tr("1 commitment") if number == 1 else self.tr("{count} commitments").format(count=number)
        return " · ".join(part for part in (count, head.judged(self._appearance.words)) if part)

    def _head_data(self, head: Head, role: int) -> Any:
        if role == HEAD_ROLE:
            return head
        name = head.name(self._appearance.words)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = self.tr("folded") if self.is_folded(head) else self.tr("unfolded")
            return f"{name}, {self.count_text(head)}, {state}"
        return None

    def _unfolded(self) -> list[_Line]:
        lines: list[_Line] = []
        for section in self._sections:
            if section.head is not None:
                lines.append(section.head)
            if section.head is None or not self.is_folded(section.head):
                lines += section.rows
        return lines


def _identity(line: _Line) -> object:
    return (line.group, line.key) if isinstance(line, Head) else line.id


def _tool_tip(row: LedgerRow, column: Column, words: Words) -> str | None:
    """The rule behind a mark, or the whole of what a cell can only hint at."""
    match column.look:
        case Look.CHIP:
            return words.rule(row.assessment)
        case Look.LIGHT:
            return words.rule(row.light)
        case Look.TARGET if row.quantity is not None:
            return _target_tip(row, row.quantity, words)
        case Look.DUE if row.due.on is not None:
            return f"{words.due(row.due)}\n{words.rule(row.due.basis)}"
    tips = {
        SortKey.CODE: row.code,
        SortKey.LEAD: words.responsible(row.lead) if row.lead else None,
        SortKey.DUE: words.due(row.due),
    }
    return tips.get(column.key) if column.key else None


def _target_tip(row: LedgerRow, quantity: Quantity, words: Words) -> str:
    """The target with its baseline, and the arithmetic where something was measured."""
    lines = [words.quantity(quantity)]
    if quantity.baseline is not None:
        lines.append(words.phrase("baseline_of", amount=words.amount(quantity.baseline, quantity.unit)))
    if row.working is not None:
        lines.append(words.working(row.working))
    return "\n".join(lines)
