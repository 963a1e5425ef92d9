"""A doubt stands beside its verdict everywhere: in the table, the pane, the filters, the dashboard, the briefing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QLabel

from tracker.desktop.models.columns import COLUMNS, CellStyle
from tracker.desktop.models.marks import draw_assessment, draw_doubt, draw_light
from tracker.desktop.views.dashboard.dashboard_cards import TaskLine
from tracker.desktop.views.dashboard.dashboard_page import DashboardPage
from tracker.domain.search.ledger_query import Attention, Facet, LedgerQuery
from tracker.domain.terms import Assessment, Doubt, Light
from tracker.services.assessment.judging import set_assessment
from tracker.services.commands import AssessmentChange, EvidenceFields, NewLink, Withdrawal, command
from tracker.services.commitments.reading import list_rows, read_detail
from tracker.services.evidence.recording import add_evidence, withdraw_evidence

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CITIES, RULE = "MIIT-2025-044", "MIIT-2025-042"
CHIP = next(number for number, column in enumerate(COLUMNS) if column.look is CellStyle.CHIP)


def piece(workspace: Workspace, code: str, kind: str, **measured: str) -> int:
    links = (command(NewLink, commitment=code, bearing="fulfils", **measured),)
    values = {"title": f"{code} 的材料", "publisher": "工业和信息化部", "published": "2026-01-21", "kind": kind}
    return add_evidence(workspace, command(EvidenceFields, links=links, same_briefing=False, **values)).evidence[0]


def judge(workspace: Workspace, code: str, assessment: str, **held: str) -> None:
    change = {"commitment": code, "assessment": assessment, "reason": "看过材料", "held": held}
    set_assessment(workspace, command(AssessmentChange, **change))


@pytest.fixture
def held_to(workspace: Workspace) -> str:
    """A verdict that rests on a statement alone, and that the analyst holds to."""
    piece(workspace, CITIES, "statement", value="101", unit="个", role="cumulative")
    judge(workspace, CITIES, "met", claims_only="两部门当场公布")
    return CITIES


@pytest.fixture
def without_ground(workspace: Workspace) -> str:
    """A verdict whose only proof was withdrawn afterwards."""
    law = piece(workspace, RULE, "law")
    judge(workspace, RULE, "met")
    withdraw_evidence(workspace, command(Withdrawal, evidence_id=law, reason="不是原件"))
    return RULE


def chosen(line: TaskLine, facet: Facet) -> frozenset[str]:
    """The values of a facet that a line of the dashboard leads to."""
    goal = line.task.goal
    return frozenset(goal.get(facet, ())) if isinstance(goal, dict) else frozenset()  # pyright: ignore


def line_of(window: MainWindow, code: str) -> int:
    known = window.page.table.rows.id_of(code)
    line = window.page.table.rows.position(known) if known is not None else None
    assert line is not None
    return line


def picture(window: MainWindow, line: int) -> QImage:
    """The cell of the assessment as it is drawn."""
    table = window.page.table
    index = table.rows.index(line, CHIP)
    table.scrollTo(index)
    return table.viewport().grab(table.visualRect(index)).toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def test_the_table_marks_a_doubt_without_colour_and_says_it(
    held_to: str, qtbot: QtBot, hands: Hands, window: MainWindow, appearance: Appearance
) -> None:
    rows, line = window.page.table.rows, line_of(window, held_to)
    words, cell = appearance.words, window.page.table.rows.index(line, CHIP)
    assert words.term(Doubt.CLAIMS_ONLY) in cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert words.rule(Doubt.CLAIMS_ONLY) in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert cell.data() == words.term(Assessment.MET)
    hands.take("MIIT-2025-001")  # so that the row is drawn as one that is not selected
    doubted = picture(window, line)
    row = rows.row(line)
    rows.fill([replace(row, doubts=())])
    assert picture(window, line) != doubted
    plain = rows.index(line, CHIP)
    assert words.term(Doubt.CLAIMS_ONLY) not in plain.data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_sign_of_a_doubt_is_like_no_other(qtbot: QtBot) -> None:
    def drawn(sign: object, *member: object) -> QImage:
        image = QImage(12, 12, QImage.Format.Format_Grayscale8)
        image.fill(255)
        painter = QPainter(image)
        sign(painter, QRectF(1, 1, 10, 10), *member, QColor("black"))  # pyright: ignore[reportCallIssue]
        painter.end()
        return image

    points = [(x, y) for x in range(12) for y in range(12)]
    others = [*((draw_assessment, one) for one in Assessment), *((draw_light, one) for one in Light)]
    doubt = drawn(draw_doubt)
    for sign, member in others:
        other = drawn(sign, member)
        unlike = sum(abs(doubt.pixelColor(*at).value() - other.pixelColor(*at).value()) > 80 for at in points)
        assert unlike >= 6, member


def test_the_pane_tells_the_doubt_with_the_reason_and_that_grounds_have_changed(
    held_to: str, without_ground: str, hands: Hands, window: MainWindow
) -> None:
    hands.take(held_to)
    (doubt,) = window.page.detail.findChildren(QLabel, "doubt_claims_only")
    assert "两部门当场公布" in doubt.text()
    hands.take(without_ground)
    (changed,) = window.page.detail.findChildren(QLabel, "doubt_grounds_changed")
    assert changed.toolTip() == window.page.detail._appearance.words.rule(Doubt.GROUNDS_CHANGED)


def test_the_filters_offer_the_doubts_that_there_are_and_lead_to_their_rows(
    held_to: str, without_ground: str, hands: Hands, window: MainWindow
) -> None:
    group = window.page.facets.groups[Facet.DOUBT]
    offered = {key: box.accessibleDescription() for key, box in group._boxes.items()}
    assert offered == {"claims_only": "1", "grounds_changed": "1"}
    hands.click(group._boxes["grounds_changed"])
    assert [window.page.table.rows.row(line).code for line in range(window.page.table.rows.rowCount())] == [
        without_ground
    ]


def test_a_ledger_without_a_doubt_offers_no_filter_for_it(hands: Hands, window: MainWindow) -> None:
    assert not window.page.facets.groups[Facet.DOUBT].isVisible()


def test_the_dashboard_leads_to_what_is_in_doubt_and_tells_it_in_the_order_of_the_rules(
    held_to: str, without_ground: str, qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    window.show_page("dashboard")
    hands.settle()
    page = window.pages["dashboard"]
    assert isinstance(page, DashboardPage)
    keys = [key for line in page.attention.lines for key in chosen(line, Facet.ATTENTION)]
    order = [attention.value for attention in Attention]
    assert keys == sorted(keys, key=order.index)
    assert {"grounds_changed", "due", "due_asked", "review"} <= set(keys)
    doubts = {key: line for line in page.doubts.lines for key in chosen(line, Facet.DOUBT)}
    assert {key: line.task.count for key, line in doubts.items()} == {"claims_only": 1, "grounds_changed": 1}
    hands.click(doubts["claims_only"])
    assert [row.code for row in list_rows(workspace, window.page.query)] == [held_to]
    assert window.page.query == LedgerQuery({Facet.DOUBT: frozenset({"claims_only"})})


def test_the_briefing_marks_the_doubt_in_its_margin_and_says_it(
    held_to: str, hands: Hands, window: MainWindow, appearance: Appearance
) -> None:
    window.show_page("briefing")
    hands.settle()
    text = window.briefing.text
    marks = {mark.code: mark for mark in text.marks}
    assert marks[held_to].doubts == (Doubt.CLAIMS_ONLY,)
    assert appearance.words.term(Doubt.CLAIMS_ONLY) in text.describe(marks[held_to])
    notes = {note.mark.code: note for note in text.notes() if note.mark is not None}
    other = notes[RULE]
    words = len(other.words), len(notes[held_to].words)
    assert notes[held_to].box.width() - other.box.width() > 0 or words[0] > words[1]


def test_what_is_held_is_read_again_from_the_ledger(held_to: str, workspace: Workspace) -> None:
    assert [one.reason for one in read_detail(workspace, held_to).doubts] == ["两部门当场公布"]
