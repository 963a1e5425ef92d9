"""Copies of a ledger in a file, made while others may be writing to it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

from sqlalchemy import Engine

from tracker.domain.errors import UserError
from tracker.domain.progress import Progress, steps, unwatched
from tracker.store.contents import folder_beside, is_content

_PAGES = 64
"""Pages of the file between one word of progress and the next."""


def copy_to(engine: Engine, path: Path, progress: Progress = unwatched) -> None:
    """Write a whole and consistent copy by SQLite's online backup, and the contents of its attachments beside it; what
    is not finished is not left behind.

    `progress` counts pages, then files. Raises `copy_needs_file`, `output_unwritable`.
    """
    if engine.dialect.name != "sqlite":
        raise UserError("copy_needs_file")
    draft = path.with_name(f".{path.name}.new")
    files = folder_beside(draft)
    try:
        with closing(sqlite3.connect(draft)) as copy, engine.connect() as connection:
            original = cast(sqlite3.Connection, connection.connection.driver_connection)
            connection.exec_driver_sql("SELECT 1 FROM sqlite_schema").close()  # what others write now is not copied
            original.backup(copy, pages=_PAGES, progress=lambda _, left, total: progress(total - left, total))
        # Whatever the copy refers to is there by now, since contents are kept before they are referred to.
        _copy_files(folder_beside(Path(str(engine.url.database))), files, progress)
        if files.exists():
            files.rename(folder_beside(path))
        draft.rename(path)
    except (OSError, sqlite3.Error) as error:
        raise UserError("output_unwritable", path=str(path)) from error
    finally:
        draft.unlink(missing_ok=True)
        shutil.rmtree(files, ignore_errors=True)


def _copy_files(source: Path, target: Path, progress: Progress) -> None:
    """The contents of attachments, each as it is: `check` finds in the copy what it finds in the original."""
    kept = [path for path in source.rglob("*") if is_content(path)] if source.is_dir() else []
    for path in steps(kept, progress):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
