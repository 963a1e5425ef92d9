"""The statements by which rows are written, each made once: SQLAlchemy keeps with them what it compiled them to."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, Table, Update, bindparam, insert, update

_ROW = "row_"
_EVENT = "event_"
_NEW = "new_"
"""Names of parameters: the id of a row, the event; and before the name of a column what is new in it."""


@cache
def inserting(table: Table) -> Insert:
    """A row, or many that all name the same columns."""
    return insert(table)


def succeed(
    connection: Connection, table: Table, rows: Iterable[int], event_id: int, changed: Mapping[str, Any]
) -> None:
    """End the versions of these ids, and let each have a successor that differs in what is changed."""
    news = {_NEW + name: value for name, value in changed.items()}
    given = [{_ROW: row, _EVENT: event_id, **news} for row in rows]
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
    every = {**kept, "since": bindparam(_EVENT, type_=table.c.since.type), **news}
    row = table.select().with_only_columns(*every.values()).where(table.c.id == bindparam(_ROW))
    return insert(table).from_select(list(every), row, include_defaults=False)
