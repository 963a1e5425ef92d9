"""What judging one commitment after another needs to know of each, in one look (coding rules §2)."""

from dataclasses import dataclass

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.rows import CommitmentDetail
from tracker.domain.terms import Assessment
from tracker.services.commitments.reading import read_detail
from tracker.services.ledgers.ledger_rules import read_rules
from tracker.services.ledgers.workspace import Workspace
from tracker.store.assessment.judgement_reasons import recent_reasons

MOST_REASONS = 3
"""Earlier reasons that are offered for a verdict."""


@dataclass(frozen=True, slots=True)
class JudgingCase:
    """A commitment to be judged, by which rules."""

    detail: CommitmentDetail
    rules: Rules


def read_case(workspace: Workspace, code: str) -> JudgingCase:
    """Return everything about one commitment and the rules it is judged by. Raises `commitment_unknown`."""
    return JudgingCase(read_detail(workspace, code, shown=()), read_rules(workspace))


def read_reasons(workspace: Workspace) -> dict[Assessment, tuple[str, ...]]:
    """Return the last different reasons for each assessment, newest first, at most `MOST_REASONS`."""
    with workspace.snapshot() as snapshot:
        return recent_reasons(snapshot.connection, MOST_REASONS)
