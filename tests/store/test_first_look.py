"""The first look at a ledger shows the rows that the ledger shows once it is open."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from tracker.domain.query import LedgerQuery
from tracker.services.listing import read_first
from tracker.services.workspace import open_workspace
from tracker.store.first_look import first_rows

DAYS = (date(2025, 1, 20), date(2025, 6, 30), date(2026, 11, 23))


@pytest.mark.parametrize("name", ["fresh_ledger", "sample_ledger"])
def test_the_first_rows_are_the_rows(name: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(name)
    workspace = open_workspace(path)
    today = workspace.today()
    for count in (1, 30, 100):
        assert first_rows(path, today, count) == read_first(workspace, LedgerQuery(), count)
    assert [len(first_rows(path, day, 100)) for day in DAYS] == [0, 69, 69]
    workspace.close()


def test_what_is_no_ledger_of_this_schema_shows_nothing(ledger_path: Path, tmp_path: Path) -> None:
    assert first_rows(tmp_path / "none.db", DAYS[1], 100) == ()
    (tmp_path / "text.db").write_text("no database" * 100)
    assert first_rows(tmp_path / "text.db", DAYS[1], 100) == ()
    connection = sqlite3.connect(ledger_path)
    connection.execute("UPDATE alembic_version SET version_num = '0002'")
    connection.commit()
    connection.close()
    assert first_rows(ledger_path, DAYS[1], 100) == ()
