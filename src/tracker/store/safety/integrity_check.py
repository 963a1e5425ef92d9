"""What can be wrong with a ledger, and how it is found."""

import hashlib
import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import cast

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, text

from tracker.domain.commitments.passage import SourcePassage as Words
from tracker.domain.rows import Fault
from tracker.domain.safety.event_days import CLOCKS_DIFFER
from tracker.domain.text.dates import stamp
from tracker.store.commitments.derived_values import find_misfits as find_sum_misfits
from tracker.store.database.decoding import StoredValueError
from tracker.store.database.evidence_tables import Attachment
from tracker.store.database.schema_check import closest_version, differences, read_version
from tracker.store.database.tables import Commitment, Event, Omission, Passage, SettledWords, Source, Version
from tracker.store.database.versions import IDENTITY, is_same
from tracker.store.database.watch_tables import all_tables
from tracker.store.events.event_times import CAME, read_event_days
from tracker.store.events.seals import first_misfit
from tracker.store.evidence.file_contents import contents_of
from tracker.store.safety.ledger_inspection import illegible_tables
from tracker.store.safety.source_digests import find_shifts
from tracker.store.search.search_index import find_misfits

_PAGE = 500
_LOSSES = frozenset({"fault_content_missing", "fault_content_altered"})
"""Content that nothing refers to is none: a power cut between keeping it and recording it leaves it, harmlessly."""


def find_faults(connection: Connection, today: date) -> Iterator[Fault]:
    """All faults, as they are found; where a value is none, which no check can go on with, its table is named."""
    try:
        yield from _every_fault(connection, today)
    except StoredValueError as error:
        senseless = list(senseless_tables(connection)) or [error.table]
        # No table tells damage, so that it is none, and the error stays a defect of ours with its trace.
        if senseless == [""]:
            raise
        yield from (Fault("fault_illegible", {"table": name}) for name in senseless)


def senseless_tables(connection: Connection) -> Iterator[str]:
    """The tables that hold what is no such value: a day that is none, a word that is not in use."""
    for table in all_tables.sorted_tables:
        try:
            for _ in connection.execute(select(table).execution_options(yield_per=_PAGE)):
                pass
        except StoredValueError:
            yield table.name


def _every_fault(connection: Connection, today: date) -> Iterator[Fault]:
    """All faults, from the ground up: later checks presume what the earlier ones found sound, and a file whose pages or
    texts cannot be trusted is not looked at any further."""
    strange = list(_schema(connection))
    yield from strange
    if strange:
        return
    # Fast checks of SQLite first: the later ones read by way of pages and texts, and would report one flipped bit as
    # fifty faults.
    broken = [*_database(connection), *_texts(connection)]
    yield from broken
    if any(fault.code != "fault_foreign_key" for fault in broken):
        return
    yield from find_shifts(connection)
    yield from _sources(connection)
    yield from _events(connection)
    yield from _versions(connection)
    yield from _sums(connection, today)
    yield from _search(connection)
    yield from _attachments(connection)


def is_text_as_coded(connection: Connection, source_id: int) -> bool:
    """Whether a source's text still has the SHA-256 that was noted when it was coded."""
    row = connection.execute(select(Source.clean_text, Source.clean_sha256).where(Source.id == source_id)).one()
    return hashlib.sha256(row.clean_text.encode()).hexdigest() == row.clean_sha256


def _schema(connection: Connection) -> Iterator[Fault]:
    """Tables, indexes, triggers and views are those of this program, and no others."""
    if connection.dialect.name == "sqlite":
        yield from strange_objects(cast(sqlite3.Connection, connection.connection.driver_connection))


def strange_objects(connection: sqlite3.Connection) -> Iterator[Fault]:
    """What a file has otherwise than a ledger of the version that it is nearest to; nothing where it is none at all."""
    version = closest_version(connection)
    unlike = differences(connection, version) if version else ()
    for one in unlike:
        yield Fault(one.code, {"object_kind": one.kind, "name": one.name})
    if version and not unlike and read_version(connection) != version:
        yield Fault("fault_schema_number", {})


def _database(connection: Connection) -> Iterator[Fault]:
    if connection.dialect.name != "sqlite":
        return  # PostgreSQL checks its pages by checksum and refuses what breaks a foreign key
    # Not quick_check, which leaves out whether indexes and tables agree: an index out of step hides rows from every
    # list.
    for (message,) in connection.execute(text("PRAGMA integrity_check")):
        if message != "ok":
            yield Fault("fault_integrity", {"message": message})
    for table, row_id, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
        yield Fault("fault_foreign_key", {"table": table, "row": row_id, "parent": parent})


