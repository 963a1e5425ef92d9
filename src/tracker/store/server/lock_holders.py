"""Who holds the lock of all writers, for the sentence that says why a write did not begin."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from tracker.store.server.server_engine import author_of

_HOLDER = text(
    """SELECT session.application_name AS program, session.usename AS role, session.xact_start AS since
    FROM pg_locks AS held JOIN pg_stat_activity AS session ON session.pid = held.pid
    WHERE held.locktype = 'relation' AND held.relation = to_regclass('event') AND held.granted
    AND held.mode IN ('RowShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock',
    'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND held.pid <> pg_backend_pid()
    ORDER BY held.mode IN ('ExclusiveLock', 'AccessExclusiveLock') DESC, session.xact_start NULLS LAST LIMIT 1"""
)
"""Whatever conflicts with `LOCK TABLE event IN EXCLUSIVE MODE`. A session's start of work is shown to its own role and
to monitors only."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The session that a write waited for: who works in it, or its role, and since when, where the server says so."""

    name: str
    since: datetime | None


def lock_holder(engine: Engine) -> Holder | None:
    """Return who keeps writers waiting now; None where nobody does any more, or it cannot be asked."""
    try:
        with engine.connect() as connection:
            found = connection.execute(_HOLDER).one_or_none()
    except SQLAlchemyError:
        return None
    return Holder(author_of(found.program or "") or found.role or "?", found.since) if found else None
