"""A ledger's file that was replaced while it was open, and a write-ahead log that belongs to another file.

SQLite finds the log by its name alone. After a replacement the log of the old file lies beside the new one, and at the
next opening its pages would be read into it, and later written: a mixture of two ledgers.
"""

import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from tracker.domain.errors import UserError
from tracker.open_files import is_open
from tracker.store.database.decoding import StoredValueError
from tracker.store.database.engine import file_of, user_errors
from tracker.store.database.schema_check import HEAD
from tracker.store.events.seals import first_misfit
from tracker.store.evidence.file_contents import FolderContents, folder_beside
from tracker.store.files.ledger_file import KnownState, LedgerFile, holds, known_in, set_aside
from tracker.store.safety.copying import copy_between
from tracker.store.safety.ledger_inspection import (
    UNREADABLE,
    attached_in,
    companions_of,
    connect,
    is_whole,
    quietly,
    schema_of,
)
from tracker.store.safety.newest_note import is_likely_log, is_noted_log
from tracker.temp_files import PREFIX, put_durably

MOVED = "ledger_moved"
"""What `LedgerFile` raises, before it is known what becomes of what was open."""


def remember_file(engine: Engine) -> None:
    """Remember what the file of a ledger that was just opened holds, so that each write can know it again."""
    file = file_of(engine)
    if file is not None:
        with user_errors(engine):
            file.note()


def keep_mine(engine: Engine) -> UserError:
    """Keep what is still open of a ledger whose file was replaced; returns what is to be said of it.

    The copy lies beside the ledger, or where its folder was; `ledger_replaced_same` where the other file has all that
    was seen here, so that nothing needs to be kept. To be called as often as the replacement is noticed.
    """
    file = file_of(engine)
    if file is None:
        raise ValueError(engine)
    # A folder that is just being removed takes the copy with it; then the next look makes another, where the folder
    # was.
    if file.outcome is None or _is_unkept(file.outcome):
        file.put_log_aside()  # what is open has it still; beside the other file it would be read into that one
        file.outcome = _outcome_for(file)
    return file.outcome


def _is_unkept(outcome: UserError) -> bool:
    """Whether the copy could not be made, or is gone again with the folder that was just being removed."""
    kept = outcome.details.get("kept")
    return outcome.code == "ledger_replaced_unkept" or (kept is not None and not Path(str(kept)).exists())


def _outcome_for(file: LedgerFile) -> UserError:
    ledger = file.path
    if file.known is not None and _holds(ledger, file.known):
        return UserError("ledger_replaced_same", path=str(ledger))
    try:
        return UserError("ledger_replaced", path=str(ledger), kept=str(_copy_beside(file)))
    except (OSError, sqlite3.Error, UserError):
        return UserError("ledger_replaced_unkept", path=str(ledger))


def _holds(ledger: Path, known: KnownState) -> bool:
    """Whether the file at the path is a later state of the ledger that was open here."""
    if not ledger.is_file():
        return False
    with suppress(UserError, *UNREADABLE), quietly(ledger) as other:
        return holds(other, known) and is_whole(other)
    return False


def _copy_beside(file: LedgerFile) -> Path:
    """Write what is still open into a file of its own, see that it is sound, and bring its attachments along."""
    if file.anchor is None or file.known is None:
        raise UserError("ledger_unreachable", path=str(file.path))
    place = _free_place(file.path)
    # On the disk that the copy is to lie on, so that it gets its name by a rename, whole or not at all.
    with TemporaryDirectory(dir=place.parent, prefix=f"{PREFIX}mine-") as folder:
        draft = Path(folder) / "ledger.db"
        copy_between(file.anchor, draft)
        with quietly(draft) as copy:
            if not (holds(copy, file.known) and is_whole(copy) and not _is_broken(copy)):
                raise UserError("ledger_damaged", path=str(file.path))
            wanted = attached_in(copy)
        source = FolderContents(folder_beside(file.path))
        target = FolderContents(folder_beside(place))
        for sha256 in sorted(wanted):
            with suppress(UserError):  # gone with its folder: `check` names it
                target.keep(source.read(sha256))
        put_durably(draft, place)
    return place


def _free_place(ledger: Path) -> Path:
    folder = next(folder for folder in ledger.parents if folder.is_dir())
    stem = f"{ledger.stem}.mine-{datetime.now(UTC):%Y-%m-%d}"
    names = (f"{stem}{number}{ledger.suffix}" for number in chain([""], (f"-{number}" for number in count(2))))
    places = (folder / name for name in names)
    return next(place for place in places if not place.exists() and not folder_beside(place).exists())


