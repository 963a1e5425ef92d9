"""Dates and amounts as they are typed: what is understood stands beside them, and is what is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QPushButton, QTableView

from tracker.desktop.views.forms.form_dialog import FormDialog
from tracker.desktop.views.forms.read_field import DateField, MonthCalendar, ReadField
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.domain.terms import ValueRole
from tracker.services.commitments.reading import list_evidence, read_detail

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CITIES = "MIIT-2025-044"


@pytest.fixture
def form(hands: Hands) -> EvidenceDialog:
    """The form for a piece of evidence that bears on the pilot cities."""
    hands.take(CITIES)
    dialog = hands.form(Qt.Key.Key_E)
    assert isinstance(dialog, EvidenceDialog)
    return dialog


def field(form: FormDialog, name: str) -> DateField:
    found = form.input(name)
    assert isinstance(found, DateField)
    return found


def typed(hands: Hands, line: QLineEdit, words: str) -> None:
    """Type over whatever stands there."""
    line.setFocus()
    line.selectAll()
    hands.type(line, words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2025.5.12", "= 2025-05-12"),
        ("２０２５年５月１２日", "= 2025-05-12"),
        ("二〇二五年五月", "= 2025-05"),
        ("20250512", "= 2025-05-12"),
        ("2025-05-12", ""),
        ("2025", ""),
        ("", ""),
    ],
)
def test_what_is_understood_of_a_date_stands_beside_it(
    hands: Hands, form: EvidenceDialog, words: str, said: str
) -> None:
    published = field(form, "published")
    typed(hands, published, words)
    assert (published.readout.text(), published.accessibleDescription()) == (said, said)


def test_a_date_becomes_what_was_understood_once_it_is_left_and_undo_brings_it_back(
    hands: Hands, form: EvidenceDialog
) -> None:
    published = field(form, "published")
    typed(hands, published, "2025年5月12日")
    form.input("publisher").setFocus()
    assert published.text() == "2025-05-12"
    published.undo()
    assert published.text() == "2025年5月12日"


def test_what_may_be_two_days_is_asked_and_answered_by_a_click(hands: Hands, form: EvidenceDialog) -> None:
    retrieved = field(form, "retrieved")
    typed(hands, retrieved, "5/6/2025")
    assert "2025-05-06" in retrieved.readout.text()
    assert retrieved.accessibleDescription() == "2025-05-06 / 2025-06-05"
    assert retrieved.readout.text().endswith("?")
    form.input("publisher").setFocus()
    assert retrieved.text() == "5/6/2025"
    retrieved.readout.linkActivated.emit("2025-06-05")
    assert (retrieved.text(), retrieved.readout.text()) == ("2025-06-05", "")


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ([Qt.Key.Key_Return], "2025-05-12"),
        ([Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return], "2025-05-20"),
        ([Qt.Key.Key_PageDown, Qt.Key.Key_Return], "2025-06-12"),
        ([Qt.Key.Key_Right, Qt.Key.Key_Escape], "2025-05-12"),
    ],
)
def test_a_day_is_chosen_in_the_calendar_by_keys(
    qtbot: QtBot, hands: Hands, form: EvidenceDialog, keys: list[Qt.Key], day: str
) -> None:
    published = field(form, "published")
    typed(hands, published, "2025年5月12日")
    calendar = opened(qtbot, published)
    (days,) = calendar.findChildren(QTableView)
    for key in keys:
        QTest.keyClick(days, key)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert published.text() == day


def test_the_calendar_offers_today_and_where_a_month_will_do_the_month(
    qtbot: QtBot, hands: Hands, form: EvidenceDialog
) -> None:
    published, retrieved = field(form, "published"), field(form, "retrieved")
    typed(hands, published, "2025-05-12")
    offered = opened(qtbot, published).findChild(QPushButton, "chooseMonth")
    assert offered is not None
    offered.click()
    assert published.text() == "2025-05"
    calendar = opened(qtbot, retrieved)
    assert calendar.findChild(QPushButton, "chooseMonth") is None
    today = calendar.findChild(QPushButton, "chooseToday")
    assert today is not None
    today.click()
    assert field(form, "retrieved").value == retrieved.text() != ""


def test_the_calendar_opens_at_the_first_day_that_may_be_meant(qtbot: QtBot, form: EvidenceDialog) -> None:
    retrieved = field(form, "retrieved")
    retrieved.setText("5/6/2025")
    (days,) = opened(qtbot, retrieved).findChildren(QCalendarWidget)
    assert (days.yearShown(), days.monthShown()) == (2025, 5)
    days.window().close()


def test_a_menu_leaves_what_was_typed_as_it_is(hands: Hands, form: EvidenceDialog) -> None:
    published = field(form, "published")
    typed(hands, published, "2025年5月12日")
    published.focusOutEvent(QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason))
    assert published.text() == "2025年5月12日"


def test_an_amount_beyond_all_reason_is_neither_worked_out_nor_a_defect(hands: Hands, form: EvidenceDialog) -> None:
    value = form.links[0].inputs["value"]
    assert isinstance(value, ReadField)
    for words in ("1e5000", "1e999999999", "9" * 400):
        typed(hands, value, words)
        assert value.readout.text() == ""


def test_the_columns_of_a_form_keep_their_widths_whatever_is_understood(qtbot: QtBot, form: EvidenceDialog) -> None:
    form.more.open()
    url, retrieved = form.input("url"), field(form, "retrieved")
    retrieved.setText("2025-05-06")
    qtbot.wait(1)
    before = url.width()
    retrieved.setText("5/6/2025")
    qtbot.wait(1)
    assert url.width() == before
    assert retrieved.readout.isVisible()
    assert retrieved.readout.width() >= retrieved.readout.sizeHint().width()  # what is asked is seen


def test_the_calendar_opens_by_a_click_on_its_icon_in_the_language_of_the_window(
    qtbot: QtBot, form: EvidenceDialog
) -> None:
    published = field(form, "published")
    published.setText("2025-05-12")
    (action,) = (one for one in published.actions() if one.objectName() == "openCalendar")
    action.trigger()
    calendar = QApplication.activePopupWidget()
    assert isinstance(calendar, MonthCalendar)
    (days,) = calendar.findChildren(QCalendarWidget)
    assert days.locale().name() == "zh_CN"
    calendar.close()


@pytest.mark.parametrize(
    ("words", "unit", "said"),
    [
        ("1.2万", "个", "= 12,000 个"),
        ("1,000", "个", "= 1,000 个"),
        ("约８０００", "家", "≈ 8,000 家"),
        ("三十个以上", "", "≥ 30 个"),
        ("34", "个", ""),
        ("几十", "个", ""),
    ],
)
def test_what_is_understood_of_an_amount_stands_beside_it(
    hands: Hands, form: EvidenceDialog, words: str, unit: str, said: str
) -> None:
    value, beside = (form.links[0].inputs[name] for name in ("value", "unit"))
    assert isinstance(value, ReadField)
    assert isinstance(beside, QLineEdit)
    typed(hands, beside, unit)
    typed(hands, value, words)
    assert value.readout.text() == said


def test_what_was_understood_is_what_is_recorded(
    qtbot: QtBot, hands: Hands, window: MainWindow, form: EvidenceDialog, workspace: Workspace
) -> None:
    origin = {"title": "关于公布试点城市名单的通知", "publisher": "工业和信息化部", "published": "2025年11月7日"}
    for name, words in origin.items():
        line = form.input(name)
        assert isinstance(line, QLineEdit)
        typed(hands, line, words)
    link = form.links[0]
    for name, words in {"value": "三十个以上", "unit": "个"}.items():
        line = link.inputs[name]
        assert isinstance(line, QLineEdit)
        typed(hands, line, words)
    link.measure("", "", ValueRole.NEW)
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed and window.is_ready)
    (piece,) = list_evidence(workspace)
    assert (piece.published, piece.note) == ("2025-11-07", "原文：三十个以上")
    (measured,) = piece.links
    assert (str(measured.value), measured.unit) == ("30", "个")
    assert read_detail(workspace, CITIES).row.evidence_count == 1


def opened(qtbot: QtBot, line: DateField) -> MonthCalendar:
    """The calendar of a line, opened by its key."""
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), MonthCalendar))
    calendar = QApplication.activePopupWidget()
    assert isinstance(calendar, MonthCalendar)
    return calendar
