"""The seal of each event: a SHA-256 over the hash of the event before, what the event says, and every row it opened,
closed or cited. So whoever alters, inserts or removes something afterwards breaks the chain at that event.

An empty value is left out of the seal, so that a column added by a later migration changes no hash. What follows from
other rows (`sql.DERIVED`) is left out as well: `tracker check` works it out anew. What the chain cannot see is a chain
made anew from some event to the end; against that helps a hash noted elsewhere, such as the one a report carries.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, bindparam, func, or_, select, update

from tracker.store import sql as t
from tracker.store.deeds import Deed, Said

_PAGE = 500
_MANY = 1_000
"""Commitments of one event above which its rows are not held in memory, but hashed as they are read."""
LOADING = "source_loaded"
"""The kind of the event by which a coded source comes into the ledger."""
ENTERING = (LOADING, "spreadsheet_imported")
"""The kinds by which commitments are entered: to be entered is nothing done to one."""
RECORDS = frozenset({LOADING, "report_made", "fill_in_sent", "ledger_restored", "ledger_repaired", "event_lost"})
"""The kinds of events that change nothing which could be taken back: they only say what was done."""
_UNSEALED = t.BOOKKEEPING | t.DERIVED
_Content = Iterable[tuple[str, Iterable[list[Any]]]]
"""What an event did: in the order of the names, the rows it opened ("+table"), closed ("-table") and tied to it."""
_NEWEST = select(
    select(func.max(t.event.c.at)).scalar_subquery().label("at"),
    select(t.event.c.hash).order_by(t.event.c.id.desc()).limit(1).scalar_subquery().label("hash"),
)
_SEALING = update(t.event).where(t.event.c.id == bindparam("event")).values(hash=bindparam("sealed"))


def newest(connection: Connection) -> tuple[datetime | None, str]:
    """The latest time of any event, None where there is none yet; and the hash of the newest."""
    found = connection.execute(_NEWEST).one()
    return found.at, found.hash or ""


def seal(connection: Connection, before: str, said: Said, deed: Deed) -> None:
    """Seal an event whose rows are all written, and that is the newest. To be called once, within its transaction.

    `before` is the hash of the event before.
    """
    sealed = _hash(before, said, sorted(_done(connection, said, deed).items()))
    connection.execute(_SEALING, {"sealed": sealed, "event": said.id})


def seal_all(connection: Connection) -> None:
    """Seal a ledger that comes from a time before the seals."""
    before = ""
    for event, content in _events(connection):
        before = _hash(before, event, content)
        connection.execute(update(t.event).where(t.event.c.id == event.id).values(hash=before))


def first_misfit(connection: Connection) -> int | None:
    """The id of the first event that does not fit its seal or the event before; None where the chain is whole."""
    before = ""
    for event, content in _events(connection):
        if event.hash != _hash(before, event, content):
            return event.id
        before = event.hash
    return None


def head(connection: Connection, until: int | None = None) -> str:
    """The hash of the newest event, or of the newest up to `until`; it stands for the whole ledger as it was then.

    "" for one without events.
    """
    newest = select(t.event.c.hash).order_by(t.event.c.id.desc()).limit(1)
    if until is not None:
        newest = newest.where(t.event.c.id <= until)
    return connection.scalar(newest) or ""


def _events(connection: Connection) -> Iterator[tuple[Row, _Content]]:
    """Every event in order with what it did, read a page at a time; what did much by itself."""
    last = 0
    while page := connection.execute(
        select(t.event).where(t.event.c.id > last).order_by(t.event.c.id).limit(_PAGE)
    ).all():
        large = _large(connection, page[0].id, page[-1].id)
        for is_large, events in groupby(page, lambda event, large=large: event.id in large):
            together = list(events)
            contents = {} if is_large else _contents(connection, together)
            for event in together:
                yield event, _streamed(connection, event) if is_large else sorted(contents[event.id].items())
        last = page[-1].id


def _large(connection: Connection, low: int, high: int) -> frozenset[int]:
    tie = t.event_commitment.c
    counted = select(tie.event_id).where(tie.event_id.between(low, high)).group_by(tie.event_id)
    return frozenset(connection.scalars(counted.having(func.count() > _MANY)))


def _contents(connection: Connection, events: Sequence[Row]) -> Mapping[int, dict[str, list[list[Any]]]]:
    """By event, what it did, as plain values in fixed order."""
    contents: dict[int, dict[str, list[list[Any]]]] = defaultdict(lambda: defaultdict(list))
    for name, rows in _statements(events[0].id, events[-1].id):
        for event_id, values in _read(connection, name, rows):
            contents[event_id][name].append(values)
    for event in events:
        contents[event.id] |= _coding_of(connection, event)
    return contents


def _streamed(connection: Connection, event: Row) -> _Content:
    """The same of one event, however much it is: nothing is kept in memory. To be walked through once."""
    found = _versions(connection, t.IDENTITY, event.id) | _read_each(connection, _ties(event.id, event.id))
    yield from sorted((found | _coding_of(connection, event)).items())


def _done(connection: Connection, said: Said, deed: Deed) -> dict[str, Iterable[list[Any]]]:
    """The same of the event that is being written, sought only where it wrote."""
    read = _versions if len(deed.commitments) > _MANY else _versions_at_once
    found = read(connection, [table for table in deed.columns if table in t.IDENTITY], said.id)
    found[t.event_commitment.name] = ([one] for one in sorted(deed.commitments))
    found[t.citation.name] = (list(one) for one in sorted(deed.citations))
    return found | _coding_of(connection, said)


def _versions_at_once(connection: Connection, tables: Iterable[Table], event_id: int) -> dict[str, Iterable[list[Any]]]:
    """What an event opened and closed in these tables, by one query for each."""
    content: dict[str, Iterable[list[Any]]] = {}
    for table in tables:
        rows = connection.execute(_versions_of(table), {"event": event_id}).all()
        content["+" + table.name] = [_values(row) for row in rows if row.since == event_id]
        ended = (row._mapping for row in rows if row.until == event_id)
        content["-" + table.name] = [[_plain(row[name]) for name in t.IDENTITY[table]] for row in ended]
    return content


@cache
def _versions_of(table: Table) -> Select:
    event = bindparam("event")
    return select(table).where(or_(table.c.since == event, table.c.until == event)).order_by(table.c.id)


def _versions(connection: Connection, tables: Iterable[Table], event_id: int) -> dict[str, Iterable[list[Any]]]:
    """The same, of which nothing is kept in memory. To be walked through once."""
    statements = (one for table in tables for one in _spans(table, event_id, event_id))
    return _read_each(connection, statements)


def _read_each(connection: Connection, statements: Iterable[tuple[str, Select]]) -> dict[str, Iterable[list[Any]]]:
    return {name: (values for _, values in _read(connection, name, rows)) for name, rows in statements}


def _statements(low: int, high: int) -> Iterator[tuple[str, Select]]:
    """By the name of what was done, a query for it: of what was opened whole rows, else the event and what tells it."""
    for table in t.IDENTITY:
        yield from _spans(table, low, high)
    yield from _ties(low, high)


def _spans(table: Table, low: int, high: int) -> Iterator[tuple[str, Select]]:
    since, until = table.c.since, table.c.until
    yield "+" + table.name, select(table).where(since.between(low, high)).order_by(table.c.id)
    ended = select(until, *(table.c[name] for name in t.IDENTITY[table]))
    yield "-" + table.name, ended.where(until.between(low, high)).order_by(table.c.id)


def _ties(low: int, high: int) -> Iterator[tuple[str, Select]]:
    for table in (t.event_commitment, t.citation):
        order = list(table.primary_key.columns)
        yield table.name, select(*order).where(table.c.event_id.between(low, high)).order_by(*order)


def _read(connection: Connection, name: str, rows: Select) -> Iterator[tuple[int, list[Any]]]:
    """Each row's event, and its values: of what was opened with their names."""
    for row in connection.execute(rows.execution_options(yield_per=_PAGE)):
        if name.startswith("+"):
            yield row.since, _values(row)
        else:
            yield row[0], [_plain(value) for value in row[1:]]


