"""Which commitments and pieces of evidence have which value of a facet: sets of ids that are counted and crossed.

An index is true of the newest event it knows, of a state of the ledger and of the rules. Whatever changes a ledger is
an event, so an index that knows the newest one cannot be stale; one that has fallen behind is brought up to date by
what the events since then touched.
"""

# Why sets are kept: a click counts every facet under the choices of all others. Of a hundred thousand commitments plain
# SQL takes 0.8 s for that, each time, and the sets 15 ms. Python's own sets of eleven facets would take 53 MB; roaring
# bitmaps take 0.9, and need no code of ours to be built, crossed and walked.

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from threading import Lock
from typing import Any, Generic, Protocol, Self, TypeVar, TypeVarTuple

from pyroaring import BitMap
from sqlalchemy import Connection, Select, func, select, union_all

from tracker.domain.evidence.evidence_query import EvidenceFacet, EvidenceQuery, EvidenceSort, EvidenceStatus
from tracker.domain.evidence.evidence_rows import EvidenceFacets
from tracker.domain.rows import Facets, FacetValue, GroupRow, Name
from tracker.domain.search.ledger_query import FACET_TERMS, Attention, Facet, Group, LedgerQuery, words_of
from tracker.domain.search.ordering import Order, Orders
from tracker.domain.terms import EARLIER_TERMS, Assessment, EvidenceKind
from tracker.domain.text.number_forms import number_forms
from tracker.store.commitments.commitment_list import goes_by_code, order_of
from tracker.store.commitments.departments import were_named
from tracker.store.database.decoding import Decoding, StoredValueError, decode_day_or_month
from tracker.store.database.evidence_tables import EvidenceState
from tracker.store.database.raw_rows import ID_CODE, fetch, numbers
from tracker.store.database.tables import Commitment, Department, Event, Speaker, Topic
from tracker.store.database.versions import Horizon
from tracker.store.evidence import evidence_list
from tracker.store.search.conditions import (
    MANIFOLD,
    SINGLE,
    Scope,
    asks_for,
    changed_commitments,
    finding,
    finds,
    in_ledger,
)

_Columns = TypeVarTuple("_Columns")
_AnyFacet = TypeVar("_AnyFacet", Facet, EvidenceFacet)
_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")
Side = dict[str, BitMap]
"""The ids that have each value of a facet."""

NAMED = {
    Facet.DEPARTMENT: Department,
    Facet.LEAD: Department,
    Facet.TOPIC: Topic,
    Facet.SPEAKER: Speaker,
}
"""Facets whose values are keys of something that has a name."""
_GATHERED_BY = {
    Group.DEPARTMENT: Facet.LEAD,
    Group.TOPIC: Facet.TOPIC,
    Group.ASSESSMENT: Facet.ASSESSMENT,
    Group.LIGHT: Facet.LIGHT,
}
_MONTHS = frozenset({Facet.DUE_MONTH, Facet.EVIDENCE_MONTH})
"""Facets whose values are cut out of days by SQL, which takes anything for one."""
_EVIDENCE_TERMS = {EvidenceFacet.STATE: EvidenceStatus, EvidenceFacet.KIND: EvidenceKind}
_SORTED_BY = {EvidenceSort.STATE: EvidenceFacet.STATE, EvidenceSort.KIND: EvidenceFacet.KIND}
"""Orders that go by the rank of a facet's values: alone, these need no SQL."""
_NEWEST_FIRST = (Order(EvidenceSort.PUBLISHED, descending=True),)
_FEW = 500
"""Rows that are looked at one by one when an index is brought up to date; for more it is read again."""
_KEPT = 2
"""Indexes that are kept: of now, and of the past day that was looked at last."""
_KEPT_SEARCHES = 16
_KEPT_ORDERS = 3
_ROUND = 5_000
"""Ids that are given in one question."""
_YEAR = len("YYYY")


class _Index(Protocol):
    """What was read of a ledger after the event `event`."""

    event: int

    def advanced(self, connection: Connection, ids: Collection[int], event: int) -> Self:
        """Return the index after a later event, which changed these rows."""
        ...


_AnyIndex = TypeVar("_AnyIndex", bound=_Index)


