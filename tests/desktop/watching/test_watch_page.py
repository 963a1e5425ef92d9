"""The page of watched sources in the window, on a site of this machine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from tests.desktop.conftest import button_of
from tests.desktop.safety.test_file_watch import hold
from tests.desktop.watching.conftest import ABOUT_CITIES, JOB
from tests.loopback_site import Page
from tests.services.watching.conftest import HTML, list_page, numbered

from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.recording.evidence_suggestions import SuggestionLine
from tracker.desktop.views.watching.watch_page import WatchPage
from tracker.desktop.views.watching.words_dialog import WordsDialog
from tracker.desktop.views.window.drop_and_paste import CaptureDialog
from tracker.domain.watching.terms import ItemGroup, LookOutcome
from tracker.services.commands import WordsRevision, command
from tracker.services.commitments.reading import list_evidence
from tracker.services.events.replaying import list_events
from tracker.services.safety.checking import check as check_ledger
from tracker.services.watching.found_items import list_marked, list_new
from tracker.services.watching.watched_pages import list_watched, list_words, revise_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands
    from tests.desktop.watching.conftest import Watcher
    from tests.loopback_site import Site

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

pytestmark = pytest.mark.network

BEARING = (
    ABOUT_CITIES,
    "关于公布2025年度中小企业特色产业集群名单的通告",
    "关于开展万兆光网试点工作的通知",
    "《保障中小企业款项支付条例》修订公布",
    "关于拓展清洁低碳氢能应用场景的通知",
)
LOOK_ALIKES = ("四川认定46个省级中小企业特色产业集群", "轻工纺织博览会在郑州闭幕 60余个产业集群组团参展")


def article(title: str, day: str, number: int = 1) -> bytes:
    """The page of a document that says what it is."""
    said = (title, f"工信部企业〔2026〕{number}号", "现将名单予以公布。", "工业和信息化部", day)
    lines = "".join(f"<p>{line}</p>" for line in said)
    return f"<html><head><title>{title}</title></head><body><article>{lines}</article></body></html>".encode()


def test_one_key_says_what_becomes_of_an_item_and_the_next_is_current(filled: Watcher, workspace: Workspace) -> None:
    page = filled.page
    tester = QAbstractItemModelTester(page.list.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J)
    assert filled.current == ABOUT_CITIES
    assert page.list.rows.members(ItemGroup.BEARING)[0].suggestions[0].code == "MIIT-2025-044"
    filled.press(Qt.Key.Key_S)
    assert ABOUT_CITIES not in filled.titles
    assert filled.current == filled.titles[0]
    assert page.list.hasFocus()
    assert [one.title for one in list_marked(workspace)] == [ABOUT_CITIES]
    del tester


def test_undo_brings_an_item_back_and_goes_to_it(filled: Watcher, workspace: Workspace) -> None:
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J, Qt.Key.Key_S)
    filled.press(Qt.Key.Key_J, Qt.Key.Key_U)
    assert filled.current == ABOUT_CITIES
    assert len(list_new(workspace)) == 8
    assert filled.page.list.hasFocus()


def test_keys_that_follow_each_other_at_once_are_each_for_the_next_item(filled: Watcher, workspace: Workspace) -> None:
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J)
    wanted = filled.titles[:3]
    filled.hit(Qt.Key.Key_S, Qt.Key.Key_N, Qt.Key.Key_S)
    filled.rest()
    assert {one.title for one in list_marked(workspace)} == set(wanted)
    filled.hit(Qt.Key.Key_S, Qt.Key.Key_U)
    filled.rest()
    assert {one.title for one in list_marked(workspace)} == set(wanted)
    assert check_ledger(workspace) == ()


def test_several_rows_are_marked_by_one_event(filled: Watcher, workspace: Workspace) -> None:
    before = len(list(list_events(workspace)))
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J)
    filled.press(Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    assert len(filled.page.list.meant) == 8
    filled.press(Qt.Key.Key_S)
    assert filled.titles == []
    assert len(list(list_events(workspace))) == before + 1
    # Nothing is left to be marked, and nothing is pressed by a key too many.
    assert QApplication.focusWidget() is filled.page.findChild(QWidget, "nothingNew")
    filled.page.key_buttons["U"].click()
    filled.rest()
    assert len(filled.titles) == 8


def test_at_a_head_a_key_is_for_the_whole_group_and_capture_for_none(
    filled: Watcher, window: MainWindow, workspace: Workspace
) -> None:
    filled.press(Qt.Key.Key_End, Qt.Key.Key_Left)
    assert filled.current == ItemGroup.OTHER.value
    assert not filled.page.key_buttons["E"].isEnabled()
    filled.press(Qt.Key.Key_E)
    assert window.status._message.text()
    assert len(filled.titles) == 8
    filled.press(Qt.Key.Key_S)
    assert filled.titles == [ABOUT_CITIES]
    assert filled.current == ABOUT_CITIES
    assert len(list_marked(workspace)) == 7


def test_the_command_of_a_heading_is_clicked(filled: Watcher, workspace: Workspace) -> None:
    view = filled.page.list
    head = view.rows.index(0)
    line = view.rows.line(0)
    assert line is not None
    box = view.marks.command_box(line, view.visualRect(head), view.font())  # pyright: ignore[reportArgumentType]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    filled.rest()
    assert [one.title for one in list_marked(workspace)] == [ABOUT_CITIES]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.rows.index(0)).center())
    assert view.rows.rowCount() == 1
    assert len(filled.titles) == 7


def test_not_for_us_offers_words_that_are_added_by_a_digit(filled: Watcher, workspace: Workspace) -> None:
    page = filled.page
    uid = next(one.item.uid for one in page.list.rows.items if one.item.title == JOB)
    page.list.go_to_item(uid)
    filled.press(Qt.Key.Key_N)
    assert page.learning.isVisible()
    assert page.learning.words[0] == "招聘"
    filled.press(Qt.Key.Key_1)
    assert list_words(workspace) == ("招聘",)
    assert "招聘" not in page.learning.words
    assert page.list.hasFocus()
    filled.press(Qt.Key.Key_U, Qt.Key.Key_U)
    assert list_words(workspace) == ()
    assert filled.current == JOB


def test_the_words_are_shown_and_changed(qtbot: QtBot, filled: Watcher, hands: Hands, workspace: Workspace) -> None:
    hands.click(button_of(filled.page, "watchWords"))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WordsDialog)
    for word in ("招聘", "例行工作"):
        hands.type(dialog.input("word"), word)
        qtbot.keyClick(dialog.input("word"), Qt.Key.Key_Return)
    dialog.list.setCurrentRow(0)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Delete)
    hands.type(dialog.input("word"), "没有提交的词")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    filled.rest()
    assert list_words(workspace) == ("例行工作", "没有提交的词")
    assert len(filled.page.list.rows.members(ItemGroup.PUT_DOWN)) == 6
    assert filled.page.list.rows.is_folded(ItemGroup.PUT_DOWN)


def open_words(qtbot: QtBot, watcher: Watcher) -> WordsDialog:
    watcher.page.edit_words()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), WordsDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WordsDialog)
    return dialog


def test_words_that_were_not_saved_come_back_beside_those_that_came_meanwhile(
    qtbot: QtBot, filled: Watcher, hands: Hands, workspace: Workspace
) -> None:
    revise_words(workspace, command(WordsRevision, add=("采购", "会议")))
    dialog = open_words(qtbot, filled)
    dialog.list.setCurrentRow(0)
    hands.click(dialog.remove_button)
    hands.type(dialog.input("word"), "博览会")
    qtbot.keyClick(dialog.input("word"), Qt.Key.Key_Return)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    # Another program, or a digit in the list.
    revise_words(workspace, command(WordsRevision, add=("招聘",), remove=("会议",)))
    again = open_words(qtbot, filled)
    assert again.words == ("招聘", "博览会")
    hands.click(again.draft.again_button)
    assert again.words == ("采购", "招聘")
    qtbot.keyClick(again, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_a_draft_of_words_takes_away_no_word_that_came_meanwhile(
    qtbot: QtBot, filled: Watcher, hands: Hands, workspace: Workspace
) -> None:
    dialog = open_words(qtbot, filled)
    hands.type(dialog.input("word"), "博览会")
    qtbot.keyClick(dialog.input("word"), Qt.Key.Key_Return)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    revise_words(workspace, command(WordsRevision, add=("招聘",)))
    hands.click(open_words(qtbot, filled).save_button)
    filled.rest()
    assert list_words(workspace) == ("招聘", "博览会")


def test_a_captured_item_is_known_by_the_address_that_its_page_lists(
    qtbot: QtBot, filled: Watcher, hands: Hands, site: Site, workspace: Workspace
) -> None:
    site.has("/art/cities.html", Page(b"", 302, {"Location": site.url("/moved/cities.html")}))
    site.has("/moved/cities.html", Page(article(ABOUT_CITIES, filled.day(2)), headers=HTML))
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J)
    form = capture(qtbot, filled, hands)
    assert form.values()["url"] == site.url("/art/cities.html")
    save(qtbot, form)
    filled.rest()
    (piece,) = [one for one in list_evidence(workspace) if one.title == ABOUT_CITIES]
    assert piece.url == site.url("/art/cities.html")
    assert [one.item.title for one in filled.page.list.rows.members(ItemGroup.IN_LEDGER)] == [ABOUT_CITIES]
    assert filled.current == filled.titles[0] != ABOUT_CITIES
    assert list_marked(workspace) == ()


def test_an_item_whose_page_says_nothing_comes_with_what_the_list_says(
    qtbot: QtBot, filled: Watcher, hands: Hands, site: Site
) -> None:
    site.has("/art/cities.html", Page(b"<html><body><script src=/a.js></script></body></html>", headers=HTML))
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J)
    values = capture(qtbot, filled, hands).values()
    assert (values["title"], values["published"]) == (ABOUT_CITIES, filled.day(2))
    assert values["url"] == site.url("/art/cities.html")


class Browser(QObject):
    """Takes what would go to the browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser(qtbot: QtBot) -> Iterator[Browser]:
    del qtbot
    browser = Browser()
    QDesktopServices.setUrlHandler("http", browser, "take")  # pyright: ignore[reportArgumentType]
    yield browser
    QDesktopServices.unsetUrlHandler("http")


