"""What SQL says of the evidence as a list of its own; `facet_index` keeps and crosses it."""

from collections.abc import Collection
from datetime import date
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Connection, Select, String, case, exists, func, select, true
from sqlalchemy import cast as sql_cast

from tracker.domain.evidence.evidence_query import EvidenceQuery, EvidenceSort, EvidenceStatus
from tracker.domain.rows import EventRow
from tracker.domain.search.ordering import Order, Orders
from tracker.domain.terms import EvidenceKind
from tracker.domain.text.text_folding import fold
from tracker.store.database.evidence_tables import Evidence, EvidenceAttachment, EvidenceLink, EvidenceState
from tracker.store.database.tables import Commitment, Event, Source
from tracker.store.database.versions import Horizon, live
from tracker.store.events.history import event_row
from tracker.store.search.folded_words import holds
from tracker.store.search.indexed_words import evidence_text, is_among, stands_in
from tracker.store.search.search_index import holding as words_held

_Columns = TypeVarTuple("_Columns")
_MONTH = len("YYYY-MM")
_FEW_HOLDERS = 5_000
"""Commitments whose evidence is looked through sooner than all of it."""
_piece = EvidenceState
_link = EvidenceLink


def sides(horizon: Horizon, ids: Collection[int] | None) -> Select[int, str, str, bool, bool, bool]:
    """Return the query of id, kind, month and the flags withdrawn, same briefing and noted, of all pieces or some."""
    columns = select(
        _piece.evidence_id,
        sql_cast(_piece.kind, String),
        func.substr(_piece.published, 1, _MONTH),
        _piece.withdrawn,
        _piece.same_briefing,
        _piece.note != "",
    )
    return _among(_pieces(columns, horizon), _piece, ids)


def linked(horizon: Horizon, ids: Collection[int] | None) -> Select[int]:
    """Return the query of the pieces that are linked to a commitment, one row a link."""
    return _among(select(_link.evidence_id).where(live(_link, horizon)), _link, ids)


def early(horizon: Horizon, ids: Collection[int] | None) -> Select[int]:
    """The pieces that were published before a briefing whose commitment they bear on."""
    found = _early_links(horizon).join(_piece, _piece.evidence_id == _link.evidence_id)
    return _among(found.where(live(_piece, horizon)), _link, ids)


def _early_links(horizon: Horizon) -> Select[int]:
    """The pieces of links to commitments of a briefing that is later than the piece, which is to be joined."""
    # A piece may name only its month: then it is early only where the month of the briefing is a later one.
    held_on = func.substr(sql_cast(Source.held_on, String), 1, func.length(_piece.published))
    return (
        select(_link.evidence_id)
        .join(Commitment, Commitment.id == _link.commitment_id)
        .join(Source, Source.id == Commitment.source_id)
        .where(live(_link, horizon), _piece.published < held_on)
    )


def order_of(orders: Orders[EvidenceSort], horizon: Horizon) -> Select[int]:
    """All pieces in an order; among equals the newest first."""
    # As its index has them, so that the usual order is read off it; any addition to it would make SQLite sort half a
    # million pieces.
    newest = _piece.published.desc(), _piece.evidence_id.desc()
    columns = [(_order(order.key, horizon), order.descending) for order in orders]
    ranked = [column.desc().nulls_last() if descending else column.asc().nulls_last() for column, descending in columns]
    ranks = newest if orders == (Order(EvidenceSort.PUBLISHED, descending=True),) else (*ranked, *newest)
    return _pieces(select(_piece.evidence_id), horizon).order_by(*ranks)


def first_ids(connection: Connection, query: EvidenceQuery, horizon: Horizon, count: int) -> list[int]:
    """The first of all pieces in the order of a query, whatever else it wants."""
    return list(connection.scalars(order_of(query.orders, horizon).limit(count)))


def highest_id(connection: Connection) -> int:
    """The id of the piece that came last; about as many there are."""
    return connection.scalar(select(func.max(Evidence.id))) or 0


def holding(
    word: str,
    horizon: Horizon,
    linked_to: Collection[int] | None = None,
    among: Collection[int] | None = None,
) -> Select[int]:
    """The pieces in which a word stands: any, those that bear on some commitments, or some of them."""
    found = _pieces(select(_piece.evidence_id), horizon)
    looked_at: ColumnElement[int] = _piece.evidence_id
    # Folded words are kept of what is said now: one column is read in place of six, and none is folded again. An
    # earlier day is searched in the columns themselves.
    if horizon.event is None:
        kept = evidence_text.c
        found = found.join(evidence_text, kept.evidence_id == _piece.evidence_id)
        found = found.where(stands_in(kept.words, fold(word)))
        looked_at = kept.evidence_id
    else:
        found = found.where(_finds(word))
    if linked_to is not None:
        bearing = select(_link.evidence_id).where(_link.commitment_id.in_(linked_to), live(_link, horizon))
        found = found.where(is_among(looked_at, bearing))
    return _among(found, _piece, among)


