"""The bars that finding units must clear, on coded texts of every genre."""

import runpy
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

FIRST = "2025-01-21-miit"


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    evaluation = runpy.run_path(str(Path(__file__).with_name("units.py")))
    return {coded.name: evaluation["measure"](coded) for coded in evaluation["texts"](())}


def test_the_first_briefing_is_found_with_its_amounts_and_days(figures: dict[str, Any]) -> None:
    first = figures[FIRST]
    assert first.clears(0.97, 0.92)
    for name in ("amount", "real", "due", "offices"):
        assert first.filled[name]
        assert first.right[name] == first.filled[name]


def test_every_genre_clears_its_bar_and_all_together_do(figures: dict[str, Any]) -> None:
    coded = {name: one for name, one in figures.items() if one.coded and name != FIRST}
    assert len(coded) >= 15
    assert [name for name, one in coded.items() if not one.clears(0.8, 0.7)] == []
    assert mean(one.recall for one in coded.values()) >= 0.9
    assert mean(one.precision for one in coded.values()) >= 0.8
    assert all(one.f1 > one.baseline for one in coded.values())


def test_a_text_without_a_pledge_has_no_unit(figures: dict[str, Any]) -> None:
    without = [one for one in figures.values() if not one.coded]
    assert len(without) == 2
    assert not any(one.found for one in without)


def test_what_is_filled_is_right_and_amounts_are_not_made_up(figures: dict[str, Any]) -> None:
    for name, least in (("amount", 0.95), ("due", 0.95), ("offices", 0.95), ("real", 0.98)):
        right = sum(one.right[name] for one in figures.values())
        filled = sum(one.filled[name] for one in figures.values())
        assert right >= least * filled, (name, right, filled)
