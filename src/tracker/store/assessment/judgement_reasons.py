"""The reasons that were given for judgements."""

from collections import defaultdict

from sqlalchemy import Connection, select

from tracker.domain.terms import Assessment
from tracker.store.database.decoding import Decoding, member
from tracker.store.database.tables import Event

_LOOKED_AT = 400
"""Judgements that are looked through, newest first: of thousands, the last few reasons are among these."""


def recent_reasons(connection: Connection, most: int) -> dict[Assessment, tuple[str, ...]]:
    """Return the last different reasons that were given for each assessment, newest first, so many at most."""
    judged = select(Event.reason, Event.details).where(Event.kind == "assessment_set", Event.reason != "")
    found: dict[str, dict[str, None]] = defaultdict(dict)
    with Decoding(Event.__table__.name):
        for event in connection.execute(judged.order_by(Event.id.desc()).limit(_LOOKED_AT)):
            # A repair that could not save what an event tells leaves its details empty.
            if event.details:
                found[member(event.details, "after", str)].setdefault(event.reason, None)
    return {one: tuple(found[one.value])[:most] for one in Assessment}
