"""How the cells of the ledger are drawn: words first, colour only beside them."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTableView

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.columns import COLUMNS, NOTHING, Look
from tracker.desktop.models.drawing import (
    MARK,
    PADDING,
    TableDelegate,
    draw_bar,
    draw_ground,
    mark_box,
    mark_words,
    middle,
    width_of,
    write,
)
from tracker.desktop.models.groups import Head
from tracker.desktop.models.highlights import spans
from tracker.desktop.models.ledger_model import ON_ITS_WAY, ROW_ROLE, LedgerModel
from tracker.desktop.models.marks import draw_assessment, draw_fold, draw_light
from tracker.desktop.theme import scaled
from tracker.domain.rows import LedgerRow
from tracker.domain.terms import Assessment, DueBasis, Light
from tracker.wording import Words

_Index = QModelIndex | QPersistentModelIndex


class LedgerDelegate(TableDelegate):
    """Draws every cell of the ledger table by the look of its column."""

    def __init__(self, appearance: Appearance, view: QAbstractItemView) -> None:
        super().__init__(appearance, view)
        self._draw = {
            Look.CODE: self._draw_code,
            Look.TITLE: self._draw_title,
            Look.TEXT: self._draw_text,
            Look.CHIP: self._draw_chip,
            Look.LIGHT: self._draw_light,
            Look.TARGET: self._draw_target,
            Look.DUE: self._draw_due,
        }

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setFont(option.font)
        self._paint(painter, option, index)
        painter.restore()

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        head = model.head(index.row()) if isinstance(model, LedgerModel) else None
        if head is not None:
            self._draw_head(painter, option, index, head)
            return
        draw_ground(painter, option, index, self._appearance.tokens)
        room = option.rect.adjusted(scaled(PADDING), 0, -scaled(PADDING), 0)
        row, column = index.data(ROW_ROLE), COLUMNS[index.column()]
        if row is None:
            write(painter, room, ON_ITS_WAY, self._appearance.tokens.colour("soft"))
        else:
            self._draw[column.look](painter, room, row, column.text(row, self._appearance.words))

    def _draw_code(self, painter: QPainter, room: QRect, row: LedgerRow, text: str) -> None:
        self._write(painter, room.adjusted(scaled(PADDING), 0, 0, 0), text, "soft", whole=row.code)

    def _draw_title(self, painter: QPainter, room: QRect, row: LedgerRow, text: str) -> None:
        self._write(painter, room, text, "ink", whole=text)

    def _draw_text(self, painter: QPainter, room: QRect, row: LedgerRow, text: str) -> None:
        self._write(painter, room, text, "soft")

    def _draw_chip(self, painter: QPainter, room: QRect, row: LedgerRow, text: str) -> None:
        colours = self._appearance.tokens.assessments[row.assessment]
        metrics, height = painter.fontMetrics(), min(scaled(22), room.height() - scaled(5))
        width = min(room.width(), metrics.horizontalAdvance(text) + scaled(30))
        chip = QRect(room.left(), middle(room, height), width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.ground)
        painter.drawRoundedRect(chip, scaled(4), scaled(4))
        draw_assessment(painter, mark_box(chip.left() + scaled(7), chip), row.assessment, colours.text)
        words = chip.adjusted(scaled(22), 0, -scaled(4), 0)
        write(painter, words, text, colours.text)

    def _draw_light(self, painter: QPainter, room: QRect, row: LedgerRow, text: str) -> None:
        colour = self._appearance.tokens.lights[row.light]
        draw_light(painter, mark_box(room.left(), room), row.light, colour)
        words = room.adjusted(scaled(16), 0, scaled(PADDING), 0)
        write(painter, words, text, colour)

    def _draw_target(self, painter: QPainter, room: QRect, row: LedgerRow, text: str) -> None:
        tokens = self._appearance.tokens
        if row.quantity is None or row.quantity.value is None:
            write(painter, room, text, tokens.colour("soft"))
            return
        bar = QRect(room.left(), middle(room, scaled(5)), scaled(42), scaled(5))
        reached = min(1.0, max(0.0, (row.working and row.working.reached) or 0.0))
        draw_bar(painter, bar, reached, tokens.colour("soft"), tokens.colour("track"))
        colour = tokens.colour("ink" if row.working else "soft")
        write(painter, room.adjusted(scaled(50), 0, scaled(PADDING), 0), text, colour)

    def _draw_due(self, painter: QPainter, room: QRect, row: LedgerRow, text: str) -> None:
        """The date, and beside it a badge where it is only assumed."""
        self._draw_text(painter, room, row, text)
        if row.due.basis is not DueBasis.ASSUMED:
            return
        badge = self._appearance.words.term(row.due.basis)
        beside = painter.fontMetrics().horizontalAdvance(text) + scaled(6)
        painter.setFont(badge_font(painter.font()))
        metrics = painter.fontMetrics()
        height = metrics.height() + scaled(2)
        box = QRect(room.left() + beside, middle(room, height), metrics.horizontalAdvance(badge) + scaled(8), height)
        if box.right() > room.right() + scaled(PADDING):
            return  # the tool tip says it
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._appearance.tokens.colour("edge"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), scaled(3), scaled(3))
        painter.setPen(self._appearance.tokens.colour("soft"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, badge)

    def _draw_head(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, head: Head) -> None:
        """A head goes across all columns: every cell draws the whole of it, and shows its own piece."""
        view, model, tokens = option.widget, index.model(), self._appearance.tokens
        if not isinstance(view, QTableView) or not isinstance(model, LedgerModel):
            return
        across = QRect(option.rect)
        across.setLeft(-view.horizontalHeader().offset())
        across.setRight(max(view.viewport().width(), across.left() + view.horizontalHeader().length()))
        painter.setClipRect(option.rect)
        painter.fillRect(across, tokens.colour("panel"))
        painter.fillRect(QRect(across.left(), across.bottom(), across.width(), 1), tokens.colour("line"))
        current = view.hasFocus() and view.currentIndex().row() == index.row()
        if current:
            painter.fillRect(QRect(across.left(), across.top(), scaled(MARK), across.height()), tokens.colour("accent"))
            painter.fillRect(QRect(across.left(), across.bottom(), across.width(), 1), tokens.colour("accent"))
        draw_fold(painter, mark_box(scaled(PADDING) + scaled(5), across), model.is_folded(head), tokens.colour("soft"))
        name, plain = head.name(self._appearance.words), painter.font()
        bold = QFont(plain)
        bold.setBold(True)
        painter.setFont(bold)
        room = QRect(scaled(PADDING) + scaled(22), across.top(), view.viewport().width() - scaled(46), across.height())
        write(painter, room, name, tokens.colour("ink"))
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(name) + scaled(10))
        painter.setFont(plain)
        write(painter, room, model.count_text(head), tokens.colour("soft"))

    def _write(self, painter: QPainter, room: QRect, text: str, token: str, whole: str = "") -> None:
        """Write words; where they are, or begin, or end `whole`, what was searched for in that is marked in them."""
        if whole and self.search:
            found = spans(text, whole, self.search)
            mark_words(painter, room, text, found, self._appearance.tokens.colour("quote_mark"))
        colour = self._appearance.tokens.colour("soft" if text == NOTHING else token)
        write(painter, room, text, colour)


def badge_font(font: QFont) -> QFont:
    """The small type of what qualifies something."""
    small = QFont(font)
    small.setPixelSize(scaled(11))
    return small


def fitting_width(look: Look, metrics: QFontMetrics, words: Words) -> int | None:
    """The width at which every term of a look fits whole; None where the width is a matter of taste."""
    match look:
        case Look.CHIP:
            return width_of(map(words.term, Assessment), metrics, 30)
        case Look.LIGHT:
            return width_of(map(words.term, Light), metrics, 18)
        case Look.DUE:
            badge = QFontMetrics(badge_font(QGuiApplication.font())).horizontalAdvance(words.term(DueBasis.ASSUMED))
            return width_of(["2025-12-31"], metrics, 15) + badge
        case _:
            return None
