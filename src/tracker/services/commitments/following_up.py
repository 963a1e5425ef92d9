"""What is to be asked of a commitment beside its evidence, computed as it is read (coding rules §5)."""

from dataclasses import replace

from tracker.domain.evidence.follow_up_questions import questions_of
from tracker.domain.rows import CommitmentDetail
from tracker.services.ledgers.workspace import Snapshot
from tracker.store.commitments.departments import bodies_in
from tracker.store.evidence.counted_elsewhere import counted_elsewhere
from tracker.store.watching.rechecks import read_rechecks


def with_questions(snapshot: Snapshot, detail: CommitmentDetail) -> CommitmentDetail:
    """The commitment with the questions about the pieces that were read whole, see `follow_up_questions`, and with what
    became of their captured pages."""
    if not detail.evidence:
        return detail
    # Most pieces keep no page of the web, and most commitments need no question about one.
    captured = [piece.id for piece in detail.evidence if any(file.url for file in piece.attachments)]
    rechecks = read_rechecks(snapshot.connection, snapshot.scope.horizon, captured) if captured else {}
    elsewhere = counted_elsewhere(snapshot.connection, snapshot.scope.horizon, detail.row.code, detail.evidence)
    questions = questions_of(detail, elsewhere, bodies_in(snapshot.connection))
    return replace(detail, questions=questions, rechecks=tuple(rechecks.values()))
