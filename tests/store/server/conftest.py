"""A ledger on a server, and what stands between it and the program."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from sqlalchemy import make_url
from tests.conftest import NewDatabase
from tests.tcp_proxy import TcpProxy, server_of, through

from tracker.services.ledgers.workspace import Workspace, open_workspace


@pytest.fixture
def address(new_database: NewDatabase, fresh_database: str) -> Iterator[str]:
    """A fresh ledger of this test's own, on a server."""
    with new_database(make_url(fresh_database).database or "") as address:
        yield address


@pytest.fixture
def proxy(address: str) -> Iterator[TcpProxy]:
    """What stands between the program and the server."""
    with TcpProxy(server_of(address)) as proxy:
        yield proxy


@pytest.fixture
def opened(address: str) -> Iterator[Callable[..., Workspace]]:
    """Open the ledger, as often as wanted; by way of a relay where one is given."""
    with ExitStack() as open_ones:

        def open_one(author: str = "张三", proxy: TcpProxy | None = None) -> Workspace:
            place = through(proxy, address) if proxy is not None else address
            return open_ones.enter_context(closing(open_workspace(place, author=author)))

        yield open_one
