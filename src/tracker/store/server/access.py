"""As whom somebody is connected to a shared ledger, and whether the ledger is of this program's schema."""

from sqlalchemy import Connection, Engine, text

from tracker.domain.errors import UserError
from tracker.domain.safety.ledger_roles import RANKS, Access
from tracker.store.database.engine import display_location, user_errors
from tracker.store.database.schema_check import HEAD, known_versions
from tracker.store.server.connecting import is_governed
from tracker.store.server.guarding import are_older

_WHO = text("SELECT session_user::text, tracker_access.author()")
_RANK = text("SELECT tracker_access.rank()")
_SCHEMA = text("SELECT version_num FROM public.alembic_version")


def read_access(engine: Engine) -> Access | None:
    """Return as whom this engine is connected; None for a shared ledger in which no roles were set up.

    Raises `role_missing` for who has no role in it; `ledger_needs_upgrade` where its schema is an earlier one, which
    administrators alone migrate; `ledger_newer`.
    """
    with user_errors(engine), engine.connect() as connection:
        if not is_governed(connection):
            return None
        rank: int = connection.execute(_RANK).scalar_one()
        role = next((role for role, far in RANKS.items() if far == rank), None)
        if role is None:
            raise UserError("role_missing", path=display_location(engine))
        login, author = who_is(connection)
        schema: str = connection.execute(_SCHEMA).scalar_one()
    if schema not in known_versions():
        raise UserError("ledger_newer", path=display_location(engine))
    if schema != HEAD:
        raise UserError("ledger_needs_upgrade", path=display_location(engine))
    return Access(role, login, author)


def needs_new_guards(engine: Engine) -> bool:
    """Whether an administrator is to renew what the server holds of roles."""
    with user_errors(engine), engine.connect() as connection:
        return are_older(connection)


def who_is(connection: Connection) -> tuple[str, str]:
    """Return the login of whoever is connected, and the name that their changes bear."""
    login, author = connection.execute(_WHO).one()
    return login, author
