"""Which commitments have which keyword, kept so that a text can be asked for all of them at once.

As the censuses, it is true of the newest event that it knows, and brought up to date by what later events touched.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from sqlalchemy import Connection, Text, func, select
from sqlalchemy import cast as sql_cast

from tracker.domain.search.phrases import PhraseFinder
from tracker.domain.search.suggestion import unbroken
from tracker.store.database.decoding import are_texts, json_decoder
from tracker.store.database.raw_rows import fetch
from tracker.store.database.tables import CommitmentState, Event
from tracker.store.database.versions import Horizon, live
from tracker.store.events.touched_commitments import touched

_KEYWORDS = json_decoder(list, are_texts)
_FEW = 500
"""Commitments that are looked at one by one when the keywords are brought up to date; for more all are read again."""


@dataclass(slots=True)
class Keywords:
    """The commitments that have each keyword, as the analyst wrote it, after the event `event`."""

    event: int
    holders: "defaultdict[str, array[int]]" = field(default_factory=lambda: defaultdict(lambda: array("q")))
    _spelt: "_Spelt | None" = None

    def found_in(self, words: str) -> Iterator[tuple[tuple[str, ...], Sequence[int]]]:
        """The keywords all of whose words are in a plain text, each with the commitments that have it."""
        if self._spelt is None:
            self._spelt = _Spelt(self.holders)
        return ((spelt, self.holders[keyword]) for spelt, keyword in self._spelt.found_in(words))

    def add(self, commitment_id: int, keywords: Collection[str]) -> None:
        """A commitment has these keywords, too."""
        holders = self.holders
        for keyword in dict.fromkeys(keywords):
            holders[keyword].append(commitment_id)
        self._spelt = None

    def remove(self, commitment_id: int, keywords: Collection[str]) -> None:
        """A commitment has these keywords no longer."""
        for keyword in dict.fromkeys(keywords):
            self.holders[keyword].remove(commitment_id)
            if not self.holders[keyword]:
                del self.holders[keyword]
        self._spelt = None


class _Spelt:
    """Keywords as a plain text has their words: one word, or several."""

    def __init__(self, keywords: Iterable[str]) -> None:
        self._by_word: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        words: dict[str, None] = {}
        for keyword in keywords:
            spelt = tuple(word for piece in keyword.split() if (word := unbroken(piece)))
            if spelt:
                self._by_word[spelt[0]].append((spelt, keyword))
                words.update(dict.fromkeys(spelt))
        self._finder = PhraseFinder((word, word) for word in words)

    def found_in(self, words: str) -> Iterator[tuple[tuple[str, ...], str]]:
        said = {found.key for found in self._finder.find(words)}
        for word in sorted(said):
            yield from (one for one in self._by_word.get(word, ()) if said.issuperset(one[0]))


class KeptKeywords:
    """The keywords of one open ledger as they are now. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: Keywords | None = None

    def of(self, connection: Connection) -> Keywords:
        """Those that the connection's transaction sees."""
        newest = connection.scalar(select(func.max(Event.id))) or 0
        with self._lock:
            self._kept = _up_to_date(connection, self._kept, newest)
            return self._kept


def _up_to_date(connection: Connection, known: Keywords | None, newest: int) -> Keywords:
    if known is not None and known.event == newest:
        return known
    ids = None if known is None or known.event > newest else touched(connection, known.event, newest)
    if known is None or ids is None or len(ids) > _FEW:
        fresh = Keywords(newest)
        for commitment_id, keywords in _read(connection, None, None):
            fresh.add(commitment_id, keywords)
        return fresh
    before = dict(_read(connection, ids, known.event))
    after = dict(_read(connection, ids, None))
    for commitment_id in ids:
        if before.get(commitment_id) != after.get(commitment_id):
            known.remove(commitment_id, before.get(commitment_id, ()))
            known.add(commitment_id, after.get(commitment_id, ()))
    known.event = newest
    return known


def _read(
    connection: Connection, ids: Collection[int] | None, event: int | None
) -> Iterator[tuple[int, Collection[str]]]:
    """The keywords of some commitments, or of all, after an event, or now."""
    state = CommitmentState
    said = select(state.commitment_id, sql_cast(state.keywords, Text)).where(live(state, Horizon(date.max, event)))
    rows = fetch(connection, said if ids is None else said.where(state.commitment_id.in_(ids)))
    return ((commitment_id, _KEYWORDS(keywords)) for commitment_id, keywords in rows)
