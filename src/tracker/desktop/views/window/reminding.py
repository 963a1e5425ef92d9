"""What fell due since the last start: a quiet line in the window, and a notice of the system where that is wanted."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QSystemTrayIcon, QWidget
from shiboken6 import isValid

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.widgets import button, label, row
from tracker.domain.search.ledger_query import Attention, Choices, Facet

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.commitments.reminders import Reminder

_MOST_NAMED = 12
"""Commitments that a menu names; the others are reached by the line below them."""
_UNTIL_PLACED = 1000
"""Milliseconds."""
_DUE, _REVIEW, _SEARCH, _FORM = "due", "review", "search", "form"
_KINDS = (_DUE, _REVIEW, _SEARCH, _FORM)
_ON_THE_DAY = frozenset({_DUE, _REVIEW})
"""What asks on its very day; a search carries its verdict to the end of the day, and a form may still come back."""
_ROWS: Mapping[str, Choices] = {
    _DUE: {Facet.ATTENTION: frozenset({Attention.DUE.value, Attention.DUE_ASKED.value})},
    _REVIEW: {Facet.ATTENTION: frozenset({Attention.REVIEW.value})},
    _SEARCH: {Facet.ATTENTION: frozenset({Attention.OLD_SEARCH.value})},
}


def fell_due(reminders: Sequence["Reminder"], since: date, today: date) -> tuple["Reminder", ...]:
    """Return those that began to ask after one day, and by the end of another."""

    def asks(one: "Reminder") -> bool:
        if one.kind in _ON_THE_DAY:
            return since < one.day <= today
        return since <= one.day < today

    return tuple(filter(asks, reminders))


class ReminderStrip(QFrame):
    """One button for each kind, which leads to its rows, and one to be left alone for the day.

    `commitment_wanted` carries a code, `rows_wanted` the `Choices` that show all of a kind; `forms_wanted` asks for the
    forms that were sent.
    """

    commitment_wanted = Signal(str)
    rows_wanted = Signal(object)
    forms_wanted = Signal()
    dismissed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._reminders: tuple[Reminder, ...] = ()
        self.setObjectName("quietStrip")
        self.words = label("", "strong")
        self.buttons: dict[str, QPushButton] = {kind: self._button(kind) for kind in _KINDS}
        self.dismiss_button = button("", "quiet-link")
        self.dismiss_button.setObjectName("dismissReminders")
        self.dismiss_button.clicked.connect(self.dismissed)
        self.setLayout(
            row(self.words, *self.buttons.values(), None, self.dismiss_button, spacing=12, margins=(16, 4, 16, 4))
        )
        self.hide()

    def show_reminders(self, reminders: Sequence["Reminder"]) -> None:
        """Show these; the line is gone where there are none."""
        self._reminders = tuple(sorted(reminders, key=lambda one: _KINDS.index(one.kind)))
        self.retranslate()
        self.setVisible(bool(self._reminders))

    def retranslate(self) -> None:
        """Say everything again, in the current language."""
        said = {
            _DUE: self.tr("Fallen due: {count}"),
            _REVIEW: self.tr("For review: {count}"),
            _SEARCH: self.tr("Searches expired: {count}"),
            _FORM: self.tr("Forms not come back: {count}"),
        }
        self.words.setText(self.tr("Since the last start:"))
        self.dismiss_button.setText(self.tr("Not again today"))
        found = {kind: list(those) for kind, those in groupby(self._reminders, key=lambda one: str(one.kind))}
        for kind, shown in self.buttons.items():
            those = found.get(kind, [])
            shown.setVisible(bool(those))
            shown.setText(said[kind].format(count=len(those)))
            shown.setToolTip("\n".join(self._name(one) for one in those[:_MOST_NAMED]))

    def sentence(self) -> str:
        """The same as one sentence."""
        return self._appearance.words.join([shown.text() for shown in self.buttons.values() if not shown.isHidden()])

    def _button(self, kind: str) -> QPushButton:
        made = button("", "link")
        made.setObjectName(f"reminder:{kind}")
        made.clicked.connect(partial(self._lead, kind))
        return made

    def _name(self, one: "Reminder") -> str:
        title = self._appearance.words.name(one.title)
        return " · ".join(filter(None, (one.code, title, one.period)))

    def _lead(self, kind: str) -> None:
        those = [one for one in self._reminders if one.kind == kind]
        if kind == _FORM:
            self.forms_wanted.emit()
        elif len(those) == 1:
            self.commitment_wanted.emit(those[0].code)
        elif those:
            self.menu(kind).popup(self.buttons[kind].mapToGlobal(self.buttons[kind].rect().bottomLeft()))

    def menu(self, kind: str) -> QMenu:
        """Name the commitments of a kind, each leading to itself."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        those = [one for one in self._reminders if one.kind == kind]
        for one in those[:_MOST_NAMED]:
            action = menu.addAction(self._name(one).replace("&", "&&"))
            action.triggered.connect(partial(self._show_commitment, one.code))
        menu.addSeparator()
        everything = menu.addAction(self.tr("Show all that ask for it in the ledger"))
        everything.triggered.connect(lambda: self.rows_wanted.emit(_ROWS[kind]))
        return menu

    def _show_commitment(self, code: str) -> None:
        self.commitment_wanted.emit(code)


