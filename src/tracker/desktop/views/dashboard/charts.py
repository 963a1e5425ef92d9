"""What every picture of the dashboard has in common: marks that can be pointed at, walked through and opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.domain.search.ledger_query import Choices

EDGE = 3
"""Room around all marks, so that the ring of the focus is not cut off."""
Goal = Choices | str
"""Where a mark leads: to the rows of these choices, or to the commitment with this code."""
Draw = Callable[[QPainter, QRectF], None]
Table = Sequence[Sequence[str]]
_Key = Qt.Key
_OPENING = (_Key.Key_Return, _Key.Key_Enter, _Key.Key_Space)


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A piece of a picture: where it stands, what it says in words, where it leads, and how it is drawn."""

    rect: QRectF
    label: str
    goal: Goal
    draw: Draw


class ChartView(QWidget):
    """A picture made of marks.

    Signals: `wanted` carries the goal of a mark that was opened, `described` the words of the mark that the keyboard
    stands on, `copied` says that the numbers are on the clipboard.
    """

    wanted = Signal(object)
    described = Signal(str)
    copied = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.appearance = appearance
        self.marks: tuple[ChartMark, ...] = ()
        self._table: Table = ()
        self._current = 0
        self._needed = 0  # the height for the width that there is
        self._hovered: ChartMark | None = None
        self.setMouseTracking(True)
        self.setMinimumWidth(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def current(self) -> ChartMark | None:
        """The mark that the keyboard stands on."""
        return self.marks[self._current] if self._current < len(self.marks) else None

    def set_table(self, table: Table) -> None:
        """Take the numbers as rows of words, headings first: what is copied and what is read aloud."""
        self._table = table
        self._place_anew()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.marks else Qt.FocusPolicy.NoFocus)
        self._tell()

    def copy(self) -> None:
        """Put the numbers on the clipboard as a table."""
        copy_table(self._table)
        self.copied.emit()

    def place(self, width: int, height: int) -> tuple[list[ChartMark], int]:
        """The marks for a picture of this size, in reading order, and the height that they need."""
        raise NotImplementedError

    def draw_ground(self, painter: QPainter) -> None:
        """Draw the background of the marks."""

    def sizeHint(self) -> QSize:
        return QSize(scaled(240), self._needed)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self._needed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_anew()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw_ground(painter)
        for mark in self.marks:
            painter.save()
            mark.draw(painter, mark.rect)
            painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._hovered is not None:
            self._outline(painter, self._hovered, "soft", 1)
        if self.hasFocus() and self.current is not None:
            self._outline(painter, self.current, "accent", 2)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.mark_at(event.pos())
            if mark is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), mark.label, self, mark.rect.toRect())
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.mark_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        mark = self.mark_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and mark is not None:
            self._stand_on(mark)
            self.wanted.emit(mark.goal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mark = self.current
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif mark is None:
            super().keyPressEvent(event)
        elif event.key() in _OPENING:
            self.wanted.emit(mark.goal)
        elif (beside := self._beside(mark, _Key(event.key()))) is not None:
            self._stand_on(beside)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy as text")).triggered.connect(self.copy)
        menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tell()

    def mark_at(self, point: QPoint) -> ChartMark | None:
        """The mark under a point."""
        return next((mark for mark in self.marks if mark.rect.contains(point.toPointF())), None)

    def small_font(self, *, bold: bool = False) -> QFont:
        """The type of what is shown beside a picture."""
        font = QFont(self.font())
        font.setPixelSize(scaled(12))
        font.setBold(bold)
        return font

    def colour(self, token: str) -> QColor:
        """A colour of the theme that shows now."""
        return self.appearance.tokens.colour(token)

    def _place_anew(self) -> None:
        marks, needed = self.place(self.width(), self.height())
        self.marks = tuple(marks)
        if needed != self._needed:
            self._needed = needed
            self.updateGeometry()
        self._current = min(self._current, max(0, len(self.marks) - 1))
        self._hovered = None
        self.unsetCursor()
        self.update()

    def _hover(self, mark: ChartMark | None) -> None:
        if mark is not self._hovered:
            self._hovered = mark
            self.setCursor(Qt.CursorShape.PointingHandCursor if mark else Qt.CursorShape.ArrowCursor)
            self.update()

    def _stand_on(self, mark: ChartMark) -> None:
        self._current = self.marks.index(mark)
        self._tell()
        self.update()

    def _tell(self) -> None:
        """Tell assistive technology the mark that the keyboard stands on, or else the whole table."""
        mark = self.current if self.hasFocus() else None
        if mark is not None:
            self.setAccessibleDescription(mark.label)
            self.described.emit(mark.label.replace("\n", " · "))
        else:
            lines = (self.appearance.words.join(filter(None, line)) for line in self._table[1:])
            self.setAccessibleDescription(self.appearance.words.join(lines, "clause"))

    def _beside(self, mark: ChartMark, key: Qt.Key) -> ChartMark | None:
        """The mark that a key leads to: along the row, to the next row, to either end."""
        place = self._current
        last = len(self.marks) - 1
        if key is _Key.Key_Down:
            return nearest(mark, [other for other in self.marks if other.rect.top() >= mark.rect.bottom() - 1])
        if key is _Key.Key_Up:
            return nearest(mark, [other for other in self.marks if other.rect.bottom() <= mark.rect.top() + 1])
        along = {
            _Key.Key_Home: 0,
            _Key.Key_End: last,
            _Key.Key_Left: max(0, place - 1),
            _Key.Key_Right: min(last, place + 1),
        }
        return self.marks[along[key]] if key in along else None

    def _outline(self, painter: QPainter, mark: ChartMark, token: str, width: int) -> None:
        painter.setPen(QPen(self.colour(token), width))
        painter.drawRoundedRect(mark.rect.adjusted(-1, -1, 1, 1), scaled(3), scaled(3))


def copy_table(table: Table) -> None:
    """Put rows of words on the clipboard, as spreadsheets take them."""
    QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in table))


def nearest(mark: ChartMark, others: Sequence[ChartMark]) -> ChartMark:
    """The one of `others` in the nearest row, and there the nearest; the mark itself where there is none."""
    here = mark.rect.center()

    def distance(other: ChartMark) -> tuple[int, float]:
        there = other.rect.center()
        return round(abs(there.y() - here.y())), abs(there.x() - here.x())

    return min(others, key=distance, default=mark)
