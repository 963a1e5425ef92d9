"""Undo and redo: knows what would be taken back, names it in the menus, and does it in the background."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.views.actions import Actions
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, EventRow, Reversible

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger

_LONGEST = 60
"""Characters of a change that a menu shows."""
_NOTHING = Reversible(None, None)


class Undoing(QObject):
    """`written` carries the `Changes` of an undo or a redo; `said` and `refused` a sentence."""

    written = Signal(object)
    said = Signal(str)
    refused = Signal(str)

    def __init__(self, appearance: Appearance, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._jobs = jobs
        self._ledger: OpenLedger | None = None
        self._reversible = _NOTHING
        self._actions: Actions | None = None

    def use(self, actions: Actions) -> None:
        """Name these actions from now on."""
        self._actions = actions
        self.show()

    def open(self, ledger: "OpenLedger | None") -> None:
        """Take another ledger, or none."""
        self._ledger = ledger
        self._take(_NOTHING)
        self.ask()

    def ask(self) -> None:
        """Something was written: what would undo take back now?"""
        ledger = self._ledger
        if ledger is not None:
            self._jobs.run(lambda: _reversible(ledger), self._take, lambda _: None, "reversible")

    def undo(self) -> None:
        """Take back the last change."""
        ledger = self._ledger
        what = self._what(self._reversible.undo)
        if ledger is not None:
            done = self.tr("Undone: {what}").format(what=what)
            self._jobs.run(
                lambda: services.undoing.undo(ledger.present),
                lambda changes: self._finish(changes, done),
                self._refuse,
            )

    def redo(self) -> None:
        """Do again what was undone last."""
        ledger = self._ledger
        what = self._what(self._reversible.redo)
        if ledger is not None:
            done = self.tr("Redone: {what}").format(what=what)
            self._jobs.run(
                lambda: services.undoing.redo(ledger.present),
                lambda changes: self._finish(changes, done),
                self._refuse,
            )

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

    def _finish(self, changes: Changes, sentence: str) -> None:
        self.said.emit(sentence)
        self.written.emit(changes)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.refused.emit(self._appearance.words.error(error))
        self.ask()


def _reversible(ledger: "OpenLedger") -> Reversible:
    """What undo and redo would do now; nothing while a past day is shown, or where nothing can be written."""
    if ledger.as_of is not None or ledger.is_reading:
        return Reversible(None, None)
    return services.undoing.reversible(ledger.workspace)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
