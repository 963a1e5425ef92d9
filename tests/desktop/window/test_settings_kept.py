"""What is typed into the settings outlasts closing and other ledgers; and what else the window's own dialogs keep."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from tracker.desktop.settings import Settings
from tracker.desktop.views.window.command_palette import CommandPalette
from tracker.desktop.views.window.drop_and_paste import CaptureDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.desktop.views.window.settings_dialog import SettingsDialog, SettingsOpener
from tracker.domain.search.ledger_query import Facet

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance

CONTROL = Qt.KeyboardModifier.ControlModifier


def asked(qtbot: "QtBot", window: MainWindow) -> SettingsDialog:
    window.actions_by_name["settings"].trigger()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SettingsDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SettingsDialog)
    return dialog


def test_what_was_typed_comes_back_with_its_day_and_is_gone_once_saved(
    window: MainWindow, hands: "Hands", qtbot: "QtBot", settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_AUTHOR", raising=False)
    dialog = asked(qtbot, window)
    dialog._office.setText("规划司")
    dialog.limits["behind"].setText("31")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog = asked(qtbot, window)
    assert dialog.draft.isVisible()
    assert (dialog._office.text(), dialog.limits["behind"].text()) == ("规划司", "31")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    hands.settle()
    assert settings.office == "规划司"
    dialog = asked(qtbot, window)
    assert not dialog.draft.isVisible()
    assert dialog.limits["behind"].text() == "31"
    dialog.reject()


def test_only_what_was_changed_is_kept(
    window: MainWindow, hands: "Hands", qtbot: "QtBot", appearance: "Appearance"
) -> None:
    """A draft must not set back what was chosen elsewhere since."""
    dialog = asked(qtbot, window)
    dialog._office.setText("规划司")
    dialog.reject()
    appearance.set_theme("dark")
    hands.settle()
    dialog = asked(qtbot, window)
    assert dialog._office.text() == "规划司"
    assert dialog._theme.currentData() == "dark"
    dialog.reject()
    appearance.set_theme("light")
    hands.settle()


def test_a_name_of_spaces_is_refused_beside_its_field(
    window: MainWindow, qtbot: "QtBot", settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_AUTHOR", raising=False)
    settings.author = "张三"
    dialog = asked(qtbot, window)
    dialog._author.setText("   ")
    dialog.save_button.click()
    assert dialog.isVisible()
    assert dialog.fault("author").endswith("。")
    assert settings.author == "张三"
    dialog.reject()


def test_a_ledger_that_goes_takes_nothing_that_was_typed_with_it(
    window: MainWindow, hands: "Hands", qtbot: "QtBot", ledger_path: Path, tmp_path: Path
) -> None:
    opener = next(part for part in window.controllers if isinstance(part, SettingsOpener))
    said: list[str] = []
    opener.said.connect(said.append)
    dialog = asked(qtbot, window)
    dialog.limits["behind"].setText("33")
    window._switch(str(tmp_path / "另一本.db"))
    qtbot.waitUntil(lambda: hands.form_is_closed)
    hands.settle()
    assert len(said) == 1
    dialog = asked(qtbot, window)
    assert dialog.limits["behind"].text() == "30"
    dialog.reject()
    window._switch(str(ledger_path))
    hands.settle()
    dialog = asked(qtbot, window)
    assert dialog.limits["behind"].text() == "33"
    dialog.reject()


def test_the_language_may_change_while_the_settings_are_open(
    window: MainWindow, qtbot: "QtBot", appearance: "Appearance"
) -> None:
    dialog = asked(qtbot, window)
    dialog._office.setText("规划司")
    appearance.set_language("en")
    qtbot.waitUntil(lambda: appearance.is_settled)
    assert dialog._office.text() == "规划司"
    dialog.reject()


def test_what_was_to_be_taken_in_stands_in_its_form_again(window: MainWindow, hands: "Hands", qtbot: "QtBot") -> None:
    def ask() -> CaptureDialog:
        window.actions_by_name["capture"].trigger()
        qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), CaptureDialog))
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, CaptureDialog)
        return dialog

    dialog = ask()
    dialog._input.setPlainText("一段还没写完的话")
    dialog.reject()
    hands.settle()
    dialog = ask()
    assert dialog._input.toPlainText() == "一段还没写完的话"
    dialog.reject()


def test_the_order_of_a_report_stands_while_the_ledger_changes(
    window: MainWindow, hands: "Hands", qtbot: "QtBot", appearance: "Appearance", tmp_path: Path
) -> None:
    window.show_page("reports")
    hands.settle()
    panel = window._reports.panel
    panel.as_of.setText("2026-03-31")
    panel.format.setCurrentIndex(panel.format.findData("html"))
    appearance.set_language("en")
    hands.settle()
    window._switch(str(tmp_path / "另一本.db"))
    hands.settle()
    window.show_page("reports")
    qtbot.waitUntil(lambda: window.is_ready)
    assert (panel.as_of.text(), panel.format.currentData()) == ("2026-03-31", "html")


def test_a_department_is_found_in_the_palette_and_filters_the_ledger(
    window: MainWindow, hands: "Hands", qtbot: "QtBot"
) -> None:
    window.show_page("dashboard")
    hands.settle()
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget() or QApplication.activeWindow(), CommandPalette))
    palette = window.findChild(CommandPalette)
    assert palette is not None
    hands.type(palette.field, "中小企业局")
    qtbot.waitUntil(lambda: palette.list.count() > 0 and palette.list.item(0).text() == "中小企业局")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.page.query.choices))
    hands.settle()
    assert window.page.isVisible()
    assert window.page.query.choices == {Facet.DEPARTMENT: frozenset({"sme-bureau"})}


def test_a_button_is_lit_no_longer_when_its_menu_was_left_by_escape(window: MainWindow, qtbot: "QtBot") -> None:
    button = window.top_bar.ledger_button
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    QCursor.setPos(window.mapToGlobal(QPoint(window.width() // 2, window.height() - 40)))
    menu = button.menu()
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
    qtbot.waitUntil(menu.isVisible)
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not button.underMouse())
