"""Whether the clocks that dated a ledger's events agree with the one of this machine."""

from datetime import datetime

from tracker.domain.safety.event_days import later_than
from tracker.services.ledgers.session import Workspace
from tracker.store.events.event_times import last_moment


def newest_ahead(workspace: Workspace) -> datetime | None:
    """Return the time of the newest event where it lies in the future, for the user to be asked about; else None."""
    with workspace.snapshot() as snapshot:
        return later_than(last_moment(snapshot.connection), workspace.clock())
