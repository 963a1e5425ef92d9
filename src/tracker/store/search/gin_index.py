"""The terms of a ledger on a server: `search_index`, an array of numbers with a GIN index, which needs no extension.

A term is a character, or two neighbours with no blank between them, as a number of 32 bits: the lower half is the first
UTF-16 code unit, the upper half the second. So a character beyond the first 65,536 (𠮷, 🙂) is a pair itself, and no
two terms share a number. `search_terms` has how many commitments hold each.
"""

import struct
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import ARRAY, Column, Connection, Integer, Table, Text, delete, select, text

from tracker.store.search.indexed_words import MOST_PAIRS, WordsById, runs_of, search_text
from tracker.store.server.pipeline import KEEPS_ANSWERS

search_index = Table(
    "search_index",
    search_text.metadata,
    Column("commitment_id", Integer, primary_key=True, autoincrement=False),
    Column("grams", ARRAY(Integer), nullable=False),
    Column("filler", Text, nullable=False, server_default=text("repeat(' '::text, 2048)")),
)
"""Beside the words, and with its arrays out of its rows, which the filler sees to (migration 0012): PostgreSQL visits
the row of everything that it finds. Of 90,000 among 100,000 that took 320 ms, in place of 12, with the arrays in the
rows. The index itself stands in the migration alone: to name it here would load PostgreSQL's dialect at each start."""
search_terms = Table(
    "search_terms",
    search_text.metadata,
    Column("gram", Integer, primary_key=True, autoincrement=False),
    Column("holders", Integer, nullable=False),
)
_PAIR = 4
"""Bytes of a pair of UTF-16 code units."""
# By arrays, so that any number of rows is one statement.
_PUT = (
    "WITH new AS (SELECT * FROM unnest(%s::integer[], %s::text[], %s::text[]) AS new (id, words, grams)),"
    " told AS (INSERT INTO search_text (commitment_id, words) SELECT id, words FROM new"
    " ON CONFLICT (commitment_id) DO UPDATE SET words = excluded.words)"
    " INSERT INTO search_index (commitment_id, grams) SELECT id, grams::integer[] FROM new"
    " ON CONFLICT (commitment_id) DO UPDATE SET grams = excluded.grams, filler = DEFAULT"
)
_COUNT = (
    "INSERT INTO search_terms (gram, holders) SELECT * FROM unnest(%s::integer[], %s::integer[])"
    " ON CONFLICT (gram) DO UPDATE SET holders = search_terms.holders + excluded.holders"
)
_HOLDERS = (
    "SELECT gram, ARRAY(SELECT commitment_id FROM search_index WHERE grams @> ARRAY[gram]) AS holders"
    " FROM unnest(%s::integer[]) AS asked (gram)"
)


def grams_of(words: str) -> set[int]:
    """Return the terms of a folded text."""
    found: set[int] = set()
    for run in runs_of(words):
        data = run.encode("utf-16-le", errors="surrogatepass")
        units = len(data) // 2
        found.update(struct.unpack(f"<{units}H", data))
        # Neighbours are numbers as they lie: those that begin at an even place, then those at an odd one.
        found.update(struct.unpack_from(f"<{units // 2}i", data))
        found.update(struct.unpack_from(f"<{(units - 1) // 2}i", data, 2))
    return found


def is_term(word: str) -> bool:
    """Whether a folded word is itself a term, so that what the index says of it is the answer."""
    return len(word.encode("utf-16-le", errors="surrogatepass")) <= _PAIR


def terms_of_word(word: str) -> list[int]:
    """Return what is looked up for a folded word without blanks: itself, or its pairs of neighbours."""
    data = word.encode("utf-16-le", errors="surrogatepass")
    if len(data) < _PAIR:
        return list(struct.unpack("<H", data))
    pairs = (struct.unpack_from("<i", data, start)[0] for start in range(0, len(data) - 2, 2))
    return list(dict.fromkeys(pairs))[:MOST_PAIRS]


def put(connection: Connection, words: WordsById) -> Counter[int]:
    """Keep what is said of commitments in place of what was kept; returns by how much their terms have more holders,
    for `count`."""
    grams = {i: grams_of(one.said) for i, one in words.items()}
    said = [one.said for one in words.values()]
    # As text: psycopg takes a list of numbers for an array of the smallest kind that holds them.
    arrays = [f"{{{','.join(map(str, grams[i]))}}}" for i in words]
    connection.exec_driver_sql(_PUT, (list(words), said, arrays), execution_options=KEEPS_ANSWERS)
    more: Counter[int] = Counter()
    for i, one in words.items():
        more.update(grams[i])
        if one.kept is not None:
            more.subtract(grams_of(one.kept))
    return more


def count(connection: Connection, more: Counter[int]) -> None:
    """Count what `put` returned. Once for many commitments: each row that changes again is kept twice."""
    # In order: two writers who change the same rows in different orders could wait for each other.
    changed = sorted((gram, by) for gram, by in more.items() if by)
    if changed:
        connection.exec_driver_sql(
            _COUNT, tuple(map(list, zip(*changed, strict=True))), execution_options=KEEPS_ANSWERS
        )


def clear(connection: Connection) -> None:
    """Forget all terms."""
    connection.execute(delete(search_index))
    connection.execute(delete(search_terms))


def count_holders(connection: Connection, terms: Collection[str]) -> dict[str, int]:
    """Return how many commitments hold each of these terms; those that none holds are left out."""
    by_gram = {terms_of_word(term)[0]: term for term in terms}
    rows = connection.execute(select(search_terms).where(search_terms.c.gram.in_(by_gram), search_terms.c.holders > 0))
    return {by_gram[row.gram]: row.holders for row in rows}


def list_holders(connection: Connection, terms: Collection[str]) -> dict[str, Sequence[int]]:
    """Return the commitments that hold each of these terms."""
    by_gram = {terms_of_word(term)[0]: term for term in terms}
    rows = connection.exec_driver_sql(_HOLDERS, (list(by_gram),))
    return {by_gram[row.gram]: row.holders for row in rows}


def find_misfits(connection: Connection, said: Iterable[WordsById]) -> Iterator[int]:
    """Yield the commitments of which the index says something else than is `said`; 0 where one cannot tell whose terms
    are wrong."""
    unknown = set(connection.scalars(select(search_index.c.commitment_id)))
    unknown |= set(connection.scalars(select(search_text.c.commitment_id)))
    holders: Counter[int] = Counter()
    for page in said:
        unknown -= page.keys()
        rows = connection.execute(
            select(search_index.c.commitment_id, search_index.c.grams).where(search_index.c.commitment_id.in_(page))
        )
        indexed = {row.commitment_id: row.grams for row in rows}
        for commitment_id, words in page.items():
            grams = grams_of(words.said)
            holders.update(grams)
            if words.said != words.kept or set(indexed.get(commitment_id, ())) != grams:
                yield commitment_id
    counted = {row.gram: row.holders for row in connection.execute(select(search_terms)) if row.holders}
    if unknown or counted != holders:
        yield 0
