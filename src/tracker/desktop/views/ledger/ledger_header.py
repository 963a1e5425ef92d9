"""The heading of the ledger table: which columns show, in which order, and how wide they are."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.columns import COLUMNS, TITLE_COLUMN, USUAL, LedgerColumn
from tracker.desktop.models.drawing import PADDING
from tracker.desktop.models.ledger_painter import fitting_width
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.remembered import keep, recall
from tracker.domain.search.ledger_query import SortKey

_STATE = "ledger_columns"
_TITLE_MINIMUM = 200
_CODE = "OFFICES-2026-00444"
_CODE_INDENT = 8
"""A code longer than most, and how far codes stand from the edge besides; what is longer yet shows from its end."""
_NUMBERS = {column.name: number for number, column in enumerate(COLUMNS)}


class LedgerHeader(QHeaderView):
    """The title takes the room that is left; where there is too little, spare columns wait for a wider window."""

    columns_changed = Signal()

    def __init__(self, appearance: Appearance, settings: Settings, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._appearance = appearance
        self._settings = settings
        self._chosen = frozenset(USUAL)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setSortIndicatorShown(True)
        self.setMinimumSectionSize(scaled(40))
        self.setFixedHeight(scaled(32))
        self.setStretchLastSection(False)

    def begin(self) -> None:
        """Take the first widths, once there is a model."""
        for number, column in enumerate(COLUMNS):
            self.resizeSection(number, scaled(column.width))
            self.setSectionHidden(number, not column.usual)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setSectionResizeMode(TITLE_COLUMN, QHeaderView.ResizeMode.Stretch)
        self.sectionMoved.connect(lambda *_: self.columns_changed.emit())

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the chosen columns in their order, whether there is room for them or not."""
        order = sorted(range(len(COLUMNS)), key=self.visualIndex)
        return tuple(COLUMNS[number].name for number in order if COLUMNS[number].name in self._chosen)

    @property
    def seen(self) -> tuple[str, ...]:
        """The names of the columns that there is room for."""
        return tuple(name for name in self.columns if not self.isSectionHidden(_NUMBERS[name]))

    def choose(self, names: Sequence[str]) -> None:
        """Show these columns in this order; the title always shows, and names that nobody knows are passed over."""
        known = [name for name in dict.fromkeys(names) if name in _NUMBERS]
        wanted = known if "title" in known else ["title", *known]
        self._chosen = frozenset(wanted)
        self.blockSignals(True)
        for place, name in enumerate([*wanted, *(name for name in _NUMBERS if name not in wanted)]):
            self.moveSection(self.visualIndex(_NUMBERS[name]), place)
        self.blockSignals(False)
        self.fit()
        self.columns_changed.emit()

    def show_order(self, key: SortKey, descending: bool) -> None:
        """Mark the column that the rows are sorted by."""
        number = next(number for number, column in enumerate(COLUMNS) if column.key is key)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.blockSignals(True)
        self.setSortIndicator(number, order)
        self.blockSignals(False)
        self.viewport().update()

    def retranslate(self, metrics: QFontMetrics) -> None:
        """Columns of terms take the width that their words need now."""
        for number, column in enumerate(COLUMNS):
            width = fitting_width(column.look, metrics, self._appearance.words)
            if width is not None:
                self.resizeSection(number, width)
        self.fit()

    def make_codes_whole(self) -> None:
        """Give codes so much room that they are whole."""
        number = _NUMBERS["code"]
        needed = self.fontMetrics().horizontalAdvance(_CODE) + scaled(2 * PADDING + _CODE_INDENT)
        self.resizeSection(number, max(needed, self.sectionSize(number)))
        self.fit()

    def fit(self) -> None:
        """Hide spare columns where the title would get too little room, and show them again where there is enough."""
        room = self.viewport().width() - scaled(_TITLE_MINIMUM)
        shown = [numbered for numbered in enumerate(COLUMNS) if numbered[1].name in self._chosen]
        room -= sum(
            self._width(*numbered) for numbered in shown if not numbered[1].spare and numbered[0] != TITLE_COLUMN
        )
        for number, column in enumerate(COLUMNS):
            if column.name not in self._chosen:
                self.setSectionHidden(number, True)
            elif not column.spare:
                self.setSectionHidden(number, False)
        for number, column in sorted(shown, key=lambda numbered: numbered[1].spare):
            if column.spare:
                width = self._width(number, column)
                self.setSectionHidden(number, width > room)
                room -= width

    def restore(self) -> None:
        """Bring back columns, order and widths of last time."""
        kept = recall(self._settings, _STATE)
        for name, width in kept.get("widths", {}).items():
            if name in _NUMBERS and isinstance(width, int):
                self.resizeSection(_NUMBERS[name], max(scaled(40), width))
        names = [name for name in kept.get("columns", ()) if isinstance(name, str)]
        if names:
            self.choose(names)

    def remember(self) -> None:
        """Keep columns, order and widths."""
        widths = {column.name: self._width(number, column) for number, column in enumerate(COLUMNS)}
        keep(self._settings, _STATE, {"columns": list(self.columns), "widths": widths})

    def _width(self, number: int, column: LedgerColumn) -> int:
        """The width of a section, also while it is hidden and Qt says 0."""
        if not self.isSectionHidden(number):
            return self.sectionSize(number)
        fitting = fitting_width(column.look, self.fontMetrics(), self._appearance.words)
        return fitting or scaled(column.width)