class IndexCache(Generic[_Key, _AnyIndex]):
    """A cache of the indexes of one open ledger, by the state that each is of. Thread-safe."""

    def __init__(
        self,
        read: Callable[[Connection, _Key, int], _AnyIndex],
        find_touched: Callable[[Connection, int, int], Collection[int] | None],
    ) -> None:
        self._read = read
        self._find_touched = find_touched
        self._lock = Lock()
        self._kept: dict[_Key, _AnyIndex] = {}

    def __contains__(self, key: _Key) -> bool:
        return key in self._kept

    def of(self, connection: Connection, key: _Key, horizon: Horizon) -> _AnyIndex:
        """Return the index of what the connection's transaction sees."""
        newest = horizon.event
        if newest is None:
            newest = connection.scalar(select(func.max(Event.id))) or 0
        # Held while it is read: two threads that find it stale at once would each read every row of the ledger.
        with self._lock:
            index = self._up_to_date(connection, key, newest)
            _remember(self._kept, key, index, _KEPT)
            return index

    def _up_to_date(self, connection: Connection, key: _Key, newest: int) -> _AnyIndex:
        known = self._kept.get(key)
        if known is None or known.event > newest:  # a transaction that began before the newest index was read
            return self._read(connection, key, newest)
        if known.event == newest:
            return known
        ids = self._find_touched(connection, known.event, newest)
        if ids is None or len(ids) > _FEW:
            return self._read(connection, key, newest)
        # An event that touches no row (a report was written, a view was saved) leaves the index as it is.
        if ids:
            return known.advanced(connection, ids, newest)
        known.event = newest
        return known


@dataclass(slots=True)
class _FacetIndex(Generic[_AnyFacet]):
    """The rows that are there after the event `event`, by the values of facets; searches and orders as they are asked
    for. Sets that an index has given away are never changed: a reader may be in another thread."""

    event: int
    everything: BitMap
    sides: dict[_AnyFacet, Side]
    lock: Lock = field(default_factory=Lock, init=False)
    _searches: dict[str, BitMap] = field(default_factory=dict[str, BitMap], init=False)
    _orders: "dict[Any, array[int]]" = field(default_factory=dict[Any, "array[int]"], init=False)

    def _searched(self, search: str, find: Callable[[str], "array[int]"]) -> list[BitMap]:
        """The rows that hold each word of a search."""
        found: list[BitMap] = []
        with self.lock:
            for word in words_of(search):
                if word not in self._searches:
                    _remember(self._searches, word, BitMap(find(word)), _KEPT_SEARCHES)
                found.append(self._searches[word])
        return found

    def _cross(
        self, choices: Mapping[_AnyFacet, Collection[str]], found: Sequence[BitMap]
    ) -> tuple[BitMap, dict[_AnyFacet, BitMap]]:
        """The wanted rows; and for each facet that narrows them, those that would be without it."""
        # `union` of nothing is the empty set: a value that nobody has any more chooses nobody.
        chosen = {
            facet: BitMap().union(*(self.sides[facet][value] for value in values if value in self.sides[facet]))
            for facet, values in choices.items()
            if values
        }
        # With nothing to cross, `intersection` gives the set itself.
        ground = self.everything.intersection(*found)
        without = {
            # Not under its own choice: else every value but the chosen one would show 0, and nobody could see what a
            # second would add.
            facet: ground.intersection(*(other for name, other in chosen.items() if name is not facet))
            for facet in chosen
        }
        return ground.intersection(*chosen.values()), without


