"""The ledger as it was at the end of a past day, and what changed since another."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.resources import icon
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.actions import Actions
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.widgets import Strip, ToolButton, button, row
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.desktop.views.forms.read_field import DateField
from tracker.domain.errors import UserError
from tracker.domain.text.date_input import read_day
from tracker.domain.text.dates import end_of_month_before

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger


class AsOfDialog(PlainDialog):
    """Two days: the one that the ledger is shown as of, and the one after which something must have changed.

    `chosen` carries both; None means today, and everything.
    """

    chosen = Signal(object, object)

    def __init__(
        self, appearance: Appearance, parent: QWidget, today: date, as_of: date | None, since: date | None
    ) -> None:
        super().__init__(parent=parent, appearance=appearance)
        self._today = today
        self.set_title(self.tr("Look at another day"))
        self.as_of = DateField(appearance, (as_of or today).isoformat(), "2025-03-31")
        self.since = DateField(appearance, since.isoformat() if since else "", "2025-03-31")
        self.body.addLayout(
            self.add(
                "as_of",
                self.as_of,
                self.tr("The ledger as of the end of"),
                self.tr("Assessments, evidence and lights as they stood then. A past day cannot be written in."),
            )
        )
        self.body.addLayout(self._days(self.as_of, [today, *_ends_before(today)]))
        self.body.addSpacing(scaled(8))
        self.body.addLayout(
            self.add(
                "changed_since",
                self.since,
                self.tr("Only what changed since (optional)"),
                self.tr("Commitments that something was done to after the end of this day."),
            )
        )
        self.body.addLayout(self._days(self.since, [today - timedelta(days=7), *_ends_before(today)]))
        self.finish(self.tr("Show"), self.tr("Cancel"), 520).clicked.connect(self._choose)
        self.as_of.selectAll()

    def _days(self, field: QLineEdit, days: list[date]) -> QHBoxLayout:
        """Days that are often asked for, one click each."""
        names = {
            self._today: self.tr("Today"),
            self._today - timedelta(days=7): self.tr("A week ago"),
            _ends_before(self._today)[0]: self.tr("End of last month"),
            _ends_before(self._today)[1]: self.tr("End of last year"),
        }
        choices = row(spacing=6)
        for day in dict.fromkeys(days):
            offer = button(names[day], "quiet-link")
            offer.setToolTip(day.isoformat())
            offer.clicked.connect(lambda _=False, day=day: field.setText(day.isoformat()))
            choices.addWidget(offer)
        choices.addStretch()
        return choices

    def _choose(self) -> None:
        self.clear_faults()
        try:
            as_of = self._day("as_of", self.as_of) or self._today
            since = self._day("changed_since", self.since)
            if since is not None and since > as_of:
                raise UserError("days_reversed", field="changed_since", until=as_of)
        except UserError as error:
            self.refuse(error.field or "as_of", error)
            return
        self.chosen.emit(None if as_of == self._today else as_of, since)
        self.accept()

    def _day(self, name: str, field: QLineEdit) -> date | None:
        written = field.text().strip()
        if not written:
            return None
        day = read_day(written, name, self._today)
        if day > self._today:
            raise UserError("date_future", field=name, value=written)
        return day


class DayButton(ToolButton):
    """Says which day the ledger is shown as of."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._day: date | None = None
        self._wordy = True
        self.setObjectName("day")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_day(self, day: date | None) -> None:
        """Say which past day it is; None is today."""
        self._day = day
        self.show_words(self._wordy)

    def show_words(self, wordy: bool) -> None:
        """With the words beside the icon, or where there is no room by the icon alone."""
        self._wordy = wordy
        words = self.tr("As of {day}").format(day=self._day.isoformat()) if self._day else self.tr("As of today")
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        alone = Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(beside if wordy else alone)
        self.setText(words if wordy else "")
        self.setIcon(icon("calendar", self._appearance.tokens.colours["accent" if self._day else "ink"]))
        # Or the style sheet would set its own, smaller one later.
        self.ensurePolished()
        self.setMinimumWidth(self.sizeHint().width())
        self.setAccessibleName(words)
        self.setToolTip(self.tr("{words}: look at another day (Ctrl+D)").format(words=words))


class TimeTravel(Controller):
    """Moves the whole window to a past day and back. `moved` carries the day after which changes are wanted, if any."""

    moved = Signal(object)

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs, window: QWidget) -> None:
        super().__init__(appearance, settings, jobs, window)
        self._actions: Actions | None = None
        self.strip = Strip()
        self.strip.asked.connect(lambda: self.go(None, None))

    @property
    def day(self) -> date | None:
        """The past day that is shown; None is now."""
        return self.ledger.as_of if self.ledger is not None else None

    def use(self, actions: Actions) -> None:
        """Grey of these actions what may not be done: while a past day is shown, nothing that changes anything."""
        self._actions = actions

    def open(self, ledger: "OpenLedger | None") -> None:
        super().open(ledger)
        self._show()

    def ask(self, since: date | None) -> None:
        """Let the user choose the days."""
        if self.ledger is not None:
            dialog = AsOfDialog(self._appearance, self._window, self.ledger.today(), self.ledger.as_of, since)
            dialog.chosen.connect(self.go)
            dialog.open()

    def go(self, as_of: date | None, since: date | None) -> None:
        """Show the ledger as of that day, and of it what changed since the other."""
        if self.ledger is not None:
            self.ledger.as_of = as_of
            self._show()
            self.moved.emit(since)

    def retranslate(self) -> None:
        """Say in the strip which past day is shown, for as long as it is."""
        said = self.tr("The ledger as it was at the end of {day}. It can be read and exported, not changed.")
        words = said.format(day=self.day.isoformat()) if self.day is not None else ""
        self.strip.show_words(words, self.tr("Back to today") if words else "")

    def _show(self) -> None:
        self.retranslate()
        if self._actions is not None:
            self._actions.restrict(self.permissions)


def _ends_before(today: date) -> tuple[date, date]:
    """The last days of last month and of last year."""
    return end_of_month_before(today), date(today.year - 1, 12, 31)
