"""What takes long shows how far it is, can be stopped, and then has changed nothing; the list is usable meanwhile."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
import zipfile
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from tests.surroundings import PATIENCE_SECONDS

from tracker.briefing.coding import read_briefing
from tracker.desktop.jobs import Task
from tracker.desktop.views.assessment.assessment_dialog import AssessmentChoice
from tracker.desktop.views.common.progress_strip import ProgressStrip
from tracker.desktop.views.recording.bulk_dialogs import BulkAssessmentDialog, TagsDialog
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.domain.terms import Assessment
from tracker.locations import db_dir
from tracker.services.briefings.coding import load_briefing
from tracker.services.commitments.reading import list_rows
from tracker.services.ledgers.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.domain.commitments.progress import Progress
    from tracker.domain.rows import LedgerRow

COPIES = 12
_ENDLESS = 1_000_000_000
LONG = 1_000 * PATIENCE_SECONDS
"""Milliseconds that a machine under load may take for what takes seconds."""


@pytest.fixture(scope="module")
def large_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the commitments of a dozen briefings: more than eight hundred."""
    path = tmp_path_factory.mktemp("large") / "ledger.db"
    workspace = open_workspace(path, author="程序")
    briefing = read_briefing(next(iter(sorted((db_dir() / "briefings").iterdir()))))
    for number in range(COPIES):
        source = replace(briefing.source, key=f"copy-{number}", code_prefix=f"C{number}")
        coded = [replace(one, code=one.code.replace("MIIT", f"C{number:02}")) for one in briefing.commitments]
        load_briefing(workspace, replace(briefing, source=source, commitments=tuple(coded)))
    workspace.close()
    return path


@pytest.fixture
def ledger_path(large_ledger: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(large_ledger, tmp_path / "large.db"))


@pytest.fixture
def long_task(qtbot: QtBot, window: MainWindow) -> Iterator[Task]:
    """A task that goes on until it is cancelled, as the window shows it."""
    task = Task("数一数")

    def count(progress: Progress) -> None:
        for number in range(_ENDLESS):
            progress(number, _ENDLESS)
            time.sleep(0.001)

    window.jobs.run_long(task, count, lambda _: None)
    qtbot.waitUntil(window.status.progress.isVisible)
    yield task
    task.cancel()
    qtbot.waitUntil(lambda: window.jobs.idle)


def said(window: MainWindow) -> str:
    """Everything that the status bar says."""
    return " ".join(label.text() for label in window.status.findChildren(QLabel) if label.isVisible())


def test_a_long_export_shows_how_far_it_is_and_ends_in_a_file(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, strip = tmp_path / "报告.xlsx", window.status.progress
    looked_at, sync = threading.Event(), os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: (looked_at.wait(LONG / 1000), sync(file)))
    window.page.export(path)
    assert not strip.isVisible()
    qtbot.waitUntil(strip.isVisible, timeout=LONG)
    assert "导出报告" in said(window)
    assert strip.bar.accessibleName() == "导出报告"
    assert strip.stop_button.accessibleName() == "取消：导出报告"
    qtbot.waitUntil(lambda: strip.bar.value() > 0, timeout=LONG)
    assert strip.bar.maximum() == window.page.table.rows.rowCount()
    looked_at.set()
    qtbot.waitUntil(lambda: window.jobs.idle, timeout=LONG)
    assert not strip.isVisible()
    assert zipfile.is_zipfile(path)
    assert f"已导出 {window.page.table.rows.rowCount()} 项" in said(window)


