"""The fill-in round trip in the window: forms go out to departments, and what comes back is looked at and entered."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from tracker.desktop.jobs import Task
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.companion import Companion
from tracker.desktop.views.exchange.form_preview import FormPreview
from tracker.desktop.views.exchange.form_sending import FormSending, FormWish
from tracker.desktop.views.forms.plain_dialog import accept_if_open, if_open
from tracker.domain.rows import Changes, Name

if TYPE_CHECKING:
    from tracker.desktop.desks.filling import FillDesk, TakenIn


class Filling(Companion):
    """Sends forms, and takes them in."""

    @property
    def deeds(self) -> dict[str, Do]:
        return {"send_forms": self.ask_to_send, "take_in_form": self.ask_for_file}

    def ask_to_send(self) -> None:
        """Let the user say who is asked, and where the files go."""
        if (desk := self._desk) is not None:
            self._jobs.run(desk.departments, partial(self._open_sending, desk), self.refuse)

    def ask_for_file(self) -> None:
        """Let the user choose a file that was returned."""
        if self._desk is None:
            return
        dialog = QFileDialog(self._window, self.tr("Take in a filled-in file"), self._settings.folder())
        dialog.setNameFilters([self.tr("Workbooks (*.xlsx *.xls)"), self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take_in(Path(name)))
        dialog.open()

    def take_in(self, path: Path) -> None:
        """Show what a returned file would become."""
        if (desk := self._desk) is not None:
            self._jobs.run(partial(desk.examine, path), partial(self._open_preview, desk), self.refuse)

    @property
    def _desk(self) -> "FillDesk | None":
        return self.gateway.filling if self.gateway is not None else None

    def _open_sending(self, desk: "FillDesk", departments: tuple[Name, ...]) -> None:
        if self.gateway is None:
            return
        month = f"{self.gateway.today():%Y-%m}"
        dialog = FormSending(self._appearance, self._window, departments, month, self._settings.folder())
        dialog.chosen.connect(partial(self._send, desk))
        dialog.open()

    def _send(self, desk: "FillDesk", wish: FormWish) -> None:
        words = self._appearance.words
        self._settings.remember_folder(wish.folder)
        self._jobs.run_long(
            Task(self.tr("Send forms")),
            lambda progress: desk.send(wish.keys, wish.period, wish.leads_only, wish.folder, words, progress),
            partial(self._say_sent, wish.folder),
            self.refuse,
        )

    def _say_sent(self, folder: Path, files: tuple[Path, ...]) -> None:
        if len(files) == 1:
            self.said.emit(self.tr("The form lies at {file}").format(file=files[0]))
        else:
            said = self.tr("{count} forms lie in {folder}")
            self.said.emit(said.format(count=len(files), folder=folder))

    def _open_preview(self, desk: "FillDesk", taken: "TakenIn") -> None:
        dialog = FormPreview(self._appearance, self._window, taken.preview)
        dialog.entered.connect(partial(self._enter, desk, taken, dialog))
        dialog.open()

    def _enter(self, desk: "FillDesk", taken: "TakenIn", dialog: FormPreview, keys: tuple[str, ...]) -> None:
        dialog.busy()
        explain = if_open(dialog, dialog.explain, self.refuse)
        self._jobs.run(partial(desk.enter, taken, keys), partial(self._finish, dialog, len(keys)), explain)

    def _finish(self, dialog: FormPreview, count: int, changes: Changes) -> None:
        accept_if_open(dialog)
        self.said.emit(self.tr("Entered of the form: {count} rows").format(count=count))
        self.written.emit(changes)
