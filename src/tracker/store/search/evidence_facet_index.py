"""Which pieces of evidence are in which state, of which kind and year, as sets that are counted and crossed in no time.

As `facet_index` for commitments: a census is true of the newest event it knows, and brought up to date by what
the events since then did to pieces, their links and their files.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from tracker.domain.evidence.evidence_query import EvidenceFacet, EvidenceQuery, EvidenceSort, EvidenceStatus
from tracker.domain.evidence.evidence_rows import EvidenceFacets
from tracker.domain.rows import FacetValue
from tracker.domain.search.ledger_query import words_of
from tracker.domain.terms import EvidenceKind
from tracker.store.database.decoding import Decoding, decode_day_or_month
from tracker.store.database.evidence_tables import EvidenceState
from tracker.store.database.raw_rows import fetch, numbers
from tracker.store.database.tables import Event
from tracker.store.database.versions import Horizon
from tracker.store.events.touched_commitments import touched_pieces
from tracker.store.evidence import evidence_list as lists
from tracker.store.search.id_set import ID_CODE, Members, Order, members_of, replaced

_FEW = 500
"""Pieces that are looked at one by one when a census is brought up to date; for more it is taken again."""
_KEPT_SEARCHES = 16
_KEPT = 2
"""Censuses that are kept: of now, and of the past day that was looked at last."""
_KEPT_ORDERS = 2
_ROUND = 5_000
"""Ids that are given in one question."""
_YEAR = len("YYYY")
_NEWEST_FIRST = EvidenceSort.PUBLISHED, True
Sides = dict[EvidenceFacet, dict[str, Members]]


@dataclass(slots=True)
class EvidenceCensus:
    """What was counted of the evidence at a horizon, after the event `event`.

    `apart` are the pieces that are linked to nothing, whatever their state, `noted` those with a note.
    """

    event: int
    horizon: Horizon
    everything: Members
    sides: Sides
    apart: Members
    noted: Members
    searches: dict[str, Members] = field(default_factory=dict)
    orders: dict[tuple[EvidenceSort, bool], Order] = field(default_factory=dict)
    months: dict[str, int] | None = None
    lock: Lock = field(default_factory=Lock)

    @property
    def unlinked(self) -> int:
        """How many pieces that stand bear on no commitment yet."""
        return self._side(EvidenceFacet.STATE).get(EvidenceStatus.UNLINKED, 0).bit_count()

    def facets(self, connection: Connection, query: EvidenceQuery) -> EvidenceFacets:
        """The values of every facet with the numbers of pieces that choosing each would show."""
        chosen = self._chosen(query)
        ground = self._found(connection, query)
        values = {
            facet: self._values(
                facet, reduce(int.__and__, (one for name, one in chosen.items() if name is not facet), ground)
            )
            for facet in EvidenceFacet
        }
        matching = reduce(int.__and__, chosen.values(), ground)
        return EvidenceFacets(values, self.everything.bit_count(), self.unlinked, matching.bit_count())

    def ids(self, connection: Connection, query: EvidenceQuery) -> "array[int]":
        """The wanted pieces in the wanted order; among equals the newest first."""
        matching = reduce(int.__and__, self._chosen(query).values(), self._found(connection, query))
        with self.lock:
            order = self._order(connection, query.sort, query.descending)
        return order.ids if matching == self.everything else order.only(matching)

    def by_month(self, connection: Connection) -> dict[str, int]:
        """How many pieces that stand were published in each month, the months in order."""
        with self.lock:
            if self.months is None:
                self.months = lists.count_by_month(connection, self.horizon)
            return self.months

    def _side(self, facet: EvidenceFacet) -> dict[str, Members]:
        return self.sides[facet]

    def _chosen(self, query: EvidenceQuery) -> dict[EvidenceFacet, Members]:
        return {
            facet: reduce(int.__or__, (self._side(facet).get(value, 0) for value in values), 0)
            for facet, values in query.choices.items()
            if values
        }

    def _values(self, facet: EvidenceFacet, among: Members) -> tuple[FacetValue, ...]:
        """Years that are in use stay to be seen, though nothing may be left of them under the other choices."""
        side = self._side(facet)
        keys = sorted(side, reverse=True) if facet is EvidenceFacet.YEAR else [one.value for one in _RANKED[facet]]
        return tuple(FacetValue(key, None, (side.get(key, 0) & among).bit_count()) for key in keys)

    def _found(self, connection: Connection, query: EvidenceQuery) -> Members:
        """The pieces that hold all the words."""
        return reduce(int.__and__, (self._search(connection, word) for word in words_of(query.search)), self.everything)

    def _search(self, connection: Connection, word: str) -> Members:
        with self.lock:
            found = self.searches.get(word)
            if found is None:
                found = members_of(self._holding(connection, word)) & self.everything
                if len(self.searches) >= _KEPT_SEARCHES:
                    self.searches.pop(next(iter(self.searches)))
                self.searches[word] = found
            return found

    def _holding(self, connection: Connection, word: str) -> Iterator[int]:
        """By the search index, which knows what the evidence of each commitment says, where that narrows them down."""
        holders = lists.few_holders(connection, word, self.horizon)
        if holders is None:
            yield from numbers(connection, lists.holding(connection, word, self.horizon))
            return
        others = [number for number, flag in enumerate(bin(self.apart | self.noted)[:1:-1]) if flag == "1"]
        yield from numbers(connection, lists.holding(connection, word, self.horizon, linked_to=holders))
        for start in range(0, len(others), _ROUND):
            among = others[start : start + _ROUND]
            yield from numbers(connection, lists.holding(connection, word, self.horizon, among=among))

    def _order(self, connection: Connection, sort: EvidenceSort, descending: bool) -> Order:
        if (sort, descending) not in self.orders:
            if sort in _SIDES:
                order = self._gathered(connection, _SIDES[sort], descending)
            else:
                order = Order.of(numbers(connection, lists.order_of(sort, descending, self.horizon)))
            others = [key for key in self.orders if key != _NEWEST_FIRST]
            for key in others[: max(0, len(self.orders) + 1 - _KEPT_ORDERS)]:
                del self.orders[key]
            self.orders[sort, descending] = order
        return self.orders[sort, descending]

    def _gathered(self, connection: Connection, facet: EvidenceFacet, descending: bool) -> Order:
        """By the rank of a value, and the newest first among those that have it."""
        newest = self._order(connection, *_NEWEST_FIRST)
        side = self._side(facet)
        keys = [one.value for one in _RANKED[facet]]
        ids = array(ID_CODE)
        for key in reversed(keys) if descending else keys:
            ids.extend(newest.only(side.get(key, 0)))
        return Order(ids, newest.above)


_RANKED = {EvidenceFacet.STATE: tuple(EvidenceStatus), EvidenceFacet.KIND: tuple(EvidenceKind)}
_SIDES = {EvidenceSort.STATE: EvidenceFacet.STATE, EvidenceSort.KIND: EvidenceFacet.KIND}
"""Orders that go by the rank of a facet's values."""


