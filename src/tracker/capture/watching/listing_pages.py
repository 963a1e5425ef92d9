"""Turn the bytes of a watched page into its items: whatever the page is, by what is in it and not by its label."""

import re
import zlib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.capture.documents.charsets import decode, is_text
from tracker.capture.documents.formats import LARGEST_TEXT
from tracker.capture.particulars.conventions import plain
from tracker.capture.watching import feed_items, json_lists, site_maps
from tracker.capture.watching.item_text import absolute, host_of, title_of
from tracker.capture.watching.link_lists import found_lists, list_by_rule
from tracker.capture.watching.next_page import next_page
from tracker.capture.watching.page_outline import (
    Outline,
    base_of,
    feeds_of,
    outline_of,
    unpack_records,
    without_sections,
)
from tracker.capture.watching.xml_pages import local_name, parsed_xml
from tracker.capture.web.page_tree import has_too_many_tags, parsed_page, shown_lines
from tracker.capture.web.unread_pages import of_page
from tracker.domain.evidence.unreadable import Unread, Unreadable
from tracker.domain.watching.listings import ListingKind, ListingProblem, ListRule, PageListing

if TYPE_CHECKING:
    from lxml import html  # pyright: ignore[reportAttributeAccessIssue]

_GZIP = b"\x1f\x8b"
_HEAD = 65_536
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_NO_MARKUP = (
    b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf",
    b"{\\rtf",
)  # fmt: skip
_PORTAL = re.compile(
    "上网认证|认证上网|网络接入认证|无线(?:网络|上网)|wi-?fi|captive|portal ?认证|准入认证", re.IGNORECASE
)
_MOST_OF_PORTAL = 1_000
_MOST_OF_PROBLEM = 50_000
"""Characters of a page that can be one that only says why it shows nothing."""
_PROBLEMS = {
    Unread.SCRIPT: ListingProblem.SCRIPT,
    Unread.LOGIN: ListingProblem.LOGIN,
    Unread.SUBSCRIBERS: ListingProblem.LOGIN,
    Unread.BLOCKED: ListingProblem.CAPTCHA,
    Unread.GARBLED: ListingProblem.UNREADABLE,
}


def read_listing(
    content: bytes, media_type: str, charset: str, url: str, rule: ListRule | None = None, *, today: date
) -> PageListing:
    """Return the items of a page by a rule, without one the best list that it offers.

    `media_type` and `charset` are what the server said, and only hints; `url` is the address that answered, `today` the
    day of the answer in Beijing. Raises nothing: a page without items has a `problem`, but for a feed that is empty.
    """
    if rule is None:
        return offers(content, media_type, charset, url, today=today)[0]
    text = _text_of(content, charset)
    if text is None:
        return PageListing(rule, (), problem=ListingProblem.UNREADABLE)
    found = _data(text, url, today, rule)
    if found is not None:
        is_empty = found.rule.kind is rule.kind is ListingKind.FEED and found.problem is ListingProblem.NO_LIST
        # A feed that was found to be one may well be empty for a while.
        return replace(_as_ruled(found, rule), problem=None) if is_empty else _as_ruled(found, rule)
    if rule.kind is not ListingKind.LIST:
        # A feed that answers with a page: a login, a portal, or a front page.
        found = _page(text, url, today)[0]
        return PageListing(rule, (), problem=found.problem or ListingProblem.NO_LIST)
    return _page(text, url, today, rule)[0]


def offers(content: bytes, media_type: str, charset: str, url: str, *, today: date) -> tuple[PageListing, ...]:
    """Return all that a page offers, the best first, and at least one: that without items, which says why.

    The arguments are those of `read_listing`.
    """
    del media_type  # feeds come as text/html and pages as text/xml
    text = _text_of(content, charset)
    if text is None:
        return (PageListing(ListRule(ListingKind.LIST), (), problem=ListingProblem.UNREADABLE),)
    found = _data(text, url, today)
    return (found,) if found is not None else _page(text, url, today)


