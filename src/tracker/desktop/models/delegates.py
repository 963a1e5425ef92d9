"""How the cells of the ledger are drawn: words first, colour only beside them."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.ledger_model import COLUMNS, NOTHING, ROW_ROLE, Look
from tracker.desktop.models.marks import draw_assessment, draw_light
from tracker.desktop.theme import scaled
from tracker.domain.rows import LedgerRow
from tracker.domain.terms import Assessment, Light
from tracker.wording import Words

ROW_HEIGHT = 34
PADDING = 8
MARK = 3
_Index = QModelIndex | QPersistentModelIndex


class LedgerDelegate(QStyledItemDelegate):
    """Draws every cell of the ledger table by the look of its column."""

    def __init__(self, appearance: Appearance, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._appearance = appearance
        self._draw = {
            Look.CODE: self._draw_code,
            Look.TITLE: self._draw_title,
            Look.TEXT: self._draw_text,
            Look.CHIP: self._draw_chip,
            Look.LIGHT: self._draw_light,
            Look.TARGET: self._draw_target,
        }

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setFont(option.font)
        self._draw_ground(painter, option, index)
        room = option.rect.adjusted(scaled(PADDING), 0, -scaled(PADDING), 0)
        self._draw[COLUMNS[index.column()].look](painter, room, index)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), scaled(ROW_HEIGHT))

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Show the model's tool tip, or the whole text where the cell cuts it short."""
        tip = index.data(Qt.ItemDataRole.ToolTipRole)
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        room = option.rect.width() - 2 * scaled(PADDING)
        if event.type() != QEvent.Type.ToolTip or tip or QFontMetrics(view.font()).horizontalAdvance(text) <= room:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), text, view)
        return True

    def _draw_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        state, rect, tokens = option.state, option.rect, self._appearance.tokens
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, tokens.colour("selection"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.colour("line"))
        if not selected:
            return
        accent = tokens.colour("accent")
        if index.column() == 0:
            painter.fillRect(QRect(rect.left(), rect.top(), scaled(MARK), rect.height()), accent)
        view = option.widget
        if isinstance(view, QAbstractItemView) and view.hasFocus():
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), accent)

    def _draw_code(self, painter: QPainter, room: QRect, index: _Index) -> None:
        self._write(painter, room.adjusted(scaled(PADDING), 0, 0, 0), index, "soft")

    def _draw_title(self, painter: QPainter, room: QRect, index: _Index) -> None:
        self._write(painter, room, index, "ink")

    def _draw_text(self, painter: QPainter, room: QRect, index: _Index) -> None:
        self._write(painter, room, index, "soft")

    def _draw_chip(self, painter: QPainter, room: QRect, index: _Index) -> None:
        row: LedgerRow = index.data(ROW_ROLE)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        colours = self._appearance.tokens.assessments[row.assessment]
        metrics, height = painter.fontMetrics(), scaled(22)
        width = min(room.width(), metrics.horizontalAdvance(text) + scaled(30))
        chip = QRect(room.left(), _middle(room, height), width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.ground)
        painter.drawRoundedRect(chip, scaled(4), scaled(4))
        draw_assessment(painter, _mark_box(chip.left() + scaled(7), chip), row.assessment, colours.text)
        words = chip.adjusted(scaled(22), 0, -scaled(4), 0)
        _write(painter, words, text, colours.text)

    def _draw_light(self, painter: QPainter, room: QRect, index: _Index) -> None:
        row: LedgerRow = index.data(ROW_ROLE)
        colour = self._appearance.tokens.lights[row.light]
        draw_light(painter, _mark_box(room.left(), room), row.light, colour)
        words = room.adjusted(scaled(16), 0, scaled(PADDING), 0)
        _write(painter, words, index.data(Qt.ItemDataRole.DisplayRole), colour)

    def _draw_target(self, painter: QPainter, room: QRect, index: _Index) -> None:
        row: LedgerRow = index.data(ROW_ROLE)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        tokens = self._appearance.tokens
        if row.quantity is None or row.quantity.value is None:
            _write(painter, room, text, tokens.colour("soft"))
            return
        bar = QRect(room.left(), _middle(room, scaled(5)), scaled(42), scaled(5))
        reached = min(1.0, max(0.0, (row.working and row.working.reached) or 0.0))
        draw_bar(painter, bar, reached, tokens.colour("soft"), tokens.colour("track"))
        colour = tokens.colour("ink" if row.working else "soft")
        _write(painter, room.adjusted(scaled(50), 0, scaled(PADDING), 0), text, colour)

    def _write(self, painter: QPainter, room: QRect, index: _Index, token: str) -> None:
        text = index.data(Qt.ItemDataRole.DisplayRole)
        colour = self._appearance.tokens.colour("soft" if text == NOTHING else token)
        _write(painter, room, text, colour)


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


def _mark_box(left: int, beside: QRect) -> QRectF:
    side = scaled(10)
    return QRectF(left, beside.top() + (beside.height() - side) / 2, side, side)


def _middle(room: QRect, height: int) -> int:
    """Where something of this height begins to stand in the middle."""
    return room.top() + (room.height() - height) // 2


def _write(painter: QPainter, room: QRect, text: str, colour: QColor) -> None:
    painter.setPen(colour)
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), elided)


def fitting_width(look: Look, metrics: QFontMetrics, words: Words) -> int | None:
    """The width at which every term of a look fits whole; None where the width is a matter of taste."""
    match look:
        case Look.CHIP:
            terms, beside = [words.term(member) for member in Assessment], 30
        case Look.LIGHT:
            terms, beside = [words.term(member) for member in Light], 18
        case _:
            return None
    return max(map(metrics.horizontalAdvance, terms)) + scaled(beside) + 2 * scaled(PADDING)
