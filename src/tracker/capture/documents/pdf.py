"""The text layer of a PDF, page by page; a process of its own reads it, see `sandboxed_reader`."""

from tracker.capture.documents.documents import Document
from tracker.capture.documents.formats import MEDIA_TYPES, Kind
from tracker.capture.documents.sandboxed_reader import read_apart
from tracker.domain.commitments.progress import Progress


def read_pdf(data: bytes, name: str, progress: Progress) -> Document:
    """The words of every page; a scan has none.

    Raises `content_encrypted`, `content_broken`, `content_bomb`; lets `Cancelled` pass.
    """
    return Document(Kind.PDF, MEDIA_TYPES[Kind.PDF], "", tuple(read_apart("pdf", data, name, progress)))
