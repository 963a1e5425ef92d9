"""Writing what was changed in place: in the background, one field at a time."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tracker.desktop import services
from tracker.desktop.jobs import Jobs
from tracker.desktop.views.detail.detail_pane import DetailPane
from tracker.desktop.views.forms.field_drafts import Draft
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger


class FieldRecorder(QObject):
    """Takes the drafts of a detail pane to the ledger. `written` says what a write changed."""

    written = Signal(object)

    def __init__(self, jobs: Jobs, pane: DetailPane, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pane = pane
        self._ledger: OpenLedger | None = None
        pane.drafts.save_wanted.connect(self._write)

    def open(self, ledger: "OpenLedger | None") -> None:
        """Take another ledger, or none: what was begun in the one before is forgotten."""
        self._ledger = ledger
        self._pane.drafts.forget()
        if ledger is not None:
            self._jobs.run(
                lambda: services.reading.field_choices(ledger.workspace), self._pane.offer, lambda _: None, "choices"
            )

    def _write(self, draft: Draft) -> None:
        ledger = self._ledger
        drafts = self._pane.drafts
        if ledger is None:
            drafts.refuse(draft, None)
            return

        def done(changes: Changes) -> None:
            drafts.finish(draft, changed=bool(changes.commitments))
            if changes.commitments:
                self.written.emit(changes)

        def failed(error: Exception) -> None:
            drafts.refuse(draft, error if isinstance(error, UserError) else None)

        revision = draft.revision()
        self._jobs.run(
            lambda: ledger.write(services.coding.revise_commitment, services.commands.CommitmentRevision, revision),
            done,
            failed,
        )
