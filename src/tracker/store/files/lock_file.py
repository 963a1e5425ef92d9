"""The lock beside a ledger on a share: `<ledger>.lock` says who alone may write, and by which token it is known.

Locks of two machines do not meet there, but a file that is made exclusively is made by one of them only. Whoever holds
the lock reads it again within each transaction and after each commit, and writes no more once the token is another's.
"""

import errno
import json
import os
import platform
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, RLock, Thread
from time import monotonic

from tracker import __version__
from tracker.domain.errors import UserError
from tracker.domain.text.dates import stamp
from tracker.systems.processes import account_name
from tracker.temp_files import PREFIX, has_ended, process_space, sync_folder

# Only a sign of life for people to judge by: no lock expires by itself. A laptop that slept for an hour must find its
# lock as it left it, or be told.
RENEWAL_SECONDS = 30.0
_RENEWAL_AT_WRITES_SECONDS = 5.0
_MOST = 4_000
_TRIES = 5
_STALE_SECONDS = 5.0
"""After which a lock that makes no sense, such as an empty one, is not being written any more."""
# Numbers of processes begin again with each start of the machine: without it, the lock of a crashed machine could seem
# to be held by whatever has that number now.
_BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class LedgerHolder:
    """Who holds a ledger. `seen` is the last sign of life; moments are as ISO 8601 has them; `boot` is the start of the
    machine, `space` where there the number of the process means something."""

    machine: str
    user: str
    process: int
    boot: str
    since: str
    seen: str
    token: str
    version: str
    space: str = ""


_UNKNOWN = LedgerHolder("?", "?", 0, "", "", "", "", "")
"""Whoever left a lock that makes no sense."""
_MOST_PROCESSES = 1 << 31
# To make a file that must not be there is the one operation that NFS, SMB and FUSE promise to be exclusive; locks of
# two clients need not meet.
_MAKING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class LockFile:
    """The lock of one ledger. Safe to use from several threads."""

    def __init__(self, ledger: Path) -> None:
        self._ledger = ledger
        self._path = lock_beside(ledger)
        self._mine: LedgerHolder | None = None
        self._before: LedgerHolder | None = None
        self._successor: LedgerHolder | None = None
        """Whoever was seen to have taken it over."""
        self._renewed = 0.0
        self._lock = RLock()
        self._ended = Event()

    def take(self, *, over: bool = False) -> LedgerHolder | None:
        """Take the lock, from another holder only where that is asked for: `over`; returns from whom, if from somebody.

        One that was left by a program of this machine and account which is no more is taken without a word, and so is
        one that makes no sense and is not just being written. Raises `ledger_held`, which names the holder, and
        `OSError`.
        """
        with self._lock:
            mine = _me()
            made = self._make(mine)
            for _ in range(_TRIES):
                if made:
                    break
                # Tried again and not refused: between a lock that could not be made and the look at it, its holder may
                # have given it back.
                found = holder_of(self._ledger)  # None where it was given back in this moment
                if found is not None:
                    if not over and not _is_dead(found) and not (found == _UNKNOWN and self._is_stale()):
                        raise held(self._ledger, found)
                    self._before = found if self._take_away(found.token) else self._before
                made = self._make(mine)
            if not made:
                raise held(self._ledger, holder_of(self._ledger) or _UNKNOWN)
            self._mine = mine
            self._renewed = monotonic()
        # A daemon: a program that ends without release leaves its lock, which the next one of this machine recognises
        # as dead.
        Thread(target=self._keep_alive, name="ledger lock", daemon=True).start()
        return self._before

    def check(self) -> None:
        """See that the lock is still ours. Raises `lock_lost`: nothing is written any more."""
        with self._lock:
            found = holder_of(self._ledger)
            if self._mine is None or found is None or found.token != self._mine.token:
                self._mine = None
                self._ended.set()
                # The lock goes with whoever took it over: who that was is known only if it was seen before.
                self._successor = found or self._successor
                by = f"{self._successor.user}@{self._successor.machine}" if self._successor is not None else None
                raise UserError("lock_lost", path=str(self._ledger), by=by)

    def renew(self) -> None:
        """Leave a sign of life in the lock, if it is ours. It is written into the file that was read, so that one which
        was put there meanwhile stays as it is."""
        with self._lock, suppress(OSError):
            if self._mine is None:
                return
            self._mine = replace(self._mine, seen=_now())
            self._renewed = monotonic()
            # Not written anew under a draft's name: to rename over it would take away the lock of whoever took over
            # between the look and the rename.
            handle = os.open(self._path, os.O_RDWR | getattr(os, "O_BINARY", 0))
            try:
                found = _read(os.read(handle, _MOST))
                if found is not None and found.token != self._mine.token:
                    self._successor = found
                elif found is not None:
                    os.lseek(handle, 0, os.SEEK_SET)
                    # As long as before, since moments always have six digits after the point: nothing of the old text
                    # is left behind it.
                    os.write(handle, _text(self._mine))
            finally:
                os.close(handle)

    def renew_now_and_then(self) -> None:
        """The same, where that is some seconds ago."""
        if monotonic() - self._renewed > _RENEWAL_AT_WRITES_SECONDS:
            self.renew()

    def give_back(self) -> None:
        """Let whom the lock was taken from have it again, where nothing came of it."""
        with self._lock, suppress(OSError):
            self._ended.set()
            mine = self._mine
            self._mine = None
            if mine is not None and self._take_away(mine.token) and self._before not in (None, _UNKNOWN):
                self._make(self._before)

    def release(self) -> None:
        """Give the lock back, if it is still ours."""
        with self._lock:
            self._ended.set()
            try:
                self.check()
            except UserError:
                return
            mine = self._mine
            self._mine = None
            if mine is not None:
                with suppress(OSError):
                    self._take_away(mine.token)

    def _take_away(self, token: str) -> bool:
        """Remove the lock that has a token, "" for one that makes no sense; False where another one lay there.

        It is renamed before it is read and removed, so that one of two that do this has it: by now it may be somebody
        else's, who took it over in this moment, and then it is put back.
        """
        # There is no "remove if it still says so". Renamed first, the file is nobody else's: of two that find the same
        # dead lock, the second finds nothing to rename.
        away = self._path.with_name(f"{PREFIX}{self._path.name}-{secrets.token_hex(8)}-away")
        try:
            if _token_in(_content(self._path)) != token:
                return False
            self._path.rename(away)
        except FileNotFoundError:
            return False
        found = _read(_content(away))
        is_meant = (found.token if found is not None else "") == token
        if found is not None and not is_meant:
            self._make(found)
        away.unlink()
        return is_meant

    def _make(self, mine: LedgerHolder) -> bool:
        """Make the lock with all that is in it, unless there is one: then False. What could not be written is gone."""
        try:
            handle = os.open(self._path, _MAKING, 0o666)
        except FileExistsError:
            return False
        try:
            _write(handle, _text(mine))
        except OSError:
            self._path.unlink()
            raise
        # On disk before the first write relies on it: after a power cut the server must not show a ledger that was
        # written to without a lock.
        sync_folder(self._path.parent)
        return True

    def _is_stale(self) -> bool:
        """Whether nobody has written to the lock for a while, by the clock of whoever keeps the files."""
        # The times of files on a share are those of the server, whose clock may be hours off: a file that is made now
        # tells what the server takes for now.
        clock = self._path.with_name(f"{PREFIX}{self._path.name}-{secrets.token_hex(8)}-clock")
        try:
            os.close(os.open(clock, _MAKING, 0o666))
            return clock.stat().st_mtime - self._path.stat().st_mtime > _STALE_SECONDS
        except FileNotFoundError:
            return False
        finally:
            clock.unlink(missing_ok=True)

    def _keep_alive(self) -> None:
        while not self._ended.wait(RENEWAL_SECONDS):
            self.renew()


