"""A ledger's rows in a file whose schema is made by our own migrations: nothing but values crosses over.

The schema of the file, its free pages, its statistics and everything that is no row of ours stay behind. The rows of
the search index come along: `tracker check` finds whether they say what the others say.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.store.database.engine import make_engine, user_errors
from tracker.store.database.hardening import harden
from tracker.store.database.migrating import create, upgrade
from tracker.store.database.query_plans import settle_plans
from tracker.store.database.schema_check import shape_of_version
from tracker.store.safety.ledger_inspection import schema_of

_CACHE_KIB = 100_000


def copy_rows(original: sqlite3.Connection, path: Path, draft: Path, progress: Progress = unwatched) -> None:
    """Copy every row of a ledger, whose schema was compared with ours, into a new file, and migrate that to the newest
    schema. Ids, SQLite's types of values and seals are kept.

    `path` is named where a row does not fit: `ledger_damaged`. `progress` counts tables. Raises `sqlite3.Error` too.
    """
    version = schema_of(original)
    engine = make_engine(str(draft))
    try:
        # First the schema of that very version, then the migrations: the columns of an earlier schema would not fit the
        # tables of today.
        create(engine, version)
        # The tables behind the search index are written too, which SQLite would hold to be an attack.
        with closing(harden(sqlite3.connect(draft, isolation_level=None), salvage=True)) as target:
            target.execute(
                "PRAGMA synchronous = OFF"
            )  # it is settled as a whole, see `tracker.store.safety.copying.settle`
            # Indexes are made at the end, over all rows: with SQLite's 2 MB of cache the sort goes through the disk.
            target.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            _copy_tables(original, target, version, progress)
        # SQLite's planner takes wrong turns on large tables that it knows nothing of.
        with user_errors(engine), engine.connect().execution_options(writes=True) as connection, connection.begin():
            settle_plans(connection)  # what was known of the indexes went with them
        upgrade(engine, str(draft))
    except sqlite3.IntegrityError as error:
        raise UserError("ledger_damaged", path=str(path)) from error
    finally:
        engine.dispose()


def _copy_tables(original: sqlite3.Connection, target: sqlite3.Connection, version: str, progress: Progress) -> None:
    tables = _tables_of(version)
    target.execute("BEGIN")
    indexes = _drop_indexes(target)
    for done, table in enumerate(tables, start=1):
        _copy_table(original, target, table)
        progress(done, len(tables))
    for statement in indexes:
        target.execute(statement)
    target.execute("COMMIT")


def _tables_of(version: str) -> list[str]:
    """The tables that hold rows, but for that of the schema's number."""
    tables = {name: sql for (kind, name), (_, sql) in shape_of_version(version).items() if kind == "table"}
    return [name for name, sql in tables.items() if name != "alembic_version" and not sql.startswith("CREATE VIRTUAL")]


def _drop_indexes(target: sqlite3.Connection) -> list[str]:
    """Take away the indexes of empty tables, and return what makes them again: it takes a fraction of the time to make
    them when all rows are there."""
    made = target.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    for name, _ in made:
        target.execute(f'DROP INDEX "{name}"')
    return [statement for _, statement in made]


def _copy_table(original: sqlite3.Connection, target: sqlite3.Connection, table: str) -> None:
    columns = [row[1] for row in target.execute(f'PRAGMA table_info("{table}")')]
    listed = ", ".join(f'"{column}"' for column in columns)
    target.execute(f'DELETE FROM "{table}"')  # noqa: S608 - a new search index is not quite empty
    put = f'INSERT INTO "{table}" ({listed}) VALUES ({", ".join("?" * len(columns))})'  # noqa: S608
    # NOT INDEXED: a damaged or altered index could leave rows out, or give them twice.
    target.executemany(put, original.execute(f'SELECT {listed} FROM "{table}" NOT INDEXED'))  # noqa: S608
