"""Layouts of the register: which columns an office wants, in which order, kept under a name in the ledger itself."""

from collections.abc import Mapping, Sequence

from tracker.domain.errors import UserError
from tracker.domain.reports.register_columns import RegisterColumn
from tracker.domain.rows import Changes
from tracker.services.ledgers.workspace import Workspace
from tracker.store.reports import layouts as kept

LONGEST_NAME = 80
"""Characters."""


def list_layouts(workspace: Workspace) -> Mapping[str, tuple[RegisterColumn, ...]]:
    """Return the columns of every layout, by name."""
    with workspace.snapshot() as snapshot:
        return kept.list_layouts(snapshot.connection)


def layout_columns(workspace: Workspace, name: str) -> tuple[RegisterColumn, ...]:
    """Return the columns of a layout. Raises `layout_unknown`."""
    layouts = list_layouts(workspace)
    if name not in layouts:
        raise UserError("layout_unknown", field="layout", value=name)
    return layouts[name]


def save_layout(workspace: Workspace, name: str, columns: Sequence[RegisterColumn]) -> Changes:
    """Keep columns under a name; a layout of that name is replaced. Raises `layout_nameless`, `layout_empty`."""
    name = _read_name(name)
    if not columns:
        raise UserError("layout_empty", field="columns")
    with workspace.write() as work:
        # What the event says is the layout: it is taken back with it, and goes wherever the events go.
        work.record(kept.SAVED, {"name": name, "columns": [column.value for column in columns]})
        return work.changes


def rename_layout(workspace: Workspace, old: str, new: str) -> Changes:
    """Keep a layout under another name, in one event; one that had that name is replaced. Raises `layout_unknown`,
    `layout_nameless`."""
    name = _read_name(new)
    with workspace.write() as work:
        columns = kept.list_layouts(work.connection).get(old)
        if columns is None:
            raise UserError("layout_unknown", field="layout", value=old)
        if name != old:
            said = {"name": name, "columns": [column.value for column in columns], "renamed": old}
            work.record(kept.SAVED, said)
        return work.changes


def delete_layout(workspace: Workspace, name: str) -> Changes:
    """Give a layout up. Raises `layout_unknown`."""
    with workspace.write() as work:
        if name not in kept.list_layouts(work.connection):
            raise UserError("layout_unknown", field="layout", value=name)
        work.record(kept.DELETED, {"name": name})
        return work.changes


def _read_name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UserError("layout_nameless", field="layout", limit=LONGEST_NAME)
    return name
