"""Stacked bars, one a line: how a number is made up. Told apart by sign, number and underline, not by colour alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from tracker.desktop.models.drawing import write
from tracker.desktop.theme import scaled
from tracker.desktop.views.dashboard.charts import EDGE, ChartMark, ChartView, Goal, Table
from tracker.domain.search.ledger_query import Choices

_LINE = 28
_BAR = 20
_LEGEND_LINE = 24
_SIGN = 9
_LEAST = 14
"""Pixels of the design that even a single thing takes, so that it can be pressed."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One way in which things are told apart: word, rule, sign and the two colours. `open` bars have a dashed rim."""

    words: str
    tip: str
    sign: Callable[[QPainter, QRectF, QColor], None]
    text: QColor
    ground: QColor
    goal: Choices
    open: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """How many of a line are of a sort."""

    sort: Sort
    count: int
    label: str
    goal: Goal


@dataclass(frozen=True, slots=True)
class BarLine:
    """One bar with the name before it."""

    name: str
    label: str
    goal: Goal
    segments: tuple[Segment, ...]

    @property
    def total(self) -> int:
        """How many things stand on this line."""
        return sum(segment.count for segment in self.segments)


class StackedBars(ChartView):
    """A legend, then a bar a line."""

    _lines: tuple[BarLine, ...] = ()
    _legend: tuple[Sort, ...] = ()

    def set_lines(self, legend: Sequence[Sort], lines: Sequence[BarLine], table: Table) -> None:
        """Show these lines. The longest takes the whole width."""
        self._legend = tuple(legend)
        self._lines = tuple(lines)
        self.set_table(table)

    def place(self, width: int, height: int) -> tuple[list[ChartMark], int]:
        del height
        marks, top = self._place_legend(width)
        names = self._name_width(width)
        left = EDGE + names + scaled(10)
        right = width - EDGE
        longest = max((line.total for line in self._lines), default=1)
        totals = QFontMetrics(self.small_font()).horizontalAdvance(str(longest)) + scaled(12)
        step = self._step(max(1.0, right - left - totals), max(1, longest))
        for line in self._lines:
            name = QRectF(EDGE, top + scaled(2), names, scaled(_LINE - 4))
            marks.append(ChartMark(name, line.label, line.goal, partial(self._draw_name, line)))
            marks += self._place_segments(line, left, top + scaled((_LINE - _BAR) // 2), step)
            top += scaled(_LINE)
        return marks, top + EDGE

    def _step(self, room: float, longest: int) -> float:
        """How wide one thing is, so that every line fits though the smallest segments are widened."""
        step = room / longest
        widest = max((sum(_width(segment, step) for segment in line.segments) for line in self._lines), default=0)
        return max(0.0, step - max(0.0, widest - room) / longest)

    def _place_segments(self, line: BarLine, left: float, top: int, step: float) -> list[ChartMark]:
        marks: list[ChartMark] = []
        for segment in line.segments:
            width = _width(segment, step)
            rect = QRectF(left, top, width - 1, scaled(_BAR))
            marks.append(ChartMark(rect, segment.label, segment.goal, partial(self._draw_segment, segment)))
            left += width
        return marks

    def _place_legend(self, width: int) -> tuple[list[ChartMark], int]:
        """The words of the legend, on as many lines as they need."""
        metrics = QFontMetrics(self.small_font())
        marks: list[ChartMark] = []
        left = float(EDGE)
        top = EDGE
        for sort in self._legend:
            needed = metrics.horizontalAdvance(sort.words) + scaled(_SIGN + 5 + 4)
            if left > EDGE and left + needed > width - EDGE:
                left = float(EDGE)
                top = top + scaled(_LEGEND_LINE)
            rect = QRectF(left, top, needed, scaled(_LEGEND_LINE - 4))
            marks.append(ChartMark(rect, sort.tip, sort.goal, partial(self._draw_sort, sort)))
            left += needed + scaled(12)
        return marks, top + (scaled(_LEGEND_LINE + 6) if marks else 0)

    def _name_width(self, width: int) -> int:
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(line.name) for line in self._lines), default=0) + scaled(6)
        return min(widest, round(width * 0.38))

    def _draw_name(self, line: BarLine, painter: QPainter, rect: QRectF) -> None:
        write(painter, rect.adjusted(scaled(2), 0, 0, 0), line.name, self.colour("ink"))
        end = max((mark.rect.right() for mark in self.marks if _on_line(mark, rect)), default=rect.right())
        painter.setFont(self.small_font())
        room = QRectF(end + scaled(8), rect.top(), scaled(64), rect.height())
        write(painter, room, f"{line.total:,}", self.colour("soft"))

    def _draw_sort(self, sort: Sort, painter: QPainter, rect: QRectF) -> None:
        painter.setFont(self.small_font())
        side = scaled(_SIGN)
        sort.sign(painter, QRectF(rect.left() + 2, rect.center().y() - side / 2, side, side), sort.text)
        write(painter, rect.adjusted(side + scaled(7), 0, 0, 0), sort.words, sort.text)

    def _draw_segment(self, segment: Segment, painter: QPainter, rect: QRectF) -> None:
        sort = segment.sort
        painter.fillRect(rect, sort.ground)
        underline = QRectF(rect.left(), rect.bottom() - scaled(2), rect.width(), scaled(2))
        if sort.open:
            painter.setPen(QPen(sort.text, 1, Qt.PenStyle.DashLine))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        else:
            painter.fillRect(underline, sort.text)
        painter.setFont(self.small_font())
        number = f"{segment.count:,}"
        side = scaled(_SIGN - 1)
        digits = painter.fontMetrics().horizontalAdvance(number)
        whole = side + scaled(4) + digits
        left = rect.center().x() - digits / 2
        if rect.width() >= whole + scaled(5):
            left = rect.center().x() - whole / 2
            sort.sign(painter, QRectF(left, rect.center().y() - side / 2 - 0.5, side, side), sort.text)
            left += side + scaled(4)
        if rect.width() >= digits + 2:
            write(painter, QRectF(left, rect.top(), digits + 2, rect.height() - 1), number, sort.text)


def _width(segment: Segment, step: float) -> float:
    return max(float(scaled(_LEAST)), segment.count * step)


def _on_line(mark: ChartMark, name: QRectF) -> bool:
    return name.top() <= mark.rect.center().y() <= name.bottom()
