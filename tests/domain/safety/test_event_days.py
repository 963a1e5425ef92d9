"""The days of events whose clocks were not all right."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.safety.event_days import EventDays, later_than, settled_moments

START = datetime(2026, 11, 1, 4, tzinfo=UTC)


def days(*numbers: int) -> list[datetime]:
    return [START + timedelta(days=number) for number in numbers]


def test_times_that_follow_the_order_are_taken_as_they_are() -> None:
    assert settled_moments(days(0, 1, 1, 5)) == days(0, 1, 1, 5)


def test_a_clock_a_year_ahead_dates_nothing_but_its_own_event_and_that_with_the_one_before() -> None:
    assert settled_moments(days(0, 1, 366, 2, 3)) == days(0, 1, 1, 2, 3)


def test_a_clock_that_is_behind_likewise() -> None:
    assert settled_moments(days(10, 11, 2, 12, 13)) == days(10, 11, 11, 12, 13)


def test_the_newest_event_alone_in_the_future_is_believed_until_another_follows() -> None:
    assert settled_moments(days(0, 366)) == days(0, 366)
    assert settled_moments(days(0, 366, 1)) == days(0, 0, 1)


def test_what_comes_before_the_first_right_time_counts_with_it() -> None:
    assert settled_moments(days(500, 1, 2, 3)) == days(1, 1, 2, 3)


def test_a_clock_that_is_set_back_by_a_minute_moves_nothing_to_another_day() -> None:
    early, late = START + timedelta(days=3), START + timedelta(days=3, minutes=1)
    assert settled_moments([START, late, early, late]) == [START, late, late, late]


def test_the_ledger_of_a_day_ends_with_its_last_event() -> None:
    known = EventDays([1, 2, 4, 7], settled_moments(days(0, 366, 2, 3)))
    assert [known.last_until(date(2026, 10, 31) + timedelta(days=n)) for n in range(6)] == [0, 2, 2, 4, 7, 7]


def test_no_events_have_no_days() -> None:
    assert settled_moments([]) == []
    assert EventDays([], []).last_until(date(2026, 11, 1)) == 0


def test_a_few_minutes_ahead_are_nothing_to_ask_about() -> None:
    assert later_than(START + timedelta(minutes=9), START) is None
    assert later_than(None, START) is None
    assert later_than(START + timedelta(days=1), START) == START + timedelta(days=1)


@given(st.lists(st.integers(0, 30), max_size=9))
def test_never_back_and_as_many_right_as_can_be(numbers: list[int]) -> None:
    settled = settled_moments(days(*numbers))
    assert settled == sorted(settled)
    kept = sum(one == other for one, other in zip(settled, days(*numbers), strict=True))
    assert kept >= _longest(numbers)


def _longest(numbers: list[int]) -> int:
    """The length of the longest run that never goes back, by trying them all."""
    best = [1] * len(numbers)
    for place, number in enumerate(numbers):
        best[place] = 1 + max((best[i] for i in range(place) if numbers[i] <= number), default=0)
    return max(best, default=0)
