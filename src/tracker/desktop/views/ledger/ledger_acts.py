"""What can be done with several commitments at once, and what of the recorders does what panel and pane ask for."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.views.common.widgets import (
    AssessmentChip,
    allow,
    button,
    clear_layout,
    column,
    hairline,
    label,
    row,
    text,
)
from tracker.desktop.views.detail.detail_pane import DetailPane
from tracker.desktop.views.forms.field_drafts import FieldDraft
from tracker.desktop.views.recording.recorder import BulkRecorder
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, CommitmentDetail
from tracker.domain.safety.ledger_roles import Permissions
from tracker.domain.terms import Assessment

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger


class BulkPanel(QWidget):
    """Says how many are selected and how they are judged, with a button for each thing that can be done with them."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._count: int = 0
        self._assessments: Mapping[Assessment, int] = {}
        self._permissions = Permissions()
        self.setObjectName("detailBody")
        self._title = text("", "title")
        self._counts = column(spacing=6)
        self._hint = text("", "small")
        self.judge_button = button("", "primary")
        self.departments_button = button("")
        self.tags_button = button("")
        self.copy_button = button("")
        self.search_button = button("")
        self.search_button.setObjectName("logRound")
        self.accept_button = button("")
        self.accept_button.setObjectName("acceptUnits")
        self.accept_button.hide()
        first = row(self.judge_button, self.search_button, None, spacing=8)
        second = row(self.departments_button, self.tags_button, self.copy_button, None, spacing=8)
        self.setLayout(
            column(
                self._title,
                self._counts,
                hairline(),
                first,
                second,
                row(self.accept_button, None),
                self._hint,
                None,
                spacing=14,
                margins=(20, 18, 16, 24),
            )
        )
        self.retranslate()

    def permit(self, permissions: Permissions) -> None:
        """Offer what may be done, and nothing else."""
        self._permissions = permissions
        self._allow()

    def _allow(self) -> None:
        for made, act in (
            (self.judge_button, "set_assessments"),
            (self.search_button, "log_round"),
            (self.departments_button, "revise_commitments"),
            (self.tags_button, "change_tags"),
            (self.accept_button, "accept_units"),
        ):
            allow(made, self._appearance.why_not(self._permissions, act))
        self._hint.setVisible(self.tags_button.isEnabled())

    def show_selection(self, count: int, assessments: Mapping[Assessment, int]) -> None:
        """Show how many are selected now, and how they are judged; nothing of that while it is on its way."""
        if (count, assessments) != (self._count, self._assessments):
            self._count = count
            self._assessments = dict(assessments)
            self.retranslate()

    def offer_acceptance(self, offered: bool) -> None:
        """Offer to take what is selected for reviewed, where somebody has yet to read it."""
        self.accept_button.setVisible(offered)

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        self.setAccessibleName(self.tr("Selected commitments"))
        self._title.setText(self.tr("{count} commitments selected").format(count=f"{self._count:,}"))
        self.judge_button.setText(self.tr("Assess…"))
        self.search_button.setText(self.tr("Log a round of searching…"))
        self.departments_button.setText(self.tr("Departments…"))
        self.tags_button.setText(self.tr("Tags…"))
        self.copy_button.setText(self.tr("Copy as table"))
        self.accept_button.setText(self.tr("Accept as reviewed"))
        self._hint.setText(self.tr("Every change here is one entry of the history, and can be undone in one step."))
        self._allow()
        clear_layout(self._counts)
        for assessment in Assessment:
            if number := self._assessments.get(assessment, 0):
                chip = AssessmentChip(self._appearance, assessment)
                self._counts.addLayout(row(chip, label(str(number), "strong"), None, spacing=10))


Act = Callable[[Callable[[CommitmentDetail], object], str], None]
"""Does something with the commitment that is shown, where that may be done: see `LedgerPage.act`."""


def connect_acts(act: Act, recorder: BulkRecorder, detail: DetailPane, bulk: BulkPanel) -> None:
    """Let what is asked for be done with the commitment that is shown, or with those that are selected."""
    bar = detail.bar
    for wanted, do, name in (
        (bar.judge_wanted, recorder.judge, "set_assessment"),
        (bar.evidence_wanted, recorder.add_evidence, "add_evidence"),
        (bar.search_wanted, recorder.log_search, "log_search"),
        (bar.claim_wanted, recorder.add_claim, "add_claim"),
        (bar.relation_wanted, recorder.add_restatement, "add_restatement"),
        (bar.review_wanted, recorder.review, "record_review"),
        (bar.accept_wanted, recorder.accept, "accept_units"),
        (detail.search_again_wanted, recorder.search_again, "log_search"),
        (bulk.judge_button.clicked, recorder.judge, "set_assessments"),
        (bulk.search_button.clicked, recorder.log_search, "log_round"),
        (bulk.departments_button.clicked, recorder.set_departments, "revise_commitments"),
        (bulk.accept_button.clicked, recorder.accept, "accept_units"),
    ):
        # A click brings whether the button is checked, which is no commitment.
        wanted.connect(lambda *_, do=do, name=name: act(do, name))
    detail.file_wanted.connect(recorder.look_at)
    detail.folder_wanted.connect(recorder.show_folder)
    for asked, about, name in (
        (detail.edit_wanted, recorder.edit_evidence, "revise_evidence"),
        (detail.recheck_wanted, recorder.recheck_page, "record_rechecks"),
        (detail.withdraw_wanted, recorder.withdraw_evidence, "withdraw_evidence"),
        (detail.search_decision_wanted, recorder.decide_search, "decide_search"),
        (detail.statement_withdrawal_wanted, recorder.withdraw_statement, "withdraw_claim"),
    ):
        asked.connect(lambda one, about=about, name=name: act(lambda shown: about(shown, one), name))


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
        self.refresh()

    def refresh(self) -> None:
        """Ask again what there is to choose among: departments may have been added or renamed."""
        ledger = self._ledger
        if ledger is not None:
            self._jobs.run(
                lambda: services.reading.field_choices(ledger.workspace), self._pane.offer, lambda _: None, "choices"
            )

    def _write(self, draft: FieldDraft) -> None:
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
