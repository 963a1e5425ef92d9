"""Which days of a watched page were seen without a gap: what looks may be logged as, as a search (coding rules §6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tracker.domain.watching.listings import ListedItem

_FEWEST = 3
"""Items with a day from which on a list has an order."""


@dataclass(frozen=True, slots=True)
class SeenDays:
    """The first and the last day that were seen without a gap."""

    since: date
    until: date


def runs_upwards(items: Sequence[ListedItem]) -> bool:
    """Whether a list begins with its oldest items."""
    days = _days(items)
    return bool(days) and days[0] < days[-1] and _steps(days)[1] > _steps(days)[0]


def reaches_back_to(items: Sequence[ListedItem], *, has_more: bool = False) -> date | None:
    """Return the first day of which a list shows everything; None where it gives no days, or is in no order.

    `has_more`: a further page of the list was not looked at. Of a list that begins with its oldest items, that one has
    the newest: then nothing is known.
    """
    days = _days(items)
    # A list of which half of the items have no day says nothing of the others.
    if len(days) < _FEWEST or 2 * len(days) < len(items):
        return None
    falling, rising = _steps(days)
    # Pinned items stand out of order at the top; a list in which a fifth of them do has none.
    if 5 * max(falling, rising) < 4 * (len(days) - 1):
        return None
    if rising > falling:
        return None if has_more else days[1] + timedelta(days=1)
    # The end of the list, and not the oldest day: a pinned item of last year says nothing of the days since. And not
    # its very last item: one stray link below a list is often much older. Of that day there may be more besides, which
    # the list shows no longer.
    return days[-2] + timedelta(days=1)


def extended(seen: SeenDays | None, reach: date | None, day: date) -> SeenDays | None:
    """Return the days that are seen without a gap after a look on this day; None where the look says nothing of days.

    A look that does not reach back to the last one leaves a gap: what was seen before it counts no more. The day of the
    last look was not over when it was made.
    """
    if reach is None or reach > day:
        return None
    if seen is None or reach > seen.until:
        return SeenDays(reach, day)
    return SeenDays(min(seen.since, reach), max(seen.until, day))


def _days(items: Sequence[ListedItem]) -> list[date]:
    return [date.fromisoformat(item.published) for item in items if item.published]


def _steps(days: Sequence[date]) -> tuple[int, int]:
    """How many steps of a list do not go up, and how many do not go down."""
    return sum(one >= other for one, other in pairwise(days)), sum(one <= other for one, other in pairwise(days))
