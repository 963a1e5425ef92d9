"""What follows from other rows, recomputed in a ledger whose file is whole."""

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select, update

from tracker.domain.commitments.passage import SourcePassage as Words
from tracker.domain.rows import Fault, FieldChoices
from tracker.store.commitments.commitment_fields import coded_fields, field_choices, fields_now
from tracker.store.commitments.derived_values import find_misfits as find_sum_misfits
from tracker.store.database.decoding import StoredValueError
from tracker.store.database.tables import Commitment, CommitmentState, Passage, Source
from tracker.store.database.typed_columns import NamedRow
from tracker.store.safety.integrity_check import is_text_as_coded
from tracker.store.safety.ledger_inspection import illegible_tables, is_whole, schema_of
from tracker.store.search.search_index import find_misfits, rebuild


def mend_sums(connection: Connection, today: date) -> list[Fault]:
    """Recompute what is kept with each commitment of its evidence; no seal covers it, so none is broken."""
    misfits = list(find_sum_misfits(connection, today))
    for row, summary in misfits:
        connection.execute(update(CommitmentState).where(CommitmentState.id == row.id).values(**summary))
    return [Fault("mended_sums", {"commitment": code}) for code in dict.fromkeys(row.code for row, _ in misfits)]


def mend_index(connection: Connection) -> list[Fault]:
    """Make the search index again where it does not say what the rows say."""
    if next(find_misfits(connection), None) is None:
        return []
    rebuild(connection)
    return [Fault("mended_index", {})]


def mend_codings(connection: Connection) -> list[Fault]:
    """Where what a coding said cannot be read, let it be what is in the ledger; no seal covers it."""
    names = field_choices(connection)
    mended: list[Fault] = []
    for row in connection.execute(select(Commitment).where(Commitment.id.in_(_current()))).all():
        now = fields_now(connection, row.id)
        if not _is_coding(row.coded, now, names):
            connection.execute(update(Commitment).where(Commitment.id == row.id).values(coded=now))
            mended.append(Fault("mended_coding", {"commitment": row.code}))
    return mended


def mend_sources(connection: Connection, texts: Mapping[str, str]) -> list[Fault]:
    """Put the text that a source was coded from in the place of another; `texts` are those at hand, by SHA-256."""
    mended: list[Fault] = []
    for row in connection.execute(select(Source.id, Source.key, Source.clean_sha256)).all():
        if row.clean_sha256 in texts and not is_text_as_coded(connection, row.id):
            connection.execute(update(Source).where(Source.id == row.id).values(clean_text=texts[row.clean_sha256]))
            mended.append(Fault("mended_source", {"source": row.key}))
    return mended


def mend_passages(connection: Connection) -> list[Fault]:
    """Let each passage be the text's own words, where two of its place, its words and what stands around them agree."""
    rows = connection.execute(
        select(Passage, Commitment.code, Commitment.source_id, Source.clean_text)
        .join(Commitment, Commitment.id == Passage.commitment_id)
        .join(Source, Source.id == Commitment.source_id)
        .order_by(Passage.id)
    ).all()
    sound = {number for number in {row.source_id for row in rows} if is_text_as_coded(connection, number)}
    mended: list[Fault] = []
    for row in rows:
        right = _right_passage(row, row.clean_text) if row.source_id in sound else None
        if right is not None and any(getattr(row, name) != value for name, value in right.items()):
            connection.execute(update(Passage).where(Passage.id == row.id).values(**right))
            mended.append(Fault("mended_passage", {"commitment": row.code}))
    return mended


def _right_passage(row: NamedRow, text: str) -> dict[str, Any] | None:
    """What a passage should say; None where that cannot be told."""
    words = Words(row.start, row.end, row.exact)
    # Place, words and surroundings each say where the passage is. Two that agree outvote the third; of one alone nobody
    # knows whether it is the damaged one.
    around = row.prefix + row.exact + row.suffix
    if not words.stands_in(text):
        if 0 <= row.start < row.end and (words.prefix(text), words.suffix(text)) == (row.prefix, row.suffix):
            words = Words(row.start, row.end, text[row.start : row.end])
        elif text.count(around) == 1:
            start = text.index(around) + len(row.prefix)
            words = Words(start, start + len(row.exact), row.exact)
        else:
            return None
    selector = {"prefix": words.prefix(text), "suffix": words.suffix(text)}
    return {"start": words.start, "end": words.end, "exact": words.exact, **selector}


def is_sound_file(connection: sqlite3.Connection) -> bool:
    """Whether a file is a ledger whose every page and text can be read, and no row refers to one that is not there."""
    if not (schema_of(connection) and is_whole(connection) and next(illegible_tables(connection), None) is None):
        return False
    return connection.execute("PRAGMA foreign_key_check").fetchone() is None


def _current() -> Select[int]:
    return select(CommitmentState.commitment_id).where(CommitmentState.until.is_(None))


def _is_coding(coded: Any, now: Mapping[str, Any], names: FieldChoices) -> bool:
    try:
        coded_fields(coded, names)
    except StoredValueError:
        return False
    return coded.keys() <= now.keys()