def _coding_of(connection: Connection, event: Row | Said) -> dict[str, list[list[Any]]]:
    """The rows that hold from the start, because the coding of a source that the event loaded says so."""
    content: dict[str, list[list[Any]]] = {}
    if event.kind != LOADING:
        return content
    key = str(event.details.get("source", ""))
    for table in (t.commitment_state, t.commitment_department):
        rows = connection.execute(
            select(table)
            .join(t.commitment, t.commitment.c.id == table.c.commitment_id)
            .join(t.source, t.source.c.id == t.commitment.c.source_id)
            .where(table.c.since == 0, t.source.c.key == key)
            .order_by(table.c.id)
        )
        content["0" + table.name] = [_values(row) for row in rows]
    return content


def _values(row: Row) -> list[Any]:
    """A row as [name, value, …] in alphabetic order of the names."""
    said = {name: _plain(value) for name, value in row._mapping.items() if name not in _UNSEALED}
    return [part for name in sorted(said) if said[name] not in (None, "", False, [], {}) for part in (name, said[name])]


def _plain(value: Any) -> Any:
    """A value as JSON has it, and the same for the same value in every database."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):  # and moments, which are dates as well
        return value.isoformat()
    return value


def _hash(before: str, event: Row | Said, content: _Content) -> str:
    """The SHA-256 of `[before, said, {name: rows, …}]` as JSON, fed to it row by row."""
    said = [event.uid, _plain(event.at), event.author, event.kind, event.reason, event.details, event.cancels]
    digest = hashlib.sha256(f"[{_json(before)},{_json(said)},{{".encode())
    comma = ""
    for name, rows in content:
        opened = f"{comma}{_json(name)}:["
        for row in rows:
            digest.update(f"{opened}{_json(row)}".encode())
            opened = ","
        if opened == "," or name.startswith("0"):  # what nothing was done to is not named, but for a coding's
            digest.update(f"{opened}]".encode() if opened != "," else b"]")
            comma = ","
    digest.update(b"}]")
    return digest.hexdigest()


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
