"""The keyboard stays where the work is when a form that was opened from the pane is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from tracker.desktop.views.assessment.assessment_dialog import AssessmentDialog
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.domain.terms import Assessment

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow


def press(hands: Hands, window: MainWindow, name: str) -> None:
    pressed = window.page.detail.findChild(QPushButton, name)
    assert pressed is not None
    pressed.setFocus()
    hands.click(pressed)


def stays(hands: Hands, window: MainWindow) -> None:
    """The keyboard is in the pane, and a key more searches for nothing."""
    hands.settle()
    focus = window.focusWidget()
    assert focus is not None
    pane = window.page.detail
    assert focus is pane or pane.isAncestorOf(focus)
    QTest.keyClick(focus, Qt.Key.Key_A)
    assert window.top_bar.search_field.text() == ""


def test_after_evidence_was_saved_the_keyboard_is_in_the_pane(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    press(hands, window, "addEvidence")
    form = hands.opened_form()
    assert isinstance(form, EvidenceDialog)
    for name, words in (("title", "通知"), ("publisher", "工信部"), ("published", "2025-05-12")):
        field = form.input(name)
        assert isinstance(field, QLineEdit)
        field.setText(words)
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    stays(hands, window)


def test_after_a_verdict_was_saved_the_keyboard_is_in_the_pane(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    press(hands, window, "judge")
    form = hands.opened_form()
    assert isinstance(form, AssessmentDialog)
    form.grid.choose(Assessment.NOT_VERIFIABLE)
    reason = form.input("reason")
    assert isinstance(reason, QPlainTextEdit)
    reason.setPlainText("笼统")
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    stays(hands, window)