def test_enter_shows_what_is_known_and_o_opens_the_page(filled: Watcher, browser: Browser, site: Site) -> None:
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J, Qt.Key.Key_O)
    assert browser.opened == [site.url("/art/cities.html")]
    filled.press(Qt.Key.Key_Return)
    assert filled.page.detail.hasFocus()
    said = [one.text() for one in filled.page.detail.findChildren(QLabel)]
    assert ABOUT_CITIES in said
    assert filled.page.detail.shown == filled.page.list.current


def test_a_check_that_fails_for_one_source_says_why_beside_its_name(
    watcher: Watcher, watch: Callable[..., str], site: Site, workspace: Workspace
) -> None:
    watch("/good", list_page(numbered(8, watcher.day(3))))
    bad = watch("/bad", list_page(numbered(8, watcher.day(4), 100)))
    site.has("/bad", Page(b"", 503))
    page = watcher.turn()
    watcher.check()
    assert len(watcher.titles) == 8
    shown = next(one for one in page.pages if one.uid == bad)
    assert shown.outcome is LookOutcome.FAILED
    assert shown.problem is not None
    page.sources.list.setCurrentIndex(page.sources.list.rows.index(2, 0))
    watcher.rest()
    assert watcher.titles == []
    sentence = page._appearance.words.error(shown.problem)
    assert sentence in [one.text().replace("\u200b", "") for one in page.sources.findChildren(QLabel)]
    assert {one.uid: one.new_items for one in list_watched(workspace)}[bad] == 0


