"""The relay does to connections what a test asks of it: a real client talks to a real server through it."""

from collections.abc import Iterator

import psycopg
import pytest
from tests.tcp_proxy import TcpProxy, server_of, through

pytestmark = pytest.mark.network
SMALL = "SELECT 1"
LARGE = "SELECT repeat('承诺', 200000)"


@pytest.fixture
def proxy(postgres: str) -> Iterator[TcpProxy]:
    with TcpProxy(server_of(postgres)) as proxy:
        yield proxy


@pytest.fixture
def client(proxy: TcpProxy, postgres: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(through(proxy, postgres), autocommit=True) as client:
        yield client


def test_what_is_asked_and_answered_passes_and_round_trips_are_counted(
    proxy: TcpProxy, client: psycopg.Connection
) -> None:
    before = proxy.round_trips
    for _ in range(3):
        assert client.execute(SMALL).fetchone() == (1,)
    assert proxy.round_trips - before == 3


def test_an_answer_in_small_pieces_is_whole(proxy: TcpProxy, client: psycopg.Connection) -> None:
    proxy.to_client.piece = 100
    assert client.execute(LARGE).fetchone() == ("承诺" * 200000,)


def test_a_connection_that_is_cut_fails_and_a_new_one_is_taken(
    proxy: TcpProxy, client: psycopg.Connection, postgres: str
) -> None:
    proxy.cut()
    with pytest.raises(psycopg.OperationalError):
        client.execute(SMALL)
    with psycopg.connect(through(proxy, postgres)) as other:
        assert other.execute(SMALL).fetchone() == (1,)


def test_an_answer_is_cut_after_so_many_bytes(proxy: TcpProxy, client: psycopg.Connection) -> None:
    before = proxy.to_client.passed
    proxy.to_client.cut_after = 5_000
    with pytest.raises(psycopg.OperationalError):
        client.execute(LARGE)
    assert proxy.to_client.passed - before == 5_000


def test_an_answer_is_lost_when_its_question_is_heard(proxy: TcpProxy, client: psycopg.Connection) -> None:
    client.execute("CREATE TEMP TABLE written (x int)")

    def lose(chunk: bytes) -> None:
        if b"COMMIT" in chunk:
            proxy.to_client.cut_after = 1

    proxy.to_server.heard = lose
    with pytest.raises(psycopg.OperationalError), client.transaction():
        client.execute("INSERT INTO written VALUES (1)")


def test_a_black_hole_answers_nothing_and_passes_on_again_afterwards(
    proxy: TcpProxy, client: psycopg.Connection, postgres: str
) -> None:
    proxy.black_hole()
    with pytest.raises(psycopg.errors.ConnectionTimeout):
        psycopg.connect(through(proxy, postgres), connect_timeout=1)
    proxy.black_hole(swallows=False)
    assert client.execute(SMALL).fetchone() == (1,)


def test_no_new_connection_is_taken_where_that_is_said(proxy: TcpProxy, postgres: str) -> None:
    proxy.accepts = False
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(through(proxy, postgres), connect_timeout=1)
