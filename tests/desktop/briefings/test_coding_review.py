"""The review of a coding: every piece decided on by keys, edges moved by key and mouse, each decision saved at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QWidget
from shiboken6 import isValid

from tracker.desktop.jobs import Jobs
from tracker.desktop.open_ledger import OpenLedger
from tracker.desktop.views.coding.coding_review import CodingReview
from tracker.desktop.views.coding.coding_text import Hold
from tracker.desktop.views.coding.piece_signs import state_of, words_of
from tracker.desktop.views.coding.unit_dialog import UnitDialog
from tracker.desktop.views.forms.plain_dialog import WaysDialog
from tracker.domain.briefings.coding_draft import DraftUnit, PieceState
from tracker.domain.briefings.found_units import FoundDepartment
from tracker.domain.rows import Due
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import CommitmentKind, DepartmentBasis, DepartmentRole, DueBasis, OmissionReason
from tracker.services.briefings.coding_drafts import begin_draft, list_drafts, open_draft, save_draft
from tracker.services.briefings.finding import find_in_source
from tracker.services.briefings.source_text import read_pasted_text
from tracker.services.briefings.sources import list_sources
from tracker.services.commands import NewSource, command
from tracker.services.commitments.reading import list_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tracker.desktop.appearance import Appearance

TEXT = """某部2026年工作要点

一、2025年工作
全年完成各项任务，新增企业100家。

