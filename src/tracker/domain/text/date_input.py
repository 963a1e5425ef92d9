"""Dates as people type and paste them: 2025.5.12, 2025年5月12日, 20250512, 二〇二五年五月, 12 May 2025, 2025年底.

The one reader of a single written date, for the window, the command line, forms and cells of spreadsheets; days within
running text are found by `capture`. It says what span of days is meant; what several days could be is never guessed.
"""

import calendar
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from functools import lru_cache

from tracker.domain.errors import UserError
from tracker.domain.text.dates import BEIJING
from tracker.domain.text.numerals import DIGITS, parse_number
from tracker.domain.text.text_folding import without_unseen


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    TEN_DAYS = "ten_days"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """The days that a written date may mean, from the first to the last."""

    first: date
    last: date
    precision: Precision


LONGEST = 60
"""Characters of a written date; what is longer is a sentence."""
_YEARS = range(1900, 3000)
_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet that counts days; the 29 February 1900 that it also counts lies long before."""
_COUNTED = range(36_526, 73_051)
"""The years 2000 to 2099, as spreadsheets count days."""
_ZEROS = str.maketrans(dict.fromkeys("○ＯOo0０", "〇"))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RELATIVE_YEARS = {"前": -2, "去": -1, "上": -1, "今": 0, "本": 0, "当": 0, "明": 1, "后": 2}
_RELATIVE_MONTHS = {"上": -1, "本": 0, "这": 0, "当": 0, "下": 1}
_RELATIVE_DAYS = {
    **{"前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "yesterday": -1, "今天": 0, "今日": 0, "today": 0},
    **{"明天": 1, "明日": 1, "tomorrow": 1, "后天": 2},
}
_SPELT_YEAR = re.compile(rf"(?<![0-9０-９])[{DIGITS}OoＯ0０]{{2,4}}(?=年)")
_LABEL = re.compile(r"[^\d:,]{1,12}:\s*(?=\S)|[\u4e00-\u9fff]{0,4}(?:日期|时间)\s*(?=[\d〇一二])")
_LEADING = re.compile(
    r"^(?:北京时间|公元|[发公]布于|印发于|更新于|不[晚迟]于|最[晚迟]于?|截至|截止到?|于|自|从|[到在]"
    r"|n(?:o|ot) later than|until|by|as of|on)\s*"
)
_TRAILING = re.compile(r"\s*\(?(?:止|起?(?:正式)?(?:施行|实施|生效|执行)|起|印发|发布|公布|发文)$")
_BY = re.compile(r"(?P<day>.*(?:[日号底末]|[-/.]\d{1,2}[-/.]\d{1,2}|\d{8}))[之以]?前")
"""Before a day, or the end of a month, is by then; before a month or year may be a month or a year earlier."""
_TIMED = re.compile(r"(?:19|20|21)\d{2}-\d{2}-\d{2}[t ]\d{2}:\d{2}")
_GREENWICH = re.compile(r"\s*(?:utc|gmt|z)$")
_OF_MAIL = re.compile(r"[a-z,\s]*\d{1,2} [a-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})? (?:gmt|utc|[+-]\d{4})")
_ENDS = re.compile("[底末]")
_BEGINS = re.compile(r"^(?:自|从|from|since)|(?:起|以后|之后|初)$")
"""Says from when on, or when something begins, and not by when."""
_WEEKDAY = re.compile(
    r"[\s,(]*(?:(?:星期|周|礼拜)[一二三四五六日天]|(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?)"
    r"[\s,)]*(?![a-z])"
)
_CLOCK = re.compile(
    r"(?:\s+|(?<=[日号]))(?:上午|下午|晚上?|凌晨|中午)?\s*(?:\d{1,2}|[零一二三四五六七八九十]{1,3}(?=[时点]))"
    r"(?::\d{2}(?::\d{2}(?:\.\d+)?)?|时(?:\d{1,2}分?)?|点(?:\d{1,2}分?|半|钟)?)(?:\s*[ap]m)?"
    r"(?:\s*\(?(?:北京时间|(?:utc|gmt)?\+0?8(?::?00)?|cst)\)?)?(?=\s*(?:$|[(,前止]|星期|周|来源))"
)
_PART_OF_DAY = re.compile(r"(?:上午|下午|晚上?|凌晨|中午|傍晚)$")
_LUNAR = re.compile(r"\s*\(?\s*农历[^)]*\)?$")
_SOURCE = re.compile(r"\s*来源\s*:.*$")
_AROUND = ' ,.;。()[]“”"‘’「」『』《》'
_N = rf"\d{{1,2}}|[{DIGITS}十]{{1,3}}"
_Y = rf"\d{{4}}|\d{{2}}|[{DIGITS}]{{2,4}}|[前去上今本当明后]"
_PART = "(?P<part>上旬|中旬|下旬|初|中|底|末)?"
_CHINESE = re.compile(rf"(?P<year>{_Y})年(?P<month>{_N})月份?(?:(?P<day>{_N})[日号]?|{_PART})")
_RELATIVE_MONTH = re.compile("([上本这当下])个?月份?(.*)")
_YEAR = re.compile(rf"(?P<year>{_Y})年(?:度|底|末|内|全年|年底|年末|年内)?|(?P<bare>\d{{4}})")
_QUARTER = re.compile(
    rf"(?P<year>{_Y})年?(?:第?(?P<quarter>[一二三四1-4])季度?|[-/]?q(?P<q>[1-4]))[末底内]?"
    r"|(?:q(?P<q2>[1-4])|(?P<q3>[1-4])q|(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)quarter(?:of)?)[-/,]?"
    r"(?P<year2>\d{4})"
)
_HALF = re.compile(
    rf"(?P<year>{_Y})年?(?:(?P<half>上半年|下半年|年中)|h(?P<h>[12]))[末底内]?"
    r"|(?:h(?P<h2>[12])|(?P<h3>[12])h|(?P<nth>first|second|1st|2nd)half(?:of)?)(?P<year2>\d{4})"
)
# The same sign twice, by the backreference: 2025-05.12 is the number of a version or a file, and no day.
_SIGN = r"\s?(?P<sign>[-/.·・•‧_—–−。、,])\s?"
_AGAIN = r"\s?(?P=sign)\s?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}}){_SIGN}(?P<month>\d{{1,2}})(?:{_AGAIN}(?P<day>\d{{1,2}})[日号]?|月)?\.?")
_SPACED = re.compile(r"(?P<year>\d{4}) (?P<month>\d{1,2}) (?P<day>\d{1,2})")
_MONTH_FIRST = re.compile(rf"(?P<month>\d{{1,2}}){_SIGN}(?P<year>\d{{4}})")
_YEAR_LAST = re.compile(rf"(\d{{1,2}}){_SIGN}(\d{{1,2}}){_AGAIN}(\d{{4}})")
_SHORT_YEAR = re.compile(rf"'?(\d{{1,2}}){_SIGN}(\d{{1,2}}){_AGAIN}(\d{{1,2}})")
_SHORT = 2
"""Digits of a year without its century."""
_LATEST_SHORT = 70
_LAST_MONTH = 12
_COMPACT = re.compile(r"((?:19|20|21)\d{2})(\d{2})(\d{2})?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_NO_YEAR = re.compile(
    rf"(?:{_N})月(?:份|(?:{_N})[日号]?|底|末|初|中|[上中下]旬)?|\d{{1,2}}[-/.]\d{{1,2}}|年底|年末|年内|[上下]半年|第?[一二三四1-4]季度"
)
_SHORT_DAY = re.compile(r"(\d{1,2})(?:月?[底末]?|(?:[-/.月]\s?(\d{1,2})[日号]?))[之以]?前?")
_NAME = r"(?P<name>[a-z]{3,9})\.?"
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_ENGLISH = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_NTH}[\s-]+(?:of\s+)?)?{_NAME}[\s,-]+(?P<year>\d{{4}})",
        rf"{_NAME}\s+{_NTH}\s*,?\s*(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})[\s-]+{_NAME}(?:[\s-]+{_NTH})?",
    )
)
_PARTS_OF_YEAR = {
    **{"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4},
    **{"上半年": 1, "年中": 1, "下半年": 2},
}
_END_OF_MONTH = re.compile(r"^(?:the )?end(?: of)? (?=[a-z]+\.? \d{4}$)")
_END_OF_YEAR = re.compile(r"(?:the )?(?:year-?end|end(?: of)?(?: the year)?)\s+(?P<year>\d{4})")


def read_date(text: str, field: str, today: date | None = None, *, counted: bool = False) -> WrittenDate:
    """Read one written date. `today` gives 今年 and yesterday their meaning; `counted`: five digits are the day count
    of a spreadsheet cell that lost its format.

    Raises `date_ambiguous` (details: `choices`, ISO days), `date_without_year`, `date_invalid`.
    """
    is_short = len(text) <= LONGEST
    read = _read(text, today, counted) if is_short else None
    if isinstance(read, WrittenDate):
        return read
    if read:
        raise UserError("date_ambiguous", field=field, value=text, choices=[day.isoformat() for day in read])
    if is_short and _NO_YEAR.fullmatch(_packed(_without_affixes(_plain(text)))):
        raise UserError("date_without_year", field=field, value=text)
    raise UserError("date_invalid", field=field, value=text)


def read_day(text: str, field: str, today: date | None = None) -> date:
    """Read a date that has to be one day; the end of a month or year is its last (5月底). Raises as `read_date`, and
    `date_no_day` for a month or year."""
    found = read_date(text, field, today)
    if found.precision is Precision.DAY:
        return found.first
    if _ENDS.search(text):
        return found.last
    raise UserError("date_no_day", field=field, value=text)


def read_last_day(text: str, field: str, today: date | None = None) -> date:
    """Read the day by which something is due: of a month, a quarter or a year the last. Raises as `read_date`."""
    if _BEGINS.search(_plain(text[:LONGEST])):
        raise UserError("date_invalid", field=field, value=text)
    return read_date(text, field, today).last


def read_due_day(text: str, field: str, held_on: date) -> date:
    """Read the day by which something is due in a text of that day, in short: 6 is the last of June, 9.15 a day; where
    no year is said, it is the first such day that is not past. Raises as `read_last_day`."""
    typed = _SHORT_DAY.fullmatch(_plain(text[:LONGEST]))
    if typed is None:
        return read_last_day(text, field, held_on)
    days = (_dated(held_on.year + later, int(typed[1]), int(typed[2]) if typed[2] else None) for later in (0, 1))
    found = next((one.last for one in days if one is not None and one.last >= held_on), None)
    if found is None:
        raise UserError("date_invalid", field=field, value=text)
    return found


def read_published(text: str, field: str, today: date | None = None) -> str:
    """Read a date of publication: an ISO day, or a month where the day is not said (§5). Raises as `read_date`, and
    `date_no_month` for what is less exact than a month."""
    found = read_date(text, field, today)
    if found.precision is Precision.DAY:
        return found.first.isoformat()
    if found.precision in (Precision.MONTH, Precision.TEN_DAYS):
        return found.first.isoformat()[: len("YYYY-MM")]
    raise UserError("date_no_month", field=field, value=text)


# A column of a spreadsheet has few different days, and each is read for every row.
@lru_cache(maxsize=2_000)
def _read(text: str, today: date | None, counted: bool) -> WrittenDate | Sequence[date] | None:
    """The date; the days among which somebody has to choose; None for no date."""
    plain = _plain(text)
    # Before anything is taken off: with the time of day its zone would go, and with that the day in Beijing.
    moment = _moment(plain)
    if moment is not None:
        return _one_day(moment)
    plain = _without_affixes(plain)
    if today is not None and plain in _RELATIVE_DAYS:
        return _one_day(today + timedelta(days=_RELATIVE_DAYS[plain]))
    for reader in (_year_first, _chinese, _period, _english, _compact):
        found = reader(plain, today)
        if found is not None:
            return found
    # Only for cells: whoever types 45789 into a form means no day of 2025.
    if counted and (serial := _SERIAL.fullmatch(plain)) and int(serial[1]) in _COUNTED:
        return _one_day(_EPOCH + timedelta(days=int(serial[1])))
    return _year_last(plain) or _short_year(plain)


def _plain(text: str) -> str:
    """Half-width, in lower case, without signs that do not show; the zeros of spelt years as one sign."""
    # The circle of a spelt year is typed in seven ways (○ 〇 Ｏ O o 0 ０); NFKC makes letters of some of them, so that
    # they are one before it.
    spelt = _SPELT_YEAR.sub(lambda year: year[0].translate(_ZEROS), text.translate(str.maketrans("○", "〇")))
    folded = unicodedata.normalize("NFKC", spelt).lower()
    return " ".join(without_unseen(folded).split())


def _without_affixes(plain: str) -> str:
    """Without a label before the date, and without the weekday, the time of day and the words that go with it."""
    if (label := _LABEL.match(plain)) is not None:
        plain = plain[label.end() :]
    # From the end inwards, as they stand one behind the other; each pattern only sees the end of what is left.
    plain = _PART_OF_DAY.sub("", _CLOCK.sub("", _LUNAR.sub("", _SOURCE.sub("", plain))))
    plain = _WEEKDAY.sub(" ", plain).strip(_AROUND)
    plain = _LEADING.sub("", plain)
    by = _BY.fullmatch(plain)
    return _TRAILING.sub("", by["day"] if by else plain).strip()


def _packed(plain: str) -> str:
    return plain.replace(" ", "")


def _moment(plain: str) -> date | None:
    """The day of a moment as programs write it: in Beijing, where it says its zone."""
    try:
        if _OF_MAIL.fullmatch(plain):
            moment = parsedate_to_datetime(plain)
        elif _TIMED.match(plain):
            moment = datetime.fromisoformat(_GREENWICH.sub("+00:00", plain).upper())
        else:
            return None
        # A mail sent at midnight in Greenwich is of the next morning here, and is published on that day.
        return moment.astimezone(BEIJING).date() if moment.tzinfo is not None else moment.date()
    except (ValueError, OverflowError):  # the last day of the year 9999 lies in the year after it here
        return None


def _year_first(plain: str, _today: date | None) -> WrittenDate | None:
    """Numbers between signs: year, month and day, year and month, or month and year."""
    match = _YEAR_FIRST.fullmatch(plain) or _SPACED.fullmatch(plain) or _MONTH_FIRST.fullmatch(plain)
    if match is None:
        return None
    parts = match.groupdict()
    return _dated(int(parts["year"]), int(parts["month"]), int(parts["day"]) if parts.get("day") else None)


def _chinese(plain: str, today: date | None) -> WrittenDate | None:
    # 元月 is January wherever it stands.
    packed = _packed(plain).replace("元月", "1月")
    relative = _RELATIVE_MONTH.fullmatch(packed)
    if relative is not None and today is not None:
        months = today.year * 12 + today.month - 1 + _RELATIVE_MONTHS[relative[1]]
        packed = f"{months // 12}年{months % 12 + 1}月{relative[2]}"
    match = _CHINESE.fullmatch(packed)
    if match is None:
        return None
    year = _year(match["year"], today)
    month = _number(match["month"])
    day = _number(match["day"]) if match["day"] else None
    if year is None or month is None or (match["day"] and day is None):
        return None
    whole = _dated(year, month, day)
    return whole if whole is None else _part_of(whole, match["part"])


def _part_of(month: WrittenDate, part: str | None) -> WrittenDate:
    """The first, second or last third of a month; its beginning (月初) is no more exact than the month."""
    if part == "上旬":
        return WrittenDate(month.first, month.first.replace(day=10), Precision.TEN_DAYS)
    if part in ("中旬", "中"):
        return WrittenDate(month.first.replace(day=11), month.first.replace(day=20), Precision.TEN_DAYS)
    if part == "下旬":
        return WrittenDate(month.first.replace(day=21), month.last, Precision.TEN_DAYS)
    return month


def _period(plain: str, today: date | None) -> WrittenDate | None:
    """A quarter, half or year."""
    packed = _packed(plain)
    if match := _QUARTER.fullmatch(packed):
        return _months(_year(match["year"] or match["year2"], today), 3, _part_of_year(match), Precision.QUARTER)
    if match := _HALF.fullmatch(packed):
        return _months(_year(match["year"] or match["year2"], today), 6, _part_of_year(match), Precision.HALF)
    if match := _YEAR.fullmatch(packed) or _END_OF_YEAR.fullmatch(plain):
        year = match["year"] or match["bare"]
        return _months(_year(year, today), 12, 1, Precision.YEAR)
    return None


def _part_of_year(match: re.Match[str]) -> int | None:
    """Which quarter or half it is, by the one group that says so besides the year."""
    said = next(words for name, words in match.groupdict().items() if words and not name.startswith("year"))
    return _PARTS_OF_YEAR.get(said) or _number(said)


def _english(plain: str, _today: date | None) -> WrittenDate | None:
    # The end of a month is read as the month, whose last day it is.
    words = _END_OF_MONTH.sub("", plain)
    for pattern in _ENGLISH:
        match = pattern.fullmatch(words)
        if match is None or match["name"][:3] not in _MONTHS:
            continue
        month = _MONTHS.index(match["name"][:3]) + 1
        if not calendar.month_name[month].lower().startswith(match["name"].removesuffix("t") or match["name"]):
            continue
        return _dated(int(match["year"]), month, int(match["day"]) if match["day"] else None)
    return None


def _compact(plain: str, _today: date | None) -> WrittenDate | None:
    match = _COMPACT.fullmatch(plain)
    if match is None:
        return None
    return _dated(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)


def _year_last(plain: str) -> WrittenDate | Sequence[date] | None:
    """5/6/2025 is a day of May or of June; 13/6/2025 can be one day only."""
    match = _YEAR_LAST.fullmatch(plain)
    if match is None:
        return None
    one = int(match[1])
    other = int(match[3])
    year = int(match[4])
    # Never guessed: British and American offices write the same days the other way round.
    days = _valid([(year, one, other), (year, other, one)])
    return _one_day(days[0]) if len(days) == 1 else days


def _short_year(plain: str) -> WrittenDate | Sequence[date]:
    """25.6.30: the year has two digits, and may stand at either end; of 25.6.3 at one alone."""
    match = _SHORT_YEAR.fullmatch(plain)
    if match is None:
        return ()
    one, other, third = (int(match[group]) for group in (1, 3, 4))
    parts = [(2000 + one, other, third)] if len(match[1]) == _SHORT else []
    parts += [(2000 + third, other, one), (2000 + third, one, other)] if len(match[4]) == _SHORT else []
    days = _valid(parts)
    # 10.1.2 may be the number of a version, 26、6、3 a list; and of 26.6.31, a slip, only what nobody meant is a day.
    if len(match[4]) < _SHORT:
        is_sure = _LAST_MONTH < one < _LATEST_SHORT and match["sign"] not in "、,"
    else:
        is_sure = len(match[1]) < _SHORT or other > _LAST_MONTH
    return _one_day(days[0]) if is_sure and len(days) == 1 else days


def _valid(parts: Iterable[tuple[int, int, int]]) -> Sequence[date]:
    days = (_dated(*part) for part in parts)
    return sorted({day.first for day in days if day is not None})


def _year(words: str, today: date | None) -> int | None:
    if words in _RELATIVE_YEARS:
        return None if today is None else today.year + _RELATIVE_YEARS[words]
    number = _number(words)
    if number is None or (number < 100 and len(words) > _SHORT):  # 0025 is no year
        return None
    if number >= 100:
        return number
    return 2000 + number if number < 50 else None  # 25年 can only be 2025 here; 98年 may be of either century


def _number(words: str) -> int | None:
    number = parse_number(words)
    return None if number is None else int(number)


def _dated(year: int, month: int, day: int | None) -> WrittenDate | None:
    if year not in _YEARS or not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return WrittenDate(date(year, month, 1), date(year, month, last), Precision.MONTH)
    return _one_day(date(year, month, day)) if 1 <= day <= last else None


def _months(year: int | None, length: int, which: int | None, precision: Precision) -> WrittenDate | None:
    """The span of so many months that is the which-th of its year."""
    if year is None or which is None or year not in _YEARS:
        return None
    end = length * which
    return WrittenDate(date(year, end - length + 1, 1), date(year, end, calendar.monthrange(year, end)[1]), precision)


def _one_day(day: date) -> WrittenDate:
    return WrittenDate(day, day, Precision.DAY)
