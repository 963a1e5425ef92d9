"""Writing about several commitments at once."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.views.recording.bulk_assessment_dialog import BulkAssessmentDialog
from tracker.desktop.views.recording.bulk_dialogs import BulkDialog, DepartmentsDialog, TagsDialog
from tracker.desktop.views.recording.evidence_saver import refuse_form
from tracker.desktop.views.recording.recorder import Recorder
from tracker.desktop.views.recording.search_round import MOST_SEARCHES, SearchRoundDialog
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, CommitmentDetail, Name, SearchRow
from tracker.domain.terms import Assessment

if TYPE_CHECKING:
    from pydantic import BaseModel

    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.assessment.judging import JudgementAhead
    from tracker.services.ledgers.workspace import Workspace

_WriteAll = Callable[[Mapping[str, Any], Progress], Changes]
_Command = TypeVar("_Command", bound="BaseModel")


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

    def judge(self, detail: CommitmentDetail) -> None:
        codes = self._selected()
        if len(codes) < 2:
            super().judge(detail)
        elif (ledger := self.ledger) is not None:
            dialog = BulkAssessmentDialog(self._appearance, self._window, detail, codes)
            dialog.rules_wanted.connect(partial(self._ask_rules, dialog, ledger))
            self._open_bulk(dialog, services.judging.set_assessments, services.commands.BulkAssessment)
            dialog.ask_rules()

    def log_search(self, detail: CommitmentDetail, before: SearchRow | None = None) -> None:
        """Record a search; of several selected commitments one round for all of them."""
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

    def _ask_rules(self, dialog: BulkAssessmentDialog, ledger: "OpenLedger", assessment: Assessment) -> None:
        def show(ahead: "JudgementAhead") -> None:
            if isValid(dialog):
                dialog.show_rules(assessment, ahead)

        def refuse(error: Exception) -> None:
            if isValid(dialog):
                refuse_form(dialog, error)

        codes = dialog.codes
        self._jobs.run(lambda: services.judging.look_ahead(ledger.workspace, codes, assessment), show, refuse, "ahead")

    def set_departments(self, detail: CommitmentDetail) -> None:
        """Hold other departments responsible."""
        ledger = self.ledger
        if ledger is None:
            return
        codes = self._selected() or (detail.row.code,)

        def show(departments: tuple[Name, ...]) -> None:
            dialog = DepartmentsDialog(self._appearance, self._window, detail, codes, departments)
            self._open_bulk(dialog, services.coding.revise_commitments, services.commands.BulkRevision)

        self._jobs.run(lambda: services.reading.list_departments(ledger.workspace), show, self._refuse, "departments")

    def change_tags(self, detail: CommitmentDetail, known: Sequence[str]) -> None:
        """Add and take off tags; `known` are those that the ledger has."""
        if self.ledger is not None:
            codes = self._selected() or (detail.row.code,)
            dialog = TagsDialog(self._appearance, self._window, detail, codes, known)
            self._open_bulk(dialog, services.tagging.change_tags, services.commands.TagChange)

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
        dialog: BulkDialog,
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

    def _write_all(self, dialog: BulkDialog, write: _WriteAll, values: Mapping[str, Any]) -> None:
        task = Task(self.tr("Change {count} commitments").format(count=len(dialog.codes)))
        dialog.busy(task)
        work = partial(write, values)
        done = partial(self._finish, dialog)
        self._jobs.run_long(task, work, done, partial(refuse_form, dialog))

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.refused.emit(error)
