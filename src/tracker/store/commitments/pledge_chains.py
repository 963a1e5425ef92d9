"""The chain of a pledge over the years: the commitments that say it earlier and later, by their relations (§8)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, Select, or_, select

from tracker.domain.rows import ChainLink, Name, Succession
from tracker.domain.terms import RelationKind
from tracker.store.database.evidence_tables import Restatement
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import Commitment, CommitmentState, Source
from tracker.store.database.versions import live
from tracker.store.search.conditions import Scope, in_ledger


class _Tie(NamedTuple):
    """A relation between two commitments, by their ids."""

    earlier: int
    later: int
    kind: RelationKind


def chains_of(connection: Connection, ids: Collection[int], scope: Scope) -> dict[int, tuple[ChainLink, ...]]:
    """Return the chain of each of these commitments that has one, itself in it, the oldest first.

    In it is whatever leads to it by relations, and whatever they lead to from it, over any number of steps; a circle of
    relations is gone round once.
    """
    # Asked once in both directions: most commitments have no relation to another, and that is all then.
    if not any(_is_tied(connection, page, scope) for page in pages(list(ids))):
        return {}
    later = _reached(connection, ids, _from, scope)
    earlier = _reached(connection, ids, _to, scope)
    chains: dict[int, set[_Tie]] = {}
    for known in ids:
        ties = {*_walk(known, later, lambda tie: tie.later), *_walk(known, earlier, lambda tie: tie.earlier)}
        if ties:
            chains[known] = ties
    everyone = {one for ties in chains.values() for tie in ties for one in (tie.earlier, tie.later)}
    named = _named(connection, everyone, scope)
    return {known: _chain(ties, named) for known, ties in chains.items()}


def _is_tied(connection: Connection, ids: Collection[int], scope: Scope) -> bool:
    either = or_(Restatement.commitment_id.in_(ids), Restatement.other_id.in_(ids))
    return connection.execute(_live(_ties().where(either), scope).limit(1)).first() is not None


def _live(ties: Select[int, int | None, RelationKind], scope: Scope) -> Select[int, int | None, RelationKind]:
    return ties.where(live(Restatement, scope.horizon), Restatement.other_id.is_not(None))


_Ties = Mapping[int, list[_Tie]]


def _from(ids: Collection[int]) -> Select[int, int | None, RelationKind]:
    return _ties().where(Restatement.commitment_id.in_(ids))


def _to(ids: Collection[int]) -> Select[int, int | None, RelationKind]:
    return _ties().where(Restatement.other_id.in_(ids))


def _ties() -> Select[int, int | None, RelationKind]:
    return select(Restatement.commitment_id, Restatement.other_id, Restatement.kind)


def _reached(
    connection: Connection,
    ids: Collection[int],
    ask: Callable[[Collection[int]], Select[int, int | None, RelationKind]],
    scope: Scope,
) -> _Ties:
    """The relations in one direction, step by step, by the commitment that each is found from."""
    found: dict[int, list[_Tie]] = defaultdict(list)
    seen = set(ids)
    asked = list(ids)
    while asked:
        fresh: set[int] = set()
        for page in pages(asked):
            for earlier, later, kind in connection.execute(_live(ask(page), scope).order_by(Restatement.id)):
                if later is None:
                    continue
                here, there = (earlier, later) if ask is _from else (later, earlier)
                found[here].append(_Tie(earlier, later, kind))
                fresh.add(there)
        asked = sorted(fresh - seen)
        seen |= fresh
    return found


def _walk(start: int, ties: _Ties, beyond: Callable[[_Tie], int]) -> Iterator[_Tie]:
    seen = {start}
    to_visit = [start]
    while to_visit:
        for tie in ties.get(to_visit.pop(), ()):
            yield tie
            if beyond(tie) not in seen:
                seen.add(beyond(tie))
                to_visit.append(beyond(tie))


def _named(connection: Connection, ids: Collection[int], scope: Scope) -> dict[int, ChainLink]:
    """Those that are there at the horizon, by their ids."""
    if not ids:
        return {}
    query = select(
        Commitment.id,
        Commitment.code,
        CommitmentState.title,
        CommitmentState.title_en,
        Source.key,
        Source.publisher,
        Source.publisher_en,
        Source.held_on,
    )
    rows = connection.execute(in_ledger(query, scope).where(Commitment.id.in_(ids)))
    return {
        row.id: ChainLink(
            row.code,
            Name(row.code, row.title, row.title_en),
            Name(row.key, row.publisher or "", row.publisher_en or ""),
            row.held_on,
        )
        for row in rows
    }


def _chain(ties: Collection[_Tie], named: Mapping[int, ChainLink]) -> tuple[ChainLink, ...]:
    follows: dict[int, list[Succession]] = defaultdict(list)
    members: dict[int, ChainLink] = {}
    for tie in ties:
        for one in (tie.earlier, tie.later):
            if one in named:
                members[one] = named[one]
        if tie.earlier in named:
            follows[tie.later].append(Succession(tie.kind, named[tie.earlier].code))
    links = (
        ChainLink(link.code, link.title, link.publisher, link.held_on, tuple(sorted(follows[one])))
        for one, link in members.items()
    )
    return tuple(sorted(links, key=lambda link: (link.held_on.isoformat() if link.held_on else "", link.code)))
