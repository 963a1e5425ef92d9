"""What is drawn in every row again and again: words that are cut short once, and marks that are drawn once."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from tracker.desktop.models.drawing import middle

_MOST_WORDS = 4_000
"""Words that are remembered as they were cut; then it begins anew."""


class Script:
    """Writes words of one font on one line, and remembers where they were cut short."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self._height, self._ascent = self.metrics.height(), self.metrics.ascent()
        self._cut: dict[tuple[str, int], str] = {}

    def write(self, painter: QPainter, room: QRect, words: str, colour: QColor) -> None:
        """Write in the middle of the room's height, cut short where the room ends."""
        painter.setFont(self.font)
        painter.setPen(colour)
        painter.drawText(room.left(), middle(room, self._height) + self._ascent, self.cut(words, room.width()))

    def cut(self, words: str, width: int) -> str:
        """As much of the words as so many pixels hold."""
        known = self._cut.get((words, width))
        if known is None:
            if len(self._cut) >= _MOST_WORDS:
                self._cut.clear()
            known = self._cut[words, width] = self.metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
        return known


class Stamps:
    """Marks as pictures, as sharp as the screen is. There are as many as there are marks, sizes and colours of them."""

    def __init__(self, ratio: float) -> None:
        self._ratio = ratio
        self._drawn: dict[Hashable, QPixmap] = {}

    def stamp(self, name: Hashable, size: QSize, draw: Callable[[QPainter, QRectF], None]) -> QPixmap:
        """The picture of this name; `draw` is called with a box of this size where it is not there yet."""
        known = self._drawn.get((name, size.width(), size.height()))
        if known is None:
            known = self._drawn[name, size.width(), size.height()] = self._draw(size, draw)
        return known

    def _draw(self, size: QSize, draw: Callable[[QPainter, QRectF], None]) -> QPixmap:
        picture = QPixmap(size * self._ratio)
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        draw(painter, QRectF(0, 0, size.width(), size.height()))
        painter.end()
        return picture