def _texts(connection: Connection) -> Iterator[Fault]:
    """Every text and list is one: SQLite finds nothing wrong with a bit that was flipped within them."""
    if connection.dialect.name == "sqlite":
        for table in illegible_tables(cast(sqlite3.Connection, connection.connection.driver_connection)):
            yield Fault("fault_illegible", {"table": table})


def _sources(connection: Connection) -> Iterator[Fault]:
    for row in connection.execute(select(Source)):
        if not is_text_as_coded(connection, row.id):
            yield Fault("fault_source_hash", {"source": row.key})
        yield from _passages(connection, row.id, row.clean_text)
        for start, end in row.open_words or ():
            if end > len(row.clean_text):
                yield Fault("fault_omission", {"start": start, "end": end})


def _passages(connection: Connection, source_id: int, clean_text: str) -> Iterator[Fault]:
    quoted = connection.execute(
        select(Passage, Commitment.code)
        .join(Commitment, Commitment.id == Passage.commitment_id)
        .where(Commitment.source_id == source_id)
        .order_by(Commitment.code, Passage.start)
    )
    for row in quoted:
        words = Words(row.start, row.end, row.exact)
        selector = (words.prefix(clean_text), words.suffix(clean_text))
        if not words.stands_in(clean_text) or selector != (row.prefix, row.suffix):
            yield Fault("fault_passage", {"commitment": row.code, "start": row.start, "end": row.end})
    omitted = connection.execute(select(Omission).where(Omission.source_id == source_id)).all()
    settled = connection.execute(select(SettledWords).where(SettledWords.source_id == source_id)).all()
    for row in (*omitted, *settled):
        if not Words(row.start, row.end, row.exact).stands_in(clean_text):
            yield Fault("fault_omission", {"start": row.start, "end": row.end})


def _events(connection: Connection) -> Iterator[Fault]:
    days = read_event_days(connection)
    dated = select(Event.id, Event.at, CAME.label("came")).order_by(Event.id)
    for event in connection.execute(dated) if days else ():
        counted = days.moment_of(event.id) if days else event.at
        # Earlier than it came it may well be: it was done in another copy.
        if abs(counted - event.came) > CLOCKS_DIFFER or event.at - event.came > CLOCKS_DIFFER:
            yield Fault("fault_event_order", {"event": event.id, "at": stamp(event.at), "counted": stamp(counted)})
    misfit = first_misfit(connection)
    if misfit is not None:
        yield Fault("fault_chain", {"event": misfit})


def _versions(connection: Connection) -> Iterator[Fault]:
    """Versions begin and end with events that exist, end after they begin, and do not overlap."""
    for version, identity in IDENTITY.items():
        broken = select(version.id).where(
            or_(
                and_(version.since != 0, _is_unknown(version.since)),
                and_(version.until.is_not(None), _is_unknown(version.until)),
                version.until <= version.since,
            )
        )
        name = version.__table__.name
        for row_id in connection.scalars(broken.order_by(version.id)):
            yield Fault("fault_version", {"table": name, "row": row_id})
        yield from _overlaps(connection, version, identity)


def _is_unknown(event_id: ColumnElement[int] | ColumnElement[int | None]) -> ColumnElement[bool]:
    """The condition that a number is no event's."""
    # Not NOT IN: of 300 thousand events PostgreSQL would go through the list for each version, for minutes.
    return ~exists().where(Event.id == event_id)


def _overlaps(connection: Connection, version: type[Version], identity: tuple[str, ...]) -> Iterator[Fault]:
    other = version.__table__.alias()
    overlapping = (
        select(other.c.id)
        .join(version, is_same(other, version.__table__, identity))
        # A version without an end overlaps whatever comes after it; as NULL it would compare to nothing and pass.
        .where(version.id < other.c.id, func.coalesce(version.until, other.c.since + 1) > other.c.since)
    )
    for row_id in connection.scalars(overlapping.order_by(other.c.id)):
        yield Fault("fault_version", {"table": version.__table__.name, "row": row_id})


def _sums(connection: Connection, today: date) -> Iterator[Fault]:
    """What is kept with a commitment is what its evidence says, and said; of one without any nothing is kept."""
    for code in dict.fromkeys(row.code for row, _ in find_sum_misfits(connection, today)):
        yield Fault("fault_state", {"commitment": code})


def _search(connection: Connection) -> Iterator[Fault]:
    """What the search index says of each commitment is what the rows say."""
    codes = {row.id: row.code for row in connection.execute(select(Commitment.id, Commitment.code))}
    for commitment_id in find_misfits(connection):
        yield Fault("fault_search", {"commitment": codes.get(commitment_id, "")})


def _attachments(connection: Connection) -> Iterator[Fault]:
    """Every file that evidence rests on is there, and is what it was."""
    known = frozenset(connection.scalars(select(Attachment.sha256)))
    for fault in contents_of(connection.engine, connection).iter_problems(known):
        if fault.code in _LOSSES:
            yield fault
