"""Things set like words: they go on in the next line where one line is too short."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.desktop.theme import scaled


class Flow(QWidget):
    """Places its things itself; `spacing` in pixels of the design.

    Not a `QLayout` of our own: who owns the items that one hands out is not safe to say across Python and C++.
    """

    def __init__(self, spacing: int = 6) -> None:
        super().__init__()
        self._things: tuple[QWidget, ...] = ()
        self._gap = scaled(spacing)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def fill(self, things: Sequence[QWidget]) -> None:
        """Show these in place of what was there; what is not among them is let go."""
        for old in self._things:
            if old not in things:
                old.hide()
                old.deleteLater()
        self._things = tuple(things)
        for thing in things:
            thing.setParent(self)
            thing.show()
        self.updateGeometry()
        self._place(self.width(), move=True)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        return QSize(scaled(60), self._place(max(self.width(), scaled(60)), move=False))

    def minimumSizeHint(self) -> QSize:
        # Words may be cut short, so that one long word never makes the window wider.
        return QSize(scaled(60), max((thing.sizeHint().height() for thing in self._things), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width(), move=True)

    def _place(self, width: int, *, move: bool) -> int:
        left = 0
        top = 0
        line = 0
        for thing in self._things:
            hint = thing.sizeHint().expandedTo(thing.minimumSize()).boundedTo(thing.maximumSize())
            size = hint.boundedTo(QSize(max(width, 1), hint.height()))
            if line and left + size.width() > width:
                left = 0
                top = top + line + self._gap
                line = 0
            if move:
                thing.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self._gap
            line = max(line, size.height())
        return top + line
