"""Connect to the database of a shared ledger to look after it: as oneself, or as the ledger's owner."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from tracker.domain.errors import UserError
from tracker.domain.terms import LedgerRole
from tracker.store.database.engine import display_location, make_engine, user_errors
from tracker.store.server.addresses import is_url
from tracker.store.server.roles import database_of, is_role, owner_of
from tracker.store.server.server_engine import work_as

_IS_GOVERNED = text("SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = 'tracker_access'")
_MAY_BECOME = text(
    "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :owner AND pg_has_role(session_user, oid, 'MEMBER'))"
)


@contextmanager
def connected(location: str) -> Generator[Connection]:
    """A transaction in the database of a shared ledger, as whoever the address names. Raises `server_needed`."""
    if not is_url(location):
        raise UserError("server_needed", value=location)
    engine = make_engine(location)
    try:
        with changing(engine) as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def changing(engine: Engine) -> Generator[Connection]:
    """A transaction that may change what is no event: tables, roles, rights."""
    with user_errors(engine), engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def governed(location: str) -> Generator[Connection]:
    """The same where roles were set up. Raises `ledger_without_roles`, and `role_missing` for who has none."""
    with connected(location) as connection:
        if not is_governed(connection):
            raise UserError("ledger_without_roles", path=display_location(connection.engine))
        yield connection


def is_governed(connection: Connection) -> bool:
    """Whether roles were set up in a shared ledger. Raises `role_missing` for who may not even ask as what."""
    may_ask: bool | None = connection.execute(_IS_GOVERNED).scalar_one_or_none()
    if may_ask is False:
        raise UserError("role_missing", path=display_location(connection.engine))
    return bool(may_ask)


@contextmanager
def as_owner(location: str) -> Generator[Engine]:
    """An engine of which every transaction works as the ledger's owner.

    Raises `ledger_without_roles` where it has none, `role_forbids` for who may not become it.
    """
    with connected(location) as connection:
        owner = owner_of(database_of(connection))
        if not is_role(connection, owner):
            raise UserError("ledger_without_roles", path=display_location(connection.engine))
        if not connection.execute(_MAY_BECOME, {"owner": owner}).scalar_one():
            raise UserError("role_forbids", role=None, needed=LedgerRole.ADMINISTRATOR)
    engine = make_engine(location)
    work_as(engine, owner)
    try:
        yield engine
    finally:
        engine.dispose()
