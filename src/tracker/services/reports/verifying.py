"""Hold a report that somebody has against the ledger: is it as it was written, and is the history as it was then?"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from tracker.capture.documents.files import display_name, hash_file, read_file
from tracker.capture.documents.report_marks import FoundMarks, marks_in
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.reports.past_report import PastReport
from tracker.domain.reports.report_mark import ReportMark
from tracker.domain.reports.site_files import MARKER, SiteFiles, compared, is_ours
from tracker.domain.reports.verification import MarkedEvent, Outcome, Verification
from tracker.locations import typed_path
from tracker.services.ledgers.workspace import Workspace
from tracker.store.events import seals
from tracker.store.exchange import sent_forms
from tracker.store.reports import past_reports
from tracker.store.reports import report_marks as marks


def verify_report(workspace: Workspace, place: str | Path, progress: Progress = unwatched) -> Verification:
    """Say whether a file is a report or form as this ledger wrote it, and whether the history up to it is the same.

    A folder is a site of public pages: then its marker is looked at, and each file that this lists. Nothing is
    recorded. Raises what `capture.files.read_file` raises for what is no ordinary file; a file in which no
    mark could be looked for tells why in `unread`. Lets `Cancelled` pass.
    """
    path = typed_path(place)
    if (path / MARKER).is_file():
        path /= MARKER
    held = _taken(path, progress)
    site = _site_of(path, progress) if path.name == MARKER else None
    with workspace.snapshot() as snapshot:
        found = replace(_judged(snapshot.connection, held), site=site)
    if site is None or site.are_same or found.outcome is not Outcome.SAME:
        return found
    return replace(found, outcome=Outcome.SITE_ALTERED)


@dataclass(frozen=True, slots=True)
class _FileToVerify:
    """A file to be verified: its name, its hash, and the mark that it bears."""

    name: str
    sha256: str
    found: FoundMarks
    unread: UserError | None = None


def _taken(path: Path, progress: Progress) -> _FileToVerify:
    name = display_name(path.name)
    try:
        data = read_file(path)
    except UserError as error:
        if error.code != "file_too_large":
            raise
        return _FileToVerify(name, hash_file(path), FoundMarks(), error)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        return _FileToVerify(name, sha256, marks_in(data, name, progress))
    except UserError as error:
        return _FileToVerify(name, sha256, FoundMarks(), error)


def _site_of(marker: Path, progress: Progress) -> SiteFiles | None:
    """What became of the files beside a marker; None where it cannot be read as one."""
    try:
        shape: Any = json.loads(read_file(marker))
        listed = {name: str(digest) for name, digest in shape["files"].items() if is_ours(name)}
    except (UserError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    found: dict[str, str] = {}
    for number, name in enumerate(listed):
        progress(number, len(listed))
        path = marker.parent / name
        if path.is_file() and not _leads_elsewhere(path, marker.parent):
            try:
                found[name] = hash_file(path)
            except UserError:
                # Emptied, or not to be read: it is there, and is not as it was.
                found[name] = ""
    return compared(listed, found, filter(is_ours, _names_in(marker.parent)))


def _leads_elsewhere(path: Path, folder: Path) -> bool:
    """Whether a link within the folder is on the way to it: whoever copies that gets another file, or none."""
    within = path.relative_to(folder)
    return any((folder / part).is_symlink() for part in (within, *within.parents[:-1]))


def _names_in(folder: Path) -> Iterator[str]:
    for here, _, names in os.walk(folder):
        for name in names:
            yield (Path(here) / name).relative_to(folder).as_posix()


def _judged(connection: Connection, held: _FileToVerify) -> Verification:
    reports = past_reports.list_reports(connection)
    report = next((one for one in reports if one.sha256 == held.sha256), None)
    sendings = list(sent_forms.list_sendings(connection))
    sent = next((one for one in sendings if one.sha256 == held.sha256), None)
    # Of bytes that the ledger knows, nobody cares whether a mark could be read in them.
    unread = None if report or sent else held.unread
    known = Verification(held.name, held.sha256, Outcome.SAME, report, sent, held.found.mark, unread=unread)
    if known.mark is not None:
        return _by_mark(connection, known, reports)
    if report is not None or sent is not None:
        return _by_digest(connection, known)
    if held.found.form is not None:
        ledger, batch = held.found.form
        sent = next((one for one in sendings if one.batch == batch), None)
        if sent is not None:
            return replace(known, outcome=Outcome.ALTERED, sent=sent)
        ours = ledger == sent_forms.ledger_uid(connection)
        return replace(known, outcome=Outcome.EVENT_MISSING if ours else Outcome.OTHER_LEDGER)
    return replace(known, outcome=Outcome.UNMARKED)


def _by_mark(connection: Connection, known: Verification, reports: tuple[PastReport, ...]) -> Verification:
    """What the mark tells. A file with these bytes was written from here, whatever its mark says."""
    mark = known.mark
    if mark is None:
        raise ValueError("no mark to go by")
    event = marks.event_of(connection, mark)
    if event is None:
        return replace(known, outcome=_of_no_event(connection, known, mark))
    known = replace(known, event=MarkedEvent(event.id, event.at))
    # The chain is worked out again up to that event, not only compared: whoever changed the history may have put a
    # fitting hash into the row.
    misfit = seals.first_misfit(connection, event.id)
    if misfit is not None or not event.hash.startswith(mark.hash):
        return replace(known, outcome=Outcome.HISTORY_CHANGED, first_altered=misfit)
    known = replace(known, proven=marks.count_events(connection, event.id))
    if known.report is not None:
        return known
    return replace(known, outcome=Outcome.ALTERED, report=_report_at(reports, event.id, known.file))


def _of_no_event(connection: Connection, known: Verification, mark: ReportMark) -> Outcome:
    if known.report is not None:
        return Outcome.HISTORY_CHANGED
    if not mark.is_whole:
        return Outcome.UNKNOWN_MARK
    return Outcome.EVENT_MISSING if mark.ledger == sent_forms.ledger_uid(connection) else Outcome.OTHER_LEDGER


def _by_digest(connection: Connection, known: Verification) -> Verification:
    """The bytes are those of an event; of what was before it, only the ledger's own seals tell."""
    event = known.report.id if known.report is not None else known.sent.event if known.sent is not None else 0
    misfit = seals.first_misfit(connection, event)
    return known if misfit is None else replace(known, outcome=Outcome.HISTORY_CHANGED, first_altered=misfit)


def _report_at(reports: tuple[PastReport, ...], event: int, file: str) -> PastReport | None:
    """The last report of that moment: of several, one whose file ends like this one."""
    made = [one for one in reports if one.newest_event == event]
    ending = Path(file).suffix.lower()
    return next((one for one in made if Path(one.file).suffix.lower() == ending), made[0] if made else None)
