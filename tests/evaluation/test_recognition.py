"""The bars that the recognition of pledges must clear, on the texts that it was developed with."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from tracker.services.ledgers.workspace import Workspace

Evaluation = dict[str, Any]


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return runpy.run_path(str(Path(__file__).with_name("recognition.py")))


@pytest.mark.parametrize(("name", "right"), [("development", 0.85), ("written", 0.85), ("a year on", 0.6)])
def test_the_sets_clear_their_bars(evaluation: Evaluation, workspace: Workspace, name: str, right: float) -> None:
    rows = evaluation["read"](evaluation["SETS"][name])
    figures = evaluation["measure"](rows, evaluation["ask"](workspace, rows))
    assert figures.clears, figures
    assert figures.right >= right * figures.related


def test_a_pair_that_is_not_named_and_a_look_alike_that_is_taken_count_against_the_bars(evaluation: Evaluation) -> None:
    figures = evaluation["Figures"]
    assert figures(first=9, another=0, pairs=10, taken=3, look_alikes=20, right=0, related=9).clears
    assert not figures(first=8, another=1, pairs=10, taken=0, look_alikes=20, right=8, related=8).clears
    assert not figures(first=10, another=0, pairs=10, taken=4, look_alikes=20, right=9, related=9).clears
