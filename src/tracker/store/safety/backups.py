"""Backups of a ledger in a file: `<ledger>.backups/2026-11-24T08-30-00.daily.db`, each a whole ledger by itself.

A backup has no attachments of its own. Their contents lie by their SHA-256 in `<ledger>.files/`, where nothing is ever
rewritten or removed, so that every backup finds there what it refers to; a second copy on the same disk would double
the room and guard against little. What is to be carried elsewhere is written by `copy_to`, with them.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from glob import escape
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.safety.backups import Backup, kept_of, moment_and_reason, name_of
from tracker.domain.terms import BackupReason
from tracker.domain.text.dates import BEIJING
from tracker.file_modes import make_folders
from tracker.store.database.schema_check import verified
from tracker.store.database.tables import Event
from tracker.store.events.seals import LOADING
from tracker.store.safety.copying import copy_alone_to, naming
from tracker.store.safety.ledger_inspection import Head, head_of, is_whole, ledger_summary
from tracker.temp_files import draft_of, sweep, sync_folder

_OLDER = "before-migration-from-"
"""Versions before this one kept the ledger under such a name beside itself before they migrated it."""


def folder_of(ledger: Path) -> Path:
    """The folder of a ledger's backups."""
    return ledger.with_name(f"{ledger.name}.backups")


def new_place(ledger: Path, reason: BackupReason, moment: datetime) -> Path:
    """Where a backup of this moment is to lie; the folder is made, and what a killed program left there is removed.

    Raises `disk_full`, `output_unwritable`.
    """
    folder = folder_of(ledger)
    with naming(folder):
        if not folder.exists():
            make_folders(folder, ledger)
            sync_folder(ledger.parent)
        for place in (folder, ledger.parent):
            sweep(place)
    # Names have whole seconds: a script that restores twice in one would write the second backup over the first.
    while (place := folder / name_of(moment, reason)).exists() or draft_of(place).exists():
        moment += timedelta(seconds=1)
    return place


def keep_backup(
    engine: Engine, ledger: Path, reason: BackupReason, moment: datetime, progress: Progress = unwatched
) -> Path:
    """Make a backup, verified by opening it again. Raises what `copy_alone_to` and `new_place` raise."""
    path = new_place(ledger, reason, moment)
    copy_alone_to(engine, path, progress)
    return path


def list_backups(ledger: Path) -> tuple[Backup, ...]:
    """The backups of a ledger, newest first."""
    return tuple(_known(path, *said) for path, said in _newest_first(ledger))


def recorded_head(connection: Connection) -> Head | None:
    """Where a ledger ends; None for one in which nobody has recorded anything yet."""
    # A ledger that has only its briefing can be made again from the program, so that no daily copy is made of it.
    if connection.scalar(select(Event.id).where(Event.kind != LOADING).limit(1)) is None:
        return None
    newest = select(Event.id, Event.hash).order_by(Event.id.desc()).limit(1)
    return Head(*connection.execute(newest).one())


def newest_head(ledger: Path) -> Head | None:
    """Where the newest backup that can be read ends."""
    for path, _ in _newest_first(ledger):
        with suppress(UserError), verified(path) as connection:
            return head_of(connection)
    return None


def newest_sound(ledger: Path) -> Backup | None:
    """The newest backup of which every page is as it was written."""
    for path, said in _newest_first(ledger):
        with suppress(UserError), verified(path) as connection:
            if is_whole(connection):
                return _known(path, *said)
    return None


def daily_moments(ledger: Path) -> dict[datetime, Path]:
    """The daily backups by their moments."""
    return {moment: path for path, (moment, reason) in _places(ledger) if reason is BackupReason.DAILY}


def rotate(ledger: Path, today: date) -> None:
    """Remove the daily backups that are not to be kept any more; all others stay until somebody removes them."""
    made = daily_moments(ledger)
    # Only the daily ones: those before a migration, a restore or a repair are somebody's way back.
    for moment in made.keys() - kept_of(made, today):
        with suppress(OSError):  # held open, or removed by another program: next time
            made[moment].unlink()


def _newest_first(ledger: Path) -> list[tuple[Path, tuple[datetime, BackupReason]]]:
    return sorted(_places(ledger), key=lambda place: place[1], reverse=True)


def _places(ledger: Path) -> Iterator[tuple[Path, tuple[datetime, BackupReason]]]:
    folder = folder_of(ledger)
    for path in folder.iterdir() if folder.is_dir() else ():
        said = moment_and_reason(path.name)
        if said is not None and path.is_file():
            yield path, said
    # The name of a ledger may hold [ or *, which glob takes for a pattern.
    for path in ledger.parent.glob(f"{escape(ledger.name)}.{_OLDER}*") if ledger.parent.is_dir() else ():
        if path.name.removeprefix(f"{ledger.name}.{_OLDER}").isdigit():
            moment = datetime.fromtimestamp(path.stat().st_mtime, BEIJING)
            yield path, (moment, BackupReason.BEFORE_MIGRATION)


def _known(path: Path, moment: datetime, reason: BackupReason) -> Backup:
    summary = None
    with suppress(UserError), verified(path) as connection:
        summary = ledger_summary(connection)
    return Backup(path, moment, reason, path.stat().st_size, summary)
