"""Open a ledger that is shared on a server, in the role that it gives whoever opens it."""

from sqlalchemy import Engine

from tracker.domain.errors import UserError
from tracker.domain.terms import LedgerRole
from tracker.services.ledgers.session import Clock, Notice, Reading, Workspace
from tracker.store.database.engine import display_location
from tracker.store.server.access import read_access
from tracker.store.server.server_engine import server_of


def open_in_role(engine: Engine, clock: Clock) -> Workspace | None:
    """Open a shared ledger in which roles were set up; None where none were.

    Nothing is migrated or loaded: that is for its administrators. The author is the one that the server knows. Raises
    `role_missing`, `ledger_needs_upgrade`, `ledger_newer`.
    """
    access = read_access(engine)
    if access is None:
        return None
    reading: Reading | None = None
    notice: Notice | None = None
    server = server_of(engine)
    if access.role is LedgerRole.READER:
        reading = Reading(lambda: UserError("role_reads", needed=LedgerRole.ANALYST), None, lambda: None)
        notice = Notice("role_reading", {"needed": LedgerRole.ANALYST})
    elif server is not None and server.reads_only:
        path = display_location(engine)
        reading = Reading(lambda: UserError("server_read_only", path=path), None, lambda: None)
        notice = Notice("ledger_reading", {"path": path})
    workspace = Workspace(engine, access.author, clock, reading)
    workspace.role = access.login
    workspace.access = access
    if notice is not None:
        workspace.notices += (notice,)
    return workspace
