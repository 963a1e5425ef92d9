"""An English text as Chinese commitments are sought in it: by the terms that briefings have for what it says."""

import re
from collections.abc import Iterator

from tracker.domain.search.english_terms import english_terms, english_words
from tracker.domain.search.phrases import CLAUSE, LINE, PlainText, plain_text
from tracker.domain.text.text_folding import fold_in_place

_LATIN = re.compile("[A-Za-z]{2,}")
_HAN = re.compile("[\u4e00-\u9fff]")
_FEWEST_WORDS = 3
_ENDS_CLAUSE = re.compile("[.,;:!?\n]")


def read_plain(text: str) -> PlainText:
    """Return a text as phrases are sought in it, whether it is Chinese or English."""
    return plain_english(text) if is_english(text) else plain_text(text)


def is_english(text: str) -> bool:
    """Whether a text says what it says in English: some words, and hardly a Chinese character beside them."""
    words = len(_LATIN.findall(text))
    # Words against signs: a Chinese notice full of product names has more Latin letters than Chinese signs, but never
    # more words.
    return words >= _FEWEST_WORDS and words > len(_HAN.findall(text))


def plain_english(text: str) -> PlainText:
    """Return the Chinese terms of an English text in their order, each a clause of its own.

    A word that is no term leaves a gap, so that what stands far apart stays so; one with a figure (6G) stays as it is.
    """
    place = fold_in_place(text)
    signs: list[tuple[str, int, int]] = []
    units: list[tuple[str, int, int]] = []
    last = 0
    for unit, start, end in _units(place.words):
        said = unit if _is_chinese(unit) or _has_figure(unit) else ""
        # Terms of a sentence are kept apart as clauses are: two that stand side by side in English need not be one word
        # in Chinese.
        gap = LINE if "\n" in place.words[last:start] else CLAUSE
        units.append((unit, len(signs), len(signs) + 1 + len(said)))
        signs += [(sign if sign != " " else CLAUSE, start, end) for sign in gap + said]
        last = end
    return PlainText(
        "".join(sign for sign, _, _ in signs),
        tuple(place.starts[start] for _, start, _ in signs),
        tuple(place.ends[end - 1] for _, _, end in signs),
        tuple(units),
    )


def _units(words: str) -> Iterator[tuple[str, int, int]]:
    """The terms, and the words that are none, of a folded text: each in Chinese or as it is compared, and where."""
    terms = english_terms()
    longest = max(map(len, terms))
    found = english_words(words)
    at = 0
    while at < len(found):
        # The longest term that begins here wins: a pilot city is no pilot.
        size = next(n for n in range(min(longest, len(found) - at), 0, -1) if n == 1 or _is_term(words, found, at, n))
        stems = tuple(word for word, _, _ in found[at : at + size])
        yield terms.get(stems, stems[0]), found[at][1], found[at + size - 1][2]
        at += size


def _is_term(words: str, found: list[tuple[str, int, int]], at: int, size: int) -> bool:
    """Whether these words are a term, and in one clause."""
    if tuple(word for word, _, _ in found[at : at + size]) not in english_terms():
        return False
    return not _ENDS_CLAUSE.search(words[found[at][1] : found[at + size - 1][2]])


def _is_chinese(unit: str) -> bool:
    return bool(_HAN.search(unit))


def _has_figure(unit: str) -> bool:
    return any(map(str.isdigit, unit)) and not unit.isdigit()
