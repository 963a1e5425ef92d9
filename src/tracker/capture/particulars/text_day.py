"""The day of a text that has no particulars beside it, where the text itself says so."""

import re

from tracker.capture.particulars.publication_dates import Dated, days, labelled_anywhere, of_writing, signed

_HEAD_LINES = 5
_LABELS_WITHIN = 60
"""Lines in which a label before a day is looked for."""
_HISTORY = re.compile("通过|通過|修订|修訂|修正")
_ENACTED = re.compile("通过|通過|修订|修訂|修正|修改|公布|发布|發布|颁布|頒布")
_NO_TITLE = re.compile(r"[。，,；;]|(?:截至|截止|到|于|自|在|至|从|定于|时间|日期|[:：])\s*$")
_LONGEST_DATELINE = 20
_LEADING = " \t\u3000(（【["
_HEAD = 400
"""Characters within which an English text says its day."""


def day_of_text(text: str) -> str:
    """Return the ISO day or month of a text: the one that is labelled as such, that a line of its head begins with, or
    that stands under it; "" where none of these is there."""
    lines = text.split("\n", _LABELS_WITHIN)[:_LABELS_WITHIN]
    found = labelled_anywhere(lines) or of_writing(lines) or _leading(lines) or signed(text) or _in_english(text)
    return found.published if found is not None else ""


def _leading(lines: list[str]) -> Dated | None:
    for line in lines[:_HEAD_LINES]:
        found = next(days(line), None)
        if found is not None and not line[: found.start].strip(_LEADING):
            return _latest_of_history(line) if _HISTORY.search(line, found.end) else found
        if found is not None and (_is_dateline(line, found) or _parts_title(line, found)):
            return found
    return None


def _is_dateline(line: str, day: Dated) -> bool:
    """Whether a day is that of a dispatch: 新华社北京2024年3月5日电."""
    return day.start <= _LONGEST_DATELINE and bool(re.match(r"\s*[电電讯訊]", line[day.end :]))


def _parts_title(line: str, day: Dated) -> bool:
    """Whether a day stands, between blanks, behind a title and before the text that follows on its line."""
    before = line[: day.start]
    blanks = before[-1:].isspace() and (not line[day.end :] or line[day.end].isspace())
    return day.is_day and blanks and not _NO_TITLE.search(before.strip())


def _latest_of_history(line: str) -> Dated | None:
    """The last day on which a law was passed or changed, from the bracket under its title."""
    written = list(days(line))
    ends = [*(day.start for day in written[1:]), len(line)]
    enacted = (day for day, end in zip(written, ends, strict=True) if _ENACTED.search(line, day.end, end))
    return max(enacted, key=lambda day: day.published, default=None)


def _in_english(text: str) -> Dated | None:
    head = text[:_HEAD]
    return next((found for found in days(head) if any(sign.isascii() and sign.isalpha() for sign in found.words)), None)
