"""The number (文号) that a document bears itself, in the forms that it is written in; not one that it cites."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.capture.particulars import publishers
from tracker.capture.particulars.conventions import plain, spaced
from tracker.capture.particulars.publication_dates import days
from tracker.domain.text.numerals import DIGITS
from tracker.domain.text.text_folding import without_unseen

_OPEN = r"[〔\[(【{「<〈《『]"
_CLOSE = r"[〕\])】}」>〉》』]"
_YEAR = r"(?:19|20)\d{2}"
_COUNT = rf"(?:\d{{1,5}}|[{DIGITS}十百]{{1,7}})"
_NAME = r"[\u4e00-\u9fff]{2,24}"
_WHOSE = rf"{_NAME}(?:[\s、,]+{_NAME}){{0,14}}?"
_APART = r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:\s{1,4}[\u4e00-\u9fff]){1,9}(?![\u4e00-\u9fff])"
"""国 函: a name whose characters stand apart."""
_OF_YEAR = (
    rf"(?:[\u4e00-\u9fffA-Za-z·]{{1,24}}|{_APART})\s*{_OPEN}\s*(?:{_YEAR}|[{DIGITS}]{{4}})\s*年?\s*{_CLOSE}"
    rf"\s*(?:第\s*)?(?:\d(?:\s?\d){{0,4}}(?:-\d{{1,3}})?|[{DIGITS}十百]{{1,7}})\s*号"
)
_ORDINAL = rf"{_OPEN}?\s*(?:{_YEAR}\s*年?\s*[,,]?\s*)?{_OPEN}?\s*第\s*{_COUNT}\s*号\s*{_CLOSE}?"
_ORDER = rf"(?:{_WHOSE}|国)?\s*(?:令|公\s*告|通\s*告)\s*(?:{_OPEN}\s*{_YEAR}\s*年?\s*{_CLOSE}\s*)?{_ORDINAL}"
_BY_YEAR = rf"{_YEAR}\s*年\s*第\s*{_COUNT}\s*号\s*(?:公告|令|通告)?"
_NUMBERED_FIRST = rf"第\s*{_COUNT}\s*号\s*(?:国务院令|主席令|部令|令|公告)"
_NUMBER = re.compile("|".join((_OF_YEAR, _ORDER, _BY_YEAR, _NUMBERED_FIRST)))
_LABEL = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:{spaced('发文字号|发文文号|公文文号|文件编号|文件字号|文件文号|公文字号|文号')})\s*[】\])|丨]?\s*[::]?\s*"
)
_LABELLED = re.compile(
    rf"{_NUMBER.pattern}|[^:,。;]{{0,60}}?\d[^:,。;]{{0,12}}?号(?:\s*(?:公告|[\u4e00-\u9fff]{{0,6}}令))?"
)
"""Behind a label stands a number, in whatever form."""
_HEAD_OF_ORDER = re.compile(rf"^({_WHOSE})?\s*(令|公\s*告|通\s*告)$")
_ONLY_ORDINAL = re.compile(_ORDINAL)
_DAY_BEHIND = rf"{_YEAR}\s*(?:年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日|([-/.])\d{{1,2}}\1\d{{1,2}})\s*$"
_URGENCIES = "特提|特急|加急|平急|急件"
_REMARK = rf"\(?\s*(?:{_URGENCIES}|此件公开|主动公开|依申请公开|不予公开)[^()]{{0,8}}\)?\s*$"
"""（此件公开发布）, （特急）."""
_BEHIND = re.compile(rf"\s*(?:{_DAY_BEHIND}|{_REMARK}|文\s*$|公布|发布|颁布|签发|会签|[,)\]】〕].{{0,3}}$|$)")
"""What may follow a document's own number on its line."""
_ENACTING = re.compile("公布|发布|颁布")
_URGENT = re.compile(
    rf"^(?:(?:{_URGENCIES}|绝密|机密|秘密|内部)(?:\s*[★☆*]?\s*\d{{1,2}}\s*(?:年|个月))?[\s★☆*]*)+(?=[\u4e00-\u9fff]|$)"
)
_OF_ANOTHER = re.compile("附|参[见考照]|依据|根据|链接|原文|抄送|废止|引用|转发|相关|代替|替代|取代|原")
"""Before a colon and a number: it is the number of another document."""
_WITHIN = 80
_LONGEST_LINE = 200
_MOST_ISSUERS = 15
_CITED = re.compile("^(?:转发|参照|原(?![州阳平政])|修订自|现(?!代)|另?见)|关于|印发|根据|按照|依据|贯彻|落实")
"""In a number as it was found, with the words before it: it is that of another document. 原阳, 原州, 原平
and 现代农业 begin names."""


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number as it is written, without blanks inside, and the words that it was taken from."""

    value: str
    words: str

    @property
    def is_order(self) -> bool:
        """Whether it numbers an order (令), by which laws and rules are made known."""
        return "令" in self.value

    @property
    def issuers(self) -> str:
        """The bodies that an order or announcement names before its number, divided by 、; "" where it names none."""
        found = re.match(rf"({_WHOSE})\s*(?:令|公\s*告|通\s*告)", plain(self.value))
        return publishers.bodies_of(self.value[: found.end(1)]) if found else ""


def own_number(lines: Sequence[str]) -> FoundNumber | None:
    """The number that follows its label, at the head of an order, or on a line of its own."""
    lines = [without_unseen(line) for line in lines]
    # Only in the head: below it stand the numbers of documents that the text cites.
    head = [line.strip() for line in lines if len(line) <= 10 * _LONGEST_LINE][:_WITHIN]
    # A label says it outright, wherever its table stands; without one, only the head is asked.
    ways = (_labelled(lines), _order_over_number(head), _on_its_own(head))
    return next((found for way in ways if (found := next(way, None)) is not None), None)


def number_in_title(title: str) -> FoundNumber | None:
    """The number with which the title of an order or announcement begins or ends: 工业和信息化部公告2025年第3号."""
    for match in re.finditer(_ORDER, plain(title)):
        whole = not (title[: match.start()] + title[match.end() :]).strip(" 　()（）")
        behind = match.end() == len(title.rstrip(" 　)）"))
        if (whole or behind) and not _CITED.search(plain(match[0])):
            return _number(title[match.start() : match.end()], title)
    return None


def is_number(line: str) -> bool:
    """Whether a line is nothing but a number."""
    return bool(_NUMBER.fullmatch(plain(line).strip(" ()")))


def is_head_of_order(line: str) -> bool:
    """Whether a line is what stands over the number of an order: 中华人民共和国国务院令, 公　告."""
    found = _HEAD_OF_ORDER.fullmatch(plain(line))
    if found is None:
        return False
    return not found[1] or found[1].endswith("主席") or bool(publishers.bodies_of(line[: found.end(1)]))


def _labelled(lines: Sequence[str]) -> Iterator[FoundNumber]:
    for number, line in enumerate(lines):
        for label in _LABEL.finditer(plain(line)):
            below = lines[number + 1] if number + 1 < len(lines) else ""
            value = line[label.end() :] or below
            found = _LABELLED.match(plain(value))
            # Without a colon, the word may as well be that of a sentence.
            if found and (":" in plain(label[0]) or _NUMBER.match(plain(value))):
                yield _number(value[: found.end()], f"{line}\n{below}" if value == below else line)


def _order_over_number(head: Sequence[str]) -> Iterator[FoundNumber]:
    """中华人民共和国国务院令 over 第802号; the bodies of a joint one stand on lines of their own above."""
    for place, (above, line) in enumerate(pairwise(head)):
        order = _HEAD_OF_ORDER.fullmatch(plain(above))
        if order is None or not _ONLY_ORDINAL.fullmatch(plain(line)) or not is_head_of_order(above):
            continue
        issuers: list[str] = []
        for body in reversed(head[max(place - _MOST_ISSUERS, 0) : place]):
            if not publishers.bodies_of(body):
                break
            issuers.insert(0, body)
        words = "\n".join([*issuers, above, line])
        yield _number(" ".join([*issuers, above]) + line, words)


def _on_its_own(head: Sequence[str]) -> Iterator[FoundNumber]:
    for line in head:
        folded = plain(line[:_LONGEST_LINE])
        history = _is_history(line)
        # In a line of history each number follows a day: sought from there, so that the name of the body before it is
        # not taken for a part of the day.
        starts = [day.end for day in days(line[:_LONGEST_LINE])] if history else [0]
        for match in (found for start in starts for found in _NUMBER.finditer(folded, start)):
            if _ends_history(line, match) if history else _is_own(folded, match):
                yield _number(line[match.start() : match.end()], line)


def _is_history(line: str) -> bool:
    """Whether a line begins with a day, as what stands under the title of a law."""
    day = next(days(line[:_LONGEST_LINE]), None)
    return day is not None and day.is_day and not line[: day.start].strip(" 　（(")


def _ends_history(line: str, match: re.Match[str]) -> bool:
    """Whether a day stands right before a number, and 公布 or the end behind it: 2004年6月17日国务院令第412号公布."""
    before = line[: match.start()].rstrip()
    dated = any(day.end == len(before) for day in days(before))
    return dated and bool(_ENACTING.match(match.string, match.end()) or not match.string[match.end() :].strip(" )"))


def _is_own(folded: str, match: re.Match[str]) -> bool:
    """Nothing stands before it but brackets, a body or a label; and nothing behind it that cites it."""
    before = folded[: match.start()].strip(" ([【〔*")
    before = _URGENT.sub("", before).strip()
    labelled = before.endswith(":") and not _OF_ANOTHER.search(before)
    named = not before or labelled or bool(publishers.bodies_of(before.removesuffix("文件")))
    return named and _BEHIND.match(folded, match.end()) is not None and not _CITED.search(match[0])


def _number(written: str, words: str) -> FoundNumber:
    """Digits in half width; no blanks but those between the names of bodies."""
    digits = "".join(plain(one) if one.isdecimal() else one for one in written)
    close = re.sub(
        r"\s+(?=[^\u4e00-\u9fff\s]|[第号號令年]|公\s*告|通\s*告|$)|(?<=[^\u4e00-\u9fff\s])\s+|(?<=[第号號令年])\s+|(?<=公)\s+(?=告)|(?<=通)\s+(?=告)",
        "",
        digits.strip(),
    )
    value = re.sub(_APART, lambda apart: "".join(apart[0].split()), close).strip("、,，")
    # （工信部规〔2025〕1号）: the bracket around the whole is matched with it, since brackets are optional on either
    # side.
    if len(re.findall(_CLOSE, plain(value))) > len(re.findall(_OPEN, plain(value))):
        value = value[:-1]  # of a bracket around the whole
    return FoundNumber(value, words.strip())
