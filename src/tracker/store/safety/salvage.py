"""What can still be read of a damaged ledger, row by row, in a new one."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Integer, Table, column, delete, func, insert, literal_column, select, update

from tracker.domain.rows import Fault
from tracker.store.database.column_types import CheckedJson
from tracker.store.database.decoding import StoredValueError
from tracker.store.database.evidence_tables import AttachmentContent, EvidenceState
from tracker.store.database.hardening import bound, harden
from tracker.store.database.schema_check import closest_version
from tracker.store.database.tables import Citation, Commitment, CommitmentState, Event, EventCommitment, new_uid
from tracker.store.database.versions import DERIVED, IDENTITY
from tracker.store.database.watch_tables import all_tables
from tracker.store.safety.ledger_inspection import UNREADABLE
from tracker.store.search.search_index import TABLES as INDEX

_MOST_LOOKED_UP = 100_000
"""Rows that are looked for one by one between the last that can be read from the front and from the back."""
_NEWER_EVENTS = 1_000
"""How far beyond the newest event that can be read one may lie that was lost; further away is a flipped bit."""
_BLANKS = {
    Commitment.coded: "'{}'",  # mended later, by what stands in the ledger
    Event.details: "'{}'",
    CommitmentState.keywords: "'[]'",
    CommitmentState.working: "NULL",  # worked out anew, as all of `DERIVED`
    CommitmentState.reached: "NULL",
    CommitmentState.latest_evidence: "NULL",
    CommitmentState.evidence_count: "0",
    EvidenceState.anchor: "NULL",
}
"""Columns without which the rest of a row is worth keeping, and what is in SQL for nothing in them."""
_Row = tuple[Any, ...]


class LenientDecoder:
    """Decodes texts leniently: invalid UTF-8 is replaced and counted, and the words around it are kept."""

    def __init__(self) -> None:
        self.spoilt = 0

    def __call__(self, text: bytes) -> str:
        try:
            return text.decode()
        except UnicodeDecodeError:
            self.spoilt += 1
            return text.decode(errors="replace")


def readable(path: Path, decoder: LenientDecoder) -> sqlite3.Connection:
    """Open a damaged file, a copy that may be changed. Raises `UNREADABLE` where none of it can be read."""
    source = harden(sqlite3.connect(path, isolation_level=None), salvage=True)
    bound(source, path.stat().st_size)
    source.text_factory = decoder
    try:
        # SQLite refuses the whole file where one entry of its schema makes no sense; with this it passes over the
        # entry.
        source.execute("PRAGMA writable_schema = ON")  # a damaged index must not hide the table
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except UNREADABLE:
        source.close()
        raise
    return source


def schema_version(source: sqlite3.Connection) -> str | None:
    """The migration that a damaged ledger had reached, by what it has of tables: its number may be damaged too, or be a
    lie that costs columns."""
    with suppress(*UNREADABLE):
        return closest_version(source)
    return None


def copy_rows(source: sqlite3.Connection, target: sqlite3.Connection) -> tuple[list[Fault], int]:
    """Copy what can be read into the empty tables of a new ledger; returns what was lost, and how many rows came over.

    Foreign keys are to be off in the target: `mend_references` sees to them. The search index is made again later.
    """
    lost: list[Fault] = []
    came = 0
    tables = [row[0] for row in target.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    # By name, although rows refer to each other: foreign keys are off, and what is dangling is found at the end.
    for name in sorted(tables):
        if name.startswith(("sqlite_", "alembic_")) or name in INDEX:
            continue
        kept, missed, cut = _copy_table(source, target, name)
        came += kept
        if missed or cut:
            lost.append(Fault("lost_rows" if missed else "lost_unknown", {"table": name, "count": missed}))
    return lost, came


def _copy_table(source: sqlite3.Connection, target: sqlite3.Connection, name: str) -> tuple[int, int, bool]:
    """How many rows came over, how many are known to be lost, and whether there may have been others."""
    held = _plain_columns(source, name)
    columns = [row[1] for row in target.execute(f'PRAGMA table_info("{name}")') if row[1] in held]
    if not columns:
        return 0, 0, True
    listed = ", ".join(f'"{column}"' for column in columns)
    put = f'INSERT INTO "{name}" ({listed}) VALUES ({", ".join("?" * len(columns))})'  # noqa: S608
    kept = missed = 0
    reader = _Reader(source, name, listed)
    for _, *values in reader.rows():
        try:
            target.execute(put, values)
            kept += 1
        except sqlite3.DatabaseError:  # a flipped bit made of it what no such row can be
            missed += 1
    return kept, missed + reader.missing, reader.broken


def _plain_columns(source: sqlite3.Connection, name: str) -> set[str]:
    """The columns of a table that hold values: none of a view, or of a table that a module of SQLite's makes up, and
    none that is worked out from others."""
    with suppress(*UNREADABLE):
        made = "SELECT type, sql FROM sqlite_schema WHERE name = ? COLLATE NOCASE AND type <> 'index'"
        found = source.execute(made, (name,)).fetchall()
        kind, sql = found[0] if len(found) == 1 else ("", "")
        if kind == "table" and not str(sql).lstrip().upper().startswith("CREATE VIRTUAL"):
            return {row[1] for row in source.execute(f'PRAGMA table_xinfo("{name}")') if not row[6]}
    return set()


class _Reader:
    """Reads a table from the front until a damaged page, from the back until one, and row by row between them."""

    def __init__(self, source: sqlite3.Connection, name: str, listed: str) -> None:
        self._source = source
        self._select = f'SELECT rowid, {listed} FROM "{name}" NOT INDEXED'  # noqa: S608
        self.broken = False
        self.missing = 0

    def rows(self) -> Iterator[_Row]:
        """Every row that can be read, its number first."""
        # A B-tree that is broken in the middle can be walked from both ends; only the gap between has to be asked for
        # row by row, which costs a search for each number.
        first = last = None
        for row in self._until_broken("ORDER BY rowid"):
            first = row[0]
            yield row
        if not self.broken:
            return
        for row in self._until_broken("ORDER BY rowid DESC"):
            if first is not None and row[0] <= first:
                return
            last = row[0]
            yield row
        if last is not None:
            yield from self._between(first or 0, last)

    def _between(self, first: int, last: int) -> Iterator[_Row]:
        for number in range(first + 1, min(last, first + _MOST_LOOKED_UP)):
            try:
                found = self._source.execute(f"{self._select} WHERE rowid = ?", (number,)).fetchone()
            except UNREADABLE:
                self.missing += 1
                continue
            if found is not None:
                yield found

    def _until_broken(self, order: str) -> Iterator[_Row]:
        try:
            yield from self._source.execute(f"{self._select} {order}")
        except UNREADABLE:
            self.broken = True


def blank_broken_lists(connection: Connection) -> list[Fault]:
    """Empty what holds a list or a record that does not end, where the rest of its row is worth more."""
    lost: list[Fault] = []
    for column_, blank in _BLANKS.items():
        if not isinstance(column_.type, CheckedJson):
            continue
        broken = column_.is_not(None) & (func.json_valid(column_) == 0)
        changed = connection.execute(update(column_.table).where(broken).values({column_.name: literal_column(blank)}))
        if changed.rowcount:
            details = {"table": column_.table.name, "column": column_.name, "count": changed.rowcount}
            lost.append(Fault("lost_field", details))
    return lost


def drop_misfits(connection: Connection) -> list[Fault]:
    """Remove rows whose values no such column can have: a day that is none. Where the rest of a row is worth more, the
    value alone is emptied."""
    lost: list[Fault] = []
    for table in all_tables.sorted_tables:
        emptied: Counter[str] = Counter()
        count = 0
        # Row by row: one value that cannot be decoded ends a statement over the whole table, with all the rows behind
        # it.
        for number in connection.scalars(select(literal_column("rowid", Integer)).select_from(table)).all():
            if _fits(connection, table, number, *table.columns):
                continue
            # First what can be done without; only what still does not fit goes as a whole.
            emptied.update(_empty(connection, table, number))
            if not _fits(connection, table, number, *table.columns):
                connection.execute(delete(table).where(column("rowid") == number))
                count += 1
        # What is worked out anew is no loss that anybody need hear of.
        for name in sorted(emptied.keys() - DERIVED):
            lost.append(Fault("lost_field", {"table": table.name, "column": name, "count": emptied[name]}))
        if count:
            lost.append(Fault("lost_rows", {"table": table.name, "count": count}))
    return lost


def _fits(connection: Connection, table: Table, number: int, *columns: Column[Any]) -> bool:
    try:
        (row,) = connection.execute(select(*columns).where(column("rowid") == number)).all()
    except StoredValueError:
        return False
    return not any(isinstance(value, bytes) for value in row) or table is AttachmentContent.__table__


def _empty(connection: Connection, table: Table, number: int) -> Iterator[str]:
    """Empty what is none in a row that can do without; the names of these columns."""
    for column_, blank in _BLANKS.items():
        if column_.table is table and not _fits(connection, table, number, column_):
            connection.execute(
                update(table).where(column("rowid") == number).values({column_.name: literal_column(blank)})
            )
            yield column_.name


def mend_references(connection: Connection) -> list[Fault]:
    """Let nothing refer to what is lost: events leave a place that says so, other rows go with what they belong to."""
    lost = _mark_lost_events(connection)
    counts: dict[str, int] = {}
    # Removing a row may leave others that refer to it, so that it is asked until nothing is left. It ends, since each
    # round removes something.
    while broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        for table, number, *_ in broken:
            connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE rowid = ?', (number,))  # noqa: S608
            counts[table] = counts.get(table, 0) + 1
    return lost + [Fault("lost_dangling", {"table": table, "count": count}) for table, count in counts.items()]


def reopen_states(connection: Connection) -> list[Fault]:
    """Let the last version that is left of a commitment, or of a piece of evidence, be the one that holds now."""
    mended: list[Fault] = []
    for table, identity in (
        (CommitmentState, CommitmentState.commitment_id),
        (EvidenceState, EvidenceState.evidence_id),
    ):
        current = select(identity).where(table.until.is_(None))
        ended = select(table.id, identity).where(identity.not_in(current))
        last = {thing: number for number, thing in connection.execute(ended.order_by(table.since))}
        for number in last.values():
            connection.execute(update(table).where(table.id == number).values(until=None))
        if last:
            mended.append(Fault("mended_state", {"table": table.__table__.name, "count": len(last)}))
    return mended


def _mark_lost_events(connection: Connection) -> list[Fault]:
    known = {row.id: row.at for row in connection.execute(select(Event.id, Event.at).order_by(Event.id))}
    wanted = _referred_to(connection) - known.keys() - {0}
    # A flipped bit in a reference can be any number up to 2^63; a place for each event before it would fill the disk.
    limit = max(known, default=0) + _NEWER_EVENTS
    marked = sorted(number for number in wanted if 0 < number <= limit)
    moments = sorted(known.items()) or [(0, datetime.now(UTC))]  # of none is it known when it was: it is found out now
    for number in marked:
        earlier = [moment for known_number, moment in moments if known_number < number]
        lost = insert(Event).values(
            id=number,
            uid=new_uid(),
            at=earlier[-1] if earlier else moments[0][1],
            author="",
            kind="event_lost",
            reason="",
            details={},
            hash="",
        )
        connection.execute(lost)
    astray = _drop_astray(connection, wanted - set(marked))
    return [Fault("lost_events", {"count": len(marked)})] * bool(marked) + astray


def _drop_astray(connection: Connection, numbers: set[int]) -> list[Fault]:
    """Versions that begin or end with an event that there never was, or end before they begin."""
    lost: list[Fault] = []
    for table in IDENTITY:
        astray = table.since.in_(numbers) | table.until.in_(numbers) | (table.until <= table.since)
        count = connection.execute(delete(table).where(astray)).rowcount
        if count:
            lost.append(Fault("lost_rows", {"table": table.__table__.name, "count": count}))
    return lost


def _referred_to(connection: Connection) -> set[int]:
    """The numbers of all events that rows begin or end with, belong to, or take back."""
    columns: Sequence[Column[int] | Column[int | None]] = (
        *(column for table in IDENTITY for column in (table.since, table.until)),
        EventCommitment.event_id,
        Citation.event_id,
        Event.cancels,
    )
    return {
        number
        for column in columns
        for number in connection.scalars(select(column).where(column.is_not(None)).distinct())
        if number is not None
    }
