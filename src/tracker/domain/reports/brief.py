"""What a briefing report (专报) says, as facts: what happened, what is wrong, and what to do next."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TypeVar, cast

from tracker.domain.commitments.quantity import Working
from tracker.domain.reports.happenings import (
    Happening,
    Statement,
    happenings_of,
    in_period,
    recorded_late,
    statements_of,
    was_late,
)
from tracker.domain.reports.problem_rules import CommitmentOnDay, NextStep, Problem, problems_of, steps_of
from tracker.domain.reports.report_period import Period
from tracker.domain.reports.report_request import ParagraphEdit
from tracker.domain.rows import CommitmentDetail, LedgerRow
from tracker.domain.terms import Assessment, Bearing, Light

_SHOWN_OF_HASH = 16
_ALMOST = Decimal(99)
_HUNDRED = Decimal(100)
_Answer = TypeVar("_Answer", bound=StrEnum)
_TOLD = tuple(step for step in NextStep if step not in (NextStep.REVIEW, NextStep.FOLLOW))
"""The steps that a leader decides about; to review and to follow up is the analyst's routine."""


@dataclass(frozen=True, slots=True)
class ChangedAssessment:
    """A commitment whose assessment is another one than at the end of the period before."""

    code: str
    before: Assessment
    after: Assessment


@dataclass(frozen=True, slots=True)
class AssessmentCounts:
    """How the commitments stood on a day: how many were judged how, and how many were past their day unjudged."""

    assessments: Mapping[Assessment, int]
    past_due: int


@dataclass(frozen=True, slots=True)
class BriefFacts:
    """What happened in the period by its own day (`happenings`), what of before was entered only now (`late`), and how
    many things happened in the period before (`earlier`); what was said in it (`statements`), and what was said before
    and entered only now (`late_statements`).

    `now` is how the commitments stand on the day of the report, `then` how they stood at the end of the period before;
    None where the ledger knew none of them. `problems` and `steps` name commitments by code, in the order of the
    report.
    """

    period: Period
    as_of: date
    happenings: tuple[Happening, ...]
    late: tuple[Happening, ...]
    earlier: int
    judged: tuple[ChangedAssessment, ...]
    now: AssessmentCounts
    then: AssessmentCounts | None
    statements: tuple[Statement, ...] = ()
    late_statements: tuple[Statement, ...] = ()
    problems: Mapping[Problem, tuple[str, ...]] = field(default_factory=dict[Problem, tuple[str, ...]])
    steps: Mapping[NextStep, tuple[str, ...]] = field(default_factory=dict[NextStep, tuple[str, ...]])

    @property
    def touched(self) -> tuple[str, ...]:
        """Return the commitments that anything of the period moves on, each once: what speaks against one does not."""
        moved = (
            code
            for one in self.happenings
            for code, bearing in one.bearings.items()
            if bearing is not Bearing.CONTRADICTS
        )
        return tuple(dict.fromkeys(moved))


def brief_of(
    details: Sequence[CommitmentDetail],
    before: Mapping[int, LedgerRow],
    recorded: Mapping[int | str, date],
    period: Period,
    as_of: date,
) -> BriefFacts:
    """Return the facts of a briefing report of these commitments.

    `before` are the same ones by id as they stood at the end of the period before, `recorded` the day on which each
    piece of evidence was entered, by its id, and each statement, by its uid.
    """
    happened = happenings_of(details, as_of)
    said = statements_of(details)
    asked = [CommitmentOnDay(detail, as_of, period) for detail in details]
    rows = [detail.row for detail in details]
    stood = [before[row.id] for row in rows if row.id in before]
    return BriefFacts(
        period=period,
        as_of=as_of,
        happenings=in_period(happened, period),
        late=recorded_late(happened, period, recorded, as_of),
        earlier=len(in_period(happened, period.before)),
        judged=tuple(_judged(rows, before)),
        now=assessment_counts(rows),
        then=assessment_counts(stood) if stood else None,
        statements=tuple(one for one in said if period.holds(one.on)),
        late_statements=tuple(one for one in said if was_late(one.on, recorded.get(one.said.uid), period, as_of)),
        problems=_by_answer(Problem, problems_of, asked),
        steps=_by_answer(_TOLD, steps_of, asked),
    )


