"""The manners of every table of the program, and of those that fetch their rows as they come into sight."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHeaderView, QListView, QTableView

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import PADDING, TableDelegate, TwoLineDelegate, row_height
from tracker.desktop.models.frozen_columns import frozen_columns, left_of
from tracker.desktop.models.lazy_table import LazyTable
from tracker.desktop.models.row_painter import RowPainter, content_width
from tracker.desktop.models.rows_model import ITEM_ROLE, RowsModel, TableLine
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.header_menus import HeaderMenus
from tracker.desktop.views.common.table_header import TableHeader

ROWS = QItemSelectionModel.SelectionFlag.Rows
_MOST_AGAIN = 500
"""Rows that are selected again where they have come in another order."""
_WIDEST = 0.8
"""The share of the table that a column takes at most that is as wide as what it holds."""
_WIDEST_FITTED = 190
"""Pixels of the design that a column takes at most beside one that takes the room that is left."""
_STEPS = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}
_EDGES = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class RowTable(QTableView):
    """A table whose rows are chosen whole, are as high as the user wants them, and are not edited in place."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        # Tab leads on to the next thing of the page, and not through thousands of cells.
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # What stays in sight while it scrolls is moved, not painted again: Qt does so where a ground is painted here.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalHeader().setVisible(False)
        # Qt's own least height is more than a dense row.
        self.verticalHeader().setMinimumSectionSize(scaled(20))
        self.fit_rows()

    def fit_rows(self) -> None:
        """Take the height of rows that the user wants now."""
        self.verticalHeader().setDefaultSectionSize(row_height(self._appearance))

    def fit_columns(self, stretched: int) -> None:
        """Make every column as wide as its words, within bounds, and one as wide as there is room."""
        head = self.horizontalHeader()
        for section in range(head.count()):
            stretches = section == stretched
            head.setSectionResizeMode(
                section, QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Interactive
            )
            if not stretches:
                self.resizeColumnToContents(section)
                self.setColumnWidth(section, min(self.columnWidth(section), scaled(_WIDEST_FITTED)))

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


