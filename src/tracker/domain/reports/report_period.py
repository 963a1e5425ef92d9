"""Which days a briefing report covers: the week, the month or the quarter around a day."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.text.dates import latest_day

_DAYS_OF_A_WEEK = 7
_MONTHS_OF_A_QUARTER = 3


class PeriodSpan(StrEnum):
    """How long the period of a report is. Weeks go from Monday to Sunday."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a report, both ends included."""

    span: PeriodSpan
    first: date
    last: date

    @property
    def quarter(self) -> int:
        """Return the quarter of the year that it begins in, from 1."""
        return (self.first.month - 1) // _MONTHS_OF_A_QUARTER + 1

    @property
    def before(self) -> "Period":
        """Return the period before it, of the same span."""
        return period_of(self.first - timedelta(days=1), self.span)

    @property
    def after(self) -> "Period":
        """Return the period after it, of the same span."""
        return period_of(self.last + timedelta(days=1), self.span)

    def holds(self, day: str) -> bool:
        """Return whether something of this ISO day, or of this month, happened in it.

        A month of which no day is known happened in the week of its last day, so that no two weeks tell of it.
        """
        return self.first <= latest_day(day) <= self.last

    def follows(self, day: str) -> bool:
        """Return whether an ISO day, or the whole of a month, lies before it."""
        return latest_day(day) < self.first


def period_of(day: date, span: PeriodSpan) -> Period:
    """Return the period that a day lies in."""
    match span:
        case PeriodSpan.WEEK:
            first = day - timedelta(days=day.weekday())
            return Period(span, first, first + timedelta(days=_DAYS_OF_A_WEEK - 1))
        case PeriodSpan.MONTH:
            return _months(day.year, day.month, 1, span)
        case PeriodSpan.QUARTER:
            month = (day.month - 1) // _MONTHS_OF_A_QUARTER * _MONTHS_OF_A_QUARTER + 1
            return _months(day.year, month, _MONTHS_OF_A_QUARTER, span)


def _months(year: int, month: int, count: int, span: PeriodSpan) -> Period:
    last = month + count - 1
    return Period(span, date(year, month, 1), date(year, last, calendar.monthrange(year, last)[1]))