def assessment_counts(rows: Iterable[LedgerRow]) -> AssessmentCounts:
    """Return how commitments stand."""
    rows = tuple(rows)
    past_due = sum(row.light in (Light.OVERDUE, Light.AWAITING) for row in rows)
    return AssessmentCounts(Counter(row.assessment for row in rows), past_due)


def _judged(rows: Iterable[LedgerRow], before: Mapping[int, LedgerRow]) -> Iterable[ChangedAssessment]:
    for row in rows:
        earlier = before.get(row.id)
        if earlier is not None and earlier.assessment is not row.assessment:
            yield ChangedAssessment(row.code, earlier.assessment, row.assessment)


def _by_answer(
    kinds: Iterable[_Answer],
    answers_of: Callable[[CommitmentOnDay], Iterable[_Answer]],
    asked: Iterable[CommitmentOnDay],
) -> Mapping[_Answer, tuple[str, ...]]:
    """The commitments of which each of these is true, by code; without what is true of none."""
    found: dict[_Answer, list[str]] = {kind: [] for kind in kinds}
    for one in asked:
        for answer in answers_of(one):
            if answer in found:
                found[answer].append(one.row.code)
    return {kind: tuple(codes) for kind, codes in found.items() if codes}


def share_of(working: Working) -> Decimal | None:
    """Return the percentage of an amount that is reached, in whole ones; None where there is no amount to reach.

    What is short of the amount is never rounded up to all of it: 299 of 300 are 99.6 %, as 公文 would not say 100 %.
    """
    target = working.quantity.value
    if not target:
        return None
    share = working.actual * _HUNDRED / target
    if _ALMOST < share < _HUNDRED:
        return share.quantize(Decimal("0.1"), ROUND_DOWN)
    return share.quantize(Decimal(1), ROUND_HALF_UP)


def hash_of(facts: Iterable[object]) -> str:
    """Return the hash of what a paragraph rests on: the same facts give the same hash in every language and version."""
    plain = json.dumps([_plain(fact) for fact in facts], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()[:_SHOWN_OF_HASH]


def _plain(fact: object) -> object:
    match fact:
        case None | bool() | int():
            return fact
        case Decimal():
            return str(fact.normalize())
        case date():
            return fact.isoformat()
        case tuple():
            return [_plain(one) for one in cast("tuple[object, ...]", fact)]
        case _:
            return str(fact)


@dataclass(frozen=True, slots=True)
class ParagraphDraft:
    """A paragraph as the program words it: its key, its words, and the hash of its facts."""

    key: str
    text: str
    facts: str


@dataclass(frozen=True, slots=True)
class ParagraphOffer:
    """A paragraph that is offered for editing: as it is worded now, and what the analyst wrote the last time.

    `outdated` where the facts have changed since: then the new words stand, and hers beside them.
    """

    draft: ParagraphDraft
    earlier: str | None = None
    outdated: bool = False

    @property
    def text(self) -> str:
        """Return the words to begin with."""
        return self.draft.text if self.earlier is None or self.outdated else self.earlier


def offers_of(drafts: Iterable[ParagraphDraft], earlier: Iterable[ParagraphEdit]) -> tuple[ParagraphOffer, ...]:
    """Return the paragraphs with the edits of the report before."""
    kept = {edit.key: edit for edit in earlier}

    def offer(draft: ParagraphDraft) -> ParagraphOffer:
        edit = kept.get(draft.key)
        return ParagraphOffer(draft, edit.text, edit.facts != draft.facts) if edit else ParagraphOffer(draft)

    return tuple(map(offer, drafts))
