"""Words on one line, which are cut short where their room ends; how they are cut is remembered."""

from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

_FONTS = 32
"""Fonts that are remembered; the window has about ten."""
_MOST_WORDS = 4_000
"""Words that are remembered of a font; then it begins again."""


class Script:
    """Writes in one font."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self._height = self.metrics.height()
        self._ascent = self.metrics.ascent()
        self._cut: dict[tuple[str, int], str] = {}

    def write(
        self,
        painter: QPainter,
        room: QRect,
        words: str,
        colour: QColor,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Write in the middle of the room's height."""
        shown = self.cut(words, room.width())
        left = room.left()
        if align != Qt.AlignmentFlag.AlignLeft:
            free = room.width() - self.metrics.horizontalAdvance(shown)
            left += free if align == Qt.AlignmentFlag.AlignRight else free // 2
        painter.setFont(self.font)
        painter.setPen(colour)
        painter.drawText(left, room.top() + (room.height() - self._height) // 2 + self._ascent, shown)

    def cut(self, words: str, width: int) -> str:
        """As much of the words as so many pixels hold."""
        known = self._cut.get((words, width))
        if known is None:
            if len(self._cut) >= _MOST_WORDS:
                self._cut.clear()
            known = self._cut[words, width] = self.metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
        return known


@lru_cache(maxsize=_FONTS)
def script_of(font: QFont) -> Script:
    """The script of a font."""
    return Script(font)
