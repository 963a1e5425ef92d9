"""The day of an item, however its page writes it: whole, without its year, in two elements, or only in the address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from statistics import median

from tracker.capture.particulars import publication_dates
from tracker.capture.particulars.conventions import plain
from tracker.domain.errors import UserError
from tracker.domain.text.date_input import read_day
from tracker.domain.text.dates import BEIJING, day_of, first_day
from tracker.domain.text.numerals import parse_number

_EARLIEST = date(1980, 1, 1)
_LONGEST_REST = 40
"""Characters beside a whole day in a piece of text that says when, by whom and how often it was read."""
_LONGEST_REST_OF_SHORT = 3
"""Beside a day without its year, which looks like a score, a version or a share."""
_LONGEST_MOMENT = 80
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_SHORT = re.compile(r"(?<![\d.,:/-])(\d{1,2})\s?(?:[-/.]|月)\s?(\d{1,2})(?:日|号)?(?![\d.%:/-])")
_SHORT_YEAR = re.compile(r"(?<![\d./-])([0-4]\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d./-])")
"""Year, month and day, as all official sites write it that shorten the year."""
_YEAR_MONTH_DAY = re.compile(r"((?:19|20)\d{2})\s*[-./年]?\s*(\d{1,2})\s*[-./月]?\s*(\d{1,2})日?")
_DAY_FIRST = re.compile(r"(\d{1,2})日?\s+((?:19|20)\d{2})\s*[-./年]\s*(\d{1,2})月?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-./月]?\s*(\d{1,2})日?\s+((?:19|20)\d{2})年?")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})\s+(\d{1,2})月")
_PIECE_OF_DAY = re.compile(r"[\d\s年月日./\-]{1,12}")
_AROUND = re.compile(r"[\s()\[\]【】〔〕{}|·,:/.\-—_;、]+")
_CLOCK = re.compile(r"\d{1,2}\s*:\s*\d{2}(?:\s*:\s*\d{2})?|(?:星期|周)[一二三四五六日天]")
_OF_PUBLICATION = re.compile(r"(?:发布|公布|公开|发表|刊发|发稿|上传|上网)\s*(?:日期|时间|于)?\s*:?\s*[\[(【]?\s*$")
_OF_WRITING = re.compile(r"(?:成文|发文|印发|签发|生成|制发|更新|修改)\s*(?:日期|时间)?\s*:?\s*[\[(【]?\s*$")
_OF_AN_EVENT = re.compile(
    r"(?:截[止至]|截稿|有效|失效|施行|实施|生效|执行|开始|结束|会议|活动|举办|报名|开标|起止|征集)(?:日期|时间|期限?|期至)?\s*(?:到|至)?\s*:?\s*[\[(【]?\s*$"
)
_IN_ADDRESS = re.compile(r"/(20\d{2})/(1[0-2]|0?[1-9])/(3[01]|[12]\d|0?[1-9])(?=/)")
_ZONES = re.compile(r"\s*\(?\b(?:CST|BJT|(?:GMT|UTC)\s?\+0?8(?::?00)?|Asia/Shanghai|PRC)\)?(?=$|\s)")
_JAVA = re.compile(r"[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d{1,2}:\d{2}(?::\d{2})?)(?: (\S+))? (\d{4})")
_CHINESE_MONTH = re.compile(r"(\d{1,2})\s+([一二三四五六七八九十]{1,2}|\d{1,2})月\s+(\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEAR_ADDRESS = 90
"""Days that a shown day may lie from that in the address: pages are put up some time after they were made."""
_LEEWAY = 10
"""Days by which a list may be out of its order."""
_LONGEST_STEP = 75
"""Days that mostly lie between neighbours of a list of which one can say that it has an order."""
_MOST_PINNED = 3
_PLAIN_GAP = 45
"""Days between neighbours of a list up to which a turn of the year is believed at its very top, where old items that
are pinned there look the same."""


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day that is written beside an item: its year is 0 where the page leaves it out.

    `rank` says how surely it is that of publication: 3 by a label, 2 by itself, 1 where it is said to be another day of
    the document.
    """

    year: int
    month: int
    day: int
    rank: int = 2

    @property
    def iso(self) -> str:
        """The ISO day, "" without a year."""
        return f"{self.year:04}-{self.month:02}-{self.day:02}" if self.year else ""


