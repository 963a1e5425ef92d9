"""Undo and redo: compensating events, one step at a time, of the author's own changes."""

from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, Reversible
from tracker.services.ledgers.workspace import Workspace
from tracker.store.events.history import event_row
from tracker.store.events.undo import last_change, last_undo, take_back


def reversible(workspace: Workspace) -> Reversible:
    """Return what undo and redo would do now, for the menu to name it."""
    with workspace.look() as look:
        change = last_change(look.connection, workspace.author)
        undone = last_undo(look.connection, workspace.author)
    return Reversible(
        event_row(change) if change is not None else None, event_row(undone) if undone is not None else None
    )


def undo(workspace: Workspace) -> Changes:
    """Take back the author's last change. Raises `nothing_to_undo`, `undo_blocked`."""
    with workspace.write() as work:
        # Asked again within the transaction: another program may have undone it since the menu showed it.
        change = last_change(work.connection, workspace.author)
        if change is None:
            raise UserError("nothing_to_undo")
        take_back(work, change, "undone")
        return work.changes


def redo(workspace: Workspace) -> Changes:
    """Do again what was undone last. Raises `nothing_to_redo`, `undo_blocked`."""
    with workspace.write() as work:
        undone = last_undo(work.connection, workspace.author)
        if undone is None:
            raise UserError("nothing_to_redo")
        take_back(work, undone, "redone")
        return work.changes
