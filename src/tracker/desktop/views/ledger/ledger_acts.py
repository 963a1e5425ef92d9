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
    button,
    clear_layout,
    column,
    hairline,
    label,
    row,
    text,
)
from tracker.desktop.views.detail.detail_pane import DetailPane
from tracker.desktop.views.forms.field_drafts import Draft
from tracker.desktop.views.recording.recorder import BulkRecorder
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, CommitmentDetail
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

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed, as where a day in the past is shown; copying still can be done."""
        return not self.judge_button.isEnabled()

    @read_only.setter
    def read_only(self, read_only: bool) -> None:
        changing = (
            self.judge_button,
            self.search_button,
            self.departments_button,
            self.tags_button,
            self.accept_button,
        )
        for one in changing:
            one.setEnabled(not read_only)
        self._hint.setVisible(not read_only)

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
        clear_layout(self._counts)
        for assessment in Assessment:
            if number := self._assessments.get(assessment, 0):
                chip = AssessmentChip(self._appearance, assessment)
                self._counts.addLayout(row(chip, label(str(number), "strong"), None, spacing=10))


Act = Callable[[Callable[[CommitmentDetail], object]], None]
"""Does something with the commitment that is shown."""


def connect_acts(act: Act, recorder: BulkRecorder, detail: DetailPane, bulk: BulkPanel) -> None:
    """Let what is asked for be done with the commitment that is shown, or with those that are selected."""
    bar = detail.bar
    for wanted, do in (
        (bar.judge_wanted, recorder.judge),
        (bar.evidence_wanted, recorder.add_evidence),
        (bar.search_wanted, recorder.log_search),
        (bar.claim_wanted, recorder.add_claim),
        (bar.relation_wanted, recorder.add_restatement),
        (bar.review_wanted, recorder.review),
        (bar.accept_wanted, recorder.accept),
        (detail.search_again_wanted, recorder.search_again),
        (bulk.judge_button.clicked, recorder.judge),
        (bulk.search_button.clicked, recorder.log_search),
        (bulk.departments_button.clicked, recorder.set_departments),
        (bulk.accept_button.clicked, recorder.accept),
    ):
        # A click brings whether the button is checked, which is no commitment.
        wanted.connect(lambda *_, do=do: act(do))
    detail.file_wanted.connect(recorder.look_at)
    detail.folder_wanted.connect(recorder.show_folder)
    detail.edit_wanted.connect(lambda piece: act(lambda shown: recorder.edit_evidence(shown, piece)))
    detail.recheck_wanted.connect(lambda piece: act(lambda shown: recorder.recheck_page(shown, piece)))
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
        self.refresh()

    def refresh(self) -> None:
        """Ask again what there is to choose among: departments may have been added or renamed."""
        ledger = self._ledger
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
