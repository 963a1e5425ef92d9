"""Days in a text, however written, and which of them is that of its publication."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from tracker.capture.particulars.conventions import plain, spaced
from tracker.domain.errors import UserError
from tracker.domain.text.dates import day_of, parse_published
from tracker.domain.text.numerals import DIGITS, parse_number

_FIGURES = r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?"
_SPELT = rf"([{DIGITS}]{{4}})\s*年\s*([{DIGITS}十]{{1,3}})\s*月(?:\s*([{DIGITS}十]{{1,3}})\s*日)?"
# A clock often stands right behind the day, with nothing between: 2025-05-0610:22.
_POINTED = r"((?:19|20)\d{2})\s?(?P<mark>[-/.])\s?(\d{1,2})\s?(?P=mark)\s?(\d{1,2})(?:(?!\d)|(?=\d\d:\d\d))"
_STACKED = r"((?:19|20)\d{2})\s*(0[1-9]|1[0-2])\s*/\s*([0-3]\d)(?=\s*\d\d:\d\d)"
"""The year over month and day, as the agencies set it."""
_APART = r"((?:1 9|2 0) \d \d) ?年 ?(\d(?: \d)?) ?月(?: ?(\d(?: \d)?) ?日)?"
"""2 0 2 5 年 3 月 5 日, as a signature is set wide."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"((?:{'|'.join(_MONTHS)})[a-z]{{0,6}})\.?"
_ENGLISH = rf"\b{_MONTH}\s+(\d{{1,2}}),?\s+((?:19|20)\d{{2}})\b|\b(\d{{1,2}})\s+{_MONTH},?\s+((?:19|20)\d{{2}})\b"
_DAY = re.compile(
    f"{_FIGURES}|{_SPELT}|(?<!\\d){_POINTED}|(?<!\\d){_STACKED}|{_ENGLISH}|(?<!\\d){_APART}", re.IGNORECASE
)

_PUBLISHED = spaced(
    "发布日期|发布时间|发布于|公布日期|公布时间|发表时间|发表日期|发表于|公开日期|公开时间|发稿时间|刊发日期"
)
_DATED = spaced("成文日期|成文时间|发文日期|发文时间|印发日期|印发时间|签发日期|生成日期|生成时间|制发日期|颁布日期")
_UPDATED = spaced("更新时间|更新日期|最后更新")
_LOOSE = spaced("日期|时间")
"""Which may as well be the day of a meeting: they count only among other words about the page."""

_FURNITURE = re.compile(
    f"(?:{spaced('来源|作者|编辑|责编|责任编辑|浏览|浏览次数|阅读|点击|字体|字号|打印|分享|访问次数|发布人|信息来源')})\\s*[::]?"
)
"""Words about the page itself, next to the day of its publication."""
_OF_AN_EVENT = re.compile(
    "星期|周[一二三四五六日]|今天|农历|地点|截止|截至|召开|举行|举办|会议|通过|施行|实施|起|至|到期|有效"
)
_CLOCK = re.compile(r"\d{1,2}\s*:\s*\d{2}(?:\s*:\s*\d{2})?")
_OF_COMMENTS = re.compile("评论|回复|跟帖|网友|留言|楼主")
_OTHER_THAN_PUBLISHED = re.compile(
    r"(?<!发布)(?<!公布)(?<!发表)(?<!公开)(?<!发稿)(?<!刊发)(?<!成文)(?<!发文)(?<!印发)(?<!签发)(?<!生成)(?<!制发)(?<!颁布)(?<!更新)"
    r"(?<!上传)(?<!录入)(?<!添加)(?<!发帖)(?<!编辑)(?<!信息)(?<=[\u4e00-\u9fff])(?:时间|日期)\s*:?\s*$"
)
"""活动时间, 报名日期, right before a day: it says when something else is."""
_LEAST_PROSE = 30
_ASIDES = re.compile(
    r"[【\[]?\s*(?:(?:相关|推荐|热门|延伸|关联|更多|最新|精彩|精选)(?:阅读|新闻|文章|资讯|推荐|链接|信息|内容|报道|评论|稿件|文件|政策|解读)"
    r"|为[您你]推荐|猜[您你]喜欢|[您你]可能.*|(?:网友|全部)?(?:评论|留言|跟帖)|发表评论|[上下]一[篇条].*)\s*(?:\(?\d+\)?条?)?\s*[】\]]?\s*:?\s*"
)
"""Headings of what a page sets under its text: other texts, and what readers say."""
_FOOTER = re.compile("版权所有|copyright|©|备案|ICP|主办单位|承办单位|技术支持|网站标识|建议使用", re.IGNORECASE)
_CLOSES_TEXT = re.compile(r"[。!?)”]$|附\s*件|编辑|责编|来源|作者|审核|分享|打印|关闭|扫一扫|字号|浏览|阅读")
_LONGEST_REST = 16
"""Characters beside day and clock in a line that says when and by whom."""
_ABOVE_TITLE = 3
_BELOW_TITLE = 10
_BOX_ABOVE = 40
"""Lines around the title in which a page says when it was published; a table about the document may be longer."""
_LONGEST_LABELLED = 30
_IN_ADDRESS = re.compile(r"(?<!\d)(20\d{2})[-/_]?([01]\d)[-/_]?([0-3]\d)(?!\d)|(?<!\d)(20\d{2})[-/]?([01]\d)(?=/)")
_SIGNATURE_LINES = 40
_PAPER = re.compile(r"《?\s*([\u4e00-\u9fff]{2,10}报)\s*》?\s*\(?\s*(?=(?:19|20)\d\d)")
_PAGE_OF_PAPER = re.compile(r"第?\s*[A-Z]?\d{1,3}\s*版")
_PROCLAIMED = re.compile(r"[^,。;]{0,60}?(?:公布|发布|颁布)")
_LATER_CHANGED = re.compile("修订|修正|修改")
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


