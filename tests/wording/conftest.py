"""The words of both languages."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tracker.domain.commitments.quantity import Quantity, SumTerm, Working
from tracker.domain.rows import EventRow
from tracker.domain.terms import CountingBasis, Operator
from tracker.wording import Words, load_words


@pytest.fixture
def zh() -> Words:
    return load_words("zh")


@pytest.fixture
def en() -> Words:
    return load_words("en")


@pytest.fixture
def target() -> Callable[..., Quantity]:
    def make(operator: str, value: str | None, basis: str = "new", unit: str = "个") -> Quantity:
        amount = None if value is None else Decimal(value)
        return Quantity(Operator(operator), amount, unit, CountingBasis(basis), "一批")

    return make


@pytest.fixture
def sum_of(target: Callable[..., Quantity]) -> Callable[..., Working]:
    """The working of steps like `(101, "cumulative"), (-66, "baseline")` against a target."""

    def make(*steps: tuple[int, str], operator: str = "at_least", value: str | None = "30") -> Working:
        terms = tuple(SumTerm(Decimal(amount), source) for amount, source in steps)
        actual = sum((term.value for term in terms), Decimal(0))
        return Working(terms, actual, target(operator, value))

    return make


@pytest.fixture
def happened() -> Callable[..., EventRow]:
    def make(kind: str, details: dict[str, object]) -> EventRow:
        return EventRow(1, datetime(2026, 1, 22, tzinfo=UTC), "li", kind, "…", details)

    return make
