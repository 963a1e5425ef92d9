"""The source as a reader sees it: tints, codes in the margin, the way to the row and back, find in text."""

from __future__ import annotations

import sqlite3
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolTip
from tests.services.briefings.two_sources import later_briefing

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.theme import contrast
from tracker.desktop.views.briefing.briefing_page import BriefingPage
from tracker.desktop.views.briefing.briefing_painter import Wanted, stacked
from tracker.desktop.views.briefing.briefing_text import occurrences
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.terms import Assessment
from tracker.services.assessment.judging import set_assessment
from tracker.services.briefings.coding import load_briefing
from tracker.services.commands import AssessmentChange, command
from tracker.services.ledgers.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.services.briefings.briefing_view import PassageMark

CITIES = "MIIT-2025-044"
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(hands: Hands, window: MainWindow) -> BriefingPage:
    """The briefing page, turned to."""
    window.show_page("briefing")
    hands.settle()
    return window.briefing


def mark_of(page: BriefingPage, code: str) -> PassageMark:
    return next(mark for mark in page.text.marks if mark.code == code)


def point_of(page: BriefingPage, mark: PassageMark) -> QPoint:
    """The middle of the first line of a passage, on the screen of its text."""
    centre = page.text.pieces(mark.start, mark.end)[0].box.center()
    return (centre - QPointF(0, page.text.verticalScrollBar().value())).toPoint()


def tip_at(page: BriefingPage, point: QPoint) -> str:
    viewport = page.text.viewport()
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, point, viewport.mapToGlobal(point)))
    return QToolTip.text()


def press(qtbot: QtBot, page: BriefingPage, key: Qt.Key, *, shift: bool = False) -> None:
    qtbot.keyClick(page.text, key, SHIFT if shift else Qt.KeyboardModifier.NoModifier)


def find(qtbot: QtBot, hands: Hands, window: MainWindow, words: str) -> None:
    window.top_bar.search_field.setFocus()
    hands.type(window.top_bar.search_field, words)
    qtbot.waitUntil(lambda: bool(window.briefing.hits.text()) and window.briefing.hits.isVisible())


def test_the_source_is_read_as_it_was_printed(page: BriefingPage) -> None:
    shown = page.text.toPlainText()
    assert "工信部解读2024年工业和信息化发展亮点" in shown
    assert "#" not in shown
    assert shown.splitlines()[-1] == "原文不完整：下转第3版，未收录"


def test_the_head_says_who_spoke_and_that_the_text_was_checked(page: BriefingPage, promised: int) -> None:
    said = {label.text() for label in page.findChildren(QLabel) if label.isVisible()}
    assert f"张云明、陶青、谢存 · 2025-01-21 · {promised} 项承诺 · SHA-256 校验一致" in said
    assert not page.chooser.isVisible()


def test_a_text_that_was_tampered_with_is_named_so(page: BriefingPage, hands: Hands, ledger_path: Path) -> None:
    with sqlite3.connect(ledger_path) as connection:
        connection.execute("UPDATE source SET clean_text = clean_text || '。'")
    connection.close()
    page.refresh()
    hands.settle()
    assert "SHA-256 校验不一致" in {label.text() for label in page.findChildren(QLabel) if label.isVisible()}


def test_every_passage_has_its_code_in_the_margin_and_none_hides_another(page: BriefingPage) -> None:
    notes = page.text.notes()
    assert [note.mark for note in notes] == list(page.text.marks)
    assert all(upper.box.bottom() <= lower.box.top() + 0.01 for upper, lower in pairwise(notes))
    assert all(note.box.left() >= 0 for note in notes)
    assert any(note.words == "044 未评估" for note in notes)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_passage_is_tinted_by_its_assessment(
    page: BriefingPage, hands: Hands, workspace: Workspace, appearance: Appearance, theme: str
) -> None:
    appearance.set_theme(theme)
    change = {"commitment": CITIES, "assessment": "not_verifiable", "reason": "无从核验"}
    set_assessment(workspace, command(AssessmentChange, **change))
    page.refresh()
    hands.settle()
    mark = mark_of(page, CITIES)
    page.text.show_offset(mark.start)
    chip = appearance.tokens.assessments[Assessment.NOT_VERIFIABLE]
    box = page.text.pieces(mark.start, mark.end)[0].box.translated(0, -page.text.verticalScrollBar().value())
    picture = page.text.viewport().grab().toImage()
    assert picture.pixelColor(QPoint(round(box.center().x()), round(box.bottom()) - 1)) == chip.text
    assert picture.pixelColor(QPoint(round(box.left()) + 2, round(box.top()) + 1)) == chip.ground

    page.panel.tint.click()
    picture = page.text.viewport().grab().toImage()
    assert picture.pixelColor(QPoint(round(box.left()) + 2, round(box.top()) + 1)) != chip.ground


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_faded_and_marked_words_can_be_read_in_both_themes(appearance: Appearance, theme: str) -> None:
    appearance.set_theme(theme)
    tokens = appearance.tokens
    assert contrast(tokens.colour("soft"), tokens.colour("card")) >= 4.5
    for chip in tokens.assessments.values():
        assert contrast(tokens.colour("ink"), chip.ground) >= 4.5
        assert contrast(chip.text, tokens.colour("card")) >= 4.5
        assert contrast(chip.text, tokens.colour("selection")) >= 4.5 or theme == "light"