@dataclass(frozen=True, slots=True)
class Dated:
    """A day or month (ISO) with the words that give it, and where they are in the text."""

    published: str
    words: str
    start: int
    end: int

    @property
    def is_day(self) -> bool:
        """Whether the day itself is known."""
        return len(self.published) == len("2025-05-06")


def days(text: str, start: int = 0, end: int | None = None) -> Iterator[Dated]:
    """Every valid day or month that is written out, in order."""
    piece = text[start:end]  # folded by itself: a long text is asked about line by line
    for match in _DAY.finditer(plain(piece)):
        published = _iso(*_pieces(match))
        if published:
            yield Dated(published, piece[match.start() : match.end()], start + match.start(), start + match.end())


def _pieces(match: re.Match[str]) -> tuple[str, str, str | None]:
    """Year, month and day as they are written. One form fits: the groups of the others are empty."""
    first, second, *rest = (piece for piece in match.groups() if piece and piece != match["mark"])
    if _is_english(first) or _is_english(second):
        month, day = (first, second) if _is_english(first) else (second, first)
        return rest[0], str(_MONTHS.index(month[:3].lower()) + 1), day
    return first, second, rest[0] if rest else None


def _is_english(word: str) -> bool:
    return word.isascii() and word.isalpha()


def of_publication(lines: Sequence[str], places: Sequence[int]) -> Dated | None:
    """The day that a page gives as that of its publication: by a label, or beside what else it says of itself.

    `places` are the numbers of the lines in which its title stands.
    """
    windows = [_window(lines, place) for place in places]
    # The surest first over all windows: a loose 时间 near the title must not go before 发布日期 a few lines below it.
    for label in (_PUBLISHED, None, _LOOSE):
        for near in windows:
            found = _furnished(lines, near) if label is None else _labelled(lines, near, label)
            if found is not None:
                return found
    return None


def labelled_anywhere(lines: Sequence[str]) -> Dated | None:
    """The day behind 发布日期 or the like, where the page names one such day and no other."""
    lines = before_asides(lines)
    below = text_begins(lines)
    found = [
        day
        for number in range(len(lines))
        if (day := _labelled(lines, [number], _PUBLISHED)) is not None
        and (number < below or _is_of_the_text_above(lines, number, day))
    ]
    return found[0] if len({day.published for day in found}) == 1 else None


def text_begins(lines: Sequence[str], start: int = 0) -> int:
    """The number of the first line from `start` on that is prose; how many lines there are where none is."""
    prose = (number for number in range(start, len(lines)) if "。" in lines[number][_LEAST_PROSE - 1 :])
    return next(prose, len(lines))


