"""The due dates of a report as an iCalendar (RFC 5545): one day-long event for each commitment or part that has one,
and one for the yearly review of each commitment that has none and is still open.

A date that is not in the promise itself, or is roughly meant, says so in the summary: a calendar shows little more. The
`UID` stays the same from report to report, so that a calendar which takes the file again changes its events instead of
doubling them.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, vText

from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.domain.commitments.schedule import ASKING_BASES
from tracker.domain.reports.report_item import Deadline, Item, PartDetail
from tracker.domain.reports.report_tree import Report
from tracker.domain.terms import Doubt
from tracker.exports.compose.entries import doubt_words
from tracker.exports.compose.promised import part_words
from tracker.exports.safely import printable
from tracker.wording import Words, load_words


def render(report: Report, progress: Progress = unwatched) -> bytes:
    """Return the bytes of the file: UTF-8, lines ended by CRLF. `progress` counts commitments."""
    words = load_words(report.language)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//commitment ledger//due dates//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", vText(printable(report.title)))
    if report.front.origin:
        calendar.add("x-commitment-ledger-origin", report.front.origin)
    for item in steps(report.items, progress):
        for event in _events(item, report, words):
            calendar.add_component(event)
    return calendar.to_ical(sorted=False)


def _events(item: Item, report: Report, words: Words) -> Iterator[Event]:
    """The event of a commitment, and of each part of it that has a due date of its own."""
    if day := item.due.on or item.due.review_on:
        yield _event(item, None, day, report, words)
    for part in item.part_details:
        if part.due and (day := part.due.on or part.due.review_on):
            yield _event(item, part, day, report, words)


def _event(item: Item, part: PartDetail | None, day: date, report: Report, words: Words) -> Event:
    due = part.due if part and part.due else item.due
    key = f"{item.code}-part-{item.part_details.index(part) + 1}" if part else item.code
    title = words.report("part", title=item.title, details=part.title) if part else item.title
    event = Event()
    event.add("uid", f"{printable(key)}@commitment-ledger")
    event.add("dtstamp", datetime.combine(report.front.made_on, time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", printable(words.report(_summary(due), code=item.code, title=title)))
    event.add("description", printable("\n".join(line for line in _described(item, part, report, words) if line)))
    event.add("categories", [printable(item.topic)])
    event.add("transp", "TRANSPARENT")
    return event


def _summary(due: Deadline) -> str:
    """Which sentence the summary is."""
    if due.on is None:
        return "calendar_review"
    if due.about:
        return "calendar_about"
    return "calendar_asked" if due.basis.code in ASKING_BASES else "calendar_due"


def _described(item: Item, part: PartDetail | None, report: Report, words: Words) -> Iterator[str]:
    """The promise, who is responsible, until when, and the verdict with all that is shown beside it."""
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
