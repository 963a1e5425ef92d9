"""A title on several lines, as GB/T 9704—2012 §7.3.1 wants them: broken where the sense allows, of about one length."""

import unicodedata
from itertools import pairwise
from math import ceil

from tracker.domain.reports.report_request import ReportKind
from tracker.exports.report_tree import Report

_COLONS = ("：", ": ")
_JOINTS = frozenset("、，；和与及的")
"""After these there is a pause."""
_NO_BEGINNING = frozenset("、，。；：？！）》】」』”’%以上下内个项家件批条年月日号和与及的")
"""What belongs to what stands before it: closing signs, the measure of a number, a joint."""
_NO_END = frozenset("（《【「『“‘第")
_REACH = 3
"""Characters from the even break within which a pause is sought."""


def title_lines(title: str, room: int) -> tuple[str, ...]:
    """The lines of a title, `room` hanzi to the line at most, where its words allow; whole where it needs but one."""
    if _length(title) <= room:
        return (title,)
    for colon in _COLONS:
        before, found, after = title.partition(colon)
        if found and after and _length(before) < room:
            return (before + found.rstrip(), *_even(after.strip(), room))
    return _even(title, room)


def lines_of_title(report: Report) -> tuple[str, ...]:
    """The lines of the title of a report; one that needs several breaks behind its subject."""
    room = _room(report)
    title = report.title
    if report.subject and title.startswith(report.subject) and _length(title) > room:
        name = title.removeprefix(report.subject)
        return (*title_lines(report.subject.strip(), room), *title_lines(name.strip(), room))
    return title_lines(title, room)


def _room(report: Report) -> int:
    """Hanzi on a line of the title at 22 points; bold Latin letters are wider than half a one."""
    if report.kind is ReportKind.LEDGER:
        return 34
    return 20 if report.language == "zh" else 18


def _even(words: str, room: int) -> tuple[str, ...]:
    """As few lines as will do, none of them longer than the room unless there is no better place to break."""
    fewest = max(ceil(_length(words) / room), 1)
    # A line more where the fewest do not do: words that must not be torn may make one of them too long.
    tried = [_in_lines(words, count) for count in (fewest, fewest + 1)]
    return next((lines for lines in tried if max(map(_length, lines), default=0) <= room), tried[0])


def _in_lines(words: str, count: int) -> tuple[str, ...]:
    places = [0, *(_place(words, len(words) * number // count) for number in range(1, count)), len(words)]
    lines = (words[start:end].strip() for start, end in pairwise(places))
    return tuple(line for line in lines if line)


def _place(words: str, even: int) -> int:
    """Where to break, near the even place: at a pause, or where at least no word of letters or number is torn."""
    near = sorted(range(1, len(words)), key=lambda place: abs(place - even))
    allowed = [place for place in near if _may_break(words[place - 1], words[place])]
    pauses = [p for p in allowed if abs(p - even) <= _REACH and (words[p - 1] in _JOINTS or words[p - 1] == " ")]
    return next(iter([*pauses, *allowed]), even)


def _may_break(last: str, first: str) -> bool:
    if last == " ":
        return True
    return not (_is_narrow(last) or first in _NO_BEGINNING or last in _NO_END or first == " ")


def _is_narrow(character: str) -> bool:
    return unicodedata.east_asian_width(character) not in "WFA"


def _length(words: str) -> float:
    """In hanzi."""
    return sum(0.5 if _is_narrow(character) else 1 for character in words)
