"""What is wrong with a commitment (存在问题), and what is to be done next (下一步): one set of rules for every report.

A briefing report groups many commitments by problem and by step, a register of one commitment on its line. They word
it differently, and ask the same rules.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from tracker.domain.reports.happenings import shows
from tracker.domain.reports.report_period import Period
from tracker.domain.rows import CommitmentDetail, EvidenceRow, LedgerRow
from tracker.domain.terms import Assessment, Bearing, Doubt, Light, SearchOutcome, is_final

_Answer = TypeVar("_Answer", bound=StrEnum)


class Problem(StrEnum):
    """存在问题, in the order of telling: what was not done, what is late, what speaks against it, what is not known."""

    NOT_MET = "not_met"
    PARTLY_MET = "partly_met"
    OVERDUE = "overdue"
    AWAITING = "awaiting"
    BEHIND = "behind"
    CONTRADICTED = "contradicted"
    QUESTIONED = "questioned"
    NOTHING_FOUND = "nothing_found"
    UNMEASURED = "unmeasured"


class NextStep(StrEnum):
    """下一步, what is most urgent first: what follows from what is wrong, and from the calendar."""

    PRESS = "press"
    JUDGE = "judge"
    DUE_SOON = "due_soon"
    VERIFY = "verify"
    REVIEW = "review"
    PROVE = "prove"
    SEARCH = "search"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class CommitmentOnDay:
    """A commitment of which the rules are asked on a day.

    `period` is that of a briefing report. A register has none, and reads neither searches nor every piece of evidence:
    what rests on these is asked only within a period.
    """

    detail: CommitmentDetail
    as_of: date
    period: Period | None = None

    @property
    def row(self) -> LedgerRow:
        """Return its line of the ledger."""
        return self.detail.row

    @property
    def is_closed(self) -> bool:
        """Return whether it is judged finally (§2)."""
        return is_final(self.row.assessment, self.row.due.on, self.as_of)

    @property
    def light(self) -> Light:
        """Return its schedule light; once the question is closed, none shows (§2)."""
        return Light.NOT_APPLICABLE if self.is_closed else self.row.light


def problems_of(asked: CommitmentOnDay) -> Iterator[Problem]:
    """Yield what is wrong with a commitment."""
    return _answers(_PROBLEMS, asked)


def steps_of(asked: CommitmentOnDay) -> Iterator[NextStep]:
    """Yield what is to be done next, what is most urgent first; where the question is closed, only what is doubtful
    about the answer."""
    return _answers(_STEPS, asked)


def contradicting(detail: CommitmentDetail) -> Iterator[EvidenceRow]:
    """Yield the pieces that speak against a commitment, newest first: in use, and no report of its briefing (§2)."""
    for piece in detail.evidence:
        against = (link.commitment == detail.row.code and link.bearing is Bearing.CONTRADICTS for link in piece.links)
        if not (piece.withdrawn or piece.same_briefing) and any(against):
            yield piece


def _answers(rules: Mapping[_Answer, Callable[[CommitmentOnDay], bool]], asked: CommitmentOnDay) -> Iterator[_Answer]:
    return (answer for answer, rule in rules.items() if rule(asked))


def _partly_met(asked: CommitmentOnDay) -> bool:
    # Before its due date, and without one, a part that is there is progress (§2).
    due = asked.row.due.on
    return asked.row.assessment is Assessment.PARTLY_MET and due is not None and asked.as_of > due


def _behind(asked: CommitmentOnDay) -> bool:
    return asked.light in (Light.BEHIND, Light.FAR_BEHIND)


def _contradicted(asked: CommitmentOnDay) -> bool:
    """Whether evidence speaks against a verdict (§2), or against a promise that nobody has judged."""
    if Doubt.CONTRADICTED in asked.row.doubts:
        return True
    if asked.period is None or asked.row.assessment is not Assessment.NOT_RATED:
        return False
    return any(shows(piece, asked.detail) for piece in contradicting(asked.detail))


def _questioned(asked: CommitmentOnDay) -> bool:
    # Contradiction is a problem of its own.
    return asked.row.grounds_changed or any(doubt is not Doubt.CONTRADICTED for doubt in asked.row.doubts)


def _nothing_found(asked: CommitmentOnDay) -> bool:
    if asked.row.assessment is Assessment.NO_EVIDENCE:
        return True
    newest = max(asked.detail.searches, key=lambda search: (search.searched_on, search.id), default=None)
    return (
        asked.period is not None
        and newest is not None
        and newest.decided
        and newest.outcome is SearchOutcome.NOTHING
        and asked.period.first <= newest.searched_on <= asked.period.last
    )


def _unmeasured(asked: CommitmentOnDay) -> bool:
    # Without any evidence there is nothing that could have been counted.
    return asked.light is Light.UNMEASURED and asked.row.evidence_count > 0


def _press(asked: CommitmentOnDay) -> bool:
    """Whether to press who leads: for what was not done, or is late. A due date that nobody stated is a question to the
    analyst, and no reproach (§2); nor is a verdict whose grounds are gone."""
    if asked.row.grounds_changed:
        return False
    unmet = asked.row.assessment is Assessment.NOT_MET or _partly_met(asked)
    return unmet or asked.light is Light.OVERDUE or _behind(asked)


def _due_soon(asked: CommitmentOnDay) -> bool:
    due = asked.row.due.on
    if asked.period is None or due is None or asked.is_closed:
        return False
    return asked.as_of < due <= asked.period.after.last


def _prove(asked: CommitmentOnDay) -> bool:
    """A statement stays a claim until a stronger kind supports it, also beside a final verdict (§5)."""
    weak = {Doubt.CLAIMS_ONLY, Doubt.ARITHMETIC_SHORT} & set(asked.row.doubts)
    return bool(weak) or asked.light is Light.UNMEASURED


_PROBLEMS: Mapping[Problem, Callable[[CommitmentOnDay], bool]] = {
    Problem.NOT_MET: lambda asked: asked.row.assessment is Assessment.NOT_MET,
    Problem.PARTLY_MET: _partly_met,
    Problem.OVERDUE: lambda asked: asked.light is Light.OVERDUE,
    Problem.AWAITING: lambda asked: asked.light is Light.AWAITING,
    Problem.BEHIND: _behind,
    Problem.CONTRADICTED: _contradicted,
    Problem.QUESTIONED: _questioned,
    Problem.NOTHING_FOUND: _nothing_found,
    Problem.UNMEASURED: _unmeasured,
}
_STEPS: Mapping[NextStep, Callable[[CommitmentOnDay], bool]] = {
    NextStep.PRESS: _press,
    NextStep.JUDGE: lambda asked: asked.row.grounds_changed or asked.light is Light.AWAITING,
    NextStep.DUE_SOON: _due_soon,
    NextStep.VERIFY: _contradicted,
    NextStep.REVIEW: lambda asked: asked.light is Light.REVIEW,
    NextStep.PROVE: _prove,
    NextStep.SEARCH: _nothing_found,
    NextStep.FOLLOW: lambda asked: not asked.is_closed,
}
