"""Copies of a ledger in a file, made while others may be writing to it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

from sqlalchemy import Engine

from tracker.domain.errors import UserError


def copy_to(engine: Engine, path: Path) -> None:
    """Write a whole and consistent copy by SQLite's online backup; what is not finished is not left behind.

    Raises `copy_needs_file`, `output_unwritable`.
    """
    if engine.dialect.name != "sqlite":
        raise UserError("copy_needs_file")
    draft = path.with_name(f".{path.name}.new")
    try:
        with closing(sqlite3.connect(draft)) as copy, engine.connect() as connection:
            cast(sqlite3.Connection, connection.connection.driver_connection).backup(copy)
        draft.rename(path)
    except (OSError, sqlite3.Error) as error:
        raise UserError("output_unwritable", path=str(path)) from error
    finally:
        draft.unlink(missing_ok=True)
