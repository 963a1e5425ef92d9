"""Take an event back by another one. Nothing is erased, so it works after a restart and beside other people."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from tracker.domain.errors import UserError
from tracker.store.commitments.departments import follow_names
from tracker.store.commitments.parts import entries_of
from tracker.store.database.evidence_tables import Evidence, EvidenceLink, EvidenceState
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import (
    Commitment,
    CommitmentState,
    Department,
    DepartmentState,
    Event,
    EventCommitment,
    Identity,
    SettledWords,
    Source,
    Version,
)
from tracker.store.database.typed_columns import NamedRow
from tracker.store.database.versions import BOOKKEEPING, DERIVED, IDENTITY, is_same, unindexed
from tracker.store.events.event_commands import Command
from tracker.store.events.seals import ADDING, RECORDS
from tracker.store.events.unit_of_work import UnitOfWork


class _Undone(Event, alias="undone"):
    """What an undo took back."""


class _Undo(Event, alias="undo"):
    """An event that takes another back."""


class _Redo(Event, alias="redo"):
    """An event that takes an undo back."""


def last_change(connection: Connection, author: str) -> NamedRow | None:
    """Return the author's newest change that is still in effect: what undo takes back."""
    change = _changes(author).where(in_effect()).order_by(Event.id.desc()).limit(1)
    return connection.execute(change).one_or_none()


def last_undo(connection: Connection, author: str) -> NamedRow | None:
    """Return the author's newest undo, as long as no change came after it: what redo takes back."""
    newest_change = _changes(author).with_only_columns(func.max(Event.id))
    undo = (
        select(Event)
        .join(_Undone, _Undone.id == Event.cancels)
        .where(Event.author == author, _Undone.cancels.is_(None), in_effect())
        # As everywhere, a new change ends the redo: what it did might not fit what the undone change did.
        .where(Event.id > func.coalesce(newest_change.scalar_subquery(), 0))
        .order_by(Event.id.desc())
        .limit(1)
    )
    return connection.execute(undo).one_or_none()


def take_back(work: UnitOfWork, event: NamedRow, kind: str) -> None:
    """Record an event of this kind that reverses another, as far as later changes allow.

    What the event changed must still stand as it left it; what it did not touch may have moved on.
    Raises `undo_blocked`.
    """
    # The details go along, so that the history can say what was taken back even where that event is out of sight.
    details = {**event.details, "event": event.id, "change": _change_of(event)}
    work.record(kind, details, cancels=event.id, command=Command("take_back", {"event": event.id, "kind": kind}))
    evidence: set[int] = set()
    touched = select(EventCommitment.commitment_id).where(EventCommitment.event_id == event.id)
    # Asked before and after: a part that was gone already does not block, one that this would take away does.
    had = _linked_parts(work.connection, touched)
    for table in _written_by(work.connection, event.id):
        identity = IDENTITY[table]
        evidence |= _reverse_untouched(work, table, identity, event.id)
        for before, after in _effects(work.connection, table, identity, event.id, work.event_id):
            _reverse(work, table, identity, before, after)
            values = (before or after or {}).get("evidence_id")
            evidence |= {values} if values else set()
    has = _linked_parts(work.connection, touched)
    if any(is_there and has.get(part) is False for part, is_there in had.items()):
        raise UserError("undo_blocked")
    _check_whole(work, touched, evidence)
    if _change_of(event) == ADDING:
        _check_nothing_came_later(work, event)
    if DepartmentState in work.deed.columns:
        gone = select(DepartmentState.department_id).where(DepartmentState.until == work.event_id)
        _check_nothing_hangs(work, Department, DepartmentState.department_id, gone)
        follow_names(work.connection)
    work.touch_all(work.connection.scalars(touched).all())
    if _change_of(event) == "rules_changed":
        work.refresh_doubts()
    for evidence_id in sorted(evidence):
        work.touch_evidence(evidence_id)