def put_strange_log_aside(ledger: Path) -> Path | None:
    """Before a ledger is opened: rename a write-ahead log beside it that belongs to another file; its new place.

    A log is taken for its own where the note beside the ledger says so; else where the ledger read together with it is
    whole, and its chain of events goes on from where the file itself ends. Only where that is not so, and the file by
    itself is sound, is it a strange one; of what is damaged in any case nothing is moved.
    """
    log, index, journal = companions_of(ledger)
    if is_strange_journal(ledger):
        return set_aside(journal, index)
    if not is_strange(ledger):
        return None
    return set_aside(log, index)


def is_strange_journal(ledger: Path) -> bool:
    """Whether a rollback journal beside a file belongs to another one: SQLite would take a change back by it that was
    never made there, and write over what is sound.

    It is its own where the two together are sound, and hold what the file holds without it but for one change at most:
    the one that came to no end.
    """
    journal = companions_of(ledger)[2]
    try:
        if not ledger.is_file() or ledger.stat().st_size == 0 or not journal.exists() or journal.stat().st_size == 0:
            return False
        if is_open(ledger):
            return False
        with TemporaryDirectory(prefix=PREFIX) as folder:
            copy = Path(folder) / "ledger.db"
            shutil.copyfile(ledger, copy)
            # Tried out on copies: to open the ledger itself together with a strange journal would roll the file back by
            # it, and that cannot be undone.
            shutil.copyfile(journal, companions_of(copy)[2])
            together = _sound_state(copy)
        alone = _alone(ledger)
    except (OSError, sqlite3.Error):  # as of the log
        return False
    if together is None or alone is None:
        return together is None
    # A journal takes back one change that came to no end. More than one event less is another file's past.
    return together.first != alone.first or together.event < alone.event - 1


def is_strange(ledger: Path) -> bool:
    """Whether the write-ahead log beside a file belongs to another one, see `put_strange_log_aside`."""
    log = companions_of(ledger)[0]
    try:
        if not ledger.is_file() or ledger.stat().st_size == 0 or not log.exists() or log.stat().st_size == 0:
            return False
        if is_open(ledger) or is_noted_log(ledger):
            return False
        alone = _alone(ledger)
        # Where the file by itself is not sound, its log may be what makes it whole, as after a crash within a
        # checkpoint: then it is never put aside.
        return alone is not None and not _goes_on(ledger, alone)
    except (OSError, sqlite3.Error):  # held by another program, not to be read: whoever opens it in earnest says so
        return False


def is_own_log(ledger: Path) -> bool:
    """Whether the write-ahead log beside a file that may be damaged can be read together with it: there is none, it is
    the one of the newest change, or the two together are sound and hold what the file holds."""
    log = companions_of(ledger)[0]
    if not log.exists() or log.stat().st_size == 0 or is_open(ledger) or is_likely_log(ledger):
        return True
    return _goes_on(ledger, _alone(ledger))


def _alone(ledger: Path) -> KnownState | None:
    """Return the state of a file without its write-ahead log; None where it is damaged, as after half a checkpoint."""
    with TemporaryDirectory(prefix=PREFIX) as folder:
        return _sound_state(Path(shutil.copyfile(ledger, Path(folder) / "ledger.db")))


def _sound_state(copy: Path) -> KnownState | None:
    """What a copy holds, read together with what lies beside it; None where that is nothing sound."""
    with suppress(UserError, *UNREADABLE), quietly(copy) as connection:
        if is_whole(connection) and not _is_broken(connection):
            return known_in(connection)
    return None


def _goes_on(ledger: Path, alone: KnownState | None) -> bool:
    """Whether a ledger read together with its log is sound, and holds what its file holds without it, if that can be
    told."""
    with suppress(*UNREADABLE), closing(connect(ledger)) as connection:
        goes_on = alone is None or holds(connection, alone)
        return goes_on and is_whole(connection) and not _is_broken(connection)
    return False


def _is_broken(connection: sqlite3.Connection) -> bool:
    """Whether the chain of events of a ledger of the present schema is broken; of an earlier one it is not asked."""
    if schema_of(connection) != HEAD:
        return False
    # The check of seals asks by SQLAlchemy; the connection that is open already is lent to it, since opening the file
    # again would see another state.
    # Nor is this engine disposed of: that would close the connection, which is not its own.
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    try:
        with engine.connect() as reading:
            return first_misfit(reading) is not None
    except StoredValueError:
        return True
