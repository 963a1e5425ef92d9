"""Open a ledger that is shared on a server, in the role that it gives whoever opens it."""

from collections.abc import Callable

from sqlalchemy import Engine

from tracker.domain.errors import UserError
from tracker.domain.terms import LedgerRole
from tracker.services.ledgers.session import Clock, Notice, Reading, Workspace
from tracker.store.database.engine import display_location
from tracker.store.server.access import needs_new_guards, read_access
from tracker.store.server.server_engine import server_of


def open_in_role(engine: Engine, clock: Clock) -> Workspace | None:
    """Open a shared ledger in which roles were set up; None where none were.

    Nothing is migrated or loaded: that is for its administrators. The author is the one that the server knows. Raises
    `role_missing`, `ledger_needs_upgrade`, `ledger_newer`.
    """
    access = read_access(engine)
    if access is None:
        return None
    if access.role is LedgerRole.READER:
        needed = LedgerRole.ANALYST
        notice = Notice("role_reading", {"needed": needed})
        workspace = _reading(engine, access.author, clock, lambda: UserError("role_reads", needed=needed), notice)
    else:
        standby = open_standby(engine, access.author, clock)
        workspace = standby or Workspace(engine, access.author, clock)
    # On a standby nothing can be renewed.
    if access.role is LedgerRole.ADMINISTRATOR and not workspace.is_reading and needs_new_guards(engine):
        workspace.notices += (Notice("guards_older", {}),)
    workspace.role = access.login
    workspace.access = access
    return workspace


def open_standby(engine: Engine, author: str, clock: Clock) -> Workspace | None:
    """Open a ledger on a server where nobody can write, a standby or one that was set so; None elsewhere."""
    server = server_of(engine)
    if server is None or not server.reads_only:
        return None
    path = display_location(engine)
    notice = Notice("ledger_reading", {"path": path})
    return _reading(engine, author, clock, lambda: UserError("server_read_only", path=path), notice)


def _reading(engine: Engine, author: str, clock: Clock, refusal: Callable[[], UserError], notice: Notice) -> Workspace:
    workspace = Workspace(engine, author, clock, Reading(refusal, None, lambda: None))
    workspace.notices += (notice,)
    return workspace
