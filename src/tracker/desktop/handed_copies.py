"""Copies of kept files that other programs open: in a private folder of this program, removed when it ends.

A program that is killed leaves its folder behind. The next one removes it: nobody holds its lock any more.
"""

import os
import secrets
import shutil
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import IO

from tracker.domain.errors import UserError
from tracker.exports.atomic import write_whole
from tracker.systems.processes import hold

PREFIX = "tracker-handed-"
"""What the name of every such folder begins with."""
_LOCK = ".in-use"
_YOUNG_SECONDS = 60.0
"""A folder that has no lock yet may be one that is being made."""


class HandedCopies:
    """The copies of one program. Made and removed in any thread, one at a time."""

    def __init__(self, place: Path | None = None) -> None:
        self._place = place
        self._folder: Path | None = None
        self._lock: IO[bytes] | None = None

    def add(self, name: str, content: bytes) -> Path:
        """Write a copy that nobody else can read, and nobody change. Raises `UserError`: `output_unwritable`,
        `disk_full`."""
        try:
            folder = self._own_folder() / secrets.token_hex(4)
            folder.mkdir(mode=0o700)
        except OSError as fault:
            raise UserError("output_unwritable", path=self._place or gettempdir()) from fault
        path = folder / name
        write_whole(path, content)
        # What is changed in it would be lost.
        path.chmod(0o400)
        return path

    def remove(self) -> None:
        """Remove the copies. What another program holds open stays until this program starts again."""
        folder = self._folder
        lock = self._lock
        self._folder = self._lock = None
        if lock is not None:
            # Windows removes no file that is open.
            lock.close()
        if folder is not None:
            _remove(folder)

    def _own_folder(self) -> Path:
        if self._folder is None or not self._folder.is_dir():
            self._folder = Path(mkdtemp(prefix=PREFIX, dir=self._place))
            # Held as long as the program lives: a folder whose lock nobody holds is left over.
            self._lock = (self._folder / _LOCK).open("xb")
            hold(self._lock)
        return self._folder


def sweep_handed_copies(place: Path | None = None) -> None:
    """Remove the copies of programs that run no more. Those of others, and of other people, stay."""
    with suppress(OSError):
        for folder in sorted((place or Path(gettempdir())).glob(f"{PREFIX}*")):
            with suppress(OSError):
                if _is_ours(folder) and _is_abandoned(folder):
                    _remove(folder)


def _is_ours(folder: Path) -> bool:
    status = folder.lstat()
    return stat.S_ISDIR(status.st_mode) and (not hasattr(os, "getuid") or status.st_uid == os.getuid())


def _is_abandoned(folder: Path) -> bool:
    try:
        with (folder / _LOCK).open("r+b") as lock:
            return hold(lock)
    except FileNotFoundError:
        return time.time() - folder.lstat().st_mtime > _YOUNG_SECONDS


def _remove(folder: Path) -> None:
    """Remove a folder as far as it can be. What another program holds open stays, to be removed another time."""

    def allow(again: Callable[[str], object], path: str, _fault: object) -> None:
        with suppress(OSError):
            # Windows removes no file that is read-only.
            Path(path).chmod(stat.S_IRWXU)
            again(path)

    shutil.rmtree(folder, onerror=allow)