def few_holders(connection: Connection, word: str, horizon: Horizon) -> list[int] | None:
    """The commitments of which the search index knows that they hold a word, where they are few; else None.

    It knows what is said now, and of evidence all but the notes.
    """
    if horizon.event is not None:
        return None
    found = list(connection.scalars(words_held(word).limit(_FEW_HOLDERS + 1)))
    return found if len(found) <= _FEW_HOLDERS else None


def read_makers(connection: Connection, evidence_id: int, horizon: Horizon) -> tuple[EventRow, EventRow]:
    """The event that a piece was recorded by, and the one that made it what it is at the horizon."""
    known = true() if horizon.event is None else _piece.since <= horizon.event
    since = select(func.min(_piece.since), func.max(_piece.since)).where(_piece.evidence_id == evidence_id, known)
    first, last = connection.execute(since).one()
    events = connection.execute(select(Event).where(Event.id.in_((first, last))))
    found = {row.id: event_row(row) for row in events}
    return found[first], found[last]


def briefing_days(connection: Connection, codes: Collection[str]) -> dict[str, date]:
    """The day of the briefing that each of these commitments was made at."""
    made = select(Commitment.code, Source.held_on).join(Source, Source.id == Commitment.source_id)
    return {row.code: row.held_on for row in connection.execute(made.where(Commitment.code.in_(list(codes))))}


def _pieces(statement: Select[*_Columns], horizon: Horizon) -> Select[*_Columns]:
    return statement.select_from(_piece).where(live(_piece, horizon))


def _among(
    statement: Select[*_Columns], table: type[EvidenceState] | type[EvidenceLink], ids: Collection[int] | None
) -> Select[*_Columns]:
    return statement if ids is None else statement.where(table.evidence_id.in_(ids))


def _finds(word: str) -> ColumnElement[bool]:
    said = (_piece.title, _piece.title_en, _piece.publisher, _piece.number, _piece.quote, _piece.note)
    return holds(word, *said)


def _order(sort: EvidenceSort, horizon: Horizon) -> ColumnElement[Any]:
    columns: dict[EvidenceSort, ColumnElement[Any]] = {
        EvidenceSort.PUBLISHED: _piece.published,
        EvidenceSort.TITLE: func.lower(_piece.title),
        EvidenceSort.PUBLISHER: func.lower(_piece.publisher),
        EvidenceSort.NUMBER: func.nullif(_piece.number, ""),
        EvidenceSort.BEARS_ON: _first_code(horizon),
        EvidenceSort.FILES: select(func.count(EvidenceAttachment.id))
        .where(EvidenceAttachment.evidence_id == _piece.evidence_id, live(EvidenceAttachment, horizon))
        .scalar_subquery(),
        EvidenceSort.KIND: case(
            {kind.value: rank for rank, kind in enumerate(EvidenceKind)}, value=sql_cast(_piece.kind, String)
        ),
        EvidenceSort.STATE: _state_rank(horizon),
    }
    return columns[sort]


def _state_rank(horizon: Horizon) -> ColumnElement[int]:
    """Where the state of a piece stands among all states; `state_of` says the same of a row."""
    ranks = {state: rank for rank, state in enumerate(EvidenceStatus)}
    # Not IN: within a CASE PostgreSQL would go through a long list for each piece.
    of_piece = _link.evidence_id == _piece.evidence_id
    is_linked = exists().where(of_piece, live(_link, horizon))
    is_early = _early_links(horizon).where(of_piece).correlate(_piece).exists()
    return case(
        (_piece.withdrawn, ranks[EvidenceStatus.WITHDRAWN]),
        (~is_linked, ranks[EvidenceStatus.UNLINKED]),
        (_piece.same_briefing, ranks[EvidenceStatus.SAME_BRIEFING]),
        (is_early, ranks[EvidenceStatus.EARLY]),
        else_=ranks[EvidenceStatus.LINKED],
    )


def _first_code(horizon: Horizon) -> ColumnElement[str]:
    return (
        select(func.min(Commitment.code))
        .join(_link, _link.commitment_id == Commitment.id)
        .where(_link.evidence_id == _piece.evidence_id, live(_link, horizon))
        .correlate(_piece)
        .scalar_subquery()
    )
