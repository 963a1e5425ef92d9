"""The pieces of a DOCX that python-docx has no words for, as XML elements."""

from collections.abc import Iterable, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tracker.exports.safely import printable


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """`element("w:ind", left=420)`: an element with attributes in the namespace of WordprocessingML."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def run(text: str, *properties: Any) -> Any:
    """Return a run of text; a line feed is a line break, a tab a tab."""
    made = element("w:r", *([element("w:rPr", *properties)] if properties else []))
    for number, line in enumerate(printable(text).split("\n")):
        if number:
            made.append(element("w:br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                made.append(element("w:tab"))
            if piece:
                made.append(_text(piece))
    return made


def _text(words: str) -> Any:
    made = OxmlElement("w:t")
    made.text = words
    # Else Word drops blanks at the ends of a run, and two words grow together.
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def paragraph(style: str, runs: Iterable[Any], *properties: Any) -> Any:
    """Return a paragraph in a style, by its id."""
    named = [element("w:pStyle", val=style)] if style else []
    return element("w:p", element("w:pPr", *named, *properties), *runs)


def fonts(east: str, latin: str) -> Any:
    """The typefaces of a run or a style: of hanzi, with the signs that both scripts have (“ ” ●), and of letters."""
    # The hint decides for “ ” and ●, which both scripts have: without it Word sets them from the Latin font, half as
    # wide.
    return element("w:rFonts", hint="eastAsia", ascii=latin, hAnsi=latin, eastAsia=east, cs=latin)


def half_points(points: float) -> Sequence[Any]:
    """Return a type size."""
    size = round(points * 2)
    return [element("w:sz", val=size), element("w:szCs", val=size)]


def page_number(before: str, after: str) -> Sequence[Any]:
    """— 1 — as a field that counts by itself."""
    # Spelt out in its parts, with a result that stands until a program counts the pages.
    begin, middle, end = (element("w:fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
    code = OxmlElement("w:instrText")
    code.text = " PAGE "
    return [
        run(before),
        element("w:r", begin),
        element("w:r", code),
        element("w:r", middle),
        run("1"),
        element("w:r", end),
        run(after),
    ]


def link_within(bookmark: str, *runs: Any) -> Any:
    """Return a link to a bookmark of the same document."""
    return element("w:hyperlink", *runs, anchor=bookmark, history=1)


def link_out(relation: str, *runs: Any) -> Any:
    """Return a link to an address, by its relation."""
    made = element("w:hyperlink", *runs, history=1)
    made.set(qn("r:id"), relation)
    return made


def bookmark(name: str, number: int) -> tuple[Any, Any]:
    """Return where a bookmark begins and ends."""
    return element("w:bookmarkStart", id=number, name=name), element("w:bookmarkEnd", id=number)


Rule = tuple[int, str]
"""A line of a table: eighths of a point, and its colour."""
INK_RULE = (8, "1F2328")
PALE_RULE = (4, "CFCAC1")
NO_RULE = (0, "auto")


def table(
    widths: Sequence[int],
    rows: Iterable[Any],
    *,
    above: Rule = INK_RULE,
    between: Rule = PALE_RULE,
    below: Rule = INK_RULE,
) -> Any:
    """Return a table of fixed columns, in twentieths of a point, with rules above, between and below its rows."""
    sides = {"top": above, "left": NO_RULE, "bottom": below, "right": NO_RULE, "insideH": between, "insideV": NO_RULE}
    rules = [
        element(f"w:{side}", val="single" if size else "nil", sz=size, space=0, color=colour)
        for side, (size, colour) in sides.items()
    ]
    margins = [element(f"w:{side}", w=width, type="dxa") for side, width in _CELL_MARGINS]
    properties = element(
        "w:tblPr",
        element("w:tblW", w=sum(widths), type="dxa"),
        element("w:tblBorders", *rules),
        element("w:tblLayout", type="fixed"),
        element("w:tblCellMar", *margins),
    )
    grid = element("w:tblGrid", *(element("w:gridCol", w=width) for width in widths))
    return element("w:tbl", properties, grid, *rows)


_CELL_MARGINS = (("top", 60), ("left", 80), ("bottom", 60), ("right", 80))


def row(cells: Iterable[Any], *, heading: bool = False, splits: bool = False) -> Any:
    """Return a row, which is repeated on every page or stays on one."""
    properties = [] if splits else [element("w:cantSplit")]
    properties += [element("w:tblHeader")] if heading else []
    return element("w:tr", element("w:trPr", *properties), *cells)


def cell(width: int, paragraphs: Sequence[Any], ground: str = "") -> Any:
    """Return a cell with at least one paragraph, without which Word takes the file for broken."""
    shade = [shading(ground)] if ground else []
    properties = element("w:tcPr", element("w:tcW", w=width, type="dxa"), *shade)
    return element("w:tc", properties, *(paragraphs or [element("w:p")]))


def shading(ground: str) -> Any:
    """Return the ground behind a run or a cell, #RRGGBB."""
    return element("w:shd", val="clear", color="auto", fill=ground.lstrip("#"))


def colour(value: str) -> Any:
    """Return the colour of a run, #RRGGBB."""
    return element("w:color", val=value.lstrip("#"))
