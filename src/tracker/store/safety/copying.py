"""Copies of a ledger in a file, made while others may be writing to it."""

import errno
import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import cast

from sqlalchemy import Engine

from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.domain.errors import UserError
from tracker.file_modes import give, give_all, mode_for, touch_private
from tracker.store.database.hardening import harden
from tracker.store.database.schema_check import verified
from tracker.store.evidence.file_contents import folder_beside, is_content
from tracker.store.safety.ledger_inspection import companions_of, head_of, is_whole, schema_of
from tracker.temp_files import PREFIX, draft_of, put_durably, sweep, sync_file, sync_folder

_PAGES = 64
"""Pages of the file between one word of progress and the next."""
_UNFINISHED = f"{PREFIX}unfinished"
"""Lies among contents that came before the ledger that refers to them, until that is there as well."""


def copy_to(engine: Engine, path: Path, progress: Progress = unwatched) -> None:
    """Write a whole and consistent copy by SQLite's online backup, and the contents of its attachments beside it; what
    is not finished is not left behind.

    `progress` counts pages, then files. Raises `copy_needs_file`, `ledger_damaged`, `disk_full`, `output_unwritable`.
    """
    sweep(path.parent)
    ledger = Path(str(engine.url.database))
    with _drafted(path) as draft:
        files = folder_beside(draft)
        # A copy shows nothing to anybody who may not read the ledger.
        mode = mode_for(path) & mode_for(path, ledger)
        try:
            _copy_database(engine, draft, progress)
            # Whatever the copy refers to is there by now, since contents are kept before they are referred to.
            _copy_files(folder_beside(ledger), files, progress)
            put_together(draft, files, path, mode)
        finally:
            shutil.rmtree(files, ignore_errors=True)


def copy_alone_to(engine: Engine, path: Path, progress: Progress = unwatched) -> None:
    """As `copy_to`, without the contents of its attachments, and with the rights of the ledger."""
    with _drafted(path) as draft:
        _copy_database(engine, draft, progress)
        give(draft, mode_for(path, Path(str(engine.url.database))))
        put_durably(draft, path)


@contextmanager
def _drafted(path: Path) -> Generator[Path]:
    """A draft beside a file that is to be; nothing is left of it. Raises `disk_full`, `output_unwritable`."""
    draft = draft_of(path)
    try:
        with naming(path):
            # Private before a byte is in it: what SQLite makes itself anybody may read whom the umask lets.
            touch_private(draft)
            yield draft
    finally:
        drop_draft(draft)


def copy_between(original: sqlite3.Connection, draft: Path, progress: Progress = unwatched) -> None:
    """Write what an open database holds into a file, durably. Raises `sqlite3.Error`."""
    with closing(harden(sqlite3.connect(draft))) as copy:
        original.backup(copy, pages=_PAGES, progress=lambda _, left, total: progress(total - left, total))


def drop_draft(draft: Path) -> None:
    """Leave nothing of a file that did not come to be."""
    for left in (draft, *companions_of(draft)):
        with suppress(OSError):  # swept away later
            left.unlink(missing_ok=True)


def settle(draft: Path) -> None:
    """Let a ledger that nobody has open be in its one file as a whole, and on disk.

    Closing it should have seen to that, but does not say so when it could not. Raises `sqlite3.Error`, `OSError`.
    """
    with closing(harden(sqlite3.connect(draft))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    sync_file(draft)


def put_ledger(draft: Path, path: Path) -> None:
    """Settle a ledger and give it its name, durably. Raises as `settle` does."""
    settle(draft)
    put_durably(draft, path)


def put_together(draft: Path, files: Path, path: Path, mode: int) -> None:
    """Give a ledger that is whole its name and its mode, and the contents of its attachments, if there are any, theirs
    beside it."""
    beside = folder_beside(path)
    give(draft, mode)
    if not files.exists():
        put_ledger(draft, path)
        return
    # Two renames cannot be one. Killed between them, the folder has this mark, and the next try removes it in place of
    # refusing the name as taken.
    (files / _UNFINISHED).touch()
    give_all(files, mode)
    files.rename(beside)
    try:
        put_ledger(draft, path)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    with suppress(OSError):  # what it says is not so any more; swept away later
        (beside / _UNFINISHED).unlink()


def is_taken(path: Path) -> bool:
    """Whether a ledger, or the contents of its attachments, lie there already.

    Contents that a killed program brought without the ledger belong to no ledger, and are removed.
    """
    beside = folder_beside(path)
    if not path.exists() and (beside / _UNFINISHED).exists():
        shutil.rmtree(beside)
    return path.exists() or beside.exists()


def copy_durably(original: Path, place: Path) -> None:
    """Copy a file byte by byte, for the user alone; it is on disk when this returns, its name with the next sync of its
    folder."""
    touch_private(place)
    shutil.copyfile(original, place)
    sync_file(place)


@contextmanager
def naming(path: Path) -> Generator[None]:
    """Name a path in what the disk refuses within the block. Raises `disk_full`, `output_unwritable`."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise unwritable(error, path) from error


def unwritable(error: OSError | sqlite3.Error, path: Path) -> UserError:
    """Why a copy could not be written."""
    return UserError("disk_full" if is_full(error) else "output_unwritable", path=str(path))


def is_full(error: OSError | sqlite3.Error) -> bool:
    """Whether there is no room left on the disk, or none of what the user may have of it."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL


def _copy_database(engine: Engine, draft: Path, progress: Progress) -> None:
    """Copy the database, and open the copy again to see that it is whole and ends where the original ends."""
    if engine.dialect.name != "sqlite":
        raise UserError("copy_needs_file")
    with engine.connect() as connection:
        original = cast(sqlite3.Connection, connection.connection.driver_connection)
        # A read transaction: the backup then copies one state of the ledger, however many changes others commit
        # meanwhile, and does not begin again at each.
        connection.exec_driver_sql("SELECT 1 FROM sqlite_schema").close()  # what others write now is not copied
        copy_between(original, draft, progress)
        # Opened again from the disk: what SQLite reports as written may have been cut by a full disk, and a backup is
        # the last thing that may turn out to be none.
        with verified(draft) as copy:
            same = (schema_of(copy), head_of(copy)) == (schema_of(original), head_of(original))
            if not (is_whole(copy) and same):
                raise UserError("ledger_damaged", path=str(engine.url.database))


def _copy_files(source: Path, target: Path, progress: Progress) -> None:
    """The contents of attachments, each as it is: `check` finds in the copy what it finds in the original.

    They are on disk when this returns.
    """
    kept = [path for path in source.rglob("*") if is_content(path)] if source.is_dir() else []
    if kept:
        target.mkdir(0o700, exist_ok=True)  # nobody looks in before all of it has its mode
    for path in steps(kept, progress):
        place = target / path.relative_to(source)
        place.parent.mkdir(0o700, parents=True, exist_ok=True)
        copy_durably(path, place)
    # The names of the files too, or the ledger could be there after a power cut and its attachments not.
    for folder in {place.parent for path in kept for place in (target / path.relative_to(source), target)}:
        sync_folder(folder)
