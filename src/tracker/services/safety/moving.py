"""Move a ledger from a file to a server, and take a working copy from there."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.file_modes import mode_for
from tracker.services.ledgers.session import Workspace, system_clock
from tracker.services.ledgers.workspace import open_copy, open_workspace
from tracker.services.safety.checking import check
from tracker.store.database.engine import make_engine
from tracker.store.events.seals import COPIED
from tracker.store.evidence.file_contents import folder_beside
from tracker.store.safety.copying import is_taken, naming, put_together
from tracker.store.safety.moving import fill_file, fill_server
from tracker.store.server.addresses import is_url
from tracker.temp_files import draft_folder


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a ledger went, and how many events it has there."""

    location: str
    events: int


def push(source: Path, address: str, progress: Progress = unwatched) -> Moved:
    """Copy a ledger from a file into an empty database, with every id as it is; the file stays as it was.

    What was interrupted goes on where it stopped when it is asked for again. Raises `copy_needs_address`,
    `copy_target_taken`, `copy_unlike`, `restore_missing`, and what opening raises.
    """
    if not is_url(address):
        raise UserError("copy_needs_address", path=address)
    if not source.is_file():
        raise UserError("restore_missing", path=str(source))
    engine = make_engine(address)
    with closing(open_copy(source)) as ledger, closing(Workspace(engine, ledger.author, system_clock)) as moved:
        with ledger.snapshot() as snapshot:
            events = fill_server(snapshot.connection, engine, progress)
        # Not opened as any other, which may load a newer coding: what is compared is what was copied.
        _compare(ledger, moved)
        return Moved(moved.location, events)


def pull(address: str, path: Path, author: str, progress: Progress = unwatched) -> Moved:
    """Copy a ledger from a server into a new file, with every id as it is, and let the file's history say so.

    Raises `copy_needs_address`, `copy_exists`, `copy_unlike`, `disk_full`, `output_unwritable`, and what opening
    raises.
    """
    if not is_url(address):
        raise UserError("copy_needs_address", path=address)
    if is_taken(path):
        raise UserError("copy_exists", path=str(path))
    with (
        closing(open_workspace(address, author=author)) as ledger,
        naming(path),
        draft_folder(path.parent, "ledger") as folder,
    ):
        draft = folder / path.name
        engine = make_engine(str(draft))
        with closing(Workspace(engine, author, system_clock)) as copy:
            with ledger.snapshot() as snapshot:
                events = fill_file(snapshot.connection, engine, progress)
            with copy.write() as work:
                work.record(COPIED, {"origin": ledger.location, "events": events})
            _compare(ledger, copy)
        put_together(draft, folder_beside(draft), path, mode_for(path))
        return Moved(str(path), events)


def _compare(ledger: Workspace, copy: Workspace) -> None:
    """See that nothing is wrong with the copy that was not with the ledger. Raises `copy_unlike`."""
    known = {(fault.code, str(fault.details)) for fault in check(ledger)}
    if any((fault.code, str(fault.details)) not in known for fault in check(copy)):
        raise UserError("copy_unlike", tables="check")