@dataclass(slots=True)
class CommitmentIndex(_FacetIndex[Facet]):
    """The commitments of a ledger as `scope` sees it; each facet once it is asked for."""

    scope: Scope
    _names: dict[Facet, dict[str, Name]] = field(default_factory=dict[Facet, dict[str, Name]])

    @classmethod
    def read(cls, connection: Connection, scope: Scope, event: int) -> "CommitmentIndex":
        """Return an index in which no facet is counted yet."""
        return cls(event, _read_everyone(connection, scope, None), {}, scope)

    def advanced(self, connection: Connection, ids: Collection[int], event: int) -> "CommitmentIndex":
        """Return the index after a later event, which changed these commitments."""
        gone = BitMap(ids)
        everyone = self.everything - gone | _read_everyone(connection, self.scope, ids)
        # Those of now: who still reads this index may load a further facet meanwhile, of which there is no news here.
        with self.lock:
            known = dict(self.sides)
            orders = dict(self._orders)
        news = _read_sides(connection, list(known), self.scope, ids)
        sides = {facet: _within(replaced(side, news[facet], gone), everyone) for facet, side in known.items()}
        names = {} if were_named(connection, self.event) else self._names
        index = CommitmentIndex(event, everyone, sides, self.scope, names)
        # A code is given once, so that a change of what was there already leaves the order of the codes as it is; to
        # read it again takes 60 ms for a hundred thousand.
        if gone <= self.everything:
            index._orders |= {key: order for key, order in orders.items() if goes_by_code(*key)}
        return index

    def load(self, connection: Connection, facets: Iterable[Facet]) -> None:
        """Count these facets, as far as they have not been."""
        with self.lock:
            missing = [facet for facet in dict.fromkeys(facets) if facet not in self.sides]
            sides = _read_sides(connection, missing, self.scope, None)
            self.sides |= {facet: _within(side, self.everything) for facet, side in sides.items()}

    def names(self, connection: Connection, facet: Facet) -> Mapping[str, Name]:
        """Return what the values of a facet are called, in their order; nothing where they are terms or words."""
        if facet not in self._names:
            self._names |= names_of(connection, (facet,))
        return self._names[facet]

    def matching(self, connection: Connection, query: LedgerQuery) -> tuple[BitMap, dict[Facet, BitMap]]:
        """Return the wanted commitments; and for each facet that narrows them, those that would be without it."""
        self.load(connection, query.choices)
        found = self._searched(query.search, lambda word: self._holding(connection, word))
        if query.changed_since is not None:
            changed = changed_commitments(query.changed_since, query.changed_after, self.scope)
            found.append(BitMap(numbers(connection, changed)))
        if query.codes:
            named = select(Commitment.id).where(Commitment.code.in_(sorted(query.codes)))
            found.append(BitMap(numbers(connection, named)))
        return self._cross(query.choices, found)

    def ids(self, connection: Connection, query: LedgerQuery) -> "array[int]":
        """Return the wanted commitments in the wanted order."""
        matching, _ = self.matching(connection, query)
        key = query.orders, query.group
        with self.lock:
            if key not in self._orders:
                _remember(self._orders, key, order_of(connection, query, self.scope), _KEPT_ORDERS)
            return _only(self._orders[key], matching)

    def count(self, facet: Facet, among: BitMap) -> dict[str, int]:
        """Return how many of some commitments have each value of a facet that has been loaded."""
        return {value: ids.intersection_cardinality(among) for value, ids in self.sides[facet].items()}

    def _holding(self, connection: Connection, word: str) -> "array[int]":
        if not self.scope.indexed:
            return numbers(connection, in_ledger(select(Commitment.id), self.scope).where(finds(word, self.scope)))
        # The index alone: `_cross` leaves out what it finds besides the commitments that are there. In one question,
        # since a server makes each wait for its answer.
        found = union_all(*finding(word, self.scope)).subquery()
        return numbers(connection, select(found.c[0]))


def count_facets(connection: Connection, index: CommitmentIndex, query: LedgerQuery, wanted: Iterable[Facet]) -> Facets:
    """Return the values of the wanted facets with the numbers of rows that choosing each would show.

    Each counts under the choices of the other facets, not under its own.
    """
    facets = tuple(wanted)
    index.load(connection, facets)
    # A facet that narrows nothing down counts among the wanted rows themselves, so only the chosen ones need a set of
    # their own.
    matching, without = index.matching(connection, query)
    values = {
        facet: _values(facet, index.count(facet, without.get(facet, matching)), index.names(connection, facet))
        for facet in facets
    }
    return Facets(values, len(index.everything), len(matching))


def list_groups(connection: Connection, index: CommitmentIndex, query: LedgerQuery) -> tuple[GroupRow, ...]:
    """Return the groups of the wanted rows in their order, each with its number of rows by assessment."""
    if query.group is None:
        return ()
    facet = _GATHERED_BY[query.group]
    index.load(connection, (facet, Facet.ASSESSMENT))
    matching, _ = index.matching(connection, query)
    names = index.names(connection, facet)
    order = [*names, ""] if facet in NAMED else [term.value for term in FACET_TERMS[facet]]
    groups = {key: index.sides[facet][key] & matching for key in order if key in index.sides[facet]}
    return tuple(
        GroupRow(key, len(ids), count_assessments(index, ids), names.get(key)) for key, ids in groups.items() if ids
    )


