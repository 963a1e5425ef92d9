"""The people of a shared ledger: who has which role, and under which name their changes come."""

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from tracker.domain.errors import UserError
from tracker.domain.safety.ledger_roles import Person
from tracker.domain.terms import LedgerRole
from tracker.store.server import roles

_SET = text(
    "INSERT INTO tracker_access.person VALUES (:login, :author)"
    " ON CONFLICT (login) DO UPDATE SET author = excluded.author"
)
_KNOWN = text(
    "SELECT p.login::text, p.author, array_agg(DISTINCT g.rolname::text), count(DISTINCT a.pid)"
    " FROM tracker_access.person p LEFT JOIN pg_roles r ON r.rolname = p.login"
    " LEFT JOIN pg_auth_members m ON m.member = r.oid LEFT JOIN pg_roles g ON g.oid = m.roleid"
    " LEFT JOIN pg_stat_activity a ON a.usename = p.login AND a.datname = current_database()"
    " GROUP BY p.login, p.author ORDER BY p.login"
)
_AUTHOR = text("SELECT author FROM tracker_access.person WHERE login = :login")


def list_people(connection: Connection) -> tuple[Person, ...]:
    """Return everybody who was given a role, by their logins."""
    database = roles.database_of(connection)
    return tuple(
        Person(login, author, roles.highest_of(database, groups), sessions)
        for login, author, groups, sessions in connection.execute(_KNOWN)
    )


def put_person(connection: Connection, login: str, role: LedgerRole, author: str | None) -> Person:
    """Give a login its one role, and the name that its changes bear: its own where `author` is None and it has none.

    A login that is not there is made. Raises `login_forbidden`, `login_is_group`, `login_is_superuser`, `author_taken`,
    `server_forbids`.
    """
    if roles.is_role(connection, login):
        roles.refuse_unfit(connection, login)
    else:
        roles.add_login(connection, login)
    roles.give_role(connection, login, role)
    name = author or connection.execute(_AUTHOR, {"login": login}).scalar_one_or_none() or login
    try:
        connection.execute(_SET, {"login": login, "author": name})
    except IntegrityError as error:
        raise UserError("author_taken", field="name", value=name) from error
    return Person(login, name, role, 0)


def take_role(connection: Connection, login: str) -> None:
    """Take the role of a login; its name stays with what it did. Raises `person_unknown`, `server_forbids`."""
    if not roles.is_role(connection, login) or roles.role_of(connection, login) is None:
        raise UserError("person_unknown", field="person", value=login)
    roles.give_role(connection, login, None)
