"""Set up and look after a shared ledger: its tables, its roles, and who has which."""

from tracker.domain.errors import UserError
from tracker.domain.safety.ledger_roles import Person, SharedLedger
from tracker.domain.terms import LedgerRole
from tracker.services.briefings.coding import load_briefings
from tracker.services.ledgers.session import Clock, Workspace, system_clock
from tracker.store.database.engine import display_location
from tracker.store.database.migrating import upgrade as migrate
from tracker.store.server import roles
from tracker.store.server.access import who_is
from tracker.store.server.connecting import as_owner, changing, connected, governed
from tracker.store.server.guarding import guard
from tracker.store.server.ledger_status import status_of
from tracker.store.server.people import put_person, take_role
from tracker.store.server.server_engine import LONGEST_NAME
from tracker.store.server.server_schema import look_at_database


def init(location: str, clock: Clock = system_clock) -> SharedLedger:
    """Make a shared ledger in an empty database, with its roles and what the server holds of them.

    One that is there already, without roles, restored from a dump or half made, gets what it lacks; doing it again
    changes nothing. Raises `server_needed`, `database_name_long`, `server_forbids`, and what `look_at_database` and
    `upgrade` raise.
    """
    with connected(location) as connection:
        look_at_database(connection, display_location(connection.engine), reads_only=False)
        roles.make_roles(connection)
    return upgrade(location, clock)


def upgrade(location: str, clock: Clock = system_clock) -> SharedLedger:
    """Bring a shared ledger to the schema, the roles and the briefings of this program.

    Raises `ledger_without_roles` where `init` was never run, `role_forbids` for who is no administrator,
    `ledger_newer`.
    """
    with as_owner(location) as engine:
        migrate(engine, location, clock)
        with changing(engine) as connection:
            guard(connection)
            login, author = who_is(connection)
        workspace = Workspace(engine, author, clock)
        workspace.role = login
        load_briefings(workspace)
        with changing(engine) as connection:
            return status_of(connection)


def grant(
    location: str, login: str, role: LedgerRole, *, author: str | None = None, password: str | None = None
) -> Person:
    """Give somebody a role in the ledger, in place of the one they had; make the login where there is none.

    `author` is the name that their changes bear from now on. Without a `password` the login keeps the one that it has,
    or has none: then it is for whoever runs the server to say how it is known. Raises `login_unfit`, and what
    `put_person` raises.
    """
    if not login.strip() or "\x00" in login or len(login.encode()) > LONGEST_NAME:
        raise UserError("login_unfit", field="person", value=login)
    with governed(location) as connection:
        person = put_person(connection, login, role, author)
        if password is not None:
            roles.set_password(connection, login, password)
        return person


def revoke(location: str, login: str) -> None:
    """Take somebody's role; sessions that are open may nothing more from then on. Raises `person_unknown`,
    `server_forbids`."""
    with governed(location) as connection:
        take_role(connection, login)


def read_status(location: str) -> SharedLedger:
    """Return how a shared ledger stands. Raises `ledger_without_roles`, `role_missing`."""
    with governed(location) as connection:
        return status_of(connection)
