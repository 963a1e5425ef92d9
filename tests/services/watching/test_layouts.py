"""Twelve layouts of sources, driven end to end over HTTP: pasted, watched, looked at, kept."""

import json
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.loopback_site import Page, Site
from tests.services.watching.conftest import unhurried

from tracker.domain.text.dates import BEIJING
from tracker.services.commands import ListRuleFields, NewWatchedPage, command
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.watching.found_items import list_new
from tracker.services.watching.looking import check_pages, find_lists
from tracker.services.watching.watched_pages import add_page

pytestmark = pytest.mark.network

LAYOUTS = Path(__file__).parents[2] / "capture" / "watching" / "layouts"
NAMES = sorted({json.loads(path.read_text("utf-8"))["layout"] for path in LAYOUTS.glob("*.answer.json")})
LEAST = 0.98


def served(site: Site, name: str) -> tuple[str, str, list[dict[str, str]]]:
    """Puts a layout on the site as its own server would send it; returns its address there, the day on which it was
    taken down, and what stands on its first page.

    The pages speak of the ministries' own hosts: what they link to by their whole address stays there.
    """
    answers = [json.loads(path.read_text("utf-8")) for path in sorted(LAYOUTS.glob("*.answer.json"))]
    pages = [answer for answer in answers if answer["layout"] == name]
    for page in pages:
        kind = page["media_type"] + (f"; charset={page['charset']}" if page["charset"] else "")
        body = (LAYOUTS / page["file"]).read_bytes()
        site.has(_path(page["url"]), Page(body, headers={"Content-Type": kind}))
    return site.url(_path(pages[0]["url"])), pages[0]["today"], pages[0]["items"]


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _known(items: list[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Items by what tells them wherever the site stands: path, title and day."""
    return {(_path(url), title, day) for url, title, day in items}


def test_there_are_twelve() -> None:
    assert len(NAMES) == 12


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_on_a_source_is_kept_once_with_its_day(name: str, tmp_path: Path, site: Site) -> None:
    address, taken_on, items = served(site, name)
    noon = datetime.combine(date.fromisoformat(taken_on), time(12), BEIJING)
    with closing(open_workspace(tmp_path / "ledger.db", clock=lambda: noon)) as workspace:
        offer = find_lists(address, workspace.today(), visitor=unhurried())[0]
        rule = offer.listing.rule
        fields = command(ListRuleFields, kind=rule.kind, path=rule.path, fields=dict(rule.fields))
        add_page(workspace, command(NewWatchedPage, name=name, address=offer.address, rule=fields))
        (row,) = check_pages(workspace, visitor=unhurried())
        assert row.problem is None
        found = [(one.item.url, one.item.title, one.item.published) for one in list_new(workspace)]
        kept = _known(found)
        wanted = _known([(item["url"], item["title"], item["published"]) for item in items])
        assert len(kept) == len(found)
        assert len(kept & wanted) >= LEAST * max(len(wanted), len(kept))
        assert check_pages(workspace, visitor=unhurried())[0].new == 0
