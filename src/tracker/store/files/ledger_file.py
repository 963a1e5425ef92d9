"""What an open ledger knows of its file, so that no change is acknowledged into a file that lost its name.

A program that synchronises folders replaces a file by renaming another over it. SQLite goes on writing to the old one,
which has no name any more, and says that all is well. So each write compares, after its lock is taken, before it is
committed and once more afterwards, what lies at the path with what was opened: device and inode, and where the size or
the time of the last change are others than expected, the ledger's first event and the newest that was seen there.

The file is opened by SQLite alone, whose locks the closing of any other handle would drop, see `open_files`; the one
handle that is made besides, where a file looks written over, is never closed.
"""

import os
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock

from tracker.domain.errors import UserError
from tracker.open_files import add_open, mark_written_over, remove_open
from tracker.store.database.hardening import harden
from tracker.store.files.lock_file import LockFile
from tracker.store.safety.ledger_inspection import UNREADABLE, companions_of, is_whole, quietly
from tracker.temp_files import PREFIX

# Closing the last connection lets SQLite write the log over whatever file lies at the path and remove the log by its
# name, without looking whether they are still the ones that it opened.
_kept_open: list[sqlite3.Connection] = []
"""Connections to files that were replaced. The last one to be closed would remove the write-ahead log by its name,
which may be that of another program's by then; so these end with the process, see `_never_close`."""
_PIECE = 1 << 20
# The first three bytes of either magic number of a write-ahead log, whichever byte order its checksums have.
_LOG = b"\x37\x7f\x06"
_STEP_NS = 100_000_000
_TRIES = 20
_PAUSE_SECONDS = 0.05
# SQLite's own checkpoint after 1,000 pages is off: it ran within a commit, so that a file which somebody wrote over in
# that moment looked as if the checkpoint had changed it.
_MOST_COMMITS = 50
_MOST_LOG = 4 << 20
"""Commits, or bytes by which the write-ahead log has grown, after which it is taken over."""
_PRIMARY_CODE = 0xFF
# A full temporary folder or too many open files once made a write be refused for good after it was durable, so that it
# was entered twice: such faults say nothing of what the file holds.
_ELSEWHERE = (
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_IOERR,
)  # fmt: skip
# These are kinds of SQLITE_IOERR, but they do tell of the file: it is shorter than it says, or its system finds it
# damaged.
_TORN = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS)
_FIRST = "SELECT uid FROM event ORDER BY id LIMIT 1"
_NEWEST = "SELECT id, hash FROM event ORDER BY id DESC LIMIT 1"
_HASH = "SELECT hash FROM event WHERE id = ?"


@dataclass(frozen=True, slots=True)
class _Identity:
    device: int
    inode: int


@dataclass(frozen=True, slots=True)
class _Looks:
    size: int
    changed_ns: int


@dataclass(frozen=True, slots=True)
class KnownState:
    """The state in which a ledger was last seen: the UUID of its first event, and its newest event with its hash."""

    first: str
    event: int
    hash: str


