"""Which commitments have which keyword, kept so that a text can be asked for all of them at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from pyroaring import BitMap
from sqlalchemy import Connection, Text, select
from sqlalchemy import cast as sql_cast

from tracker.domain.search.phrases import PhraseFinder
from tracker.domain.search.suggestion import unbroken
from tracker.store.database.decoding import are_texts, json_decoder
from tracker.store.database.raw_rows import fetch
from tracker.store.database.tables import CommitmentState
from tracker.store.database.versions import Horizon, live
from tracker.store.search.facet_index import Side, replaced

_KEYWORDS = json_decoder(list, are_texts)


class _Spelt(NamedTuple):
    """A keyword as a plain text has its words: one word, or several."""

    words: tuple[str, ...]
    keyword: str


class Keywords:
    """The commitments that have each keyword, as the analyst wrote it, after the event `event`."""

    def __init__(self, event: int, holders: Side) -> None:
        self.event = event
        self.holders = holders
        self._by_first_word: dict[str, list[_Spelt]] = defaultdict(list)
        for keyword in holders:
            words = tuple(word for piece in keyword.split() if (word := unbroken(piece)))
            if words:
                self._by_first_word[words[0]].append(_Spelt(words, keyword))
        every = dict.fromkeys(word for spelt in self._by_first_word.values() for one in spelt for word in one.words)
        self._finder = PhraseFinder((word, word) for word in every)

    @classmethod
    def read(cls, connection: Connection, _now: None, event: int) -> "Keywords":
        """Return those of all commitments."""
        return cls(event, _read(connection, None))

    def advanced(self, connection: Connection, ids: Collection[int], event: int) -> "Keywords":
        """Return them after a later event, which changed these commitments."""
        return Keywords(event, replaced(self.holders, _read(connection, ids), BitMap(ids)))

    def found_in(self, words: str) -> Iterator[tuple[tuple[str, ...], BitMap]]:
        """Return the keywords all of whose words are in a plain text, each with the commitments that have it."""
        said = {found.key for found in self._finder.find(words)}
        for word in sorted(said):
            for spelt in self._by_first_word.get(word, ()):
                if said.issuperset(spelt.words):
                    yield spelt.words, self.holders[spelt.keyword]


def _read(connection: Connection, ids: Iterable[int] | None) -> Side:
    """The keywords of some commitments, or of all, as they are now."""
    state = CommitmentState
    said = select(state.commitment_id, sql_cast(state.keywords, Text)).where(live(state, Horizon(date.max)))
    # Commitments of one briefing often have the same keywords: each list is decoded once.
    alike: dict[str, list[int]] = defaultdict(list)
    for commitment_id, keywords in fetch(connection, said if ids is None else said.where(state.commitment_id.in_(ids))):
        alike[keywords].append(commitment_id)
    holders: dict[str, list[int]] = defaultdict(list)
    for keywords, having in alike.items():
        for keyword in dict.fromkeys(_KEYWORDS(keywords)):
            holders[keyword] += having
    return {keyword: BitMap(having) for keyword, having in holders.items()}
