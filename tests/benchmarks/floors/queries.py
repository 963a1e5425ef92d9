"""What the window asks of a ledger, as plain SQL through the `sqlite3` of the standard library."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

_LEDGER = """FROM commitment c JOIN commitment_state s ON s.commitment_id = c.id AND s.until IS NULL
JOIN source o ON o.id = c.source_id AND o.held_on <= date('now')"""
_SINGLE = ("s.assessment", "s.kind", "s.due_basis", "s.topic_id", "c.speaker_id", "s.operator IS NULL",
           "s.latest_evidence >= date('now', '-30 days')", "s.due_on < date('now')")  # fmt: skip
_MANIFOLD = ("commitment_department:department_id", "commitment_tag:label")
_ROWS = f"""SELECT c.id, c.code, s.title, s.title_en, s.assessment, s.due_on, s.target, s.latest_evidence
{_LEDGER} WHERE c.id IN (%s)"""
_WORDS = f"""SELECT c.id {_LEDGER} WHERE c.code LIKE :w OR s.title LIKE :w OR s.title_en LIKE :w
OR s.title_pinyin LIKE :w
OR EXISTS (SELECT 1 FROM passage p WHERE p.commitment_id = c.id AND p.exact LIKE :w)
OR EXISTS (SELECT 1 FROM evidence_link l JOIN evidence_state e ON e.evidence_id = l.evidence_id AND e.until IS NULL
WHERE l.commitment_id = c.id AND l.until IS NULL
AND (e.title LIKE :w OR e.number LIKE :w OR e.publisher LIKE :w OR e.quote LIKE :w)) ORDER BY c.code"""


class Floor:
    """One connection to a ledger, opened for reading."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)

    def filter(self, column: str, value: str) -> None:
        """The ids that match, the first hundred rows, and the counts of ten facets, each without its own condition."""
        ids = self._all(f"SELECT c.id {_LEDGER} WHERE {column} = ? ORDER BY c.code", (value,))
        self._page(ids)
        for side in _SINGLE:
            where, given = ("", ()) if side == column else (f"WHERE {column} = ?", (value,))
            self._all(f"SELECT {side}, count(*) {_LEDGER} {where} GROUP BY 1", given)
        for pair in _MANIFOLD:
            table, _, name = pair.partition(":")
            joined = f"{_LEDGER} JOIN {table} m ON m.commitment_id = c.id AND m.until IS NULL"
            self._all(f"SELECT m.{name}, count(DISTINCT c.id) {joined} WHERE {column} = ? GROUP BY 1", (value,))

    def search(self, words: str) -> int:
        """How many commitments hold these words, found by reading everything that is said of each."""
        return len(self._connection.execute(_WORDS, {"w": f"%{words}%"}).fetchall())

    def sort(self, order: str) -> None:
        """All ids in an order, and the first hundred rows."""
        self._page(self._all(f"SELECT c.id {_LEDGER} ORDER BY {order}, c.code"))

    def group(self) -> None:
        """All ids gathered by topic, with the counts of each topic by assessment."""
        topics = f"{_LEDGER} JOIN topic t ON t.id = s.topic_id"
        self._page(self._all(f"SELECT c.id {topics} ORDER BY t.position, t.id, c.code"))
        self._all(f"SELECT t.key, s.assessment, count(*) {topics} GROUP BY 1, 2")

    def the_same(self, deed: Callable[[], object]) -> Callable[[], None]:
        """The very questions that a deed asks of the database, asked without anything of ours around them."""
        asked: list[tuple[str, Any]] = []

        def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_others: Any) -> None:
            asked.append((statement, given))

        event.listen(Engine, "before_cursor_execute", note)
        deed()
        event.remove(Engine, "before_cursor_execute", note)
        questions = [(statement, given) for statement, given in asked if statement.startswith("SELECT")]

        def ask() -> None:
            for statement, given in questions:
                self._all(statement, given)

        return ask

    def select_all(self) -> None:
        """The codes of all, and how many are judged how."""
        self._all("SELECT code FROM commitment ORDER BY code")
        self._all(f"SELECT s.assessment, count(*) {_LEDGER} GROUP BY 1")

    def first_page(self) -> None:
        """The first hundred rows."""
        self._page(self._all("SELECT id FROM commitment ORDER BY code LIMIT 100"))

    def _page(self, ids: Sequence[tuple[Any, ...]]) -> None:
        page = [row[0] for row in ids[:100]]
        self._all(_ROWS % ",".join("?" * len(page)), page)

    def _all(self, statement: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, given).fetchall()


def bare_assessment(path: Path) -> Callable[[], None]:
    """A durable transaction that writes the rows of one judgement: an event, its tie, a version closed and opened.

    Ours writes these and no others, as nothing that is searched for changes; the hash of the event stands in its row.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    state = connection.execute("SELECT * FROM commitment_state WHERE commitment_id = 70 AND until IS NULL")
    names = [column[0] for column in state.description]
    row = dict(zip(names, state.fetchone(), strict=True))
    event = connection.execute("SELECT * FROM event ORDER BY id DESC LIMIT 1").fetchone()
    number = [event[0]]

    def write() -> None:
        number[0] += 1
        connection.execute("BEGIN IMMEDIATE")
        marks = ",".join("?" * len(event))
        connection.execute(f"INSERT INTO event VALUES ({marks})", (number[0], f"bare-{number[0]}", *event[2:]))
        connection.execute("INSERT INTO event_command VALUES (?, '{}')", (number[0],))
        connection.execute("INSERT INTO event_commitment VALUES (?, 70)", (number[0],))
        connection.execute(
            "UPDATE commitment_state SET until = ? WHERE commitment_id = 70 AND until IS NULL", (number[0],)
        )
        values = {**row, "id": None, "since": number[0], "version": number[0]}
        marks = ",".join("?" * len(names))
        connection.execute(f"INSERT INTO commitment_state VALUES ({marks})", list(values.values()))
        connection.execute("COMMIT")

    return write
