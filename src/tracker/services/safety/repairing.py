"""Repair a ledger in a copy: what follows from the events is recomputed, and of a damaged file all is kept that
can be read. The original stays as it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from sqlalchemy import Connection, Engine

from tracker.briefing.coding import departments_of, read_briefing
from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.commitments.coded import CodedBriefing
from tracker.domain.errors import UserError
from tracker.domain.rows import Fault
from tracker.domain.safety.backups import Repair
from tracker.domain.text.dates import day_of, stamp
from tracker.file_modes import mode_for
from tracker.locations import db_dir
from tracker.services.ledgers.session import Clock, Workspace, system_clock
from tracker.store.briefings.coding import refill_source
from tracker.store.commitments.departments import follow_names
from tracker.store.database.engine import make_engine, reading, user_errors, writing
from tracker.store.database.hardening import harden
from tracker.store.database.migrating import HEAD, create, upgrade
from tracker.store.database.schema_check import verified
from tracker.store.events.event_commands import Command
from tracker.store.events.seals import first_misfit, seal_all
from tracker.store.evidence.file_contents import FolderContents, folder_beside
from tracker.store.files.reading_copy import copy_with_companions
from tracker.store.files.replaced_file import is_own_log, is_strange_journal
from tracker.store.files.symbolic_links import ledger_at
from tracker.store.safety import salvage
from tracker.store.safety.backups import newest_sound
from tracker.store.safety.copying import drop_draft, is_taken, put_together, unwritable
from tracker.store.safety.fresh_copy import copy_rows
from tracker.store.safety.integrity_check import find_faults, senseless_tables, strange_objects
from tracker.store.safety.ledger_inspection import UNREADABLE, attached_in, companions_of
from tracker.store.safety.placeholder_names import fill_in_names
from tracker.store.safety.repairing import (
    is_sound_file,
    mend_codings,
    mend_index,
    mend_passages,
    mend_sources,
    mend_sums,
)
from tracker.store.safety.source_digests import digests_of, kept_sources
from tracker.store.server.addresses import is_url
from tracker.temp_files import draft_folder, sweep

_MENDED = {
    "fault_schema_strange": "mended_schema_left",
    "fault_schema_missing": "mended_schema_made",
    "fault_schema_altered": "mended_schema_made",
    "fault_schema_number": "mended_schema_number",
}


def repair(location: str | Path, out: Path, *, author: str, clock: Clock = system_clock) -> Repair:
    """Write a repaired copy of a ledger, with its attachments beside it, and say what was mended, lost and left.

    Raises `copy_needs_file`, `restore_missing`, `repair_exists`, `disk_full`, `output_unwritable`; and where nothing
    can be read, `repair_from_backup`, which names the newest sound backup, or `repair_hopeless` where there is none.
    """
    if is_url(str(location)):
        raise UserError("copy_needs_file")
    ledger = ledger_at(location)
    if not ledger.is_file():
        raise UserError("restore_missing", path=str(ledger))
    if is_taken(out):
        raise UserError("repair_exists", path=str(out))
    try:
        sweep(out.parent)
        with draft_folder(out.parent, "repair") as folder:
            draft = folder / "ledger.db"
            files = folder / "ledger.db.files"
            lost, left_behind = _draft(ledger, folder / "damaged.db", draft)
            lost += _bring_files(ledger, draft, files)
            made = _mend(draft, left_behind, lost, author, clock)
            left = _faults_of(draft)
            put_together(draft, files, out, mode_for(out, ledger))
    except (OSError, sqlite3.Error) as error:
        raise unwritable(error, out) from error
    return Repair(out, tuple(made), tuple(lost), left)


def place_beside(location: str | Path) -> Path:
    """Return a place for the repaired ledger beside the damaged one, where nothing is yet."""
    ledger = ledger_at(location)
    numbers = chain([""], (f"-{number}" for number in count(2)))
    places = (ledger.with_name(f"{ledger.stem}.repaired{number}{ledger.suffix}") for number in numbers)
    return next(place for place in places if not place.exists() and not folder_beside(place).exists())


def _hopeless(ledger: Path) -> UserError:
    """Return the error for a file in which nothing can be read, naming the newest backup."""
    backup = newest_sound(ledger)
    if backup is None or backup.summary is None:
        return UserError("repair_hopeless", path=str(ledger))
    newest = backup.summary.newest or backup.made_at
    return UserError(
        "repair_from_backup",
        path=str(ledger),
        backup=backup.path.name,
        events=backup.summary.events,
        newest=stamp(newest),
    )


def _draft(ledger: Path, copy: Path, draft: Path) -> tuple[list[Fault], list[Fault]]:
    """A file that is whole and of our schema, with what could be read of the ledger; returns what was lost, and in what
    the new file is made otherwise than the old one."""
    # From a copy: to open a damaged file lets SQLite roll a journal back into it, which may destroy more.
    lost = _copy_with_log(ledger, copy)
    with suppress(UserError), verified(copy) as connection:
        if is_sound_file(connection):
            copy_rows(connection, ledger, draft)
            return lost, []
    drop_draft(draft)
    decoder = salvage.LenientDecoder()
    try:
        damaged = salvage.readable(copy, decoder)
    except UNREADABLE as error:
        raise _hopeless(ledger) from error
    with closing(damaged) as source:
        left_behind = list(_left_behind(source))
        lost += _salvage(source, ledger, draft)
    return [*lost, Fault("lost_letters", {"count": decoder.spoilt})] if decoder.spoilt else lost, left_behind


def _left_behind(source: sqlite3.Connection) -> Iterator[Fault]:
    """Yield a fault for each object of the old file's schema that the new file lacks or has otherwise."""
    try:
        for fault in strange_objects(source):
            yield Fault(_MENDED[fault.code], fault.details)
    except UNREADABLE:
        return


