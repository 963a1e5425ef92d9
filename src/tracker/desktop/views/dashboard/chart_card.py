"""A card of the dashboard: its title, a picture or a list, the same as text, and what to do where it is empty."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import button, column, label, row, text
from tracker.desktop.views.dashboard.charts import ChartView, Table, copy_table


class Card(QFrame):
    """Signals: `wanted` carries where a mark leads, `said` a sentence for the status bar."""

    wanted = Signal(object)
    said = Signal(str)

    def __init__(self, appearance: Appearance, body: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        self.appearance = appearance
        self.body = body
        self._table: Table = ()
        self._title = label("", "cardTitle")
        self._hint = label("", "small")
        self._hint.setMinimumWidth(1)
        self._empty = text("", "calmText")
        self.copy_button = button("", "quiet-link")
        self.copy_button.clicked.connect(self.copy)
        self._empty.hide()
        head = row(self._title, self._hint, None, self.copy_button, spacing=10, margins=(5, 0, 3, 0))
        none = column(self._empty, margins=(5, 0, 3, 4))
        lines = column(head, body, none, None, spacing=8, margins=(13, 14, 13, 14))
        lines.setStretchFactor(body, 1)
        self.setLayout(lines)
        self.setMinimumWidth(1)
        if isinstance(body, ChartView):
            body.wanted.connect(self.wanted)
            body.described.connect(self.said)
            body.copied.connect(self._say_copied)

    def name(self, title: str, hint: str, empty: str) -> None:
        """Take new words: the title, what its numbers are, and what to do while there is nothing to show."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setToolTip(hint)
        self._empty.setText(empty)
        self.setAccessibleName(title)
        self.body.setAccessibleName(title)
        self.copy_button.setText(self.tr("Copy as text"))
        self.copy_button.setAccessibleName(self.tr("Copy “{title}” as text").format(title=title))

    def fill(self, table: Table, *, empty: bool) -> None:
        """Take the numbers as rows of words, headings first; an empty card says what to do instead."""
        self._table = table
        self.body.setVisible(not empty)
        self._empty.setVisible(empty)
        self.copy_button.setVisible(not empty)

    def copy(self) -> None:
        """Put the numbers on the clipboard."""
        copy_table(self._table)
        self._say_copied()

    def _say_copied(self) -> None:
        self.said.emit(self.tr("“{title}” is on the clipboard as a table.").format(title=self._title.text()))
