"""What looks at watched pages may be logged as: a line for each source, and below it one for each commitment."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QFont

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.lazy_table import HERE, Index
from tracker.domain.terms import SearchOutcome
from tracker.domain.watching.watched import OfferedSearch, SearchOffer


class OfferedSearchesModel(QAbstractTableModel):
    """Every line has a tick; that of a source ticks all of its commitments."""

    def __init__(self, appearance: Appearance, offers: Sequence[SearchOffer]) -> None:
        super().__init__()
        self._appearance = appearance
        self.offers = tuple(offers)
        self._lines: list[tuple[SearchOffer, OfferedSearch | None]] = []
        for offer in self.offers:
            self._lines.append((offer, None))
            # What was found is what one looks at: it stands before the many that are nothing.
            self._lines += [(offer, search) for search in sorted(offer.searches, key=lambda one: not one.found)]
        self._ticked = {offer.page_uid: {one.code for one in offer.searches} for offer in self.offers}

    @property
    def ticked(self) -> Mapping[str, frozenset[str]]:
        """The codes of the commitments that are ticked, by the source."""
        return {uid: frozenset(codes) for uid, codes in self._ticked.items()}

    def place(self, offer: SearchOffer) -> str:
        """Return what the search is logged as having been done at: the source, and the days that were seen."""
        said = self.tr("{page} ({since} to {until})")
        return said.format(page=offer.page, since=offer.since.isoformat(), until=offer.until.isoformat())

    def is_head(self, line: int) -> bool:
        """Whether a line is that of a source."""
        return self._lines[line][1] is None

    def rowCount(self, parent: Index = HERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = HERE) -> int:
        return 0 if parent.isValid() else len(self._titles())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles()[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        ticks = Qt.ItemFlag.ItemIsUserCheckable if index.isValid() and index.column() == 0 else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | ticks

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        offer, search = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            between = "\n" if role == Qt.ItemDataRole.ToolTipRole else " · "
            return (self._head(offer) if search is None else self._said(search, between))[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            return self._state(offer, search)
        if role == Qt.ItemDataRole.FontRole and search is None:
            bold = QFont()
            bold.setBold(True)
            return bold
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        offer, search = self._lines[index.row()]
        codes = {one.code for one in offer.searches} if search is None else {search.code}
        ticked = self._ticked[offer.page_uid]
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            ticked |= codes
        else:
            ticked -= codes
        # The line of the source says whether all, some or none of its commitments are ticked.
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, 0))
        return True

    def _titles(self) -> tuple[str, ...]:
        return (self.tr("Source and commitment"), self.tr("Words"), self.tr("Outcome"))

    def _head(self, offer: SearchOffer) -> tuple[str, ...]:
        seen = self.tr("1 item") if offer.items == 1 else self.tr("{count} items").format(count=f"{offer.items:,}")
        if offer.left_out:
            seen += " · " + self.tr("{count} further commitments left out").format(count=f"{offer.left_out:,}")
        return self.place(offer), "", seen

    def _said(self, search: OfferedSearch, between: str) -> tuple[str, ...]:
        words = self._appearance.words
        found = between.join(search.found) if search.found else words.term(SearchOutcome.NOTHING)
        return f"{search.code} {words.name(search.title)}", words.join(search.words), found

    def _state(self, offer: SearchOffer, search: OfferedSearch | None) -> Qt.CheckState:
        ticked = self._ticked[offer.page_uid]
        if search is not None:
            return Qt.CheckState.Checked if search.code in ticked else Qt.CheckState.Unchecked
        if not ticked:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if len(ticked) == len(offer.searches) else Qt.CheckState.PartiallyChecked
