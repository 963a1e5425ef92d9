"""When the assessment of each commitment changed, by the day."""

from datetime import date

from sqlalchemy import Connection, select

from tracker.domain.terms import Assessment
from tracker.domain.text.dates import day_of
from tracker.store.database.tables import CommitmentState, Event
from tracker.store.search.conditions import Scope


def verdict_days(connection: Connection, scope: Scope) -> dict[int, tuple[tuple[date, Assessment], ...]]:
    """Return, by commitment, the days at whose end another assessment stood than the day before, oldest first.

    What was set and taken back within a day left no trace that concerns anybody; nor does it count that a commitment
    is not rated before anybody has judged it.
    """
    state = CommitmentState
    query = (
        select(state.commitment_id, state.assessment, state.since, Event.at)
        .join(Event, Event.id == state.since)
        .order_by(state.commitment_id, state.since)
    )
    if scope.horizon.event is not None:
        query = query.where(state.since <= scope.horizon.event)
    days = scope.days()
    ends: dict[int, dict[date, Assessment]] = {}
    for row in connection.execute(query):
        day = day_of(row.at if days is None else days.moment_of(row.since))
        ends.setdefault(row.commitment_id, {})[day] = row.assessment
    return {known: tuple(_changes(by_day)) for known, by_day in ends.items()}


def _changes(by_day: dict[date, Assessment]) -> list[tuple[date, Assessment]]:
    changes: list[tuple[date, Assessment]] = []
    before = Assessment.NOT_RATED
    for day, assessment in by_day.items():
        if assessment is not before:
            changes.append((day, assessment))
        before = assessment
    return changes
