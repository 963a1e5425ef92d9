"""Ways to look at the ledger, kept under a name in the ledger itself: they survive a restart, and are shared."""

from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, SavedViewRow
from tracker.services.commands import ViewDefinition
from tracker.services.workspace import Workspace
from tracker.store import sql as t
from tracker.store.views import list_views as read_views


def list_views(workspace: Workspace) -> tuple[SavedViewRow, ...]:
    """All saved views by name. What they mention may be gone; whoever applies one says so."""
    with workspace.look() as look:
        return read_views(look.connection)


def save_view(workspace: Workspace, view: ViewDefinition) -> Changes:
    """Keep a view under its name; one of that name is replaced."""
    with workspace.write() as work:
        work.record("view_saved", {"name": view.name})
        work.close(t.saved_view, t.saved_view.c.name == view.name)
        work.insert(t.saved_view, {"since": work.event_id, "name": view.name, "definition": view.definition})
        return work.changes


def delete_view(workspace: Workspace, name: str) -> Changes:
    """Give a view up. Raises `view_unknown`."""
    with workspace.write() as work:
        if name not in {view.name for view in read_views(work.connection)}:
            raise UserError("view_unknown", field="view", value=name)
        work.record("view_deleted", {"name": name})
        work.close(t.saved_view, t.saved_view.c.name == name)
        return work.changes
