"""The first five minutes: who one is, and three steps done with one's own hands."""

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from tracker.briefing.coding import read_briefing
from tracker.desktop import services
from tracker.desktop.settings import Settings
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.sources.source_dialog import SourceDialog
from tracker.desktop.views.window.first_steps import FIND, JUDGE, RECORD, first_subject
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.locations import db_dir
from tracker.services.briefings.coding import load_briefing
from tracker.services.commitments.reading import list_rows, list_sources
from tracker.services.ledgers.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance
    from tracker.services.ledgers.workspace import Workspace

CODE = first_subject().code


@pytest.fixture
def first_window(
    qtbot: "QtBot", appearance: "Appearance", tmp_path: "Path", ledger_path: "Path", monkeypatch: pytest.MonkeyPatch
) -> "Callable[[], MainWindow]":
    """The window as at the first start, and at later ones by the same settings."""
    monkeypatch.delenv("TRACKER_AUTHOR", raising=False)

    def make() -> MainWindow:
        window = MainWindow(appearance, Settings(tmp_path / "first.ini"), str(ledger_path), welcomes=True)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.is_ready)
        return window

    return make


def test_a_name_of_spaces_is_refused_in_one_sentence_and_nothing_begins(
    qtbot: "QtBot", first_window: "Callable[[], MainWindow]", tmp_path: "Path"
) -> None:
    window = first_window()
    window.welcome.author.setText("   ")
    qtbot.mouseClick(window.welcome.start, Qt.MouseButton.LeftButton)
    assert window.welcome.isVisible()
    assert window.welcome.fault
    window.welcome.author.setText(" 张三 ")
    window.welcome.author.editingFinished.emit()
    window.welcome.office.setText(" 规划司 ")
    window.welcome.office.editingFinished.emit()
    assert not window.welcome.fault
    qtbot.mouseClick(window.welcome.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.page.isVisible)
    kept = Settings(tmp_path / "first.ini")
    assert (kept.author, kept.office) == ("张三", "规划司")
    window.close()


def test_the_steps_come_by_themselves_once_and_by_the_menu_again(
    qtbot: "QtBot", first_window: "Callable[[], MainWindow]"
) -> None:
    window = first_window()
    assert not window.first_steps.strip.isVisible()
    qtbot.mouseClick(window.welcome.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.first_steps.strip.isVisible)
    qtbot.mouseClick(window.first_steps.strip.leave_button, Qt.MouseButton.LeftButton)
    assert not window.first_steps.strip.isVisible()
    assert not window.first_steps.ring.isVisible()
    window.close()
    again = first_window()
    assert not again.first_steps.strip.isVisible()
    again.actions_by_name["first_steps"].trigger()
    qtbot.waitUntil(again.first_steps.strip.isVisible)
    again.close()


def test_each_step_is_done_by_ones_own_hands(window: MainWindow, hands: "Hands", qtbot: "QtBot") -> None:
    steps = window.first_steps
    window.actions_by_name["first_steps"].trigger()
    qtbot.waitUntil(lambda: steps.step == FIND)
    qtbot.waitUntil(steps.ring.isVisible)
    assert steps.ring.geometry().contains(
        window.top_bar.search_field.mapTo(window, window.top_bar.search_field.rect().center())
    )
    assert steps.ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    hands.search("044")
    hands.take(CODE)
    qtbot.waitUntil(lambda: steps.step == RECORD)
    qtbot.mouseClick(steps.strip.notice_button, Qt.MouseButton.LeftButton)
    form = hands.opened_form()
    assert isinstance(form, EvidenceDialog)
    number = form.input("number")
    assert isinstance(number, QLineEdit)
    assert number.text() == "财办建〔2025〕20号"
    form.save_button.click()
    qtbot.waitUntil(lambda: hands.form_is_closed)
    qtbot.waitUntil(lambda: steps.step == JUDGE)
    # The button that was pressed is gone: the keyboard must not have gone to the one that leaves.
    assert not steps.strip.leave_button.hasFocus()
    ledger = window.page.ledger
    assert ledger is not None
    (piece,) = services.reading.read_detail(ledger.workspace, CODE).evidence
    change = {"commitment": CODE, "assessment": "in_progress", "reason": "已有通知", "evidence": [piece.id]}
    window.jobs.run(
        lambda: ledger.write(services.judging.set_assessment, services.commands.AssessmentChange, change),
        window.page.recorder.written.emit,
    )
    qtbot.waitUntil(lambda: steps.step not in (FIND, RECORD, JUDGE))
    assert steps.strip.isVisible()
    qtbot.waitUntil(lambda: not steps.ring.isVisible())
    qtbot.mouseClick(steps.strip.leave_button, Qt.MouseButton.LeftButton)
    assert not steps.strip.isVisible()


