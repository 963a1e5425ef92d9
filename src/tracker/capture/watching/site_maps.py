"""Read site maps: the pages that they name with a title, and of an index which map to read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from tracker.capture.watching.item_days import day_of_moment
from tracker.capture.watching.item_text import absolute, host_of, title_of, without_markup
from tracker.capture.watching.kept_items import kept
from tracker.capture.watching.xml_pages import children, local_name, words_of
from tracker.domain.watching.listings import ListedItem, ListingKind, ListingProblem, ListRule, PageListing

ROOT = "urlset"
ROOT_OF_INDEX = "sitemapindex"
_RULE = ListRule(ListingKind.SITEMAP)


def site_map(root: etree._Element, url: str, today: date) -> PageListing:
    """Return the pages of a site map that have a title, as those of news and pictures do.

    The last step of an address is no title, so pages of which nothing else is said are no items; a map that has only
    such is `NO_LIST`. The day is that of publication, else that of the last change.
    """
    return kept(_RULE, filter(None, (_item(one, url, today) for name, one in children(root) if name == "url")))


def site_map_index(root: etree._Element, url: str, today: date) -> PageListing:
    """Return no items (`NO_LIST`), but as `next_url` the map that an index names as changed last, on the same host.

    Where no map has a day, the one for news, else the first.
    """
    maps = [
        (words.get("lastmod", ""), "news" in address.lower(), address)
        for name, one in children(root)
        if name == "sitemap"
        and (words := {part: words_of(child) for part, child in children(one)})
        and (address := absolute(url, words.get("loc", "")))
        and host_of(address) == host_of(url)
    ]
    newest = max(maps, key=lambda one: (day_of_moment(one[0], today), one[1]), default=("", False, ""))
    return replace(PageListing(_RULE, ()), next_url=newest[2], problem=ListingProblem.NO_LIST)


def _item(element: etree._Element, url: str, today: date) -> ListedItem | None:
    said: dict[str, str] = {}
    for name, words in _said(element):
        said.setdefault(name, words)
    address = absolute(url, said.get("loc", ""))
    title = title_of(without_markup(said.get("title") or said.get("caption") or ""))
    if not address or not title:
        return None
    day = day_of_moment(said.get("publication_date", ""), today) or day_of_moment(said.get("lastmod", ""), today)
    return ListedItem(address, title, day)


def _said(element: etree._Element) -> Iterator[tuple[str, str]]:
    """What is said of a page: by itself (loc), and in the elements for news, pictures and films (title)."""
    for name, child in children(element):
        if len(child):
            # A picture has an address (image:loc) that is not the page's; its name is image:title.
            yield from ((local_name(one), words_of(one)) for one in child if local_name(one) != "loc")
        else:
            yield name, words_of(child)