def test_a_click_on_a_passage_goes_to_its_row(
    qtbot: QtBot, page: BriefingPage, hands: Hands, window: MainWindow
) -> None:
    mark = mark_of(page, CITIES)
    page.text.show_offset(mark.start)
    qtbot.mouseClick(page.text.viewport(), Qt.MouseButton.LeftButton, pos=point_of(page, mark))
    qtbot.waitUntil(lambda: hands.code == CITIES)
    assert window.page.isVisible()


def test_a_click_on_a_code_in_the_margin_goes_to_its_row(
    qtbot: QtBot, page: BriefingPage, hands: Hands, window: MainWindow
) -> None:
    mark = mark_of(page, CITIES)
    page.text.show_offset(mark.start)
    note = next(note for note in page.text.notes() if note.mark == mark)
    place = note.box.center() - QPointF(0, page.text.verticalScrollBar().value())
    qtbot.mouseClick(page.text.viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
    qtbot.waitUntil(lambda: hands.code == CITIES)
    assert window.page.isVisible()


def test_the_detail_leads_to_the_words_and_back(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    code = hands.take("MIIT-2025-044")
    body = window.page.detail.area.widget()
    assert body is not None
    hands.click(body.findChildren(QPushButton, "showPassage")[0])
    text = window.briefing.text
    assert window.briefing.isVisible()
    assert text.current is not None
    assert text.current.code == code
    assert text.viewport().rect().contains(point_of(window.briefing, text.current))
    assert text.flashing
    press(qtbot, window.briefing, Qt.Key.Key_Return)
    assert window.page.isVisible()


def test_pointing_at_a_passage_tells_what_it_is(page: BriefingPage) -> None:
    mark = mark_of(page, CITIES)
    page.text.show_offset(mark.start)
    tip = tip_at(page, point_of(page, mark))
    title = page.text.appearance.words.name(mark.title)
    assert tip == f"{CITIES} · 未评估: {title}"


def test_words_that_two_commitments_share_name_both(page: BriefingPage) -> None:
    shared = next(first for first, second in pairwise(page.text.marks) if first.start == second.start)
    page.text.show_offset(shared.start)
    assert tip_at(page, point_of(page, shared)).count("MIIT-2025-") == 2


def test_the_keyboard_goes_from_passage_to_passage(qtbot: QtBot, page: BriefingPage, hands: Hands) -> None:
    marks = page.text.marks
    for expected in (marks[0], marks[1]):
        press(qtbot, page, Qt.Key.Key_F6)
        assert page.text.current == expected
    assert marks[1].code in page.text.accessibleDescription()
    press(qtbot, page, Qt.Key.Key_F6, shift=True)
    assert page.text.current == marks[0]
    press(qtbot, page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.code == marks[0].code)


def test_alt_and_the_arrows_go_from_commitment_to_commitment(qtbot: QtBot, page: BriefingPage) -> None:
    def step(key: Qt.Key) -> str:
        qtbot.keyClick(page.text, key, Qt.KeyboardModifier.AltModifier)
        assert page.text.current is not None
        return page.text.current.code

    seen = [step(Qt.Key.Key_Down) for _ in range(8)]
    assert all(one != other for one, other in pairwise(seen))
    assert step(Qt.Key.Key_Up) == seen[-2]


def test_the_structure_leads_to_each_answer(qtbot: QtBot, page: BriefingPage) -> None:
    topics = page.panel.topics
    assert [topics.item(n).text() for n in range(topics.count())][3] == "中小企业"
    topics.setFocus()
    for _ in range(3):
        qtbot.keyClick(topics, Qt.Key.Key_Down)
    assert page.text.cursorForPosition(QPoint(400, 60)).block().text().startswith("记者:工信部2024年采取了很多新措施")
    assert topics.currentRow() == 3


def test_an_answer_near_the_end_is_marked_though_it_cannot_come_to_the_top(
    qtbot: QtBot, page: BriefingPage, window: MainWindow
) -> None:
    window.resize(1440, 2400)
    page.panel.topics.setCurrentRow(0)
    page.panel.topics.setCurrentRow(5)
    assert page.panel.topics.currentRow() == 5


def test_reading_on_moves_the_structure_along(page: BriefingPage) -> None:
    page.text.verticalScrollBar().setValue(page.text.verticalScrollBar().maximum())
    assert page.panel.topics.currentRow() == 6


def test_the_legend_counts_commitments(page: BriefingPage, promised: int) -> None:
    assert page.panel.legend[Assessment.NOT_RATED].accessibleName().startswith("未评估: ")
    counts = [int(line.accessibleName().rpartition(" ")[2]) for line in page.panel.legend.values()]
    assert sum(counts) == promised


def test_what_was_left_out_shows_with_its_reason(page: BriefingPage) -> None:
    assert page.text.setting is not None
    omission = page.text.setting.view.omissions[0]
    page.text.show_offset(omission.start)
    box = page.text.pieces(omission.start, omission.end)[0].box
    point = (box.center() - QPointF(0, page.text.verticalScrollBar().value())).toPoint()
    assert tip_at(page, point) == ""
    page.panel.omissions.click()
    assert "主题句" in {note.words for note in page.text.notes() if note.mark is None}
    assert tip_at(page, point).startswith("未收录：主题句")


def test_results_step_back_only_while_that_is_wanted(page: BriefingPage, appearance: Appearance) -> None:
    def colour() -> str:
        cursor = page.text.document().find("在41个工业大类行业中")
        return cursor.charFormat().foreground().color().name().upper()

    assert colour() == appearance.tokens.colours["soft"].upper()
    page.panel.fade.click()
    assert colour() == appearance.tokens.colours["ink"].upper()


def test_the_search_field_finds_in_the_text(qtbot: QtBot, hands: Hands, page: BriefingPage, window: MainWindow) -> None:
    find(qtbot, hands, window, "试点城市")
    count = page.text.toPlainText().count("试点城市")
    assert page.hits.text() == f"第 1 处，共 {count} 处"
    qtbot.keyClick(window, Qt.Key.Key_F3)
    assert page.hits.text().startswith("第 2 处")
    qtbot.keyClick(window, Qt.Key.Key_F3, SHIFT)
    qtbot.keyClick(window, Qt.Key.Key_F3, SHIFT)
    assert page.hits.text() == f"第 {count} 处，共 {count} 处"
    page.next.click()
    assert page.hits.text().startswith("第 1 处")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not page.hits.isVisible()
    assert page.text.hasFocus()


def test_enter_in_the_search_field_goes_on(qtbot: QtBot, hands: Hands, page: BriefingPage, window: MainWindow) -> None:
    find(qtbot, hands, window, "中小企业")
    qtbot.keyClick(window.top_bar.search_field, Qt.Key.Key_Return)
    assert page.hits.text().startswith("第 2 处")


def test_words_that_are_nowhere_are_said_to_be_so(
    qtbot: QtBot, hands: Hands, page: BriefingPage, window: MainWindow
) -> None:
    find(qtbot, hands, window, "没有这样的词")
    assert page.hits.text() == "没有找到"
    assert not page.next.isEnabled()


def test_each_page_keeps_its_own_words_in_the_search_field(
    qtbot: QtBot, hands: Hands, page: BriefingPage, window: MainWindow
) -> None:
    find(qtbot, hands, window, "中小企业")
    every = window.page.table.rows.rowCount()
    window.show_page("ledger")
    hands.settle()
    assert window.top_bar.search_field.text() == ""
    assert window.page.table.rows.rowCount() == every
    window.show_page("briefing")
    assert window.top_bar.search_field.text() == "中小企业"


def test_words_can_be_selected_and_copied(qtbot: QtBot, page: BriefingPage) -> None:
    page.text.setFocus()
    qtbot.keyClick(page.text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "制造制造业" in QApplication.clipboard().text()


def test_a_judgement_elsewhere_shows_and_the_reader_stays_where_she_was(
    page: BriefingPage, hands: Hands, workspace: Workspace
) -> None:
    page.text.verticalScrollBar().setValue(900)
    change = {"commitment": CITIES, "assessment": "not_verifiable", "reason": "无从核验"}
    set_assessment(workspace, command(AssessmentChange, **change))
    page.refresh()
    hands.settle()
    assert mark_of(page, CITIES).assessment is Assessment.NOT_VERIFIABLE
    assert page.text.verticalScrollBar().value() == 900


def test_the_page_is_whole_in_english(
    hands: Hands, page: BriefingPage, window: MainWindow, appearance: Appearance
) -> None:
    appearance.set_language("en")
    hands.settle()
    assert "Briefing" in {tab.text() for tab in window.top_bar.findChildren(QPushButton)}
    assert page.panel.topics.item(3).text() == "Small and medium-sized enterprises"
    assert any(note.words == "044 Not rated" for note in page.text.notes())
    assert all(note.box.left() >= 0 for note in page.text.notes())


def test_a_narrow_window_keeps_the_text_and_both_margins_inside(page: BriefingPage, window: MainWindow) -> None:
    page.panel.omissions.click()
    window.resize(window.minimumSize())
    width = page.text.viewport().width()
    assert all(note.box.left() >= 0 and note.box.right() <= width for note in page.text.notes())
    pieces = [piece for mark in page.text.marks for piece in page.text.pieces(mark.start, mark.end)]
    assert all(piece.box.right() <= width for piece in pieces)
    assert max(note.box.right() for note in page.text.notes() if note.mark) < min(piece.box.left() for piece in pieces)


def test_what_the_reader_wants_to_see_is_remembered(
    page: BriefingPage, settings: Settings, appearance: Appearance, window: MainWindow
) -> None:
    page.panel.omissions.click()
    page.remember()
    again = BriefingPage(appearance, settings, window.jobs)
    assert again.panel.omissions.isChecked()
    assert again.text.options == page.text.options
    again.deleteLater()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("网", [(2, 3), (9, 10)]),
        ("  ", []),
        ("一张网,", [(0, 4)]),
        ("一張網，", [(0, 4)]),
        ("５ｇ光\u200b纤", [(4, 8)]),
        ("没有", []),
    ],
)
def test_words_are_found_however_they_were_typed(words: str, found: list[tuple[int, int]]) -> None:
    assert occurrences("一张网,5G光纤千网", words) == found


def test_notes_move_down_for_each_other_and_up_where_the_paragraph_ends() -> None:
    free = [Wanted(0, 0, 100), Wanted(0, 0, 100), Wanted(50, 0, 100)]
    low = [Wanted(60, 0, 100), Wanted(80, 0, 100), Wanted(80, 0, 100)]
    crowded = [Wanted(0, 0, 20), Wanted(0, 0, 20), Wanted(30, 30, 60)]
    assert stacked(free, 20) == [0, 20, 50]
    assert stacked(low, 20) == [40, 60, 80]
    assert stacked(crowded, 20) == [0, 20, 40]


def test_alt_and_an_arrow_open_the_chooser_that_has_the_keyboard(qtbot: QtBot, page: BriefingPage) -> None:
    chooser = page.chooser
    chooser.addItem("二")
    chooser.show()
    chooser.setFocus()
    qtbot.keyClick(chooser, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert chooser.view().isVisible()
    assert not page.text.hasFocus()
    chooser.hidePopup()


def test_a_source_is_turned_to_by_its_key(
    hands: Hands, page: BriefingPage, window: MainWindow, workspace: Workspace
) -> None:
    load_briefing(workspace, later_briefing())
    page.show_source("2026-01-20-miit")
    hands.settle()
    assert (page.chooser.count(), page.chooser.currentIndex()) == (2, 1)
    window.show_page("ledger")
    page.show_source("2025-01-21-miit")
    window.show_page("briefing")
    hands.settle()
    assert page.chooser.currentIndex() == 0
    page.chooser.setCurrentIndex(1)
    hands.settle()
    assert page.chooser.currentIndex() == 1
