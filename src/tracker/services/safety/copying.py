"""Save a copy of a ledger under another name."""

from pathlib import Path

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.services.ledgers.workspace import Workspace
from tracker.store.safety.copying import copy_to, is_taken


def save_copy(workspace: Workspace, path: Path, progress: Progress = unwatched) -> None:
    """Copy the ledger, as it is at this moment, with the files of its evidence, into a new file that any program may
    open at once.

    Raises `copy_exists` rather than replace a file, `copy_needs_file` for a shared ledger, `output_unwritable`.
    """
    if is_taken(path):
        raise UserError("copy_exists", path=str(path))
    workspace.run_on_engine(lambda engine: copy_to(engine, path, progress))
