"""What the panel of the reports page asks for."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.domain.reports.past_report import PastReport
from tracker.domain.reports.report_request import ReportForm, ReportWish
from tracker.domain.search.ledger_query import LedgerQuery


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """Which report, how it is to look, and the office's template, if it has one."""

    wish: ReportWish
    form: ReportForm
    template: Path | None = None

    @property
    def pages(self) -> tuple[ReportWish, str, bool]:
        """What its pages depend on: another format, or a template, changes nothing of the preview."""
        return self.wish, self.form.language, self.form.charts


@dataclass(frozen=True, slots=True)
class Scopes:
    """The saved views by name, and the reports so far, newest first.

    `today` is the day that a report is of, where it names none.
    """

    views: tuple[tuple[str, LedgerQuery], ...]
    past: tuple[PastReport, ...]
    today: date
