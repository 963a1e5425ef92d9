"""Every active filter as a chip that takes it away, also filters that the panel has no boxes for."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import short_department
from tracker.desktop.resources import icon
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import Flow
from tracker.domain.rows import Facets, Name
from tracker.domain.search.ledger_query import Choices, Facet, LedgerQuery

_WIDEST = 260
CHANGED_SINCE = "changed_since"
"""The key of the one filter, beside the search, that is no facet's."""


class FilterChip(QPushButton):
    """One word with a cross; a click, Space, Delete or Backspace takes it away."""

    def __init__(self, appearance: Appearance, words: str, accessible: str) -> None:
        super().__init__()
        self.words = words
        self.setProperty("kind", "chip")
        self.setAutoDefault(False)
        self.setIcon(icon("clear", appearance.tokens.colours["soft"]))
        self.setIconSize(QSize(scaled(10), scaled(10)))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, scaled(_WIDEST)))
        self.setToolTip(accessible)
        self.setAccessibleName(accessible)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.addAction("", key, self.click)


class FilterChips(Flow):
    """`removed` carries a facet and a value; the facet None means the search, or with `CHANGED_SINCE` for that."""

    removed = Signal(object, str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._shown: tuple[tuple[Facet | None, str, str], ...] = ()
        self._language = ""

    @property
    def stops(self) -> list[QWidget]:
        """Where the tab key stops, in order."""
        return [chip for chip in self.findChildren(FilterChip) if not chip.isHidden()]

    def show_filters(self, query: LedgerQuery, facets: Facets | None) -> None:
        """Show what narrows the ledger down."""
        wanted = tuple(self._filters(query, _names(facets)))
        theme = self._appearance.language + self._appearance.tokens.name
        if (wanted, theme) == (self._shown, self._language):
            return
        self._shown = wanted
        self._language = theme
        chips = []
        for facet, key, words in wanted:
            chip = FilterChip(self._appearance, words, self.tr("Take the filter “{filter}” away").format(filter=words))
            chip.clicked.connect(partial(self._remove, facet, key))
            chips.append(chip)
        self.fill(chips)
        self.setVisible(bool(wanted))

    def _remove(self, facet: Facet | None, key: str) -> None:
        self.removed.emit(facet, key)

    def _filters(
        self, query: LedgerQuery, names: dict[tuple[Facet, str], Name]
    ) -> Sequence[tuple[Facet | None, str, str]]:
        words = self._appearance.words
        filters = []
        if query.search:
            filters.append((None, "", self.tr("Search: {words}").format(words=query.search)))
        if query.changed_since is not None:
            day = query.changed_since.isoformat()
            filters.append((None, CHANGED_SINCE, self.tr("Changed since {day}").format(day=day)))
        for facet in Facet:
            for key in sorted(query.chosen(facet)):
                name = names.get((facet, key)) or names.get((Facet.DEPARTMENT, key))
                value = short_department(name, words) if name else words.choice(facet, key)
                said = self.tr("{facet}: {value}").format(facet=words.term(facet), value=value)
                filters.append((facet, key, said))
        return filters


def without(choices: Choices, facet: Facet, key: str) -> Choices:
    """The choices without one value."""
    left = {one: chosen - {key} if one is facet else chosen for one, chosen in choices.items()}
    return {one: chosen for one, chosen in left.items() if chosen}


def _names(facets: Facets | None) -> dict[tuple[Facet, str], Name]:
    if facets is None:
        return {}
    return {(f, value.key): value.name for f, values in facets.values.items() for value in values if value.name}