class LedgerFile:
    """The file of one engine. Safe to use from several threads.

    `lock` is the one beside a ledger on a share, which each write looks at as well. `replaced` says whether another
    file was found at the path; then no new connection is made, since it would be one to the other file, read together
    with the write-ahead log of ours. `outcome` is what was made of that, see `tracker.store.files.replaced_file`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.replaced = False
        self.known: KnownState | None = None
        self.outcome: UserError | None = None
        self.lock: LockFile | None = None
        self._identity: _Identity | None = None
        self._before: _Identity | None = None
        self._upcoming: KnownState | None = None
        self._looks: _Looks | None = None
        self._log: _Identity | None = None
        self._raw: int | None = None
        self._commits = self._taken_over = self._longest_log = 0
        self._anchor: sqlite3.Connection | None = None
        self._lock = RLock()

    @property
    def looks(self) -> tuple[int, int, int] | None:
        """Size, time of last change in nanoseconds and number of the file as it was seen last, to be noted with an
        event: what lies at the path by now may be another. None before `note`."""
        if self._looks is None or self._identity is None:
            return None
        return self._looks.size, self._looks.changed_ns, self._identity.inode

    @property
    def anchor(self) -> sqlite3.Connection | None:
        """A connection that was open before the file was replaced: all that is left of it. None before `note`."""
        return self._anchor

    def before_connecting(self) -> None:
        """Refuse to open another file than the one that was opened first. Raises `ledger_moved`."""
        with self._lock:
            if self._identity is None:
                self._before = _identity_of(self.path)
            else:
                self.look()

    def connected(self) -> None:
        """Remember which file the first connection opened; every later one must have opened the same.

        To be called before anything is asked of a new connection. Raises `ledger_moved`.
        """
        with self._lock:
            found = _identity_of(self.path)
            expected = self._identity or self._before or found
            if found is None or found != expected:
                raise self._refusal()
            self._identity = found
            add_open((found.device, found.inode))

    def disconnected(self) -> None:
        """Forget one connection. After a replacement connections stay open to the end of the process."""
        with self._lock:
            if self._identity is not None and not self.replaced:
                remove_open((self._identity.device, self._identity.inode))

    def note(self) -> None:
        """Remember what the ledger holds, once it is open and up to date. Raises `ledger_moved`, `sqlite3.Error`."""
        with self._lock:
            self.before_connecting()
            # Held open for as long as the ledger is: the nameless file goes with its last connection, and the pool may
            # close all of its own just when the file is replaced.
            anchor = harden(sqlite3.connect(self.path, check_same_thread=False, isolation_level=None))
            self._looks = _looks_of(self.path)
            self.known = known_in(anchor)
            self._anchor = anchor
            self._log = _identity_of(companions_of(self.path)[0])
            # Otherwise the whole log of a window counted as grown since: a command beside it took the log over at its
            # first write, and the window looked through the whole file at its next.
            self._taken_over = self._log_size()  # how far it is taken over, whoever has had it open longer looks after
            self.connected()

    def check(self, connection: sqlite3.Connection) -> None:
        """See that the file that a write transaction changes is still the one at the path.

        Raises `ledger_moved`, `lock_lost`; the transaction is to be taken back.
        """
        with self._lock:
            self._see_lock()
            self._see_log()
            self._compare(thoroughly=self.lock is None)  # on a share nobody else writes, and times are not exact
            if self.known is not None:
                # Within the transaction that writes, which alone sees its own event yet; it becomes what is known once
                # it is committed.
                newest = connection.execute(_NEWEST).fetchone()
                self._upcoming = KnownState(self.known.first, *newest) if newest else None

    def confirm(self, connection: sqlite3.Connection) -> None:
        """See after a commit that what was written lies at the path; now and then take the write-ahead log over.

        Raises `ledger_moved`, `lock_lost`: it does not count.
        """
        with self._lock:
            self._see_lock()
            self._see_log()
            self._compare(thoroughly=self.lock is None)
            self.known = self._upcoming or self.known
            if self.lock is not None:
                self.lock.renew_now_and_then()
                return
            if self._log is None:
                self._log = _identity_of(companions_of(self.path)[0])
            self._take_log_over(connection)

    def _take_log_over(self, connection: sqlite3.Connection) -> None:
        """As SQLite would do it by itself within a commit, after as many pages."""
        self._commits += 1
        size = self._log_size()
        if self._commits < _MOST_COMMITS and size - self._taken_over < _MOST_LOG:
            return
        with suppress(sqlite3.Error):  # what could not be taken over stays in the log, which is on disk
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        self._commits = 0
        self._taken_over = size
        if self._looks is not None:
            looks = _looks_of(self.path)
            # In this order: if the file is ours now, it was when its looks were read. Those of another file that was
            # renamed over it meanwhile, noted with our event, would make that file one that lacks changes.
            if _identity_of(self.path) == self._identity:
                self._looks = looks

    def _see_log(self) -> None:
        """See that the write-ahead log by its name is still the one that is written through, and whole.

        Somebody may have taken it away, cut it short or written over it: what goes into it from then on is in no file,
        and at the end SQLite would write what it makes of it over the ledger. SQLite itself cuts it short only once all
        of it is in the file.
        """
        if self._log is None:
            return
        log = companions_of(self.path)[0]
        size = self._log_size()
        # The number of the file alone would miss a log that was emptied or written over in place, whose number stays.
        if _identity_of(log) != self._log or (size and not _begins_as_log(log)):
            raise self._refusal()
        if size < self._longest_log and not self._is_all_there():
            raise self._refusal()
        self._longest_log = size

    def _is_all_there(self) -> bool:
        try:
            with closing(harden(sqlite3.connect(self.path))) as fresh:
                return self.known is None or holds(fresh, self.known)
        except sqlite3.DatabaseError:
            return False

    def _log_size(self) -> int:
        try:
            return companions_of(self.path)[0].stat().st_size
        except OSError:
            return 0

    def look(self) -> None:
        """See whether the file is still there, between two writes. Raises `ledger_moved`, `lock_lost`."""
        with self._lock:
            self._see_lock()
            if self._identity is not None and (self.replaced or _identity_of(self.path) != self._identity):
                raise self._refusal()

    def compare(self) -> None:
        """The same, and where it looks changed, what it holds, once whoever changes it has come to an end.

        Raises `ledger_moved`, `lock_lost`.
        """
        with self._lock:
            self._see_lock()
            # Another program of ours may be taking the log over: then the file changes while it is compared, and half
            # of that looks like damage.
            for _ in range(_TRIES):
                self._compare(thoroughly=True)
                if self._looks is None or self._looks == _looks_of(self.path):
                    return
                time.sleep(_PAUSE_SECONDS)

    def let_go(self) -> None:
        """Close what was opened here, and give the lock back; after a replacement nothing is closed before the end."""
        with self._lock:
            anchor = self._anchor
            self._anchor = None
            if anchor is not None and self.replaced:
                _never_close(anchor)
            elif anchor is not None:
                anchor.close()
                self.disconnected()
            if self.lock is not None:
                self.lock.release()

    def put_log_aside(self) -> Path | None:
        """Rename our write-ahead log where it lies beside another file, which it would be read into; its new place.

        It is renamed only where it is the one that we wrote, and never removed.
        """
        with self._lock:
            log, index, _ = companions_of(self.path)
            if self._log is None or _identity_of(log) != self._log:
                return None
            return set_aside(log, index)

    def _see_lock(self) -> None:
        if self.lock is not None:
            self.lock.check()

    def _compare(self, *, thoroughly: bool) -> None:
        if self._identity is None:
            return
        if self.replaced or _identity_of(self.path) != self._identity:
            raise self._refusal()
        looks = _looks_of(self.path)
        if self._looks is None or looks == self._looks:
            return
        is_same, is_certain = self._is_same(thoroughly=thoroughly)
        if not is_same:
            raise self._refusal()
        # What was changed just now may be changed once more without looking it: time of last change has coarse steps.
        if is_certain and looks is not None and time.time_ns() - looks.changed_ns > _STEP_NS:
            self._looks = looks

    def _is_same(self, *, thoroughly: bool) -> tuple[bool, bool]:
        """Whether a file that changed though no write of ours did is still this ledger, and whether that is certain.

        Another program that has it open may have taken the log over; or somebody wrote another content into it.
        """
        if self.known is None:
            return True, True
        alone = self._held_alone() if thoroughly else self.known
        try:
            with closing(harden(sqlite3.connect(self.path))) as fresh:
                # Whoever took the log over wrote nothing that we could not have read before. What is still held of the
                # old content is not read again: a later state that was written into the file is not taken for it.
                seen = self._anchor is None or alone is None or holds(self._anchor, alone)
                holds_all = seen and all(holds(fresh, known) for known in (self.known, alone) if known is not None)
                return holds_all and (not thoroughly or is_whole(fresh)), alone is not None
        except UNREADABLE as error:
            says_nothing = _says_nothing_of_it(error)  # nor does the number of the file, so that it may be written
            return says_nothing, not says_nothing

    def _held_alone(self) -> KnownState | None:
        """What the file holds without the write-ahead log; None where that makes no sense, as while the log is being
        taken over, and where there is no room for a copy. A file that somebody wrote over may hold what the log, read
        before it, hides."""
        with suppress(OSError):
            if self._raw is None:
                # Opened once and never closed: to close it would drop every lock that SQLite holds on the file in this
                # process (POSIX), and another program would take the ledger for closed.
                self._raw = os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            with TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
                copy = Path(folder) / "ledger.db"
                with copy.open("wb") as file:
                    os.lseek(self._raw, 0, os.SEEK_SET)
                    while piece := os.read(self._raw, _PIECE):
                        file.write(piece)
                with suppress(UserError, *UNREADABLE), quietly(copy) as connection:
                    return known_in(connection)
        return None

    def _refusal(self) -> UserError:
        self._see_lock()  # whoever took the lock over has put a new file here
        self.replaced = True
        if self._identity is not None and _identity_of(self.path) == self._identity:
            # The number is the same, so that the content was written into the very file: no new connection of this
            # process can be trusted then, since it would share what the old ones know of the log.
            mark_written_over((self._identity.device, self._identity.inode))
        return UserError("ledger_moved", path=str(self.path))


def _begins_as_log(log: Path) -> bool:
    """Whether a file begins as SQLite's write-ahead logs do. SQLite takes no locks by it, so that it may be opened."""
    try:
        with log.open("rb") as file:
            return file.read(len(_LOG) + 1)[: len(_LOG)] == _LOG
    except OSError:
        return False


