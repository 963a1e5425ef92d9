"""What a briefing report (专报) says, as facts: what happened, what is wrong, what to do next, and by which rule."""

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
    shows,
    statements_of,
    was_late,
)
from tracker.domain.reports.report_period import Period
from tracker.domain.reports.report_request import Edit
from tracker.domain.rows import CommitmentDetail, LedgerRow
from tracker.domain.terms import Assessment, Bearing, Doubt, Light, SearchOutcome, is_final

_SHOWN_OF_HASH = 16
_ALMOST = Decimal(99)
_HUNDRED = Decimal(100)
_Asked = TypeVar("_Asked", bound=StrEnum)


class Problem(StrEnum):
    """存在问题: what a leader has to know. Each is asked of every commitment by one rule."""

    OVERDUE = "overdue"
    AWAITING = "awaiting"
    BEHIND = "behind"
    CONTRADICTED = "contradicted"
    QUESTIONED = "questioned"
    NOTHING_FOUND = "nothing_found"


class NextStep(StrEnum):
    """下一步建议: what follows from what is wrong, and from the calendar."""

    PRESS = "press"
    DUE_SOON = "due_soon"
    VERIFY = "verify"
    PROVE = "prove"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Judged:
    """A commitment whose assessment is another one than at the end of the period before."""

    code: str
    before: Assessment
    after: Assessment


@dataclass(frozen=True, slots=True)
class Standing:
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
    judged: tuple[Judged, ...]
    now: Standing
    then: Standing | None
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
    rows = [detail.row for detail in details]
    stood = [before[row.id] for row in rows if row.id in before]
    return BriefFacts(
        period=period,
        as_of=as_of,
        happenings=in_period(happened, period),
        late=recorded_late(happened, period, recorded, as_of),
        earlier=len(in_period(happened, period.before)),
        judged=tuple(_judged(rows, before)),
        now=standing_of(rows),
        then=standing_of(stood) if stood else None,
        statements=tuple(one for one in said if period.holds(one.on)),
        late_statements=tuple(one for one in said if was_late(one.on, recorded.get(one.said.uid), period, as_of)),
        problems=_asked(_PROBLEMS, details, period, as_of),
        steps=_asked(_STEPS, details, period, as_of),
    )


def standing_of(rows: Iterable[LedgerRow]) -> Standing:
    """Return how commitments stand."""
    rows = tuple(rows)
    past_due = sum(row.light in (Light.OVERDUE, Light.AWAITING) for row in rows)
    return Standing(Counter(row.assessment for row in rows), past_due)


def _judged(rows: Iterable[LedgerRow], before: Mapping[int, LedgerRow]) -> Iterable[Judged]:
    for row in rows:
        earlier = before.get(row.id)
        if earlier is not None and earlier.assessment is not row.assessment:
            yield Judged(row.code, earlier.assessment, row.assessment)


_Rule = Callable[[CommitmentDetail, Period, date], bool]


def _asked(
    rules: Mapping[_Asked, _Rule], details: Iterable[CommitmentDetail], period: Period, as_of: date
) -> Mapping[_Asked, tuple[str, ...]]:
    """The commitments that each rule holds of; without rules that hold of none."""
    details = tuple(details)
    found = {
        name: tuple(detail.row.code for detail in details if rule(detail, period, as_of))
        for name, rule in rules.items()
    }
    return {name: codes for name, codes in found.items() if codes}


def _contradicted(detail: CommitmentDetail, _period: Period, _as_of: date) -> bool:
    spoken = any(
        link.bearing is Bearing.CONTRADICTS and link.commitment == detail.row.code
        for piece in detail.evidence
        if shows(piece, detail)
        for link in piece.links
    )
    # What contradicts a verdict of not met is what it rests on, and no problem of it.
    return spoken and detail.row.assessment not in (Assessment.NOT_MET, Assessment.DROPPED)


def _questioned(detail: CommitmentDetail, _period: Period, _as_of: date) -> bool:
    # Contradiction is a problem of its own.
    doubts = [doubt for doubt in detail.row.doubts if doubt is not Doubt.CONTRADICTED]
    return bool(doubts) or detail.row.grounds_changed


def _nothing_found(detail: CommitmentDetail, period: Period, _as_of: date) -> bool:
    if detail.row.assessment is Assessment.NO_EVIDENCE:
        return True
    newest = max(detail.searches, key=lambda search: (search.searched_on, search.id), default=None)
    return (
        newest is not None
        and newest.decided
        and newest.outcome is SearchOutcome.NOTHING
        and period.first <= newest.searched_on <= period.last
    )


def _due_soon(detail: CommitmentDetail, period: Period, as_of: date) -> bool:
    row = detail.row
    due = row.due.on
    if due is None or is_final(row.assessment, due, as_of):
        return False
    return as_of < due <= period.after.last


def _past_due(detail: CommitmentDetail, _period: Period, _as_of: date) -> bool:
    return detail.row.light in (Light.OVERDUE, Light.AWAITING)


def _only_claimed(detail: CommitmentDetail, _period: Period, _as_of: date) -> bool:
    return Doubt.CLAIMS_ONLY in detail.row.doubts or Doubt.ARITHMETIC_SHORT in detail.row.doubts


_PROBLEMS: Mapping[Problem, _Rule] = {
    Problem.OVERDUE: lambda detail, _period, _as_of: detail.row.light is Light.OVERDUE,
    Problem.AWAITING: lambda detail, _period, _as_of: detail.row.light is Light.AWAITING,
    Problem.BEHIND: lambda detail, _period, _as_of: detail.row.light in (Light.BEHIND, Light.FAR_BEHIND),
    Problem.CONTRADICTED: _contradicted,
    Problem.QUESTIONED: _questioned,
    Problem.NOTHING_FOUND: _nothing_found,
}
_STEPS: Mapping[NextStep, _Rule] = {
    NextStep.PRESS: _past_due,
    NextStep.DUE_SOON: _due_soon,
    NextStep.VERIFY: _contradicted,
    NextStep.PROVE: _only_claimed,
    NextStep.SEARCH: _nothing_found,
}


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


def offers_of(drafts: Iterable[ParagraphDraft], earlier: Iterable[Edit]) -> tuple[ParagraphOffer, ...]:
    """Return the paragraphs with the edits of the report before."""
    kept = {edit.key: edit for edit in earlier}

    def offer(draft: ParagraphDraft) -> ParagraphOffer:
        edit = kept.get(draft.key)
        return ParagraphOffer(draft, edit.text, edit.facts != draft.facts) if edit else ParagraphOffer(draft)

    return tuple(map(offer, drafts))
