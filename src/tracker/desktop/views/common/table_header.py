"""The heading of a table: which columns show, in which order, how wide they are, and what the rows are sorted by."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.columns import CellStyle, TableColumn
from tracker.desktop.models.drawing import PADDING
from tracker.desktop.models.row_painter import fitting_width
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.domain.evidence.evidence_query import EvidenceSort
from tracker.domain.search.ledger_query import SortKey

_TITLE_MINIMUM = 200
_NARROWEST = 40
_CODE = "OFFICES-2026-00444"
_CODE_INDENT = 8
"""A code longer than most, and how far codes stand from the edge besides; what is longer yet shows from its end."""


class TableHeader(QHeaderView):
    """The title takes the room that is left; where there is too little, spare columns wait for a wider window.

    `state` is the name under which widths are remembered. Where the user `chooses` columns, these are remembered too,
    with their order. `sort_wanted` carries the key of a column that was clicked, and whether it is to be descending.
    """

    columns_changed = Signal()
    sort_wanted = Signal(object, bool)

    def __init__(
        self,
        appearance: Appearance,
        settings: Settings,
        parent: QWidget,
        columns: Sequence[TableColumn[Any]],
        state: str,
        *,
        chooses: bool = False,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._appearance = appearance
        self._settings = settings
        self._columns = columns
        self._state = state
        self._chooses = chooses
        self._numbers = {column.name: number for number, column in enumerate(columns)}
        self._title = next(number for number, column in enumerate(columns) if column.look is CellStyle.TITLE)
        self._chosen = frozenset(column.name for column in columns if column.usual)
        # Kept here as well, for of a hidden section Qt says that it is 0 wide.
        self._widths = [scaled(column.width) for column in columns]
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSectionsMovable(chooses)
        self.setMinimumSectionSize(scaled(_NARROWEST))
        self.setFixedHeight(scaled(32))
        self.setStretchLastSection(False)

    def begin(self) -> None:
        """Take the first widths, once there is a model."""
        # Only now: QTableView hides the arrow of whatever header it is given.
        self.setSortIndicatorShown(True)
        for number, column in enumerate(self._columns):
            self.resizeSection(number, self._widths[number])
            self.setSectionHidden(number, not column.usual)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setSectionResizeMode(self._title, QHeaderView.ResizeMode.Stretch)
        self.sectionMoved.connect(lambda *_: self.columns_changed.emit())
        self.sectionResized.connect(self._take_width)
        self.sortIndicatorChanged.connect(self._sort)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:
        super().initStyleOptionForIndex(option, logicalIndex)
        # Qt's triangle points down where the smallest comes first; that of spreadsheets, which our readers know, points
        # up.
        kind = QStyleOptionHeader.SortIndicator
        turned = {kind.SortDown: kind.SortUp, kind.SortUp: kind.SortDown}
        option.sortIndicator = turned.get(option.sortIndicator, option.sortIndicator)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the chosen columns in their order, whether there is room for them or not."""
        order = sorted(range(len(self._columns)), key=self.visualIndex)
        names = (self._columns[number].name for number in order)
        return tuple(name for name in names if name in self._chosen)

    @property
    def seen(self) -> tuple[str, ...]:
        """The names of the columns that there is room for."""
        return tuple(name for name in self.columns if not self.isSectionHidden(self._numbers[name]))

    def choose(self, names: Sequence[str]) -> None:
        """Show these columns in this order; the title always shows, and names that nobody knows are passed over."""
        known = [name for name in dict.fromkeys(names) if name in self._numbers]
        title = self._columns[self._title].name
        wanted = known if title in known else [title, *known]
        self._chosen = frozenset(wanted)
        self.blockSignals(True)
        for place, name in enumerate([*wanted, *(name for name in self._numbers if name not in wanted)]):
            self.moveSection(self.visualIndex(self._numbers[name]), place)
        self.blockSignals(False)
        self.fit()
        self.columns_changed.emit()

    def show_order(self, key: SortKey | EvidenceSort, descending: bool) -> None:
        """Mark the column that the rows are sorted by."""
        number = next(number for number, column in enumerate(self._columns) if column.key is key)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        # Qt tells of this as of a click, and the ledger would be asked for the same order again.
        self.blockSignals(True)
        self.setSortIndicator(number, order)
        self.blockSignals(False)
        self.viewport().update()

    def retranslate(self, metrics: QFontMetrics) -> None:
        """Columns of terms take the width that their words need now."""
        for number, column in enumerate(self._columns):
            width = fitting_width(column.look, metrics, self._appearance.words)
            if width is not None:
                self._set_width(number, width)
        self.fit()

    def make_codes_whole(self) -> None:
        """Give codes so much room that they are whole."""
        number = self._numbers["code"]
        needed = self.fontMetrics().horizontalAdvance(_CODE) + scaled(2 * PADDING + _CODE_INDENT)
        self._set_width(number, max(needed, self._widths[number]))
        self.fit()

    def fit(self) -> None:
        """Hide spare columns where the title would get too little room, and show them again where there is enough."""
        room = self.viewport().width() - scaled(_TITLE_MINIMUM)
        ranked = sorted((column.spare, number) for number, column in enumerate(self._columns))
        for spare, number in ranked:
            chosen = self._columns[number].name in self._chosen
            if chosen and number != self._title:
                room -= self._widths[number]
            hidden = not chosen or (spare > 0 and room < 0)
            self.setSectionHidden(number, hidden)
            if not hidden and number != self._title:
                self.resizeSection(number, self._widths[number])

    def restore(self) -> None:
        """Bring back columns, order and widths of last time."""
        kept = self._settings.recall(self._state)
        widths = kept.get("widths", {}) if self._chooses else kept
        for name, width in widths.items():
            if name in self._numbers and isinstance(width, int):
                self._set_width(self._numbers[name], max(scaled(_NARROWEST), width))
        names = [name for name in kept.get("columns", ()) if isinstance(name, str)] if self._chooses else []
        if names:
            self.choose(names)

    def remember(self) -> None:
        """Keep columns, order and widths."""
        widths = {column.name: self._widths[number] for number, column in enumerate(self._columns)}
        kept = {"columns": list(self.columns), "widths": widths} if self._chooses else widths
        self._settings.keep(self._state, kept)

    def _set_width(self, number: int, width: int) -> None:
        self._widths[number] = width
        self.resizeSection(number, width)

    def _take_width(self, number: int, _before: int, width: int) -> None:
        # A section that is hidden says that it is 0 wide, the title whatever is left.
        if width and number != self._title:
            self._widths[number] = width

    def _sort(self, number: int, order: Qt.SortOrder) -> None:
        key = self._columns[number].key
        if key is not None:
            self.sort_wanted.emit(key, order == Qt.SortOrder.DescendingOrder)
