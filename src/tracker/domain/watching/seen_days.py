"""Which days of a watched page were seen without a gap: what a look may be logged as, as a search (coding rules §6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tracker.domain.watching.listings import ListedItem


@dataclass(frozen=True, slots=True)
class SeenDays:
    """The first and last day that were seen without a gap, and the first one that the last look added to them."""

    since: date
    until: date
    fresh_since: date


def reaches_back_to(items: Sequence[ListedItem]) -> date | None:
    """Return the first day of which a list shows everything; None where it gives no days, or is in no order."""
    days = [date.fromisoformat(item.published) for item in items if item.published]
    # A list of which half of the items have no day says nothing of the others.
    if not days or 2 * len(days) < len(items):
        return None
    falling = sum(earlier >= later for earlier, later in pairwise(days))
    rising = sum(earlier <= later for earlier, later in pairwise(days))
    # Pinned items stand out of order at the top; a list in which a fifth of them do has none.
    if 5 * max(falling, rising) < 4 * (len(days) - 1):
        return None
    # The end of the list, and not the oldest day: a pinned item of last year says nothing of the days since.
    oldest = days[-1] if falling >= rising else days[0]
    # Of that day there may be more, which the list shows no longer.
    return oldest + timedelta(days=1)


def extended(seen: SeenDays | None, reach: date | None, today: date) -> SeenDays | None:
    """Return the days that are seen without a gap after one more look; None where the look says nothing of days.

    A look that does not reach back to the last one leaves a gap: what was seen before it counts no more.
    """
    if reach is None or reach > today:
        return None
    # The day of the last look was not over yet when it was made.
    if seen is None or reach > seen.until:
        return SeenDays(reach, today, reach)
    return SeenDays(min(seen.since, reach), today, seen.until)
