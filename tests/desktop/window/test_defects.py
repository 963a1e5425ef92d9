"""When the program makes a mistake or breaks off: a report to send on, and a ledger that is as it was."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands
from tests.surroundings import PATIENCE_SECONDS

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.errors import Defects
from tracker.desktop.views.common.notices import CrashDialog, DefectDialog, DefectReports, ReportDialog
from tracker.desktop.views.forms.plain_dialog import WaysDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.desktop.views.window.replaced_program import ReplacedProgram
from tracker.services.ledgers.crashes import last_crash
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check
from tracker.systems.program_files import ProgramFiles

WORDS = "绝密的检索词"
BREAK = "INSERT INTO speaker (uid) VALUES ('绝密的检索词')"
"""What SQLite refuses in the middle of a write: too much is missing."""
CRASH = """
import ctypes, pathlib, sys, threading, time
from tracker.app import main
ledger, folder = sys.argv[1:]
def crash():
    while not list(pathlib.Path(folder).rglob("crash-*.txt")) or "tracker.desktop.open_ledger" not in sys.modules:
        time.sleep(0.05)
    ctypes.string_at(0)
threading.Thread(target=crash, daemon=True).start()
sys.argv[1:] = ["--ledger", ledger]
sys.exit(main())
"""
OFFERED = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from tracker.desktop import application
ledger, answer, settings = sys.argv[1:]
def look():
    dialog = QApplication.activeModalWidget()
    if dialog is None:
        QTimer.singleShot(100, look)
        return
    print(dialog.windowTitle(), dialog.findChild(QPlainTextEdit).toPlainText())
    next(one for one in dialog.findChildren(QPushButton) if one.text() == answer).click()
    QTimer.singleShot(0, QApplication.quit)
furnish = application._furnish
def furnished(*given):
    furnish(*given)
    QTimer.singleShot(0, look)
application._furnish = furnished
sys.exit(application.run(ledger, ["--lang", "en", "--settings", settings]))
"""


