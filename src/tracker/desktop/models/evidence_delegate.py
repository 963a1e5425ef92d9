"""How the cells of the evidence table are drawn: words first, strength and state beside them."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import (
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
from tracker.desktop.models.evidence_columns import EVIDENCE_COLUMNS, NOTHING, EvidenceLook, strength
from tracker.desktop.models.evidence_model import PIECE_ROLE
from tracker.desktop.models.highlights import spans
from tracker.desktop.resources import icon
from tracker.desktop.theme import scaled
from tracker.domain.evidence.evidence_query import EvidenceStatus, state_of
from tracker.domain.rows import EvidenceRow
from tracker.domain.terms import EvidenceKind
from tracker.wording import Words

_STRENGTH = 20
"""Pixels of the design that the bar of the strongest kind takes."""
_COLOURS = {
    EvidenceStatus.UNLINKED: "accent",
    EvidenceStatus.LINKED: "soft",
    EvidenceStatus.EARLY: "warn",
    EvidenceStatus.SAME_BRIEFING: "warn",
    EvidenceStatus.WITHDRAWN: "soft",
}
_Index = QModelIndex | QPersistentModelIndex


class EvidenceDelegate(TableDelegate):
    """Draws every cell by the look of its column. `search` is what is marked in them."""

    def __init__(self, appearance: Appearance, view: QAbstractItemView) -> None:
        super().__init__(appearance, view)
        self.search = ""
        self._clips: dict[str, QIcon] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setFont(option.font)
        tokens = self._appearance.tokens
        draw_ground(painter, option, index, tokens)
        room = option.rect.adjusted(scaled(PADDING), 0, -scaled(PADDING), 0)
        if index.column() == 0:
            room.setLeft(room.left() + scaled(PADDING))
        text: str = index.data(Qt.ItemDataRole.DisplayRole)
        piece: EvidenceRow | None = index.data(PIECE_ROLE)
        look = EVIDENCE_COLUMNS[index.column()].look
        if piece is None or text == NOTHING:
            write(painter, room, text, tokens.colour("soft"))
        elif look is EvidenceLook.KIND:
            self._draw_kind(painter, room, text, piece.kind)
        elif look is EvidenceLook.FILES:
            self._draw_files(painter, room, text)
        elif look is EvidenceLook.STATE:
            self._draw_state(painter, room, text, state_of(piece))
        else:
            self._draw_words(painter, room, text, piece, look)
        painter.restore()

    def _draw_words(self, painter: QPainter, room: QRect, text: str, piece: EvidenceRow, look: EvidenceLook) -> None:
        tokens = self._appearance.tokens
        if self.search:
            mark_words(painter, room, text, spans(text, text, self.search), tokens.colour("quote_mark"))
        if piece.withdrawn and look is EvidenceLook.TITLE:
            struck = QFont(painter.font())
            struck.setStrikeOut(True)
            painter.setFont(struck)
        strong = look is EvidenceLook.TITLE and not piece.withdrawn
        write(painter, room, text, tokens.colour("ink" if strong else "soft"))

    def _draw_kind(self, painter: QPainter, room: QRect, text: str, kind: EvidenceKind) -> None:
        """The kind, and a bar as long as the kind is strong."""
        tokens = self._appearance.tokens
        bar = QRect(room.left(), middle(room, scaled(5)), scaled(_STRENGTH), scaled(5))
        draw_bar(painter, bar, strength(kind), tokens.colour("soft"), tokens.colour("track"))
        write(painter, room.adjusted(scaled(_STRENGTH + 8), 0, scaled(PADDING), 0), text, tokens.colour("soft"))

    def _draw_files(self, painter: QPainter, room: QRect, text: str) -> None:
        tokens = self._appearance.tokens
        side = scaled(14)
        if tokens.name not in self._clips:
            self._clips[tokens.name] = icon("clip", tokens.colours["soft"])
        self._clips[tokens.name].paint(painter, QRect(room.left(), middle(room, side), side, side))
        write(painter, room.adjusted(side + scaled(4), 0, 0, 0), text, tokens.colour("soft"))

    def _draw_state(self, painter: QPainter, room: QRect, text: str, state: EvidenceStatus) -> None:
        colour = self._appearance.tokens.colour(_COLOURS[state])
        draw_state(painter, mark_box(room.left(), room), state, colour)
        write(painter, room.adjusted(scaled(16), 0, scaled(PADDING), 0), text, colour)


def draw_state(painter: QPainter, box: QRectF, state: EvidenceStatus, colour: QColor) -> None:
    """Draw ○ (waits), ● (linked), ◁ (early), = (the same again) or – (withdrawn) into a square box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, max(1.2, box.width() / 8)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = box.adjusted(1.5, 1.5, -1.5, -1.5)
    centre = box.center()
    match state:
        case EvidenceStatus.UNLINKED:
            painter.drawEllipse(inner)
        case EvidenceStatus.LINKED:
            painter.setBrush(colour)
            painter.drawEllipse(inner)
        case EvidenceStatus.EARLY:
            painter.drawPolygon([inner.topRight(), inner.bottomRight(), QPointF(inner.left(), centre.y())])
        case EvidenceStatus.SAME_BRIEFING:
            for down in (-0.18, 0.18):
                at = centre.y() + down * box.height()
                painter.drawLine(round(inner.left()), round(at), round(inner.right()), round(at))
        case EvidenceStatus.WITHDRAWN:
            painter.drawLine(round(inner.left()), round(centre.y()), round(inner.right()), round(centre.y()))
    painter.restore()


def widest(look: EvidenceLook, metrics: QFontMetrics, words: Words) -> int | None:
    """The width at which every term of a look fits whole; None where the width is a matter of taste."""
    match look:
        case EvidenceLook.STATE:
            return width_of(map(words.term, EvidenceStatus), metrics, 18)
        case EvidenceLook.KIND:
            return width_of(map(words.term, EvidenceKind), metrics, _STRENGTH + 10)
        case _:
            return None
