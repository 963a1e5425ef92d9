"""A page of the web as a tree, and the lines of it that show."""

import re
from collections.abc import Iterator

from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue]

from tracker.capture.particulars.conventions import INVISIBLE

MOST_TAGS = 500_000
"""Tags and attributes of a page: each takes some hundred bytes of memory, and no list that anybody reads has more."""
INACTIVE = frozenset({"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "head", "select"})
BLOCKS = frozenset((
    "p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article", "td", "th", "dt",
    "dd", "header", "footer", "nav", "aside", "main", "blockquote", "figure", "figcaption", "form", "center", "pre",
))  # fmt: skip
"""Elements that stand on lines of their own."""

_BREAKS = re.compile(r"[\r\n]+")


def has_too_many_tags(text: str) -> bool:
    """Whether a page has more tags and attributes than are read."""
    return text.count("<") + text.count("=") > MOST_TAGS


def parsed_page(text: str) -> html.HtmlElement | None:
    """Return the tree of a page, None where there is nothing but blanks and comments."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, ValueError):  # nothing but blanks and comments
        return None


def shown_lines(tree: html.HtmlElement) -> Iterator[str]:
    """What shows of a page, a line for each block; what is inactive is passed over.

    A line that breaks in the source breaks on the page only within <pre>.
    """
    pieces: list[str] = []
    hidden: html.HtmlElement | None = None
    kept = 0
    # Not itertext, which does not tell where a block ends; nor by recursion, whose limit hostile pages nest beyond.
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if hidden is None:
            if element.tag in BLOCKS:
                pieces.append("\n")
            if event == "start" and element.tag in INACTIVE:
                hidden = element
            else:
                kept += (element.tag == "pre") * (1 if event == "start" else -1)
                words = (element.text if event == "start" else element.tail) or ""
                pieces.append(words if kept else _BREAKS.sub(" ", words))
        elif event == "end" and element is hidden:
            pieces.append((element.tail or "") if kept else _BREAKS.sub(" ", element.tail or ""))
            hidden = None
    for line in INVISIBLE.sub("", "".join(pieces)).split("\n"):
        if line.strip():
            yield " ".join(line.split())
