"""A note beside a ledger of the newest event that was acknowledged: `<ledger>.newest`, by which it shows when SQLite's
write-ahead log was lost, cut short or spoilt. Without it the ledger would open as an earlier, sound one.

The note is written after the commit and never synced: it may lag, may be torn or not be there, but is never ahead of
what is on disk. It counts only while the file has the size and the time of last change that it had then. Every
checkpoint, restore and replacement by hand changes them; and a file into which SQLite has taken the log over, or that
somebody put there, lacks nothing. So a ledger is never said to be behind because it is another one.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zlib import crc32

from tracker.file_modes import give, mode_for, open_private
from tracker.store.database.schema_check import verified
from tracker.store.safety.ledger_inspection import companions_of, head_of, moment_of
from tracker.temp_files import sync_folder

_MAGIC = "tracker-newest-2"
_EARLIER = "tracker-newest-1"
"""Notes of versions before this one, which said nothing of the log."""
_MOST = 500
"""Bytes that are read of a note; one has not half as many."""
_SALTS = slice(16, 24)
"""Where they are in a write-ahead log."""
_SECOND_NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class MissingEvents:
    """`count` events that a ledger lacks, beside the `held` that it has: they came after its own newest, which was at
    `since`, the last of them at `until`. `log` is the file that held them."""

    held: int
    count: int
    since: datetime
    until: datetime
    log: Path


@dataclass(frozen=True, slots=True)
class _Note:
    event: int
    at: datetime
    size: int
    changed_ns: int
    log: str = ""
    """The salts of the write-ahead log, by which SQLite tells one from the next."""
    inode: int = 0
    """The number of the file, 0 where its file system has none."""


def note_newest(ledger: Path, event: int, at: datetime, looks: tuple[int, int, int] | None = None) -> None:
    """Note the newest event of a ledger, once it is committed; where that cannot be written, nothing is said.

    `looks` are size, time of last change and number of the file that holds it, where they are known: by now another
    file may lie there.
    """
    with suppress(OSError):
        size, changed_ns, inode = looks or (*_looks_of(ledger), ledger.stat().st_ino)
        said = f"{_MAGIC} {event} {at.isoformat()} {size} {changed_ns} {_log_of(ledger) or '-'} {inode}"
        note = _note_of(ledger)
        is_new = not note.exists()
        # Written over and not emptied first, since there is no moment without a note then; the end of a longer one that
        # stays behind it is cut off by the line end and the check sum.
        handle = open_private(note, os.O_WRONLY | os.O_CREAT)
        try:
            if is_new:
                give(note, mode_for(note, ledger))
            os.write(handle, f"{said} {crc32(said.encode()):08x}\n".encode())
        finally:
            os.close(handle)


def forget_newest(ledger: Path) -> None:
    """Remove the note durably, before the ledger becomes another one, or is to be taken as it is. Raises `OSError`."""
    note = _note_of(ledger)
    if note.exists():
        note.unlink(missing_ok=True)
        sync_folder(ledger.parent)


def is_noted_log(ledger: Path) -> bool:
    """Whether the write-ahead log beside a ledger is the one that was there at the newest change, and the ledger as it
    was then; False where that is not known."""
    note = _read(ledger)
    return note is not None and _has_log(note, ledger) and _is_of(note, ledger)


def is_likely_log(ledger: Path) -> bool:
    """The same where the ledger may have been damaged since: it must be the file of then, or as large where
    files have no numbers."""
    note = _read(ledger)
    if note is None or not _has_log(note, ledger):
        return False
    found = ledger.stat()
    return found.st_ino == note.inode if note.inode else found.st_size == note.size


def missing_in(ledger: Path) -> MissingEvents | None:
    """What a ledger lacks of the events that were acknowledged, as far as the note tells; else None.

    Raises as `verified` does.
    """
    note = _read(ledger)  # before the ledger, which may be in use
    if note is None or not _is_of(note, ledger):
        return None
    with verified(ledger) as connection:
        head = head_of(connection)
        held, newest = connection.execute("SELECT count(*), max(at) FROM event").fetchone()
        since = moment_of(newest) if held else note.at
    # Looked at again: another program may have written between the note and the ledger being read, and the note is of
    # then.
    if head.event >= note.event or not held or not _is_of(note, ledger):
        return None
    return MissingEvents(held, note.event - head.event, since, note.at, companions_of(ledger)[0])


def _note_of(ledger: Path) -> Path:
    return ledger.with_name(f"{ledger.name}.newest")


def _looks_of(ledger: Path) -> tuple[int, int]:
    """Size in bytes and time of last change in nanoseconds. It is not opened, which would cost SQLite its locks."""
    found = ledger.stat()
    return found.st_size, found.st_mtime_ns


def _is_of(note: _Note, ledger: Path) -> bool:
    """Whether the file looks as it did. Archives, memory sticks and synchronised folders keep whole seconds of the time
    of last change, the first two even ones only."""
    size, changed_ns = _looks_of(ledger)
    # A file that was carried by FAT, ZIP or rsync would otherwise never match its note again, and a lost log would not
    # show after the ledger came from a stick.
    off_by = 0 if changed_ns % _SECOND_NS else 2 * _SECOND_NS
    return size == note.size and abs(changed_ns - note.changed_ns) <= off_by


def _read(ledger: Path) -> _Note | None:
    """The note as it was written; None where it is not there, or not whole. A longer, older one may show behind it."""
    try:
        with _note_of(ledger).open("rb") as file:
            said, _, check = file.read(_MOST).partition(b"\n")[0].rpartition(b" ")
        if check != f"{crc32(said):08x}".encode():
            return None
        magic, event, at, size, changed_ns, *further = said.decode().split(" ")
        log, inode = further or ("-", "0")
        note = _Note(
            int(event), datetime.fromisoformat(at), int(size), int(changed_ns), log.removeprefix("-"), int(inode)
        )
    except (OSError, ValueError):
        return None
    return note if magic == (_MAGIC if further else _EARLIER) else None


def _has_log(note: _Note, ledger: Path) -> bool:
    return bool(note.log) and note.log == _log_of(ledger)


def _log_of(ledger: Path) -> str:
    """The salts in the head of the write-ahead log; "" where there is none. SQLite locks other files than that one, so
    that it may be opened beside it."""
    with suppress(OSError), companions_of(ledger)[0].open("rb") as file:
        return file.read(_SALTS.stop)[_SALTS].hex()
    return ""