class EvidenceCensuses:
    """The censuses of the evidence of one open ledger. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: list[EvidenceCensus] = []

    def is_ready(self, horizon: Horizon) -> bool:
        """Whether one has been taken, so that the next answer takes no time."""
        return any(one.horizon.event == horizon.event for one in self._kept)

    def of(self, connection: Connection, horizon: Horizon) -> EvidenceCensus:
        """A census of what the connection's transaction sees."""
        newest = horizon.event
        if newest is None:
            newest = connection.scalar(select(func.max(Event.id))) or 0
        with self._lock:
            known = next((one for one in self._kept if one.horizon.event == horizon.event), None)
            census = _up_to_date(connection, known, newest, horizon)
            self._kept = [census, *(one for one in self._kept if one.horizon.event != horizon.event)][:_KEPT]
            return census


def _up_to_date(connection: Connection, known: EvidenceCensus | None, newest: int, horizon: Horizon) -> EvidenceCensus:
    if known is None or known.event > newest:
        return _taken(connection, newest, horizon, None)
    ids = frozenset[int]() if known.event == newest else touched_pieces(connection, known.event, newest)
    if ids is None or len(ids) > _FEW:
        return _taken(connection, newest, horizon, None)
    if not ids:
        known.event = newest
        return known
    others = ~members_of(ids)
    news = _taken(connection, newest, horizon, ids)
    return EvidenceCensus(
        event=newest,
        horizon=horizon,
        everything=known.everything & others | news.everything,
        sides={facet: replaced(side, news.sides[facet], others) for facet, side in known.sides.items()},
        apart=known.apart & others | news.apart,
        noted=known.noted & others | news.noted,
    )


