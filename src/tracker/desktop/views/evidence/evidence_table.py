"""The table of the evidence page: several rows may be selected, and each has a menu."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.evidence_columns import EVIDENCE_COLUMNS
from tracker.desktop.models.lazy_table import LazyTable
from tracker.desktop.models.row_painter import EvidencePainter
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.row_table import LazyTableView
from tracker.domain.rows import EvidenceRow


class EvidenceTable(LazyTableView):
    """Enter edits the piece that is chosen, Delete withdraws what is selected, Ctrl+C copies how it is cited.

    `menu_wanted` carries where a menu for what is selected is to open.
    """

    row_chosen = Signal(int)
    selection_changed = Signal()
    edit_wanted = Signal()
    withdraw_wanted = Signal()
    copy_wanted = Signal()
    menu_wanted = Signal(object)

    def __init__(self, appearance: Appearance, settings: Settings) -> None:
        model = LazyTable[EvidenceRow](appearance, EVIDENCE_COLUMNS)
        super().__init__(appearance, settings, model, EvidencePainter, "evidence_columns")
        self.rows = model
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().currentRowChanged.connect(lambda current, _: self._say(current))
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        self.activated.connect(lambda _: self.edit_wanted.emit())

    @property
    def chosen(self) -> EvidenceRow | None:
        """The piece that is current, once it is there."""
        index = self.currentIndex()
        return self.rows.known(index.row()) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.withdraw_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        if self.selectionModel().hasSelection():
            self.menu_wanted.emit(place)

    def _say(self, current: QModelIndex | QPersistentModelIndex) -> None:
        if current.isValid() and (known := self.rows.id_at(current.row())) is not None:
            self.row_chosen.emit(known)
