"""A text becomes a source through the window: it is read, checked, and taken in or kept for review."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Event
from time import sleep
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget
from tests.desktop.conftest import button_of, code_of

from tracker.desktop.views.sources.found_dialog import FoundDialog
from tracker.desktop.views.sources.source_dialog import DropQuestion, SourceDialog
from tracker.desktop.views.sources.source_work import SourceOffer, offer_source
from tracker.domain.commitments.progress import unwatched
from tracker.locations import db_dir
from tracker.services.briefings.coding_drafts import list_drafts
from tracker.services.briefings.source_text import StepKind, read_pasted_text, read_source_file
from tracker.services.briefings.sources import list_sources
from tracker.services.commitments.reading import latest_event
from tracker.services.safety.checking import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.settings import Settings
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.domain.commitments.progress import Progress
    from tracker.services.briefings.source_text import ReadSource
    from tracker.services.ledgers.workspace import Workspace

Kind = TypeVar("Kind", bound=QWidget)
TEXT = """国家发展改革委关于印发2026年工作要点的通知
下一步，我们将修订管理办法，2026年底前再支持30个以上试点城市，
让企业受益。
下一步，我们将制定实施方案，
新建10个中试平台。
国家发展改革委
2026年1月21日
"""
ENGLISH = (
    "The ministry will publish a plan in 2026. It shall support thirty cities. We will revise the rules by June.\n" * 2
)
SCAN = Path(__file__).parents[2] / "capture" / "inputs" / "12-empty-capture" / "扫描通知.pdf"
SHIPPED = db_dir() / "briefings" / "2025-01-21-miit" / "raw.txt"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "要点.txt"
    made.write_text(TEXT, encoding="gb18030")
    return made


@pytest.fixture
def dialog(qtbot: QtBot, hands: Hands, window: MainWindow) -> SourceDialog:
    """The dialog as it is asked for."""
    window.actions_by_name["add_source"].trigger()
    return front(qtbot, hands, SourceDialog)


def front(qtbot: QtBot, hands: Hands, kind: type[Kind]) -> Kind:
    """The dialog before the window, once it is of this kind."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    hands.settle()
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def paste(hands: Hands, dialog: SourceDialog, words: str) -> None:
    field = dialog.input("text")
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText(words)
    hands.click(dialog.read_button)


def checked(qtbot: QtBot, hands: Hands, dialog: SourceDialog, words: str = TEXT) -> FoundDialog:
    """The form of what was found in a pasted text."""
    paste(hands, dialog, words)
    return front(qtbot, hands, FoundDialog)


def field(form: FoundDialog, name: str) -> QLineEdit:
    found = form.input(name)
    assert isinstance(found, QLineEdit)
    return found


def retype(qtbot: QtBot, hands: Hands, form: FoundDialog, name: str, words: str) -> None:
    """Type something else into a field, and wait for what follows."""
    line = field(form, name)
    line.clear()
    qtbot.keyClicks(line, words) if words.isascii() else hands.type(line, words)
    qtbot.waitUntil(lambda: not form.is_waiting)


def untick(qtbot: QtBot, form: FoundDialog, row: int) -> None:
    form.steps.item(row).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: not form.is_waiting)


