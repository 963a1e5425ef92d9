"""The target of a commitment: how far it is, and the arithmetic that says so."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import draw_bar
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import column, label, text
from tracker.desktop.views.detail.sections import Shown
from tracker.domain.commitments.quantity import Quantity, Working
from tracker.domain.rows import RelationRow
from tracker.domain.terms import Assessment

_MOST_LEFT_OUT = 20


class TargetBar(QWidget):
    """The actual amount as a bar, with a stroke where the target stands."""

    def __init__(self, appearance: Appearance, working: Working | None) -> None:
        super().__init__()
        self._appearance = appearance
        self._satisfied = bool(working and working.satisfied)
        reached = max(0.0, (working and working.reached) or 0.0)
        # Where more than the target is reached the bar is that amount, and the stroke of the target stands within it.
        longest = max(1.0, reached)
        self._filled = reached / longest
        self._target = 1 / longest
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{reached:.0%}")

    def sizeHint(self) -> QSize:
        return QSize(scaled(120), scaled(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._appearance.tokens
        painter = QPainter(self)
        bar = QRect(0, scaled(4), self.width(), scaled(8))
        fill = tokens.assessments[Assessment.MET].text if self._satisfied else tokens.colour("soft")
        draw_bar(painter, bar, self._filled, fill, tokens.colour("track"))
        # At full length the stroke would stand just outside.
        stroke = min(self.width() - scaled(2), round(self.width() * self._target))
        painter.fillRect(QRect(stroke, 0, scaled(2), self.height()), tokens.colour("ink"))


class TargetBox(QFrame):
    """Target, actual amount, bar, arithmetic, and the words that give the baseline.

    Where later words set a new amount, both stand side by side, each with what the same evidence comes to by it.
    """

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.setObjectName("box")
        appearance = self._appearance = shown.appearance
        detail = shown.detail
        quantity = detail.row.quantity
        working = detail.row.working
        later = [one for one in detail.relations if one.quantity is not None]
        lines = column(spacing=5, margins=(12, 10, 12, 10))
        if later:
            lines.addLayout(self._side_by_side(quantity, working, later))
        elif quantity is not None:
            self._add_only(lines, quantity, working)
        if quantity is not None and quantity.baseline is not None:
            amount = appearance.words.amount(quantity.baseline, quantity.unit)
            quoted = detail.baseline_quote
            said = self.tr("Baseline {amount}").format(amount=amount)
            lines.addWidget(text(f"{said} · “{quoted.passage.exact}”" if quoted else said, "small"))
        self._add_left_out(lines, shown)
        self.setLayout(lines)

    def _add_left_out(self, lines: QVBoxLayout, shown: Shown) -> None:
        """What was measured and not counted, each with the reason: nothing is dropped in silence (§4)."""
        left_out = shown.detail.uncounted
        if not left_out:
            return
        lines.addWidget(label(self.tr("Not counted"), "formLabel"))
        for one in left_out[:_MOST_LEFT_OUT]:
            number, piece = shown.pieces[one.evidence_id]
            numbered = self.tr("Evidence {number}").format(number=number)
            line = text(f"{numbered} · {self._appearance.words.uncounted(one)}", "small")
            line.setObjectName("uncounted")
            line.setToolTip(piece.title)
            lines.addWidget(line)
        if (rest := len(left_out) - _MOST_LEFT_OUT) > 0:
            lines.addWidget(text(self.tr("and {count} more").format(count=f"{rest:,}"), "small"))

    def _add_only(self, lines: QVBoxLayout, quantity: Quantity, working: Working | None) -> None:
        lines.addWidget(text(self._headline(quantity, working)))
        if quantity.value is not None:
            lines.addWidget(TargetBar(self._appearance, working))
        if working is not None:
            lines.addWidget(text(self._appearance.words.working(working), "small"))
        elif quantity.value is not None:
            lines.addWidget(text(self.tr("No evidence has given an amount yet."), "small"))

    def _side_by_side(
        self, quantity: Quantity | None, working: Working | None, later: Sequence[RelationRow]
    ) -> QGridLayout:
        """The first words at the left, in the next columns what was said later, two a line."""
        words = self._appearance.words
        sides = [self._side(self.tr("First words"), quantity, working)]
        for one in reversed(later):  # oldest first, as time goes
            sides.append(self._side(f"{words.term(one.kind)} {one.said_on}", one.quantity, one.working))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(scaled(16))
        grid.setVerticalSpacing(scaled(10))
        for place, side in enumerate(sides):
            grid.addLayout(side, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        return grid

    def _side(self, title: str, quantity: Quantity | None, working: Working | None) -> QVBoxLayout:
        words = self._appearance.words
        lines = column(text(title, "small"), spacing=4)
        if quantity is None:
            lines.addWidget(text(self.tr("No amount"), "strong"))
        else:
            lines.addWidget(text(words.quantity(quantity), "strong"))
        if quantity is not None and quantity.value is not None:
            lines.addWidget(TargetBar(self._appearance, working))
            lines.addWidget(text(words.working(working) if working else self.tr("No amount known yet"), "small"))
            lines.addWidget(text(self.tr("Reached") if working and working.satisfied else self.tr("Not reached yet")))
        lines.addStretch()
        return lines

    def _headline(self, quantity: Quantity, working: Working | None) -> str:
        words = self._appearance.words
        target = self.tr("Target {target}").format(target=words.quantity(quantity))
        if working is None:
            return target
        actual = self.tr("Actual {amount}").format(amount=words.amount(working.actual, quantity.unit))
        return f"{target} · {actual}"
