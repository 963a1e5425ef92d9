"""The day by which something is to be done, as offices write it: 2025-12-31, 2025.12, 2025年12月底前, 三季度, 年底."""

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

from tracker.domain.numerals import DIGITS, parse_number
from tracker.domain.rows import Due
from tracker.domain.terms import DueBasis

_LONGEST = 500
"""Characters in which a day is sought."""
_REMEMBERED = 4_000
"""Cells whose day is remembered: thousands of rows are due on the same few days."""
_YEARS = range(1990, 2100)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet that counts days; the 29 February 1900 that it also counts lies long before."""
_COMPACT = re.compile(r"(20\d{2})([01]\d)([0-3]\d)")
_NUMBER = rf"\d{{1,2}}|[{DIGITS}十]{{1,3}}"
_YEAR = rf"(?P<year>(?:19|20)\d{{2}}|[{DIGITS}]{{4}}|今|本|当|明)\s*年?度?"
_POINTED = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*[-/.．]\s*(?P<month>\d{1,2})(?:\s*[-/.．]\s*(?P<day>\d{1,2}))?(?!\d)"
)
_WRITTEN = re.compile(
    rf"(?:{_YEAR})?\s*(?:"
    rf"(?P<month>{_NUMBER})\s*月份?\s*(?:(?P<day>{_NUMBER})\s*[日号]|(?P<part>上旬|中旬))?"
    r"|第?(?P<quarter>[一二三四1-4])\s*季度?|[qQ](?P<q>[1-4])"
    r"|(?P<half>上半年|下半年|年中)"
    r")"
)
_YEAR_ALONE = re.compile(rf"{_YEAR}(?:底|末|内|全年)?")
_WITH_MONTH = re.compile(r"\d{4}\s*[-/.．年]\s*\d{1,2}")
_MONTH = re.compile(r"\d{4}\s*[-/.．年]\s*\d{1,2}\s*月?份?")
_END_OF_YEAR = re.compile("年底|年末|年内|全年|全年度")
_RELATIVE = {"今": 0, "本": 0, "当": 0, "明": 1}
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12}
_HALVES = {"上半年": 6, "年中": 6, "下半年": 12}
_PARTS = {"上旬": 10, "中旬": 20}


def parse_due(words: str, year: int) -> Due | None:
    """The last day that the words name, or the end of the month, quarter or year that they do; None for none.

    A year that is not written is taken to be `year`: then the day is derived, else it is stated.
    """
    return _due(words.strip()[:_LONGEST], year)


@lru_cache(maxsize=_REMEMBERED)
def _due(words: str, year: int) -> Due | None:
    counted = _counted(words)
    if counted is not None:
        return Due(counted, DueBasis.STATED)
    found: list[tuple[int, date, bool]] = []
    for match in _POINTED.finditer(words):
        day = _day(int(match["year"]), int(match["month"]), int(match["day"]) if match["day"] else None)
        if day is not None:
            found.append((match.end(), day, True))
    found += _written(words, year)
    if not found:
        found += _year_alone(words, year)
    if not found:
        return None
    _, on, stated = max(found, key=lambda one: one[0])
    return Due(on, DueBasis.STATED if stated else DueBasis.DERIVED)


def parse_published(words: str) -> str:
    """An ISO day, or month where the day is not written; "" for none. Years must be written."""
    words = words.strip()
    due = parse_due(words, 0)
    if due is None or due.on is None or due.basis is not DueBasis.STATED:
        return ""
    if _counted(words) is None and not _WITH_MONTH.match(words):
        return ""
    return due.on.isoformat()[: len("YYYY-MM")] if _MONTH.fullmatch(words) else due.on.isoformat()


def _counted(words: str) -> date | None:
    """A day that lost its format: 46022 counts days, 20251231 is one written together."""
    if _SERIAL.fullmatch(words):
        day = _EPOCH + timedelta(days=int(float(words)))
        return day if day.year in _YEARS else None
    compact = _COMPACT.fullmatch(words)
    return _day(*(int(piece) for piece in compact.groups())) if compact else None


def _written(words: str, year: int) -> list[tuple[int, date, bool]]:
    """Every month, quarter or half of a year; one without its year has that of the one before it."""
    found: list[tuple[int, date, bool]] = []
    current, stated = year, False
    for match in _WRITTEN.finditer(words):
        if match["year"]:
            current, stated = _year(match["year"], year)
        month = _month(match)
        if month is None or current not in _YEARS:
            continue
        given = _small(match["day"]) if match["day"] else _PARTS.get(match["part"] or "")
        day = _day(current, month, given)
        if day is not None:
            found.append((match.end(), day, stated))
    return found


def _year_alone(words: str, year: int) -> list[tuple[int, date, bool]]:
    """The end of a year, where nothing else stands that may be a part of one: 30 February, Dec."""
    found: list[tuple[int, date, bool]] = []
    if re.search("[0-9A-Za-z月季日]", _YEAR_ALONE.sub("", words)):
        return found
    for match in _YEAR_ALONE.finditer(words):
        number, stated = _year(match["year"], year)
        if number in _YEARS:
            found.append((match.end(), date(number, 12, 31), stated))
    if not found and _END_OF_YEAR.search(words) and year in _YEARS:
        found.append((0, date(year, 12, 31), False))
    return found


def _year(words: str, year: int) -> tuple[int, bool]:
    if words in _RELATIVE:
        return year + _RELATIVE[words], False
    return int(parse_number(words) or 0), True


def _month(match: re.Match[str]) -> int | None:
    if match["month"]:
        return _small(match["month"])
    if match["half"]:
        return _HALVES[match["half"]]
    quarter = match["quarter"] or match["q"]
    return _QUARTERS.get(quarter) or int(quarter) * 3


def _small(words: str) -> int | None:
    number = parse_number(words)
    return int(number) if number is not None else None


def _day(year: int, month: int | None, day: int | None = None) -> date | None:
    """That day, or the last of the month; None where the calendar has none."""
    if month is None or not 1 <= month <= 12 or year not in _YEARS:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, last if day is None else day) if day is None or 1 <= day <= last else None
