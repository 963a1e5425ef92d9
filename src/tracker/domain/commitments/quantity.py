"""Targets, measured values, and the arithmetic between them (coding rules §4)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tracker.domain.terms import CountingBasis, Operator, Stage, ValueRole

_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_SCALED_UNIT = re.compile("^([十百千万亿]+)(.+)$")
BEFORE_ISSUE = frozenset({Stage.DRAFTING, Stage.CONSULTATION, Stage.PUBLICITY})
"""Stages at which a document or a list is announced, but not there."""
ABOUT_SHARE = Decimal("0.9")
"""左右/约: nine tenths of the amount already count as about that amount, unless the ledger's rules say otherwise."""
_SHORTEST_NOUN = 2
"""Characters of the counted thing that a unit must share to mean the same thing (城市 of 试点城市)."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """What each of the counted things must reach itself: a cluster of at least 1000 亿元."""

    operator: Operator
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount that was promised.

    `value` is None for 一批/若干. `unit` is the measure word (个), `counted` the thing counted (试点城市),
    `wording` the source's own words, `baseline` the stock of the same thing that the briefing reported. `threshold` is
    what each counted thing must reach; from `about_share` of the amount on, about that amount is reached.
    """

    operator: Operator
    value: Decimal | None
    unit: str
    basis: CountingBasis
    wording: str
    counted: str = ""
    baseline: Decimal | None = None
    threshold: Threshold | None = None
    about_share: Decimal = ABOUT_SHARE

    def plain(self) -> list[Any]:
        """Return the amount in values of JSON, as codings and commands have it."""
        amounts = [None if one is None else str(one) for one in (self.value, self.baseline)]
        said = [self.operator.value, amounts[0], self.unit, self.counted, self.basis.value, self.wording, amounts[1]]
        each = self.threshold
        return said if each is None else [*said, [each.operator.value, str(each.value), each.unit]]

    def counts(self, unit: str) -> bool:
        """Return whether a measured value in this unit counts the thing that was promised."""
        # By the end of the noun, as Chinese has the thing last: 城市 counts 试点城市, 试点 does not.
        tails = (self.counted[i:] for i in range(len(self.counted) - _SHORTEST_NOUN + 1))
        return unit == self.unit or any(tail in unit for tail in tails)


@dataclass(frozen=True, slots=True)
class Measurement:
    """A value read off a piece of evidence. `published` is an ISO day or month and orders measurements."""

    value: Decimal
    unit: str
    role: ValueRole
    published: str
    stage: Stage | None = None


class Uncountable(StrEnum):
    """Why a measured value is no step towards a target: it is a plan, its list is not published yet, it counts another
    thing, or a stock without a baseline tells nothing of what is new."""

    PLAN = "plan"
    STAGE = "stage"
    UNIT = "unit"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class SumTerm:
    """One signed step of the working: 101 cumulative, −66 baseline."""

    value: Decimal
    source: str  # a ValueRole value, or "baseline"


@dataclass(frozen=True, slots=True)
class Working:
    """How the actual amount follows from the evidence, ready to be shown: 101 累计 − 66 基数 = 35 新增 ≥ 30."""

    terms: tuple[SumTerm, ...]
    actual: Decimal
    quantity: Quantity

    @property
    def reached(self) -> float | None:
        """Share of the target reached, 1.0 for all of it; None where there is no amount to reach."""
        target = self.quantity.value
        # Of a target of 0 there is no share either.
        return float(self.actual / target) if target else None

    @property
    def satisfied(self) -> bool | None:
        """Return whether the actual amount satisfies the target; None where the target is no number."""
        target = self.quantity.value
        if target is None:
            return None
        match self.quantity.operator:
            case Operator.AT_MOST:
                return self.actual <= target
            case Operator.ABOUT:
                return self.actual >= target * self.quantity.about_share
            case _:
                return self.actual >= target