def day_of_moment(text: str, today: date) -> str:
    """Return the ISO day, in Beijing, of a moment as feeds and programs write it; "" for none, and for days to come."""
    text = " ".join(plain(text[: 2 * _LONGEST_MOMENT]).split())[:_LONGEST_MOMENT]
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        return not_to_come(publication_dates.of_clock(text), today)
    found = _of_program(text) or _of_mail(text)
    if found is None:
        return not_to_come(publication_dates.iso_of(text) or _typed(text, today), today)
    # Without its zone a moment is meant as it stands.
    return not_to_come((day_of(found) if found.tzinfo is not None else found.date()).isoformat(), today)


def not_to_come(day: str, today: date) -> str:
    """Return an ISO day unless it is no day (a month), or lies more than a day ahead, or long back; else ""."""
    if len(day) != len("2025-11-20"):
        return ""
    return day if _EARLIEST.isoformat() <= day <= _tomorrow(today).isoformat() else ""


def _tomorrow(today: date) -> date:
    return today + timedelta(days=1) if today < date.max else today


def _of_program(text: str) -> datetime | None:
    text = re.sub(r"(?<=\d)\s+(?=[+-]\d{2}:?\d{2}$)", "", _ZONES.sub("+08:00", text))
    text = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", re.sub(r"(\.\d{6})\d+", r"\1", text))
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(BEIJING) if moment.tzinfo is not None else moment
    except (ValueError, OverflowError):
        return None


def _of_mail(text: str) -> datetime | None:
    """A moment as RFC 822 has it, or nearly: CST is China's here, and months may be Chinese."""
    text = _ZONES.sub(" +0800", text)
    text = _JAVA.sub(lambda found: f"{found[2]} {found[1]} {found[5]} {found[3]} {found[4] or ''}", text)
    text = _CHINESE_MONTH.sub(_with_english_month, text)
    text = re.sub(r"^[^\d]{1,12}(?=\d{1,2} )", "", text)
    try:
        moment = parsedate_to_datetime(text)
        return moment.astimezone(BEIJING) if moment.tzinfo is not None else moment
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _with_english_month(found: re.Match[str]) -> str:
    month = int(parse_number(found[2]) or 0)
    return f"{found[1]} {_MONTHS[month - 1]} {found[3]}" if 1 <= month <= len(_MONTHS) else found[0]


def _typed(text: str, today: date) -> str:
    """昨天, 20 November 2025 and whatever else people type."""
    try:
        return read_day(text, "published", today).isoformat()
    except UserError:
        return ""


def days_in(pieces: Sequence[str], labels: Sequence[str] = ()) -> list[WrittenDay]:
    """Return the days that the pieces of text beside an item give, the surest first.

    `labels` are headings over the pieces, such as those of the columns of a table. Days within sentences are none.
    """
    found = [*_whole_days(pieces, labels), *_split_days(pieces)]
    if not found:
        found = [day for piece in pieces if (day := _short_day(piece)) is not None]
    return sorted(found, key=lambda day: -day.rank)


def _whole_days(pieces: Sequence[str], labels: Sequence[str]) -> list[WrittenDay]:
    found: list[WrittenDay] = []
    for number, piece in enumerate(pieces):
        if len(piece) > 4 * _LONGEST_REST or "。" in piece:
            continue
        folded = plain(piece)
        compact = _COMPACT.search(folded)
        spans = [(day.published, day.start, day.end) for day in publication_dates.days(piece) if day.is_day]
        if not spans and compact is not None:
            spans = [("-".join(compact.groups()), compact.start(), compact.end())]
        before = 0
        for iso, start, end in spans:
            label = folded[before:start] if start > before else ""
            if not _AROUND.sub("", label) and not before:
                label = (
                    labels[number]
                    if number < len(labels) and labels[number]
                    else (pieces[number - 1] if number else "")
                )
            rank = _rank(plain(label))
            rest = len(_AROUND.sub("", _CLOCK.sub("", folded[:start] + folded[end:])))
            before = end
            written = _valid(int(iso[:4]), int(iso[5:7]), int(iso[8:10]), rank)
            if written is not None and rank and rest <= _LONGEST_REST:
                found.append(written)
    return found


def _rank(label: str) -> int:
    if _OF_AN_EVENT.search(label):
        return 0
    if _OF_PUBLICATION.search(label):
        return 3
    return 1 if _OF_WRITING.search(label) else 2


