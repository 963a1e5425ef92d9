"""A counted list as a table: the names that count, what stood twice, and the rows left out, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One line: its number among those that count or "", the words, and what there is to say about them."""

    number: str
    words: str
    note: str
    counts: bool


class CountedModel(QAbstractTableModel):
    """The lines of a counted list. A line that does not count steps back: see `counts`."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[CountedLine] = ()
        self._titles: Sequence[str] = ("", "", "")

    def show_lines(self, lines: Sequence[CountedLine], titles: Sequence[str]) -> None:
        """Show these lines under these titles."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self._titles = tuple(titles)
        self.endResetModel()

    def counts(self, row: int) -> bool:
        """Whether the line is one of the names that count."""
        return self._lines[row].counts

    def rowCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (line.number, line.words, line.note)[index.column()]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What does not count is greyed."""
        if index.isValid() and not self._lines[index.row()].counts:
            return Qt.ItemFlag.ItemIsSelectable
        return super().flags(index)
