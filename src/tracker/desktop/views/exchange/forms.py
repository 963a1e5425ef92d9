"""The fill-in round trip in the window: forms go out to departments, and what comes back is looked at and entered."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget
from shiboken6 import isValid

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import draft_key
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.settings import Settings
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.typed_draft import TypedDraft
from tracker.desktop.views.common.widgets import ask_file, ask_folder, button, row, text
from tracker.desktop.views.exchange.form_preview import FormPreview
from tracker.desktop.views.forms.form_dialog import choice, line
from tracker.desktop.views.forms.plain_dialog import PlainDialog, accept_if_open, if_open
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.exchange.forms import Preview
from tracker.domain.rows import Changes, Name
from tracker.locations import typed_path
from tracker.wording import Words

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger


@dataclass(frozen=True, slots=True)
class FormWish:
    """The departments by key, and what the form is to be."""

    keys: tuple[str, ...]
    period: str
    leads_only: bool
    folder: Path


class FormSending(PlainDialog):
    """`chosen` carries a `FormWish`. It stays until the forms are written, and says why they could not be."""

    chosen = Signal(object)

    def __init__(
        self, appearance: Appearance, parent: QWidget, departments: Sequence[Name], period: str, folder: str
    ) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("formSending")
        self._departments = tuple(departments)
        self.set_title(self.tr("Send for filling in"))
        fields = self._fields
        self.draft = TypedDraft(appearance, self, draft_key("FormSending"), fields.typed, fields.type_again)
        self.body.addWidget(self.draft)
        self.body.addWidget(
            text(
                self.tr(
                    "Each department gets a workbook with its commitments. The ledger keeps what was sent, so that what"
                    " comes back can be compared with it."
                ),
                "hint",
            )
        )
        names = [(appearance.words.name(name), name.key) for name in departments]
        self.department = choice([(self.tr("All departments, a file each"), ""), *names])
        self.period = line(period)
        self.folder = line(folder or str(Path.home()))
        self.leads_only = QCheckBox(self.tr("Only commitments that the department leads"))
        self._browse = button(self.tr("Choose…"))
        self._browse.clicked.connect(self._choose_folder)
        self.body.addLayout(self.add("department", self.department, self.tr("Department")))
        self.body.addWidget(self.leads_only)
        fields.register("leads_only", self.leads_only, self.leads_only.text()).setParent(self)
        self.body.addLayout(self.add("period", self.period, self.tr("Period"), self.tr("Such as 2026-11")))
        self.body.addLayout(self.add("folder", self.folder, self.tr("Folder for the files")))
        self.body.addLayout(row(self._browse, None))
        self._send_button = self.finish(self.tr("Send"), self.tr("Cancel"), 520)
        self._send_button.clicked.connect(self._choose)

    def busy(self) -> None:
        """The forms are being written."""
        self._send_button.setEnabled(False)

    def explain(self, error: Exception) -> None:
        """Say why they were not written, and let it be tried again; a defect has been reported already."""
        self._send_button.setEnabled(True)
        if isinstance(error, UserError):
            self.refuse(error.field if error.field is not None and self.has(error.field) else "folder", error)

    def finish_sent(self) -> None:
        """Close: the forms are written, and nothing is left to be kept."""
        self.draft.forget()
        self.accept()

    def _choose_folder(self) -> None:
        title = self.tr("Folder for the files")
        ask_folder(self, title, lambda path: self.folder.setText(str(path)), folder=self.folder.text())

    def _choose(self) -> None:
        self.clear_faults()
        folder = typed_path(self.folder.text().strip())
        if not self.folder.text().strip() or not folder.is_dir():
            self.refuse("folder", UserError("output_unwritable", field="folder", path=folder))
            return
        key = str(self.department.currentData())
        keys = (key,) if key else tuple(name.key for name in self._departments)
        self.busy()
        self.chosen.emit(FormWish(keys, self.period.text(), self.leads_only.isChecked(), folder))


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A file that a department sent back: its content, and what it would become."""

    content: bytes
    preview: Preview


