"""Saved views."""

import json
from typing import Any

from sqlalchemy import Connection, Text, cast, select

from tracker.domain.rows import SavedViewRow
from tracker.store.database import table_handles as t


def list_views(connection: Connection) -> tuple[SavedViewRow, ...]:
    """All current views, by name. One whose definition is none, which only another program can have written, shows all
    of the ledger."""
    view = t.saved_view
    wanted = select(view.c.name, cast(view.c.definition, Text).label("definition")).where(view.c.until.is_(None))
    found = connection.execute(wanted.order_by(view.c.name))
    return tuple(SavedViewRow(row.name, _definition(row.definition)) for row in found)


def _definition(text: str) -> dict[str, Any]:
    try:
        definition = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return definition if isinstance(definition, dict) else {}