def set_aside(log: Path, index: Path) -> Path | None:
    """Rename a write-ahead log so that SQLite does not find it, and people do. None where that cannot be done.

    Its index is removed: it tells nothing that the log does not, and would be taken for that of a new log.
    """
    moment = f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}"
    place = log.with_name(f"{log.name}.of-another-file-{moment}")
    number = 1
    while place.exists():
        number += 1
        place = log.with_name(f"{log.name}.of-another-file-{moment}-{number}")
    try:
        log.rename(place)
    except OSError:  # held open, as Windows does it; gone meanwhile
        return None
    with suppress(OSError):
        index.unlink(missing_ok=True)
    return place


def _never_close(connection: sqlite3.Connection) -> None:
    from ctypes import py_object, pythonapi

    _kept_open.append(connection)
    # A reference that nobody gives back: modules are emptied in no certain order at the end, and a connection that is
    # collected there closes the file after all.
    pythonapi.Py_IncRef(py_object(connection))  # not even when Python lets go of its modules


def known_in(connection: sqlite3.Connection) -> KnownState | None:
    """The first and the newest event of a ledger; None where there is none."""
    first = connection.execute(_FIRST).fetchone()
    newest = connection.execute(_NEWEST).fetchone()
    return KnownState(first[0], *newest) if first else None


def holds(connection: sqlite3.Connection, known: KnownState) -> bool:
    """Return whether a ledger is the known one, in the same state or a later one."""
    first = connection.execute(_FIRST).fetchone() == (known.first,)
    return first and connection.execute(_HASH, (known.event,)).fetchone() == (known.hash,)


def _says_nothing_of_it(error: Exception) -> bool:
    """Whether a fault is one of the surroundings, such as a file that is busy or a program that has too many open, and
    not of what the file holds."""
    code = getattr(error, "sqlite_errorcode", 0)
    return code & _PRIMARY_CODE in _ELSEWHERE and code not in _TORN


def _identity_of(path: Path) -> _Identity | None:
    """None where nothing lies there, or it cannot be told. A file system that numbers no files says 0."""
    try:
        found = path.stat()
    except OSError:
        return None
    return _Identity(found.st_dev, found.st_ino)


def _looks_of(path: Path) -> _Looks | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return _Looks(found.st_size, found.st_mtime_ns)
