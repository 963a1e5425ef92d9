"""What the events stand on: sources with all that was promised in them, the names they use, the files that were read.

Such rows are written once, and the seals do not cover them. So the event by which they come keeps a SHA-256 of them
among its details, which its own seal covers; `tracker check` recomputes them and names the table that differs.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from tracker.domain.rows import Fault
from tracker.store.commitments.departments import first_names, misnamed
from tracker.store.database.decoding import Decoding, member, object_member
from tracker.store.database.evidence_tables import Attachment, Evidence
from tracker.store.database.tables import Commitment, Department, Event, Omission, Part, Passage, Source, Speaker, Topic
from tracker.store.database.typed_columns import StoredTable
from tracker.store.events.seals import ENTERING

_PAGE = 500
GROUND = "ground"
READ = "read"
"""Names among an event's details: of {"sources": {key: {table: SHA-256}}, "names": {table: [last id, SHA-256]}}, and of
{attachment: SHA-256 of its row}."""
_NAMES = (Topic, Department)
_KEEPING = (*ENTERING, "ledger_repaired")
"""The kinds of events that keep the digests; the newest that keeps a source's is the one that counts."""


json_of = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str).encode
"""A value as it is digested; the same as the database reads it."""


class SourceDigest:
    """The SHA-256 of rows that are taken in the order of their ids."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, *values: Any) -> None:
        """Take a row: the values of all columns of its table, in their order there."""
        self._digest.update(json_of(values).encode())

    def add_encoded(self, values: Sequence[Any], last: str) -> None:
        """Take a row whose last value is JSON already, as `json_of` makes it."""
        # With the separators that `json_of` sets, so that the digest is that of the row as `add` would take it.
        self._digest.update(f"{json_of(values)[:-1]}, {last}]".encode())

    @property
    def sha256(self) -> str:
        """The SHA-256 of the rows so far."""
        return self._digest.hexdigest()


def digests_of(
    connection: Connection, *keys: str, known: Mapping[type[StoredTable], SourceDigest] | None = None
) -> dict[str, Any]:
    """What an event keeps of these sources, and of all names as they are now.

    The rows of the tables that are `known` are not read: those of the one source were digested as they were written.
    """
    known = known or {}
    sources = {
        key: {
            table.__table__.name: known[table].sha256 if table in known else _digest(connection, table, *of)
            for table, of in _rows_of(key)
        }
        for key in keys
    }
    names = {}
    for table in _NAMES:
        last = connection.scalar(select(func.max(table.id))) or 0
        # Up to the newest of now: names are added by later sources, and are no change of these.
        names[table.__table__.name] = [last, _names_digest(connection, table, last)]
    return {GROUND: {"sources": sources, "names": names}}


def kept_sources(connection: Connection) -> tuple[str, ...]:
    """The keys of the sources whose digests are kept."""
    return tuple(_newest(connection)[0])


def text_digest(size: int, media_type: str, readable: str) -> str:
    """What an event keeps of a file that was read."""
    return _sha256([[size, media_type, readable]])


def find_shifts(connection: Connection) -> Iterator[Fault]:
    """The tables that do not say any more what they said when their rows came."""
    sources, names = _newest(connection)
    for key, kept in sources.items():
        for table, of in _rows_of(key):
            if table.__table__.name in kept and _digest(connection, table, *of) != kept[table.__table__.name]:
                yield Fault("fault_ground", {"table": table.__table__.name, "source": key})
    for table in _NAMES:
        last, digest = names.get(table.__table__.name, (0, ""))
        is_other = bool(digest) and _names_digest(connection, table, last) != digest
        # What users call a department is sealed by their events; its row only repeats that.
        if is_other or (table is Department and misnamed(connection)):
            yield Fault("fault_ground", {"table": table.__table__.name, "source": ""})
    yield from _files(connection)
    yield from _pieces(connection)


def _pieces(connection: Connection) -> Iterator[Fault]:
    """A piece of evidence has the uid under which it was added, by which reports cite it."""
    uids = {row.id: row.uid for row in connection.execute(select(Evidence.id, Evidence.uid))}
    added = connection.scalars(select(Event.details).where(Event.kind == "evidence_added"))
    for details in filter(None, added):  # a repair may have emptied them
        with Decoding(Event.__table__.name):
            uid = uids.get(member(details, "evidence_id", int))
            title = member(details, "title", str)
        if details.get("uid", uid) != uid:
            yield Fault("fault_ground", {"table": Evidence.__table__.name, "source": title})


def _files(connection: Connection) -> Iterator[Fault]:
    details = Event.details
    read: dict[str, str] = {}
    for said in connection.scalars(select(details).where(details[READ].as_string().is_not(None))):
        with Decoding(Event.__table__.name):
            read |= object_member(said, READ)
    for row in connection.execute(select(Attachment).where(Attachment.sha256.in_(read)).order_by(Attachment.sha256)):
        if text_digest(row.size, row.media_type, row.readable) != read[row.sha256]:
            yield Fault("fault_content_text", {"sha256": row.sha256})


def _newest(connection: Connection) -> tuple[dict[str, Mapping[str, str]], Mapping[str, Any]]:
    """Of each source, and of the names, what was kept last."""
    sources: dict[str, Mapping[str, str]] = {}
    names: Mapping[str, Any] = {}
    for details in connection.scalars(select(Event.details).where(Event.kind.in_(_KEEPING)).order_by(Event.id)):
        if details.get(GROUND):
            with Decoding(Event.__table__.name):
                kept = object_member(details, GROUND)
                sources |= {key: dict(tables) for key, tables in kept["sources"].items()}
                names = {table: (int(last), digest) for table, (last, digest) in kept["names"].items()}
    return sources, names


def _rows_of(key: str) -> Iterator[tuple[type[StoredTable], tuple[ColumnElement[bool], ...]]]:
    """The tables that a source fills, each with what tells its rows."""
    source = select(Source.id).where(Source.key == key).scalar_subquery()
    promised = select(Commitment.id).where(Commitment.source_id == source)
    yield Source, (Source.id == source,)
    for table in (Speaker, Omission, Commitment):
        yield table, (table.source_id == source,)
    yield Passage, (Passage.commitment_id.in_(promised),)
    # What a user adds later is sealed by the event that adds it.
    yield Part, (Part.commitment_id.in_(promised), Part.event_id.is_(None))


def _digest(connection: Connection, table: type[StoredTable], *of: ColumnElement[bool]) -> str:
    rows = connection.execute(
        select(table).where(*of).order_by(table.__table__.c.id).execution_options(yield_per=_PAGE)
    )
    return _sha256(rows)


def _names_digest(connection: Connection, table: type[Topic | Department], last: int) -> str:
    """The digest of the names that came until the row `last`, as they came: users may call departments otherwise."""
    first = first_names(connection) if table is Department else {}
    rows = connection.execute(select(table).where(table.id <= last).order_by(table.id))
    columns = [column.name for column in table.__table__.c]
    return _sha256(
        [
            {"name": first[row.id][0], "name_en": first[row.id][1]}.get(column, value) if row.id in first else value
            for column, value in zip(columns, row, strict=True)
        ]
        for row in rows
    )


def _sha256(rows: Iterable[Sequence[Any]]) -> str:
    digest = SourceDigest()
    for row in rows:
        digest.add(*_without_empty_end(row))
    return digest.sha256


def _without_empty_end(row: Sequence[Any]) -> Sequence[Any]:
    """The values of a row without those at the end that are empty: columns that a later migration added, of which the
    digests of earlier rows know nothing."""
    end = len(row)
    # Otherwise each migration that adds a column would make every earlier digest look altered.
    while end and row[end - 1] is None:
        end -= 1
    return row[:end]
