"""Spreadsheets as the window brings them in. What reads them is imported when it is wanted."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.desktop.desks.desk import Desk
from tracker.domain.commitments.progress import Progress
from tracker.domain.exchange.spreadsheet_rows import SheetOffer, SheetPlan, SheetPreview
from tracker.domain.rows import Changes
from tracker.services.commands import SheetWish, command

if TYPE_CHECKING:
    from tracker.services.exchange.importing import SheetFile


class ImportDesk(Desk):
    """Reads a spreadsheet once, and then says what would come of it, as often as it is asked."""

    def open(self, path: Path, progress: Progress) -> tuple["SheetFile", SheetOffer]:
        """A file, and how its likeliest sheet would be read."""
        from tracker.services.exchange import importing

        file = importing.open_sheets(path, progress)
        found = self.offer(file, "", None)
        return file, found

    def offer(self, file: "SheetFile", sheet: str, header: int | None) -> SheetOffer:
        """How a sheet would be read."""
        from tracker.services.exchange import importing

        return importing.offer(self._workspace, file, sheet, header)

    def preview(
        self, file: "SheetFile", plan: SheetPlan, values: Mapping[str, Any], progress: Progress
    ) -> SheetPreview:
        """What would come in; the values are those of `SheetWish`."""
        from tracker.services.exchange import importing

        return importing.preview(self._workspace, file, plan, command(SheetWish, **values), progress)

    def bring_in(self, file: "SheetFile", plan: SheetPlan, values: Mapping[str, Any], progress: Progress) -> Changes:
        """Enter every commitment of the sheet."""
        from tracker.services.exchange import importing

        return importing.bring_in(self._present, file, plan, command(SheetWish, **values), progress)
