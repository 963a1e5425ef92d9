"""A captured page is asked for again from the card of its piece, and what became of it stands there."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands

from tracker.capture.watching.page_changes import page_not_seen
from tracker.desktop.appearance import Appearance
from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.errors import UserError
from tracker.domain.watching.page_changes import ChangeSign
from tracker.services.commands import RecheckRound, command, evidence_fields
from tracker.services.events.replaying import list_events
from tracker.services.evidence.capturing import examine_text
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace
from tracker.services.watching.rechecks import record_rechecks
from tracker.store.watching.rechecks import change_as_json

CITIES = "MIIT-2025-044"
ADDRESS = "http://127.0.0.1:9/notice.html"
CHANGE = {
    "signs": [ChangeSign.LIST_GREW.value, ChangeSign.WORDS_CHANGED.value],
    "sizes": [900, 960],
    "rows": [34, 35],
    "changes": [["34个", "35个", "共34个城市"]],
    "has_more": False,
    "details": {},
}


@pytest.fixture
def piece(workspace: Workspace) -> int:
    """A piece that keeps a page of an address where nobody answers."""
    page = examine_text("关于公布试点城市名单的通知\n共34个城市。")
    kept = {"sha256": page.sha256, "name": "notice.html", "size": len(page.content), "media_type": "text/html"}
    file = {**kept, "pages": page.document.pages, "url": ADDRESS, "retrieved_at": datetime(2026, 11, 1, tzinfo=UTC)}
    fields = {"title": "试点城市名单", "publisher": "工业和信息化部", "published": "2025-07-01", "kind": "list"}
    links = [{"commitment": CITIES, "bearing": "progress"}]
    added = evidence_fields({**fields, "url": ADDRESS, "links": links, "attachments": [file]})
    return add_evidence(workspace, added, {page.sha256: page.content}).evidence[0]


def recheck_line(window: MainWindow) -> QLabel | None:
    (card,) = window.page.detail.findChildren(EvidenceCard)
    return card.findChild(QLabel, "recheck")


def test_a_page_that_changed_says_so_beside_its_piece(
    window: MainWindow, hands: Hands, workspace: Workspace, piece: int
) -> None:
    seen = {"evidence_id": piece, "address": ADDRESS, "outcome": "changed", "change": CHANGE}
    record_rechecks(workspace, command(RecheckRound, rechecks=[seen]))
    window.page.show_commitment(CITIES)
    hands.settle()
    line = recheck_line(window)
    assert line is not None
    assert line.property("outcome") == "changed"
    assert "34" in line.text()
    assert "35" in line.text()
    assert "35个" in line.toolTip()


@pytest.mark.network
def test_the_button_asks_now_and_says_what_came_of_it(
    window: MainWindow, hands: Hands, qtbot: QtBot, workspace: Workspace, piece: int
) -> None:
    window.page.show_commitment(CITIES)
    hands.settle()
    (card,) = window.page.detail.findChildren(EvidenceCard)
    again = card.findChild(QPushButton, "recheckPage")
    assert again is not None
    with qtbot.waitSignal(window.page.said, timeout=20_000) as told:
        qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    hands.settle()
    # An address of one's own network is not asked; nothing is known of the page then, and nothing stands beside it.
    assert told.args is not None
    assert "127.0.0.1" in told.args[0]
    assert recheck_line(window) is None
    (event,) = (event for event in list_events(workspace) if event.kind == "pages_rechecked")
    assert (event.details["count"], event.details["gone"]) == (1, 0)


@pytest.mark.network
def test_a_second_press_while_the_page_is_asked_for_asks_once(
    window: MainWindow, hands: Hands, qtbot: QtBot, workspace: Workspace, piece: int
) -> None:
    window.page.show_commitment(CITIES)
    hands.settle()
    (card,) = window.page.detail.findChildren(EvidenceCard)
    again = card.findChild(QPushButton, "recheckPage")
    assert again is not None
    qtbot.mouseDClick(again, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    hands.settle()
    assert [event.kind for event in list_events(workspace)].count("pages_rechecked") == 1


def test_a_page_that_is_gone_says_what_is_to_be_checked(
    window: MainWindow, hands: Hands, workspace: Workspace, piece: int, appearance: Appearance
) -> None:
    error = UserError("page_status", field="url", host="127.0.0.1", status=404)
    change = page_not_seen(error, datetime(2026, 11, 20, tzinfo=UTC))
    fields = {"outcome": change.outcome, "problem": change.reason, "change": change_as_json(change)}
    seen = {"evidence_id": piece, "address": ADDRESS, **fields}
    record_rechecks(workspace, command(RecheckRound, rechecks=[seen]))
    window.page.show_commitment(CITIES)
    hands.settle()
    line = recheck_line(window)
    assert line is not None
    assert appearance.words.error(error) in line.text().replace("\u200b", "")
