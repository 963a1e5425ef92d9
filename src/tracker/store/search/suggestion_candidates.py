"""Which few of many commitments a text could bear on, told by the search index and the keywords.

Only these are then compared with the text in earnest. A commitment is the likelier the more pairs of characters it has
in common with the text, and the fewer others have them.
"""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from tracker.domain.search.english_text import read_plain
from tracker.domain.search.phrases import grams
from tracker.domain.search.suggestion import LONGEST_TEXT, Commonness, words_of
from tracker.domain.text.text_folding import fold
from tracker.store.database.raw_rows import numbers
from tracker.store.database.tables import Commitment
from tracker.store.search.keyword_index import Keywords
from tracker.store.search.search_index import count_holders, holding

_MOST_HOLDERS = 300_000
"""Holders of pairs that are looked at in all, those of the rarest pairs first."""
_CODE = re.compile(r"(?=[a-z0-9]*[a-z])(?=[a-z0-9]*[0-9])[a-z0-9]{5,}", re.ASCII)
_OF_KEYWORD = 2.0
"""How much more a pair counts that is in a keyword: that is meant to tell a commitment."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The ids of the commitments to look at, and how common the pairs of the text are among all."""

    ids: tuple[int, ...]
    commonness: Commonness


def find_candidates(connection: Connection, text: str, keywords: Keywords, total: int, most: int) -> Candidates:
    """The `most` likely of `total` commitments; all that the text names by their code are among them."""
    text = text[:LONGEST_TEXT]
    words = words_of(read_plain(text))
    pairs = {*grams(words, 2), *(pair for pair in grams(fold(text), 2) if pair.isalnum())}
    holders = count_holders(connection, pairs)
    scores = _by_pairs(connection, holders, total)
    for keyword, having in keywords.found_in(words):
        own = [pair for word in keyword for pair in grams(word, 2)]
        weight = _OF_KEYWORD * sum(_weight(holders.get(pair, len(having)), total) for pair in own)
        for commitment_id in having:
            scores[commitment_id] += weight
        for pair in own:
            holders[pair] = max(holders.get(pair, 0), len(having))
    named = _named(connection, words)
    likely = sorted(scores, key=lambda one: (-scores[one], one))[:most]
    return Candidates(tuple(dict.fromkeys([*named, *likely])), Commonness(holders, total))


def _by_pairs(connection: Connection, holders: Mapping[str, int], total: int) -> dict[int, float]:
    scores: dict[int, float] = defaultdict(float)
    left = _MOST_HOLDERS
    for pair in sorted(holders, key=lambda one: (holders[one], one)):
        left -= holders[pair]
        if left < 0:
            break
        weight = _weight(holders[pair], total)
        for commitment_id in numbers(connection, holding(pair)):
            scores[commitment_id] += weight
    return scores


def _weight(holders: int, total: int) -> float:
    """What it says that a pair is held, which so many hold; squared, since what is rare tells much more."""
    return math.log((total + 1) / max(1, holders)) ** 2


def _named(connection: Connection, words: str) -> Collection[int]:
    """The commitments whose codes are in a plain text, which has no dashes."""
    said = set(_CODE.findall(words))
    if not said:
        return ()
    plain = func.replace(func.lower(Commitment.code), "-", "")
    return list(connection.scalars(select(Commitment.id).where(plain.in_(said))))
