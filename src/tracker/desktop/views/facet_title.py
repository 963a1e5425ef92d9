"""The title of a facet, which folds its choices away and shows them again."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.marks import draw_fold
from tracker.desktop.theme import scaled


class FacetTitle(QAbstractButton):
    """Checked means open. Folded, it says how many of its choices are ticked."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._count = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int) -> None:
        """How many choices are ticked."""
        self._count = count
        self.setAccessibleDescription(str(count) if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(scaled(40) + metrics.horizontalAdvance(self.text()), max(scaled(22), metrics.height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(60), self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, tokens = QPainter(self), self._appearance.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = tokens.colour("ink" if self.underMouse() else "soft")
        if self.hasFocus():
            painter.setPen(QPen(tokens.colour("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        side = scaled(9)
        box = QRectF(self.width() - scaled(2) - side, (self.height() - side) / 2, side, side)
        draw_fold(painter, box, not self.isChecked(), colour)
        font = QFont(self.font())
        font.setPixelSize(scaled(12))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        right = round(box.left()) - scaled(6)
        if self._count and not self.isChecked():
            painter.setPen(tokens.colour("accent"))
            painter.drawText(
                QRect(0, 0, right, self.height()),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                str(self._count),
            )
            right -= painter.fontMetrics().horizontalAdvance(str(self._count)) + scaled(6)
        painter.setPen(colour)
        room = QRect(scaled(2), 0, right - scaled(2), self.height())
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
