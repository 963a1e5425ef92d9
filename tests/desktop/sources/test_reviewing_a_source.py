"""From the form of what was found to the review, and from there to the briefing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication
from tests.desktop.conftest import button_of
from tests.desktop.sources.test_adding_a_source import TEXT, checked, dialog, front

from tracker.desktop.views.coding.coding_review import CodingReview
from tracker.desktop.views.sources.source_dialog import SourceDialog
from tracker.domain.briefings.coding_draft import UnitState
from tracker.services.briefings.coding_drafts import list_drafts
from tracker.services.briefings.sources import list_sources

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

__all__ = ["dialog"]


def test_what_was_found_is_reviewed_and_comes_into_the_briefing(
    qtbot: QtBot, hands: Hands, dialog: SourceDialog, window: MainWindow, workspace: Workspace
) -> None:
    said: list[str] = []
    window.sources.said.connect(said.append)
    form = checked(qtbot, hands, dialog, TEXT)
    form.review_button.click()
    review = front(qtbot, hands, CodingReview)
    review.reject()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()
    assert len(list_drafts(workspace)) == len(said) == 1
    window.actions_by_name["add_source"].trigger()
    button_of(front(qtbot, hands, SourceDialog), "continueDraft").click()
    review = front(qtbot, hands, CodingReview)
    while any(unit.state is UnitState.PROPOSED for unit in review.draft.units):
        review.accept_piece()
    qtbot.waitUntil(lambda: review.is_saved)
    with qtbot.waitSignal(window.sources.source_added) as added:
        review.load()
    hands.settle()
    assert added.args == [list_sources(workspace)[-1].key]
    assert window.briefing.isVisible()
    assert len(said) == 2
