"""How a source is set: its paragraphs as a document, and the way between offsets of the source and places in it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QFont,
    QFontInfo,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
)

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled

if TYPE_CHECKING:
    from tracker.services.briefings.briefing_view import BriefingView, SourceParagraph

_BODY = 16 / 15
"""Size of the text beside that of a quotation in the detail pane."""
_LEADING = 1.85
"""Distance of the lines, in sizes of the type."""
_HEADINGS = {1: 1.3, 2: 1.1}
_ABOVE = {"heading": 30, "question": 26, "answer": 10, "result": 10, "note": 6}
_NARROWEST = 120
"""Pixels of the design that a line has at least."""
_TINT_ABOVE = 0.98
_TINT_BELOW = 0.32
"""How far a tint reaches above and below the base line, in sizes of the type."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the reader wants to see."""

    tint: bool = True
    omissions: bool = False
    fade: bool = True


@dataclass(frozen=True, slots=True)
class TintedPiece:
    """The part of a stretch that stands on one line, in the document's coordinates: its tint, and its line's top."""

    box: QRectF
    line_top: float


@dataclass(frozen=True, slots=True)
class Margins:
    """The least room around a text, in pixels; of what is spare beside it the left gets one part of `share`."""

    left: int
    right: int
    top: int
    bottom: int
    share: int


