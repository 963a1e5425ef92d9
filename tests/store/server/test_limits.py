"""Nothing waits for ever: not for a lock, not for an answer, and least of all when the ledger is closed."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from time import monotonic

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from tests.tcp_proxy import TcpProxy, through

from tracker.domain.errors import UserError
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.store.database.engine import make_engine
from tracker.store.server import server_clock, server_engine

pytestmark = pytest.mark.network
Opened = Callable[..., Workspace]
LONG = 20.0
"""Seconds after which a test gives up; what it waits for takes a small part of it."""
SOON = "connect_timeout=2&options=-c%20lock_timeout%3D200ms"


def events(ledger: Workspace) -> int:
    with ledger.snapshot() as snapshot:
        return int(snapshot.connection.scalar(text("SELECT count(*) FROM event")) or 0)


def write(ledger: Workspace) -> None:
    with ledger.write() as work:
        work.record("source_loaded", {"source": "briefing"})


@contextmanager
def begun(what: Callable[[], object]) -> Iterator[threading.Event]:
    """Do something in a thread meanwhile; the event says that it came to an end, in whatever way."""
    ended = threading.Event()

    def run() -> None:
        try:
            what()
        except UserError:
            pass
        finally:
            ended.set()

    thread = threading.Thread(target=run)
    thread.start()
    yield ended
    thread.join(LONG)
    assert not thread.is_alive()


# --- locks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("author", ["li", "张三", "欧阳 Müller-Lüdenscheidt 和很长很长的一个名字"])
def test_who_holds_the_lock_is_named(author: str, opened: Opened, address: str) -> None:
    holder = opened(author)
    with closing(open_workspace(f"{address}&{SOON}")) as other, holder.write():
        with pytest.raises(UserError) as refused:
            write(other)
        assert refused.value.code == "ledger_locked_since"
        assert author.startswith(str(refused.value.details["by"]))
        assert str(refused.value.details["by"])
    write(opened())


def test_a_lock_taken_by_hand_is_named_by_its_program(opened: Opened, address: str) -> None:
    by_hand = create_engine(
        make_url(address).set(drivername="postgresql+psycopg"), connect_args={"application_name": "psql"}
    )
    with closing(open_workspace(f"{address}&{SOON}")) as other, by_hand.begin() as connection:
        connection.execute(text("LOCK TABLE event IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(UserError) as refused:
            write(other)
        assert (refused.value.code, refused.value.details["by"]) == ("ledger_locked_since", "psql")
        with pytest.raises(UserError) as refused:
            events(other)
        assert refused.value.code == "ledger_busy"
    by_hand.dispose()
    write(opened())


def test_who_may_not_see_what_others_do_is_told_their_name_all_the_same(opened: Opened, address: str) -> None:
    """Since when somebody has worked is shown to the same role and to monitors only."""
    by_hand = create_engine(make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with by_hand.connect() as admin:
        admin.execute(text("CREATE ROLE colleague LOGIN"))
        admin.execute(text("GRANT ALL ON ALL TABLES IN SCHEMA public TO colleague"))
        place = make_url(address).set(username="colleague").render_as_string()
        with closing(open_workspace(f"{place}&{SOON}")) as other, opened("张三").write():
            with pytest.raises(UserError) as refused:
                write(other)
            assert (refused.value.code, refused.value.details["by"]) == ("ledger_locked", "张三")
        admin.execute(text("DROP OWNED BY colleague"))
        admin.execute(text("DROP ROLE colleague"))
    by_hand.dispose()


# --- answers -------------------------------------------------------------------------------------------------------


def test_a_connection_that_died_at_rest_is_replaced(opened: Opened, proxy: TcpProxy) -> None:
    ledger = opened(proxy=proxy)
    before = events(ledger)
    proxy.cut()
    assert events(ledger) == before
    proxy.cut()
    write(ledger)
    assert events(ledger) == before + 1


def test_an_answer_that_never_comes_is_given_up(
    opened: Opened, proxy: TcpProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_engine, "_PATIENCE_SECONDS", 0.3)

    def ask(ledger: Workspace) -> None:
        with ledger.snapshot() as snapshot:
            proxy.black_hole()
            snapshot.connection.execute(text("SELECT 1"))

    with pytest.raises(UserError) as refused:
        ask(opened(proxy=proxy))
    assert refused.value.code == "server_silent"


def test_a_connection_in_a_black_hole_is_given_up_before_anything_is_asked(
    address: str, proxy: TcpProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_engine, "_BEGIN_SECONDS", 0.3)
    with closing(open_workspace(f"{through(proxy, address)}?connect_timeout=1")) as ledger:
        before = events(ledger)
        proxy.black_hole()
        with pytest.raises(UserError) as refused:
            events(ledger)
        assert refused.value.code == "server_silent"
        proxy.black_hole(swallows=False)
        assert events(ledger) == before


def test_the_question_for_the_time_waits_no_longer_than_that(
    address: str, proxy: TcpProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_engine, "_BEGIN_SECONDS", 0.3)
    monkeypatch.setattr(server_clock, "_PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(server_clock, "_SECONDS_TRUSTED", 0.0)
    with closing(open_workspace(f"{through(proxy, address)}?connect_timeout=1")) as ledger:
        events(ledger)
        proxy.black_hole()
        before = monotonic()
        with pytest.raises(UserError, match="server_silent"):
            events(ledger)
        assert monotonic() - before < LONG


def test_what_may_take_as_long_as_it_needs_is_waited_for(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_engine, "_PATIENCE_SECONDS", 0.3)
    slow = text("SELECT 1 FROM pg_sleep(1)")
    engine = make_engine(address)
    with engine.connect().execution_options(writes=True, without_limits=True) as connection, connection.begin():
        assert connection.scalar(slow) == 1
    # The same connection, from the pool.
    with pytest.raises(OperationalError), engine.connect() as connection, connection.begin():
        connection.scalar(slow)
    engine.dispose()


def test_a_statement_that_takes_long_is_no_silence(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first answer of a transaction is expected soon; what comes after it may take its time."""
    monkeypatch.setattr(server_engine, "_BEGIN_SECONDS", 0.3)
    with opened().snapshot() as snapshot:
        assert snapshot.connection.scalar(text("SELECT 1 FROM pg_sleep(1)")) == 1


