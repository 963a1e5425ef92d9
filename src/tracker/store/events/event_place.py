"""Where the next event stands: after which other, and what a server says of it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, DateTime, String, column, func, select

from tracker.store.database.raw_rows import draw_id, new_id_question
from tracker.store.database.tables import Event
from tracker.store.events.seals import NEWEST_HASH, head
from tracker.store.server.pipeline import ASKED_ONCE, Question


@dataclass(frozen=True, slots=True)
class EventPlace:
    """`before` is the hash of the event before. A server says the `id` that it draws for the event, the time by its own
    clock, and the role of whoever writes; a file says nothing of it."""

    before: str
    id: int | None = None
    server_at: datetime | None = None
    role: str = ""


CURRENT_ROLE: ColumnElement[str] = column("session_user", String, is_literal=True)
"""The role by which whoever asks a server has logged in."""
_ON_SERVER = select(
    # Not now(): that is when the transaction began, and this one may have waited for another's lock since.
    func.clock_timestamp(type_=DateTime(timezone=True)).label("server_at"),
    CURRENT_ROLE.label("role"),
).execution_options(**ASKED_ONCE)


def place_questions(connection: Connection) -> tuple[Question, ...]:
    """What `read_place` asks."""
    newest: Question = (NEWEST_HASH, {})
    on_server: Question = (_ON_SERVER, {})
    return (newest, on_server, *new_id_question(connection, Event))


def read_place(connection: Connection) -> EventPlace:
    """Return the place of an event that is to be appended now, within a write."""
    before = head(connection)
    drawn = draw_id(connection, Event)
    if drawn is None:
        return EventPlace(before)
    said = connection.execute(_ON_SERVER).one()
    return EventPlace(before, drawn, said.server_at.astimezone(UTC), said.role)
