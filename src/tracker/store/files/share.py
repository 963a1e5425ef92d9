"""A ledger on a share: one writer at a time, by the lock beside it."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tracker.domain.errors import UserError
from tracker.store.database.hardening import harden
from tracker.store.files.ledger_file import set_aside
from tracker.store.files.lock_file import LockFile
from tracker.store.files.reading_copy import copy_steadily
from tracker.store.files.replaced_file import put_strange_log_aside
from tracker.store.safety.copying import is_full, put_ledger, unwritable
from tracker.store.safety.ledger_inspection import companions_of
from tracker.temp_files import PREFIX


def take_lock(ledger: Path, *, over: bool = False) -> LockFile:
    """Take the lock of a ledger that is there, and make it ready to be written by one program alone.

    Where it is taken `over`, the ledger becomes a new file: whatever the former holder still writes goes into the old
    one, which has no name any more. Raises `ledger_held`, `ledger_busy`, `ledger_damaged`, `ledger_unreachable`,
    `disk_full`, `output_unwritable`.
    """
    lock = LockFile(ledger)
    try:
        before = lock.take(over=over)
    except OSError as error:
        raise UserError("disk_full" if is_full(error) else "ledger_unreachable", path=str(ledger)) from error
    try:
        if over and before is not None:
            _become_new_file(ledger, lock)
        put_strange_log_aside(ledger)
        # In this order: a log of another file has to be out of the way before the ledger is opened to write, which
        # would apply it.
        _leave_log(ledger)
    except (OSError, sqlite3.Error) as error:
        lock.give_back()
        raise unwritable(error, ledger) from error
    except UserError:
        lock.give_back()
        raise
    return lock


def _become_new_file(ledger: Path, lock: LockFile) -> None:
    with TemporaryDirectory(dir=ledger.parent, prefix=f"{PREFIX}share-") as folder:
        draft = Path(folder) / "ledger.db"
        copy_steadily(ledger, draft)
        lock.check()  # who has it by now has put, or will put, a file of its own here
        put_ledger(draft, ledger)
        for beside in (companions_of(ledger)[0], companions_of(ledger)[2]):
            if beside.exists() and beside.stat().st_size:
                set_aside(beside, companions_of(ledger)[1])


def _leave_log(ledger: Path) -> None:
    """Take the write-ahead log over, which older versions and local disks use. Raises `ledger_busy`."""
    with closing(harden(sqlite3.connect(ledger, timeout=2.0, isolation_level=None))) as connection:
        # Before the first read: in WAL mode SQLite maps shared memory then, which does not work across machines.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # so that no shared memory is asked for
        connection.execute("PRAGMA synchronous = FULL")
        mode = ""
        with suppress(sqlite3.OperationalError):
            mode = connection.execute("PRAGMA journal_mode = TRUNCATE").fetchone()[0]
        if mode.lower() != "truncate":
            raise UserError("ledger_busy", path=str(ledger))