# --- closing -------------------------------------------------------------------------------------------------------


def test_closing_does_not_wait_for_a_black_hole(address: str, proxy: TcpProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_engine, "_GRACE_SECONDS", 0.3)
    ledger = open_workspace(through(proxy, address))
    events(ledger)
    asked = threading.Event()

    def ask() -> None:
        with ledger.snapshot() as snapshot:
            proxy.black_hole()
            asked.set()
            snapshot.connection.execute(text("SELECT 1"))

    with begun(ask) as ended:
        assert asked.wait(LONG)
        before = monotonic()
        ledger.close()
        assert ended.wait(LONG)
        assert monotonic() - before < LONG / 2


def test_what_is_under_way_is_done_when_the_ledger_is_closed(opened: Opened, address: str) -> None:
    ledger = open_workspace(address)
    before = events(ledger)
    written = threading.Event()

    def take_a_second() -> None:
        with ledger.write() as work:
            written.set()
            work.connection.execute(text("SELECT pg_sleep(1)"))
            work.record("source_loaded", {"source": "briefing"})

    with begun(take_a_second):
        assert written.wait(LONG)
        ledger.close()
    assert events(opened()) == before + 1


def test_opening_in_a_black_hole_is_stopped_when_nobody_waits_any_more(address: str, proxy: TcpProxy) -> None:
    proxy.black_hole()
    gone = threading.Event()
    # Its own limit is short, so that the attempt itself, which cannot be interrupted, is over soon, too.
    place = f"{through(proxy, address)}?connect_timeout=3"

    with begun(lambda: open_workspace(place, stopping=gone.is_set)) as ended:
        gone.set()
        assert ended.wait(LONG)
