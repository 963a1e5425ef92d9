"""Backups as the window asks for them."""

from pathlib import Path

from tracker.desktop.desks.desk import Desk
from tracker.domain.commitments.progress import Progress
from tracker.domain.safety.backups import Backup, RestorePreview
from tracker.services.safety import backups


class BackupDesk(Desk):
    """Makes backups, and goes back to one. Of a shared ledger there are none."""

    def back_up(self, progress: Progress) -> Path:
        """Make one now."""
        return backups.back_up(self._workspace, progress)

    def back_up_daily(self, progress: Progress) -> Path | None:
        """Make the day's one, where something changed since the last."""
        return backups.back_up_daily(self._workspace, progress)

    def list_all(self) -> tuple[Backup, ...]:
        """Those that there are, newest first."""
        return backups.list_backups(self._workspace.location)

    def preview(self, source: Path) -> RestorePreview:
        """What going back to one would change."""
        return backups.preview_restore(self._workspace.location, source)

    def restore(self, source: Path, progress: Progress) -> str:
        """Go back to one, and return where the ledger lies, which is to be opened anew: this one is let go of."""
        workspace = self._present
        workspace.close()
        backups.restore(workspace.location, source, author=workspace.author, clock=workspace.clock, progress=progress)
        return workspace.location