def _taken(connection: Connection, newest: int, horizon: Horizon, ids: Collection[int] | None) -> EvidenceCensus:
    """A census from the rows; `ids` narrows it down to some pieces."""
    alike = _alike(connection, horizon, ids)
    everything = _all_of(alike, lambda _: True)
    withdrawn = _all_of(alike, lambda one: one.withdrawn)
    same = _all_of(alike, lambda one: one.same_briefing)
    linked = members_of(numbers(connection, lists.linked(horizon, ids))) & everything
    early = members_of(numbers(connection, lists.early(horizon, ids)))
    standing = linked & ~withdrawn
    states = {
        EvidenceStatus.UNLINKED: everything & ~linked & ~withdrawn,
        EvidenceStatus.LINKED: standing & ~same & ~early,
        EvidenceStatus.EARLY: standing & ~same & early,
        EvidenceStatus.SAME_BRIEFING: standing & same,
        EvidenceStatus.WITHDRAWN: withdrawn,
    }
    sides: Sides = {
        EvidenceFacet.STATE: {state.value: members for state, members in states.items()},
        EvidenceFacet.KIND: _by(alike, lambda one: one.kind),
        EvidenceFacet.YEAR: _by(alike, lambda one: one.month[:_YEAR]),
    }
    noted = _all_of(alike, lambda one: one.noted)
    months = _count_months(alike) if ids is None else None
    return EvidenceCensus(newest, horizon, everything, sides, everything & ~linked, noted, months=months)


class _Alike(NamedTuple):
    """What many pieces have in common."""

    kind: str
    month: str
    withdrawn: bool
    same_briefing: bool
    noted: bool


def _alike(connection: Connection, horizon: Horizon, ids: Collection[int] | None) -> dict[_Alike, Members]:
    found: dict[Sequence[Any], list[int]] = defaultdict(list)
    for row in fetch(connection, lists.sides(horizon, ids)):
        found[row[1:]].append(row[0])
    with Decoding(EvidenceState.__table__.name):
        alike = {_decoded(said): array(ID_CODE, pieces) for said, pieces in found.items()}
    return {said: members_of(pieces) for said, pieces in alike.items()}


def _decoded(said: Sequence[Any]) -> _Alike:
    kind, month, *flags = said
    if type(kind) is not str:
        raise TypeError(kind)
    decode_day_or_month(month)
    return _Alike(kind, month, *flags)


def _all_of(alike: Mapping[_Alike, Members], is_meant: Callable[[_Alike], bool]) -> Members:
    return reduce(int.__or__, (members for one, members in alike.items() if is_meant(one)), 0)


def _by(alike: Mapping[_Alike, Members], value_of: Callable[[_Alike], str]) -> dict[str, Members]:
    sides: dict[str, Members] = defaultdict(int)
    for one, members in alike.items():
        sides[value_of(one)] |= members
    return dict(sides)


def _count_months(alike: Mapping[_Alike, Members]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for one, members in alike.items():
        if not one.withdrawn:
            counts[one.month] += members.bit_count()
    return dict(sorted(counts.items()))
