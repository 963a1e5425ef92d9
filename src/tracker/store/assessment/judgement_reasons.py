"""The reasons that were given for judgements."""

from sqlalchemy import Connection, select

from tracker.domain.terms import Assessment
from tracker.store.database.decoding import Decoding, member
from tracker.store.database.tables import Event

_LOOKED_AT = 400
"""Judgements that are looked through, newest first: of thousands, the last few reasons are among these."""


def recent_reasons(connection: Connection, assessment: Assessment, most: int) -> tuple[str, ...]:
    """Return the last different reasons that were given for this assessment, newest first."""
    judged = select(Event.reason, Event.details).where(Event.kind == "assessment_set", Event.reason != "")
    found: dict[str, None] = {}
    with Decoding(Event.__table__.name):
        for event in connection.execute(judged.order_by(Event.id.desc()).limit(_LOOKED_AT)):
            # A repair that could not save what an event tells leaves its details empty.
            if event.details and member(event.details, "after", str) == assessment.value:
                found.setdefault(event.reason, None)
            if len(found) == most:
                break
    return tuple(found)
