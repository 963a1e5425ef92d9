"""A section of the detail pane with its head, by which it is folded; what is folded stays so for every commitment."""

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLayout, QWidget
from shiboken6 import delete

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import draw_focus, write
from tracker.desktop.models.marks import draw_fold
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import DrawnLine, column, hairline

_KEPT = "detail_sections"
MORE = "more"
_FOLDED_AT_FIRST = frozenset({MORE})


class Folds(QObject):
    """Which sections are open, by their names; remembered in the settings."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._open = {name: is_open for name, is_open in settings.recall(_KEPT).items() if isinstance(is_open, bool)}

    def is_open(self, name: str) -> bool:
        """Whether a section shows what it holds."""
        return self._open.get(name, name not in _FOLDED_AT_FIRST)

    def turn(self, name: str, is_open: bool) -> None:
        """Open or fold a section from now on."""
        if is_open != self.is_open(name):
            self._open[name] = is_open
            self._settings.keep(_KEPT, self._open)


class SectionHead(DrawnLine):
    """Checked means open. A click, Enter or Space turns it; the right arrow opens, the left one folds."""

    def __init__(self, appearance: Appearance, name: str) -> None:
        super().__init__(appearance)
        self.setObjectName(f"fold_{name}")
        self.setCheckable(True)
        font = QFont(self.font())
        font.setPixelSize(scaled(12))
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(scaled(40) + metrics.horizontalAdvance(self.text()), max(scaled(24), metrics.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.setChecked(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._appearance.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = tokens.colour("ink" if self.underMouse() else "soft")
        if self.hasFocus():
            draw_focus(painter, self.rect(), tokens)
        side = scaled(9)
        box = QRectF(self.width() - scaled(2) - side, (self.height() - side) / 2, side, side)
        draw_fold(painter, box, not self.isChecked(), colour)
        write(painter, QRect(0, 0, round(box.left()) - scaled(6), self.height()), self.text(), colour)


class FoldSection(QWidget):
    """A hairline, a head and what is under it. `opened` says that it was unfolded by hand."""

    opened = Signal()

    def __init__(self, appearance: Appearance, folds: Folds, name: str, *, spacing: int = 8) -> None:
        super().__init__()
        self._folds = folds
        self.name = name
        self.setObjectName(f"section_{name}")
        self.head = SectionHead(appearance, name)
        self._lines = column(spacing=spacing)
        self.body = QWidget()
        self.body.setLayout(self._lines)
        self.setLayout(column(hairline(), self.head, self.body, spacing=4))
        self.head.setChecked(folds.is_open(name))
        self.body.setVisible(self.head.isChecked())
        self.head.toggled.connect(self._turn)

    @property
    def is_open(self) -> bool:
        """Whether what it holds shows."""
        return self.head.isChecked()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was put into it: what is folded need not be made."""
        return self._lines.count() == 0

    def name_head(self, title: str, tip: str = "") -> None:
        """Say what it holds."""
        self.head.setText(title)
        self.head.setAccessibleName(title)
        self.head.setToolTip(tip or self.tr("Show or fold this section"))

    def add(self, *things: QWidget | QLayout) -> "FoldSection":
        """Put these under the head, below what is there."""
        for thing in things:
            if isinstance(thing, QWidget):
                self._lines.addWidget(thing)
            else:
                self._lines.addLayout(thing)
        return self

    def replace(self, old: QWidget, made: QWidget) -> None:
        """Put something in the place of what is there."""
        place = self._lines.indexOf(old)
        self._lines.removeWidget(old)
        delete(old)  # at once, so that nothing old is found or read out any more
        self._lines.insertWidget(place, made)

    def unfold(self) -> None:
        """Be open for what is worked on or was asked for in it."""
        self.head.setChecked(True)

    def _turn(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        self._folds.turn(self.name, is_open)
        if is_open:
            self.opened.emit()
