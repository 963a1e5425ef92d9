"""Merge another copy into the ledger that is open, and settle what was put aside by it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Task
from tracker.desktop.models.rows_model import ITEM_ROLE, TableLine
from tracker.desktop.theme import scaled
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.row_table import TwoLineList
from tracker.desktop.views.common.widgets import allow, text
from tracker.desktop.views.forms.form_dialog import lines
from tracker.desktop.views.forms.plain_dialog import PlainDialog, if_open
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.rows import EventRow
from tracker.domain.safety.ledger_roles import Permissions, acts_of_event
from tracker.domain.safety.merging import Merged, PutAside
from tracker.domain.text.dates import stamp
from tracker.wording.merging import about, against

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger

_LIST = 3 * 48
"""Pixels of the design: three changes."""
_LINES = 6
"""Of what stands against a change, so many lines are to be seen."""


class SettleDialog(PlainDialog):
    """What was put aside, one by one. `settled` carries the UUID of a change, whether it holds, and the reason."""

    settled = Signal(str, bool, str)

    def __init__(self, appearance: Appearance, parent: QWidget, permissions: Permissions) -> None:
        super().__init__(appearance, parent)
        self._permissions = permissions
        self._is_settling = False
        self.set_title(self.tr("Changes that were put aside"))
        said = self.tr(
            "These changes of another copy clash with what this ledger says, so they were not made here. Nothing is "
            "lost: decide for each which side to keep, and give a reason."
        )
        self.body.addWidget(text(said, "hint"))
        self.list = TwoLineList(appearance, "putAside")
        self.list.setFixedHeight(scaled(_LIST))
        self.body.addLayout(self.add("put_aside", self.list, self.tr("Changes, oldest first")))
        self.words = lines(height=_LINES)
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.body.addLayout(self.add("against", self.words, self.tr("What stands against it")))
        self.reason = QLineEdit()
        self.body.addLayout(self.add("reason", self.reason, self.tr("Reason")))
        self.leave_button = self.finish(self.tr("Keep this ledger's"), self.tr("Close"), width=640)
        self.take_button = self.offer(self.tr("Take the other copy's"))
        for made, takes in ((self.leave_button, False), (self.take_button, True)):
            made.clicked.connect(partial(self._settle, takes))
        self.list.selectionModel().currentChanged.connect(self._show)

    def show_waiting(self, waiting: Sequence[PutAside]) -> None:
        """List what waits, and begin with the oldest; without any the dialog is done."""
        self._is_settling = False
        self._let_settle()
        if not waiting:
            self.accept()
            return
        self.reason.clear()
        self.clear_faults()
        self.list.show_lines([self._line(one) for one in waiting])
        self.list.setCurrentIndex(self.list.rows.index(0, 0))
        self.reason.setFocus()

    def explain(self, error: Exception) -> None:
        """Say why it could not be settled so."""
        self._is_settling = False
        self._let_settle()
        if isinstance(error, UserError):
            self.refuse(error.field if error.field == "reason" else "put_aside", error)

    def _line(self, one: PutAside) -> TableLine:
        event = EventRow(0, one.at, one.author, one.kind, one.reason, one.details)
        # The same of two commitments reads the same.
        said = " · ".join(
            part for part in (about(one, self.appearance.words), self.appearance.words.event(event)) if part
        )
        return TableLine((said, stamp(one.at), " · ".join(part for part in (one.author, one.reason) if part)), one)

    def _show(self, index: QModelIndex) -> None:
        one = index.data(ITEM_ROLE)
        self.words.setPlainText("\n".join(against(one, self.appearance.words)) if one is not None else "")
        self._let_settle()

    def _settle(self, takes: bool) -> None:
        one = self.list.chosen
        if one is not None:
            self.clear_faults()
            self._is_settling = True
            self._let_settle()
            self.settled.emit(one.uid, takes, self.reason.text())

    def _let_settle(self) -> None:
        """While one is being settled, none is; and each only by whoever may have done it."""
        one = self.list.chosen
        acts = acts_of_event(one.kind, one.details) if one is not None else ()
        why_not = self.appearance.why_not(self._permissions, "put_aside_settled", *acts)
        for button in (self.leave_button, self.take_button):
            allow(button, why_not, possible=not self._is_settling)


class Merging(Controller):
    """Does in the ledger that is open what was done in another copy. `changed` says that it has other contents now."""

    changed = Signal()

    @property
    def handlers(self) -> dict[str, Do]:
        return {"settle_merged": self.ask}

    def merge(self, place: str) -> None:
        """Merge a copy into the ledger that is open."""
        if self.ledger is not None:
            task = Task(self.tr("Merge another copy"))
            self._jobs.run_long(task, partial(_merge, self.ledger, place), self._merged, self.refuse, "merge")

    def ask(self) -> None:
        """Show what waits to be settled."""
        self.run(lambda ledger: services.merging.list_put_aside(ledger.workspace), self._show, "put aside")

    def _merged(self, merged: Merged) -> None:
        self.changed.emit()
        words = self._appearance.words
        place = self.ledger.workspace.name if self.ledger is not None else ""
        aside = len(merged.put_aside)
        said = words.phrase("merged", location=place, done=merged.done, aside=aside)
        same = " " + words.phrase("merge_same", count=merged.same) if merged.same else ""
        self.said.emit(said + same)
        if aside:
            self.ask()

    def _show(self, waiting: tuple[PutAside, ...]) -> None:
        if not waiting:
            self.said.emit(self._appearance.words.phrase("merge_open_none"))
            return
        dialog = SettleDialog(self._appearance, self._window, self.permissions)
        dialog.settled.connect(partial(self._settle, dialog))
        dialog.open()
        dialog.show_waiting(waiting)

    def _settle(self, dialog: SettleDialog, uid: str, takes: bool, reason: str) -> None:
        if self.ledger is None:
            return
        ledger = self.ledger
        done = if_open(dialog, dialog.show_waiting)

        def show(waiting: tuple[PutAside, ...]) -> None:
            self.changed.emit()
            done(waiting)

        explain = if_open(dialog, dialog.explain, self.refuse)
        self._jobs.run(lambda: _settle(ledger, uid, takes, reason), show, explain, "settle")


def _merge(ledger: "OpenLedger", place: str, progress: Progress) -> Merged:
    workspace = ledger.present
    other = services.workspace.open_other(place)
    try:
        return services.merging.merge(workspace, other, progress)
    finally:
        other.close()


def _settle(ledger: "OpenLedger", uid: str, takes: bool, reason: str) -> tuple[PutAside, ...]:
    services.merging.settle(ledger.present, uid, take=takes, reason=reason)
    return services.merging.list_put_aside(ledger.workspace)
