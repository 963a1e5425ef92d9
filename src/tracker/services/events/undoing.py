"""Undo and redo: compensating events, one step at a time, of one's own changes.

On a server one's own are those of one's role and name, and of these first what this opening of the ledger wrote.
"""

from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, Reversible
from tracker.services.ledgers.workspace import Workspace
from tracker.store.events.history import event_row
from tracker.store.events.unanswered import refuse_kind_twice
from tracker.store.events.undo import Undoer, change_questions, last_change, last_undo, take_back, undo_questions


def reversible(workspace: Workspace) -> Reversible:
    """Return what undo and redo would do now, for the menu to name it."""
    with workspace.snapshot() as snapshot:
        change = last_change(snapshot.connection, _undoer(workspace))
        undone = last_undo(snapshot.connection, _undoer(workspace))
    return Reversible(
        event_row(change) if change is not None else None, event_row(undone) if undone is not None else None
    )


def undo(workspace: Workspace) -> Changes:
    """Take back one's own last change. Raises `nothing_to_undo`, `undo_blocked`; `SavedBeforeError` where an undo whose
    outcome was unknown turns out to be there."""
    undoer = _undoer(workspace)
    with workspace.write(lambda connection: change_questions(connection, undoer)) as work:
        refuse_kind_twice(work.connection, work.returned, "undone")
        # Asked again within the transaction: another program may have undone it since the menu showed it.
        change = last_change(work.connection, undoer)
        if change is None:
            raise UserError("nothing_to_undo")
        take_back(work, change, "undone")
        return work.changes


def redo(workspace: Workspace) -> Changes:
    """Do again what was undone last. Raises `nothing_to_redo`, `undo_blocked`; `SavedBeforeError` as `undo`."""
    undoer = _undoer(workspace)
    with workspace.write(lambda connection: undo_questions(connection, undoer)) as work:
        refuse_kind_twice(work.connection, work.returned, "redone")
        undone = last_undo(work.connection, undoer)
        if undone is None:
            raise UserError("nothing_to_redo")
        take_back(work, undone, "redone")
        return work.changes


def _undoer(workspace: Workspace) -> Undoer:
    return Undoer(workspace.author, workspace.session)