def normalise(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Bring a Chinese magnitude out of the unit: (1, 千件) is (1000, 件)."""
    match = _SCALED_UNIT.match(unit)
    if match is None:
        return value, unit
    for character in match[1]:
        value *= _SCALES[character]
    return value, match[2]


def working(quantity: Quantity, measurements: Iterable[Measurement]) -> Working | None:
    """Compute the actual amount by the target's own basis, or None while nothing countable was measured.

    Plans never count, nor does a list that is only being drafted, consulted on or publicised (公示).
    The newest cumulative figure means everything up to its date; new and removed ones after it are added.
    """
    counted = [m for m in map(_normalised, measurements) if _counts(quantity, m)]
    # By the text of the date: a month sorts before its days, so a figure of which only the month is known never beats
    # one with a day in it.
    cumulative = max((m for m in counted if m.role is ValueRole.CUMULATIVE), key=_published, default=None)
    if quantity.basis is CountingBasis.NEW:
        terms = _terms_of_increment(quantity, counted, cumulative)
    else:
        terms = _terms_of_stock(quantity, counted, cumulative)
    if not terms:
        return None
    return Working(terms, sum((t.value for t in terms), Decimal(0)), quantity)


def _terms_of_increment(
    quantity: Quantity, counted: list[Measurement], cumulative: Measurement | None
) -> tuple[SumTerm, ...]:
    """New ones are the growth of the stock plus what left it; without a baseline only counts of new ones serve."""
    # A stock without a baseline tells nothing of what is new, and zero is no baseline.
    if cumulative is None or quantity.baseline is None:
        return _terms(counted, ValueRole.NEW)
    # What was removed before the newest stock is not in it any more, but was among the new ones: it is added again.
    left = [m for m in counted if m.published <= cumulative.published]
    later = [m for m in counted if m.published > cumulative.published]
    return (
        SumTerm(cumulative.value, ValueRole.CUMULATIVE),
        SumTerm(-quantity.baseline, "baseline"),
        *_terms(left, ValueRole.REMOVED),
        *_terms(later, ValueRole.NEW),
    )


def _terms_of_stock(
    quantity: Quantity, counted: list[Measurement], cumulative: Measurement | None
) -> tuple[SumTerm, ...]:
    later = [m for m in counted if cumulative is None or m.published > cumulative.published]
    changes = _terms(later, ValueRole.NEW) + tuple(
        SumTerm(-term.value, term.source) for term in _terms(later, ValueRole.REMOVED)
    )
    if cumulative is not None:
        return (SumTerm(cumulative.value, ValueRole.CUMULATIVE), *changes)
    if not changes:
        return ()
    # Without a newer stock counting begins at the briefing's own; where it gave none, at least the new ones are there.
    return (SumTerm(quantity.baseline or Decimal(0), "baseline"), *changes)


def _terms(measurements: Iterable[Measurement], role: ValueRole) -> tuple[SumTerm, ...]:
    return tuple(SumTerm(m.value, role) for m in sorted(measurements, key=_published) if m.role is role)


def why_uncounted(quantity: Quantity, measurement: Measurement) -> Uncountable | None:
    """Why a measured value does not enter the arithmetic towards a target; None where it does."""
    unit = normalise(measurement.value, measurement.unit)[1]
    if measurement.role is ValueRole.PLAN:
        return Uncountable.PLAN
    if measurement.stage in BEFORE_ISSUE:
        return Uncountable.STAGE
    if not quantity.counts(unit):
        return Uncountable.UNIT
    if quantity.basis is CountingBasis.NEW and quantity.baseline is None and measurement.role is not ValueRole.NEW:
        return Uncountable.BASELINE
    return None


def _counts(quantity: Quantity, measurement: Measurement) -> bool:
    # A stock without a baseline is of the right sort all the same: whether it helps is for the arithmetic of an
    # increment to say, which falls back to the new ones.
    return why_uncounted(quantity, measurement) in (None, Uncountable.BASELINE)


def _normalised(measurement: Measurement) -> Measurement:
    value, unit = normalise(measurement.value, measurement.unit)
    return Measurement(value, unit, measurement.role, measurement.published, measurement.stage)


def _published(measurement: Measurement) -> str:
    return measurement.published
