"""Spreadsheets as the window brings them in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tracker.desktop.desks.desk import Desk
from tracker.domain.progress import Progress
from tracker.domain.rows import Changes
from tracker.domain.sheets import SheetOffer, SheetPlan, SheetPreview
from tracker.services import importing
from tracker.services.commands import SheetWish, command
from tracker.services.importing import SheetFile


class ImportDesk(Desk):
    """Reads a spreadsheet once, and then says what would come of it, as often as it is asked."""

    def open(self, path: Path, progress: Progress) -> tuple[SheetFile, SheetOffer]:
        """A file, and how its longest sheet would be read."""
        file = importing.open_sheets(path, progress)
        found = self.offer(file, "", None)
        return file, found

    def offer(self, file: SheetFile, sheet: str, header: int | None) -> SheetOffer:
        """How a sheet would be read."""
        return importing.offer(self._workspace, file, sheet, header)

    def preview(self, file: SheetFile, plan: SheetPlan, values: Mapping[str, Any], progress: Progress) -> SheetPreview:
        """What would come in; the values are those of `SheetWish`."""
        return importing.preview(self._workspace, file, plan, command(SheetWish, **values), progress)

    def bring_in(self, file: SheetFile, plan: SheetPlan, values: Mapping[str, Any], progress: Progress) -> Changes:
        """Enter every commitment of the sheet."""
        return importing.bring_in(self._present, file, plan, command(SheetWish, **values), progress)
