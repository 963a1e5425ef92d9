"""The seal of each event: a SHA-256 over the hash of the event before, what the event says, and every row it opened,
closed or cited. So whoever alters, inserts or removes something afterwards breaks the chain at that event.

What was asked for, by whom in which role and session, and by which clocks, is sealed of the events that say so; those
from before schema 0007 say nothing of it, and keep the seals that they have.
An empty value is left out of the seal, so that a column added by a later migration changes no hash. What follows from
other rows (`versions.DERIVED`) is left out as well: `tracker check` works it out again. What the chain cannot see is a
chain made again from some event to the end; against that helps a hash noted elsewhere, such as the one that a report
carries.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, islice
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    String,
    Table,
    bindparam,
    func,
    or_,
    select,
    type_coerce,
    update,
)

from tracker.store.database.column_types import TermType
from tracker.store.database.tables import (
    Citation,
    Commitment,
    CommitmentDepartment,
    CommitmentState,
    Event,
    EventCommand,
    EventCommitment,
    Source,
    Version,
)
from tracker.store.database.typed_columns import NamedRow, NamedSelect
from tracker.store.database.versions import BOOKKEEPING, DERIVED, IDENTITY
from tracker.store.events.change_set import ChangeSet, EventRecord
from tracker.store.events.json_values import json_value
from tracker.store.server.pipeline import Question, announce

_PAGE = 500
_MANY = 1_000
"""Commitments of one event above which its rows are not held in memory, but hashed as they are read."""
LOADING = "source_loaded"
"""The kind of the event by which a coded source comes into the ledger."""
IMPORTING = "spreadsheet_imported"
"""The kind of the event by which a spreadsheet comes into the ledger."""
ADDING = "source_added"
"""The kind of the event by which a source comes in that a user coded, or had coded by the rules."""
CONTINUING = "source_continued"
"""The kind of the event by which words come in, as commitments or left out, that were open in a source."""
ENTERING = (LOADING, IMPORTING, ADDING, CONTINUING)
"""The kinds by which commitments are entered: to be entered is nothing done to one."""
COPIED = "working_copy_made"
"""The kind of the event with which a working copy begins: it says where the copy is from."""
PUT_ASIDE = "event_put_aside"
"""The kind of the event that keeps an event of another copy which was not done here."""
SETTLED = "put_aside_settled"
"""The kind of the event by which somebody said whether that one holds."""
RECORDS = frozenset(
    {
        LOADING,
        COPIED,
        PUT_ASIDE,
        SETTLED,
        "ledger_begun",
        "report_made",
        "codings_compared",
        "watched_pages_looked_at",
        "pages_rechecked",
        "fill_in_sent",
        "round_reminded",
        "ledger_restored",
        "ledger_repaired",
        "event_lost",
        "terms_revised",
    }
)
"""The kinds of events that change nothing which could be taken back: they only say what was done."""
_UNSEALED = BOOKKEEPING | DERIVED
_Content = Iterable[tuple[str, Iterable[list[Any]]]]
_Contents = Mapping[int, dict[str, list[list[Any]]]]
"""What an event did: in the order of the names, the rows it opened ("+table"), closed ("-table") and tied to it."""
_WHOLE = (
    select(Event, EventCommand.command)
    .outerjoin(EventCommand, EventCommand.event_id == Event.id)
    .where(Event.id > bindparam("last"))
    .order_by(Event.id)
    .limit(_PAGE)
)
NEWEST_HASH = select(Event.hash).order_by(Event.id.desc()).limit(1)
"""What `head` asks."""
_SEALING = update(Event).where(Event.id == bindparam("event")).values(hash=bindparam("sealed"))


def questions(event: EventRecord, change_set: ChangeSet) -> Iterator[Question]:
    """What `seal` asks, of an event that did little."""
    if len(change_set.commitments) <= _MANY:
        yield from _questions_of([table for table in IDENTITY if table in change_set.columns], event.id)


def seal(connection: Connection, before: str, event: EventRecord, change_set: ChangeSet) -> None:
    """Seal an event whose rows are all written, and that is the newest. To be called once, within its transaction.

    `before` is the hash of the event before.
    """
    sealed = _hash(before, event, sorted(_done(connection, event, change_set).items()))
    connection.execute(_SEALING, {"sealed": sealed, "event": event.id})


def seal_all(connection: Connection) -> None:
    """Seal a ledger that comes from a time before the seals."""
    before = ""
    for event, content in _events(connection):
        before = _hash(before, event, content)
        connection.execute(update(Event).where(Event.id == event.id).values(hash=before))


def first_misfit(connection: Connection, until: int | None = None) -> int | None:
    """Return the id of the first event that does not fit its seal or the event before; None where the chain is whole.

    Looks no further than the event `until`, where one is named.
    """
    # From the first event: the seal of one says nothing while one before it is unproven.
    before = ""
    for event, content in _events(connection):
        if until is not None and event.id > until:
            break
        if event.hash != _hash(before, event, content):
            return event.id
        before = event.hash
    return None


def head(connection: Connection, until: int | None = None) -> str:
    """The hash of the newest event, or of the newest up to `until`; it identifies the whole ledger as it was then.

    "" for one without events.
    """
    newest = NEWEST_HASH if until is None else NEWEST_HASH.where(Event.id <= until)
    return connection.scalar(newest) or ""


def _events(connection: Connection) -> Iterator[tuple[NamedRow, _Content]]:
    """Yield every event in order with its content, read a page at a time; a large event has a page of its own."""
    last = 0
    while page := connection.execute(_WHOLE, {"last": last}).all():
        large = _large(connection, page[0].id, page[-1].id)
        for is_large, events in groupby(page, lambda event, large=large: event.id in large):
            together = list(events)
            contents: _Contents = {} if is_large else _contents(connection, together)
            for event in together:
                yield event, _streamed(connection, event) if is_large else sorted(contents[event.id].items())
        last = page[-1].id


def _large(connection: Connection, low: int, high: int) -> frozenset[int]:
    tie = EventCommitment
    counted = select(tie.event_id).where(tie.event_id.between(low, high)).group_by(tie.event_id)
    return frozenset(connection.scalars(counted.having(func.count() > _MANY)))


def _contents(connection: Connection, events: Sequence[NamedRow]) -> _Contents:
    """Return the content of each event, as plain values in a fixed order."""
    contents: dict[int, dict[str, list[list[Any]]]] = defaultdict(lambda: defaultdict(list))
    for name, rows in _statements(events[0].id, events[-1].id):
        for event_id, values in _read(connection, name, rows):
            contents[event_id][name].append(values)
    for event in events:
        contents[event.id] |= _coding_of(connection, event)
    return contents


def _streamed(connection: Connection, event: NamedRow) -> _Content:
    """Yield the content of one event row by row, for events too large for memory. Can be read only once."""
    found = _versions(connection, IDENTITY, event.id) | _read_each(connection, _ties(event.id, event.id))
    # Sorted by names, which differ; so the generators beside them are never compared.
    yield from sorted((found | _coding_of(connection, event)).items())


def _done(connection: Connection, event: EventRecord, change_set: ChangeSet) -> dict[str, Iterable[list[Any]]]:
    """Return the content of the event that is being written, read only from the tables that it wrote to."""
    read = _versions if len(change_set.commitments) > _MANY else _versions_at_once
    found = read(connection, [table for table in IDENTITY if table in change_set.columns], event.id)
    found[EventCommitment.__table__.name] = ([one] for one in sorted(change_set.commitments))
    found[Citation.__table__.name] = (list(one) for one in sorted(change_set.citations))
    return found | _coding_of(connection, event)


def _versions_at_once(
    connection: Connection, tables: Iterable[type[Version]], event_id: int
) -> dict[str, Iterable[list[Any]]]:
    """What an event opened and closed in these tables, by one query for each."""
    content: dict[str, Iterable[list[Any]]] = {}
    tables = list(tables)
    asked = list(_questions_of(tables, event_id))
    announce(connection, *asked)
    for table, (statement, given) in zip(tables, asked, strict=True):
        names, _ = _sealed(table.__table__)
        places = [names.index(name) + 2 for name in IDENTITY[table]]
        rows = connection.execute(statement, given).all()
        name = table.__table__.name
        content["+" + name] = [_values(names, row[2:]) for row in rows if row[0] == event_id]
        content["-" + name] = [[json_value(row[place]) for place in places] for row in rows if row[1] == event_id]
    return content


def _questions_of(tables: Iterable[type[Version]], event_id: int) -> Iterator[Question]:
    return ((_versions_of(table.__table__), {"event": event_id}) for table in tables)


@cache
def _versions_of(table: Table) -> NamedSelect:
    event: BindParameter[int] = bindparam("event")
    (_, columns) = _sealed(table)
    done = or_(table.c.since == event, table.c.until == event)
    return select(table.c.since, table.c.until, *columns).where(done).order_by(table.c.id)


def _versions(connection: Connection, tables: Iterable[type[Version]], event_id: int) -> dict[str, Iterable[list[Any]]]:
    """Yield the same rows without keeping them in memory. Can be read only once."""
    statements = (one for table in tables for one in _spans(table, event_id, event_id))
    return _read_each(connection, statements)


def _read_each(connection: Connection, statements: Iterable[tuple[str, NamedSelect]]) -> dict[str, Iterable[list[Any]]]:
    # Each generator keeps its own `name` and `rows`: Python evaluates its outermost iterable here, not when it is
    # walked.
    return {name: (values for _, values in _read(connection, name, rows)) for name, rows in statements}


def _statements(low: int, high: int) -> Iterator[tuple[str, NamedSelect]]:
    """Return a query for each kind of content, by its name: whole rows of what was opened, else event and key."""
    for table in IDENTITY:
        yield from _spans(table, low, high)
    yield from _ties(low, high)


def _spans(table: type[Version], low: int, high: int) -> Iterator[tuple[str, NamedSelect]]:
    since = table.since
    until = table.until
    _, columns = _sealed(table.__table__)
    yield "+" + table.__table__.name, select(since, *columns).where(since.between(low, high)).order_by(table.id)
    ended = select(until, *(table.__table__.c[name] for name in IDENTITY[table]))
    yield "-" + table.__table__.name, ended.where(until.between(low, high)).order_by(table.id)


def _ties(low: int, high: int) -> Iterator[tuple[str, NamedSelect]]:
    for table in (EventCommitment, Citation):
        order = list(table.__table__.primary_key.columns)
        yield table.__table__.name, select(*order).where(table.event_id.between(low, high)).order_by(*order)


def _read(connection: Connection, name: str, rows: NamedSelect) -> Iterator[tuple[int, list[Any]]]:
    """Each row's event, and its values: of what was opened with their names."""
    names = tuple(rows.selected_columns.keys())[1:]
    is_opened = name.startswith("+")
    for page in connection.execute(rows.execution_options(yield_per=_PAGE)).partitions():
        for event_id, *values in page:
            yield event_id, _values(names, values) if is_opened else [json_value(value) for value in values]