class Reminding(Controller):
    """Looks once for each ledger that is opened. What is dismissed stays away until tomorrow."""

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs, window: QWidget) -> None:
        super().__init__(appearance, settings, jobs, window)
        self.strip = ReminderStrip(appearance)
        self.strip.dismissed.connect(self._dismiss)
        self._tray: QSystemTrayIcon | None = None

    def open(self, ledger: "OpenLedger | None") -> None:
        super().open(ledger)
        self._end_notice()
        self.strip.show_reminders(())
        if ledger is None:
            return
        today = ledger.today()
        since = self._since(today)
        if since is not None:
            self.run(
                # Told apart there: of a large ledger a hundred thousand may be past their day.
                lambda ledger: fell_due(services.reminders.list_reminders(ledger.workspace, 0), since, today),
                self._show,
                "reminders",
            )

    def _since(self, today: date) -> date | None:
        """The day of the last start before today's; None for the first one, and where today is done with."""
        kept = self._settings.recall(self._key)
        last, before = (_day(kept, name) for name in ("last", "before"))
        # Started again on the same day, it still tells what was news this morning.
        since = before if last == today else last
        said = {"last": today.isoformat(), "before": since.isoformat() if since else "", "done": kept.get("done", "")}
        self._settings.keep(self._key, said)
        return None if _day(kept, "done") == today else since

    @property
    def _key(self) -> str:
        location = self.ledger.location if self.ledger is not None else ""
        return f"reminders/{sha256(location.encode()).hexdigest()[:16]}"

    def _show(self, reminders: Sequence["Reminder"]) -> None:
        self.strip.show_reminders(reminders)
        if reminders and self._settings.notifies:
            self._notify()

    def _dismiss(self) -> None:
        if self.ledger is not None:
            kept = self._settings.recall(self._key)
            self._settings.keep(self._key, {**kept, "done": self.ledger.today().isoformat()})
        self.strip.show_reminders(())

    def _notify(self) -> None:
        """Let the system say it, where it has a place for that."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        tray = QSystemTrayIcon(self._window.windowIcon(), self)
        tray.setToolTip(self._window.windowTitle())
        tray.messageClicked.connect(self._come_forward)
        tray.activated.connect(self._come_forward)
        tray.show()
        self._tray = tray
        # A tray gives the icon its place a moment later, and the notice stands beside the icon.
        QTimer.singleShot(_UNTIL_PLACED, self, lambda: self._say(tray))

    def _say(self, tray: QSystemTrayIcon) -> None:
        if tray is self._tray:
            said = self.tr("Since the last start: {reminders}").format(reminders=self.strip.sentence())
            # Among the notices of other programs it is to be seen whose this is.
            tray.showMessage(self._window.windowTitle(), said, self._window.windowIcon())

    def _come_forward(self) -> None:
        window = self._window.window()
        window.showNormal() if window.isMinimized() else window.show()
        window.activateWindow()
        self._end_notice()

    def _end_notice(self) -> None:
        tray = self._tray
        self._tray = None
        if tray is not None and isValid(tray):
            tray.hide()
            tray.deleteLater()


def _day(kept: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(str(kept.get(name, "")))
    except ValueError:
        return None
