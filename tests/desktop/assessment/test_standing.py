"""Where a commitment stands: its parts, the ladder it climbs, what counts as proof, and the search behind nothing."""

import re
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.assessment.assessment_dialog import AssessmentChoice, AssessmentDialog
from tracker.desktop.views.detail.detail_pane import DetailPane
from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.desktop.views.detail.fold_section import FoldSection
from tracker.desktop.views.detail.ladder_view import LadderView, RungMark
from tracker.desktop.views.detail.parts_box import PartsBox
from tracker.desktop.views.detail.searches import SearchBox
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.assessment.proof import Obstacle
from tracker.domain.evidence.evidence_query import EvidenceStatus
from tracker.domain.rows import CommitmentDetail
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import Assessment, Bearing, Stage
from tracker.domain.text.dates import BEIJING
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, EvidenceFields, NewLink, NewSearch, command
from tracker.services.commitments.reading import list_details
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace


@pytest.fixture
def plans(workspace: Workspace) -> CommitmentDetail:
    """Four industries, each with a plan of its own."""
    return holding(workspace, "制定纺织、轻工、食品、医药")


def holding(workspace: Workspace, words: str) -> CommitmentDetail:
    return next(
        detail
        for detail in list_details(workspace, LedgerQuery())
        if any(words in quote.passage.exact for quote in detail.quotes)
    )


def piece(workspace: Workspace, about: CommitmentDetail, title: str, part: int | None = None, **what: object) -> int:
    """Record a document of 1 July 2025 unless said otherwise, and return its number."""
    link = {"bearing": what.pop("bearing", "fulfils"), "stage": what.pop("stage", None)}
    values = {
        "publisher": "工业和信息化部",
        "published": "2025-07-01",
        "kind": "document",
        "same_briefing": False,
        **what,
    }
    part_id = None if part is None else about.parts[part].id
    links = (command(NewLink, commitment=about.row.code, part_id=part_id, **link),)
    return add_evidence(workspace, command(EvidenceFields, title=title, links=links, **values)).evidence[0]


def show(window: MainWindow, hands: Hands, about: CommitmentDetail) -> None:
    window.page.show_commitment(about.row.code)
    hands.settle()


def said(within: QWidget) -> list[str]:
    return [label.text() for label in within.findChildren(QLabel)]


def found(window: MainWindow) -> list[int]:
    return [card.evidence.id for card in window.page.detail.findChildren(EvidenceCard) if card.is_found]


def judging(window: MainWindow, hands: Hands) -> AssessmentDialog:
    form = hands.form(Qt.Key.Key_J)
    assert isinstance(form, AssessmentDialog)
    return form


def counts(box: PartsBox) -> set[str]:
    """The numbers in its title: how many parts there are, and how many are shown to be done."""
    section = box.parentWidget()
    while not isinstance(section, FoldSection):
        assert section is not None
        section = section.parentWidget()
    return set(re.findall("[0-9]+", section.head.text()))


def choose(form: AssessmentDialog, assessment: Assessment, qtbot: QtBot) -> None:
    button = next(one for one in form.findChildren(AssessmentChoice) if one.assessment is assessment)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_each_part_says_what_shows_it_and_leads_there(
    window: MainWindow, hands: Hands, workspace: Workspace, plans: CommitmentDetail
) -> None:
    light = piece(workspace, plans, "轻工方案", 1, stage="issued")
    piece(workspace, plans, "食品方案征求意见", 2, bearing="progress", stage="consultation")
    show(window, hands, plans)
    (box,) = window.page.detail.findChildren(PartsBox)
    words = window.page.detail._appearance.words
    assert counts(box) == {"4", "1"}
    shown = [(Bearing.FULFILS, Stage.ISSUED), (Bearing.PROGRESS, Stage.CONSULTATION)]
    assert {f"{words.term(bearing)} · {words.term(stage)}" for bearing, stage in shown} <= set(said(box))
    ways = box.findChildren(QPushButton, "showsPart")
    hands.click(next(way for way in ways if "轻工方案" in way.accessibleName()))
    assert found(window) == [light]


def test_parts_on_different_rungs_have_ladders_of_their_own(
    window: MainWindow, hands: Hands, workspace: Workspace, plans: CommitmentDetail
) -> None:
    piece(workspace, plans, "轻工方案", 1, stage="issued")
    show(window, hands, plans)
    (box,) = window.page.detail.findChildren(PartsBox)
    marks = box.findChildren(RungMark)
    assert len(marks) == len(plans.parts) * len(Stage)
    assert [mark.rung.stage for mark in marks if mark.highest] == [Stage.ISSUED]
    assert not window.page.detail.findChildren(LadderView)


