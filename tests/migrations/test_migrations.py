"""Migrations as users meet them."""

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tracker.locations import db_dir
from tracker.store import tables
from tracker.store.engine import make_engine
from tracker.store.schema import HEAD, upgrade


def test_the_stated_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(db_dir() / "migrations").replace("%", "%%"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_head_equals_the_tables(empty_location: str) -> None:
    engine = make_engine(empty_location)
    upgrade(engine, empty_location)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


OPEN_AND_COUNT = """
import sys
from tracker.domain.query import LedgerQuery
from tracker.services.reading import list_rows
from tracker.services.workspace import open_workspace
workspace = open_workspace(sys.argv[1])
print(len(list_rows(workspace, LedgerQuery())))
workspace.close()
"""


def test_programs_that_start_at_once_make_one_whole_ledger(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPEN_AND_COUNT, str(tmp_path / "ledger.db")]
    programs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [program.communicate()[0] for program in programs] == ["69\n"] * 3
    assert [entry.name for entry in tmp_path.iterdir()] == ["ledger.db"]
