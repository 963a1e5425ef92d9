"""The rows of a returned form as a table with a tick for each that is accepted, and how they look."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import PADDING, TableDelegate, draw_ground, draw_tick_box, middle, write
from tracker.desktop.models.lazy_table import Index
from tracker.desktop.models.rows_model import Line, RowsModel
from tracker.desktop.theme import scaled
from tracker.domain.exchange.forms import FillField, Preview, PreviewRow

_Role = Qt.ItemDataRole
_LONGEST = 200
"""Characters of a cell; the pane below shows all of them."""
_BOX = 14
_GAP = 8


class FormModel(RowsModel):
    """`ticked` says that another row is accepted now, or one no longer is."""

    ticked = Signal()

    def __init__(self, appearance: Appearance, preview: Preview, titles: Sequence[str]) -> None:
        super().__init__()
        self._words = appearance.words
        self.rows = preview.rows
        self._enterable = {row.key for row in preview.enterable}
        self._accepted = {row.key for row in preview.clear}
        self.show_lines(titles, [Line(self._cells(row), row) for row in preview.rows])

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

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        key = self.rows[index.row()].key
        if role == _Role.CheckStateRole and index.column() == 0 and key in self._enterable:
            return Qt.CheckState.Checked if key in self._accepted else Qt.CheckState.Unchecked
        return super().data(index, role)

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

    def _cells(self, row: PreviewRow) -> tuple[str, ...]:
        findings = " ".join(map(self._words.form_finding, row.findings))
        texts = (row.key, row.sent.get(FillField.TITLE, ""), row.said, self._becomes(row), findings)
        return tuple(map(_short, texts))

    def _becomes(self, row: PreviewRow) -> str:
        """What the row would become: the word that it claims, and the title of what it names."""
        claimed = self._words.term(row.claimed) if row.claimed is not None else ""
        return " · ".join(filter(None, (claimed, row.evidence.title if row.evidence is not None else "")))


class FormDelegate(TableDelegate):
    """Draws the cells of a `FormModel`; a click on the box accepts the row, or rejects it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setFont(option.font)
        tokens = self._appearance.tokens
        draw_ground(painter, option, index, tokens)
        room = option.rect.adjusted(scaled(PADDING), 0, -scaled(PADDING), 0)
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        if index.column() == 0:
            state = index.data(Qt.ItemDataRole.CheckStateRole)
            side = scaled(_BOX)
            if state is not None:
                box = QRectF(room.left(), middle(room, side), side, side)
                ticked = Qt.CheckState(state) is Qt.CheckState.Checked
                draw_tick_box(painter, box, tokens, ticked=ticked, marked=ticked)
            room.setLeft(room.left() + side + scaled(_GAP))
        write(painter, room, text, tokens.colour("ink" if index.column() in (0, 1) else "soft"))
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on the box, or beside it in its column."""
        released = event if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease else None
        reach = option.rect.left() + scaled(PADDING + _BOX + _GAP)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if released is None or state is None or released.position().x() > reach:
            return False
        ticked = Qt.CheckState(state) is Qt.CheckState.Checked
        return model.setData(
            index, Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole
        )


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _LONGEST else said[:_LONGEST] + "…"
