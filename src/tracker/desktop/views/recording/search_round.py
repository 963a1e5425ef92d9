"""One round of searching for several commitments: one place, one day, and for each what it came to (§6)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.assessment.search_dialog import OutcomeInput, PlaceInput, missing, open_search, words_choice
from tracker.desktop.views.common.widgets import ElidedLabel, button, column, label, mark_invalid, row, text
from tracker.desktop.views.forms.form_dialog import line
from tracker.desktop.views.forms.plain_dialog import call
from tracker.desktop.views.forms.read_field import DateField
from tracker.desktop.views.recording.bulk_dialogs import BulkDialog
from tracker.domain.errors import UserError
from tracker.domain.evidence.search_queries import SearchPlace, prepared_queries, search_places
from tracker.domain.rows import CommitmentDetail
from tracker.domain.terms import SearchOutcome

MOST_SEARCHES = 100
"""Commitments of one round: each has a line of its own, which somebody is to fill in."""
_WIDTH = 760


class SearchLine(QFrame):
    """The search for one commitment: prepared words to copy or to look for, and what it came to."""

    changed = Signal()

    def __init__(self, appearance: Appearance, detail: CommitmentDetail) -> None:
        super().__init__()
        self.setObjectName("linkRow")
        self.code = detail.row.code
        words = appearance.words
        self._place: SearchPlace | None = None
        title = f"{self.code} · {words.name(detail.row.title)}"
        # What is searched for stands in Chinese documents, whatever the language of the window.
        self.words = words_choice(prepared_queries(detail.row.title.zh, detail.keywords))
        self.outcome = OutcomeInput(appearance, self.tr("Not searched for"))
        self.found = line(hint=self.tr("What was found, or what is unclear"))
        self.fault = text("", "fault")
        self.copy_button = button(self.tr("Copy"))
        self.open_button = button(self.tr("Open"))
        self._name_parts(title)
        what = row(self.words, self.copy_button, self.open_button, self.outcome, spacing=8)
        what.setStretch(0, 3)
        what.setStretch(3, 2)
        name = ElidedLabel("strong")
        name.setText(title)
        name.setToolTip(title)
        self.setLayout(column(name, what, self.found, self.fault, spacing=6, margins=(12, 8, 12, 10)))
        self._connect()
        self.follow(None, "")

    def values(self) -> dict[str, Any] | None:
        """The search as the command takes it; none where it was not searched for."""
        if self.outcome.outcome is None:
            return None
        return {
            "commitment": self.code,
            "words": self.words.currentText().strip(),
            "found": self.found.text().strip() if self.outcome.wants_words else "",
            "outcome": self.outcome.outcome,
        }

    @property
    def lacks_words(self) -> bool:
        """Whether something was found, and it is not said what."""
        return self.outcome.outcome is SearchOutcome.SOMETHING and not self.found.text().strip()

    def follow(self, place: SearchPlace | None, words: str) -> None:
        """It is searched there, by default for these words."""
        self._place = place
        field = self.words.lineEdit()
        if isinstance(field, QLineEdit):
            field.setPlaceholderText(words or self.tr("Words of the search"))
        self._allow()

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with what was found; no sentence takes that away."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        mark_invalid(self.found, bool(sentence))
        if sentence:
            self.found.setFocus()

    def _name_parts(self, title: str) -> None:
        call(self.words, self.tr("Words of the search for {commitment}").format(commitment=title))
        self.outcome.setAccessibleName(self.tr("What the search for {commitment} came to").format(commitment=title))
        self.found.setAccessibleName(self.tr("What was found of {commitment}").format(commitment=title))
        self.copy_button.setObjectName("copyQuery")
        self.copy_button.setToolTip(self.tr("Copy the words, to search for them elsewhere"))
        self.copy_button.setAccessibleName(self.tr("Copy the words for {commitment}").format(commitment=title))
        self.open_button.setObjectName("openQuery")
        self.open_button.setToolTip(self.tr("Look for these words at this place, in the browser"))
        self.open_button.setAccessibleName(self.tr("Search for {commitment} in the browser").format(commitment=title))

    def _connect(self) -> None:
        self.words.currentTextChanged.connect(self._allow)
        self.outcome.currentIndexChanged.connect(self._allow)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._wanted))
        self.open_button.clicked.connect(self._look)

    @property
    def _wanted(self) -> str:
        """What is to be searched for: what was typed, or else the first of the prepared words."""
        return self.words.currentText().strip() or self.words.itemText(0)

    def _look(self) -> None:
        if self._place is not None:
            # So that what was looked for is what is recorded.
            self.words.setCurrentText(self._wanted)
            open_search(self._place, self._wanted)

    def _allow(self) -> None:
        self.copy_button.setEnabled(bool(self._wanted))
        self.open_button.setEnabled(self._place is not None and bool(self._wanted))
        self.found.setVisible(self.outcome.wants_words)
        self.refuse("")
        self.changed.emit()


class SearchRoundDialog(BulkDialog):
    """Only what was searched for is recorded: a line without an outcome is left out."""

    def __init__(
        self, appearance: Appearance, parent: QWidget, details: Sequence[CommitmentDetail], today: date
    ) -> None:
        super().__init__(appearance, parent, details[0], [detail.row.code for detail in details])
        self.setMinimumWidth(scaled(_WIDTH))
        self.set_heading(self.tr("Log a round of searching"))
        self._place = PlaceInput(appearance, search_places(detail.source.publisher.zh for detail in details))
        self._words = line()
        self._searched_on = DateField(appearance, today.isoformat())
        self._all = OutcomeInput(appearance, self.tr("Set for all…"))
        self._counted = label("", "hint")
        self.lines = [SearchLine(appearance, detail) for detail in details]
        self._lay_out()
        self._connect()
        self._follow()
        self._place.setFocus()

    def values(self) -> dict[str, Any]:
        return {
            "place": self._place.words,
            "words": self._words.text().strip(),
            "searched_on": self._searched_on.value or None,
            "searches": tuple(values for one in self.lines if (values := one.values()) is not None),
        }

    def _lay_out(self) -> None:
        place = self.add("place", self._place)
        day = self.add("searched_on", self._searched_on)
        words = self.add("words", self._words, self.tr("Words for all that have none of their own"), optional=True)
        head = row(place, words, day, spacing=12)
        for number, share in enumerate((4, 5, 3)):
            head.setStretch(number, share)
        self._all.setAccessibleName(self.tr("What the search for all of them came to"))
        self.fields.addLayout(head)
        self.fields.addLayout(row(self._counted, None, self._all, spacing=8))
        self.fields.addLayout(column(*self.lines, spacing=8))
        self.fields.addStretch()

    def _connect(self) -> None:
        self._place.currentTextChanged.connect(self._follow)
        self._words.textChanged.connect(self._follow)
        self._all.currentIndexChanged.connect(self._set_all)
        for one in self.lines:
            one.changed.connect(self._count)

    def _follow(self) -> None:
        for one in self.lines:
            one.follow(self._place.usual, self._words.text().strip())
        self._count()

    def _count(self) -> None:
        done = sum(one.outcome.outcome is not None for one in self.lines)
        self._counted.setText(
            self.tr("Outcome said for {count} of {whole}; the others are not recorded.").format(
                count=done, whole=len(self.lines)
            )
        )
        QTimer.singleShot(0, self, self._grow)

    def _set_all(self) -> None:
        for one in self.lines:
            one.outcome.setCurrentIndex(self._all.currentIndex())

    def _submit(self) -> None:
        """What only the form can tell is said before anything is sent: which line lacks something."""
        if not self.save_button.isEnabled():
            return
        self._clear_faults()
        lacking = next((one for one in self.lines if one.lacks_words), None)
        if lacking is not None:
            lacking.refuse(self.appearance.words.error(UserError("found_missing", field="found")))
            self._grow()
            self._area.ensureWidgetVisible(lacking)
        elif not self.values()["searches"]:
            self.refuse(missing("outcome"))
        else:
            self.submitted.emit(self.values())
