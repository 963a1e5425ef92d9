"""The words of a DOCX: its paragraphs and tables, in the order of the text."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from zipfile import ZipFile

from tracker.capture.documents import archives
from tracker.capture.documents.documents import PAGE_BREAK, Document, ReadTable, table_of
from tracker.capture.documents.formats import Kind
from tracker.domain.errors import UserError

LARGEST_PART = 60_000_000
"""Bytes of XML that one text may be."""

_MOST_TAGS = 1_200_000
"""Tags and attributes of one text: each takes up to three hundred bytes of memory; a thousand pages have half of it."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MAIN = "wordprocessingml.document.main+xml"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_PART = "word/document.xml"
_CHUNK = 65_536
_WIDEST_SPAN = 63
"""Columns that Word lets a table have."""


class _DoctypeError(Exception):
    """An office document has no document type; whoever writes one is after the entities in it."""


class _NoDoctype(TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise _DoctypeError(name)


def read_docx(data: bytes, name: str) -> Document:
    """The words of a DOCX, parted where Word last broke its pages. Raises `content_broken`, `content_bomb`."""
    with archives.opened(data, name) as archive:
        root = _part(archive, _main_part(archive, name), name)
    blocks, tables = _blocks(root)
    pages = tuple(page.strip() for page in "\n".join(blocks).split(PAGE_BREAK))
    return Document(Kind.DOCX, pages, tuple(tables))


def parse(xml: bytes) -> Element:
    """Parse XML that may have no document type, and so no entities of its own and none from outside."""
    # A document type is what entities need that grow into gigabytes or read files of the machine. Office programs write
    # none, so that it is refused rather than disarmed.
    parser = XMLParser(target=_NoDoctype())  # noqa: S314 - it takes no document type
    for start in range(0, len(xml), _CHUNK):
        parser.feed(xml[start : start + _CHUNK])
    return parser.close()


def _part(archive: ZipFile, path: str, name: str) -> Element:
    if archive.getinfo(path).file_size > LARGEST_PART:
        raise UserError("content_bomb", field="file", name=name)
    xml = archives.member(archive, path)
    # Counted in the bytes: ElementTree makes an object of every tag before it could be stopped.
    if xml.count(b"<") + xml.count(b"=") > _MOST_TAGS:
        raise UserError("content_bomb", field="file", name=name)
    try:
        return parse(xml)
    except (ParseError, _DoctypeError) as fault:
        raise UserError("content_broken", field="file", name=name) from fault


def _main_part(archive: ZipFile, name: str) -> str:
    types = _part(archive, "[Content_Types].xml", name)
    parts = (one.get("PartName", "") for one in types.iter(_OVERRIDE) if _MAIN in one.get("ContentType", ""))
    return next(parts, _PART).lstrip("/")


def _blocks(root: Element) -> tuple[list[str], list[ReadTable]]:
    blocks: list[str] = []
    tables: list[ReadTable] = []
    for element in _descend(root, ("p", "tbl")):
        if _local(element) == "p":
            blocks.append(_paragraph(element))
            continue
        over = next((block for block in reversed(blocks) if block.strip()), "")
        table = table_of(over.strip(), [_row(row) for row in _descend(element, ("tr",))])
        tables.append(table)
        blocks.extend("\t".join(row).rstrip() for row in table.rows)
    return blocks, tables


def _descend(root: Element, names: tuple[str, ...]) -> Iterator[Element]:
    """The outermost elements with these names, in order: rows of a table, and not those of a table inside it."""
    # By a stack: a document whose tables lie in each other a thousand deep would end at Python's limit of recursion.
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        if _local(element) in names:
            yield element
        # What follows in a fallback repeats the words of the drawing before it, for programs that do not know that.
        elif element.tag != _FALLBACK:
            stack.extend(reversed(element))


def _row(row: Element) -> list[str]:
    """The cells of a row, in the columns that they are in: one that spans several is in the first of them."""
    cells: list[str] = []
    for cell in _descend(row, ("tc",)):
        cells.append(_cell(cell))
        cells.extend([""] * (_span(cell) - 1))
    return cells


def _span(cell: Element) -> int:
    """How many columns a cell spans. What its own properties say: a table inside it has cells, too."""
    for element in (element for child in cell if _local(child) == "tcPr" for element in child):
        if _local(element) == "gridSpan":
            value = element.get(f"{_W}val", element.get(f"{_STRICT}val", ""))
            return min(max(int(value), 1), _WIDEST_SPAN) if value.isascii() and value.isdigit() else 1
    return 1


def _cell(cell: Element) -> str:
    return " ".join(" ".join(_paragraph(paragraph) for paragraph in _descend(cell, ("p",))).split())


def _paragraph(paragraph: Element) -> str:
    pieces: list[str] = []
    for element in _descend(paragraph, ("t", "tab", "br", "cr", "lastRenderedPageBreak", "noBreakHyphen")):
        match _local(element):
            case "t":
                pieces.append(element.text or "")
            case "tab":
                pieces.append("\t")
            case "noBreakHyphen":
                pieces.append("-")
            case "lastRenderedPageBreak":
                pieces.append(PAGE_BREAK)
            case _:
                pieces.append(PAGE_BREAK if "page" in element.attrib.values() else "\n")
    return "".join(pieces)


def _local(element: Element) -> str:
    for namespace in (_W, _STRICT):
        if element.tag.startswith(namespace):
            return element.tag.removeprefix(namespace)
    return ""
