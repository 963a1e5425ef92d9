"""Compare a captured page with the same address as it is now: what changed of what a reader would read of it.

What changes on every visit does not count: counters, the day of today, buttons, other news under the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from urllib.parse import urlsplit

from tracker.capture.documents.documents import Document
from tracker.capture.documents.formats import Kind, identify
from tracker.capture.documents.reading import read
from tracker.capture.particulars.conventions import plain
from tracker.capture.particulars.proposals import Proposal, propose
from tracker.capture.particulars.publication_dates import before_asides, days
from tracker.capture.web.fetching import Fetched, NotModified
from tracker.capture.web.unread_pages import has_prose, led_elsewhere, of_redirect
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.evidence.unreadable import Unread
from tracker.domain.text.text_folding import fold
from tracker.domain.text.word_changes import WordChange, word_changes
from tracker.domain.watching.page_changes import MOST_CHANGES, ChangeSign, PageChange
from tracker.domain.watching.terms import RecheckOutcome

_GONE_STATUS = frozenset({404, 410})
_LONGEST_FURNITURE = 200
"""Characters of a line that can be furniture; a sentence never is."""
_LONGEST_ROW = 80
_FEWEST_ROWS = 3
"""Rows from which on a table or a list is one."""
_LEAST_SAME = 0.5
"""Share of the lines before that a page at another address must have, to be the page itself."""
_MARKS = re.compile(r"^\s*(?:#{1,6}|[-*•·])\s+")
_RULE_OF_TABLE = re.compile(r"[\s|:-]*")
# All of these are narrow: what is taken for furniture cannot change any more, and a figure in a table may look alike.
_COUNTED = "浏览|阅读|点击|访问|查看|下载|转发|评论|点赞|收藏|分享|播放|人气|热度"
_NUMBER = r"\d[\d,.]*\s*[万亿]?\+?\s*(?:人次|次|人|条)?"
_COUNTERS = re.compile(
    rf"(?<![^\s|()\[\]【】])(?:本[页站文])?(?:{_COUNTED})(?:总?(?:次数|人数|量|数))?\s*(?::\s*\[?|[(\[])\s*{_NUMBER}\s*[)\]]?"
    rf"|(?<![^\s|()\[\]【】])(?:{_COUNTED})总?(?:次数|人数|量|数)\s*{_NUMBER}(?![^\s|])"
    r"|您是第\s*:?\s*\d+\s*位(?:访问者|访客|浏览者)?|(?:当前在线(?:人数)?|在线人数)\s*:?\s*\d+\s*人?"
    r"|(?<![^\s|])\d+\s*(?:秒|分钟|小时|天)前(?![^\s|])"
)
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_TODAY = re.compile(
    rf"今[天日]是\s*:?\s*\d{{4}}|(?:当前|现在|北京)时间\s*:?\s*(?:\d{{4}}|{_CLOCK})|(?:晴|多云|阴|[小中大暴阵]雨|[小中大]雪|霾).{{0,12}}℃"
)
_WEEKDAY = re.compile(
    r"星期[一二三四五六日天]|周[一二三四五六日]|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE
)
_BESIDE_TODAY = re.compile(rf"{_CLOCK}|农历\S*|[\W_]+")
_BUTTONS = re.compile(
    r"(?:(?:分享(?:到|至)?|(?:新浪|腾讯)?微博|微信(?:好友)?|朋友圈|qq(?:空间|好友)?|人人网|豆瓣|扫一扫|打印(?:本[页文])?|关闭(?:窗口|本页)?"
    r"|收藏(?:本[页文])?|复制链接|返回顶部|share|print|close)[\s:|/·>()\[\]-]*)+",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"版权所有|copyright|©|ICP备|公网安备|网站标识码|技术支持\s*:|建议使用.{0,20}(?:浏览器|分辨率)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as the ledger has it: its address, the SHA-256 of its bytes, and what is read off them.

    Where the bytes are stored they are read by the reader of today, so that only the page itself can differ. Where
    only its text is, the document has nothing but pages, and title, day and tables are not compared.
    """

    url: str
    sha256: str
    document: Document


def compare_page(before: StoredPage, now: Fetched | NotModified, *, progress: Progress = unwatched) -> PageChange:
    """Say how a page differs from its stored copy. Lets `Cancelled` pass."""
    if isinstance(now, NotModified):
        return PageChange(RecheckOutcome.SAME, now.retrieved_at, sha256=before.sha256)
    if now.sha256 == before.sha256 and not led_elsewhere(now.url, now.final_url):
        return PageChange(RecheckOutcome.SAME, now.retrieved_at, sha256=now.sha256)
    try:
        kind = identify(now.body, now.name, now.media_type)
        document = read(now.body, kind, now.name, now.charset, progress, now.final_url)
    except UserError as error:
        return _unseen(now, RecheckOutcome.FAILED, error.code)
    return _not_the_page(before, now, document) or _compared(before, now, document)


