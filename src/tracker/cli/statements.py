"""What `tracker claim` and `tracker relate` do."""

from argparse import Namespace
from collections.abc import Callable

from tracker.cli.inputs import number, opened, read_optional, read_term
from tracker.domain.rows import ClaimRow, CommitmentDetail, RelationRow
from tracker.domain.terms import Assessment, RelationKind
from tracker.services.assessment.statements import add_claim, add_restatement, withdraw_claim, withdraw_restatement
from tracker.services.commands import NewClaim, NewRestatement, StatementWithdrawal, command
from tracker.services.commitments.reading import read_detail
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import Words

_NO_OTHER = "-"
"""In place of the later commitment where only words and their speaker are given."""


def run_claim(options: Namespace, words: Words) -> None:
    """Record what the ministry says of a commitment; print its uid."""
    claim = command(
        NewClaim,
        commitment=options.code,
        said=options.said,
        said_by=options.by,
        said_on=options.on,
        claimed=read_optional(Assessment, "claimed", options.claimed, words),
        url=options.url,
        evidence_id=None if options.evidence is None else number("evidence", options.evidence),
    )
    with opened(options) as workspace:
        print(_added(workspace, options.code, lambda: add_claim(workspace, claim), lambda detail: detail.claims))


def run_claim_withdraw(options: Namespace, _words: Words) -> None:
    """Take a claim back."""
    withdrawal = command(StatementWithdrawal, uid=options.uid.strip(), reason=options.reason)
    with opened(options) as workspace:
        withdraw_claim(workspace, withdrawal)


def run_relate(options: Namespace, words: Words) -> None:
    """Tie a commitment to later words about the same promise; print the uid of the relation."""
    other = options.other.strip()
    relation = command(
        NewRestatement,
        commitment=options.code,
        kind=read_term(RelationKind, "relation_kind", options.kind, words),
        other=None if other == _NO_OTHER else other,
        said_on=options.on,
        wording=options.words,
        said_by=options.by,
        reason=options.reason,
        url=options.url,
    )
    with opened(options) as workspace:
        new = _added(
            workspace, options.code, lambda: add_restatement(workspace, relation), lambda detail: detail.relations
        )
    print(new)


def run_relate_withdraw(options: Namespace, _words: Words) -> None:
    """Take a relation back."""
    withdrawal = command(StatementWithdrawal, uid=options.uid.strip(), reason=options.reason)
    with opened(options) as workspace:
        withdraw_restatement(workspace, withdrawal)


def _added(
    workspace: Workspace,
    code: str,
    add: Callable[[], object],
    statements: Callable[[CommitmentDetail], tuple[ClaimRow | RelationRow, ...]],
) -> str:
    """Add a statement and return its uid: that of the one which was not there before."""
    before = {one.uid for one in statements(read_detail(workspace, code))}
    add()
    return next(one.uid for one in statements(read_detail(workspace, code)) if one.uid not in before)
