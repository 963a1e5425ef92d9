"""Received ledgers with code of somebody else: nothing of it runs. All of them: `make torture`, group `schemas`."""

from pathlib import Path

import pytest
from tests.torture.hostile_schemas import HOSTILE
from tests.torture.schema_steps import lay_out, take, wrong_with

_TRIED = (
    "trigger after an event",
    "trigger that swallows an event",
    "view that swallows searches",
    "endless view instead of the commitments",
    "endless view instead of the number",
    "virtual table instead of the topics",
    "generated column of 400 megabytes",
    "collation that nobody knows",
    "trigger said to be an index",
    "SQL that is hidden behind a zero",
    "table of ours in capitals",
    "number set back",
    "number of ten megabytes",
)


def test_there_are_at_least_forty_sorts() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("name", _TRIED)
def test_nothing_of_a_hostile_ledger_runs_and_its_rows_can_be_had(name: str, sample_path: Path, tmp_path: Path) -> None:
    place = tmp_path / "received"
    place.mkdir()
    lay_out(name, sample_path, place)
    assert list(wrong_with(place, list(take(place)))) == []