def test_its_keys_open_it_and_the_menu_of_ledgers_offers_it(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = front(qtbot, hands, SourceDialog)
    assert dialog.choose_button.hasFocus()
    assert not dialog.read_button.isEnabled()
    dialog.reject()
    menu = window.top_bar.ledger_button.menu()
    assert "add_source" in [action.objectName() for action in menu.actions()]


def test_a_past_day_cannot_be_written_in(hands: Hands, window: MainWindow) -> None:
    window.times.go(date(2025, 9, 30), None)
    hands.settle()
    assert not window.actions_by_name["add_source"].isEnabled()


def test_a_file_is_asked_for_and_what_was_found_in_it_shows(
    qtbot: QtBot, hands: Hands, dialog: SourceDialog, path: Path, clipped: Callable[[QWidget], list[str]]
) -> None:
    assert clipped(dialog) == []
    hands.click(dialog.choose_button)
    asked = dialog.findChild(QFileDialog)
    assert asked is not None
    asked.fileSelected.emit(str(path))
    asked.reject()
    form = front(qtbot, hands, FoundDialog)
    assert form.values() == {
        "title": "国家发展改革委关于印发2026年工作要点的通知",
        "publisher": "国家发展改革委",
        "held_on": "2026-01-21",
        "prefix": "",
    }
    assert field(form, "prefix").text() == "NDRC-2026"
    assert [step.kind for step in form.found.source.clean.steps] == [StepKind.JOINED_LINES] * 2
    assert clipped(form) == []
    form.reject()


def test_a_file_that_is_dropped_on_the_field_is_read(
    qtbot: QtBot, hands: Hands, dialog: SourceDialog, path: Path
) -> None:
    form = checked(qtbot, hands, dialog, path.as_uri())
    assert form.found.source.name == path.name
    form.reject()


def test_everything_comes_in_unreviewed_the_briefing_turns_to_it_and_undo_takes_it_back(
    qtbot: QtBot, hands: Hands, dialog: SourceDialog, window: MainWindow, workspace: Workspace
) -> None:
    form = checked(qtbot, hands, dialog)
    count = len(form.found.findings.units)
    said: list[str] = []
    window.sources.said.connect(said.append)
    with qtbot.waitSignal(window.sources.source_added) as added:
        hands.click(form.take_button)
    hands.settle()
    source = list_sources(workspace)[-1]
    assert (source.key, source.prefix, source.commitments, source.unreviewed) == (
        "2026-01-21-ndrc",
        "NDRC-2026",
        count,
        count,
    )
    assert added.args == [source.key]
    page = window.briefing
    assert page.isVisible()
    assert page.chooser.currentIndex() == 1
    assert "新建10个中试平台" in page.text.toPlainText()
    assert [str(count) in sentence for sentence in said] == [True]
    window.actions_by_name["undo"].trigger()
    hands.settle()
    assert len(list_sources(workspace)) == 1
    assert check(workspace) == ()


def test_a_step_without_its_tick_is_not_taken_and_the_text_is_found_through_again(
    qtbot: QtBot, hands: Hands, dialog: SourceDialog
) -> None:
    form = checked(qtbot, hands, dialog)
    untick(qtbot, form, 1)
    assert [step.undone for step in form.found.source.clean.steps] == [False, True]
    assert "制定实施方案，\n新建10个中试平台" in form.found.source.clean.text
    assert "试点城市，让企业受益" in form.found.source.clean.text
    form.reject()


def test_the_prefix_goes_with_publisher_and_day_until_somebody_types_one(
    qtbot: QtBot, hands: Hands, dialog: SourceDialog
) -> None:
    form = checked(qtbot, hands, dialog)
    retype(qtbot, hands, form, "held_on", "2025-03-01")
    assert field(form, "prefix").text() == "NDRC-2025"
    assert form.found.day_basis == "given"
    retype(qtbot, hands, form, "publisher", "工业和信息化部")
    assert field(form, "prefix").text() == "MIIT-2025-03"
    retype(qtbot, hands, form, "prefix", "OWN-1")
    retype(qtbot, hands, form, "held_on", "2026-01-21")
    assert (field(form, "prefix").text(), form.found.day_basis) == ("OWN-1", "read")
    form.reject()


def test_publishers_are_completed_by_those_that_the_ledger_knows(
    qtbot: QtBot, hands: Hands, dialog: SourceDialog
) -> None:
    form = checked(qtbot, hands, dialog)
    completer = field(form, "publisher").completer()
    completer.setCompletionPrefix("信息化")
    assert completer.currentCompletion() == "工业和信息化部"
    form.reject()


def test_what_is_refused_is_said_beside_its_field_and_nothing_comes_in(
    qtbot: QtBot, hands: Hands, dialog: SourceDialog, workspace: Workspace
) -> None:
    form = checked(qtbot, hands, dialog)
    before = latest_event(workspace)
    for name, words, code in (
        ("held_on", "2099-01-01", "date_future"),
        ("held_on", "2026-01-21", ""),
        ("prefix", "MIIT-2025", "prefix_taken"),
        ("prefix", "编号", "field_invalid"),
        ("prefix", "OWN-1", ""),
        ("title", "", "field_missing"),
    ):
        retype(qtbot, hands, form, name, words)
        if code:
            for pressed in (form.take_button, form.review_button):
                hands.click(pressed)
                assert code_of(form, name) == code
    retype(qtbot, hands, form, "held_on", "2026-13-01")
    assert code_of(form, "held_on") == "date_invalid"
    assert not form.take_button.isEnabled()
    assert latest_event(workspace) == before
    assert list_drafts(workspace) == ()
    form.reject()


def test_a_publisher_of_whom_the_program_does_not_know_is_shortened_to_its_initials(
    qtbot: QtBot, hands: Hands, dialog: SourceDialog
) -> None:
    form = checked(qtbot, hands, dialog)
    retype(qtbot, hands, form, "publisher", "某县人民政府")
    assert field(form, "prefix").text().startswith("MXRMZF-")
    retype(qtbot, hands, form, "publisher", "——")
    assert field(form, "prefix").text() == ""
    hands.click(form.take_button)
    assert code_of(form, "prefix") == "prefix_missing"
    form.reject()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("各地情况复杂多样。", "source_without_unit"),
        ("。\n", "source_without_unit"),
        (SHIPPED.read_text(encoding="utf-8"), "source_known"),
    ],
)
def test_a_text_that_can_be_no_source_is_refused_in_one_sentence(
    hands: Hands, dialog: SourceDialog, words: str, code: str
) -> None:
    paste(hands, dialog, words)
    assert code_of(dialog, "text") == code
    assert dialog.choose_button.isEnabled()
    dialog.reject()


