"""The fill-in round trip in the window: forms go out to departments, and what comes back is looked at and entered."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import State, draft_key
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.settings import Settings
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.typed_draft import TypedDraft
from tracker.desktop.views.common.widgets import (
    CheckBox,
    ask_file,
    ask_folder,
    button,
    row,
    text,
)
from tracker.desktop.views.exchange.rounds import Written, office_template
from tracker.desktop.views.forms.department_ticks import DepartmentTicks
from tracker.desktop.views.forms.form_dialog import choice, line, side_by_side
from tracker.desktop.views.forms.plain_dialog import PlainDialog, accept_if_open, if_open
from tracker.desktop.views.forms.read_field import DateField
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, Name
from tracker.domain.text.date_input import read_day
from tracker.locations import typed_path
from tracker.wording import Words

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.desktop.views.exchange.form_preview import FormPreview
    from tracker.domain.exchange.forms import Preview
    from tracker.exports.filling import OpenedRound


@dataclass(frozen=True, slots=True)
class FormWish:
    """The departments by key, and what the form is to be. `return_by` is the day by which forms are to be returned in a
    round that is to be opened, and where there is none, they belong to no round; of it a department may ask who is
    named."""

    keys: tuple[str, ...]
    period: str
    leads_only: bool
    folder: Path
    return_by: date | None = None
    contact: str = ""
    phone: str = ""


_SEVERAL = "*"
"""In place of the key of one department: those that are ticked."""
_RETURN_DAYS = 14
"""After how many days forms of a round are to be back, unless another day is named."""


class FormSending(PlainDialog):
    """`chosen` carries a `FormWish`. It stays until the forms are written, and says why they could not be."""

    chosen = Signal(object)

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        departments: Sequence[Name],
        today: date,
        folder: str,
        *,
        as_round: bool = False,
    ) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("formSending")
        self._departments = tuple(departments)
        self._today = today
        self.set_title(self.tr("Send for filling in"))
        key = draft_key("FormSending", about="round" if as_round else "")
        self.draft = TypedDraft(appearance, self, key, self._typed, self._type_again)
        self._make_inputs(folder)
        self.as_round.setChecked(as_round)
        self._lay_out()
        self._send_button = self.finish(self.tr("Send"), self.tr("Cancel"), 560)
        self._send_button.clicked.connect(self._choose)
        self.department.currentIndexChanged.connect(self._show_fields)
        self.as_round.toggled.connect(self._show_fields)
        self._show_fields()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # By now the line is there that says what was typed earlier.
        self._refit()

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

    def _make_inputs(self, folder: str) -> None:
        appearance = self.appearance
        names = [(appearance.words.name(name), name.key) for name in self._departments]
        every = (self.tr("All departments, a file each"), "")
        self.department = choice([every, (self.tr("Several departments, a file each"), _SEVERAL), *names])
        self.several = DepartmentTicks(appearance, self._departments)
        self.leads_only = CheckBox(appearance, self.tr("Only commitments that the department leads"))
        self.as_round = CheckBox(appearance, self.tr("As a round: with a return date, a notice and reminders"))
        self.as_round.setObjectName("asRound")
        self.period = line(f"{self._today:%Y-%m}")
        self.return_by = DateField(appearance, (self._today + timedelta(days=_RETURN_DAYS)).isoformat(), "2026-12-10")
        self.contact = line()
        self.phone = line()
        self.folder = line(folder or str(Path.home()))
        self._browse = button(self.tr("Choose…"))
        title = self.tr("Folder for the files")
        self._browse.clicked.connect(
            lambda: ask_folder(self, title, lambda path: self.folder.setText(str(path)), folder=self.folder.text())
        )

    def _lay_out(self) -> None:
        fields = self._fields
        hint = self.tr(
            "Each department gets a workbook with its commitments. The ledger keeps what was sent, so that what comes"
            " back can be compared with it."
        )
        words = self.appearance.words
        self.body.addWidget(self.draft)
        self.body.addWidget(text(hint, "hint"))
        self.body.addLayout(self.add("department", self.department, self.tr("Department")))
        self.body.addLayout(self.add("several", self.several, self.tr("Which departments")))
        self.body.addLayout(self.add("period", self.period, self.tr("Period"), self.tr("Such as 2026-11")))
        for name, box in (("leads_only", self.leads_only), ("as_round", self.as_round)):
            self.body.addWidget(box)
            fields.register(name, box, box.text()).setParent(self)
        asked = (("return_by", self.return_by), ("contact", self.contact), ("phone", self.phone))
        self.body.addLayout(side_by_side(*(self.add(name, field, words.field(name)) for name, field in asked)))
        where = row(self.add("folder", self.folder, self.tr("Folder for the files")), self._browse, spacing=8)
        where.setStretch(0, 1)
        where.setAlignment(self._browse, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(where)

    def _show_fields(self) -> None:
        """Ask only for what is needed."""
        self._fields.show("several", self.department.currentData() == _SEVERAL)
        for name in ("return_by", "contact", "phone"):
            self._fields.show(name, self.as_round.isChecked())
        self._send_button.setText(self.tr("Open the round") if self.as_round.isChecked() else self.tr("Send"))
        self._refit()

    def _refit(self) -> None:
        # Or what has just gone would still take its room.
        self.body.activate()
        self._fit(self.width())

    def _typed(self) -> State:
        return {**self._fields.typed(), "several": list(self.several.keys)}

    def _type_again(self, state: State) -> None:
        self._fields.type_again(state)
        kept = state.get("several")
        if isinstance(kept, list):
            self.several.tick([key for key in kept if isinstance(key, str)])

    def _choose(self) -> None:
        self.clear_faults()
        try:
            wish = self._wish()
        except UserError as error:
            self.refuse(error.field or "folder", error)
            return
        self.busy()
        self.chosen.emit(wish)

    def _wish(self) -> FormWish:
        folder = typed_path(self.folder.text().strip())
        if not self.folder.text().strip() or not folder.is_dir():
            raise UserError("output_unwritable", field="folder", path=folder)
        key = str(self.department.currentData())
        keys = self.several.keys if key == _SEVERAL else (key,)
        if not keys:
            raise UserError("field_missing", field="department")
        every = tuple(name.key for name in self._departments)
        wish = FormWish(keys if key else every, self.period.text(), self.leads_only.isChecked(), folder)
        return self._as_round(wish) if self.as_round.isChecked() else wish

    def _as_round(self, wish: FormWish) -> FormWish:
        written = self.return_by.text().strip()
        if not written:
            raise UserError("field_missing", field="return_by")
        return_by = read_day(written, "return_by", self._today)
        return replace(wish, return_by=return_by, contact=self.contact.text(), phone=self.phone.text())


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A file that a department sent back: its content, and what it would become."""

    content: bytes
    preview: "Preview"


