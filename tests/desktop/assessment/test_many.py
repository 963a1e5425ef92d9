"""A commitment with more of everything than can be read: the window shows the first of each, and says what is left."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.benchmarks.big import CODE, make_big
from tests.desktop.conftest import Hands

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.assessment.assessment_dialog import AssessmentDialog
from tracker.desktop.views.common.widgets import CheckBox
from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.desktop.views.detail.fold_section import SectionHead
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.assessment.proof import case_of, proving
from tracker.domain.search.ledger_query import Facet
from tracker.domain.terms import Assessment
from tracker.services.commitments.reading import read_detail
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


def boxes(window: MainWindow, facet: Facet) -> list[CheckBox]:
    """The boxes of a facet that are there, from the top."""
    found = window.page.facets.groups[facet].findChildren(CheckBox)
    return sorted(found, key=lambda box: box.y())


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


def test_arithmetic_and_doubts_rest_on_all_pieces_and_not_on_those_that_show(many: MainWindow, tmp_path: Path) -> None:
    shown = many.page.detail.detail
    assert shown is not None
    workspace = open_workspace(tmp_path / "ledger.db")
    whole = read_detail(workspace, CODE)
    workspace.close()
    assert len(shown.evidence) < len(whole.evidence) == 230
    assert shown.row.working == whole.row.working is not None
    # Parts with their arithmetic, what is left out of it, doubts: all but how much of a piece was read.
    assert replace(shown, evidence=whole.evidence, outlines=()) == whole
    assert case_of(shown) == case_of(whole)


def test_a_facet_makes_boxes_for_what_shows_and_for_the_rest_once_it_is_unfolded(many: MainWindow) -> None:
    group = many.page.facets.groups[Facet.TAG]
    group.title.setChecked(True)
    first = [box.text() for box in boxes(many, Facet.TAG)]
    assert first == [f"标签{number:05}" for number in range(9)]
    rest = group.findChild(QPushButton, "restOfFacet")
    assert rest is not None
    assert "61" in rest.text()

    many.page.facets.choose({Facet.TAG: frozenset({"标签00069", "标签00030"})})
    assert [box.text() for box in boxes(many, Facet.TAG)] == [*first, "标签00030", "标签00069"]
    assert "59" in rest.text()

    rest.click()
    unfolded = boxes(many, Facet.TAG)
    assert [box.text() for box in unfolded] == [f"标签{number:05}" for number in range(70)]
    assert {box.text() for box in unfolded if box.isChecked()} == {"标签00030", "标签00069"}
    way: list[QWidget] = [group.title, *unfolded, rest]
    assert group.stops == way
    for before, after in pairwise(way):
        assert _next_stop(before) is after

    rest.click()
    assert [box.text() for box in unfolded if not box.isHidden()] == [*first, "标签00030", "标签00069"]


def test_a_ticked_choice_that_was_folded_away_filters(qtbot: QtBot, many: MainWindow) -> None:
    facets = many.page.facets
    group = facets.groups[Facet.TAG]
    group.title.setChecked(True)
    rest = group.findChild(QPushButton, "restOfFacet")
    assert rest is not None
    rest.click()
    qtbot.mouseClick(boxes(many, Facet.TAG)[-1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: many.is_ready and many.page.table.rows.rowCount() == 1)
    assert facets.choices == {Facet.TAG: frozenset({"标签00069"})}
    facets.clear()
    qtbot.waitUntil(lambda: many.is_ready and many.page.table.rows.rowCount() > 1)
    assert not any(box.isChecked() for box in boxes(many, Facet.TAG))


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


def _next_stop(widget: QWidget) -> QWidget | None:
    """Where the Tab key leads from here."""
    after = widget.nextInFocusChain()
    while after is not None and not after.focusPolicy() & Qt.FocusPolicy.TabFocus:
        after = after.nextInFocusChain()
    return after
