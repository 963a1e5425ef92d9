"""Live counts of the facets: each counts under the other facets' choices, not under its own."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from tracker.domain.rows import Facets, FacetValue, GroupRow, Name
from tracker.domain.search.ledger_query import Attention, EvidenceAge, Facet, Group, LedgerQuery, TargetSort
from tracker.domain.terms import EARLIER_TERMS, Assessment, CommitmentKind, Doubt, DueBasis, Light
from tracker.store.commitments.names import NAMED
from tracker.store.search.facet_index import Census
from tracker.store.search.id_set import Members

_TERMS = {
    Facet.ASSESSMENT: Assessment,
    Facet.DOUBT: Doubt,
    Facet.LIGHT: Light,
    Facet.KIND: CommitmentKind,
    Facet.TARGET: TargetSort,
    Facet.DUE_BASIS: DueBasis,
    Facet.EVIDENCE_AGE: EvidenceAge,
    Facet.ATTENTION: Attention,
}
_GATHERS = {
    Group.DEPARTMENT: Facet.LEAD,
    Group.TOPIC: Facet.TOPIC,
    Group.ASSESSMENT: Facet.ASSESSMENT,
    Group.LIGHT: Facet.LIGHT,
}


def count_facets(connection: Connection, census: Census, query: LedgerQuery, wanted: Collection[Facet]) -> Facets:
    """The values of the wanted facets with the numbers of rows that choosing each would show."""
    census.load(connection, wanted)
    matching, without = census.matching(connection, query)
    values = {
        facet: _values(facet, census.side(facet), without.get(facet, matching), census.names(connection, facet))
        for facet in wanted
    }
    return Facets(values, census.everyone.bit_count(), matching.bit_count())


def list_groups(connection: Connection, census: Census, query: LedgerQuery) -> tuple[GroupRow, ...]:
    """The groups of the wanted rows in their order, each with its number of rows by assessment."""
    if query.group is None:
        return ()
    facet = _GATHERS[query.group]
    census.load(connection, (facet, Facet.ASSESSMENT))
    matching, _ = census.matching(connection, query)
    names = census.names(connection, facet)
    order = [*names, ""] if facet in NAMED else [member.value for member in _TERMS[facet]]
    return tuple(
        GroupRow(key, members.bit_count(), _judged(census, members), names.get(key))
        for key in order
        if (members := census.side(facet).get(key, 0) & matching)
    )


def _values(
    facet: Facet, side: Mapping[str, Members], among: Members, names: Mapping[str, Name]
) -> tuple[FacetValue, ...]:
    counts = {key: (members & among).bit_count() for key, members in side.items()}
    if facet in _TERMS:
        shown = (one for one in _TERMS[facet] if one not in EARLIER_TERMS or counts.get(one.value))
        return tuple(FacetValue(member.value, None, counts.get(member.value, 0)) for member in shown)
    if facet in NAMED:
        # Whatever is in use stays to be seen, though nothing may be left of it under the other choices.
        nobody = (FacetValue("", None, counts[""]),) if "" in counts else ()
        return tuple(FacetValue(key, name, counts[key]) for key, name in names.items() if key in counts) + nobody
    return tuple(FacetValue(key, None, number) for key, number in sorted(counts.items()) if number)


def _judged(census: Census, members: Members) -> dict[Assessment, int]:
    side = census.side(Facet.ASSESSMENT)
    counts = {one: (side.get(one.value, 0) & members).bit_count() for one in Assessment}
    return {one: number for one, number in counts.items() if number}
