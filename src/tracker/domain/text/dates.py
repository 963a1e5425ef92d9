"""Dates as sources give them, a day or only a month; and the day that a moment falls on."""

import calendar
import re
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

from tracker.domain.errors import UserError

# Fixed, not from the zone database: Windows has none, and China has had no summer time since 1991.
BEIJING = timezone(timedelta(hours=8), "Beijing")
"""Days begin and end as they do where the publishers are, so that a ledger says the same wherever it is read."""

_PUBLISHED = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


def day_of(moment: datetime) -> date:
    """Return the day, in Beijing, of a moment with its zone."""
    return moment.astimezone(BEIJING).date()


def stamp(moment: datetime) -> str:
    """Return the day and minute, in Beijing, of a moment with its zone: `YYYY-MM-DD HH:MM`."""
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def clock_time(moment: datetime) -> str:
    """Return the minute, in Beijing, of a moment with its zone: `HH:MM`."""
    return stamp(moment)[-len("HH:MM") :]


def end_of(day: date) -> datetime:
    """Return the last moment of a day in Beijing."""
    return datetime.combine(day, time.max, BEIJING)


def end_of_month_before(day: date) -> date:
    """Return the last day of the month before."""
    return day.replace(day=1) - timedelta(days=1)


def parse_published(text: str, field: str) -> str:
    """Check a publication date, `YYYY-MM-DD` or `YYYY-MM` where the day is not known, and return it unchanged.

    Raises `UserError("date_invalid")`.
    """
    match = _PUBLISHED.fullmatch(text)
    if match is None:
        raise UserError("date_invalid", field=field, value=text)
    try:
        date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        raise UserError("date_invalid", field=field, value=text) from None
    return text


@lru_cache(maxsize=4096)  # a ledger's evidence has few days, each asked for at every link
def latest_day(published: str) -> date:
    """Return the last day that a publication date can mean: a month counts as its last day."""
    year, month, *day = (int(piece) for piece in published.split("-"))
    return date(year, month, day[0] if day else calendar.monthrange(year, month)[1])


def first_day(published: str) -> date:
    """Return the first day that a publication date can mean: a month counts as its first day."""
    year, month, *day = (int(piece) for piece in published.split("-"))
    return date(year, month, day[0] if day else 1)


def a_year_after(day: date) -> date:
    """Return the same day of the next year; of 29 February the last of the month."""
    if day.year == date.max.year:
        return date.max
    # 29 February has no namesake in the next year; without this the review of such a day would raise.
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def a_year_before(day: date) -> date:
    """The first day whose `a_year_after` is not before this one: 1 March where the year before has no 29 February."""
    if day.year == date.min.year:
        return date.min
    return date(day.year - 1, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


@lru_cache(maxsize=10_000)
def is_early(published: str, held_on: date) -> bool:
    """Return whether evidence was published before the briefing, so that it cannot by itself show fulfilment (§5)."""
    return latest_day(published) < held_on
