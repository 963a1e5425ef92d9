"""The address of the next page of a list."""

import re
from collections.abc import Iterator

from tracker.capture.watching.item_text import host_of
from tracker.capture.watching.page_outline import Link, Outline
from tracker.domain.text.lines import one_line

_NEXT = re.compile(
    r"[\[【(]?\s*(?:下\s*一?\s*页|后\s*一?\s*页|next(?: page)?)\s*[\])】]?\s*(?:[>›»→]+)?", re.IGNORECASE
)
_ARROW = re.compile(r"[>›»→]|&gt;")
_PAGER = re.compile(r"(?:^|[\s_-])\w*(?:page|pager|pages|paging|pagination|fenye|fy)\w*(?:$|[\s_-])", re.IGNORECASE)
_LONGEST = 12


def next_page(outline: Outline, url: str) -> str:
    """Return the address of the next page that a page names, on the same host; "" for none.

    `url` is the address of the page itself.
    """
    candidates = [*outline.next_links, *_said(outline, _NEXT), *_arrows(outline)]
    own = host_of(url)
    return next((link.url for link in candidates if link.url != url and host_of(link.url) == own), "")


def _said(outline: Outline, words: re.Pattern[str]) -> Iterator[Link]:
    for link in outline.links:
        node = outline.nodes[link.node]
        shown = "".join(outline.texts[node.start : min(node.end, node.start + 3)])
        if any(words.fullmatch(one_line(text[: 2 * _LONGEST])) for text in (shown, link.said)):
            yield link


def _arrows(outline: Outline) -> Iterator[Link]:
    """Links that are only an arrow lead on where they stand among numbers of pages."""
    for link in _said(outline, _ARROW):
        if any(_PAGER.search(node.marks) for node in outline.around(link.node)[:4]):
            yield link
