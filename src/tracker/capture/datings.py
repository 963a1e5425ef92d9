"""Days in a text, however written, and which of them is that of its publication."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from tracker.domain.dates import parse_published
from tracker.domain.errors import UserError
from tracker.domain.numerals import DIGITS, parse_number

_FIGURES = r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?"
_SPELT = rf"([{DIGITS}]{{4}})\s*年\s*([{DIGITS}十]{{1,3}})\s*月(?:\s*([{DIGITS}十]{{1,3}})\s*日)?"
_POINTED = r"((?:19|20)\d{2})(?P<mark>[-/.．])(\d{1,2})(?P=mark)(\d{1,2})(?!\d)"
_DAY = re.compile(f"{_FIGURES}|{_SPELT}|(?<!\\d){_POINTED}")
_LABELS = tuple(
    re.compile(rf"(?:{words})[:： \t]*(?=\S{{4}})")
    for words in ("发布日期|发布时间|公布日期", "发文日期|印发日期|成文日期|签发日期", r"更新时间|日\s*期|时\s*间")
)
_LABELS_WITHIN = 3_000
_IN_ADDRESS = re.compile(r"(?<!\d)(20\d{2})[-/_]?([01]\d)[-/_]?([0-3]\d)(?!\d)|(?<!\d)(20\d{2})[-/]?([01]\d)(?=/)")
_SIGNATURE_LINES = 40
_LONGEST_SIGNATURE = 30


@dataclass(frozen=True, slots=True)
class Dated:
    """A day or month (ISO) with the words that give it, and where they stand in the text."""

    published: str
    words: str
    start: int
    end: int


def days(text: str, start: int = 0, end: int | None = None) -> Iterator[Dated]:
    """Every valid day or month that is written out, in order."""
    for match in _DAY.finditer(text, start, len(text) if end is None else end):
        groups = match.groups()
        year, month, day = next(found for found in (groups[:3], groups[3:6], (groups[6], *groups[8:])) if found[0])
        published = _iso(year, month, day)
        if published:
            yield Dated(published, match[0], match.start(), match.end())


def labelled(text: str) -> Dated | None:
    """The day that stands behind 发布日期 or the like, in the head of a document."""
    for label in (found for pattern in _LABELS for found in pattern.finditer(text, 0, _LABELS_WITHIN)):
        found = next(days(text, label.end(), label.end() + _LONGEST_SIGNATURE), None)
        if found is not None and found.start - label.end() <= 1:
            return Dated(found.published, text[label.start() : found.end].strip(), found.start, found.end)
    return None


def signed(text: str) -> Dated | None:
    """The day on a line of its own, the last one before an annex begins: that under the signature (落款)."""
    body = re.split(r"\n[ 　\t]*附件[ 　\t]*[\d一二三四五六七八九十]*[ 　\t]*[:：]?[ 　\t]*\n", text)[0]
    position = len(body)
    for line in reversed(body.split("\n")[-_SIGNATURE_LINES:]):
        position -= len(line)
        found = next(days(body, position, position + len(line)), None)
        if found is not None and line.strip(" 　\t（）()印发") == found.words.strip():
            return found
        position -= 1
    return None


def in_address(url: str) -> Dated | None:
    """The day in an address: /2025-05/06/, /202505/t20250506_1.html; else its month."""
    path = urlsplit(url).path
    found = [match for match in _IN_ADDRESS.finditer(path) if _of_address(match)]
    best = max(found, key=lambda match: len(_of_address(match)), default=None)
    return None if best is None else Dated(_of_address(best), best[0].strip("/"), 0, 0)


def iso_of(text: str) -> str:
    """The day that a property of a page names, as ISO; "" for none."""
    text = text[:_LONGEST_SIGNATURE]
    compact = re.match(r"(20\d{2})([01]\d)([0-3]\d)", text)
    if compact:
        return _iso(*compact.groups())
    return next((found.published for found in days(text)), "")


def _of_address(match: re.Match[str]) -> str:
    return _iso(match[1], match[2], match[3]) if match[1] else _iso(match[4], match[5], None)


def _iso(year: str, month: str, day: str | None) -> str:
    numbers = [parse_number(piece) for piece in (year, month, *((day,) if day else ()))]
    if None in numbers:
        return ""
    first, *rest = (int(number or 0) for number in numbers)
    text = "-".join((f"{first:04}", *(f"{number:02}" for number in rest)))
    try:
        return parse_published(text, "published")
    except UserError:
        return ""
