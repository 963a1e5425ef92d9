"""What SQL says of the evidence as a list of its own; `evidence_facet_index` keeps and crosses it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, Table, func, select, true
from sqlalchemy import cast as sql_cast

from tracker.domain.evidence.evidence_query import EvidenceQuery, EvidenceSort
from tracker.domain.rows import EventRow
from tracker.domain.text.text_folding import fold
from tracker.store.database import table_handles as t
from tracker.store.database.versions import Horizon, live
from tracker.store.events.history import event_row
from tracker.store.search.folded_words import holds
from tracker.store.search.search_index import evidence_text
from tracker.store.search.search_index import holding as words_held

_MONTH = len("YYYY-MM")
_FEW_HOLDERS = 5_000
"""Commitments whose evidence is looked through sooner than all of it."""
_piece = t.evidence_state
_link = t.evidence_link


def sides(horizon: Horizon, ids: Collection[int] | None) -> Select:
    """Of every piece its id, kind, month, and whether it is withdrawn, of the same briefing, and noted; or of some."""
    columns = (
        _piece.c.evidence_id,
        sql_cast(_piece.c.kind, String),
        func.substr(_piece.c.published, 1, _MONTH),
        _piece.c.withdrawn,
        _piece.c.same_briefing,
        _piece.c.note != "",
    )
    return _among(_pieces(select(*columns), horizon), _piece, ids)


def linked(horizon: Horizon, ids: Collection[int] | None) -> Select:
    """The pieces that bear on anything, each as often as it does."""
    return _among(select(_link.c.evidence_id).where(live(_link, horizon)), _link, ids)


def early(horizon: Horizon, ids: Collection[int] | None) -> Select:
    """The pieces that were published before a briefing whose commitment they bear on."""
    held_on = func.substr(sql_cast(t.source.c.held_on, String), 1, func.length(_piece.c.published))
    found = (
        select(_link.c.evidence_id)
        .join(_piece, _piece.c.evidence_id == _link.c.evidence_id)
        .join(t.commitment, t.commitment.c.id == _link.c.commitment_id)
        .join(t.source, t.source.c.id == t.commitment.c.source_id)
        .where(live(_link, horizon), live(_piece, horizon), _piece.c.published < held_on)
    )
    return _among(found, _link, ids)


def order_of(sort: EvidenceSort, descending: bool, horizon: Horizon) -> Select:
    """All pieces in an order that goes by something written in them; among equals the newest first."""
    newest = _piece.c.published.desc(), _piece.c.evidence_id.desc()
    column = _order(sort, horizon)
    ranked = column.desc().nulls_last() if descending else column.asc().nulls_last()
    ranks = newest if (sort, descending) == (EvidenceSort.PUBLISHED, True) else (ranked, *newest)
    return _pieces(select(_piece.c.evidence_id), horizon).order_by(*ranks)


def first_ids(connection: Connection, query: EvidenceQuery, horizon: Horizon, count: int) -> list[int]:
    """The first of all pieces in the order of a query, whatever else it wants."""
    return list(connection.scalars(order_of(query.sort, query.descending, horizon).limit(count)))


def highest_id(connection: Connection) -> int:
    """The id of the piece that came last; about as many there are."""
    return connection.scalar(select(func.max(t.evidence.c.id))) or 0


def holding(
    connection: Connection,
    word: str,
    horizon: Horizon,
    linked_to: Collection[int] | None = None,
    among: Collection[int] | None = None,
) -> Select:
    """The pieces in which a word stands: any, those that bear on some commitments, or some of them."""
    found = _pieces(select(_piece.c.evidence_id), horizon)
    if connection.dialect.name == "sqlite" and horizon.event is None:
        kept = evidence_text.c
        found = found.join(evidence_text, kept.evidence_id == _piece.c.evidence_id)
        found = found.where(func.instr(kept.words, fold(word)) > 0)
    else:
        found = found.where(_finds(word))
    if linked_to is not None:
        bearing = select(_link.c.evidence_id).where(_link.c.commitment_id.in_(linked_to), live(_link, horizon))
        found = found.where(_piece.c.evidence_id.in_(bearing))
    return _among(found, _piece, among)


def few_holders(connection: Connection, word: str, horizon: Horizon) -> list[int] | None:
    """The commitments of which the search index knows that they hold a word, where they are few; else None.

    It knows what is said now, and of evidence all but the notes.
    """
    if connection.dialect.name != "sqlite" or horizon.event is not None:
        return None
    found = list(connection.scalars(words_held(word).limit(_FEW_HOLDERS + 1)))
    return found if len(found) <= _FEW_HOLDERS else None


def count_by_month(connection: Connection, horizon: Horizon) -> dict[str, int]:
    """How many pieces that stand were published in each month, the months in order."""
    month = func.substr(_piece.c.published, 1, _MONTH).label("month")
    counted = _pieces(select(month, func.count().label("number")), horizon).where(_piece.c.withdrawn.is_(False))
    return {row.month: row.number for row in connection.execute(counted.group_by("month").order_by("month"))}


def read_makers(connection: Connection, evidence_id: int, horizon: Horizon) -> tuple[EventRow, EventRow]:
    """The event that a piece was recorded by, and the one that made it what it is at the horizon."""
    known = true() if horizon.event is None else _piece.c.since <= horizon.event
    since = select(func.min(_piece.c.since), func.max(_piece.c.since)).where(_piece.c.evidence_id == evidence_id, known)
    first, last = connection.execute(since).one()
    events = connection.execute(select(t.event).where(t.event.c.id.in_((first, last))))
    found = {row.id: event_row(row) for row in events}
    return found[first], found[last]


def briefing_days(connection: Connection, codes: Collection[str]) -> dict[str, date]:
    """The day of the briefing that each of these commitments was made at."""
    made = select(t.commitment.c.code, t.source.c.held_on).join(t.source, t.source.c.id == t.commitment.c.source_id)
    return {row.code: row.held_on for row in connection.execute(made.where(t.commitment.c.code.in_(list(codes))))}


def _pieces(statement: Select, horizon: Horizon) -> Select:
    return statement.select_from(_piece).where(live(_piece, horizon))


def _among(statement: Select, table: Table, ids: Collection[int] | None) -> Select:
    return statement if ids is None else statement.where(table.c.evidence_id.in_(ids))


def _finds(word: str) -> ColumnElement[bool]:
    said = (_piece.c.title, _piece.c.title_en, _piece.c.publisher, _piece.c.number, _piece.c.quote, _piece.c.note)
    return holds(word, *said)


def _order(sort: EvidenceSort, horizon: Horizon) -> ColumnElement[Any]:
    files = t.evidence_attachment
    columns: dict[EvidenceSort, ColumnElement[Any]] = {
        EvidenceSort.PUBLISHED: _piece.c.published,
        EvidenceSort.TITLE: func.lower(_piece.c.title),
        EvidenceSort.PUBLISHER: func.lower(_piece.c.publisher),
        EvidenceSort.NUMBER: func.nullif(_piece.c.number, ""),
        EvidenceSort.BEARS_ON: _first_code(horizon),
        EvidenceSort.FILES: select(func.count(files.c.id))
        .where(files.c.evidence_id == _piece.c.evidence_id, live(files, horizon))
        .scalar_subquery(),
    }
    return columns[sort]


def _first_code(horizon: Horizon) -> ColumnElement[str]:
    return (
        select(func.min(t.commitment.c.code))
        .join(_link, _link.c.commitment_id == t.commitment.c.id)
        .where(_link.c.evidence_id == _piece.c.evidence_id, live(_link, horizon))
        .correlate(_piece)
        .scalar_subquery()
    )
