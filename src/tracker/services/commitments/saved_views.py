"""Ways to look at the ledger, kept under a name in the ledger itself: they survive a restart, and are shared."""

from collections.abc import Mapping
from typing import Any

from tracker.domain.errors import UserError
from tracker.domain.json_values import is_list, is_object
from tracker.domain.rows import Changes, SavedViewRow
from tracker.domain.search.ledger_query import (
    FACET_TERMS,
    Facet,
    LedgerQuery,
    SortKey,
    orders_from_json,
)
from tracker.services.commands import ViewDefinition, command
from tracker.services.events.kept_commands import kept_command
from tracker.services.ledgers.workspace import Workspace
from tracker.store.database.ledger_settings import list_views as read_views
from tracker.store.database.tables import SavedView


def list_views(workspace: Workspace) -> tuple[SavedViewRow, ...]:
    """All saved views by name. What they mention may be gone; whoever applies one says so."""
    with workspace.snapshot() as snapshot:
        return read_views(snapshot.connection)


def view_query(workspace: Workspace, name: str) -> LedgerQuery:
    """What a saved view asks of the ledger. Names in it that are gone match nothing, terms that are gone are left out.

    Raises `view_unknown`.
    """
    found = next((view for view in list_views(workspace) if view.name == name), None)
    if found is None:
        raise UserError("view_unknown", field="view", value=name)
    return query_of(found.definition)


def query_of(definition: Mapping[str, Any]) -> LedgerQuery:
    """The query of a definition, as far as it is one."""
    choices = definition.get("choices")
    given: Mapping[str, object] = choices if is_object(choices) else {}
    chosen = {facet: _known(facet, given.get(facet.value)) for facet in Facet}
    sort = definition.get("sort")
    search = definition.get("search")
    return LedgerQuery(
        {facet: values for facet, values in chosen.items() if values},
        search=search if isinstance(search, str) else "",
        sort=SortKey(sort) if sort in list(SortKey) else SortKey.CODE,
        descending=definition.get("descending") is True,
        then=orders_from_json(definition.get("then")),
    )


def _known(facet: Facet, values: object) -> frozenset[str]:
    vocabulary = FACET_TERMS.get(facet)
    named = frozenset(value for value in values if isinstance(value, str)) if is_list(values) else frozenset[str]()
    return named if vocabulary is None else named & {member.value for member in vocabulary}


def save_view(workspace: Workspace, view: ViewDefinition) -> Changes:
    """Keep a view under its name; one of that name is replaced."""
    with workspace.write() as work:
        work.record("view_saved", {"name": view.name}, command=kept_command("save_view", view))
        work.close(SavedView, SavedView.name == view.name)
        work.insert(SavedView, {"since": work.event_id, "name": view.name, "definition": view.definition})
        return work.changes


def rename_view(workspace: Workspace, old: str, new: str) -> Changes:
    """Keep a view under another name, in one event; one that had that name is replaced. Raises `view_unknown`."""
    with workspace.write() as work:
        found = next((view for view in read_views(work.connection) if view.name == old), None)
        if found is None:
            raise UserError("view_unknown", field="view", value=old)
        view = command(ViewDefinition, name=new, definition=found.definition)
        if view.name == old:
            return work.changes
        work.record(
            "view_renamed",
            {"name": view.name, "before": old},
            command=kept_command("rename_view", old=old, new=view.name),
        )
        work.close(SavedView, SavedView.name.in_((old, view.name)))
        work.insert(SavedView, {"since": work.event_id, "name": view.name, "definition": view.definition})
        return work.changes


def delete_view(workspace: Workspace, name: str) -> Changes:
    """Give a view up. Raises `view_unknown`."""
    with workspace.write() as work:
        if name not in {view.name for view in read_views(work.connection)}:
            raise UserError("view_unknown", field="view", value=name)
        work.record("view_deleted", {"name": name}, command=kept_command("delete_view", name=name))
        work.close(SavedView, SavedView.name == name)
        return work.changes
