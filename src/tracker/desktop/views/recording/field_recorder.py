"""Writing what was changed in place: in the background, one field at a time."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tracker.desktop.jobs import Jobs
from tracker.desktop.views.detail.detail_pane import DetailPane
from tracker.desktop.views.forms.field_drafts import Draft
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes

if TYPE_CHECKING:
    from tracker.desktop.gateway import Gateway


class FieldRecorder(QObject):
    """Takes the drafts of a detail pane to the ledger. `written` says what a write changed."""

    written = Signal(object)

    def __init__(self, jobs: Jobs, pane: DetailPane, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pane = pane
        self._gateway: Gateway | None = None
        pane.drafts.save_wanted.connect(self._write)

    def open(self, gateway: "Gateway | None") -> None:
        """Take another ledger, or none: what was begun in the one before is forgotten."""
        self._gateway = gateway
        self._pane.drafts.forget()
        if gateway is not None:
            self._jobs.run(gateway.field_choices, self._pane.offer, lambda _: None, "choices")

    def _write(self, draft: Draft) -> None:
        gateway = self._gateway
        drafts = self._pane.drafts
        if gateway is None:
            drafts.refuse(draft, None)
            return

        def done(changes: Changes) -> None:
            drafts.finish(draft, changed=bool(changes.commitments))
            if changes.commitments:
                self.written.emit(changes)

        def failed(error: Exception) -> None:
            drafts.refuse(draft, error if isinstance(error, UserError) else None)

        revision = draft.revision()
        self._jobs.run(lambda: gateway.revise_commitment(revision), done, failed)
