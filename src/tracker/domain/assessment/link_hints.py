"""What a link of a piece of evidence cannot show by itself (coding rules §4 and §5), said before it is judged on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tracker.domain.commitments.quantity import Quantity, normalise
from tracker.domain.terms import Bearing, EvidenceKind, Stage, ValueRole
from tracker.domain.text.dates import is_early

_BEFORE_ISSUE = frozenset({Stage.DRAFTING, Stage.CONSULTATION})
_PROVING = frozenset({Bearing.FULFILS, Bearing.PARTLY})


class Hint(StrEnum):
    """A rule that a link runs into."""

    SAME_BRIEFING = "same_briefing"
    EARLY = "early"
    PLAN = "plan"
    PUBLICITY = "publicity"
    NOT_ISSUED = "not_issued"
    STATEMENT = "statement"
    OTHER_UNIT = "other_unit"


@dataclass(frozen=True, slots=True)
class LinkClaim:
    """One link as it is being written: the piece that it belongs to, and what it says of a commitment.

    `published` is None while the date is not known; `unit` and `role` are None where nothing was measured.
    """

    kind: EvidenceKind
    published: str | None
    same_briefing: bool
    bearing: Bearing
    stage: Stage | None
    unit: str | None
    role: ValueRole | None


def hints_on(claimed: LinkClaim, held_on: date, quantity: Quantity | None) -> tuple[Hint, ...]:
    """Return the rules that a link to a commitment of the briefing on `held_on` runs into, the weightiest first."""
    if claimed.same_briefing:
        return (Hint.SAME_BRIEFING,)
    early = claimed.published is not None and is_early(claimed.published, held_on)
    met = {
        Hint.EARLY: early,
        Hint.PLAN: claimed.role is ValueRole.PLAN,
        Hint.PUBLICITY: claimed.stage is Stage.PUBLICITY,
        Hint.NOT_ISSUED: claimed.stage in _BEFORE_ISSUE and claimed.bearing in _PROVING,
        Hint.STATEMENT: claimed.kind is EvidenceKind.STATEMENT and claimed.bearing in _PROVING,
        Hint.OTHER_UNIT: quantity is not None and bool(claimed.unit) and not _counts(quantity, claimed.unit or ""),
    }
    return tuple(hint for hint, runs in met.items() if runs)


def _counts(quantity: Quantity, unit: str) -> bool:
    return quantity.counts(normalise(Decimal(0), unit)[1])
