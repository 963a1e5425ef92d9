"""The detail pane: one bar of actions that never moves, and sections that fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip, QWidget
from tests.desktop.conftest import more_acts

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.desktop.views.detail.fold_section import FoldSection, SectionHead
from tracker.desktop.views.detail.ladder_view import LadderView
from tracker.desktop.views.detail.timeline import BriefLine, TimelineEntry
from tracker.services.commands import EvidenceFields, command
from tracker.services.evidence.recording import add_evidence

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.detail.detail_pane import DetailPane
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CITIES = "MIIT-2025-044"
CLUSTERS = "MIIT-2025-045"


def add_piece(workspace: Workspace, title: str) -> int:
    """A piece of evidence on the pilot cities."""
    values = {"title": title, "publisher": "工信部", "published": "2025-05-12", "kind": "document"}
    links = [{"commitment": CITIES, "bearing": "progress"}]
    return add_evidence(workspace, command(EvidenceFields, links=links, **values)).evidence[0]


def section(window: MainWindow, name: str) -> FoldSection:
    found = window.page.detail.findChild(FoldSection, f"section_{name}")
    assert found is not None, name
    return found


def head(window: MainWindow, name: str) -> SectionHead:
    return section(window, name).head


def place_of(window: MainWindow, name: str) -> QPoint:
    button = window.page.detail.findChild(QPushButton, name)
    assert button is not None
    assert button.isVisible()
    return button.mapTo(window, QPoint())


def test_the_actions_stand_in_the_same_place_for_every_commitment_and_wherever_it_is_scrolled_to(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    for number in range(6):
        add_piece(workspace, f"通知{number}")
    names = ("judge", "addEvidence", "logSearch")
    seen = []
    for code in (CITIES, CLUSTERS, "MIIT-2025-060"):
        hands.take(code)
        seen.append([place_of(window, name) for name in names])
        bar = window.page.detail.area.verticalScrollBar()
        bar.setValue(bar.maximum())
        seen.append([place_of(window, name) for name in names])
    assert all(places == seen[0] for places in seen)


def test_a_page_reads_conclusion_words_target_evidence_timeline_and_then_the_rest(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    add_piece(workspace, "通知")
    hands.take(CITIES)
    pane = window.page.detail
    tops = {one.name: one.mapTo(pane, QPoint()).y() for one in pane.findChildren(FoldSection) if one.isVisible()}
    order = sorted(tops, key=lambda name: tops[name])
    assert order == ["words", "facts", "target", "evidence", "history", "more"]
    verdict = pane.findChild(QWidget, "verdict")
    assert verdict is not None
    assert verdict.mapTo(pane, QPoint()).y() < tops["words"]


def test_keywords_tags_and_the_other_title_stand_folded_under_the_last_head(hands: Hands, window: MainWindow) -> None:
    hands.take(CITIES)
    pane = window.page.detail
    hidden = (pane.more.fields["keywords"], pane.heading.other_title, window.page.tags)
    assert not any(one.isVisible() for one in hidden)
    hands.click(head(window, "more"))
    assert all(one.isVisible() for one in hidden)
    assert all(section(window, "more").isAncestorOf(one) for one in hidden)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Left])
def test_a_section_is_folded_and_opened_by_keys(hands: Hands, window: MainWindow, key: Qt.Key) -> None:
    hands.take(CITIES)
    head(window, "words").setFocus()
    QTest.keyClick(head(window, "words"), key)
    assert not section(window, "words").body.isVisible()
    QTest.keyClick(head(window, "words"), Qt.Key.Key_Right if key == Qt.Key.Key_Left else key)
    assert section(window, "words").body.isVisible()


def test_what_is_folded_stays_so_for_the_next_commitment_and_at_the_next_start(
    hands: Hands, window: MainWindow, settings: Settings
) -> None:
    hands.take(CITIES)
    hands.click(head(window, "words"))
    hands.click(head(window, "history"))
    hands.take(CLUSTERS)
    assert not section(window, "words").body.isVisible()
    assert window.page.detail.findChildren(TimelineEntry) == []  # what nobody sees is not made
    hands.click(head(window, "history"))
    hands.settle()
    assert window.page.detail.findChildren(TimelineEntry)
    assert Settings(settings.path).recall("detail_sections") == {"words": False, "history": True}


def test_a_link_to_a_piece_unfolds_the_evidence(hands: Hands, window: MainWindow, workspace: Workspace) -> None:
    known = add_piece(workspace, "通知")
    hands.take(CITIES)
    hands.click(head(window, "evidence"))
    hands.take(CLUSTERS)
    hands.take(CITIES)
    assert window.page.detail.findChildren(EvidenceCard) == []
    window.page.detail.show_evidence(known)
    hands.settle()
    (card,) = window.page.detail.findChildren(EvidenceCard)
    assert card.is_found
    assert card.isVisible()


def test_a_change_that_was_begun_shows_in_a_section_that_was_folded(hands: Hands, window: MainWindow) -> None:
    hands.take(CITIES)
    pane = window.page.detail
    pane.show_fields()
    hands.settle()
    pane.more.fields["keywords"].open()
    editor = pane.more.fields["keywords"].editor
    assert editor is not None
    editor.reason.setText("补充")
    hands.click(head(window, "more"))
    hands.take(CLUSTERS)
    hands.take(CITIES)
    assert section(window, "more").is_open
    again = pane.more.fields["keywords"].editor
    assert again is not None
    assert again.reason.text() == "补充"


def test_a_ladder_that_nothing_climbed_waits_under_the_last_head(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    hands.take("MIIT-2025-042")
    ladders = window.page.detail.findChildren(LadderView)
    assert ladders
    assert all(section(window, "more").isAncestorOf(one) for one in ladders)


def test_what_is_done_more_seldom_is_in_the_menu_and_leads_where_it_says(hands: Hands, window: MainWindow) -> None:
    hands.take(CITIES)
    acts = more_acts(window)
    assert set(acts) == {"addClaim", "addLater", "showInBriefing", "showFields"}
    acts["showFields"].trigger()
    hands.settle()
    assert section(window, "more").is_open
    assert head(window, "more").hasFocus()
    more_acts(window)["showInBriefing"].trigger()
    hands.settle()
    assert window.briefing.isVisible()
    assert window.briefing.text.current is not None
    assert window.briefing.text.current.code == CITIES


def test_an_undo_takes_one_line_and_tells_the_rest_when_asked(hands: Hands, window: MainWindow) -> None:
    hands.take(CITIES)
    hands.type(window.page.tags.input, "重点")
    window.page.tags.input.returnPressed.emit()
    hands.settle()
    window.actions_by_name["undo"].trigger()
    hands.settle()
    (line,) = window.page.detail.findChildren(BriefLine)
    entry = next(one for one in window.page.detail.findChildren(TimelineEntry) if one.is_brief)
    assert entry.height() <= 2 * line.sizeHint().height()
    before = entry.height()
    QTest.keyClick(line, Qt.Key.Key_Return)
    hands.settle()
    assert line.isChecked()
    assert entry.height() > before


def test_alt_and_the_arrows_go_to_the_next_commitment_wherever_the_keyboard_is(
    qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    hands.take(CITIES)
    head(window, "words").setFocus()
    QTest.keyClick(head(window, "words"), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: hands.code == CLUSTERS)
    hands.settle()
    QTest.keyClick(window.page.detail.area, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: hands.code == CITIES)


class Painted(QObject):
    """How many pixels were missing at each painting of what the pane scrolls."""

    def __init__(self, pane: DetailPane) -> None:
        super().__init__(pane)
        self.missing: list[int] = []
        body = pane.area.widget()
        assert body is not None
        body.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            layout = watched.layout()
            assert layout is not None
            self.missing.append(layout.totalHeightForWidth(watched.width()) - watched.height())
        return False


def test_whatever_is_painted_has_its_place(hands: Hands, window: MainWindow, workspace: Workspace) -> None:
    for number in range(4):
        add_piece(workspace, f"通知{number}")
    painted = Painted(window.page.detail)
    hands.take(CLUSTERS)
    window.show_page("dashboard")
    hands.settle()
    window._show_commitment(CITIES)
    hands.settle()
    window._show_commitment("MIIT-2025-001")
    hands.settle()
    assert painted.missing
    assert max(painted.missing) <= 1


def test_a_hover_text_goes_when_its_page_is_left_by_a_key(
    qtbot: QtBot, hands: Hands, window: MainWindow, appearance: Appearance
) -> None:
    window.show_page("briefing")
    hands.settle()
    text = window.briefing.text
    note = next(note for note in text.notes() if note.mark is not None)
    point = QPoint(round(note.box.center().x()), round(note.box.center().y()) - text.verticalScrollBar().value())
    where = text.viewport().mapToGlobal(point)
    QApplication.sendEvent(text.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, point, where))
    qtbot.waitUntil(QToolTip.isVisible)
    window.show_page("ledger")
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
