"""What the ministry said later: official claims beside the assessment, later words beside the first."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands, code_of

from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.desktop.views.detail.statements import ChainBox, ClaimsBox, RestatementBox
from tracker.desktop.views.detail.target_box import TargetBar, TargetBox
from tracker.desktop.views.detail.timeline import Timeline
from tracker.desktop.views.forms.form_dialog import FormDialog
from tracker.desktop.views.recording.statement_dialogs import ClaimDialog, RelationDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.terms import Assessment, RelationKind
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.statements import add_claim, add_restatement
from tracker.services.commands import (
    AssessmentChange,
    EvidenceFields,
    NewClaim,
    NewLink,
    NewRestatement,
    command,
)
from tracker.services.commitments.reading import read_detail
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace

CITIES = "MIIT-2025-044"
WORDS = "会同财政部支持的试点城市已有101个。"
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def piece(workspace: Workspace, kind: str, published: str = "2026-01-21", value: str | None = None) -> int:
    """Record a piece that shows fulfilment of the pilot cities, and return its number."""
    measured = {"value": value, "unit": "个", "role": "cumulative"} if value else {}
    fields = command(
        EvidenceFields,
        title=f"{kind}材料",
        publisher="工业和信息化部",
        published=published,
        kind=kind,
        links=(command(NewLink, commitment=CITIES, bearing="fulfils", **measured),),
    )
    return add_evidence(workspace, fields).evidence[0]


def claim(workspace: Workspace, evidence_id: int | None = None) -> None:
    said = {"said": WORDS, "said_by": "张云明", "said_on": "2026-01-21", "claimed": "met"}
    add_claim(workspace, command(NewClaim, commitment=CITIES, evidence_id=evidence_id, **said))


def show(window: MainWindow, hands: Hands) -> None:
    window.page.show_commitment(CITIES)
    hands.settle()


def opened(hands: Hands, window: MainWindow, qtbot: QtBot, key: Qt.Key) -> FormDialog:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, CTRL_SHIFT)
    return hands.opened_form()


def fill(form: FormDialog, **texts: str) -> None:
    for name, words in texts.items():
        field = form.input(name)
        if isinstance(field, QPlainTextEdit):
            field.setPlainText(words)
        elif isinstance(field, QComboBox):
            field.setCurrentIndex(field.findData(words))
        elif isinstance(field, QLineEdit):
            field.setText(words)


def save(form: FormDialog, hands: Hands, qtbot: QtBot) -> None:
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    hands.settle()


def texts(box: ChainBox | ClaimsBox | RestatementBox | TargetBox) -> list[str]:
    return [label.text() for label in box.findChildren(QLabel)]


def test_an_official_claim_stands_beside_the_assessment_and_leaves_it_alone(
    window: MainWindow, hands: Hands, qtbot: QtBot, workspace: Workspace
) -> None:
    show(window, hands)
    form = opened(hands, window, qtbot, Qt.Key.Key_J)
    assert isinstance(form, ClaimDialog)
    fill(form, said=WORDS, said_by="张云明", said_on="2026-01-21", claimed="met")
    save(form, hands, qtbot)
    (box,) = window.page.detail.findChildren(ClaimsBox)
    assert box.isVisible()
    term = window.page.detail._appearance.words.term
    assert {WORDS, "张云明 · 2026-01-21"} <= set(texts(box))
    assert any(term(Assessment.MET) in words for words in texts(box))
    assert read_detail(workspace, CITIES).row.assessment is Assessment.NOT_RATED


def test_a_claim_without_words_is_refused_beside_the_field_and_nothing_typed_is_lost(
    window: MainWindow, hands: Hands, qtbot: QtBot
) -> None:
    show(window, hands)
    form = opened(hands, window, qtbot, Qt.Key.Key_J)
    fill(form, said_by="张云明")
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(form.fault("said")))
    by = form.input("said_by")
    assert isinstance(by, QLineEdit)
    assert by.text() == "张云明"
    form.reject()


def test_a_claim_is_withdrawn_with_a_reason_and_stays_in_the_timeline(
    window: MainWindow, hands: Hands, qtbot: QtBot, workspace: Workspace
) -> None:
    claim(workspace)
    show(window, hands)
    (withdraw,) = window.page.detail.findChildren(QPushButton, "withdrawStatement")
    qtbot.mouseClick(withdraw, Qt.MouseButton.LeftButton)
    form = hands.opened_form()
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(form.fault("reason")))
    fill(form, reason="转述有误")
    save(form, hands, qtbot)
    assert not window.page.detail.findChildren(ClaimsBox)
    (timeline,) = window.page.detail.findChildren(Timeline)
    assert (timeline.entries[0].told.kind, timeline.entries[0].told.reason) == ("claim_withdrawn", "转述有误")


def test_a_claim_leads_to_the_piece_that_it_is_also_recorded_as(
    window: MainWindow, hands: Hands, qtbot: QtBot, workspace: Workspace
) -> None:
    number = piece(workspace, "statement")
    claim(workspace, number)
    show(window, hands)
    (box,) = window.page.detail.findChildren(ClaimsBox)
    hands.click(box.findChildren(QPushButton, "toEvidence")[0])
    assert [card.evidence.id for card in window.page.detail.findChildren(EvidenceCard) if card.is_found] == [number]


def test_later_words_are_shown_with_the_verdict_against_both(
    window: MainWindow, hands: Hands, qtbot: QtBot, workspace: Workspace
) -> None:
    piece(workspace, "statement", value="101")
    show(window, hands)
    form = opened(hands, window, qtbot, Qt.Key.Key_R)
    assert isinstance(form, RelationDialog)
    fill(form, kind="raised", wording="2025年再支持40个左右试点城市", said_on="2025-06", due_on="2026-06-30")
    fill(form, operator="about", value="40")
    save(form, hands, qtbot)
    (later,) = window.page.detail.findChildren(RestatementBox)
    words = window.page.detail._appearance.words
    assert {words.term(RelationKind.RAISED), "2025年再支持40个左右试点城市"} <= set(texts(later))
    relation = read_detail(workspace, CITIES).relations[0]
    assert relation.quantity is not None
    assert any(words.quantity(relation.quantity) in line for line in texts(later))
    assert any("2026-06-30" in line and "2025-12-31" in line for line in texts(later))
    (target,) = window.page.detail.findChildren(TargetBox)
    first = read_detail(workspace, CITIES).row.quantity
    assert first is not None
    said = texts(target)
    assert said.index(words.quantity(first)) < said.index(words.quantity(relation.quantity))
    assert [bar.accessibleName() for bar in target.findChildren(TargetBar)] == ["117%", "88%"]


def test_an_amount_without_its_bound_is_refused_beside_the_amount(
    window: MainWindow, hands: Hands, qtbot: QtBot
) -> None:
    show(window, hands)
    form = opened(hands, window, qtbot, Qt.Key.Key_R)
    fill(form, wording="再支持40个", value="40")
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: code_of(form, "value") == "amount_incomplete")
    form.reject()


def test_words_that_set_nothing_anew_leave_the_target_alone(
    window: MainWindow, hands: Hands, workspace: Workspace
) -> None:
    words = {"wording": "试点城市工作继续推进", "said_by": "工业和信息化部", "said_on": "2025-07"}
    add_restatement(workspace, command(NewRestatement, commitment=CITIES, kind="restated", **words))
    show(window, hands)
    (target,) = window.page.detail.findChildren(TargetBox)
    assert len(target.findChildren(TargetBar)) == 1
    assert window.page.detail.findChildren(RestatementBox)


def test_the_chain_of_a_pledge_leads_from_one_commitment_to_the_other(
    window: MainWindow, hands: Hands, qtbot: QtBot, workspace: Workspace
) -> None:
    other = "MIIT-2025-045"
    tied = {"kind": "replaced", "other": other, "said_on": "2026-03-01"}
    add_restatement(workspace, command(NewRestatement, commitment=CITIES, **tied))
    show(window, hands)
    (box,) = window.page.detail.findChildren(ChainBox)
    said = texts(box)
    assert [CITIES in said[0], other in said[1]] == [True, True]
    (there,) = box.findChildren(QPushButton, "toCommitment")
    hands.click(there)
    qtbot.waitUntil(lambda: window.page.detail.detail is not None and window.page.detail.detail.row.code == other)
    hands.settle()
    (back,) = window.page.detail.findChildren(ChainBox)
    assert [CITIES in texts(back)[0], other in texts(back)[1]] == [True, True]


@pytest.mark.parametrize(("kind", "alone"), [("statement", True), ("list", False)])
def test_the_verdict_says_when_official_statements_alone_carry_it_and_why_it_is_held_to(
    window: MainWindow, hands: Hands, workspace: Workspace, kind: str, alone: bool
) -> None:
    cited = (piece(workspace, "statement", value="101"), *([] if alone else [piece(workspace, kind)]))
    held = {"claims_only": "发布会上当场公布"} if alone else {}
    judged = {"assessment": "met", "reason": "已达到", "evidence": cited, "held": held}
    set_assessment(workspace, command(AssessmentChange, commitment=CITIES, **judged))
    show(window, hands)
    doubts = window.page.detail.findChildren(QLabel, "doubt_claims_only")
    assert bool(doubts) is alone
    assert all("发布会上当场公布" in doubt.text() for doubt in doubts)
