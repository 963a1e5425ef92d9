"""The form that judges: what proves the choice, what the rules refuse, and what they question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from tracker.desktop.views.assessment.assessment_dialog import AssessmentDialog
from tracker.desktop.views.recording.bulk_dialogs import BulkAssessmentDialog
from tracker.domain.assessment.proof import Obstacle, case_of, obstacles, proving, questions, refusal
from tracker.domain.terms import Assessment, Doubt
from tracker.services.commands import EvidenceFields, NewLink, Withdrawal, command
from tracker.services.commitments.reading import read_detail
from tracker.services.evidence.recording import add_evidence, withdraw_evidence
from tracker.services.ledgers.ledger_rules import read_rules

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CITIES, CLUSTERS, STUDY = "MIIT-2025-044", "MIIT-2025-045", "MIIT-2025-047"
COUNTED = {"value": "101", "unit": "个", "role": "cumulative"}


def piece(workspace: Workspace, title: str, code: str = CITIES, link: dict[str, Any] | None = None, **what: Any) -> int:
    """A document of 2025 that fulfils, unless said otherwise."""
    links = (command(NewLink, commitment=code, **{"bearing": "fulfils", **(link or {})}),)
    values = {"publisher": "工业和信息化部", "published": "2025-06-01", "kind": "document", "same_briefing": False}
    return add_evidence(workspace, command(EvidenceFields, title=title, links=links, **{**values, **what})).evidence[0]


@pytest.fixture
def pieces(workspace: Workspace) -> dict[str, int]:
    """Evidence on the pilot cities, of which one piece proves that they were supported."""
    gone = piece(workspace, "已撤回的名单", published="2025-07-01")
    found = {
        "count": piece(workspace, "累计支持101个试点城市", link=COUNTED, kind="statement", published="2026-01-21"),
        "notice": piece(workspace, "试点工作通知", link={"bearing": "progress"}, published="2025-05-12"),
        "early": piece(workspace, "前两批名单", published="2024-06-01"),
        "report": piece(workspace, "发布会综述", same_briefing=True, published="2025-01-22", kind="press"),
        "gone": gone,
    }
    withdraw_evidence(workspace, command(Withdrawal, evidence_id=gone, reason="不是原件"))
    return found


def judging(hands: Hands, code: str = CITIES) -> AssessmentDialog:
    hands.take(code)
    form = hands.form(Qt.Key.Key_J)
    assert isinstance(form, AssessmentDialog)
    return form


def choose(hands: Hands, form: AssessmentDialog | BulkAssessmentDialog, assessment: Assessment) -> None:
    hands.click(form.grid.choices[assessment])


def type_into(form: QWidget, words: str) -> None:
    assert isinstance(form, QLineEdit)
    form.setText(words)


def save(hands: Hands, qtbot: QtBot, form: AssessmentDialog | BulkAssessmentDialog) -> None:
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()


def test_what_proves_the_choice_comes_first_and_ticked_the_rest_with_its_reason(
    pieces: dict[str, int], hands: Hands
) -> None:
    form = judging(hands)
    choose(hands, form, Assessment.MET)
    boxes, rule = form.proof.boxes, form.appearance.words.rule
    assert next(iter(boxes)) == pieces["count"]
    assert form.proof.ticked == (pieces["count"],)
    why = {key: box.accessibleDescription() for key, box in boxes.items() if key != pieces["count"]}
    assert why == {
        pieces["notice"]: rule(Obstacle.BEARING),
        pieces["early"]: rule(Obstacle.EARLY),
        pieces["report"]: rule(Obstacle.SAME_BRIEFING),
        pieces["gone"]: rule(Obstacle.WITHDRAWN),
    }
    shown = {label.text() for label in form.proof.findChildren(QLabel)}
    assert set(why.values()) <= shown
    form.reject()


def test_withdrawn_pieces_and_reports_of_the_briefing_cannot_be_ticked_others_may_be(
    pieces: dict[str, int], hands: Hands
) -> None:
    form = judging(hands)
    choose(hands, form, Assessment.MET)
    for name in ("gone", "report"):
        box = form.proof.boxes[pieces[name]]
        assert not box.isEnabled()
        hands.click(box)
    hands.click(form.proof.boxes[pieces["notice"]])
    assert form.proof.ticked == tuple(sorted((pieces["count"], pieces["notice"])))
    form.reject()


@pytest.mark.parametrize("assessment", Assessment)
def test_what_is_proposed_is_what_the_rules_take_for_proof(
    pieces: dict[str, int], hands: Hands, workspace: Workspace, assessment: Assessment
) -> None:
    detail = read_detail(workspace, CITIES)
    case = case_of(detail, read_rules(workspace).search_expiry_days)
    form = judging(hands)
    choose(hands, form, assessment)
    proved = proving(case, assessment)
    assert form.values()["evidence"] == tuple(sorted(proved))
    error = refusal(case, assessment, proved, workspace.today())
    assert (form.refusal and form.refusal.code) == (error and error.code)
    assert form.held.asked == (() if error else questions(case, assessment, proved, workspace.today()))
    assert form.save_button.isEnabled() == (error is None and not form.held.asked)
    if form.proof.boxes:
        assert form.proof.boxes.keys() - set(proved) == obstacles(case, assessment).keys()
    form.reject()


def test_a_verdict_without_its_proof_is_refused_at_once(pieces: dict[str, int], hands: Hands) -> None:
    form = judging(hands)
    choose(hands, form, Assessment.MET)
    assert form.refusal is None
    hands.click(form.proof.boxes[pieces["count"]])
    assert form.refusal is not None
    assert form.refusal.code == "evidence_missing"
    (said,) = form.findChildren(QLabel, "refusal")
    assert (said.isVisible(), said.text()) == (True, form.appearance.words.error(form.refusal))
    assert not form.save_button.isEnabled()
    form.reject()


def test_what_is_ticked_by_hand_is_remembered_for_each_verdict(pieces: dict[str, int], hands: Hands) -> None:
    form = judging(hands)
    choose(hands, form, Assessment.MET)
    hands.click(form.proof.boxes[pieces["notice"]])
    choose(hands, form, Assessment.IN_PROGRESS)
    assert form.proof.ticked == tuple(sorted((pieces["count"], pieces["notice"])))
    choose(hands, form, Assessment.NOT_VERIFIABLE)
    assert form.proof.ticked == ()
    choose(hands, form, Assessment.MET)
    assert form.proof.ticked == tuple(sorted((pieces["count"], pieces["notice"])))
    form.reject()


def test_a_question_is_answered_before_the_verdict_is_saved_and_the_answer_is_kept(
    pieces: dict[str, int], hands: Hands, qtbot: QtBot, workspace: Workspace
) -> None:
    form = judging(hands)
    choose(hands, form, Assessment.MET)
    assert form.held.asked == (Doubt.CLAIMS_ONLY,)
    (question,) = [one for one in form.findChildren(QWidget, "question_claims_only") if one.isVisible()]
    said = [label.text() for label in question.findChildren(QLabel)]
    words = form.appearance.words
    assert {words.term(Doubt.CLAIMS_ONLY), words.rule(Doubt.CLAIMS_ONLY)} <= set(said)
    hands.type(form.input("reason"), "达到30个以上")
    assert not form.save_button.isEnabled()
    hands.type(form.input(form.held.field(Doubt.CLAIMS_ONLY)), "两部门当场公布")
    save(hands, qtbot, form)
    detail = read_detail(workspace, CITIES)
    assert detail.row.assessment is Assessment.MET
    assert [(one.rule, one.reason) for one in detail.doubts] == [(Doubt.CLAIMS_ONLY, "两部门当场公布")]
    assert detail.cited == (pieces["count"],)


def test_every_question_wants_a_reason_of_its_own(pieces: dict[str, int], hands: Hands, workspace: Workspace) -> None:
    piece(workspace, "未能落实的通报", link={"bearing": "contradicts"}, published="2026-03-01")
    form = judging(hands)
    choose(hands, form, Assessment.MET)
    asked = (Doubt.CLAIMS_ONLY, Doubt.CONTRADICTED)
    assert form.held.asked == asked
    for doubt in asked:
        assert not form.save_button.isEnabled()
        hands.type(form.input(form.held.field(doubt)), "已核实")
    assert form.save_button.isEnabled()
    assert form.values()["held"] == dict.fromkeys(asked, "已核实")
    form.reject()


def test_of_a_study_it_is_said_what_fulfils_it(hands: Hands) -> None:
    form = judging(hands, STUDY)
    assert form.findChildren(QLabel, "studyHint")
    form.reject()
    form = judging(hands)
    assert not form.findChildren(QLabel, "studyHint")
    form.reject()


def test_what_came_meanwhile_is_loaded_and_asked_about(
    pieces: dict[str, int], hands: Hands, qtbot: QtBot, workspace: Workspace
) -> None:
    form = judging(hands)
    choose(hands, form, Assessment.MET)
    hands.type(form.input("reason"), "达到30个以上")
    hands.type(form.input(form.held.field(Doubt.CLAIMS_ONLY)), "两部门当场公布")
    piece(workspace, "未能落实的通报", link={"bearing": "contradicts"}, published="2026-03-01")
    hands.click(form.save_button)
    assert form.isVisible()
    assert form.fault()
    assert read_detail(workspace, CITIES).row.assessment is Assessment.NOT_RATED
    qtbot.waitUntil(form._reload.isVisible)
    hands.click(form._reload)
    assert form.held.asked == (Doubt.CLAIMS_ONLY, Doubt.CONTRADICTED)
    hands.type(form.input(form.held.field(Doubt.CONTRADICTED)), "通报说的是另一批")
    save(hands, qtbot, form)
    held = {one.rule: one.reason for one in read_detail(workspace, CITIES).doubts}
    assert held == {Doubt.CLAIMS_ONLY: "两部门当场公布", Doubt.CONTRADICTED: "通报说的是另一批"}


def test_what_the_service_refuses_stands_in_the_form(pieces: dict[str, int], hands: Hands) -> None:
    form = judging(hands)
    choose(hands, form, Assessment.IN_PROGRESS)
    hands.click(form.save_button)  # without a reason
    assert form.fault("reason")
    assert form.isVisible()
    assert not form._reload.isVisible()
    form.reject()


def several(hands: Hands, window: MainWindow, qtbot: QtBot, *codes: str) -> BulkAssessmentDialog:
    """Select these rows, and judge them all."""
    hands.take(codes[0])
    table = window.page.table
    for code in codes[1:]:
        known = table.rows.id_of(code)
        assert known is not None
        line = table.rows.position(known)
        place = table.visualRect(table.rows.index(line or 0, 1)).center()
        table.scrollTo(table.rows.index(line or 0, 1))
        place = table.visualRect(table.rows.index(line or 0, 1)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place)
    hands.settle()
    form = hands.form(Qt.Key.Key_J)
    assert isinstance(form, BulkAssessmentDialog)
    hands.settle()
    return form


def test_of_several_the_refused_ones_are_named_and_can_be_left_out(
    pieces: dict[str, int], hands: Hands, window: MainWindow, qtbot: QtBot, workspace: Workspace
) -> None:
    form = several(hands, window, qtbot, CITIES, CLUSTERS)
    choose(hands, form, Assessment.IN_PROGRESS)
    qtbot.waitUntil(lambda: bool(form.refused))
    assert {code: error.code for code, error in form.refused.items()} == {CLUSTERS: "evidence_missing"}
    (named,) = form.findChildren(QWidget, "refusedOnes")
    said = " ".join(label.text() for label in named.findChildren(QLabel))
    assert "045" in said
    assert "2 项中有 1 项" in said
    assert not form.save_button.isEnabled()
    hands.type(form.input("reason"), "已有通知")
    hands.click(form.others_button)
    assert form.codes == (CITIES,)
    save(hands, qtbot, form)
    judged = {code: read_detail(workspace, code).row.assessment for code in (CITIES, CLUSTERS)}
    assert judged == {CITIES: Assessment.IN_PROGRESS, CLUSTERS: Assessment.NOT_RATED}


def test_of_several_a_question_is_answered_once_for_all(
    pieces: dict[str, int], hands: Hands, window: MainWindow, qtbot: QtBot, workspace: Workspace
) -> None:
    hundred = {"value": "100", "unit": "个", "role": "new"}
    piece(workspace, "新认定100个集群", CLUSTERS, hundred, kind="statement", published="2025-11-07")
    form = several(hands, window, qtbot, CITIES, CLUSTERS)
    choose(hands, form, Assessment.MET)
    qtbot.waitUntil(lambda: bool(form.held.asked))
    assert form.held.asked == (Doubt.CLAIMS_ONLY,)
    hands.type(form.input("reason"), "都已达到")
    assert not form.save_button.isEnabled()
    hands.type(form.input(form.held.field(Doubt.CLAIMS_ONLY)), "都由部门公布")
    save(hands, qtbot, form)
    for code in (CITIES, CLUSTERS):
        detail = read_detail(workspace, code)
        assert detail.row.assessment is Assessment.MET
        assert [(one.rule, one.reason) for one in detail.doubts] == [(Doubt.CLAIMS_ONLY, "都由部门公布")]
