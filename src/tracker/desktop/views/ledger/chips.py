"""Chips above the list and below the detail: every active filter, and every tag of the commitment that is shown."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import short_department
from tracker.desktop.resources import icon
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import Button, Flow, badge, column, label
from tracker.domain.commitments.tags import tags_in
from tracker.domain.rows import CommitmentDetail, Facets, Name
from tracker.domain.safety.ledger_roles import Permissions
from tracker.domain.search.ledger_query import Choices, Facet, LedgerQuery

_WIDEST = 260
CHANGED_SINCE = "changed_since"
"""The key of the one filter, beside the search, that is no facet's."""


class FilterChip(Button):
    """One word with a cross; a click, Enter, Space, Delete or Backspace takes it away."""

    def __init__(self, appearance: Appearance, words: str, accessible: str) -> None:
        super().__init__(kind="chip")
        self.words = words
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


_SHOWN = 20
"""Tags that are shown: what has more is found by its tags, and not read by them."""


class TagStrip(QFrame):
    """`changed` carries the code of the commitment, the tags to add and those to take off."""

    changed = Signal(str, object, object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._code = ""
        self._tags = ()
        self._permissions = Permissions()
        self.setObjectName("tagStrip")
        self._flow = Flow()
        self.setLayout(column(self._flow))
        self._name = label("", "fieldName")
        self._name.setFixedHeight(scaled(24))
        self.input = _TagLine()
        self.input.setObjectName("tagInput")
        self.input.returnPressed.connect(self._add)
        self.setVisible(False)

    @property
    def read_only(self) -> bool:
        """Whether the tags are only shown, as for a day in the past."""
        return self._permissions.refusal("change_tags") is not None

    def permit(self, permissions: Permissions) -> None:
        """Offer what may be done, and nothing else."""
        if permissions != self._permissions:
            self._permissions = permissions
            self.retranslate()

    def show_detail(self, detail: CommitmentDetail | None) -> None:
        """Show the tags of another commitment."""
        code, tags = (detail.row.code, detail.tags) if detail else ("", ())
        if (code, tags) != (self._code, self._tags):
            if code != self._code:
                self.input.clear()
            self._code = code
            self._tags = tags
            self.retranslate()
        self.setVisible(bool(code) and (bool(tags) or not self.read_only))

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        focused = self.input.hasFocus()
        self.setAccessibleName(self.tr("Tags"))
        self._name.setText(self.tr("Tags"))
        chips = [self._chip(tag) for tag in self._tags[:_SHOWN]]
        if left := len(self._tags) - len(chips):
            chips.append(label(self.tr("and {count} more").format(count=f"{left:,}"), "small"))
        self.input.setPlaceholderText(self.tr("Add a tag"))
        self.input.setAccessibleName(self.tr("Add a tag"))
        self.input.setFixedWidth(scaled(110))
        self._flow.fill([self._name, *chips, self.input])
        self.input.setVisible(not self.read_only)
        if focused:
            self.input.setFocus()
        self.updateGeometry()

    def _chip(self, tag: str) -> QWidget:
        if self.read_only:
            return badge(tag)
        chip = FilterChip(self._appearance, tag, self.tr("Take the tag “{tag}” off").format(tag=tag))
        chip.clicked.connect(partial(self._remove, tag))
        return chip

    def _add(self) -> None:
        tags = tags_in(self.input.text())
        if tags:
            self.changed.emit(self._code, tags, ())
            self.input.clear()

    def _remove(self, tag: str) -> None:
        self.changed.emit(self._code, (), (tag,))


class _TagLine(QLineEdit):
    """Escape clears what was typed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)
