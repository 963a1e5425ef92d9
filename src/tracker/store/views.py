"""Saved views."""

from sqlalchemy import Connection, select

from tracker.domain.rows import SavedViewRow
from tracker.store import sql as t


def list_views(connection: Connection) -> tuple[SavedViewRow, ...]:
    """All current views, by name."""
    view = t.saved_view
    found = connection.execute(select(view).where(view.c.until.is_(None)).order_by(view.c.name))
    return tuple(SavedViewRow(row.name, row.definition) for row in found)
