"""What goes wrong on the way to a server, or on it, is told in one sentence that says how to go on."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from psycopg import OperationalError
from sqlalchemy import Engine, create_engine, make_url, text
from tests.conftest import NewDatabase
from tests.tcp_proxy import TcpProxy, through

from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commitments.reading import list_rows
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.store.database.engine import make_engine
from tracker.store.database.migrating import create
from tracker.store.server import server_engine
from tracker.store.server.server_faults import told
from tracker.wording import load_words

if TYPE_CHECKING:
    from tests.strict_server import StrictServer

pytestmark = pytest.mark.network
Opened = Callable[..., Workspace]


def refusal(address: str) -> str:
    with pytest.raises(UserError) as refused:
        open_workspace(address).close()
    assert_told(refused.value)
    return refused.value.code


def assert_told(error: UserError) -> None:
    """One line in each language, whose placeholders are filled."""
    for language in ("zh", "en"):
        sentence = load_words(language).error(error)
        assert "\n" not in sentence
        assert "{" not in sentence


@pytest.fixture
def admin(postgres: str) -> Iterator[Engine]:
    engine = create_engine(make_url(postgres).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def order(admin: Engine, *statements: str) -> None:
    with admin.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def role(admin: Engine) -> Iterator[str]:
    """A name that may log in, and no more."""
    order(admin, "CREATE ROLE guest LOGIN")
    yield "guest"
    order(admin, "DROP OWNED BY guest", "DROP ROLE guest")


def as_role(address: str, role: str) -> str:
    return make_url(address).set(username=role).render_as_string(hide_password=False)


# --- what is on the way --------------------------------------------------------------------------------------------


def test_a_name_that_no_server_has() -> None:
    assert refusal("postgresql://li@nowhere.invalid/ledger") == "server_host_unknown"


def test_a_port_at_which_nothing_answers() -> None:
    assert refusal("postgresql://li@127.0.0.1:1/ledger") == "server_refused"


def test_a_socket_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(f"postgresql:///ledger?host={tmp_path}") == "server_refused"


@pytest.mark.parametrize("port", ["0", "70000", "abc", "-1"])
def test_a_port_that_makes_no_sense(port: str) -> None:
    assert refusal(f"postgresql://li@127.0.0.1:{port}/ledger") == "address_unclear"


def test_a_service_that_is_in_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    (tmp_path / "services").write_text("[other]\nhost=127.0.0.1\n", encoding="utf-8")
    assert refusal("postgresql:///?service=office") == "server_service_missing"


def test_a_server_that_swallows_everything(proxy: TcpProxy, address: str) -> None:
    proxy.black_hole()
    assert refusal(f"{through(proxy, address)}?connect_timeout=1") == "server_silent"


def test_a_server_that_hangs_up(proxy: TcpProxy, address: str) -> None:
    proxy.accepts = False
    assert refusal(through(proxy, address)) == "connection_lost"


def test_a_server_without_encryption(proxy: TcpProxy, address: str) -> None:
    assert refusal(f"{through(proxy, address)}?sslmode=require") == "server_without_tls"


@pytest.mark.parametrize("option", ["sslmode=sometimes", "connect_timeout=soon", "target_session_attrs=any-one"])
def test_an_option_that_makes_no_sense(option: str, address: str) -> None:
    assert refusal(f"{address}&{option}") == "address_unclear"


# --- who may come in -----------------------------------------------------------------------------------------------


def test_a_wrong_password(strict: "StrictServer") -> None:
    strict.make_role("li", "right")
    assert refusal(strict.address("li", "wrong")) == "server_password_wrong"


def test_a_password_that_is_wanted_and_not_known(strict: "StrictServer") -> None:
    strict.make_role("wang", "right")
    assert refusal(strict.address("wang")) == "server_password_needed"


def test_a_name_that_may_not_come_from_here(strict: "StrictServer") -> None:
    strict.make_role("rejected", "right")
    assert refusal(strict.address("rejected", "right")) == "server_login_refused"


def test_a_name_that_the_server_does_not_know(address: str) -> None:
    assert refusal(as_role(address, "nobody_of_this_name")) == "server_role_missing"


def test_a_name_that_may_not_log_in(admin: Engine, address: str) -> None:
    order(admin, "CREATE ROLE shut NOLOGIN")
    try:
        assert refusal(as_role(address, "shut")) == "server_login_refused"
    finally:
        order(admin, "DROP ROLE shut")


def test_a_database_that_is_not_there(address: str) -> None:
    assert refusal(make_url(address).set(database="none_of_this_name").render_as_string()) == "server_database_missing"


def test_a_server_that_is_full(admin: Engine, role: str, address: str) -> None:
    name = make_url(address).database
    order(admin, f"ALTER DATABASE {name} CONNECTION LIMIT 0")
    assert refusal(as_role(address, role)) == "server_full"


def test_a_database_that_is_being_looked_after(admin: Engine, address: str) -> None:
    order(admin, f"ALTER DATABASE {make_url(address).database} ALLOW_CONNECTIONS false")
    assert refusal(address) == "server_not_ready"


WORDS = {
    '致命错误:  用户 "li" Password 认证失败': "server_password_wrong",
    '致命错误:  角色 "li" 不存在': "server_role_missing",
    '致命错误:  数据库 "ledger" 不存在': "server_database_missing",
    "致命错误:  对不起, 已经有太多的客户": "server_full",
    "致命错误:  数据库系统启动中": "server_not_ready",
    '致命错误:  没有用于主机 "10.0.0.5", 用户 "li", 数据库 "l", 无加密 的 pg_hba.conf 记录': "server_login_refused",
    "FATAL:  le rôle « li » n'existe pas": "server_refuses",
}
"""What a server says while nobody has come in yet, without a code, in its own language."""


@pytest.mark.parametrize("words", WORDS)
def test_a_server_that_speaks_another_language(words: str) -> None:
    error = told(
        OperationalError(f'connection to server at "db.example", port 5432 failed: {words}'), "postgresql://db"
    )
    assert error is not None
    assert error.code == WORDS[words]
    assert_told(error)
    assert error.details.get("words", "le rôle « li » n'existe pas") == "le rôle « li » n'existe pas"


# --- what may be done ----------------------------------------------------------------------------------------------


def test_a_name_without_the_right_to_read(role: str, address: str) -> None:
    assert refusal(as_role(address, role)) == "server_not_permitted"


def test_a_name_with_the_right_to_read_reads_and_is_told_that_it_may_not_write(
    admin: Engine, role: str, address: str, opened: Opened
) -> None:
    with opened().write() as work:
        work.connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"))
    with closing(open_workspace(as_role(address, role))) as ledger:
        with ledger.snapshot() as snapshot:
            assert snapshot.connection.scalar(text("SELECT count(*) FROM event")) == 1
        with pytest.raises(UserError) as refused, ledger.write():
            pass
    assert refused.value.code == "server_not_permitted"
    assert_told(refused.value)


def test_a_database_that_was_set_to_be_read_only_is_read(admin: Engine, address: str) -> None:
    order(admin, f"ALTER DATABASE {make_url(address).database} SET default_transaction_read_only = on")
    with closing(open_workspace(address)) as ledger:
        assert ledger.is_reading
        assert [notice.code for notice in ledger.notices] == ["ledger_reading"]
        with pytest.raises(UserError) as refused, ledger.write():
            pass
    assert refused.value.code == "server_read_only"
    assert_told(refused.value)


# --- what the server says of its work ------------------------------------------------------------------------------

SAID = {
    "53100": "server_disk_full",
    "53200": "server_overloaded",
    "57P01": "connection_lost",
    "57014": "server_slow",
    "25P03": "server_idle",
    "40001": "server_conflict",
    "40P01": "server_conflict",
    "58030": "server_disk_failing",
    "08006": "connection_lost",
    "25006": "server_read_only",
}


@pytest.mark.parametrize("state", SAID)
def test_what_the_server_says_of_its_work(state: str, opened: Opened) -> None:
    ledger = opened()
    with pytest.raises(UserError) as refused, ledger.write() as work:
        work.connection.execute(text(f"DO $$BEGIN RAISE EXCEPTION 'as said' USING ERRCODE = '{state}'; END$$"))
    assert refused.value.code == SAID[state]
    assert_told(refused.value)


def test_a_statement_that_takes_too_long(opened: Opened) -> None:
    def sleep(ledger: Workspace) -> None:
        with ledger.snapshot() as snapshot:
            snapshot.connection.execute(text("SET LOCAL statement_timeout = '50ms'"))
            snapshot.connection.execute(text("SELECT pg_sleep(20)"))

    with pytest.raises(UserError) as refused:
        sleep(opened())
    assert refused.value.code == "server_slow"


def test_a_change_that_stands_still(opened: Opened) -> None:
    def stand_still(ledger: Workspace, other: Workspace) -> None:
        with ledger.write() as work:
            work.connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '50ms'"))
            with other.snapshot() as snapshot:
                snapshot.connection.execute(text("SELECT pg_sleep(0.5)"))
            work.connection.execute(text("SELECT 1"))

    with pytest.raises(UserError) as refused:
        stand_still(opened(), opened())
    assert refused.value.code == "server_idle"


def test_a_connection_that_breaks_off_in_the_middle(proxy: TcpProxy, opened: Opened) -> None:
    def be_cut(ledger: Workspace) -> None:
        with ledger.snapshot() as snapshot:
            proxy.cut()
            snapshot.connection.execute(text("SELECT 1"))

    with pytest.raises(UserError) as refused:
        be_cut(opened(proxy=proxy))
    assert refused.value.code == "connection_lost"
    assert_told(refused.value)


# --- what the server is --------------------------------------------------------------------------------------------


def test_a_database_that_does_not_keep_utf8(admin: Engine, postgres: str) -> None:
    order(admin, "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    try:
        assert refusal(make_url(postgres).set(database="latin").render_as_string()) == "server_encoding"
    finally:
        order(admin, "DROP DATABASE latin")


def test_a_server_that_is_too_old(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is only one server to test on, so the program is asked for more than there is."""
    monkeypatch.setattr(server_engine, "OLDEST_SERVER", 99)
    assert refusal(address) == "server_old"