class Filling(Controller):
    """Sends forms, and takes them in. `sent` says that forms have gone out."""

    sent = Signal()

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs, window: QWidget) -> None:
        super().__init__(appearance, settings, jobs, window)
        self._dialog: FormSending | FormPreview | None = None

    def open(self, ledger: "OpenLedger | None") -> None:
        """What was typed for the ledger that goes is kept for it."""
        dialog = self._dialog
        if ledger is not self.ledger and dialog is not None and isValid(dialog) and dialog.isVisible():
            dialog.draft.leave()
            dialog.done(dialog.DialogCode.Rejected)
            self.said.emit(self.tr("The ledger was closed. What you typed for it stands in its form the next time."))
        super().open(ledger)

    @property
    def handlers(self) -> dict[str, Do]:
        return {"send_forms": self.ask_to_send, "take_in_form": self.ask_for_file}

    def ask_to_send(self) -> None:
        """Let the user say who is asked, and where the files go."""
        if (ledger := self.ledger) is not None:
            show = partial(self._open_sending, ledger)
            self.run(lambda ledger: services.reading.list_departments(ledger.workspace), show)

    def ask_for_file(self) -> None:
        """Let the user choose a file that was returned."""
        if self.ledger is None:
            return
        filters = [self.tr("Workbooks (*.xlsx *.xls)"), self.tr("All files (*)")]
        title = self.tr("Take in a filled-in file")
        ask_file(self._window, title, self.take_in, folder=self._settings.folder(), filters=filters)

    def take_in(self, path: Path) -> None:
        """Show what a returned file would become."""
        if (ledger := self.ledger) is not None:
            self.run(partial(_examine, path=path), partial(self._open_preview, ledger))

    def _open_sending(self, ledger: "OpenLedger", departments: tuple[Name, ...]) -> None:
        month = f"{ledger.today():%Y-%m}"
        dialog = FormSending(self._appearance, self._window, departments, month, self._settings.folder())
        dialog.chosen.connect(partial(self._send, ledger, dialog))
        self._show(dialog)

    def _show(self, dialog: FormSending | FormPreview) -> None:
        self._dialog = dialog
        dialog.open()

    def _send(self, ledger: "OpenLedger", dialog: FormSending, wish: FormWish) -> None:
        words = self._appearance.words
        task = Task(self.tr("Send forms"))
        # Closing the dialog stops it between two departments.
        dialog.rejected.connect(task.cancel)
        self._jobs.run_long(
            task,
            lambda progress: _send_forms(ledger, wish, words, progress),
            partial(self._finish_sending, dialog, wish.folder),
            if_open(dialog, dialog.explain, self.refuse),
        )

    def _finish_sending(self, dialog: FormSending, folder: Path, files: Mapping[Path, str]) -> None:
        self._settings.remember_folder(folder)
        for path, sha256 in files.items():
            self._settings.remember_report(sha256, path)
        if isValid(dialog):
            dialog.finish_sent()
        if len(files) == 1:
            self.said.emit(self.tr("The form lies at {file}").format(file=next(iter(files))))
        else:
            said = self.tr("{count} forms lie in {folder}")
            self.said.emit(said.format(count=len(files), folder=folder))
        self.sent.emit()

    def _open_preview(self, ledger: "OpenLedger", taken: ReturnedFile) -> None:
        dialog = FormPreview(self._appearance, self._window, taken.preview)
        dialog.entered.connect(partial(self._enter, ledger, taken, dialog))
        self._show(dialog)

    def _enter(self, ledger: "OpenLedger", taken: ReturnedFile, dialog: FormPreview, keys: tuple[str, ...]) -> None:
        dialog.busy()
        explain = if_open(dialog, dialog.explain, self.refuse)
        self._jobs.run(partial(_enter_form, ledger, taken, keys), partial(self._finish, dialog, len(keys)), explain)

    def _finish(self, dialog: FormPreview, count: int, changes: Changes) -> None:
        if isValid(dialog):
            dialog.draft.forget()
        accept_if_open(dialog)
        self.said.emit(self.tr("Entered of the form: {count} rows").format(count=count))
        self.written.emit(changes)


def _send_forms(ledger: "OpenLedger", wish: FormWish, words: Words, progress: Progress) -> dict[Path, str]:
    """Write a form for each of the departments into the folder; return the files with their SHA-256."""
    wishes = [services.forms.FillWish(key, wish.period, wish.leads_only) for key in wish.keys]
    # All in one call: where one file cannot be written, none is recorded as sent.
    files = services.filling.send_forms(ledger.present, wishes, wish.folder, words, progress)
    return {path: hashlib.sha256(services.capturing.read_file(path)).hexdigest() for path in files}


def _examine(ledger: "OpenLedger", path: Path) -> ReturnedFile:
    """What a returned file would become; nothing is recorded."""
    content = services.capturing.read_file(path)
    words = services.filling.form_words()
    return ReturnedFile(content, services.forms.examine_form(ledger.present, content, path.name, words))


def _enter_form(ledger: "OpenLedger", taken: ReturnedFile, accepted: Collection[str]) -> Changes:
    """Enter the accepted rows."""
    words = services.filling.form_words()
    return services.forms.enter_form(ledger.present, taken.content, taken.preview.name, words, accepted)
