"""The backups of the ledger that is open."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.desktop.jobs import Task
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.companion import Companion
from tracker.desktop.views.forms.plain_dialog import accept_if_open, if_open
from tracker.desktop.views.ledger.ledger_menu import Ledgers
from tracker.desktop.views.safety.restore_dialog import RestoreDialog
from tracker.domain.safety.backups import Backup

if TYPE_CHECKING:
    from tracker.desktop.gateway import Gateway


class Backups(Companion):
    """Makes the day's backup when a ledger has been opened, one more when asked, and goes back to one."""

    @property
    def deeds(self) -> dict[str, Do]:
        return {"back_up": self.back_up, "restore_backup": self.ask}

    def open(self, gateway: "Gateway | None") -> None:
        super().open(gateway)
        if gateway is not None:
            # Apart from what the window asks, so that the first page waits for nothing.
            task = Task(self.tr("Back up the ledger"))
            self._jobs.run_long(task, gateway.backups.back_up_daily, lambda _: None, self.refuse, "daily backup")

    def back_up(self) -> None:
        """Make a backup now."""
        if self.gateway is not None:
            task = Task(self.tr("Back up the ledger"))
            self._jobs.run_long(task, self.gateway.backups.back_up, self._say, self.refuse)

    def ask(self) -> None:
        """Let the user choose a backup."""
        if self.gateway is not None:
            self._jobs.run(self.gateway.backups.list_all, self._show, self.refuse, "backups")

    def _show(self, backups: tuple[Backup, ...]) -> None:
        dialog = RestoreDialog(self._appearance, self._window, backups)
        dialog.preview_wanted.connect(lambda source: self._preview(dialog, source))
        dialog.restore_wanted.connect(lambda source: self._restore(dialog, source))
        dialog.open()
        dialog.choose_newest()

    def _preview(self, dialog: RestoreDialog, source: Path) -> None:
        if self.gateway is not None:
            look = partial(self.gateway.backups.preview, source)
            show = if_open(dialog, dialog.show_preview)
            explain = if_open(dialog, dialog.explain)
            self._jobs.run(look, show, explain, "restore preview")

    def _restore(self, dialog: RestoreDialog, source: Path) -> None:
        if self.gateway is not None:
            task = Task(self.tr("Restore a backup"), can_stop=False)
            restore = partial(self.gateway.backups.restore, source)
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
