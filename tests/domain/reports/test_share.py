"""How much of an amount is reached, in percent that never say too much."""

from decimal import Decimal

import pytest

from tracker.domain.commitments.quantity import Quantity, SumTerm, Working
from tracker.domain.reports.brief import share_of
from tracker.domain.terms import CountingBasis, Operator


@pytest.mark.parametrize(
    ("actual", "target", "share"),
    [
        ("35", "30", "117"),
        ("30", "30", "100"),
        ("299", "300", "99.6"),
        ("2999", "3000", "99.9"),
        ("299999", "300000", "99.9"),
        ("1", "3", "33"),
        ("0", "30", "0"),
    ],
)
def test_a_share_is_whole_and_never_rounded_up_to_all(actual: str, target: str, share: str) -> None:
    quantity = Quantity(Operator.AT_LEAST, Decimal(target), "个", CountingBasis.NEW, "30个")
    working = Working((SumTerm(Decimal(actual), "new"),), Decimal(actual), quantity)
    assert share_of(working) == Decimal(share)