def test_the_list_is_usable_while_an_export_runs(
    qtbot: QtBot, hands: Hands, window: MainWindow, long_task: Task
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hands.type(window.top_bar.search_field, "万兆光网")
    qtbot.waitUntil(lambda: 0 < window.page.table.rows.rowCount() < 100)
    code = window.page.table.rows.row(1).code
    window.page.show_commitment(code)
    qtbot.waitUntil(lambda: hands.code == code)
    assert long_task in window.jobs.tasks


@pytest.fixture
def slow_disk(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that has written everything when somebody stops what takes long, and not before."""
    stopped, sync = threading.Event(), os.fsync
    window.status.progress.stop_button.clicked.connect(stopped.set)

    def wait_and_sync(file: int) -> None:
        stopped.wait(LONG / 1000)
        sync(file)

    monkeypatch.setattr(os, "fsync", wait_and_sync)


@pytest.mark.usefixtures("slow_disk")
def test_an_export_cancelled_before_the_file_has_its_name_leaves_the_old_file_as_it_was(
    qtbot: QtBot, hands: Hands, window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    path, strip = folder / "报告.xlsx", window.status.progress
    path.write_text("昨天的报告")
    window.page.export(path)
    qtbot.waitUntil(strip.isVisible, timeout=LONG)
    hands.click(strip.stop_button)
    assert "已取消：导出报告。一切保持原样。" in said(window)
    assert path.read_text() == "昨天的报告"
    assert list(folder.iterdir()) == [path]
    assert not strip.isVisible()


def test_escape_stops_what_takes_long(qtbot: QtBot, hands: Hands, window: MainWindow, long_task: Task) -> None:
    window.top_bar.search_field.setText("词")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not long_task.is_stopping  # it cleared the search
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    hands.settle()
    assert "已取消：数一数" in said(window)


def test_the_cancel_button_is_reached_by_tab(qtbot: QtBot, window: MainWindow, long_task: Task) -> None:
    del long_task
    button = window.status.progress.stop_button
    for _ in range(200):
        if button.hasFocus():
            break
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
    assert button.hasFocus()


@pytest.mark.parametrize("name", ["报告.csv", "报告.xlsx"])
def test_an_export_that_is_cancelled_at_once_makes_no_file(
    hands: Hands, window: MainWindow, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    window.page.export(folder / name)
    window.jobs.tasks[0].cancel()
    hands.settle()
    assert list(folder.iterdir()) == []
    assert "已取消：导出报告" in said(window)


def test_a_copy_that_is_cancelled_is_not_there(hands: Hands, window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    window.ledgers.save_copy_to(folder / "副本.db")
    window.jobs.tasks[0].cancel()
    hands.settle()
    assert list(folder.iterdir()) == []
    assert "已取消：另存副本" in said(window)


def test_a_sample_that_is_cancelled_is_made_whole_the_next_time(
    qtbot: QtBot, hands: Hands, window: MainWindow, home: Path
) -> None:
    strip = window.status.progress
    window.ledgers.open_sample()
    qtbot.waitUntil(lambda: strip.isVisible() and strip.bar.value() > 0, timeout=LONG)
    assert "准备示例台账" in said(window)
    hands.click(strip.stop_button)
    assert [path for path in home.rglob("*") if "sample" in path.name] == []
    assert "已取消：准备示例台账" in said(window)

    window.ledgers.open_sample()
    qtbot.waitUntil(lambda: window.is_ready and window.illustrative.isVisible(), timeout=LONG)
    assert Counter(one.assessment for one in list_of(window))[Assessment.MET] > 5


def test_a_bulk_change_that_is_cancelled_changes_nothing_and_keeps_the_form(
    qtbot: QtBot, hands: Hands, window: MainWindow, ledger_path: Path
) -> None:
    before = judged(ledger_path)
    window.page.table.selectAll()
    window.page.act(window.page.recorder.judge, "set_assessment")
    form = hands.opened_form()
    assert isinstance(form, BulkAssessmentDialog)
    choices = form.findChildren(AssessmentChoice)
    next(one for one in choices if one.assessment is Assessment.NOT_VERIFIABLE).click()
    hands.type(form.input("reason"), "看不出是否完成")
    qtbot.waitUntil(form.save_button.isEnabled)  # the rules have been asked about every one of them
    with closing(sqlite3.connect(ledger_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # somebody else writes, so that there is time to think better of it
        qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: any(strip.isVisible() for strip in form.findChildren(ProgressStrip)))
        qtbot.keyClick(form, Qt.Key.Key_Escape)
        other.execute("ROLLBACK")
    hands.settle()
    assert QApplication.activeModalWidget() is form
    assert form.save_button.isEnabled()
    assert f"已取消：更改 {window.page.table.rows.rowCount()} 项承诺" in said(window)
    assert judged(ledger_path) == before
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: hands.form_is_closed)


def test_a_bulk_change_that_is_not_cancelled_changes_all(
    qtbot: QtBot, hands: Hands, window: MainWindow, ledger_path: Path
) -> None:
    window.page.table.selectAll()
    window.page.change_tags()
    form = hands.opened_form()
    assert isinstance(form, TagsDialog)
    hands.type(form.input("tags"), "全部")
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: hands.form_is_closed and window.jobs.idle, timeout=LONG)
    tagged = LedgerQuery({Facet.TAG: frozenset({"全部"})})
    workspace = open_workspace(ledger_path)
    assert len(list_rows(workspace, tagged)) == window.page.table.rows.rowCount()
    workspace.close()


def test_a_window_that_is_closed_during_an_export_stops_it(window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    window.page.export(folder / "报告.xlsx")
    window.close()
    assert list(folder.iterdir()) == []


def list_of(window: MainWindow) -> list[LedgerRow]:
    """The rows in the table, as far as they are there."""
    rows = window.page.table.rows
    return [row for number in range(rows.rowCount()) if (row := rows.known(number)) is not None]


def judged(path: Path) -> Counter[Assessment]:
    """How the commitments of a ledger are judged."""
    workspace = open_workspace(path)
    counts = Counter(row.assessment for row in list_rows(workspace, LedgerQuery()))
    workspace.close()
    return counts
