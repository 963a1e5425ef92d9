"""Writing: opens the forms, sends what they hold to the ledger in the background, and brings back what was refused."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.views.detail.statements import Statement
from tracker.desktop.views.forms.evidence_draft import EvidenceDraft
from tracker.desktop.views.forms.form_dialog import FormDialog, refuse_form
from tracker.desktop.views.forms.plain_dialog import if_open
from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.evidence.evidence_rows import EvidencePreview, LinkTarget, PieceDetail
from tracker.domain.rows import Changes, ClaimRow, CommitmentDetail, EvidenceRow, FieldChoices, SearchRow
from tracker.domain.search.suggestion import Suggestion
from tracker.domain.terms import Assessment

if TYPE_CHECKING:
    from pydantic import BaseModel

    from tracker.desktop.open_ledger import OpenLedger
    from tracker.desktop.views.assessment.assessment_dialog import AssessmentDialog
    from tracker.desktop.views.recording.bulk_dialogs import BulkAssessmentDialog, BulkDialog
    from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
    from tracker.desktop.views.recording.evidence_links import LinkDraft
    from tracker.desktop.views.recording.evidence_saver import WritePiece
    from tracker.desktop.views.recording.piece_dialogs import LinkPiecesDialog, PiecesDialog
    from tracker.desktop.views.recording.statement_dialogs import RelationDialog, ReviewDialog, WithdrawDialog
    from tracker.desktop.views.viewer.viewing import FileViewers
    from tracker.domain.watching.page_changes import RecheckRow
    from tracker.services.assessment.judging import JudgementPreview
    from tracker.services.evidence.recording import BulkResult
    from tracker.services.ledgers.workspace import Workspace

# The forms are imported by the first that opens: the first rows of the list come sooner without them.

_Write = Callable[[Mapping[str, Any]], Changes]
_Command = TypeVar("_Command", bound="BaseModel")


class Recorder(QObject):
    """One form at a time. `written` says what a write changed."""

    written = Signal(object)

    def __init__(self, appearance: Appearance, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._jobs = jobs
        self._window = window
        self._opened: OpenLedger | None = None
        self._made_viewers: FileViewers | None = None

    @property
    def _viewers(self) -> "FileViewers":
        if self._made_viewers is None:
            from tracker.desktop.views.viewer.viewing import FileViewers

            self._made_viewers = FileViewers(self._appearance, self._jobs, self._window)
            self._made_viewers.written.connect(self.written)
        return self._made_viewers

    @property
    def ledger(self) -> "OpenLedger | None":
        """The ledger to write in: none while none is open, or nothing may be written, as while a past day is shown."""
        opened = self._opened
        return opened if opened is not None and opened.permissions.refusal("note") is None else None

    @ledger.setter
    def ledger(self, ledger: "OpenLedger | None") -> None:
        self._opened = ledger

    def judge(self, detail: CommitmentDetail, chosen: Assessment | None = None) -> None:
        """Set the assessment, beginning with the one that is `chosen`; first it is asked when a search is old."""
        from tracker.desktop.views.assessment.assessment_dialog import AssessmentDialog

        ledger = self.ledger
        if ledger is None:
            return

        def show(rules: Rules) -> None:
            today = ledger.today()
            days = rules.search_expiry_days
            dialog = AssessmentDialog(self._appearance, self._window, detail, today, days, chosen)
            reload = partial(self._read_commitment, dialog)
            self._open(dialog, services.judging.set_assessment, services.commands.AssessmentChange, reload)

        self._jobs.run(lambda: services.ledger_rules.read_rules(ledger.workspace), show, None, "verdict")

    def add_evidence(
        self, detail: CommitmentDetail | None = None, draft: EvidenceDraft | None = None
    ) -> "EvidenceDialog | None":
        """Record a new piece of evidence: for one commitment, from a draft, or for the inbox. Returns the form."""
        from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog

        ledger = self.ledger
        if ledger is None:
            return None
        dialog = EvidenceDialog(self._appearance, self._window, detail, draft=draft)

        def write(values: Mapping[str, Any], separate: bool) -> Changes:
            fields = services.commands.evidence_fields(values)
            return services.recording.add_evidence(ledger.present, fields, dialog.files.contents, separate=separate)

        self._open_evidence(dialog, write)
        return dialog

    def edit_evidence(
        self, detail: CommitmentDetail | None, evidence: EvidenceRow, link: "LinkDraft | None" = None
    ) -> None:
        """Correct a piece of evidence; `link` is one to begin with beside those that it has."""
        from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog

        ledger = self.ledger
        if ledger is None:
            return
        dialog = EvidenceDialog(self._appearance, self._window, detail, evidence)
        if link is not None:
            dialog.begin_with(link)

        def write(values: Mapping[str, Any], separate: bool) -> Changes:
            # The newest state may have been loaded since the form was opened.
            seen = dialog.evidence or evidence
            revision = services.commands.command(
                services.commands.EvidenceRevision,
                evidence_id=seen.id,
                fields=services.commands.evidence_fields(values),
                expected_version=seen.version,
            )
            files = dialog.files.contents
            return services.recording.revise_evidence(ledger.present, revision, files, separate=separate)

        self._open_evidence(dialog, write)

    def look_at(self, evidence: EvidenceRow, sha256: str = "") -> None:
        """Look at a file of a piece of evidence: by default the one that its words are quoted from."""
        self._viewers.ledger = self._opened
        self._viewers.open_piece(evidence, sha256)

    def show_folder(self, evidence: EvidenceRow, sha256: str = "") -> None:
        """Show a copy of a file of a piece of evidence in its folder, for another program to take."""
        self._viewers.ledger = self._opened
        self._viewers.show_folder(evidence, sha256)

    def withdraw_evidence(self, detail: CommitmentDetail | None, evidence: EvidenceRow) -> None:
        """Take a piece of evidence out of use."""
        from tracker.desktop.views.recording.statement_dialogs import WithdrawDialog

        if self.ledger is not None:
            dialog = WithdrawDialog(self._appearance, self._window, detail, evidence)
            reload = partial(self._read_piece, dialog, evidence.id)
            self._open(dialog, services.recording.withdraw_evidence, services.commands.Withdrawal, reload)

    def link_pieces(self, pieces: Sequence[EvidenceRow]) -> None:
        """Let several pieces bear on one commitment."""
        from tracker.desktop.views.recording.piece_dialogs import LinkPiecesDialog

        ledger = self.ledger
        if ledger is not None:
            dialog = LinkPiecesDialog(self._appearance, self._window, pieces)
            self._answer_targets(dialog, ledger)
            ids = [piece.id for piece in pieces]
            self._open_pieces(
                dialog,
                lambda values, progress: services.recording.link_pieces(ledger.present, ids, values, progress),
            )

    def withdraw_pieces(self, pieces: Sequence[EvidenceRow]) -> None:
        """Take several pieces out of use with one reason."""
        from tracker.desktop.views.recording.piece_dialogs import WithdrawPiecesDialog

        ledger = self.ledger
        if ledger is not None:
            dialog = WithdrawPiecesDialog(self._appearance, self._window, pieces)
            seen = {piece.id: piece.version for piece in pieces}
            self._open_pieces(
                dialog,
                lambda values, progress: services.recording.withdraw_pieces(
                    ledger.present, seen, values["reason"], progress
                ),
            )

    def _open_pieces(self, dialog: "PiecesDialog", work: "Callable[[Mapping[str, Any], Progress], BulkResult]") -> None:
        """Open a form about several pieces; it stays open where some were refused, and says why."""

        def write(values: Mapping[str, Any]) -> None:
            task = Task(self.tr("Change {count} pieces of evidence").format(count=len(dialog.pieces)))
            dialog.busy(task)
            failed = partial(refuse_form, dialog)
            self._jobs.run_long(task, lambda progress: work(values, progress), finish, failed)

        def finish(done: "BulkResult") -> None:
            dialog.settle()
            if done.refused:
                dialog.offer_rest(done.count, done.refused)
            else:
                dialog.accept()
            if done.count:
                self.written.emit(done.changes)

        dialog.submitted.connect(write)
        dialog.open()

    def log_search(self, detail: CommitmentDetail, before: SearchRow | None = None) -> None:
        """Record a search, or that the one `before` was done again."""
        from tracker.desktop.views.assessment.search_dialog import SearchDialog

        if self.ledger is not None:
            dialog = SearchDialog(self._appearance, self._window, detail, self.ledger.today(), before)
            self._open(dialog, services.searching.log_search, services.commands.NewSearch)

    def search_again(self, detail: CommitmentDetail) -> None:
        """Record that the last search was done again."""
        self.log_search(detail, next(iter(detail.searches), None))

    def decide_search(self, detail: CommitmentDetail, search: SearchRow) -> None:
        """Say what a search came to."""
        from tracker.desktop.views.assessment.search_dialog import SearchDecisionDialog

        if self.ledger is not None:
            dialog = SearchDecisionDialog(self._appearance, self._window, detail, search)
            self._open(dialog, services.searching.decide_search, services.commands.SearchDecision)

    def review(self, detail: CommitmentDetail) -> None:
        """Record that a commitment without a due date was looked at again."""
        from tracker.desktop.views.recording.statement_dialogs import ReviewDialog

        if self.ledger is not None and detail.row.due.on is None:
            dialog = ReviewDialog(self._appearance, self._window, detail, self.ledger.today())
            reload = partial(self._read_commitment, dialog)
            self._open(dialog, services.judging.record_review, services.commands.NewReview, reload)

    def add_claim(self, detail: CommitmentDetail) -> None:
        """Record what the publisher says of a commitment."""
        from tracker.desktop.views.recording.statement_dialogs import ClaimDialog

        if self.ledger is not None:
            dialog = ClaimDialog(self._appearance, self._window, detail, self.ledger.today())
            self._open(dialog, services.statements.add_claim, services.commands.NewClaim)

    def add_restatement(self, detail: CommitmentDetail) -> None:
        """Tie a promise to later words, or to a later commitment that says it again."""
        from tracker.desktop.views.recording.statement_dialogs import RelationDialog

        if self.ledger is not None:
            dialog = RelationDialog(self._appearance, self._window, detail, self.ledger.today())
            self._answer_targets(dialog, self.ledger)
            self._open(dialog, services.statements.add_restatement, services.commands.NewRestatement)

    def withdraw_statement(self, detail: CommitmentDetail, statement: Statement) -> None:
        """Take a claim or a relation back."""
        from tracker.desktop.views.recording.statement_dialogs import StatementWithdrawDialog

        if self.ledger is not None:
            dialog = StatementWithdrawDialog(self._appearance, self._window, detail, statement)
            withdraw_claim = services.statements.withdraw_claim
            withdraw_restatement = services.statements.withdraw_restatement
            withdraw = withdraw_claim if isinstance(statement, ClaimRow) else withdraw_restatement
            self._open(dialog, withdraw, services.commands.StatementWithdrawal)

    def _open(
        self,
        dialog: FormDialog,
        service: Callable[["Workspace", _Command], Changes],
        kind: type[_Command],
        reload: Callable[[], None] | None = None,
    ) -> None:
        """Open a form; what it holds is carried out by the service as a command of this kind."""
        ledger = self.ledger
        if ledger is None:
            return
        dialog.submitted.connect(lambda values: self._write(dialog, partial(ledger.write, service, kind), values))
        if reload is not None:
            dialog.reload_wanted.connect(reload)
        dialog.open()

    def _answer_targets(self, dialog: "RelationDialog | LinkPiecesDialog", ledger: "OpenLedger") -> None:
        """Answer which commitments are meant by the words that are typed into a form."""

        def ask(words: str) -> None:
            def show(found: Sequence[LinkTarget]) -> None:
                if isValid(dialog):
                    dialog.offer(words, found)

            find = partial(_find_targets, ledger, words)
            self._jobs.run(find, show, lambda _: None)

        dialog.targets_wanted.connect(ask)

    def _open_evidence(self, dialog: "EvidenceDialog", write: "WritePiece") -> None:
        """Open the form, and answer what it asks while it is being filled in."""
        from tracker.desktop.views.recording.evidence_saver import EvidenceSaver
        from tracker.desktop.views.recording.form_capture import FormCapture

        ledger = self.ledger
        known = dialog.evidence
        if ledger is None:
            return

        def answer(show: Callable[[Any], None]) -> Callable[[Any], None]:
            # Answers come after the form was closed, too.
            return lambda found: None if dialog.is_over else show(found)

        run = self._jobs.run

        def nothing(_reason: object) -> None:
            """What cannot be shown yet is simply not shown."""

        shown = answer(dialog.show_preview)
        found = answer(dialog.show_suggestions)
        dialog.preview_wanted.connect(lambda values: run(partial(_preview, ledger, values), shown, nothing, "preview"))
        dialog.suggestions_wanted.connect(
            lambda text, day: run(partial(_suggest, ledger, text, day), found, nothing, "suggest")
        )
        dialog.targets_wanted.connect(
            lambda words: run(partial(_find_targets, ledger, words), answer(partial(dialog.offer, words)), nothing)
        )
        dialog.words_wanted.connect(
            lambda code: run(partial(_read_words, ledger, code), answer(dialog.show_proved), nothing, "proved")
        )
        dialog.ask_targets()
        dialog.ask_words()
        FormCapture(self._appearance, self._jobs, dialog, ledger)
        saver = EvidenceSaver(self._appearance, self._jobs, dialog, ledger, write)
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

    def _read_commitment(self, dialog: "AssessmentDialog | ReviewDialog") -> None:
        ledger = self.ledger
        code = dialog.detail.row.code
        if ledger is not None:
            show = if_open(dialog, dialog.accept_newer)
            failed = if_open(dialog, partial(refuse_form, dialog))
            self._jobs.run(lambda: services.reading.read_detail(ledger.workspace, code, ledger.as_of, ()), show, failed)

    def _read_piece(self, dialog: "EvidenceDialog | WithdrawDialog", evidence_id: int) -> None:
        ledger = self.ledger
        if ledger is not None:

            def show(found: PieceDetail) -> None:
                dialog.accept_newer(found.piece)

            failed = if_open(dialog, partial(refuse_form, dialog))
            self._jobs.run(
                lambda: services.evidence_view.read_piece(ledger.workspace, evidence_id, ledger.as_of),
                if_open(dialog, show),
                failed,
            )


def _find_targets(ledger: "OpenLedger", words: str) -> tuple[LinkTarget, ...]:
    return services.evidence_view.find_targets(ledger.workspace, words, ledger.as_of)


def _read_words(ledger: "OpenLedger", code: str) -> CommitmentDetail:
    return services.reading.read_detail(ledger.workspace, code, ledger.as_of, ())


def _suggest(ledger: "OpenLedger", text: str, published: str) -> tuple[Suggestion, ...]:
    """What was typed as its day need not be one yet."""
    return services.evidence_view.suggest_while_written(ledger.workspace, text, published, ledger.as_of)


def _preview(ledger: "OpenLedger", values: Mapping[str, Any]) -> EvidencePreview:
    """What a piece that is being written would come to."""
    view = services.evidence_view
    return view.preview(ledger.workspace, view.WrittenEvidence(**values))


_WriteAll = Callable[[Mapping[str, Any], Progress], Changes]


class BulkRecorder(Recorder):
    """Also records for several commitments. `selected` says which; a judgement of several is one for all of them.

    `said` carries a sentence for the status bar.
    """

    refused = Signal(object)
    said = Signal(str)

    def __init__(
        self, appearance: Appearance, jobs: Jobs, window: QWidget, selected: Callable[[], Sequence[str]]
    ) -> None:
        super().__init__(appearance, jobs, window)
        self._selected = selected
        self._rechecking: set[int] = set()
        """The pieces whose pages are being asked for again."""

    def judge(self, detail: CommitmentDetail, chosen: Assessment | None = None) -> None:
        from tracker.desktop.views.recording.bulk_dialogs import BulkAssessmentDialog

        codes = self._selected()
        if len(codes) < 2:
            super().judge(detail, chosen)
        elif (ledger := self.ledger) is not None:
            dialog = BulkAssessmentDialog(self._appearance, self._window, detail, codes)
            dialog.rules_wanted.connect(partial(self._ask_rules, dialog, ledger))
            self._open_bulk(dialog, services.judging.set_assessments, services.commands.BulkAssessment)
            if chosen is not None:
                dialog.grid.choose(chosen)
            dialog.ask_rules()

    def log_search(self, detail: CommitmentDetail, before: SearchRow | None = None) -> None:
        """Record a search; of several selected commitments one round for all of them."""
        from tracker.desktop.views.recording.search_round import MOST_SEARCHES, SearchRoundDialog

        codes = self._selected()
        ledger = self.ledger
        if len(codes) < 2 or before is not None or ledger is None:
            super().log_search(detail, before)
            return
        if len(codes) > MOST_SEARCHES:
            self.said.emit(self.tr("Select at most {count} commitments for one round.").format(count=MOST_SEARCHES))
            return

        def show(details: tuple[CommitmentDetail, ...]) -> None:
            dialog = SearchRoundDialog(self._appearance, self._window, details, ledger.today())
            self._open(dialog, services.searching.log_round, services.commands.SearchRound)

        def read() -> tuple[CommitmentDetail, ...]:
            read_detail = services.reading.read_detail
            return tuple(read_detail(ledger.workspace, code, ledger.as_of, ()) for code in codes)

        self._jobs.run(read, show, self._refuse, "round")

    def review(self, detail: CommitmentDetail) -> None:
        if detail.row.due.on is None:
            super().review(detail)
        else:
            said = self.tr("{code} has a due date: it is judged then, and not reviewed year by year.")
            self.said.emit(said.format(code=detail.row.code))

    def _ask_rules(self, dialog: "BulkAssessmentDialog", ledger: "OpenLedger", assessment: Assessment) -> None:
        def show(ahead: "JudgementPreview") -> None:
            if isValid(dialog):
                dialog.show_rules(assessment, ahead)

        def refuse(error: Exception) -> None:
            if isValid(dialog):
                refuse_form(dialog, error)

        codes = dialog.codes
        self._jobs.run(
            lambda: services.judging.preview_judgements(ledger.workspace, codes, assessment), show, refuse, "ahead"
        )

    def recheck_page(self, detail: CommitmentDetail, evidence: EvidenceRow) -> None:
        """Ask for the captured page of a piece again, and keep what became of it, which is shown with the piece."""
        ledger = self.ledger
        if ledger is None or evidence.id in self._rechecking:
            return
        self._rechecking.add(evidence.id)
        task = Task(self.tr("Check the page of “{title}” again").format(title=evidence.title))

        def ask(progress: Progress) -> "RecheckRow":
            (row,) = services.rechecking.recheck_pages(ledger.present, [evidence.id], progress=progress)
            return row

        def tell(row: "RecheckRow") -> None:
            self._rechecking.discard(evidence.id)
            if ledger is not self.ledger:  # another one was opened meanwhile
                return
            words = self._appearance.words
            told = words.recheck(row) or words.not_seen(row.change, row.address)
            self.said.emit(told or self.tr("The page is as it was captured."))
            self.written.emit(Changes(0, (detail.row.id,), (evidence.id,)))

        def refuse(error: Exception) -> None:
            self._rechecking.discard(evidence.id)
            self._refuse(error)

        # In no channel: each page that was asked is told of.
        self._jobs.run_long(task, ask, tell, refuse)

    def set_departments(self, detail: CommitmentDetail) -> None:
        """Hold other departments responsible."""
        from tracker.desktop.views.recording.bulk_dialogs import BulkDepartmentsDialog

        ledger = self.ledger
        if ledger is None:
            return
        codes = self._selected() or (detail.row.code,)

        def show(choices: FieldChoices) -> None:
            dialog = BulkDepartmentsDialog(self._appearance, self._window, detail, codes, choices.departments)
            self._open_bulk(dialog, services.coding.revise_commitments, services.commands.BulkRevision)

        self._jobs.run(lambda: services.reading.field_choices(ledger.workspace), show, self._refuse, "departments")

    def change_tags(self, detail: CommitmentDetail, known: Sequence[str]) -> None:
        """Add and take off tags; `known` are those that the ledger has."""
        from tracker.desktop.views.recording.bulk_dialogs import TagsDialog

        if self.ledger is not None:
            codes = self._selected() or (detail.row.code,)
            dialog = TagsDialog(self._appearance, self._window, detail, codes, known)
            self._open_bulk(dialog, services.tagging.change_tags, services.commands.TagChange)

    def accept(self, detail: CommitmentDetail) -> None:
        """Take the commitments that are selected for reviewed, at once."""
        ledger = self.ledger
        if ledger is not None:
            values = {"commitments": self._selected() or (detail.row.code,)}
            self._jobs.run(
                lambda: ledger.write(services.reviewing.accept_units, services.commands.UnitsAcceptance, values),
                self.written.emit,
                self._refuse,
            )

    def tag(self, code: str, add: Sequence[str], remove: Sequence[str]) -> None:
        """Change the tags of one commitment, at once."""
        ledger = self.ledger
        if ledger is not None and (add or remove):
            values = {"commitments": (code,), "add": tuple(add), "remove": tuple(remove)}
            self._jobs.run(
                lambda: ledger.write(services.tagging.change_tags, services.commands.TagChange, values),
                self.written.emit,
                self._refuse,
            )

    def _open_bulk(
        self,
        dialog: "BulkDialog",
        service: "Callable[[Workspace, _Command, Progress], Changes]",
        kind: type[_Command],
    ) -> None:
        """Open a form; what it holds is carried out by the service as a command of this kind."""
        ledger = self.ledger
        if ledger is None:
            return
        write = partial(ledger.write, service, kind)
        dialog.submitted.connect(lambda values: self._write_all(dialog, write, values))
        dialog.open()

    def _write_all(self, dialog: "BulkDialog", write: _WriteAll, values: Mapping[str, Any]) -> None:
        task = Task(self.tr("Change {count} commitments").format(count=len(dialog.codes)))
        dialog.busy(task)
        work = partial(write, values)
        done = partial(self._finish, dialog)
        self._jobs.run_long(task, work, done, partial(refuse_form, dialog))

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.refused.emit(error)
