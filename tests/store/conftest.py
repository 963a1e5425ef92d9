"""A ledger that SQLite takes for a large one."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.services.workspace import Workspace, open_workspace


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
