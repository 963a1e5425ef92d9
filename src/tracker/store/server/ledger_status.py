"""The status of a shared ledger, for its administrators."""

from sqlalchemy import Connection, func, select, text

from tracker.domain.safety.ledger_roles import OpenSession, SharedLedger
from tracker.store.database.schema_check import HEAD
from tracker.store.database.tables import Event
from tracker.store.events.event_times import last_moment
from tracker.store.events.seals import head
from tracker.store.server.guarding import are_older
from tracker.store.server.people import list_people

_SERVER = text(
    "SELECT current_database()::text, current_setting('server_version'), pg_database_size(current_database()),"
    " (SELECT version_num FROM public.alembic_version), (SELECT last_archived_time FROM pg_stat_archiver)"
)
_SESSIONS = text(
    "SELECT usename::text, application_name, client_addr::text, backend_start FROM pg_stat_activity"
    " WHERE datname = current_database() AND usename IS NOT NULL"
    # What the server hides from whoever asks is empty, and this as well.
    " AND coalesce(backend_type, 'client backend') = 'client backend' AND pid <> pg_backend_pid()"
    " ORDER BY usename, pid"
)


def status_of(connection: Connection) -> SharedLedger:
    """Return the status of a ledger with roles, whatever its schema."""
    database, server, size, schema, archived_at = connection.execute(_SERVER).one()
    return SharedLedger(
        database,
        server,
        schema,
        HEAD,
        size,
        connection.execute(select(func.count()).select_from(Event)).scalar_one(),
        last_moment(connection),
        head(connection),
        archived_at,
        are_older(connection),
        list_people(connection),
        tuple(
            OpenSession(login or "", program or "", address or "", since)
            for login, program, address, since in connection.execute(_SESSIONS)
        ),
    )
