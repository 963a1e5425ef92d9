"""Files on their way: under a draft's name until they are whole, in place durably, swept away where nobody came back.

A program that is killed leaves its drafts behind. All of them have names by which a later program knows them, and
removes them, once nobody has written to them for an hour.
"""

import errno
import os
import shutil
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader, RawIOBase
from pathlib import Path
from tempfile import SpooledTemporaryFile, gettempdir
from threading import Lock

from tracker.domain.errors import UserError

PREFIX = ".tracker-draft-"
"""What the name of every draft begins with, be it a file or a folder."""
_ABANDONED_SECONDS = 3600.0
_HELD = 1_000_000
_PIECE = 1 << 16


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


class Aside:
    """Bytes that wait to be used: many of them on the disk, in a file without a name that goes with the program.

    Written one after the other, `size` in all; read from several places, and threads, at once. Every use raises
    `disk_full` and `aside_failing`.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_HELD)  # noqa: SIM115 - open as long as this is there
        self._lock = Lock()
        self.size = 0
        weakref.finalize(self, self._file.close)

    def write(self, data: bytes) -> None:
        """Append bytes."""
        with _telling_faults(), self._lock:
            self._file.seek(self.size)
            self._file.write(data)
        self.size += len(data)

    def read_at(self, place: int, most: int) -> bytes:
        """The bytes from a place on, at most so many."""
        with _telling_faults(), self._lock:
            self._file.seek(place)
            return self._file.read(most)

    def opened(self) -> BufferedReader:
        """All of them as a file that is read."""
        return BufferedReader(_Reading(self), _PIECE)

    def pieces(self) -> Iterator[bytes]:
        """All of them, a piece at a time."""
        return (self.read_at(place, _PIECE) for place in range(0, self.size, _PIECE))


class _Reading(RawIOBase):
    def __init__(self, aside: Aside) -> None:
        self._aside, self._place = aside, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        data = self._aside.read_at(self._place, len(buffer))
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)


@contextmanager
def _telling_faults() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
        raise UserError("disk_full" if full else "aside_failing", path=gettempdir()) from fault
