"""Two versions of a text, word by word: what was put in, taken out and replaced.

Bounded for any text: sentences that stand once in both versions part it into stretches first, and only what differs
between them is compared word by word. Width, case and spaces make no difference.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tracker.domain.text.text_folding import fold

LONGEST_WORDS = 400
"""Characters of either side of a change that are given."""
_AROUND = 30
"""Characters of the text on either side of a change."""
_MOST_PAIRS = 40_000
_MOST_PAIRS_IN_ALL = 400_000
"""Pairs of equal words up to which two stretches, and all stretches of two texts, are compared word by word: the time
goes with them, times the number of changes. A thousand words of honest text have ten thousand."""
_SHORTEST_GAP = 3
"""Words in a row that must be the same for two changes to be two: two signs that happen to agree tell nothing."""
_LEAST_ALIKE = 0.4
"""Share of the shorter of two stretches that both must have in common; else one was replaced by the other."""
_SENTENCE = re.compile(r"[^\n。；！？]*(?:[\n。；！？]+|$)")
_WORD = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*|\S")
_CUT = "…"


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words that became others: `before` is "" where words were put in, `after` where they were taken out.

    `context` are the words around them on one line, as they are now, or as they were where they were taken out.
    """

    before: str
    after: str
    context: str


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of the version before, and that of the version after which replaces it; ends are exclusive."""

    start: int
    end: int
    start_after: int
    end_after: int

    def moved(self, by: int, by_after: int) -> "_Span":
        """The same stretches as places in a larger whole."""
        return _Span(self.start + by, self.end + by, self.start_after + by_after, self.end_after + by_after)


class _Comparison:
    """Compares rows of words or sentences as long as there is budget for it."""

    def __init__(self) -> None:
        self._left = _MOST_PAIRS_IN_ALL

    def differing(self, one: Sequence[str], other: Sequence[str]) -> Iterator[_Span]:
        """The stretches of two rows that differ; all between what they begin and end with where it would take long."""
        head = _alike(one, other)
        rest = _alike(one[head:][::-1], other[head:][::-1])
        middle = one[head : len(one) - rest]
        middle_after = other[head : len(other) - rest]
        if not middle and not middle_after:
            return
        often = Counter(middle_after)
        pairs = sum(often[word] for word in middle)
        if pairs > min(_MOST_PAIRS, self._left):
            yield _Span(head, head + len(middle), head, head + len(middle_after))
            return
        self._left -= pairs
        # Without autojunk: in texts of 200 signs and more it takes frequent signs for noise.
        matcher = SequenceMatcher(None, middle, middle_after, autojunk=False)
        for tag, start, end, start_after, end_after in matcher.get_opcodes():
            if tag != "equal":
                yield _Span(start, end, start_after, end_after).moved(head, head)


def word_changes(before: str, after: str) -> Iterator[WordChange]:
    """Go through the changes between two versions of a text, in its order."""
    comparison = _Comparison()
    sentences = [found for found in _SENTENCE.finditer(before) if found[0]]
    sentences_after = [found for found in _SENTENCE.finditer(after) if found[0]]
    for block in _changed_sentences(_keys(sentences), _keys(sentences_after), comparison):
        for part in _parts(block):
            start, end = _place(sentences, part.start, part.end)
            start_after, end_after = _place(sentences_after, part.start_after, part.end_after)
            for span in _changed_words(before[start:end], after[start_after:end_after], comparison):
                yield _change(before, after, span.moved(start, start_after))


def _parts(block: _Span) -> Iterator[_Span]:
    """A stretch of sentences; one by one where as many replace it, of which each is the next version of one."""
    count = block.end - block.start
    if count != block.end_after - block.start_after:
        yield block
        return
    for number in range(count):
        yield _Span(number, number + 1, number, number + 1).moved(block.start, block.start_after)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two rows begin with in common."""
    shorter = min(len(one), len(other))
    return next((place for place in range(shorter) if one[place] != other[place]), shorter)


def _change(before: str, after: str, span: _Span) -> WordChange:
    old = before[span.start : span.end]
    new = after[span.start_after : span.end_after]
    text, start, end = (after, span.start_after, span.end_after) if new.strip() else (before, span.start, span.end)
    around = text[max(start - _AROUND, 0) : start] + _shortened(text[start:end]) + text[end : end + _AROUND]
    return WordChange(_shortened(old), _shortened(new), " ".join(around.split()))


def _shortened(words: str) -> str:
    kept = words[:LONGEST_WORDS] + _CUT if len(words) > LONGEST_WORDS + 1 else words
    return " ".join(kept.split())


def _keys(sentences: Sequence[re.Match[str]]) -> list[str]:
    return ["".join(fold(sentence[0]).split()) for sentence in sentences]


def _changed_sentences(before: Sequence[str], after: Sequence[str], comparison: _Comparison) -> Iterator[_Span]:
    start = start_after = 0
    for end, end_after in [*_landmarks(before, after), (len(before), len(after))]:
        for span in comparison.differing(before[start:end], after[start_after:end_after]):
            yield span.moved(start, start_after)
        start = end + 1
        start_after = end_after + 1


def _landmarks(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Where the sentences stand that each version has once, as many as keep their order."""
    often = Counter(before)
    often_after = Counter(after)
    places = {key: place for place, key in enumerate(after) if often_after[key] == 1}
    pairs = [(place, places[key]) for place, key in enumerate(before) if often[key] == 1 and key in places]
    # The longest rising row of places, by the piles of patience sorting: n log n, whatever was moved where.
    ends: list[int] = []
    tops: list[int] = []
    earlier: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(ends, place)
        ends[pile : pile + 1] = [place]
        tops[pile : pile + 1] = [number]
        earlier.append(tops[pile - 1] if pile else -1)
    kept: list[tuple[int, int]] = []
    number = tops[-1] if tops else -1
    while number >= 0:
        kept.append(pairs[number])
        number = earlier[number]
    return kept[::-1]


def _changed_words(one: str, other: str, comparison: _Comparison) -> Iterator[_Span]:
    """The stretches of two texts that differ, as places in them."""
    words = list(_WORD.finditer(one))
    words_after = list(_WORD.finditer(other))
    found = comparison.differing([fold(word[0]) for word in words], [fold(word[0]) for word in words_after])
    spans = list(_joined(found))
    common = len(words) - sum(span.end - span.start for span in spans)
    if common < _LEAST_ALIKE * min(len(words), len(words_after)):
        spans = [_Span(0, len(words), 0, len(words_after))]
    for span in spans:
        yield _Span(*_place(words, span.start, span.end), *_place(words_after, span.start_after, span.end_after))


def _joined(spans: Iterator[_Span]) -> Iterator[_Span]:
    """The stretches, with those joined between which hardly anything is the same."""
    last: _Span | None = None
    for span in spans:
        if last is not None and span.start - last.end < _SHORTEST_GAP:
            last = _Span(last.start, span.end, last.start_after, span.end_after)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _place(words: Sequence[re.Match[str]], start: int, end: int) -> tuple[int, int]:
    """The span of words in their text; an empty one between their neighbours where there are none."""
    if start < end:
        return words[start].start(), words[end - 1].end()
    place = words[start - 1].end() if start else 0
    return place, place
