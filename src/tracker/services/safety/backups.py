"""Backups of a ledger in a file, and the way back to one."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.safety.backups import STRANGE_SCHEMA, Backup, RestorePreview, is_due
from tracker.domain.terms import BackupReason
from tracker.file_modes import give, mode_for, touch_private
from tracker.services.ledgers.session import Clock, system_clock
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.store.database.migrating import check_contents
from tracker.store.files.lock_file import LockFile, clear_dead_lock
from tracker.store.files.symbolic_links import bring_from_link, ledger_at
from tracker.store.safety import backups, restoring
from tracker.store.safety.copying import copy_between, drop_draft, unwritable
from tracker.store.safety.integrity_check import find_faults
from tracker.store.server.addresses import is_url
from tracker.systems.file_systems import is_shared
from tracker.temp_files import draft_of, put_durably

_BEARABLE = frozenset({"fault_content_missing", "fault_content_altered", "fault_state", "fault_event_order"})
"""What a backup may have and still be gone back to: its words and its history are whole, whatever the clocks said."""


def back_up(workspace: Workspace, progress: Progress = unwatched) -> Path:
    """Make a backup now, and return where it lies.

    Raises `copy_needs_file` for a shared ledger, `ledger_damaged`, `disk_full`, `output_unwritable`.
    """
    return _keep(workspace, BackupReason.ASKED, progress)


def back_up_daily(workspace: Workspace, progress: Progress = unwatched) -> Path | None:
    """Make the day's backup if something changed since the last one, and remove those that are not kept any more.

    A shared ledger, one that is only read, and one in which nobody has recorded anything yet, has none. Raises as
    `back_up` does.
    """
    if is_url(workspace.location) or not workspace.can_write or not _is_due(workspace):
        return None
    path = _keep(workspace, BackupReason.DAILY, progress)
    backups.rotate(Path(workspace.location), workspace.today())
    return path


def list_backups(location: str | Path) -> tuple[Backup, ...]:
    """Return the backups of a ledger, newest first. Raises `copy_needs_file` for a shared one."""
    return backups.list_backups(_file(location))


def preview_restore(location: str | Path, source: Path) -> RestorePreview:
    """Return what would change if the ledger became what the backup is; nothing is changed by asking.

    Raises `restore_missing`, `restore_itself`, `restore_other`, and for what is no sound ledger as `check_contents`.
    """
    ledger = _file(location)
    _check_source(ledger, source)
    with restoring.whole(source):
        return restoring.preview_of(ledger, source)


def restore(
    location: str | Path, source: Path, *, author: str, clock: Clock = system_clock, progress: Progress = unwatched
) -> Path | None:
    """Let the ledger become what a backup is, attachments included. Nobody may have it open, not even who asks.

    The ledger as it was is kept as a backup first, whose path is returned; None where there was no ledger. Raises as
    `preview_restore` does, and `restore_in_use`, `restore_unsound`, `disk_full`, `output_unwritable`, on a share
    `ledger_held`; the ledger is then as it was.
    """
    ledger = _file(location)
    _check_source(ledger, source)
    # In a draft beside the ledger, of which nothing is touched before the draft is migrated, whole and sound.
    with _held(ledger), restoring.drafted(ledger, source) as draft:
        preview = restoring.preview_of(ledger, source)
        _bring_up_to_date(draft, source, preview, author, clock)
        restoring.bring_contents(ledger, draft, source)
        return _put(ledger, draft, preview, clock, progress)


@contextmanager
def _held(ledger: Path) -> Generator[None]:
    """Hold the lock of a ledger on a share within the block. Raises `ledger_held`."""
    if not is_shared(ledger) and not clear_dead_lock(ledger):
        yield
        return
    lock = LockFile(ledger)
    try:
        lock.take()
    except OSError as error:
        raise unwritable(error, ledger) from error
    try:
        yield
        # Before the lock is given back: if somebody took it over meanwhile, what was put there may be gone already, and
        # the caller has to hear of it.
        lock.check()
    finally:
        lock.release()


def _put(ledger: Path, draft: Path, preview: RestorePreview, clock: Clock, progress: Progress) -> Path | None:
    if not ledger.exists():
        restoring.put_new(ledger, draft)
        return None
    # What cannot be read is kept as it lies there, byte by byte, for whoever may still save something from it.
    if preview.now is None:
        kept = backups.new_place(ledger, BackupReason.DAMAGED, clock())
        restoring.replace_damaged(ledger, draft, kept)
        return kept
    kept = backups.new_place(ledger, BackupReason.BEFORE_RESTORE, clock())

    def keep(current: sqlite3.Connection) -> None:
        writing = draft_of(kept)
        try:
            touch_private(writing)
            copy_between(current, writing)
            give(writing, mode_for(kept, ledger))
            put_durably(writing, kept)
        finally:
            drop_draft(writing)

    restoring.replace_readable(ledger, draft, keep, progress)
    return kept


def _bring_up_to_date(draft: Path, source: Path, preview: RestorePreview, author: str, clock: Clock) -> None:
    """Migrate the draft, see that it is sound, and let its history say that it was gone back to.

    Raises `restore_unsound`, and what `open_workspace` raises.
    """
    workspace = open_workspace(draft, author=author, clock=clock)
    try:
        with workspace.snapshot() as snapshot:
            faults = [
                fault for fault in find_faults(snapshot.connection, workspace.today()) if fault.code not in _BEARABLE
            ]
        if faults:
            raise UserError("restore_unsound", path=str(source), count=len(faults))
        with workspace.write() as work:
            work.record("ledger_restored", {"backup": source.name, "lost": preview.lost})
    finally:
        workspace.close()


def _is_due(workspace: Workspace) -> bool:
    ledger = Path(workspace.location)
    with workspace.snapshot() as snapshot:
        ends = backups.recorded_head(snapshot.connection)
    changed = ends is not None and ends != backups.newest_head(ledger)
    return is_due(workspace.today(), max(backups.daily_moments(ledger), default=None), changed=changed)


def _keep(workspace: Workspace, reason: BackupReason, progress: Progress) -> Path:
    ledger = _file(workspace.location)
    made: list[Path] = []
    moment = workspace.clock()
    workspace.run_on_engine(lambda engine: made.append(backups.keep_backup(engine, ledger, reason, moment, progress)))
    return made[0]


def _check_source(ledger: Path, source: Path) -> None:
    if not source.exists():
        raise UserError("restore_missing", path=str(source))
    # samefile, as a path can name the ledger by a link or in other letters.
    if ledger.exists():
        if source.samefile(ledger):
            raise UserError("restore_itself", path=str(source))
        _check_target(ledger)
    check_contents(source)


def _check_target(ledger: Path) -> None:
    """Refuse to put a ledger in the place of what is none; one that is damaged, or once had backups, is one."""
    try:
        check_contents(ledger)
    except UserError as error:
        is_spoilt = error.code in STRANGE_SCHEMA or error.code == "ledger_damaged"
        if error.code == "ledger_newer" or not (is_spoilt or backups.folder_of(ledger).is_dir()):
            raise


def _file(location: str | Path) -> Path:
    if is_url(str(location)):
        raise UserError("copy_needs_file")
    ledger = ledger_at(location)
    bring_from_link(location, ledger)
    return ledger
