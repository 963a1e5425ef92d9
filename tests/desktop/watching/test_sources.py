"""Sources in the window: added by an address, revised, switched off, removed; and a check logged as searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit
from tests.desktop.conftest import button_of, code_of
from tests.loopback_site import Page
from tests.services.watching.conftest import HTML, list_page, numbered

from tracker.desktop.views.watching.search_offer_dialog import SearchOfferDialog
from tracker.desktop.views.watching.watch_dialog import RemovalDialog, WatchDialog
from tracker.domain.terms import SearchOutcome
from tracker.domain.watching.listings import ListingKind
from tracker.services.commands import WatchedPageRemoval, command
from tracker.services.commitments.reading import read_detail
from tracker.services.events.replaying import list_events
from tracker.services.events.undoing import undo
from tracker.services.safety.checking import check as check_ledger
from tracker.services.watching.looks import log_offers, offer_searches
from tracker.services.watching.watched_pages import list_watched, remove_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands
    from tests.desktop.watching.conftest import Watcher
    from tests.loopback_site import Site

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

pytestmark = pytest.mark.network

CITIES = "MIIT-2025-044"
ABOUT_CITIES = "关于公布第三批中小企业数字化转型试点城市名单的通知"


def two_lists(day: str) -> bytes:
    """A page with a list of documents, and another one of press conferences."""
    others = "".join(f'<li><a href="/n/{n}">第{n}场新闻发布会举行情况</a></li>' for n in range(12))
    return list_page(numbered(20, day), f'<ol class="news">{others}</ol>')


@pytest.fixture
def dialog(qtbot: QtBot, watcher: Watcher, hands: Hands) -> WatchDialog:
    """The dialog for a source, as the empty page offers it."""
    watcher.turn()
    hands.click(button_of(watcher.page, "watchNext"))
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), WatchDialog))
    opened = QApplication.activeModalWidget()
    assert isinstance(opened, WatchDialog)
    return opened


def look(qtbot: QtBot, hands: Hands, dialog: WatchDialog, address: str) -> None:
    field = dialog.input("address")
    assert isinstance(field, QLineEdit)
    field.clear()
    hands.type(field, address)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog._task is None)
    hands.settle()


def words_of(dialog: WatchDialog, name: str) -> str:
    field = dialog.input(name)
    assert isinstance(field, QLineEdit)
    return field.text()


def test_a_list_is_chosen_by_one_of_its_entries_and_watched(
    qtbot: QtBot, dialog: WatchDialog, watcher: Watcher, hands: Hands, site: Site, workspace: Workspace
) -> None:
    site.has("/", Page(two_lists(watcher.day(3)), headers=HTML))
    assert not dialog.add_button.isEnabled()
    look(qtbot, hands, dialog, site.url("/"))
    assert dialog.chosen_list is not None
    assert len(dialog.chosen_list.listing.items) == 20
    assert words_of(dialog, "name") == dialog.chosen_list.name != ""
    # An entry of the other list, which stands below the first ones of this one.
    line = dialog.entries.model().rowCount() - 1
    index = dialog.entries.model().index(line, 0)
    dialog.entries.scrollTo(index)
    place = dialog.entries.visualRect(index).center()
    qtbot.mouseClick(dialog.entries.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(dialog.chosen_list.listing.items) == 12
    # Back by an example, and to a name of one's own.
    hands.type(dialog.input("example"), "关于召开第3次例行工作会议的通知")
    qtbot.keyClick(dialog.input("example"), Qt.Key.Key_Return)
    assert len(dialog.chosen_list.listing.items) == 20
    dialog.input("name").setProperty("text", "工信部文件")
    dialog.departments.tick(("sme-bureau",))
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    watcher.rest()
    (page,) = list_watched(workspace)
    assert (page.name, page.departments, page.rule.kind) == ("工信部文件", ("sme-bureau",), ListingKind.LIST)
    watcher.check()
    assert len(watcher.titles) == 20


def test_what_is_wrong_is_said_below_the_address(
    qtbot: QtBot, dialog: WatchDialog, hands: Hands, site: Site, watcher: Watcher, watch: Callable[..., str]
) -> None:
    site.has("/app", Page(b"<html><body><div id=app></div><script src=/a.js></script></body></html>", headers=HTML))
    look(qtbot, hands, dialog, site.url("/app"))
    assert code_of(dialog, "address") == "listing_script"
    look(qtbot, hands, dialog, "no address")
    assert code_of(dialog, "address") == "url_invalid"
    watch("/known", two_lists(watcher.day(3)))
    look(qtbot, hands, dialog, site.url("/known"))
    hands.click(dialog.add_button)
    assert code_of(dialog, "address") == "watched_page_known"
    hands.type(dialog.input("example"), "没有这样的标题")
    qtbot.keyClick(dialog.input("example"), Qt.Key.Key_Return)
    assert code_of(dialog, "example") == "list_example_unknown"
    dialog.close()


def test_the_address_that_was_typed_is_there_again_after_escape(
    qtbot: QtBot, dialog: WatchDialog, hands: Hands, watcher: Watcher
) -> None:
    hands.type(dialog.input("address"), "https://www.example.gov.cn/list.html")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.click(watcher.page.sources.add_button)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), WatchDialog))
    again = QApplication.activeModalWidget()
    assert isinstance(again, WatchDialog)
    assert words_of(again, "address") == "https://www.example.gov.cn/list.html"
    again.close()


def test_looking_is_stopped_by_escape_and_the_dialog_stays(
    qtbot: QtBot, dialog: WatchDialog, hands: Hands, site: Site, watcher: Watcher
) -> None:
    site.has("/", Page(two_lists(watcher.day(3)), headers=HTML))
    site.thinks_for = 0.5
    hands.type(dialog.input("address"), site.url("/"))
    qtbot.keyClick(dialog.input("address"), Qt.Key.Key_Return)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: dialog._task is None)
    assert dialog.isVisible()
    assert dialog.chosen_list is None
    assert dialog.fault("address") == ""
    dialog.close()


def test_official_pages_go_the_same_road(dialog: WatchDialog, hands: Hands) -> None:
    first = button_of(dialog, "takeOffered")
    address = first.toolTip()
    first.click()
    # Looking begins, and is stopped before anything is asked: no test leaves this machine.
    assert dialog._task is not None
    dialog._task.cancel()
    assert words_of(dialog, "address") == address
    hands.settle()
    dialog.close()


def test_a_source_is_revised_switched_off_and_removed_by_keys(
    qtbot: QtBot, watcher: Watcher, watch: Callable[..., str], hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    watch("/a", two_lists(watcher.day(3)))
    page = watcher.turn()
    watcher.check()
    view = page.sources.list
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    watcher.rest()
    assert list_watched(workspace)[0].is_on is False
    qtbot.keyClick(view, Qt.Key.Key_Return)
    watcher.rest()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WatchDialog)
    dialog.input("name").setProperty("text", "公示")
    hands.click(dialog.add_button)
    watcher.rest()
    assert list_watched(workspace)[0].name == "公示"
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    question = QApplication.activeModalWidget()
    assert isinstance(question, RemovalDialog)
    hands.type(question.input("reason"), "栏目停办")
    hands.click(question.remove_button)
    watcher.rest()
    assert list_watched(workspace) == ()
    assert watcher.titles == []
    window.actions_by_name["undo"].trigger()
    watcher.rest()
    assert len(watcher.titles) == 20
    assert check_ledger(workspace) == ()


def test_an_item_that_two_sources_show_stands_at_each_and_once_among_all(
    watcher: Watcher, watch: Callable[..., str], site: Site
) -> None:
    shared = (site.url("/art/cities.html"), ABOUT_CITIES, watcher.day(2))
    watch("/a", list_page([shared, *numbered(6, watcher.day(3))]))
    watch("/b", list_page([shared, *numbered(6, watcher.day(4), 50)]))
    page = watcher.turn()
    watcher.check()
    assert len(watcher.titles) == 13
    for line in (1, 2):
        page.sources.list.setCurrentIndex(page.sources.list.rows.index(line, 0))
        watcher.rest()
        assert len(watcher.titles) == 7
        assert ABOUT_CITIES in watcher.titles
    page.sources.list.setCurrentIndex(page.sources.list.rows.index(0, 0))
    watcher.rest()
    assert len(watcher.titles) == 13


def test_a_check_is_logged_as_searches_on_a_yes_alone(
    qtbot: QtBot, watcher: Watcher, watch: Callable[..., str], hands: Hands, workspace: Workspace
) -> None:
    day = watcher.day(2)
    items = [("/art/cities.html", ABOUT_CITIES, day), *numbered(6, day), *numbered(6, watcher.day(20), 60)]
    watch("/a", list_page(items), departments=("sme-bureau",))
    page = watcher.turn()
    watcher.check()
    before = len(list(list_events(workspace)))
    searched = len(read_detail(workspace, CITIES).searches)
    offer = button_of(page, "offerSearches")
    assert offer.isVisible()
    hands.click(offer)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SearchOfferDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SearchOfferDialog)
    tester = QAbstractItemModelTester(dialog.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert len(list(list_events(workspace))) == before
    # What was found stands first, below its source; one of the others is left out.
    said = [dialog.rows.index(line, 0).data() for line in range(1, dialog.rows.rowCount())]
    found_in = [dialog.rows.index(line, 2).data() == ABOUT_CITIES for line in range(1, dialog.rows.rowCount())]
    assert found_in == sorted(found_in, reverse=True)
    assert any(CITIES in one for one, is_found in zip(said, found_in, strict=True) if is_found)
    last = dialog.rows.index(dialog.rows.rowCount() - 1, 0)
    left_out = last.data().partition(" ")[0]
    dialog.rows.setData(last, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert dialog.rows.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.PartiallyChecked
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    watcher.rest()
    found = read_detail(workspace, CITIES).searches
    assert len(found) == searched + 1
    logged = next(one for one in found if one.found == ABOUT_CITIES)
    assert logged.outcome is SearchOutcome.SOMETHING
    assert "/a" in logged.place
    assert not any("/a" in one.place for one in read_detail(workspace, left_out).searches)
    del tester
    assert not offer.isVisible()


@pytest.fixture
def two_offers(
    qtbot: QtBot, watcher: Watcher, watch: Callable[..., str], hands: Hands, workspace: Workspace
) -> SearchOfferDialog:
    """The offer to log a check of two sources."""
    day = watcher.day(2)
    for path, number in (("/a", 1), ("/b", 200)):
        items = [(f"/art{path}.html", ABOUT_CITIES + path, day), *numbered(6, day, number)]
        watch(path, list_page([*items, *numbered(6, watcher.day(20), number + 60)]), departments=("sme-bureau",))
    page = watcher.turn()
    watcher.check()
    hands.click(button_of(page, "offerSearches"))
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SearchOfferDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SearchOfferDialog)
    return dialog


def test_a_tick_while_searches_are_logged_does_not_log_them_twice(
    two_offers: SearchOfferDialog, watcher: Watcher, workspace: Workspace
) -> None:
    before = len(read_detail(workspace, CITIES).searches)
    two_offers.log_button.click()
    rows = two_offers.rows
    last = rows.index(rows.rowCount() - 1, 0)
    rows.setData(last, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert not two_offers.log_button.isEnabled()
    two_offers.log_button.click()
    watcher.rest()
    assert QApplication.activeModalWidget() is None
    assert len(read_detail(workspace, CITIES).searches) == before + 2


def test_searches_that_were_logged_elsewhere_are_not_logged_again(
    two_offers: SearchOfferDialog, watcher: Watcher, hands: Hands, workspace: Workspace
) -> None:
    ledger = watcher.page.ledger
    assert ledger is not None
    offers = offer_searches(ledger.workspace)
    log_offers(ledger.workspace, [(one, one.page, [search.code for search in one.searches]) for one in offers[1:]])
    before = len(read_detail(workspace, CITIES).searches)
    hands.click(two_offers.log_button)
    watcher.rest()
    # Not the other source either: what is logged is what was looked at, or nothing.
    assert two_offers._fault.isVisible()
    assert two_offers.log_button.isEnabled()
    assert len(read_detail(workspace, CITIES).searches) == before
    two_offers.reject()


def test_an_address_that_was_not_looked_at_is_not_added(
    qtbot: QtBot, dialog: WatchDialog, watcher: Watcher, hands: Hands, site: Site, workspace: Workspace
) -> None:
    site.has("/a", Page(list_page(numbered(8, watcher.day(3))), headers=HTML))
    site.has("/b", Page(list_page(numbered(8, watcher.day(3), 50)), headers=HTML))
    look(qtbot, hands, dialog, site.url("/a"))
    # The same address with a space behind it is no other one.
    dialog.input("address").setProperty("text", site.url("/a") + " ")
    assert dialog.chosen_list is not None
    dialog.input("address").setProperty("text", site.url("/b"))
    assert dialog.chosen_list is None
    assert not dialog.add_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    watcher.rest()
    assert list_watched(workspace) == ()
    look(qtbot, hands, dialog, site.url("/b"))
    hands.click(dialog.add_button)
    watcher.rest()
    assert [page.address for page in list_watched(workspace)] == [site.url("/b")]


def test_another_address_of_a_source_is_saved_once_it_was_looked_at(
    qtbot: QtBot, watcher: Watcher, watch: Callable[..., str], hands: Hands, site: Site, workspace: Workspace
) -> None:
    watch("/a", list_page(numbered(8, watcher.day(3))))
    site.has("/b", Page(list_page(numbered(8, watcher.day(3), 50)), headers=HTML))
    view = watcher.turn().sources.list
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    watcher.rest()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WatchDialog)
    dialog.input("address").setProperty("text", site.url("/b"))
    hands.click(dialog.add_button)
    watcher.rest()
    assert dialog.fault("address")
    assert [page.address for page in list_watched(workspace)] == [site.url("/a")]
    look(qtbot, hands, dialog, site.url("/b"))
    hands.click(dialog.add_button)
    watcher.rest()
    assert [page.address for page in list_watched(workspace)] == [site.url("/b")]
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.parametrize("goes_on", [True, False])
@pytest.mark.parametrize("clicks", [True, False])
def test_the_keyboard_goes_on_only_where_it_still_waits_for_the_list(
    qtbot: QtBot, dialog: WatchDialog, watcher: Watcher, site: Site, clicks: bool, goes_on: bool, is_there: bool
) -> None:
    site.has("/", Page(two_lists(watcher.day(3)), headers=HTML) if is_there else Page(b"", 404))
    site.thinks_for = 0.2
    address = dialog.input("address")
    address.setProperty("text", site.url("/"))
    if clicks:
        dialog.look_button.setFocus()
        dialog.look_button.click()
    else:
        qtbot.keyClick(address, Qt.Key.Key_Return)
    assert dialog._task is not None
    if goes_on:
        dialog.departments.setFocus()
    where = dialog.focusWidget()
    qtbot.waitUntil(lambda: dialog._task is None)
    watcher.rest()
    assert bool(dialog.fault("address")) is not is_there
    assert dialog.focusWidget() is (where if goes_on else dialog.input("name") if is_there else address)
    dialog.close()


def test_the_reason_stays_where_a_source_could_not_be_removed(
    qtbot: QtBot, watcher: Watcher, watch: Callable[..., str], hands: Hands, workspace: Workspace
) -> None:
    uid = watch("/a", list_page(numbered(8, watcher.day(3))))
    view = watcher.turn().sources.list
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    question = QApplication.activeModalWidget()
    assert isinstance(question, RemovalDialog)
    hands.type(question.input("reason"), "栏目停办")
    # Another program removes it a moment earlier.
    remove_page(workspace, command(WatchedPageRemoval, page=uid))
    hands.click(question.remove_button)
    watcher.rest()
    assert code_of(question, "reason") == "watched_page_unknown"
    reason = question.input("reason")
    assert isinstance(reason, QLineEdit)
    assert reason.text() == "栏目停办"
    assert question.remove_button.isEnabled()
    undo(workspace)
    hands.click(question.remove_button)
    watcher.rest()
    assert list_watched(workspace) == ()
    assert [event.reason for event in list_events(workspace)][-1] == "栏目停办"
    assert QApplication.activeModalWidget() is None
