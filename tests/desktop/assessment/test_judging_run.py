"""The judging run: one commitment after another, by keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from tracker.desktop.views.assessment.search_dialog import SearchDialog
from tracker.desktop.views.judging.judging_run import JudgingRun
from tracker.domain.search.ledger_query import query_for
from tracker.domain.terms import Assessment
from tracker.services.assessment.judging import set_assessment
from tracker.services.commands import AssessmentChange, command, evidence_fields
from tracker.services.commitments.reading import list_rows, read_detail
from tracker.services.evidence.recording import add_evidence

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

PILOTS = "MIIT-2025-044"


class Keys:
    """A pair of hands on the keyboard of the run; every key goes to what has the focus."""

    def __init__(self, qtbot: QtBot, run: JudgingRun) -> None:
        self._qtbot = qtbot
        self.run = run
        self.count = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._focus(), key, modifier)
        self.count += 1
        self.settle()

    def type(self, words: str) -> None:
        """Text is not counted: an input method commits it."""
        focus = self._focus()
        if isinstance(focus, QPlainTextEdit):
            focus.insertPlainText(words)
        else:
            assert isinstance(focus, QLineEdit)
            focus.insert(words)

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: self.run.is_shown)

    def _focus(self) -> QWidget:
        focus = self.run.focusWidget()
        assert focus is not None
        return focus


@pytest.fixture
def keys(qtbot: QtBot, hands: Hands, window: MainWindow) -> Keys:
    """The run over what is listed: the commitments of the bureau for small businesses."""
    window.page.show_rows(query_for(department={"sme-bureau"}).choices)
    hands.settle()
    return begun(qtbot, window)


def begun(qtbot: QtBot, window: MainWindow) -> Keys:
    window.actions_by_name["judging_run"].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(JudgingRun)))
    run = window.findChildren(JudgingRun)[-1]
    qtbot.waitUntil(lambda: run.is_shown and run.focusWidget() is not None)
    return Keys(qtbot, run)


def leave(qtbot: QtBot, window: MainWindow, keys: Keys) -> None:
    keys.run.reject()
    qtbot.waitUntil(lambda: not window.findChildren(JudgingRun))


def assessment(workspace: Workspace, code: str) -> Assessment:
    return read_detail(workspace, code).row.assessment


def test_a_verdict_takes_two_keys_beside_its_reason_and_the_next_one_is_there(
    keys: Keys, workspace: Workspace, qtbot: QtBot, window: MainWindow
) -> None:
    first = keys.run.code
    keys.press(Qt.Key.Key_8)
    keys.type("没有给出可核验的对象")
    keys.press(Qt.Key.Key_Return)
    assert keys.count == 2
    assert assessment(workspace, first) is Assessment.NOT_VERIFIABLE
    assert read_detail(workspace, first).reason == "没有给出可核验的对象"
    assert keys.run.code != first
    assert keys.run.judged == {first: Assessment.NOT_VERIFIABLE}
    leave(qtbot, window, keys)


def test_all_that_is_listed_is_judged_without_the_mouse(
    keys: Keys, workspace: Workspace, qtbot: QtBot, window: MainWindow
) -> None:
    listed = list_rows(workspace, window.page.query)
    for _ in listed:
        keys.press(Qt.Key.Key_8)
        keys.type("无法核验")
        keys.press(Qt.Key.Key_Return)
    assert keys.count == 2 * len(listed)
    assert {row.assessment for row in list_rows(workspace, window.page.query)} == {Assessment.NOT_VERIFIABLE}
    assert keys.run.code == ""
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.findChildren(JudgingRun))
    qtbot.waitUntil(lambda: window.is_ready)
    shown = window.page.detail.detail
    assert shown is not None
    assert shown.row.assessment is Assessment.NOT_VERIFIABLE  # the page behind knows


def test_what_the_rules_refuse_is_not_given_and_says_why(
    keys: Keys, workspace: Workspace, qtbot: QtBot, window: MainWindow
) -> None:
    code = keys.run.code
    keys.press(Qt.Key.Key_5)
    keys.type("已完成")
    keys.press(Qt.Key.Key_Return)
    assert keys.run.code == code
    assert keys.run.verdict.refusal is not None
    assert assessment(workspace, code) is Assessment.NOT_RATED
    leave(qtbot, window, keys)


def test_a_question_of_the_rules_is_answered_in_the_run(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    link = {"commitment": PILOTS, "bearing": "fulfils", "value": "101", "unit": "个", "role": "cumulative"}
    piece = {"title": "累计支持101个", "publisher": "工信部", "published": "2025-12-25", "kind": "statement"}
    add_evidence(workspace, evidence_fields({**piece, "links": (link,)}))
    window.page.search("30个以上试点城市")
    hands.settle()
    keys = begun(qtbot, window)
    assert keys.run.code == PILOTS
    keys.press(Qt.Key.Key_5)
    keys.type("累计101个，扣除基数66个，新增35个")
    keys.press(Qt.Key.Key_Return)  # leads to the question
    assert assessment(workspace, PILOTS) is Assessment.NOT_RATED
    keys.type("发言由分管副部长作出")
    keys.press(Qt.Key.Key_Return)
    assert keys.count == 3
    assert assessment(workspace, PILOTS) is Assessment.MET
    leave(qtbot, window, keys)


def test_what_was_typed_waits_with_its_commitment(keys: Keys, qtbot: QtBot, window: MainWindow) -> None:
    first = keys.run.code
    keys.press(Qt.Key.Key_8)
    keys.type("还没有写完")
    keys.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert keys.run.reason.words == ""
    keys.press(Qt.Key.Key_K)
    assert (keys.run.code, keys.run.reason.words) == (first, "还没有写完")
    assert keys.run.verdict.grid.chosen is Assessment.NOT_VERIFIABLE
    leave(qtbot, window, keys)


def test_the_last_step_is_taken_back_and_its_words_are_there_again(
    keys: Keys, workspace: Workspace, qtbot: QtBot, window: MainWindow
) -> None:
    first = keys.run.code
    keys.press(Qt.Key.Key_8)
    keys.type("看错了")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_U)
    assert (keys.run.code, keys.run.reason.words, keys.run.judged) == (first, "看错了", {})
    assert assessment(workspace, first) is Assessment.NOT_RATED
    leave(qtbot, window, keys)


def test_those_passed_over_are_asked_about_again(keys: Keys, qtbot: QtBot, window: MainWindow) -> None:
    first = keys.run.code
    while keys.run.code:
        keys.press(Qt.Key.Key_J)
    again = [one for one in keys.run.findChildren(QPushButton) if one.hasFocus()]
    assert len(again) == 1
    keys.press(Qt.Key.Key_Return)
    assert keys.run.code == first
    leave(qtbot, window, keys)


def test_a_step_is_taken_back_while_those_passed_over_are_looked_at_again(
    keys: Keys, workspace: Workspace, qtbot: QtBot, window: MainWindow
) -> None:
    first = keys.run.code
    keys.press(Qt.Key.Key_8)
    keys.type("无法核验")
    keys.press(Qt.Key.Key_Return)
    for _ in range(len(list_rows(workspace, window.page.query)) - 1):
        keys.run.skip()
        keys.settle()
    keys.press(Qt.Key.Key_Return)
    assert first not in keys.run._codes
    keys.run.undo()
    qtbot.waitUntil(lambda: assessment(workspace, first) is Assessment.NOT_RATED)
    qtbot.waitUntil(lambda: keys.run.is_shown and keys.run.code == first)
    leave(qtbot, window, keys)


def test_earlier_reasons_and_beginnings_are_at_hand(
    keys: Keys, qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    keys.press(Qt.Key.Key_8)
    keys.type("原文笼统")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_8)
    keys.press(Qt.Key.Key_Down)
    assert keys.run.reason.words == "原文笼统"
    keys.press(Qt.Key.Key_Down)
    assert keys.run.reason.words not in ("", "原文笼统")
    keys.press(Qt.Key.Key_Up)
    assert keys.run.reason.words == "原文笼统"
    keys.press(Qt.Key.Key_Return)
    judged = list(keys.run.judged)
    assert [read_detail(workspace, code).reason for code in judged] == ["原文笼统"] * 2
    leave(qtbot, window, keys)


def test_a_search_is_logged_from_the_run_and_carries_the_verdict(
    keys: Keys, qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    code = keys.run.code
    keys.press(Qt.Key.Key_2)
    assert keys.run.verdict.refusal is not None
    keys.press(Qt.Key.Key_Escape)
    keys.press(Qt.Key.Key_S)
    form = keys.run.findChild(SearchDialog)
    assert form is not None
    form.submitted.emit(
        {
            "commitment": code,
            "place": "工信部网站",
            "words": "试点",
            "searched_on": None,
            "outcome": "nothing",
            "found": "",
        }
    )
    qtbot.waitUntil(lambda: not keys.run.findChildren(SearchDialog) and keys.run.verdict.refusal is None)
    assert keys.run.verdict.grid.chosen is Assessment.NO_EVIDENCE or keys.run.code == code
    leave(qtbot, window, keys)


def test_a_commitment_that_another_program_changed_is_read_again_and_nothing_typed_is_lost(
    keys: Keys, qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    code = keys.run.code
    keys.press(Qt.Key.Key_8)
    keys.type("我的理由")
    set_assessment(workspace, command(AssessmentChange, commitment=code, assessment="not_verifiable", reason="同事"))
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(keys.run.fault) and keys.run.is_shown)
    assert (keys.run.code, keys.run.reason.words) == (code, "我的理由")
    keys.run.submit()
    qtbot.waitUntil(lambda: code in keys.run.judged)
    assert read_detail(workspace, code).reason == "我的理由"
    leave(qtbot, window, keys)


def test_escape_leads_from_the_text_to_the_verdicts_and_then_out(keys: Keys, qtbot: QtBot, window: MainWindow) -> None:
    keys.press(Qt.Key.Key_8)
    keys.press(Qt.Key.Key_Escape)
    assert keys.run.verdict.grid.choices[Assessment.NOT_VERIFIABLE].hasFocus() or QApplication.focusWidget() is None
    QTest.keyClick(keys.run.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(JudgingRun))


def test_of_several_selected_only_these_are_asked_about(qtbot: QtBot, window: MainWindow) -> None:
    window.page.table.selectAll()
    qtbot.waitUntil(lambda: window.is_ready)
    keys = begun(qtbot, window)
    assert "72" in keys.run.counter
    leave(qtbot, window, keys)


def test_what_was_typed_is_there_in_the_next_run_and_in_the_form_for_one(
    keys: Keys, qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    code = keys.run.code
    keys.press(Qt.Key.Key_8)
    keys.type("下次接着写")
    leave(qtbot, window, keys)
    again = begun(qtbot, window)
    assert (again.run.code, again.run.reason.words) == (code, "下次接着写")
    assert again.run.verdict.grid.chosen is Assessment.NOT_VERIFIABLE
    leave(qtbot, window, again)
    window.page.show_commitment(code)
    hands.settle()
    window.actions_by_name["judge"].trigger()
    form = hands.opened_form()
    reason = form.input("reason")
    assert isinstance(reason, QPlainTextEdit)
    assert reason.toPlainText() == "下次接着写"
    form.reject()


def drafted(window: MainWindow, code: str, state: dict[str, object]) -> None:
    """What the form for one verdict kept when it was closed."""
    window.page.detail._appearance.drafts.keep(f"AssessmentDialog:{code}:", state)


def test_looking_at_a_case_leaves_what_its_form_kept(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    window.page.show_rows(query_for(department={"sme-bureau"}).choices)
    hands.settle()
    row = window.page.table.rows.row(0)
    state: dict[str, object] = {"assessment": "met", "ticks": {"met": {"1": True}}, "reason": ""}
    drafted(window, row.code, state)
    keys = begun(qtbot, window)
    assert keys.run.code == row.code
    assert keys.run.verdict.grid.chosen is Assessment.MET
    assert keys.run.verdict.proof.by_hand == {Assessment.MET: {1: True}}
    keys.press(Qt.Key.Key_J)
    keys.press(Qt.Key.Key_K)
    leave(qtbot, window, keys)
    drafts = window.page.detail._appearance.drafts
    kept = drafts.find(f"AssessmentDialog:{row.code}:")
    assert kept is not None
    assert kept.state == state


def test_what_the_run_kept_is_let_go_of_when_it_is_emptied(keys: Keys, qtbot: QtBot, window: MainWindow) -> None:
    code = keys.run.code
    drafts = window.page.detail._appearance.drafts
    keys.press(Qt.Key.Key_8)
    keys.type("写错了")
    keys.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert drafts.find(f"AssessmentDialog:{code}:") is not None
    keys.press(Qt.Key.Key_K)
    keys.run.reason.input.take("")
    keys.press(Qt.Key.Key_J)
    assert drafts.find(f"AssessmentDialog:{code}:") is None
    leave(qtbot, window, keys)


def test_what_was_typed_last_is_shown_wherever_it_was_typed(keys: Keys, qtbot: QtBot, window: MainWindow) -> None:
    code = keys.run.code
    keys.press(Qt.Key.Key_8)
    keys.type("在逐项判定中")
    keys.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    drafted(window, code, {"assessment": "met", "reason": "在另一处"})
    keys.press(Qt.Key.Key_K)
    assert (keys.run.reason.words, keys.run.verdict.grid.chosen) == ("在另一处", Assessment.MET)
    leave(qtbot, window, keys)


def test_what_is_typed_stays_with_the_ledger_of_the_run(keys: Keys, qtbot: QtBot, window: MainWindow) -> None:
    drafts = window.page.detail._appearance.drafts
    own = drafts.here
    code = keys.run.code
    keys.press(Qt.Key.Key_8)
    keys.type("属于这本台账")
    drafts.open("another.db")
    leave(qtbot, window, keys)
    assert drafts.find(f"AssessmentDialog:{code}:") is None
    assert own.find(f"AssessmentDialog:{code}:") is not None


def in_english(keys: Keys) -> QPlainTextEdit:
    return keys.run.verdict.english.input


def test_a_reason_in_english_is_typed_under_more_and_waits_with_its_commitment(
    keys: Keys, workspace: Workspace, qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    code = keys.run.code
    keys.press(Qt.Key.Key_8)
    keys.type("没有给出可核验的对象")
    assert not in_english(keys).isVisible()
    hands.click(keys.run.verdict.english.fold)
    in_english(keys).setFocus()
    keys.type("Names no object")
    keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    keys.type("to be checked")
    keys.press(Qt.Key.Key_Escape)
    keys.press(Qt.Key.Key_J)
    assert in_english(keys).toPlainText() == ""
    leave(qtbot, window, keys)
    again = begun(qtbot, window)
    assert (again.run.code, in_english(again).toPlainText()) == (code, "Names no object\nto be checked")
    assert in_english(again).isVisible()
    in_english(again).setFocus()
    again.press(Qt.Key.Key_Return)
    detail = read_detail(workspace, code)
    assert (detail.reason, detail.reason_en) == ("没有给出可核验的对象", "Names no object\nto be checked")
    assert in_english(again).toPlainText() == ""
    again.press(Qt.Key.Key_U)
    qtbot.waitUntil(lambda: again.run.code == code)
    assert in_english(again).toPlainText() == "Names no object\nto be checked"
    leave(qtbot, window, again)
