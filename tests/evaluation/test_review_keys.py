"""A review takes few keys: a coder who knows the coding of a text presses them in the real window."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    "name", ["2025-01-21-miit", "report-guizhou-2026", "report-county-qingping", "task-table-heyang", "plan-yunting"]
)
def test_a_coding_is_reached_by_few_keys_without_leaving_the_text(name: str, qtbot: QtBot, tmp_path: Path) -> None:
    replay: dict[str, Any] = runpy.run_path(str(HERE / "review_keys.py"))
    texts = runpy.run_path(str(HERE / "units.py"))["texts"]
    path = HERE / "briefings" / f"{name}.json"
    (coded,) = [one for one in texts([path] if path.is_file() else ()) if one.name == name]
    (effort,) = replay["efforts"]([coded], tmp_path)
    assert effort.keys_a_unit <= replay["MOST_KEYS_A_UNIT"]
    assert effort.changes_a_unit <= replay["MOST_CHANGES_A_UNIT"]
    assert effort.otherwise == 0
