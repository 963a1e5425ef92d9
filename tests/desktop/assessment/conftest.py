"""A shared ledger whose server can put everybody out."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import create_engine, make_url, text


class Server:
    """The server of a shared ledger, as whoever looks after it knows it."""

    def __init__(self, admin: str, ledger: str) -> None:
        self.ledger = ledger
        self._engine = create_engine(make_url(admin).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        self._name = make_url(ledger).database

    def allow(self, allowed: bool) -> None:
        """Let programs in, or put all of them out and let none in."""
        with self._engine.connect() as connection:
            connection.execute(text(f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS {allowed}"))
            if not allowed:
                out = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
                connection.execute(text(out), {"name": self._name})

    def close(self) -> None:
        """Let everybody in again, and leave."""
        self.allow(True)
        self._engine.dispose()


@pytest.fixture
def server(postgres: str, address: str) -> Iterator[Server]:
    """The server of a fresh ledger."""
    with closing(Server(postgres, address)) as server:
        yield server
