"""From the form of what was found to the review, and from there to the briefing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication
from tests.desktop.conftest import button_of
from tests.desktop.sources.test_adding_a_source import TEXT, checked, dialog, front

from tracker.desktop.views.coding.coding_review import CodingReview, LoadedCoding
from tracker.desktop.views.forms.plain_dialog import WaysDialog
from tracker.desktop.views.sources.source_dialog import SourceDialog
from tracker.domain.briefings.coding_draft import UnitState
from tracker.services.briefings.coding_drafts import list_drafts, open_draft, save_draft
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


def test_what_the_draft_says_otherwise_of_what_is_there_is_said_and_not_taken(
    qtbot: QtBot, hands: Hands, dialog: SourceDialog, window: MainWindow, workspace: Workspace
) -> None:
    said: list[str] = []
    window.sources.said.connect(said.append)
    checked(qtbot, hands, dialog, TEXT).review_button.click()
    review = front(qtbot, hands, CodingReview)
    review.accept_piece()
    qtbot.waitUntil(lambda: review.is_saved)
    review.load()
    front(qtbot, hands, WaysDialog).ways[0].click()
    qtbot.waitUntil(lambda: bool(said))
    (waiting,) = list_drafts(workspace)
    opened = open_draft(workspace, waiting.kept.uid)
    fields = replace(opened.draft.unit(1).fields, title="另一个名称")
    save_draft(workspace, opened.kept, opened.draft.set_fields({1: fields}), 0)
    hands.settle()
    window.actions_by_name["add_source"].trigger()
    button_of(front(qtbot, hands, SourceDialog), "continueDraft").click()
    review = front(qtbot, hands, CodingReview)
    while any(unit.state is UnitState.PROPOSED for unit in review.draft.units):
        review.accept_piece()
    qtbot.waitUntil(lambda: review.is_saved)
    loaded: list[LoadedCoding] = []
    review.loaded.connect(loaded.append)
    review.load()
    if isinstance(QApplication.activeModalWidget(), WaysDialog):
        front(qtbot, hands, WaysDialog).ways[0].click()
    qtbot.waitUntil(lambda: bool(loaded))
    hands.settle()
    (kept,) = loaded[0].otherwise
    assert kept.fields == ("title",)
    assert kept.code in said[-1]
