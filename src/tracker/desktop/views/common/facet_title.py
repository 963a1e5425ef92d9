"""The title of a facet, which folds its choices away and shows them again."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import draw_focus, write
from tracker.desktop.models.marks import draw_fold
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import DrawnLine


class FacetTitle(DrawnLine):
    """Checked means open. Folded, it says how many of its choices are ticked."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance)
        self._count = 0
        self.setCheckable(True)

    def show_count(self, count: int) -> None:
        """How many choices are ticked."""
        self._count = count
        self.setAccessibleDescription(str(count) if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(scaled(40) + metrics.horizontalAdvance(self.text()), max(scaled(22), metrics.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        tokens = self._appearance.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = tokens.colour("ink" if self.underMouse() else "soft")
        if self.hasFocus():
            draw_focus(painter, self.rect(), tokens)
        side = scaled(9)
        box = QRectF(self.width() - scaled(2) - side, (self.height() - side) / 2, side, side)
        draw_fold(painter, box, not self.isChecked(), colour)
        font = QFont(self.font())
        font.setPixelSize(scaled(12))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        right = round(box.left()) - scaled(6)
        if self._count and not self.isChecked():
            room = QRect(0, 0, right, self.height())
            accent = tokens.colour("accent")
            write(painter, room, str(self._count), accent, Qt.AlignmentFlag.AlignRight)
            right -= painter.fontMetrics().horizontalAdvance(str(self._count)) + scaled(6)
        write(painter, QRect(scaled(2), 0, right - scaled(2), self.height()), self.text(), colour)
