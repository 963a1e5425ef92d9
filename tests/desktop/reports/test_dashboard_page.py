"""The dashboard: what needs attention, pictures whose every mark leads to its rows, and the same in words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolTip

from tracker.desktop.views.dashboard.charts import gather
from tracker.desktop.views.dashboard.dashboard_page import DashboardPage
from tracker.desktop.views.window.pages import PAGES
from tracker.domain.evidence.evidence_query import INBOX
from tracker.domain.search.ledger_query import Attention, Facet, LedgerQuery
from tracker.domain.terms import Assessment
from tracker.services.briefings.coding import revise_commitment
from tracker.services.commands import CommitmentRevision, EvidenceFields, command
from tracker.services.commitments import reading
from tracker.services.commitments.dashboard import read_dashboard
from tracker.services.evidence.recording import add_evidence

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.views.dashboard.charts import ChartMark, ChartView
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CITIES = "MIIT-2025-044"
NOTICE = {"title": "通知", "publisher": "财政部", "kind": "document"}
LINK = {"commitment": CITIES, "bearing": "progress", "value": 101, "unit": "个", "role": "cumulative"}
NUMBER = re.compile(r"：(\d+) 项")


def record(workspace: Workspace) -> None:
    """Two months of evidence on the pilot cities, and a piece that bears on nothing yet."""
    for published in ("2025-05-12", "2025-07-01"):
        add_evidence(workspace, command(EvidenceFields, **NOTICE, published=published, links=[LINK]))
    add_evidence(workspace, command(EvidenceFields, **NOTICE, published="2025-07-02"))


@pytest.fixture
def empty_page(hands: Hands, window: MainWindow) -> DashboardPage:
    """The dashboard of a fresh ledger, turned to."""
    page = window.pages["dashboard"]
    assert isinstance(page, DashboardPage)
    window.show_page("dashboard")
    hands.settle()
    return page


@pytest.fixture
def page(workspace: Workspace, hands: Hands, empty_page: DashboardPage) -> DashboardPage:
    """The dashboard of a ledger with some evidence in it."""
    record(workspace)
    empty_page.refresh()
    hands.settle()
    return empty_page


def click(qtbot: QtBot, chart: ChartView, mark: ChartMark) -> None:
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=mark.rect.center().toPoint())


def find(chart: ChartView, words: str) -> ChartMark:
    return next(mark for mark in chart.marks if mark.label.startswith(words))


def test_the_dashboard_stands_right_after_the_ledger() -> None:
    assert list(PAGES)[:2] == ["ledger", "dashboard"]


def test_what_needs_attention_comes_first_and_leads_to_its_rows(
    hands: Hands, window: MainWindow, page: DashboardPage, workspace: Workspace
) -> None:
    lines = page.attention.lines
    asked = Attention.UNJUDGED, Attention.DUE, Attention.DUE_ASKED, Attention.REVIEW, Attention.RED
    goals = [{Facet.ATTENTION: frozenset({attention})} for attention in asked]
    assert [line.task.goal for line in lines] == [*goals, INBOX]
    rule = page.attention.appearance.words.rule
    assert [line.task.rule for line in lines[:-1]] == [rule(attention) for attention in asked]
    assert lines[0].hasFocus()
    for line, attention in zip(lines, asked, strict=False):
        window.show_page("dashboard")
        hands.click(line)
        assert window.page.query == LedgerQuery({Facet.ATTENTION: frozenset({attention})})
        assert len(reading.list_rows(workspace, window.page.query)) == line.task.count


def test_evidence_without_a_commitment_is_told_of_and_leads_to_the_inbox(qtbot: QtBot, page: DashboardPage) -> None:
    line = page.attention.lines[-1]
    assert (line.task.count, line.task.goal) == (1, INBOX)
    with qtbot.waitSignal(page.inbox_wanted):
        line.click()


def test_every_mark_counts_the_rows_that_it_leads_to(page: DashboardPage, workspace: Workspace) -> None:
    marks = [*page.departments.chart.marks, *page.dues.chart.marks]
    assert len(marks) > 20
    for mark in marks:
        found = NUMBER.search(mark.label)
        assert found
        assert not isinstance(mark.goal, str)
        assert int(found[1]) == len(reading.list_rows(workspace, LedgerQuery(mark.goal))), mark.label


def test_a_segment_leads_to_its_rows_and_a_name_to_the_whole_department(
    qtbot: QtBot, hands: Hands, window: MainWindow, page: DashboardPage, workspace: Workspace
) -> None:
    nobody = {"commitment": "MIIT-2025-003", "departments": (), "reason": "没有点名"}
    revise_commitment(workspace, command(CommitmentRevision, **nobody))
    page.refresh()
    hands.settle()
    chart = page.departments.chart
    click(qtbot, chart, find(chart, "中小企业局 · 未评估"))
    hands.settle()
    lead = {Facet.LEAD: frozenset({"sme-bureau"})}
    assert window.page.query.choices == {**lead, Facet.ASSESSMENT: frozenset({Assessment.NOT_RATED})}
    window.show_page("dashboard")
    click(qtbot, chart, find(chart, "中小企业局："))
    hands.settle()
    assert window.page.query.choices == lead
    window.show_page("dashboard")
    click(qtbot, chart, find(chart, "没有牵头司局"))
    hands.settle()
    assert window.page.query.choices == {Facet.LEAD: frozenset({""})}


def test_the_targets_say_so_where_they_are_the_first_of_many(page: DashboardPage, workspace: Workspace) -> None:
    board = read_dashboard(workspace)
    page.targets.show_board(replace(board, targets=board.targets[:2]))
    said = {label.text() for label in page.targets.findChildren(QLabel)}
    assert f"前 2 项，共 {board.target_count} 项；竖线为目标" in said


def test_a_target_leads_to_its_commitment(qtbot: QtBot, hands: Hands, window: MainWindow, page: DashboardPage) -> None:
    chart = page.targets.chart
    mark = find(chart, CITIES)
    assert "101 累计 − 66 基数 = 35 新增 ≥ 30" in mark.label
    click(qtbot, chart, mark)
    hands.settle()
    assert hands.code == CITIES


def test_a_month_leads_to_what_its_evidence_bears_on(
    qtbot: QtBot, hands: Hands, window: MainWindow, page: DashboardPage, workspace: Workspace
) -> None:
    chart = page.activity.chart
    assert [NUMBER.sub("", mark.label)[:15] for mark in chart.marks] == ["2025-05：发布证据 1 ", "2025-07：发布证据 2 "]
    click(qtbot, chart, chart.marks[1])
    hands.settle()
    assert window.page.query.choices == {Facet.EVIDENCE_MONTH: frozenset({"2025-07"})}
    assert [row.code for row in reading.list_rows(workspace, window.page.query)] == [CITIES]


def test_the_keyboard_walks_through_every_mark_and_opens_it(qtbot: QtBot, page: DashboardPage) -> None:
    for card in page.pictures:
        chart = card.chart
        chart.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(chart, Qt.Key.Key_Home)
        seen = [chart.current]
        for _ in chart.marks[1:]:
            qtbot.keyClick(chart, Qt.Key.Key_Right)
            seen.append(chart.current)
        assert seen == list(chart.marks)
        with qtbot.waitSignal(chart.wanted) as opened:
            qtbot.keyClick(chart, Qt.Key.Key_Return)
        assert opened.args == [chart.marks[-1].goal]


def test_up_and_down_go_from_row_to_row(qtbot: QtBot, page: DashboardPage) -> None:
    chart = page.departments.chart
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_End)
    last = chart.current
    assert last is not None
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert chart.current is last
    qtbot.keyClick(chart, Qt.Key.Key_Up)
    above = chart.current
    assert above is not None
    assert 0 < last.rect.top() - above.rect.top() < 2 * last.rect.height()
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert chart.current is last


def test_the_mark_under_the_keyboard_is_ringed_and_the_one_under_the_pointer_outlined(
    qtbot: QtBot, page: DashboardPage
) -> None:
    chart = page.departments.chart
    page.attention.lines[0].setFocus()
    plain = chart.grab().toImage()
    qtbot.mouseMove(chart, chart.marks[3].rect.center().toPoint())
    qtbot.waitUntil(lambda: chart.cursor().shape() is Qt.CursorShape.PointingHandCursor)
    hovered = chart.grab().toImage()
    chart.setFocus()
    ringed = chart.grab().toImage()
    assert plain != hovered
    assert hovered != ringed


def test_a_mark_says_what_it_is_as_a_tool_tip(qtbot: QtBot, page: DashboardPage) -> None:
    chart = page.departments.chart
    mark = find(chart, "中小企业局 · 未评估")
    place = mark.rect.center().toPoint()
    QApplication.sendEvent(chart, QHelpEvent(QHelpEvent.Type.ToolTip, place, chart.mapToGlobal(place)))
    assert QToolTip.text() == mark.label
    QToolTip.hideText()


def test_every_picture_can_be_read_aloud(page: DashboardPage) -> None:
    for card in page.pictures:
        assert card.chart.accessibleName()
        assert card.copy_button.accessibleName().startswith("把“")
    chart = page.departments.chart
    assert "中小企业局、" in chart.accessibleDescription()
    chart.setFocus()
    assert chart.current is not None
    assert chart.accessibleDescription() == chart.current.label


def test_the_numbers_can_be_copied_as_a_table(qtbot: QtBot, hands: Hands, page: DashboardPage) -> None:
    hands.click(page.activity.copy_button)
    assert QGuiApplication.clipboard().text() == "证据月份\t证据件数\n2025-05\t1\n2025-07\t2"
    hands.click(page.attention.copy_button)
    first = page.attention.lines[0].task
    assert QGuiApplication.clipboard().text().startswith(f"数量\t事项\t怎么办\n{first.count}\t{first.sentence}\t")
    page.dues.chart.setFocus()
    qtbot.keyClick(page.dues.chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("到期月份\t原文写明\t")


def test_the_context_menu_of_a_picture_copies_it(qtbot: QtBot, page: DashboardPage, titles: dict[str, str]) -> None:
    chart = page.targets.chart
    place = QPoint(5, 5)
    QApplication.sendEvent(chart, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, chart.mapToGlobal(place)))
    menu = chart.findChild(QMenu)
    assert menu is not None
    menu.actions()[0].trigger()
    menu.close()
    assert f"{CITIES}\t{titles[CITIES]}\t35 / ≥ 30 个" in QGuiApplication.clipboard().text()


def test_an_empty_picture_says_what_to_do_next(empty_page: DashboardPage) -> None:
    said = [label.text() for label in empty_page.activity.findChildren(QLabel) if label.isVisible()]
    assert "还没有证据。请在台账中选一项承诺，再点“添加证据”。" in said
    assert not empty_page.activity.chart.isVisible()
    assert not empty_page.activity.copy_button.isVisible()


def test_two_columns_become_one_where_there_is_no_room(
    qtbot: QtBot, hands: Hands, window: MainWindow, page: DashboardPage
) -> None:
    assert page.is_wide
    assert page.departments.mapTo(page, QPoint()).x() > page.attention.mapTo(page, QPoint()).x()
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: not page.is_wide)
    hands.settle()
    lefts = {card.mapTo(page, QPoint()).x() for card in page.cards}
    tops = [card.mapTo(page, QPoint()).y() for card in page.cards]
    assert len(lefts) == 1
    assert tops == sorted(tops)


def test_what_another_page_writes_shows_and_the_focus_stays(
    qtbot: QtBot, hands: Hands, page: DashboardPage, workspace: Workspace
) -> None:
    page.attention.lines[1].setFocus()
    add_evidence(workspace, command(EvidenceFields, **NOTICE, published="2025-09-01", links=[LINK]))
    page.refresh()
    hands.settle()
    assert len(page.activity.chart.marks) == 3
    assert page.attention.lines[1].hasFocus()


def test_the_language_and_the_theme_change_while_it_is_seen(
    hands: Hands, page: DashboardPage, appearance: Appearance
) -> None:
    light = page.grab().toImage()
    appearance.set_theme("dark")
    assert page.grab().toImage() != light
    appearance.set_language("en")
    hands.settle()
    assert page.attention.lines[0].text() == "New evidence since the last assessment"
    assert find(page.departments.chart, "Bureau of Small and Medium Enterprises · Not rated")
    assert page.departments.chart.accessibleName() == "Assessments by lead department"


@pytest.mark.parametrize(
    ("last", "most", "keys"),
    [
        ("2025-03", 3, ["2025-01", "2025-02", "2025-03"]),
        ("2026-02", 13, ["2025", "2026"]),
        ("2039-12", 12, ["2020", "2030"]),
    ],
)
def test_months_stand_together_as_years_or_decades_where_they_are_many(last: str, most: int, keys: list[str]) -> None:
    buckets = gather({"2025-01": 2, last: 1}, most)
    assert [bucket.key for bucket in buckets] == keys
    assert (buckets[0].months, buckets[-1].count) == (("2025-01",), 1)
    assert gather({"2025-01": 2, last: 0}, most)[-1].months == ()
    assert gather({}, most) == []


def test_turning_to_it_says_nothing_of_a_picture(window: MainWindow, hands: Hands) -> None:
    said: list[str] = []
    window.pages["dashboard"].said.connect(said.append)
    window.show_page("dashboard")
    hands.settle()
    assert said == []
