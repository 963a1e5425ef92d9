"""Targets against what was reached: a bar each, with a stroke where the target stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from tracker.desktop.models.drawing import draw_bar, write
from tracker.desktop.theme import scaled
from tracker.desktop.views.dashboard.charts import EDGE, ChartMark, ChartView, Table
from tracker.domain.terms import Assessment

_LINE = 52
_TEXT = 20
_BAR = 8
_GAP = 6
_NAMES = 0.56
"""The share of the width that names and arithmetic take."""


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

    def set_bullets(self, bullets: Sequence[Bullet], table: Table) -> None:
        """Show these targets."""
        self._bullets = tuple(bullets)
        self.set_table(table)

    def place(self, width: int, height: int) -> tuple[list[ChartMark], int]:
        del height
        line = scaled(_LINE)
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
        self._draw_bar(bullet, painter, QRectF(right.left(), amounts.bottom() + scaled(5), right.width(), scaled(_BAR)))

    def _draw_bar(self, bullet: Bullet, painter: QPainter, room: QRectF) -> None:
        tokens = self.appearance.tokens
        reached = max(0.0, bullet.reached or 0.0)
        longest = max(1.0, reached)
        fill = tokens.assessments[Assessment.MET].text if bullet.satisfied else tokens.colour("soft")
        draw_bar(painter, room.toRect(), reached / longest, fill, tokens.colour("track"))
        width = scaled(2)
        at = min(room.right() - width, room.left() + room.width() / longest)
        tick = QRect(round(at), round(room.top()) - scaled(4), width, scaled(_BAR + 8))
        painter.fillRect(tick, tokens.colour("ink"))
