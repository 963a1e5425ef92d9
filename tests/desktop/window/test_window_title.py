"""What the window says of the sources of its ledger, as they come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.desktop.models.columns import code_parts
from tracker.desktop.views.common.widgets import ElidedLabel
from tracker.services.commands import SheetWish, command
from tracker.services.events.undoing import undo
from tracker.services.exchange.importing import bring_in, offer, read_sheets

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

SHEET = "工作任务,牵头单位\n培育20个省级特色产业集群,规划司\n制定行动方案,科技司\n".encode()


def brought(workspace: Workspace) -> None:
    file = read_sheets(SHEET, "office.csv")
    days = {"held_on": "2026-01-10", "stated_on": "2026-11-01"}
    wish = command(SheetWish, title="任务表", publisher="某省工信厅", prefix="OFFICE-2026", **days)
    bring_in(workspace, file, offer(workspace, file).plan, wish)


def named(window: MainWindow) -> str:
    label = window.top_bar.findChild(ElidedLabel)
    assert label is not None
    return label.toolTip()


def test_a_source_that_comes_in_is_named_and_one_that_is_taken_back_no_longer(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    alone, narrow = named(window), window.page.table.header.sectionSize(0)
    brought(workspace)
    qtbot.waitUntil(lambda: named(window) == f"某省工信厅 2026-01-10 · {alone}")
    assert window.page.table.header.sectionSize(0) > narrow
    hands.settle()
    undo(workspace)
    qtbot.waitUntil(lambda: named(window) == alone)


@pytest.mark.parametrize(
    ("code", "parts"),
    [("MIIT-2025-044", ["MIIT-2025-044", "2025-044", "044"]), ("7", ["7"]), ("", [])],
)
def test_a_code_is_shown_from_its_end_where_there_is_little_room(code: str, parts: list[str]) -> None:
    assert list(code_parts(code)) == parts
