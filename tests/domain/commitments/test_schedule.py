"""The schedule light, by the coding rules §2."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tracker.domain.commitments.quantity import Quantity, SumTerm, Working
from tracker.domain.commitments.schedule import ScheduleFacts, Thresholds, is_asking, is_reached, light
from tracker.domain.rows import Due
from tracker.domain.terms import FINAL_ASSESSMENTS, Assessment, CountingBasis, DueBasis, Light, Operator

START, DUE = date(2025, 1, 1), date(2025, 4, 11)  # one hundred days
HALF_WAY, PAST = date(2025, 2, 20), date(2025, 4, 12)
REVIEW = date(2026, 1, 1)
STANDING = Due(None, DueBasis.NONE)
BINDING = sorted(set(Operator) - {Operator.UNQUANTIFIED})


def progress(
    reached: float | None = None,
    basis: DueBasis = DueBasis.STATED,
    operator: Operator | None = Operator.AT_LEAST,
    **changed: Any,
) -> ScheduleFacts:
    values = {"assessment": Assessment.NOT_RATED, "start": START, "due": Due(DUE, basis), "review_on": REVIEW}
    return ScheduleFacts(**{**values, "operator": operator, "reached": reached, **changed})


@pytest.mark.parametrize(
    ("reached", "expected"),
    [(0.61, Light.AHEAD), (0.60, Light.ON_SCHEDULE), (0.40, Light.ON_SCHEDULE), (0.39, Light.BEHIND),
     (0.20, Light.BEHIND), (0.19, Light.FAR_BEHIND), (0.0, Light.FAR_BEHIND)],
)  # fmt: skip
@pytest.mark.parametrize("operator", [Operator.AT_LEAST, Operator.ABOUT, Operator.EQUAL])
def test_half_way_the_light_tells_the_lag(reached: float, expected: Light, operator: Operator) -> None:
    assert light(progress(reached, operator=operator), HALF_WAY) is expected


def test_thresholds_are_settings() -> None:
    assert light(progress(0.45), HALF_WAY, Thresholds(on_schedule=2, behind=4)) is Light.FAR_BEHIND


@pytest.mark.parametrize("operator", BINDING)
def test_nothing_counted_is_never_taken_for_zero(operator: Operator) -> None:
    for day in (START, HALF_WAY, DUE):
        assert light(progress(None, operator=operator), day) is Light.UNMEASURED


def test_what_promises_no_number_has_no_light_before_it_is_due() -> None:
    assert light(progress(operator=None), DUE) is Light.NOT_APPLICABLE
    assert light(progress(operator=None), PAST) is Light.OVERDUE


@pytest.mark.parametrize("basis", sorted(set(DueBasis) - {DueBasis.NONE}))
@pytest.mark.parametrize("reached", [None, 0.2])
def test_past_a_firm_date_it_is_overdue_and_past_another_it_only_asks(basis: DueBasis, reached: float | None) -> None:
    asking = basis in (DueBasis.SECTION, DueBasis.QUESTION, DueBasis.ASSUMED)
    for operator in (None, Operator.AT_LEAST):
        past = progress(reached if operator else None, basis, operator)
        assert is_asking(past.due) is asking
        assert light(past, PAST) is (Light.AWAITING if asking else Light.OVERDUE)
        assert light(past, DUE) not in (Light.AWAITING, Light.OVERDUE)


def test_past_a_rough_date_it_only_asks_whoever_worked_it_out() -> None:
    for basis in (DueBasis.DERIVED, DueBasis.STATED, DueBasis.USER):
        assert light(progress(None, due=Due(DUE, basis, about=True)), PAST) is Light.AWAITING


@pytest.mark.parametrize("basis", sorted(set(DueBasis) - {DueBasis.NONE}))
def test_an_amount_that_was_reached_is_no_reproach_but_asks_for_a_judgement(basis: DueBasis) -> None:
    for reached in (1.0, 1.2):
        assert light(progress(reached, basis), date(2025, 12, 1)) is Light.AWAITING
    assert light(progress(0.99), PAST) is Light.OVERDUE


@pytest.mark.parametrize(
    ("operator", "reached", "expected"),
    [
        (Operator.AT_LEAST, 1.0, True),
        (Operator.AT_LEAST, 0.999, False),
        (Operator.EQUAL, 1.0, True),
        (Operator.EQUAL, 0.95, False),
        (Operator.ABOUT, 0.9, True),
        (Operator.ABOUT, 0.899, False),
        (Operator.AT_MOST, 1.0, True),
        (Operator.AT_MOST, 0.0, True),
        (Operator.AT_MOST, 1.001, False),
        (Operator.AT_LEAST, None, False),
        (Operator.AT_MOST, None, False),
        (None, None, False),
    ],
)
def test_each_operator_is_reached_in_its_own_way(
    operator: Operator | None, reached: float | None, expected: bool
) -> None:
    assert is_reached(progress(reached, operator=operator)) is expected
    assert light(progress(reached, operator=operator), PAST) is (Light.AWAITING if expected else Light.OVERDUE)


@pytest.mark.parametrize("operator", BINDING)
@pytest.mark.parametrize("actual", ["0", "8.9", "9", "9.9", "10", "10.1", "15", "30"])
def test_the_light_and_the_arithmetic_ask_for_the_same_amount(operator: Operator, actual: str) -> None:
    ten = Quantity(operator, Decimal(10), "个", CountingBasis.NEW, "10个")
    working = Working((SumTerm(Decimal(actual), "new"),), Decimal(actual), ten)
    assert is_reached(progress(working.reached, operator=operator)) is working.satisfied


def test_from_which_share_on_about_is_reached_is_a_setting() -> None:
    about = progress(0.85, operator=Operator.ABOUT, about_share=Decimal("0.8"))
    assert is_reached(about)
    assert not is_reached(progress(0.85, operator=Operator.AT_LEAST, about_share=Decimal("0.8")))


@pytest.mark.parametrize("tenths", range(1, 11))
def test_the_share_itself_is_enough_as_it_is_in_the_arithmetic(tenths: int) -> None:
    share = Decimal(tenths) / 10
    ten = Quantity(Operator.ABOUT, Decimal(10), "个", CountingBasis.NEW, "十个左右", about_share=share)
    working = Working((SumTerm(Decimal(tenths), "new"),), Decimal(tenths), ten)
    assert working.satisfied
    assert is_reached(progress(working.reached, operator=Operator.ABOUT, about_share=share))


def test_a_limit_is_kept_until_it_is_broken_and_reached_only_at_the_due_date() -> None:
    kept, broken = progress(0.9, operator=Operator.AT_MOST), progress(1.1, operator=Operator.AT_MOST)
    for day in (START, HALF_WAY, DUE):
        assert light(kept, day) is Light.ON_SCHEDULE
        assert light(broken, day) is Light.FAR_BEHIND
    assert (light(kept, PAST), light(broken, PAST)) == (Light.AWAITING, Light.OVERDUE)


@pytest.mark.parametrize("final", sorted(FINAL_ASSESSMENTS))
def test_a_final_judgement_puts_the_light_out(final: Assessment) -> None:
    for due in (Due(DUE, DueBasis.STATED), STANDING):
        for day in (HALF_WAY, PAST, date(2027, 1, 1)):
            assert light(progress(0.0, assessment=final, due=due), day) is Light.NOT_APPLICABLE


@pytest.mark.parametrize("open_", ["not_rated", "no_evidence", "in_progress"])
def test_what_is_judged_but_not_for_good_keeps_its_light(open_: str) -> None:
    assert light(progress(0.0, assessment=Assessment(open_)), PAST) is Light.OVERDUE
    assert light(progress(assessment=Assessment(open_), due=STANDING), date(2026, 1, 2)) is Light.REVIEW


def test_partly_met_is_final_once_the_due_date_is_past() -> None:
    partly = progress(0.4, assessment=Assessment.PARTLY_MET)
    assert light(partly, HALF_WAY) is Light.ON_SCHEDULE
    assert light(partly, DUE) is Light.FAR_BEHIND
    assert light(partly, PAST) is Light.NOT_APPLICABLE
    standing = progress(0.4, assessment=Assessment.PARTLY_MET, due=STANDING)
    assert light(standing, date(2026, 6, 1)) is Light.NOT_APPLICABLE


def test_standing_work_has_no_light_but_a_review_once_a_year() -> None:
    standing = progress(0.5, due=STANDING)
    assert light(standing, HALF_WAY) is Light.NOT_APPLICABLE
    assert light(standing, REVIEW) is Light.NOT_APPLICABLE
    assert light(standing, date(2026, 1, 2)) is Light.REVIEW
    assert light(progress(due=STANDING, review_on=date(2027, 1, 1)), date(2026, 1, 2)) is Light.NOT_APPLICABLE


def test_a_review_that_is_past_changes_nothing_where_there_is_a_due_date() -> None:
    assert light(progress(0.5, review_on=date(2025, 1, 2)), HALF_WAY) is Light.ON_SCHEDULE


def test_before_the_period_begins_nothing_is_late() -> None:
    assert light(progress(0.0), date(2024, 1, 1)) is Light.ON_SCHEDULE
