"""Take an event back by another one. Nothing is erased, so it works after a restart and beside other people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
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
from tracker.store.database.typed_columns import NamedRow, NamedSelect
from tracker.store.database.versions import BOOKKEEPING, DERIVED, IDENTITY, is_same, unindexed
from tracker.store.events.event_commands import Command
from tracker.store.events.event_place import CURRENT_ROLE
from tracker.store.events.seals import ADDING, RECORDS
from tracker.store.events.touched_commitments import commitments_of
from tracker.store.events.unit_of_work import UnitOfWork
from tracker.store.server.pipeline import Question, plain


class _Undone(Event, alias="undone"):
    """What an undo took back."""


class _Undo(Event, alias="undo"):
    """An event that takes another back."""


class _Redo(Event, alias="redo"):
    """An event that takes an undo back."""


@dataclass(frozen=True, slots=True)
class Undoer:
    """Whose changes are taken back: the author by name, and by the `session` of one opening of the ledger those that
    go first."""

    author: str
    session: str = ""


def last_change(connection: Connection, undoer: Undoer) -> NamedRow | None:
    """Return the newest change of the undoer's own that is still in effect: what undo takes back."""
    return _first(connection, change_questions(connection, undoer))


def change_questions(connection: Connection, undoer: Undoer) -> Sequence[Question]:
    """What `last_change` asks."""
    return plain(*map(_change, _own(connection, undoer)))


def last_undo(connection: Connection, undoer: Undoer) -> NamedRow | None:
    """Return the newest undo of the undoer's own, as long as no change came after it: what redo takes back."""
    return _first(connection, undo_questions(connection, undoer))


def undo_questions(connection: Connection, undoer: Undoer) -> Sequence[Question]:
    """What `last_undo` asks."""
    return plain(*map(_undo, _own(connection, undoer)))


def _own(connection: Connection, undoer: Undoer) -> Iterator[ColumnElement[bool]]:
    """By what events are the undoer's own: those that go first, then the others."""
    own = Event.author == undoer.author
    if connection.dialect.name == "postgresql":
        # Two people may have one name; the server knows them apart by their roles.
        own = and_(own, Event.role == CURRENT_ROLE)
        if undoer.session:
            # The UUID of a session is older than those of its events, and by it the few newer ones are found at once.
            yield and_(own, Event.uid > undoer.session, Event.session == undoer.session)
    yield own


def _first(connection: Connection, questions: Iterable[Question]) -> NamedRow | None:
    rows = (connection.execute(statement, given).one_or_none() for statement, given in questions)
    return next(filter(None, rows), None)


def _change(own: ColumnElement[bool]) -> NamedSelect:
    return _changes(own).where(in_effect()).order_by(Event.id.desc()).limit(1)


def _undo(own: ColumnElement[bool]) -> NamedSelect:
    newest_change = _changes(own).with_only_columns(func.max(Event.id))
    return (
        select(Event)
        .join(_Undone, _Undone.id == Event.cancels)
        .where(own, _Undone.cancels.is_(None), in_effect())
        # As everywhere, a new change ends the redo: what it did might not fit what the undone change did.
        .where(Event.id > func.coalesce(newest_change.scalar_subquery(), 0))
        .order_by(Event.id.desc())
        .limit(1)
    )


def take_back(work: UnitOfWork, event: NamedRow, kind: str) -> None:
    """Record an event of this kind that reverses another, as far as later changes allow.

    What the event changed must still stand as it left it; what it did not touch may have moved on.
    Raises `undo_blocked`.
    """
    # The details go along, so that the history can say what was taken back even where that event is out of sight.
    details = {**event.details, "event": event.id, "change": _change_of(event)}
    touched = commitments_of(event.id)
    work.announce(
        *plain(touched, _linking(touched), _writing(event.id)),
        *plain(*(pieces for table in IDENTITY if (pieces := _pieces_of(table, event.id)) is not None)),
    )
    commitments = work.connection.scalars(touched).all()
    # Asked before and after: a part that was gone already does not block, one that this would take away does.
    had = _linked_parts(work.connection, touched)
    tables = _written_by(work.connection, event.id)
    evidence = {known for table in tables for known in _reversed_pieces(work.connection, table, event.id)}
    work.know("event", {event.id: event.uid})
    work.record(kind, details, cancels=event.id, command=Command("take_back", {"event": event.id, "kind": kind}))
    work.add_to_history(commitments)
    for table in tables:
        _reverse_untouched(work, table, event.id)
    effects = _effects(work, tables, event.id)
    for page in pages(effects):
        _reverse(work, page)
    evidence |= {known for one in effects if (known := (one.before or one.after or {}).get("evidence_id"))}
    hanging = _hanging_on(touched, evidence)
    work.announce(*plain(_linking(touched), *hanging), work.history_question())
    has = _linked_parts(work.connection, touched)
    if any(is_there and has.get(part) is False for part, is_there in had.items()):
        raise UserError("undo_blocked")
    _check_nothing_is_left(work, hanging)
    if _change_of(event) == ADDING:
        _check_nothing_came_later(work, event)
    if DepartmentState in work.change_set.columns:
        gone = select(DepartmentState.department_id).where(DepartmentState.until == work.event_id)
        _check_nothing_is_left(work, _hanging(Department, DepartmentState.department_id, gone))
        follow_names(work.connection)
    work.touch_all(commitments)
    if _change_of(event) == "rules_changed":
        work.refresh_doubts()
    for evidence_id in sorted(evidence):
        work.touch_evidence(evidence_id)


