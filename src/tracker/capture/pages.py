"""Pages of the web: what a reader would read of them, and nothing that acts."""

from collections.abc import Iterator

import trafilatura
from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue]

from tracker.capture.documents import Document, Table, table_of
from tracker.capture.formats import MEDIA_TYPES, Kind
from tracker.domain.errors import UserError

MOST_CELLS = 500_000
_WIDEST_SPAN = 100
_MOST_TAGS = 500_000
"""Tags and attributes of a page: each takes some hundred bytes of memory, and no list that anybody reads has more."""
_MOST_TAGS_OF_ARTICLE = 20_000
"""Up to which trafilatura is asked: it takes a second for these, and five times as long for thrice as many."""
_LONGEST_PROPERTY = 300
_LONGEST_SPAN = 5_000

_INACTIVE = {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "head", "select"}
_LINE = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article", "td", "th"}
# What the pages of Chinese authorities must say of themselves, then what other pages say.
_TITLES = ("articletitle", "og:title")
_PUBLISHERS = ("contentsource", "source", "og:site_name", "sitename")
_DATES = ("pubdate", "article:published_time", "publishdate", "date")
_LEAST_SHARE = 0.2
"""Of the words of a page: a list is taken for navigation where the extraction keeps less."""


def read_page(text: str, name: str = "") -> Document:
    """The readable text of a page with its tables; what it says of itself is its title, publisher and date.

    Raises `content_bomb`.
    """
    if text.count("<") + text.count("=") > _MOST_TAGS:
        raise UserError("content_bomb", field="file", name=name)
    tree = _parsed(text)
    if tree is None:
        return Document(Kind.HTML, MEDIA_TYPES[Kind.HTML], "", ("",))
    said = _said_of_itself(tree)
    return Document(
        Kind.HTML,
        MEDIA_TYPES[Kind.HTML],
        _first(said, _TITLES) or _heading(tree),
        (_readable(text, tree),),
        tuple(_tables(tree)),
        _first(said, _PUBLISHERS),
        _first(said, _DATES),
    )


def _parsed(text: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, ValueError):  # nothing but blanks and comments
        return None


def _said_of_itself(tree: html.HtmlElement) -> dict[str, str]:
    said: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = (meta.get("name") or meta.get("property") or "").lower()
        said.setdefault(key, (meta.get("content") or "").strip()[:_LONGEST_PROPERTY])
    return said


def _first(said: dict[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if said.get(name)), "")


def _heading(tree: html.HtmlElement) -> str:
    for name in ("h1", "title"):
        for element in tree.iter(name):
            words = " ".join(element.text_content().split())
            if words:
                return words[:_LONGEST_PROPERTY]
    return ""


def _readable(text: str, tree: html.HtmlElement) -> str:
    """What trafilatura takes for the article; all words where it finds none, or takes a list for navigation."""
    etree.strip_elements(tree, *_INACTIVE, with_tail=False)
    whole = "\n".join(_lines(tree))
    if text.count("<") > _MOST_TAGS_OF_ARTICLE:
        return whole
    try:
        article = trafilatura.extract(_parsed(text), include_comments=False, include_tables=True, favor_recall=True)
    except (RecursionError, ValueError, etree.LxmlError):  # nested without measure
        article = None
    return article if article and len(article) >= _LEAST_SHARE * len(whole) else whole


def _lines(tree: html.HtmlElement) -> Iterator[str]:
    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _LINE:
            pieces.append("\n")
        pieces.append((element.text if event == "start" else element.tail) or "")
    for line in "".join(pieces).split("\n"):
        if line.strip():
            yield " ".join(line.split())


def _tables(tree: html.HtmlElement) -> Iterator[Table]:
    """Tables that hold no other table: pages are laid out with those."""
    cells = 0
    for table in tree.iter("table"):
        if next(table.iterdescendants("table"), None) is not None:
            continue
        rows = _rows(table, MOST_CELLS - cells)
        cells += sum(map(len, rows))
        caption = next((" ".join(one.text_content().split()) for one in table.iter("caption")), "")
        yield table_of(caption, rows)


def _rows(table: html.HtmlElement, most: int) -> list[list[str]]:
    """The grid of a table, up to `most` cells: a cell that spans several places stands in each of them."""
    grid: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        line: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _hang(line, hanging)
            words = " ".join(cell.text_content().split())
            for _ in range(_span(cell, "colspan", _WIDEST_SPAN)):
                rows = _span(cell, "rowspan", _LONGEST_SPAN)
                if rows > 1:
                    hanging[len(line)] = (rows - 1, words)
                line.append(words)
        _hang(line, hanging)
        most -= len(line)
        if most < 0:
            break
        grid.append(line)
    return grid


def _hang(line: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    """Fill in the cells that reach down from the rows above."""
    while len(line) in hanging:
        place = len(line)
        rows, words = hanging.pop(place)
        if rows > 1:
            hanging[place] = (rows - 1, words)
        line.append(words)


def _span(cell: html.HtmlElement, name: str, most: int) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < len("100000") else 1
