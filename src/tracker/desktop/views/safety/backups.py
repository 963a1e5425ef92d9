"""The backups of the ledger that is open."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.desktop import services
from tracker.desktop.jobs import Task
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.companion import Companion
from tracker.desktop.views.forms.plain_dialog import accept_if_open, if_open
from tracker.desktop.views.ledger.ledger_menu import Ledgers
from tracker.desktop.views.safety.restore_dialog import RestoreDialog
from tracker.domain.commitments.progress import Progress
from tracker.domain.safety.backups import Backup

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger


class Backups(Companion):
    """Makes the day's backup when a ledger has been opened, one more when asked, and goes back to one."""

    @property
    def deeds(self) -> dict[str, Do]:
        return {"back_up": self.back_up, "restore_backup": self.ask}

    def open(self, ledger: "OpenLedger | None") -> None:
        super().open(ledger)
        if ledger is not None:
            # Apart from what the window asks, so that the first page waits for nothing.
            task = Task(self.tr("Back up the ledger"))
            self._jobs.run_long(
                task,
                lambda progress: services.backups.back_up_daily(ledger.workspace, progress),
                lambda _: None,
                self.refuse,
                "daily backup",
            )

    def back_up(self) -> None:
        """Make a backup now."""
        if self.ledger is not None:
            task = Task(self.tr("Back up the ledger"))
            workspace = self.ledger.workspace
            self._jobs.run_long(
                task, lambda progress: services.backups.back_up(workspace, progress), self._say, self.refuse
            )

    def ask(self) -> None:
        """Let the user choose a backup."""
        if self.ledger is not None:
            place = self.ledger.location
            self._jobs.run(lambda: services.backups.list_backups(place), self._show, self.refuse, "backups")

    def _show(self, backups: tuple[Backup, ...]) -> None:
        dialog = RestoreDialog(self._appearance, self._window, backups)
        dialog.preview_wanted.connect(lambda source: self._preview(dialog, source))
        dialog.restore_wanted.connect(lambda source: self._restore(dialog, source))
        dialog.open()
        dialog.choose_newest()

    def _preview(self, dialog: RestoreDialog, source: Path) -> None:
        if self.ledger is not None:
            place = self.ledger.location
            show = if_open(dialog, dialog.show_preview)
            explain = if_open(dialog, dialog.explain)
            self._jobs.run(lambda: services.backups.preview_restore(place, source), show, explain, "restore preview")

    def _restore(self, dialog: RestoreDialog, source: Path) -> None:
        if self.ledger is not None:
            task = Task(self.tr("Restore a backup"), can_stop=False)
            restore = partial(_restore, self.ledger, source)
            done = partial(self._reopen, dialog, source)
            # In turn with all others: none of them may have the ledger open meanwhile.
            explain = if_open(dialog, dialog.explain, self.refuse)
            self._jobs.run_long(task, restore, done, explain, "restore", apart=False)

    def _reopen(self, dialog: RestoreDialog, source: Path, location: str) -> None:
        accept_if_open(dialog)
        ledgers = self._window.findChild(Ledgers)
        if ledgers is not None:
            ledgers.chosen.emit(location)
        self.said.emit(self.tr("The ledger is now what {file} was").format(file=source.name))

    def _say(self, path: Path) -> None:
        self.said.emit(self.tr("A backup has been made: {file}").format(file=path.name))


def _restore(ledger: "OpenLedger", source: Path, progress: Progress) -> str:
    """Go back to a backup, and return where the ledger lies, which is to be opened again: it is closed here."""
    workspace = ledger.present
    workspace.close()
    services.backups.restore(
        workspace.location, source, author=workspace.author, clock=workspace.clock, progress=progress
    )
    return workspace.location
