"""The outline of a page: its elements, the pieces of text that show, and its links, each with its place."""

import re
from dataclasses import dataclass, field
from datetime import date

from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue]

from tracker.capture.watching.item_days import day_of_moment
from tracker.capture.watching.item_text import absolute
from tracker.capture.web.page_tree import BLOCKS, INACTIVE, parsed_page
from tracker.domain.text.lines import one_line

_NAMED_BY_CLASS = frozenset({
    "div", "ul", "ol", "dl", "table", "section", "main", "article", "aside", "nav", "header", "footer",
})  # fmt: skip
"""Elements whose class tells one list from another; that of a row or a link only says how it looks."""
_STATES = frozenset({
    "first", "last", "odd", "even", "on", "active", "cur", "current", "selected", "hover", "line", "hide", "show",
    "top", "hidden", "clearfix", "new", "red", "hot",
})  # fmt: skip
_CLASS = re.compile(r"[A-Za-z_-][\w-]*")
_INLINE_BLOCKS = frozenset({"ul", "ol", "dl", "time", "hr", "img"})


@dataclass(slots=True)
class Node:
    """An element: the pieces of text within it are those from `start` up to `end`."""

    tag: str
    parent: int
    depth: int
    path: int
    """The number of its path: the same for all that stand in the same steps."""
    column: int
    """Its place among the cells of a row, from 1; else 0."""
    marks: str
    """Its classes and id."""
    start: int
    end: int = 0
    after: int = 0
    """The number of the first node behind it."""


@dataclass(frozen=True, slots=True)
class OutlineLink:
    """A link of the page: its node, where it leads to, and what its title attribute says."""

    node: int
    url: str
    said: str


@dataclass(slots=True)
class Outline:
    """The outline of a page. Node 0 is the page itself."""

    nodes: list[Node] = field(default_factory=list["Node"])
    texts: list[str] = field(default_factory=list[str])
    blocks: list[int] = field(default_factory=list[int])
    """For each piece of text the number of the block that it stands in."""
    links: list[OutlineLink] = field(default_factory=list["OutlineLink"])
    steps: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    """For each path the path above and its last step."""
    next_links: list[OutlineLink] = field(default_factory=list["OutlineLink"])
    """Links that say of themselves that they lead to the next page."""

    def path_of(self, path: int) -> str:
        """Return a path as its steps from the top."""
        steps: list[str] = []
        while path >= 0:
            path, step = self.steps[path]
            steps.append(step)
        return "/".join(reversed(steps))

    def around(self, node: int) -> list[Node]:
        """Return the element and those around it, from the inside."""
        found: list[Node] = []
        while node >= 0:
            found.append(self.nodes[node])
            node = self.nodes[node].parent
        return found


