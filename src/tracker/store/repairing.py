"""What follows from other rows, worked out anew in a ledger whose file is whole."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, select, update

from tracker.domain.rows import Fault, FieldChoices
from tracker.store import sql as t
from tracker.store.coded import coded_fields, field_choices
from tracker.store.fields import fields_now
from tracker.store.standing import is_whole, schema_of
from tracker.store.sums import summary_of


def mend_sums(connection: Connection) -> list[Fault]:
    """Work out anew what is kept with each commitment of its evidence; no seal covers it, so none is broken."""
    state, commitment = t.commitment_state, t.commitment
    current = connection.execute(
        select(state, commitment.c.code)
        .join(commitment, commitment.c.id == state.c.commitment_id)
        .where(state.c.until.is_(None))
        .order_by(commitment.c.code)
    ).all()
    mended = []
    for row in current:
        summary = summary_of(connection, row)
        if any(row._mapping[name] != value for name, value in summary.items()):
            connection.execute(update(state).where(state.c.id == row.id).values(**summary))
            mended.append(Fault("mended_sums", {"commitment": row.code}))
    return mended


def mend_codings(connection: Connection) -> list[Fault]:
    """Where what a coding said cannot be read, let it be what stands in the ledger; no seal covers it."""
    commitment, names = t.commitment, field_choices(connection)
    mended = []
    for row in connection.execute(select(commitment).where(commitment.c.id.in_(_current()))).all():
        now = fields_now(connection, row.id)
        if not _is_coding(row.coded, now, names):
            connection.execute(update(commitment).where(commitment.c.id == row.id).values(coded=now))
            mended.append(Fault("mended_coding", {"commitment": row.code}))
    return mended


def is_sound_file(connection: sqlite3.Connection) -> bool:
    """Whether a file is a ledger whose every page and text can be read, and no row refers to one that is not there."""
    if not (schema_of(connection) and is_whole(connection) and _is_legible(connection)):
        return False
    return connection.execute("PRAGMA foreign_key_check").fetchone() is None


def _current() -> Select:
    return select(t.commitment_state.c.commitment_id).where(t.commitment_state.c.until.is_(None))


def _is_coding(coded: Any, now: Mapping[str, Any], names: FieldChoices) -> bool:
    try:
        coded_fields(coded, names)
    except (LookupError, ValueError, TypeError):
        return False
    return coded.keys() == now.keys()


def _is_legible(connection: sqlite3.Connection) -> bool:
    """Whether every text is one: a flipped bit in it may be none that SQLite finds anything wrong with."""
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    try:
        for name in tables:
            for _ in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608
                pass
    except sqlite3.OperationalError:
        return False
    return True