def _written_by(connection: Connection, event_id: int) -> list[type[Version]]:
    """The tables in which an event opened or closed something."""
    # Asked at once: most events write to two or three of some twenty tables, and each takes three statements to undo,
    # which are as many round trips to a server.
    begun = {table: exists(select(table.id).where(table.since == event_id)) for table in IDENTITY}
    ended = {table: exists(select(table.id).where(table.until == event_id)) for table in IDENTITY}
    asked = (or_(begun[table], ended[table]).label(table.__table__.name) for table in IDENTITY)
    found = connection.execute(select(*asked)).one()
    return [table for table, is_written in zip(IDENTITY, found, strict=True) if is_written]


def _linked_parts(connection: Connection, touched: Select[int]) -> dict[int, bool]:
    """The parts of these commitments that evidence is linked to now, and whether the commitment still has each."""
    linked = select(EvidenceLink.part_id, EvidenceLink.commitment_id).where(
        EvidenceLink.part_id.is_not(None), EvidenceLink.until.is_(None), EvidenceLink.commitment_id.in_(touched)
    )
    found = connection.execute(linked).all()
    if not found:
        return {}
    named = select(CommitmentState.commitment_id, CommitmentState.parts).where(
        CommitmentState.commitment_id.in_({row.commitment_id for row in found}), CommitmentState.until.is_(None)
    )
    entries = entries_of(connection, connection.execute(named).all())
    there = {part["id"] for parts in entries.values() for part in parts}
    return {row.part_id: row.part_id in there for row in found}


def _check_whole(work: UnitOfWork, touched: Select[int], evidence: Collection[int]) -> None:
    """What is taken out of sight leaves nothing behind that somebody tied to it since. Raises `undo_blocked`."""
    _check_nothing_hangs(work, Commitment, CommitmentState.commitment_id, touched)
    for some in pages(sorted(evidence)):
        _check_nothing_hangs(work, Evidence, EvidenceState.evidence_id, some)


def _check_nothing_hangs(
    work: UnitOfWork, thing: type[Identity], identity: Column[int], which: Select[int] | Sequence[int]
) -> None:
    for table in IDENTITY:
        # By the foreign keys themselves, so that a table which is added later is looked at without being named here.
        for column in (key.parent for key in sorted(table.__table__.foreign_keys, key=str) if key.column is thing.id):
            if column is identity:
                continue
            other = identity.table.alias()
            there = exists(select(other.c.id).where(other.c[identity.name] == column, other.c.until.is_(None)))
            left = select(table.id).where(table.until.is_(None), column.in_(which), ~there)
            if work.connection.execute(left.limit(1)).first() is not None:
                raise UserError("undo_blocked")


def _check_nothing_came_later(work: UnitOfWork, event: NamedRow) -> None:
    """Where a source is taken back, nothing of it may be left that another event brought: it would be half a source.

    Raises `undo_blocked`.
    """
    source = select(Source.id).where(Source.key == event.details["source"]).order_by(Source.id.desc()).limit(1)
    source_id = work.connection.scalar(source)
    own = select(EventCommitment.commitment_id).where(EventCommitment.event_id == event.id)
    of_source = (
        select(CommitmentState.id)
        .join(Commitment, Commitment.id == CommitmentState.commitment_id)
        .where(Commitment.source_id == source_id, CommitmentState.until.is_(None))
    )
    settled = select(SettledWords.id).where(SettledWords.source_id == source_id, SettledWords.until.is_(None))
    is_there = work.connection.execute(of_source.where(Commitment.id.in_(own)).limit(1)).first()
    is_left = work.connection.execute(of_source.where(Commitment.id.not_in(own)).limit(1)).first()
    if is_there is None and (is_left or work.connection.execute(settled.limit(1)).first()):
        raise UserError("undo_blocked")


def _changes(author: str) -> Select[Event]:
    return select(Event).where(Event.author == author, Event.cancels.is_(None), Event.kind.not_in(RECORDS))


def in_effect() -> ColumnElement[bool]:
    """Return the condition that nothing took an event back, or that what did was taken back itself."""
    still_undone = ~exists(select(_Redo.id).where(_Redo.cancels == _Undo.id))
    return ~exists(select(_Undo.id).where(_Undo.cancels == Event.id, still_undone))


