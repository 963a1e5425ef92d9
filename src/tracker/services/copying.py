"""Save a copy of a ledger under another name."""

from pathlib import Path

from tracker.domain.errors import UserError
from tracker.services.workspace import Workspace
from tracker.store.copying import copy_to


def save_copy(workspace: Workspace, path: Path) -> None:
    """Copy the ledger, as it is at this moment, into a new file that any program may open at once.

    Raises `copy_exists` rather than replace a file, `copy_needs_file` for a shared ledger, `output_unwritable`.
    """
    if path.exists():
        raise UserError("copy_exists", path=str(path))
    workspace.hand_over(lambda engine: copy_to(engine, path))
