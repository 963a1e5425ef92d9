"""The text of a coding: every piece tinted by what was decided of it, with edges that move by mouse and by key."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.briefing.briefing_painter import Note, stacked_notes
from tracker.desktop.views.briefing.briefing_setting import Margins, TextLayout, TintedPiece
from tracker.desktop.views.coding.piece_signs import Piece, draw_sign, look_of, places_of
from tracker.domain.briefings.coding_draft import Draft, DraftUnit, Edge, Stretch

if TYPE_CHECKING:
    from tracker.services.briefings.briefing_view import SourceParagraph

_MEASURE = 38
"""Characters of a line, at most."""
_LEFT = 72
_RIGHT = 28
_BAR = 12
"""Pixels of the design: the margins, and from the words to the bar of a section."""
_REACH = 6
"""Pixels of the design around an edge in which it can be taken hold of."""
_NOTE = 20
_SIGN = 10


class Hold(StrEnum):
    """Which edge the keys move, or the mouse has hold of."""

    UNIT_START = "unit_start"
    UNIT_END = "unit_end"
    SECTION_START = "section_start"
    SECTION_END = "section_end"

    @property
    def edge(self) -> Edge:
        """Which end of its thing it is."""
        return Edge.START if self in (Hold.UNIT_START, Hold.SECTION_START) else Edge.END

    @property
    def is_of_unit(self) -> bool:
        """Whether it is an edge of the unit, and not of the section that looks ahead."""
        return self in (Hold.UNIT_START, Hold.UNIT_END)


@dataclass(frozen=True, slots=True)
class _Tint:
    """A stretch of the text that a piece takes."""

    start: int
    end: int
    piece: Piece


class CodingText(QTextEdit):
    """`picked` carries the offset that was clicked on; `dragged` an edge and the offset that it was dragged to."""

    picked = Signal(int)
    dragged = Signal(object, int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._draft: Draft | None = None
        self._paragraphs: tuple[SourceParagraph, ...] = ()
        self._layout: TextLayout | None = None
        self._tints: tuple[_Tint, ...] = ()
        self._starts: list[int] = []
        self._longest = 0
        self._bounds: tuple[Stretch, ...] = ()
        self._pressed: QPointF | None = None
        self._drag: tuple[Hold, int] | None = None
        self.current: Piece | None = None
        self.hold = Hold.UNIT_END
        self.setObjectName("source")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        # Letters are keys here; an input method would keep them for itself.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setCursorWidth(scaled(2))
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Text that is being coded"))

    def show_draft(self, draft: Draft, paragraphs: "Sequence[SourceParagraph]") -> None:
        """Show a draft; the text is set again only where other paragraphs look ahead than before."""
        self._draft = draft
        pieces = draft.pieces
        self._tints = tuple(
            sorted(
                (_Tint(start, end, piece) for piece in pieces for start, end in places_of(piece)),
                key=lambda one: (one.start, one.end),
            )
        )
        self._starts = [one.start for one in self._tints]
        self._longest = max((one.end - one.start for one in self._tints), default=0)
        self._bounds = draft.bounds()
        if tuple(paragraphs) != self._paragraphs:
            self._paragraphs = tuple(paragraphs)
            self._set_text()
        self.viewport().update()

    def go_to(self, piece: Piece | None) -> None:
        """Mark a piece as the one that is decided on, with the caret at its beginning, and bring it in sight."""
        self.current = piece
        if piece is not None:
            self.put_caret(piece.start)
            self._reveal(*places_of(piece)[0])
        self.viewport().update()

    @property
    def caret(self) -> int:
        """Where in the text the caret is."""
        return self._layout.offset(self.textCursor().position()) if self._layout else 0

    def put_caret(self, offset: int) -> None:
        """Put the caret before a character of the text."""
        if self._layout is not None:
            cursor = self.textCursor()
            cursor.setPosition(self._layout.place(offset))
            self.setTextCursor(cursor)

    @property
    def selection(self) -> Stretch | None:
        """The stretch that is selected."""
        cursor = self.textCursor()
        if self._layout is None or not cursor.hasSelection():
            return None
        return Stretch(self._layout.offset(cursor.selectionStart()), self._layout.offset(cursor.selectionEnd()))

    def hold_by(self, hold: Hold) -> None:
        """Choose which edge the keys move."""
        self.hold = hold
        self.viewport().update()

    def boxes(self, start: int, end: int) -> list[TintedPiece]:
        """A stretch of the text, line by line, in the document's coordinates."""
        layout = self._layout
        return layout.pieces(layout.place(start), layout.place(end - 1) + 1) if layout and start < end else []

    def edge_place(self, hold: Hold) -> QPointF | None:
        """The middle of an edge that can be dragged, in the viewport; None where there is none."""
        box = self._edge_box(hold)
        return None if box is None else box.center() - QPointF(0, self.verticalScrollBar().value())

    def place_of(self, offset: int) -> QPoint:
        """The middle of a character, in the viewport."""
        boxes = self.boxes(offset, offset + 1)
        return (boxes[0].box.center() - QPointF(0, self.verticalScrollBar().value())).toPoint() if boxes else QPoint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret and copy; every other key is for the window."""
        sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers() & ~_KEYPAD
        if sideways or event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        seen = self.caret
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()
            self._reveal(seen, seen + 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self._pressed = place if event.button() is Qt.MouseButton.LeftButton else None
        hold = self._hold_at(place) if self._pressed is not None else None
        if hold is not None:
            self._drag = (hold, self._offset_at(place))
            self.hold_by(hold)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            hold = self._drag[0]
            self._drag = (hold, self._dragged_to(hold, event.position()))
            self.viewport().update()
            return
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            self.viewport().setCursor(self._pointer_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed = self._pressed
        self._pressed = None
        is_drag = (
            pressed is not None and (event.position() - pressed).manhattanLength() >= QApplication.startDragDistance()
        )
        if self._drag is not None:
            hold, offset = self._drag
            self._drag = None
            self.viewport().update()
            if is_drag:
                self.dragged.emit(hold, offset)
            return
        super().mouseReleaseEvent(event)
        if pressed is not None and not is_drag and not self.textCursor().hasSelection():
            self.picked.emit(self._offset_at(event.position()))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._layout is not None:
            self._paint(self._layout, event.rect())
        super().paintEvent(event)

    def _set_text(self) -> None:
        place = self.verticalScrollBar().value()
        caret = self.caret
        self.document().clear()
        edit = QTextCursor(self.document())
        # So that the lines are broken once.
        edit.beginEditBlock()
        self._layout = TextLayout(self._paragraphs, self.document(), self._appearance, fade=True)
        self._arrange()
        edit.endEditBlock()
        self.put_caret(caret)
        self.verticalScrollBar().setValue(place)

    def _arrange(self) -> None:
        if self._layout is None:
            return
        margins = Margins(scaled(_LEFT), scaled(_RIGHT), scaled(20), scaled(60), share=2)
        self._layout.set_between(margins, self.viewport().width(), _MEASURE)

    def _notes(self, layout: TextLayout) -> Iterator[tuple[Note, DraftUnit]]:
        """The number of each unit that can be seen, beside the line in which it begins."""
        seen = (one.piece for one in self._seen(self.viewport().rect()))
        units = list({one.number: one for one in seen if isinstance(one, DraftUnit)}.values())
        notes = [Note(str(unit.number), unit.start) for unit in units]
        left = self.document().rootFrame().frameFormat().leftMargin() - scaled(_BAR + 8)
        width = scaled(46)
        placed = stacked_notes(notes, layout, max(scaled(_NOTE), self.fontMetrics().height()))
        for note, unit in zip(placed, units, strict=True):
            yield note.at(left - width, width), unit

    def _seen(self, region: QRect) -> Iterator[_Tint]:
        """The tints of what can be seen."""
        if self._layout is None:
            return
        first = self._layout.offset(self.cursorForPosition(region.topLeft()).position())
        last = self._layout.offset(self.cursorForPosition(region.bottomRight()).position())
        for tint in self._tints[bisect_left(self._starts, first - self._longest) :]:
            if tint.start > last:
                break
            if tint.end >= first:
                yield tint

    def _paint(self, layout: TextLayout, region: QRect) -> None:
        down = self.verticalScrollBar().value()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, -down)
        seen = QRectF(region).translated(0, down)
        self._paint_bounds(painter, seen)
        tints = list(self._seen(self.viewport().rect()))
        for tint in tints:
            self._paint_tint(painter, tint)
        current = self.current
        if current is not None:
            painter.setPen(QPen(self._appearance.tokens.colour("accent"), 1.5))
            for start, end in places_of(current):
                for piece in self.boxes(start, end):
                    painter.drawRect(piece.box)
        self._paint_notes(painter, layout)
        self._paint_hold(painter)
        painter.end()

    def _paint_tint(self, painter: QPainter, tint: _Tint) -> None:
        look = look_of(tint.piece, self._appearance.tokens)
        for piece in self.boxes(tint.start, tint.end):
            box = piece.box.adjusted(0.5, 0, -0.5, 0)
            if look.ground is not None:
                painter.fillRect(box, look.ground)
            if look.line is not Qt.PenStyle.NoPen:
                painter.setPen(QPen(look.ink, scaled(2) if look.ground else 1, look.line))
                painter.drawLine(QPointF(box.left(), box.bottom()), QPointF(box.right(), box.bottom()))

    def _paint_bounds(self, painter: QPainter, seen: QRectF) -> None:
        """A bar beside each section that looks ahead."""
        tokens = self._appearance.tokens
        current = self._section()
        for section in self._bounds:
            bar = self._bar(section)
            if bar is None or not bar.intersects(seen):
                continue
            is_current = section == current
            painter.fillRect(bar, tokens.colour("edge" if is_current else "line"))
            for top in (bar.top(), bar.bottom() - 2):
                painter.fillRect(QRectF(bar.left(), top, scaled(8), 2), tokens.colour("edge"))

    def _paint_notes(self, painter: QPainter, layout: TextLayout) -> None:
        tokens = self._appearance.tokens
        font = QFont(QApplication.font())
        font.setPointSizeF(font.pointSizeF() * 12 / 13)
        painter.setFont(font)
        side = scaled(_SIGN)
        for note, unit in self._notes(layout):
            ink = look_of(unit, tokens).ink
            is_current = isinstance(self.current, DraftUnit) and self.current.number == unit.number
            if is_current:
                painter.fillRect(note.box, tokens.colour("selection"))
            box = QRectF(note.box.right() - side - 2, note.box.center().y() - side / 2, side, side)
            draw_sign(painter, box, unit, ink)
            painter.setPen(tokens.colour("ink") if is_current else ink)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(note.box.adjusted(0, 0, -side - scaled(7), 0), right, note.words)

    def _paint_hold(self, painter: QPainter) -> None:
        """The edge that the keys move, or where the mouse drags it to."""
        accent = self._appearance.tokens.colour("accent")
        box = self._edge_box(self.hold)
        if self._drag is not None:
            # Where a section ends, its last character tells the line.
            at = self._drag[1] - (self._drag[0] is Hold.SECTION_END)
            where = self.boxes(at, at + 1)
            if where and self._drag[0].is_of_unit:
                box = QRectF(where[0].box.left() - 1, where[0].box.top(), 2, where[0].box.height())
            elif where:
                line = where[0].box
                top = line.top() if self._drag[0].edge is Edge.START else line.bottom()
                left = self.document().rootFrame().frameFormat().leftMargin()
                box = QRectF(left - scaled(_BAR), top, scaled(_BAR * 2), 2)
        if box is not None:
            painter.fillRect(box.adjusted(-1, 0, 1, 0), accent)

    def _section(self) -> Stretch | None:
        """The section that the current piece is in."""
        place = self.current.start if self.current is not None else self.caret
        return next((one for one in self._bounds if one.start <= place < one.end), None)

    def _bar(self, section: Stretch) -> QRectF | None:
        first, last = self.boxes(section.start, section.start + 1), self.boxes(section.end - 1, section.end)
        if not first or not last:
            return None
        left = self.document().rootFrame().frameFormat().leftMargin() - scaled(_BAR)
        return QRectF(left, first[0].box.top(), 2, last[0].box.bottom() - first[0].box.top())

    def _edge_box(self, hold: Hold) -> QRectF | None:
        """Where an edge is drawn, in the document's coordinates."""
        if not hold.is_of_unit:
            section = self._section()
            bar = self._bar(section) if section is not None else None
            if bar is None:
                return None
            top = bar.top() if hold.edge is Edge.START else bar.bottom() - 3
            return QRectF(bar.left(), top, scaled(10), 3)
        if not isinstance(self.current, DraftUnit):
            return None
        start, end = places_of(self.current)[0 if hold.edge is Edge.START else -1]
        boxes = self.boxes(start, end)
        if not boxes:
            return None
        box = boxes[0 if hold.edge is Edge.START else -1].box
        return QRectF((box.left() if hold.edge is Edge.START else box.right()) - 1, box.top(), 2, box.height())

    def _hold_at(self, place: QPointF) -> Hold | None:
        point = place + QPointF(0, self.verticalScrollBar().value())
        reach = scaled(_REACH)
        for hold in Hold:
            box = self._edge_box(hold)
            if box is not None and box.adjusted(-reach, -2, reach, 2).contains(point):
                return hold
        return None

    def _offset_at(self, place: QPointF) -> int:
        return self._layout.offset(self.cursorForPosition(place.toPoint()).position()) if self._layout else 0

    def _dragged_to(self, hold: Hold, place: QPointF) -> int:
        """Where an edge is dragged to: that of a unit to a character, that of a section to the clause at the beginning
        or the end of a line, beside which its bar stands."""
        if hold.is_of_unit or self._layout is None or self._draft is None:
            return self._offset_at(place)
        cursor = self.cursorForPosition(place.toPoint())
        starts = hold.edge is Edge.START
        cursor.movePosition(cursor.MoveOperation.StartOfLine if starts else cursor.MoveOperation.EndOfLine)
        offset = self._layout.offset(cursor.position())
        within = [one for one in self._draft.clauses if one.start <= offset <= one.end]
        return offset if not within else within[0].start if starts else within[-1].end

    def _pointer_at(self, place: QPointF) -> Qt.CursorShape:
        hold = self._hold_at(place)
        if hold is not None:
            return Qt.CursorShape.SplitHCursor if hold.is_of_unit else Qt.CursorShape.SplitVCursor
        return Qt.CursorShape.IBeamCursor

    def _reveal(self, start: int, end: int) -> None:
        """Scroll only where the stretch is not wholly to be seen."""
        pieces = self.boxes(start, end)
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        if pieces and not (
            bar.value() <= pieces[0].box.top() and pieces[-1].box.bottom() <= bar.value() + height - scaled(8)
        ):
            bar.setValue(round(pieces[0].box.top() - height / 3))


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
