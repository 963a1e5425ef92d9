"""Writing: evidence, judgements and searches, and what happens when they are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton
from tests.desktop.conftest import button_of

from tracker.desktop.views.assessment.assessment_dialog import AssessmentChoice, AssessmentDialog
from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.domain.terms import Assessment
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, EvidenceFields, NewSearch, command
from tracker.services.commitments import reading
from tracker.services.evidence.recording import add_evidence

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.views.forms.form_dialog import FormDialog
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

PILOT_CITIES = "MIIT-2025-044"


def test_evidence_is_added_and_the_list_follows(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.take(PILOT_CITIES)
    dialog = hands.form(Qt.Key.Key_E)
    _fill(
        hands,
        dialog,
        title="关于开展试点的通知",
        publisher="财政部",
        published="2025-05-12",
        number="财办建〔2025〕20号",
    )
    hands.click(dialog.save_button)
    assert hands.form_is_closed

    evidence = reading.list_evidence(workspace, code)
    assert [(piece.title, piece.number) for piece in evidence] == [("关于开展试点的通知", "财办建〔2025〕20号")]
    assert "1  关于开展试点的通知" in hands.said
    chosen = window.page.table.chosen
    assert chosen is not None
    assert (chosen.code, chosen.latest_evidence) == (code, "2025-05-12")


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.take(PILOT_CITIES)
    dialog = hands.form(Qt.Key.Key_E)
    _fill(hands, dialog, title="通知", publisher="财政部", published="2025-13", note="要紧的备注")
    hands.click(dialog.save_button)
    assert dialog.isVisible()
    assert "发布日期" in dialog.fault("published")
    assert _typed(dialog, "note") == "要紧的备注"
    assert reading.list_evidence(workspace, code) == ()

    published = dialog.input("published")
    assert isinstance(published, QLineEdit)
    published.clear()
    _fill(hands, dialog, published="2025-12")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert hands.form_is_closed
    assert [piece.published for piece in reading.list_evidence(workspace, code)] == ["2025-12"]


def test_done_without_evidence_is_refused_before_it_can_be_saved(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.take(PILOT_CITIES)
    dialog = hands.form(Qt.Key.Key_J)
    assert isinstance(dialog, AssessmentDialog)
    _choose(hands, dialog, Assessment.MET)
    _fill(hands, dialog, reason="新增 35 个")
    assert dialog.refusal is not None
    assert dialog.refusal.code == "evidence_missing"
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert dialog.isVisible()
    assert _typed(dialog, "reason") == "新增 35 个"
    assert reading.read_detail(workspace, code).row.assessment is Assessment.NOT_RATED
    dialog.reject()


def test_no_evidence_found_needs_a_search_first(hands: Hands, window: MainWindow, workspace: Workspace) -> None:
    code = hands.take(PILOT_CITIES)
    dialog = hands.form(Qt.Key.Key_L)
    _fill(hands, dialog, place="工信部网站", words="试点城市 2025")
    hands.choose(dialog, "outcome", "nothing")
    hands.click(dialog.save_button)
    assert any("工信部网站" in line and "试点城市 2025" in line for line in hands.said)

    dialog = hands.form(Qt.Key.Key_J)
    _choose(hands, dialog, Assessment.NO_EVIDENCE)
    _fill(hands, dialog, reason="检索没有找到。")
    hands.click(dialog.save_button)
    assert hands.form_is_closed
    assert reading.read_detail(workspace, code).row.assessment is Assessment.NO_EVIDENCE
    assert "检索没有找到。" in hands.said


def test_evidence_is_corrected_and_withdrawn_in_place(hands: Hands, window: MainWindow, workspace: Workspace) -> None:
    code = hands.take(PILOT_CITIES)
    other = reading.list_rows(workspace, window.page.query)[0].code
    links = ({"commitment": code, "bearing": "progress"}, {"commitment": other, "bearing": "context"})
    fields = command(
        EvidenceFields, title="通知", publisher="财政部", published="2025-05-12", kind="document", links=links
    )
    add_evidence(workspace, fields)
    window.page.reload()
    hands.settle()
    hands.take(other)
    hands.take(PILOT_CITIES)

    dialog = _press_on_card(hands, window, "编辑")
    _fill(hands, dialog, title="（修订）")
    hands.click(dialog.save_button)
    (piece,) = reading.list_evidence(workspace, code)
    assert "修订" in piece.title
    assert {link.commitment for link in piece.links} == {code, other}

    dialog = _press_on_card(hands, window, "撤回")
    hands.click(dialog.save_button)
    assert dialog.fault("reason")
    _fill(hands, dialog, reason="重复登记")
    hands.click(dialog.save_button)
    (piece,) = reading.list_evidence(workspace, code)
    assert (piece.withdrawn, piece.withdrawal_reason) == (True, "重复登记")
    assert window.page.detail._appearance.words.phrase("withdrawn", reason="重复登记") in hands.said


def test_a_change_made_meanwhile_is_reported_and_not_overwritten(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.take(PILOT_CITIES)
    dialog = hands.form(Qt.Key.Key_J)
    _choose(hands, dialog, Assessment.NOT_VERIFIABLE)
    _fill(hands, dialog, reason="我的理由")
    log_search(workspace, command(NewSearch, commitment=code, place="网站", words="城市", outcome="nothing"))
    set_assessment(workspace, command(AssessmentChange, commitment=code, assessment="no_evidence", reason="别人的理由"))
    hands.click(dialog.save_button)
    assert "改动" in dialog.fault()
    assert reading.read_detail(workspace, code).reason == "别人的理由"
    assert _typed(dialog, "reason") == "我的理由"

    newest = button_of(dialog, "loadNewest")
    hands.click(newest)
    hands.click(dialog.save_button)
    assert hands.form_is_closed
    detail = reading.read_detail(workspace, code)
    assert (detail.row.assessment, detail.reason) == (Assessment.NOT_VERIFIABLE, "我的理由")


def test_the_rule_of_the_chosen_assessment_shows(hands: Hands, window: MainWindow, appearance: Appearance) -> None:
    hands.take(PILOT_CITIES)
    dialog = hands.form(Qt.Key.Key_J)
    for assessment in Assessment:
        _choose(hands, dialog, assessment)
        assert appearance.words.rule(assessment) in [label.text() for label in dialog.findChildren(QLabel)]
    dialog.reject()


def _choose(hands: Hands, dialog: FormDialog, assessment: Assessment) -> None:
    choices = dialog.findChildren(AssessmentChoice)
    hands.click(next(choice for choice in choices if choice.assessment is assessment))


def _fill(hands: Hands, dialog: FormDialog, **fields: str) -> None:
    for name, words in fields.items():
        hands.type(dialog.input(name), words)


def _typed(dialog: FormDialog, name: str) -> str:
    field = dialog.input(name)
    assert isinstance(field, QPlainTextEdit)
    return field.toPlainText()


def _press_on_card(hands: Hands, window: MainWindow, words: str) -> FormDialog:
    card = next(iter(window.page.detail.findChildren(EvidenceCard)))
    pressed = next(button for button in card.findChildren(QPushButton) if button.text() == words)
    pressed.click()
    return hands.opened_form()
