"""Open a ledger: where it lies, who works in it; made, migrated and filled first where needed."""

import getpass
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tracker.domain.errors import UserError
from tracker.drafts import PREFIX, sweep, sync_folder
from tracker.file_modes import give, mode_for
from tracker.locations import typed_path
from tracker.services.behind import refuse_behind
from tracker.services.coding import load_briefings
from tracker.services.first_look import default_location
from tracker.services.session import Clock, Look, Workspace, system_clock
from tracker.store.copying import is_full, settle
from tracker.store.engine import is_url, make_engine
from tracker.store.schema import check_file, upgrade

__all__ = [
    "Clock",
    "Look",
    "Workspace",
    "default_author",
    "default_location",
    "make_whole",
    "open_workspace",
    "system_clock",
]


def open_workspace(location: str | Path, *, author: str | None = None, clock: Clock | None = None) -> Workspace:
    """Open a ledger; make, migrate and fill it first where needed.

    `location` is a file path or a `postgresql://` address. Raises `UserError` where it cannot be opened: see
    `tracker.store.engine`, `tracker.store.schema` and `tracker.services.behind`.
    """
    place = str(location)
    if not is_url(place):
        path = typed_path(place).absolute()
        check_file(path)
        refuse_behind(path)
        if not path.exists():
            with suppress(FileExistsError):  # another program was first: its ledger stays
                make_whole(path, lambda draft: _open(draft, author or default_author(), clock or system_clock).close())
        place = str(path)
    return _open(place, author or default_author(), clock or system_clock)


def _open(place: str, author: str, clock: Clock) -> Workspace:
    engine = make_engine(place)
    try:
        upgrade(engine, place)
        workspace = Workspace(engine, author, clock)
        load_briefings(workspace)
    except BaseException:
        engine.dispose()
        raise
    return workspace


def make_whole(path: Path, make: Callable[[str], None]) -> None:
    """Let `make` fill a ledger under another name, and put it in place when it is whole.

    Raises `FileExistsError` where there is one by then; `disk_full`, `ledger_unreachable`; and what `make` raises.
    """
    try:
        sweep(path.parent)
        with TemporaryDirectory(dir=path.parent, prefix=f"{PREFIX}ledger-") as folder:
            draft = Path(folder) / path.name
            make(str(draft))
            settle(draft)
            give(draft, mode_for(path))
            _put_in_place(draft, path)
        sync_folder(path.parent)
    except FileExistsError:
        raise
    except (OSError, sqlite3.Error) as error:
        code = "disk_full" if is_full(error) else "ledger_unreachable"
        raise UserError(code, path=str(path)) from error


def _put_in_place(draft: Path, path: Path) -> None:
    """Move without ever replacing. Raises `FileExistsError`."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, as on memory sticks
        if path.exists():
            raise FileExistsError(path) from None
        draft.rename(path)


def default_author() -> str:
    """`TRACKER_AUTHOR`, or the name of the account."""
    return os.environ.get("TRACKER_AUTHOR") or getpass.getuser()
