"""The timeline of a commitment, and the way from a verdict to the words that prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tracker.desktop.settings import Settings
from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.desktop.views.detail.timeline import Strand, Timeline, TimelineEntry
from tracker.desktop.views.detail.verdict import VerdictChip
from tracker.services.assessment.judging import set_assessment, set_assessments
from tracker.services.assessment.searching import log_search
from tracker.services.briefings.coding import revise_commitment
from tracker.services.commands import (
    AssessmentChange,
    BulkAssessment,
    CommitmentRevision,
    EvidenceFields,
    NewSearch,
    Withdrawal,
    command,
)
from tracker.services.commitments import reading
from tracker.services.evidence import recording

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CITIES = "MIIT-2025-044"
CODE = "MIIT-2025-044"
PROOF = "中小企业数字化转型试点城市累计达到101个。"


def piece(
    workspace: Workspace, title: str, published: str, quote: str = "", bearing: str = "fulfils", **measured: str
) -> int:
    """A piece of evidence on the pilot cities."""
    link = {"commitment": CODE, "bearing": bearing, **measured}
    values = {"title": title, "publisher": "国新办", "published": published, "kind": "document", "quote": quote}
    return recording.add_evidence(workspace, command(EvidenceFields, links=[link], **values)).evidence[0]


@pytest.fixture
def story(workspace: Workspace, ledger_path: Path) -> dict[str, int]:
    """A commitment to which much has happened, before the window opens; the pieces of evidence by name."""
    assert ledger_path.exists()
    notice = piece(workspace, "试点工作通知", "2025-05-12", bearing="progress")
    counted = {"value": "101", "unit": "个", "role": "cumulative"}
    count = piece(workspace, "发布会：累计101个", "2026-01-21", PROOF, **counted)
    echo = piece(workspace, "转载的旧闻", "2025-06", bearing="context")
    withdrawal = command(Withdrawal, evidence_id=echo, reason="不是原始来源")
    recording.withdraw_evidence(workspace, withdrawal)
    log_search(workspace, command(NewSearch, commitment=CODE, place="网站", words="城市", searched_on="2025-03-01"))
    first = command(AssessmentChange, commitment=CODE, assessment="in_progress", reason="有通知", evidence=[notice])
    set_assessment(workspace, first)
    change = command(AssessmentChange, commitment=CODE, assessment="met", reason="新增35个", evidence=[count])
    set_assessment(workspace, change)
    revise_commitment(workspace, command(CommitmentRevision, commitment=CODE, kind="study", reason="看错了"))
    return {"notice": notice, "count": count, "echo": echo}


def timeline(window: MainWindow) -> Timeline:
    """The timeline of the commitment that is shown."""
    return window.page.detail.findChildren(Timeline)[0]


def entries(window: MainWindow) -> list[TimelineEntry]:
    """The entries that are to be seen, in their order."""
    return [one for one in timeline(window).entries if one.isVisible()]


def card_of(window: MainWindow, evidence_id: int) -> EvidenceCard:
    """The card of a piece of evidence."""
    cards = window.page.detail.findChildren(EvidenceCard)
    return next(card for card in cards if card.evidence.id == evidence_id)


def is_in_view(window: MainWindow, widget: QWidget) -> bool:
    """Whether the whole of something stands in the visible part of the pane."""
    viewport = window.page.detail.area.viewport()
    return viewport.rect().contains(QRect(widget.mapTo(viewport, QPoint()), widget.size()))


def ways(widget: QWidget) -> list[QPushButton]:
    """The links to evidence."""
    return widget.findChildren(QPushButton, "toEvidence")


def test_everything_that_happened_stands_on_one_line_newest_first(
    story: dict[str, int], hands: Hands, window: MainWindow
) -> None:
    hands.take(CITIES)
    assert [one.told.kind for one in entries(window)] == [
        "commitment_revised",
        "assessment_set",
        "assessment_set",
        "search_logged",
        "evidence_withdrawn",
        "evidence_added",
        "evidence_added",
        "evidence_added",
        "source_loaded",
    ]
    words = window.page.detail._appearance.words
    said = hands.said
    assert {"新增35个", "看错了", "不是原始来源", words.phrase("old_search")} <= set(said)
    assert any("2025-05-12" in line for line in said)
    assert any(line.endswith("2025-06") for line in said)  # when a withdrawn piece was published


@pytest.mark.parametrize(
    ("strand", "count"),
    [(Strand.EVIDENCE, 4), (Strand.ASSESSMENTS, 2), (Strand.SEARCHES, 1), (Strand.CHANGES, 2), (Strand.ALL, 9)],
)
def test_the_timeline_is_narrowed_to_one_strand(
    story: dict[str, int], hands: Hands, window: MainWindow, strand: Strand, count: int
) -> None:
    hands.take(CITIES)
    hands.click(timeline(window).buttons[strand])
    assert len(entries(window)) == count


def test_the_choice_is_kept_for_the_next_commitment_and_the_next_start(
    story: dict[str, int], hands: Hands, window: MainWindow, settings: Settings
) -> None:
    hands.take(CITIES)
    hands.click(timeline(window).buttons[Strand.SEARCHES])
    hands.take("MIIT-2025-045")
    assert timeline(window).strand is Strand.SEARCHES
    assert entries(window) == []
    assert any(label.isVisible() for label in timeline(window).findChildren(QLabel))
    assert Settings(settings.path).recall("timeline") == {"strand": "searches"}


def test_the_strands_are_gone_through_with_the_arrow_keys(
    story: dict[str, int], qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    hands.take(CITIES)
    line = timeline(window)
    line.buttons[Strand.ALL].setFocus()
    qtbot.keyClick(line.buttons[Strand.ALL], Qt.Key.Key_Right)
    assert line.buttons[Strand.EVIDENCE].hasFocus()
    assert line.strand is Strand.EVIDENCE


def test_what_was_undone_stays_with_what_it_took_back(hands: Hands, window: MainWindow) -> None:
    hands.take(CITIES)
    hands.type(window.page.tags.input, "重点")
    window.page.tags.input.returnPressed.emit()
    hands.settle()
    window.actions_by_name["undo"].trigger()
    hands.settle()
    hands.click(timeline(window).buttons[Strand.CHANGES])
    assert len(entries(window)) == 3


def test_an_entry_about_evidence_leads_to_its_card(story: dict[str, int], hands: Hands, window: MainWindow) -> None:
    hands.take(CITIES)
    added = next(one for one in timeline(window).entries if one.told.details.get("evidence_id") == story["notice"])
    (way,) = ways(added)
    window.page.detail.area.ensureWidgetVisible(way)
    hands.click(way)
    card = card_of(window, story["notice"])
    assert is_in_view(window, card)
    assert card.is_found
    assert card.hasFocus()


def test_a_judgement_leads_to_what_it_rested_on_then(story: dict[str, int], hands: Hands, window: MainWindow) -> None:
    hands.take(CITIES)
    judged = [one for one in timeline(window).entries if one.strand is Strand.ASSESSMENTS]
    (now,), (before,) = ways(judged[0]), ways(judged[1])
    assert "发布会" in now.accessibleName()
    assert "试点工作通知" in before.accessibleName()
    hands.click(before)
    assert is_in_view(window, card_of(window, story["notice"]))


def test_a_judgement_of_many_leads_to_the_evidence_of_this_one(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    piece(workspace, "试点工作通知", "2025-05-12", bearing="progress")
    both = (CODE, "MIIT-2025-045")
    link = {"commitment": both[1], "bearing": "progress"}
    other = {"title": "集群名单", "publisher": "工信部", "published": "2025-11-07", "kind": "list"}
    recording.add_evidence(workspace, command(EvidenceFields, links=[link], **other))
    set_assessments(workspace, command(BulkAssessment, commitments=both, assessment="in_progress", reason="都有"))
    hands.take(CITIES)
    window.page.reload()
    hands.settle()
    judged = next(one for one in timeline(window).entries if one.strand is Strand.ASSESSMENTS)
    assert [way.toolTip() for way in ways(judged)] == ["试点工作通知"]


@pytest.mark.parametrize("way", ["verdict", "restsOn"])
def test_two_clicks_lead_from_a_verdict_to_both_quotes(
    story: dict[str, int], hands: Hands, window: MainWindow, workspace: Workspace, way: str
) -> None:
    hands.take(CITIES)  # the first click
    promise = window.page.detail.findChildren(QLabel, "quote")[0]
    assert reading.read_detail(workspace, CODE).quotes[0].passage.exact in promise.text()
    assert is_in_view(window, promise)

    hands.click(window.page.detail.findChildren(QWidget, way)[0])  # the second
    card = card_of(window, story["count"])
    proof = card.findChildren(QLabel, "evidenceQuote")[0]
    assert proof.text() == PROOF
    assert is_in_view(window, proof)
    assert card.is_found


def test_a_verdict_is_followed_by_the_keyboard_too(
    story: dict[str, int], qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    hands.take(CITIES)
    chip = window.page.detail.findChildren(VerdictChip)[0]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Return)
    assert is_in_view(window, card_of(window, story["count"]))


def test_a_verdict_without_evidence_leads_nowhere(hands: Hands, window: MainWindow) -> None:
    hands.take(CITIES)
    chip = window.page.detail.findChildren(VerdictChip)[0]
    assert chip.focusPolicy() is Qt.FocusPolicy.NoFocus
    hands.click(chip)
    assert window.page.detail.area.verticalScrollBar().value() == 0
