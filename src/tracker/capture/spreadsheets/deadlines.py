"""The day by which something is to be done, as offices write it (2025-12-31, 2025年12月底前, 三季度, 年底).

A day without a year has that which stands over it in a title, a heading or a name.
"""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tracker.domain.errors import UserError
from tracker.domain.exchange.spreadsheet_rows import SheetFinding
from tracker.domain.rows import Due
from tracker.domain.terms import DueBasis
from tracker.domain.text.date_input import Precision, WrittenDate, read_date
from tracker.domain.text.numerals import DIGITS, parse_number
from tracker.domain.text.text_folding import simplified

_LONGEST = 500
"""Characters in which a day is sought."""
_REMEMBERED = 4_000
"""Cells whose day is remembered: thousands of rows are due on the same few days."""
_YEARS = range(1990, 2100)
DAYS_TO_1904 = 1_462
"""How many days later a workbook begins to count that counts from 1904."""
_CHINESE = re.compile("[\u4e00-\u9fff]")
_LOST_ZERO = re.compile(r"20\d{2}\.1")
"""A number 2025.1 may have been typed as 2025.10."""

_NUMBER = rf"\d{{1,2}}|[{DIGITS}十]{{1,3}}"
_FULL_YEAR = rf"(?<!\d)(?:19|20)\d{{2}}(?!\d)|[{DIGITS}]{{4}}"
_RELATIVE_YEAR = r"(?P<relative>[今本当當明])(?=\s*年)\s*年?\s*度?"
_DAY_ENDS = r"[日号號]|(?=\s*(?:$|[前之以止,、;。)\]]))"
_PIECE = (
    rf"(?:(?P<month>{_NUMBER})\s*月份?\s*(?:(?P<day>{_NUMBER})\s*(?:{_DAY_ENDS})|(?P<part>[上中]旬|初))?"
    r"|第?(?P<quarter>[一二三四1-4])\s*季度|[qQ](?P<q>[1-4])"
    r"|(?P<half>上半年|下半年|年中)|(?P<ends>年[底末内终]|全年))"
)
_DATE = re.compile(
    r"(?<![\d.])(?P<pointed>(?:19|20)\d{2})\s*[-/.]\s*(?P<pmonth>\d{1,2})(?:\s*[-/.]\s*(?P<pday>\d{1,2}))?(?!\d)"
    rf"|(?:(?:(?P<year>{_FULL_YEAR}|(?<!\d)[2-4]\d(?=\s*年))\s*年?\s*度?|{_RELATIVE_YEAR})\s*)?{_PIECE}"
)
_YEAR_ALONE = re.compile(
    rf"(?:(?P<year>{_FULL_YEAR})(?=\s*(?:年|[-—–~至到]|$))\s*年?\s*度?|{_RELATIVE_YEAR})(?P<before>[以之]?前)?"
)
_PLAN = re.compile(r"(?<![二三四五六七八九])十([一二三四五六七八九])五")
_PLAN_ENDS = 2005
"""The plan 十一五 ended five years later."""
_NO_END = re.compile("每|[去前上次翌后後]年|[年月季]初|初期|开局|開局|首年|中期|前期")
"""What comes again and again, lies in the past, or says when something begins."""
_STARTS = re.compile(r"\s*[底末]?(?:起|开始|開始|以来|以來|以后|之后|后|以後|之後|後)")
_FROM = re.compile(r"(?<!来)(?<!來)[自从從]\s*$")
"""Before a day on which something begins, whatever follows it."""
_RANGE = re.compile(r"[\s底末]*(?:[-—–~～至到]+|起至|起到)[\s]*")
_YEAR_BEHIND = re.compile(rf"(?:[qQ][1-4]|季度|半年|年[底末]|月|[日号號])[\s(]*(?:{_FULL_YEAR})\s*年?\s*\)?$")
_LEFT_OVER = re.compile(r"(?:19|20)\d{2}(?!\d)|\d{1,2}[./]\d{1,2}")
"""Days that are written in another way (12/31/2025, 25.6.30): then those that were read may not be all."""
_OF_PUBLICATION = (Precision.DAY, Precision.TEN_DAYS, Precision.MONTH)
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12}
_HALVES = {"上半年": 6, "年中": 6, "下半年": 12}
_PARTS = {"上旬": 10, "中旬": 20}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_DASH = r"(?:[-‐‑‒–—―−~〜]+|至|到)"
_MONTHS = re.compile(
    rf"(?<![\d.])((?:19|20)\d{{2}})\s*([-./年])\s*(\d{{1,2}})\s*月?\s*({_DASH})\s*(\d{{1,2}})(?!\d)\s*月?份?(?!\s*[-./季日号年\d])"
)
"""Months of one year: 2025.1-12, 2025/3至9, 2025年1—6."""
_MONTHS_OF_A_YEAR = 12
_SPACED = re.compile(r"(?<!\d)\d(?: \d){3}(?= ?年)(?: ?年(?: ?\d(?: \d)? ?月)?(?: ?\d(?: \d)? ?[日号])?)")
"""2 0 2 5 年 1 2 月: set wide, as titles are."""
_APART = re.compile(r"(?<!\d)\d{1,3}\s+\d{1,3}\s*[年月日号]")
"""Figures that may be one number or two: 2025年1 2月."""
_BEGINS = re.compile(r"(?<=[年月日号旬度底末])(?:份|正式|全面|陆续|逐步|集中)*(?:启动|开始|开工|动工|着手)")
_FEASTS = (
    "国庆|两会|春节|元旦|元宵|端午|中秋|清明节|除夕|劳动节|儿童节|建党节|建军节|圣诞|感恩节|腊月|正月|农历|阴历"
    "|汛期|汛前|汛后|雨季|旱季|主汛|供暖|采暖|入冬|入夏|开学|暑假|暑期|寒假|高考|中考|春耕|秋收|三夏|双十一|六一八"
    "|[七八五六]一(?=[\"”’'》」]?\\s*[前后节期建])|十一(?=[\"”’'》」]?\\s*(?:[前后]|期间|假|黄金|长假))"
)
_ERAS = r"民国|令和|平成|昭和|佛历|回历|(?<!\d)\d{3}\s*年"
_SPAN = (
    rf"(?<![\d{DIGITS}十])(?:\d|1\d|[05-9]\d|[{DIGITS}十半几数多]{{1,3}})\s*年\s*(?:[底末终后期]|[之以]?内|左右|时间内)"
    r"|(?:\d|[一二三四五六七八九十两几数半])\s*个(?:半)?(?:月|季度|星期|工作日)|(?<![月\d])\d{1,3}\s*(?:工作日|[日天周])[之以]?内"
    rf"|(?<!\d)\d\s*年\s*[\d{DIGITS}十]+\s*月"
)
_AN_EVENT = r"年中(?=[秋央国小考共])|年(?:中秋|国庆)"
_NO_DAY = re.compile(f"{_FEASTS}|{_ERAS}|{_SPAN}|{_AN_EVENT}")
"""A feast or a season, whose day differs or is not written; years of another calendar; how long something takes."""
_BEFORE_EVENT = re.compile(
    r"[\u4e00-\u9fff](?<![底末之以内终中初提目当此日号月年旬度半季])前(?![期沿瞻往列提后端景置述面台哨])"
)
"""2025年党代会前: before what is no day."""
_LONGEST_NAMED = 300
_YEAR = re.compile(rf"(?<!\d)(?P<figures>20\d{{2}})(?!\d)|(?P<spelt>[{DIGITS}]{{4}})(?=\s*年)")
_NUMBERED = re.compile(r"[〔\[【(（]\s*20\d{2}\s*[〕\]】)）]\s*第?\s*\d+\s*号")
"""A document number: the year in it is that of the document."""
_SPAN_OF_YEARS = re.compile(r"(?<!\d)20\d{2}\s*年?\s*[-—–~至到]+\s*20\d{2}(?!\d)")
_DATED = re.compile(
    rf"(?:截至|截止|截止到|填报|制表|更新|打印)[^,，;；]{{0,12}}?(?:20\d{{2}}|[{DIGITS}]{{4}})\s*年?"
    r"|20\d{2}\s*年\s*\d{1,2}\s*月\s*(?:\d{1,2}\s*日|[^,，;；]{0,4}(?:更新|填报|制表|修订|版))"
    r"|20\d{2}\s*[-/._]\s*\d{1,2}(?!\d)(?:\s*[-/._]\s*\d{1,2})?|(?<!\d)20\d{2}(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)"
)
"""A day, most often the one on which the table was made: its year is not that of the tasks."""


