"""The promised amount of a commitment's state, and the kept arithmetic towards it, from the columns of a row."""

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


def working_of(state: Any) -> Working | None:
    """The kept working of a commitment's state."""
    quantity = quantity_of(state)
    if quantity is None or not state.working:
        return None
    terms = tuple(Term(Decimal(value), source) for value, source in state.working)
    return Working(terms, sum((term.value for term in terms), Decimal(0)), quantity)
