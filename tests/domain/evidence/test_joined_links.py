"""Of the links of two pieces that are one document what is counted is counted once, and every ground stays."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.evidence.joined_links import SaidOf, join_links
from tracker.domain.terms import Bearing, Stage, ValueRole

NEW = {"value": Decimal(35), "unit": "个", "role": ValueRole.NEW}
PLAN = {**NEW, "role": ValueRole.PLAN}


def said(row: int, commitment: int = 1, bearing: Bearing = Bearing.FULFILS, **values: Any) -> SaidOf:
    return SaidOf(row, commitment, values.pop("part", None), bearing, **values)


def test_what_only_the_first_says_goes_over() -> None:
    joined = join_links([said(1), said(2, part=7), said(3, 2)], [said(9)])
    assert [one.row for one in joined.moved] == [2, 3]
    assert joined.filled == ()


def test_what_both_say_stays_as_the_second_says_it() -> None:
    assert join_links([said(1, stage=Stage.ISSUED, **NEW)], [said(9, stage=Stage.ISSUED, **NEW)]).moved == ()


def test_of_two_measurements_of_one_sort_the_seconds_stands() -> None:
    other = {**NEW, "value": Decimal(36)}
    joined = join_links([said(1, bearing=Bearing.PROGRESS, **other)], [said(9, **NEW)])
    assert [(one.row, one.value, one.role) for one in joined.moved] == [(1, None, None)]


def test_a_measurement_that_is_not_counted_yet_takes_no_other_away() -> None:
    joined = join_links([said(1, stage=Stage.ISSUED, **NEW)], [said(9, stage=Stage.PUBLICITY, **NEW)])
    assert [(one.row, one.value) for one in joined.moved] == [(1, Decimal(35))]


def test_a_plan_stays_a_plan() -> None:
    joined = join_links([said(1, bearing=Bearing.PROGRESS, **PLAN)], [said(9, **PLAN)])
    assert [(one.row, one.role) for one in joined.moved] == [(1, ValueRole.PLAN)]


def test_a_bare_link_takes_over_what_the_other_knows() -> None:
    joined = join_links([said(1, stage=Stage.ISSUED, **NEW)], [said(9)])
    assert joined.moved == ()
    assert joined.filled == (said(9, stage=Stage.ISSUED, **NEW),)


@pytest.mark.parametrize("limited", [{"stage": Stage.CONSULTATION}, {"stage": Stage.IN_FORCE}, PLAN])
def test_a_link_that_proves_less_covers_no_bare_one(limited: dict[str, Any]) -> None:
    assert [one.row for one in join_links([said(1)], [said(9, **limited)]).moved] == [1]
    assert [one.row for one in join_links([said(1, **limited)], [said(9)]).moved] == [1]


LINKS = st.builds(
    lambda commitment, part, bearing, stage, measured: said(0, commitment, bearing, part=part, stage=stage, **measured),
    st.integers(1, 2),
    st.sampled_from([None, 7]),
    st.sampled_from(Bearing),
    st.sampled_from([None, *Stage]),
    st.one_of(
        st.just({}),
        st.builds(
            lambda value, unit, role: {"value": Decimal(value), "unit": unit, "role": role},
            st.integers(1, 3),
            st.sampled_from(["个", "家"]),
            st.sampled_from(ValueRole),
        ),
    ),
)


def numbered(links: list[SaidOf], first: int) -> list[SaidOf]:
    from dataclasses import replace

    return [replace(link, row=first + place) for place, link in enumerate(links)]


@given(st.lists(LINKS, max_size=5), st.lists(LINKS, max_size=5))
def test_no_bearing_is_lost_and_no_sort_of_measurement(one: list[SaidOf], other: list[SaidOf]) -> None:
    first, second = numbered(one, 1), numbered(other, 100)
    joined = join_links(first, second)
    filled = {link.row: link for link in joined.filled}
    after = [*joined.moved, *(filled.get(link.row, link) for link in second)]

    def bearings(links: list[SaidOf]) -> set[tuple[object, ...]]:
        return {(link.commitment, link.part, link.bearing) for link in links}

    def sorts(links: list[SaidOf]) -> set[tuple[object, ...]]:
        return {(link.commitment, link.part, link.unit, link.role) for link in links if link.value is not None}

    assert bearings(after) == bearings([*first, *second])
    assert sorts(after) == sorts([*first, *second])
    assert {link.row for link in joined.moved} <= {link.row for link in first}
    assert join_links([], second).moved == ()


@given(st.lists(LINKS, max_size=5))
def test_a_piece_joined_with_its_copy_says_what_it_said(links: list[SaidOf]) -> None:
    once = numbered(links, 1)
    joined = join_links(once, numbered(links, 100))
    assert {link.bearing for link in joined.moved} <= {link.bearing for link in once}
    counted = [link for link in joined.moved if link.value is not None and link.role is not ValueRole.PLAN]
    assert counted == []
