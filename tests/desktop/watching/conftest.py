"""A window whose ledger watches pages of a site on this machine."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from tests.loopback_site import HERE, Clock, Page, Site
from tests.services.watching.conftest import HTML, list_page, numbered

from tracker.capture.watching.polite_fetching import PoliteVisitor
from tracker.desktop.models.found_items_model import ItemHead
from tracker.services.commands import ListRuleFields, NewWatchedPage, command
from tracker.services.watching.looking import find_lists
from tracker.services.watching.watched_pages import add_page, list_watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.watching.watch_page import WatchPage
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

ABOUT_CITIES = "关于公布第三批中小企业数字化转型试点城市名单的通知"
JOB = "关于2026年公开招聘工作人员的公告"
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def visitor() -> PoliteVisitor:
    """The visitor of one round, which may ask this machine and does not pause."""
    clock = Clock()
    return PoliteVisitor(allow_private=frozenset({HERE}), pause=0, clock=clock, sleep=clock.sleep)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(Clock())
    yield site
    site.close()


class Watcher:
    """What a user does on the page of watched sources. `keys` counts what is pressed there."""

    def __init__(self, qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
        self._qtbot = qtbot
        self._hands = hands
        self._window = window
        self.keys = 0

    @property
    def page(self) -> WatchPage:
        return self._window.watching

    def day(self, back: int) -> str:
        """The ISO day so many days before today."""
        ledger = self._window.page.ledger
        assert ledger is not None
        return (ledger.today() - timedelta(days=back)).isoformat()

    def turn(self) -> WatchPage:
        """Turn to the page, whose visitor may ask this machine."""
        self.page.make_visitor = visitor
        self._window.show_page("watching")
        self._hands.settle()
        return self.page

    def check(self) -> None:
        """Press F5, and wait for what it comes to."""
        self._window.activateWindow()  # what a window manager does when a form closes
        self._qtbot.waitUntil(self._window.isActiveWindow)
        self._qtbot.keyClick(self._window, Qt.Key.Key_F5)
        self.keys += 1
        self.rest()

    def rest(self) -> None:
        """Wait until nothing is under way."""
        self._hands.settle()
        self._qtbot.waitUntil(lambda: not self.page.is_checking and self._window.is_ready)
        self._hands.settle()

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press keys in the list, and wait for what comes of them."""
        for key in keys:
            self._qtbot.keyClick(self.page.list, key, modifier)
            self.keys += 1
        self._hands.settle()

    def hit(self, *keys: Qt.Key) -> None:
        """Press keys one right after the other."""
        for key in keys:
            self._qtbot.keyClick(self.page.list, key)
            self.keys += 1

    @property
    def titles(self) -> list[str]:
        """The titles of all items, in the order in which they stand."""
        return [one.item.title for one in self.page.list.rows.items]

    @property
    def current(self) -> str:
        """The title of the item that is current, or the name of the group whose head is; "" for none."""
        line = self.page.list.current
        if line is None:
            return ""
        return line.group.value if isinstance(line, ItemHead) else line.item.title


@pytest.fixture
def watcher(qtbot: QtBot, hands: Hands, window: MainWindow) -> Watcher:
    return Watcher(qtbot, hands, window)


@pytest.fixture
def watch(workspace: Workspace, site: Site, watcher: Watcher) -> Callable[..., str]:
    """Puts a page on the site, watches it, and returns its UUID."""

    def watched(path: str, body: bytes, **values: Any) -> str:
        ledger = watcher.page.ledger
        assert ledger is not None
        site.has(path, Page(body, headers=HTML))
        offer = find_lists(site.url(path), ledger.today(), visitor=visitor())[0]
        rule = offer.listing.rule
        fields = command(ListRuleFields, kind=rule.kind, path=rule.path, fields=dict(rule.fields))
        wish = {"name": path, "address": offer.address, "rule": fields, **values}
        add_page(workspace, command(NewWatchedPage, **wish))
        return list_watched(workspace)[-1].uid

    return watched


@pytest.fixture
def filled(watcher: Watcher, watch: Callable[..., str]) -> Watcher:
    """One source with an item that bears on a commitment, a job and six others, looked at."""
    day = watcher.day(2)
    items = [("/art/cities.html", ABOUT_CITIES, day), ("/job.html", JOB, day), *numbered(6, day)]
    watch("/a", list_page(items))
    watcher.turn()
    watcher.check()
    return watcher
