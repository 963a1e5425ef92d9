"""Reports as the window asks for them. What writes them is imported when the first one is wanted."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tracker.desktop.desks.desk import Desk
from tracker.domain.past_report import PastReport
from tracker.domain.progress import Progress
from tracker.domain.query import LedgerQuery
from tracker.domain.report_wish import ReportForm, ReportWish
from tracker.domain.rows import SavedViewRow
from tracker.services import past_reports, views


class ReportDesk(Desk):
    """Makes reports, and knows those that were made. Reports of a past day can be made, too: they change nothing."""

    def list_past(self) -> tuple[PastReport, ...]:
        """The reports that were written, newest first."""
        return past_reports.list_reports(self._workspace)

    def list_views(self) -> Sequence[SavedViewRow]:
        """The saved views by name."""
        return views.list_views(self._workspace)

    def query_of(self, view: SavedViewRow) -> LedgerQuery:
        """What a saved view asks of the ledger."""
        return views.query_of(view.definition)

    def preview(self, wish: ReportWish, form: ReportForm, progress: Progress) -> bytes:
        """The pages of a report as PDF, whatever the format that it is wanted in."""
        from tracker.exports.making import preview_report

        return preview_report(self._workspace, self._of_day(wish), form, progress)

    def make(
        self, wish: ReportWish, form: ReportForm, path: Path, progress: Progress, template: Path | None = None
    ) -> PastReport:
        """Write a report."""
        from tracker.exports.making import make_report
        from tracker.exports.template import read_template

        office = read_template(template) if template is not None else None
        return make_report(self._workspace, self._of_day(wish), form, path, progress, office)

    def make_again(self, past: PastReport, path: Path, progress: Progress) -> bool:
        """Write a report of the past again; returns whether it is the same, byte by byte."""
        from tracker.exports.making import make_again

        return make_again(self._workspace, past, path, progress)

    def _of_day(self, wish: ReportWish) -> ReportWish:
        """The same of the past day that is shown, where the wish names none."""
        if wish.query.as_of is not None:
            return wish
        return replace(wish, query=replace(wish.query, as_of=self._shown.as_of))