def test_a_scan_says_what_is_lacking(hands: Hands, dialog: SourceDialog) -> None:
    dialog.read(SCAN.name, read_scan)
    hands.settle()
    assert dialog.fault("file")
    dialog.reject()


def read_scan(progress: Progress) -> ReadSource:
    return read_source_file(SCAN, progress=progress)


def test_reading_can_be_stopped_and_leaves_nothing(
    qtbot: QtBot, hands: Hands, dialog: SourceDialog, workspace: Workspace
) -> None:
    def endless(progress: Progress) -> ReadSource:
        while True:
            progress(1, 500)
            sleep(0.001)

    dialog.read("报告.pdf", endless)
    assert not dialog.choose_button.isEnabled()
    dialog.reject()
    qtbot.waitUntil(dialog.choose_button.isEnabled)
    hands.settle()
    assert dialog.isVisible()
    assert (dialog.fault("file"), dialog.fault("text")) == ("", "")
    assert list_drafts(workspace) == ()
    dialog.reject()


def test_a_reading_that_does_not_stop_keeps_nobody_waiting(qtbot: QtBot, hands: Hands, dialog: SourceDialog) -> None:
    go_on = Event()

    def slow(progress: Progress) -> ReadSource:
        go_on.wait()
        return read_scan(progress)

    dialog.read("报告.pdf", slow)
    dialog.reject()
    assert dialog.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    go_on.set()
    hands.settle()
    assert QApplication.activeModalWidget() is None


def test_an_english_text_is_said_to_be_rough(qtbot: QtBot, hands: Hands, dialog: SourceDialog) -> None:
    form = checked(qtbot, hands, dialog, ENGLISH)
    assert [one.text() for one in form.findChildren(QLabel, "warnText") if one.isVisible()]
    form.reject()


@pytest.fixture
def offer(window: MainWindow) -> SourceOffer:
    """What is known of the text once it has been read."""
    ledger = window.sources.ledger
    assert ledger is not None
    made = offer_source(ledger, lambda _: read_pasted_text(TEXT), unwatched)
    assert isinstance(made, SourceOffer)
    return made


@pytest.fixture
def draft(
    qtbot: QtBot, hands: Hands, appearance: Appearance, window: MainWindow, workspace: Workspace, offer: SourceOffer
) -> str:
    """A draft that waits, kept through the form itself."""
    ledger = window.sources.ledger
    assert ledger is not None
    form = FoundDialog(appearance, window.jobs, window, ledger, offer)
    form.open()
    with qtbot.waitSignal(form.begun) as begun:
        hands.click(form.review_button)
    assert begun.args is not None
    hands.settle()
    assert [waiting.kept.uid for waiting in list_drafts(workspace)] == begun.args
    return str(begun.args[0])


