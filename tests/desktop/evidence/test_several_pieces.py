"""Several pieces at once on the evidence page, and the menu of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit
from tests.desktop.conftest import button_of

from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.recording.piece_dialogs import LinkPiecesDialog, WithdrawPiecesDialog
from tracker.services.commands import Withdrawal, command, evidence_fields
from tracker.services.commitments.reading import list_evidence
from tracker.services.evidence.recording import add_evidence, withdraw_evidence

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.evidence.evidence_page import EvidencePage
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CITIES = "MIIT-2025-044"


@pytest.fixture
def page(workspace: Workspace, hands: Hands, window: MainWindow) -> EvidencePage:
    """The page with four pieces, of which the third is withdrawn."""
    for number in range(1, 5):
        fields = {"title": f"第{number}份", "publisher": "工信部", "published": f"2025-0{number}", "kind": "document"}
        piece = add_evidence(workspace, evidence_fields({**fields, "number": f"{number}号"})).evidence[0]
        if number == 3:
            withdraw_evidence(workspace, command(Withdrawal, evidence_id=piece, reason="登记错"))
    window.show_page("evidence")
    hands.settle()
    return window.evidence


def select(page: EvidencePage, hands: Hands, *titles: str) -> None:
    rows = page.table.rows
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    page.table.clearSelection()
    for line in range(rows.rowCount()):
        piece = rows.known(line)
        if piece is not None and piece.title in titles:
            page.table.selectionModel().setCurrentIndex(rows.index(line, 0), flags)
    hands.settle()


def menu(qtbot: QtBot, page: EvidencePage) -> dict[str, QAction]:
    """Open the menu by the keyboard, as the Menu key does; returns its actions by name."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(page.table, event)
    shown = page.findChild(QMenu, "pieceMenu")
    assert shown is not None
    qtbot.waitUntil(shown.isVisible)
    return {action.objectName(): action for action in shown.actions() if action.objectName()}


def close_menu() -> None:
    shown = QApplication.activePopupWidget()
    assert shown is not None
    QTest.keyClick(shown, Qt.Key.Key_Escape)


def test_several_are_withdrawn_with_one_reason_by_the_keyboard(
    qtbot: QtBot, hands: Hands, page: EvidencePage, workspace: Workspace
) -> None:
    select(page, hands, "第1份", "第2份", "第3份")
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    form = hands.opened_form()
    assert isinstance(form, WithdrawPiecesDialog)
    assert [piece.title for piece in form.pieces] == ["第2份", "第1份"]
    reason = form.input("reason")
    assert isinstance(reason, QPlainTextEdit)
    reason.setPlainText("与承诺无关")
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    withdrawn = {piece.title: piece.withdrawal_reason for piece in list_evidence(workspace) if piece.withdrawn}
    assert withdrawn == {"第1份": "与承诺无关", "第2份": "与承诺无关", "第3份": "登记错"}


def test_several_are_linked_to_one_commitment_and_what_is_linked_already_is_said(
    qtbot: QtBot, hands: Hands, page: EvidencePage, workspace: Workspace
) -> None:
    select(page, hands, "第1份", "第2份")
    for already in (False, True):
        hands.click(button_of(page, "linkSeveral"))
        form = hands.opened_form()
        assert isinstance(form, LinkPiecesDialog)
        field = form.input("commitment")
        assert isinstance(field, QLineEdit)
        hands.type(field, CITIES)
        hands.settle()
        hands.click(form.save_button)
        if already:
            qtbot.waitUntil(lambda form=form: form.fault() != "")
            form.reject()
        else:
            qtbot.waitUntil(lambda: hands.form_is_closed)
        hands.settle()
        assert len(page.table.selected) == 2
    assert {piece.title for piece in list_evidence(workspace, CITIES)} == {"第1份", "第2份"}


def test_references_of_several_are_copied_one_a_line(hands: Hands, page: EvidencePage) -> None:
    select(page, hands, "第1份", "第4份")
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [("第4份" in lines[0], "4号" in lines[0]), ("第1份" in lines[1], "1号" in lines[1])] == [(True, True)] * 2


def test_the_menu_of_one_piece_leads_to_its_form_and_that_of_several_has_what_is_for_several(
    qtbot: QtBot, hands: Hands, page: EvidencePage
) -> None:
    select(page, hands, "第1份", "第2份")
    several = menu(qtbot, page)
    assert set(several) == {"linkPieces", "withdrawPieces", "copyReferences"}
    close_menu()
    select(page, hands, "第1份")
    one = menu(qtbot, page)
    assert "editPiece" in one
    one["editPiece"].trigger()
    form = hands.opened_form()
    assert isinstance(form, EvidenceDialog)
    form.reject()


def test_a_withdrawn_piece_can_only_be_looked_at_and_cited(qtbot: QtBot, hands: Hands, page: EvidencePage) -> None:
    select(page, hands, "第3份")
    entries = menu(qtbot, page)
    enabled = {name for name, action in entries.items() if action.isEnabled()}
    assert enabled == {"copyReferences"}
    close_menu()


def test_pieces_that_come_in_another_order_stay_selected_with_the_chosen_one(
    hands: Hands, page: EvidencePage, workspace: Workspace
) -> None:
    select(page, hands, "第1份", "第2份", "第4份")
    chosen = page.table.chosen
    assert chosen is not None
    told: list[int] = []
    page.table.selection_changed.connect(lambda: told.append(len(page.table.selected)))
    before = set(page.table.selected)
    piece = {"title": "更新的", "publisher": "工信部", "published": "2025-12", "kind": "document"}
    add_evidence(workspace, evidence_fields(piece))
    page.refresh()
    hands.settle()
    assert page.table.rows.rowCount() == 5
    assert set(page.table.selected) == before
    assert page.table.chosen == chosen
    # At once: told for each row, whoever listens would look at all of them every time.
    assert [count for count in told if count] == [3]


def test_what_was_done_of_several_is_not_saved_a_second_time(
    hands: Hands, page: EvidencePage, qtbot: QtBot, workspace: Workspace
) -> None:
    select(page, hands, "第1份", "第2份")
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    form = hands.opened_form()
    reason = form.input("reason")
    assert isinstance(reason, QPlainTextEdit)
    reason.setPlainText("与承诺无关")
    first = next(piece for piece in list_evidence(workspace) if piece.title == "第1份")
    withdraw_evidence(workspace, command(Withdrawal, evidence_id=first.id, reason="同事"))
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: form.fault() != "")
    assert not form.save_button.isEnabled()
    form.reject()
