"""What the pane of one commitment and the panel of several ask for, and what of the recorders does it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tracker.desktop import services
from tracker.desktop.jobs import Jobs
from tracker.desktop.views.detail.detail_pane import DetailPane
from tracker.desktop.views.forms.field_drafts import Draft
from tracker.desktop.views.ledger.bulk_panel import BulkPanel
from tracker.desktop.views.recording.bulk_recorder import BulkRecorder
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, CommitmentDetail

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger

Act = Callable[[Callable[[CommitmentDetail], object]], None]
"""Does something with the commitment that is shown."""


def connect_acts(act: Act, recorder: BulkRecorder, detail: DetailPane, bulk: BulkPanel) -> None:
    """Let what is asked for be done with the commitment that is shown, or with those that are selected."""
    for wanted, deed in (
        (detail.judge_wanted, recorder.judge),
        (detail.evidence_wanted, recorder.add_evidence),
        (detail.search_wanted, recorder.log_search),
        (detail.search_again_wanted, recorder.search_again),
        (detail.claim_wanted, recorder.add_claim),
        (detail.restatement_wanted, recorder.add_restatement),
        (detail.review_wanted, recorder.review),
        (bulk.judge_wanted, recorder.judge),
        (bulk.search_wanted, recorder.log_search),
        (bulk.departments_wanted, recorder.set_departments),
    ):
        wanted.connect(partial(act, deed))
    detail.file_wanted.connect(recorder.look_at)
    detail.edit_wanted.connect(lambda piece: act(lambda shown: recorder.edit_evidence(shown, piece)))
    detail.withdraw_wanted.connect(lambda piece: act(lambda shown: recorder.withdraw_evidence(shown, piece)))
    detail.search_decision_wanted.connect(lambda one: act(lambda shown: recorder.decide_search(shown, one)))
    detail.statement_withdrawal_wanted.connect(lambda said: act(lambda shown: recorder.withdraw_statement(shown, said)))


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