def _written_by(connection: Connection, event_id: int) -> list[type[Version]]:
    """The tables in which an event opened or closed something."""
    found = connection.execute(_writing(event_id)).one()
    return [table for table, is_written in zip(IDENTITY, found, strict=True) if is_written]


def _writing(event_id: int) -> NamedSelect:
    """Return the query that tells by table whether an event opened or closed rows in it."""
    # Asked at once: most events write to two or three of some twenty tables, and each takes three statements to undo,
    # which are as many round trips to a server.
    begun = {table: exists(select(table.id).where(table.since == event_id)) for table in IDENTITY}
    ended = {table: exists(select(table.id).where(table.until == event_id)) for table in IDENTITY}
    asked = (or_(begun[table], ended[table]).label(table.__table__.name) for table in IDENTITY)
    return select(*asked)


def _linked_parts(connection: Connection, touched: Select[int]) -> dict[int, bool]:
    """The parts of these commitments that evidence is linked to now, and whether the commitment still has each."""
    found = connection.execute(_linking(touched)).all()
    if not found:
        return {}
    named = select(CommitmentState.commitment_id, CommitmentState.parts).where(
        CommitmentState.commitment_id.in_({row.commitment_id for row in found}), CommitmentState.until.is_(None)
    )
    entries = entries_of(connection, connection.execute(named).all())
    there = {part["id"] for parts in entries.values() for part in parts}
    return {row.part_id: row.part_id in there for row in found}


def _linking(touched: Select[int]) -> Select[int | None, int]:
    """The links of evidence to parts of these commitments."""
    return select(EvidenceLink.part_id, EvidenceLink.commitment_id).where(
        EvidenceLink.part_id.is_not(None), EvidenceLink.until.is_(None), EvidenceLink.commitment_id.in_(touched)
    )


def _hanging_on(touched: Select[int], evidence: Collection[int]) -> list[NamedSelect]:
    """Return the queries of rows that others have linked since to these commitments and pieces, which are withdrawn."""
    pieces = (_hanging(Evidence, EvidenceState.evidence_id, some) for some in pages(sorted(evidence)))
    return [*_hanging(Commitment, CommitmentState.commitment_id, touched), *chain.from_iterable(pieces)]


def _check_nothing_is_left(work: UnitOfWork, hanging: Iterable[NamedSelect]) -> None:
    """Refuse where other rows are still linked to what was withdrawn. Raises `undo_blocked`."""
    for left in hanging:
        if work.connection.execute(left).first() is not None:
            raise UserError("undo_blocked")


def _hanging(thing: type[Identity], identity: Column[int], which: Select[int] | Sequence[int]) -> Iterator[NamedSelect]:
    for table in IDENTITY:
        # By the foreign keys themselves, so that a table which is added later is looked at without being named here.
        for column in (key.parent for key in sorted(table.__table__.foreign_keys, key=str) if key.column is thing.id):
            if column is identity:
                continue
            other = identity.table.alias()
            there = exists(select(other.c.id).where(other.c[identity.name] == column, other.c.until.is_(None)))
            yield select(table.id).where(table.until.is_(None), column.in_(which), ~there).limit(1)


def _check_nothing_came_later(work: UnitOfWork, event: NamedRow) -> None:
    """Where a source is taken back, nothing of it may be left that another event brought: it would be half a source.

    Raises `undo_blocked`.
    """
    source = select(Source.id).where(Source.key == event.details["source"]).order_by(Source.id.desc()).limit(1)
    source_id = work.connection.scalar(source)
    own = commitments_of(event.id)
    of_source = (
        select(CommitmentState.id)
        .join(Commitment, Commitment.id == CommitmentState.commitment_id)
        .where(Commitment.source_id == source_id, CommitmentState.until.is_(None))
    )
    settled = select(SettledWords.id).where(SettledWords.source_id == source_id, SettledWords.until.is_(None))
    is_own = own.where(EventCommitment.commitment_id == Commitment.id).exists()
    is_there = work.connection.execute(of_source.where(is_own).limit(1)).first()
    is_left = work.connection.execute(of_source.where(~is_own).limit(1)).first()
    if is_there is None and (is_left or work.connection.execute(settled.limit(1)).first()):
        raise UserError("undo_blocked")


def _changes(own: ColumnElement[bool]) -> NamedSelect:
    return select(Event).where(own, Event.cancels.is_(None), Event.kind.not_in(RECORDS))


