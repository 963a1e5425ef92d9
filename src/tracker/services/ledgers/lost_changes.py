"""A ledger that lacks changes which had been acknowledged: it is not opened before somebody has chosen what to do."""

from pathlib import Path

from tracker.domain.errors import UserError
from tracker.domain.safety.backups import Backup
from tracker.domain.text.dates import stamp
from tracker.store.files.symbolic_links import ledger_at
from tracker.store.safety.backups import newest_sound
from tracker.store.safety.newest_note import MissingEvents, forget_newest, missing_in
from tracker.store.server.addresses import is_url


def refuse_missing_changes(ledger: Path) -> None:
    """Raises where SQLite's write-ahead log was lost: `ledger_behind_backup` names the newest sound backup, and how
    many of the missing changes it holds; where it holds none, or there is none, `ledger_behind`."""
    # Before anything opens the file: SQLite would begin a new log over what may still be found of the old one.
    missing = missing_in(ledger) if ledger.exists() else None
    if missing is None:
        return
    backup = newest_sound(ledger)
    regained = _regained(backup, missing)
    raise UserError(
        "ledger_behind_backup" if regained else "ledger_behind",
        path=str(ledger),
        count=missing.count,
        since=stamp(missing.since),
        until=stamp(missing.until),
        log=missing.log.name,
        backup=backup.path.name if backup else "–",
        regained=regained,
    )


def _regained(backup: Backup | None, missing: MissingEvents) -> int:
    """How many of the missing changes a backup holds, if it is of this ledger."""
    if backup is None or backup.summary is None:
        return 0
    return min(missing.count, max(0, backup.summary.events - missing.held))


def go_on_without(location: str | Path) -> None:
    """Take a ledger as it is, without the changes that are missing. Raises `ledger_unreachable`."""
    if is_url(str(location)):
        return
    ledger = ledger_at(location)
    try:
        forget_newest(ledger)
    except OSError as error:
        raise UserError("ledger_unreachable", path=str(ledger)) from error
