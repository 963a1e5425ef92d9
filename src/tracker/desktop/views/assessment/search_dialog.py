"""The form for one documented search, and the one that says later what a search came to."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import at_the_beginning
from tracker.desktop.views.common.guide import rule_link
from tracker.desktop.views.common.widgets import Flow, button, row, text
from tracker.desktop.views.forms.form_dialog import FormDialog, choice, line, lines
from tracker.desktop.views.forms.read_field import DateField
from tracker.domain.errors import UserError
from tracker.domain.evidence.search_queries import SearchPlace, prepared_queries, search_places
from tracker.domain.rows import CommitmentDetail, SearchRow
from tracker.domain.terms import SearchOutcome

_LONGEST_CHIP = 24
"""Characters of prepared words that a button shows; its tip says all of them."""


class PlaceInput(QComboBox):
    """Where was searched: one of the usual places, or any other that is typed."""

    def __init__(self, appearance: Appearance, places: Sequence[SearchPlace], place: str = "") -> None:
        super().__init__()
        self._places = tuple(places)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(12)
        for one in self._places:
            self.addItem(one.name_en if appearance.language == "en" else one.name, one)
        self.setCurrentText(place)

    @property
    def words(self) -> str:
        """The place as typed."""
        return self.currentText().strip()

    @property
    def usual(self) -> SearchPlace | None:
        """The usual place that is meant, whose search page has an address; none where another one was typed."""
        return next((one for one in self._places if self.words in (one.name, one.name_en)), None)


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


class _OutcomeDialog(FormDialog):
    """A form that cannot be sent before it is said what a search came to."""

    _outcome: OutcomeInput

    def _submit(self) -> None:
        if self._outcome.outcome is None:
            self.refuse(missing("outcome"))
        else:
            super()._submit()


class SearchDialog(_OutcomeDialog):
    """Where was searched, with which words, when, and what it came to (coding rules §6)."""

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        detail: CommitmentDetail,
        today: date,
        before: SearchRow | None = None,
    ) -> None:
        """`before` is the search that is done again."""
        super().__init__(appearance, parent, detail)
        self.set_heading(self.tr("Log a search"))
        self.draft_about = str(before.id) if before is not None else ""
        places = search_places([detail.source.publisher.zh])
        self._place = PlaceInput(appearance, places, before.place if before is not None else "")
        self._words = line(before.words if before is not None else "")
        self._searched_on = DateField(appearance, today.isoformat())
        self._open = button(self.tr("Open in the browser"))
        self._open.setObjectName("openSearch")
        self._outcome = OutcomeInput(appearance, self.tr("Choose what it came to"))
        self._rule = text("", "hint")
        self._found = lines(height=3)
        self._found_field = QWidget()
        self._lay_out()
        self._connect()
        self._follow()
        self._place.setFocus()

    def values(self) -> dict[str, Any]:
        return {
            "commitment": self.detail.row.code,
            "place": self._place.words,
            "words": self._words.text(),
            "searched_on": self._searched_on.value or None,
            "outcome": self._outcome.outcome,
            "found": self._found.toPlainText() if self._outcome.wants_words else "",
        }

    def _lay_out(self) -> None:
        place = self.add("place", self._place)
        day = self.add("searched_on", self._searched_on)
        first = row(place, day, spacing=12)
        first.setStretch(0, 2)
        first.setStretch(1, 1)
        words = self.add("words", self._words, beside=self._open)
        # What is searched for stands in Chinese documents.
        title = self.detail.row.title.zh
        self._offers = QueryOffers(prepared_queries(title, self.detail.keywords))
        words.insertWidget(2, self._offers)
        self.fields.addLayout(first)
        self.fields.addLayout(words)
        self.fields.addLayout(self.add("outcome", self._outcome, beside=rule_link(self.appearance, 6)))
        self.fields.addWidget(self._rule)
        self._found_field.setLayout(self.add("found", self._found, self.tr("What was found, or what is unclear")))
        self.fields.addWidget(self._found_field)
        self.fields.addStretch()

    def _connect(self) -> None:
        self._offers.taken.connect(self._words.setText)
        self._open.clicked.connect(self._look)
        self._place.currentTextChanged.connect(self._follow)
        self._words.textChanged.connect(self._follow)
        self._outcome.currentIndexChanged.connect(self._follow)

    def _follow(self) -> None:
        """What can be opened, and what there is to say, follow from what was typed and chosen."""
        self._open.setEnabled(self._place.usual is not None and bool(self._words.text().strip()))
        outcome = self._outcome.outcome
        self._rule.setText(self.appearance.words.rule(outcome) if outcome is not None else "")
        self._rule.setVisible(outcome is not None)
        self._found_field.setVisible(self._outcome.wants_words)
        QTimer.singleShot(0, self, self._grow)

    def _look(self) -> None:
        if self._place.usual is not None:
            open_search(self._place.usual, self._words.text().strip())


class SearchDecisionDialog(_OutcomeDialog):
    """What a search came to that nobody said so of, or that was unclear; with a reason, which stays in the history."""

    def __init__(self, appearance: Appearance, parent: QWidget, detail: CommitmentDetail, search: SearchRow) -> None:
        super().__init__(appearance, parent, detail)
        self._search = search
        self.draft_about = str(search.id)
        self.set_heading(self.tr("Say what the search came to"))
        said = self.tr("{day}, {place}, “{words}”")
        self.fields.addWidget(
            text(said.format(day=search.searched_on.isoformat(), place=search.place, words=search.words), "strong")
        )
        decided = search.outcome if search.decided else None
        self._outcome = OutcomeInput(appearance, self.tr("Choose what it came to"), decided)
        self._found = lines(search.found, height=3)
        self._reason = lines(height=3)
        self.fields.addLayout(self.add("outcome", self._outcome))
        found = self.add("found", self._found, self.tr("What was found, or what is unclear"), optional=True)
        self.fields.addLayout(found)
        self.fields.addLayout(self.add("reason", self._reason))
        self.fields.addStretch()
        self._outcome.setFocus()

    def values(self) -> dict[str, Any]:
        return {
            "search": self._search.id,
            "outcome": self._outcome.outcome,
            "found": self._found.toPlainText(),
            "reason": self._reason.toPlainText(),
        }
