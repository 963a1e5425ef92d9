"""Open a ledger: where it lies, who works in it; made, migrated and filled first where needed."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Engine

from tracker.domain.errors import UserError
from tracker.file_modes import give, mode_for
from tracker.locations import default_location
from tracker.open_files import was_written_over
from tracker.services.briefings.coding import begin_with, load_briefings
from tracker.services.ledgers.lost_changes import refuse_missing_changes
from tracker.services.ledgers.office import open_in_role, open_standby
from tracker.services.ledgers.session import (
    COPIES_NOTICE,
    HELD_NOTICE,
    Clock,
    Notice,
    Reading,
    Snapshot,
    Workspace,
    system_clock,
)
from tracker.store.database.engine import file_of, make_engine, make_reading_engine
from tracker.store.database.migrating import begins_as_database, check_file, check_open, is_writable, upgrade
from tracker.store.database.schema_check import HEAD
from tracker.store.files.conflicted_copies import parted_copies
from tracker.store.files.lock_file import LockFile, clear_dead_lock, held, living_holder_of
from tracker.store.files.reading_copy import ReadingCopy
from tracker.store.files.replaced_file import put_strange_log_aside, remember_file
from tracker.store.files.share import take_lock
from tracker.store.files.symbolic_links import bring_from_link, check_length, ledger_at
from tracker.store.safety.copying import is_full, settle
from tracker.store.safety.ledger_inspection import UNREADABLE, quietly
from tracker.store.server.addresses import is_url
from tracker.store.server.server_clock import ServerClock
from tracker.systems.file_systems import is_shared
from tracker.systems.processes import account_name
from tracker.temp_files import draft_folder, sweep, sync_folder

__all__ = [
    "Clock",
    "Snapshot",
    "Workspace",
    "begin_ledger",
    "default_author",
    "default_location",
    "make_whole",
    "open_workspace",
    "system_clock",
]


def open_workspace(
    location: str | Path,
    *,
    author: str | None = None,
    clock: Clock | None = None,
    makes: bool = True,
    begins: Sequence[str] | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> Workspace:
    """Open a ledger; make, migrate and fill it first where needed.

    A file that is made begins with the briefings that come with the program, or with those of them that it `begins`
    with, by their keys.

    `location` is a file path or a `postgresql://` address. A file that cannot be written is opened for reading; so is
    one on a share, until the first change or `Workspace.claim`, and one on a server that is read-only. A server is not
    waited for any more once it is `stopping`. Raises `UserError` where it cannot be opened: see `engine`, `migrating`
    and `lost_changes`; `ledger_missing` where no file is there and none is to be made (not `makes`).
    """
    place = str(location)
    author = author or default_author()
    if is_url(place):
        return _open_on_server(place, author, clock, stopping)
    clock = clock or system_clock
    path = ledger_at(place)
    if not makes and not path.exists():
        raise UserError("ledger_missing", path=str(path))
    is_there = begins_as_database(path)
    # After the file was looked at: what lies beside a file that is no ledger of ours is not ours to sweep.
    sweep(path.parent)
    if not is_there:
        with suppress(FileExistsError):  # another program was first: its ledger stays
            make_whole(path, lambda draft: _open(draft, author, clock, begins).close())
    brought = bring_from_link(place, path)
    if is_shared(path) or clear_dead_lock(path):  # a lock: somebody has it by way of a share
        workspace = _open_shared(path, author, clock)
    elif is_writable(path):
        workspace = _open_local(path, author, clock)
    else:
        workspace = _open_read_only(path, author, clock, copies=False)
    if parted := parted_copies(path):
        names = [copy.name for copy in parted]
        workspace.notices += (Notice(COPIES_NOTICE, {"path": str(path), "copies": names, "first": str(parted[0])}),)
    if brought:
        workspace.notices += (Notice("brought_from_link", {"count": brought, "path": str(path)}),)
    return workspace


def refuse_other_file(location: str) -> None:
    """Refuse a file that is not there or no ledger, before another one is left for it.

    Raises `ledger_missing`, `ledger_not_database`, and the others of `migrating.check_file`.
    """
    path = ledger_at(location)
    if not path.exists():
        raise UserError("ledger_missing", path=str(path))
    check_file(path)


def begin_ledger(path: Path, briefings: Sequence[str]) -> None:
    """Make a ledger that begins with some of the briefings that come with the program, or with none, and stays so.

    Raises `ledger_exists` where there is a file already, `briefing_unknown`, and what `make_whole` raises.
    """
    try:
        if path.exists():
            raise FileExistsError(path)
        make_whole(path, lambda draft: _open(draft, default_author(), system_clock, briefings).close())
    except FileExistsError:
        raise UserError("ledger_exists", path=str(path)) from None


def open_copy(path: Path) -> Workspace:
    """Open a file for reading by a copy in a private folder, so that nothing beside it changes. Raises as opening."""
    if not begins_as_database(path):
        raise UserError("ledger_not_database", path=str(path))
    return _open_reading(path, default_author(), system_clock, lambda: None, None, copies=True)


def _open_on_server(place: str, author: str, clock: Clock | None, stopping: Callable[[], bool]) -> Workspace:
    """Open a shared ledger in the role that its server gives; where it has no roles, whoever may write its tables may
    do all."""
    engine = make_engine(place, author=author, stopping=stopping)
    try:
        clock = clock or ServerClock(engine)
        in_role = open_in_role(engine, clock)
        if in_role is not None:
            return in_role
        upgrade(engine, place, clock)
        standby = open_standby(engine, author, clock)
        if standby is not None:
            return standby
        _load_newer_briefings(engine, author, clock)
    except BaseException:
        engine.dispose()
        raise
    return Workspace(engine, author, clock)


def _load_newer_briefings(engine: Engine, author: str, clock: Clock) -> None:
    """Load what came with a newer program; whoever may only read leaves that to those who may write."""
    try:
        load_briefings(Workspace(engine, author, clock))
    except UserError as error:
        if error.code != "server_not_permitted":
            raise


def open_other(location: str) -> Workspace:
    """Open another ledger beside the one that is worked in: a file by a copy, as `open_copy`, or a shared one."""
    return open_workspace(location) if is_url(location) else open_copy(ledger_at(location))


def _open_local(path: Path, author: str, clock: Clock) -> Workspace:
    if was_written_over(path):
        raise UserError("ledger_needs_restart", path=str(path))
    strange = put_strange_log_aside(path)
    check_file(path)
    refuse_missing_changes(path)
    # Only now: opening migrates, and lets SQLite take over a log that may belong to another file, or be all that shows
    # that changes were lost.
    workspace = _open(str(path), author, clock)
    if strange is not None:
        workspace.notices += (Notice("log_put_aside", {"path": str(path), "log": strange.name}),)
    return workspace


def _open_read_only(path: Path, author: str, clock: Clock, *, copies: bool) -> Workspace:
    def refusal() -> UserError:
        return UserError("ledger_read_only", path=str(path))

    workspace = _open_reading(path, author, clock, refusal, None, copies=copies)
    workspace.notices += (Notice("ledger_reading", {"path": str(path)}),)
    return workspace


def _open_shared(path: Path, author: str, clock: Clock) -> Workspace:
    """Open a ledger on a share for reading; at the first change its lock is taken, if nobody else has it."""

    def refusal() -> UserError | None:
        holder = living_holder_of(path)
        return held(path, holder) if holder is not None else None

    def claim(over: bool) -> Engine:
        # The lock first: between opening and locking somebody on another machine could begin to write.
        lock = take_lock(path, over=over)
        try:
            check_file(path)
            engine = _opened_engine(str(path), author, clock, lock)
        except BaseException:
            lock.release()
            raise
        return engine

    if not is_writable(path):
        return _open_read_only(path, author, clock, copies=True)
    workspace = _open_reading(path, author, clock, refusal, claim, copies=True)
    other = refusal()
    if other is not None:
        workspace.notices += (Notice(HELD_NOTICE, other.details),)
    return workspace


def _open_reading(
    path: Path,
    author: str,
    clock: Clock,
    refusal: Callable[[], UserError | None],
    claim: Callable[[bool], Engine] | None,
    *,
    copies: bool,
) -> Workspace:
    reader = ReadingCopy(path, _bring_up_to_date, copies=copies)
    try:
        with closing(reader.connect()) as connection:
            # A ledger of an earlier schema is read by a copy that is brought up to date; what is only read stays as it
            # is.
            if check_open(path, connection) != HEAD and not copies:
                reader = ReadingCopy(path, _bring_up_to_date, copies=True)
    except UNREADABLE as error:
        raise UserError("ledger_damaged", path=str(path)) from error
    engine = make_reading_engine(str(path), reader.connect)
    return Workspace(engine, author, clock, Reading(refusal, claim, reader.close))


def _bring_up_to_date(copy: Path) -> None:
    """Bring a copy, which is only read, to the present schema."""
    with quietly(copy) as connection:
        if check_open(copy, connection) == HEAD:
            return
    engine = make_engine(str(copy))
    try:
        upgrade(engine, str(copy), backup=False)
    finally:
        engine.dispose()


def open_empty(path: Path, *, author: str | None = None, clock: Clock | None = None) -> Workspace:
    """Make a ledger in which nothing has happened yet, not even that this briefing was loaded, and open it.

    It is for whoever does the events of another ledger again in it. Raises as `open_workspace` does, and
    `copy_exists` where there is a file already.
    """
    if path.exists():
        raise UserError("copy_exists", path=str(path))
    engine = make_engine(str(path))
    try:
        upgrade(engine, str(path))
        remember_file(engine)
    except BaseException:
        engine.dispose()
        raise
    return Workspace(engine, author or default_author(), clock or system_clock)


def _open(place: str, author: str, clock: Clock, begins: Sequence[str] | None = None) -> Workspace:
    return Workspace(_opened_engine(place, author, clock, begins=begins), author, clock)


def _opened_engine(
    place: str, author: str, clock: Clock, lock: LockFile | None = None, begins: Sequence[str] | None = None
) -> Engine:
    """An engine for a ledger that is up to date, and whose file is known. `lock` is given back when it is closed; a new
    one `begins` with the briefings that were chosen for it."""
    engine = make_engine(place, held=lock is not None)
    file = file_of(engine)
    if file is not None:
        file.lock = lock
    try:
        upgrade(engine, place, clock)
        # After the migration, and before anybody sees the ledger: a newer coding is merged by an event like any other.
        if begins is None:
            load_briefings(Workspace(engine, author, clock))
        else:
            begin_with(Workspace(engine, author, clock), begins)
        remember_file(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def make_whole(path: Path, make: Callable[[str], None]) -> None:
    """Let `make` fill a ledger under another name, and put it in place when it is whole.

    Raises `FileExistsError` where there is one by then; `disk_full`, `ledger_folder_unwritable`,
    `ledger_path_too_long`, `ledger_unreachable`; and what `make` raises.
    """
    check_length(path, is_new=True)
    try:
        sweep(path.parent)
        with draft_folder(path.parent, "ledger") as folder:
            draft = folder / path.name
            make(str(draft))
            # What SQLite keeps beside the file goes into it: the log would not move along to the other name.
            settle(draft)
            give(draft, mode_for(path))
            _put_in_place(draft, path)
        sync_folder(path.parent)
    except FileExistsError:
        raise
    except (OSError, sqlite3.Error) as error:
        if is_full(error):
            raise UserError("disk_full", path=str(path)) from error
        if isinstance(error, OSError):
            raise UserError("ledger_folder_unwritable", path=str(path.parent)) from error
        raise UserError("ledger_unreachable", path=str(path)) from error


def _put_in_place(draft: Path, path: Path) -> None:
    """Move without ever replacing. Raises `FileExistsError`."""
    try:
        # A link never replaces a file, on no system, where a rename does on POSIX: of two programs that start at once
        # one wins.
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, as on memory sticks
        if path.exists():
            raise FileExistsError(path) from None
        draft.rename(path)


def default_author() -> str:
    """`TRACKER_AUTHOR`, or the name of the account."""
    return os.environ.get("TRACKER_AUTHOR") or account_name()
