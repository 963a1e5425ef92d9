"""Copies of a ledger in a file, made while others may be writing to it."""

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

from sqlalchemy import Engine

from tracker.domain.errors import UserError
from tracker.domain.progress import Progress, steps, unwatched
from tracker.store.contents import folder_beside, is_content
from tracker.store.standing import companions_of, head_of, is_whole, quietly, schema_of

_PAGES = 64
"""Pages of the file between one word of progress and the next."""


def copy_to(engine: Engine, path: Path, progress: Progress = unwatched) -> None:
    """Write a whole and consistent copy by SQLite's online backup, and the contents of its attachments beside it; what
    is not finished is not left behind.

    `progress` counts pages, then files. Raises `copy_needs_file`, `ledger_damaged`, `disk_full`, `output_unwritable`.
    """
    draft = draft_of(path)
    files = folder_beside(draft)
    try:
        _copy_database(engine, draft, progress)
        # Whatever the copy refers to is there by now, since contents are kept before they are referred to.
        _copy_files(folder_beside(Path(str(engine.url.database))), files, progress)
        if files.exists():
            files.rename(folder_beside(path))
        put_durably(draft, path)
    except (OSError, sqlite3.Error) as error:
        raise unwritable(error, path) from error
    finally:
        drop_draft(draft)
        shutil.rmtree(files, ignore_errors=True)


def copy_alone_to(engine: Engine, path: Path, progress: Progress = unwatched) -> None:
    """As `copy_to`, without the contents of its attachments."""
    draft = draft_of(path)
    try:
        _copy_database(engine, draft, progress)
        put_durably(draft, path)
    except (OSError, sqlite3.Error) as error:
        raise unwritable(error, path) from error
    finally:
        drop_draft(draft)


def copy_between(original: sqlite3.Connection, draft: Path, progress: Progress = unwatched) -> None:
    """Write what an open database holds into a file, durably. Raises `sqlite3.Error`."""
    with closing(sqlite3.connect(draft)) as copy:
        original.backup(copy, pages=_PAGES, progress=lambda _, left, total: progress(total - left, total))


def draft_of(path: Path) -> Path:
    """Where a file is written until it is whole."""
    return path.with_name(f".{path.name}.new")


def drop_draft(draft: Path) -> None:
    """Leave nothing of a file that did not come to be."""
    for left in (draft, *companions_of(draft)):
        left.unlink(missing_ok=True)


def put_durably(draft: Path, path: Path) -> None:
    """Give a file that is whole, and on disk, its name; the name is on disk as well when this returns."""
    draft.replace(path)
    if os.name == "posix":  # only there can a folder be opened for it
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def unwritable(error: OSError | sqlite3.Error, path: Path) -> UserError:
    """Why a copy could not be written."""
    if isinstance(error, OSError):
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    else:
        full = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
    return UserError("disk_full" if full else "output_unwritable", path=str(path))


def _copy_database(engine: Engine, draft: Path, progress: Progress) -> None:
    """Copy the database, and open the copy again to see that it is whole and ends where the original ends."""
    if engine.dialect.name != "sqlite":
        raise UserError("copy_needs_file")
    with engine.connect() as connection:
        original = cast(sqlite3.Connection, connection.connection.driver_connection)
        connection.exec_driver_sql("SELECT 1 FROM sqlite_schema").close()  # what others write now is not copied
        copy_between(original, draft, progress)
        with quietly(draft) as copy:
            same = (schema_of(copy), head_of(copy)) == (schema_of(original), head_of(original))
            if not (is_whole(copy) and same):
                raise UserError("ledger_damaged", path=str(engine.url.database))


def _copy_files(source: Path, target: Path, progress: Progress) -> None:
    """The contents of attachments, each as it is: `check` finds in the copy what it finds in the original."""
    kept = [path for path in source.rglob("*") if is_content(path)] if source.is_dir() else []
    for path in steps(kept, progress):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
