"""The yearly review, relations to later words, parts with things of their own, and what is not counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from tests.desktop.conftest import more_acts

from tracker.desktop.views.detail.fold_section import SectionHead
from tracker.desktop.views.detail.parts_box import PartsBox
from tracker.desktop.views.detail.statements import RestatementBox
from tracker.desktop.views.detail.target_box import TargetBox
from tracker.desktop.views.recording.statement_dialogs import RelationDialog, ReviewDialog
from tracker.domain.terms import Assessment, RelationKind
from tracker.services.briefings.coding import revise_commitment
from tracker.services.commands import CommitmentRevision, EvidenceFields, NewLink, command
from tracker.services.commitments.reading import read_detail
from tracker.services.evidence.recording import add_evidence

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CITIES, CLUSTERS, STUDY, PARTS = "MIIT-2025-044", "MIIT-2025-045", "MIIT-2025-047", "MIIT-2025-001"
SHIFTED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def saved(hands: Hands, qtbot: QtBot, button: QPushButton) -> None:
    hands.click(button)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()


def piece(workspace: Workspace, code: str, **link: Any) -> int:
    links = (command(NewLink, commitment=code, **{"bearing": "fulfils", **link}),)
    values = {"title": "名单", "publisher": "工信部", "published": "2025-11-07", "kind": "list", "same_briefing": False}
    return add_evidence(workspace, command(EvidenceFields, links=links, **values)).evidence[0]


def test_a_review_is_recorded_with_a_reason_and_the_next_one_is_set(
    hands: Hands, window: MainWindow, qtbot: QtBot, workspace: Workspace
) -> None:
    hands.take(STUDY)
    more_acts(window)["review"].trigger()
    form = hands.opened_form()
    assert isinstance(form, ReviewDialog)
    hands.click(form.save_button)
    assert form.fault("reason")
    hands.type(form.input("reason"), "仍无进展")
    next_on = form.input("next_on")
    assert isinstance(next_on, QLineEdit)
    next_on.setText("2020-01-01")
    hands.click(form.save_button)
    assert form.fault("next_on")
    next_on.setText("2027-06-30")
    saved(hands, qtbot, form.save_button)
    detail = read_detail(workspace, STUDY)
    assert (detail.row.review_on, detail.row.assessment) == (date(2027, 6, 30), Assessment.NOT_RATED)
    assert (detail.history[0].kind, detail.history[0].reason) == ("reviewed", "仍无进展")


def test_what_has_a_due_date_is_not_reviewed(hands: Hands, window: MainWindow, qtbot: QtBot) -> None:
    hands.take(CITIES)
    assert "review" not in more_acts(window)
    window.actions_by_name["review"].trigger()
    hands.settle()
    assert hands.form_is_closed
    assert CITIES in window.status._message.text()


def relating(hands: Hands, window: MainWindow, qtbot: QtBot) -> RelationDialog:
    hands.take(CITIES)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_R, SHIFTED)
    form = hands.opened_form()
    assert isinstance(form, RelationDialog)
    return form


def test_a_relation_names_a_later_commitment_whose_title_stands_for_the_words(
    hands: Hands, window: MainWindow, qtbot: QtBot, workspace: Workspace, titles: dict[str, str]
) -> None:
    form = relating(hands, window, qtbot)
    hands.choose(form, "kind", RelationKind.MERGED.value)
    hands.type(form.input("other"), "045")
    qtbot.waitUntil(lambda: form.values()["other"] == CLUSTERS or "045" in form.input("other").text())  # pyright: ignore
    other = form.input("other")
    assert isinstance(other, QLineEdit)
    other.setText(CLUSTERS)
    hands.settle()
    hands.type(form.input("reason"), "并入集群工作")
    saved(hands, qtbot, form.save_button)
    (relation,) = read_detail(workspace, CITIES).relations
    assert (relation.kind, relation.other, relation.wording) == (RelationKind.MERGED, CLUSTERS, titles[CLUSTERS])
    (box,) = window.page.detail.findChildren(RestatementBox)
    said = [label.text() for label in box.findChildren(QLabel)]
    assert window.page.detail._appearance.words.term(RelationKind.MERGED) in said
    assert any(CLUSTERS in line for line in said)
    assert "并入集群工作" in said


def test_without_another_commitment_the_words_are_wanted(hands: Hands, window: MainWindow, qtbot: QtBot) -> None:
    form = relating(hands, window, qtbot)
    hands.click(form.save_button)
    assert form.fault("wording")
    form.reject()


def test_the_rule_of_each_relation_shows(hands: Hands, window: MainWindow, qtbot: QtBot) -> None:
    form = relating(hands, window, qtbot)
    for kind in (RelationKind.RAISED, RelationKind.DROPPED):
        hands.choose(form, "kind", kind.value)
        rule = form.appearance.words.rule(kind)
        assert any(rule in label.text() for label in form.findChildren(QLabel))
    form.reject()


def test_parts_without_a_name_are_told_and_count_as_not_done(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    detail = read_detail(workspace, PARTS)
    unnamed = detail.parts_expected - len(detail.parts)
    assert unnamed > 0
    hands.take(PARTS)
    (box,) = window.page.detail.findChildren(PartsBox)
    (rest,) = box.findChildren(QLabel, "unnamedParts")
    assert rest.text() == window.page.detail._appearance.words.phrase("parts_unnamed", count=unnamed)
    heads = window.page.detail.findChildren(SectionHead, "fold_parts")
    assert [str(detail.parts_expected) in head.text() for head in heads] == [True]


@pytest.fixture
def own(workspace: Workspace) -> None:
    """A commitment whose first part has a due date, an amount and a department of its own."""
    first = {
        "title": "第一批",
        "due_on": "2025-06-30",
        "due_basis": "document",
        "quantity": ["at_least", "20", "个", "试点城市", "new", "20个以上", None],
        "departments": ({"department": "mof", "role": "lead"},),
    }
    change = {"parts": (first, {"title": "第二批"}), "reason": "分两批"}
    revise_commitment(workspace, command(CommitmentRevision, commitment=CITIES, **change))


def test_what_a_part_has_of_its_own_stands_with_it(
    own: None, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    part = read_detail(workspace, CITIES).parts[0]
    assert part.due is not None
    assert part.quantity is not None
    hands.take(CITIES)
    (box,) = window.page.detail.findChildren(PartsBox)
    (said,) = box.findChildren(QLabel, "partOwn")
    words = window.page.detail._appearance.words
    for expected in (words.due(part.due), words.quantity(part.quantity), words.name(part.departments[0].department)):
        assert expected in said.text()


def test_what_is_not_counted_is_named_with_its_reason(hands: Hands, window: MainWindow, workspace: Workspace) -> None:
    piece(workspace, CITIES, value="35", unit="万元", role="new")
    detail = read_detail(workspace, CITIES)
    assert [one.why for one in detail.uncounted] == ["unit"]
    hands.take(CITIES)
    window.page.reload()
    hands.settle()
    (box,) = window.page.detail.findChildren(TargetBox)
    (left_out,) = box.findChildren(QLabel, "uncounted")
    assert window.page.detail._appearance.words.uncounted(detail.uncounted[0]) in left_out.text()
