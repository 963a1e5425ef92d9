"""Addresses, titles and summaries of items as pages write them, made plain."""

import html
import re
from urllib.parse import urldefrag, urljoin, urlsplit

from tracker.domain.text.lines import one_line, storable
from tracker.domain.watching.listings import LONGEST_ITEM_TITLE, LONGEST_SUMMARY

LONGEST_ADDRESS = 2_000
_LONGEST_MARKUP = 20_000
"""Characters of a title or a summary that are looked at; many feeds give the whole article for a summary."""
_TAG = re.compile(r"<(/?)([a-zA-Z!][a-zA-Z0-9]*)[^<>]*>")
_BREAKING = frozenset({"br", "p", "div", "li", "tr", "td"})
_UNSHOWN = frozenset({"script", "style"})
_BULLET = re.compile(r"^(?:[\s·•●○■□◆◇★☆▪▫▶►▸›»→・※|｜*]|-\s|>\s?)+")
_PINNED = re.compile(r"^(?:[【\[]置顶[\]】]|置顶[:：])\s*")
_NEW = re.compile(
    r"^(?:NEW[!！]?|\[(?:NEW|new)\]|【(?:NEW|new)】)\s*(?=[^\sA-Za-z])|\s*(?:\bNEW[!！]?|\[(?:NEW|new)\]|【(?:NEW|new)】)$"
)


def absolute(base: str, href: str) -> str:
    """Return the address that a link leads to, "" where it is no page of the web: javascript:, mailto:, # and the like.

    A fragment is dropped, unless a script finds its page by it (#/ and #!).
    """
    # As browsers do: no line breaks and tabs, blanks only as %20.
    href = re.sub(r"[\r\n\t]", "", href).strip()
    if not href or len(href) > LONGEST_ADDRESS or (href.startswith("#") and not href.startswith(("#/", "#!"))):
        return ""
    try:
        address = urljoin(base, href)
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or "\\" in parts.netloc:
            return ""
        if not parts.fragment.startswith(("/", "!")):
            address = urldefrag(address).url
    except ValueError:
        return ""
    return storable(address.replace(" ", "%20"))[:LONGEST_ADDRESS]


def host_of(url: str) -> str:
    """Return the host of an address without www., "" for none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def title_of(text: str) -> str:
    """Return a title as it is kept: on one line, without bullets, 置顶 and NEW, which only say where it stands."""
    line = _BULLET.sub("", one_line(storable(text[:_LONGEST_MARKUP])))
    return _NEW.sub("", _PINNED.sub("", line)).strip()[:LONGEST_ITEM_TITLE].strip()


def summary_of(text: str) -> str:
    """Return a summary as it is kept, on one line."""
    return one_line(storable(text[:_LONGEST_MARKUP]))[:LONGEST_SUMMARY].strip()


def without_markup(text: str) -> str:
    """Return the words of a piece of HTML, be its entities escaped once or twice."""
    text = text[:_LONGEST_MARKUP]
    for _ in range(2):
        text = html.unescape(_without_tags(text))
    return _without_tags(text)


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    pieces: list[str] = []
    place = 0
    is_shown = True
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if is_shown:
            pieces += (text[place : tag.start()], " " if name in _BREAKING else "")
        if name in _UNSHOWN:
            is_shown = bool(tag[1])
        place = tag.end()
    return "".join((*pieces, text[place:] if is_shown else ""))