def count_assessments(index: CommitmentIndex, ids: BitMap) -> dict[Assessment, int]:
    """Return how many of these commitments are judged how; assessments of none are left out."""
    counts = index.count(Facet.ASSESSMENT, ids)
    return {one: counts[one.value] for one in Assessment if counts.get(one.value)}


def names_of(connection: Connection, facets: Iterable[Facet]) -> dict[Facet, dict[str, Name]]:
    """Return the names of the keys of these facets, in their order; none for those whose values are terms or words."""
    return {facet: _names_of(connection, NAMED[facet]) if facet in NAMED else {} for facet in facets}


@dataclass(slots=True)
class EvidenceIndex(_FacetIndex[EvidenceFacet]):
    """The pieces of evidence at a horizon, by the values of all facets, and by what these follow from (`facts`)."""

    horizon: Horizon
    facts: "dict[str, Side]"

    @classmethod
    def read(cls, connection: Connection, horizon: Horizon, event: int) -> "EvidenceIndex":
        """Return the index of all pieces."""
        return cls._of(event, horizon, _read_facts(connection, horizon, None))

    def advanced(self, connection: Connection, ids: Collection[int], event: int) -> "EvidenceIndex":
        """Return the index after a later event, which changed these pieces."""
        news = _read_facts(connection, self.horizon, ids)
        gone = BitMap(ids)
        facts = {name: replaced(side, news[name], gone) for name, side in self.facts.items()}
        return self._of(event, self.horizon, facts)

    @classmethod
    def _of(cls, event: int, horizon: Horizon, facts: dict[str, Side]) -> "EvidenceIndex":
        # Every piece has a month, so that their union is all of them, and no further question is asked for that.
        months = facts["month"]
        everything = BitMap().union(*months.values())
        withdrawn, same, linked, early = (_flagged(facts, name) for name in ("withdrawn", "same", "linked", "early"))
        used = linked & everything - withdrawn
        states = {
            EvidenceStatus.UNLINKED: everything - linked - withdrawn,
            # Each piece has exactly one of these states, so that the numbers beside them add up to all pieces.
            EvidenceStatus.LINKED: used - same - early,
            EvidenceStatus.EARLY: used - same & early,
            EvidenceStatus.SAME_BRIEFING: used & same,
            EvidenceStatus.WITHDRAWN: withdrawn,
        }
        years = {month[:_YEAR] for month in months}
        sides = {
            EvidenceFacet.STATE: {state.value: ids for state, ids in states.items()},
            EvidenceFacet.KIND: facts["kind"],
            EvidenceFacet.YEAR: {
                year: BitMap().union(*(ids for month, ids in months.items() if month[:_YEAR] == year)) for year in years
            },
        }
        return cls(event, everything, sides, horizon, facts)

    @property
    def unlinked(self) -> int:
        """How many pieces in use bear on no commitment yet."""
        return len(self.sides[EvidenceFacet.STATE][EvidenceStatus.UNLINKED])

    def by_month(self) -> dict[str, int]:
        """Return how many pieces in use were published in each month, the months in order."""
        withdrawn = _flagged(self.facts, "withdrawn")
        counts = {month: ids.difference_cardinality(withdrawn) for month, ids in sorted(self.facts["month"].items())}
        return {month: number for month, number in counts.items() if number}

    def facets(self, connection: Connection, query: EvidenceQuery) -> EvidenceFacets:
        """Return the values of every facet with the numbers of pieces that choosing each would show."""
        matching, without = self._matching(connection, query)
        values: dict[EvidenceFacet, tuple[FacetValue, ...]] = {}
        for facet, side in self.sides.items():
            among = without.get(facet, matching)
            terms = _EVIDENCE_TERMS.get(facet)
            # Years that are in use stay to be seen, though nothing may be left of them under the other choices.
            keys = sorted(side, reverse=True) if terms is None else [term.value for term in terms]
            counts = {key: ids.intersection_cardinality(among) for key, ids in side.items()}
            values[facet] = tuple(FacetValue(key, None, counts.get(key, 0)) for key in keys)
        return EvidenceFacets(values, len(self.everything), self.unlinked, len(matching))

    def ids(self, connection: Connection, query: EvidenceQuery) -> "array[int]":
        """Return the wanted pieces in the wanted order; among equals the newest first."""
        matching, _ = self._matching(connection, query)
        with self.lock:
            order = self._order(connection, query.orders)
        return order if len(matching) == len(self.everything) else _only(order, matching)

    def _matching(self, connection: Connection, query: EvidenceQuery) -> tuple[BitMap, dict[EvidenceFacet, BitMap]]:
        found = self._searched(query.search, lambda word: self._finding(connection, word))
        return self._cross(query.choices, found)

    def _finding(self, connection: Connection, word: str) -> "array[int]":
        """The pieces that hold a word in any form of its number."""
        return array(ID_CODE, chain.from_iterable(self._holding(connection, form) for form in number_forms(word)))

    def _holding(self, connection: Connection, word: str) -> "array[int]":
        """By the search index, which knows what the evidence of each commitment says, where that narrows them down:
        of half a million pieces 0.1 s in place of the 1.8 s that reading all their words takes."""
        held = evidence_list.holding
        holders = evidence_list.few_holders(connection, word, self.horizon)
        if holders is None:
            return numbers(connection, held(word, self.horizon))
        found = numbers(connection, held(word, self.horizon, linked_to=holders))
        # Of these the search index knows nothing, or not all that they say.
        others = (self.everything - _flagged(self.facts, "linked") | _flagged(self.facts, "noted")).to_array()
        for start in range(0, len(others), _ROUND):
            among = others[start : start + _ROUND]
            found += numbers(connection, held(word, self.horizon, among=among))
        return found

    def _order(self, connection: Connection, orders: Orders[EvidenceSort]) -> "array[int]":
        if orders not in self._orders:
            first, *then = orders
            if first.key in _SORTED_BY and not then:
                order = self._ranked(connection, _SORTED_BY[first.key], first.descending)
            else:
                order = numbers(connection, evidence_list.order_of(orders, self.horizon))
            _remember(self._orders, orders, order, _KEPT_ORDERS)
        return self._orders[orders]

    def _ranked(self, connection: Connection, facet: EvidenceFacet, descending: bool) -> "array[int]":
        """By the rank of a value, and the newest first among those that have it."""
        newest = self._order(connection, _NEWEST_FIRST)
        ids = array(ID_CODE)
        terms = list(_EVIDENCE_TERMS[facet])
        for term in reversed(terms) if descending else terms:
            ids += _only(newest, self.sides[facet].get(term.value, BitMap()))
        return ids


