"""The seal of each event: a SHA-256 over the hash of the event before, what the event says, and every row it opened,
closed or cited. So whoever alters, inserts or removes something afterwards breaks the chain at that event.

An empty value is left out of the seal, so that a column added by a later migration changes no hash. What follows from
other rows (`sql.DERIVED`) is left out as well: `tracker check` works it out anew. What the chain cannot see is a chain
made anew from some event to the end; against that helps a hash noted elsewhere, such as the one a report carries.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, select, update

from tracker.store import sql as t

_PAGE = 500
LOADING = "source_loaded"
"""The kind of the event by which a coded source comes into the ledger."""
RECORDS = frozenset({LOADING, "report_made", "ledger_restored", "ledger_repaired", "event_lost"})
"""The kinds of events that change nothing which could be taken back: they only say what was done."""
_UNSEALED = t.BOOKKEEPING | t.DERIVED
_Content = dict[str, list[list[Any]]]


def seal(connection: Connection, event_id: int) -> None:
    """Seal an event whose rows are all written, and that is the newest. To be called once, within its transaction."""
    event = connection.execute(select(t.event).where(t.event.c.id == event_id)).one()
    before = select(t.event.c.hash).where(t.event.c.id < event_id).order_by(t.event.c.id.desc()).limit(1)
    content = _contents(connection, [event])[event_id]
    sealed = _hash(connection.scalar(before) or "", event, content)
    connection.execute(update(t.event).where(t.event.c.id == event_id).values(hash=sealed))


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
    """Every event in order with what it did, read a page at a time."""
    last = 0
    while page := connection.execute(
        select(t.event).where(t.event.c.id > last).order_by(t.event.c.id).limit(_PAGE)
    ).all():
        contents = _contents(connection, page)
        for event in page:
            yield event, contents[event.id]
        last = page[-1].id


def _contents(connection: Connection, events: Sequence[Row]) -> Mapping[int, _Content]:
    """By event, the rows it opened ("+table"), closed ("-table") and tied to it, as plain values in fixed order."""
    low, high = events[0].id, events[-1].id
    contents: dict[int, _Content] = defaultdict(lambda: defaultdict(list))
    for table, identity in t.IDENTITY.items():
        for row in connection.execute(select(table).where(table.c.since.between(low, high)).order_by(table.c.id)):
            contents[row.since]["+" + table.name].append(_values(row))
        closed = select(table.c.until, *(table.c[name] for name in identity))
        for until, *key in connection.execute(closed.where(table.c.until.between(low, high)).order_by(table.c.id)):
            contents[until]["-" + table.name].append([_plain(value) for value in key])
    for table in (t.event_commitment, t.citation):
        order = list(table.primary_key.columns)
        for event_id, *key in connection.execute(
            select(*order).where(table.c.event_id.between(low, high)).order_by(*order)
        ):
            contents[event_id][table.name].append(key)
    for event in events:
        if event.kind == LOADING:
            contents[event.id] |= _coding(connection, str(event.details.get("source", "")))
    return contents


def _coding(connection: Connection, key: str) -> _Content:
    """The rows that hold from the start, because the coding of a source says so."""
    content: _Content = {}
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


def _hash(before: str, event: Row, content: _Content) -> str:
    said = [event.uid, _plain(event.at), event.author, event.kind, event.reason, event.details, event.cancels]
    sealed = json.dumps([before, said, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(sealed.encode()).hexdigest()
