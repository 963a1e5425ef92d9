"""Questions that tests ask of a ledger and no part of the program does."""

from dataclasses import replace
from datetime import date

from tracker.domain.rows import CommitmentChange, EvidenceRow
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commitments.changes import changes_in
from tracker.services.commitments.reading import list_evidence
from tracker.services.ledgers.workspace import Workspace


def list_inbox(workspace: Workspace) -> tuple[EvidenceRow, ...]:
    """Return the evidence in use that bears on nothing yet, newest first."""
    return tuple(piece for piece in list_evidence(workspace) if not piece.links and not piece.withdrawn)


def list_changes(workspace: Workspace, since: date, query: LedgerQuery | None = None) -> tuple[CommitmentChange, ...]:
    """Return the commitments that something was done to after the end of `since`, as a report of a period has them."""
    wanted = replace(query or LedgerQuery(), changed_since=since)
    with workspace.snapshot(wanted.as_of) as snapshot:
        return changes_in(snapshot, wanted, since, workspace.today())
