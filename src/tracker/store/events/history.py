"""What was done, and when: the events of the ledger and of its commitments."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, Select, func, literal, select

from tracker.domain.rows import EventRow
from tracker.domain.safety.event_days import EventDays
from tracker.store.database.tables import COMPARED, Event, EventCommitment
from tracker.store.database.typed_columns import NamedRow
from tracker.store.database.versions import Horizon, done_since
from tracker.store.events.seals import ENTERING
from tracker.store.search.conditions import Scope

_LOST = "event_lost"
# As it stands in the index of these events, or none would be used.
_IS_COMPARISON = Event.kind == literal(COMPARED, literal_execute=True)


def history_of(connection: Connection, ids: Sequence[int], horizon: Horizon) -> dict[int, list[EventRow]]:
    """Return what was done to each of these commitments, newest first."""
    statement = _of(ids).order_by(Event.id.desc())
    if horizon.event is not None:
        statement = statement.where(Event.id <= horizon.event)
    return _by_commitment(connection, statement)


def events_since(
    connection: Connection, ids: Sequence[int], day: date, scope: Scope, after: int | None = None
) -> dict[int, list[EventRow]]:
    """What was done to each of these commitments after the end of a day, or `after` another event; oldest first, and
    without their being entered."""
    days = scope.days()
    since = _of(ids).where(Event.kind.not_in(ENTERING), done_since(day, scope.horizon, after, days))
    return _by_commitment(connection, since.order_by(Event.id), days)


def comparisons_of(connection: Connection, source: str, horizon: Horizon) -> tuple[EventRow, ...]:
    """Return the entries by which codings of a source were compared, newest first; `source` is its key."""
    statement = select(Event).where(_IS_COMPARISON, Event.details["source"].as_string() == source)
    if horizon.event is not None:
        statement = statement.where(Event.id <= horizon.event)
    return tuple(map(event_row, connection.execute(statement.order_by(Event.id.desc()))))


def latest_event(connection: Connection) -> int:
    """Return the id of the newest event, 0 in a ledger without one."""
    return connection.scalar(select(func.max(Event.id))) or 0


def event_row(row: NamedRow, days: EventDays | None = None) -> EventRow:
    """Return an entry of the history as a value. One whose details a repair could not save tells that they are lost."""
    # The clock that dated an event may have been wrong; the days say by which moment it counts.
    counts_at = None if days is None else days.moment_of(row.id)
    return EventRow(row.id, row.at, row.author, row.kind if row.details else _LOST, row.reason, row.details, counts_at)


def _of(ids: Sequence[int]) -> Select[Event, int]:
    tie = EventCommitment
    return select(Event, tie.commitment_id).join(tie, tie.event_id == Event.id).where(tie.commitment_id.in_(ids))


def _by_commitment(
    connection: Connection, statement: Select[Event, int], days: EventDays | None = None
) -> dict[int, list[EventRow]]:
    events: dict[int, list[EventRow]] = defaultdict(list)
    for row in connection.execute(statement):
        events[row.commitment_id].append(event_row(row, days))
    return events
