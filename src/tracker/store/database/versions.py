"""Rows that are true from one event to another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Insert,
    Table,
    Update,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from tracker.domain.safety.event_days import EventDays
from tracker.domain.text.dates import end_of
from tracker.store.database.evidence_tables import (
    EvidenceAttachment,
    EvidenceLink,
    EvidenceState,
    OfficialClaim,
    Restatement,
)
from tracker.store.database.tables import (
    CommitmentDepartment,
    CommitmentState,
    CommitmentTag,
    DepartmentAlias,
    DepartmentState,
    Event,
    LedgerSetting,
    SavedView,
    SearchLog,
    SettledWords,
    Version,
)
from tracker.store.database.watch_tables import (
    FoundItem,
    ItemSighting,
    NotForUsWord,
    PageRecheck,
    WatchedPage,
    WatchLook,
)

IDENTITY: dict[type[Version], tuple[str, ...]] = {
    CommitmentState: ("commitment_id",),
    CommitmentDepartment: ("commitment_id", "department_id"),
    EvidenceState: ("evidence_id",),
    EvidenceLink: ("uid",),
    EvidenceAttachment: ("evidence_id", "sha256"),
    OfficialClaim: ("uid",),
    Restatement: ("uid",),
    SearchLog: ("uid",),
    CommitmentTag: ("commitment_id", "label"),
    SavedView: ("name",),
    LedgerSetting: ("name",),
    DepartmentState: ("department_id",),
    DepartmentAlias: ("department_id", "plain"),
    SettledWords: ("source_id", "start"),
    WatchedPage: ("uid",),
    WatchLook: ("page_uid",),
    ItemSighting: ("item_uid", "page_uid"),
    FoundItem: ("uid",),
    NotForUsWord: ("word",),
    PageRecheck: ("evidence_uid",),
}
"""The versioned tables, each with the columns by which two rows are versions of the same thing."""

BOOKKEEPING = frozenset({"id", "since", "until", "version"})
"""Columns that say which version a row is, and nothing of the thing."""

DERIVED = frozenset({"working", "reached", "latest_evidence", "evidence_count", "doubts"})
"""Columns that follow from others, and are worked out again with every change."""

_FIRST_YEAR = 1970
"""Before it there was no ledger; and the first days of the calendar have no moment in UTC."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """Which state of the ledger is meant: after the event `event`, or now where it is None; and on which day."""

    day: date
    event: int | None = None


def live(table: type[Version], horizon: Horizon) -> ColumnElement[bool]:
    """The condition that a version of `table` is true at the horizon."""
    if horizon.event is None:
        return table.until.is_(None)
    # A version that this very event ended is true no more after it.
    return and_(table.since <= horizon.event, or_(table.until.is_(None), table.until > horizon.event))


def horizon_at(connection: Connection, today: date, as_of: date | None, days: EventDays | None = None) -> Horizon:
    """The ledger as it stood at the end of a day; now, where no day is given.

    `days` tells when each event came where their times do not follow their order. Of a day to come nothing is known but
    the calendar: the ledger as it is now, under that day's lights.
    """
    if as_of is None or as_of >= today:
        return Horizon(as_of or today)
    if as_of.year < _FIRST_YEAR:
        return Horizon(as_of, 0)
    if days is not None:
        return Horizon(as_of, days.last_until(as_of))
    return Horizon(as_of, connection.scalar(select(func.max(Event.id)).where(Event.at <= end_of(as_of))) or 0)


def done_since(
    day: date, horizon: Horizon, after: int | None = None, days: EventDays | None = None
) -> ColumnElement[bool]:
    """The condition that an event came after the end of a day, or `after` another, and is known at the horizon.

    `days` as of `horizon_at`.
    """
    known = true() if horizon.event is None else Event.id <= horizon.event
    if after is not None:
        return and_(known, Event.id > after)
    if days is not None:
        return and_(known, Event.id > days.last_until(day))
    return and_(known, true() if day.year < _FIRST_YEAR else Event.at > end_of(day))


def unindexed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the column so wrapped that SQLite does not use its index: a large event has thousands of rows there."""
    return func.coalesce(column, column)


def is_same(table: FromClause, other: FromClause, identity: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that two rows are versions of one thing. Only the first column is looked up by its index:
    it is the most selective."""
    first, *rest = identity
    return and_(other.c[first] == table.c[first], *(unindexed(other.c[name]) == table.c[name] for name in rest))


_ROW = "row_"
_EVENT = "event_"
_NEW = "new_"
"""Names of parameters: the id of a row, the event; and before the name of a column what is new in it."""


@cache
def inserting(table: Table) -> Insert:
    """A row, or many that all name the same columns. A server tells nobody their ids: it would be waited for."""
    return insert(table).inline()


@cache
def inserting_telling(table: Table) -> Insert:
    """A row whose id a file tells at no cost."""
    return insert(table)


def succeed(
    connection: Connection, table: Table, rows: Iterable[int], event_id: int, changed: Mapping[str, Any]
) -> None:
    """End the versions of these ids, and let each have a successor that differs in what is changed."""
    news = {_NEW + name: value for name, value in changed.items()}
    given = [{_ROW: row, _EVENT: event_id, **news} for row in rows]
    # Ended first: the index of current versions is unique, and would refuse the successor beside it.
    connection.execute(_ending(table), [{_ROW: one[_ROW], _EVENT: event_id} for one in given])
    connection.execute(_succeeding(table, frozenset(changed)), given)


@cache
def _ending(table: Table) -> Update:
    return update(table).where(table.c.id == bindparam(_ROW)).values(until=bindparam(_EVENT))


@cache
def _succeeding(table: Table, changed: frozenset[str]) -> Insert:
    """A new version of a row as it was, but for what is changed."""
    kept: dict[str, ColumnElement[Any]] = {
        column.name: column for column in table.columns if column.name not in ("id", "since", "until", *changed)
    }
    if "version" in kept:
        kept["version"] = table.c.version + 1
    news = {name: bindparam(_NEW + name, type_=table.c[name].type) for name in sorted(changed)}
    # From the row itself, within the database: nothing is read, decoded and written again that stays as it is.
    every = {**kept, "since": bindparam(_EVENT, type_=table.c.since.type), **news}
    row = table.select().with_only_columns(*every.values()).where(table.c.id == bindparam(_ROW))
    return insert(table).from_select(list(every), row, include_defaults=False)
