"""Targets, and what the evidence adds up to."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.commitments.quantity import Measurement, Quantity, Uncountable, normalise, why_uncounted, working
from tracker.domain.terms import CountingBasis, Operator, Stage, ValueRole

CITIES = Quantity(Operator.AT_LEAST, Decimal(30), "个", CountingBasis.NEW, "再支持30个以上", "试点城市", Decimal(66))
STOCK = Quantity(Operator.AT_LEAST, Decimal(500), "家", CountingBasis.CUMULATIVE, "达到500家", "工厂", Decimal(400))


def measured(
    value: int, role: str, published: str = "2025-06-01", unit: str = "个", stage: str | None = None
) -> Measurement:
    return Measurement(Decimal(value), unit, ValueRole(role), published, Stage(stage) if stage else None)


def test_a_cumulative_count_less_the_baseline_is_the_increment() -> None:
    found = working(CITIES, [measured(34, "plan"), measured(101, "cumulative", "2026-01-21")])
    assert found is not None
    assert [(term.value, term.source) for term in found.terms] == [(101, "cumulative"), (-66, "baseline")]
    assert (found.actual, found.satisfied) == (35, True)


def test_a_plan_is_not_a_result() -> None:
    assert working(CITIES, [measured(34, "plan")]) is None


def test_a_publicised_list_does_not_count_beside_the_published_one() -> None:
    found = working(CITIES, [measured(20, "new", stage="publicity"), measured(20, "new", stage="issued")])
    assert found is not None
    assert found.actual == 20


def test_batches_of_new_ones_add_up() -> None:
    found = working(CITIES, [measured(12, "new", "2025-05"), measured(15, "new", "2025-09-01")])
    assert found is not None
    assert (found.actual, found.satisfied) == (27, False)


def test_new_ones_after_the_last_count_are_added_to_it_and_earlier_ones_are_in_it() -> None:
    pieces = [
        measured(10, "new", "2025-05-01"),
        measured(90, "cumulative", "2025-06-01"),
        measured(5, "new", "2025-07-01"),
    ]
    found = working(CITIES, pieces)
    assert found is not None
    assert found.actual == 90 - 66 + 5


def test_those_that_left_were_new_all_the_same() -> None:
    found = working(CITIES, [measured(2, "removed", "2025-05-01"), measured(101, "cumulative")])
    assert found is not None
    assert found.actual == 37


def test_a_stock_grows_and_shrinks_from_its_baseline() -> None:
    found = working(STOCK, [measured(120, "new", unit="家"), measured(10, "removed", unit="家")])
    assert found is not None
    assert (found.actual, found.satisfied) == (510, True)


def test_a_cumulative_count_without_a_baseline_says_nothing_of_an_increment() -> None:
    quantity = Quantity(Operator.EQUAL, Decimal(10), "个", CountingBasis.NEW, "十大", "行业")
    assert working(quantity, [measured(20, "cumulative")]) is None


@pytest.mark.parametrize("unit", ["个", "个城市", "城市", "座城市", "个城市(累计)"])
def test_a_unit_counts_when_it_names_the_same_thing(unit: str) -> None:
    assert CITIES.counts(unit)


@pytest.mark.parametrize("unit", ["%", "亿元", "家", "市", "万辆"])
def test_another_unit_does_not_count(unit: str) -> None:
    assert not CITIES.counts(unit)


@pytest.mark.parametrize(
    ("value", "unit", "normal"),
    [
        ("1", "千件", (1000, "件")),
        ("1.5", "万家", (15000, "家")),
        ("2", "十万辆", (200000, "辆")),
        ("3", "个", (3, "个")),
    ],
)
def test_chinese_magnitudes_move_from_the_unit_into_the_number(value: str, unit: str, normal: tuple[int, str]) -> None:
    assert normalise(Decimal(value), unit) == normal


@pytest.mark.parametrize(
    ("operator", "actual", "satisfied"),
    [("at_least", 30, True), ("at_least", 29, False), ("at_most", 30, True), ("at_most", 31, False),
     ("about", 27, True), ("about", 26, False), ("equal", 30, True), ("equal", 31, True), ("equal", 29, False)],
)  # fmt: skip
def test_each_operator_binds_in_its_own_way(operator: str, actual: int, satisfied: bool) -> None:
    quantity = Quantity(Operator(operator), Decimal(30), "个", CountingBasis.NEW, "")
    found = working(quantity, [measured(actual, "new")])
    assert found is not None
    assert found.satisfied is satisfied


@pytest.mark.parametrize(("share", "satisfied"), [("0.8", True), ("0.8666", True), ("0.9", False), ("1", False)])
def test_from_which_share_on_about_is_reached_is_a_setting(share: str, satisfied: bool) -> None:
    quantity = Quantity(Operator.ABOUT, Decimal(30), "个", CountingBasis.NEW, "", about_share=Decimal(share))
    found = working(quantity, [measured(26, "new")])
    assert found is not None
    assert (found.actual, found.satisfied) == (26, satisfied)
    exact = working(replace(quantity, operator=Operator.AT_LEAST), [measured(26, "new")])
    assert exact is not None
    assert not exact.satisfied


@pytest.mark.parametrize(
    ("quantity", "value", "why"),
    [
        (CITIES, measured(34, "plan"), Uncountable.PLAN),
        (CITIES, measured(34, "new", stage="publicity"), Uncountable.STAGE),
        (CITIES, measured(34, "plan", stage="drafting"), Uncountable.PLAN),
        (CITIES, measured(34, "new", unit="亿元"), Uncountable.UNIT),
        (CITIES, measured(34, "new", unit="千个"), None),
        (CITIES, measured(101, "cumulative"), None),
        (replace(CITIES, baseline=None), measured(101, "cumulative"), Uncountable.BASELINE),
        (replace(CITIES, baseline=None), measured(34, "new"), None),
        (STOCK, measured(520, "cumulative", unit="家"), None),
    ],
)
def test_what_is_not_counted_says_why(quantity: Quantity, value: Measurement, why: Uncountable | None) -> None:
    assert why_uncounted(quantity, value) is why
    assert (working(quantity, [value]) is None) == (why is not None)


def test_a_batch_of_unknown_size_is_counted_but_never_satisfied() -> None:
    quantity = Quantity(Operator.UNQUANTIFIED, None, "家", CountingBasis.NEW, "一批", "绿色工厂", Decimal(6430))
    found = working(quantity, [measured(8468, "cumulative", unit="家")])
    assert found is not None
    assert (found.actual, found.reached, found.satisfied) == (2038, None, None)


@given(st.lists(st.tuples(st.sampled_from(["new", "removed", "plan"]), st.integers(0, 500)), max_size=8))
def test_the_terms_always_add_up_to_the_actual(pieces: list[tuple[str, int]]) -> None:
    found = working(STOCK, [measured(value, role, unit="家") for role, value in pieces])
    if found is not None:
        assert found.actual == sum(term.value for term in found.terms)