def _coding_of(connection: Connection, event: NamedRow | EventRecord) -> dict[str, list[list[Any]]]:
    """The rows that hold from the start, because the coding of a source that the event loaded says so."""
    content: dict[str, list[list[Any]]] = {}
    if event.kind != LOADING:
        return content
    key = str(event.details.get("source", ""))
    for table in (CommitmentState, CommitmentDepartment):
        names, columns = _sealed(table.__table__)
        rows = connection.execute(
            select(*columns)
            .select_from(table)
            .join(Commitment, Commitment.id == table.commitment_id)
            .join(Source, Source.id == Commitment.source_id)
            .where(table.since == 0, Source.key == key)
            .order_by(table.id)
        )
        content["0" + table.__table__.name] = [_values(names, row) for row in rows]
    return content


def _values(names: Sequence[str], row: Iterable[Any]) -> list[Any]:
    """The sealed columns of a row as [name, value, …]; what is empty is left out."""
    said: list[Any] = []
    for name, value in zip(names, row, strict=True):
        # Most are texts, or nothing. An amount of 0 is something.
        plain = value if value is None or type(value) is str else json_value(value)
        if plain:
            said += (name, plain)
    return said


@cache
def _sealed(table: Table) -> tuple[tuple[str, ...], tuple[ColumnElement[Any], ...]]:
    """The columns of a table that are sealed, in alphabetic order: their names, and how they are read."""
    names = tuple(sorted(column.name for column in table.columns if column.name not in _UNSEALED))
    return names, tuple(_as_text(table.c[name]) for name in names)


