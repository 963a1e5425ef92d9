"""A shared ledger is set up, brought up to date and looked after; people come and go."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import event, make_url
from tests.conftest import NewDatabase
from tests.shared_office import PEOPLE, SharedOffice, set_up

from tracker.domain.errors import UserError
from tracker.domain.safety.ledger_roles import Person
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import LedgerRole
from tracker.services.commands import TagChange, command
from tracker.services.commitments.reading import list_rows
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.replaying import list_events
from tracker.services.ledgers.administration import grant, init, read_status, revoke, upgrade
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check
from tracker.store.database.engine import make_engine
from tracker.store.database.migrating import create
from tracker.store.database.schema_check import HEAD, known_versions
from tracker.store.server import roles
from tracker.store.server.connecting import connected
from tracker.store.server.people import list_people

CODE = "MIIT-2025-044"
READER, ANALYST, REVIEWER, ADMINISTRATOR = LedgerRole


@pytest.fixture
def empty(new_database: NewDatabase) -> Iterator[str]:
    """The address of a database in which nothing is."""
    with new_database() as address:
        yield address


@pytest.fixture
def office(address: str) -> SharedOffice:
    return set_up(address)


def did(address: str, *statements: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_an_empty_database_becomes_a_ledger_and_stays_it(empty: str) -> None:
    first = init(empty)
    assert (first.schema, first.newest_schema, first.events) == (HEAD, HEAD, 1)
    assert init(empty).head == upgrade(empty).head == first.head
    with closing(open_workspace(empty)) as ledger:
        (loaded,) = list_events(ledger)
        assert (loaded.actor.role, loaded.actor.author) == ("postgres", "postgres")
        assert len(list_rows(ledger, LedgerQuery())) > 60
        assert check(ledger) == ()


def test_a_database_that_holds_anything_else_is_left_alone(empty: str) -> None:
    did(empty, "CREATE TABLE event (a integer)")
    with pytest.raises(UserError, match="database_of_others"):
        init(empty)
    did(empty, "DROP TABLE event", "CREATE SCHEMA books", "CREATE VIEW books.titles AS SELECT 1 AS one")
    with pytest.raises(UserError, match="database_of_others") as refused:
        init(empty)
    assert refused.value.details["tables"] == "titles"
    name = make_url(empty).database
    with psycopg.connect(empty) as connection:
        asked = "SELECT count(*) FROM pg_roles WHERE rolname LIKE %s"
        assert connection.execute(asked, (f"{name}\\_%",)).fetchone() == (0,)


def test_what_an_extension_brought_is_no_obstacle(empty: str) -> None:
    did(empty, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    assert init(empty).schema == HEAD


def test_a_ledger_that_was_shared_without_roles_gets_them(office: SharedOffice) -> None:
    with office.opened(ANALYST) as ledger:
        assert len(list_rows(ledger, LedgerQuery())) > 60


def test_an_earlier_schema_is_migrated_by_administrators_alone(empty: str) -> None:
    engine = make_engine(empty)
    create(engine, known_versions()[-2])
    engine.dispose()
    office = set_up(empty)
    did(empty, "UPDATE alembic_version SET version_num = '0010'")
    for role in LedgerRole:
        with pytest.raises(UserError, match="ledger_needs_upgrade"), office.opened(role):
            pass
    with pytest.raises(UserError, match="role_forbids"):
        upgrade(office.address_of(PEOPLE[REVIEWER][0]))
    did(empty, f"UPDATE alembic_version SET version_num = '{HEAD}'")
    assert upgrade(office.address_of(PEOPLE[ADMINISTRATOR][0])).schema == HEAD


def test_a_newer_ledger_is_left_alone(office: SharedOffice) -> None:
    did(office.address, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UserError, match="ledger_newer"), office.opened(ANALYST):
        pass
    with pytest.raises(UserError, match="ledger_newer"):
        init(office.address)
    with pytest.raises(UserError, match="ledger_newer"):
        upgrade(office.address)


def test_an_administrator_gives_and_takes_roles(office: SharedOffice) -> None:
    administrator = office.address_of(PEOPLE[ADMINISTRATOR][0])
    login = PEOPLE[ANALYST][0]
    assert grant(administrator, login, REVIEWER) == Person(login, "张三", REVIEWER, 0)
    assert grant(administrator, login, READER, author="张三丰") == Person(login, "张三丰", READER, 0)
    with office.opened(ANALYST) as ledger:
        assert (ledger.author, ledger.is_reading) == ("张三丰", True)
    revoke(administrator, login)
    with pytest.raises(UserError), office.opened(ANALYST):
        pass
    with pytest.raises(UserError, match="person_unknown"):
        revoke(administrator, login)
    (left,) = [one for one in read_status(administrator).people if one.login == login]
    assert left.role is None
    # What somebody did stays theirs; given a role again they have their name again.
    assert grant(administrator, login, ANALYST).author == "张三丰"


def test_other_administrators_are_made_by_who_runs_the_server(office: SharedOffice) -> None:
    administrator = office.address_of(PEOPLE[ADMINISTRATOR][0])
    with pytest.raises(UserError, match="server_forbids"):
        grant(administrator, PEOPLE[ANALYST][0], ADMINISTRATOR)
    with pytest.raises(UserError, match="login_forbidden"):
        grant(administrator, "newcomer", READER)
    with office.opened(ANALYST) as ledger:
        assert not ledger.is_reading


@pytest.mark.parametrize("role", [READER, ANALYST, REVIEWER])
def test_nobody_else_gives_roles(role: LedgerRole, office: SharedOffice) -> None:
    with pytest.raises(UserError, match="server_forbids"):
        grant(office.address_of(PEOPLE[role][0]), PEOPLE[READER][0], REVIEWER)
    with pytest.raises(UserError, match="server_forbids"):
        revoke(office.address_of(PEOPLE[role][0]), PEOPLE[ANALYST][0])


@pytest.mark.parametrize(
    ("login", "code"),
    [
        ("", "login_unfit"),
        ("长" * 22, "login_unfit"),
        ("a\0b", "login_unfit"),
        ("postgres", "login_is_superuser"),
        ("{database}_owner", "login_is_group"),
    ],
)
def test_not_every_name_can_be_given_a_role(login: str, code: str, office: SharedOffice) -> None:
    with pytest.raises(UserError, match=code):
        grant(office.address, login.replace("{database}", str(make_url(office.address).database)), ANALYST)


@pytest.mark.parametrize("login", ['o"neil; DROP TABLE event; --', "张 三", "100% %s %(x)s", ":name", "UPPER"])
def test_a_login_may_be_called_anything(login: str, office: SharedOffice) -> None:
    grant(office.address, login, ANALYST, password="it's 密码 %s")
    try:
        with closing(open_workspace(office.address_of(login))) as ledger:
            assert ledger.author == login
            change_tags(ledger, command(TagChange, commitments=(CODE,), add=("督办",)))
            assert check(ledger) == ()
        with psycopg.connect(office.address) as connection:
            kept = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", (login,)).fetchone()
        assert kept is not None
        assert kept[0].startswith("SCRAM-SHA-256$")
    finally:
        revoke(office.address, login)
        did(office.address, f"""DROP ROLE "{login.replace('"', '""')}" """)


