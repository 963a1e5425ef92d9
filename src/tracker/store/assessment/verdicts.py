"""What the ledger says of each commitment, as two ledgers are compared by it."""

from sqlalchemy import Connection, select

from tracker.domain.assessment.verdict_agreement import VerdictNow
from tracker.domain.rows import Name
from tracker.store.database.tables import Commitment, CommitmentState, Event, Source
from tracker.store.database.versions import Horizon, live


def list_verdicts(connection: Connection, horizon: Horizon) -> tuple[VerdictNow, ...]:
    """Return the verdict on each commitment at the horizon, in the order of their codes."""
    stated = (
        select(
            Commitment.code,
            Source.clean_sha256,
            CommitmentState.title,
            CommitmentState.title_en,
            CommitmentState.assessment,
            CommitmentState.reason,
            CommitmentState.reason_en,
            Event.uid.label("judgement"),
        )
        .join(CommitmentState, CommitmentState.commitment_id == Commitment.id)
        .join(Source, Source.id == Commitment.source_id)
        .outerjoin(Event, Event.id == CommitmentState.judged_by_event)
        .where(live(CommitmentState, horizon))
        .order_by(Commitment.code)
    )
    return tuple(
        VerdictNow(
            row.code,
            row.clean_sha256,
            Name("title", row.title, row.title_en),
            row.assessment,
            row.reason,
            row.reason_en,
            row.judgement or "",
        )
        for row in connection.execute(stated)
    )
