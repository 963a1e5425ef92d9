"""Accept commitments that the rules proposed and that nobody had read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from tracker.services.events.kept_commands import kept_command
from tracker.store.database.tables import Commitment, CommitmentState

if TYPE_CHECKING:
    from tracker.domain.rows import Changes
    from tracker.services.commands import UnitsAcceptance
    from tracker.services.ledgers.workspace import Workspace


def list_unreviewed(workspace: Workspace) -> tuple[str, ...]:
    """Return the codes of the commitments that nobody has read yet, in order."""
    with workspace.snapshot() as snapshot:
        waiting = (
            select(Commitment.code)
            .join(CommitmentState, CommitmentState.commitment_id == Commitment.id)
            .where(CommitmentState.until.is_(None), CommitmentState.unreviewed)
            .order_by(Commitment.code)
        )
        return tuple(snapshot.connection.scalars(waiting))


def accept_units(workspace: Workspace, acceptance: UnitsAcceptance) -> Changes:
    """Take commitments for reviewed, all in one event; those that are already are left alone.

    Raises `commitment_unknown`; then nothing is changed.
    """
    with workspace.write() as work:
        chosen = work.commitments(list(dict.fromkeys(acceptance.commitments)))
        waiting = [row for row in chosen if row.unreviewed]
        if not waiting:
            return work.changes
        codes = [row.code for row in waiting]
        work.record("units_accepted", {"commitments": codes}, command=kept_command("accept_units", acceptance))
        work.replace_all(CommitmentState, waiting, unreviewed=False)
        work.add_to_history(row.commitment_id for row in waiting)
        return work.changes
