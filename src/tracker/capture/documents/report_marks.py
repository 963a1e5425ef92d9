"""Finds the mark of a ledger in a report that somebody sent. The file is a stranger's: it is read within limits."""

from dataclasses import dataclass

from tracker.capture.documents import archives
from tracker.capture.documents.charsets import decode
from tracker.capture.documents.formats import Kind, identify
from tracker.capture.documents.reading import read
from tracker.capture.spreadsheets.returned_forms import form_mark
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.reports.report_mark import LONGEST, ReportMark, printed_mark_in, whole_mark_in

_SCHEME = b"commitment-ledger:"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PLACES = ("docProps/core.xml", "docProps/custom.xml", "datapackage.json")
"""Where DOCX, XLSX and data packages keep it."""
_LARGEST_PLACE = 1_000_000
"""Bytes of such a part; ours have a few thousand."""
_CALENDAR = b"BEGIN:VCALENDAR"
_FOLD = b"\r\n "
_MOST_TRIES = 1_000
_PAPERS = (Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.XLS)


@dataclass(frozen=True, slots=True)
class FoundMarks:
    """`mark` is that of a report; `form` the ledger and the number of a form that a department was sent."""

    mark: ReportMark | None = None
    form: tuple[str, str] | None = None


def marks_in(data: bytes, name: str, progress: Progress = unwatched) -> FoundMarks:
    """Return what a file says of where it comes from: in its metadata, else in the line at the top of its words.

    The name tells nothing: what a file is, its bytes say. Raises what `identify` and `read` raise, and lets
    `Cancelled` pass.
    """
    if data.startswith(_ZIP):
        mark = _in_archive(data, name)
    else:
        mark = _in_bytes(data.replace(_FOLD, b"") if data.startswith(_CALENDAR) else data)
    if mark is not None and mark.is_whole:
        return FoundMarks(mark)
    if mark is None and data.startswith(_ZIP) and (form := form_mark(data, "")):
        return FoundMarks(form=form)
    return FoundMarks(mark or _in_words(data, progress))


def _in_bytes(data: bytes) -> ReportMark | None:
    """The mark where nothing is packed: HTML, JSON, calendars, and the metadata of a PDF for the archive."""
    place = data.find(_SCHEME)
    # A file that is made of the scheme alone would otherwise be tried at every byte.
    for _ in range(_MOST_TRIES):
        if place < 0:
            break
        if found := whole_mark_in(data[place : place + LONGEST].decode("ascii", errors="replace")):
            return found
        place = data.find(_SCHEME, place + 1)
    return None


def _in_archive(data: bytes, name: str) -> ReportMark | None:
    with archives.opened(data, name) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
        places = [place for place in _PLACES if sizes.get(place, _LARGEST_PLACE) < _LARGEST_PLACE]
        texts = [archives.member(archive, place).decode("utf-8", errors="replace") for place in places]
    # A whole mark in any of the places goes before the digits of a printed one, which only narrow down.
    for look in (whole_mark_in, printed_mark_in):
        for text in texts:
            if found := look(text):
                return found
    return None


def _in_words(data: bytes, progress: Progress) -> ReportMark | None:
    """The mark in the words that show, which outlast printing and saving by another program."""
    kind = identify(data)
    if kind in _PAPERS:
        return printed_mark_in(read(data, kind, progress=progress).text)
    return None if kind in (Kind.PNG, Kind.JPEG) else printed_mark_in(decode(data)[0])