def listing_with(offered: tuple[PageListing, ...], example: str) -> PageListing | None:
    """Return the first of the offers whose items hold an example, an address or a title; None for none.

    A title may be cut short, as it is where one copies it off a page.
    """
    example = example.strip()
    if example.startswith(("http://", "https://")):
        address = _comparable(example)
        return next((one for one in offered if any(_comparable(item.url) == address for item in one.items)), None)
    title = _folded(example)
    exact = next((one for one in offered if any(_folded(item.title) == title for item in one.items)), None)
    if exact is not None or len(title) < _LEAST_PART:
        return exact
    return next((one for one in offered if any(title in _folded(item.title) for item in one.items)), None)


_LEAST_PART = 4
"""Characters of a title that tell it from others."""


def _comparable(url: str) -> str:
    return (absolute(url, url) or url).partition("://")[2].rstrip("/")


def _folded(title: str) -> str:
    return re.sub(r"\s|(?:\.{2,}|…+)$", "", plain(title)).lower()


def _text_of(content: bytes, charset: str) -> str | None:
    """The text of a page, None where it is no text or too much of it. Site maps come packed."""
    if content.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            content = unpacker.decompress(content, LARGEST_TEXT + 1)
        except zlib.error:
            return None
    if len(content) > LARGEST_TEXT or content.startswith(_NO_MARKUP) or not is_text(content):
        return None
    text = decode(content, charset)[0]
    return None if has_too_many_tags(text) else text


def _data(text: str, url: str, today: date, rule: ListRule | None = None) -> PageListing | None:
    """The items of a feed, a site map or JSON; None for a page."""
    root = _root_name(text)
    if not root and json_lists.looks_like_json(text):
        return _json(text, url, today, rule if rule is not None and rule.kind is ListingKind.JSON else None)
    kind = _KINDS.get(root)
    if kind is None:
        return None
    tree = parsed_xml(text)
    if tree is None:
        return PageListing(ListRule(kind), (), problem=ListingProblem.UNREADABLE)
    if local_name(tree) == site_maps.ROOT_OF_INDEX:
        return site_maps.site_map_index(tree, url, today)
    return (site_maps.site_map if kind is ListingKind.SITEMAP else feed_items.feed)(tree, url, today)


def _json(text: str, url: str, today: date, rule: ListRule | None) -> PageListing:
    """The list of objects in JSON, else the list in a piece of a page that is in it."""
    inner = rule.fields.get(_INNER) if rule is not None else None
    found = None if inner else json_lists.json_list(text, url, today, rule)
    if found is not None and found.items:
        return found
    for path, piece in json_lists.html_members(text):
        tree = parsed_page(piece)
        if tree is None or has_too_many_tags(piece):
            continue
        outline = outline_of(tree, url, today)
        if rule is not None and inner and path == rule.path:
            listing = list_by_rule(outline, url, ListRule(ListingKind.LIST, inner, rule.fields), today)
        else:
            listing = next(iter(found_lists(outline, url, today)), None) if rule is None else None
        if listing is not None:
            fields = {**listing.rule.fields, _INNER: listing.rule.path}
            return replace(listing, rule=rule or ListRule(ListingKind.JSON, path, fields))
    is_json = found is not None or inner is not None
    problem = ListingProblem.NO_LIST if is_json else ListingProblem.UNREADABLE
    return PageListing(rule or ListRule(ListingKind.JSON), (), problem=problem)


_INNER = "list"
"""The field of a rule for JSON that names the steps to the links, where a member holds a piece of a page."""
_KINDS = {
    **dict.fromkeys(feed_items.ROOTS, ListingKind.FEED),
    **dict.fromkeys((site_maps.ROOT, site_maps.ROOT_OF_INDEX), ListingKind.SITEMAP),
}


