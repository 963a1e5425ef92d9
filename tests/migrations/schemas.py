"""Writes `db/schemas/<version>.txt`: what a ledger of each schema has, as its migrations make it.

make schemas
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tracker.locations import db_dir
from tracker.store.database.engine import make_engine
from tracker.store.database.migrating import create
from tracker.store.database.schema_check import known_versions, lines_of


def schema_text(version: str, folder: Path) -> str:
    """The lines for one version; an empty ledger of it is made in the folder."""
    path = folder / f"{version}.db"
    engine = make_engine(str(path))
    create(engine, version)
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        return "".join(f"{line}\n" for line in lines_of(connection))


def main() -> None:
    """Write them all."""
    with TemporaryDirectory() as folder:
        for version in known_versions():
            text = schema_text(version, Path(folder))
            (db_dir() / "schemas" / f"{version}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
