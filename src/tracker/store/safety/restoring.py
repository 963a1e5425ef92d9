"""Put another ledger's contents in the place of a ledger's, whole or not at all.

A ledger that can be read is not replaced as a file: SQLite writes the new pages into it in one transaction of its own,
so that at any moment, whatever is killed, either the old ledger is there or the new one, and no file of the one is ever
read together with what SQLite keeps beside the other.
"""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.safety.backups import STRANGE_SCHEMA, LedgerSummary, RestorePreview
from tracker.file_modes import give, make_folders, mode_for
from tracker.store.database.hardening import harden
from tracker.store.database.schema_check import verified
from tracker.store.evidence.file_contents import FolderContents, folder_beside
from tracker.store.safety.copying import copy_durably, naming, put_ledger
from tracker.store.safety.fresh_copy import copy_rows
from tracker.store.safety.ledger_inspection import (
    attached_in,
    companions_of,
    events_in,
    is_whole,
    ledger_summary,
    quietly,
)
from tracker.store.safety.newest_note import forget_newest
from tracker.temp_files import draft_folder, sync_folder

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PATIENCE_SECONDS = 2.0
_PRIMARY_CODE = 0xFF


@contextmanager
def drafted(ledger: Path, source: Path) -> Generator[Path]:
    """The rows of `source` in a fresh file of the newest schema, on the disk of the ledger; it is gone afterwards.

    Raises `ledger_damaged`, `disk_full`, `output_unwritable`, and as `verified` does.
    """
    with naming(ledger):
        make_folders(ledger.parent)
        with draft_folder(ledger.parent, "restore") as folder:
            draft = folder / "ledger.db"
            with whole(source) as original:
                copy_rows(original, source, draft)
            yield draft


@contextmanager
def whole(source: Path) -> Generator[sqlite3.Connection]:
    """Read a file that is to be gone back to, when every page of it is sound. Raises as `drafted` does."""
    with verified(source) as original:
        if not is_whole(original):
            raise UserError("ledger_damaged", path=str(source))
        yield original


def preview_of(ledger: Path, source: Path) -> RestorePreview:
    """What would change if the ledger became what `source` is. Raises `restore_other`, `ledger_damaged`."""
    with verified(source) as connection:
        then = ledger_summary(connection)
        regained = events_in(connection)
        wanted = attached_in(connection)
    now = readable_summary(ledger)
    present = {}
    if now is not None:
        with verified(ledger) as connection:
            present = events_in(connection)
    common = present.keys() & regained.keys()
    # Events are known by their uids: two ledgers without a common one never were the same. One with nothing in it may
    # become any.
    if now is not None and now.recorded and not common:
        raise UserError("restore_other", path=str(source))
    lost = [words for uid, words in present.items() if uid not in common]
    return RestorePreview(
        path=source,
        now=now,
        then=then,
        lost=len(lost),
        newest_lost=lost[-1] if lost else None,
        regained=len(regained) - len(common),
        missing=sum(1 for sha256 in wanted if _holder(sha256, ledger, source) is None),
    )


def readable_summary(ledger: Path) -> LedgerSummary | None:
    """How much a ledger holds; None where there is none, or one that is damaged or not of our schema."""
    if not ledger.exists():
        return None
    try:
        with verified(ledger) as connection:
            return ledger_summary(connection) if is_whole(connection) else None
    except UserError as error:
        if error.code not in STRANGE_SCHEMA | {"ledger_damaged", "ledger_not_database"}:
            raise
        return None


def bring_contents(ledger: Path, draft: Path, source: Path) -> None:
    """Keep beside the ledger what its new contents refer to and only `source` has. They harm nothing if unused."""
    with quietly(draft) as connection:
        wanted = attached_in(connection)
    kept = FolderContents(folder_beside(ledger))
    for sha256 in sorted(wanted):
        holder = _holder(sha256, ledger, source)
        if holder is not None and not kept.holds(sha256):
            kept.keep(holder.read(sha256))


def replace_readable(
    ledger: Path, draft: Path, keep: Callable[[sqlite3.Connection], None], progress: Progress = unwatched
) -> None:
    """Let a ledger that can be read become what the draft is, when `keep` has kept it as it is.

    Raises `restore_in_use` where another program has it open, `disk_full`, `output_unwritable`.
    """
    with naming(ledger), closing(sqlite3.connect(ledger, timeout=_PATIENCE_SECONDS, isolation_level=None)) as target:
        harden(target)
        _take_alone(target, ledger)
        keep(target)
        forget_newest(ledger)
        with quietly(draft) as new:
            # All pages at once: in steps, SQLite would let go of the source between them, and begin again where it
            # changed.
            new.backup(target, pages=-1)
        progress(1, 1)


def replace_damaged(ledger: Path, draft: Path, kept: Path) -> None:
    """Put the draft in the place of a file that cannot be read, which is kept byte by byte, with what lies beside it.

    Raises `disk_full`, `output_unwritable`.
    """
    with naming(ledger):
        for old, new in zip((ledger, *companions_of(ledger)), (kept, *companions_of(kept)), strict=True):
            if old.exists():
                copy_durably(old, new)
                give(new, mode_for(new, old))
        sync_folder(kept.parent)
        _put(ledger, draft, mode_for(ledger, ledger))


def put_new(ledger: Path, draft: Path) -> None:
    """Put the draft where no ledger is. Raises `restore_in_use` where one has come to be, `output_unwritable`."""
    with naming(ledger):
        if ledger.exists():
            raise UserError("restore_in_use", path=str(ledger))
        _put(ledger, draft, mode_for(ledger))


def _put(ledger: Path, draft: Path, mode: int) -> None:
    forget_newest(ledger)
    for beside in companions_of(ledger):
        # It belongs to the old file, or to one that is gone: SQLite would read it into the new one by its name.
        beside.unlink(missing_ok=True)
    give(draft, mode)
    put_ledger(draft, ledger)


def _take_alone(target: sqlite3.Connection, ledger: Path) -> None:
    """Lock everybody else out until the connection is closed; who has the ledger open would not see it change."""
    try:
        target.execute("PRAGMA synchronous = FULL")
        # Set before the mode of the journal: the switch below then takes the lock and keeps it until the connection is
        # closed, so that nobody comes in between.
        target.execute("PRAGMA locking_mode = EXCLUSIVE")
        # Only who is alone can leave the write-ahead log, and nobody comes in before this connection is closed.
        target.execute("PRAGMA journal_mode = DELETE")
        target.execute("PRAGMA journal_mode = WAL")
        target.execute("BEGIN EXCLUSIVE")
        target.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & _PRIMARY_CODE not in _BUSY:
            raise
        raise UserError("restore_in_use", path=str(ledger)) from error


def _holder(sha256: str, ledger: Path, source: Path) -> FolderContents | None:
    """Who has the content of an attachment, unaltered: the ledger, else the backup."""
    places = (FolderContents(folder_beside(path)) for path in (ledger, source))
    return next((place for place in places if place.is_intact(sha256)), None)
