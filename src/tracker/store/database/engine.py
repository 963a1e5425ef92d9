"""The one place that configures a file, and opens transactions: PRAGMAs, time-outs, and what errors mean to a user.

What concerns a ledger on a server alone is in `tracker.store.server`.
"""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast

from sqlalchemy import URL, Connection, Engine, RootTransaction, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from tracker.domain.errors import UserError
from tracker.domain.text.dates import stamp
from tracker.domain.text.text_folding import fold
from tracker.store.database.decoding import StoredValueError
from tracker.store.database.hardening import harden
from tracker.store.database.schema_check import HEAD, refuse_changed
from tracker.store.files.ledger_file import LedgerFile
from tracker.store.server.addresses import is_url
from tracker.store.server.lock_holders import lock_holder
from tracker.store.server.pipeline import PIPELINE, Ahead, Pipeline, nothing_ahead
from tracker.store.server.server_engine import LOCKS_EVENTS, begin, make_server_engine, server_of
from tracker.store.server.server_faults import LOCK_NOT_AVAILABLE, state_of, told
from tracker.systems.file_systems import is_shared

BUSY_SECONDS = 10.0
"""How long a write waits for another program's before it gives up."""

# FULL, though NORMAL is the advice for a write-ahead log: with that the last changes may be gone after a power cut, and
# they were acknowledged.
_PRAGMAS = ("synchronous = FULL", "foreign_keys = ON", "wal_autocheckpoint = 0")
"""The log is taken over by `LedgerFile.confirm`, not within a commit: so that the file changes at no other time."""
_JOURNAL = "WAL"
_JOURNAL_ON_SHARES = "TRUNCATE"
"""The shared memory of a write-ahead log does not meet between machines. A journal that is emptied, not removed: the
end of a transaction of whom the lock was taken from would remove the journal of another by its name."""
_SQLITE_FAULTS = {
    sqlite3.SQLITE_BUSY: "ledger_busy",
    sqlite3.SQLITE_PROTOCOL: "ledger_busy",  # what it says of a log that another program only begins to write
    sqlite3.SQLITE_READONLY: "ledger_read_only",
    sqlite3.SQLITE_IOERR: "disk_failing",
    sqlite3.SQLITE_CORRUPT: "ledger_damaged",
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_CANTOPEN: "ledger_unreachable",
    sqlite3.SQLITE_NOTADB: "ledger_not_database",
    sqlite3.SQLITE_AUTH: "ledger_schema_active",
    sqlite3.SQLITE_TOOBIG: "ledger_damaged",
}
_PRIMARY_CODE = 0xFF
_COMPARED = "schema compared"
"""Of a connection: SQLite's number of the schema that was compared with ours."""
_LEDGER_FILE = "ledger_file"
"""The execution option that holds what is known of an engine's file."""
_AFTER_REPLACEMENT = frozenset({"ledger_damaged", "ledger_not_database", "ledger_unreachable", "disk_failing"})
"""What SQLite says of a file that was written over, or whose folder is gone."""
_GARBLED = ("Could not decode to UTF-8", "invalid fts5 file format")
"""How the message begins where a text is none any more, or the search index is not; they have no code."""
_TORN = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS)
"""Of the failures of a disk those that tell of a file that cannot be read."""


def _never() -> bool:
    return False


def make_engine(
    location: str, *, held: bool = False, author: str = "", stopping: Callable[[], bool] = _never
) -> Engine:
    """An engine for a file path or a `postgresql://` address. Nothing is opened yet.

    `held` says that its lock is held, so that it is written as on a share wherever it lies. To a server the `author` is
    told, so that others see who works there, and it is not waited for any more once it is `stopping`.
    Raises `driver_missing` where psycopg is not installed, and `address_unclear`.
    """
    if is_url(location):
        return make_server_engine(location, author, stopping)
    # Never as the text of an address: a path may hold what means something there (%41, ?, #).
    place = URL.create("sqlite", database=str(Path(location)))
    # SQLAlchemy's pool hands a connection from thread to thread, one at a time: the driver's own check would forbid
    # that.
    arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    file = LedgerFile(Path(location))
    engine = create_engine(place, connect_args=arguments, execution_options={_LEDGER_FILE: file})
    event.listen(engine, "do_connect", partial(_connect, file))
    journal = _JOURNAL_ON_SHARES if held or is_shared(Path(location)) else _JOURNAL
    event.listen(engine, "connect", partial(_configure, journal))
    event.listen(engine, "close", lambda *_: file.disconnected())
    _tell_what_is_meant(engine)
    return engine


def make_reading_engine(location: str, connect: Callable[[], sqlite3.Connection]) -> Engine:
    """An engine for a ledger in a file that is only read, each time by a connection of its own."""
    place = URL.create("sqlite", database=str(Path(location)))
    # No pool: each snapshot is to see the newest copy, and an open connection would hold on to an old one.
    engine = create_engine(place, creator=connect, poolclass=NullPool)
    event.listen(engine, "connect", _configure_reading)
    _tell_what_is_meant(engine)
    return engine


def _tell_what_is_meant(engine: Engine) -> None:
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _tell_garbled)


def file_of(engine: Engine) -> LedgerFile | None:
    """What is known of the file of a ledger; None for one on a server."""
    return engine.get_execution_options().get(_LEDGER_FILE)


def _connect(file: LedgerFile, dialect: Any, _record: object, arguments: Any, options: Any) -> sqlite3.Connection:
    """Open the file that was opened first, and no other that has come to its place."""
    file.before_connecting()
    connection = dialect.connect(*arguments, **options)
    try:
        file.connected()
    except UserError:
        connection.close()  # nothing was read, so nothing of the write-ahead log was taken over
        raise
    return connection


