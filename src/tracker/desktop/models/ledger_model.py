"""The rows of the ledger as a Qt table model. Columns are data; roles carry facts, delegates choose how they look."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import short_department
from tracker.domain.quantity import Quantity
from tracker.domain.query import SortKey
from tracker.domain.rows import LedgerRow
from tracker.domain.terms import Operator
from tracker.wording import Words, decimal_text

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""The `LedgerRow` behind a cell."""
NOTHING = "–"

_SIGNS = {Operator.AT_LEAST: "≥", Operator.AT_MOST: "≤", Operator.ABOUT: "≈"}
_Index = QModelIndex | QPersistentModelIndex


class Look(StrEnum):
    """How a cell is drawn."""

    CODE = "code"
    TITLE = "title"
    TEXT = "text"
    CHIP = "chip"
    LIGHT = "light"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it sorts by, what it says, how it looks, and how wide it starts (pixels of the design).

    A `spare` column gives way where the window is too narrow for all of them, the highest number first.
    """

    key: SortKey
    text: Callable[[LedgerRow, Words], str]
    look: Look
    width: int
    spare: int = 0


def _lead(row: LedgerRow, words: Words) -> str:
    return short_department(row.lead.department, words) if row.lead else NOTHING


def _due(row: LedgerRow, words: Words) -> str:
    del words
    return row.due.on.isoformat() if row.due.on else NOTHING


def _target(row: LedgerRow, words: Words) -> str:
    del words
    return target_text(row) if row.quantity else NOTHING


COLUMNS: tuple[Column, ...] = (
    Column(SortKey.CODE, lambda row, _: row.code.rpartition("-")[2], Look.CODE, 64),
    Column(SortKey.TITLE, lambda row, words: words.name(row.title), Look.TITLE, 240),
    Column(SortKey.LEAD, _lead, Look.TEXT, 116, spare=1),
    Column(SortKey.ASSESSMENT, lambda row, words: words.term(row.assessment), Look.CHIP, 124),
    Column(SortKey.LIGHT, lambda row, words: words.term(row.light), Look.LIGHT, 92),
    Column(SortKey.TARGET, _target, Look.TARGET, 128, spare=2),
    Column(SortKey.DUE, _due, Look.TEXT, 98, spare=4),
    Column(SortKey.LATEST_EVIDENCE, lambda row, _: row.latest_evidence or NOTHING, Look.TEXT, 108, spare=3),
)
TITLE_COLUMN = next(number for number, column in enumerate(COLUMNS) if column.look is Look.TITLE)


def target_text(row: LedgerRow) -> str:
    """The actual amount against the target, as short as it goes: `35 / ≥30`."""
    if row.quantity is None:
        return NOTHING
    target = _short_target(row.quantity)
    if row.working is None:
        return target
    actual = decimal_text(row.working.actual)
    return f"{actual} / {target}" if row.quantity.value is not None else actual


def _short_target(quantity: Quantity) -> str:
    if quantity.value is None:
        return quantity.wording
    return _SIGNS.get(quantity.operator, "") + decimal_text(quantity.value)


class LedgerModel(QAbstractTableModel):
    """The rows that the current query found, in its order."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._rows: Sequence[LedgerRow] = ()

    def set_rows(self, rows: Sequence[LedgerRow]) -> None:
        """Show these rows. Where only their contents changed, selection and scrolling are left in peace."""
        if [row.id for row in rows] != [row.id for row in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        before, self._rows = self._rows, rows
        for number, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(COLUMNS) - 1))

    def retranslate(self) -> None:
        """The language changed: every text is another one."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(COLUMNS) - 1))

    def row(self, number: int) -> LedgerRow:
        """The row at a position."""
        return self._rows[number]

    def position(self, code: str) -> int | None:
        """Where a commitment stands, or None when it is not shown."""
        return next((number for number, row in enumerate(self._rows) if row.code == code), None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column, words = self._rows[index.row()], COLUMNS[index.column()], self._appearance.words
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row, words)
            case Qt.ItemDataRole.ToolTipRole:
                return _tool_tip(row, column, words)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{words.term(column.key)}: {column.text(row, words)}"
            case _:
                return row if role == ROW_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return super().headerData(section, orientation, role)
        return self._appearance.words.term(COLUMNS[section].key)


def _tool_tip(row: LedgerRow, column: Column, words: Words) -> str | None:
    """The rule behind a mark, or the whole of what a cell can only hint at."""
    match column.look:
        case Look.CHIP:
            return words.rule(row.assessment)
        case Look.LIGHT:
            return words.rule(row.light)
        case Look.TARGET if row.working is not None:
            return words.working(row.working)
        case Look.TARGET if row.quantity is not None:
            return words.quantity(row.quantity)
    tips = {
        SortKey.CODE: row.code,
        SortKey.LEAD: words.responsible(row.lead) if row.lead else None,
        SortKey.DUE: words.due(row.due),
    }
    return tips.get(column.key)
