"""The days of events whose clocks were not all right (coding rules §7: the ledger as of any day).

Events are ordered by their ids, and each keeps what its own machine's clock said. Where the times do not follow the
order, some clock was wrong, and nobody can tell for certain which. The longest run of events whose times never go back
is taken to be right; an event outside that run came, as far as anybody knows, when the one before it came.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.domain.text.dates import end_of

CLOCKS_DIFFER = timedelta(minutes=10)
"""By so much the clocks of an office differ, and are set by themselves; it is nothing that anybody could mend."""


def later_than(newest: datetime | None, now: datetime) -> datetime | None:
    """Return when the newest event was written where that lies in the future; else None.

    One of the two clocks is wrong then. That the clocks of an office differ by minutes is nothing to ask about.
    """
    return newest if newest is not None and newest > now + CLOCKS_DIFFER else None


@dataclass(frozen=True, slots=True, eq=False)
class EventDays:
    """When each event of a ledger came: `ids` ascending, and their `moments`, which never go back."""

    ids: Sequence[int]
    moments: Sequence[datetime]

    def last_until(self, day: date) -> int:
        """Return the id of the last event up to the end of a day, 0 where there is none."""
        count = bisect_right(self.moments, end_of(day))
        return self.ids[count - 1] if count else 0

    def moment_of(self, event: int) -> datetime:
        """Return the moment by which an event counts."""
        return self.moments[bisect_left(self.ids, event)]


def settled_moments(moments: Sequence[datetime]) -> list[datetime]:
    """Return for each event, in the order of ids, the moment by which it counts: never before that of the one before.

    Events before the first of the longest run count with that one. What a clock was set back by a few minutes, as
    machines do it by themselves, says nothing: such an event came with the one before it.
    """
    lifted: list[datetime] = []
    # Of the runs up to here that never go back, by their length: the earliest end that one has, and its place. Of
    # several as long the one that ends the earliest counts: a clock that is ahead is a likelier fault than all the
    # later ones being behind.
    ends: list[datetime] = []
    places: list[int] = []
    before: list[int] = []
    for place, said in enumerate(moments):
        # Nearly every event follows the one before. That is asked first, since subtracting times and searching for a
        # place among a hundred thousand took three quarters of the time.
        is_step = bool(lifted) and said < lifted[-1] and lifted[-1] - said <= CLOCKS_DIFFER
        moment = lifted[-1] if is_step else said
        lifted.append(moment)
        # As the longest rising row is found by patience sorting, in n log n: `bisect_right`, since two events of one
        # moment do not go back.
        length = len(ends) if not ends or moment >= ends[-1] else bisect_right(ends, moment)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [moment]
        places[length : length + 1] = [place]
    in_run = bytearray(len(lifted))
    first = place = places[-1] if places else -1
    while place >= 0:
        in_run[place] = True
        first = place
        place = before[place]
    settled: list[datetime] = []
    for place, moment in enumerate(lifted):
        settled.append(moment if in_run[place] else settled[-1] if settled else lifted[first])
    return settled
