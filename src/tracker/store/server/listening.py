"""Programs that share a ledger on a server tell each other what they wrote, and see who is there.

The server delivers what was announced within a transaction when it is committed, and never otherwise. A pooler in
transaction mode delivers nothing; whoever listens behind one still asks for the newest event now and then.
"""

import json
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from tracker.domain.safety.announcements import Announcement, Present
from tracker.store.events.change_set import ChangeSet, EventRecord
from tracker.store.server.pipeline import NO_ROWS
from tracker.store.server.server_engine import author_of, server_of
from tracker.store.server.server_faults import told

if TYPE_CHECKING:
    from tracker.store.server.server_connection import ServerConnection

_CHANNEL = "ledger_changed"
_MOST_NAMED = 200
"""Commitments of an announcement that are named: a server takes 8000 bytes. Whoever hears it reads the others."""
_LOOK_SECONDS = 0.5
"""How often it is asked whether to go on listening."""
_BEAT_SECONDS = 10.0
"""How long a line may be silent before it is asked whether it is still one."""
_PATIENCE_SECONDS = 5.0
"""How long the answer to that may take."""
_PRESENT = text(
    """SELECT DISTINCT application_name AS program, usename AS role FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'tracker: %' AND application_name <> :own"""
)
_OWN = text("SELECT current_setting('application_name')")


def tell_others(connection: Connection, event: EventRecord, change_set: ChangeSet) -> None:
    """Tell the other programs of an event, once it is committed. Of a file there are none to be told."""
    if connection.dialect.name != "postgresql":
        return
    words = {
        "event": event.id,
        "author": event.author,
        "session": event.session,
        "at": event.at.isoformat(),
        "commitments": list(change_set.commitments)[:_MOST_NAMED],
        "count": len(change_set.commitments),
    }
    # NOTIFY rather than pg_notify(): it has no answer, so that nothing waits for one.
    payload = json.dumps(words).replace("'", "''").replace("%", "%%")
    connection.exec_driver_sql(f"NOTIFY {_CHANNEL}, '{payload}'", execution_options=NO_ROWS)


def listen(
    engine: Engine,
    heard: Callable[[Announcement], None],
    is_over: Callable[[], bool],
    begun: Callable[[], None] = lambda: None,
) -> None:
    """Call `heard` for each event that any program writes, this one too, until it `is_over`. `begun` is called once,
    when nothing is missed any more.

    Raises `UserError` when the connection is gone, as `tracker.store.server.server_faults.told`.
    """
    import psycopg  # there, since the ledger lies on a server; most installations lack it

    server = server_of(engine)
    try:
        _listen(engine, heard, is_over, begun)
    except (psycopg.Error, DBAPIError) as error:
        meant = told(error, server.address.display if server is not None else "")
        if meant is None:
            raise
        raise meant from error


def _listen(
    engine: Engine, heard: Callable[[Announcement], None], is_over: Callable[[], bool], begun: Callable[[], None]
) -> None:
    pooled = engine.raw_connection()
    driver = cast("ServerConnection", pooled.driver_connection)
    try:
        # A standby takes no LISTEN; behind a pooler whoever has the session next would hear. There the line alone is
        # watched, and others' changes are asked for now and then.
        server = server_of(engine)
        if server is None or not (server.reads_only or server.is_pooled):
            driver.execute(f"LISTEN {_CHANNEL}")
        begun()
        beaten = monotonic()
        while not is_over():
            for note in driver.notifies(timeout=_LOOK_SECONDS):
                heard(_read(note.payload))
                if is_over():
                    break
            if monotonic() - beaten > _BEAT_SECONDS:
                _beat(driver)
                beaten = monotonic()
    finally:
        # Never back to the pool: whoever takes it next would be told what nobody asked for.
        pooled.invalidate()


def list_present(connection: Connection) -> tuple[Present, ...]:
    """Return who else has this ledger open now, by name. Two people of one name count as one.

    Nobody behind a pooler: its sessions bear the name of whoever used them last.
    """
    server = server_of(connection.engine)
    if server is None or server.is_pooled:
        return ()
    own = connection.scalar(_OWN)
    found = {(author_of(row.program), row.role) for row in connection.execute(_PRESENT, {"own": own})}
    return tuple(Present(author, role) for author, role in sorted(found))


def _beat(driver: "ServerConnection") -> None:
    """See that somebody is still there: of a line that was cut far away nothing tells."""
    with driver.patient(_PATIENCE_SECONDS):
        driver.execute("SELECT 1")


def _read(payload: str) -> Announcement:
    words = json.loads(payload)
    at = datetime.fromisoformat(words["at"])
    named = tuple(words["commitments"])
    return Announcement(words["event"], words["author"], words["session"], at, named, words["count"])
