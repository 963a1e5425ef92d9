"""A site on this machine whose pages are watched."""

import json
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pytest
from tests.loopback_site import HERE, Clock, Page, Site

from tracker.capture.watching.polite_fetching import PoliteVisitor
from tracker.services.commands import ListRuleFields, NewWatchedPage, command
from tracker.services.ledgers.workspace import Workspace
from tracker.services.watching.looking import check_pages, find_lists
from tracker.services.watching.watched_pages import add_page, list_watched

NEWS = Path(__file__).parent / "two_days_of_news"
HTML = {"Content-Type": "text/html; charset=utf-8"}


def list_page(items: Sequence[tuple[str, str, str]], more: str = "") -> bytes:
    """A page of a ministry: address, title and day of each item."""
    rows = "".join(
        f'<li><a href="{escape(url)}">{escape(title)}</a><span>{day}</span></li>' for url, title, day in items
    )
    return f'<html><body><h1>文件公示</h1><ul class="list">{rows}</ul>{more}</body></html>'.encode()


def numbered(count: int, day: str, first: int = 1) -> list[tuple[str, str, str]]:
    """Items that bear on nothing."""
    return [(f"/art/{day}/{n}.html", f"关于召开第{n}次例行工作会议的通知", day) for n in range(first, first + count)]


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(Clock())
    yield site
    site.close()


@pytest.fixture
def visitor() -> Callable[[], PoliteVisitor]:
    """Makes the visitor of one round, which does not pause."""

    return unhurried


@pytest.fixture
def watch(ledger: Workspace, site: Site, visitor: Callable[[], PoliteVisitor]) -> Callable[..., str]:
    """Puts a page on the site, watches it, and returns its UUID."""

    def watched(path: str, body: bytes, **values: Any) -> str:
        site.has(path, Page(body, headers=HTML))
        offer = find_lists(site.url(path), ledger.today(), visitor=visitor())[0]
        rule = offer.listing.rule
        fields = command(ListRuleFields, kind=rule.kind, path=rule.path, fields=dict(rule.fields))
        wish = {"name": path, "address": offer.address, "rule": fields, **values}
        add_page(ledger, command(NewWatchedPage, **wish))
        return list_watched(ledger)[-1].uid

    return watched


@pytest.fixture
def check(ledger: Workspace, visitor: Callable[[], PoliteVisitor]) -> Callable[..., Any]:
    """Looks at watched pages."""
    return lambda uids=None: check_pages(ledger, uids, visitor=visitor())


def unhurried() -> PoliteVisitor:
    """A visitor that may ask this machine, and does not pause."""
    clock = Clock()
    return PoliteVisitor(allow_private=frozenset({HERE}), pause=0, clock=clock, sleep=clock.sleep)


def news() -> list[dict[str, str]]:
    return json.loads((NEWS / "news.json").read_text(encoding="utf-8"))


def answers() -> dict[str, Any]:
    return json.loads((NEWS / "answers.json").read_text(encoding="utf-8"))


def news_list(page: str) -> bytes:
    """The news of one page as the page lists them."""
    return list_page([(one["url"], one["title"], one["published"]) for one in news() if one["page"] == page])


def news_feed(page: str) -> bytes:
    """The same as a feed, which has summaries."""
    items = "".join(
        f"<item><title>{escape(one['title'])}</title><link>{one['url']}</link><pubDate>{one['published']}</pubDate>"
        f"<description>{escape(one['summary'])}</description></item>"
        for one in news()
        if one["page"] == page
    )
    return f'<rss version="2.0"><channel><title>{page}</title>{items}</channel></rss>'.encode()