def before_asides(lines: Sequence[str]) -> Sequence[str]:
    """The lines up to the heading of what a page sets under its text: other texts, comments."""
    after = range(text_begins(lines), len(lines))
    return lines[: next((number for number in after if _ASIDES.fullmatch(plain(lines[number]))), len(lines))]


def _is_of_the_text_above(lines: Sequence[str], number: int, day: Dated) -> bool:
    """Whether a labelled day below a text is that of the text, not of another one named there, nor of the site."""
    line = plain(lines[number])
    rest = re.sub(_PUBLISHED, "", _rest(lines[number], day)).strip()
    above = plain(lines[number - 1]).strip()
    closes = _CLOSES_TEXT.search(above) or next(days(above), None) is not None
    return not _FOOTER.search(line) and bool(closes) and (not rest or bool(_FURNITURE.search(rest)))


def of_writing(lines: Sequence[str]) -> Dated | None:
    """The day behind 成文日期 or the like."""
    return _labelled(lines, range(len(lines)), _DATED)


def of_update(lines: Sequence[str], places: Sequence[int]) -> Dated | None:
    """The day behind 更新时间 by the title, where there is but one: at the foot of a page it is that of the site."""
    near = sorted({number for place in places for number in _window(lines, place)})
    said = [number for number in near if not _FOOTER.search(lines[number])]
    found = [day for number in said if (day := _labelled(lines, [number], _UPDATED)) is not None]
    return found[0] if len({day.published for day in found}) == 1 else None


def of_issue(lines: Sequence[str]) -> tuple[Dated, str] | None:
    """The day of a newspaper and its name, from the line that heads its page."""
    for line in lines:
        head = _PAPER.search(plain(line))
        if head is None:
            continue
        day = next(days(line, head.end()), None)
        if day is not None and day.start == head.end() and _PAGE_OF_PAPER.search(plain(line), day.end):
            return day, line[head.start(1) : head.end(1)]
    return None


def of_proclamation(lines: Sequence[str]) -> Dated | None:
    """The day in the history under the title of a law, 2004年6月17日…令第999号公布, unless it was changed later."""
    for line in lines:
        written = list(days(line))
        if not written or line[: written[0].start].strip(" 　（(〔["):
            continue
        for found, following in zip(written, [*written[1:], None], strict=True):
            end = following.start if following else len(line)
            if found.is_day and _PROCLAIMED.match(plain(line[:end]), found.end):
                return None if _LATER_CHANGED.search(plain(line), found.end) else found
    return None


def _window(lines: Sequence[str], place: int) -> list[int]:
    """The lines around a title, those below it first, down to its text."""
    below = range(place, min(place + _BELOW_TITLE + 1, text_begins(lines, place + 1)))
    return [*below, *range(place - 1, max(place - _BOX_ABOVE, 0) - 1, -1)] if place else list(below)


def _labelled(lines: Sequence[str], numbers: Sequence[int], label: str) -> Dated | None:
    """The first day that stands right behind a label, or alone on the line below it."""
    pattern = re.compile(rf"(?<![\u4e00-\u9fff])(?:{label})\s*[:：]?\s*[\[(【]?\s*")
    for number in numbers:
        line = plain(lines[number])
        for match in pattern.finditer(line):
            # 时间 alone is the time of a meeting as often as that of the page.
            if label is _LOOSE and not _is_about_the_page(lines, number):
                continue
            found = next(days(lines[number], match.end(), match.end() + _LONGEST_LABELLED), None)
            if found is not None and found.start == match.end():
                words = lines[number][match.start() : found.end].strip()
                return Dated(found.published, words, found.start, found.end)
            below = lines[number + 1] if number + 1 < len(lines) and match.end() == len(line) else ""
            found = next(days(below), None)
            if found is not None and not _rest(below, found):
                return Dated(found.published, f"{lines[number].strip()}\n{found.words}", found.start, found.end)
    return None


def _is_about_the_page(lines: Sequence[str], number: int) -> bool:
    near = plain("\n".join(lines[max(number - 1, 0) : number + 3]))
    return bool(_FURNITURE.search(near)) and not re.search(r"地\s*点", near)