def _copy_with_log(ledger: Path, copy: Path) -> list[Fault]:
    """Copy a ledger and what SQLite keeps beside it; a log that may be another file's is left out, and named."""
    log, _, journal = companions_of(ledger)
    strange = [] if is_own_log(ledger) else [log]
    if is_strange_journal(ledger):
        strange.append(journal)
    copy_with_companions(ledger, copy, tuple(strange))
    return [Fault("lost_log_apart", {"log": one.name}) for one in strange]


def _salvage(source: sqlite3.Connection, ledger: Path, draft: Path) -> list[Fault]:
    engine = make_engine(str(draft))
    try:
        create(engine, salvage.schema_version(source) or HEAD)
        with closing(harden(sqlite3.connect(draft))) as target:
            lost, came = salvage.copy_rows(source, target)
            target.commit()
        if not came:
            raise _hopeless(ledger)
        upgrade(engine, str(draft))
        with user_errors(engine), _without_foreign_keys(engine) as connection:
            lost += salvage.blank_broken_lists(connection)
            lost += _drop_misfits(connection)
    finally:
        engine.dispose()
    return lost


def _drop_misfits(connection: Connection) -> list[Fault]:
    """Leave only rows that make sense, and refer to such; a briefing that comes with the program is put back first, and
    names that are lost."""
    lost = salvage.drop_misfits(connection)
    briefings = _briefings()
    for briefing in briefings:
        if refill_source(connection, briefing):
            lost.append(Fault("lost_refilled", {"source": briefing.source.key}))
    # Names last: which are missing shows only when the rows that use them have been settled.
    listed = [name for briefing in briefings for name in departments_of(briefing, db_dir() / "departments.toml")]
    lost += fill_in_names(connection, briefings, (*listed, *state_bodies().names))
    lost += salvage.mend_references(connection)
    follow_names(connection)
    connection.commit()
    return lost


def _senseless(engine: Engine) -> list[Fault]:
    """What makes no sense in a file whose every page and text can be read."""
    with reading(engine) as connection:
        if next(senseless_tables(connection), None) is None:
            return []
    with user_errors(engine), _without_foreign_keys(engine) as connection:
        return _drop_misfits(connection)


def _without_foreign_keys(engine: Engine) -> Connection:
    """Return a connection with foreign keys off, so that rows can be removed and inserted in any order."""
    connection = engine.connect().execution_options(writes=True)
    # Before a transaction begins: within one, SQLite ignores this pragma without a word.
    connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
    return connection


def _mend(draft: Path, left_behind: list[Fault], lost: list[Fault], author: str, clock: Clock) -> list[Fault]:
    """Recompute what follows from other rows, and let the history say what was done."""
    engine = make_engine(str(draft))
    try:
        upgrade(engine, str(draft))
        # Of a file that SQLite finds whole, too: a flipped bit within a value breaks no page.
        lost += _senseless(engine)
        with writing(engine) as connection:
            made = left_behind + (salvage.reopen_states(connection) if lost else [])
            made += mend_sources(connection, _texts())
            made += mend_passages(connection)
            made += mend_codings(connection)
            made += mend_sums(connection, day_of(datetime.now(UTC)))
            made += mend_index(connection)
            # Sealed again only where something was lost; a chain that breaks in a whole file was tampered with, and
            # must show.
            broken = first_misfit(connection) if lost else None
            if broken is not None:
                seal_all(connection)
                made.append(Fault("mended_seals", {"event": broken}))
        if made or lost:
            with Workspace(engine, author, clock).write() as work:
                counts = {"mended": len(made), "lost": len(lost)}
                digests = digests_of(work.connection, *kept_sources(work.connection)) if lost else {}
                details = {**counts, "resealed_from": broken, **digests}
                work.record("ledger_repaired", details, command=Command("repair"))
    finally:
        engine.dispose()
    return made


def _texts() -> dict[str, str]:
    """The texts that the program has itself, by their SHA-256."""
    return {briefing.source.clean_sha256: briefing.text for briefing in _briefings()}


def _briefings() -> list[CodedBriefing]:
    return [read_briefing(folder) for folder in sorted((db_dir() / "briefings").iterdir())]


def _bring_files(ledger: Path, draft: Path, files: Path) -> list[Fault]:
    """Copy the contents of attachments that are what they were; returns those that are not, or are nowhere."""
    source = FolderContents(folder_beside(ledger))
    target = FolderContents(files)
    with closing(harden(sqlite3.connect(draft))) as connection:
        wanted = attached_in(connection)
    lost: list[Fault] = []
    for sha256 in sorted(wanted):
        try:
            target.keep(source.read(sha256))
        except UserError as error:
            if error.code not in ("content_missing", "content_altered"):
                raise
            lost.append(Fault("lost_content", {"sha256": sha256}))
    return lost


def _faults_of(path: Path) -> tuple[Fault, ...]:
    engine = make_engine(str(path))
    try:
        with reading(engine) as connection:
            return tuple(find_faults(connection, day_of(datetime.now(UTC))))
    finally:
        engine.dispose()
