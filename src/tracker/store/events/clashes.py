"""What two copies of a ledger both changed since they parted.

A thing is known by its table and by what it is called in every copy, so that numbers which each copy gave to what is
new in it alone are never taken for each other.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, or_, select

from tracker.domain.safety.merging import Clash
from tracker.store.database.evidence_tables import Evidence, EvidenceState
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import Commitment, Department, Version
from tracker.store.database.versions import BOOKKEEPING, DERIVED, IDENTITY
from tracker.store.database.watch_tables import FoundItem, ItemSighting, PageRecheck, WatchedPage, WatchLook
from tracker.store.events.json_values import json_value

NAME_JOINER = " · "
"""Stands between the names of a thing that has several, in `Clash.what`."""
Thing = tuple[str, tuple[Any, ...]]
"""A table, and the names of a thing in it that are the same in every copy."""
_Values = Mapping[str, Any]
# Which event judged is a number of one copy; the romanised title follows from the title, the next review from the
# verdict.
_LOCAL = BOOKKEEPING | DERIVED | {"judged_by_event", "title_pinyin", "review_on"}
_RECORDS: frozenset[type[Version]] = frozenset({WatchLook, ItemSighting, PageRecheck})
"""What somebody saw, and when: two who looked say nothing against each other, and the newest look holds."""


@dataclass(frozen=True, slots=True)
class ThingChange:
    """What became of a thing: its values before, and after; None where it was not, or is no more."""

    before: _Values | None
    after: _Values | None

    def columns(self) -> Iterator[str]:
        """The columns that were changed."""
        names = sorted({*(self.before or ()), *(self.after or ())})
        return (name for name in names if _value(self.before, name) != _value(self.after, name))


def changes_of(
    connection: Connection, events: Collection[int], among: Iterable[Thing] | None = None
) -> dict[Thing, ThingChange]:
    """What these events did to each thing, taken together: how it was before the first, and how the last left it.

    With `among` only the tables of these things are read: nothing else could clash with them.
    """
    tables = {table for table, _ in among} if among is not None else None
    found: dict[Thing, ThingChange] = {}
    for table, identity in IDENTITY.items() if events else ():
        if table not in _RECORDS and (tables is None or table.__table__.name in tables):
            found |= _changes_in(connection, table, identity, events)
    return found


def clashes(
    connection: Connection, here: Mapping[Thing, ThingChange], theirs: Mapping[Thing, ThingChange]
) -> tuple[Clash, ...]:
    """What `here` was changed since the copies parted and `theirs` would change otherwise. `connection` is this copy's,
    by which things get the names that users know."""
    found: list[Clash] = []
    for thing, change in theirs.items():
        mine = here.get(thing)
        if mine is None:
            continue
        both = set(mine.columns())
        for column in change.columns():
            ours, other = _value(mine.after, column), _value(change.after, column)
            if column in both and ours != other:
                base = json_value(_value(mine.before, column))
                found.append(Clash(_name(connection, thing), column, base, json_value(ours), json_value(other)))
    return tuple(found)


def _changes_in(
    connection: Connection, table: type[Version], identity: tuple[str, ...], events: Collection[int]
) -> dict[Thing, ThingChange]:
    # A range, not a list: after months apart the events are too many to be named.
    first, last = min(events), max(events)
    near = or_(table.since.between(first, last), table.until.between(first, last))
    rows = [dict(row) for row in connection.execute(select(table).where(near).order_by(table.id)).mappings()]
    rows = [row for row in rows if row["since"] in events or row["until"] in events]
    names = _Names(connection, table.__table__, rows)
    before: dict[Thing, _Values] = {}
    after: dict[Thing, _Values | None] = {}
    for row in rows:
        thing = (table.__table__.name, tuple(names.of(name, row[name]) for name in identity))
        values = {name: names.of(name, value) for name, value in row.items() if name not in _LOCAL}
        if row["since"] in events:
            after[thing] = values
        else:
            before.setdefault(thing, values)
        if row["until"] in events and row["since"] not in events:
            after.setdefault(thing, None)
        elif row["until"] in events:
            # Begun and ended among them: what counts is whether a later row of theirs took its place.
            after[thing] = None
    return {thing: ThingChange(before.get(thing), left) for thing, left in after.items()}


class _Names:
    """The UUIDs of what rows refer to by number."""

    def __init__(self, connection: Connection, table: Table, rows: Sequence[_Values]) -> None:
        self._known: dict[str, dict[int, str]] = {}
        for column in table.columns:
            for key in column.foreign_keys:
                parent = key.column.table
                if "uid" in parent.columns:
                    wanted = {row[column.name] for row in rows} - {None}
                    self._known[column.name] = {
                        row.id: row.uid
                        for page in pages(sorted(wanted))
                        for row in connection.execute(select(parent.c.id, parent.c.uid).where(parent.c.id.in_(page)))
                    }

    def of(self, column: str, value: Any) -> Any:
        """The value of a column, or the UUID of what it refers to."""
        known = self._known.get(column)
        return value if known is None else known.get(value)


def _value(values: _Values | None, name: str) -> Any:
    return None if values is None else values.get(name)


def _name(connection: Connection, thing: Thing) -> str:
    """What users call a thing of this copy."""
    uids = [part for part in thing[1] if isinstance(part, str)]
    piece = (
        select(EvidenceState.title)
        .join(Evidence, Evidence.id == EvidenceState.evidence_id)
        .where(Evidence.uid.in_(uids), EvidenceState.until.is_(None))
    )
    queries = (
        select(Commitment.code).where(Commitment.uid.in_(uids)),
        piece,
        select(Department.name).where(Department.uid.in_(uids)),
        select(WatchedPage.name).where(WatchedPage.uid.in_(uids), WatchedPage.until.is_(None)),
        select(FoundItem.title).where(FoundItem.uid.in_(uids), FoundItem.until.is_(None)),
    )
    names = [name for query in queries for name in connection.scalars(query)]
    return NAME_JOINER.join(names) or NAME_JOINER.join(map(str, thing[1]))
