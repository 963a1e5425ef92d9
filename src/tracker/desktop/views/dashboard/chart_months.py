"""A number for each month, as columns; where months would be too many, they stand together as years or decades."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from tracker.desktop.models.drawing import write
from tracker.desktop.theme import scaled
from tracker.desktop.views.dashboard.charts import EDGE, ChartMark, ChartView, Goal, Table

_TALL = 150
_NUMBER = 18
_AXIS = 22
_WIDEST = 40
_NARROWEST = 9
_MONTHS = 12
_JANUARY = "-01"


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
        self, numbers: Mapping[str, int], label: Callable[[Bucket], str], goal: Callable[[Bucket], Goal], table: Table
    ) -> None:
        """Show these numbers by month; `label` and `goal` say what a column says and where it leads."""
        self._numbers = numbers
        self._label = label
        self._goal = goal
        self.set_table(table)

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
            write(painter, room, bucket.key, self.colour("soft"))

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
        for bucket, column in [columns[0], columns[-1], *januaries, *columns]:
            left = min(column.left() + 1, self.width() - EDGE - needed)
            room = QRectF(left, column.bottom() - scaled(_AXIS - 3), needed, scaled(_AXIS - 4))
            if not any(room.intersects(taken) for _, taken in named):
                named.append((bucket, room))
        return named

    def _draw_column(self, bucket: Bucket, most: int, painter: QPainter, rect: QRectF) -> None:
        tall = (rect.height() - scaled(_NUMBER)) * bucket.count / most
        gap = min(scaled(4), max(1, round(rect.width() / 8)))
        column = QRectF(rect.left() + gap, rect.bottom() - tall, rect.width() - 2 * gap, tall)
        painter.fillRect(column, self.colour("soft"))
        painter.setFont(self.small_font())
        number = f"{bucket.count:,}"
        if painter.fontMetrics().horizontalAdvance(number) <= rect.width():
            room = QRectF(rect.left(), column.top() - scaled(_NUMBER), rect.width() + 1, scaled(_NUMBER))
            write(painter, room, number, self.colour("soft"), Qt.AlignmentFlag.AlignHCenter)