def page_not_seen(error: UserError, retrieved_at: datetime) -> PageChange:
    """Say what a page came to that could not be fetched: gone where the site says so, else failed."""
    is_gone = error.code == "page_status" and error.details.get("status") in _GONE_STATUS
    outcome = RecheckOutcome.GONE if is_gone else RecheckOutcome.FAILED
    return PageChange(outcome, retrieved_at, reason=error.code, details=error.kept)


def _unseen(now: Fetched, outcome: RecheckOutcome, reason: str) -> PageChange:
    return PageChange(outcome, now.retrieved_at, sha256=now.sha256, reason=reason)


def _not_the_page(before: StoredPage, now: Fetched, document: Document) -> PageChange | None:
    """Why what came is not the page, or nothing that can be compared with it."""
    if before.document.unread is not None or not before.document.text.strip():
        return _without_words(before, now, document)
    unread = document.unread
    if unread is not None and unread.reason is Unread.ERROR_PAGE:
        return _unseen(now, RecheckOutcome.GONE, unread.reason.value)
    if unread is not None and unread.reason is not Unread.LED_ELSEWHERE:
        # A log-in or a check may stand before the page, on the way to it as well: it may still be there.
        return _unseen(now, RecheckOutcome.FAILED, unread.reason.value)
    target = unread.target if unread is not None else now.final_url
    turned_away = of_redirect(now.url, target, has_prose=has_prose(document.text.splitlines())) is not None
    if unread is not None or turned_away or (led_elsewhere(now.url, target) and not _is_same_text(before, document)):
        # Another site says nothing of this one: whoever runs the network may have led there.
        on_site = _is_same_site(now.url, target)
        return _unseen(now, RecheckOutcome.GONE if on_site else RecheckOutcome.FAILED, Unread.LED_ELSEWHERE.value)
    return None


def _without_words(before: StoredPage, now: Fetched, document: Document) -> PageChange:
    """What can be said where the stored copy has no words: that a scan is another file, and of a page nothing."""
    stored = before.document.unread
    is_other_file = document.kind is before.document.kind is not Kind.HTML
    outcome = RecheckOutcome.CHANGED if is_other_file else RecheckOutcome.FAILED
    return _unseen(now, outcome, (stored.reason if stored is not None else Unread.EMPTY).value)


def _compared(before: StoredPage, now: Fetched, document: Document) -> PageChange:
    one, other = _compared_lines(before.document, document)
    rows_before, rows_after = _rows(before.document, one, document, other)
    particulars = list(_particulars(before, now, document))
    words_before = "\n".join(_cells(one))
    words_after = "\n".join(_cells(other))
    found = list(islice(word_changes(words_before, words_after), MOST_CHANGES + 1))
    signs = [sign for sign, _ in particulars]
    if found and rows_after != rows_before:
        signs.append(ChangeSign.LIST_GREW if rows_after > rows_before else ChangeSign.LIST_SHRANK)
    if found:
        signs.append(ChangeSign.WORDS_CHANGED)
    changes = [change for _, change in particulars] + found
    return PageChange(
        RecheckOutcome.CHANGED if signs else RecheckOutcome.SAME,
        now.retrieved_at,
        tuple(signs),
        len(words_before),
        len(words_after),
        rows_before,
        rows_after,
        tuple(changes[:MOST_CHANGES]),
        len(changes) > MOST_CHANGES,
        now.sha256,
    )


def _particulars(before: StoredPage, now: Fetched, document: Document) -> Iterator[tuple[ChangeSign, WordChange]]:
    """Title and day of publication, where both versions say one and it is another."""
    if not _is_read_anew(before.document):
        return
    # By one address for both: a day may be read off it.
    one = propose(before.document, url=before.url)
    other = propose(document, url=before.url)
    for sign, was, has in (
        (ChangeSign.TITLE_CHANGED, one.title, other.title),
        (ChangeSign.DATE_MOVED, one.published, other.published),
    ):
        if was is not None and has is not None and _key(was.value) != _key(has.value):
            yield sign, _of_particular(was, has)


def _of_particular(was: Proposal, has: Proposal) -> WordChange:
    return WordChange(was.value, has.value, " ".join(has.words.split()))


