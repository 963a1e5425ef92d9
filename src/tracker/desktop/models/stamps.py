"""Marks that are in row after row, drawn once."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap


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
