"""The rows of a returned form as a table with a tick for each that is accepted."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from tracker.desktop.appearance import Appearance
from tracker.domain.exchange.forms import FillField, Preview, PreviewRow

Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()
_Role = Qt.ItemDataRole
_LONGEST = 200
"""Characters of a cell; the pane below shows all of them."""


class FormModel(QAbstractTableModel):
    """`ticked` says that another row is accepted now, or one no longer is."""

    ticked = Signal()

    def __init__(self, appearance: Appearance, preview: Preview, titles: Sequence[str]) -> None:
        super().__init__()
        self._words = appearance.words
        self._titles = tuple(titles)
        self.rows = preview.rows
        self._enterable = {row.key for row in preview.enterable}
        self._accepted = {row.key for row in preview.clear}

    @property
    def accepted(self) -> tuple[str, ...]:
        """The keys of the rows that are accepted, in their order."""
        return tuple(row.key for row in self.rows if row.key in self._accepted)

    def can_be_entered(self, number: int) -> bool:
        """Whether a row can be accepted at all."""
        return self.rows[number].key in self._enterable

    def toggle(self, numbers: Sequence[int]) -> None:
        """Accept these rows, or where all of them are accepted none."""
        keys = {self.rows[number].key for number in numbers} & self._enterable
        if not keys:
            return
        self._accepted = self._accepted - keys if keys <= self._accepted else self._accepted | keys
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))
        self.ticked.emit()

    def rowCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return self._titles[section]
        if orientation == Qt.Orientation.Horizontal and role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == _Role.CheckStateRole and index.column() == 0 and row.key in self._enterable:
            return Qt.CheckState.Checked if row.key in self._accepted else Qt.CheckState.Unchecked
        if role in (_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole):
            return self._text(row, index.column())
        return None

    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role != _Role.CheckStateRole or not self.can_be_entered(index.row()):
            return False
        if (Qt.CheckState(value) == Qt.CheckState.Checked) != (self.rows[index.row()].key in self._accepted):
            self.toggle([index.row()])
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == 0 and self.can_be_entered(index.row()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def _text(self, row: PreviewRow, column: int) -> str:
        texts = (row.key, row.sent.get(FillField.TITLE, ""), row.said, self._becomes(row), self._findings(row))
        said = " ".join(texts[column].split())
        return said if len(said) <= _LONGEST else said[:_LONGEST] + "…"

    def _becomes(self, row: PreviewRow) -> str:
        """What the row would become: the word that it claims, and the title of what it names."""
        claimed = self._words.term(row.claimed) if row.claimed is not None else ""
        return " · ".join(filter(None, (claimed, row.evidence.title if row.evidence is not None else "")))

    def _findings(self, row: PreviewRow) -> str:
        return " ".join(map(self._words.form_finding, row.findings))
