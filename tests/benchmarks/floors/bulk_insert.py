"""The rows that an import wrote, put into another copy of the ledger by `executemany` alone."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tracker.store.search.fts5_index import index_terms

_TABLES = ("source", "speaker", "topic", "department", "event", "commitment", "passage", "commitment_state",
           "commitment_department", "evidence", "evidence_state", "evidence_link", "official_claim", "commitment_tag",
           "attachment", "event_commitment", "search_text")  # fmt: skip
_PAGE = 10_000
_Rows = list[tuple[Any, ...]]


def bulk_insert(before: Path, after: Path) -> Callable[[], None]:
    """Writes into the ledger `before` what `after` has more, all of it held ready in memory: every row of every table,
    the terms of the search index too; in one durable transaction, with the indexes and foreign keys in place."""
    news = list(_news(before, after))
    connection = sqlite3.connect(before, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        for statement, rows in news:
            connection.executemany(statement, rows)
        connection.execute("COMMIT")

    return write


def _news(before: Path, after: Path) -> Iterator[tuple[str, _Rows]]:
    with closing(sqlite3.connect(after)) as connection:
        connection.execute("ATTACH ? AS old", (str(before),))
        for table in _TABLES:
            found = connection.execute(f"SELECT * FROM main.{table} EXCEPT SELECT * FROM old.{table} ORDER BY 1")
            marks = ",".join("?" * len(found.description))
            rows = found.fetchall()
            for start in range(0, len(rows), _PAGE):
                yield f"INSERT INTO {table} VALUES ({marks})", rows[start : start + _PAGE]
        words = connection.execute("SELECT * FROM main.search_text EXCEPT SELECT * FROM old.search_text").fetchall()
        terms = [(number, index_terms(said)) for number, said in words]
    yield "INSERT INTO search_index(rowid, terms) VALUES (?, ?)", terms
