"""How the rows of a returned form look: a tick box where a row can be accepted, and quiet words."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from tracker.desktop.models.drawing import PADDING, TableDelegate, draw_ground, draw_tick_box, middle, write
from tracker.desktop.theme import scaled

_Index = QModelIndex | QPersistentModelIndex
_BOX = 14
_GAP = 8


class FormDelegate(TableDelegate):
    """Draws the cells of a `FormModel`; a click on the box accepts the row, or rejects it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
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

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
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