class Filling(Controller):
    """Sends forms, and takes them in. `sent` says that forms have gone out; `round_opened` carries the uid of the round
    that they belong to, and what was `Written`."""

    sent = Signal()
    round_opened = Signal(str, object)

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

    def ask_to_send(self, *, as_round: bool = False) -> None:
        """Let the user say who is asked, whether in a round, and where the files go."""
        if (ledger := self.ledger) is not None:
            show = partial(self._open_sending, ledger, as_round)
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

    def _open_sending(self, ledger: "OpenLedger", as_round: bool, departments: tuple[Name, ...]) -> None:
        folder = self._settings.folder()
        dialog = FormSending(self._appearance, self._window, departments, ledger.today(), folder, as_round=as_round)
        dialog.chosen.connect(partial(self._send, ledger, dialog))
        self._show(dialog)

    def _show(self, dialog: "FormSending | FormPreview") -> None:
        self._dialog = dialog
        dialog.open()

    def _send(self, ledger: "OpenLedger", dialog: FormSending, wish: FormWish) -> None:
        words, template = self._appearance.words, self._settings.report_template
        task = Task(self.tr("Send forms"))
        # Closing the dialog stops it between two departments.
        dialog.rejected.connect(task.cancel)
        self._jobs.run_long(
            task,
            lambda progress: _send_forms(ledger, wish, words, template, progress),
            partial(self._finish_sending, dialog, wish.folder),
            if_open(dialog, dialog.explain, self.refuse),
        )

    def _finish_sending(self, dialog: FormSending, folder: Path, sent: "SentForms") -> None:
        files = sent.files
        self._settings.remember_folder(folder)
        for path, sha256 in files.items():
            self._settings.remember_report(sha256, path)
        if isValid(dialog):
            dialog.finish_sent()
        if sent.opened is not None:
            said = self.tr("Forms written, with the notice: {count}, in {folder}").format(
                count=len(files), folder=folder
            )
            self.written.emit(sent.opened.changes)
            self.round_opened.emit(sent.opened.round.uid, Written(said, folder, sent.opened.notice))
        elif len(files) == 1:
            self.said.emit(self.tr("The form lies at {file}").format(file=next(iter(files))))
        else:
            said = self.tr("{count} forms lie in {folder}")
            self.said.emit(said.format(count=len(files), folder=folder))
        self.sent.emit()

    def _open_preview(self, ledger: "OpenLedger", taken: ReturnedFile) -> None:
        # Not at the start: the first rows of the list come sooner without it.
        from tracker.desktop.views.exchange.form_preview import FormPreview

        dialog = FormPreview(self._appearance, self._window, taken.preview)
        dialog.entered.connect(partial(self._enter, ledger, taken, dialog))
        self._show(dialog)

    def _enter(self, ledger: "OpenLedger", taken: ReturnedFile, dialog: "FormPreview", keys: tuple[str, ...]) -> None:
        dialog.busy()
        explain = if_open(dialog, dialog.explain, self.refuse)
        self._jobs.run(partial(_enter_form, ledger, taken, keys), partial(self._finish, dialog, len(keys)), explain)

    def _finish(self, dialog: "FormPreview", count: int, changes: Changes) -> None:
        if isValid(dialog):
            dialog.draft.forget()
        accept_if_open(dialog)
        self.said.emit(self.tr("Entered of the form: {count} rows").format(count=count))
        self.written.emit(changes)


