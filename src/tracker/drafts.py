"""Files on their way: under a draft's name until they are whole, in place durably, swept away where nobody came back.

A program that is killed leaves its drafts behind. All of them have names by which a later program knows them, and
removes them, once nobody has written to them for an hour.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PREFIX = ".tracker-draft-"
"""What the name of every draft begins with, be it a file or a folder."""
_ABANDONED_SECONDS = 3600.0


def draft_of(path: Path) -> Path:
    """Where a file is written until it is whole."""
    return path.with_name(f"{PREFIX}{path.name}.new")


def sweep(folder: Path) -> None:
    """Remove the drafts in a folder that nothing was written to for an hour: they are of programs that were killed."""
    found: list[Path] = []
    with suppress(OSError):  # what cannot be read is for whoever writes there to tell of
        found += folder.glob(f"{PREFIX}*")
    for left in found:
        with suppress(OSError):  # not ours to remove, or gone meanwhile
            if time.time() - max(_written(left)) > _ABANDONED_SECONDS:
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def sync_file(path: Path) -> None:
    """Let the contents of a file be on disk when this returns. Raises `OSError`."""
    _sync(path, os.O_RDWR)


def sync_folder(folder: Path) -> None:
    """Let the names in a folder be on disk when this returns; only POSIX can open one for it. Raises `OSError`."""
    if os.name == "posix":
        _sync(folder, os.O_RDONLY)


def put_durably(draft: Path, path: Path) -> None:
    """Give a file that is whole, and on disk, its name; the name is on disk as well when this returns."""
    draft.replace(path)
    sync_folder(path.parent)


def _written(left: Path) -> Iterator[float]:
    """When a draft, and what is in it, was written to."""
    yield left.lstat().st_mtime
    for path in left.rglob("*") if left.is_dir() else ():
        yield path.lstat().st_mtime


def _sync(path: Path, access: int) -> None:
    handle = os.open(path, access)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