# --- what is in the database ---------------------------------------------------------------------------------------


def tables_of(address: str) -> set[str]:
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        names = set(connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")))
    engine.dispose()
    return names


def prepared(address: str, *statements: str) -> None:
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    order(engine, *statements)
    engine.dispose()


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE customer (id int)",),
        ("CREATE TABLE event (id int)", "CREATE TABLE alembic_version (version_num text)"),
        ("CREATE VIEW numbers AS SELECT 1",),
        ("CREATE SCHEMA shop", "CREATE TABLE shop.orders (id int)"),
    ],
    ids=["a table", "names like ours", "a view", "a schema of its own"],
)
def test_another_programs_database_is_left_untouched(new_database: NewDatabase, statements: tuple[str, ...]) -> None:
    with new_database() as address:
        prepared(address, *statements)
        before = tables_of(address)
        assert refusal(address) == "database_of_others"
        assert tables_of(address) == before


FOR_WORDS = {"search_index", "search_text", "evidence_text", "search_terms"}
"""The tables by which words are found on a server."""


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DROP TABLE event CASCADE", "database_incomplete"),
        ("DROP TABLE saved_view", "database_incomplete"),
        *((f"DROP TABLE {table}", "database_incomplete") for table in sorted(FOR_WORDS)),
        ("DROP TABLE alembic_version", "database_incomplete"),
        ("DELETE FROM alembic_version", "database_incomplete"),
        ("UPDATE alembic_version SET version_num = '9999'", "ledger_newer"),
    ],
)
def test_a_ledger_that_is_not_whole_or_newer_is_left_untouched(address: str, statement: str, code: str) -> None:
    prepared(address, statement)
    before = tables_of(address)
    assert refusal(address) == code
    assert tables_of(address) == before


