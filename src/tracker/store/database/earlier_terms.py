"""Bring the words of ledgers from before schema 0005 to those of the rules now, by an event of its own.

What was said stays as it was in the versions that this event ends, so that the ledger as of an earlier day reads as it
did then. Due dates as a coding assumed them are left to the newer coding, which says on what they rest.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from tracker.domain.exchange.spreadsheet_rows import SPREADSHEET
from tracker.domain.terms import Assessment, DueBasis, RelationKind
from tracker.domain.text.dates import a_year_after, day_of
from tracker.store.commitments.derived_values import judged_states, refresh_doubts
from tracker.store.database.evidence_tables import Restatement
from tracker.store.database.tables import Commitment, CommitmentState, Source
from tracker.store.database.typed_columns import NamedRow
from tracker.store.events.event_commands import Command
from tracker.store.events.unit_of_work import Actor, UnitOfWork

KIND = "terms_revised"
_AUTHOR = "tracker"
_Values = tuple[tuple[str, Any], ...]


def settle(connection: Connection, clock: Callable[[], datetime]) -> UnitOfWork:
    """Write the event where any row has an earlier term; the caller notes the returned unit once it is committed."""
    work = UnitOfWork(connection, Actor(_AUTHOR), clock())
    # Before anything is said otherwise, so that the versions which this event ends keep their doubts for the days they
    # were true; and once more at the end, since due dates and relations that are named otherwise raise other ones.
    refresh_doubts(connection, work.rules, work.today)
    states = _changed_states(connection)
    relations = _changed_relations(connection)
    if not states and not relations:
        return work
    changed = {row.commitment_id: row.code for rows in states.values() for row in rows}
    changed |= {row.commitment_id: row.code for rows in relations.values() for row in rows}
    work.record(KIND, {"commitments": [changed[one] for one in sorted(changed)]}, command=Command(KIND))
    for values, rows in states.items():
        work.replace_all(CommitmentState, rows, **dict(values))
    for kind, rows in relations.items():
        work.replace_all(Restatement, rows, kind=kind)
    work.add_to_history(sorted(changed))
    refresh_doubts(connection, work.rules, work.today)
    work.finish()
    return work


def _changed_states(connection: Connection) -> Mapping[_Values, list[NamedRow]]:
    """Current states by what is to be said of them otherwise."""
    query = (
        judged_states()
        .add_columns(Commitment.coded, Source.occasion, Source.title.label("source_title"))
        .where(CommitmentState.until.is_(None))
        .where((CommitmentState.due_basis == DueBasis.ASSUMED) | (CommitmentState.assessment != Assessment.NOT_RATED))
    )
    found: dict[_Values, list[NamedRow]] = defaultdict(list)
    for row in connection.execute(query):
        values = {**_due(row), **_review(row)}
        if values:
            found[tuple(values.items())].append(row)
    return found


def _due(row: NamedRow) -> dict[str, Any]:
    """An assumed due date was the user's, or the year's over the table that it came from; or it stands nowhere."""
    if row.due_basis is not DueBasis.ASSUMED:
        return {}
    # `coded` is what the coding said: where the date differs from it, somebody has set it, and may be held to it.
    if row.coded.get("due") != [row.due_on.isoformat(), DueBasis.ASSUMED.value]:
        return {"due_basis": DueBasis.USER}
    if row.occasion != SPREADSHEET:
        return {}
    if str(row.due_on.year) in row.source_title:
        return {"due_basis": DueBasis.SECTION}
    return {"due_on": None, "due_basis": DueBasis.NONE}


def _review(row: NamedRow) -> dict[str, date]:
    """A verdict sets the next review a year on."""
    if row.judged_at is None or row.review_on is not None:
        return {}
    return {"review_on": a_year_after(day_of(row.judged_at))}


def _changed_relations(connection: Connection) -> Mapping[RelationKind, list[NamedRow]]:
    """Current relations by the kind that they are of now (§8)."""
    state = CommitmentState
    query = (
        select(Restatement, Commitment.code, state.target.label("promised"))
        .join(Commitment, Commitment.id == Restatement.commitment_id)
        .join(state, (state.commitment_id == Restatement.commitment_id) & state.until.is_(None))
        .where(Restatement.until.is_(None), Restatement.kind.in_(_NOW))
    )
    found: dict[RelationKind, list[NamedRow]] = defaultdict(list)
    for row in connection.execute(query):
        found[_kind(row)].append(row)
    return found


_NOW = {
    RelationKind.RESTATEMENT: RelationKind.RESTATED,
    RelationKind.REVISION: RelationKind.RESTATED,
    RelationKind.EXTENSION: RelationKind.EXTENDED,
    RelationKind.MERGER: RelationKind.MERGED,
}


def _kind(row: NamedRow) -> RelationKind:
    """A revision raised or lowered the amount where it set one; any other wording only says the promise again."""
    if row.kind is RelationKind.REVISION and row.target is not None and row.promised is not None:
        if row.target > row.promised:
            return RelationKind.RAISED
        if row.target < row.promised:
            return RelationKind.LOWERED
    return _NOW[row.kind]
