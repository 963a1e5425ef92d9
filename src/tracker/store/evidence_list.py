"""The evidence as a list of its own: filtering, sorting, search and counting happen here, in SQL."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, and_, case, exists, func, literal, or_, select, true
from sqlalchemy import cast as sql_cast

from tracker.domain.evidence_query import EvidenceFacet, EvidenceQuery, EvidenceSort, EvidenceState
from tracker.domain.evidence_rows import EvidenceFacets, LinkTarget
from tracker.domain.rows import EventRow, FacetValue, Name, Part
from tracker.domain.terms import EvidenceKind
from tracker.store import sql as t
from tracker.store.conditions import Scope, in_ledger
from tracker.store.history import event_row
from tracker.store.versions import Horizon, live

_ESCAPE = "\\"
_YEAR = len("YYYY")
_piece, _link = t.evidence_state, t.evidence_link


def list_ids(connection: Connection, query: EvidenceQuery, horizon: Horizon) -> tuple[int, ...]:
    """The wanted pieces in the wanted order; among equals the newest first."""
    wanted = _pieces(select(_piece.c.evidence_id), horizon).where(_matches(query, horizon))
    ordered = wanted.order_by(_order(query, horizon), _piece.c.published.desc(), _piece.c.evidence_id.desc())
    return tuple(connection.scalars(ordered))


def count_facets(connection: Connection, query: EvidenceQuery, horizon: Horizon) -> EvidenceFacets:
    """The values of every facet with the numbers of pieces that choosing each would show."""
    values = {facet: _values(connection, query, horizon, facet) for facet in EvidenceFacet}
    state = _state(horizon)
    counts = connection.execute(
        _pieces(
            select(
                func.count().label("total"),
                func.sum(case((state == EvidenceState.UNLINKED, 1), else_=0)).label("unlinked"),
                func.sum(case((_matches(query, horizon), 1), else_=0)).label("matching"),
            ),
            horizon,
        )
    ).one()
    return EvidenceFacets(values, counts.total, counts.unlinked or 0, counts.matching or 0)


def read_makers(connection: Connection, evidence_id: int, horizon: Horizon) -> tuple[EventRow, EventRow]:
    """The event that a piece was recorded by, and the one that made it what it is at the horizon."""
    known = true() if horizon.event is None else _piece.c.since <= horizon.event
    since = select(func.min(_piece.c.since), func.max(_piece.c.since)).where(_piece.c.evidence_id == evidence_id, known)
    first, last = connection.execute(since).one()
    events = connection.execute(select(t.event).where(t.event.c.id.in_((first, last))))
    found = {row.id: event_row(row) for row in events}
    return found[first], found[last]


def list_targets(connection: Connection, scope: Scope) -> tuple[LinkTarget, ...]:
    """Every commitment as one to be linked to, in the order of the codes."""
    parts: dict[int, list[Part]] = {}
    for row in connection.execute(select(t.part).order_by(t.part.c.commitment_id, t.part.c.position)):
        parts.setdefault(row.commitment_id, []).append(Part(row.id, Name(row.uid, row.title, row.title_en)))
    state = t.commitment_state
    columns = (t.commitment.c.id, t.commitment.c.code, state.c.title, state.c.title_en, state.c.title_pinyin)
    found = connection.execute(in_ledger(select(*columns, state.c.unit), scope).order_by(t.commitment.c.code))
    return tuple(
        LinkTarget(
            code=row.code,
            title=Name(row.code, row.title, row.title_en),
            pinyin=row.title_pinyin,
            unit=row.unit or "",
            parts=tuple(parts.get(row.id, ())),
        )
        for row in found
    )


def briefing_days(connection: Connection, codes: Collection[str]) -> dict[str, date]:
    """The day of the briefing that each of these commitments was made at."""
    made = select(t.commitment.c.code, t.source.c.held_on).join(t.source, t.source.c.id == t.commitment.c.source_id)
    return {row.code: row.held_on for row in connection.execute(made.where(t.commitment.c.code.in_(list(codes))))}


def _pieces(statement: Select, horizon: Horizon) -> Select:
    return statement.select_from(_piece).where(live(_piece, horizon))


def _links(horizon: Horizon) -> Select:
    return select(_link.c.id).where(_link.c.evidence_id == _piece.c.evidence_id, live(_link, horizon))


def _state(horizon: Horizon) -> ColumnElement[str]:
    """`domain.evidence_query.state_of` in SQL, so that evidence can be filtered and sorted by it. A test holds the two
    together."""
    held_on = func.substr(sql_cast(t.source.c.held_on, String), 1, func.length(_piece.c.published))
    early = (
        _links(horizon)
        .join(t.commitment, t.commitment.c.id == _link.c.commitment_id)
        .join(t.source, t.source.c.id == t.commitment.c.source_id)
        .where(_piece.c.published < held_on)
    )
    return case(
        (_piece.c.withdrawn.is_(True), literal(EvidenceState.WITHDRAWN.value)),
        (~exists(_links(horizon)), literal(EvidenceState.UNLINKED.value)),
        (_piece.c.same_briefing.is_(True), literal(EvidenceState.SAME_BRIEFING.value)),
        (exists(early), literal(EvidenceState.EARLY.value)),
        else_=literal(EvidenceState.LINKED.value),
    )


def _side(facet: EvidenceFacet, horizon: Horizon) -> ColumnElement[str]:
    match facet:
        case EvidenceFacet.STATE:
            return _state(horizon)
        case EvidenceFacet.KIND:
            return sql_cast(_piece.c.kind, String)
        case EvidenceFacet.YEAR:
            return func.substr(_piece.c.published, 1, _YEAR)


def _matches(query: EvidenceQuery, horizon: Horizon) -> ColumnElement[bool]:
    sides = (_side(facet, horizon).in_(sorted(values)) for facet, values in query.choices.items() if values)
    return and_(true(), *sides, *map(_finds, query.search.split()))


def _finds(word: str) -> ColumnElement[bool]:
    for character in (_ESCAPE, "%", "_"):
        word = word.replace(character, _ESCAPE + character)
    said = (_piece.c.title, _piece.c.publisher, _piece.c.number, _piece.c.quote, _piece.c.note)
    return or_(*(func.lower(column).like(f"%{word.lower()}%", escape=_ESCAPE) for column in said))


def _values(
    connection: Connection, query: EvidenceQuery, horizon: Horizon, facet: EvidenceFacet
) -> tuple[FacetValue, ...]:
    """Years that are in use stay to be seen, though nothing may be left of them under the other choices."""
    numbers = _count(connection, query.choosing(facet, frozenset()), horizon, facet)
    if facet is EvidenceFacet.YEAR:
        years = sorted(_count(connection, EvidenceQuery(), horizon, facet), reverse=True)
        return tuple(FacetValue(year, None, numbers.get(year, 0)) for year in years)
    members = EvidenceState if facet is EvidenceFacet.STATE else EvidenceKind
    return tuple(FacetValue(member.value, None, numbers.get(member.value, 0)) for member in members)


def _count(connection: Connection, query: EvidenceQuery, horizon: Horizon, facet: EvidenceFacet) -> dict[str, int]:
    value = _side(facet, horizon).label("value")
    counted = _pieces(select(value, func.count().label("number")), horizon).where(_matches(query, horizon))
    return {row.value: row.number for row in connection.execute(counted.group_by("value"))}


def _order(query: EvidenceQuery, horizon: Horizon) -> ColumnElement[Any]:
    files = t.evidence_attachment
    columns: dict[EvidenceSort, ColumnElement[Any]] = {
        EvidenceSort.PUBLISHED: _piece.c.published,
        EvidenceSort.KIND: _rank(_piece.c.kind, EvidenceKind),
        EvidenceSort.TITLE: func.lower(_piece.c.title),
        EvidenceSort.PUBLISHER: func.lower(_piece.c.publisher),
        EvidenceSort.NUMBER: func.nullif(_piece.c.number, ""),
        EvidenceSort.BEARS_ON: _first_code(horizon),
        EvidenceSort.FILES: select(func.count(files.c.id))
        .where(files.c.evidence_id == _piece.c.evidence_id, live(files, horizon))
        .scalar_subquery(),
        EvidenceSort.STATE: _rank(_state(horizon), EvidenceState),
    }
    column = columns[query.sort]
    return column.desc().nulls_last() if query.descending else column.asc().nulls_last()


def _first_code(horizon: Horizon) -> ColumnElement[str]:
    codes = _links(horizon).join(t.commitment, t.commitment.c.id == _link.c.commitment_id)
    return codes.with_only_columns(func.min(t.commitment.c.code)).scalar_subquery()


def _rank(column: ColumnElement[Any], kind: type[EvidenceState] | type[EvidenceKind]) -> ColumnElement[int]:
    return case({member.value: place for place, member in enumerate(kind)}, value=sql_cast(column, String))
