"""A ledger that is taken for a large one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.services.ledgers.workspace import Workspace, open_workspace


@pytest.fixture
def large(sample_ledger: Path, tmp_path: Path) -> Iterator[Workspace]:
    """The sample ledger; SQLite plans its ways through it as through every ledger, see `query_plans`."""
    workspace = open_workspace(Path(shutil.copy(sample_ledger, tmp_path / "large.db")))
    yield workspace
    workspace.close()