def test_the_highest_documented_rung_is_marked_says_who_and_when_and_leads_there(
    window: MainWindow, hands: Hands, qtbot: QtBot, workspace: Workspace
) -> None:
    rule = holding(workspace, "抓紧修订出台")
    piece(workspace, rule, "修订草案", bearing="progress", stage="consultation", published="2025-02-10")
    law = piece(workspace, rule, "修订后的条例", stage="in_force", kind="law", publisher="国务院")
    show(window, hands, rule)
    (ladder,) = window.page.detail.findChildren(LadderView)
    term = window.page.detail._appearance.words.term
    assert f"{term(Stage.IN_FORCE)} · 2025-07-01 · 国务院" in said(ladder)
    (mark,) = [mark for mark in ladder.findChildren(RungMark) if mark.highest]
    assert "国务院 · 2025-07-01 · 修订后的条例" in mark.accessibleName()
    mark.setFocus()
    qtbot.keyClick(mark, Qt.Key.Key_Space)
    assert found(window) == [law]


def test_what_was_issued_before_the_briefing_is_told_apart(
    window: MainWindow, hands: Hands, workspace: Workspace
) -> None:
    rule = holding(workspace, "抓紧修订出台")
    piece(workspace, rule, "早前的条例", stage="issued", published="2024-11-01")
    show(window, hands, rule)
    (ladder,) = window.page.detail.findChildren(LadderView)
    assert not any(mark.highest for mark in ladder.findChildren(RungMark))
    (card,) = window.page.detail.findChildren(EvidenceCard)
    words = window.page.detail._appearance.words
    (mark,) = [label for label in card.findChildren(QLabel) if label.text() == words.phrase("early")]
    assert mark.toolTip() == words.rule(EvidenceStatus.EARLY)


def test_a_report_of_the_same_briefing_is_shown_as_such_and_cannot_be_cited(
    window: MainWindow, hands: Hands, qtbot: QtBot, workspace: Workspace, plans: CommitmentDetail
) -> None:
    report = piece(workspace, plans, "发布会综述", same_briefing=True, published="2025-01-22", kind="press")
    early = piece(workspace, plans, "前期通知", published="2024-12-01")
    show(window, hands, plans)
    cards = window.page.detail.findChildren(EvidenceCard)
    same = window.page.detail._appearance.words.phrase("same_briefing")
    assert [same in said(card) for card in cards] == ["发布会综述" in card.evidence.title for card in cards]
    form = judging(window, hands)
    choose(form, Assessment.MET, qtbot)
    boxes = form.proof.boxes
    assert {key: box.isEnabled() for key, box in boxes.items()} == {report: False, early: True}
    assert form.values()["evidence"] == ()
    rules = {key: box.accessibleDescription() for key, box in boxes.items()}
    rule = window.page.detail._appearance.words.rule
    assert rules == {report: rule(Obstacle.SAME_BRIEFING), early: rule(Obstacle.EARLY)}
    form.reject()


def test_met_is_refused_under_the_choice_while_a_part_is_unproved(
    window: MainWindow, hands: Hands, qtbot: QtBot, workspace: Workspace, plans: CommitmentDetail
) -> None:
    piece(workspace, plans, "轻工方案", 1)
    show(window, hands, plans)
    form = judging(window, hands)
    choose(form, Assessment.MET, qtbot)
    refused = form.refusal
    assert refused is not None
    assert (refused.code, refused.details["parts"]) == ("parts_unproved", ["纺织", "食品", "医药"])
    assert form.findChildren(QLabel, "refusal")[0].text() == form.appearance.words.error(refused)
    qtbot.keyClicks(form.input("reason"), "done")
    assert not form.save_button.isEnabled()
    form.reject()


def test_an_early_piece_does_not_carry_its_part_to_met(
    window: MainWindow, hands: Hands, qtbot: QtBot, workspace: Workspace, plans: CommitmentDetail
) -> None:
    for part in range(len(plans.parts)):
        piece(workspace, plans, f"方案{part}", part, published="2024-12-01" if part == 0 else "2025-07-01")
    show(window, hands, plans)
    (parts,) = window.page.detail.findChildren(PartsBox)
    assert counts(parts) == {"4", "3"}
    form = judging(window, hands)
    choose(form, Assessment.MET, qtbot)
    refused = form.refusal
    assert refused is not None
    assert refused.details["parts"] == ["纺织"]
    form.reject()


def searched(workspace: Workspace, about: CommitmentDetail, on: date) -> None:
    """Search in vain on that day, and judge by it then."""
    then = datetime(on.year, on.month, on.day, 12, tzinfo=BEIJING)
    earlier = open_workspace(workspace.location, author="张三", clock=lambda: then)
    search = {"place": "工信部网站", "words": "基金 二期", "searched_on": on, "outcome": "nothing"}
    log_search(earlier, command(NewSearch, commitment=about.row.code, **search))
    judged = {"assessment": "no_evidence", "reason": "未检得", "evidence": ()}
    set_assessment(earlier, command(AssessmentChange, commitment=about.row.code, **judged))
    earlier.close()


