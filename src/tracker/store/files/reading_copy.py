"""Read a ledger that is not to be written: on a medium that takes no writing, or held by somebody else on a share.

Where nobody may write to the file and nothing lies beside it, SQLite reads it as what cannot change. Where a
write-ahead log does, it is read by SQLite's own locks if that works. Otherwise, on a share whose locks do not meet, and
where the schema is an earlier one, a copy in a private folder of this machine is read, and made again when the file has
changed.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock

from tracker.domain.errors import UserError
from tracker.open_files import opened_plainly
from tracker.store.database.hardening import harden
from tracker.store.safety.copying import copy_between, drop_draft, is_full
from tracker.store.safety.ledger_inspection import UNREADABLE, companions_of, connect, quietly
from tracker.temp_files import own_name, sweep, telling_faults, temporary_folder

_TRIES = 25
_PAUSE_SECONDS = 0.2
"""Between two tries to copy a file that somebody is writing to: five seconds in all."""
_HEAD = 100
_WRITABLE = 0o222
_PIECE = 1 << 20
_SURE = 5
"""Copies of one state that are not sound, after which it is the file's own fault."""
_PROBE = "SELECT count(*) FROM sqlite_master"
_Look = tuple[tuple[int, int, int, bytes] | None, ...]


class ReadingCopy:
    """Connects for reading only. Safe to use from several threads; close it when done."""

    def __init__(self, ledger: Path, upgrade: Callable[[Path], None], *, copies: bool) -> None:
        """`upgrade` brings a copy to the present schema. `copies` says that the file itself must not be read."""
        self._ledger = ledger
        self._upgrade = upgrade
        self._copies = copies
        self._lock = RLock()
        self._look: _Look = ()
        self._folder: TemporaryDirectory[str] | None = None
        self._place: Path | None = None
        """The newest copy."""
        self._number = 0

    def connect(self) -> sqlite3.Connection:
        """Open the ledger as it is now. Raises `sqlite3.Error`, `ledger_busy`, `aside_failing`,
        `ledger_unreachable`."""
        with self._lock:
            if not self._copies:
                direct = self._direct()
                if direct is not None:
                    return direct
            return harden(sqlite3.connect(self._current(), check_same_thread=False))

    def close(self) -> None:
        """Remove the copy."""
        with self._lock:
            folder = self._folder
            self._folder = None
            self._place = None
            if folder is not None:
                with suppress(OSError):  # held open, as Windows does it: swept away later
                    folder.cleanup()

    def _direct(self) -> sqlite3.Connection | None:
        in_use = any(path.exists() and path.stat().st_size for path in companions_of(self._ledger))
        if not in_use and not _is_unchangeable(self._ledger):
            return None  # whoever may write can begin to at any moment
        # immutable=1 keeps SQLite from looking for a log and from making its index, which a medium without writing does
        # not allow; what could still change must never be read so.
        further = "?mode=ro" if in_use else "?mode=ro&immutable=1"
        connection = sqlite3.connect(
            self._ledger.resolve().as_uri() + further, uri=True, check_same_thread=False, isolation_level=None
        )
        try:
            harden(connection).execute(_PROBE).fetchone()
        except sqlite3.OperationalError:  # a log whose index cannot be made here
            connection.close()
            return None
        return connection

    def _current(self) -> Path:
        """The newest copy; one that was made before stays for whoever still reads it."""
        if self._place is not None and self._place.exists() and _look_at(self._ledger) == self._look:
            with suppress(OSError):
                # Drafts that nobody wrote to for an hour are swept away by the next program: a window may read one copy
                # all day.
                os.utime(self._place.parent)  # in use: not to be swept away
            return self._place
        try:
            if self._folder is None or not Path(self._folder.name).exists():
                if self._folder is not None:
                    self._folder.cleanup()  # swept away
                self._folder = temporary_folder(own_name("reading-"))
                sweep(Path(self._folder.name).parent)
            self._number += 1
            before = self._place
            place = Path(self._folder.name) / f"{self._number}.db"
            self._look = self._copied(place)
            self._place = place
        except OSError as error:
            with telling_faults():
                if is_full(error):  # of the two places only that of the copy is written to
                    raise
            raise UserError("ledger_unreachable", path=str(self._ledger)) from error
        if before is not None:
            drop_draft(before)
        return place

    def _copied(self, place: Path) -> _Look:
        """Copy the ledger and bring the copy up to date; where that is refused, nothing is left of it."""
        try:
            look = copy_steadily(self._ledger, place)
            self._upgrade(place)
        except UserError as error:
            drop_draft(place)
            if error.details.get("path") == str(place):  # the ledger is meant, of which nobody knows another place
                details = {**error.details, "path": str(self._ledger)}
                raise UserError(error.code, field=error.field, **details) from error
            raise
        except BaseException:
            drop_draft(place)
            raise
        return look


