"""A damaged ledger at the start: the window says so, and offers a repaired copy, or the newest sound backup."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from tests.damage import log_of, work_and_be_killed

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.forms.plain_dialog import WaysDialog
from tracker.desktop.views.safety.rescue import RescueDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.backups import back_up, list_backups

PAGE = 4096
Start = Callable[[Path], MainWindow]


@pytest.fixture
def start(qtbot: QtBot, appearance: Appearance, settings: Settings) -> Iterator[Start]:
    """A window on a ledger that does not open."""
    windows: list[MainWindow] = []

    def start(path: Path) -> MainWindow:
        window = MainWindow(appearance, settings, str(path))
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.failure.isVisible() and window.jobs.idle)
        return window

    yield start
    for window in windows:
        window.close()


def rescue(qtbot: QtBot, window: MainWindow) -> RescueDialog:
    window.failure.rescue_button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), RescueDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RescueDialog)
    dialog.next_button.click()
    qtbot.waitUntil(lambda: window.jobs.idle and dialog.next_button.isEnabled())
    return dialog


def write_over(path: Path, start: int, length: int) -> None:
    contents = bytearray(path.read_bytes())
    contents[start : start + length] = b"\xff" * length
    path.write_bytes(contents)


def test_a_damaged_ledger_is_repaired_in_a_copy_that_then_opens(
    qtbot: QtBot, start: Start, sample_path: Path, clipped: Callable[[QWidget], list[str]], promised: int
) -> None:
    write_over(sample_path, PAGE, 2 * PAGE)
    damaged = sample_path.read_bytes()
    window = start(sample_path)
    assert window.failure.rescue_button.text() == "修复…"
    dialog = rescue(qtbot, window)
    assert "已" in dialog.outcome.toPlainText()
    assert clipped(dialog) == []
    dialog.next_button.click()
    qtbot.waitUntil(lambda: window.is_ready)
    assert window.page.ledger is not None
    assert window.page.table.rows.rowCount() == promised
    assert sample_path.read_bytes() == damaged
    assert sample_path.with_name("sample.repaired.db").exists()


def test_a_repair_is_told_of_though_its_dialog_was_closed_meanwhile(
    qtbot: QtBot, start: Start, sample_path: Path
) -> None:
    write_over(sample_path, PAGE, 2 * PAGE)
    window = start(sample_path)
    window.failure.rescue_button.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RescueDialog)
    dialog.next_button.click()
    dialog.reject()
    delete(dialog)
    qtbot.waitUntil(lambda: window.jobs.idle)
    told = QApplication.activeModalWidget()
    assert isinstance(told, RescueDialog)
    assert "已" in told.outcome.toPlainText()
    told.close()


def test_where_nothing_can_be_read_the_newest_sound_backup_is_named_and_gone_back_to(
    qtbot: QtBot, start: Start, ledger_path: Path, clipped: Callable[[QWidget], list[str]], promised: int
) -> None:
    workspace = open_workspace(ledger_path, author="张三")
    entry = {"commitment": "MIIT-2025-001", "place": "网站", "words": "试点", "searched_on": "2025-06-01"}
    log_search(workspace, command(NewSearch, **entry))
    back_up(workspace)
    back_up(workspace)
    workspace.close()
    newest, older = (backup.path for backup in list_backups(ledger_path))
    write_over(newest, 8 * PAGE, PAGE)
    write_over(ledger_path, 0, PAGE)
    window = start(ledger_path)
    dialog = rescue(qtbot, window)
    assert older.name in dialog.said.text().replace("\u200b", "")
    assert clipped(dialog) == []
    dialog.next_button.click()
    qtbot.waitUntil(lambda: window.is_ready)
    assert window.page.table.rows.rowCount() == promised
    assert "damaged" in " ".join(path.path.name for path in list_backups(ledger_path))


def test_where_there_is_no_backup_either_it_says_so(qtbot: QtBot, start: Start, ledger_path: Path) -> None:
    write_over(ledger_path, 0, PAGE)
    window = start(ledger_path)
    window.failure.rescue_button.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RescueDialog)
    dialog.next_button.click()
    qtbot.waitUntil(lambda: "无法修复" in dialog.said.text())
    assert not dialog.next_button.isEnabled()
    dialog.close()


def test_what_is_no_file_is_not_to_be_repaired(start: Start, tmp_path: Path) -> None:
    window = start(tmp_path)
    assert not window.failure.rescue_button.isVisible()


def lose_the_log(ledger: Path) -> None:
    """Three searches, of which the log held two; a backup has one of these."""
    search = command(NewSearch, commitment="MIIT-2025-001", place="网站", words="试点", found="")
    with closing(open_workspace(ledger, author="张三")) as workspace:
        log_search(workspace, search)

    def work(workspace: Workspace) -> None:
        log_search(workspace, search)
        back_up(workspace)
        log_search(workspace, search)

    work_and_be_killed(ledger, work)
    log_of(ledger).unlink()


def behind(qtbot: QtBot, window: MainWindow) -> WaysDialog:
    window.failure.rescue_button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), WaysDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WaysDialog)
    return dialog


def searches_in(ledger: Path) -> int:
    with closing(open_workspace(ledger)) as workspace, workspace.snapshot() as snapshot:
        return snapshot.connection.exec_driver_sql("SELECT count(*) FROM search_log").scalar_one()


def test_a_ledger_whose_log_is_lost_opens_without_it_only_when_somebody_says_so(
    qtbot: QtBot, start: Start, ledger_path: Path, clipped: Callable[[QWidget], list[str]]
) -> None:
    lose_the_log(ledger_path)
    window = start(ledger_path)
    dialog = behind(qtbot, window)
    assert "缺少 2 项" in dialog.said.text()
    assert clipped(dialog) == []
    dialog.ways[-1].click()
    qtbot.waitUntil(lambda: window.is_ready)
    assert searches_in(ledger_path) == 1


def test_a_backup_that_has_what_is_missing_is_offered(qtbot: QtBot, start: Start, ledger_path: Path) -> None:
    lose_the_log(ledger_path)
    window = start(ledger_path)
    dialog = behind(qtbot, window)
    dialog.ways[0].click()
    qtbot.waitUntil(lambda: window.is_ready)
    assert searches_in(ledger_path) == 2
