"""Saved views."""

import json
from typing import Any

from sqlalchemy import Connection, Text, cast, select

from tracker.domain.json_values import is_object
from tracker.domain.rows import SavedViewRow
from tracker.store.database.tables import SavedView


def list_views(connection: Connection) -> tuple[SavedViewRow, ...]:
    """All current views, by name. One whose definition is none, which only another program can have written, shows all
    of the ledger."""
    view = SavedView
    wanted = select(view.name, cast(view.definition, Text).label("definition")).where(view.until.is_(None))
    found = connection.execute(wanted.order_by(view.name))
    return tuple(SavedViewRow(row.name, _definition(row.definition)) for row in found)


def _definition(text: str) -> dict[str, Any]:
    try:
        definition = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return dict(definition) if is_object(definition) else {}
