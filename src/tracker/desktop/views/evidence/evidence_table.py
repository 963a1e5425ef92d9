"""The table of evidence."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.evidence_columns import EVIDENCE_COLUMNS, TITLE_COLUMN
from tracker.desktop.models.evidence_delegate import EvidenceDelegate, widest
from tracker.desktop.models.evidence_model import EvidenceModel
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.remembered import keep, recall
from tracker.desktop.views.common.row_table import RowTable
from tracker.domain.evidence.evidence_query import EvidenceSort
from tracker.domain.rows import EvidenceRow

_STATE = "evidence_columns"
_TITLE_MINIMUM = 200
_EDGES = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
_Index = QModelIndex | QPersistentModelIndex


class EvidenceTable(RowTable):
    """A row is chosen by arrows, Home, End, typing or clicking. Enter edits the piece, Delete withdraws it."""

    row_chosen = Signal(int)
    sort_wanted = Signal(object, bool)
    edit_wanted = Signal()
    withdraw_wanted = Signal()

    def __init__(self, appearance: Appearance, settings: Settings) -> None:
        super().__init__(appearance)
        self._settings = settings
        self.rows = EvidenceModel(appearance)
        self._delegate = EvidenceDelegate(appearance, self)
        self.setModel(self.rows)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._set_header()
        self.selectionModel().currentRowChanged.connect(lambda current, _: self._say(current))
        self.activated.connect(lambda _: self.edit_wanted.emit())

    @property
    def chosen(self) -> EvidenceRow | None:
        """The piece that is chosen, once it is there."""
        index = self.currentIndex()
        return self.rows.piece(index.row()) if index.isValid() else None

    @property
    def seen(self) -> tuple[str, ...]:
        """The names of the columns that there is room for."""
        header = self.horizontalHeader()
        return tuple(one.name for number, one in enumerate(EVIDENCE_COLUMNS) if not header.isSectionHidden(number))

    def choose(self, number: int) -> None:
        """Choose the piece at a position."""
        index = self.rows.index(number, TITLE_COLUMN)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def show_order(self, key: EvidenceSort, descending: bool) -> None:
        """Mark the column that the pieces are sorted by."""
        header = self.horizontalHeader()
        number = next(number for number, column in enumerate(EVIDENCE_COLUMNS) if column.key is key)
        header.blockSignals(True)
        header.setSortIndicator(number, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        header.blockSignals(False)
        header.viewport().update()

    def mark_search(self, words: str) -> None:
        """Mark these words where they stand."""
        self._delegate.search = words
        self.viewport().update()

    def retranslate(self) -> None:
        """Show all texts in the current language, in rows as high as the user wants them."""
        self.rows.retranslate()
        self.fit_rows()
        for number, column in enumerate(EVIDENCE_COLUMNS):
            width = widest(column.look, self.fontMetrics(), self._appearance.words)
            if width is not None:
                self._widths[number] = width
        self.fit()
        self.viewport().update()

    def remember(self) -> None:
        """Keep the widths."""
        keep(self._settings, _STATE, {one.name: self._widths[n] for n, one in enumerate(EVIDENCE_COLUMNS)})

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        edge = _EDGES.get(Qt.Key(event.key()))
        count = self.rows.rowCount()
        if edge is not None and count:
            self.choose(edge % count)
        elif event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.withdraw_wanted.emit()
        else:
            super().keyPressEvent(event)

    def fit(self) -> None:
        """Hide spare columns where the title would get too little room, and show them again where there is enough."""
        header = self.horizontalHeader()
        room = self.viewport().width() - scaled(_TITLE_MINIMUM)
        spare = sorted((one.spare, number) for number, one in enumerate(EVIDENCE_COLUMNS) if number != TITLE_COLUMN)
        header.blockSignals(True)
        for rank, number in spare:
            width = self._widths[number]
            room -= width
            hidden = bool(rank) and room < 0
            header.setSectionHidden(number, hidden)
            if not hidden:
                header.resizeSection(number, width)
        header.blockSignals(False)
        self.updateGeometries()
        self.viewport().update()

    def _say(self, current: _Index) -> None:
        if current.isValid():
            self.row_chosen.emit(self.rows.id_at(current.row()))

    def _set_header(self) -> None:
        header = self.horizontalHeader()
        kept = recall(self._settings, _STATE)
        self._widths = [
            max(scaled(40), width) if isinstance(width := kept.get(one.name), int) else scaled(one.width)
            for one in EVIDENCE_COLUMNS
        ]
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setMinimumSectionSize(scaled(40))
        header.setFixedHeight(scaled(32))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(TITLE_COLUMN, QHeaderView.ResizeMode.Stretch)
        header.sortIndicatorChanged.connect(self._sort)
        header.sectionResized.connect(self._take_width)

    def _take_width(self, number: int, _old: int, width: int) -> None:
        if number != TITLE_COLUMN and width:
            self._widths[number] = width

    def _sort(self, number: int, order: Qt.SortOrder) -> None:
        self.sort_wanted.emit(EVIDENCE_COLUMNS[number].key, order == Qt.SortOrder.DescendingOrder)