def _furnished(lines: Sequence[str], near: Sequence[int]) -> Dated | None:
    """A whole day that stands with nothing but a clock, a source and the like: right below a title, or right above."""
    place = near[0]
    for number in near:
        if not place - _ABOVE_TITLE <= number or number == place:
            continue
        line = lines[number]
        found = next((day for day in days(line) if day.is_day), None)
        if found is None or len(line) > 6 * _LONGEST_REST:
            continue
        rest = _rest(line, found)
        lone = not rest or bool(_FURNITURE.search(rest))
        named = len(rest) <= _LONGEST_REST and bool(_CLOCK.search(plain(line))) and not _OF_COMMENTS.search(plain(line))
        beneath = (
            number == place + 1 and len(rest) <= _LONGEST_REST and not re.search("[:。]", _CLOCK.sub("", plain(line)))
        )
        # Over the title stands the day of today as well, which is nobody's publication.
        if (
            _OF_AN_EVENT.search(rest)
            or _OTHER_THAN_PUBLISHED.search(plain(line[: found.start]))
            or not (lone or named or beneath)
            or (number < place and not (rest or _CLOCK.search(line)))
        ):
            continue
        return found
    return None


def _rest(line: str, day: Dated) -> str:
    """What a line says besides a day, the clock and marks."""
    rest = plain(line[: day.start] + " " + line[day.end :])
    return re.sub(r"[\s()\[\]【】〔〕|·,、:/.\-—]+", " ", _CLOCK.sub(" ", rest)).strip()


def signed(text: str) -> Dated | None:
    """The day on a line of its own, the last one before an annex begins: that under the signature (落款)."""
    # An annex has days of its own, and often a signature; the last day before it is the document's.
    body = re.split(r"\n[ 　\t]*附件[ 　\t]*[\d一二三四五六七八九十]*[ 　\t]*[:：]?[ 　\t]*\n", text)[0]
    position = len(body)
    for line in reversed(body.split("\n")[-_SIGNATURE_LINES:]):
        position -= len(line)
        found = next(days(body, position, position + len(line)), None)
        # Nothing else on the line: a day within a sentence is when something happened or will.
        if found is not None and line.strip(" 　\t（）()印发") == found.words.strip():
            return found
        # For the line break that split() took away.
        position -= 1
    return None


def in_address(url: str) -> Dated | None:
    """The day in an address: /2025-05/06/, /202505/t20250506_1.html; else its month."""
    path = urlsplit(url).path
    found = [match for match in _IN_ADDRESS.finditer(path) if _of_address(match)]
    # A day before a month: /2025-05/ is a folder, t20250506_1 the page.
    best = max(found, key=lambda match: len(_of_address(match)), default=None)
    return None if best is None else Dated(_of_address(best), best[0].strip("/"), 0, 0)


def iso_of(text: str) -> str:
    """The day that a property of a page names, as ISO; "" for none. A moment with its zone is taken to Beijing."""
    text = text.strip()[: 2 * _LONGEST_LABELLED]
    moment = _moment(text)
    if moment:
        return moment
    compact = re.match(r"((?:19|20)\d{2})([01]\d)([0-3]\d)(?!\d{1,5}$)", text)
    if compact:
        return _iso(*compact.groups())
    return next((found.published for found in days(text)), "")


def of_clock(seconds: str) -> str:
    """The day in Beijing of a moment that a page counts in seconds or milliseconds; "" for none."""
    try:
        # Thirteen digits are milliseconds, as JavaScript counts; the first ten are the seconds.
        count = int(seconds[:10])
        return day_of(datetime.fromtimestamp(count).astimezone()).isoformat() if len(seconds) in (10, 13) else ""
    except (ValueError, OverflowError, OSError):
        return ""


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
        # A moment without a zone is read by the other ways: taken to Beijing from nobody knows where, it could fall on
        # the day before.
        return day_of(moment).isoformat() if moment.tzinfo is not None else ""
    except (ValueError, OverflowError):  # the last day of the year 9999 lies in the year after it here
        return ""


def _of_address(match: re.Match[str]) -> str:
    return _iso(match[1], match[2], match[3]) if match[1] else _iso(match[4], match[5], None)


def _iso(year: str, month: str, day: str | None) -> str:
    numbers = [parse_number(piece.replace(" ", "")) for piece in (year, month, *((day,) if day else ()))]
    if None in numbers:
        return ""
    first, *rest = (int(number or 0) for number in numbers)
    text = "-".join((f"{first:04}", *(f"{number:02}" for number in rest)))
    try:
        return parse_published(text, "published")
    except UserError:
        return ""


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