def in_effect() -> ColumnElement[bool]:
    """Return the condition that nothing took an event back, or that what did was taken back itself."""
    still_undone = ~exists(select(_Redo.id).where(_Redo.cancels == _Undo.id))
    return ~exists(select(_Undo.id).where(_Undo.cancels == Event.id, still_undone))


def _change_of(event: NamedRow) -> str:
    """The kind of the change that an undo, or a redo of it, is about."""
    return event.details.get("change", event.kind)


Values = Mapping[str, Any]


def _reverse_untouched(work: UnitOfWork, table: type[Version], event_id: int) -> None:
    """Reverse at once what needs no comparison, however much it is: what the event began and nobody changed since is
    closed, and what it ended is begun again where nothing took its place.
    """
    gone, begun = _untouched(table, event_id)
    # By the database itself: an import of 100,000 rows is taken back without one of them coming to Python.
    kept = [column for column in table.__table__.c if column.name not in ("id", "since", "until")]
    again = select(*kept, literal(work.event_id)).where(gone).order_by(table.id)
    names = [*(column.name for column in kept), "since"]
    # In this order: what was just begun anew must not be taken for what the event began.
    work.close(table, begun)
    work.connection.execute(insert(table).from_select(names, again, include_defaults=False))


def _reversed_pieces(connection: Connection, table: type[Version], event_id: int) -> Iterator[int]:
    """The evidence that `_reverse_untouched` concerns."""
    pieces = _pieces_of(table, event_id)
    return filter(None, connection.scalars(pieces)) if pieces is not None else iter(())


def _pieces_of(table: type[Version], event_id: int) -> Select[int | None] | None:
    piece = table.__table__.c.get("evidence_id")
    return select(piece).where(or_(*_untouched(table, event_id))) if piece is not None else None


def _untouched(table: type[Version], event_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What an event ended and nothing took the place of, and what it began and nobody changed since."""
    other = table.__table__.alias()
    same = is_same(table.__table__, other, IDENTITY[table])
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
    return and_(*gone), and_(*begun)


@dataclass(frozen=True, slots=True)
class _Effect:
    """What an event did to one thing: how that was before and after, and the conditions by which its rows are found."""

    table: type[Version]
    before: Values | None
    after: Values | None

    @property
    def same(self) -> list[ColumnElement[bool]]:
        """The conditions by which the rows of the thing are found."""
        sample = self.before or self.after or {}
        return [self.table.__table__.c[name] == sample[name] for name in IDENTITY[self.table]]

    @property
    def now(self) -> NamedSelect:
        """The question how the thing is now."""
        return select(self.table).where(self.table.until.is_(None), *self.same)


def _effects(work: UnitOfWork, tables: Sequence[type[Version]], event_id: int) -> list[_Effect]:
    """What the event did to each thing in these tables that this unit has not reversed yet."""
    left = {table: _not_reversed(table, event_id, work.event_id) for table in tables}
    work.announce(*plain(*left.values()))
    effects: list[_Effect] = []
    for table, statement in left.items():
        pairs: dict[tuple[Any, ...], list[Values | None]] = defaultdict(lambda: [None, None])
        for row in work.connection.execute(statement).mappings():
            values = {str(name): value for name, value in row.items()}
            pairs[tuple(values[name] for name in IDENTITY[table])][values["since"] == event_id] = values
        effects += [_Effect(table, before, after) for before, after in pairs.values()]
    return effects


def _not_reversed(table: type[Version], event_id: int, undoing: int) -> NamedSelect:
    """The rows that an event began or ended, and that the event `undoing` has not reversed yet."""
    other = table.__table__.alias()
    same = is_same(table.__table__, other, IDENTITY[table])
    # NULL = 7 is neither true nor false in SQL, and neither is its NOT: without coalesce rows that are true now would
    # be left out.
    closed = and_(table.since == event_id, func.coalesce(table.until, 0) == undoing)
    reopened = exists(select(other.c.id).where(same, unindexed(other.c.since) == undoing))
    done = or_(table.since == event_id, table.until == event_id)
    return select(table).where(done, ~closed, ~reopened).order_by(table.id)


def _reverse(work: UnitOfWork, effects: Sequence[_Effect]) -> None:
    """Bring things back to how they were before the event. Raises `undo_blocked`."""
    work.announce(*plain(*(effect.now for effect in effects)))
    found = [(effect, work.connection.execute(effect.now).one_or_none()) for effect in effects]
    for effect, now in found:
        _reverse_one(work, effect, now)


def _reverse_one(work: UnitOfWork, effect: _Effect, now: NamedRow | None) -> None:
    before, after = effect.before, effect.after
    # Only what the event changed must still be as it left it: somebody may have changed other fields since.
    changed = [
        column.name
        for column in effect.table.__table__.columns
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
        work.close(effect.table, *effect.same)
    elif now is None:
        values = {name: value for name, value in before.items() if name not in ("id", "since", "until")}
        work.insert(effect.table, {**values, "since": work.event_id})
    elif changed:
        work.replace(effect.table, now, **{name: before[name] for name in changed})
