"""What is asked beside a piece of evidence stands on its card, with its sign, and goes with its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel

from tracker.desktop.views.common.widgets import DoubtSign
from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.services.assessment.statements import add_restatement
from tracker.services.commands import EvidenceFields, NewLink, NewRestatement, command
from tracker.services.commitments.reading import read_detail
from tracker.services.evidence.recording import add_evidence

if TYPE_CHECKING:
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CITIES = "MIIT-2025-044"


def piece(workspace: Workspace, title: str, published: str, bearing: str = "fulfils", **said: Any) -> int:
    links = (command(NewLink, commitment=CITIES, bearing=bearing),)
    values = {"title": title, "publisher": "工业和信息化部", "published": published, "kind": "document", **said}
    return add_evidence(workspace, command(EvidenceFields, links=links, same_briefing=False, **values)).evidence[0]


def questions(window: MainWindow) -> dict[int, list[QLabel]]:
    """The questions on the cards, by the ids of the pieces that they stand beside."""
    cards = window.page.detail.findChildren(EvidenceCard)
    return {card.evidence.id: card.findChildren(QLabel, "followUp") for card in cards}


def test_a_question_stands_on_the_card_of_its_piece_until_it_is_answered(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    announced = piece(workspace, "关于印发《中小企业数字化转型城市试点工作方案》的通知", "2025-05-12")
    ended = piece(workspace, "关于废止《中小企业数字化转型城市试点工作方案》的公告", "2025-11-02", "context")
    hands.take(CITIES)
    window.page.reload()
    hands.settle()
    words = window.page.detail._appearance.words
    (question,) = read_detail(workspace, CITIES).questions
    assert {known: [line.property("kind") for line in lines] for known, lines in questions(window).items()} == {
        announced: ["cancelled"],
        ended: [],
    }
    (line,) = questions(window)[announced]
    assert line.text() == words.follow_up(question)
    assert line.toolTip() == words.rule(question.kind)
    card = next(one for one in window.page.detail.findChildren(EvidenceCard) if one.evidence.id == announced)
    assert len(card.findChildren(DoubtSign)) == 1
    said = {"commitment": CITIES, "kind": "dropped", "said_on": "2025-11-02", "said_by": "工业和信息化部"}
    add_restatement(workspace, command(NewRestatement, **said, wording="废止", evidence_id=ended, reason="已废止"))
    window.page.reload()
    hands.settle()
    assert questions(window) == {announced: [], ended: []}


def test_two_questions_about_one_piece_are_two_lines(hands: Hands, window: MainWindow, workspace: Workspace) -> None:
    words = "试点城市支持数量由30个以上调整为20个左右。"
    known = piece(workspace, "关于调整试点安排的通知", "2025-06-10", publisher="农业农村部", quote=words)
    hands.take(CITIES)
    window.page.reload()
    hands.settle()
    assert [line.property("kind") for line in questions(window)[known]] == ["amount_changed", "other_body"]
