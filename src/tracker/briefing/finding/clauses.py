"""Sentences and clauses of a text, by its marks; what is in quotes or brackets is never cut."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SENTENCE_ENDS = frozenset("。！？；\n")
_CLAUSE_ENDS = frozenset("，：")
_OPENING = "“‘《（「『【〔"
_CLOSING = "”’》）」』】〕"
_PARTS = re.compile(
    r"20\d\d年|(?:新建|改建|扩建|新改建|建成|完成|拆除|实施|开展|培训|新增|加装|改造|建设|发布|建好|拆除重建|启动|支持|引进|培育|关停|改造|健全|完善|建立|推动|加强)[^、，。；]{0,16}(?:\d|一批|《|“)[^、，。；]*"
)
"""到2026年底达到95%以上、2027年底实现全覆盖; 改造公路86公里、拆除危桥7座: what has a year of its own, or a verb and an
amount, is another clause."""
LONGEST_SENTENCE = 1_000
"""Characters after which a sentence is cut: what goes on so long is a list without marks, or noise, on which patterns
would take minutes."""
_DEEPEST = 400
"""Characters after which an opening mark that nobody closes is taken for none."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause by its offsets, without the mark that ends it; `mark` is that mark, "" at the end of the stretch."""

    start: int
    end: int
    mark: str

    @property
    def ends_sentence(self) -> bool:
        """Return whether a sentence ends with it."""
        return self.mark == "" or self.mark in _SENTENCE_ENDS


def clauses_of(plain: str, start: int, end: int) -> Iterator[Clause]:
    """Yield the clauses of a stretch of a text in its plain form, none of them blank."""
    depth = 0
    opened = begin = start
    for place in range(start, end):
        sign = plain[place]
        if place - begin > LONGEST_SENTENCE:
            yield from _clause(plain, begin, place, "\n")
            begin, depth = place, 0
        if sign in _OPENING:
            depth += 1
            opened = place
        elif sign in _CLOSING:
            depth = max(0, depth - 1)
        elif sign == "\n" or (depth and place - opened > _DEEPEST):
            depth = 0
        is_end = sign in _SENTENCE_ENDS or sign in _CLAUSE_ENDS or (sign == "、" and _PARTS.match(plain, place + 1))
        if depth == 0 and is_end:
            yield from _clause(plain, begin, place, sign)
            begin = place + 1
    yield from _clause(plain, begin, end, "")


def sentences_of(plain: str, start: int, end: int) -> Iterator[tuple[Clause, ...]]:
    """Yield the sentences of a stretch, each as its clauses."""
    held: list[Clause] = []
    for clause in clauses_of(plain, start, end):
        held.append(clause)
        if clause.ends_sentence or clause.end - held[0].start > LONGEST_SENTENCE:
            yield tuple(held)
            held = []
    if held:
        yield tuple(held)


def _clause(plain: str, start: int, end: int, mark: str) -> Iterator[Clause]:
    while start < end and plain[start].isspace():
        start += 1
    while end > start and plain[end - 1].isspace():
        end -= 1
    if start < end:
        yield Clause(start, end, mark)
