"""What the pages besides the ledger ask, as plain SQL through the `sqlite3` of the standard library."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_NOW = """FROM commitment c JOIN commitment_state s ON s.commitment_id = c.id AND s.until IS NULL
JOIN source o ON o.id = c.source_id AND o.held_on <= date('now')"""
_LEAD = """LEFT JOIN commitment_department d ON d.commitment_id = c.id AND d.until IS NULL AND d.role = 'lead'"""
_PIECES = "FROM evidence_state p WHERE p.until IS NULL"
_UNLINKED = """NOT EXISTS (SELECT 1 FROM evidence_link l WHERE l.evidence_id = p.evidence_id AND l.until IS NULL)"""
_STATE = f"""CASE WHEN p.withdrawn THEN 'withdrawn' WHEN {_UNLINKED} THEN 'unlinked'
WHEN p.same_briefing THEN 'same' WHEN EXISTS (SELECT 1 FROM evidence_link l JOIN commitment c ON c.id = l.commitment_id
JOIN source o ON o.id = c.source_id WHERE l.evidence_id = p.evidence_id AND l.until IS NULL
AND p.published < substr(o.held_on, 1, length(p.published))) THEN 'early' ELSE 'linked' END"""
_FOUND = "(title LIKE :w OR publisher LIKE :w OR number LIKE :w OR quote LIKE :w OR note LIKE :w)"


class PageFloor:
    """One connection to a ledger, opened for reading."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)

    def dashboard(self) -> None:
        """Four counts of what asks for attention, three pictures of the commitments, one of the evidence, the inbox."""
        due = "s.due_on < date('now') AND s.assessment IN ('not_rated', 'no_evidence', 'in_progress')"
        firm = "s.due_basis NOT IN ('section', 'question') AND coalesce(s.reached, 0) < 1"
        self._all(f"SELECT sum({due}), sum({due} AND {firm}) {_NOW}")
        self._all(
            f"""SELECT count(*) {_NOW} WHERE s.assessment = 'no_evidence' AND NOT EXISTS (SELECT 1 FROM search_log g
            WHERE g.commitment_id = c.id AND g.until IS NULL AND g.searched_on >= date('now', '-30 days'))"""
        )
        self._all(
            f"""SELECT count(*) {_NOW} WHERE EXISTS (SELECT 1 FROM evidence_link l JOIN evidence_state p
            ON p.evidence_id = l.evidence_id AND p.until IS NULL WHERE l.commitment_id = c.id AND l.until IS NULL
            AND l.bearing != 'context' AND l.since > coalesce(s.judged_by_event, 0)
            AND NOT p.withdrawn AND NOT p.same_briefing)"""
        )
        self._all(f"SELECT d.department_id, s.assessment, count(*) {_NOW} {_LEAD} GROUP BY 1, 2")
        self._all(f"SELECT substr(s.due_on, 1, 7), s.due_basis, count(*) {_NOW} GROUP BY 1, 2")
        self._all(f"SELECT c.id, c.code, s.* {_NOW} WHERE s.target IS NOT NULL ORDER BY c.code LIMIT 200")
        self._all(f"SELECT substr(p.published, 1, 7), count(*) {_PIECES} AND NOT p.withdrawn GROUP BY 1")
        self._all(f"SELECT count(*) {_PIECES} AND NOT p.withdrawn AND {_UNLINKED}")

    def evidence(self) -> None:
        """All ids, the newest first, the first hundred rows, and the counts of the three facets."""
        ids = self._all(f"SELECT p.evidence_id {_PIECES} ORDER BY p.published DESC, p.evidence_id DESC")
        page = [row[0] for row in ids[:100]]
        marks = ",".join("?" * len(page))
        self._all(f"SELECT p.* {_PIECES} AND p.evidence_id IN ({marks})", page)
        self._all(f"SELECT * FROM evidence_link WHERE until IS NULL AND evidence_id IN ({marks})", page)
        for side in ("p.kind", "substr(p.published, 1, 4)", _STATE):
            self._all(f"SELECT {side}, count(*) {_PIECES} GROUP BY 1")

    def search(self, words: str) -> None:
        """The ids of the pieces in which words stand, found by reading all of them."""
        found = f"SELECT p.evidence_id {_PIECES} AND {_FOUND} ORDER BY p.published DESC, p.evidence_id DESC"
        self._connection.execute(found, {"w": f"%{words}%"}).fetchall()

    def briefing(self, source_id: int) -> None:
        """The text of one source, its passages with how they are judged, and what is left out."""
        self._all("SELECT * FROM source WHERE id = ?", (source_id,))
        self._all("SELECT * FROM omission WHERE source_id = ?", (source_id,))
        self._all(
            f"""SELECT c.code, s.title, s.title_en, s.assessment, q.start, q."end" {_NOW}
            JOIN passage q ON q.commitment_id = c.id WHERE c.source_id = ? ORDER BY c.code, q.start""",
            (source_id,),
        )

    def detail(self, code: str) -> None:
        """Everything that stands about one commitment, a question a table."""
        ((number,),) = self._all("SELECT id FROM commitment WHERE code = ?", (code,))
        self._all(f"SELECT c.*, s.*, o.* {_NOW} WHERE c.id = ?", (number,))
        for table in ("passage", "part", "event_commitment", "citation"):
            self._all(f"SELECT * FROM {table} WHERE commitment_id = ?", (number,))
        for table in ("commitment_department", "commitment_tag", "search_log", "official_claim", "restatement"):
            self._all(f"SELECT * FROM {table} WHERE commitment_id = ? AND until IS NULL", (number,))
        self._all(
            """SELECT l.*, p.* FROM evidence_link l JOIN evidence_state p ON p.evidence_id = l.evidence_id
            AND p.until IS NULL WHERE l.commitment_id = ? AND l.until IS NULL""",
            (number,),
        )
        self._all(
            "SELECT e.* FROM event e JOIN event_commitment x ON x.event_id = e.id WHERE x.commitment_id = ?", (number,)
        )

    def reports(self) -> None:
        """The reports that were written, and the saved views."""
        self._all("SELECT * FROM event WHERE kind = 'report_made' ORDER BY id DESC")
        self._all("SELECT * FROM saved_view WHERE until IS NULL ORDER BY name")

    def _all(self, statement: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, given).fetchall()
