"""A kept file as it is looked at: its bytes, verified, its readable text, and whether another program may open it.

The window imports this before its ledger is open, so what brings SQLModel with it is imported when a file is read.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.capture.active.active_content import active_content, is_two_in_one
from tracker.capture.documents.files import display_name, safe_name
from tracker.capture.documents.formats import LARGEST_FILE, Kind, identify
from tracker.capture.documents.reader_start import reader_command
from tracker.capture.documents.sandboxed_reader import is_over_limit
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError

if TYPE_CHECKING:
    from tracker.services.ledgers.workspace import Workspace

_SUFFIXES = {kind: f".{kind}" for kind in Kind} | {Kind.JPEG: ".jpg"}
_NEVER = {Kind.HTML: "page_not_handed", Kind.CSV: "table_not_handed", Kind.XLS: "workbook_not_handed"}
"""Pages of the web run scripts, a table of text may become formulas that call out, and old workbooks hide macros."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file: `content` is None where it is gone or altered, and then `fault` says so. Its `pages` are always known."""

    content: bytes | None
    pages: tuple[str, ...]
    fault: UserError | None = None


@dataclass(frozen=True, slots=True)
class HandedFile:
    """How a file may leave the house: under a `name` that ends as its content is, whatever a stranger called it.

    `barrier` says why another program is not to open it, if it is not.
    """

    name: str
    barrier: UserError | None = None


def read_file(workspace: "Workspace", sha256: str, name: str) -> KeptFile:
    """An attachment, whatever became of it."""
    from tracker.services.commitments.reading import read_content, read_pages

    pages = read_pages(workspace, sha256)
    try:
        return KeptFile(read_content(workspace, sha256), pages)
    except UserError as fault:
        return KeptFile(None, pages, fault)


def name_to_show(name: str) -> str:
    """The name of a file without what disguises it: marks that turn the direction of reading, line breaks, folders."""
    return display_name(name) or "—"


def name_to_hand(content: bytes, name: str) -> str:
    """The name under which a copy may be saved: cleaned, and with the suffix of what the file is."""
    kind = _kind_of(content, name)
    return safe_name(name, _SUFFIXES[kind] if kind is not None else "")


def look_through(content: bytes, name: str, progress: Progress = unwatched) -> HandedFile:
    """Whether another program may open a file: only one of a known kind that does nothing by itself.

    Lets `Cancelled` pass.
    """
    handed = name_to_hand(content, name)
    kind = _kind_of(content, name)
    if kind is None:
        return HandedFile(handed, UserError("content_unknown", field="file", name=handed))
    if kind in _NEVER:
        return HandedFile(handed, UserError(_NEVER[kind], field="file", name=handed))
    # Asked first: the search below reads a file as the kind that it seems, and another program may open it as the
    # other.
    if is_two_in_one(content, kind):
        return HandedFile(handed, UserError("content_disguised", field="file", name=handed))
    found = active_content(content, kind, name, progress)
    return HandedFile(handed, UserError("content_active", field="file", name=handed, found=found) if found else None)


def page_reader() -> list[str]:
    """Return the command of the process that draws a PDF; `capture.documents.page_process` says how to ask it."""
    return reader_command("tracker.capture.documents.page_process")


def page_fault(signal: int) -> str:
    """Return the code of the error by which that process ended; 0 is no signal."""
    return "content_bomb" if is_over_limit(-signal) else "content_broken"


def _kind_of(content: bytes, name: str) -> Kind | None:
    """What a file is; None where that is not known, or nothing that would be taken in."""
    try:
        return identify(content, name, largest_text=LARGEST_FILE)
    except UserError:
        return None
