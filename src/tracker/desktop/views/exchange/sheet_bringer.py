"""Brings in a spreadsheet: asks for the file, reads it, and shows what would come of it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.desktop import services
from tracker.desktop.jobs import Task
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.widgets import ask_file
from tracker.domain.commitments.progress import Progress
from tracker.domain.rows import Changes

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.domain.exchange.spreadsheet_rows import SheetOffer
    from tracker.services.exchange.importing import SheetFile


class SheetBringer(Controller):
    """One spreadsheet at a time."""

    @property
    def handlers(self) -> dict[str, Do]:
        return {"bring_in": self.ask}

    def ask(self) -> None:
        """Let the user choose a file."""
        filters = [self.tr("Spreadsheets (*.xlsx *.xls *.csv *.tsv *.txt)"), self.tr("All files (*)")]
        title = self.tr("Bring in a spreadsheet")
        ask_file(self._window, title, self.take, folder=self._settings.folder(), filters=filters)

    def take(self, path: Path) -> None:
        """Read a file, and show what would come of it."""
        ledger = self.ledger
        if ledger is None:
            return
        task = Task(self.tr("Read {file}").format(file=path.name))

        def read(progress: Progress) -> "tuple[SheetFile, SheetOffer]":
            file = services.importing.open_sheets(path, progress)
            return file, services.importing.offer(ledger.workspace, file)

        self._jobs.run_long(task, read, lambda found: self._show(ledger, *found), self.refuse, "sheet")

    def _show(self, ledger: "OpenLedger", file: "SheetFile", offer: "SheetOffer") -> None:
        if ledger is not self.ledger:
            # Another ledger has been opened meanwhile.
            return
        # Not at the start: the first rows of the list come sooner without it.
        from tracker.desktop.views.exchange.sheet_dialog import SheetDialog

        dialog = SheetDialog(self._appearance, self._jobs, self._window, ledger, file, offer)
        dialog.brought_in.connect(partial(self._tell, file.name))
        dialog.open()

    def _tell(self, name: str, count: int, changes: Changes) -> None:
        self.written.emit(changes)
        said = self.tr("{count} commitments brought in from {file}. Undo takes all of them back.")
        self.said.emit(said.format(count=count, file=name))
