"""Look at captured pages again, on request: what changed beside the stored copy. Evidence is never altered by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.watching.terms import RecheckOutcome
from tracker.services.events.kept_commands import kept_command
from tracker.store.watching import rechecks as store

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.domain.rows import Changes
    from tracker.domain.watching.page_changes import RecheckRow
    from tracker.domain.watching.watched import CapturedPage
    from tracker.services.commands import RecheckRound
    from tracker.services.ledgers.workspace import Workspace


def list_captured(workspace: Workspace, wanted: Collection[int] | None = None) -> tuple[CapturedPage, ...]:
    """Return the pieces in use that keep a page of the web, or those of them that are wanted, newest first."""
    with workspace.snapshot() as snapshot:
        return store.captured_pages(snapshot.connection, wanted)


def list_rechecks(workspace: Workspace, wanted: Collection[int] | None = None) -> dict[int, RecheckRow]:
    """Return by piece of evidence what its page was when it was looked at last."""
    with workspace.snapshot() as snapshot:
        return store.read_rechecks(snapshot.connection, snapshot.scope.horizon, wanted)


def record_rechecks(workspace: Workspace, round_: RecheckRound) -> Changes:
    """Keep what captured pages were when they were looked at again, by one event, which only says what was seen.

    Raises `evidence_unknown`.
    """
    with workspace.write() as work:
        for one in round_.rechecks:
            work.evidence(one.evidence_id)
        outcomes = [one.outcome for one in round_.rechecks]
        details = {
            "count": len(outcomes),
            "changed": outcomes.count(RecheckOutcome.CHANGED),
            "gone": outcomes.count(RecheckOutcome.GONE),
        }
        work.record("pages_rechecked", details, command=kept_command("record_rechecks", round_))
        for one in round_.rechecks:
            values = {
                "address": one.address,
                "looked_at": work.moment,
                "outcome": one.outcome,
                "problem": one.problem,
                "sha256": one.sha256,
                "change": one.change,
            }
            store.put_recheck(work, one.evidence_id, values)
        return work.changes
