"""The whole window as of a past day, what changed since another, and the way back."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands, opened_window

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.detail.field_editor import Pencil
from tracker.desktop.views.detail.statements import ClaimsBox
from tracker.desktop.views.ledger.chips import FilterChip
from tracker.desktop.views.window.as_of import AsOfDialog
from tracker.desktop.views.window.command_palette import CommandPalette
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.terms import Assessment

BEFORE_THE_VERDICT, AFTER_IT = "2025-12-31", "2026-03-01"
CITIES = "MIIT-2025-044"


@pytest.fixture
def sample_window(qtbot: QtBot, appearance: Appearance, settings: Settings, sample_path: Path) -> Iterator[MainWindow]:
    """The window on the sample ledger, which has a past."""
    with opened_window(qtbot, appearance, settings, str(sample_path)) as window:
        yield window


Travel = Callable[..., None]


@pytest.fixture
def travel(qtbot: QtBot, sample_window: MainWindow) -> Travel:
    """Ctrl+D, two days, Enter."""

    def go(as_of: str = "", since: str = "") -> None:
        dialog = opened(qtbot, sample_window)
        dialog.as_of.setText(as_of)
        dialog.since.setText(since)
        qtbot.keyClick(dialog.since, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        Hands(qtbot, sample_window).settle()

    return go


def opened(qtbot: QtBot, window: MainWindow) -> AsOfDialog:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), AsOfDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AsOfDialog)
    return dialog


def assessment(window: MainWindow, code: str = CITIES) -> Assessment:
    rows = window.page.table.rows
    return next(row.assessment for row in map(rows.row, range(rows.rowCount())) if row.code == code)


def test_every_page_goes_to_the_past_and_comes_back(sample_window: MainWindow, travel: Travel, qtbot: QtBot) -> None:
    now = assessment(sample_window)
    travel(BEFORE_THE_VERDICT)
    assert assessment(sample_window) is not now
    assert sample_window.times.strip.isVisible()
    assert BEFORE_THE_VERDICT in sample_window.top_bar.day_button.text()
    sample_window.show_page("dashboard")
    hands = Hands(qtbot, sample_window)
    hands.settle()
    hands.click(sample_window.times.strip.button)
    sample_window.show_page("ledger")
    hands.settle()
    assert assessment(sample_window) is now
    assert not sample_window.times.strip.isVisible()


def test_the_past_cannot_be_written_in(sample_window: MainWindow, travel: Travel) -> None:
    travel(BEFORE_THE_VERDICT)
    actions = sample_window.actions_by_name
    assert not any(actions[name].isEnabled() for name in ("judge", "add_evidence", "log_search", "undo"))
    assert sample_window.page.detail.read_only
    travel()
    assert all(actions[name].isEnabled() for name in ("judge", "add_evidence", "log_search"))
    assert not sample_window.page.detail.read_only


def test_only_what_changed_is_listed_and_the_chip_takes_it_back(
    sample_window: MainWindow, travel: Travel, qtbot: QtBot
) -> None:
    everything = sample_window.page.table.rows.rowCount()
    travel(AFTER_IT, since="2026-01-15")
    changed = sample_window.page.table.rows.rowCount()
    assert 0 < changed < everything
    (chip,) = [chip for chip in sample_window.findChildren(FilterChip) if chip.isVisible()]
    assert "2026-01-15" in chip.words
    shown = {label.text() for label in sample_window.page.findChildren(QLabel, "ofTotal") if label.isVisible()}
    assert shown == {f"共 {everything} 项 · 1 个筛选条件"}
    Hands(qtbot, sample_window).click(chip)
    assert sample_window.page.table.rows.rowCount() == everything
    assert sample_window.times.day == date.fromisoformat(AFTER_IT)


@pytest.mark.parametrize(
    ("as_of", "since", "field"),
    [
        ((datetime.now(UTC).date() + timedelta(days=2)).isoformat(), "", "as_of"),
        ("去年", "", "as_of"),
        ("2025-06-30", "2025-07-01", "changed_since"),
        ("", "2025-13-01", "changed_since"),
    ],
)
def test_days_that_cannot_be_shown_are_refused_beside_their_field(
    sample_window: MainWindow, qtbot: QtBot, as_of: str, since: str, field: str
) -> None:
    dialog = opened(qtbot, sample_window)
    dialog.as_of.setText(as_of)
    dialog.since.setText(since)
    qtbot.keyClick(dialog.since, Qt.Key.Key_Return)
    assert dialog.fault(field)
    assert dialog.isVisible()
    dialog.reject()
    assert sample_window.times.day is None


def test_what_the_ministry_said_later_is_shown_as_of_the_day(
    sample_window: MainWindow, travel: Travel, qtbot: QtBot
) -> None:
    hands = Hands(qtbot, sample_window)
    for day, claims in ((BEFORE_THE_VERDICT, 0), (AFTER_IT, 1)):
        travel(day)
        sample_window.page.show_commitment(CITIES)
        hands.settle()
        boxes = sample_window.page.detail.findChildren(ClaimsBox)
        assert len(boxes) == claims
        assert not any(box.findChildren(QPushButton, "withdrawStatement") for box in boxes)


def test_no_form_opens_from_anywhere_in_the_past(sample_window: MainWindow, travel: Travel, qtbot: QtBot) -> None:
    page, hands = sample_window.page, Hands(qtbot, sample_window)
    travel(AFTER_IT)
    page.show_commitment(CITIES)
    hands.settle()
    buttons = [one for one in page.detail.findChildren(QPushButton) if not one.isHidden() and one.isEnabled()]
    assert not {"编辑", "撤回", "设定结论…", "添加证据", "官方口径…", "后续表述…"} & {one.text() for one in buttons}
    assert not [one for one in page.detail.findChildren(Pencil) if not one.isHidden()]
    assert page.tags.read_only
    page.table.menu_wanted.emit(QPoint())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    allowed = {one.objectName() for one in menu.actions() if one.isEnabled() and not one.isSeparator()}
    assert allowed == {"showPassage", "copyRows"}
    menu.close()
    page.table.selectAll()
    bulk = page.bulk
    assert not any(one.isEnabled() for one in (bulk.judge_button, bulk.departments_button, bulk.tags_button))
    assert bulk.copy_button.isEnabled()
    detail = page.detail.detail
    assert detail is not None
    for write in (page.recorder.judge, page.recorder.add_evidence, page.recorder.log_search, page.recorder.add_claim):
        write(detail)
    assert QApplication.activeModalWidget() is None


def test_the_palette_allows_nothing_that_writes_in_the_past(
    sample_window: MainWindow, travel: Travel, qtbot: QtBot
) -> None:
    travel(AFTER_IT)
    sample_window.actions_by_name["palette"].trigger()
    palette = QApplication.activeModalWidget()
    assert isinstance(palette, CommandPalette)
    Hands(qtbot, sample_window).settle()
    allowed = {entry.words for entry in palette._entries if entry.may}
    names = ("judge", "add_evidence", "log_search", "add_claim", "add_restatement", "undo")
    assert allowed
    assert not allowed & {sample_window.actions_by_name[name].text() for name in names}
    palette.reject()


def test_back_today_the_list_has_the_keyboard_and_no_refusal_is_left(
    qtbot: QtBot, sample_window: MainWindow, travel: Travel
) -> None:
    travel(BEFORE_THE_VERDICT)
    sample_window.status.refuse("refused")
    sample_window.activateWindow()
    qtbot.waitUntil(sample_window.isActiveWindow)
    (back,) = sample_window.times.strip.findChildren(QPushButton)
    back.setFocus()
    qtbot.keyClick(back, Qt.Key.Key_Return)
    Hands(qtbot, sample_window).settle()
    assert sample_window.times.day is None
    assert sample_window.page.table.hasFocus()
    assert all(label.text() != "refused" for label in sample_window.status.findChildren(QLabel))
