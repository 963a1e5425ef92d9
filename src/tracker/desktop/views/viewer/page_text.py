"""The characters of a PDF page and where each of them stands."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF

from tracker.domain.text.lines import unified

_EDGES = 4
_LINE_WEIGHT = 8
"""How much farther a place seems that is above or below than one that is beside: a selection follows the line."""
_THIN = 1.0
_LEAST_HEIGHT = 10.0
"""Points of a mark where a font tells no height."""


@dataclass(frozen=True, slots=True)
class PageText:
    """One character of `text` for each box; boxes are in points from the upper left corner of the page.

    `edges` holds left, top, right and bottom of each character, one after the other.
    """

    text: str = ""
    edges: "array[float]" = field(default_factory=lambda: array("f"))

    def box(self, index: int) -> QRectF:
        """Return where a character stands."""
        left, top, right, bottom = self.edges[index * _EDGES : (index + 1) * _EDGES]
        return QRectF(left, top, right - left, bottom - top)

    def between(self, start: QPointF, end: QPointF) -> range:
        """Return the characters from one point of the page to another, as a pointer drawn over them selects them."""
        if not self.text.strip():
            return range(0)
        first, last = sorted((self._nearest(start), self._nearest(end)))
        return range(first, last + 1)

    def words(self, chosen: range) -> str:
        """Return the words of some characters, with plain characters for radicals."""
        return unified(self.text[chosen.start : chosen.stop]).strip()

    def areas(self, chosen: range) -> Iterator[QRectF]:
        """Yield one area for each line of the characters."""
        line = QRectF()
        for index in chosen:
            box = self.box(index)
            if not self.text[index].strip() or box.width() <= 0:
                continue
            if box.height() < _THIN:
                box.adjust(0, -_LEAST_HEIGHT, 0, 2)
            if line.isNull():
                line = box
            elif line.top() < box.center().y() < line.bottom() and box.right() >= line.left():
                line = line.united(box)
            else:
                yield line
                line = box
        if not line.isNull():
            yield line

    def _nearest(self, point: QPointF) -> int:
        """The character at a point, or the one whose box is nearest to it."""
        x = point.x()
        y = point.y()
        best = 0
        least = float("inf")
        edges = self.edges
        for index, character in enumerate(self.text):
            if character == " ":
                continue
            left, top, right, bottom = edges[index * _EDGES : (index + 1) * _EDGES]
            away = max(left - x, x - right, 0.0) + _LINE_WEIGHT * max(top - y, y - bottom, 0.0)
            if away < least:
                best = index
                least = away
        return best
