"""Backups of a ledger: what is known of one, which are kept, and what it would mean to go back to one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tracker.domain.rows import Fault
from tracker.domain.terms import BackupReason
from tracker.domain.text.dates import BEIJING, day_of

STRANGE_SCHEMA = frozenset({"ledger_schema_strange", "ledger_schema_active", "ledger_number_unclear", "ledger_endless"})
"""Why a file is not opened whose tables, triggers, views or number are not ours: its rows can be brought over."""

_Period = Callable[[date], tuple[int, ...]]
_KEPT: tuple[tuple[int, _Period], ...] = (
    (7, lambda day: (day.toordinal(),)),
    (4, lambda day: day.isocalendar()[:2]),
    (12, lambda day: (day.year, day.month)),
)
"""How many days, weeks and months the newest backup of each is kept of. Only those with backups count, so that whoever
is away for half a year loses none by it."""


@dataclass(frozen=True, slots=True)
class LedgerSummary:
    """How much a ledger holds. `newest` is the moment of its newest event, `recorded` how many events somebody made:
    those by which the coded sources came in are not among them."""

    events: int
    recorded: int
    newest: datetime | None
    commitments: int
    judged: int
    evidence: int
    attachments: int


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is kept beside a ledger. `size` counts bytes; one that cannot be read has no `summary`."""

    path: Path
    made_at: datetime
    reason: BackupReason
    size: int
    summary: LedgerSummary | None


@dataclass(frozen=True, slots=True)
class EventHeading:
    """Who made an event, when, and of which kind it was."""

    at: datetime
    author: str
    kind: str


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What would change by a restore.

    `now` is None where there is no ledger, or none that can be read. `lost` counts the events that the ledger has and
    the backup has not, `newest_lost` is the last of them; `regained` counts those that only the backup has, and
    `missing` the attachments of the backup whose contents are nowhere to be found.
    """

    path: Path
    now: LedgerSummary | None
    then: LedgerSummary
    lost: int
    newest_lost: EventHeading | None
    regained: int
    missing: int


@dataclass(frozen=True, slots=True)
class Repair:
    """A repaired ledger: what was mended in it, what is lost for good, and what is still wrong with it."""

    path: Path
    mended: tuple[Fault, ...]
    lost: tuple[Fault, ...]
    left: tuple[Fault, ...]


def kept_of(made: Iterable[datetime], today: date) -> frozenset[datetime]:
    """Which of the backups made at these moments are kept: the newest of each of the last 7 days, 4 weeks and 12 months
    that have one. What is dated after today, because a clock was wrong, is kept and counts for nothing."""
    newest_first = sorted(made, reverse=True)
    kept = {moment for moment in newest_first if day_of(moment) > today}
    past = [moment for moment in newest_first if day_of(moment) <= today]
    # By periods that have a backup, not by the calendar: whoever comes back after half a year still has the last seven.
    for limit, period in _KEPT:
        newest: dict[tuple[int, ...], datetime] = {}
        for moment in past:
            # Newest first, so that the first of each period is the one that stays.
            newest.setdefault(period(day_of(moment)), moment)
        kept |= set(list(newest.values())[:limit])
    return frozenset(kept)


def is_due(today: date, newest: datetime | None, *, changed: bool) -> bool:
    """Whether the daily backup is to be made: something changed since the newest one, and that is not today's."""
    return changed and (newest is None or day_of(newest) != today)


def name_of(moment: datetime, reason: BackupReason) -> str:
    """The name of a backup's file, such as `2026-11-24T08-30-00.daily.db`: Beijing's time, and good on any system."""
    return f"{moment.astimezone(BEIJING):%Y-%m-%dT%H-%M-%S}.{reason}.db"


def moment_and_reason(name: str) -> tuple[datetime, BackupReason] | None:
    """Return what the name of a backup's file says; None for another file."""
    stamp, _, rest = name.partition(".")
    reason, _, ending = rest.rpartition(".")
    try:
        moment = datetime.strptime(stamp, "%Y-%m-%dT%H-%M-%S").replace(tzinfo=BEIJING)
        said = (moment, BackupReason(reason))
    except ValueError:
        return None
    # Written back and compared: what another program calls nearly so is no backup of ours, and is never thinned out.
    return said if ending == "db" and name_of(*said) == name else None