def _is_read_anew(document: Document) -> bool:
    """Whether a document was read off its bytes, and is not only the text that was kept of a page."""
    return document.kind is not Kind.HTML or bool(document.lines)


def _is_same_site(url: str, other: str) -> bool:
    """Whether one host is the other, or lies under it."""
    hosts = [re.sub(r"^(?:www|wap|m|3g)\.", "", urlsplit(one).hostname or "") for one in (url, other)]
    return any(f".{one}".endswith(f".{two}") for one, two in (hosts, hosts[::-1]))


def _is_same_text(before: StoredPage, document: Document) -> bool:
    one, other = (set(map(_key, lines)) for lines in _compared_lines(before.document, document))
    return bool(one) and len(one & other) >= _LEAST_SAME * len(one)


# --- what is compared of a page


def _compared_lines(before: Document, after: Document) -> tuple[list[str], list[str]]:
    """The lines of both versions by one way of reading: the article may be found in one of them alone."""
    by_article = [document.text != "\n".join(document.lines) for document in (before, after)]
    if before.lines and after.lines and by_article[0] != by_article[1]:
        return list(_without_furniture(before.lines)), list(_without_furniture(after.lines))
    return list(_without_furniture(_text_lines(before))), list(_without_furniture(_text_lines(after)))


def _text_lines(document: Document) -> list[str]:
    """The lines of the text, without those that stand on the page under a heading like 相关阅读 alone.

    The search for the article often leaves out such a heading, and keeps what is under it.
    """
    own = before_asides(document.lines)
    asides = set(map(_key, document.lines[len(own) :])) - set(map(_key, own))
    lines = (line for page in document.pages for line in page.split("\n"))
    return [line for line in lines if not asides or _key(_MARKS.sub("", line)) not in asides]


def _without_furniture(lines: Sequence[str]) -> Iterator[str]:
    kept = [words for line in lines if (words := _kept_words(line))]
    yield from before_asides(kept)


def _kept_words(line: str) -> str:
    """What counts of a line: "" for furniture, else the line without counters."""
    line = _MARKS.sub("", line).strip()
    folded = plain(line)  # in which one sign stands for one
    if len(line) > _LONGEST_FURNITURE or "。" in line:
        return line
    if _BUTTONS.fullmatch(folded) or _FOOTER.search(folded) or _is_today(folded):
        return ""
    for found in reversed(list(_COUNTERS.finditer(folded))):
        line = f"{line[: found.start()].rstrip()} {line[found.end() :].lstrip()}".strip()
    return line


def _is_today(line: str) -> bool:
    """Whether a line says which day it is, as pages do in their heads: by a weekday, and with nothing else."""
    if _TODAY.search(line):
        return True
    day = next(days(line), None)
    if day is None or not _WEEKDAY.search(line):
        return False
    return not _BESIDE_TODAY.sub("", _WEEKDAY.sub("", line[: day.start] + line[day.end :]))


def _cells(lines: Sequence[str]) -> Iterator[str]:
    """The lines with each cell of a table on its own, as it is where a page is read as a whole."""
    for line in lines:
        if _RULE_OF_TABLE.fullmatch(line):
            continue
        yield from (cell.strip() for cell in line.split("|") if cell.strip())


def _rows(before: Document, lines: Sequence[str], after: Document, lines_after: Sequence[str]) -> tuple[int, int]:
    """The rows of the longest table in both versions, or those of the longest list where it is that which changed."""
    tables = _longest_table(before), _longest_table(after)
    lists = _longest_list(before, lines), _longest_list(after, lines_after)
    first, second = (tables, lists) if max(tables) >= max(lists) else (lists, tables)
    for one in (tables, lists):
        if one[0] != one[1] and min(one) >= _FEWEST_ROWS:
            return one
    return next((one for one in (first, second) if one[0] == one[1]), (0, 0))


def _longest_table(document: Document) -> int:
    return max((len(table.rows) for table in document.tables), default=0)


def _longest_list(document: Document, lines: Sequence[str]) -> int:
    """The most short lines in a row of which none is a sentence, nor in a table."""
    in_tables = {_key(cell) for table in document.tables for row in table.rows for cell in row}
    beside = (line for line in lines if "|" not in line and _key(line) not in in_tables)
    runs = groupby(beside, lambda line: len(line) <= _LONGEST_ROW and "。" not in line)
    return max((sum(1 for _ in run) for is_row, run in runs if is_row), default=0)


def _key(line: str) -> str:
    return "".join(fold(line).split())
