"""Which commitments have which value of a facet, as sets that are counted and crossed in no time.

A hundred thousand commitments cross in a microsecond, where SQL would look at each. A census is true of the newest
event it knows, of a day and of the rules: whatever changes a ledger is an event, so one that knows the newest event,
and is asked for the same day and rules, cannot be stale. One that has fallen behind is brought up to date by what the
events since then touched.
"""

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from threading import Lock
from typing import TypeVarTuple

from sqlalchemy import Connection, Select, func, select

from tracker.domain.rows import Name
from tracker.domain.search.ledger_query import Attention, Facet, LedgerQuery, words_of
from tracker.store.commitments.commitment_list import order_of
from tracker.store.commitments.names import names_of
from tracker.store.database.decoding import decode_day_or_month
from tracker.store.database.raw_rows import numbers
from tracker.store.database.tables import Commitment, Event
from tracker.store.events.touched_commitments import touched
from tracker.store.search.conditions import MANIFOLD, SINGLE, Scope, asks_for, changed_commitments, finds, in_ledger
from tracker.store.search.id_set import Gathering, Members, Order, members_of, replaced
from tracker.store.search.search_index import holding

_Columns = TypeVarTuple("_Columns")
_PAGE = 5_000
_FEW = 500
"""Commitments that are looked at one by one when a census is brought up to date; for more it is taken again."""
_MONTHS = frozenset({Facet.DUE_MONTH, Facet.EVIDENCE_MONTH})
"""Facets whose values are cut out of days by SQL, which takes anything for one."""
_KEPT_SEARCHES = 16
_KEPT = 2
"""Censuses that are kept: of now, and of the past day that was looked at last."""


@dataclass(slots=True)
class Census:
    """What was counted of a ledger as `scope` sees it, after the event `event`; each side once it is asked for."""

    event: int
    scope: Scope
    everyone: Members
    sides: dict[Facet, dict[str, Members]] = field(default_factory=dict)
    searches: dict[str, Members] = field(default_factory=dict)
    called: dict[Facet, dict[str, Name]] = field(default_factory=dict)
    order: "tuple[LedgerQuery, Order] | None" = None
    lock: Lock = field(default_factory=Lock)

    def load(self, connection: Connection, facets: Collection[Facet]) -> None:
        """Count these facets, as far as they have not been."""
        with self.lock:
            missing = [facet for facet in dict.fromkeys(facets) if facet not in self.sides]
            sides = _read_sides(connection, missing, self.scope, None)
            self.sides |= {facet: _within(side, self.everyone) for facet, side in sides.items()}

    def side(self, facet: Facet) -> Mapping[str, Members]:
        """The commitments that have each value of a facet that has been loaded."""
        return self.sides[facet]

    def names(self, connection: Connection, facet: Facet) -> Mapping[str, Name]:
        """What the values of a facet are called, in their order; nothing where they are terms or words."""
        if facet not in self.called:
            self.called |= names_of(connection, (facet,))
        return self.called[facet]

    def matching(self, connection: Connection, query: LedgerQuery) -> tuple[Members, dict[Facet, Members]]:
        """The wanted commitments; and for each facet that narrows them, those that would be without it."""
        self.load(connection, query.choices)
        words = [self._search(connection, word) for word in words_of(query.search)]
        if query.changed_since is not None:
            changed = numbers(connection, changed_commitments(query.changed_since, query.changed_after, self.scope))
            words.append(members_of(changed))
        chosen = {facet: self._choice(facet, values) for facet, values in query.choices.items() if values}
        ground = reduce(int.__and__, words, self.everyone)
        without = {
            facet: reduce(int.__and__, (other for name, other in chosen.items() if name is not facet), ground)
            for facet in chosen
        }
        return reduce(int.__and__, chosen.values(), ground), without

    def ids(self, connection: Connection, query: LedgerQuery) -> "array[int]":
        """The wanted commitments in the wanted order."""
        matching, _ = self.matching(connection, query)
        return self._order(connection, query).only(matching)

    def _order(self, connection: Connection, query: LedgerQuery) -> "Order":
        key = LedgerQuery(sort=query.sort, descending=query.descending, group=query.group)
        with self.lock:
            if self.order is None or self.order[0] != key:
                self.order = key, Order.of(order_of(connection, key, self.scope))
            return self.order[1]

    def _choice(self, facet: Facet, values: Iterable[str]) -> Members:
        side = self.sides[facet]
        return reduce(int.__or__, (side.get(value, 0) for value in values), 0)

    def _search(self, connection: Connection, word: str) -> Members:
        with self.lock:
            found = self.searches.get(word)
            if found is None:
                ids = in_ledger(select(Commitment.id), self.scope).where(finds(word, self.scope))
                found = members_of(numbers(connection, holding(word) if self.scope.indexed else ids))
                if len(self.searches) >= _KEPT_SEARCHES:
                    self.searches.pop(next(iter(self.searches)))
                self.searches[word] = found
            return found


