"""Backups in the window: one a day by itself, one more on demand, and the way back."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from tests.desktop.conftest import Hands, code_of

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.safety.backups import RestoreDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.terms import BackupReason
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.commitments.reading import read_detail
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.backups import list_backups


def search(path: Path, words: str) -> None:
    with closing(open_workspace(path, author="张三")) as workspace:
        log_search(workspace, command(NewSearch, commitment="MIIT-2025-001", place="工信部网站", words=words, found=""))


def searches(path: Path) -> list[str]:
    with closing(open_workspace(path)) as workspace:
        return sorted(entry.words for entry in read_detail(workspace, "MIIT-2025-001", None).searches)


@pytest.fixture
def dialog(window: MainWindow, hands: Hands, ledger_path: Path, qtbot: QtBot) -> RestoreDialog:
    """The dialog, open on a backup that knows of one search; the ledger knows of a second."""
    search(ledger_path, "早")
    window.actions_by_name["back_up"].trigger()
    hands.settle()
    search(ledger_path, "晚")
    window.actions_by_name["restore_backup"].trigger()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), RestoreDialog))
    opened = QApplication.activeModalWidget()
    assert isinstance(opened, RestoreDialog)
    qtbot.waitUntil(opened.restore_button.isEnabled)
    return opened


def test_a_ledger_nobody_has_written_in_is_left_alone(window: MainWindow, ledger_path: Path) -> None:
    assert not ledger_path.with_name("ledger.db.backups").exists()


def test_the_days_backup_is_made_when_the_window_has_opened(
    qtbot: QtBot, appearance: Appearance, settings: Settings, ledger_path: Path
) -> None:
    search(ledger_path, "早")
    window = MainWindow(appearance, settings, str(ledger_path))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.is_ready)
    (backup,) = list_backups(ledger_path)
    assert backup.reason is BackupReason.DAILY
    window.close()


def test_the_window_goes_back_to_a_backup_and_opens_it(
    dialog: RestoreDialog,
    window: MainWindow,
    hands: Hands,
    ledger_path: Path,
    clipped: Callable[[QWidget], list[str]],
    qtbot: QtBot,
) -> None:
    assert "将失去 1 条记录，最后一条是 张三 于 " in dialog.preview.text()
    assert clipped(dialog) == []
    ledger = window.page.ledger
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.is_ready and window.page.ledger is not ledger)
    assert hands.form_is_closed
    assert searches(ledger_path) == ["早"]
    # What was there before, and the day's own, since something has changed by it.
    reasons = {BackupReason.BEFORE_RESTORE, BackupReason.ASKED, BackupReason.DAILY}
    assert {backup.reason for backup in list_backups(ledger_path)} == reasons


def test_the_ledger_goes_back_though_the_dialog_was_closed_meanwhile(
    dialog: RestoreDialog, window: MainWindow, ledger_path: Path, qtbot: QtBot
) -> None:
    ledger = window.page.ledger
    dialog.restore_button.click()
    dialog.reject()
    delete(dialog)
    qtbot.waitUntil(lambda: window.is_ready and window.page.ledger is not ledger)
    assert searches(ledger_path) == ["早"]


def test_the_dialog_can_be_closed_before_the_backup_is_shown(
    dialog: RestoreDialog, window: MainWindow, ledger_path: Path, qtbot: QtBot
) -> None:
    dialog.preview_wanted.emit(ledger_path.with_name("没有.db"))
    dialog.reject()
    delete(dialog)
    qtbot.waitUntil(lambda: window.jobs.idle)


def test_a_ledger_that_is_open_elsewhere_stays_and_the_dialog_says_why(
    dialog: RestoreDialog, window: MainWindow, hands: Hands, ledger_path: Path, qtbot: QtBot, promised: int
) -> None:
    with closing(sqlite3.connect(ledger_path)) as other:
        other.execute("SELECT count(*) FROM event").fetchone()
        dialog.restore_button.click()
        qtbot.waitUntil(lambda: dialog.fault("backup") != "")
    assert code_of(dialog, "backup") == "restore_in_use"
    dialog.reject()
    assert searches(ledger_path) == ["早", "晚"]
    window.page.refresh()
    hands.settle()
    assert window.page.table.rows.rowCount() == promised


def test_while_a_past_day_is_shown_nothing_is_restored(window: MainWindow, hands: Hands) -> None:
    window.times.go(date(2025, 6, 1), None)
    hands.settle()
    assert not window.actions_by_name["restore_backup"].isEnabled()
    assert window.actions_by_name["back_up"].isEnabled()
