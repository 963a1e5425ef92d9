"""Whether a file that is kept would do more than show itself in another program. A process of its own looks through it.

A file can also be two in one, such as a picture that is a Java program as well: what counts is what the program takes
it for that the system chooses.
"""

import io
import zipfile

from tracker.capture.active.active_office import MOST_FOUND
from tracker.capture.documents.formats import Kind
from tracker.capture.documents.sandboxed_reader import read_sandboxed
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.evidence.active_content import Active, ActiveContent

_READERS = {Kind.PDF: "active-pdf", Kind.DOCX: "active-office", Kind.XLSX: "active-office"}
_OFFICE = (Kind.DOCX, Kind.XLSX)
_END = b"PK\x05\x06"
_END_SIZE = 22
_MARK = b"\xef\xbb\xbf"


def active_content(data: bytes, kind: Kind, name: str, progress: Progress = unwatched) -> tuple[ActiveContent, ...]:
    """What acts in a file that was identified as `kind`; `Active.UNSEEN` where it cannot be looked through.

    Lets `Cancelled` pass.
    """
    reader = _READERS.get(kind)
    if reader is None:
        return ()
    try:
        return _looked_through(reader, data, name, progress)
    # What cannot be looked through to the end is taken for active: a reader that gives up is what a hostile file is
    # made for.
    except UserError:
        return (ActiveContent(Active.UNSEEN),)


def active_in_office(data: bytes, name: str, progress: Progress = unwatched) -> tuple[ActiveContent, ...]:
    """What acts in an office document. Raises what `read_sandboxed` raises where it cannot be looked through."""
    return _looked_through(_READERS[Kind.DOCX], data, name, progress)


def _looked_through(reader: str, data: bytes, name: str, progress: Progress) -> tuple[ActiveContent, ...]:
    found = read_sandboxed(reader, data, name, progress)
    told = dict.fromkeys(ActiveContent(Active(kind), part, page, words) for kind, part, page, words in found)
    return tuple(told)[:MOST_FOUND]


def is_two_in_one(data: bytes, kind: Kind) -> bool:
    """Whether a file is of another kind as well: it begins or ends as one, or an archive hangs on it."""
    if kind is Kind.PDF:
        return not data.removeprefix(_MARK).lstrip(b"\t\n\x0c\r ").startswith(b"%PDF-") or _has_archive(data)
    if kind in _OFFICE:
        return not _is_one_archive(data)
    return _has_archive(data)


def _has_archive(data: bytes) -> bool:
    return zipfile.is_zipfile(io.BytesIO(data))


def _is_one_archive(data: bytes) -> bool:
    """Whether the archive begins where the file begins, ends where it ends, and has nothing to say besides."""
    # An archive is read from its end: anything may stand before it, such as a picture or a page of the web, and be what
    # another program takes the file for.
    end = len(data) - _END_SIZE
    if data[end : end + 4] != _END:
        return False
    size, start = (int.from_bytes(data[end + at : end + at + 4], "little") for at in (12, 16))
    return start + size == end or 0xFFFFFFFF in (size, start)
