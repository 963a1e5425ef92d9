"""What the forms for documented searches share: the usual places, prepared words, and what a search came to (§6)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QSizePolicy

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import at_the_beginning
from tracker.desktop.views.common.flow import Flow
from tracker.desktop.views.common.widgets import button
from tracker.desktop.views.forms.form_dialog import choice
from tracker.domain.errors import UserError
from tracker.domain.evidence.search_queries import PLACES, SearchPlace
from tracker.domain.terms import SearchOutcome

_LONGEST_CHIP = 24
"""Characters of prepared words that a button shows; its tip says all of them."""


class PlaceInput(QComboBox):
    """Where was searched: one of the usual places, or any other that is typed."""

    def __init__(self, appearance: Appearance, place: str = "") -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(12)
        for one in PLACES:
            self.addItem(one.name_en if appearance.language == "en" else one.name, one)
        self.setCurrentText(place)

    @property
    def words(self) -> str:
        """The place as typed."""
        return self.currentText().strip()

    @property
    def usual(self) -> SearchPlace | None:
        """The usual place that is meant, whose search page has an address; none where another one was typed."""
        return next((one for one in PLACES if self.words in (one.name, one.name_en)), None)


class OutcomeInput(QComboBox):
    """What a search came to. Nothing is chosen beforehand: that nothing was found is said, and not assumed."""

    def __init__(self, appearance: Appearance, none: str, current: SearchOutcome | None = None) -> None:
        super().__init__()
        words = appearance.words
        self.addItem(none, None)
        for outcome in SearchOutcome:
            self.addItem(at_the_beginning(words.term(outcome)), outcome.value)
            self.setItemData(self.count() - 1, words.rule(outcome), Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(max(0, self.findData(current.value if current is not None else None)))

    @property
    def outcome(self) -> SearchOutcome | None:
        """What is chosen."""
        chosen = self.currentData()
        return SearchOutcome(chosen) if chosen is not None else None

    @property
    def wants_words(self) -> bool:
        """Whether there is something to say of what was found, or of what is unclear."""
        return self.outcome in (SearchOutcome.SOMETHING, SearchOutcome.UNCLEAR)


class QueryOffers(Flow):
    """Prepared words to search for. `taken` carries those that were pressed."""

    taken = Signal(str)

    def __init__(self, queries: Sequence[str]) -> None:
        super().__init__(4)
        chips = []
        for query in queries:
            chip = button(query if len(query) <= _LONGEST_CHIP else query[: _LONGEST_CHIP - 1] + "…", "chip")
            chip.setObjectName("queryOffer")
            chip.setToolTip(query)
            chip.setAccessibleName(self.tr("Search for: {words}").format(words=query))
            chip.clicked.connect(partial(self.taken.emit, query))
            chips.append(chip)
        self.fill(chips)
        self.setVisible(bool(chips))
        # As high as its width makes it, and no higher: what it would need in a narrow form does not count.
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Maximum)
        self.setSizePolicy(policy)


def words_choice(queries: Sequence[str]) -> QComboBox:
    """An input for words, with prepared ones to choose among."""
    made = choice([(query, query) for query in queries])
    made.setEditable(True)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    made.setCurrentText("")
    return made


def open_search(place: SearchPlace, words: str) -> None:
    """Show the search page of a place in the user's browser: by the user's own click, and never by itself."""
    QDesktopServices.openUrl(QUrl(place.address(words)))


def missing(field: str) -> UserError:
    """Why a form cannot be sent in which a choice was not made yet."""
    return UserError("field_missing", field=field)