def test_a_draft_that_is_to_be_reviewed_waits_in_the_ledger(
    qtbot: QtBot,
    hands: Hands,
    window: MainWindow,
    workspace: Workspace,
    draft: str,
    clipped: Callable[[QWidget], list[str]],
) -> None:
    (kept,) = list_drafts(workspace)
    assert (kept.kept.title, kept.kept.prefix) == ("国家发展改革委关于印发2026年工作要点的通知", "NDRC-2026")
    window.actions_by_name["add_source"].trigger()
    dialog = front(qtbot, hands, SourceDialog)
    assert clipped(dialog) == []
    said = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "2026-01-21" in said
    assert kept.kept.coder in said
    paste(hands, dialog, TEXT)
    assert code_of(dialog, "text") == "source_waits"
    dialog.reject()


def test_a_draft_that_waits_is_gone_on_with(
    qtbot: QtBot,
    hands: Hands,
    appearance: Appearance,
    settings: Settings,
    window: MainWindow,
    workspace: Workspace,
    draft: str,
) -> None:
    ledger = window.sources.ledger
    assert ledger is not None
    dialog = SourceDialog(appearance, window.jobs, window, ledger, list_drafts(workspace), settings)
    dialog.open()
    with qtbot.waitSignal(dialog.review_wanted) as wanted:
        hands.click(button_of(dialog, "continueDraft"))
    assert wanted.args == [draft]


def test_a_draft_is_dropped_after_one_question(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, draft: str
) -> None:
    window.actions_by_name["add_source"].trigger()
    dialog = front(qtbot, hands, SourceDialog)
    button_of(dialog, "dropDraft").click()
    question = front(qtbot, hands, DropQuestion)
    qtbot.keyClick(question, Qt.Key.Key_Return)
    hands.settle()
    assert [one.kept.uid for one in list_drafts(workspace)] == [draft]
    button_of(dialog, "dropDraft").click()
    hands.click(front(qtbot, hands, DropQuestion).drop_button)
    hands.settle()
    assert list_drafts(workspace) == ()
    assert not [title for title in dialog.findChildren(QLabel, "strong") if title.isVisible()]
    dialog.reject()


OWN = '[requests]\nheads = ["恳请上级"]\n[actions]\ncertain = ["相关情况"]\n'
QUIET = "国家发展改革委情况说明\n下一步，我们将相关情况及时报告。\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An office's own words."""
    made = tmp_path / "本单位.toml"
    made.write_text(OWN, encoding="utf-8")
    return made


def test_the_offices_own_words_are_remembered_used_and_taken_away(
    qtbot: QtBot,
    hands: Hands,
    window: MainWindow,
    dialog: SourceDialog,
    settings: Settings,
    own: Path,
) -> None:
    dialog.rules.look_through(own)
    hands.settle()
    assert dialog.rules.name.text() == own.name
    assert settings.finding_rules_file == own
    paste(hands, dialog, QUIET)
    form = front(qtbot, hands, FoundDialog)
    assert form.found.rules == own
    said = form.findChild(QLabel, "ownRules")
    assert said is not None
    assert own.name in said.text()
    retype(qtbot, hands, form, "held_on", "2026-02-01")
    assert form.found.rules == own
    form.reject()
    window.actions_by_name["add_source"].trigger()
    again = front(qtbot, hands, SourceDialog)
    assert again.rules.path == own
    hands.click(button_of(again, "clearRules"))
    assert settings.finding_rules_file is None
    again.reject()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("[actions]\ncertain = (", "finding_rules_syntax"),
        ("[actions]\nsure = ['制定']", "finding_rules_unknown"),
        ("[actions]\ncertain = ['(制定']", "finding_rules_word"),
    ],
)
def test_a_wrong_list_is_refused_with_its_line_and_the_one_before_stays(
    hands: Hands, dialog: SourceDialog, settings: Settings, own: Path, words: str, code: str
) -> None:
    dialog.rules.look_through(own)
    hands.settle()
    wrong = own.with_name("wrong.toml")
    wrong.write_text(words, encoding="utf-8")
    dialog.rules.look_through(wrong)
    hands.settle()
    assert code_of(dialog, "rules") == code
    assert "2" in dialog.fault("rules")
    assert settings.finding_rules_file == own
    dialog.reject()


def test_a_list_that_is_gone_is_told_of_when_a_text_is_read(
    hands: Hands, dialog: SourceDialog, settings: Settings, own: Path
) -> None:
    dialog.rules.look_through(own)
    hands.settle()
    own.unlink()
    paste(hands, dialog, TEXT)
    assert code_of(dialog, "rules") == "file_missing"
    hands.click(button_of(dialog, "clearRules"))
    assert not dialog.fault("rules")
    dialog.reject()
