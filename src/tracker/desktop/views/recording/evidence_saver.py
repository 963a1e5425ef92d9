"""Saving a piece of evidence: a document that the ledger has already is asked about before anything is recorded."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.views.forms.form_dialog import FormDialog
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.recording.known_piece import KnownPieceDialog
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.evidence.duplicates import SamePiece
    from tracker.services.evidence.recording import Linked

WritePiece = Callable[[Mapping[str, Any], bool], Changes]
"""Writes what a form holds; the second value says that it is another document than the one that is there."""


class EvidenceSaver(QObject):
    """Belongs to one form, and goes with it. `written` says what a write changed."""

    written = Signal(object)

    def __init__(
        self, appearance: Appearance, jobs: Jobs, dialog: EvidenceDialog, ledger: "OpenLedger", write: WritePiece
    ) -> None:
        super().__init__(dialog)
        self._appearance = appearance
        self._jobs = jobs
        self._dialog = dialog
        self._ledger = ledger
        self._write = write

    def save(self, values: Mapping[str, Any]) -> None:
        """Save what the form holds, unless it is a document that is there already."""
        self._run(partial(self._write, values, False), self._finish, partial(self._refuse, values))

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        self._dialog.busy()
        self._jobs.run(work, done, failed)

    def _finish(self, changes: Changes) -> None:
        self._dialog.settle()
        self._dialog.accept()
        self.written.emit(changes)

    def _refuse(self, values: Mapping[str, Any], error: Exception) -> None:
        if not isinstance(error, UserError) or error.code != "evidence_known":
            refuse_form(self._dialog, error)
            return
        own = self._dialog.evidence.id if self._dialog.evidence is not None else None
        workspace = self._ledger.workspace

        def find() -> "tuple[SamePiece, ...]":
            return services.duplicates.find_same(workspace, services.commands.evidence_fields(values), own)

        self._jobs.run(find, partial(self._ask, values, error), partial(refuse_form, self._dialog))

    def _ask(self, values: Mapping[str, Any], error: UserError, same: "tuple[SamePiece, ...]") -> None:
        """Which document is it? Where the like one is gone meanwhile, the form says what it was told."""
        dialog = self._dialog
        dialog.settle()
        if not same:
            dialog.refuse(error)
            return
        links = values["links"]
        corrects = dialog.evidence is not None
        question = KnownPieceDialog(self._appearance, dialog, same, len(links), corrects=corrects)
        question.separate_wanted.connect(lambda: self._save_apart(values))
        question.link_wanted.connect(lambda known: self._link(known, values))
        question.open()

    def _save_apart(self, values: Mapping[str, Any]) -> None:
        self._run(partial(self._write, values, True), self._finish, partial(refuse_form, self._dialog))

    def _link(self, known: int, values: Mapping[str, Any]) -> None:
        ledger = self._ledger

        def work() -> "Linked":
            return services.recording.link_each(ledger.present, known, values["links"])

        self._run(work, self._finish_linking, partial(refuse_form, self._dialog))

    def _finish_linking(self, linked: "Linked") -> None:
        """What could be linked is linked; of what could not, the form stays and says why."""
        self._dialog.settle()
        if linked.refused:
            self._dialog.refuse(linked.refused[0])
        else:
            self._dialog.accept()
        if linked.changes.event_id:
            self.written.emit(linked.changes)


def refuse_form(dialog: FormDialog, error: Exception) -> None:
    """Say in the form why it was not saved; a defect and a stopped write are told of elsewhere."""
    if isinstance(error, UserError):
        dialog.refuse(error)
    else:
        dialog.settle()