def test_a_check_that_is_cancelled_keeps_nothing(
    qtbot: QtBot, watcher: Watcher, watch: Callable[..., str], site: Site, window: MainWindow, workspace: Workspace
) -> None:
    watch("/a", list_page(numbered(8, watcher.day(3))))
    watch("/b", list_page(numbered(8, watcher.day(3), 50)))
    watcher.turn()
    before = len(list(list_events(workspace)))
    site.thinks_for = 1.0
    asked = len(site.log)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: len(site.log) > asked)
    window.jobs.tasks[0].cancel()
    watcher.rest()
    assert len(list(list_events(workspace))) == before
    assert watcher.titles == []
    assert window.watching.is_checking is False
    site.thinks_for = 0.0
    watcher.check()
    assert len(watcher.titles) == 16


def test_another_ledger_may_be_opened_while_a_check_is_made(
    qtbot: QtBot,
    watcher: Watcher,
    watch: Callable[..., str],
    site: Site,
    window: MainWindow,
    fresh_ledger: Path,
    tmp_path: Path,
) -> None:
    watch("/a", list_page(numbered(8, watcher.day(3))))
    watcher.turn()
    site.thinks_for = 0.5
    asked = len(site.log)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: len(site.log) > asked)
    other = shutil.copy(fresh_ledger, tmp_path / "other.db")
    window.ledgers.chosen.emit(str(other))
    qtbot.waitUntil(lambda: window.is_ready and window.watching.ledger is not None)
    watcher.turn()
    assert watcher.page.pages == ()
    assert watcher.titles == []
    assert watcher.page.is_checking is False


