"""Pages of the web: what a reader would read of them, and nothing that acts."""

from collections.abc import Iterator, Sequence

import trafilatura
from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue]

from tracker.capture.documents.documents import Document, ReadTable, table_of
from tracker.capture.documents.formats import Kind
from tracker.capture.web import page_properties
from tracker.capture.web.page_tree import INACTIVE, has_too_many_tags, parsed_page, shown_lines
from tracker.capture.web.unread_pages import of_page
from tracker.domain.errors import UserError

MOST_CELLS = 500_000
_WIDEST_SPAN = 100
_MOST_TAGS_OF_ARTICLE = 20_000
"""Up to which trafilatura is asked: it takes a second for these, and five times as long for thrice as many."""
_LONGEST_SPAN = 5_000

_LEAST_CELL = 100
"""Characters of a row with a single cell that is no row of figures or names."""
_LEAST_SHARE = 0.2
"""Of the words of a page: a list is taken for navigation where the extraction keeps less."""


def read_page(text: str, name: str = "", url: str = "") -> Document:
    """The readable text of a page with its tables, and what it says of itself; `url` is where it was found.

    Raises `content_bomb`.
    """
    if has_too_many_tags(text):
        raise UserError("content_bomb", field="file", name=name)
    tree = parsed_page(text)
    if tree is None:
        return Document(Kind.HTML, ("",))
    page_properties.without_archive(tree)
    found_in = page_properties.original_address(url)
    lines = tuple(shown_lines(tree))
    unread = of_page(tree, lines, url)
    if unread is not None:
        return Document(Kind.HTML, ("\n".join(lines),), address=found_in, unread=unread)
    said = page_properties.properties_of(tree, text, list(lines))
    # Only now: title, day and account may stand in the scripts, and why a page shows nothing does.
    etree.strip_elements(tree, *INACTIVE, with_tail=False)
    return Document(
        Kind.HTML,
        (_readable(text, lines),),
        tuple(_tables(tree)),
        said.title,
        publisher=said.source,
        published=said.published,
        account=said.account,
        site=said.site,
        marked=said.marked,
        address=found_in or said.address,
        lines=lines,
    )


def _readable(text: str, lines: Sequence[str]) -> str:
    """What trafilatura takes for the article; all words where it finds none, or takes a list for navigation."""
    whole = "\n".join(lines)
    if text.count("<") > _MOST_TAGS_OF_ARTICLE:
        return whole
    try:
        # Parsed once more: what trafilatura does to the tree that it is given is its own affair, and tables are still
        # to be read off ours.
        article = trafilatura.extract(parsed_page(text), include_comments=False, include_tables=True, favor_recall=True)
    except (RecursionError, ValueError, etree.LxmlError):  # nested without measure
        article = None
    # A list of firms looks like navigation: short lines, hardly a verb, many links.
    if not article or len(article) < _LEAST_SHARE * len(whole) or _is_laid_out(article):
        return whole
    return article


def _is_laid_out(article: str) -> bool:
    """Whether what was taken for a table of the article is the table that an old page is laid out with."""
    return any(
        line.startswith("| ") and line.count("|") <= 3 and len(line) >= _LEAST_CELL for line in article.split("\n")
    )


def _tables(tree: html.HtmlElement) -> Iterator[ReadTable]:
    """Tables that hold no other table: pages are laid out with those."""
    cells = 0
    for table in tree.iter("table"):
        # Pages of the 2000s are laid out with tables inside tables; only the innermost hold anything that belongs in
        # rows.
        if next(table.iterdescendants("table"), None) is not None:
            continue
        rows = _rows(table, MOST_CELLS - cells)
        cells += sum(map(len, rows))
        caption = next((" ".join(one.text_content().split()) for one in table.iter("caption")), "")
        yield table_of(caption, rows)


def _rows(table: html.HtmlElement, most: int) -> list[list[str]]:
    """The grid of a table, up to `most` cells: a cell that spans several places is in each of them."""
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
        # rowspan and colspan multiply: a hundred cells of five thousand rows are half a million.
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
