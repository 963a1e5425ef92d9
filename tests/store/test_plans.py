"""No question that the window asks of a ledger reads a whole table without need, nor more often than it must."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from tracker.desktop.views.common.facet_panel import SHOWN
from tracker.domain.query import Facet, Group, LedgerQuery, SortKey, query_for
from tracker.services import listing, reading
from tracker.services.workspace import Workspace, open_workspace

SMALL = {"source", "topic", "speaker", "department", "ledger_setting", "lead_name", "omission"}
"""Tables with a row for each source or name, not for each commitment."""
CITIES = "MIIT-2025-044"


class Watch:
    """Notes every statement of an open ledger, with the plan that SQLite makes for it."""

    def __init__(self, workspace: Workspace) -> None:
        self.statements: list[str] = []
        self.plans: list[str] = []
        event.listen(workspace._engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, cursor: sqlite3.Cursor, statement: str, given: object, *_: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            self.statements.append(statement)
            plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", given)  # pyright: ignore[reportArgumentType]
            self.plans += [row[3] for row in plan]

    def scans(self) -> list[str]:
        """Tables that are read as a whole, row by row, and not through an index that holds all that is asked."""
        found = [re.match(r"SCAN (\w+)\b(?! USING (COVERING )?INDEX| VIRTUAL| ROW)", step) for step in self.plans]
        return [name[1] for name in found if name and name[1] not in SMALL]

    def clear(self) -> None:
        """Forget what was asked so far."""
        self.statements, self.plans = [], []


@pytest.fixture
def large(sample_ledger: Path, tmp_path: Path) -> Iterator[Workspace]:
    """The sample ledger, of whose tables SQLite is told that they are a thousand times as large."""
    path = Path(shutil.copy(sample_ledger, tmp_path / "large.db"))
    connection = sqlite3.connect(path)
    connection.execute("ANALYZE")
    for table, index, stat in connection.execute("SELECT tbl, idx, stat FROM sqlite_stat1").fetchall():
        rows, *alike = stat.split()
        told = " ".join([str(int(rows) * 1_000), *alike])
        connection.execute("UPDATE sqlite_stat1 SET stat = ? WHERE tbl = ? AND idx IS ?", (told, table, index))
    connection.commit()
    connection.close()
    workspace = open_workspace(path)
    yield workspace
    workspace.close()


QUERIES = (
    LedgerQuery(),
    query_for(assessment={"met"}),
    query_for(department={"sme-bureau"}, light={"overdue"}, search="试点 城市"),
    query_for(attention={"unjudged", "old_search"}, tag={"重点"}),
    *(LedgerQuery(sort=key) for key in SortKey),
    *(LedgerQuery(group=group) for group in Group),
)


def test_no_list_reads_a_whole_table_but_through_an_index_of_what_is_asked(large: Workspace) -> None:
    watch = Watch(large)
    for query in QUERIES:
        watch.clear()
        listing.read_listing(large, query, SHOWN)
        assert watch.scans() == [], query


def test_a_page_a_detail_and_the_beginning_look_up_what_they_need(large: Workspace) -> None:
    watch = Watch(large)
    listing.read_page(large, [1, 2, 3])
    listing.read_first(large, LedgerQuery(), 100)
    reading.read_detail(large, CITIES)
    reading.latest_event(large)
    assert watch.scans() == []
    # Nor are whole indexes read, but that of the codes from its beginning on.
    read = [step for step in watch.plans if step.startswith("SCAN") and "sqlite_autoindex_commitment" not in step]
    assert [step for step in read if step.split()[1] not in SMALL | {"CONSTANT", "(subquery-1)"}] == []


def test_a_click_asks_for_the_first_rows_and_for_nothing_that_is_known(large: Workspace) -> None:
    listing.read_listing(large, LedgerQuery(), SHOWN)
    watch = Watch(large)
    for query in (query_for(assessment={"met"}), query_for(kind={"pilot"}, topic={"x"}), LedgerQuery()):
        watch.clear()
        listing.read_listing(large, query, SHOWN)
        # The rules, the newest event, and one page of rows.
        assert len(watch.statements) == 3, watch.statements


def test_words_are_looked_up_and_not_looked_for(large: Workspace) -> None:
    watch = Watch(large)
    listing.read_listing(large, query_for(search="试点城市"), (Facet.TAG,))
    assert any("VIRTUAL TABLE" in step for step in watch.plans)
    assert not any("passage" in statement or "evidence_state" in statement for statement in watch.statements)
    watch.clear()
    listing.read_listing(large, query_for(search="试点城市", as_of=date(2026, 1, 1)), (Facet.TAG,))
    assert any("passage" in statement for statement in watch.statements)  # the index knows what is said now


def test_the_detail_of_one_needs_as_many_questions_as_that_of_another(large: Workspace) -> None:
    watch = Watch(large)
    counts = set()
    for code in (CITIES, "MIIT-2025-001", "MIIT-2025-010"):
        watch.clear()
        reading.read_detail(large, code)
        counts.add(len(watch.statements))
    assert max(counts) <= 25
