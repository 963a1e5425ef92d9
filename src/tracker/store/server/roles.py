"""The roles of a shared ledger: five groups on its server, in which people are.

PostgreSQL's roles belong to the whole server, which may hold several ledgers: so their names begin with that of the
database, and who is an analyst in one ledger is nobody in another. `<database>_owner` owns the tables; nobody logs in
as it, and only administrators may become it, to migrate. None of the others inherits from another: each is granted what
it may itself, so that an administrator at work may no more than the program needs.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tracker.domain.errors import UserError
from tracker.domain.terms import LedgerRole
from tracker.store.server.server_engine import LONGEST_NAME

if TYPE_CHECKING:
    import psycopg

_OWNER = "owner"
_GRANTABLE = (LedgerRole.READER, LedgerRole.ANALYST, LedgerRole.REVIEWER)
"""The roles that administrators may give; another administrator is made by whoever runs the server."""
_FORBIDDEN = "42501"
"""What the server says where rights are missing."""
_GRANTORS_NAMED_SINCE = 160_000
"""The version of the server from which on a grant may be given, and so taken, in the name of a group."""


def group(database: str, role: LedgerRole) -> str:
    """Return the name of the group that has a role in the ledger of this database."""
    return f"{database}_{role.value}"


def owner_of(database: str) -> str:
    """Return the name of the role that owns the tables of the ledger of this database."""
    return f"{database}_{_OWNER}"


def database_of(connection: Connection) -> str:
    """Return the name of the database. Raises `database_name_long` where the names of its roles would be cut off."""
    name: str = connection.execute(text("SELECT current_database()")).scalar_one()
    if max(len(group(name, role).encode()) for role in LedgerRole) > LONGEST_NAME:
        raise UserError("database_name_long", value=name)
    return name


def quoted(*names: str) -> str:
    """Return names as SQL has them, whatever is in them, with commas between."""
    return ", ".join('"' + name.replace('"', '""') + '"' for name in names)


def order(connection: Connection, statement: str) -> None:
    """Have a statement carried out that holds names, and no parameters."""
    # Not as text(), for which a colon in a name would begin a parameter; the driver takes %% for a percent sign.
    connection.exec_driver_sql(statement.replace("%", "%%"))


def make_roles(connection: Connection) -> None:
    """Make the groups of a ledger that are not there yet, and let its owner own what there is.

    Raises `server_forbids` where whoever is connected may not.
    """
    database = database_of(connection)
    owner = owner_of(database)
    groups = [group(database, role) for role in LedgerRole]
    for name in (owner, *groups):
        if not is_role(connection, name):
            # An administrator's group does not inherit what the owner may: it has to become it, knowingly.
            inherits = "NOINHERIT" if name == group(database, LedgerRole.ADMINISTRATOR) else "INHERIT"
            _run(connection, f"CREATE ROLE {quoted(name)} NOLOGIN {inherits}")
    administrators = quoted(group(database, LedgerRole.ADMINISTRATOR))
    _run(connection, f"GRANT {quoted(owner)} TO {administrators}")
    given = quoted(*(group(database, role) for role in _GRANTABLE))
    _run(connection, f"GRANT {given} TO {administrators} WITH ADMIN OPTION")
    if not _is_superuser(connection):
        # Who makes a role may use it only where that is said: nothing could be made in its name otherwise.
        _run(connection, f"GRANT {quoted(owner)} TO CURRENT_USER")
    _run(connection, f"REVOKE ALL ON DATABASE {quoted(database)} FROM PUBLIC")
    _run(connection, f"GRANT CONNECT ON DATABASE {quoted(database)} TO {quoted(*groups)}")
    _run(connection, f"GRANT CREATE, CONNECT ON DATABASE {quoted(database)} TO {quoted(owner)}")
    _own(connection, owner)


def is_role(connection: Connection, name: str) -> bool:
    """Whether the server knows a role, be it a group or a login."""
    query = text("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :name)")
    return bool(connection.execute(query, {"name": name}).scalar_one())


def add_login(connection: Connection, login: str) -> None:
    """Make a login of this name, without a password. Raises `login_forbidden` where that is not allowed here."""
    may = text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    if not connection.execute(may).scalar_one():
        raise UserError("login_forbidden", field="person", value=login)
    _run(connection, f"CREATE ROLE {quoted(login)} LOGIN")


def set_password(connection: Connection, login: str, password: str) -> None:
    """Set a login's password, made here into what the server keeps of one (SCRAM), so that no log tells it.

    Raises `server_forbids`.
    """
    secret = _driver(connection).pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
    _run(connection, f"ALTER ROLE {quoted(login)} PASSWORD '{secret}'")


def give_role(connection: Connection, login: str, role: LedgerRole | None) -> None:
    """Let a login have this role in the ledger and no other; None takes all of them.

    Raises `server_forbids` where whoever is connected may not give or take one.
    """
    database = database_of(connection)
    for one in LedgerRole:
        if one is not role:
            for grantor in _grantors(connection, group(database, one), login):
                named = _granted_by(connection, grantor)
                _run(
                    connection,
                    f"REVOKE {quoted(group(database, one))} FROM {quoted(login)}{named}",
                )
    if role is not None and not _grantors(connection, group(database, role), login):
        administrators = group(database, LedgerRole.ADMINISTRATOR)
        # In the name of their group, where the server lets that be said: each of them can take it again.
        is_theirs = role in _GRANTABLE and _acts_as(connection, administrators)
        named = _granted_by(connection, administrators) if is_theirs else ""
        _run(connection, f"GRANT {quoted(group(database, role))} TO {quoted(login)}{named}")


def role_of(connection: Connection, login: str) -> LedgerRole | None:
    """Return the role that a login has in the ledger, the highest of several; None for none."""
    database = database_of(connection)
    groups = [group(database, role) for role in LedgerRole]
    return highest_of(database, [name for name in groups if _grantors(connection, name, login)])


def highest_of(database: str, groups: Collection[str | None]) -> LedgerRole | None:
    """Return the highest of the roles that these groups have in the ledger of this database; None for none."""
    found = [role for role in LedgerRole if group(database, role) in groups]
    return found[-1] if found else None


def refuse_unfit(connection: Connection, login: str) -> None:
    """Refuse a role to a group, and to who may do all anyway. Raises `login_is_group`, `login_is_superuser`."""
    query = text("SELECT rolcanlogin, rolsuper FROM pg_roles WHERE rolname = :name")
    can_login, is_superuser = connection.execute(query, {"name": login}).one()
    if not can_login:
        raise UserError("login_is_group", field="person", value=login)
    if is_superuser:
        raise UserError("login_is_superuser", field="person", value=login)


def _grantors(connection: Connection, group_name: str, login: str) -> list[str]:
    """Who gave a login its place in a group; empty where it is not in it."""
    query = text(
        "SELECT g.rolname FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid"
        " JOIN pg_roles m ON m.oid = a.member JOIN pg_roles g ON g.oid = a.grantor"
        " WHERE r.rolname = :group AND m.rolname = :login"
    )
    return list(connection.execute(query, {"group": group_name, "login": login}).scalars())


def _granted_by(connection: Connection, grantor: str) -> str:
    is_said = _driver(connection).info.server_version >= _GRANTORS_NAMED_SINCE
    return f" GRANTED BY {quoted(grantor)}" if is_said else ""


def _driver(connection: Connection) -> "psycopg.Connection":
    return cast("psycopg.Connection", connection.connection.driver_connection)


def _acts_as(connection: Connection, group_name: str) -> bool:
    return bool(connection.execute(text("SELECT pg_has_role(:group, 'USAGE')"), {"group": group_name}).scalar_one())


def _is_superuser(connection: Connection) -> bool:
    return bool(connection.execute(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).scalar_one())


def _own(connection: Connection, owner: str) -> None:
    """Give the owner what is there already: an earlier shared ledger's, or one that was restored."""
    theirs = text(
        "SELECT 'SCHEMA ' || quote_ident(n.nspname) FROM pg_namespace n, pg_roles o"
        " WHERE n.nspname IN ('public', 'tracker_access') AND o.rolname = :owner AND n.nspowner <> o.oid"
        " UNION ALL SELECT 'TABLE ' || c.oid::regclass FROM pg_class c, pg_roles o, pg_namespace n"
        " WHERE n.oid = c.relnamespace AND n.nspname IN ('public', 'tracker_access') AND c.relkind = 'r'"
        " AND o.rolname = :owner AND c.relowner <> o.oid"
        " UNION ALL SELECT 'FUNCTION ' || p.oid::regprocedure FROM pg_proc p, pg_roles o, pg_namespace n"
        " WHERE n.oid = p.pronamespace AND n.nspname = 'tracker_access' AND o.rolname = :owner AND p.proowner <> o.oid"
    )
    for what in connection.execute(theirs, {"owner": owner}).scalars().all():
        _run(connection, f"ALTER {what} OWNER TO {quoted(owner)}")


def _run(connection: Connection, statement: str) -> None:
    """Let the server do something about roles. Raises `server_forbids` where it does not let whoever is connected."""
    try:
        order(connection, statement)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") != _FORBIDDEN:
            raise
        raise UserError("server_forbids", what=statement.split(" PASSWORD ", maxsplit=1)[0]) from error
