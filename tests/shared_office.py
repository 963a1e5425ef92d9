"""A shared ledger with roles, and somebody in each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import psycopg
from tests.conftest import NOW

from tracker.domain.terms import LedgerRole
from tracker.services.ledgers.administration import grant, init
from tracker.services.ledgers.workspace import Workspace, open_workspace

PEOPLE = {
    LedgerRole.READER: ("reader_r", "陈七"),
    LedgerRole.ANALYST: ("analyst_a", "张三"),
    LedgerRole.REVIEWER: ("reviewer_v", "李四"),
    LedgerRole.ADMINISTRATOR: ("admin_w", "王五"),
}
"""By role the login, and the name that its changes bear."""


@dataclass(frozen=True)
class SharedOffice:
    """A ledger on a server; `address` is that of whoever runs the server."""

    address: str

    def address_of(self, login: str, database: str | None = None) -> str:
        parts = urlsplit(self.address)
        path = f"/{quote(database, safe='')}" if database else parts.path
        # Every sign escaped: what SQLAlchemy makes of a name is not an address for everybody.
        return parts._replace(netloc=f"{quote(login, safe='')}@", path=path).geturl()

    @contextmanager
    def opened(self, role: LedgerRole) -> Iterator[Workspace]:
        """The ledger as somebody of this role opens it."""
        workspace = open_workspace(self.address_of(PEOPLE[role][0]), author="whoever", clock=lambda: NOW)
        try:
            yield workspace
        finally:
            workspace.close()

    @contextmanager
    def connected(self, login: str) -> Iterator[psycopg.Connection]:
        """A session of another program, which knows nothing of ours."""
        with psycopg.connect(self.address_of(login)) as connection:
            yield connection
            connection.rollback()


def set_up(address: str) -> SharedOffice:
    """Give a shared ledger roles, and people."""
    init(address)
    for role, (login, author) in PEOPLE.items():
        grant(address, login, role, author=author)
    return SharedOffice(address)
