"""Which backups are kept: whatever the past looks like, the newest, and a trail that grows thinner with age."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.safety.backups import is_due, kept_of, moment_and_reason, name_of
from tracker.domain.terms import BackupReason
from tracker.domain.text.dates import BEIJING, day_of

START = datetime(2020, 1, 1, tzinfo=BEIJING)
MOMENTS = st.integers(0, 10 * 366 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds))
TODAY = date(2030, 1, 11)


@given(st.frozensets(MOMENTS, max_size=60))
def test_few_are_kept_and_the_newest_is_among_them(made: frozenset[datetime]) -> None:
    kept = kept_of(made, TODAY)
    assert kept <= made
    assert len(kept) <= 7 + 4 + 12
    assert not made or max(made) in kept


@given(st.frozensets(MOMENTS, max_size=60))
def test_what_was_kept_once_is_kept_when_asked_again(made: frozenset[datetime]) -> None:
    kept = kept_of(made, TODAY)
    assert kept_of(kept, TODAY) == kept


@given(st.frozensets(MOMENTS, max_size=60))
def test_each_of_the_last_days_weeks_and_months_that_has_a_backup_keeps_one(made: frozenset[datetime]) -> None:
    kept = {day_of(moment) for moment in kept_of(made, TODAY)}
    days = {day_of(moment) for moment in made}
    assert set(sorted(days)[-7:]) <= kept
    weeks, months = {day.isocalendar()[:2] for day in days}, {(day.year, day.month) for day in days}
    assert set(sorted(weeks)[-4:]) <= {day.isocalendar()[:2] for day in kept}
    assert set(sorted(months)[-12:]) <= {(day.year, day.month) for day in kept}


@given(st.lists(st.integers(0, 40), min_size=1, max_size=80), st.integers(0, 3))
def test_removing_day_by_day_leaves_what_removing_at_the_end_would(steps: list[int], hours: int) -> None:
    moment, made, left = datetime(2026, 1, 1, 8, tzinfo=BEIJING), set(), frozenset[datetime]()
    for step in steps:
        moment += timedelta(days=step, hours=hours, seconds=1)
        made.add(moment)
        left = kept_of(left | {moment}, day_of(moment))
    assert left == kept_of(made, day_of(moment))


@given(st.frozensets(MOMENTS, max_size=30), MOMENTS)
def test_a_backup_from_the_future_is_kept_and_pushes_no_other_out(made: frozenset[datetime], today: datetime) -> None:
    day = day_of(today)
    past = frozenset(moment for moment in made if day_of(moment) <= day)
    assert kept_of(made, day) == kept_of(past, day) | (made - past)


@given(MOMENTS, st.sampled_from(BackupReason))
def test_a_name_says_when_and_why(moment: datetime, reason: BackupReason) -> None:
    assert moment_and_reason(name_of(moment, reason)) == (moment, reason)


@pytest.mark.parametrize("name", ["ledger.db", "2026-11-24.daily.db", ".2026-11-24T08-30-00.daily.db.new", "x.daily.db",
                                  "2026-11-24T08-30-00.weekly.db", "2026-11-24T08-30-00.daily.db-wal"])  # fmt: skip
def test_another_file_is_no_backup(name: str) -> None:
    assert moment_and_reason(name) is None


def test_a_day_has_one_backup_and_none_where_nothing_changed() -> None:
    today, earlier = datetime(2026, 11, 24, 8, tzinfo=BEIJING), datetime(2026, 11, 23, 8, tzinfo=BEIJING)
    assert is_due(day_of(today), earlier, changed=True)
    assert is_due(day_of(today), None, changed=True)
    assert not is_due(day_of(today), today, changed=True)
    assert not is_due(day_of(today), earlier, changed=False)
