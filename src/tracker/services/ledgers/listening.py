"""Hear what others write in a shared ledger, and see who is there."""

from collections.abc import Callable
from dataclasses import replace

from tracker.domain.safety.announcements import Announcement, Present
from tracker.services.ledgers.session import Workspace
from tracker.store.events.touched_commitments import commitments_of
from tracker.store.server import listening
from tracker.store.server.addresses import is_url


def is_shared(workspace: Workspace) -> bool:
    """Whether the ledger lies on a server. No I/O."""
    return is_url(workspace.location)


def listen(
    workspace: Workspace,
    heard: Callable[[Announcement], None],
    is_over: Callable[[], bool],
    begun: Callable[[], None] = lambda: None,
) -> None:
    """Call `heard` for each event that another program writes, until it `is_over`; meant for a thread of its own.
    `begun` is called once, when nothing is missed any more.

    Raises `UserError` when the connection is gone, as opening a ledger does; to be called again then.
    """

    def tell(announced: Announcement) -> None:
        if announced.session != workspace.session:
            heard(_whole(workspace, announced))

    workspace.run_on_engine(lambda engine: listening.listen(engine, tell, is_over, begun))


def _whole(workspace: Workspace, announced: Announcement) -> Announcement:
    """The same with all that the event changed: where that is much, as after an import, the server could carry only the
    first of it, and a form that is open on another would not be told."""
    if announced.count <= len(announced.commitments):
        return announced
    with workspace.snapshot() as snapshot:
        return replace(announced, commitments=tuple(snapshot.connection.scalars(commitments_of(announced.event))))


def list_present(workspace: Workspace) -> tuple[Present, ...]:
    """Return who else has the ledger open now, by name; nobody where it is a file."""
    if not is_shared(workspace):
        return ()
    with workspace.snapshot() as snapshot:
        return listening.list_present(snapshot.connection)
