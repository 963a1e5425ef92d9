"""Columns of the ledger by choice, layouts, public pages and the to-do list, as they are asked for in the window."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QListWidgetItem, QWidget
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands, button_of, code_of

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.forms.plain_dialog import NameDialog
from tracker.desktop.views.reports.columns_dialog import ColumnsDialog
from tracker.desktop.views.reports.order_panel import OrderPanel
from tracker.desktop.views.reports.reports_page import ReportsPage
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.errors import UserError
from tracker.domain.reports.register_columns import STANDARD, RegisterColumn
from tracker.domain.reports.report_request import SITE, ReportKind
from tracker.services.ledgers.workspace import Workspace
from tracker.services.reports.layouts import list_layouts, save_layout
from tracker.services.reports.past_reports import list_reports

CODE, TITLE, DUE = RegisterColumn.CODE, RegisterColumn.TITLE, RegisterColumn.DUE


class Desk:
    """What a user does on the page."""

    def __init__(self, qtbot: QtBot, window: MainWindow, hands: Hands) -> None:
        self._qtbot = qtbot
        self._hands = hands
        page = window.pages["reports"]
        assert isinstance(page, ReportsPage)
        self.page = page
        self.panel = page.panel
        self.columns = page.panel.columns

    def settle(self) -> None:
        """Wait for the pages."""
        self._hands.settle()
        self._qtbot.waitUntil(lambda: not self.page.is_waiting)
        self._hands.settle()

    def kind(self, kind: object) -> None:
        """Choose the kind of report."""
        self._hands.click(self.panel.kind.buttons[kind])
        self.settle()

    def dialog(self) -> ColumnsDialog:
        """Ask for the columns."""
        self._hands.click(button_of(self.panel, "chooseColumns"))
        self._qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ColumnsDialog))
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ColumnsDialog)
        return dialog

    def use(self, dialog: ColumnsDialog) -> None:
        """Press the button of the dialog, and wait until it is gone."""
        self._hands.click(dialog.use_button)
        self._qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        self.settle()

    def save_to(self, path: Path) -> None:
        """Press the button, and name the file or folder in the dialog."""
        self.panel.save_button.click()
        self._qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(str(path))
        dialog.close()
        self._qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        self.settle()


@pytest.fixture
def desk(qtbot: QtBot, window: MainWindow, hands: Hands) -> Desk:
    """The page, turned to, with its pages drawn."""
    window.show_page("reports")
    desk = Desk(qtbot, window, hands)
    desk.settle()
    return desk


def line(dialog: ColumnsDialog, column: RegisterColumn) -> QListWidgetItem:
    items = (dialog.list.item(place) for place in range(dialog.list.count()))
    return next(item for item in items if item.data(Qt.ItemDataRole.UserRole) == column)


def tick_only(dialog: ColumnsDialog, *columns: RegisterColumn) -> None:
    for place in range(dialog.list.count()):
        item = dialog.list.item(place)
        is_ticked = item.data(Qt.ItemDataRole.UserRole) in columns
        item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)


def test_columns_are_ticked_and_moved_and_kept_as_a_layout(
    desk: Desk, qtbot: QtBot, workspace: Workspace, appearance: Appearance, tmp_path: Path
) -> None:
    assert desk.panel.order().form.columns == ()
    drawn = desk.panel.order().pages
    dialog = desk.dialog()
    assert dialog.columns == STANDARD
    assert dialog.list.count() == len(RegisterColumn)
    tick_only(dialog, CODE, TITLE, DUE)
    dialog.list.setCurrentItem(line(dialog, DUE))
    for _ in range(dialog.list.currentRow()):
        dialog.up_button.click()
    assert not dialog.up_button.isEnabled()
    dialog.list.setFocus()
    dialog.list.setCurrentItem(line(dialog, TITLE))
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.columns == (DUE, CODE)
    dialog.name.setText(" 处室 ")
    desk.use(dialog)
    assert list_layouts(workspace) == {"处室": (DUE, CODE)}
    assert (desk.columns.name, desk.panel.order().form.columns) == ("处室", (DUE, CODE))
    assert desk.panel.order().pages != drawn, "the pages are drawn again"
    desk.panel.format.setCurrentIndex(desk.panel.format.findData("csv"))
    desk.save_to(tmp_path / "ledger.csv")
    with (tmp_path / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        headings = next(csv.reader(file))
    assert headings[:2] == [appearance.words.register(column.value) for column in (DUE, CODE)]


def test_columns_without_a_name_are_chosen_again_at_the_next_start(
    desk: Desk, workspace: Workspace, appearance: Appearance, settings: Settings
) -> None:
    dialog = desk.dialog()
    tick_only(dialog, TITLE)
    desk.use(dialog)
    assert list_layouts(workspace) == {}
    assert desk.panel.order().form.columns == (TITLE,)
    again = OrderPanel(appearance, settings)
    assert again.order().form.columns == (TITLE,)
    again.deleteLater()
    dialog = desk.dialog()
    assert dialog.columns == (TITLE,)
    dialog.standard_button.click()
    desk.use(dialog)
    assert desk.panel.order().form.columns == (), "the usual ones, with those beside them of which there is anything"


def test_a_layout_is_chosen_renamed_and_deleted_and_taken_back(
    desk: Desk, qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    save_layout(workspace, "甲", [CODE])
    save_layout(workspace, "乙", [TITLE])
    desk.page.refresh()
    desk.settle()
    assert desk.columns.names == ("乙", "甲")
    assert not desk.columns.rename_button.isVisible()
    for _ in range(2):
        qtbot.keyClick(desk.columns.choice, Qt.Key.Key_Down)
    desk.settle()
    assert (desk.columns.name, desk.panel.order().form.columns) == ("甲", (CODE,))
    hands.click(button_of(desk.panel, "renameLayout"))
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), NameDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, NameDialog)
    dialog.field.setText("丙")
    dialog.save_button.click()
    desk.settle()
    assert list_layouts(workspace) == {"丙": (CODE,), "乙": (TITLE,)}
    assert (desk.columns.name, desk.columns.names) == ("丙", ("丙", "乙"))
    hands.click(button_of(desk.panel, "deleteLayout"))
    desk.settle()
    assert list_layouts(workspace) == {"乙": (TITLE,)}
    assert (desk.columns.name, desk.panel.order().form.columns) == ("", ())
    for _ in range(2):
        window.actions_by_name["undo"].trigger()
        desk.settle()
    assert list_layouts(workspace) == {"乙": (TITLE,), "甲": (CODE,)}, "renaming is one step, taken back as one"
    assert desk.columns.names == ("乙", "甲")


def test_what_cannot_be_kept_is_refused_in_the_dialog_which_stays(
    desk: Desk, qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    window.times.go(date(2026, 3, 1), None)
    desk.settle()
    dialog = desk.dialog()
    tick_only(dialog)
    dialog.use_button.click()
    assert code_of(dialog, "columns") == "layout_empty"
    tick_only(dialog, CODE)
    dialog.name.setText("甲")
    dialog.use_button.click()
    qtbot.waitUntil(lambda: code_of(dialog, "name") == "ledger_past")
    assert dialog.use_button.isEnabled()
    assert list_layouts(workspace) == {}
    dialog.reject()


def test_only_a_ledger_has_columns_and_only_a_period_the_to_do_list(desk: Desk) -> None:
    dialog = desk.dialog()
    tick_only(dialog, CODE)
    desk.use(dialog)
    desk.panel.more.open()
    assert not desk.panel.todo.isVisible()
    desk.kind(ReportKind.PERIOD)
    assert not desk.columns.isVisible()
    assert desk.panel.order().form.columns == ()
    assert not desk.panel.order().wish.todo
    whole = desk.page.preview.pages
    desk.panel.todo.setChecked(True)
    desk.settle()
    assert desk.panel.order().wish.todo
    assert desk.page.preview.pages >= whole
    desk.kind(ReportKind.BRIEF)
    assert not desk.panel.order().wish.todo


def test_public_pages_are_saved_in_a_folder_opened_and_brought_up_to_date(
    desk: Desk, workspace: Workspace, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    folder = tmp_path / "公开页"
    desk.kind(SITE)
    assert desk.page.preview.sentence
    for hidden in (desk.panel.format, desk.panel.language, desk.panel.since, desk.columns, desk.panel.print_button):
        assert not hidden.isVisible()
    desk.panel.base_url.setText("example.org")
    desk.settle()
    assert desk.panel.fault("base_url")
    desk.panel.base_url.setText("https://example.org/ledger")
    desk.panel.reasons.setChecked(True)
    desk.save_to(folder)
    assert "https://example.org/ledger/" in (folder / "feed.xml").read_text(encoding="utf-8")
    (kept,) = list_reports(workspace)
    assert (kept.form.format, kept.form.reasons, kept.wish.kind) == (SITE, True, ReportKind.LEDGER)
    past = desk.page.past
    assert (past.place, past.last_site) == (folder, folder)
    past.open_button.click()
    past.folder_button.click()
    past.copy_button.click()
    assert opened == [QUrl.fromLocalFile(str(folder / "index.html")), QUrl.fromLocalFile(str(folder))]
    assert QApplication.clipboard().text() == str(folder)
    (folder / "CNAME").write_text("theirs")
    desk.save_to(folder)
    assert len(list_reports(workspace)) == 2
    assert (folder / "CNAME").read_text() == "theirs"


def test_somebody_else_s_folder_is_refused_in_one_sentence(
    desk: Desk, workspace: Workspace, appearance: Appearance, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("theirs")
    before = sorted(tmp_path.iterdir())
    refused: list[str] = []
    desk.page.refused.connect(refused.append)
    desk.kind(SITE)
    desk.save_to(tmp_path)
    assert refused == [appearance.words.error(UserError("site_folder_foreign", field="out", path=tmp_path))]
    assert sorted(tmp_path.iterdir()) == before
    assert list_reports(workspace) == ()


def test_nothing_is_clipped_in_a_small_window(
    desk: Desk, window: MainWindow, clipped: Callable[[QWidget], list[str]]
) -> None:
    dialog = desk.dialog()
    assert clipped(dialog) == []
    dialog.name.setText("很长的名称" * 12)
    desk.use(dialog)
    for size in ((900, 600), (1440, 900)):
        window.resize(*size)
        for kind in (SITE, ReportKind.PERIOD, ReportKind.LEDGER):
            desk.kind(kind)
            assert clipped(window) == [], (size, kind)
