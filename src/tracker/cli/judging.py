"""What `tracker status` and `tracker review` do."""

from argparse import Namespace

from tracker.cli.inputs import as_of, number, opened, read_term
from tracker.cli.printing import json_shapes, plain_tables
from tracker.domain.errors import UserError
from tracker.domain.terms import Assessment, Doubt
from tracker.services.assessment.judging import record_review, set_assessment, set_assessments
from tracker.services.commands import AssessmentChange, BulkAssessment, NewReview, command
from tracker.services.commitments.reading import read_detail
from tracker.wording import Words

_QUESTIONS = frozenset(Doubt) - {Doubt.GROUNDS_CHANGED}
"""What a verdict may be held to despite: that its grounds have changed is no question that anybody is asked."""


def run_set(options: Namespace, words: Words) -> None:
    """Judge one commitment, or several at once; print each with its assessment."""
    assessment = read_term(Assessment, "assessment", options.assessment, words)
    held = _held(options, words)
    codes = tuple(dict.fromkeys((options.code, *options.also)))
    if options.also:
        if options.evidence is not None:
            raise UserError("evidence_of_many", field="evidence")
        many = command(BulkAssessment, commitments=codes, assessment=assessment, reason=options.reason, held=held)
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
