"""Which commitments a text is compared with, as far as words can tell them.

Of a large ledger only some are, which the search index and the keywords name: a commitment is the likelier to be meant
the more pairs of characters it has in common with the text, and the fewer others have them.
"""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar, TypeVarTuple

from pyroaring import BitMap
from sqlalchemy import ColumnElement, Connection, Select, Text, func, select
from sqlalchemy import cast as sql_cast

from tracker.domain.rows import Name
from tracker.domain.search.english_text import read_plain
from tracker.domain.search.phrases import PhraseFinder, grams
from tracker.domain.search.suggestion import LONGEST_TEXT, Commonness, Subject, unbroken, words_of
from tracker.domain.terms import Assessment, PassageRole
from tracker.domain.text.text_folding import fold
from tracker.store.commitments.parts import entries_of, named_parts
from tracker.store.database.decoding import are_texts, json_decoder
from tracker.store.database.raw_rows import fetch
from tracker.store.database.tables import (
    Commitment,
    CommitmentDepartment,
    CommitmentState,
    Department,
    Passage,
    Source,
    Speaker,
)
from tracker.store.database.versions import Horizon, live
from tracker.store.search.conditions import Scope, in_ledger
from tracker.store.search.facet_index import Side, replaced
from tracker.store.search.search_index import count_holders, list_holders

_Columns = TypeVarTuple("_Columns")
_T = TypeVar("_T")
_KEYWORDS = json_decoder(list, are_texts)
_MOST_HOLDERS = 300_000
"""Holders of pairs that are looked at in all, those of the rarest pairs first."""
_CODE = re.compile(r"(?=[a-z0-9]*[a-z])(?=[a-z0-9]*[0-9])[a-z0-9]{5,}", re.ASCII)
_OF_KEYWORD = 2.0
"""How much more a pair counts that is in a keyword: that is meant to tell a commitment."""


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
    query = select(state.commitment_id, sql_cast(state.keywords, Text)).where(live(state, Horizon(date.max)))
    # Commitments of one briefing often have the same keywords: each list is decoded once.
    alike: dict[str, list[int]] = defaultdict(list)
    for commitment_id, keywords in fetch(
        connection, query if ids is None else query.where(state.commitment_id.in_(ids))
    ):
        alike[keywords].append(commitment_id)
    holders: dict[str, list[int]] = defaultdict(list)
    for keywords, having in alike.items():
        for keyword in dict.fromkeys(_KEYWORDS(keywords)):
            holders[keyword] += having
    return {keyword: BitMap(having) for keyword, having in holders.items()}


@dataclass(frozen=True, slots=True)
class Candidates:
    """The ids of the commitments to look at, and how common the pairs of the text are among all."""

    ids: tuple[int, ...]
    commonness: Commonness


def find_candidates(connection: Connection, text: str, keywords: Keywords, total: int, most: int) -> Candidates:
    """Return the `most` likely of `total` commitments; all that the text names by their code are among them."""
    text = text[:LONGEST_TEXT]
    words = words_of(read_plain(text))
    # Twice: of an English text the words are the Chinese terms by which it finds commitments, while its own letters
    # find names and codes.
    pairs = {*grams(words, 2), *(pair for pair in grams(fold(text), 2) if pair.isalnum())}
    holders = count_holders(connection, pairs)
    scores = _by_pairs(connection, holders, total)
    for keyword, having in keywords.found_in(words):
        own = [pair for word in keyword for pair in grams(word, 2)]
        weight = _OF_KEYWORD * sum(_weight(holders.get(pair, len(having)), total) for pair in own)
        for commitment_id in having:
            scores[commitment_id] += weight
        for pair in own:
            # A keyword is in no index: without this its pairs would seem to be in no commitment, and so tell
            # everything.
            holders[pair] = max(holders.get(pair, 0), len(having))
    named = _named(connection, words)
    likely = sorted(scores, key=lambda one: (-scores[one], one))[:most]
    return Candidates(tuple(dict.fromkeys([*named, *likely])), Commonness(holders, total))


def _by_pairs(connection: Connection, holders: Mapping[str, int], total: int) -> dict[int, float]:
    scores: dict[int, float] = defaultdict(float)
    left = _MOST_HOLDERS
    looked_at: list[str] = []
    # The rarest first: they tell most and cost least, and a budget that ends within the common ones changes the order
    # hardly at all.
    for pair in sorted(holders, key=lambda one: (holders[one], one)):
        left -= holders[pair]
        if left < 0:
            break
        looked_at.append(pair)
    for pair, having in list_holders(connection, looked_at):
        weight = _weight(holders[pair], total)
        for commitment_id in having:
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


def list_subjects(connection: Connection, scope: Scope, ids: Collection[int] | None = None) -> tuple[Subject, ...]:
    """Return the commitments at the horizon, or some of them, as a text is compared with them, by their codes."""
    code = Commitment.code
    query = select(
        Commitment.id,
        code,
        Commitment.source_id,
        Source.held_on,
        Source.publisher,
        CommitmentState.title,
        CommitmentState.title_en,
        CommitmentState.keywords,
        CommitmentState.target,
        CommitmentState.unit,
        CommitmentState.kind,
        CommitmentState.assessment,
        CommitmentState.commitment_id,
        CommitmentState.parts,
    )
    rows = connection.execute(_among(in_ledger(query, scope), Commitment.id, ids).order_by(code)).all()
    parts = entries_of(connection, rows)
    link = CommitmentDepartment
    departments = (
        select(link.commitment_id, Department.name)
        .join(Department, Department.id == link.department_id)
        .where(live(link, scope.horizon))
        .order_by(link.position)
    )
    promises = select(Passage.commitment_id, Passage.exact).where(Passage.role == PassageRole.PROMISE)
    speakers = select(Speaker.source_id, Speaker.name).order_by(Speaker.id)
    sources = None if ids is None else {row.source_id for row in rows}
    names = _grouped(connection, _among(departments, link.commitment_id, ids))
    passages = _grouped(connection, _among(promises.order_by(Passage.start), Passage.commitment_id, ids))
    spoke = _grouped(connection, _among(speakers, Speaker.source_id, sources))
    return tuple(
        Subject(
            code=row.code,
            title=Name(row.code, row.title, row.title_en),
            passages=tuple(passages[row.id]),
            keywords=tuple(row.keywords),
            parts=named_parts(row.code, parts[row.id]),
            figure="" if row.target is None else f"{row.target.normalize():f}{row.unit}",
            departments=tuple(names[row.id]),
            speakers=tuple(spoke[row.source_id]),
            held_on=row.held_on,
            publisher=row.publisher or "",
            kind=row.kind,
            verifiable=row.assessment is not Assessment.NOT_VERIFIABLE,
        )
        for row in rows
    )


def _among(statement: Select[*_Columns], column: ColumnElement[int], ids: Collection[int] | None) -> Select[*_Columns]:
    return statement if ids is None else statement.where(column.in_(ids))


def _grouped(connection: Connection, statement: Select[int, str]) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = defaultdict(list)
    for key, words in fetch(connection, statement):
        groups[key].append(words)
    return groups