def _as_text(column: Column[Any]) -> ColumnElement[Any]:
    """A term as its value, which is what is sealed of it; any other column as it is."""
    return type_coerce(column, String).label(column.name) if isinstance(column.type, TermType) else column


def _hash(before: str, event: NamedRow | EventRecord, content: _Content) -> str:
    """The SHA-256 of `[before, said, {name: rows, …}]` as JSON, fed to it page by page."""
    said = [event.uid, json_value(event.at), event.author, event.kind, event.reason, event.details, event.cancels]
    further = [event.role, event.session, json_value(event.server_at)]
    if event.command is not None or any(further):
        said += [*further, event.command]
    digest = hashlib.sha256(f"[{_json(before)},{_json(said)},{{".encode())
    comma = ""
    for name, rows in content:
        opened = f"{comma}{_json(name)}:["
        rest = iter(rows)
        while page := list(islice(rest, _PAGE)):
            # Without its brackets a page continues the list, so that the seal does not depend on how many rows were
            # read at once.
            digest.update(f"{opened}{_json(page)[1:-1]}".encode())
            opened = ","
        if opened == "," or name.startswith("0"):  # what nothing was done to is not named, but for a coding's
            digest.update(f"{opened}]".encode() if opened != "," else b"]")
            comma = ","
    digest.update(b"}]")
    return digest.hexdigest()


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
