"""What is offered for a field of a unit, and how it is known there."""

import re
from datetime import date
from decimal import Decimal

import pytest

from tracker.briefing.finding.field_offers import (
    amounts_in,
    day_as_known,
    departments_as_known,
    departments_near,
    names_in,
)
from tracker.domain.briefings.found_units import FoundDepartment
from tracker.domain.terms import DepartmentBasis, DepartmentRole, DueBasis, Operator

HELD_ON = date(2026, 1, 20)


@pytest.mark.parametrize(
    ("words", "operator", "value"),
    [
        ("年内力争促成产业用地分割转让6宗以上", Operator.AT_LEAST, 6),
        ("平均浓度控制在38微克/立方米以内", Operator.AT_MOST, 38),
        ("食用菌扩到8000万棒", Operator.EQUAL, 80_000_000),
        ("再选80到100个县", Operator.AT_LEAST, 80),
        ("事故起数下降两成", Operator.EQUAL, 20),
    ],
)
def test_an_amount_in_any_measure_word_is_offered(words: str, operator: Operator, value: int) -> None:
    assert (operator, Decimal(value)) in {(one.operator, one.value) for one in amounts_in(words)}


@pytest.mark.parametrize(
    ("text", "day", "basis"),
    [
        ("今年要做好以下工作。6月底前修订办法。", date(2026, 6, 30), DueBasis.STATED),
        ("今年要做好以下工作。修订办法。", date(2026, 12, 31), DueBasis.SECTION),
        ("做好以下工作。修订办法。", date(2026, 12, 31), DueBasis.USER),
        ("今年要做好以下工作。汛期前修订办法。", date(2026, 5, 31), DueBasis.DERIVED),
        ("今年要做好以下工作。修订办法。", date(2026, 5, 31), DueBasis.USER),
        ("1\t6月底前\t修订办法。", date(2026, 6, 30), DueBasis.STATED),
    ],
)
def test_a_day_that_a_person_sets_has_the_basis_of_the_text_or_is_the_persons(
    text: str, day: date, basis: DueBasis
) -> None:
    words = next(one for one in re.split("[。\\t]", text) if "修订办法" in one)
    start = text.index(words)
    assert day_as_known(text, start, start + len(words), day, HELD_ON).basis is basis


def test_departments_that_are_taken_over_are_named_only_where_the_words_name_them() -> None:
    text = "由规划司牵头，修订办法。\n开展检查。"
    office = "教育部科技司司长"
    several = tuple(
        FoundDepartment(name, DepartmentRole.LEAD, DepartmentBasis.NAMED) for name in ("规划司", "科技司", "财政部")
    )
    start = text.index("开展检查")
    known = departments_as_known(text, start, start + 4, office, several)
    assert [one.basis for one in known] == [DepartmentBasis.USER, DepartmentBasis.SPEAKER, DepartmentBasis.USER]
    start = text.index("修订办法")
    assert departments_as_known(text, start, start + 4, office, several)[0].basis is DepartmentBasis.NAMED


def test_whom_a_text_names_is_offered_for_typing() -> None:
    text = "某部执法稽查局局长说，联合全国总工会、财政部开展检查，依托消费者协会公布结果，财政部参加。"
    names = names_in(text)
    assert names[0] == "财政部"
    assert {"全国总工会", "消费者协会"} <= set(names)
    offered = departments_near("依托消费者协会公布结果", 0, 11, "")
    assert "消费者协会" in {one.name for several in offered for one in several}