def test_the_language_is_switched_with_the_page_open(filled: Watcher, appearance: Appearance) -> None:
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J)
    page = filled.page
    before = {key: made.text() for key, made in page.key_buttons.items()}
    appearance.set_language("en")
    filled.rest()
    assert filled.current == ABOUT_CITIES
    assert all(made.text() != before[key] for key, made in page.key_buttons.items())
    chinese = [
        one.text() for one in page._result.findChildren(QLabel) if any("一" <= sign <= "龥" for sign in one.text())
    ]
    assert chinese == []


def test_a_ledger_that_can_only_be_read_says_why_nothing_is_done(
    qtbot: QtBot, filled: Watcher, window: MainWindow, ledger_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_SHARED", "1")
    hold(ledger_path)
    window.ledgers.chosen.emit(str(ledger_path))
    qtbot.waitUntil(lambda: window.is_ready and bool(filled.page.reason))
    page = filled.turn()
    filled.rest()
    assert len(filled.titles) == 8
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J, Qt.Key.Key_S)
    assert window.status._message.text() == page.reason != ""
    assert "王五" in page.reason
    assert len(filled.titles) == 8
    buttons = [*(made for key, made in page.key_buttons.items() if key != "O"), page.sources.add_button]
    assert {made.isEnabled() for made in buttons} == {False}
    assert {made.toolTip() for made in buttons} == {page.reason}
    assert not window.actions_by_name["check_watched"].isEnabled()


def test_of_a_past_day_nothing_is_new_and_nothing_can_be_done(filled: Watcher, window: MainWindow) -> None:
    ledger = filled.page.ledger
    assert ledger is not None
    window.times.go(ledger.today().replace(year=ledger.today().year - 1), None)
    window.show_page("watching")
    filled.rest()
    assert filled.titles == []
    assert not window.actions_by_name["check_watched"].isEnabled()
    window.times.go(None, None)
    window.show_page("watching")
    filled.rest()
    assert len(filled.titles) == 8


def test_sources_are_looked_at_at_the_start_only_where_the_settings_say_so(
    qtbot: QtBot, filled: Watcher, window: MainWindow, site: Site, watch: Callable[..., str]
) -> None:
    watch("/new", list_page(numbered(8, filled.day(3), 200)))
    asked = len(site.log)
    assert window._settings.checks_watched is False
    filled.page.check_at_start()
    filled.rest()
    # The one that nobody has looked at today, and no other.
    assert set(site.paths[asked:]) <= {"/robots.txt", "/new"}
    assert len(filled.titles) == 16
    asked = len(site.log)
    filled.page.check_at_start()
    filled.rest()
    assert len(site.log) == asked


def test_two_hundred_items_of_five_sources_take_few_keys(
    qtbot: QtBot, watcher: Watcher, watch: Callable[..., str], hands: Hands, site: Site, workspace: Workspace
) -> None:
    """Five are captured, each with the commitment that it bears on; the others are looked through, and marked by their
    groups. Counted is every key, those in the forms too; not the question about this machine, which is asked of none
    but the own network."""
    for number, title in enumerate(BEARING):
        day = watcher.day(number + 1)
        site.has(f"/art/{number}.html", Page(article(title, day, number + 1), headers=HTML))
        jobs = [(f"/job/{number}/{n}.html", f"关于第{n}批公开招聘工作人员的公告（{number}）", day) for n in range(6)]
        alike = [(f"/alike/{number}.html", one, day) for one in LOOK_ALIKES[number : number + 1]]
        others = numbered(39 - len(jobs) - len(alike), day, 100 * number)
        watch(f"/source{number}", list_page([(f"/art/{number}.html", title, day), *alike, *jobs, *others]))
    page = watcher.turn()
    watcher.check()
    assert len(watcher.titles) == 200
    waiting = [one.item.title for one in page.list.rows.members(ItemGroup.BEARING)]
    assert set(waiting) == {*BEARING, *LOOK_ALIKES}
    watcher.press(Qt.Key.Key_Home, Qt.Key.Key_J)
    while waiting:
        title = watcher.current
        if title in BEARING:
            watcher.keys += link_and_save(qtbot, hands, capture(qtbot, watcher, hands))
            watcher.rest()
        else:
            watcher.press(Qt.Key.Key_N)
        waiting.remove(title)
    # The first of the others is a job: so are all that have this word, and they make a group of their own.
    assert "招聘" in watcher.current
    watcher.press(Qt.Key.Key_N, Qt.Key.Key_1)
    assert len(page.list.rows.members(ItemGroup.PUT_DOWN)) == 29
    # To the heads of both groups, each of which is marked as a whole.
    watcher.press(Qt.Key.Key_Left, Qt.Key.Key_S)
    assert watcher.current == ItemGroup.PUT_DOWN.value
    watcher.press(Qt.Key.Key_N)
    assert {one.group for one in page.list.rows.items} == {ItemGroup.IN_LEDGER}
    assert len(list_marked(workspace)) == 195
    pieces = [one for one in list_evidence(workspace) if one.title in BEARING]
    assert len(pieces) == len(BEARING)
    assert all(one.links for one in pieces)
    # Ten in the list, and eight for each that is captured, five of these Tab on the way to the commitment.
    assert watcher.keys == 50


