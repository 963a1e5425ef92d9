"""The schedule light: how far along a promise should be, against how far it is (coding rules §2)."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.terms import Assessment, DueBasis, Light


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits of the lag, in percentage points: at most `on_schedule` is 达序时, at most `behind` is 滞后."""

    on_schedule: float = 10.0
    behind: float = 30.0


@dataclass(frozen=True, slots=True)
class Progress:
    """What the light depends on. `reached` is a share of the target, None where nothing was promised in numbers."""

    assessment: Assessment
    start: date
    due: date | None
    due_basis: DueBasis
    has_target: bool
    reached: float | None


def light(progress: Progress, today: date, thresholds: Thresholds | None = None) -> Light:
    """The light on a given day.

    A final judgement puts it out. Past an assumed date the ledger asks; past a stated or derived one it is overdue,
    unless the promised amount is documented as reached.
    """
    due = progress.due
    if progress.assessment.is_final or due is None:
        return Light.NOT_APPLICABLE
    reached = progress.reached or 0.0
    if today > due:
        if progress.due_basis is DueBasis.ASSUMED:
            return Light.AWAITING
        if reached < 1:
            return Light.OVERDUE
    if not progress.has_target:
        return Light.NOT_APPLICABLE
    return _by_lag(lag(progress, today), thresholds or Thresholds())


def lag(progress: Progress, today: date) -> float:
    """Share of the period elapsed less share of the target reached, in percentage points."""
    if progress.due is None:
        return 0.0
    return 100 * (elapsed(progress.start, progress.due, today) - (progress.reached or 0.0))


def elapsed(start: date, due: date, today: date) -> float:
    """Share of the period from `start` to `due` that is over today, from 0 to 1."""
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
