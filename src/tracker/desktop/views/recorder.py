"""Writing: opens the forms, sends what they hold to the ledger in the background, and brings back what was refused."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.views.assessment_dialog import AssessmentDialog
from tracker.desktop.views.evidence_dialog import EvidenceDialog
from tracker.desktop.views.form_dialog import FormDialog
from tracker.desktop.views.small_dialogs import SearchDialog, WithdrawDialog
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, CommitmentDetail, EvidenceRow

if TYPE_CHECKING:
    from tracker.desktop.gateway import Gateway

_Write = Callable[[Mapping[str, Any]], Changes]


class Recorder(QObject):
    """One form at a time. `written` says what a write changed."""

    written = Signal(object)

    def __init__(self, appearance: Appearance, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._jobs = jobs
        self._window = window
        self.gateway: Gateway | None = None

    def judge(self, detail: CommitmentDetail) -> None:
        """Set the assessment."""
        if self.gateway is not None:
            dialog = AssessmentDialog(self._appearance, self._window, detail)
            self._open(dialog, self.gateway.set_assessment, dialog.accept_newer)

    def add_evidence(self, detail: CommitmentDetail) -> None:
        """Record a new piece of evidence."""
        if self.gateway is not None:
            dialog = EvidenceDialog(self._appearance, self._window, detail)
            self._open(dialog, self.gateway.add_evidence, dialog.accept_newer)

    def edit_evidence(self, detail: CommitmentDetail, evidence: EvidenceRow) -> None:
        """Correct a piece of evidence."""
        gateway = self.gateway
        if gateway is None:
            return
        dialog = EvidenceDialog(self._appearance, self._window, detail, evidence)

        def write(values: Mapping[str, Any]) -> Changes:
            seen = dialog.evidence or evidence
            return gateway.revise_evidence(seen.id, seen.version, values)

        self._open(dialog, write, dialog.accept_newer)

    def withdraw_evidence(self, detail: CommitmentDetail, evidence: EvidenceRow) -> None:
        """Take a piece of evidence out of use."""
        if self.gateway is not None:
            dialog = WithdrawDialog(self._appearance, self._window, detail, evidence)
            self._open(dialog, self.gateway.withdraw_evidence, dialog.accept_newer)

    def log_search(self, detail: CommitmentDetail) -> None:
        """Record a search."""
        if self.gateway is not None:
            dialog = SearchDialog(self._appearance, self._window, detail, self.gateway.today())
            self._open(dialog, self.gateway.log_search, None)

    def _open(self, dialog: FormDialog, write: _Write, accept_newer: Callable[[CommitmentDetail], None] | None) -> None:
        dialog.submitted.connect(lambda values: self._write(dialog, write, values))
        if accept_newer is not None:
            dialog.reload_wanted.connect(lambda: self._reload(dialog, accept_newer))
        dialog.open()

    def _write(self, dialog: FormDialog, write: _Write, values: Mapping[str, Any]) -> None:
        dialog.busy()

        def done(changes: Changes) -> None:
            dialog.accept()
            self.written.emit(changes)

        self._jobs.run(lambda: write(values), done, lambda error: _refuse(dialog, error))

    def _reload(self, dialog: FormDialog, accept_newer: Callable[[CommitmentDetail], None]) -> None:
        gateway = self.gateway
        if gateway is not None:
            code = dialog.detail.row.code
            self._jobs.run(lambda: gateway.detail(code), accept_newer, lambda error: _refuse(dialog, error))


def _refuse(dialog: FormDialog, error: Exception) -> None:
    if isinstance(error, UserError):
        dialog.refuse(error)
    else:
        dialog.settle()
