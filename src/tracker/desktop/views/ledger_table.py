"""The table of commitments."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.delegates import ROW_HEIGHT, LedgerDelegate, fitting_width
from tracker.desktop.models.ledger_model import COLUMNS, TITLE_COLUMN, Column, LedgerModel
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.domain.query import SortKey
from tracker.domain.rows import LedgerRow

_STATE = "ledger_header"
_TITLE_MINIMUM = 200
_EDGES = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class LedgerTable(QTableView):
    """Rows are chosen by arrows, Home, End, typing and clicking; Enter goes to the detail."""

    row_chosen = Signal(object)
    sort_wanted = Signal(object, bool)
    detail_wanted = Signal()

    def __init__(self, appearance: Appearance, settings: Settings) -> None:
        super().__init__()
        self._appearance, self._settings = appearance, settings
        self.rows = LedgerModel(appearance)
        self.setModel(self.rows)
        self.setItemDelegate(LedgerDelegate(appearance, self))
        self._set_manners()
        self._set_header()
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.activated.connect(lambda _: self.detail_wanted.emit())

    @property
    def chosen(self) -> LedgerRow | None:
        """The row that is chosen."""
        index = self.currentIndex()
        return self.rows.row(index.row()) if index.isValid() else None

    def choose(self, code: str | None) -> bool:
        """Choose a commitment, or with None the first one; False where it is not shown."""
        position = self.rows.position(code) if code else (0 if self.rows.rowCount() else None)
        if position is None:
            return False
        index = self.rows.index(position, TITLE_COLUMN)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        return True

    def show_order(self, key: SortKey, descending: bool) -> None:
        """Mark the column that the rows are sorted by."""
        number = next(number for number, column in enumerate(COLUMNS) if column.key is key)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header = self.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(number, order)
        header.blockSignals(False)
        header.viewport().update()

    def restore(self) -> None:
        """Bring back the column widths of last time."""
        state = self._settings.state(_STATE)
        if state is not None:
            self.horizontalHeader().restoreState(state)
        self.retranslate()

    def retranslate(self) -> None:
        """Show all texts anew; columns of terms take the width that their words need now."""
        self.rows.retranslate()
        for number, column in enumerate(COLUMNS):
            width = fitting_width(column.look, self.fontMetrics(), self._appearance.words)
            if width is not None:
                self.horizontalHeader().resizeSection(number, width)
        self._fit()
        self.viewport().update()

    def remember(self) -> None:
        """Keep the column widths."""
        self._settings.remember(_STATE, self.horizontalHeader().saveState())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.verticalHeader().setDefaultSectionSize(scaled(ROW_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        edge = _EDGES.get(Qt.Key(event.key()))
        if edge is not None and self.rows.rowCount():
            self.choose(self.rows.row(edge % self.rows.rowCount()).code)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing looks for a number or a title, whichever cell is current."""
        current = self.currentIndex()
        for column in (0, TITLE_COLUMN):
            self.selectionModel().setCurrentIndex(
                self.rows.index(current.row(), column), QItemSelectionModel.SelectionFlag.NoUpdate
            )
            super().keyboardSearch(search)
            if self.currentIndex().row() != current.row():
                return

    def _tell(self, current: QModelIndex | QPersistentModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(self.rows.row(current.row()))

    def _set_manners(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setMinimumSectionSize(scaled(20))
        rows.setDefaultSectionSize(scaled(ROW_HEIGHT))

    def _set_header(self) -> None:
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setMinimumSectionSize(scaled(40))
        header.setFixedHeight(scaled(32))
        header.setStretchLastSection(False)
        for number, column in enumerate(COLUMNS):
            header.resizeSection(number, scaled(column.width))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(TITLE_COLUMN, QHeaderView.ResizeMode.Stretch)
        header.sectionClicked.connect(self._sort)

    def _sort(self, number: int) -> None:
        descending = self.horizontalHeader().sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        self.sort_wanted.emit(COLUMNS[number].key, descending)

    def _fit(self) -> None:
        """Hide spare columns where the title would get too little room, and show them again where there is enough."""
        header = self.horizontalHeader()
        room = self.viewport().width() - scaled(_TITLE_MINIMUM)
        room -= sum(header.sectionSize(n) or scaled(c.width) for n, c in _others(spare=False))
        for number, column in sorted(_others(spare=True), key=lambda numbered: numbered[1].spare):
            width = header.sectionSize(number) or scaled(column.width)
            header.setSectionHidden(number, width > room)
            room -= width


def _others(*, spare: bool) -> list[tuple[int, Column]]:
    return [(n, c) for n, c in enumerate(COLUMNS) if n != TITLE_COLUMN and bool(c.spare) is spare]