def _remember(kept: dict[_Key, _Value], key: _Key, value: _Value, most: int) -> None:
    """Keep what was made, and at most so many: what was kept first goes first."""
    kept.pop(key, None)
    kept[key] = value
    while len(kept) > most:
        del kept[next(iter(kept))]


def _only(order: "array[int]", ids: BitMap) -> "array[int]":
    # Walked in order: 12 ms for a hundred thousand ids. A Python set of the members made first is faster for few of
    # them and three times slower for half of them.
    return array(ID_CODE, filter(ids.__contains__, order))


def replaced(side: Side, news: Side, gone: BitMap) -> Side:
    """Return the ids of each value: of the rows in `gone` by the news, and of all others as they were."""
    nothing = BitMap()
    return {value: ids for value in side | news if (ids := side.get(value, nothing) - gone | news.get(value, nothing))}


def _within(side: Side, everyone: BitMap) -> Side:
    """A side without those that are not there yet, and without what belongs to no row then."""
    return {value: among for value, ids in side.items() if (among := ids & everyone)}


def _flagged(facts: Mapping[str, Side], name: str) -> BitMap:
    return facts["flag"].get(name, BitMap())


def _read_everyone(connection: Connection, scope: Scope, ids: Collection[int] | None) -> BitMap:
    return BitMap(numbers(connection, _among(in_ledger(select(Commitment.id), scope), ids)))


def _read_sides(
    connection: Connection, facets: Sequence[Facet], scope: Scope, ids: Collection[int] | None
) -> dict[Facet, Side]:
    """The ids of every value of these facets; `ids` narrows them down to some commitments."""
    single = [facet for facet in facets if facet in SINGLE]
    sides = _read_single(connection, single, scope, ids) if single else {}
    for facet in facets:
        if facet in MANIFOLD:
            pairs = MANIFOLD[facet](scope)
            statement = select(pairs.c.commitment_id, pairs.c.value)
            if ids is not None:
                statement = statement.where(pairs.c.commitment_id.in_(ids))
            (sides[facet],) = _gathered(fetch(connection, statement), 1)
        elif facet is Facet.ATTENTION:
            everyone = _among(in_ledger(select(Commitment.id), scope), ids)
            sides[facet] = {
                one.value: BitMap(numbers(connection, everyone.where(asks_for(one, scope)))) for one in Attention
            }
    for facet, side in sides.items():
        _check(facet, side)
    return sides


