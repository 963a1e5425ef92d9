"""A commitment with more of everything than can be read: the window shows the first of each, and says what is left."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.benchmarks.big import CODE, make_big
from tests.desktop.conftest import Hands

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.assessment.assessment_dialog import AssessmentDialog
from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.desktop.views.detail.fold_section import SectionHead
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.assessment.proof import case_of, proving
from tracker.domain.terms import Assessment
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check


@pytest.fixture
def many(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window on a ledger with a commitment that has 230 pieces, 45 more departments, 70 tags and 3 attachments."""
    ledger = tmp_path / "ledger.db"
    make_big(ledger, 230, 45, 70, 3)
    settings = Settings(tmp_path / "window.ini")
    window = MainWindow(Appearance(settings, "en"), settings, str(ledger))
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    qtbot.waitUntil(lambda: window.is_ready)
    window._show_commitment(CODE)
    qtbot.waitUntil(lambda: window.is_ready and window.page.detail.detail is not None)
    qtbot.waitUntil(lambda: Hands(qtbot, window).code == CODE)
    return window


def cards(window: MainWindow) -> list[int]:
    return [card.evidence.id for card in window.page.detail.findChildren(EvidenceCard)]


def test_the_ledger_of_many_is_sound(tmp_path: Path) -> None:
    make_big(tmp_path / "ledger.db", 230, 45, 70, 3)
    workspace = open_workspace(tmp_path / "ledger.db")
    assert check(workspace) == ()
    workspace.close()


def test_the_first_pieces_show_and_more_on_demand_with_the_number_that_is_left(qtbot: QtBot, many: MainWindow) -> None:
    pane = many.page.detail
    assert len(cards(many)) == 30
    more = pane.findChild(QPushButton, "moreEvidence")
    assert isinstance(more, QPushButton)
    assert "200" in more.text()
    more.click()
    qtbot.waitUntil(lambda: many.is_ready and len(cards(many)) == 60)
    said = {widget.text() for widget in many.page.findChildren(QLabel)}
    assert "Evidence (230)" in {head.text() for head in pane.findChildren(SectionHead)}
    detail = pane.detail
    assert detail is not None
    assert {"and 50 more", f"and {len(detail.departments) - 30} more"} <= said  # tags, departments


def test_a_piece_that_is_not_shown_yet_can_be_gone_to(qtbot: QtBot, many: MainWindow) -> None:
    pane = many.page.detail
    detail = pane.detail
    assert detail is not None
    last = detail.pieces[-1].id
    assert last not in cards(many)
    pane.show_evidence(last)
    qtbot.waitUntil(lambda: many.is_ready and last in cards(many))
    (found,) = [card for card in pane.findChildren(EvidenceCard) if card.evidence.id == last]
    qtbot.waitUntil(lambda: found.is_found)
    assert not found.visibleRegion().isEmpty()  # scrolled to
    assert len(cards(many)) == 36  # the first page, and some before the piece that was gone to
    assert found.number == 230


def test_the_form_of_a_verdict_lists_some_pieces_finds_the_others_and_rests_on_all_that_prove_it(
    qtbot: QtBot, many: MainWindow
) -> None:
    detail = many.page.detail.detail
    assert detail is not None
    many.actions_by_name["judge"].trigger()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), AssessmentDialog))
    form = QApplication.activeModalWidget()
    assert isinstance(form, AssessmentDialog)
    form.grid.choose(Assessment.IN_PROGRESS)
    proof = form.proof
    able = proving(case_of(detail), Assessment.IN_PROGRESS)
    assert proof.ticked == tuple(sorted(able))
    assert 30 <= len(proof.boxes) <= 60 < len(detail.pieces)
    oldest = next(one for one in detail.pieces if one.id == able[-1])
    assert oldest.id not in proof.boxes
    proof.finder.setText(oldest.title)
    proof.boxes[oldest.id].click()
    assert oldest.id not in proof.ticked
    assert len(proof.ticked) == len(able) - 1
    QTest.keyClick(proof.finder, Qt.Key.Key_Return)  # saves nothing
    QTest.keyClick(proof.finder, Qt.Key.Key_Escape)
    assert form.isVisible()
    assert not proof.boxes[oldest.id].isChecked()  # what was ticked by hand stays in sight
    form.reject()
