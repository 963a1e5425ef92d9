"""Undo and redo: knows what would be taken back, names it in the menus, and does it in the background."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.views.actions import Actions, Do
from tracker.desktop.views.common.page import Controller
from tracker.domain.rows import Changes, EventRow, Reversible
from tracker.domain.safety.ledger_roles import acts_of_event

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger

_LONGEST = 60
"""Characters of a change that a menu shows."""
_NOTHING = Reversible(None, None)


class Undoing(Controller):
    """Asks after each write what would be taken back now."""

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs, window: QWidget) -> None:
        super().__init__(appearance, settings, jobs, window)
        self._reversible = _NOTHING
        self._actions: Actions | None = None

    def use(self, actions: Actions) -> None:
        """Name these actions from now on."""
        self._actions = actions
        self.show()

    def open(self, ledger: "OpenLedger | None") -> None:
        super().open(ledger)
        self._take(_NOTHING)
        self.ask()

    def ask(self) -> None:
        """Something was written: what would undo take back now?"""
        if (ledger := self.ledger) is not None:
            # Its own refusal asks again, and would never end.
            self._jobs.run(lambda: _reversible(ledger), self._take, lambda _: None, "reversible")

    @property
    def handlers(self) -> dict[str, Do]:
        return {"undo": self.undo, "redo": self.redo}

    def undo(self) -> None:
        """Take back the last change."""
        undo = services.undoing.undo
        self._run(lambda ledger: (_reversible(ledger).undo, undo(ledger.present)), self.tr("Undone: {what}"))

    def redo(self) -> None:
        """Do again what was undone last."""
        redo = services.undoing.redo
        self._run(lambda ledger: (_reversible(ledger).redo, redo(ledger.present)), self.tr("Redone: {what}"))

    def show(self) -> None:
        """Name in the menus what would be undone and redone."""
        if self._actions is None:
            return
        undo = self._what(self._reversible.undo)
        redo = self._what(self._reversible.redo)
        self._actions.rename("undo", self.tr("Undo: {what}").format(what=_short(undo)) if undo else self.tr("Undo"))
        self._actions.rename("redo", self.tr("Redo: {what}").format(what=_short(redo)) if redo else self.tr("Redo"))
        self._actions.set_possible("undo", bool(undo))
        self._actions.set_possible("redo", bool(redo))

    def _take(self, reversible: Reversible) -> None:
        self._reversible = reversible
        self.show()

    def _what(self, event: EventRow | None) -> str:
        """A change in words. An undo is named by what it took back, for that is what redo does again."""
        if event is None:
            return ""
        kind = str(event.details.get("change", event.kind)) if event.kind in ("undone", "redone") else event.kind
        return self._appearance.words.event(replace(event, kind=kind))

    def _run(self, work: "Callable[[OpenLedger], tuple[EventRow | None, Changes]]", sentence: str) -> None:
        def done(found: tuple[EventRow | None, Changes]) -> None:
            # What was read in the same job: a write that was on its way here may have come before it.
            event, changes = found
            self.said.emit(sentence.format(what=self._what(event)))
            self.written.emit(changes)

        self.run(work, done)

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        # Somebody else wrote meanwhile: what can be taken back is another change now.
        self.ask()


def _reversible(ledger: "OpenLedger") -> Reversible:
    """What undo and redo would do now; nothing while a past day is shown, or where nothing may be written."""
    if ledger.permissions.refusal("undone") is not None:
        return Reversible(None, None)
    found = services.undoing.reversible(ledger.workspace)
    return Reversible(_if_allowed(ledger, found.undo), _if_allowed(ledger, found.redo))


def _if_allowed(ledger: "OpenLedger", event: EventRow | None) -> EventRow | None:
    """A change that somebody made in a role which has been taken from them meanwhile stays as it is."""
    if event is None or ledger.permissions.refusal(*acts_of_event(event.kind, event.details)) is not None:
        return None
    return event


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
