"""The day of a text that has no particulars beside it, where the text itself says so."""

import re

from tracker.capture.datings import Dated, days, labelled, signed
from tracker.domain.dates import parse_published
from tracker.domain.errors import UserError

_HEAD_LINES = 5
_LEADING = " \t\u3000(（【["
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_IN_ENGLISH = re.compile(
    rf"(?:{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? |(?P<first>\d{{1,2}}) {_MONTH.replace('month', 'second')} )"
    r"(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_HEAD = 400


def day_of_text(text: str) -> str:
    """Return the ISO day or month of a text: the one that is labelled as such, that a line of its head begins with, or
    that stands under it; "" where none of these is there."""
    found = labelled(text) or _leading(text) or signed(text)
    return found.published if found is not None else _english(text)


def _leading(text: str) -> Dated | None:
    start = 0
    for line in text.split("\n", _HEAD_LINES)[:_HEAD_LINES]:
        found = next(days(text, start, start + len(line)), None)
        if found is not None and not text[start : found.start].strip(_LEADING):
            return found
        start += len(line) + 1
    return None


def _english(text: str) -> str:
    found = _IN_ENGLISH.search(text[:_HEAD])
    if found is None:
        return ""
    month = _MONTHS.index((found["month"] or found["second"])[:3].lower()) + 1
    try:
        return parse_published(f"{found['year']}-{month:02}-{int(found['day'] or found['first']):02}", "published")
    except UserError:
        return ""