def test_the_steps_follow_the_language_and_leave_with_the_ledger(
    window: MainWindow, hands: "Hands", qtbot: "QtBot", appearance: "Appearance"
) -> None:
    window.actions_by_name["first_steps"].trigger()
    qtbot.waitUntil(window.first_steps.strip.isVisible)
    chinese = window.first_steps.strip.words.text()
    appearance.set_language("en")
    hands.settle()
    assert window.first_steps.strip.words.text() != chinese
    window.close()
    assert not window.first_steps.strip.isVisible()


def test_the_notice_ships_and_says_that_it_is_an_example() -> None:
    said = first_subject().notice.read_text(encoding="utf-8")
    assert "财办建〔2025〕20号" in said
    assert "示例" in said


def test_steps_that_are_done_do_not_begin_again_in_another_ledger(window: MainWindow, hands: "Hands") -> None:
    steps = window.first_steps
    steps._begin(JUDGE + 1)
    ledger = window.page.ledger
    steps.open(None)
    steps.open(ledger)
    hands.settle()
    assert steps.step is None
    assert not steps.strip.isVisible()


def test_whoever_starts_first_without_a_ledger_may_begin_with_an_empty_one(
    qtbot: "QtBot", appearance: "Appearance", tmp_path: "Path"
) -> None:
    place = tmp_path / "own.db"
    window = MainWindow(appearance, Settings(tmp_path / "first.ini"), str(place), welcomes=True)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.welcome.isVisible)
    assert not place.exists()
    qtbot.mouseClick(window.welcome.empty, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.is_ready)
    assert window.page.isVisible()
    assert not window.page.table.isVisible()
    for name in ("dashboard", "briefing", "evidence", "reports", "ledger"):
        window.show_page(name)
        qtbot.waitUntil(lambda: window.is_ready)
    assert Settings(tmp_path / "first.ini").welcomed
    window.show_page("briefing")
    assert not window.briefing.text.isVisible()
    with closing(open_workspace(place)) as another:
        load_briefing(another, read_briefing(db_dir() / "briefings" / "2025-01-21-miit"))
    window.briefing.refresh()
    qtbot.waitUntil(window.briefing.text.isVisible)


def test_whoever_starts_first_without_a_ledger_may_begin_with_the_briefing(
    qtbot: "QtBot", appearance: "Appearance", tmp_path: "Path"
) -> None:
    window = MainWindow(appearance, Settings(tmp_path / "first.ini"), str(tmp_path / "own.db"), welcomes=True)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.welcome.isVisible)
    qtbot.mouseClick(window.welcome.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.is_ready)
    qtbot.waitUntil(window.page.table.isVisible)
    qtbot.waitUntil(lambda: window.first_steps.step == FIND)


def test_whoever_starts_first_may_begin_with_a_document_of_their_own(
    qtbot: "QtBot", appearance: "Appearance", tmp_path: "Path"
) -> None:
    place = tmp_path / "own.db"
    window = MainWindow(appearance, Settings(tmp_path / "first.ini"), str(place), welcomes=True)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.welcome.isVisible)
    qtbot.mouseClick(window.welcome.document, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SourceDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SourceDialog)
    assert window.page.isVisible()
    with closing(open_workspace(place)) as another:
        assert list_sources(another) == ()
    dialog.reject()
    qtbot.waitUntil(lambda: window.is_ready)


def test_later_a_document_begins_in_a_ledger_of_its_own(qtbot: "QtBot", window: MainWindow, tmp_path: "Path") -> None:
    window.actions_by_name["welcome"].trigger()
    for place in (None, tmp_path / "another.db"):
        qtbot.mouseClick(window.welcome.document, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
        asked = QApplication.activeModalWidget()
        assert isinstance(asked, QFileDialog)
        if place is not None:
            asked.fileSelected.emit(str(place))
        asked.reject()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SourceDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SourceDialog)
    dialog.reject()
    qtbot.waitUntil(lambda: window.is_ready)
    with closing(open_workspace(tmp_path / "another.db")) as another:
        assert list_sources(another) == ()


def test_the_line_to_look_for_is_called_as_it_is_in_the_list(
    window: MainWindow, hands: "Hands", qtbot: "QtBot", appearance: "Appearance", workspace: "Workspace"
) -> None:
    title = first_subject().title
    row = next(one for one in list_rows(workspace, LedgerQuery()) if one.code == CODE)
    assert row.title.zh.endswith(title.zh)
    assert row.title.en == title.en
    window.actions_by_name["first_steps"].trigger()
    qtbot.waitUntil(window.first_steps.strip.isVisible)
    for language in ("zh", "en"):
        appearance.set_language(language)
        hands.settle()
        assert title.in_language(language) in window.first_steps.strip.words.text()