def test_a_ledger_from_before_words_were_found_on_a_server_is_whole_without_their_tables(
    new_database: NewDatabase,
) -> None:
    with new_database() as address:
        engine = make_engine(address)
        create(engine, "0011")
        engine.dispose()
        assert not tables_of(address) & FOR_WORDS
        with closing(open_workspace(address)) as ledger:
            assert list_rows(ledger, LedgerQuery(search="试点城市"))
        assert tables_of(address) >= FOR_WORDS


def test_what_an_office_adds_to_its_ledger_does_not_hinder(address: str) -> None:
    prepared(address, "CREATE SCHEMA own", "CREATE TABLE own.notes (id int)", "CREATE VIEW recent AS SELECT 1")
    open_workspace(address).close()


def test_an_empty_database_in_which_nothing_may_be_made(new_database: NewDatabase, role: str) -> None:
    with new_database() as address:
        assert refusal(as_role(address, role)) == "database_empty"
        assert tables_of(address) == set()


def test_an_empty_database_that_is_read_only(admin: Engine, new_database: NewDatabase) -> None:
    with new_database() as address:
        order(admin, f"ALTER DATABASE {make_url(address).database} SET default_transaction_read_only = on")
        assert refusal(address) == "server_read_only"
        assert tables_of(address) == set()


def test_a_database_with_nothing_but_an_extension_is_empty(new_database: NewDatabase) -> None:
    with new_database() as address:
        prepared(address, "CREATE EXTENSION pg_stat_statements")
        open_workspace(address).close()
        assert "event" in tables_of(address)