def _is_unchangeable(path: Path) -> bool:
    """Whether nobody may write to a file, be it for its mode or for its medium."""
    medium = os.statvfs(path).f_flag & os.ST_RDONLY if hasattr(os, "statvfs") else 0
    return bool(medium) or not path.stat().st_mode & _WRITABLE


def copy_steadily(ledger: Path, place: Path) -> _Look:
    """Copy a file that somebody else may be writing to, with what SQLite keeps beside it, until a copy is sound.

    Returns the looks of what was copied. Raises `ledger_busy` where it never came to rest, `OSError`, and
    `ledger_damaged` where it came to rest and makes no sense.
    """
    unsound: list[_Look] = []
    # Locks do not meet, so nothing keeps the writer still: what was copied while it wrote is thrown away. It counts
    # when nothing changed meanwhile and SQLite finds the copy whole.
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(_PAUSE_SECONDS)
        before = _look_at(ledger)
        try:
            copy_with_companions(ledger, place)
        except FileNotFoundError:
            if not ledger.exists():
                raise
            continue  # a journal that was removed meanwhile; a share may show it for a while longer
        if before != _look_at(ledger):
            continue
        if _is_sound(place):
            return before
        # A file that did not change and is not whole may be one that is seen through an old cache; five times the same
        # is the file itself.
        unsound.append(before)
        if unsound[-_SURE:] == [before] * _SURE:
            raise UserError("ledger_damaged", path=str(ledger))
    raise UserError("ledger_busy", path=str(ledger))


def copy_with_companions(ledger: Path, place: Path, left_out: Collection[Path] = ()) -> None:
    """Copy a file, and what SQLite keeps beside it but `left_out`; one that SQLite has open in this process by SQLite
    alone, into one file. Raises `OSError`, `sqlite3.Error`."""
    for old, new in zip((ledger, *companions_of(ledger)), (place, *companions_of(place)), strict=True):
        # A companion of an earlier copy would be applied to this one by its name.
        new.unlink(missing_ok=True)
        if old.exists() and old not in left_out and not old.name.endswith("-shm") and not _copy_by_reading(old, new):
            with closing(connect(old)) as source:
                copy_between(source, new)
            return


def _copy_by_reading(old: Path, new: Path) -> bool:
    """Copy by plain reads, up to the end that they come to: what the system copies by itself ends on a share where the
    file ended a while ago, so that a journal that has just been filled would be an empty one. False where SQLite has it
    open in this process."""
    with opened_plainly(old) as source:
        if source is None:
            return False
        with new.open("wb") as target:
            while piece := source.read(_PIECE):
                target.write(piece)
    return True


def _is_sound(copy: Path) -> bool:
    """Whether a copy is whole, once SQLite has taken back or over what lay beside it."""
    try:
        with closing(harden(sqlite3.connect(copy))) as connection:
            connection.execute(_PROBE).fetchone()
        with quietly(copy) as connection:
            return [row[0] for row in connection.execute("PRAGMA integrity_check")] == ["ok"]
    except (UserError, *UNREADABLE):
        return False


def _look_at(ledger: Path) -> _Look:
    """By which it shows that a file, or what lies beside it, was changed. A log's index changes without that."""
    return tuple(_looks_of(path) for path in (ledger, *companions_of(ledger)) if not path.name.endswith("-shm"))


def _looks_of(path: Path) -> tuple[int, int, int, bytes] | None:
    """Number, size, time and head of a file. Machines keep the first three of a share for a while, but read again what
    is opened again; and SQLite counts changes in the head of a ledger, and says in that of a journal whether it counts.
    Of what this process writes itself the first three are enough.
    """
    try:
        with opened_plainly(path) as file:
            if file is None:
                found = path.stat()
                head = b"-"
            else:
                found = os.fstat(file.fileno())
                head = file.read(_HEAD)
    except OSError:
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns, head) if head else None
