"""Bring a whole ledger from a file to a server and back: every row with its id, and every kept file.

A row goes over as the driver has it, numbers and text, without being decoded: what comes of it is the same row. While a
server is being filled, it has the table `ledger_being_filled`, so that nobody takes it for a ledger; what was
copied before an interruption stays, and the next try goes on behind it.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, cast

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Engine,
    Integer,
    Table,
    Text,
    func,
    inspect,
    literal_column,
    select,
    text,
)
from sqlalchemy import cast as sql_cast

from tracker.domain.commitments.progress import Progress, section
from tracker.domain.errors import UserError
from tracker.store.database.engine import display_location, user_errors
from tracker.store.database.evidence_tables import Attachment, AttachmentContent
from tracker.store.database.migrating import create
from tracker.store.database.query_plans import settle_plans
from tracker.store.database.raw_rows import put_into
from tracker.store.database.schema_check import HEAD
from tracker.store.database.tables import CodingDraft, Event
from tracker.store.database.watch_tables import all_tables
from tracker.store.events.seals import head
from tracker.store.evidence.content_parts import is_part
from tracker.store.evidence.file_contents import contents_of, folder_beside, is_content
from tracker.store.search.search_index import rebuild
from tracker.store.server.server_engine import WITHOUT_LIMITS
from tracker.store.server.server_schema import FILLING

_CHUNK = 20_000
"""Rows of one transaction: an interruption costs no more than these."""


def fill_server(source: Connection, target: Engine, progress: Progress) -> int:
    """Copy the ledger that `source` reads, one state of it, into an empty database on a server; return how many events
    it has.

    `progress` counts rows. Raises `copy_target_taken` where the database holds anything that is not the beginning of
    this very copy, `copy_unlike` where what arrived is not what was sent, and what connecting raises.
    """
    mark = head(source)
    with user_errors(target):
        _begin(target, mark)
        tables = _tables()
        whole = sum(_count(source, table) for table in tables)
        done = 0
        for table in tables:
            done += _send(source, target, table, section(progress, done, whole))
        _send_contents(source, target)
        with _writing(target) as connection:
            for table in tables:
                _go_on_numbering(connection, table)
            # Else PostgreSQL counts them minutes later, and until then sorts a whole table for each page of it.
            connection.execute(text(f"ANALYZE {', '.join(table.name for table in tables)}"))
            rebuild(connection)
            settle_plans(connection)
            _compare(source, connection)
            # Last: until it is gone nobody can open the database as a ledger.
            connection.execute(text(f"DROP TABLE {FILLING}"))
    return _count(source, Event.__table__)


def fill_file(source: Connection, target: Engine, progress: Progress) -> int:
    """Copy the ledger that `source` reads, one state of it, into a file that has no ledger yet; return how many events
    it has.

    `progress` counts rows. Raises `copy_unlike`, `disk_full`, and what making a ledger raises.
    """
    create(target, HEAD)
    with user_errors(target), _writing(target) as connection:
        # First: what refers to a file must find it, whenever the power goes.
        _copy_contents(source, connection)
        tables = _tables()
        whole = sum(_count(source, table) for table in tables)
        done = 0
        for table in tables:
            for rows in _chunks(_rows(source, table, 0)):
                put_into(connection, table, table.columns.keys(), [tuple(row) for row in rows])
                done += len(rows)
                progress(done, whole)
        rebuild(connection)
        settle_plans(connection)
        _compare(source, connection)
    return _count(source, Event.__table__)


@contextmanager
def _writing(engine: Engine) -> Generator[Connection]:
    """A transaction whose statements may take as long as they need; nobody else works in what is being filled."""
    options = {"writes": True, WITHOUT_LIMITS: True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def _tables() -> list[Table]:
    """Every table, those that others refer to first; the contents of attachments go a way of their own."""
    # What Alembic, or a repair, made of a fresh ledger is nothing: `create` leaves all of these empty.
    return [table for table in all_tables.sorted_tables if table is not AttachmentContent.__table__]


def _begin(target: Engine, mark: str) -> None:
    """Make the tables, or find the ones that an earlier try made for the same copy."""
    with _writing(target) as connection:
        known = inspect(connection).get_table_names()
        if FILLING not in known:
            if known:
                raise UserError("copy_target_taken", path=display_location(target))
            connection.execute(text(f"CREATE TABLE {FILLING} (head text NOT NULL)"))
            connection.execute(text(f"INSERT INTO {FILLING} VALUES (:mark)"), {"mark": mark})  # noqa: S608 - our own name
        elif connection.scalar(text(f"SELECT head FROM {FILLING}")) != mark:  # noqa: S608 - our own name
            raise UserError("copy_target_taken", path=display_location(target))
    create(target, HEAD, fills=True)


def _send(source: Connection, target: Engine, table: Table, progress: Progress) -> int:
    """Copy the rows of a table that are not there yet; returns how many it has in all."""
    with _writing(target) as connection:
        if table is CodingDraft.__table__:
            # No event tells of what was changed in a draft since an earlier try.
            connection.execute(table.delete())
        there = _count(connection, table)
    done = there
    for rows in _chunks(_rows(source, table, there)):
        with _writing(target) as connection:
            _copy_in(connection, table, rows)
        done += len(rows)
        progress(done, 0)
    return done


def _copy_in(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in table.columns)
    # The driver's own cursor: what it is, is known only where the extra `team` is installed.
    cursor: Any = cast(Any, connection.connection.driver_connection).cursor()
    with cursor.copy(f"COPY {quote(table.name)} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _rows(source: Connection, table: Table, skip: int) -> Iterator[Sequence[Any]]:
    """The rows as plain values, in the order of their keys."""
    columns = [_plain(source, column) for column in table.columns]
    query = select(*columns).select_from(table).order_by(*table.primary_key).offset(skip)
    yield from source.execute(query.execution_options(yield_per=_CHUNK))


def _plain(source: Connection, column: Column[Any]) -> ColumnElement[Any]:
    """A column as it is stored in a file: days and JSON as text, truths as 0 and 1."""
    kind = getattr(column.type, "impl", column.type)
    if source.dialect.name == "postgresql":
        if isinstance(kind, Boolean):
            return sql_cast(column, Integer)
        if isinstance(kind, Date | JSON):
            return sql_cast(column, Text)
    # Past the types, which would decode what is only to be handed on.
    return literal_column(f'"{column.table.name}"."{column.name}"')


def _chunks(rows: Iterator[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    return iter(lambda: list(islice(rows, _CHUNK)), [])


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _go_on_numbering(connection: Connection, table: Table) -> None:
    """Let the next row get the number after the last: rows that bring their ids do not count on."""
    if "id" in table.columns:
        last = connection.scalar(select(func.max(table.c.id)))
        if last:
            counter = func.pg_get_serial_sequence(table.name, "id")
            connection.execute(select(func.setval(counter, last)))


def _digests(connection: Connection) -> list[str]:
    """The SHA-256 of every content that is kept, whatever refers to it; parts of one on its way are none."""
    if connection.dialect.name == "postgresql":
        name = AttachmentContent.__table__.c.sha256
        return list(connection.scalars(select(name).where(~is_part(name))))
    folder = folder_beside(Path(str(connection.engine.url.database)))
    return sorted(path.name for path in folder.rglob("*") if is_content(path))


def _send_contents(source: Connection, target: Engine) -> None:
    """Each file in a transaction of its own."""
    kept = contents_of(source.engine, source)
    for sha256 in _digests(source):
        with _writing(target) as connection:
            into = contents_of(target, connection)
            if not into.holds(sha256):
                into.keep(kept.read(sha256))


def _copy_contents(source: Connection, target: Connection) -> None:
    kept = contents_of(source.engine, source)
    into = contents_of(target.engine, target)
    for sha256 in _digests(source):
        into.keep(kept.read(sha256))


def _compare(source: Connection, target: Connection) -> None:
    """See that all of it arrived. Raises `copy_unlike`."""
    unlike = [table.name for table in _tables() if _count(source, table) != _count(target, table)]
    if head(source) != head(target):
        unlike.append("event")
    missing = set(source.scalars(select(Attachment.sha256))) & set(_digests(source)) - set(_digests(target))
    if unlike or missing:
        raise UserError("copy_unlike", tables=", ".join(unlike) or AttachmentContent.__table__.name)