def _root_name(text: str) -> str:
    """The name of the first element, without its prefix; "" where the text does not begin with markup."""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    # Declarations and comments stand before it.
    while head.startswith(("<?", "<!")):
        end = "-->" if head.startswith("<!--") else "]>" if re.match(r"<!DOCTYPE[^>]*\[", head) else ">"
        head = head.partition(end)[2].lstrip()
    found = _ROOT.match(head)
    return found[1].rpartition(":")[2].lower() if found else ""


def _as_ruled(found: PageListing, rule: ListRule) -> PageListing:
    """What a page holds, under the rule by which it was asked for."""
    if found.rule.kind is rule.kind:
        return replace(found, rule=rule)
    return PageListing(rule, (), problem=found.problem or ListingProblem.NO_LIST)


def _page(text: str, url: str, today: date, rule: ListRule | None = None) -> tuple[PageListing, ...]:
    """The lists of a page, or that which a rule names; a single one with its problem where there is none."""
    none = PageListing(rule or ListRule(ListingKind.LIST), (), problem=ListingProblem.NO_LIST)
    tree = parsed_page(without_sections(text) if "<record" in text[:_HEAD] else text)
    if tree is None:
        return (none,)
    unpack_records(tree)
    base = base_of(tree, url)
    outline = outline_of(tree, base, today)
    following = next_page(outline, url, base, (script.text or "" for script in tree.iter("script")))
    title = next((title_of(" ".join(one.itertext())) for one in tree.iter("title")), "")
    feeds = feeds_of(tree, base)
    if rule is not None:
        named = list_by_rule(outline, url, rule, today)
        found = [named] if named is not None and named.items else []
    else:
        found = found_lists(outline, url, today)
    if not found or (rule is None and not any(item.published for item in found[0].items)):
        # Of a page that asks for something first, the few links that it has are no list.
        problem = _problem(tree, url)
        if problem is None and not found:
            problem = ListingProblem.SCRIPT if _waits_for_script(tree, outline) else ListingProblem.NO_LIST
        if problem is not None:
            return (replace(none, title=title, feeds=feeds, problem=problem),)
    return tuple(replace(one, title=title, next_url=following, feeds=feeds) for one in found)


def _waits_for_script(tree: "html.HtmlElement", outline: Outline) -> bool:
    """Whether a page has scripts, and an empty element that is called a list."""
    if next(tree.iter("script"), None) is None:
        return False
    return any(
        node.start == node.end
        and node.after == number + 1
        and node.tag in _HOLDERS
        and _LIST_OF_SCRIPT.search(node.marks)
        for number, node in enumerate(outline.nodes)
    )


_HOLDERS = frozenset({"div", "ul", "ol", "tbody", "table", "section"})
_LIST_OF_SCRIPT = re.compile(r"list|data|content|result|news|article|^\s*(?:app|root|main)\b", re.IGNORECASE)


def _problem(tree: "html.HtmlElement", url: str) -> ListingProblem | None:
    """Why a page shows nothing, as capturing knows it; None where it says nothing of the kind."""
    lines = tuple(shown_lines(tree))
    if sum(map(len, lines)) > _MOST_OF_PROBLEM:
        return None
    words = plain(" ".join(lines))
    title = plain(" ".join(" ".join(one.itertext()) for one in tree.iter("title")))
    if len(words) <= _MOST_OF_PORTAL and _PORTAL.search(f"{title} {words}"):
        return ListingProblem.CAPTCHA
    unread = of_page(tree, lines, url)
    return _problem_of(unread, url) if unread is not None else None


def _problem_of(unread: Unreadable, url: str) -> ListingProblem | None:
    if unread.reason is Unread.LED_ELSEWHERE:
        # To another host leads who stands in between; a page that leads to its own site waits for a script.
        return ListingProblem.SCRIPT if host_of(unread.target) == host_of(url) else ListingProblem.CAPTCHA
    return _PROBLEMS.get(unread.reason)
