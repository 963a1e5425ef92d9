"""Which commitments events did something to, told by the rows that they opened and closed.

What is kept beside the rows (the search index, the counts of facets) is brought up to date by this, and by nothing that
a service has to remember to say.
"""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select, union

from tracker.store.database.evidence_tables import EvidenceAttachment, EvidenceLink, EvidenceState
from tracker.store.database.tables import CommitmentDepartment, DepartmentState, Event, EventCommitment, Version
from tracker.store.database.versions import IDENTITY
from tracker.store.events.seals import ENTERING


def commitments_of(event_id: int) -> Select[int]:
    """The query of the ids of the commitments whose history an event belongs to."""
    return select(EventCommitment.commitment_id).where(EventCommitment.event_id == event_id)


def touched(connection: Connection, after: int, until: int) -> frozenset[int] | None:
    """Return the commitments that the events after one and up to another changed, in themselves or in their evidence.

    None means all of them: a source was entered, which names topics, departments and speakers again.
    """
    named = select(DepartmentState.department_id).where(_within(DepartmentState, after, until))
    query = select(_entering(after, until).exists(), named.exists())
    is_entered, is_named = connection.execute(query).one()
    # A source brings thousands at once; to work everything out again is then cheaper than to ask which.
    if is_entered:
        return None
    statements = list(_statements(after, until))
    # What its departments are called stands with each commitment. Not asked for in vain: all the departments of a
    # hundred thousand would be gone through, 7 ms at each change.
    if is_named:
        held = CommitmentDepartment
        statements.append(select(held.commitment_id).where(held.department_id.in_(named), held.until.is_(None)))
    # In one question, since a server makes each wait for its answer.
    return frozenset(connection.scalars(union(*statements)))


def touched_pieces(connection: Connection, after: int, until: int) -> frozenset[int] | None:
    """The pieces of evidence that the events after one and up to another changed, in themselves, their links or files.

    None means all of them: a source was entered, maybe with its evidence.
    """
    if connection.scalar(select(_entering(after, until).exists())):
        return None
    tables = (EvidenceState, EvidenceLink, EvidenceAttachment)
    found = (select(table.evidence_id).where(_within(table, after, until)) for table in tables)
    return frozenset(connection.scalars(union(*found)))


def _entering(after: int, until: int) -> Select[int]:
    return select(Event.id).where(Event.id > after, Event.id <= until, Event.kind.in_(ENTERING))


def _statements(after: int, until: int) -> Iterator[Select[int]]:
    tie = EventCommitment
    yield select(tie.commitment_id).where(tie.event_id > after, tie.event_id <= until)
    for table in IDENTITY:
        of = table.__table__.c.get("commitment_id")
        if of is not None:
            yield select(of).where(_within(table, after, until))
    # What a piece says stands with each commitment that it bears on now; links that ended meanwhile were found above.
    pieces = select(EvidenceState.evidence_id).where(_within(EvidenceState, after, until))
    yield select(EvidenceLink.commitment_id).where(EvidenceLink.evidence_id.in_(pieces), EvidenceLink.until.is_(None))


def _within(table: type[Version], after: int, until: int) -> ColumnElement[bool]:
    """Whether a version begins or ends with one of these events."""
    return or_(*(and_(column > after, column <= until) for column in (table.since, table.until)))
