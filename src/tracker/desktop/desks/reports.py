"""Reports as the window asks for them. What writes them is imported when the first one is wanted."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tracker.desktop.desks.desk import Desk
from tracker.domain.commitments.progress import Progress
from tracker.domain.reports.past_report import PastReport
from tracker.domain.reports.report_request import ReportForm, ReportWish
from tracker.domain.reports.verification import Verification
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commitments import saved_views
from tracker.services.reports import past_reports


@dataclass(frozen=True, slots=True)
class Scopes:
    """The saved views by name, and the reports so far, newest first.

    `today` is the day that a report is of, where it names none.
    """

    views: tuple[tuple[str, LedgerQuery], ...]
    past: tuple[PastReport, ...]
    today: date


class ReportDesk(Desk):
    """Makes reports, and knows those that were made. Reports of a past day can be made, too: they change nothing."""

    def read_scopes(self) -> Scopes:
        """What a report can be of besides the whole ledger, and what was reported before."""
        today = self._shown.as_of or self._workspace.today()
        reports = past_reports.list_reports(self._workspace)
        saved = saved_views.list_views(self._workspace)
        queries = tuple((view.name, saved_views.query_of(view.definition)) for view in saved)
        return Scopes(queries, reports, today)

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

    def verify(self, path: Path, progress: Progress) -> Verification:
        """Hold a file against the ledger. Nothing is recorded."""
        from tracker.services.reports.verifying import verify_report

        return verify_report(self._workspace, path, progress)

    def _of_day(self, wish: ReportWish) -> ReportWish:
        """The same of the past day that is shown, where the wish names none."""
        if wish.query.as_of is not None:
            return wish
        return replace(wish, query=replace(wish.query, as_of=self._shown.as_of))