def _read_single(
    connection: Connection, facets: Sequence[Facet], scope: Scope, ids: Collection[int] | None
) -> dict[Facet, Side]:
    columns = [SINGLE[facet](scope) for facet in facets]
    rows = fetch(connection, _among(in_ledger(select(Commitment.id, *columns), scope), ids))
    return dict(zip(facets, _gathered(rows, len(facets)), strict=True))


def _gathered(rows: Iterable[Sequence[Any]], count: int) -> list[Side]:
    """For each of `count` columns after the first the ids, which are that first one, of every value."""
    # Lists that are turned into sets once: to add each id to its set by itself took three times as long.
    found: list[defaultdict[Any, list[int]]] = [defaultdict(list) for _ in range(count)]
    for commitment_id, *values in rows:
        for ids_of, value in zip(found, values, strict=True):
            ids_of[value].append(commitment_id)
    return [{str(value): BitMap(array(ID_CODE, ids)) for value, ids in one.items()} for one in found]


def _check(facet: Facet, side: Side) -> None:
    """Tell damage, as the rows are read past the types of their columns. Raises `StoredValueError`."""
    if facet in FACET_TERMS and not side.keys() <= set(FACET_TERMS[facet]):
        raise StoredValueError
    if facet in _MONTHS:
        for month in filter(None, side):
            decode_day_or_month(month)


def _among(statement: Select[*_Columns], ids: Collection[int] | None) -> Select[*_Columns]:
    return statement if ids is None else statement.where(Commitment.id.in_(ids))


def _read_facts(connection: Connection, horizon: Horizon, ids: Collection[int] | None) -> dict[str, Side]:
    """The pieces by kind, by month, and by what is so of them; `ids` narrows them down to some pieces."""
    # Half a million pieces fall into a few thousand sorts; to gather them by whole rows first takes half the time of
    # looking at each value.
    alike: dict[Sequence[Any], list[int]] = defaultdict(list)
    for evidence_id, *said in fetch(connection, evidence_list.sides(horizon, ids)):
        alike[tuple(said)].append(evidence_id)
    facts: dict[str, defaultdict[str, BitMap]] = {name: defaultdict(BitMap) for name in ("kind", "month", "flag")}
    with Decoding(EvidenceState.__table__.name):
        for (kind, month, *flags), alike_ids in alike.items():
            if type(kind) is not str:
                raise TypeError(kind)
            decode_day_or_month(month)
            pieces = BitMap(array(ID_CODE, alike_ids))
            facts["kind"][kind] |= pieces
            facts["month"][month] |= pieces
            for name, is_so in zip(("withdrawn", "same", "noted"), flags, strict=True):
                if is_so:
                    facts["flag"][name] |= pieces
    facts["flag"]["linked"] = BitMap(numbers(connection, evidence_list.linked(horizon, ids)))
    facts["flag"]["early"] = BitMap(numbers(connection, evidence_list.early(horizon, ids)))
    return {name: dict(side) for name, side in facts.items()}


def _values(facet: Facet, counts: Mapping[str, int], names: Mapping[str, Name]) -> tuple[FacetValue, ...]:
    if facet in FACET_TERMS:
        shown = (one for one in FACET_TERMS[facet] if one not in EARLIER_TERMS or counts.get(one.value))
        return tuple(FacetValue(one.value, None, counts.get(one.value, 0)) for one in shown)
    if facet in NAMED:
        # Whatever is in use stays to be seen, though nothing may be left of it under the other choices.
        nobody = (FacetValue("", None, counts[""]),) if "" in counts else ()
        return tuple(FacetValue(key, name, counts[key]) for key, name in names.items() if key in counts) + nobody
    return tuple(FacetValue(key, None, number) for key, number in sorted(counts.items()) if number)


def _names_of(connection: Connection, table: type[Department | Topic | Speaker]) -> dict[str, Name]:
    named = select(table.key, table.name, table.name_en)
    named = named.order_by(table.id) if issubclass(table, Speaker) else named.order_by(table.position, table.id)
    return {row.key: Name(row.key, row.name, row.name_en) for row in connection.execute(named)}
