"""The pictures of the dashboard: stacked bars, targets, months. They are made of marks that can be pointed at, walked
through by the keyboard, and opened.

Painted here and not by the charts of reports: those are files for print, in which nothing can be pressed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QHideEvent,
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
from tracker.desktop.models.drawing import draw_bar, write
from tracker.desktop.theme import scaled
from tracker.domain.search.ledger_query import Choices
from tracker.domain.terms import Assessment

_BAR_LINE = 28
_BAR = 20
_LEGEND_LINE = 24
_SIGN = 9
_LEAST = 14
"""Pixels of the design that even a single thing takes, so that it can be pressed."""
_BULLET_LINE = 52
_TEXT = 20
_BULLET_BAR = 8
_GAP = 6
_NAMES = 0.56
"""The share of the width that names and arithmetic take."""
_TALL = 150
_NUMBER = 18
_AXIS = 22
_WIDEST = 72
_WIDEST_BAR = 32
_NARROWEST = 9
_MONTHS = 12
_JANUARY = "-01"
EDGE = 3
"""Room around all marks, so that the ring of the focus is not cut off."""
Goal = Choices | str
"""Where a mark leads: to the rows of these choices, or to the commitment with this code."""
Draw = Callable[[QPainter, QRectF], None]
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
    stands on, `copy_wanted` asks for the numbers on the clipboard.
    """

    wanted = Signal(object)
    described = Signal(str)
    copy_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.appearance = appearance
        self.marks: tuple[ChartMark, ...] = ()
        self._summary = ""
        self._current = 0
        # The height for the width that there is.
        self._needed = 0
        self._hovered: ChartMark | None = None
        self.setMouseTracking(True)
        self.setMinimumWidth(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def current(self) -> ChartMark | None:
        """The mark that the keyboard stands on."""
        return self.marks[self._current] if self._current < len(self.marks) else None

    def refresh(self, summary: str) -> None:
        """Show what was set; `summary` is what is read aloud of it."""
        self._summary = summary
        self._place_again()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.marks else Qt.FocusPolicy.NoFocus)
        self._tell()

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
        self._place_again()

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
        # One widget, many marks: each has its own words and its own area.
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
        QToolTip.hideText()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        QToolTip.hideText()  # a page that is left by a key would leave it standing

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        mark = self.mark_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and mark is not None:
            self._stand_on(mark)
            self.wanted.emit(mark.goal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mark = self.current
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
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
        menu.addAction(self.tr("Copy as text")).triggered.connect(self.copy_wanted)
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

    def _place_again(self) -> None:
        marks, needed = self.place(self.width(), self.height())
        self.marks = tuple(marks)
        if needed != self._needed:
            self._needed = needed
            self.updateGeometry()
        # Fewer marks may have come.
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
            self.setAccessibleDescription(self._summary)

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


def nearest(mark: ChartMark, others: Sequence[ChartMark]) -> ChartMark:
    """The one of `others` in the nearest row, and there the nearest; the mark itself where there is none."""
    here = mark.rect.center()

    def distance(other: ChartMark) -> tuple[int, float]:
        there = other.rect.center()
        return round(abs(there.y() - here.y())), abs(there.x() - here.x())

    return min(others, key=distance, default=mark)


@dataclass(frozen=True, slots=True)
class Sort:
    """One way in which things are told apart: a term with its word, rule, sign and two colours.

    `open` bars have a dashed rim.
    """

    term: Any
    words: str
    tip: str
    draw: Callable[[QPainter, QRectF, Any, QColor], None]
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

    def set_lines(self, legend: Sequence[Sort], lines: Sequence[BarLine]) -> None:
        """Take these lines. The longest will have the whole width."""
        self._legend = tuple(legend)
        self._lines = tuple(lines)

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
            name = QRectF(EDGE, top + scaled(2), names, scaled(_BAR_LINE - 4))
            marks.append(ChartMark(name, line.label, line.goal, partial(self._draw_name, line)))
            marks += self._place_segments(line, left, top + scaled((_BAR_LINE - _BAR) // 2), step)
            top += scaled(_BAR_LINE)
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
        sort.draw(painter, QRectF(rect.left() + 2, rect.center().y() - side / 2, side, side), sort.term, sort.text)
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
            sort.draw(painter, QRectF(left, rect.center().y() - side / 2 - 0.5, side, side), sort.term, sort.text)
            left += side + scaled(4)
        if rect.width() >= digits + 2:
            write(painter, QRectF(left, rect.top(), digits + 2, rect.height() - 1), number, sort.text)


def _width(segment: Segment, step: float) -> float:
    # One commitment among hundreds would be a hair that nobody can hit.
    return max(float(scaled(_LEAST)), segment.count * step)


def _on_line(mark: ChartMark, name: QRectF) -> bool:
    return name.top() <= mark.rect.center().y() <= name.bottom()


@dataclass(frozen=True, slots=True)
class Bullet:
    """One target: its name, what was reached of it (1.0 for all; None while unknown), and both in words."""

    code: str
    name: str
    reached: float | None
    satisfied: bool
    amounts: str
    working: str
    label: str


class BulletBars(ChartView):
    """A target a line: name and arithmetic at the left, amounts and bar at the right."""

    _bullets: tuple[Bullet, ...] = ()

    def set_bullets(self, bullets: Sequence[Bullet]) -> None:
        """Take these targets."""
        self._bullets = tuple(bullets)

    def place(self, width: int, height: int) -> tuple[list[ChartMark], int]:
        del height
        line = scaled(_BULLET_LINE)
        marks = [
            ChartMark(
                QRectF(EDGE, EDGE + number * line, width - 2 * EDGE, line - scaled(_GAP)),
                bullet.label,
                bullet.code,
                partial(self._draw_bullet, bullet),
            )
            for number, bullet in enumerate(self._bullets)
        ]
        return marks, len(marks) * line - scaled(_GAP) + 2 * EDGE

    def _draw_bullet(self, bullet: Bullet, painter: QPainter, rect: QRectF) -> None:
        room = rect.adjusted(scaled(2), scaled(1), -scaled(4), -scaled(1))
        words = QRectF(room.left(), room.top(), room.width() * _NAMES, scaled(_TEXT))
        write(painter, words, bullet.name, self.colour("ink"))
        below = words.translated(0, scaled(_TEXT + 2))
        right = room.adjusted(words.width() + scaled(16), 0, 0, 0)
        painter.setFont(self.small_font())
        write(painter, below, bullet.working, self.colour("soft"))
        amounts = QRectF(right.left(), right.top(), right.width(), scaled(_TEXT))
        painter.setFont(self.small_font(bold=bullet.reached is not None))
        write(painter, amounts, bullet.amounts, self.colour("soft" if bullet.reached is None else "ink"))
        self._draw_bar(
            bullet, painter, QRectF(right.left(), amounts.bottom() + scaled(5), right.width(), scaled(_BULLET_BAR))
        )

    def _draw_bar(self, bullet: Bullet, painter: QPainter, room: QRectF) -> None:
        tokens = self.appearance.tokens
        reached = max(0.0, bullet.reached or 0.0)
        longest = max(1.0, reached)
        fill = tokens.assessments[Assessment.MET].text if bullet.satisfied else tokens.colour("soft")
        draw_bar(painter, room.toRect(), reached / longest, fill, tokens.colour("track"))
        width = scaled(2)
        at = min(room.right() - width, room.left() + room.width() / longest)
        tick = QRect(round(at), round(room.top()) - scaled(4), width, scaled(_BULLET_BAR + 8))
        painter.fillRect(tick, tokens.colour("ink"))


@dataclass(frozen=True, slots=True)
class Bucket:
    """A month (or year, or decade) with its number, and the months in it that have any."""

    key: str
    count: int
    months: tuple[str, ...]


_Column = tuple[Bucket, QRectF]


def gather(numbers: Mapping[str, int], most: int) -> list[Bucket]:
    """All months `YYYY-MM` from the first to the last; years or decades where there are more than `most`."""
    if not numbers:
        return []
    first = min(numbers)
    last = max(numbers)
    months = _months_between(first, last)
    keys = months
    for length in (len("YYYY"), len("YYY")):
        if len(keys) > most:
            keys = list(dict.fromkeys(month[:length] for month in months))
    return [_bucket(key, numbers) for key in keys]


def _bucket(key: str, numbers: Mapping[str, int]) -> Bucket:
    inside = tuple(month for month, number in numbers.items() if number and month.startswith(key))
    return Bucket(key if len(key) != len("YYY") else f"{key}0", sum(numbers[month] for month in inside), inside)


def _months_between(first: str, last: str) -> list[str]:
    numbers = [int(month[:4]) * _MONTHS + int(month[5:7]) - 1 for month in (first, last)]
    return [f"{n // _MONTHS:04}-{n % _MONTHS + 1:02}" for n in range(numbers[0], numbers[1] + 1)]


class MonthColumns(ChartView):
    """A column a month. Grows in height where there is room."""

    _numbers: Mapping[str, int] = {}

    def set_numbers(
        self, numbers: Mapping[str, int], label: Callable[[Bucket], str], goal: Callable[[Bucket], Goal]
    ) -> None:
        """Take these numbers by month; `label` and `goal` say what a column says and where it leads."""
        self._numbers = numbers
        self._label = label
        self._goal = goal

    def place(self, width: int, height: int) -> tuple[list[ChartMark], int]:
        columns = self._columns(width, max(height, scaled(_TALL)))
        most = max((bucket.count for bucket, _ in columns), default=1)
        marks = [
            ChartMark(
                room.adjusted(1, 0, -1, -scaled(_AXIS)),
                self._label(bucket),
                self._goal(bucket),
                partial(self._draw_column, bucket, most),
            )
            for bucket, room in columns
            if bucket.count
        ]
        return marks, scaled(_TALL)

    def draw_ground(self, painter: QPainter) -> None:
        columns = self._columns(self.width(), self.height())
        if not columns:
            return
        base = columns[0][1].bottom() - scaled(_AXIS)
        painter.fillRect(QRectF(EDGE, base, self.width() - 2 * EDGE, 1), self.colour("line"))
        painter.setFont(self.small_font())
        for bucket, room in self._named(columns):
            write(painter, room, bucket.key, self.colour("soft"), Qt.AlignmentFlag.AlignHCenter)

    def _columns(self, width: int, height: int) -> list[_Column]:
        buckets = gather(self._numbers, max(1, (width - 2 * EDGE) // scaled(_NARROWEST)))
        step = min(float(scaled(_WIDEST)), (width - 2 * EDGE) / max(1, len(buckets)))
        return [
            (bucket, QRectF(EDGE + number * step, EDGE, step, height - 2 * EDGE))
            for number, bucket in enumerate(buckets)
        ]

    def _named(self, columns: Sequence[_Column]) -> list[_Column]:
        """The columns whose name is written below, as far as they leave each other room: the ends first."""
        needed = QFontMetrics(self.small_font()).horizontalAdvance("0000-00") + scaled(8)
        januaries = [column for column in columns if column[0].key.endswith(_JANUARY)]
        named: list[_Column] = []
        # In the order in which they matter: what comes later is left out where it would touch another.
        for bucket, column in [columns[0], columns[-1], *januaries, *columns]:
            left = max(EDGE, min(column.center().x() - needed / 2, self.width() - EDGE - needed))
            room = QRectF(left, column.bottom() - scaled(_AXIS - 3), needed, scaled(_AXIS - 4))
            if not any(room.intersects(taken) for _, taken in named):
                named.append((bucket, room))
        return named

    def _draw_column(self, bucket: Bucket, most: int, painter: QPainter, rect: QRectF) -> None:
        tall = (rect.height() - scaled(_NUMBER)) * bucket.count / most
        gap = max(min(scaled(4), max(1, round(rect.width() / 8))), (rect.width() - scaled(_WIDEST_BAR)) / 2)
        column = QRectF(rect.left() + gap, rect.bottom() - tall, rect.width() - 2 * gap, tall)
        painter.fillRect(column, self.colour("soft"))
        painter.setFont(self.small_font())
        number = f"{bucket.count:,}"
        if painter.fontMetrics().horizontalAdvance(number) <= rect.width():
            room = QRectF(rect.left(), column.top() - scaled(_NUMBER), rect.width() + 1, scaled(_NUMBER))
            write(painter, room, number, self.colour("soft"), Qt.AlignmentFlag.AlignHCenter)
