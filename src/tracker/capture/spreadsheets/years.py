"""The year that a title, a heading or a name gives to what stands under it: 2025年重点工作任务台账."""

import re
import unicodedata

from tracker.domain.text.numerals import DIGITS, parse_number

_LONGEST = 300
_YEAR = re.compile(rf"(?<!\d)(?P<figures>20\d{{2}})(?!\d)|(?P<spelt>[{DIGITS}]{{4}})(?=\s*年)")
_NUMBERED = re.compile(r"[〔\[【(（]\s*20\d{2}\s*[〕\]】)）]\s*第?\s*\d+\s*号")
"""A document number: the year in it is that of the document."""
_SPAN = re.compile(r"(?<!\d)20\d{2}\s*年?\s*[-—–~至到]+\s*20\d{2}(?!\d)")
_DATED = re.compile(
    rf"(?:截至|截止|截止到|填报|制表|更新|打印)[^,，;；]{{0,12}}?(?:20\d{{2}}|[{DIGITS}]{{4}})\s*年?"
    r"|20\d{2}\s*年\s*\d{1,2}\s*月\s*(?:\d{1,2}\s*日|[^,，;；]{0,4}(?:更新|填报|制表|修订|版))"
    r"|20\d{2}\s*[-/._]\s*\d{1,2}(?!\d)(?:\s*[-/._]\s*\d{1,2})?|(?<!\d)20\d{2}(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)"
)
"""A day, most often the one on which the table was made: its year is not that of the tasks."""


def year_in(words: str, *, needs_sign: bool = True) -> int | None:
    """The one year that the words name as theirs; None where they name none, or more than one.

    With `needs_sign` the year is followed by 年; in a name (2025台账, sheet 2025) it may stand alone.
    """
    plain = unicodedata.normalize("NFKC", words[:_LONGEST])
    if _SPAN.search(plain):
        return None
    plain = _DATED.sub(" ", _NUMBERED.sub(" ", plain))
    found = {
        int(parse_number(one["figures"] or one["spelt"]) or 0)
        for one in _YEAR.finditer(plain)
        if one["spelt"] or not needs_sign or plain[one.end() :].lstrip().startswith("年")
    }
    return found.pop() if len(found) == 1 else None
