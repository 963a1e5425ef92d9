"""A ledger on a server, and what stands between it and the program."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from tests.tcp_proxy import TcpProxy, through

from tracker.services.ledgers.workspace import Workspace, open_workspace


@pytest.fixture
def opened(address: str) -> Iterator[Callable[..., Workspace]]:
    """Open the ledger, as often as wanted; by way of a relay where one is given."""
    with ExitStack() as open_ones:

        def open_one(author: str = "张三", proxy: TcpProxy | None = None) -> Workspace:
            place = through(proxy, address) if proxy is not None else address
            return open_ones.enter_context(closing(open_workspace(place, author=author)))

        yield open_one