class _Walk:
    """One pass over a tree, which numbers its elements, paths and pieces of text."""

    def __init__(self, base: str, today: date) -> None:
        self.outline = Outline()
        self._base = base
        self._today = today
        self._paths: dict[tuple[int, str], int] = {}
        self._columns: dict[int, int] = {}
        self._open: list[int] = []
        self._block = 0

    def start(self, element: html.HtmlElement) -> None:
        """Note an element and the text that it begins with."""
        tag = str(element.tag)
        parent = self._open[-1] if self._open else -1
        above = self.outline.nodes[parent] if parent >= 0 else None
        column = 0
        if tag in ("td", "th"):
            self._columns[parent] = column = self._columns.get(parent, 0) + 1
        path = self._path(above.path if above else -1, _step(tag, element, column))
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        number = len(self.outline.nodes)
        self.outline.nodes.append(
            Node(tag, parent, above.depth + 1 if above else 0, path, column, marks, len(self.outline.texts))
        )
        self._open.append(number)
        self._block += tag in BLOCKS or tag in _INLINE_BLOCKS
        if tag in ("a", "area", "link"):
            self._link(element, number)
        stamp = day_of_moment(element.get("datetime") or "", self._today) if tag == "time" else ""
        self.text(stamp or element.text)

    def end(self, element: html.HtmlElement) -> None:
        """Close an element, and note the text behind it."""
        node = self.outline.nodes[self._open.pop()]
        node.end = len(self.outline.texts)
        node.after = len(self.outline.nodes)
        self._block += node.tag in BLOCKS or node.tag in _INLINE_BLOCKS
        self.text(element.tail)

    def text(self, text: str | None) -> None:
        """Note a piece of text. Blanks alone belong to the piece before."""
        if not text:
            return
        texts = self.outline.texts
        if text.isspace():
            if texts and self.outline.blocks[-1] == self._block and not texts[-1].endswith(" "):
                texts[-1] += " "
            return
        texts.append(text)
        self.outline.blocks.append(self._block)

    def _path(self, above: int, step: str) -> int:
        key = (above, step)
        if key not in self._paths:
            self._paths[key] = len(self._paths)
            self.outline.steps.append(key)
        return self._paths[key]

    def _link(self, element: html.HtmlElement, number: int) -> None:
        url = absolute(self._base, element.get("href") or "")
        link = OutlineLink(number, url, one_line(element.get("title") or ""))
        if url and "next" in (element.get("rel") or "").lower().split():
            self.outline.next_links.append(link)
        if url and element.tag == "a":
            self.outline.links.append(link)


def _step(tag: str, element: html.HtmlElement, column: int) -> str:
    if column:
        return f"td:{column}"
    classes = (element.get("class") or "").split()[:8] if tag in _NAMED_BY_CLASS else []
    kept = {re.sub(r"\d+", "", name) for name in classes if _CLASS.fullmatch(name) and name.lower() not in _STATES}
    # Broken markup has elements with any signs in their names; a path has to be read back.
    return ".".join((re.sub(r"[^\w-]", "", tag), *sorted(kept - {""})))


def outline_of(tree: html.HtmlElement, base: str, today: date) -> Outline:
    """Return the outline of a page; `base` is the address that its links are relative to."""
    walk = _Walk(base, today)
    hidden: html.HtmlElement | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if hidden is not None:
            if event == "end" and element is hidden:
                walk.text(element.tail)
                hidden = None
        elif event == "end":
            walk.end(element)
        elif element.tag == "title" or (element.tag in INACTIVE and element.tag != "head"):
            hidden = element
        else:
            walk.start(element)
    return walk.outline


def unpack_records(tree: html.HtmlElement) -> None:
    """Put the records that a common publishing system (jpage) keeps in a script of XML where that script stands."""
    for script in list(tree.iter("script")):
        words = script.text or ""
        if "xml" in (script.get("type") or "").lower() and "<record" in words:
            records = parsed_page(without_sections(words))
            parent = script.getparent()
            if records is not None and parent is not None:
                records.tag = "div"
                records.tail = script.tail
                parent.replace(script, records)


def without_sections(text: str) -> str:
    """Return markup without the marks of its CDATA sections, which HTML does not know."""
    return text.replace("<![CDATA[", "").replace("]]>", "")


def base_of(tree: html.HtmlElement, url: str) -> str:
    """Return the address that the links of a page are relative to: that of its <base>, else its own."""
    named = next((one.get("href") for one in tree.iter("base") if one.get("href")), None)
    return (absolute(url, named) if named else "") or url


def feeds_of(tree: html.HtmlElement, base: str) -> tuple[str, ...]:
    """Return the addresses of the feeds that a page names, each once."""
    found = (
        absolute(base, one.get("href") or "")
        for one in tree.iter("link")
        if "alternate" in (one.get("rel") or "").lower().split()
        and re.search(r"(?:rss|atom|rdf|feed\+json)", (one.get("type") or "").lower())
    )
    return tuple(dict.fromkeys(filter(None, found)))
