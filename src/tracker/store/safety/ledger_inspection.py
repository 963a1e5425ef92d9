"""Ledger files as they lie there, of any schema: looked at without changing a byte of them or beside them."""

import os
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.domain.errors import UserError
from tracker.domain.safety.backups import EventHeading, LedgerSummary
from tracker.open_files import BESIDE
from tracker.store.database.decoding import StoredValueError, decode_moment
from tracker.store.database.hardening import bound, harden

_COUNTS = {
    "events": "SELECT count(*) FROM event",
    "recorded": "SELECT count(*) FROM event WHERE kind NOT IN ('source_loaded', 'ledger_begun')",
    "commitments": "SELECT count(*) FROM commitment",
    "judged": "SELECT count(*) FROM commitment_state WHERE until IS NULL AND assessment <> 'not_rated'",
    "evidence": "SELECT count(*) FROM evidence",
}
_ATTACHED = "SELECT count(*) FROM sqlite_master WHERE name = 'attachment'"
"""The first schema knew no attachments."""

_CODES = {
    sqlite3.SQLITE_CANTOPEN: "ledger_unreachable",
    sqlite3.SQLITE_NOTADB: "ledger_not_database",
    sqlite3.SQLITE_AUTH: "ledger_schema_active",
    sqlite3.SQLITE_INTERRUPT: "ledger_endless",
}
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What SQLite raises of a damaged file; the second where its own message holds a part of the damage."""
_ELSEWHERE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PRIMARY_CODE = 0xFF
_BEGINNING = b"SQLite format 3\x00"
_STORED = {
    "VARCHAR": "'text'",
    "TEXT": "'text'",
    "JSON": "'text'",
    "DATE": "'text'",
    "INTEGER": "'integer'",
    "BOOLEAN": "'integer'",
    "FLOAT": "'real', 'integer'",
}
"""How the types of columns begin, and what SQLite keeps of a value of one."""
_IN_PIECES = ("source", "clean_text")
"""The column whose text may be kept as bytes."""
_EVENTS = "event"


@dataclass(frozen=True, slots=True)
class Head:
    """The newest event: all before it is sealed by its `hash`, which is "" in a ledger from before the seals."""

    event: int
    hash: str


def companions_of(path: Path) -> tuple[Path, Path, Path]:
    """What SQLite may keep beside a file while it is open, or after the power went."""
    wal, shm, journal = (path.with_name(f"{path.name}{ending}") for ending in BESIDE)
    return wal, shm, journal


def connect(path: Path, further: str = "") -> sqlite3.Connection:
    """Open a file for reading; for writing only where a program was killed while it changed it, and left a journal by
    which SQLite takes its half of a change back. Nothing that the file brings along runs, or goes on without end."""
    journal = companions_of(path)[2]
    # A hot journal can only be rolled back by a connection that may write. Opened for reading alone, SQLite would
    # refuse to read the file at all.
    mode = "rw" if _has_something(journal) and os.access(path, os.W_OK) else "ro"
    connection = harden(sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}{further}", uri=True))
    bound(connection, path.stat().st_size)
    return connection


@contextmanager
def quietly(path: Path) -> Generator[sqlite3.Connection]:
    """Read a file of SQLite's that may be in use, be damaged, or lie where nothing can be written.

    The file is opened by SQLite alone: to open and close it beside SQLite would take the locks of this program from it.
    Raises `ledger_not_database`, `ledger_damaged`, `ledger_unreachable`; `ledger_schema_active` and `ledger_endless`
    where the file's own schema would run something, or reading it does not end; what is asked wrongly is a defect of
    ours.
    """
    # Without immutable=1 SQLite would make -wal and -shm beside a backup in order to read it, and fail on a medium or
    # in a folder that takes no files.
    in_use = any(map(_has_something, companions_of(path)))
    try:
        # What has nothing beside it is all there is; SQLite would otherwise make files beside it in order to read it.
        with closing(connect(path, "" if in_use else "&immutable=1")) as connection:
            yield connection
    except StoredValueError as error:
        raise UserError("ledger_damaged", path=str(path)) from error
    except sqlite3.ProgrammingError:
        raise
    except UNREADABLE as error:
        primary = getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE
        if primary in _ELSEWHERE:
            raise  # of another file, into which this one is being copied
        code = _CODES.get(primary, "ledger_damaged")
        raise UserError(code, path=str(path)) from error


def is_database(path: Path) -> bool:
    """Whether SQLite made the file, sound or damaged; not an empty one, which anything may become.

    SQLite itself is asked first, for the reason given in `quietly`; only what it disowns is opened to see how it
    begins. `path` is none of the files that SQLite keeps beside another.
    """
    if not path.is_file() or path.stat().st_size == 0:
        return False
    try:
        with closing(connect(path, "&immutable=1")) as connection:
            connection.execute("PRAGMA schema_version").fetchone()
    except UNREADABLE as error:
        if getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE != sqlite3.SQLITE_NOTADB:
            return not isinstance(error, sqlite3.OperationalError)  # such as that nobody may read it
        with path.open("rb") as file:
            return file.read(len(_BEGINNING)) == _BEGINNING
    return True


def ledger_summary(connection: sqlite3.Connection) -> LedgerSummary:
    """How much a ledger holds."""
    counts = {name: connection.execute(statement).fetchone()[0] for name, statement in _COUNTS.items()}
    newest = connection.execute("SELECT max(at) FROM event").fetchone()[0]
    return LedgerSummary(
        newest=moment_of(newest) if newest else None, attachments=len(attached_in(connection)), **counts
    )


def attached_in(connection: sqlite3.Connection) -> frozenset[str]:
    """The SHA-256 of every attachment that a ledger refers to."""
    if not connection.execute(_ATTACHED).fetchone()[0]:
        return frozenset()
    return frozenset(sha256 for (sha256,) in connection.execute("SELECT sha256 FROM attachment"))


def schema_of(connection: sqlite3.Connection) -> str:
    """The number of the migration that a ledger has reached."""
    return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def head_of(connection: sqlite3.Connection) -> Head:
    """The newest event; number 0 where there is none."""
    # Backups of before the seals are looked at by the same code, and their events have no such column.
    sealed = any(name == "hash" for _, name, *_ in connection.execute("PRAGMA table_info(event)"))
    seal = "hash" if sealed else "''"
    found = connection.execute(f"SELECT id, {seal} FROM event ORDER BY id DESC LIMIT 1").fetchone()  # noqa: S608
    return Head(*found) if found else Head(0, "")


def events_in(connection: sqlite3.Connection) -> dict[str, EventHeading]:
    """Every event by its uid, oldest first."""
    rows = connection.execute("SELECT uid, at, author, kind FROM event ORDER BY id")
    return {uid: EventHeading(moment_of(at), author, kind) for uid, at, author, kind in rows}


def is_whole(connection: sqlite3.Connection) -> bool:
    """Whether every page is as SQLite wrote it."""
    return [row[0] for row in connection.execute("PRAGMA integrity_check")] == ["ok"]


def illegible_tables(connection: sqlite3.Connection) -> Iterator[str]:
    """The tables in which a text, a list or a number is none any more: SQLite takes anything in any column, and finds
    nothing wrong with a bit flipped in it."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        try:
            legible = _is_legible(connection, name)
        except UNREADABLE:
            legible = False
        if not legible:
            yield name


def _is_legible(connection: sqlite3.Connection, name: str) -> bool:
    for _ in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608
        pass
    broken: list[str] = []
    for _, column, kind, *_ in connection.execute(f'PRAGMA table_info("{name}")').fetchall():
        stored = next((stored for beginning, stored in _STORED.items() if kind.startswith(beginning)), "")
        # SQLite puts a value of any type into any column, so that a flipped bit in the header of a record turns a text
        # into a number without an error.
        if stored and (name, column) != _IN_PIECES:
            broken.append(f"typeof(\"{column}\") NOT IN ('null', {stored})")
        if kind == "JSON":
            broken.append(f'("{column}" IS NOT NULL AND NOT json_valid("{column}"))')
    found = f'SELECT 1 FROM "{name}" WHERE {" OR ".join(broken)} LIMIT 1'  # noqa: S608
    return not broken or connection.execute(found).fetchone() is None


def moment_of(stored: object) -> datetime:
    """A moment as the ledger keeps it, with its zone. Raises `StoredValueError`."""
    moment = decode_moment(stored)
    if moment is None:
        raise StoredValueError(_EVENTS)
    return moment


def _has_something(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0
