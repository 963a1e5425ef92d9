"""SQLite takes the same ways through a ledger of every size."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.store.watching import Watch

from tracker.desktop.views.common.facet_panel import SHOWN
from tracker.domain.search.ledger_query import LedgerQuery, SortKey
from tracker.services.commitments import listing
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.store.database.query_plans import statistics
from tracker.store.search.search_index import rebuild

_OWN = {"alembic_version", "sqlite_stat1", "sqlite_sequence", "search_index"}


def _told(path: Path) -> set[tuple[str, str | None, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT tbl, idx, stat FROM sqlite_stat1"))


def test_of_every_table_and_index_it_is_said_how_large_they_become(tmp_path: Path) -> None:
    open_workspace(tmp_path / "ledger.db").close()
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        found = connection.execute("SELECT type, name, tbl_name FROM sqlite_master WHERE type IN ('table', 'index')")
        there = {(kind, name) for kind, name, table in found if {name, table}.isdisjoint(_OWN)}
    indexed = {table for table, index, _ in statistics() if index is not None}
    said = {("table", table) for table, _, _ in statistics()} | {("index", i) for _, i, _ in statistics() if i}
    # The tables of the search index without rowid have indexes of the same name.
    assert said - {("index", name) for name in indexed} == there
    assert all(
        int(rows) >= int(alike) for _, _, counts in statistics() for rows, *rest in [counts.split()] for alike in rest
    )


def test_what_is_said_of_a_ledger_stays_whatever_comes_into_it(sample_ledger: Path) -> None:
    workspace = open_workspace(sample_ledger)
    listing.read_listing(workspace, LedgerQuery(sort=SortKey.DUE), SHOWN)
    with workspace.write() as work:
        rebuild(work.connection)
    workspace.close()
    assert _told(sample_ledger) == set(statistics())


def test_no_table_of_names_is_read_anew_for_each_commitment(large: Workspace) -> None:
    watch = Watch(large)
    for key in SortKey:
        listing.read_listing(large, LedgerQuery(sort=key), SHOWN)
    listing.read_page(large, listing.read_listing(large, LedgerQuery(), ()).ids)
    assert watch.read_again == []