def _split_days(pieces: Sequence[str]) -> list[WrittenDay]:
    """A day whose year, month and day are in elements of their own: 20 over 2025-11."""
    run: list[str] = []
    for piece in [*pieces, ""]:
        folded = " ".join(plain(piece[:_LONGEST_REST]).split())
        if _PIECE_OF_DAY.fullmatch(folded):
            run.append(folded)
            continue
        # The number of a row may stand before it.
        read = (_of_run(" ".join(run[-length:])) for length in (3, 2) if len(run) >= length)
        day = next((day for day in read if day is not None), None)
        if day is not None:
            return [day]
        run = []
    return []


def _of_run(text: str) -> WrittenDay | None:
    if found := _DAY_FIRST.fullmatch(text):
        return _valid(int(found[2]), int(found[3]), int(found[1]))
    if found := _YEAR_MONTH_DAY.fullmatch(text):
        return _valid(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.fullmatch(text):
        return _valid(int(found[3]), int(found[1]), int(found[2]))
    found = _DAY_AND_MONTH.fullmatch(text)
    return _valid(0, int(found[2]), int(found[1])) if found else None


def _short_day(piece: str) -> WrittenDay | None:
    if len(piece) > _LONGEST_REST:
        return None
    folded = plain(piece)
    found = _SHORT_YEAR.search(folded) or _SHORT.search(folded)
    if found is None:
        return None
    rest = _AROUND.sub("", _CLOCK.sub("", folded[: found.start()] + folded[found.end() :]))
    if len(rest) > _LONGEST_REST_OF_SHORT:
        return None
    if found.re is _SHORT_YEAR:
        return _valid(2000 + int(found[1]), int(found[3]), int(found[4]))
    return _valid(0, int(found[1]), int(found[2]))


def _valid(year: int, month: int, day: int, rank: int = 2) -> WrittenDay | None:
    try:
        date(year or 2000, month, day)  # 2000 has a 29 February
    except ValueError:
        return None
    return WrittenDay(year, month, day, rank)


def is_only_day(piece: str) -> bool:
    """Whether a piece of text is nothing but a day, as headings of days are."""
    if len(piece) > _LONGEST_REST:
        return False
    folded = _CLOCK.sub("", plain(piece))
    whole = next(publication_dates.days(folded), None)
    if whole is not None and whole.is_day:
        return not _AROUND.sub("", folded[: whole.start] + folded[whole.end :])
    match = _COMPACT.search(folded) or _SHORT.search(folded)
    return match is not None and not _AROUND.sub("", folded[: match.start()] + folded[match.end() :])


def is_about_day(piece: str) -> bool:
    """Whether a piece of text only says when: a day, a part of one, or a day behind its label."""
    if is_only_day(piece):
        return True
    if len(piece) > _LONGEST_REST:
        return False
    folded = plain(piece).strip()
    day = next(publication_dates.days(folded), None)
    if day is None:
        return _PIECE_OF_DAY.fullmatch(folded) is not None
    label = _OF_PUBLICATION.sub("", _OF_WRITING.sub("", folded[: day.start]))
    return not _AROUND.sub("", label + _CLOCK.sub("", folded[day.end :]))


def day_in_address(url: str) -> str:
    """Return the ISO day or month that an address holds, "" for none."""
    written = _IN_ADDRESS.search(url)
    day = _valid(int(written[1]), int(written[2]), int(written[3])) if written else None
    if day is not None:
        return day.iso
    found = publication_dates.in_address(url)
    return found.published if found is not None else ""


def resolved(written: Sequence[WrittenDay | None], addresses: Sequence[str], today: date) -> list[str]:
    """Return the ISO day of each item of a list, in its order, "" where it cannot be known.

    `addresses` are the days or months in the items' addresses, or "". A day without a year takes its year from the
    address, else from the neighbours in the list, else from `today`; what is not sure is left.
    """
    known = [_known(day, address, today) for day, address in zip(written, addresses, strict=True)]
    _fill_years(known, written, today)
    shown = [not_to_come(day.isoformat(), today) if day is not None else "" for day in known]
    bare = [number for number, day in enumerate(written) if day is None]
    from_address = {number: not_to_come(addresses[number], today) for number in bare}
    # A number that only looks like a day stands in few addresses of a list.
    if 2 * sum(map(bool, from_address.values())) >= len(bare):
        for number, day in from_address.items():
            shown[number] = day
    return shown


def _known(day: WrittenDay | None, address: str, today: date) -> date | None:
    if day is None:
        return None
    if day.year:
        return date(day.year, day.month, day.day)
    if not address:
        return None
    middle = first_day(address) + timedelta(days=0 if len(address) > len("2025-11") else 14)
    near = min(_years(day, middle), key=lambda one: abs(one - middle), default=None)
    within = near is not None and abs(near - middle).days <= _NEAR_ADDRESS and near <= _tomorrow(today)
    return near if within else None


def _years(day: WrittenDay, around: date) -> list[date]:
    """The day in the years about another one."""
    found: list[date] = []
    for year in range(max(around.year - 4, 1), min(around.year + 4, date.max.year) + 1):
        try:
            found.append(date(year, day.month, day.day))
        except ValueError:
            continue  # 29 February
    return found


def _latest(day: WrittenDay, limit: date) -> date | None:
    return max((one for one in _years(day, limit) if one <= limit), default=None)


def _earliest(day: WrittenDay, limit: date) -> date | None:
    return min((one for one in _years(day, limit) if one >= limit), default=None)


def _fill_years(known: list[date | None], written: Sequence[WrittenDay | None], today: date) -> None:
    """Give the days without a year the year that the order of the list allows."""
    places = [number for number, day in enumerate(written) if day is not None]
    if all(known[number] is not None for number in places):
        return
    order = _order([day for day in written if day is not None])
    if order > 0:  # read from the end, such a list runs newest first as well
        places.reverse()
    anchored = [number for number, place in enumerate(places) if known[place] is not None]
    if order and not anchored:
        _from_today(known, written, places, today)
    elif order:
        _from_anchors(known, written, places, anchored)
    elif len(places) == 1:
        only = written[places[0]]
        known[places[0]] = _latest(only, _tomorrow(today)) if only is not None else None


def _order(days: Sequence[WrittenDay]) -> int:
    """-1 for newest first, 1 for oldest first, 0 where the days have no order. Turns of the year are looked through."""
    places = [date(2000, day.month, day.day).toordinal() for day in days]
    steps = [(after - before + 183) % 366 - 183 for before, after in pairwise(places)]
    down = sum(step < 0 for step in steps)
    up = sum(step > 0 for step in steps)
    if not steps:
        return 0
    if not down and not up:
        return -1  # all of one day
    # Days that follow by chance lie a quarter of a year apart, and half of them go either way.
    if 4 * max(down, up) < 3 * (down + up) or median(map(abs, steps)) > _LONGEST_STEP:
        return 0
    return -1 if down > up else 1 if up > down else 0


def _from_today(
    known: list[date | None], written: Sequence[WrittenDay | None], places: Sequence[int], today: date
) -> None:
    start = _pinned(written, places, today)
    limit: date | None = _tomorrow(today)
    _walk_down(known, written, places[start:], limit)


def _walk_down(
    known: list[date | None], written: Sequence[WrittenDay | None], places: Sequence[int], limit: date | None
) -> None:
    for place in places:
        day = written[place]
        if known[place] is None and day is not None and limit is not None:
            known[place] = _latest(day, limit)
        found = known[place]
        limit = found + timedelta(days=_LEEWAY) if found is not None else limit


def _from_anchors(
    known: list[date | None], written: Sequence[WrittenDay | None], places: Sequence[int], anchored: Sequence[int]
) -> None:
    _walk_down(known, written, places[anchored[0] :], None)
    for place, below in zip(reversed(places[: anchored[0]]), reversed(places[1 : anchored[0] + 1]), strict=True):
        day = written[place]
        floor = known[below]
        if day is not None and floor is not None:
            known[place] = _earliest(day, floor - timedelta(days=_LEEWAY))


def _pinned(written: Sequence[WrittenDay | None], places: Sequence[int], today: date) -> int:
    """How many items at the top may be old ones that are pinned there, and no sign that a year turned."""
    trial: list[date | None] = [None] * len(written)
    _walk_down(trial, written, places, _tomorrow(today))
    days = [day for place in places if (day := trial[place]) is not None]
    gaps = [(before - after).days for before, after in pairwise(days)]
    if not gaps:
        return 0
    most = max(_PLAIN_GAP, 4 * median(gaps))
    turns = [
        number + 1
        for number, gap in enumerate(gaps[:_MOST_PINNED])
        if gap > most and days[number].year > days[number + 1].year
    ]
    return turns[-1] if turns and len(days) > 2 * _MOST_PINNED else 0
