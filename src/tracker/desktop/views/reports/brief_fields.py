"""What is asked of a briefing report besides the rest: period, length, and the elements of an official document."""

from collections.abc import Hashable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import button, column, row, text
from tracker.desktop.views.forms.plain_dialog import FieldSet
from tracker.desktop.views.forms.read_field import DateField
from tracker.desktop.views.reports.one_of import OneOf
from tracker.domain.reports.report_period import PeriodSpan
from tracker.domain.reports.report_request import BriefWish, Length, Office, ParagraphEdit
from tracker.domain.text.date_input import read_day

_OFFICE = ("subject", "sender", "recipient", "signed_by")
_LONGEST = 120
"""Characters of one element: it stands on one line or two."""


class BriefFields(QWidget):
    """`changed` says that something else is asked for, `edit_wanted` that the paragraphs are to be edited."""

    changed = Signal()
    edit_wanted = Signal()

    def __init__(self, appearance: Appearance, fields: FieldSet) -> None:
        """`fields` are those of the panel: captions and refusals are shown by it."""
        super().__init__()
        self._fields = fields
        self.span = OneOf(tuple(PeriodSpan))
        self.length = OneOf(tuple(Length))
        self.day = DateField(appearance)
        self.office = {name: QLineEdit() for name in _OFFICE}
        self.edit_button = button("")
        self.edit_button.setObjectName("editParagraphs")
        self._edited = text("", "hint")
        self._edits: tuple[ParagraphEdit, ...] = ()
        self._about: object = None
        self._aside: list[tuple[object, tuple[ParagraphEdit, ...]]] = []
        """What was worded for other reports, with what these are about: see `turn_to`."""
        self._lay_out()
        self.span.choose(PeriodSpan.MONTH)
        self.length.choose(Length.STANDARD)
        self.retranslate()
        for choice in (self.span, self.length):
            choice.changed.connect(self.changed)
        self.day.textChanged.connect(self.changed)
        for line in self.office.values():
            line.setMaxLength(_LONGEST)
            line.textChanged.connect(self.changed)
        self.edit_button.clicked.connect(self.edit_wanted)

    def wish(self) -> BriefWish:
        """What is asked for now. Raises what `read_day` raises, of the field `period`."""
        typed = self.day.value
        subject, sender, recipient, signed_by = (" ".join(line.text().split()) for line in self.office.values())
        return BriefWish(
            self.chosen_span,
            read_day(typed, "period") if typed else None,
            Length(str(self.length.chosen)),
            Office(subject, sender, recipient, signed_by),
            self._edits,
        )

    @property
    def chosen_span(self) -> PeriodSpan:
        """How long the period is."""
        return PeriodSpan(str(self.span.chosen))

    def offer(self, office: Office, own: str) -> None:
        """Begin with what was said of the office the last time, else with its own name; what was typed stays."""
        known = replace(office, sender=office.sender or own)
        for name, line in self.office.items():
            if not line.text() and not line.isModified():
                line.setText(getattr(known, name))

    def take_edits(self, edits: tuple[ParagraphEdit, ...]) -> None:
        """Use these paragraphs instead of the program's."""
        self._edits = edits
        self._say_edits()
        self.changed.emit()

    def turn_to(self, scope: object) -> None:
        """Have the paragraphs that were worded for this scope, period and length. Those of another report are put aside
        until it is asked for again: they are not this one's, and nothing that was worded is lost by a click."""
        about = (scope, self.span.chosen, self.day.value, self.length.chosen)
        if about != self._about:
            # Compared one by one, as what a scope asks of the ledger cannot be hashed.
            self._aside = [(known, edits) for known, edits in self._aside if known != self._about]
            if self._edits:
                self._aside.append((self._about, self._edits))
            self._about = about
            self._edits = next((edits for known, edits in self._aside if known == about), ())
            self._say_edits()

    def begin_again(self) -> None:
        """Another ledger is opened: neither its paragraphs nor its office are known."""
        self._aside = []
        self._edits = ()
        self._say_edits()
        for line in self.office.values():
            # Not clear(), after which a line counts as typed in, and is offered nothing.
            line.setText("")

    def show_today(self, today: date) -> None:
        """The day whose period is reported where none is named."""
        self.day.setPlaceholderText(today.isoformat())

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        captions = {
            "span": self.tr("Period"),
            "period": self.tr("A day of the period"),
            "length": self.tr("Length"),
            "subject": self.tr("Subject before the title"),
            "sender": self.tr("Issued by"),
            "recipient": self.tr("Addressed to"),
            "signed_by": self.tr("Signed by"),
        }
        for name, caption in captions.items():
            self._fields.name(name, caption)
        spans: dict[Hashable, str] = {
            PeriodSpan.WEEK: self.tr("Week"),
            PeriodSpan.MONTH: self.tr("Month"),
            PeriodSpan.QUARTER: self.tr("Quarter"),
        }
        lengths: dict[Hashable, str] = {
            Length.SUMMARY: self.tr("Summary"),
            Length.STANDARD: self.tr("Standard"),
            Length.FULL: self.tr("Full"),
        }
        self.span.name(spans, captions["span"])
        self.length.name(lengths, captions["length"])
        self.edit_button.setText(self.tr("Edit paragraphs…"))
        self.day.retranslate()
        self._say_edits()

    def _say_edits(self) -> None:
        self._edited.setText(self.tr("Edited paragraphs: {count}").format(count=len(self._edits)))
        self._edited.setVisible(bool(self._edits))

    def _lay_out(self) -> None:
        add = self._fields.add
        office = [add(name, line) for name, line in self.office.items()]
        parts = [add("span", self.span), add("period", self.day), add("length", self.length), *office]
        self.setLayout(column(*parts, row(self.edit_button, None), self._edited, spacing=12))