@dataclass(frozen=True, slots=True)
class SentForms:
    """The forms that were written, with their SHA-256, and the round that they belong to."""

    files: Mapping[Path, str]
    opened: "OpenedRound | None" = None


def _send_forms(ledger: "OpenLedger", wish: FormWish, words: Words, template: str, progress: Progress) -> SentForms:
    """Write a form for each of the departments into the folder, and the notice of a round by the office's template."""
    filling = services.filling
    if wish.return_by is None:
        wishes = [services.forms.FillWish(key, wish.period, wish.leads_only) for key in wish.keys]
        return SentForms(_hashes(filling.send_forms(ledger.present, wishes, wish.folder, words, progress)))
    asked = filling.RoundWish(wish.keys, wish.period, wish.return_by, wish.contact, wish.phone, wish.leads_only)
    opened = filling.begin_round(ledger.present, asked, wish.folder, words, office_template(template), progress)
    return SentForms(_hashes(opened.forms), opened)


def _hashes(paths: Sequence[Path]) -> dict[Path, str]:
    return {path: hashlib.sha256(services.capturing.read_file(path)).hexdigest() for path in paths}


def _examine(ledger: "OpenLedger", path: Path) -> ReturnedFile:
    """What a returned file would become; nothing is recorded."""
    content = services.capturing.read_file(path)
    words = services.filling.form_words()
    return ReturnedFile(content, services.forms.examine_form(ledger.present, content, path.name, words))


def _enter_form(ledger: "OpenLedger", taken: ReturnedFile, accepted: Collection[str]) -> Changes:
    """Enter the accepted rows."""
    words = services.filling.form_words()
    return services.forms.enter_form(ledger.present, taken.content, taken.preview.name, words, accepted)
