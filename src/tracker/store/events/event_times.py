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
_SINCE = select(Event.id, Event.at).where(Event.id >= bindparam("known")).order_by(Event.id)


def read_event_days(connection: Connection) -> EventDays | None:
    """Return when each event came; None where the times follow the order of the events, as they mostly do."""
    if connection.execute(_OUT_OF_ORDER).first() is None:
        return None
    rows = connection.execute(_SINCE, {"known": 0}).all()
    return EventDays([row.id for row in rows], settled_moments([row.at for row in rows]))


def last_moment(connection: Connection) -> datetime | None:
    """Return when the newest event was written, by its own clock; None in a ledger without events."""
    newest = connection.execute(_NEWEST).one_or_none()
    return None if newest is None else newest.at


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the events up to the newest: its id and time, and the days where the times are out of order."""

    event: int
    at: datetime
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
            known = self._known = _Known(newest.id, newest.at, read_event_days(connection))
            return known.days
        news = connection.execute(_SINCE, {"known": known.event + 1}).all()
        if news:
            moments = [known.at, *(at for _, at in news)]
            in_order = known.days is None and all(before <= after for before, after in pairwise(moments))
            days = None if in_order else read_event_days(connection)
            known = self._known = _Known(news[-1].id, news[-1].at, days)
        return known.days
