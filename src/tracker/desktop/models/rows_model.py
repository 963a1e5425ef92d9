"""Small tables: all of their rows at once, as words under titles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt

from tracker.desktop.models.lazy_table import HERE, Index

ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
"""What a row stands for."""


@dataclass(frozen=True, slots=True)
class TableLine:
    """One row: its words by columns, the `item` that it shows, and whether it counts; one that does not is greyed.

    `tip` is shown in place of the words of a cell.
    """

    cells: tuple[str, ...]
    item: Any = None
    tip: str = ""
    counts: bool = True


class RowsModel(QAbstractTableModel):
    """Rows under titles, to be looked at, chosen and copied. What is too long to be seen is in the tip."""

    def __init__(self) -> None:
        super().__init__()
        self._titles: tuple[str, ...] = ()
        self.lines: tuple[TableLine, ...] = ()

    def show_lines(self, titles: Sequence[str], lines: Sequence[TableLine]) -> None:
        """Show these rows under these titles."""
        self.beginResetModel()
        self._titles = tuple(titles)
        self.lines = tuple(lines)
        self.endResetModel()

    def renew_lines(self, lines: Sequence[TableLine]) -> None:
        """Show other words in the same rows, of which the chosen one stays so."""
        self.lines = tuple(lines)
        self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(self._titles) - 1))

    def rowCount(self, parent: Index = HERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = HERE) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            # Qt centres the titles of a table, over words that begin at the left.
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.cells[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return line.tip or line.cells[index.column()]
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                # A list shows the first column alone; its delegate draws the others, which nobody would read out.
                return " · ".join(line.cells[1:])
            case _:
                return line.item if role == ITEM_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and not self.lines[index.row()].counts:
            return Qt.ItemFlag.ItemIsSelectable
        return super().flags(index)