class TextLayout:
    """A text as it is set. Places are positions of the document, counted in UTF-16 units as Qt counts.

    `note` is set below it, None for nothing; with `fade` what does not look ahead is grey.
    """

    def __init__(
        self,
        paragraphs: "Sequence[SourceParagraph]",
        document: QTextDocument,
        appearance: Appearance,
        *,
        fade: bool,
        note: str | None = None,
    ) -> None:
        self.paragraphs = tuple(paragraphs)
        self._note = note
        self._document = document
        self._appearance = appearance
        self._fade = fade
        self.font = QFont(appearance.quote_font)
        self.font.setPointSizeF(self.font.pointSizeF() * _BODY)
        _set_plain(self.font)
        self.size = QFontInfo(self.font).pixelSize()
        self._starts = [paragraph.start for paragraph in self.paragraphs]
        self._blocks: list[int] = []
        self._pieces: dict[tuple[int, int], list[TintedPiece]] = {}
        self._write()

    def place(self, offset: int) -> int:
        """Where a character of the source is in the document."""
        number = max(0, bisect_right(self._starts, offset) - 1)
        paragraph = self.paragraphs[number]
        return self._blocks[number] + _units(paragraph.text[: max(0, offset - paragraph.start)])

    def offset(self, place: int) -> int:
        """Which character of the source stands at a place of the document; at the end of a paragraph, its end."""
        number = self.paragraph_at(place)
        paragraph = self.paragraphs[number]
        return paragraph.start + _characters(paragraph.text, place - self._blocks[number])

    def paragraph_at(self, place: int) -> int:
        """The number, from 0, of the paragraph at a place of the document."""
        return max(0, bisect_right(self._blocks, place) - 1)

    def paragraph_box(self, place: int) -> QRectF:
        """The paragraph that holds a place, in the document's coordinates."""
        return self._document.documentLayout().blockBoundingRect(self._document.findBlock(place))

    def pieces(self, start: int, end: int) -> list[TintedPiece]:
        """The stretch between two places, line by line; worked out once while the lines stay as they are."""
        found = self._pieces.get((start, end))
        if found is None:
            found = self._pieces[start, end] = list(self._measured(start, end))
        return found

    def forget_lines(self) -> None:
        """The lines may break elsewhere now."""
        self._pieces.clear()

    def set_between(self, margins: Margins, room: int, characters: int) -> None:
        """Break the lines at so many characters at most, between margins, in so many pixels of room."""
        left, right = margins.left, margins.right
        measure = max(scaled(_NARROWEST), min(round(characters * self.size), room - left - right))
        left += max(0, room - left - measure - right) // margins.share
        frame = self._document.rootFrame()
        shape = QTextFrameFormat(frame.frameFormat())
        shape.setLeftMargin(left)
        shape.setRightMargin(max(0, room - left - measure))
        shape.setTopMargin(margins.top)
        shape.setBottomMargin(margins.bottom)
        if shape != frame.frameFormat():
            frame.setFrameFormat(shape)
        self.forget_lines()

    def _measured(self, start: int, end: int) -> Iterator[TintedPiece]:
        block = self._document.findBlock(start)
        while block.isValid() and block.position() < end:
            corner = self._document.documentLayout().blockBoundingRect(block).topLeft()
            layout = block.layout()
            first = start - block.position()
            last = end - block.position()
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                begins = max(first, line.textStart())
                stops = min(last, line.textStart() + line.textLength())
                if begins < stops:
                    left, right = (_x(line.cursorToX(place)) for place in (begins, stops))
                    base = line.y() + line.ascent()
                    top = base - _TINT_ABOVE * self.size
                    bottom = base + _TINT_BELOW * self.size
                    box = QRectF(corner + QPointF(left, top), corner + QPointF(right, bottom))
                    # On whole pixels, so that edges and underlines are sharp.
                    yield TintedPiece(QRectF(box.toRect()), corner.y() + base - self.size)
            block = block.next()

    def _write(self) -> None:
        self._document.setDocumentMargin(0)
        self._document.setDefaultFont(self.font)
        cursor = QTextCursor(self._document)
        for number, paragraph in enumerate(self.paragraphs):
            look = self._look(paragraph)
            block = self._block(paragraph, first=number == 0)
            _begin(cursor, block, first=number == 0)
            self._blocks.append(cursor.position())
            faded = paragraph.text if paragraph.ahead is None else paragraph.text[: paragraph.ahead - paragraph.start]
            cursor.insertText(faded, look)
            look.setForeground(self._appearance.tokens.colour("ink"))
            cursor.insertText(paragraph.text[len(faded) :], look)
        self._write_note(cursor)

    def _write_note(self, cursor: QTextCursor) -> None:
        if self._note is None:
            return
        block = QTextBlockFormat()
        look = QTextCharFormat()
        block.setTopMargin(scaled(28))
        look.setFont(QFont())
        look.setForeground(self._appearance.tokens.colour("soft"))
        _begin(cursor, block, first=not self.paragraphs)
        cursor.insertText(self._note, look)

    def _look(self, paragraph: "SourceParagraph") -> QTextCharFormat:
        look = QTextCharFormat()
        kind = paragraph.kind
        font = QFont(self.font)
        font.setBold(kind in ("heading", "question"))
        if kind == "heading":
            font.setPointSizeF(font.pointSizeF() * _HEADINGS.get(paragraph.level, 1.0))
        look.setFont(font)
        quiet = kind == "note" or (kind in ("result", "answer") and self._fade)
        look.setForeground(self._appearance.tokens.colour("soft" if quiet else "ink"))
        return look

    def _block(self, paragraph: "SourceParagraph", *, first: bool) -> QTextBlockFormat:
        block = QTextBlockFormat()
        font = QFont(self.font)
        size = self.size
        if paragraph.kind == "heading":
            font.setPointSizeF(font.pointSizeF() * _HEADINGS.get(paragraph.level, 1.0))
            size = QFontInfo(font).pixelSize()
            block.setHeadingLevel(min(paragraph.level, 6))
        # In per cent of what the font itself wants, which differs much between fonts.
        leading = round(100 * _LEADING * size / QFontMetricsF(font).lineSpacing())
        block.setLineHeight(leading, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setTopMargin(0 if first else scaled(_ABOVE[paragraph.kind]))
        return block


class SourceLayout(TextLayout):
    """A source of the ledger as it is set; at its end, where it does not end there, that it goes on."""

    def __init__(self, view: "BriefingView", document: QTextDocument, appearance: Appearance, *, fade: bool) -> None:
        self.view = view
        note = None if view.source.complete else appearance.words.name(view.source.incomplete_note)
        super().__init__(view.paragraphs, document, appearance, fade=fade, note=note)

    def is_as_set(self, view: "BriefingView") -> bool:
        """Whether another reading of the source would be set like this one."""
        return (view.source, view.paragraphs) == (self.view.source, self.view.paragraphs)


def _begin(cursor: QTextCursor, block: QTextBlockFormat, *, first: bool) -> None:
    """Begin a paragraph; the first of a document is there already."""
    if first:
        cursor.setBlockFormat(block)
    else:
        cursor.insertBlock(block)


def _set_plain(font: QFont) -> None:
    """The marks of the source as wide as in print, also in the English window, whose own type sets them narrow."""
    tag = QFont.Tag.fromString("pwid")
    if tag is not None:
        font.setFeature(tag, 0)


def _x(found: object) -> float:
    """The binding hands the place that it was asked for back beside its coordinate."""
    return float(found[0]) if isinstance(found, tuple) else float(found)  # pyright: ignore[reportArgumentType]


def _units(text: str) -> int:
    # Signs beyond the basic plane take two units in Qt, and one place in Python.
    return len(text.encode("utf-16-le")) // 2


def _characters(text: str, units: int) -> int:
    """How many characters so many UTF-16 units are; one that is cut in two counts as none."""
    return len(text.encode("utf-16-le")[: 2 * max(0, units)].decode("utf-16-le", "ignore"))
