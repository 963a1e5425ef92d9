"""Which commitments events did something to, told by the rows that they opened and closed.

What is kept beside the rows (the search index, the counts of facets) is brought up to date by this, and by nothing that
a service has to remember to say.
"""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, or_, select

from tracker.store.database import table_handles as t
from tracker.store.events.seals import ENTERING


def touched(connection: Connection, after: int, until: int) -> frozenset[int] | None:
    """The commitments that the events after one and up to another changed, in themselves or in their evidence.

    None stands for all of them: a source was entered, which names topics, departments and speakers anew.
    """
    if _is_entered(connection, after, until):
        return None
    return frozenset(i for statement in _statements(after, until) for i in connection.scalars(statement))


def touched_pieces(connection: Connection, after: int, until: int) -> frozenset[int] | None:
    """The pieces of evidence that the events after one and up to another changed, in themselves, their links or files.

    None stands for all of them: a source was entered, maybe with its evidence.
    """
    if _is_entered(connection, after, until):
        return None
    tables = (t.evidence_state, t.evidence_link, t.evidence_attachment)
    found = (select(table.c.evidence_id).where(_within(table, after, until)) for table in tables)
    return frozenset(i for statement in found for i in connection.scalars(statement))


def _is_entered(connection: Connection, after: int, until: int) -> bool:
    span = t.event.c.id > after, t.event.c.id <= until
    return connection.scalar(select(t.event.c.id).where(*span, t.event.c.kind.in_(ENTERING)).limit(1)) is not None


def _statements(after: int, until: int) -> Iterator[Select]:
    tie = t.event_commitment
    piece = t.evidence_state
    link = t.evidence_link
    yield select(tie.c.commitment_id).where(tie.c.event_id > after, tie.c.event_id <= until)
    for table in t.IDENTITY:
        if "commitment_id" in table.c:
            yield select(table.c.commitment_id).where(_within(table, after, until))
    pieces = select(piece.c.evidence_id).where(_within(piece, after, until))
    yield select(link.c.commitment_id).where(link.c.evidence_id.in_(pieces), link.c.until.is_(None))


def _within(table: FromClause, after: int, until: int) -> ColumnElement[bool]:
    """Whether a version begins or ends with one of these events."""
    return or_(*(and_(column > after, column <= until) for column in (table.c.since, table.c.until)))
