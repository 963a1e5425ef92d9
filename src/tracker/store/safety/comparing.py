"""The events of a ledger as two of them are compared by: by their uids and seals."""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from tracker.domain.safety.comparison import ComparedEvent
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import Commitment, Event, EventCommitment
from tracker.store.events.history import event_row

_SEALS = select(Event.uid, Event.hash).order_by(Event.id)
_EVENTS = select(Event).where(Event.uid.in_(bindparam("uids", expanding=True)))
_CODES = (
    select(EventCommitment.event_id, Commitment.code)
    .join(Commitment, Commitment.id == EventCommitment.commitment_id)
    .where(EventCommitment.event_id.in_(bindparam("events", expanding=True)))
    .order_by(Commitment.code)
)
_PIECE = 10_000


def seals_of(connection: Connection, tell: Callable[[], None]) -> dict[str, str]:
    """The hash of every event by its uid, oldest first. `tell` is called now and then, and may end it by raising."""
    seals: dict[str, str] = {}
    for number, (uid, sealed) in enumerate(connection.execute(_SEALS)):
        if number % _PIECE == 0:
            tell()
        # Events of before the seals, and those that a repair could only mark as lost, have none.
        seals[uid] = sealed or ""
    return seals


def compared_events(
    connection: Connection, uids: Collection[str], tell: Callable[[], None]
) -> tuple[ComparedEvent, ...]:
    """These events, oldest first. `tell` is called now and then, and may end it by raising."""
    rows: list[Row[Any]] = []
    for page in pages(list(uids)):
        tell()
        rows.extend(connection.execute(_EVENTS, {"uids": page}))
    codes: dict[int, list[str]] = defaultdict(list)
    for page in pages([row.id for row in rows]):
        tell()
        for event, code in connection.execute(_CODES, {"events": page}):
            codes[event].append(code)
    rows.sort(key=lambda row: row.id)
    return tuple(ComparedEvent(event_row(row), row.uid, tuple(codes[row.id])) for row in rows)
