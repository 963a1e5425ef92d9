"""What the rules proposed and nobody has read is marked in the list and in the detail pane."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands, more_acts

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.window.main_window import MainWindow
from tracker.services.briefings.coding_drafts import raw_of
from tracker.services.briefings.draft_coding import draft_of
from tracker.services.briefings.finding import find_in_source
from tracker.services.briefings.loading import load_draft
from tracker.services.briefings.reviewing import list_unreviewed
from tracker.services.briefings.source_text import read_pasted_text
from tracker.services.commands import NewSource, command
from tracker.services.ledgers.workspace import open_workspace

CODE = "MB-2026-001"
WORDS = "修订管理办法"


@pytest.fixture(autouse=True)
def source(ledger_path: Path) -> None:
    """A source that was taken in unread, before the window opens."""
    workspace = open_workspace(ledger_path)
    found = find_in_source(read_pasted_text(f"要点\n下一步，我们将{WORDS}，出台实施细则。\n"), date(2026, 1, 1))
    draft, _ = draft_of(found.source.clean.text, found.findings).accept_all()
    wish = command(NewSource, title="要点", publisher="某部", held_on="2026-01-01", prefix="MB-2026")
    load_draft(workspace, draft, raw_of(found), wish, is_reviewed=False)
    workspace.close()


def _marked(window: MainWindow) -> bool:
    return any(label.property("mark") == "not_reviewed" for label in window.findChildren(QLabel))


def test_it_is_marked_in_the_list_and_in_the_detail_pane(
    qtbot: QtBot, hands: Hands, window: MainWindow, appearance: Appearance
) -> None:
    hands.take("MIIT-2025-044")
    hands.settle()
    assert not _marked(window)
    hands.take(CODE)
    qtbot.waitUntil(lambda: _marked(window))
    model = window.page.table.model()
    titles = [str(model.index(row, 1).data(Qt.ItemDataRole.DisplayRole)) for row in range(model.rowCount())]
    (title,) = [one for one in titles if one.endswith(WORDS) and one != WORDS]
    assert title == appearance.words.phrase("title_not_reviewed", title=WORDS)


def test_it_is_accepted_from_the_menu_and_that_can_be_undone(hands: Hands, window: MainWindow, qtbot: QtBot) -> None:
    hands.take("MIIT-2025-044")
    hands.settle()
    assert "acceptUnit" not in more_acts(window)
    hands.take(CODE)
    qtbot.waitUntil(lambda: _marked(window))
    more_acts(window)["acceptUnit"].trigger()
    qtbot.waitUntil(lambda: not _marked(window))
    assert "acceptUnit" not in more_acts(window)
    qtbot.keyClick(window.page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: _marked(window))


def test_several_are_accepted_at_once(hands: Hands, window: MainWindow, qtbot: QtBot, ledger_path: Path) -> None:
    page = window.page
    hands.take("MIIT-2025-044")
    hands.settle()
    assert not page.bulk.accept_button.isVisibleTo(page.bulk)
    page.table.selectAll()  # the first of them, which was read, stays the current one
    qtbot.waitUntil(page.bulk.accept_button.isVisible)
    page.table.clearSelection()
    hands.take(CODE)
    hands.settle()
    row = page.table.currentIndex().row()
    page.table.selectRow(row)
    # The rows stand in the order of their codes: the other one of the source is the next.
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(page.bulk.accept_button.isVisible)
    hands.click(page.bulk.accept_button)
    hands.settle()

    def reviewed() -> bool:
        workspace = open_workspace(ledger_path)
        try:
            return not list_unreviewed(workspace)
        finally:
            workspace.close()

    qtbot.waitUntil(reviewed)
