"""The promised amount of a commitment's state, and the kept arithmetic towards it, from the columns of a row."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tracker.domain.quantity import Quantity, Term, Working


def quantity_of(state: Any) -> Quantity | None:
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
    )


def working_of(quantity: Quantity | None, kept: Sequence[tuple[str, str]] | None) -> Working | None:
    """The arithmetic towards a promised amount, from the terms that were kept with it."""
    if quantity is None or not kept:
        return None
    terms = tuple(Term(Decimal(value), source) for value, source in kept)
    return Working(terms, sum((term.value for term in terms), Decimal(0)), quantity)
