"""When the events of a ledger came, where the clocks that dated them do not agree: see `event_days`."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Connection, bindparam, func, select

from tracker.domain.safety.event_days import EventDays, settled_moments
from tracker.store.database.tables import Event

_BY_TIME = select(Event.id, func.lag(Event.id).over(order_by=(Event.at, Event.id)).label("earlier")).subquery()
# Answered by the index of times alone, in one walk along it: no event is read for it.
_OUT_OF_ORDER = select(_BY_TIME.c.id).where(_BY_TIME.c.id < _BY_TIME.c.earlier).limit(1)
_NEWEST = select(Event.id, Event.at).order_by(Event.id.desc()).limit(1)
CAME = func.coalesce(Event.server_at, Event.at)
"""When an event came into this ledger: one that was done in another copy bears the time at which it was done there."""
_SINCE = select(Event.id, Event.at, CAME.label("came")).where(Event.id >= bindparam("known")).order_by(Event.id)


def read_event_days(connection: Connection) -> EventDays | None:
    """Return when each event came; None where the times follow the order of the events, as they mostly do."""
    if connection.execute(_OUT_OF_ORDER).first() is None:
        return None
    return _days_of(_times_since(connection, 0))


def _times_since(connection: Connection, event: int) -> dict[int, datetime]:
    return {row.id: row.came for row in connection.execute(_SINCE, {"known": event})}


def _days_of(times: dict[int, datetime]) -> EventDays:
    return EventDays(list(times), settled_moments(list(times.values())))


def last_moment(connection: Connection) -> datetime | None:
    """Return when the newest event was written, by its own clock; None in a ledger without events."""
    newest = connection.execute(_NEWEST).one_or_none()
    return None if newest is None else newest.at


def last_came(connection: Connection) -> datetime | None:
    """Return when the newest event came into this ledger; None in one without events."""
    return connection.scalar(select(CAME).order_by(Event.id.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the events up to the newest: its id and time, and where the times are out of order, the times of
    all of them with the days that follow."""

    event: int
    at: datetime
    times: dict[int, datetime]
    days: EventDays | None


class KeptEventDays:
    """The same, kept until an event is added: who looks at a ledger asks for it each time, by one statement."""

    def __init__(self) -> None:
        self._known: _Known | None = None

    def of(self, connection: Connection) -> EventDays | None:
        """Return the days of the events; see `read_event_days`. Safe to be asked by several threads."""
        # No lock: two threads may work the same out at once, and either result is right.
        known = self._known
        if known is None:
            newest = connection.execute(_NEWEST).one_or_none()
            if newest is None:
                return None
            in_order = connection.execute(_OUT_OF_ORDER).first() is None
            times = {} if in_order else _times_since(connection, 0)
            known = self._known = _Known(newest.id, newest.at, times, _days_of(times) if times else None)
            return known.days
        news = connection.execute(_SINCE, {"known": known.event + 1}).all()
        if news:
            times = known.times | {row.id: row.came for row in news} if known.times else {}
            if not times and any(after < before for before, after in pairwise([known.at, *(row.at for row in news)])):
                times = _times_since(connection, 0)
            # Once a clock was wrong the times of all events are kept: to read a hundred thousand of them again after
            # each change took half a second.
            newest = news[-1]
            known = self._known = _Known(newest.id, newest.at, times, _days_of(times) if times else None)
        return known.days
