"""What a source promises: its commitments with the places of their words, as its reader needs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, and_, select

from tracker.domain.assessment.kept_doubts import has_changed_grounds, row_doubts
from tracker.domain.rows import Due, Name
from tracker.domain.terms import Assessment, Doubt, PassageRole
from tracker.store.database.tables import Commitment, CommitmentState, Passage, Speaker, Topic
from tracker.store.database.typed_columns import NamedRow
from tracker.store.search.conditions import Scope, in_ledger


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment of a source. `places` are the starts and ends of its passages, in the order of the text; `doubts`
    are shown beside its verdict, that its grounds have changed first."""

    code: str
    title: Name
    assessment: Assessment
    topic: Name
    speaker: Name
    places: tuple[tuple[int, int], ...]
    doubts: tuple[Doubt, ...] = ()


def list_promises(connection: Connection, source_id: int, scope: Scope) -> tuple[Promise, ...]:
    """What a source promises, in the order of the codes; by one question, however many there are."""
    columns = (
        Commitment.code,
        CommitmentState.title,
        CommitmentState.title_en,
        CommitmentState.assessment,
        CommitmentState.doubts,
        CommitmentState.due_on,
        CommitmentState.due_basis,
        *(Topic.__table__.c[name].label(f"topic_{name}") for name in ("key", "name", "name_en")),
        *(Speaker.__table__.c[name].label(f"speaker_{name}") for name in ("key", "name", "name_en")),
        Passage.start,
        Passage.end,
    )
    said = and_(Passage.commitment_id == Commitment.id, Passage.role == PassageRole.PROMISE)
    found = connection.execute(
        in_ledger(select(*columns), scope)
        .outerjoin(Speaker, Speaker.id == Commitment.speaker_id)
        .outerjoin(Passage, said)
        .where(Commitment.source_id == source_id)
        .order_by(Commitment.code, Passage.start)
    )
    return tuple(_promise(list(rows), scope) for _, rows in groupby(found, key=lambda row: row.code))


def _promise(rows: Sequence[NamedRow], scope: Scope) -> Promise:
    """The commitment that all these rows are of, one for each of its passages."""
    row = rows[0]
    return Promise(
        code=row.code,
        title=Name(row.code, row.title, row.title_en),
        assessment=row.assessment,
        topic=Name(row.topic_key, row.topic_name, row.topic_name_en),
        speaker=Name(row.speaker_key, row.speaker_name, row.speaker_name_en),
        places=tuple((one.start, one.end) for one in rows if one.start is not None),
        doubts=_doubts(row, scope),
    )


def _doubts(row: NamedRow, scope: Scope) -> tuple[Doubt, ...]:
    changed = (Doubt.GROUNDS_CHANGED,) if has_changed_grounds(row.doubts) else ()
    due = Due(row.due_on, row.due_basis)
    return (*changed, *row_doubts(row.doubts, row.assessment, due, scope.horizon.day))
