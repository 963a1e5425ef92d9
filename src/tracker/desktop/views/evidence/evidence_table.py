"""The table of evidence."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.evidence_columns import EVIDENCE_COLUMNS
from tracker.desktop.models.lazy_table import LazyTable
from tracker.desktop.models.row_painter import EvidencePainter
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.row_table import LazyTableView
from tracker.domain.rows import EvidenceRow


class EvidenceTable(LazyTableView):
    """Enter edits the piece that is chosen, Delete withdraws it."""

    row_chosen = Signal(int)
    edit_wanted = Signal()
    withdraw_wanted = Signal()

    def __init__(self, appearance: Appearance, settings: Settings) -> None:
        model = LazyTable[EvidenceRow](appearance, EVIDENCE_COLUMNS)
        super().__init__(appearance, settings, model, EvidencePainter, "evidence_columns")
        self.rows = model
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.selectionModel().currentRowChanged.connect(lambda current, _: self._say(current))
        self.activated.connect(lambda _: self.edit_wanted.emit())
        self.header.restore()

    @property
    def chosen(self) -> EvidenceRow | None:
        """The piece that is chosen, once it is there."""
        index = self.currentIndex()
        return self.rows.known(index.row()) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.withdraw_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _say(self, current: QModelIndex | QPersistentModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(self.rows.id_at(current.row()))
