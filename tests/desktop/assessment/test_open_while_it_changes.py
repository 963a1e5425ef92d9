"""Forms, the judging run and the editors of the pane, while what they are about changes: nothing typed is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.assessment.assessment_dialog import AssessmentDialog
from tracker.desktop.views.assessment.search_dialog import SearchDialog
from tracker.desktop.views.detail.field_editor import FieldEditor
from tracker.desktop.views.judging.judging_run import JudgingRun
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.terms import Assessment, SearchOutcome
from tracker.services.assessment.searching import log_search
from tracker.services.briefings.coding import revise_commitment
from tracker.services.commands import CommitmentRevision, NewSearch, command
from tracker.services.commitments.reading import read_detail
from tracker.services.ledgers.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.services.ledgers.workspace import Workspace

CITIES = "MIIT-2025-044"
REASON = "表述笼统，没有可核验的指标"


def replace_ledger(ledger: Path, fresh: Path) -> None:
    """Somebody's copy, with a search of theirs, comes to the ledger's place."""
    other = ledger.with_name("incoming.db")
    shutil.copy(fresh, other)
    with closing(open_workspace(other, author="李四")) as theirs:
        log_search(theirs, command(NewSearch, commitment=CITIES, place="网站", words="他的", found=""))
    other.replace(ledger)


def judging_form(hands: Hands) -> tuple[AssessmentDialog, QPlainTextEdit]:
    hands.take(CITIES)
    form = hands.form(Qt.Key.Key_J)
    assert isinstance(form, AssessmentDialog)
    form.grid.choose(Assessment.NOT_VERIFIABLE)
    reason = form.input("reason")
    assert isinstance(reason, QPlainTextEdit)
    reason.setPlainText(REASON)
    return form, reason


def search_form(hands: Hands) -> tuple[SearchDialog, QLineEdit]:
    hands.take(CITIES)
    form = hands.form(Qt.Key.Key_L)
    assert isinstance(form, SearchDialog)
    place, words, outcome = form.input("place"), form.input("words"), form.input("outcome")
    assert isinstance(place, QComboBox)
    assert isinstance(words, QLineEdit)
    assert isinstance(outcome, QComboBox)
    place.setCurrentText("网站")
    words.setText("试点城市 名单")
    outcome.setCurrentIndex(outcome.findData(SearchOutcome.NOTHING.value))
    return form, words


def title_editor(hands: Hands, window: MainWindow) -> FieldEditor:
    hands.take(CITIES)
    field = window.page.detail.heading.fields["title"]
    field.open()
    editor = field.editor
    assert editor is not None
    title = editor.input.first
    assert isinstance(title, QLineEdit)
    title.setText("我的标题")
    editor.reason.setText("更正")
    return editor


@pytest.fixture
def run(qtbot: QtBot, hands: Hands, window: MainWindow) -> Iterator[JudgingRun]:
    """The judging run over what is listed, with a verdict chosen and its reason typed."""
    window.actions_by_name["judging_run"].trigger()
    hands.settle()
    qtbot.waitUntil(lambda: bool(window.findChildren(JudgingRun)))
    (run,) = window.findChildren(JudgingRun)
    qtbot.waitUntil(lambda: run.is_shown)
    run.verdict.grid.choose(Assessment.NOT_VERIFIABLE)
    run.reason.input.take(REASON)
    yield run
    run.reject()


def test_a_verdict_for_a_ledger_that_was_replaced_is_refused_and_stays_typed(
    qtbot: QtBot, hands: Hands, window: MainWindow, ledger_path: Path, fresh_ledger: Path
) -> None:
    form, reason = judging_form(hands)
    replace_ledger(ledger_path, fresh_ledger)
    form.save_button.click()
    qtbot.waitUntil(lambda: bool(form.fault()))
    assert (reason.toPlainText(), form.grid.chosen) == (REASON, Assessment.NOT_VERIFIABLE)
    form.reject()
    with closing(open_workspace(ledger_path)) as theirs:
        assert read_detail(theirs, CITIES).row.assessment is Assessment.NOT_RATED


def test_a_search_for_a_ledger_that_was_replaced_is_refused_and_stays_typed(
    qtbot: QtBot, hands: Hands, window: MainWindow, ledger_path: Path, fresh_ledger: Path
) -> None:
    form, words = search_form(hands)
    replace_ledger(ledger_path, fresh_ledger)
    form.save_button.click()
    qtbot.waitUntil(lambda: bool(form.fault()))
    assert words.text() == "试点城市 名单"
    form.reject()
    with closing(open_workspace(ledger_path)) as theirs:
        assert [one.words for one in read_detail(theirs, CITIES).searches] == ["他的"]


def test_a_search_is_recorded_though_another_program_changed_the_commitment(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    form, _ = search_form(hands)
    revise_commitment(workspace, command(CommitmentRevision, commitment=CITIES, title_en="Theirs", reason="他栏"))
    form.save_button.click()
    qtbot.waitUntil(lambda: hands.form_is_closed)
    hands.settle()
    detail = read_detail(workspace, CITIES)
    assert ([one.words for one in detail.searches], detail.row.title.en) == (["试点城市 名单"], "Theirs")


def test_a_change_of_a_field_in_a_ledger_that_was_replaced_is_refused_and_stays_typed(
    qtbot: QtBot, hands: Hands, window: MainWindow, ledger_path: Path, fresh_ledger: Path
) -> None:
    editor = title_editor(hands, window)
    replace_ledger(ledger_path, fresh_ledger)
    editor.save.click()
    qtbot.waitUntil(lambda: editor.draft.fault is not None)
    assert editor.reason.text() == "更正"
    assert not editor.fault.isHidden() or not editor._reason_fault.isHidden()


def test_what_was_typed_into_a_field_is_there_at_the_next_start_with_its_day(
    qtbot: QtBot, hands: Hands, window: MainWindow, settings: Settings, ledger_path: Path
) -> None:
    title_editor(hands, window)
    window.close()
    again = MainWindow(Appearance(settings, "zh"), settings, str(ledger_path))
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.is_ready and again.page.detail.detail is not None)
    again._show_commitment(CITIES)
    pane = again.page.detail
    qtbot.waitUntil(lambda: again.is_ready and pane.detail is not None and pane.detail.row.code == CITIES)
    editor = pane.heading.fields["title"].editor
    assert editor is not None
    title = editor.input.first
    assert isinstance(title, QLineEdit)
    assert (title.text(), editor.reason.text()) == ("我的标题", "更正")
    assert not editor.fault.isHidden()  # says when it was typed
    editor.save.click()
    qtbot.waitUntil(lambda: again.is_ready and pane.heading.fields["title"].editor is None)
    again.close()
    with closing(open_workspace(ledger_path)) as workspace:
        assert read_detail(workspace, CITIES).row.title.zh == "我的标题"


def test_a_kept_change_is_not_written_over_words_that_are_others_by_now(
    qtbot: QtBot, hands: Hands, window: MainWindow, settings: Settings, ledger_path: Path
) -> None:
    title_editor(hands, window)
    window.close()
    with closing(open_workspace(ledger_path, author="李四")) as theirs:
        revise_commitment(theirs, command(CommitmentRevision, commitment=CITIES, title="他的标题", reason="他改的"))
    again = MainWindow(Appearance(settings, "zh"), settings, str(ledger_path))
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.is_ready and again.page.detail.detail is not None)
    again._show_commitment(CITIES)
    pane = again.page.detail
    qtbot.waitUntil(lambda: again.is_ready and pane.detail is not None and pane.detail.row.code == CITIES)
    editor = pane.heading.fields["title"].editor
    assert editor is not None
    editor.save.click()
    qtbot.waitUntil(lambda: editor.draft.fault is not None)
    fault = editor.draft.fault
    assert fault is not None
    assert fault.code == "changed_meanwhile"
    assert editor.reason.text() == "更正"
    again.close()


def test_a_run_in_a_ledger_that_was_replaced_says_so_and_keeps_the_reason(
    qtbot: QtBot, run: JudgingRun, ledger_path: Path, fresh_ledger: Path
) -> None:
    replace_ledger(ledger_path, fresh_ledger)
    run.submit()
    qtbot.waitUntil(lambda: bool(run.fault))
    assert (run.reason.words, run.judged) == (REASON, {})
    assert run.verdict.grid.chosen is Assessment.NOT_VERIFIABLE


def test_a_run_over_midnight_asks_by_the_new_day(
    qtbot: QtBot, run: JudgingRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run.verdict._today != date(2027, 1, 1)
    monkeypatch.setattr(type(run._ledger), "today", lambda _self: date(2027, 1, 1))
    run.skip()
    qtbot.waitUntil(lambda: run.is_shown)
    run.back()
    qtbot.waitUntil(lambda: run.is_shown)
    assert run.verdict._today == date(2027, 1, 1)
    assert run.reason.words == REASON


def test_a_run_survives_another_language_and_keeps_the_reason(
    qtbot: QtBot, run: JudgingRun, appearance: Appearance, window: MainWindow
) -> None:
    code = run.code
    appearance.set_language("en")
    qtbot.waitUntil(lambda: window.is_ready and run.is_shown)
    assert (run.code, run.reason.words) == (code, REASON)
    run.submit()
    qtbot.waitUntil(lambda: run.is_shown and run.code != code)
    assert run.judged == {code: Assessment.NOT_VERIFIABLE}


def test_an_editor_survives_another_language(
    qtbot: QtBot, hands: Hands, window: MainWindow, appearance: Appearance
) -> None:
    title_editor(hands, window)
    appearance.set_language("en")
    hands.settle()
    editor = window.page.detail.heading.fields["title"].editor
    assert editor is not None
    assert editor.reason.text() == "更正"
    assert window.page.detail.heading.other_title is window.page.detail.heading.fields["title"]
    assert editor.isVisible()  # under the last head, which is opened for it
