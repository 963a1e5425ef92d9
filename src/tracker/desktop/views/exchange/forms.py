"""The fill-in round trip in the window: forms go out to departments, and what comes back is looked at and entered."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from tracker.desktop import services
from tracker.desktop.jobs import Task
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.companion import Companion
from tracker.desktop.views.exchange.form_preview import FormPreview
from tracker.desktop.views.exchange.form_sending import FormSending, FormWish
from tracker.desktop.views.forms.plain_dialog import accept_if_open, if_open
from tracker.domain.commitments.progress import Progress
from tracker.domain.exchange.forms import Preview
from tracker.domain.rows import Changes, Name
from tracker.wording import Words

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A file that a department sent back: its content, and what it would become."""

    content: bytes
    preview: Preview


class Filling(Companion):
    """Sends forms, and takes them in."""

    @property
    def deeds(self) -> dict[str, Do]:
        return {"send_forms": self.ask_to_send, "take_in_form": self.ask_for_file}

    def ask_to_send(self) -> None:
        """Let the user say who is asked, and where the files go."""
        if (ledger := self.ledger) is not None:
            self._jobs.run(
                lambda: services.reading.list_departments(ledger.workspace),
                partial(self._open_sending, ledger),
                self.refuse,
            )

    def ask_for_file(self) -> None:
        """Let the user choose a file that was returned."""
        if self.ledger is None:
            return
        dialog = QFileDialog(self._window, self.tr("Take in a filled-in file"), self._settings.folder())
        dialog.setNameFilters([self.tr("Workbooks (*.xlsx *.xls)"), self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take_in(Path(name)))
        dialog.open()

    def take_in(self, path: Path) -> None:
        """Show what a returned file would become."""
        if (ledger := self.ledger) is not None:
            self._jobs.run(partial(_examine, ledger, path), partial(self._open_preview, ledger), self.refuse)

    def _open_sending(self, ledger: "OpenLedger", departments: tuple[Name, ...]) -> None:
        month = f"{ledger.today():%Y-%m}"
        dialog = FormSending(self._appearance, self._window, departments, month, self._settings.folder())
        dialog.chosen.connect(partial(self._send, ledger))
        dialog.open()

    def _send(self, ledger: "OpenLedger", wish: FormWish) -> None:
        words = self._appearance.words
        self._settings.remember_folder(wish.folder)
        self._jobs.run_long(
            Task(self.tr("Send forms")),
            lambda progress: _send_forms(ledger, wish, words, progress),
            partial(self._say_sent, wish.folder),
            self.refuse,
        )

    def _say_sent(self, folder: Path, files: tuple[Path, ...]) -> None:
        if len(files) == 1:
            self.said.emit(self.tr("The form lies at {file}").format(file=files[0]))
        else:
            said = self.tr("{count} forms lie in {folder}")
            self.said.emit(said.format(count=len(files), folder=folder))

    def _open_preview(self, ledger: "OpenLedger", taken: ReturnedFile) -> None:
        dialog = FormPreview(self._appearance, self._window, taken.preview)
        dialog.entered.connect(partial(self._enter, ledger, taken, dialog))
        dialog.open()

    def _enter(self, ledger: "OpenLedger", taken: ReturnedFile, dialog: FormPreview, keys: tuple[str, ...]) -> None:
        dialog.busy()
        explain = if_open(dialog, dialog.explain, self.refuse)
        self._jobs.run(partial(_enter_form, ledger, taken, keys), partial(self._finish, dialog, len(keys)), explain)

    def _finish(self, dialog: FormPreview, count: int, changes: Changes) -> None:
        accept_if_open(dialog)
        self.said.emit(self.tr("Entered of the form: {count} rows").format(count=count))
        self.written.emit(changes)


def _send_forms(ledger: "OpenLedger", wish: FormWish, words: Words, progress: Progress) -> tuple[Path, ...]:
    """Write a form for each of the departments into the folder; return the files."""
    wishes = [services.forms.FillWish(key, wish.period, wish.leads_only) for key in wish.keys]
    return services.filling.send_forms(ledger.present, wishes, wish.folder, words, progress)


def _examine(ledger: "OpenLedger", path: Path) -> ReturnedFile:
    """What a returned file would become; nothing is recorded."""
    content = services.capturing.read_file(path)
    words = services.filling.form_words()
    return ReturnedFile(content, services.forms.examine_form(ledger.present, content, path.name, words))


def _enter_form(ledger: "OpenLedger", taken: ReturnedFile, accepted: Collection[str]) -> Changes:
    """Enter the accepted rows."""
    words = services.filling.form_words()
    return services.forms.enter_form(ledger.present, taken.content, taken.preview.name, words, accepted)
