"""Verify a ledger from the outside in: the database, the sources, the events, the versions, what follows from them."""

from tracker.domain.rows import Fault
from tracker.services.workspace import Workspace
from tracker.store.faults import find_faults


def check(workspace: Workspace) -> tuple[Fault, ...]:
    """Everything that is wrong with the ledger; nothing for a sound one."""
    with workspace.look() as look:
        return tuple(find_faults(look.connection))
