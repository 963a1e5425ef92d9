"""Bring a database to the current schema, or say why not."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select, text

from tracker.domain.errors import UserError
from tracker.domain.terms import BackupReason
from tracker.file_modes import make_folders
from tracker.locations import db_dir
from tracker.store.backups import keep_backup
from tracker.store.chain import seal_all
from tracker.store.earlier_terms import settle
from tracker.store.engine import display_location, is_url, user_errors
from tracker.store.head import HEAD
from tracker.store.plans import settle_plans
from tracker.store.search_index import rebuild
from tracker.store.standing import quietly

_BEFORE_SEALS = frozenset({"0001"})
"""The schemas whose events had no seal yet."""
_BEFORE_FOLDING = frozenset({"0001", "0002", "0003", "0004", "0005"})
"""The schemas whose words were not in the search index yet, or not in the folded form, or without departments."""

_BEFORE_PROOF = frozenset({"0001", "0002", "0003", "0004"})
"""The schemas whose verdicts kept no doubts, and whose terms are not all in use any more."""

_MAGIC = b"SQLite format 3\x00"
_WRITABLE = 0o222
_MIGRATION_LOCK = 20250121
"""Key of the advisory lock under which one program at a time migrates a shared ledger."""


def check_file(path: Path) -> None:
    """Refuse a file that is no ledger, before anything opens it for writing.

    Raises `UserError` with `ledger_not_database`, `ledger_read_only`, `ledger_unreachable`, `ledger_busy`,
    `ledger_damaged` or `ledger_newer`.
    """
    try:
        if path.exists() and not path.is_file():
            raise UserError("ledger_not_database", path=str(path))
        make_folders(path.parent)
        if not path.exists():
            return
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise UserError("ledger_unreachable", path=str(path)) from error
    if magic != _MAGIC:
        raise UserError("ledger_not_database", path=str(path))
    if not path.stat().st_mode & _WRITABLE:
        raise UserError("ledger_read_only", path=str(path))
    try:
        with quietly(path) as connection:
            tables, known = _look_at(connection)
    except sqlite3.OperationalError as error:  # all that `quietly` leaves: another program has it to itself
        raise UserError("ledger_busy", path=str(path)) from error
    _check_tables(path, tables, known)


def check_contents(path: Path) -> None:
    """Refuse a file that is not a ledger with something in it; it is not changed, nor anything beside it.

    Raises `UserError` with `ledger_not_database`, `ledger_unreachable`, `ledger_damaged` or `ledger_newer`.
    """
    if not path.is_file():
        raise UserError("ledger_not_database", path=str(path))
    with quietly(path) as connection:
        tables, known = _look_at(connection)
    _check_tables(path, tables or {""}, known)


def _look_at(connection: sqlite3.Connection) -> tuple[set[str], bool]:
    """The names of the tables, and whether this program knows their schema."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "alembic_version" not in tables:
        return tables, True
    return tables, _is_known([row[0] for row in connection.execute("SELECT version_num FROM alembic_version")])


def _check_tables(path: Path, tables: set[str], known: bool) -> None:
    """Another program's database and a newer ledger stay as they are."""
    if tables and not {"alembic_version", "event", "commitment"} <= tables:
        raise UserError("ledger_not_database", path=str(path))
    if not known:
        raise UserError("ledger_newer", path=str(path))


def upgrade(engine: Engine, location: str) -> None:
    """Migrate to `HEAD`; of a file that holds data a backup is made first. Raises `UserError`."""
    with user_errors(engine), engine.connect() as connection:
        current = _current(connection)
    if current == HEAD:
        return
    if current is not None and not _is_known([current]):
        raise UserError("ledger_newer", path=display_location(engine))
    if current is not None and not is_url(location):
        keep_backup(engine, Path(location), BackupReason.BEFORE_MIGRATION, datetime.now(UTC))
    with user_errors(engine):
        _run_alembic(engine, current)


def create(engine: Engine, version: str) -> None:
    """Make the empty tables of a schema, which need not be the newest. Raises `ledger_newer`."""
    if not _is_known([version]):
        raise UserError("ledger_newer", path=display_location(engine))
    with user_errors(engine):
        _run_alembic(engine, None, version)


def _run_alembic(engine: Engine, current: str | None, target: str = HEAD) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(db_dir() / "migrations").replace("%", "%%"))
    settled = None
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, target)
        if current in _BEFORE_SEALS:
            seal_all(connection)
        if current in _BEFORE_FOLDING:
            rebuild(connection)
        if current in _BEFORE_PROOF:
            settled = settle(connection)
        settle_plans(connection)
    if settled is not None:
        settled.note(engine)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def _is_known(versions: list[str]) -> bool:
    names = [path.name for path in (db_dir() / "migrations" / "versions").glob("*.py")]
    return all(any(name.startswith(f"{version}_") for name in names) for version in versions)