def test_two_people_never_bear_one_name(office: SharedOffice) -> None:
    with pytest.raises(UserError, match="author_taken"):
        grant(office.address, PEOPLE[READER][0], READER, author=PEOPLE[ANALYST][1])


def test_a_database_may_be_called_anything(new_database: NewDatabase, empty: str) -> None:
    name = 'Ledger "A" 100%'
    quoted = '"' + name.replace('"', '""') + '"'
    did(empty, f"CREATE DATABASE {quoted} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        office = set_up(SharedOffice(empty).address_of("postgres", name))
        with office.opened(ANALYST) as ledger:
            change_tags(ledger, command(TagChange, commitments=(CODE,), add=("督办",)))
    finally:
        did(empty, f"DROP DATABASE {quoted} WITH (FORCE)")


def test_a_database_of_too_long_a_name_is_refused_before_anything_is_made(empty: str) -> None:
    name = "l" * 50
    did(empty, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        with pytest.raises(UserError, match="database_name_long"):
            init(make_url(empty).set(database=name).render_as_string(hide_password=False))
    finally:
        did(empty, f"DROP DATABASE {name}")


def test_an_analyst_of_one_ledger_is_nobody_in_another(office: SharedOffice, empty: str) -> None:
    init(empty)
    other = office.address_of(PEOPLE[ANALYST][0], make_url(empty).database)
    with pytest.raises(UserError), closing(open_workspace(other)):
        pass


def test_status_tells_who_is_there_and_how_the_ledger_stands(office: SharedOffice) -> None:
    with office.opened(ANALYST) as ledger:
        change_tags(ledger, command(TagChange, commitments=(CODE,), add=("督办",)))
        standing = read_status(office.address_of(PEOPLE[READER][0]))
        assert {one.login: (one.author, one.role) for one in standing.people} == {
            login: (author, role) for role, (login, author) in PEOPLE.items()
        }
        assert [one.sessions > 0 for one in standing.people if one.login == PEOPLE[ANALYST][0]] == [True]
        assert PEOPLE[ANALYST][0] in {one.login for one in standing.sessions}
        assert standing.events == 2
        assert standing.size > 1_000_000
        assert len(standing.head) == 64


@pytest.mark.parametrize("said", ["NULL", "'0'", "'of somebody'"])
def test_administrators_are_told_of_guards_of_an_earlier_version(said: str, office: SharedOffice) -> None:
    def told() -> dict[LedgerRole, list[str]]:
        found: dict[LedgerRole, list[str]] = {}
        for role in (ANALYST, ADMINISTRATOR):
            with office.opened(role) as ledger:
                found[role] = [notice.code for notice in ledger.notices]
        return found

    assert told() == {ANALYST: [], ADMINISTRATOR: []}
    did(office.address, f"COMMENT ON SCHEMA tracker_access IS {said}")
    assert told() == {ANALYST: [], ADMINISTRATOR: ["guards_older"]}
    assert read_status(office.address_of(PEOPLE[READER][0])).guards_older
    # Where nothing can be written, nothing can be renewed.
    database = roles.quoted(str(make_url(office.address).database))
    did(office.address, f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    assert told()[ADMINISTRATOR] == ["ledger_reading"]
    did(office.address, "SET default_transaction_read_only = off", f"ALTER DATABASE {database} RESET ALL")
    assert not upgrade(office.address).guards_older
    assert told() == {ANALYST: [], ADMINISTRATOR: []}


def test_everybody_is_listed_by_as_few_statements_as_one(office: SharedOffice) -> None:
    def listed() -> tuple[tuple[Person, ...], int]:
        seen: list[str] = []
        with connected(office.address) as connection:
            event.listen(connection, "before_cursor_execute", lambda *told: seen.append(told[2]))
            return list_people(connection), len(seen)

    did(office.address, "DELETE FROM tracker_access.person WHERE author <> '王五'")
    (one,), few = listed()
    assert one.login == PEOPLE[ADMINISTRATOR][0]
    for role, (login, author) in PEOPLE.items():
        grant(office.address, login, role, author=author)
    revoke(office.address, PEOPLE[ANALYST][0])
    group = roles.quoted(roles.group(str(make_url(office.address).database), REVIEWER))
    did(office.address, f"GRANT {group} TO {PEOPLE[READER][0]}")
    with office.opened(REVIEWER), office.opened(REVIEWER):
        people, many = listed()
    assert {person.login: (person.role, person.sessions > 1) for person in people} == {
        PEOPLE[READER][0]: (REVIEWER, False),
        PEOPLE[ANALYST][0]: (None, False),
        PEOPLE[REVIEWER][0]: (REVIEWER, True),
        PEOPLE[ADMINISTRATOR][0]: (ADMINISTRATOR, False),
    }
    assert many == few


def test_without_roles_there_is_nothing_to_look_after(address: str) -> None:
    for do in (read_status, upgrade, lambda place: grant(place, "somebody", READER)):
        with pytest.raises(UserError, match="ledger_without_roles"):
            do(address)
    with pytest.raises(UserError, match="server_needed"):
        init("ledger.db")


def test_whoever_owns_a_database_and_may_make_roles_needs_no_more(empty: str) -> None:
    """A server of somebody else's, where one is no superuser."""
    name = make_url(empty).database
    did(empty, "CREATE ROLE office_host LOGIN CREATEROLE", f"ALTER DATABASE {name} OWNER TO office_host")
    try:
        office = SharedOffice(empty)
        host = office.address_of("office_host")
        assert init(host).schema == HEAD
        grant(host, "newcomer", ANALYST)
        with closing(open_workspace(office.address_of("newcomer"))) as ledger:
            change_tags(ledger, command(TagChange, commitments=(CODE,), add=("督办",)))
    finally:
        did(empty, f"ALTER DATABASE {name} OWNER TO postgres")


def test_who_may_make_no_roles_is_told_so(empty: str) -> None:
    did(empty, "CREATE ROLE plain LOGIN")
    try:
        with pytest.raises(UserError, match="database_empty"):
            init(SharedOffice(empty).address_of("plain"))
    finally:
        did(empty, "DROP ROLE plain")