@pytest.fixture
def defects(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Defects:
    """The window as the program starts it, which hears of every defect."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    defects, reports = Defects(window, ProgramFiles()), DefectReports(window)
    defects.found.connect(reports.show_defect)
    defects.catch()
    return defects


def report_dialog(qtbot: QtBot) -> DefectDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), DefectDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, DefectDialog)
    return dialog


def log_search(window: MainWindow) -> None:
    """What the form does with what was typed."""
    ledger = window.page.ledger
    assert ledger is not None
    values = {"commitment": "MIIT-2025-001", "place": "网站", "words": WORDS, "searched_on": "2025-06-01", "found": ""}
    window.jobs.run(
        lambda: ledger.write(services.searching.log_search, services.commands.NewSearch, values), lambda _: None
    )


def test_a_defect_in_the_middle_of_a_write_leaves_the_ledger_as_it_was_and_the_window_at_work(
    qtbot: QtBot,
    window: MainWindow,
    hands: Hands,
    defects: Defects,
    ledger_path: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with closing(sqlite3.connect(ledger_path)) as connection:
        events = connection.execute("SELECT count(*) FROM event").fetchone()
    with monkeypatch.context() as broken:
        broken.setattr("tracker.store.events.seals.seal", lambda connection, *_: connection.exec_driver_sql(BREAK))
        log_search(window)
        dialog = report_dialog(qtbot)
    report = dialog.details.toPlainText()
    assert "tracker/services/assessment/searching.py, line " in report
    assert "SQLITE_CONSTRAINT_NOTNULL" in report
    (log,) = home.rglob("defects.log")
    for told in (report, log.read_text(encoding="utf-8")):
        assert WORDS not in told
        assert str(Path.home()) not in told
        assert str(ledger_path) not in told
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == report
    dialog.close()
    with closing(sqlite3.connect(ledger_path)) as connection:
        assert connection.execute("SELECT count(*) FROM event").fetchone() == events
    log_search(window)
    hands.settle()
    assert QApplication.activeModalWidget() is None
    workspace = open_workspace(ledger_path)
    assert check(workspace) == ()
    with workspace.snapshot() as snapshot:
        assert snapshot.connection.exec_driver_sql("SELECT words FROM search_log").scalars().all() == [WORDS]
    workspace.close()


def test_a_bug_of_a_service_is_reported_and_no_word_of_damage_is_said(
    qtbot: QtBot, window: MainWindow, defects: Defects, ledger_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(ledger_path)) as connection:  # in a row that was never true, so that nobody reads it
        connection.execute(
            "INSERT INTO search_log (uid, since, until, commitment_id, place, words, searched_on, searched_by, found)"
            "VALUES ('x', 0, 0, 1, '', '', 'once', '', '')"
        )
        connection.commit()
    monkeypatch.setattr("tracker.store.events.seals.seal", Mock(side_effect=KeyError("bug")))
    log_search(window)
    dialog = report_dialog(qtbot)
    report = dialog.details.toPlainText()
    assert "KeyError" in report
    assert "damage" not in report
    dialog.close()


def test_a_defect_of_the_window_itself_is_reported_and_a_second_one_joins_it(
    qtbot: QtBot, window: MainWindow, hands: Hands, defects: Defects
) -> None:
    class Asker(QObject):
        def slip(self) -> None:
            raise LookupError(WORDS)

    asker = Asker(window)
    button = QPushButton(window)
    button.clicked.connect(asker.slip)
    with qtbot.captureExceptions():  # pytest-qt's own ear is replaced by the program's
        defects.catch()
        button.click()
        dialog = report_dialog(qtbot)
        thread = threading.Thread(target=lambda: 1 // 0)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: "ZeroDivisionError" in dialog.details.toPlainText())
    assert "LookupError\n" in dialog.details.toPlainText()
    assert len([one for one in window.findChildren(ReportDialog) if one.isVisible()]) == 1
    dialog.close()
    hands.take("MIIT-2025-044")


def test_a_defect_in_telling_of_one_is_logged_and_not_told_again(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    defects, told = Defects(window, ProgramFiles()), list[str]()

    def fail(report: str, log: object) -> None:
        told.append(report)
        raise RuntimeError(WORDS)

    defects.found.connect(fail)
    with qtbot.captureExceptions():
        defects.catch()
        for error in (LookupError, KeyError):  # the second is told as well: hearing has not ended
            sys.excepthook(error, error(), None)
    assert [report.splitlines()[-1] for report in told] == ["LookupError", "KeyError"]
    (log,) = home.rglob("defects.log")
    assert log.read_text(encoding="utf-8").count("RuntimeError") == 2


def test_what_fails_after_an_upgrade_is_told_once_as_that_and_is_no_defect(
    window: MainWindow, appearance: Appearance, monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    mark = tmp_path / "program"
    mark.write_bytes(b"old")
    defects, closed = Defects(window, ProgramFiles(mark)), list[bool]()
    told = ReplacedProgram(appearance, window, lambda: closed.append(True))
    defects.replaced.connect(told.tell)
    defects.catch()
    mark.unlink()
    for error in (ImportError, KeyError):
        sys.excepthook(error, error(), None)
    dialog = told.dialog
    assert dialog is not None
    assert [one for one in window.findChildren(WaysDialog) if one.isVisible()] == [dialog]
    (leave,) = dialog.ways
    leave.click()
    assert (closed, told.dialog) == ([True], None)
    assert not list(home.rglob("defects.log"))


def test_after_a_crash_the_next_start_offers_its_trace(home: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    open_workspace(tmp_path / "other.db").close()

    def start(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code, str(tmp_path / "other.db"), *arguments]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
        )

    assert start(CRASH, str(home)).returncode < 0
    for answer in ("Later", "Forget it"):
        offered = start(OFFERED, answer, str(tmp_path / "window.ini"))
        assert offered.returncode == 0, offered.stderr
        assert "The program broke off last time" in offered.stdout
        assert "Fatal Python error: Segmentation fault" in offered.stdout
        assert "tracker/app.py, line " in offered.stdout
        assert str(Path.home()) not in offered.stdout
    assert last_crash() is None


def test_both_reports_have_room_for_their_words(
    qtbot: QtBot, window: MainWindow, clipped: Callable[[QWidget], list[str]], home: Path
) -> None:
    for dialog in (
        DefectDialog(window, "x", home / "state" / "defects.log"),
        CrashDialog(window, "x", datetime(2026, 11, 24, 8, 30, tzinfo=UTC), lambda: None),
    ):
        dialog.open()
        assert clipped(dialog) == []
        dialog.close()
