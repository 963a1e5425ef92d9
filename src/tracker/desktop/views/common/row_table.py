"""The manners of every table of the program."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import row_height
from tracker.desktop.theme import scaled


class RowTable(QTableView):
    """A table whose rows are chosen whole, are as high as the user wants them, and are not edited in place."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # What stays in sight while it scrolls is moved, not painted anew: Qt does so where a ground is painted here.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setMinimumSectionSize(scaled(20))
        self.fit_rows()

    def fit_rows(self) -> None:
        """Take the height of rows that the user wants now."""
        self.verticalHeader().setDefaultSectionSize(row_height(self._appearance))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._appearance.tokens.colour("paper"))
        painter.end()
        self.paint_rows(event)

    def paint_rows(self, event: QPaintEvent) -> None:
        """Draw the rows on their ground."""
        super().paintEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit_rows()
