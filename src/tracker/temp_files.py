"""Files on their way: under a draft's name until they are whole, in place durably, swept away where nobody came back.

A program that is killed leaves its drafts behind. All of them have names by which a later program knows them, and
removes them: at once where the name says whose it was, and that program has ended; else once nobody has written to them
for an hour.
"""

import hashlib
import os
import platform
import re
import shutil
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from io import BufferedReader, RawIOBase
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory, gettempdir
from threading import Lock

from tracker.domain.errors import UserError
from tracker.systems.processes import has_process_ended

PREFIX = ".tracker-draft-"
"""What the name of every draft begins with, be it a file or a folder."""
_OWNED = re.compile(re.escape(PREFIX) + r"(?P<machine>[0-9a-f]{8})\.(?P<process>[0-9]+)-")
_ABANDONED_SECONDS = 3600.0
_HELD = 1_000_000
_PIECE = 1 << 16


def draft_of(path: Path) -> Path:
    """Where a file is written until it is whole."""
    return path.with_name(f"{PREFIX}{path.name}.new")


def own_name(purpose: str) -> str:
    """The name of a draft of this program's, which says so: the beginning of it where it ends with a hyphen."""
    return f"{PREFIX}{process_space()}.{os.getpid()}-{purpose}"


@contextmanager
def draft_folder(parent: Path, purpose: str) -> Iterator[Path]:
    """A folder for drafts, gone with what is in it when the block ends. Raises `OSError`."""
    with TemporaryDirectory(dir=parent, prefix=own_name(f"{purpose}-")) as folder:
        yield Path(folder)


def sweep(folder: Path) -> None:
    """Remove the drafts in a folder that are of programs that were killed: they have ended, or nothing was written for
    an hour."""
    found: list[Path] = []
    with suppress(OSError):  # what cannot be read is for whoever writes there to tell of
        found += folder.glob(f"{PREFIX}*")
    for left in found:
        with suppress(OSError):  # not ours to remove, or gone meanwhile
            # A number that is alive may be another program's by now: then the hour decides, and nothing is removed too
            # early.
            if _has_lost_its_owner(left.name) or time.time() - max(_written(left)) > _ABANDONED_SECONDS:
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def sync_file(path: Path) -> None:
    """Let the contents of a file be on disk when this returns. Raises `OSError`."""
    _sync(path, os.O_RDWR)


def sync_folder(folder: Path) -> None:
    """Let the names in a folder be on disk when this returns; only POSIX can open one for it. Raises `OSError`."""
    # Windows has no handle of a folder that could be synced.
    if os.name == "posix":
        _sync(folder, os.O_RDONLY)


def put_durably(draft: Path, path: Path) -> None:
    """Give a file that is whole, and on disk, its name; the name is on disk as well when this returns."""
    draft.replace(path)
    sync_folder(path.parent)


@cache
def process_space() -> str:
    """Eight letters for this machine, and on Linux for the container: where numbers of processes mean the same."""
    known = platform.node()
    with suppress(OSError):
        # In a container 1 is the program itself, on the machine it is init: the same number must not pass for the same
        # process across both.
        known += str(Path("/proc/self/ns/pid").readlink())
    return hashlib.sha256(known.encode()).hexdigest()[:8]


def _has_lost_its_owner(name: str) -> bool:
    """Whether the program that made a draft has ended for certain."""
    said = _OWNED.match(name)
    return said is not None and has_ended(said["machine"], int(said["process"]))


def has_ended(space: str, process: int) -> bool:
    """Whether a program has ended for certain, which was in such a `process_space` since this start of the machine."""
    return space == process_space() and has_process_ended(process)


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


def temporary_folder(prefix: str) -> TemporaryDirectory[str]:
    """Make a folder for what is needed for a while; gone when the block that it begins ends. Raises `aside_failing`."""
    with telling_faults():
        return TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)


@contextmanager
def telling_faults() -> Iterator[None]:
    """Say of what goes wrong in the block that the folder for temporary files does not take it: `aside_failing`."""
    try:
        yield
    except OSError as fault:
        raise UserError("aside_failing", path=_place_that_is_meant()) from fault


def _place_that_is_meant() -> str:
    try:
        return gettempdir()
    except OSError:  # none of those that Python tries takes anything
        return next((place for name in ("TMPDIR", "TEMP", "TMP") if (place := os.environ.get(name))), "/tmp")  # noqa: S108


class SpooledBytes:
    """Bytes that are kept for later: in memory while they are few, else in a nameless file that ends with the program.

    Written one after the other, `size` in all; read from several places, and threads, at once. Every use raises
    `aside_failing`.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_HELD)  # noqa: SIM115 - open as long as this is there
        self._lock = Lock()
        self.size = 0
        # Closed with this object and not by whoever used it last: previews, imports and their threads come and go in
        # any order.
        weakref.finalize(self, self._file.close)

    def write(self, data: bytes) -> None:
        """Append bytes."""
        with telling_faults(), self._lock:
            # Always from the place that is meant, under one lock: readers in other threads move the file's own
            # position.
            self._file.seek(self.size)
            self._file.write(data)
        self.size += len(data)

    def read_at(self, place: int, most: int) -> bytes:
        """The bytes from a place on, at most so many."""
        with telling_faults(), self._lock:
            self._file.seek(place)
            return self._file.read(most)

    def opened(self) -> BufferedReader:
        """All of them as a file that is read."""
        return BufferedReader(_Reading(self), _PIECE)

    def pieces(self) -> Iterator[bytes]:
        """All of them, a piece at a time."""
        return (self.read_at(place, _PIECE) for place in range(0, self.size, _PIECE))


class _Reading(RawIOBase):
    def __init__(self, aside: SpooledBytes) -> None:
        self._aside = aside
        self._place = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        data = self._aside.read_at(self._place, len(buffer))
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)