def test_behind_nothing_found_stands_the_search_and_an_old_one_can_be_done_again(
    window: MainWindow, hands: Hands, qtbot: QtBot, workspace: Workspace
) -> None:
    fund = holding(workspace, "研究设立国家中小企业发展基金二期")
    searched(workspace, fund, date(2026, 2, 1))
    show(window, hands, fund)
    (box,) = window.page.detail.findChildren(SearchBox)
    old = window.page.detail._appearance.words.phrase("old_search")
    assert old in said(box)
    assert all(any(words in line for line in said(box)) for words in ("2026-02-01", "工信部网站", "基金 二期"))
    again = box.findChild(QPushButton, "searchAgain")
    assert isinstance(again, QPushButton)
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    form = hands.opened_form()
    place, words, outcome = form.input("place"), form.input("words"), form.input("outcome")
    assert isinstance(place, QComboBox)
    assert isinstance(words, QLineEdit)
    assert isinstance(outcome, QComboBox)
    assert (place.currentText(), words.text()) == ("工信部网站", "基金 二期")
    outcome.setCurrentIndex(outcome.findData("nothing"))
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    hands.settle()
    (box,) = window.page.detail.findChildren(SearchBox)
    assert old not in said(box)
    assert not box.findChildren(QPushButton, "searchAgain")


def test_a_search_within_the_setting_is_not_called_old(window: MainWindow, hands: Hands, workspace: Workspace) -> None:
    fund = holding(workspace, "研究设立国家中小企业发展基金二期")
    searched(workspace, fund, workspace.today())
    show(window, hands, fund)
    (box,) = window.page.detail.findChildren(SearchBox)
    assert window.page.detail._appearance.words.phrase("old_search") not in said(box)


def test_a_long_list_comes_after_the_rest_and_whole(
    appearance: Appearance, qtbot: QtBot, workspace: Workspace, plans: CommitmentDetail
) -> None:
    for number in range(12):
        piece(workspace, plans, f"材料{number}", bearing="progress")
    pane = DetailPane(appearance)  # of its own: the window's shows what the page asks for, whenever it asks anew
    qtbot.addWidget(pane)
    pane.show()
    pane.show_detail(holding(workspace, "制定纺织、轻工、食品、医药"))
    assert not pane.is_whole
    assert pane.findChildren(PartsBox)
    qtbot.waitUntil(lambda: pane.is_whole)
    assert [card.evidence.title for card in pane.findChildren(EvidenceCard)] == [
        f"材料{number}" for number in range(11, -1, -1)
    ]


def test_what_is_refreshed_stays_where_it_was_scrolled_to(
    window: MainWindow, hands: Hands, qtbot: QtBot, workspace: Workspace, plans: CommitmentDetail
) -> None:
    for number in range(12):
        piece(workspace, plans, f"材料{number}", bearing="progress")
    show(window, hands, plans)
    scroll = window.page.detail.area.verticalScrollBar()
    qtbot.waitUntil(lambda: scroll.maximum() > 900)
    scroll.setValue(900)
    piece(workspace, plans, "再一份", bearing="progress")
    show(window, hands, plans)
    assert len(window.page.detail.findChildren(EvidenceCard)) == 13
    assert scroll.value() == 900


def test_an_english_window_shows_the_reason_in_english_or_marks_the_original(
    window: MainWindow, hands: Hands, workspace: Workspace, plans: CommitmentDetail, appearance: Appearance
) -> None:
    cities = holding(workspace, "再支持30个以上试点城市")
    for about, english in ((cities, "Names no object"), (plans, "")):
        change = {"commitment": about.row.code, "assessment": Assessment.NOT_VERIFIABLE, "reason": "没有对象"}
        set_assessment(workspace, command(AssessmentChange, **change, reason_en=english))

    def shown(about: CommitmentDetail) -> set[str]:
        """The reason as the section of the assessment has it, and the timeline."""
        show(window, hands, about)
        reason = window.page.detail.findChild(QLabel, "assessmentReason")
        assert isinstance(reason, QLabel)
        return {reason.text(), *(one for one in said(window.page.detail) if "没有对象" in one or "object" in one)}

    assert shown(cities) == shown(plans) == {"没有对象"}
    appearance.set_language("en")
    hands.settle()
    marked = appearance.words.in_original("没有对象")
    assert marked != "没有对象"
    assert (shown(cities), shown(plans)) == ({"Names no object"}, {marked})
