"""Live counts of the facets: each counts under the other facets' choices, not under its own."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, case, func, select

from tracker.domain.query import Attention, EvidenceAge, Facet, LedgerQuery, TargetSort
from tracker.domain.rows import Facets, FacetValue, Name
from tracker.domain.terms import Assessment, CommitmentKind, DueBasis, Light
from tracker.store import sql as t
from tracker.store.conditions import MANIFOLD, SINGLE, Scope, asks_for, in_ledger, matches
from tracker.store.ledger import count_all

_TERMS = {
    Facet.ASSESSMENT: Assessment,
    Facet.LIGHT: Light,
    Facet.KIND: CommitmentKind,
    Facet.TARGET: TargetSort,
    Facet.DUE_BASIS: DueBasis,
    Facet.EVIDENCE_AGE: EvidenceAge,
}
_NAMED = {
    Facet.DEPARTMENT: t.department,
    Facet.LEAD: t.department,
    Facet.TOPIC: t.topic,
    Facet.SPEAKER: t.speaker,
}


def count_facets(connection: Connection, query: LedgerQuery, scope: Scope, wanted: Collection[Facet]) -> Facets:
    """The values of the wanted facets with the numbers of rows that choosing each would show."""
    values = {facet: _values(connection, query.choosing(facet, frozenset()), scope, facet) for facet in wanted}
    found = in_ledger(select(func.count()), scope).where(matches(query, scope))
    return Facets(values, count_all(connection, scope), connection.scalar(found) or 0)


def names_of(connection: Connection, facets: Iterable[Facet]) -> dict[Facet, dict[str, Name]]:
    """The names of the keys of these facets; none for those whose values are terms or words."""
    return {
        facet: {name.key: name for name in _names(connection, facet)} if facet in _NAMED else {} for facet in facets
    }


def _values(connection: Connection, query: LedgerQuery, scope: Scope, facet: Facet) -> tuple[FacetValue, ...]:
    if facet is Facet.ATTENTION:
        return _attention(connection, query, scope)
    count = _count_single if facet in SINGLE else _count_manifold
    numbers = count(connection, query, scope, facet)
    if facet in _TERMS:
        return tuple(FacetValue(member.value, None, numbers.get(member.value, 0)) for member in _TERMS[facet])
    if facet in _NAMED:
        # Whatever is in use stays to be seen, though nothing may be left of it under the other choices.
        in_use = count(connection, LedgerQuery(), scope, facet)
        # One office may speak in several sources: it is named once.
        names = dict.fromkeys(name for name in _names(connection, facet) if name.key in in_use)
        nobody = (FacetValue("", None, numbers.get("", 0)),) if "" in in_use else ()
        return tuple(FacetValue(name.key, name, numbers.get(name.key, 0)) for name in names) + nobody
    return tuple(FacetValue(key, None, number) for key, number in sorted(numbers.items()))


def _count_single(connection: Connection, query: LedgerQuery, scope: Scope, facet: Facet) -> dict[str, int]:
    value = SINGLE[facet](scope).label("value")
    counted = in_ledger(select(value, func.count().label("number")), scope).where(matches(query, scope))
    return {str(row.value): row.number for row in connection.execute(counted.group_by("value"))}


def _count_manifold(connection: Connection, query: LedgerQuery, scope: Scope, facet: Facet) -> dict[str, int]:
    pairs = MANIFOLD[facet](scope)
    matching = in_ledger(select(t.commitment.c.id), scope).where(matches(query, scope))
    number = func.count(func.distinct(pairs.c.commitment_id)).label("number")
    counted = select(pairs.c.value, number).where(pairs.c.commitment_id.in_(matching)).group_by(pairs.c.value)
    return {row.value: row.number for row in connection.execute(counted)}


def _attention(connection: Connection, query: LedgerQuery, scope: Scope) -> tuple[FacetValue, ...]:
    sums = [func.sum(case((asks_for(a, scope), 1), else_=0)).label(a.value) for a in Attention]
    row = connection.execute(in_ledger(select(*sums), scope).where(matches(query, scope))).one()
    return tuple(FacetValue(a.value, None, row._mapping[a.value] or 0) for a in Attention)


def _names(connection: Connection, facet: Facet) -> list[Name]:
    table = _NAMED[facet]
    order = table.c.position if "position" in table.c else table.c.id
    return [Name(row.key, row.name, row.name_en) for row in connection.execute(select(table).order_by(order))]
