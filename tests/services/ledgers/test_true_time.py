"""Events keep the time of the clock that dated them; the ledger of a day is told by those that agree."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from tests.asked import list_changes
from tests.conftest import MADE

from tracker.domain.text.dates import BEIJING, day_of
from tracker.services.commands import TagChange, command
from tracker.services.commitments.reading import read_detail
from tracker.services.commitments.tagging import change_tags
from tracker.services.ledgers.clocks import newest_ahead
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check
from tracker.store.events.event_times import KeptEventDays, read_event_days

CODE = "MIIT-2025-044"


@pytest.fixture
def ledger(workspace: Workspace) -> Workspace:
    """A ledger in a file: on a server its own clock tells when an event came, see `test_roles`."""
    return workspace


@pytest.fixture
def tag(ledger: Workspace) -> Callable[[int, str], None]:
    """Tags a commitment so many days after the ledger was made, by the machine's clock."""

    def put(days: int, label: str) -> None:
        ledger.clock = lambda: MADE + timedelta(days=days)
        change_tags(ledger, command(TagChange, commitments=(CODE,), add=(label,)))

    return put


def tags(ledger: Workspace, as_of: date | None = None) -> tuple[str, ...]:
    detail = read_detail(ledger, CODE, as_of)
    return tuple(detail.tags)


def test_one_clock_a_year_ahead_dates_no_later_change(ledger: Workspace, tag: Callable[[int, str], None]) -> None:
    tag(1, "before")
    tag(366, "ahead")
    tag(2, "after")
    tag(3, "last")
    moments = [event.at for event in reversed(read_detail(ledger, CODE).history)]
    assert moments[-3:] == [MADE + timedelta(days=days) for days in (366, 2, 3)]
    assert tags(ledger, MADE.date() + timedelta(days=1)) == ("ahead", "before")
    assert tags(ledger, MADE.date() + timedelta(days=2)) == ("after", "ahead", "before")


def test_what_changed_since_a_day_is_told_by_the_same_days(ledger: Workspace, tag: Callable[[int, str], None]) -> None:
    tag(1, "before")
    tag(366, "ahead")
    tag(2, "after")
    ledger.clock = lambda: MADE + timedelta(days=10)
    (changed,) = list_changes(ledger, MADE.date())
    assert [event.details["add"] for event in changed.events] == [["before"], ["ahead"], ["after"]]
    assert [(event.day - MADE.date()).days for event in changed.events] == [1, 1, 2]
    (changed,) = list_changes(ledger, MADE.date() + timedelta(days=1))
    assert [event.details["add"] for event in changed.events] == [["after"]]
    assert list_changes(ledger, MADE.date() + timedelta(days=2)) == ()


def test_the_days_that_are_kept_follow_each_event(ledger: Workspace, tag: Callable[[int, str], None]) -> None:
    kept = KeptEventDays()
    for days in (1, 366, 2, 3, 500, 4):
        tag(days, f"day {days}")
        with ledger.snapshot() as snapshot:
            found, fresh = kept.of(snapshot.connection), read_event_days(snapshot.connection)
        assert (found is None) == (fresh is None)
        if found is not None and fresh is not None:
            assert (found.ids, found.moments) == (fresh.ids, fresh.moments)


def test_check_names_the_event_that_is_out_of_time(ledger: Workspace, tag: Callable[[int, str], None]) -> None:
    tag(366, "ahead")
    tag(2, "after")
    (fault,) = check(ledger)
    (event,) = [one.id for one in read_detail(ledger, CODE).history if one.details.get("add") == ["ahead"]]
    assert (fault.code, fault.details["event"]) == ("fault_event_order", event)


@pytest.mark.parametrize("step", [timedelta(milliseconds=1), timedelta(seconds=1), timedelta(minutes=9)])
def test_a_clock_that_is_set_back_by_a_little_is_nothing_to_name(ledger: Workspace, step: timedelta) -> None:
    for back, label in ((timedelta(), "first"), (step, "second")):
        ledger.clock = lambda back=back: MADE + timedelta(days=1) - back
        change_tags(ledger, command(TagChange, commitments=(CODE,), add=(label,)))
    assert check(ledger) == ()


def test_a_change_has_one_moment_even_where_midnight_passes_while_it_is_written(ledger: Workspace) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=BEIJING)
    ticks = iter(range(-1, 1_000))
    ledger.clock = lambda: midnight + timedelta(seconds=next(ticks))
    with ledger.write() as work:
        days = {work.today for _ in range(3)}
        work.record("ledger_restored", {})
        days |= {day_of(work.moment), work.today}
    assert len(days) == 1


def test_a_last_event_in_the_future_is_asked_about_until_another_follows(
    ledger: Workspace, tag: Callable[[int, str], None]
) -> None:
    tag(366, "ahead")
    ledger.clock = lambda: MADE + timedelta(days=2)
    assert newest_ahead(ledger) == MADE + timedelta(days=366)
    tag(2, "after")
    assert newest_ahead(ledger) is None