class LazyTableView(RowTable):
    """A table over a `LazyTable`: its rows are painted whole, and chosen by arrows, Home, End, typing and clicking."""

    orders_wanted = Signal(object)

    def __init__(
        self,
        appearance: Appearance,
        settings: Settings,
        model: LazyTable[Any],
        painter: type[RowPainter],
        state: str,
    ) -> None:
        """`state`: see `TableHeader`."""
        super().__init__(appearance)
        self._lines = model
        self._typed = QElapsedTimer()
        self.header = TableHeader(appearance, settings, self, model.columns, state)
        self.setHorizontalHeader(self.header)
        self.setModel(model)
        # The whole row is marked as the current one, and Qt would paint only the cell again that was it before.
        self.selectionModel().currentRowChanged.connect(lambda _, before: self._paint_row(before.row()))
        # A heading that knew of the selection would look at every row of it to see whether its column is selected.
        self.header.setSelectionModel(QItemSelectionModel(model, self))
        self.setItemDelegate(TableDelegate(appearance, self))
        self._painter = painter(appearance, self, model)
        self.header.begin()
        self.header.orders_wanted.connect(self.orders_wanted)
        self.header.fit_wanted.connect(self.fit_column)
        self.header.columns_changed.connect(self.viewport().update)
        self.menus = HeaderMenus(appearance, self, self.header)

    def go_to_line(
        self, line: int, flags: QItemSelectionModel.SelectionFlag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    ) -> None:
        """Let a line be the current one, and select it unless the flags say otherwise."""
        index = self._lines.index(line, self._lines.title_column)
        self.selectionModel().setCurrentIndex(index, flags | ROWS)
        self.scrollTo(index)

    def choose_nothing(self) -> None:
        """Let no row be the current one, until one is chosen. The rows of two ledgers may bear the same ids: of another
        ledger the row that was current would be so still, and never be told."""
        self.selectionModel().clear()

    def _paint_row(self, line: int) -> None:
        """Paint a whole line again, where it is in sight."""
        if line >= 0:
            top = self.rowViewportPosition(line)
            self.viewport().update(0, top, self.viewport().width(), self.rowHeight(line))

    @property
    def selected(self) -> Sequence[int]:
        """The ids of the rows that are selected, in the order of the table."""
        chosen = self.selectionModel().selection()
        ranges = (chosen.at(number) for number in range(chosen.count()))
        return self._lines.ids_between(sorted((one.top(), one.bottom()) for one in ranges))

    def select_again(self, ids: Sequence[int], line: int | None = None) -> None:
        """Select these, as far as they are still listed: Qt forgets the selection when a model begins again. `line` is
        to be the current one, by default the first of them.

        Only as many as the table can select one by one; more than these are mostly all, and soon selected again.
        """
        found = (self._lines.position(known) for known in ids[:_MOST_AGAIN])
        numbers = sorted(number for number in found if number is not None)
        chosen = QItemSelection()
        for number in numbers:
            index = self._lines.index(number, self._lines.title_column)
            chosen.select(index, index)
        if numbers:
            self.go_to_line(numbers[0] if line is None else line, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect | ROWS)

    def fit_column(self, number: int) -> None:
        """Make a column as wide as what it holds, of the rows that are there."""
        column = self._lines.columns[number]
        rows = self._lines.known_all()
        width = content_width(column, rows, self.fontMetrics(), self._appearance.words)
        # Or one long title would push everything else out of sight.
        self.header.set_width(number, min(width, round(self.viewport().width() * _WIDEST)))

    def mark_search(self, words: str) -> None:
        """Mark these words where they are."""
        self._painter.search = words
        self.viewport().update()

    def retranslate(self) -> None:
        """Show all texts in the current language, in rows as high as the user wants them."""
        self._lines.retranslate()
        self.fit_rows()
        self.header.retranslate()
        self.viewport().update()

    def remember(self) -> None:
        """Keep the columns."""
        self.header.remember()

    def paint_rows(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._painter.paint(painter, event.rect())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.header.fit()

    @property
    def _is_typing(self) -> bool:
        """Whether a word is being typed that is looked for, in which j and k are letters."""
        return self._typed.isValid() and self._typed.elapsed() < QApplication.keyboardInputInterval()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier and not self._is_typing:
            event = QKeyEvent(event.type(), step, event.modifiers(), "", event.isAutoRepeat())
        edge = _EDGES.get(Qt.Key(event.key()))
        shown = self._lines.edges
        if edge is not None and shown is not None:
            self.go_to_line(shown[edge])
        else:
            super().keyPressEvent(event)

    def indexAt(self, place: QPoint) -> QModelIndex:
        if self.model() is None:
            # Qt asks while the table is still being made.
            return QModelIndex()
        line = self.rowAt(place.y())
        number = self.header.column_at(place.x())
        return self._lines.index(line, number) if line >= 0 and number >= 0 else QModelIndex()

    def visualRect(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        box = super().visualRect(index)
        if box.isValid():
            box.moveLeft(left_of(self.header, self._lines.columns, index.column()))
        return box

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Qt knows of no columns that stay: it would scroll back to them, and leave others below them."""
        if not index.isValid():
            return
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        stay = frozen_columns(self.header, self._lines.columns)
        if index.column() in stay:
            bar.setValue(before)
        elif (hidden := sum(map(self.header.sectionSize, stay)) - self.columnViewportPosition(index.column())) > 0:
            bar.setValue(bar.value() - hidden)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx:
            # What stays has been moved along with all else.
            self.viewport().update()
            self.header.viewport().update()

    def keyboardSearch(self, search: str) -> None:
        """Typing looks in the first column and among the titles, whichever cell is current."""
        self._typed.restart()
        current = self.currentIndex()
        for column in (0, self._lines.title_column):
            start = self._lines.index(current.row(), column)
            self.selectionModel().setCurrentIndex(start, QItemSelectionModel.SelectionFlag.NoUpdate)
            super().keyboardSearch(search)
            if self.currentIndex().row() != current.row():
                return


class TwoLineList(QListView):
    """A list whose rows have two lines: words and a note at their right, and small words below."""

    def __init__(self, appearance: Appearance, name: str, left: int = PADDING) -> None:
        """`left`: pixels of the design before the words."""
        super().__init__()
        self.rows = RowsModel()
        self.setObjectName(name)
        self.setModel(self.rows)
        self.setItemDelegate(TwoLineDelegate(appearance, self, left))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    @property
    def chosen(self) -> Any:
        """What the chosen row shows; None where none is."""
        return self.currentIndex().data(ITEM_ROLE)

    def show_lines(self, lines: Sequence[TableLine]) -> None:
        """Show these rows, of three cells each."""
        self.rows.show_lines(("", "", ""), lines)
