"""Two copies of a ledger in the window: the second is told of when the first is opened, and compared at a press."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from sqlalchemy import make_url

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.safety.comparing import CompareDialog
from tracker.desktop.views.safety.merging import SettleDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, NewSearch, command
from tracker.services.commitments.reading import read_detail
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.merging import list_put_aside
from tracker.services.safety.moving import pull

if TYPE_CHECKING:
    from tests.conftest import NewDatabase


def search(ledger: Path, words: str) -> None:
    with closing(open_workspace(ledger, author="李四")) as workspace:
        log_search(workspace, command(NewSearch, commitment="MIIT-2025-001", place="网站", words=words, found=""))


def compared(qtbot: QtBot, window: MainWindow) -> CompareDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), CompareDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CompareDialog)
    qtbot.waitUntil(lambda: dialog.compare_button.isEnabled() and window.jobs.idle)
    return dialog


def test_a_copy_of_a_conflict_is_asked_about_before_anything_is_done_and_compared(
    qtbot: QtBot,
    appearance: Appearance,
    settings: Settings,
    ledger_path: Path,
    clipped: Callable[[QWidget], list[str]],
) -> None:
    copy = Path(shutil.copy(ledger_path, ledger_path.with_name("ledger (冲突副本 2026-01-02).db")))
    search(ledger_path, "我的")
    search(copy, "他的")
    window = MainWindow(appearance, settings, str(ledger_path))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.is_ready and window.file_watch.dialog is not None)
    asked = window.file_watch.dialog
    assert asked is not None
    assert copy.name in asked.said.text().replace("\u200b", "")
    assert clipped(asked) == []
    asked.ways[0].click()
    dialog = compared(qtbot, window)
    assert clipped(dialog) == []
    said = dialog.outcome.toPlainText()
    assert said.index("我的") < said.index(copy.name) < said.index("他的")
    dialog.close()
    window.close()


def test_two_files_can_be_compared_at_any_time(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.actions_by_name["compare_ledgers"].trigger()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), CompareDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CompareDialog)
    dialog.second.setText(str(tmp_path / "没有.db"))
    dialog.compare_button.click()
    qtbot.waitUntil(dialog.compare_button.isEnabled)
    assert dialog.fault_words.isVisible()
    dialog.second.setText(str(shutil.copy(dialog.first.text(), tmp_path / "copy.db")))
    dialog.compare_button.click()
    qtbot.waitUntil(lambda: "两份内容相同" in dialog.outcome.toPlainText())
    assert not dialog.fault_words.isVisible()
    dialog.close()


def asked(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> CompareDialog:
    """The dialog with two ledgers in it, not compared yet."""
    window.actions_by_name["compare_ledgers"].trigger()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), CompareDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CompareDialog)
    dialog.second.setText(str(shutil.copy(dialog.first.text(), tmp_path / "copy.db")))
    return dialog


def test_a_comparison_does_not_keep_other_work_waiting_and_can_be_stopped(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    dialog = asked(qtbot, window, tmp_path)
    dialog.compare_button.click()
    assert [task.can_stop for task in window.jobs.tasks] == [True]
    dialog.progress.stop()
    qtbot.waitUntil(lambda: window.jobs.idle and dialog.compare_button.isEnabled())
    assert dialog.outcome.toPlainText() == ""
    assert not dialog.fault_words.isVisible()
    dialog.compare_button.click()
    qtbot.waitUntil(lambda: dialog.outcome.toPlainText() != "")
    dialog.close()


def test_the_dialog_can_be_closed_before_the_answer_comes(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = asked(qtbot, window, tmp_path)
    dialog.compare_button.click()
    (task,) = window.jobs.tasks
    dialog.reject()
    delete(dialog)
    assert task.is_stopping
    qtbot.waitUntil(lambda: window.jobs.idle)
    dialog = asked(qtbot, window, tmp_path)
    dialog.second.setText(str(tmp_path / "没有.db"))
    dialog.compare_button.click()
    dialog.reject()
    delete(dialog)
    qtbot.waitUntil(lambda: window.jobs.idle)


def judge(ledger: Path, reason: str, code: str = "MIIT-2025-001") -> None:
    change = command(AssessmentChange, commitment=code, assessment="not_verifiable", reason=reason)
    with closing(open_workspace(ledger, author="李四")) as workspace:
        set_assessment(workspace, change)


def test_a_copy_is_merged_and_what_clashes_is_settled_by_hand(
    qtbot: QtBot,
    appearance: Appearance,
    settings: Settings,
    ledger_path: Path,
    tmp_path: Path,
    clipped: Callable[[QWidget], list[str]],
) -> None:
    copy = Path(shutil.copy(ledger_path, tmp_path / "copy.db"))
    judge(ledger_path, "这里的理由")
    judge(copy, "那里的理由")
    search(copy, "他的")
    window = MainWindow(appearance, settings, str(ledger_path))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.is_ready)
    window.comparing.ask(str(ledger_path), str(copy))
    dialog = compared(qtbot, window)
    assert dialog.merge_button.isEnabled()
    dialog.merge_button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SettleDialog))
    settling = QApplication.activeModalWidget()
    assert isinstance(settling, SettleDialog)
    assert clipped(settling) == []
    assert "那里的理由" in settling.words.toPlainText()
    settling.take_button.click()
    qtbot.waitUntil(lambda: settling.fault("reason") != "")
    settling.reason.setText("以那里为准")
    settling.take_button.click()
    qtbot.waitUntil(lambda: not isinstance(QApplication.activeModalWidget(), SettleDialog))
    qtbot.waitUntil(lambda: window.jobs.idle)
    window.close()
    with closing(open_workspace(ledger_path)) as workspace:
        assert read_detail(workspace, "MIIT-2025-001").reason == "那里的理由"
        assert list_put_aside(workspace) == ()
        assert [one.words for one in read_detail(workspace, "MIIT-2025-001").searches] == ["他的"]


def test_while_one_is_settled_no_other_is(qtbot: QtBot, window: MainWindow, ledger_path: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(ledger_path, tmp_path / "copy.db"))
    for code in ("MIIT-2025-001", "MIIT-2025-003"):
        judge(ledger_path, "这里的理由", code)
        judge(copy, "那里的理由", code)
    window.comparing.ask(str(ledger_path), str(copy))
    compared(qtbot, window).merge_button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SettleDialog))
    settling = QApplication.activeModalWidget()
    assert isinstance(settling, SettleDialog)
    settling.reason.setText("以那里为准")
    settling.take_button.click()
    settling.list.setCurrentIndex(settling.list.rows.index(1, 0))
    assert not settling.take_button.isEnabled()
    qtbot.waitUntil(settling.take_button.isEnabled)
    settling.reject()
    qtbot.waitUntil(lambda: window.jobs.idle)


def test_only_the_ledger_that_is_open_is_merged_into(
    qtbot: QtBot, window: MainWindow, ledger_path: Path, tmp_path: Path
) -> None:
    first = Path(shutil.copy(ledger_path, tmp_path / "first.db"))
    second = Path(shutil.copy(ledger_path, tmp_path / "second.db"))
    search(second, "他的")
    window.comparing.ask(str(first), str(second))
    dialog = compared(qtbot, window)
    assert "他的" in dialog.outcome.toPlainText()
    assert not dialog.merge_button.isEnabled()
    dialog.close()


def test_a_working_copy_comes_home_into_the_shared_ledger(
    qtbot: QtBot,
    appearance: Appearance,
    settings: Settings,
    new_database: "NewDatabase",
    fresh_database: str,
    tmp_path: Path,
) -> None:
    copy = tmp_path / "copy.db"
    with new_database(make_url(fresh_database).database or "") as address:
        pull(address, copy, "李四")
        search(copy, "他的")
        window = MainWindow(appearance, settings, address)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.is_ready, timeout=15_000)
        window.comparing.ask("", str(copy))
        dialog = compared(qtbot, window)
        assert dialog.merge_button.isEnabled()
        dialog.merge_button.click()
        merged = window.status._message
        qtbot.waitUntil(lambda: merged.toolTip() != "" and window.jobs.idle, timeout=15_000)
        window.close()
        with closing(open_workspace(address)) as workspace:
            assert [one.words for one in read_detail(workspace, "MIIT-2025-001").searches] == ["他的"]
