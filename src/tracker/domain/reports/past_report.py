"""A report that was written: how it was asked for, and what came out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.reports.report_request import SITE, ReportForm, ReportWish


@dataclass(frozen=True, slots=True)
class PastReport:
    """A report that was written. `id` is that of the event that reports it, 0 where none
    does: the ledger could only be read.

    `wish` has its moment, so that the report comes out again as it was; `as_of` is the day that it is of. `file` is a
    name without a folder, `sha256` the hash of the bytes, and `version` that of the program.
    """

    id: int
    made_at: datetime
    author: str
    wish: ReportWish
    as_of: date
    form: ReportForm
    title: str
    count: int
    file: str
    sha256: str
    version: str

    @property
    def is_recorded(self) -> bool:
        """Return whether the ledger knows of it, and `verify` can call it the same."""
        return self.id > 0

    @property
    def newest_event(self) -> int:
        """Return the newest event that it reports; what came later is for the report after it."""
        return self.wish.moment.event if self.wish.moment is not None else 0


def last_report(reports: Iterable[PastReport], wish: ReportWish) -> PastReport | None:
    """The first of these reports, newest first, that a report of this wish could follow: of the same kind and scope,
    and not of a later day. What was published is none: it is brought up to date whenever, and reports nobody anything.
    """
    # A report of a past day is not followed by one of an earlier day: changes would count backwards.
    day = wish.query.as_of
    told = (past for past in reports if past.form.format != SITE and past.wish.scope == wish.scope)
    return next((past for past in told if day is None or past.as_of <= day), None)