def lock_beside(ledger: Path) -> Path:
    """Where the lock of a ledger lies."""
    return ledger.with_name(f"{ledger.name}.lock")


def holder_of(ledger: Path) -> LedgerHolder | None:
    """Who holds a ledger; None where nobody does. Half a lock, which is just being written, is read again; what makes
    no sense is somebody's, of whom nothing is known."""
    for _ in range(_TRIES):
        try:
            found = _read(_content(lock_beside(ledger)))
        except FileNotFoundError:
            return None
        except OSError:
            found = None
        if found is not None:
            return found
        # A lock is written in one call, but a client of NFS may show the new file before its content.
        Event().wait(0.05)
    return _UNKNOWN


def living_holder_of(ledger: Path) -> LedgerHolder | None:
    """The same; None where it was a program of this machine which is no more, too."""
    found = holder_of(ledger)
    return None if found is not None and _is_dead(found) else found


def clear_dead_lock(ledger: Path) -> bool:
    """Remove a lock that `LockFile.take` would take without a word; returns whether there is still one."""
    lock = LockFile(ledger)
    try:
        if not lock_beside(ledger).exists():
            return False
        lock.take()
        lock.release()
    except (OSError, UserError):
        return True
    return lock_beside(ledger).exists()


def held(ledger: Path, holder: LedgerHolder) -> UserError:
    """That somebody else has a ledger to write in."""
    since, seen = (_said(moment) for moment in (holder.since, holder.seen))
    return UserError("ledger_held", path=str(ledger), user=holder.user, machine=holder.machine, since=since, seen=seen)


def _said(moment: str) -> str:
    try:
        return stamp(datetime.fromisoformat(moment))
    except (ValueError, OverflowError):
        return "–"


def _me() -> LedgerHolder:
    now = _now()
    user = account_name()
    token = secrets.token_hex(16)
    return LedgerHolder(platform.node(), user, os.getpid(), _boot(), now, now, token, __version__, process_space())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _boot() -> str:
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _is_dead(holder: LedgerHolder) -> bool:
    """Whether a lock was left by a program of this very start of this machine and this account, which is no more."""
    if not holder.boot or (holder.machine, holder.user, holder.boot) != (platform.node(), account_name(), _boot()):
        return False
    return has_ended(holder.space, holder.process)


def _write(handle: int, content: bytes) -> None:
    """Write all of it durably, and close. Raises `OSError`."""
    try:
        if os.write(handle, content) != len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(handle)
    finally:
        os.close(handle)


def _text(holder: LedgerHolder) -> bytes:
    return (json.dumps(asdict(holder), ensure_ascii=False) + "\n").encode()


def _token_in(content: bytes) -> str:
    found = _read(content)
    return found.token if found is not None else ""


def _content(path: Path) -> bytes:
    """What a lock says. To open a pipe would wait for somebody to write into it. Raises `OSError`."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        return os.read(handle, _MOST)
    finally:
        os.close(handle)


def _read(content: bytes) -> LedgerHolder | None:
    """Who a lock names; None where it is none of ours, whatever it is: anybody may have written it."""
    try:
        said = json.loads(content)
        holder = LedgerHolder(**said)
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (value for name, value in said.items() if name != "process")
    # Any user of the share can write this file. A number beyond what the system has would make os.kill raise, and True
    # would pass for 1.
    is_sound = type(holder.process) is int and 0 <= holder.process < _MOST_PROCESSES
    return holder if is_sound and all(type(text) is str for text in texts) else None
