"""Read the items of a feed: RSS 0.9x, 1.0 and 2.0, and Atom."""

from collections.abc import Sequence
from datetime import date

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from tracker.capture.watching.item_days import day_of_moment
from tracker.capture.watching.item_text import absolute, summary_of, title_of, without_markup
from tracker.capture.watching.kept_items import dated_by_address, kept
from tracker.capture.watching.xml_pages import children, local_name, words_of
from tracker.domain.watching.listings import ListedItem, ListingKind, ListRule, PageListing

ROOTS = frozenset({"rss", "rdf", "feed"})
"""Names of the root element of a feed."""
_ITEMS = frozenset({"item", "entry"})
_DAYS = ("pubdate", "published", "issued", "date", "created", "updated", "modified")
"""Elements that give the day of an item, the surest first."""
_SUMMARIES = ("description", "summary", "encoded", "content")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_RULE = ListRule(ListingKind.FEED)


def feed(root: etree._Element, url: str, today: date) -> PageListing:
    """Return the items of a feed; `url` is its address. Items without an address or a title are left out."""
    found = (_item(one, url, today) for one in root.iter() if local_name(one) in _ITEMS)
    items = dated_by_address([item for item in found if item is not None], today)
    channel = next((child for name, child in children(root) if name == "channel"), root)
    title = next((_plain(child) for name, child in children(channel) if name == "title"), "")
    return kept(_RULE, items, title)


def _item(element: etree._Element, url: str, today: date) -> ListedItem | None:
    parts: dict[str, list[etree._Element]] = {}
    for name, child in children(element):
        parts.setdefault(name, []).append(child)
    address = _address(parts.get("link", []), parts.get("guid", []), element, url)
    title = next((title for one in parts.get("title", []) if (title := _plain(one))), "")
    if not address or not title:
        return None
    days = (day_of_moment(words_of(one), today) for name in _DAYS for one in parts.get(name, []))
    summaries = (summary_of(without_markup(words_of(one))) for name in _SUMMARIES for one in parts.get(name, []))
    return ListedItem(address, title, next(filter(None, days), ""), next(filter(None, summaries), ""))


def _plain(element: etree._Element) -> str:
    return title_of(without_markup(words_of(element)))


def _address(
    links: Sequence[etree._Element],
    guids: Sequence[etree._Element],
    element: etree._Element,
    url: str,
) -> str:
    """The page of an item: not its enclosure, nor its comments; else its guid, where that is said to be an address."""
    for link in links:
        if (link.get("rel") or "alternate") == "alternate":
            address = absolute(_base(link, url), link.get("href") or words_of(link))
            if address:
                return address
    for guid in guids:
        words = words_of(guid).strip()
        if guid.get("isPermaLink") != "false" and words.startswith(("http://", "https://")):
            return absolute(url, words)
    return absolute(url, next((value for name, value in element.items() if name.endswith("}about")), ""))


def _base(element: etree._Element, url: str) -> str:
    """The address that a link is relative to, by the xml:base around it."""
    named = [base for one in (element, *element.iterancestors()) if (base := one.get(_BASE))]
    for base in reversed(named):
        url = absolute(url, base) or url
    return url
