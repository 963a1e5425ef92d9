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
from tracker.domain.rows import Due, PartRow
from tracker.domain.terms import Doubt
from tracker.exports.report_item import (
    Item,
    doubt_words,
    due_words,
    part_details,
    part_words,
    quoted_by,
    review_day,
)
from tracker.exports.report_tree import Report
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
    row = item.detail.row
    if day := row.due.on or review_day(row):
        yield _event(item, None, day, report, words)
    for part in item.detail.parts:
        if part.due and part.due.on:
            yield _event(item, part, part.due.on, report, words)


def _event(item: Item, part: PartRow | None, day: date, report: Report, words: Words) -> Event:
    due = part.due if part and part.due else item.detail.row.due
    # By the position, which is never used again: a title may change, and so may the order, and a part be taken out; but
    # the UID must stay, or calendars would show a day twice, and one of another part under this one.
    key = f"{item.code}-part-{part.position}" if part else item.code
    title = words.report("part", title=item.title, details=words.name(part.title)) if part else item.title
    event = Event()
    event.add("uid", f"{printable(key)}@commitment-ledger")
    # The day of the report and not the clock, so that the same report gives the same bytes.
    event.add("dtstamp", datetime.combine(report.front.made_on, time(), UTC))
    event.add("dtstart", day)
    # The end is exclusive (RFC 5545 §3.6.1): one day long.
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", printable(words.report(_summary(due), code=item.code, title=title)))
    event.add("description", printable("\n".join(line for line in _described(item, part, report, words) if line)))
    event.add("categories", [printable(words.name(item.detail.row.topic))])
    # A due date occupies nobody's day: without this colleagues show as busy.
    event.add("transp", "TRANSPARENT")
    return event


def _summary(due: Due) -> str:
    """Which sentence the summary is."""
    if due.on is None:
        return "calendar_review"
    if due.about:
        return "calendar_about"
    return "calendar_asked" if due.basis in ASKING_BASES else "calendar_due"


def _described(item: Item, part: PartRow | None, report: Report, words: Words) -> Iterator[str]:
    """The promise, who is responsible, until when, and the verdict with all that is shown beside it."""
    detail = item.detail
    for quote in detail.quotes:
        yield quoted_by(quote, detail, words)
    yield words.join(map(words.responsible, detail.departments))
    yield part_words(words.name(part.title), part_details(part, words), words) if part else due_words(detail.row, words)
    yield words.report("calendar_judged", word=item.assessment.word)
    if not detail.row.is_reviewed:
        yield words.phrase("not_reviewed")
    if detail.row.grounds_changed:
        yield words.term(Doubt.GROUNDS_CHANGED)
    for doubt in detail.doubts:
        yield words.report("explained", word=words.column("doubts"), meaning=doubt_words(doubt, words))
    yield report.mark
