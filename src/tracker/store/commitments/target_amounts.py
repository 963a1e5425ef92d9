"""The promised amount of a commitment's state, and the kept arithmetic towards it, from the columns of a row."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.commitments.quantity import Quantity, SumTerm, Threshold, Working
from tracker.domain.terms import CountingBasis, Operator
from tracker.store.database.decoding import Decoding

_RULES = Rules()


def quantity_of(state: Any, rules: Rules = _RULES) -> Quantity | None:
    """The promised amount of a commitment's state, if one was promised."""
    if state.operator is None:
        return None
    return Quantity(
        operator=state.operator,
        value=state.target,
        unit=state.unit or "",
        basis=state.counting,
        wording=state.wording or "",
        counted=state.counted or "",
        baseline=state.baseline,
        threshold=_threshold(getattr(state, "threshold", None)),
        about_share=rules.about_share,
    )


def quantity_from(plain: Sequence[Any] | None, rules: Rules = _RULES) -> Quantity | None:
    """An amount from its plain form: see `tracker.store.commitments.commitment_fields`. Raises `StoredValueError`."""
    if plain is None:
        return None
    with Decoding("commitment_state"):
        operator, value, unit, counted, basis, wording, baseline, *threshold = plain
        return Quantity(
            operator=Operator(operator),
            value=_number(value),
            unit=unit,
            basis=CountingBasis(basis),
            wording=wording,
            counted=counted,
            baseline=_number(baseline),
            threshold=_threshold(threshold[0] if threshold else None),
            about_share=rules.about_share,
        )


def working_of(quantity: Quantity | None, kept: Sequence[Sequence[str]] | None) -> Working | None:
    """The arithmetic towards a promised amount, from the terms that were kept with it."""
    if quantity is None or not kept:
        return None
    terms = tuple(SumTerm(Decimal(value), source) for value, source in kept)
    return Working(terms, sum((term.value for term in terms), Decimal(0)), quantity)


def _threshold(plain: Sequence[Any] | None) -> Threshold | None:
    return Threshold(Operator(plain[0]), Decimal(plain[1]), plain[2]) if plain else None


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