def _change_of(event: NamedRow) -> str:
    """The kind of the change that an undo, or a redo of it, is about."""
    return event.details.get("change", event.kind)


Values = Mapping[str, Any]


def _reverse_untouched(work: UnitOfWork, table: type[Version], identity: tuple[str, ...], event_id: int) -> set[int]:
    """Reverse at once what needs no comparison, however much it is: what the event began and nobody changed since is
    closed, and what it ended is begun again where nothing took its place. Returns the evidence concerned.
    """
    other = table.__table__.alias()
    same = is_same(table.__table__, other, identity)
    ended = [
        table.until == event_id,
        ~exists(select(other.c.id).where(same, unindexed(other.c.since) == event_id)),
    ]
    gone = [
        *ended,
        ~exists(select(other.c.id).where(same, unindexed(other.c.until).is_(None))),
    ]
    begun = [
        table.since == event_id,
        table.until.is_(None),
        ~exists(select(other.c.id).where(same, unindexed(other.c.until) == event_id)),
    ]
    evidence: set[int] = set()
    piece = table.__table__.c.get("evidence_id")
    if piece is not None:
        concerned = or_(and_(*gone), and_(*begun))
        evidence.update(filter(None, work.connection.scalars(select(piece).where(concerned))))
    # By the database itself: an import of 100,000 rows is taken back without one of them coming to Python.
    kept = [column for column in table.__table__.c if column.name not in ("id", "since", "until")]
    again = select(*kept, literal(work.event_id)).where(*gone).order_by(table.id)
    names = [*(column.name for column in kept), "since"]
    # In this order: what was just begun anew must not be taken for what the event began.
    work.deed.wrote(table)
    work.connection.execute(update(table).where(*begun).values(until=work.event_id))
    work.connection.execute(insert(table).from_select(names, again, include_defaults=False))
    return evidence


def _effects(
    connection: Connection, table: type[Version], identity: tuple[str, ...], event_id: int, undoing: int
) -> list[tuple[Values | None, Values | None]]:
    """What the event did to each thing in the table that the event `undoing` has not reversed yet: how it was before,
    and how it was after."""
    other = table.__table__.alias()
    same = is_same(table.__table__, other, identity)
    # NULL = 7 is neither true nor false in SQL, and neither is its NOT: without coalesce rows that are true now would
    # be left out.
    closed = and_(table.since == event_id, func.coalesce(table.until, 0) == undoing)
    reopened = exists(select(other.c.id).where(same, unindexed(other.c.since) == undoing))
    rows = connection.execute(
        select(table)
        .where(or_(table.since == event_id, table.until == event_id), ~closed, ~reopened)
        .order_by(table.id)
    )
    pairs: dict[tuple[Any, ...], list[Values | None]] = defaultdict(lambda: [None, None])
    for row in rows.mappings():
        values = {str(name): value for name, value in row.items()}
        pairs[tuple(values[name] for name in identity)][values["since"] == event_id] = values
    return [(before, after) for before, after in pairs.values()]


def _reverse(
    work: UnitOfWork, table: type[Version], identity: tuple[str, ...], before: Values | None, after: Values | None
) -> None:
    sample = before or after or {}
    same = [table.__table__.c[name] == sample[name] for name in identity]
    now = work.connection.execute(select(table).where(table.until.is_(None), *same)).one_or_none()
    # Only what the event changed must still be as it left it: somebody may have changed other fields since.
    changed = [
        column.name
        for column in table.__table__.columns
        if column.name not in BOOKKEEPING | DERIVED
        and (before or {}).get(column.name) != (after or {}).get(column.name)
    ]
    if after is None:
        stands = now is None
    else:
        stands = now is not None and all(getattr(now, name) == after[name] for name in changed)
    if not stands:
        raise UserError("undo_blocked")
    if before is None:
        work.close(table, *same)
    elif now is None:
        values = {name: value for name, value in before.items() if name not in ("id", "since", "until")}
        work.insert(table, {**values, "since": work.event_id})
    elif changed:
        work.replace(table, now, **{name: before[name] for name in changed})
