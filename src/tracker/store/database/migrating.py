"""Bring a database to the current schema, or say why not."""

import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, func, inspect, select, text

from tracker.domain.errors import UserError
from tracker.domain.terms import BackupReason
from tracker.file_modes import make_folders
from tracker.locations import db_dir
from tracker.open_files import opened_plainly
from tracker.store.database.earlier_terms import settle
from tracker.store.database.engine import display_location, user_errors
from tracker.store.database.query_plans import settle_plans
from tracker.store.database.schema_check import HEAD, known_versions, refuse_strange, verified
from tracker.store.events.seals import seal_all
from tracker.store.safety.backups import keep_backup
from tracker.store.safety.ledger_inspection import quietly, schema_of
from tracker.store.search.search_index import rebuild
from tracker.store.server.addresses import is_url
from tracker.store.server.server_engine import WITHOUT_LIMITS, server_of
from tracker.store.server.server_schema import look_at_database

_BEFORE_SEALS = frozenset({"0001"})
"""The schemas whose events had no seal yet."""
_UNINDEXED = {
    # Words were not in the index yet, or not in the folded form, or without departments.
    "sqlite": frozenset({"0001", "0002", "0003", "0004", "0005"}),
    # A server had none.
    "postgresql": frozenset(f"{number:04d}" for number in range(1, 12)),
}
"""The schemas whose search index is to be made, by the kind of ledger."""

_BEFORE_PROOF = frozenset({"0001", "0002", "0003", "0004"})
"""The schemas whose verdicts kept no doubts, and whose terms are not all in use any more."""

_MAGIC = b"SQLite format 3\x00"
_WRITABLE = 0o222
_MIGRATION_LOCK = 20250121
"""Key of the advisory lock under which one program at a time migrates a shared ledger."""


Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


def check_file(path: Path) -> None:
    """Refuse a file that is no ledger, before anything opens it for writing.

    Raises `UserError` with `ledger_not_database`, `ledger_unreachable`, `ledger_busy`, `ledger_damaged`, or as
    `refuse_strange`.
    """
    if not begins_as_database(path):
        return
    try:
        with quietly(path) as connection:
            refuse_strange(connection, path, may_be_empty=True)
    except sqlite3.OperationalError as error:  # all that `quietly` leaves: another program has it to itself
        raise UserError("ledger_busy", path=str(path)) from error


def begins_as_database(path: Path) -> bool:
    """Whether there is a file of SQLite's; its folder is made where nothing is there yet.

    Raises `ledger_not_database` for anything else, `ledger_folder_unwritable`, `ledger_unreachable`.
    """
    try:
        if path.exists() and not path.is_file():
            raise UserError("ledger_not_database", path=str(path))
        _make_folder(path.parent)
        if not path.exists():
            return False
        with opened_plainly(path) as file:
            magic = file.read(len(_MAGIC)) if file is not None else _MAGIC  # SQLite knew it when it was opened
    except OSError as error:
        raise UserError("ledger_unreachable", path=str(path)) from error
    if magic != _MAGIC:
        raise UserError("ledger_not_database", path=str(path))
    return True


def _make_folder(folder: Path) -> None:
    try:
        make_folders(folder)
    except OSError as error:
        raise UserError("ledger_folder_unwritable", path=str(folder)) from error


def is_writable(path: Path) -> bool:
    """Whether a ledger that is there can be written, and what SQLite keeps beside it while that is done."""
    marked = path.stat().st_mode & _WRITABLE
    return bool(marked) and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def check_open(path: Path, connection: sqlite3.Connection) -> str:
    """Refuse a file that is no ledger, as `check_file`, by a connection to it or to a copy; returns its schema."""
    refuse_strange(connection, path)
    return schema_of(connection)


def check_contents(path: Path) -> None:
    """Refuse a file that is not a ledger with something in it; it is not changed, nor anything beside it.

    Raises `UserError` with `ledger_unreachable`, `ledger_damaged`, or as `refuse_strange`.
    """
    if not path.is_file():
        raise UserError("ledger_not_database", path=str(path))
    with verified(path):
        pass


def upgrade(engine: Engine, location: str, clock: Clock = _now, *, backup: bool = True) -> None:
    """Migrate to `HEAD`; of a file that holds data a `backup` is made first, unless it is a copy itself. Raises
    `UserError`; of a database that is not ours, as `look_at_database`."""
    with user_errors(engine), engine.connect() as connection:
        current = _current(connection)
    if current == HEAD:
        return
    if backup and current is not None and not is_url(location):
        keep_backup(engine, Path(location), BackupReason.BEFORE_MIGRATION, clock())
    with user_errors(engine):
        _run_alembic(engine, current, clock=clock)


def create(engine: Engine, version: str, *, fills: bool = False) -> None:
    """Make the empty tables of a schema, which need not be the newest; on a server `fills` says that a ledger is being
    copied there, and they may be there by now. Raises `ledger_newer`."""
    if version not in known_versions():
        raise UserError("ledger_newer", path=display_location(engine))
    with user_errors(engine):
        _run_alembic(engine, None, version, fills=fills)


def _run_alembic(
    engine: Engine, current: str | None, target: str = HEAD, *, clock: Clock = _now, fills: bool = False
) -> None:
    # Here, since hardly any start migrates.
    from alembic import command
    from alembic.config import Config

    config = Config()
    # configparser takes % for the beginning of a name.
    config.set_main_option("script_location", str(db_dir() / "migrations").replace("%", "%%"))
    settled = None
    options = {"writes": True, WITHOUT_LIMITS: True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            # Another program may have done it while this one waited.
            current = _current(connection, fills=fills)
            if current == target:
                return
        elif current is not None:
            file = cast(sqlite3.Connection, connection.connection.driver_connection)
            refuse_strange(file, Path(display_location(engine)))
        # Our transaction, not one of Alembic's own: migration, seals, index and event are there together after a power
        # cut, or not at all.
        config.attributes["connection"] = connection
        command.upgrade(config, target)
        # In this order: the event that `settle` writes is sealed over the ones before it, and taken over into an index
        # that is there by then.
        if current in _BEFORE_SEALS:
            seal_all(connection)
        if current in _UNINDEXED[connection.dialect.name]:
            rebuild(connection)
        if current in _BEFORE_PROOF:
            settled = settle(connection, clock)
        # After the migration, which may have made tables and indexes that the statistics name.
        settle_plans(connection)
    if settled is not None:
        settled.note(engine)


def _current(connection: Connection, *, fills: bool = False) -> str | None:
    """The version of the schema, None where there is none yet. Raises `ledger_newer`, and as `look_at_database`."""
    path = display_location(connection.engine)
    server = server_of(connection.engine)
    if server is not None:
        return look_at_database(connection, path, reads_only=server.reads_only, is_filled=fills)
    if not inspect(connection).has_table("alembic_version"):
        return None
    current = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if current is not None and current not in known_versions():
        raise UserError("ledger_newer", path=path)
    return current