二、2026年重点任务
2026年，修订出台《数据安全管理办法》，再支持30个以上试点城市，让企业更有获得感。
新认定100个特色产业集群，开展专项整治行动，印发绿色工厂评价标准。
加强国际合作，由规划司牵头，研究设立产业基金。
"""
NO = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Keys:
    """A pair of hands on the keyboard of the review."""

    def __init__(self, qtbot: QtBot, review: CodingReview) -> None:
        self._qtbot = qtbot
        self.review = review

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO) -> None:
        focus = self.review.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifier)

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: self.review.is_saved)

    def place(self, words: str) -> int:
        return self.review.draft.text.index(words)

    @property
    def unit(self) -> DraftUnit:
        current = self.review.current
        assert isinstance(current, DraftUnit)
        return self.review.draft.unit(current.number)

    @property
    def said(self) -> str:
        current = self.review.current
        return words_of(current) if current is not None else ""

    @property
    def states(self) -> dict[str, PieceState]:
        return {words_of(piece): state_of(piece) for piece in self.review.draft.pieces}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[OpenLedger]:
    opened = OpenLedger.open(str(tmp_path / "empty.db"), "张三", empty=True)
    yield opened.ledger
    opened.ledger.close()


@pytest.fixture
def uid(ledger: OpenLedger) -> str:
    found = find_in_source(read_pasted_text(TEXT), date(2026, 3, 1))
    wish = command(NewSource, title="工作要点", publisher="某部", held_on="2026-01-21", prefix="MB-2026")
    return begin_draft(ledger.workspace, found, wish)


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1440, 900)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def keys(
    qtbot: QtBot, appearance: Appearance, jobs: Jobs, owner: QWidget, ledger: OpenLedger, uid: str
) -> Iterator[Keys]:
    review = CodingReview(appearance, jobs, owner, ledger, open_draft(ledger.workspace, uid))
    with qtbot.waitExposed(review):
        review.show()
    hands = Keys(qtbot, review)
    yield hands
    if isValid(review):
        hands.settle()
        review.reject()


def test_it_begins_at_the_first_undecided_words_with_the_keyboard_in_the_text(keys: Keys) -> None:
    assert keys.said == "修订出台《数据安全管理办法》"
    assert keys.review.focusWidget() is keys.review.text
    assert keys.unit.fields.kind is CommitmentKind.DOCUMENT


def test_one_key_takes_a_unit_and_one_leaves_it_out_each_saved_at_once(keys: Keys, ledger: OpenLedger) -> None:
    first = keys.said
    keys.press(Qt.Key.Key_Return)
    second = keys.said
    assert second != first
    keys.press(Qt.Key.Key_5)
    keys.settle()
    assert (keys.states[first], keys.states[second]) == (PieceState.ACCEPTED, PieceState.REJECTED)
    (waiting,) = list_drafts(ledger.workspace)
    assert waiting.draft.units == keys.review.draft.units
    rejected = next(one for one in waiting.draft.units if words_of(one) == second)
    assert rejected.reason is OmissionReason.RESULT


def test_leaving_and_returning_lands_on_the_same_clause(
    keys: Keys, qtbot: QtBot, appearance: Appearance, jobs: Jobs, owner: QWidget, ledger: OpenLedger, uid: str
) -> None:
    keys.press(Qt.Key.Key_J)
    keys.press(Qt.Key.Key_J)
    here = keys.said
    keys.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not owner.findChildren(CodingReview))
    again = CodingReview(appearance, jobs, owner, ledger, open_draft(ledger.workspace, uid))
    assert again.current is not None
    assert words_of(again.current) == here
    again.reject()


def test_a_unit_is_split_at_the_caret_and_merged_again(keys: Keys) -> None:
    first = keys.said
    keys.press(Qt.Key.Key_M)
    assert keys.said == "修订出台《数据安全管理办法》，再支持30个以上试点城市"
    keys.press(Qt.Key.Key_Right, CTRL)
    assert keys.review.text.caret == keys.place("再支持")
    keys.press(Qt.Key.Key_S)
    assert keys.said == first
    assert keys.states["再支持30个以上试点城市"] is PieceState.PROPOSED


def test_edges_move_by_character_and_by_clause_and_what_they_leave_is_open(keys: Keys) -> None:
    keys.press(Qt.Key.Key_Left, SHIFT)
    assert keys.said == "修订出台《数据安全管理办法"
    keys.press(Qt.Key.Key_Right, SHIFT | CTRL)
    assert keys.said == "修订出台《数据安全管理办法》"
    keys.press(Qt.Key.Key_BracketRight, CTRL | Qt.KeyboardModifier.AltModifier)  # as AltGr comes on Windows
    assert keys.review.text.hold is Hold.UNIT_END
    keys.press(Qt.Key.Key_BracketLeft)
    assert keys.review.text.hold is Hold.UNIT_START
    keys.press(Qt.Key.Key_Right, SHIFT)
    keys.press(Qt.Key.Key_Right, SHIFT)
    assert keys.said == "出台《数据安全管理办法》"
    assert keys.states["修订"] is PieceState.OPEN


def test_an_edge_is_dragged_by_the_mouse(keys: Keys, qtbot: QtBot) -> None:
    text = keys.review.text
    edge = text.edge_place(Hold.UNIT_END)
    assert edge is not None
    target = text.place_of(keys.place("，让企业")) - QPoint(4, 0)
    QTest.mousePress(text.viewport(), Qt.MouseButton.LeftButton, NO, edge.toPoint())
    QTest.mouseMove(text.viewport(), target)
    QTest.mouseRelease(text.viewport(), Qt.MouseButton.LeftButton, NO, target)
    assert keys.said == "修订出台《数据安全管理办法》，再支持30个以上试点城市"


def test_a_click_on_an_edge_moves_nothing(keys: Keys) -> None:
    text = keys.review.text
    for hold in Hold:
        edge = text.edge_place(hold)
        assert edge is not None
        QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, NO, edge.toPoint())
        assert text.hold is hold
    assert not keys.review.draft.can_undo


def test_the_bounds_of_a_section_are_dragged_to_the_clause_of_a_line(keys: Keys) -> None:
    text = keys.review.text
    whole = keys.review.draft.bounds()[0]
    edge = text.edge_place(Hold.SECTION_END)
    assert edge is not None
    first_line = text.place_of(keys.place("修订出台"))
    to = QPoint(edge.toPoint().x(), first_line.y())
    QTest.mousePress(text.viewport(), Qt.MouseButton.LeftButton, NO, edge.toPoint())
    QTest.mouseMove(text.viewport(), to)
    QTest.mouseRelease(text.viewport(), Qt.MouseButton.LeftButton, NO, to)
    section = keys.review.draft.bounds()[0]
    assert (section.start, section.end < whole.end) == (whole.start, True)
    assert section.end in {clause.end for clause in keys.review.draft.clauses}
    assert section.end > keys.place("修订出台")


def test_the_bounds_of_a_section_move_by_key_and_take_in_open_words(keys: Keys) -> None:
    start = keys.review.draft.bounds()[0].start
    keys.press(Qt.Key.Key_BraceLeft, SHIFT)
    keys.press(Qt.Key.Key_Left, SHIFT | CTRL)
    section = keys.review.draft.bounds()[0]
    assert section.start < start
    assert PieceState.OPEN in {state for words, state in keys.states.items() if keys.place(words) < start}
    keys.press(Qt.Key.Key_U)
    assert keys.review.draft.bounds()[0].start == start


def test_fields_are_chosen_by_two_keys_without_leaving_the_text(keys: Keys) -> None:
    keys.press(Qt.Key.Key_C)
    keys.press(Qt.Key.Key_2)
    assert keys.unit.fields.kind is list(CommitmentKind)[1]
    keys.press(Qt.Key.Key_D)
    keys.press(Qt.Key.Key_0)
    due = keys.unit.fields.due
    assert due is not None
    assert due.on is None
    assert keys.review.focusWidget() is keys.review.text
    # Afterwards a digit is a reason again.
    here = keys.said
    keys.press(Qt.Key.Key_1)
    assert keys.states[here] is PieceState.REJECTED


def test_a_field_that_is_asked_for_twice_is_set_for_the_rest_of_the_section(keys: Keys) -> None:
    unit = next(one for one in keys.review.draft.units if "产业基金" in words_of(one))
    while keys.unit.number != unit.number:
        keys.press(Qt.Key.Key_J)
    keys.press(Qt.Key.Key_L)
    offered = keys.review.offered("departments")
    assert "规划司" in {one.name for several in offered if isinstance(several, tuple) for one in several}
    keys.press(Qt.Key.Key_Escape)
    keys.press(Qt.Key.Key_K)
    keys.press(Qt.Key.Key_D)
    keys.press(Qt.Key.Key_D)
    keys.press(Qt.Key.Key_0)
    section = keys.review.draft.section_at(keys.unit.start)
    assert section is not None
    rest = [one for one in keys.review.draft.units if keys.unit.start <= one.start < section.end]
    assert len(rest) > 1
    assert all(one.fields.due is not None and one.fields.due.on is None for one in rest)


def form_opened(keys: Keys, qtbot: QtBot, key: Qt.Key) -> UnitDialog:
    """The form of a unit, opened by a key."""
    keys.press(key)
    qtbot.waitUntil(lambda: bool(keys.review.findChildren(UnitDialog)))
    return keys.review.findChildren(UnitDialog)[0]


def test_everything_can_be_typed_in_a_form(keys: Keys, qtbot: QtBot) -> None:
    form = form_opened(keys, qtbot, Qt.Key.Key_F)
    for name, words in (("leads", "规划司"), ("others", "财政部、教育部"), ("title", "数据安全"), ("quantity", "10个")):
        line = form.input(name)
        assert isinstance(line, QLineEdit)
        line.setText(words)
    QTest.keyClick(form, Qt.Key.Key_Return, CTRL)
    fields = keys.unit.fields
    assert [(one.name, one.role) for one in fields.departments] == [
        ("规划司", DepartmentRole.LEAD),
        ("财政部", DepartmentRole.CO_LEAD),
        ("教育部", DepartmentRole.CO_LEAD),
    ]
    assert fields.title == "数据安全"
    assert fields.quantity is not None
    assert (fields.quantity.value, fields.quantity.unit) == (10, "个")


def test_a_form_in_which_no_due_date_is_given_leaves_it_to_be_read(keys: Keys, qtbot: QtBot) -> None:
    keys.review.set_fields(replace(keys.unit.fields, due=None))
    form = form_opened(keys, qtbot, Qt.Key.Key_T)
    title = form.input("title")
    assert isinstance(title, QLineEdit)
    title.setText("办法")
    QTest.keyClick(form, Qt.Key.Key_Return, CTRL)
    assert (keys.unit.fields.title, keys.unit.fields.due) == ("办法", None)


def test_an_amount_that_cannot_be_read_is_refused_beside_its_field(keys: Keys, qtbot: QtBot) -> None:
    form = form_opened(keys, qtbot, Qt.Key.Key_F)
    line = form.input("quantity")
    assert isinstance(line, QLineEdit)
    line.setText("尽快")
    QTest.keyClick(form, Qt.Key.Key_Return, CTRL)
    assert form.fault("quantity")
    form.reject()


def test_units_are_taken_together_by_a_menu_that_counts_them(keys: Keys, qtbot: QtBot) -> None:
    keys.press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: bool(keys.review.findChildren(QMenu, "acceptTogether")))
    menu = keys.review.findChildren(QMenu, "acceptTogether")[0]
    proposed = keys.review.draft.counts.proposed
    assert str(proposed) in menu.actions()[0].text()
    QTest.keyClick(menu, Qt.Key.Key_1)
    assert keys.review.draft.counts.accepted == proposed


def test_a_selection_becomes_a_unit_and_another_is_left_out(keys: Keys) -> None:
    text = keys.review.text
    cursor = text.textCursor()
    text.put_caret(keys.place("新增企业"))
    cursor = text.textCursor()
    cursor.movePosition(cursor.MoveOperation.Right, cursor.MoveMode.KeepAnchor, len("新增企业100家"))
    text.setTextCursor(cursor)
    keys.press(Qt.Key.Key_N)
    assert keys.said == "新增企业100家"
    assert keys.states[keys.said] is PieceState.ACCEPTED


def test_every_key_can_be_taken_back(keys: Keys) -> None:
    before = keys.review.draft
    for key in (Qt.Key.Key_Return, Qt.Key.Key_3, Qt.Key.Key_M, Qt.Key.Key_V):
        keys.press(key)
    while keys.review.draft.can_undo:
        keys.press(Qt.Key.Key_Z, CTRL)
    assert keys.review.draft == before


def test_a_finished_coding_becomes_a_source_of_the_ledger(keys: Keys, qtbot: QtBot, ledger: OpenLedger) -> None:
    loaded: list[object] = []
    keys.review.loaded.connect(loaded.append)
    while not keys.review.draft.is_finished:
        keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(loaded))
    rows = list_rows(ledger.workspace, LedgerQuery())
    assert len(rows) >= 6
    assert all(row.is_reviewed and row.code.startswith("MB-2026-") for row in rows)
    assert list_drafts(ledger.workspace) == ()


def test_what_is_undecided_is_asked_about_before_it_stays_open(keys: Keys, qtbot: QtBot, ledger: OpenLedger) -> None:
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(keys.review.findChildren(WaysDialog)))
    question = keys.review.findChildren(WaysDialog)[0]
    assert list_sources(ledger.workspace) == ()
    with qtbot.waitSignal(keys.review.loaded):
        QTest.mouseClick(question.ways[0], Qt.MouseButton.LeftButton)
    (source,) = list_sources(ledger.workspace)
    assert source.commitments == 1
    assert source.open > 0


def test_what_somebody_else_saved_is_said_and_can_be_loaded(
    keys: Keys, qtbot: QtBot, ledger: OpenLedger, uid: str
) -> None:
    other = open_draft(ledger.workspace, uid)
    save_draft(ledger.workspace, other.kept, other.draft.accept(2), 0)
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(keys.review.fault))
    reload = next(one for one in keys.review.findChildren(QPushButton) if one.objectName() == "loadNewest")
    assert reload.isVisible()
    QTest.mouseClick(reload, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not keys.review.fault)
    assert [one.number for one in keys.review.draft.units if state_of(one) is PieceState.ACCEPTED] == [2]


def test_the_list_goes_with_the_text_and_shows_what_is_left_out_on_demand(keys: Keys) -> None:
    listed = keys.review.pieces
    assert all(state_of(one) is not PieceState.OMITTED for one in listed.pieces)
    place = listed.visualRect(listed.rows.index(2, 0)).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, NO, place)
    assert keys.review.current == listed.pieces[2]
    keys.press(Qt.Key.Key_Up)
    assert keys.review.current == listed.pieces[1]


def test_what_was_open_is_gone_on_with_and_taken_into_the_same_source(
    keys: Keys, qtbot: QtBot, appearance: Appearance, jobs: Jobs, owner: QWidget, ledger: OpenLedger, uid: str
) -> None:
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(keys.review.findChildren(WaysDialog)))
    QTest.mouseClick(keys.review.findChildren(WaysDialog)[0].ways[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not owner.findChildren(CodingReview))
    again = CodingReview(appearance, jobs, owner, ledger, open_draft(ledger.workspace, uid))
    with qtbot.waitExposed(again):
        again.show()
    hands = Keys(qtbot, again)
    while not again.draft.is_finished:
        hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not owner.findChildren(CodingReview))
    (source,) = list_sources(ledger.workspace)
    assert (source.open, source.is_finished) == (0, True)
    assert source.commitments == len(list_rows(ledger.workspace, LedgerQuery())) > 1


def test_nothing_is_put_in_after_a_decision_that_could_not_be_saved(
    keys: Keys, qtbot: QtBot, ledger: OpenLedger, uid: str
) -> None:
    while not keys.review.draft.is_finished:
        keys.press(Qt.Key.Key_Return)
    keys.settle()
    other = open_draft(ledger.workspace, uid)
    save_draft(ledger.workspace, other.kept, other.draft.undo(), 0)
    keys.press(Qt.Key.Key_U)
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(keys.review.fault))
    keys.settle()
    assert list_sources(ledger.workspace) == ()
    keys.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not isValid(keys.review))


def test_a_key_that_is_held_down_decides_once(keys: Keys) -> None:
    for repeated in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, NO, "\r", repeated)
        QApplication.sendEvent(keys.review.text, event)
    assert keys.review.draft.counts.accepted == 1


def test_words_within_a_unit_that_are_selected_leave_the_unit_out(keys: Keys) -> None:
    text = keys.review.text
    here = keys.said
    cursor = text.textCursor()
    cursor.movePosition(cursor.MoveOperation.Right, cursor.MoveMode.KeepAnchor, 2)
    text.setTextCursor(cursor)
    keys.press(Qt.Key.Key_3)
    assert keys.states[here] is PieceState.REJECTED


def test_ctrl_and_a_digit_take_a_unit_as_of_a_kind(keys: Keys) -> None:
    here = keys.unit.number
    keys.press(Qt.Key.Key_3, CTRL)
    taken = keys.review.draft.unit(here)
    assert (state_of(taken), taken.fields.kind) == (PieceState.ACCEPTED, list(CommitmentKind)[2])
    keys.press(Qt.Key.Key_U)
    assert state_of(keys.review.draft.unit(here)) is PieceState.PROPOSED


def test_shift_and_enter_take_what_is_proposed_up_to_the_end_of_the_paragraph(keys: Keys) -> None:
    line = keys.review.draft.line_from(keys.unit.start)
    within = [unit.number for unit in keys.review.draft.units if line.start <= unit.start < line.end]
    assert len(within) > 1
    keys.press(Qt.Key.Key_Return, SHIFT)
    accepted = [unit.number for unit in keys.review.draft.units if state_of(unit) is PieceState.ACCEPTED]
    assert accepted == within
    keys.press(Qt.Key.Key_U)
    assert keys.review.draft.counts.accepted == 0


def test_alt_and_a_digit_leave_out_open_words_up_to_the_next_unit(keys: Keys) -> None:
    keys.press(Qt.Key.Key_BraceLeft, SHIFT)
    keys.press(Qt.Key.Key_Left, SHIFT | CTRL)
    keys.press(Qt.Key.Key_Left, SHIFT | CTRL)
    first = keys.review.draft.open[0]
    keys.review.text.picked.emit(first.start)
    line = keys.review.draft.line_from(first.start)
    together = [one for one in keys.review.draft.open if first.start <= one.start < line.end]
    keys.press(Qt.Key.Key_5, ALT)
    assert all(keys.states[one.exact] is PieceState.OMITTED for one in together)
    assert {one.reason for one in keys.review.draft.omitted if one.start in {each.start for each in together}} == {
        list(OmissionReason)[4]
    }


def test_alt_and_a_digit_leave_out_a_unit_with_the_open_words_behind_it(keys: Keys) -> None:
    here = keys.said
    keys.press(Qt.Key.Key_Left, SHIFT)
    keys.press(Qt.Key.Key_Left, SHIFT)
    behind = keys.review.draft.open[0].exact
    assert keys.said == here.removesuffix(behind)
    here = keys.said
    keys.press(Qt.Key.Key_5, ALT)
    assert (keys.states[here], keys.states[behind]) == (PieceState.REJECTED, PieceState.OMITTED)
    keys.press(Qt.Key.Key_U)
    assert (keys.states[here], keys.states[behind]) == (PieceState.PROPOSED, PieceState.OPEN)


def test_a_digit_with_ctrl_sets_a_value_and_takes_the_unit(keys: Keys) -> None:
    here = keys.unit.number
    keys.press(Qt.Key.Key_D)
    keys.press(Qt.Key.Key_0, CTRL)
    unit = keys.review.draft.unit(here)
    assert unit.fields.due is not None
    assert (unit.fields.due.on, state_of(unit)) == (None, PieceState.ACCEPTED)


def test_a_day_is_typed_in_short_beside_the_text(keys: Keys) -> None:
    keys.press(Qt.Key.Key_D)
    keys.press(Qt.Key.Key_9)
    line = keys.review.panel.line
    assert line is not None
    assert keys.review.focusWidget() is line
    line.setText("尽快")
    keys.press(Qt.Key.Key_Return)
    assert keys.review.panel.line is line, "what is no day is not taken"
    line.clear()
    QTest.keyClicks(line, "9.15")
    assert "2026-09-15" in line.readout.text()
    here = keys.unit
    keys.press(Qt.Key.Key_Return)
    due = keys.unit.fields.due
    assert due is not None
    assert (due.on, due.basis) == (date(2026, 9, 15), DueBasis.USER)
    assert (keys.unit.number, keys.unit.state) == (here.number, here.state)
    assert keys.review.focusWidget() is keys.review.text


def test_a_day_that_may_be_two_is_asked_about(keys: Keys) -> None:
    keys.press(Qt.Key.Key_D)
    keys.press(Qt.Key.Key_9)
    line = keys.review.panel.line
    assert line is not None
    QTest.keyClicks(line, "5/6/2026")
    assert "2026-05-06" in line.readout.text()
    assert "2026-06-05" in line.readout.text()
    keys.press(Qt.Key.Key_Return)
    assert keys.review.panel.line is line, "no day is guessed"
    line.readout.linkActivated.emit("2026-06-05")
    keys.press(Qt.Key.Key_Return)
    assert keys.unit.fields.due is not None
    assert keys.unit.fields.due.on == date(2026, 6, 5)


def test_a_due_date_that_was_typed_stays_when_an_edge_takes_in_a_day(keys: Keys) -> None:
    keys.press(Qt.Key.Key_D)
    keys.press(Qt.Key.Key_0)
    keys.press(Qt.Key.Key_BracketLeft)
    keys.press(Qt.Key.Key_Left, SHIFT | CTRL)
    assert keys.said.startswith("2026年")
    assert keys.unit.fields.due == Due(None, DueBasis.NONE)


def test_a_name_in_quotation_marks_stands_as_it_is_written(keys: Keys) -> None:
    keys.press(Qt.Key.Key_L)
    keys.press(Qt.Key.Key_9)
    line = keys.review.panel.line
    assert line is not None
    line.setText("“甲局、乙 处”；“Office A, B”")
    keys.press(Qt.Key.Key_Return)
    said = [("甲局、乙 处", DepartmentRole.LEAD), ("Office A, B", DepartmentRole.CO_LEAD)]
    assert [(one.name, one.role) for one in keys.unit.fields.departments] == said
    keys.press(Qt.Key.Key_L)
    keys.press(Qt.Key.Key_9)
    keys.press(Qt.Key.Key_Return)
    assert [(one.name, one.role) for one in keys.unit.fields.departments] == said, "what stood there stays"


def test_the_arrow_takes_the_next_name_that_fits_in_quotation_marks_where_it_needs_them(keys: Keys) -> None:
    two = tuple(FoundDepartment(name, DepartmentRole.LEAD, DepartmentBasis.USER) for name in ("甲局 一处", "甲局二处"))
    other = keys.review.draft.units[1]
    keys.review.text.picked.emit(other.start)
    keys.review.set_fields(replace(other.fields, departments=two))
    keys.review.text.picked.emit(keys.review.draft.units[0].start)
    keys.press(Qt.Key.Key_L)
    keys.press(Qt.Key.Key_9)
    line = keys.review.panel.line
    assert line is not None
    line.setText("规划司 甲局")
    taken: list[str] = []
    for _ in range(3):
        keys.press(Qt.Key.Key_Down)
        taken.append(line.text())
    assert taken == ["规划司 甲局二处", '规划司 "甲局 一处"', "规划司 甲局二处"]


def test_departments_are_typed_by_their_initials_and_the_analysts_are_said_so(keys: Keys, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(keys.review.names.names))
    keys.press(Qt.Key.Key_L)
    keys.press(Qt.Key.Key_9)
    line = keys.review.panel.line
    assert line is not None
    QTest.keyClicks(line, "czb;ghs ")
    assert "财政部" in line.readout.text()
    keys.press(Qt.Key.Key_Return)
    assert [(one.name, one.role, one.basis) for one in keys.unit.fields.departments] == [
        ("财政部", DepartmentRole.LEAD, DepartmentBasis.USER),
        ("规划司", DepartmentRole.CO_LEAD, DepartmentBasis.USER),
    ]
    words = keys.review.appearance.words
    assert words.term(DepartmentBasis.USER) in keys.review.panel.chips["departments"].accessibleName()
    keys.press(Qt.Key.Key_U)
    assert keys.unit.fields.departments == ()


def test_letters_that_fit_no_department_set_nothing_and_esc_gives_the_keyboard_back(keys: Keys) -> None:
    keys.press(Qt.Key.Key_L)
    keys.press(Qt.Key.Key_9)
    line = keys.review.panel.line
    assert line is not None
    QTest.keyClicks(line, "xyzzy")
    keys.press(Qt.Key.Key_Return)
    assert keys.unit.fields.departments == ()
    keys.press(Qt.Key.Key_Escape)
    assert keys.review.panel.line is None
    assert keys.review.focusWidget() is keys.review.text


def test_who_and_when_are_taken_over_from_the_unit_before_and_are_the_analysts(keys: Keys) -> None:
    unit = next(one for one in keys.review.draft.units if "产业基金" in words_of(one))
    index = keys.review.draft.units.index(unit)
    before = keys.review.draft.units[index - 1]
    keys.review.text.picked.emit(before.start)
    named = FoundDepartment("财政部", DepartmentRole.LEAD, DepartmentBasis.NAMED)
    keys.review.set_fields(replace(before.fields, departments=(named,)))
    keys.review.text.picked.emit(unit.start)
    keys.review.set_fields(replace(keys.unit.fields, departments=(), due=None))
    keys.press(Qt.Key.Key_R)
    (taken,) = keys.unit.fields.departments
    assert (taken.name, taken.basis) == ("财政部", DepartmentBasis.USER)
    due = keys.review.draft.unit(before.number).fields.due
    assert (keys.unit.fields.due and keys.unit.fields.due.on) == (due and due.on)


def test_what_a_unit_says_already_is_not_made_the_analysts_by_taking_over_the_rest(keys: Keys) -> None:
    first, second = keys.review.draft.units[:2]
    stated = Due(date(2027, 6, 30), DueBasis.STATED)
    named = FoundDepartment("财政部", DepartmentRole.LEAD, DepartmentBasis.NAMED)
    keys.review.set_fields(replace(first.fields, departments=(named,), due=None))
    keys.review.text.picked.emit(second.start)
    keys.review.set_fields(replace(second.fields, departments=(), due=stated))
    keys.press(Qt.Key.Key_R)
    assert keys.unit.fields.due == stated
    assert [one.name for one in keys.unit.fields.departments] == ["财政部"]


def test_a_field_is_set_for_those_that_say_the_same_and_no_others(keys: Keys) -> None:
    unit = keys.unit
    other = keys.review.draft.units[1]
    keys.review.text.picked.emit(other.start)
    keys.review.set_fields(replace(other.fields, due=Due(date(2027, 6, 30), DueBasis.USER)))
    keys.review.text.picked.emit(unit.start)
    for _ in range(2):
        keys.press(Qt.Key.Key_D)
    keys.press(Qt.Key.Key_0)
    dues = {one.number: one.fields.due and one.fields.due.on for one in keys.review.draft.units}
    assert (dues[unit.number], dues[other.number]) == (None, date(2027, 6, 30))
    third = keys.review.draft.units[2]
    assert dues[third.number] is None


def test_an_edge_that_takes_in_an_amount_or_a_day_reads_them_in_one_step(keys: Keys) -> None:
    before = keys.review.draft
    assert keys.unit.fields.quantity is None
    keys.press(Qt.Key.Key_Right, SHIFT | CTRL)
    assert keys.unit.fields.quantity is not None
    assert keys.unit.fields.quantity.value == 30
    keys.press(Qt.Key.Key_U)
    assert keys.review.draft == before


def test_open_words_become_a_unit_to_be_filled_in(keys: Keys) -> None:
    keys.press(Qt.Key.Key_Left, SHIFT)
    keys.press(Qt.Key.Key_Left, SHIFT)
    rest = keys.review.draft.open[0]
    keys.review.text.picked.emit(rest.start)
    keys.press(Qt.Key.Key_N)
    assert keys.said == rest.exact
    assert keys.states[keys.said] is PieceState.ACCEPTED


def test_a_field_asked_for_open_words_makes_a_unit_of_them(keys: Keys) -> None:
    keys.press(Qt.Key.Key_Left, SHIFT)
    keys.press(Qt.Key.Key_Left, SHIFT)
    open_words = keys.review.draft.open[0]
    keys.review.text.picked.emit(open_words.start)
    units = len(keys.review.draft.units)
    keys.press(Qt.Key.Key_L)
    keys.press(Qt.Key.Key_9)
    assert len(keys.review.draft.units) == units + 1
    assert keys.unit.start == open_words.start
    assert keys.review.panel.line is not None


def test_a_line_that_has_lost_the_keyboard_leaves_the_keys_to_the_review(keys: Keys) -> None:
    before = keys.said
    keys.press(Qt.Key.Key_D)
    keys.press(Qt.Key.Key_9)
    keys.review.text.setFocus()
    keys.press(Qt.Key.Key_J)
    assert keys.said != before
    assert keys.review.panel.line is None


def test_the_button_takes_what_is_being_typed_with_the_unit(keys: Keys) -> None:
    keys.press(Qt.Key.Key_D)
    keys.press(Qt.Key.Key_9)
    number = keys.unit.number
    line = keys.review.panel.line
    assert line is not None
    accept = keys.review.findChild(QPushButton, "acceptPiece")
    assert isinstance(accept, QPushButton)
    line.setText("尽快")
    accept.click()
    assert line.property("invalid")
    assert state_of(keys.review.draft.unit(number)) is PieceState.PROPOSED
    line.setText("9.15")
    accept.click()
    taken = keys.review.draft.unit(number)
    assert state_of(taken) is PieceState.ACCEPTED
    assert taken.fields.due == Due(date(2026, 9, 15), DueBasis.USER)


def test_what_sets_and_takes_is_taken_back_in_one_step(keys: Keys) -> None:
    before = keys.unit
    steps = len(keys.review.draft.steps)
    keys.press(Qt.Key.Key_D)
    keys.press(Qt.Key.Key_0, CTRL)
    assert keys.review.draft.unit(before.number).fields.due == Due(None, DueBasis.NONE)
    assert len(keys.review.draft.steps) == steps + 1
    keys.press(Qt.Key.Key_U)
    assert keys.review.draft.unit(before.number) == before


def test_shift_and_enter_decide_nothing_where_nothing_is_proposed(keys: Keys) -> None:
    keys.press(Qt.Key.Key_Return, SHIFT)
    taken = next(one for one in keys.review.draft.units if state_of(one) is PieceState.ACCEPTED)
    keys.review.pieces.picked.emit(taken)
    steps = len(keys.review.draft.steps)
    keys.press(Qt.Key.Key_Return, SHIFT)
    assert keys.review.fault
    assert (keys.unit.number, len(keys.review.draft.steps)) == (taken.number, steps)