def _configure(journal: str, connection: sqlite3.Connection, record: object) -> None:
    _configure_reading(connection, record)
    cursor = connection.cursor()
    for pragma in (f"journal_mode = {journal}", *_PRAGMAS):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _configure_reading(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin decides, not the driver
    harden(connection)
    # SQLite's own lower() and LIKE know ASCII only. Deterministic, so that it may be asked once for a constant.
    connection.create_function("folded", 1, _folded, deterministic=True)


def _folded(text: object) -> str | None:
    """For `tracker.store.search.folded_words`. What a damaged file has in place of a text holds no words."""
    return fold(text) if isinstance(text, str) else None


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    # A write takes its lock at once: two that both read first could never both go on to write.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _tell_garbled(context: ExceptionContext) -> None:
    """Where SQLite's own message holds a part of the damage, the driver cannot decode it."""
    if context.execution_context is not None and isinstance(context.original_exception, UnicodeDecodeError):
        raise StoredValueError from context.original_exception


@contextmanager
def reading(engine: Engine) -> Generator[Connection]:
    """One read transaction, a consistent snapshot of the ledger. Raises as `writing`."""
    with user_errors(engine), engine.connect() as connection, begin(connection):
        _check_schema(connection)
        yield connection


@contextmanager
def writing(engine: Engine, ahead: Ahead = nothing_ahead) -> Generator[Connection]:
    """One write transaction; writers come one after the other, so that the order of events is the order of time.

    `ahead` tells what will be asked: a server answers it in the round trip by which the write begins.
    Raises `ledger_moved` where another file has come to the ledger's path: nothing is acknowledged then; and as
    `tracker.store.database.schema_check.refuse_changed` where the schema is not what this program knows. On a server
    raises `ledger_locked` where another session does not let go, and `UnansweredCommitError`.
    """
    file = file_of(engine)
    if file is None:
        with user_errors(engine), engine.connect() as plain:
            pipeline = Pipeline(ahead)
            connection = plain.execution_options(writes=True, **{LOCKS_EVENTS: True, PIPELINE: pipeline})
            with _next_writer(connection), pipeline.committing(connection):
                yield connection
        return
    with user_errors(engine), engine.connect().execution_options(writes=True) as connection:
        with connection.begin(), _suspecting(file):
            driver = cast(sqlite3.Connection, connection.connection.driver_connection)
            # Before the block, so that nothing is read of a stranger; behind it, so that nothing is committed into a
            # file that lost its name while the block ran.
            file.check(driver)
            _check_schema(connection)
            yield connection
            file.check(driver)
        # After the commit, too: a file that was replaced within it holds nothing of ours, and the caller must not take
        # the change for acknowledged.
        file.confirm(cast(sqlite3.Connection, connection.connection.driver_connection))


def _next_writer(connection: Connection) -> RootTransaction:
    """Begin a write on a server when the writer before is done. Raises `ledger_locked`, which names who is not."""
    try:
        return begin(connection)
    except DBAPIError as error:
        if state_of(error) != LOCK_NOT_AVAILABLE:
            raise
        holder = lock_holder(connection.engine)
        if holder is None:
            raise
        path = display_location(connection.engine)
        if holder.since is None:
            raise UserError("ledger_locked", path=path, by=holder.name) from error
        raise UserError("ledger_locked_since", path=path, by=holder.name, since=stamp(holder.since)) from error


@contextmanager
def _suspecting(file: LedgerFile) -> Generator[None]:
    """Whatever goes wrong with a file that was replaced or written over meanwhile goes wrong because of that."""
    try:
        yield
    except Exception:
        file.compare()
        raise


def _check_schema(connection: Connection) -> None:
    """Compare the whole schema once for each connection to a file, and again whenever SQLite says that it changed: half
    a millisecond, and else a few microseconds."""
    if connection.dialect.name != "sqlite":
        return
    file = cast(sqlite3.Connection, connection.connection.driver_connection)
    known = connection.info.get(_COMPARED)
    connection.info[_COMPARED] = refuse_changed(file, HEAD, known, display_location(connection.engine))


@contextmanager
def user_errors(engine: Engine) -> Generator[None]:
    """Turn faults of the surroundings, and stored values that are none, into `UserError`s; a defect of ours stays what
    it is."""
    try:
        yield
    except StoredValueError as error:
        raise UserError("ledger_damaged", path=display_location(engine)) from error
    except (DBAPIError, sqlite3.Error) as error:
        meant = _meant(engine, error)
        if meant is None:
            raise
        raise meant from error


def _meant(engine: Engine, error: Exception) -> UserError | None:
    """Return the `UserError` that an error means; None for a defect."""
    server = server_of(engine)
    if server is not None:
        return told(error, server.address.display)
    code = _fault_of(error)
    if code is None:
        return None
    file = file_of(engine)
    if file is not None and code in _AFTER_REPLACEMENT:
        file.compare()
    return UserError(code, path=display_location(engine))


def display_location(engine: Engine) -> str:
    """The ledger's path, or its address without a password."""
    server = server_of(engine)
    return server.address.display if server is not None else engine.url.database or ""


def display_name(engine: Engine) -> str:
    """The last part of the ledger's path, or the name of its database."""
    server = server_of(engine)
    return server.address.name if server is not None else Path(engine.url.database or "").name


def _fault_of(error: Exception) -> str | None:
    original: Any = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(original, sqlite3.Error):
        return None
    code = getattr(original, "sqlite_errorcode", 0)
    if str(original).startswith(_GARBLED):
        return "ledger_damaged"
    # The whole code before its lowest byte: a page that cannot be read is a kind of SQLITE_IOERR, which else means a
    # full or failing disk.
    return "ledger_damaged" if code in _TORN else _SQLITE_FAULTS.get(code & _PRIMARY_CODE)
