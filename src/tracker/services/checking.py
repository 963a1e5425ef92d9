"""Verify a ledger from the outside in: the database, the sources, the events, the versions, what follows from them."""

from tracker.domain.rows import Fault
from tracker.services.workspace import Workspace
from tracker.store.faults import find_faults
from tracker.store.plans import settle_plans
from tracker.store.search_index import rebuild


def check(workspace: Workspace) -> tuple[Fault, ...]:
    """Everything that is wrong with the ledger; nothing for a sound one."""
    with workspace.look() as look:
        return tuple(find_faults(look.connection))


def rebuild_search(workspace: Workspace) -> None:
    """Make the search index anew from what the ledger says, and SQLite's plans as they are meant; nothing of what the
    ledger says changes, so that it is no event."""
    with workspace.write() as work:
        rebuild(work.connection)
        settle_plans(work.connection)
