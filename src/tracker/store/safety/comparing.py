"""The events of a ledger as two of them are compared by: by their uids and seals."""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from tracker.domain.safety.comparison import ComparedEvent
from tracker.store.database import table_handles as t
from tracker.store.database.id_pages import pages
from tracker.store.events.history import event_row

_SEALS = select(t.event.c.uid, t.event.c.hash).order_by(t.event.c.id)
_EVENTS = select(t.event).where(t.event.c.uid.in_(bindparam("uids", expanding=True)))
_CODES = (
    select(t.event_commitment.c.event_id, t.commitment.c.code)
    .join(t.commitment, t.commitment.c.id == t.event_commitment.c.commitment_id)
    .where(t.event_commitment.c.event_id.in_(bindparam("events", expanding=True)))
    .order_by(t.commitment.c.code)
)
_PIECE = 10_000


def seals_of(connection: Connection, tell: Callable[[], None]) -> dict[str, str]:
    """The hash of every event by its uid, oldest first. `tell` is called now and then, and may end it by raising."""
    seals: dict[str, str] = {}
    for number, (uid, sealed) in enumerate(connection.execute(_SEALS)):
        if number % _PIECE == 0:
            tell()
        seals[uid] = sealed or ""
    return seals


def told_of(connection: Connection, uids: Collection[str], tell: Callable[[], None]) -> tuple[ComparedEvent, ...]:
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
