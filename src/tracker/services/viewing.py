"""A kept file as it is looked at: its bytes, verified, its readable text, and whether another program may open it."""

from dataclasses import dataclass

from tracker.capture.formats import Kind, identify
from tracker.domain.errors import UserError
from tracker.services.reading import read_content, read_pages
from tracker.services.workspace import Workspace

_PASSIVE = frozenset({Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.TXT, Kind.PNG, Kind.JPEG})
"""Pages of the web run scripts, old workbooks hide macros, and a table of text may become formulas that call out."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file: `content` is None where it is gone or altered, and then `fault` says so. Its `pages` are always known."""

    content: bytes | None
    pages: tuple[str, ...]
    passive: bool
    fault: UserError | None = None


def read_file(workspace: Workspace, sha256: str, name: str) -> KeptFile:
    """An attachment, whatever became of it."""
    pages = read_pages(workspace, sha256)
    try:
        content = read_content(workspace, sha256)
    except UserError as fault:
        return KeptFile(None, pages, passive=False, fault=fault)
    return KeptFile(content, pages, is_passive(content, name))


def is_passive(content: bytes, name: str) -> bool:
    """Whether a file is of a kind that does nothing by itself when it is opened."""
    try:
        return identify(content, name) in _PASSIVE
    except UserError:
        return False
