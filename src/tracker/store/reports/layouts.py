"""Layouts of the register: columns that somebody chose, under a name; read off the events that say so."""

from sqlalchemy import Connection, select

from tracker.domain.reports.register_columns import RegisterColumn
from tracker.store.database.decoding import Decoding, member
from tracker.store.database.tables import Event
from tracker.store.events.undo import in_effect

SAVED = "layout_saved"
DELETED = "layout_deleted"


def list_layouts(connection: Connection) -> dict[str, tuple[RegisterColumn, ...]]:
    """Return the columns of every layout in effect, by name. Raises `StoredValueError` where an event has none."""
    layouts: dict[str, tuple[RegisterColumn, ...]] = {}
    told = select(Event).where(Event.kind.in_((SAVED, DELETED)), in_effect()).order_by(Event.id)
    for event in connection.execute(told):
        if not event.details:  # a repair could save nothing of it
            continue
        with Decoding(Event.__table__.name):
            name = member(event.details, "name", str)
            layouts.pop(name, None)
            # Of one that was renamed, the name that it had before.
            layouts.pop(event.details.get("renamed", name), None)
            if event.kind == SAVED:
                layouts[name] = tuple(map(RegisterColumn, event.details["columns"]))
    return dict(sorted(layouts.items()))
