"""The schedule light: how far along a promise should be, against how far it is (coding rules §2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.domain.commitments.quantity import ABOUT_SHARE
from tracker.domain.rows import Due
from tracker.domain.terms import Assessment, DueBasis, Light, Operator, is_final

ASKING_BASES = frozenset({DueBasis.SECTION, DueBasis.QUESTION, DueBasis.ASSUMED})
"""Past a due date that stands only over a section or in a question, the ledger asks the analyst; see `is_asking`."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits of the lag, in percentage points: at most `on_schedule` is 达序时, at most `behind` is 滞后."""

    on_schedule: float = 10.0
    behind: float = 30.0


@dataclass(frozen=True, slots=True)
class ScheduleFacts:
    """What the light depends on. `operator` is None unless an amount was promised in numbers; `reached` is the share of
    it that was counted, None where nothing was; `review_on` is the yearly review."""

    assessment: Assessment
    start: date
    due: Due
    review_on: date
    operator: Operator | None
    reached: float | None
    about_share: Decimal = ABOUT_SHARE


def is_asking(due: Due) -> bool:
    """Return whether the ledger asks for a judgement when the due date is past, and reproaches nobody."""
    return due.basis in ASKING_BASES or due.about


def light(progress: ScheduleFacts, today: date, thresholds: Thresholds | None = None) -> Light:
    """Return the light on a given day, decided in the order of §2."""
    due = progress.due.on
    if is_final(progress.assessment, due, today):
        return Light.NOT_APPLICABLE
    if due is None:
        return Light.REVIEW if today > progress.review_on else Light.NOT_APPLICABLE
    if today > due:
        return Light.AWAITING if is_reached(progress) or is_asking(progress.due) else Light.OVERDUE
    if progress.operator is None:
        return Light.NOT_APPLICABLE
    if progress.reached is None:
        return Light.UNMEASURED
    return _by_lag(lag(progress, today), thresholds or Thresholds())


def is_reached(progress: ScheduleFacts) -> bool:
    """Return whether the promised amount is documented as reached; 以内 is so only at the due date."""
    if progress.operator is None or progress.reached is None:
        return False
    match progress.operator:
        case Operator.AT_MOST:
            return progress.reached <= 1
        case Operator.ABOUT:
            return progress.reached >= float(progress.about_share)
        case _:
            return progress.reached >= 1


def lag(progress: ScheduleFacts, today: date) -> float:
    """Share of the period elapsed less share of the target reached, in percentage points.

    What is to stay within a limit (以内) is in time as long as it does, and wholly behind once it does not.
    """
    if progress.due.on is None:
        return 0.0
    # To stay below a limit takes no progress: only a breach is behind, and then wholly.
    if progress.operator is Operator.AT_MOST:
        return 0.0 if is_reached(progress) else 100.0
    return 100 * (elapsed(progress.start, progress.due.on, today) - (progress.reached or 0.0))


def elapsed(start: date, due: date, today: date) -> float:
    """Share of the period from `start` to `due` that is over today, from 0 to 1."""
    # A promise for the day of its briefing has no period; it is over at once.
    period = (due - start).days
    return min(1.0, max(0.0, (today - start).days / period)) if period > 0 else 1.0


def _by_lag(points: float, thresholds: Thresholds) -> Light:
    if points < -thresholds.on_schedule:
        return Light.AHEAD
    if points <= thresholds.on_schedule:
        return Light.ON_SCHEDULE
    if points <= thresholds.behind:
        return Light.BEHIND
    return Light.FAR_BEHIND