@dataclass(frozen=True, slots=True)
class SaidYear:
    """The year of the days that are written without one, and how it is known."""

    year: int
    basis: DueBasis


@dataclass(frozen=True, slots=True)
class ReadDue:
    """The day that words name, and what is to be said of it; without a day, why there is none."""

    due: Due | None
    finding: SheetFinding | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A day in the words, where it stands, and how its year is known; `on` is None for one that does not exist."""

    start: int
    end: int
    on: date | None
    basis: DueBasis | None


def read_due(words: str, year: SaidYear | None) -> ReadDue:
    """The latest day that the words name, or the end of the month, quarter or year that they do (§4).

    A day is stated where its year is written in the words; else it has the basis of `year`, and there is none where
    that is not known either.
    """
    plain = plain_words(words.strip()[:_LONGEST])
    return ReadDue(None, SheetFinding.DUE_UNREAD) if plain is None else _due(plain, year)


def written_date(words: str) -> WrittenDate | None:
    """The one date that a cell is, by the reader of all written dates; five digits count days as spreadsheets do. None
    for no date. Raises `date_ambiguous`."""
    try:
        return read_date(words, "due", counted=True)
    except UserError as error:
        if error.code == "date_ambiguous":
            raise
        return None


def parse_published(words: str) -> str:
    """An ISO day, or month where the day is not written; "" for none. Years must be written."""
    try:
        found = written_date(words.strip())
    except UserError:
        return ""
    if found is None or found.precision not in _OF_PUBLICATION:
        return ""
    return found.first.isoformat()[: None if found.precision is Precision.DAY else len("YYYY-MM")]


@lru_cache(maxsize=_REMEMBERED)
def _due(words: str, year: SaidYear | None) -> ReadDue:
    alone = _alone(words)
    if alone is not None:
        return alone
    if _NO_END.search(words):
        return ReadDue(None, SheetFinding.DUE_UNREAD)
    if _YEAR_BEHIND.search(words):
        return ReadDue(None, SheetFinding.DUE_AMBIGUOUS)
    found = list(_found(words, year))
    return _last(words, found) if found else _end_of_plan(words)


def _alone(words: str) -> ReadDue | None:
    """The day of a cell in figures or in English, which says nothing but that. Chinese words may say more than the
    date, or that it is none: 2025年6月起."""
    # Spreadsheets keep 2025.10 as the number 2025.1.
    if _LOST_ZERO.fullmatch(words):
        return ReadDue(None, SheetFinding.DUE_AMBIGUOUS)
    if _CHINESE.search(words):
        return None
    try:
        written = written_date(words)
    except UserError:
        return ReadDue(None, SheetFinding.DUE_AMBIGUOUS)
    return ReadDue(Due(written.last, DueBasis.STATED)) if written else None


def _end_of_plan(words: str) -> ReadDue:
    """The end of a five-year plan: of 十五五 that of 2030."""
    plan = _PLAN.search(words)
    if plan is None:
        return ReadDue(None, SheetFinding.DUE_UNREAD)
    # Derived and not stated: the plan names its years, the cell only the plan.
    ends = _PLAN_ENDS + 5 * int(parse_number(plan[1]) or 0)
    return ReadDue(Due(date(ends, 12, 31), DueBasis.DERIVED))


def _last(words: str, found: list[_Found]) -> ReadDue:
    """The latest of the days, once those that only begin something are left out."""
    if any(one.on is None and one.basis is not None for one in found):
        return ReadDue(None, SheetFinding.DUE_UNREAD)
    nexts = [*(one.start for one in found[1:]), len(words)]
    gaps = [words[one.end : following] for one, following in zip(found, nexts, strict=True)]
    # Of 3月至6月 the first is when it begins, and so is 自3月 or 3月起; what is left are ends.
    ends = [
        one
        for one, gap in zip(found, gaps, strict=True)
        if not (
            _STARTS.match(gap) or _FROM.search(words[: one.start]) or (one is not found[-1] and _RANGE.fullmatch(gap))
        )
    ]
    if not ends:
        return ReadDue(None, SheetFinding.DUE_UNREAD)
    days = {one.on: one.basis for one in ends if one.on is not None and one.basis is not None}
    if len({one.on for one in ends}) > len(days) or any(one.basis is None for one in ends):
        return ReadDue(None, SheetFinding.DUE_YEARLESS)
    # §4: due is the last of several days; that there are several is said beside it.
    latest = max(days)
    return ReadDue(Due(latest, days[latest]), SheetFinding.DUE_SEVERAL if len(days) > 1 else None)


def _found(words: str, year: SaidYear | None) -> Iterator[_Found]:
    """Every day in order; nothing where some of what is written may be a day, but is none that is known."""
    dates = list(_DATE.finditer(words))
    # What was read is blanked out, so that what is left can be searched for a day in yet another form: then none is
    # taken at all, since the one that was read may not be the last.
    rest = _blanked(words, dates)
    years = list(_YEAR_ALONE.finditer(rest))
    if any(one["before"] and not one["relative"] for one in years):
        return  # 2025年前 may be the end of 2024
    rest = _blanked(rest, years)
    if _LEFT_OVER.search(rest) or (not dates and re.search("[0-9A-Za-z月季日]", rest)):
        return
    found: list[_Found] = []
    known: SaidYear | None = year
    waits: re.Match[str] | None = None
    """A year that stands before days without one: 2025年完成初稿，6月底印发."""
    for match in sorted([*dates, *years], key=re.Match.start):
        if match.re is _YEAR_ALONE:
            if waits is not None:
                found.append(_end_of(waits, known))
            known = _year_of(match, year)
            waits = match
            continue
        own = _year_of(match, year) if _names_year(match) else None
        if waits is not None and own is not None and own != known:
            found.append(_end_of(waits, known))
        known = own or known
        waits = None
        found.append(_date(match, own if _names_year(match) else known))
    if waits is not None and not any(one.on and known and one.on.year == known.year for one in found):
        found.append(_end_of(waits, known))
    yield from sorted(found, key=lambda one: one.start)


def _blanked(words: str, matches: list[re.Match[str]]) -> str:
    for match in matches:
        words = words[: match.start()] + "\x00" * (match.end() - match.start()) + words[match.end() :]
    return words


def _names_year(match: re.Match[str]) -> bool:
    named = match.groupdict()
    return bool(named.get("pointed") or named.get("year") or named.get("relative"))


def _year_of(match: re.Match[str], year: SaidYear | None) -> SaidYear | None:
    """The year that a match names; None for 今年 where nobody says which that is."""
    named = match.groupdict()
    if named.get("relative"):
        return SaidYear(year.year + (named["relative"] == "明"), year.basis) if year else None
    number = int(parse_number(named.get("pointed") or named.get("year") or "") or 0)
    return SaidYear(number + 2000 if number < 100 else number, DueBasis.STATED)


def _end_of(match: re.Match[str], year: SaidYear | None) -> _Found:
    on = date(year.year, 12, 31) if year and year.year in _YEARS else None
    return _Found(match.start(), match.end(), on, year and year.basis)


def _date(match: re.Match[str], year: SaidYear | None) -> _Found:
    """The day of a match; without a year it is none, and its basis None, where it could be one of some year."""
    # A leap year, so that 29 February is a day of some year.
    in_year = year or SaidYear(2024, DueBasis.NONE)
    if match["pointed"]:
        day = int(match["pday"]) if match["pday"] else None
        on = calendar_day(in_year.year, int(match["pmonth"]), day)
    elif match["part"] == "初":
        on = None
    else:
        day = _small(match["day"]) if match["day"] else _PARTS.get(match["part"] or "")
        on = calendar_day(in_year.year, _month(match), day)
    return _Found(match.start(), match.end(), on, in_year.basis if year or on is None else None)


def _month(match: re.Match[str]) -> int | None:
    if match["month"]:
        return _small(match["month"])
    if match["ends"]:
        return 12
    if match["half"]:
        return _HALVES[match["half"]]
    quarter = match["quarter"] or match["q"]
    return _QUARTERS.get(quarter) or int(quarter) * 3


def _small(words: str) -> int | None:
    number = parse_number(words)
    return int(number) if number is not None else None


def calendar_day(year: int, month: int | None, day: int | None = None) -> date | None:
    """Return that day, or the last of the month; None where the calendar has none."""
    if month is None or not 1 <= month <= 12 or year not in _YEARS:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, last if day is None else day) if day is None or 1 <= day <= last else None


def plain_words(words: str) -> str | None:
    """The words in simplified characters and plain figures, months of one year as 2025年1月至12月, and a beginning as
    起; None for those that name no day."""
    plain = simplified(unicodedata.normalize("NFKC", words)).translate(_FORMAL)
    plain = _SPACED.sub(lambda spaced: spaced[0].replace(" ", ""), plain)
    if _APART.search(plain) or _NO_DAY.search(plain) or _BEFORE_EVENT.search(plain):
        return None
    # From the end, so that the places of those before stay right while their words grow.
    for found in reversed(list(_MONTHS.finditer(plain))):
        year, mark, first, dash, last = found.groups()
        if mark == dash or int(last) > _MONTHS_OF_A_YEAR:
            continue  # 2025-1-12 and 2025.3-31 are days
        if int(last) <= int(first):
            return None  # 2025.12-3 may be a day, or go on into the next year
        plain = f"{plain[: found.start()]}{year}年{first}月至{last}月{plain[found.end() :]}"
    return _BEGINS.sub("起", plain)


def year_in(words: str, *, needs_sign: bool = True) -> int | None:
    """The one year that the words name as theirs; None where they name none, or more than one.

    With `needs_sign` the year is followed by 年; in a name (2025台账, sheet 2025) it may stand alone.
    """
    plain = unicodedata.normalize("NFKC", words[:_LONGEST_NAMED])
    if _SPAN_OF_YEARS.search(plain):
        return None
    plain = _DATED.sub(" ", _NUMBERED.sub(" ", plain))
    found = {
        int(parse_number(one["figures"] or one["spelt"]) or 0)
        for one in _YEAR.finditer(plain)
        if one["spelt"] or not needs_sign or plain[one.end() :].lstrip().startswith("年")
    }
    return found.pop() if len(found) == 1 else None
