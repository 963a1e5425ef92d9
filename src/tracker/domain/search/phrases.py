"""Finding many phrases in a text at once, whatever its punctuation, width and spacing."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from tracker.domain.text.text_folding import fold

Key = TypeVar("Key", bound=Hashable)

LINE = "\n"
"""What means the end of a line in a plain text."""
CLAUSE = "\v"
"""What means the end of a clause."""
_ENDS = (LINE, CLAUSE)
_CLAUSE_ENDS = frozenset("。；！？!?;，,：:")


_OUR_WORDS = {
    "網際網路": "互联网",
    "積體電路": "集成电路",
    "人工智慧": "人工智能",
    "資訊": "信息",
    "網路": "网络",
    "軟體": "软件",
    "硬體": "硬件",
    "數位": "数字",
    "資料": "数据",
    "程式": "程序",
    "專案": "项目",
    "寬頻": "宽带",
    "通訊": "通信",
    "晶片": "芯片",
    "雷射": "激光",
    "伺服器": "服务器",
    "智慧型": "智能",
}
"""Words that Traditional texts have for things of the field and that are not only written, but called otherwise."""
_ELSEWHERE = re.compile("|".join(_OUR_WORDS))


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text as phrases are sought in it. Its character i comes from `text[starts[i]:ends[i]]` of what was written.

    `units` are the terms and words of an English text, each with its stretch of `words`.
    """

    words: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    units: tuple[tuple[str, int, int], ...] = ()

    def original(self, text: str, start: int, end: int) -> str:
        """The words of the text itself that follow this stretch."""
        return text[self.starts[start] : self.ends[end - 1]]


def plain_text(text: str) -> PlainText:
    """Folded, see `text_folding`, and without marks; a blank only between Latin words and numbers, which it
    keeps apart.

    Clauses and lines keep their ends, one for several, and a line's goes before a clause's.
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    blank = False
    for start, end, character in _characters(text):
        for kept in _folded(character):
            last = words[-1] if words else LINE
            if kept == " ":
                blank = True
            # Marks that follow each other are one end; the end of a line is the stronger one and stays.
            elif kept in _ENDS and last in _ENDS:
                words[-1:] = [LINE if LINE in (last, kept) else CLAUSE] if words else []
            else:
                if blank and _is_latin(last) and _is_latin(kept):
                    words.append(" ")
                    starts.append(start)
                    ends.append(end)
                words.append(kept)
                starts.append(start)
                ends.append(end)
                blank = False
    return PlainText("".join(words), tuple(starts), tuple(ends))


def _characters(text: str) -> Iterator[tuple[int, int, str]]:
    """What a text says, character by character, with where it stands; a word of Taiwan's in the mainland's."""
    last = 0
    # As written and not folded: 網路 is another word here, 网络, and its signs one by one would become 网路.
    for found in _ELSEWHERE.finditer(text):
        yield from ((place, place + 1, text[place]) for place in range(last, found.start()))
        yield from ((*found.span(), character) for character in _OUR_WORDS[found[0]])
        last = found.end()
    yield from ((place, place + 1, text[place]) for place in range(last, len(text)))


def grams(words: str, size: int) -> Iterator[str]:
    """Every run of so many characters that crosses no end of a clause."""
    for clause in words.replace(LINE, CLAUSE).split(CLAUSE):
        for start in range(len(clause) - size + 1):
            yield clause[start : start + size]


@dataclass(frozen=True, slots=True)
class Found(Generic[Key]):
    """A phrase in a text: which, and where, end exclusive."""

    key: Key
    start: int
    end: int


class PhraseFinder(Generic[Key]):
    """Phrases by their first two characters, so that a text is walked once, however many phrases there are."""

    def __init__(self, phrases: Iterable[tuple[str, Key]]) -> None:
        self._by_start: dict[str, list[tuple[str, Key]]] = defaultdict(list)
        for words, key in phrases:
            # Two characters, not one: far fewer phrases share both, and each that does is compared at every such place.
            self._by_start[words[:2]].append((words, key))

    def find(self, words: str) -> Iterator[Found[Key]]:
        """Every place of every phrase; Latin words and numbers only as a whole."""
        for start in range(len(words)):
            # By two characters and by one: a phrase may be a single character long.
            for beginning in dict.fromkeys((words[start : start + 2], words[start])):
                for phrase, key in self._by_start.get(beginning, ()):
                    end = start + len(phrase)
                    if words.startswith(phrase, start) and _stands_alone(words, start, end):
                        yield Found(key, start, end)


@cache
def _folded(character: str) -> str:
    """What a character is to a seeker: lower case of one width, the end of a line or clause, a blank, or nothing."""
    if character in "\n\r":
        return LINE
    if character in _CLAUSE_ENDS:
        return CLAUSE
    folded = fold(character)
    return "".join(" " if piece.isspace() else piece for piece in folded if piece.isspace() or piece.isalnum())


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _stands_alone(words: str, start: int, end: int) -> bool:
    # Chinese has no gaps between words, so anything may stand beside a phrase; but 5g is not said in 15g, nor app in
    # application.
    cut_before = start > 0 and _is_latin(words[start]) and _is_latin(words[start - 1])
    cut_after = end < len(words) and _is_latin(words[end - 1]) and _is_latin(words[end])
    return not cut_before and not cut_after
