"""The commitments of earlier sources, as later words are compared with them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, select

from tracker.domain.briefings.changed_words import Pledge
from tracker.domain.rows import Due
from tracker.store.commitments.target_amounts import quantity_of
from tracker.store.database.tables import Commitment, CommitmentState, Source
from tracker.store.search.conditions import Scope, in_ledger
from tracker.store.search.suggestion_candidates import list_subjects


def list_pledges(
    connection: Connection, scope: Scope, said_on: date, source: str = "", ids: Collection[int] | None = None
) -> tuple[Pledge, ...]:
    """Return the commitments that were made before a day, or those of them with these ids, by their codes.

    `source` is the key of the source whose words are compared: its own commitments are none of them.
    """
    state = CommitmentState
    wanted = in_ledger(
        select(
            Commitment.id,
            Commitment.code,
            Source.publisher,
            state.due_on,
            state.due_basis,
            state.due_about,
            state.operator,
            state.target,
            state.unit,
            state.counted,
            state.counting,
            state.wording,
            state.baseline,
            state.threshold,
        ),
        scope,
    ).where(Source.held_on < said_on, Source.key != source)
    if ids is not None:
        wanted = wanted.where(Commitment.id.in_(ids))
    rows = {row.code: row for row in connection.execute(wanted)}
    subjects = list_subjects(connection, scope, [row.id for row in rows.values()])
    return tuple(
        Pledge(
            subject,
            quantity_of(row, scope.rules),
            Due(row.due_on, row.due_basis, row.due_about),
            row.publisher or "",
        )
        for subject in subjects
        for row in (rows[subject.code],)
    )
