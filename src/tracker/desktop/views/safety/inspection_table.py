"""How much the ledger holds now, and how much the backup does, side by side."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import label
from tracker.domain.safety.backups import LedgerSummary
from tracker.domain.text.dates import stamp

_NOTHING = "–"


class StandingTable(QWidget):
    """A row for each figure; those in which the two differ stand out."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(scaled(16))
        self._grid.setVerticalSpacing(scaled(3))
        self._cells: list[tuple[QLabel, QLabel]] = []
        names = (
            self.tr("Newest entry"),
            self.tr("Entries of history"),
            self.tr("Commitments"),
            self.tr("Of them judged"),
            self.tr("Pieces of evidence"),
            self.tr("Files"),
        )
        for place, title in enumerate(("", self.tr("Ledger now"), self.tr("Backup"))):
            self._put(label(title, "hint"), 0, place)
        for number, name in enumerate(names, 1):
            cells = label(_NOTHING), label(_NOTHING)
            self._cells.append(cells)
            for place, cell in enumerate((label(name, "hint"), *cells)):
                self._put(cell, number, place)
        for place in range(3):
            self._grid.setColumnStretch(place, 1)

    def show_standings(self, now: LedgerSummary | None, then: LedgerSummary | None) -> None:
        """Show both; None is one that is not known, or not there."""
        for cells, old, new in zip(self._cells, _figures(now), _figures(then), strict=True):
            for cell, figure in zip(cells, (old, new), strict=True):
                cell.setText(figure)
                font = cell.font()
                font.setBold(old != new and then is not None)
                cell.setFont(font)

    def _put(self, cell: QLabel, line: int, place: int) -> None:
        self._grid.addWidget(cell, line, place, Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft)


def _figures(standing: LedgerSummary | None) -> tuple[str, ...]:
    if standing is None:
        return (_NOTHING,) * 6
    counts = (standing.events, standing.commitments, standing.judged, standing.evidence, standing.attachments)
    return (stamp(standing.newest) if standing.newest else _NOTHING, *map(str, counts))
