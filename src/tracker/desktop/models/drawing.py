"""What the cells of every table are drawn from: the ground of a row, words, bars, and the boxes that marks stand in."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QTableView

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import Tokens, scaled

ROW_HEIGHTS = {"comfortable": 34, "dense": 26}
PADDING = 8
MARK = 3
_Index = QModelIndex | QPersistentModelIndex


def draw_ground(painter: QPainter, option: QStyleOptionViewItem, index: _Index, tokens: Tokens) -> None:
    """Draw the line under a row, and the marks of one that is selected or has the keyboard."""
    rect = option.rect
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if selected:
        painter.fillRect(rect, tokens.colour("selection"))
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.colour("line"))
    if not selected:
        return
    accent = tokens.colour("accent")
    if _is_first(option, index):
        painter.fillRect(QRect(rect.left(), rect.top(), scaled(MARK), rect.height()), accent)
    view = option.widget
    if isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex().row() == index.row():
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), accent)


def write(painter: QPainter, room: QRect, text: str, colour: QColor) -> None:
    """Write words on one line, cut short where their room ends."""
    painter.setPen(colour)
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), elided)


def mark_words(painter: QPainter, room: QRect, text: str, found: list[tuple[int, int]], colour: QColor) -> None:
    """Lay a colour under what was searched for."""
    metrics = painter.fontMetrics()
    height = metrics.height()
    for start, end in found:
        left = room.left() + metrics.horizontalAdvance(text[:start])
        width = min(metrics.horizontalAdvance(text[:end]) + room.left(), room.right()) - left
        if width > 0:
            painter.fillRect(QRect(left, middle(room, height), width, height), colour)


def draw_bar(painter: QPainter, bar: QRect, reached: float, colour: QColor, track: QColor) -> None:
    """Draw a bar filled to a share between 0 and 1."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = bar.height() / 2
    painter.setBrush(track)
    painter.drawRoundedRect(bar, radius, radius)
    if reached > 0:
        painter.setBrush(colour)
        filled = max(bar.height(), round(bar.width() * reached))
        painter.drawRoundedRect(QRect(bar.left(), bar.top(), filled, bar.height()), radius, radius)


def row_height(appearance: Appearance) -> int:
    """How high a row is at the density that the user chose."""
    return scaled(ROW_HEIGHTS[appearance.density])


def mark_box(left: int, beside: QRect) -> QRectF:
    """Where a mark stands in front of words."""
    side = scaled(10)
    return QRectF(left, beside.top() + (beside.height() - side) / 2, side, side)


def middle(room: QRect, height: int) -> int:
    """Where something of this height begins to stand in the middle."""
    return room.top() + (room.height() - height) // 2


def _is_first(option: QStyleOptionViewItem, index: _Index) -> bool:
    view = option.widget
    return not isinstance(view, QTableView) or view.horizontalHeader().sectionPosition(index.column()) == 0
