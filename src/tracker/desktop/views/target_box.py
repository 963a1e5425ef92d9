"""The target of a commitment: how far it is, and the arithmetic that says so."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.delegates import draw_bar
from tracker.desktop.theme import scaled
from tracker.desktop.views.widgets import column, text
from tracker.domain.quantity import Quantity, Working
from tracker.domain.rows import Quote
from tracker.domain.terms import Assessment


class TargetBar(QWidget):
    """The actual amount as a bar, with a stroke where the target stands."""

    def __init__(self, appearance: Appearance, working: Working | None) -> None:
        super().__init__()
        self._appearance = appearance
        self._satisfied = bool(working and working.satisfied)
        reached = max(0.0, (working and working.reached) or 0.0)
        longest = max(1.0, reached)
        self._filled, self._target = reached / longest, 1 / longest
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
        stroke = min(self.width() - scaled(2), round(self.width() * self._target))
        painter.fillRect(QRect(stroke, 0, scaled(2), self.height()), tokens.colour("ink"))


class TargetBox(QFrame):
    """Target, actual amount, bar, arithmetic, and the words that give the baseline."""

    def __init__(
        self, appearance: Appearance, quantity: Quantity, working: Working | None, baseline: Quote | None
    ) -> None:
        super().__init__()
        self.setObjectName("box")
        words = appearance.words
        lines = column(spacing=5, margins=(12, 10, 12, 10))
        lines.addWidget(text(self._headline(appearance, quantity, working)))
        if quantity.value is not None:
            lines.addWidget(TargetBar(appearance, working))
        if working is not None:
            lines.addWidget(text(words.working(working), "small"))
        elif quantity.value is not None:
            lines.addWidget(text(self.tr("No evidence has given an amount yet."), "small"))
        if quantity.baseline is not None:
            amount = words.amount(quantity.baseline, quantity.unit)
            said = self.tr("Baseline {amount}").format(amount=amount)
            lines.addWidget(text(f"{said} · “{baseline.passage.exact}”" if baseline else said, "small"))
        self.setLayout(lines)

    def _headline(self, appearance: Appearance, quantity: Quantity, working: Working | None) -> str:
        target = self.tr("Target {target}").format(target=appearance.words.quantity(quantity))
        if working is None:
            return target
        amount = appearance.words.amount(working.actual, quantity.unit)
        actual = self.tr("Actual {amount}").format(amount=amount)
        return f"{target} · {actual}"
