"""Writing: opens the forms, sends what they hold to the ledger in the background, and brings back what was refused."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.views.assessment.assessment_dialog import AssessmentDialog
from tracker.desktop.views.assessment.search_dialog import SearchDecisionDialog, SearchDialog
from tracker.desktop.views.detail.statement_view import Statement
from tracker.desktop.views.forms.evidence_draft import EvidenceDraft
from tracker.desktop.views.forms.form_dialog import FormDialog
from tracker.desktop.views.forms.plain_dialog import if_open
from tracker.desktop.views.forms.small_dialogs import ReviewDialog, WithdrawDialog
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.recording.evidence_links import LinkDraft
from tracker.desktop.views.recording.evidence_saver import EvidenceSaver, WritePiece, refuse_form
from tracker.desktop.views.recording.form_capture import FormCapture
from tracker.desktop.views.recording.statement_dialogs import ClaimDialog, RelationDialog, StatementWithdrawDialog
from tracker.desktop.views.viewer.viewing import FileViewers
from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.evidence.evidence_rows import LinkTarget
from tracker.domain.rows import Changes, ClaimRow, CommitmentDetail, EvidenceRow, SearchRow

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
        self._opened: Gateway | None = None
        self._viewers = FileViewers(appearance, jobs, window)
        self._viewers.written.connect(self.written)

    @property
    def gateway(self) -> "Gateway | None":
        """The ledger to write in: none while none is open, or while a past day is shown."""
        return self._opened if self._opened is not None and self._opened.as_of is None else None

    @gateway.setter
    def gateway(self, gateway: "Gateway | None") -> None:
        self._opened = gateway

    def judge(self, detail: CommitmentDetail) -> None:
        """Set the assessment; first it is asked after how many days a search is old."""
        gateway = self.gateway
        if gateway is None:
            return

        def show(rules: Rules) -> None:
            today = gateway.today()
            days = rules.search_expiry_days
            dialog = AssessmentDialog(self._appearance, self._window, detail, today, days)
            self._open(dialog, gateway.set_assessment, partial(self._read_commitment, dialog))

        self._jobs.run(gateway.rules, show, None, "verdict")

    def add_evidence(
        self, detail: CommitmentDetail | None = None, draft: EvidenceDraft | None = None
    ) -> EvidenceDialog | None:
        """Record a new piece of evidence: for one commitment, from a draft, or for the inbox. Returns the form."""
        gateway = self.gateway
        if gateway is None:
            return None
        dialog = EvidenceDialog(self._appearance, self._window, detail, draft=draft)
        self._open_evidence(
            dialog, lambda values, separate: gateway.pieces.add(values, dialog.files.contents, separate=separate)
        )
        return dialog

    def edit_evidence(
        self, detail: CommitmentDetail | None, evidence: EvidenceRow, link: LinkDraft | None = None
    ) -> None:
        """Correct a piece of evidence; `link` is one to begin with beside those that it has."""
        gateway = self.gateway
        if gateway is None:
            return
        dialog = EvidenceDialog(self._appearance, self._window, detail, evidence)
        if link is not None:
            dialog.begin_with(link)

        def write(values: Mapping[str, Any], separate: bool) -> Changes:
            seen = dialog.evidence or evidence
            files = dialog.files.contents
            return gateway.pieces.revise(seen.id, seen.version, values, files, separate=separate)

        self._open_evidence(dialog, write)

    def look_at(self, evidence: EvidenceRow, sha256: str = "") -> None:
        """Look at a file of a piece of evidence: by default the one that its words are quoted from."""
        self._viewers.gateway = self._opened
        self._viewers.open_piece(evidence, sha256)

    def withdraw_evidence(self, detail: CommitmentDetail | None, evidence: EvidenceRow) -> None:
        """Take a piece of evidence out of use."""
        if self.gateway is not None:
            dialog = WithdrawDialog(self._appearance, self._window, detail, evidence)
            self._open(dialog, self.gateway.pieces.withdraw, partial(self._read_piece, dialog, evidence.id))

    def log_search(self, detail: CommitmentDetail, before: SearchRow | None = None) -> None:
        """Record a search, or that the one `before` was done again."""
        if self.gateway is not None:
            dialog = SearchDialog(self._appearance, self._window, detail, self.gateway.today(), before)
            self._open(dialog, self.gateway.log_search, None)

    def search_again(self, detail: CommitmentDetail) -> None:
        """Record that the last search was done again."""
        self.log_search(detail, next(iter(detail.searches), None))

    def decide_search(self, detail: CommitmentDetail, search: SearchRow) -> None:
        """Say what a search came to."""
        if self.gateway is not None:
            dialog = SearchDecisionDialog(self._appearance, self._window, detail, search)
            self._open(dialog, self.gateway.decide_search, None)

    def review(self, detail: CommitmentDetail) -> None:
        """Record that a commitment without a due date was looked at again."""
        if self.gateway is not None and detail.row.due.on is None:
            dialog = ReviewDialog(self._appearance, self._window, detail, self.gateway.today())
            self._open(dialog, self.gateway.record_review, partial(self._read_commitment, dialog))

    def add_claim(self, detail: CommitmentDetail) -> None:
        """Record what the ministry says of a commitment."""
        if self.gateway is not None:
            dialog = ClaimDialog(self._appearance, self._window, detail, self.gateway.today())
            self._open(dialog, self.gateway.add_claim, None)

    def add_restatement(self, detail: CommitmentDetail) -> None:
        """Tie a promise to later words, or to a later commitment that says it again."""
        if self.gateway is not None:
            dialog = RelationDialog(self._appearance, self._window, detail, self.gateway.today())
            self._answer_targets(dialog, self.gateway)
            self._open(dialog, self.gateway.add_restatement, None)

    def withdraw_statement(self, detail: CommitmentDetail, statement: Statement) -> None:
        """Take a claim or a relation back."""
        gateway = self.gateway
        if gateway is not None:
            dialog = StatementWithdrawDialog(self._appearance, self._window, detail, statement)
            claim = isinstance(statement, ClaimRow)
            self._open(dialog, gateway.withdraw_claim if claim else gateway.withdraw_restatement, None)

    def _open(self, dialog: FormDialog, write: _Write, reload: Callable[[], None] | None) -> None:
        dialog.submitted.connect(lambda values: self._write(dialog, write, values))
        if reload is not None:
            dialog.reload_wanted.connect(reload)
        dialog.open()

    def _answer_targets(self, dialog: RelationDialog, gateway: "Gateway") -> None:
        """Answer which commitments are meant by the words that are typed into a form."""

        def ask(words: str) -> None:
            def show(found: Sequence[LinkTarget]) -> None:
                if isValid(dialog):
                    dialog.offer(words, found)

            self._jobs.run(partial(gateway.find_targets, words), show, lambda _: None)

        dialog.targets_wanted.connect(ask)

    def _open_evidence(self, dialog: EvidenceDialog, write: WritePiece) -> None:
        """Open the form, and answer what it asks while it is being filled in."""
        gateway = self.gateway
        known = dialog.evidence
        if gateway is None:
            return

        def answer(show: Callable[[Any], None]) -> Callable[[Any], None]:
            return lambda found: None if dialog.is_over else show(found)

        run = self._jobs.run

        def nothing(_reason: object) -> None:
            """What cannot be shown yet is simply not shown."""

        shown = answer(dialog.show_preview)
        found = answer(dialog.show_suggestions)
        dialog.preview_wanted.connect(
            lambda values: run(lambda: gateway.preview_evidence(values), shown, nothing, "preview")
        )
        dialog.suggestions_wanted.connect(
            lambda text, day: run(lambda: gateway.suggest(text, day), found, nothing, "suggest")
        )
        dialog.targets_wanted.connect(
            lambda words: run(partial(gateway.find_targets, words), answer(partial(dialog.offer, words)), nothing)
        )
        dialog.ask_targets()
        FormCapture(self._appearance, self._jobs, dialog, gateway)
        saver = EvidenceSaver(self._appearance, self._jobs, dialog, gateway, write)
        saver.written.connect(self.written)
        dialog.submitted.connect(saver.save)
        if known is not None:
            dialog.reload_wanted.connect(partial(self._read_piece, dialog, known.id))
        dialog.open()

    def _write(self, dialog: FormDialog, write: _Write, values: Mapping[str, Any]) -> None:
        dialog.busy()

        self._jobs.run(lambda: write(values), partial(self._finish, dialog), partial(refuse_form, dialog))

    def _finish(self, dialog: FormDialog, changes: Changes) -> None:
        dialog.settle()
        dialog.accept()
        self.written.emit(changes)

    def _read_commitment(self, dialog: AssessmentDialog | ReviewDialog) -> None:
        gateway = self.gateway
        code = dialog.detail.row.code
        if gateway is not None:
            show = if_open(dialog, dialog.accept_newer)
            failed = if_open(dialog, partial(refuse_form, dialog))
            self._jobs.run(lambda: gateway.detail(code), show, failed)

    def _read_piece(self, dialog: EvidenceDialog | WithdrawDialog, evidence_id: int) -> None:
        gateway = self.gateway
        if gateway is not None:
            work = partial(gateway.read_piece, evidence_id)
            failed = if_open(dialog, partial(refuse_form, dialog))
            self._jobs.run(work, if_open(dialog, lambda found: dialog.accept_newer(found.piece)), failed)
