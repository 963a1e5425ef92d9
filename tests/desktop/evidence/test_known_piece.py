"""One document is one piece: what is recorded again is recognised, and linking what is there is offered first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton

from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.recording.evidence_saver import KnownPieceDialog
from tracker.domain.terms import Bearing
from tracker.services.commands import EvidenceFields, NewLink, command
from tracker.services.commitments.reading import list_evidence
from tracker.services.evidence.recording import add_evidence

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"
NOTICE = {
    "title": "关于公布第三批试点城市名单的通知",
    "publisher": "财政部、工业和信息化部",
    "published": "2025-05-12",
    "number": "财建〔2025〕96号",
}


@pytest.fixture
def known(workspace: Workspace) -> int:
    """The notice, recorded for the pilot cities."""
    links = (command(NewLink, commitment=CITIES, bearing="progress"),)
    return add_evidence(workspace, command(EvidenceFields, kind="document", links=links, **NOTICE)).evidence[0]


def again(hands: Hands, code: str) -> EvidenceDialog:
    """Fill the same notice in, for this commitment, and save."""
    hands.take(code)
    form = hands.form(Qt.Key.Key_E)
    assert isinstance(form, EvidenceDialog)
    hands.type(form.input("title"), "第三批试点城市名单的通知")
    for field in ("publisher", "published", "number"):
        hands.type(form.input(field), NOTICE[field])
    bearing = form.links[0].inputs["bearing"]
    assert isinstance(bearing, QComboBox)
    bearing.setCurrentIndex(bearing.findData("fulfils"))
    hands.click(form.save_button)
    return form


def asked(qtbot: QtBot) -> KnownPieceDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), KnownPieceDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, KnownPieceDialog)
    return dialog


def test_the_piece_that_is_there_is_linked_by_default(
    known: int, hands: Hands, qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    again(hands, CLUSTERS)
    question = asked(qtbot)
    assert (question.chosen.id, question.chosen.commitments) == (known, (CITIES,))
    assert question.link_button.isDefault()
    qtbot.keyClick(question, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()
    (piece,) = list_evidence(workspace)
    assert piece.id == known
    assert {link.commitment: link.bearing for link in piece.links} == {
        CITIES: Bearing.PROGRESS,
        CLUSTERS: Bearing.FULFILS,
    }
    assert piece.title == NOTICE["title"]
    detail = window.page.detail.detail
    assert detail is not None
    assert [one.id for one in detail.evidence] == [known], "the pane shows what was linked"


def test_another_document_is_recorded_apart(known: int, hands: Hands, qtbot: QtBot, workspace: Workspace) -> None:
    again(hands, CLUSTERS)
    hands.click(asked(qtbot).separate_button)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()
    assert len(list_evidence(workspace)) == 2


def test_whoever_cancels_finds_the_form_as_it_was(known: int, hands: Hands, qtbot: QtBot, workspace: Workspace) -> None:
    form = again(hands, CLUSTERS)
    asked(qtbot).reject()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is form)
    title = form.input("title")
    assert isinstance(title, QLineEdit)
    assert title.text() == "第三批试点城市名单的通知"
    assert form.save_button.isEnabled()
    assert len(list_evidence(workspace)) == 1
    form.reject()


def test_what_is_linked_already_is_said_so_and_the_form_stays(
    known: int, hands: Hands, qtbot: QtBot, workspace: Workspace
) -> None:
    form = again(hands, CITIES)
    hands.click(asked(qtbot).link_button)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is form)
    hands.settle()
    assert form.fault("commitment") or form.fault() or any(link.faults["commitment"].text() for link in form.links)
    (piece,) = list_evidence(workspace)
    assert [link.bearing for link in piece.links] == [Bearing.PROGRESS]
    form.reject()


def test_a_correction_that_makes_a_piece_another_one_is_asked_about(
    known: int, hands: Hands, qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    links = (command(NewLink, commitment=CLUSTERS, bearing="progress"),)
    other = {**NOTICE, "title": "集群工作通知", "number": "工信部企业〔2025〕1号", "published": "2025-06-01"}
    add_evidence(workspace, command(EvidenceFields, kind="document", links=links, **other))
    piece = next(one for one in list_evidence(workspace) if one.id != known)
    window.page.recorder.edit_evidence(None, piece)
    form = hands.opened_form()
    number = form.input("number")
    assert isinstance(number, QLineEdit)
    number.setText(NOTICE["number"])
    hands.click(form.save_button)
    question = asked(qtbot)
    assert question.chosen.id == known
    assert not question.findChildren(QPushButton, "linkKnown")
    hands.click(question.separate_button)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()
    numbers = {one.number for one in list_evidence(workspace)}
    assert numbers == {NOTICE["number"]}


def test_what_is_seldom_asked_stays_folded_and_a_law_is_asked_when_it_takes_effect(
    hands: Hands, qtbot: QtBot, workspace: Workspace
) -> None:
    hands.take(CITIES)
    form = hands.form(Qt.Key.Key_E)
    assert isinstance(form, EvidenceDialog)
    effective, english = form.input("effective_on"), form.input("title_en")
    assert (effective.isVisible(), english.isVisible()) == (False, False)
    hands.click(form.more.fold)
    assert (effective.isVisible(), english.isVisible()) == (False, True)
    hands.choose(form, "kind", "law")
    assert effective.isVisible()
    hands.choose(form, "kind", "document")
    assert not effective.isVisible()
    stage = form.links[0].inputs["stage"]
    assert isinstance(stage, QComboBox)
    stage.setCurrentIndex(stage.findData("in_force"))
    assert effective.isVisible()
    typed = {
        **NOTICE,
        "effective_on": "2025-06-01",
        "gist": "公布名单",
        "title_en": "Notice",
        "gist_en": "Names cities",
    }
    for field, words in typed.items():
        hands.type(form.input(field), words)
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    (piece,) = list_evidence(workspace)
    assert (str(piece.effective_on), piece.gist, piece.title_en, piece.gist_en) == (
        "2025-06-01",
        "公布名单",
        "Notice",
        "Names cities",
    )
    assert "公布名单" in hands.said