class Censuses:
    """The censuses of one open ledger. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: list[Census] = []

    def of(self, connection: Connection, scope: Scope) -> Census:
        """A census of what the connection's transaction sees."""
        event = scope.horizon.event
        newest = event if event is not None else connection.scalar(select(func.max(Event.id))) or 0
        with self._lock:
            known = next((one for one in self._kept if one.scope == scope), None)
            census = self._up_to_date(connection, known, newest, scope)
            self._kept = [census, *(one for one in self._kept if one.scope != scope)][:_KEPT]
            return census

    def _up_to_date(self, connection: Connection, known: Census | None, newest: int, scope: Scope) -> Census:
        if known is not None and known.event == newest:
            return known
        ids = None if known is None or known.event > newest else touched(connection, known.event, newest)
        if known is None or ids is None or len(ids) > _FEW:
            return Census(newest, scope, _read_everyone(connection, scope, None))
        return _advanced(connection, known, newest, ids)


def _advanced(connection: Connection, known: Census, newest: int, ids: Collection[int]) -> Census:
    """A census as another one is, but for what is true of these commitments now."""
    others = ~members_of(ids)
    news = _read_sides(connection, list(known.sides), known.scope, ids)
    sides = {facet: replaced(side, news[facet], others) for facet, side in known.sides.items()}
    everyone = known.everyone & others | _read_everyone(connection, known.scope, ids)
    within = {facet: _within(side, everyone) for facet, side in sides.items()}
    return Census(newest, known.scope, everyone, within, called=known.called)  # a coding alone gives names


def _within(side: Mapping[str, Members], everyone: Members) -> dict[str, Members]:
    """A side without those that are not there yet, and without what is then nobody's."""
    return {value: among for value, members in side.items() if (among := members & everyone)}


def _read_everyone(connection: Connection, scope: Scope, ids: Collection[int] | None) -> Members:
    return members_of(numbers(connection, _among(in_ledger(select(Commitment.id), scope), ids)))


def _read_sides(
    connection: Connection, facets: Sequence[Facet], scope: Scope, ids: Collection[int] | None
) -> dict[Facet, dict[str, Members]]:
    """The members of every value of these facets; `ids` narrows them down to some commitments."""
    single = [facet for facet in facets if facet in SINGLE]
    sides = _read_single(connection, single, scope, ids) if single else {}
    for facet in facets:
        if facet in MANIFOLD:
            pairs = MANIFOLD[facet](scope)
            statement = select(pairs.c.commitment_id, pairs.c.value)
            if ids is not None:
                statement = statement.where(pairs.c.commitment_id.in_(ids))
            sides[facet] = _gathered(connection, statement)
        elif facet is Facet.ATTENTION:
            asking = {a: _among(in_ledger(select(Commitment.id), scope), ids) for a in Attention}
            sides[facet] = {
                a.value: members_of(numbers(connection, statement.where(asks_for(a, scope))))
                for a, statement in asking.items()
            }
    for facet in _MONTHS & sides.keys():
        for month in filter(None, sides[facet]):
            decode_day_or_month(month)
    return sides


def _read_single(
    connection: Connection, facets: Sequence[Facet], scope: Scope, ids: Collection[int] | None
) -> dict[Facet, dict[str, Members]]:
    columns = [SINGLE[facet](scope) for facet in facets]
    found = {facet: Gathering() for facet in facets}
    rows = connection.execute(_among(in_ledger(select(Commitment.id, *columns), scope), ids))
    while page := rows.fetchmany(_PAGE):
        numbers, *values = zip(*page, strict=True)
        for facet, column in zip(facets, values, strict=True):
            found[facet].add(numbers, column)
    return {facet: gathering.sets() for facet, gathering in found.items()}


def _gathered(connection: Connection, statement: Select[int, str]) -> dict[str, Members]:
    found = Gathering()
    rows = connection.execute(statement)
    while page := rows.fetchmany(_PAGE):
        numbers, values = zip(*page, strict=True)
        found.add(numbers, values)
    return found.sets()


def _among(statement: Select[*_Columns], ids: Collection[int] | None) -> Select[*_Columns]:
    return statement if ids is None else statement.where(Commitment.id.in_(ids))
