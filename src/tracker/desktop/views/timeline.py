"""The history of a commitment, newest first."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.widgets import column, text
from tracker.domain.rows import EventRow

_DOT = 8
_GUTTER = 20


class TimelineEntry(QFrame):
    """What happened, when, by whom, and why; with a dot on the line of time."""

    def __init__(self, appearance: Appearance, event: EventRow, *, newest: bool, oldest: bool) -> None:
        super().__init__()
        self._appearance = appearance
        self._newest, self._oldest = newest, oldest
        when = event.at.astimezone().strftime("%Y-%m-%d %H:%M")
        by = " · ".join(part for part in (when, event.author) if part)
        lines = column(spacing=1, margins=(_GUTTER, 0, 0, 12))
        lines.addWidget(text(appearance.words.event(event), "strong" if newest else ""))
        if event.reason:
            lines.addWidget(text(event.reason))
        lines.addWidget(text(by, "small"))
        self.setLayout(lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tokens = self._appearance.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, top, middle = scaled(_DOT), scaled(5), scaled(_DOT) / 2 + 1
        painter.setPen(QPen(tokens.colour("line"), 2))
        bottom = top if self._oldest else self.height()
        painter.drawLine(int(middle), 0 if not self._newest else top, int(middle), bottom)
        painter.setPen(QPen(tokens.colour("accent" if self._newest else "soft"), 1.6))
        painter.setBrush(tokens.colour("accent" if self._newest else "card"))
        painter.drawRoundedRect(QRectF(1, top, side, side), 2.5, 2.5)


class Timeline(QWidget):
    """All entries of a history."""

    def __init__(self, appearance: Appearance, events: tuple[EventRow, ...]) -> None:
        super().__init__()
        lines = column()
        last = len(events) - 1
        for place, event in enumerate(events):
            lines.addWidget(TimelineEntry(appearance, event, newest=place == 0, oldest=place == last))
        self.setLayout(lines)
