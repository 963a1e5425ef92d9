"""What is drawn beneath the letters of a source, and in its margins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QScrollBar, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.marks import draw_assessment, draw_doubt
from tracker.desktop.theme import scaled
from tracker.desktop.views.briefing.briefing_setting import Options, SourceLayout, TextLayout, TintedPiece

if TYPE_CHECKING:
    from tracker.services.briefings.briefing_view import PassageMark

ICON = 17
"""Room for the sign of an assessment, in pixels of the design."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note beside the line in which `start`, an offset of the source, stands. Of a passage, or of words left out."""

    words: str
    start: int
    mark: "PassageMark | None" = None
    box: QRectF = field(default_factory=QRectF)

    def at(self, left: float, width: float) -> "Note":
        """The same note with its place across the page."""
        return replace(self, box=QRectF(left, self.box.top(), width, self.box.height()))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a note would stand, and the top and the bottom of its paragraph."""

    wish: float
    top: float
    bottom: float


def stacked_notes(notes: Sequence[Note], setting: TextLayout, height: float) -> list[Note]:
    """The notes with their places down the page."""
    tops = stacked([_wanted(note, setting) for note in notes], height)
    return [replace(note, box=QRectF(0, top, 0, height)) for note, top in zip(notes, tops, strict=True)]


def stacked(wanted: Sequence[Wanted], height: float) -> list[float]:
    """The tops of notes, in order, none on another.

    Each moves down as far as the one before needs; where a paragraph's notes would then hang below it, they move up
    together as far as the paragraph and the notes before it leave room.
    """
    tops: list[float] = []
    for (top, bottom), notes in groupby(wanted, key=lambda note: (note.top, note.bottom)):
        floor = max(top, tops[-1] + height) if tops else top
        group: list[float] = []
        for note in notes:
            group.append(max(note.wish, group[-1] + height if group else floor))
        tops += _raised(group, max(bottom, floor + len(group) * height), height)
    return tops


def _raised(group: list[float], limit: float, height: float) -> list[float]:
    raised: list[float] = []
    for top in reversed(group):
        raised.append(min(top, limit - height))
        limit = raised[-1]
    return raised[::-1]


def _wanted(note: Note, setting: TextLayout) -> Wanted:
    place = setting.place(note.start)
    line = next(iter(setting.pieces(place, place + 1)))
    paragraph = setting.paragraph_box(place)
    return Wanted(line.line_top, paragraph.top(), paragraph.bottom())


_SIGN = 11


class Canvas(Protocol):
    """What is drawn upon: a source as it is set, with what the reader sees and has marked of it."""

    appearance: Appearance
    options: Options
    setting: SourceLayout | None
    current: "PassageMark | None"
    flashing: bool
    hits: list[tuple[int, int]]
    hit: int

    @property
    def marks(self) -> "Sequence[PassageMark]":
        """The passages, in the order of the text."""
        ...

    def notes(self) -> list[Note]:
        """The notes in both margins."""
        ...

    def note_font(self) -> QFont:
        """The type of the margins."""
        ...

    def pieces(self, start: int, end: int) -> list[TintedPiece]:
        """A stretch of the source, line by line."""
        ...

    def viewport(self) -> QWidget:
        """Where it is drawn."""
        ...

    def verticalScrollBar(self) -> QScrollBar:
        """How far down the reader is."""
        ...


class BriefingPainter:
    """Draws into the viewport of a canvas, before the text itself."""

    def __init__(self, text: Canvas) -> None:
        self._text = text

    def paint(self, region: QRect) -> None:
        """Draw what can be seen of the tints and the notes."""
        text = self._text
        if text.setting is None:
            return
        down = text.verticalScrollBar().value()
        seen = QRectF(region).translated(0, down)
        painter = QPainter(text.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Everything is in the document's coordinates; the viewport shows a part of it.
        painter.translate(0, -down)
        if text.options.omissions:
            for omission in text.setting.view.omissions:
                self._omission(painter, _seen(text.pieces(omission.start, omission.end), seen))
        for mark in reversed(text.marks):
            # Where two share their words, the first shows.
            self._mark(painter, mark, _seen(text.pieces(mark.start, mark.end), seen))
        for number, (start, end) in enumerate(text.hits):
            self._hit(painter, _seen(text.setting.pieces(start, end), seen), number == text.hit)
        painter.setFont(text.note_font())
        for note in text.notes():
            if note.box.intersects(seen):
                self._note(painter, note)
        painter.end()

    def _mark(self, painter: QPainter, mark: "PassageMark", pieces: list[TintedPiece]) -> None:
        tokens = self._text.appearance.tokens
        chip = tokens.assessments[mark.assessment]
        current = mark == self._text.current
        tint = self._text.options.tint
        ground = tokens.colour("quote_mark") if current and self._text.flashing else chip.ground
        line = chip.text if tint else tokens.colour("faint")
        for piece in pieces:
            box = piece.box.adjusted(0.5, 0, -0.5, 0)
            if tint or (current and self._text.flashing):
                painter.fillRect(box, ground)
            height = scaled(2) if tint else 1
            painter.fillRect(QRectF(box.left(), box.bottom() - height, box.width(), height), line)
            if current:
                self._frame(painter, box)

    def _omission(self, painter: QPainter, pieces: list[TintedPiece]) -> None:
        tokens = self._text.appearance.tokens
        dots = QBrush(tokens.colour("edge"), Qt.BrushStyle.Dense6Pattern)
        for piece in pieces:
            box = piece.box.adjusted(0.5, 0, -0.5, 0)
            painter.fillRect(box, dots)
            painter.setPen(QPen(tokens.colour("soft"), scaled(1), Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(box.left(), box.bottom()), QPointF(box.right(), box.bottom()))

    def _hit(self, painter: QPainter, pieces: list[TintedPiece], current: bool) -> None:
        for piece in pieces:
            painter.fillRect(piece.box, self._text.appearance.tokens.colour("quote_mark"))
            if current:
                self._frame(painter, piece.box)

    def _frame(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(self._text.appearance.tokens.colour("accent"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)

    def _note(self, painter: QPainter, note: Note) -> None:
        tokens = self._text.appearance.tokens
        mark = note.mark
        if mark is None:
            self._words(painter, note.box, note.words, tokens.colour("soft"))
            return
        colour = tokens.assessments[mark.assessment].text
        if mark == self._text.current:
            painter.fillRect(note.box.adjusted(-scaled(6), 0, scaled(6), 0), tokens.colour("selection"))
            painter.fillRect(
                QRectF(note.box.right() + scaled(6), note.box.top(), scaled(2), note.box.height()),
                tokens.colour("accent"),
            )
        side = scaled(_SIGN)
        sign = QRectF(note.box.left(), note.box.top() + (note.box.height() - side) / 2, side, side)
        draw_assessment(painter, sign, mark.assessment, colour)
        self._words(painter, note.box.adjusted(scaled(ICON), 0, scaled(2), 0), note.words, colour)
        if mark.doubts:
            draw_doubt(painter, sign.translated(note.box.width() - side, 0), tokens.colour("warn"))

    def _words(self, painter: QPainter, box: QRectF, words: str, colour: QColor) -> None:
        painter.setPen(colour)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextDontClip
        painter.drawText(box, flags, words)


def _seen(pieces: Iterable[TintedPiece], region: QRectF) -> list[TintedPiece]:
    return [piece for piece in pieces if piece.box.intersects(region)]
