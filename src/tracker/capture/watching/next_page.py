"""The address of the next page of a list."""

import re
from collections.abc import Iterable, Iterator

from tracker.capture.watching.item_text import absolute, host_of
from tracker.capture.watching.page_outline import Outline, OutlineLink
from tracker.domain.text.lines import one_line

_NEXT = re.compile(
    r"[\[【(]?\s*(?:下\s*一?\s*页|后\s*一?\s*页|next(?: page)?)\s*[\])】]?\s*(?:[>›»→]+)?", re.IGNORECASE
)
_ARROW = re.compile(r"[>›»→]|&gt;")
_PAGER = re.compile("pag(?:e|ing|ination)|fenye|(?<![a-z])fy", re.IGNORECASE)
_LONGEST = 12
_MOST_OF_SCRIPTS = 200_000
# The pager of a publishing system that most ministries have: createPageHTML(25, 0, "index", "html"), pages from 0 on.
_CALLED = re.compile(
    r"createPageHTML\(\s*(\d{1,5})\s*,\s*(\d{1,5})\s*,\s*[\"']([\w-]{1,60})[\"']\s*,\s*[\"'](\w{2,5})[\"']"
)
# The same written out in the page: var currentPage = 0, countPage = 25, "index_" + nextPage + ".htm".
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*(\d{1,5})\b")
_COUNT = re.compile(r"\bcountPage\s*=\s*(\d{1,5})\b")
_NAMED = re.compile(r"\b(index)(?:_|\"\s*\+\s*\"_)\"\s*\+\s*nextPage\s*\+\s*\"(?:\.|\.\"\s*\+\s*\")(\w{3,5})")


def next_page(outline: Outline, url: str, base: str, scripts: Iterable[str]) -> str:
    """Return the address of the next page that a page names in a link or a script, on the same host; "" for none.

    `url` is the address of the page itself, `base` that to which its links are relative.
    """
    links = [link.url for link in (*outline.next_links, *_said(outline, _NEXT), *_arrows(outline))]
    own = host_of(url)
    candidates = (*links, absolute(base, _in_scripts("\n".join(scripts)[:_MOST_OF_SCRIPTS].replace("\\", ""))))
    return next((one for one in candidates if one not in ("", url) and host_of(one) == own), "")


def _in_scripts(text: str) -> str:
    """The name of the next page by the pager in the scripts, "" without one and on the last page."""
    called = _CALLED.search(text)
    if called is not None:
        count, current, name, ending = called.groups()
        return f"{name}_{int(current) + 1}.{ending}" if int(current) + 1 < int(count) else ""
    written = (_CURRENT.search(text), _COUNT.search(text), _NAMED.search(text))
    if written[0] is None or written[1] is None or written[2] is None:
        return ""
    following = int(written[0][1]) + 1
    return f"{written[2][1]}_{following}.{written[2][2]}" if following < int(written[1][1]) else ""


def _said(outline: Outline, words: re.Pattern[str]) -> Iterator[OutlineLink]:
    for link in outline.links:
        node = outline.nodes[link.node]
        shown = "".join(outline.texts[node.start : min(node.end, node.start + 3)])
        if any(words.fullmatch(one_line(text[: 2 * _LONGEST])) for text in (shown, link.said)):
            yield link


def _arrows(outline: Outline) -> Iterator[OutlineLink]:
    """Links that are only an arrow lead on where they stand among numbers of pages."""
    for link in _said(outline, _ARROW):
        if any(_PAGER.search(node.marks) for node in outline.around(link.node)[:4]):
            yield link
