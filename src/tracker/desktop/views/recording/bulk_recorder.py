"""Writing about several commitments at once."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.views.recording.bulk_dialogs import BulkAssessmentDialog, BulkDialog, DepartmentsDialog, TagsDialog
from tracker.desktop.views.recording.recorder import Recorder, refuse_form
from tracker.domain.errors import UserError
from tracker.domain.progress import Progress
from tracker.domain.rows import Changes, CommitmentDetail, Name

_WriteAll = Callable[[Mapping[str, Any], Progress], Changes]


class BulkRecorder(Recorder):
    """Also records for several commitments. `selected` says which; a judgement of several is one for all of them."""

    refused = Signal(object)

    def __init__(
        self, appearance: Appearance, jobs: Jobs, window: QWidget, selected: Callable[[], Sequence[str]]
    ) -> None:
        super().__init__(appearance, jobs, window)
        self._selected = selected

    def judge(self, detail: CommitmentDetail) -> None:
        codes = self._selected()
        if len(codes) < 2:
            super().judge(detail)
        elif self.gateway is not None:
            dialog = BulkAssessmentDialog(self._appearance, self._window, detail, codes)
            self._open_bulk(dialog, self.gateway.set_assessments)

    def set_departments(self, detail: CommitmentDetail) -> None:
        """Hold other departments responsible."""
        gateway = self.gateway
        if gateway is None:
            return
        codes = self._selected() or (detail.row.code,)

        def show(departments: tuple[Name, ...]) -> None:
            dialog = DepartmentsDialog(self._appearance, self._window, detail, codes, departments)
            self._open_bulk(dialog, gateway.revise_commitments)

        self._jobs.run(gateway.list_departments, show, self._refuse, "departments")

    def change_tags(self, detail: CommitmentDetail, known: Sequence[str]) -> None:
        """Add and take off tags; `known` are those that the ledger has."""
        if self.gateway is not None:
            codes = self._selected() or (detail.row.code,)
            dialog = TagsDialog(self._appearance, self._window, detail, codes, known)
            self._open_bulk(dialog, self.gateway.change_tags)

    def tag(self, code: str, add: Sequence[str], remove: Sequence[str]) -> None:
        """Change the tags of one commitment, at once."""
        gateway = self.gateway
        if gateway is not None and (add or remove):
            values = {"commitments": (code,), "add": tuple(add), "remove": tuple(remove)}
            self._jobs.run(lambda: gateway.change_tags(values), self.written.emit, self._refuse)

    def _open_bulk(self, dialog: BulkDialog, write: _WriteAll) -> None:
        dialog.submitted.connect(lambda values: self._write_all(dialog, write, values))
        dialog.open()

    def _write_all(self, dialog: BulkDialog, write: _WriteAll, values: Mapping[str, Any]) -> None:
        task = Task(self.tr("Change {count} commitments").format(count=len(dialog.codes)))
        dialog.busy(task)
        work, done = partial(write, values), partial(self._finish, dialog)
        self._jobs.run_long(task, work, done, partial(refuse_form, dialog))

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.refused.emit(error)
