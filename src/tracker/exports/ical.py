"""The due dates of a report as an iCalendar (RFC 5545): one day-long event for each commitment that has one.

An assumed date says so in the summary: a calendar shows little more. The `UID` stays the same from report to report, so
that a calendar which takes the file again changes its events instead of doubling them.
"""

from collections.abc import Iterator
from datetime import timedelta

from tracker.domain.progress import Progress, steps, unwatched
from tracker.domain.report import Report
from tracker.domain.report_item import Item
from tracker.domain.terms import DueBasis
from tracker.exports.safely import printable
from tracker.wording import Words, load_words

_LINE = 75
"""Octets of a line; what is longer goes on in the next, behind a blank."""


def render(report: Report, progress: Progress = unwatched) -> bytes:
    """The bytes of the file: UTF-8, lines ended by CRLF. `progress` counts commitments."""
    words = load_words(report.language)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//commitment ledger//due dates//EN", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_text(report.title)}"]
    for item in steps(report.items, progress):
        lines += _event(item, report, words)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(item: Item, report: Report, words: Words) -> Iterator[str]:
    if item.due.on is None:
        return
    key = "calendar_assumed" if item.due.basis.code == DueBasis.ASSUMED else "calendar_due"
    described = [quote.exact for quote in item.quotes]
    described += [words.join(department.words for department in item.departments)]
    described += [item.due.words, words.report("calendar_judged", word=item.assessment.word)]
    described += [report.mark] if report.mark else []
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(item.code)}@commitment-ledger"
    yield f"DTSTAMP:{report.front.made_on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{item.due.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{item.due.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(words.report(key, code=item.code, title=item.title))}"
    yield f"DESCRIPTION:{_text(chr(10).join(line for line in described if line))}"
    yield f"CATEGORIES:{_text(item.topic)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """A value of type TEXT, whose signs mean nothing."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return printable(text).replace("\n", "\\n").replace("\t", " ")


def _folded(line: str) -> bytes:
    """The line, folded between characters, never within one."""
    folded, used = [], 0
    for character in line:
        size = len(character.encode())
        if used + size > _LINE:
            folded.append("\r\n ")
            used = 1
        folded.append(character)
        used += size
    return "".join([*folded, "\r\n"]).encode()