def capture(qtbot: QtBot, watcher: Watcher, hands: Hands) -> EvidenceDialog:
    """Press E, and allow this machine, about which no other site asks."""
    watcher.hit(Qt.Key.Key_E)
    return answer_capture(qtbot, hands)


def answer_capture(qtbot: QtBot, hands: Hands) -> EvidenceDialog:
    """Allow this machine, and wait for the form."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), CaptureDialog))
    question = QApplication.activeModalWidget()
    assert isinstance(question, CaptureDialog)
    question.allow_button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), EvidenceDialog))
    hands.settle()
    form = QApplication.activeModalWidget()
    assert isinstance(form, EvidenceDialog)
    return form


def save(qtbot: QtBot, form: EvidenceDialog) -> None:
    """Press Ctrl+Enter, and wait until the form is gone."""
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def link_and_save(qtbot: QtBot, hands: Hands, form: EvidenceDialog) -> int:
    """Take the likeliest commitment and save, by keys alone; returns how many."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in form.findChildren(SuggestionLine)))
    keys = 0
    while form.focusWidget().parentWidget() not in form.findChildren(SuggestionLine):
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
        keys += 1
        assert keys < 30
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    hands.settle()
    assert form.links
    save(qtbot, form)
    return keys + 2


def test_an_item_that_is_being_fetched_is_not_fetched_once_more(
    qtbot: QtBot, filled: Watcher, hands: Hands, site: Site, window: MainWindow, workspace: Workspace
) -> None:
    site.has("/art/cities.html", Page(article(ABOUT_CITIES, filled.day(2)), headers=HTML))
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J)
    said = window.status._message.text()
    filled.hit(Qt.Key.Key_E, Qt.Key.Key_E)
    # What is being done with it is said, in the words of the task.
    assert window.status._message.text() == window.jobs.tasks[0].what != said
    form = answer_capture(qtbot, hands)
    save(qtbot, form)
    filled.rest()
    assert window.jobs.tasks == ()
    assert QApplication.activeModalWidget() is None
    assert site.paths.count("/art/cities.html") == 1
    assert [one.title for one in list_evidence(workspace)].count(ABOUT_CITIES) == 1


def test_of_several_only_those_are_fetched_that_are_not_on_their_way(
    qtbot: QtBot, filled: Watcher, hands: Hands, site: Site
) -> None:
    filled.press(Qt.Key.Key_Home, Qt.Key.Key_J)
    for path in ("/art/cities.html", "/job.html"):
        site.has(path, Page(article(path, filled.day(2)), headers=HTML))
    filled.hit(Qt.Key.Key_E)
    filled.page.list.go_to_item(next(one.item.uid for one in filled.page.list.rows.items if one.item.title == JOB))
    filled.hit(Qt.Key.Key_E, Qt.Key.Key_E)
    for _ in range(2):
        form = answer_capture(qtbot, hands)
        form.discard()
        qtbot.waitUntil(lambda form=form: QApplication.activeModalWidget() is not form)
    filled.rest()
    assert QApplication.activeModalWidget() is None
    assert [site.paths.count(path) for path in ("/art/cities.html", "/job.html")] == [1, 1]


def test_undo_is_greyed_while_there_is_nothing_to_take_back(window: MainWindow, hands: Hands) -> None:
    window.show_page("watching")
    hands.settle()
    undo = window.actions_by_name["undo"]
    page = window.pages["watching"]
    assert isinstance(page, WatchPage)
    assert page.key_buttons["U"].isEnabled() == undo.isEnabled() is False
    undo.setEnabled(True)
    assert page.key_buttons["U"].isEnabled()
