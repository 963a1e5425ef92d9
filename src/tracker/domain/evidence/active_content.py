"""What in a file would do something by itself, or reach for something elsewhere, in the program that opens it."""

from dataclasses import dataclass
from enum import StrEnum


class Active(StrEnum):
    """Kinds of active content, by what they do."""

    SCRIPT = "script"
    LAUNCH = "launch"
    AUTOMATIC = "automatic"
    FORM = "form"
    OTHER_FILE = "other_file"
    EMBEDDED_FILE = "embedded_file"
    MEDIA = "media"
    XFA = "xfa"
    TEMPLATE = "template"
    PICTURE = "picture"
    EXTERNAL = "external"
    WORKBOOK = "workbook"
    CONNECTION = "connection"
    DDE = "dde"
    FIELD = "field"
    COMPUTED_FIELD = "computed_field"
    FORMULA = "formula"
    OBJECT = "object"
    CONTROL = "control"
    MACROS = "macros"
    ADD_IN = "add_in"
    FOREIGN_PART = "foreign_part"
    PROGRAM_LINK = "program_link"
    COMPUTED_LINK = "computed_link"
    UNSEEN = "unseen"


class ActivePlace(StrEnum):
    """Where in an office document something stands, as its readers call it."""

    TEXT = "text"
    HEADER = "header"
    FOOTER = "footer"
    NOTES = "notes"
    COMMENTS = "comments"
    SETTINGS = "settings"
    STYLES = "styles"
    SHEET = "sheet"
    WORKBOOK = "workbook"
    SLIDE = "slide"
    DRAWING = "drawing"
    PACKAGE = "package"


_PLACES = {
    "document": ActivePlace.TEXT,
    "header": ActivePlace.HEADER,
    "footer": ActivePlace.FOOTER,
    "footnotes": ActivePlace.NOTES,
    "endnotes": ActivePlace.NOTES,
    "comments": ActivePlace.COMMENTS,
    "settings": ActivePlace.SETTINGS,
    "websettings": ActivePlace.SETTINGS,
    "styles": ActivePlace.STYLES,
    "numbering": ActivePlace.STYLES,
    "glossary": ActivePlace.STYLES,
    "sheet": ActivePlace.SHEET,
    "workbook": ActivePlace.WORKBOOK,
    "slide": ActivePlace.SLIDE,
    "vmldrawing": ActivePlace.DRAWING,
    "drawing": ActivePlace.DRAWING,
    "chart": ActivePlace.DRAWING,
}


@dataclass(frozen=True, slots=True)
class ActiveContent:
    """One find. `part` is the part of an office document that it is in, `page` the page of a PDF from 1; "" and 0
    mean the whole document. `words` are those around it, a cell, or what it reaches for."""

    kind: Active
    part: str = ""
    page: int = 0
    words: str = ""

    @property
    def place(self) -> ActivePlace | None:
        """What the readers of the document call the part."""
        if not self.part:
            return None
        stem = self.part.rpartition("/")[2].partition(".")[0].lower().rstrip("0123456789")
        return _PLACES.get(stem, ActivePlace.PACKAGE)
