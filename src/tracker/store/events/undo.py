"""Take an event back by another one. Nothing is erased, so it works after a restart and beside other people."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, Table, and_, exists, func, insert, literal, or_, select, update

from tracker.domain.errors import UserError
from tracker.store.commitments.parts import entries_of
from tracker.store.database import table_handles as t
from tracker.store.database.id_pages import pages
from tracker.store.database.versions import is_same, unindexed
from tracker.store.events.event_commands import Command
from tracker.store.events.seals import RECORDS
from tracker.store.events.unit_of_work import UnitOfWork


def last_change(connection: Connection, author: str) -> Row | None:
    """The author's newest change that is still in effect: what undo takes back."""
    change = _changes(author).where(in_effect(t.event)).order_by(t.event.c.id.desc()).limit(1)
    return connection.execute(change).one_or_none()


def last_undo(connection: Connection, author: str) -> Row | None:
    """The author's newest undo, as long as no change came after it: what redo takes back."""
    undone = t.event.alias("undone")
    newest_change = _changes(author).with_only_columns(func.max(t.event.c.id))
    undo = (
        select(t.event)
        .join(undone, undone.c.id == t.event.c.cancels)
        .where(t.event.c.author == author, undone.c.cancels.is_(None), in_effect(t.event))
        .where(t.event.c.id > func.coalesce(newest_change.scalar_subquery(), 0))
        .order_by(t.event.c.id.desc())
        .limit(1)
    )
    return connection.execute(undo).one_or_none()


def take_back(work: UnitOfWork, event: Row, kind: str) -> None:
    """Record an event of this kind that reverses another, as far as later changes allow.

    What the event changed must still stand as it left it; what it did not touch may have moved on.
    Raises `undo_blocked`.
    """
    details = {**event.details, "event": event.id, "change": _change_of(event)}
    work.record(kind, details, cancels=event.id, command=Command("take_back", {"event": event.id, "kind": kind}))
    evidence: set[int] = set()
    touched = select(t.event_commitment.c.commitment_id).where(t.event_commitment.c.event_id == event.id)
    had = _linked_parts(work.connection, touched)
    for table, identity in t.IDENTITY.items():
        evidence |= _reverse_untouched(work, table, identity, event.id)
        for before, after in _effects(work.connection, table, identity, event.id, work.event_id):
            _reverse(work, table, identity, before, after)
            values = (before or after or {}).get("evidence_id")
            evidence |= {values} if values else set()
    has = _linked_parts(work.connection, touched)
    if any(is_there and has.get(part) is False for part, is_there in had.items()):
        raise UserError("undo_blocked")
    _check_whole(work, touched, evidence)
    work.touch_all(work.connection.scalars(touched).all())
    if _change_of(event) == "rules_changed":
        work.refresh_doubts()
    for evidence_id in sorted(evidence):
        work.touch_evidence(evidence_id)


def _linked_parts(connection: Connection, touched: Select) -> dict[int, bool]:
    """The parts of these commitments that evidence is linked to now, and whether the commitment still has each."""
    link = t.evidence_link
    state = t.commitment_state
    linked = select(link.c.part_id, link.c.commitment_id).where(
        link.c.part_id.is_not(None), link.c.until.is_(None), link.c.commitment_id.in_(touched)
    )
    found = connection.execute(linked).all()
    if not found:
        return {}
    named = select(state.c.commitment_id, state.c.parts).where(
        state.c.commitment_id.in_({row.commitment_id for row in found}), state.c.until.is_(None)
    )
    entries = entries_of(connection, connection.execute(named).all())
    there = {part["id"] for parts in entries.values() for part in parts}
    return {row.part_id: row.part_id in there for row in found}


def _check_whole(work: UnitOfWork, touched: Select, evidence: Collection[int]) -> None:
    """What is taken out of sight leaves nothing behind that somebody tied to it since. Raises `undo_blocked`."""
    _check_nothing_hangs(work, t.commitment, t.commitment_state.c.commitment_id, touched)
    for some in pages(sorted(evidence)):
        _check_nothing_hangs(work, t.evidence, t.evidence_state.c.evidence_id, some)


def _check_nothing_hangs(work: UnitOfWork, thing: Table, identity: Column[int], which: Select | Sequence[int]) -> None:
    state = identity.table
    for table in t.IDENTITY:
        for column in (key.parent for key in sorted(table.foreign_keys, key=str) if key.column is thing.c.id):
            if column is identity:
                continue
            other = state.alias()
            there = exists(select(other.c.id).where(other.c[identity.name] == column, other.c.until.is_(None)))
            left = select(table.c.id).where(table.c.until.is_(None), column.in_(which), ~there)
            if work.connection.execute(left.limit(1)).first() is not None:
                raise UserError("undo_blocked")


