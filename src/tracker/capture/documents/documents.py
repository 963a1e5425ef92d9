"""What was read off a document."""

from dataclasses import dataclass

from tracker.capture.documents.formats import MEDIA_TYPES, Kind
from tracker.domain.evidence.unreadable import Unreadable

PAGE_BREAK = "\f"


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table with every row as long as the longest. `name` is that of the sheet, or the words over it."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document as text: a page of a PDF or DOCX, a sheet of a workbook, a whole page of the web each one `pages`.

    A picture, and a scan without a text layer, have no words: their pages are empty, and `unread` says why.

    `publisher`, `site` and `published` are what the document says of itself in its own properties, or "", `account` is
    whose it is where an account publishes under a name, `marked` are the names in elements that call themselves a
    source, and `address` is where it says that it was found. `lines` are all that shows on a page of the web, its text
    among them. `read_by_ocr` are the numbers of the pages, from 1, whose words were read off a picture, to be checked.
    `columns` are the pages of a PDF whose text goes across its two columns, in the order of those, and "" for others.
    """

    kind: Kind
    pages: tuple[str, ...] = ()
    tables: tuple[ReadTable, ...] = ()
    title: str = ""
    publisher: str = ""
    published: str = ""
    account: str = ""
    site: str = ""
    marked: tuple[str, ...] = ()
    address: str = ""
    lines: tuple[str, ...] = ()
    unread: Unreadable | None = None
    read_by_ocr: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """That of its kind."""
        return MEDIA_TYPES[self.kind]

    @property
    def text(self) -> str:
        """All pages, a form feed between them."""
        return PAGE_BREAK.join(self.pages)

    @property
    def pages_without_text(self) -> tuple[int, ...]:
        """The numbers of the pages of a PDF, from 1, on which there are no words: pages that were scanned, or empty."""
        if self.kind is not Kind.PDF:
            return ()
        return tuple(number for number, page in enumerate(self.pages, 1) if not page.strip())


def table_of(name: str, rows: list[list[str]]) -> ReadTable:
    """A table with its rows filled up to one length, and without the empty ones at its end."""
    while rows and not any(rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    return ReadTable(name, tuple((*row, *("",) * (width - len(row))) for row in rows))
