"""Commitments as ones to be linked to: found by code, title or its pinyin."""

from sqlalchemy import ColumnElement, Connection, and_, select

from tracker.domain.evidence.evidence_rows import LinkTarget
from tracker.domain.rows import Name, Part
from tracker.domain.search.ledger_query import words_of
from tracker.store.commitments.parts import entries_of
from tracker.store.database.tables import Commitment, CommitmentState
from tracker.store.search.conditions import Scope, in_ledger
from tracker.store.search.folded_words import holds
from tracker.store.search.search_index import holding

_state = CommitmentState


def find_targets(connection: Connection, words: str, scope: Scope, most: int) -> tuple[LinkTarget, ...]:
    """The commitment with this code; where there is none, the first by code that hold all these words."""
    code = Commitment.code
    sought = words_of(words)
    is_named = code.in_({words.strip(), words.strip().upper()})
    return _read(connection, is_named, scope, 1) or (
        _read(connection, and_(*(_has(word, scope) for word in sought)), scope, most) if sought else ()
    )


def _read(connection: Connection, wanted: ColumnElement[bool], scope: Scope, most: int) -> tuple[LinkTarget, ...]:
    code = Commitment.code
    columns = (Commitment.id, code, _state.title, _state.title_en, _state.title_pinyin, _state.unit)
    columns += (_state.commitment_id, _state.parts)
    found = connection.execute(in_ledger(select(*columns), scope).where(wanted).order_by(code).limit(most)).all()
    parts = entries_of(connection, found)
    return tuple(
        LinkTarget(
            code=row.code,
            title=Name(row.code, row.title, row.title_en),
            pinyin=row.title_pinyin,
            unit=row.unit or "",
            parts=tuple(Part(part["id"], Name(row.code, part["title"], part["title_en"])) for part in parts[row.id]),
        )
        for row in found
    )


def _has(word: str, scope: Scope) -> ColumnElement[bool]:
    """Looked up where there is an index, which knows of more than titles; then looked for in these few."""
    said = (Commitment.code, _state.title, _state.title_en, _state.title_pinyin)
    has = holds(word, *said)
    return and_(Commitment.id.in_(holding(word)), has) if scope.indexed else has
