"""What two people made of one row: what a writer had seen, what they meant to write, and what is there now."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from tracker.store.database.tables import Version
from tracker.store.database.typed_columns import NamedRow
from tracker.store.database.versions import BOOKKEEPING, DERIVED, IDENTITY
from tracker.store.events.json_values import json_value

_INTERNAL = frozenset({"judged_by_event", "title_pinyin"})
"""Columns that say nothing to a reader, beside `BOOKKEEPING`."""
Difference = tuple[str, Any, Any, Any]
"""A column, and its values as JSON has them: as the writer had seen it, as they meant it to be, and as it is now."""


def differences(
    connection: Connection, table: type[Version], current: NamedRow, version: int, mine: Mapping[str, Any]
) -> tuple[Difference, ...]:
    """Return the columns in which a row differs from the version of it that a writer had seen, or in which what they
    meant to write (`mine`, by column) does; none where that version is not known."""
    columns = table.__table__.c
    same = [columns[name] == getattr(current, name) for name in IDENTITY[table]]
    # The newest of that number: what is undone has the number again that it had.
    seen = select(table).where(*same, columns.version == version).order_by(table.id.desc()).limit(1)
    base = connection.execute(seen).one_or_none()
    if base is None:
        return ()
    passed_over = _INTERNAL | BOOKKEEPING | DERIVED | {*IDENTITY[table]}
    found: list[Difference] = []
    for name in (column.name for column in columns if column.name not in passed_over):
        before, now = getattr(base, name), getattr(current, name)
        meant = mine.get(name, before)
        if not before == meant == now:
            found.append((name, json_value(before), json_value(meant), json_value(now)))
    return tuple(found)
