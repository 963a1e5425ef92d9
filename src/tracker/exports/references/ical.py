"""The due dates of a report as an iCalendar (RFC 5545): one day-long event for each commitment or part that has one,
and one for the yearly review of each commitment that has none and is still open.

A date that is not in the promise itself, or is roughly meant, says so in the summary: a calendar shows little more. The
`UID` stays the same from report to report, so that a calendar which takes the file again changes its events instead of
doubling them.
"""

from collections.abc import Iterator
from datetime import timedelta

from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.domain.commitments.schedule import ASKING_BASES
from tracker.domain.reports.report_item import Deadline, Item, PartDetail
from tracker.domain.reports.report_tree import Report
from tracker.domain.terms import Doubt
from tracker.exports.compose.entries import doubt_words
from tracker.exports.compose.promised import part_words
from tracker.exports.safely import printable
from tracker.wording import Words, load_words

_LINE = 75
"""Octets of a line; what is longer goes on in the next, behind a blank."""


def render(report: Report, progress: Progress = unwatched) -> bytes:
    """The bytes of the file: UTF-8, lines ended by CRLF. `progress` counts commitments."""
    words = load_words(report.language)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//commitment ledger//due dates//EN", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_text(report.title)}"]
    if report.front.origin:
        lines.append(f"X-COMMITMENT-LEDGER-ORIGIN:{report.front.origin}")
    for item in steps(report.items, progress):
        lines += _events(item, report, words)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _events(item: Item, report: Report, words: Words) -> Iterator[str]:
    yield from _event(item, None, report, words)
    for part in item.part_details:
        if part.due:
            yield from _event(item, part, report, words)


def _event(item: Item, part: PartDetail | None, report: Report, words: Words) -> Iterator[str]:
    """The event of a commitment, or of a part of it that has a due date of its own."""
    due = part.due if part and part.due else item.due
    day = due.on or due.review_on
    if day is None:
        return
    key = f"{item.code}-part-{item.part_details.index(part) + 1}" if part else item.code
    title = words.report("part", title=item.title, details=part.title) if part else item.title
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(key)}@commitment-ledger"
    yield f"DTSTAMP:{report.front.made_on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(words.report(_summary(due), code=item.code, title=title))}"
    yield f"DESCRIPTION:{_text(chr(10).join(line for line in _described(item, part, report, words) if line))}"
    yield f"CATEGORIES:{_text(item.topic)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _summary(due: Deadline) -> str:
    """Which sentence the summary is."""
    if due.on is None:
        return "calendar_review"
    if due.about:
        return "calendar_about"
    return "calendar_asked" if due.basis.code in ASKING_BASES else "calendar_due"


def _described(item: Item, part: PartDetail | None, report: Report, words: Words) -> Iterator[str]:
    """The promise, who is responsible, until when, and the verdict with all that stands beside it."""
    for quote in item.quotes:
        yield words.report("quoted_by", quote=words.quote(quote.exact), by=quote.by)
    yield words.join(department.words for department in item.departments)
    yield part_words(part.title, part.details, words) if part else item.due.words
    yield words.report("calendar_judged", word=item.assessment.word)
    if item.grounds_changed:
        yield words.term(Doubt.GROUNDS_CHANGED)
    for doubt in item.doubts:
        yield words.report("explained", word=words.column("doubts"), meaning=doubt_words(doubt, words))
    yield report.mark


def _text(text: str) -> str:
    """A value of type TEXT, whose signs mean nothing."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return printable(text).replace("\n", "\\n").replace("\t", " ")


def _folded(line: str) -> bytes:
    """The line, folded between characters, never within one."""
    folded = []
    used = 0
    for character in line:
        size = len(character.encode())
        if used + size > _LINE:
            folded.append("\r\n ")
            used = 1
        folded.append(character)
        used += size
    return "".join([*folded, "\r\n"]).encode()
