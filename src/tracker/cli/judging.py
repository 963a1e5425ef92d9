"""What `tracker status`, `review`, `claim` and `relate` do."""

from argparse import Namespace
from collections.abc import Callable

from tracker.cli.inputs import as_of, number, opened, read_optional, read_term
from tracker.cli.printing import json_shapes, plain_tables
from tracker.domain.errors import UserError
from tracker.domain.rows import ClaimRow, CommitmentDetail, RelationRow
from tracker.domain.terms import Assessment, Doubt, RelationKind
from tracker.services.assessment.judging import record_review, set_assessment, set_assessments
from tracker.services.assessment.statements import add_claim, add_restatement, withdraw_claim, withdraw_restatement
from tracker.services.commands import (
    AssessmentChange,
    BulkAssessment,
    NewClaim,
    NewRestatement,
    NewReview,
    StatementWithdrawal,
    command,
)
from tracker.services.commitments.reading import read_detail
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import Words

_QUESTIONS = frozenset(Doubt) - {Doubt.GROUNDS_CHANGED}
"""What a verdict may be held to despite: that its grounds have changed is no question that anybody is asked."""
_NO_OTHER = "-"
"""In place of the later commitment where only words and their speaker are given."""


def run_set(options: Namespace, words: Words) -> None:
    """Judge one commitment, or several at once; print each with its assessment."""
    assessment = read_term(Assessment, "assessment", options.assessment, words)
    held = _held(options, words)
    codes = tuple(dict.fromkeys((options.code, *options.also)))
    if options.also:
        if options.evidence is not None:
            raise UserError("evidence_of_many", field="evidence")
        many = command(
            BulkAssessment,
            commitments=codes,
            assessment=assessment,
            reason=options.reason,
            held=held,
            reason_en=options.reason_en,
        )
        with opened(options) as workspace:
            set_assessments(workspace, many)
    else:
        cited = None if options.evidence is None else tuple(number("evidence", text) for text in options.evidence)
        change = command(
            AssessmentChange,
            commitment=options.code,
            assessment=assessment,
            reason=options.reason,
            evidence=cited,
            held=held,
            reason_en=options.reason_en,
        )
        with opened(options) as workspace:
            set_assessment(workspace, change)
    for code in codes:
        print(code, words.term(assessment))


def run_log(options: Namespace, words: Words) -> None:
    """List every assessment so far."""
    with opened(options) as workspace:
        history = read_detail(workspace, options.code, as_of(options)).history
    changes = [event for event in reversed(history) if json_shapes.is_judgement(event)]
    shapes = [json_shapes.judgement(event) for event in changes]
    json_shapes.show(options, shapes, lambda: plain_tables.print_judgements(changes, words))


def run_review(options: Namespace, words: Words) -> None:
    """Record that a commitment was looked at again; print when the next review is."""
    review = command(NewReview, commitment=options.code, reason=options.reason, next_on=options.on)
    with opened(options) as workspace:
        record_review(workspace, review)
        row = read_detail(workspace, options.code).row
    print(row.code, words.phrase("review_on", day=row.review_on))


def _held(options: Namespace, words: Words) -> dict[Doubt, str]:
    """By question the reason to hold to the verdict: one for each in their order, or a single one for all.

    Raises `held_reason_missing` where there are fewer reasons, and `held_question_missing` where there are more.
    """
    doubts = [read_term(Doubt, "question", text, words, _QUESTIONS) for text in options.despite]
    reasons = options.despite_reason
    if len(reasons) > max(1, len(doubts)) or (reasons and not doubts):
        raise UserError("held_question_missing", field="held", value=reasons[len(doubts)])
    if len(reasons) == 1:
        reasons = reasons * len(doubts)
    if len(reasons) < len(doubts):
        raise UserError("held_reason_missing", field="held", question=doubts[len(reasons)])
    return dict(zip(doubts, reasons, strict=True))


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
