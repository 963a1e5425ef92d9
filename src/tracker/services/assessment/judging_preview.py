"""What the rules would say of one judgement of several commitments, before it is written (coding rules §2)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tracker.domain.assessment.proof import case_of, questions, refusal
from tracker.domain.errors import UserError
from tracker.domain.terms import Assessment, Doubt
from tracker.services.ledgers.workspace import Look, Workspace
from tracker.store.commitments.commitment_detail import read_details
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import Commitment


@dataclass(frozen=True, slots=True)
class JudgementAhead:
    """By code why the rules refuse a commitment, and by question the codes of those that it is asked about.

    `count` is that of all commitments that were looked at.
    """

    count: int
    refused: Mapping[str, UserError]
    questioned: Mapping[Doubt, tuple[str, ...]]


def look_ahead(workspace: Workspace, codes: Sequence[str], assessment: Assessment) -> JudgementAhead:
    """Ask the rules about every one of these commitments, each on all that can carry the assessment.

    One that is not in the ledger is passed over; to write the judgement will refuse it.
    """
    refused: dict[str, UserError] = {}
    questioned: dict[Doubt, list[str]] = defaultdict(list)
    today = workspace.today()
    count = 0
    with workspace.look() as look:
        for detail in read_details(look.connection, _ids(look, codes), look.scope):
            case = case_of(detail, look.scope.rules.search_expiry_days)
            count += 1
            error = refusal(case, assessment, None, today)
            if error is not None:
                refused[case.code] = error
                continue
            for doubt in questions(case, assessment, None, today):
                questioned[doubt].append(case.code)
    return JudgementAhead(count, refused, {doubt: tuple(found) for doubt, found in questioned.items()})


def _ids(look: Look, codes: Sequence[str]) -> list[int]:
    """The ids of these commitments, in the order of their codes."""
    found: dict[str, int] = {}
    for page in pages(list(codes)):
        wanted = select(Commitment.code, Commitment.id).where(Commitment.code.in_(page))
        found |= {row.code: row.id for row in look.connection.execute(wanted)}
    return [found[code] for code in codes if code in found]
