"""The terms of a ledger in a file: `search_index`, by FTS5 without contents of its own.

A term is a character, or two neighbours with no blank between them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from operator import add

from sqlalchemy import Connection, column, select, table, text
from sqlalchemy.exc import DBAPIError

from tracker.store.database.id_pages import pages
from tracker.store.search.indexed_words import MOST_PAIRS, WordsById, runs_of

_OWN = 0xE000
_STRANGE = 0xF8FF
_PRIVATE = range(_OWN, _STRANGE + 1)
_MARKS = {chr(sign): chr(_OWN + sign) for sign in range(128) if not (chr(sign).isalnum() or chr(sign).isspace())}
"""FTS5 takes punctuation for a gap between terms, so that it goes by private characters; and what a text has of these
itself goes by one of them."""
# A text has few of either: found by a pattern, they take a tenth of what `str.translate` does.
_GAPS = re.compile(f"[{re.escape(''.join(_MARKS))}{chr(_OWN)}-{chr(_STRANGE)}]")
_terms_held = table("search_terms", column("term"), column("doc"), schema="temp")


def is_term(word: str) -> bool:
    """Whether a folded word is itself a term, so that what the index says of it is the answer."""
    # Private characters of a text itself all share one term, so of these the index alone would find any for each other.
    return len(word) <= 2 and not any(ord(sign) in _PRIVATE for sign in word)


def expression(word: str) -> str:
    """Return the FTS5 expression for a folded word: the character, or all pairs of neighbours."""
    signs = _indexed(word)
    pairs = list(dict.fromkeys(map(add, signs, signs[1:])))[:MOST_PAIRS] or [signs]
    # Quoted, so that AND, OR or * in what was typed are words; a quotation mark itself is one of `_MARKS` and cannot
    # end it.
    return " AND ".join(f'"{pair}"' for pair in pairs)


def index_terms(words: str) -> str:
    """Return the terms of what is said of a commitment, as FTS5 takes them."""
    return " ".join(_terms(words))


def put(connection: Connection, words: WordsById) -> Counter[int]:
    """Keep what is said of commitments in place of what was kept; returns nothing to count."""
    # An FTS5 table without contents cannot look up which terms a row has: to delete them it has to be given them again.
    # That is why `search_text` keeps what was said.
    if gone := [(i, index_terms(one.kept)) for i, one in words.items() if one.kept is not None]:
        connection.exec_driver_sql("INSERT INTO search_index(search_index, rowid, terms) VALUES ('delete', ?, ?)", gone)
    # By the driver: numbers and texts need none of SQLAlchemy's types, and an import writes a hundred thousand of them.
    said = [(i, one.said) for i, one in words.items()]
    connection.exec_driver_sql("INSERT OR REPLACE INTO search_text(commitment_id, words) VALUES (?, ?)", said)
    terms = [(i, index_terms(one)) for i, one in said]
    connection.exec_driver_sql("INSERT INTO search_index(rowid, terms) VALUES (?, ?)", terms)
    return Counter()


def count(connection: Connection, more: Counter[int]) -> None:
    """Do nothing: FTS5 counts by itself."""
    del connection, more


def clear(connection: Connection) -> None:
    """Forget all terms."""
    # The only way to empty an FTS5 table without contents; DELETE would ask for the terms of each row.
    connection.exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('delete-all')")


def count_holders(connection: Connection, terms: Collection[str]) -> dict[str, int]:
    """Return how many commitments hold each of these terms; those that none holds are left out."""
    _name_terms(connection)
    found: dict[str, int] = {}
    for page in pages(list(terms)):
        query = select(_terms_held.c.term, _terms_held.c.doc).where(_terms_held.c.term.in_(page))
        found |= {row.term: row.doc for row in connection.execute(query)}
    return found


def find_misfits(connection: Connection, said: Iterable[WordsById]) -> Iterator[int]:
    """Yield the commitments of which the index says something else than is `said`; 0 where one cannot tell whose terms
    are wrong."""
    # The index tells how many commitments have a term, and not which terms a commitment has, but by the inner tables of
    # FTS5, whose format is its own: so terms are counted here as well, and the counts compared.
    indexed = set(connection.scalars(text("SELECT id FROM search_index_docsize")))
    unknown = set(indexed)
    holders: dict[str, int] = defaultdict(int)
    for page in said:
        unknown -= page.keys()
        for commitment_id, words in page.items():
            for term in _terms(words.said):
                holders[term] += 1
            if words.said != words.kept or commitment_id not in indexed:
                yield commitment_id
    if unknown or not _holds_exactly(connection, holders):
        yield 0


def _holds_exactly(connection: Connection, holders: dict[str, int]) -> bool:
    """Whether each term is held by as many commitments as it should be, and there are no others."""
    _name_terms(connection)
    try:
        found = connection.exec_driver_sql("SELECT term, doc FROM temp.search_terms").all()
    except DBAPIError:  # a part of it is gone
        return False
    return all(holders.pop(term, None) == number for term, number in found) and not holders


def _name_terms(connection: Connection) -> None:
    connection.exec_driver_sql(
        # It keeps nothing and reads the index. In `temp`, so that the ledger gets no table that its schema does not
        # name.
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_terms USING fts5vocab(main, search_index, row)"
    )


def _indexed(words: str) -> str:
    """The words with signs that FTS5 takes for parts of a term."""
    return _GAPS.sub(lambda sign: _MARKS.get(sign[0], chr(_STRANGE)), words)


def _terms(words: str) -> set[str]:
    found: set[str] = set()
    for run in runs_of(_indexed(words)):
        signs = list(run)
        found.update(signs)
        found.update(map(add, signs, islice(signs, 1, None)))
    return found
