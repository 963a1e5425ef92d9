"""The days of a period, at its edges."""

from datetime import date

import pytest

from tracker.domain.reports.report_period import Period, PeriodSpan, period_of


@pytest.mark.parametrize(
    ("day", "span", "first", "last"),
    [
        (date(2026, 3, 31), PeriodSpan.QUARTER, date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 12, 31), PeriodSpan.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        (date(2028, 2, 10), PeriodSpan.MONTH, date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 11, 29), PeriodSpan.WEEK, date(2026, 11, 23), date(2026, 11, 29)),
        (date(2026, 11, 30), PeriodSpan.WEEK, date(2026, 11, 30), date(2026, 12, 6)),
        (date(2026, 1, 1), PeriodSpan.WEEK, date(2025, 12, 29), date(2026, 1, 4)),
    ],
)
def test_a_day_lies_in_one_period(day: date, span: PeriodSpan, first: date, last: date) -> None:
    assert period_of(day, span) == Period(span, first, last)


@pytest.mark.parametrize("span", PeriodSpan)
def test_periods_follow_each_other_without_a_gap(span: PeriodSpan) -> None:
    period = period_of(date(2026, 1, 31), span)
    assert period.after.before == period == period.before.after
    assert (period.after.first - period.last).days == 1


@pytest.mark.parametrize(
    ("day", "held"),
    [
        ("2025-12-31", False),
        ("2026-01-01", True),
        ("2026-03-31", True),
        ("2026-04-01", False),
        ("2026-03", True),
        ("2025-12", False),
        ("2026-04", False),
    ],
)
def test_both_ends_of_a_quarter_are_in_it(day: str, held: bool) -> None:
    quarter = period_of(date(2026, 2, 1), PeriodSpan.QUARTER)
    assert quarter.holds(day) is held
    assert quarter.follows(day) is (day < "2026-01")


def test_a_month_without_a_day_is_told_by_one_week_alone() -> None:
    weeks = [period_of(date(2026, 3, day), PeriodSpan.WEEK) for day in (3, 10, 17, 24, 31)]
    assert [week.holds("2026-03") for week in weeks] == [False, False, False, False, True]