def _changes(author: str) -> Select:
    return select(t.event).where(
        t.event.c.author == author, t.event.c.cancels.is_(None), t.event.c.kind.not_in(RECORDS)
    )


def in_effect(event: Table) -> Any:
    """Whether nothing took the event back, or that was itself taken back."""
    undo = t.event.alias("undo")
    redo = t.event.alias("redo")
    still_undone = ~exists(select(redo.c.id).where(redo.c.cancels == undo.c.id))
    return ~exists(select(undo.c.id).where(undo.c.cancels == event.c.id, still_undone))


def _change_of(event: Row) -> str:
    """The kind of the change that an undo, or a redo of it, is about."""
    return event.details.get("change", event.kind)


Values = Mapping[str, Any]


def _reverse_untouched(work: UnitOfWork, table: Table, identity: tuple[str, ...], event_id: int) -> set[int]:
    """Reverse at once what needs no comparison, however much it is: what the event began and nobody changed since is
    closed, and what it ended is begun anew where nothing took its place. Returns the evidence concerned.
    """
    other = table.alias()
    same = is_same(table, other, identity)
    ended = [
        table.c.until == event_id,
        ~exists(select(other.c.id).where(same, unindexed(other.c.since) == event_id)),
    ]
    gone = [*ended, ~exists(select(other.c.id).where(same, unindexed(other.c.until).is_(None)))]
    begun = [
        table.c.since == event_id,
        table.c.until.is_(None),
        ~exists(select(other.c.id).where(same, unindexed(other.c.until) == event_id)),
    ]
    evidence: set[int] = set()
    if "evidence_id" in table.columns:
        concerned = or_(and_(*gone), and_(*begun))
        evidence.update(filter(None, work.connection.scalars(select(table.c.evidence_id).where(concerned))))
    kept = [column for column in table.columns if column.name not in ("id", "since", "until")]
    again = select(*kept, literal(work.event_id)).where(*gone).order_by(table.c.id)
    names = [*(column.name for column in kept), "since"]
    # In this order: what was just begun anew must not be taken for what the event began.
    work.deed.wrote(table)
    work.connection.execute(update(table).where(*begun).values(until=work.event_id))
    work.connection.execute(insert(table).from_select(names, again, include_defaults=False))
    return evidence


def _effects(
    connection: Connection, table: Table, identity: tuple[str, ...], event_id: int, undoing: int
) -> list[tuple[Values | None, Values | None]]:
    """What the event did to each thing in the table that the event `undoing` has not reversed yet: how it was before,
    and how it was after."""
    other = table.alias()
    same = is_same(table, other, identity)
    closed = and_(table.c.since == event_id, func.coalesce(table.c.until, 0) == undoing)
    reopened = exists(select(other.c.id).where(same, unindexed(other.c.since) == undoing))
    rows = connection.execute(
        select(table)
        .where(or_(table.c.since == event_id, table.c.until == event_id), ~closed, ~reopened)
        .order_by(table.c.id)
    )
    pairs: dict[tuple[Any, ...], list[Values | None]] = defaultdict(lambda: [None, None])
    for row in rows.mappings():
        values = {str(name): value for name, value in row.items()}
        pairs[tuple(values[name] for name in identity)][values["since"] == event_id] = values
    return [(before, after) for before, after in pairs.values()]


def _reverse(
    work: UnitOfWork, table: Table, identity: tuple[str, ...], before: Values | None, after: Values | None
) -> None:
    sample = before or after or {}
    same = [table.c[name] == sample[name] for name in identity]
    now = work.connection.execute(select(table).where(table.c.until.is_(None), *same)).one_or_none()
    changed = [
        name
        for name in (column.name for column in table.columns)
        if name not in t.BOOKKEEPING | t.DERIVED and (before or {}).get(name) != (after or {}).get(name)
    ]
    if after is None:
        stands = now is None
    else:
        stands = now is not None and all(now._mapping[name] == after[name] for name in changed)
    if not stands:
        raise UserError("undo_blocked")
    if before is None:
        work.close(table, *same)
    elif now is None:
        values = {name: value for name, value in before.items() if name not in ("id", "since", "until")}
        work.insert(table, {**values, "since": work.event_id})
    elif changed:
        work.replace(table, now, **{name: before[name] for name in changed})
