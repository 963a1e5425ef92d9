"""Migrations as users meet them."""

import gzip
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command as alembic_command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from tracker.domain.evidence.evidence_query import EvidenceQuery
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import Assessment, BackupReason
from tracker.locations import db_dir
from tracker.services.commands import TagChange, command
from tracker.services.commitments.reading import list_details, list_rows
from tracker.services.commitments.tagging import change_tags
from tracker.services.evidence.evidence_view import list_pieces
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check
from tracker.store.commitments.commitment_fields import fields_now
from tracker.store.database import migrating
from tracker.store.database.engine import make_engine
from tracker.store.database.evidence_tables import all_tables
from tracker.store.database.migrating import HEAD, upgrade
from tracker.store.safety.backups import list_backups
from tracker.store.safety.ledger_inspection import quietly, schema_of
from tracker.store.search.search_index import TABLES as SEARCH_TABLES
from tracker.store.search.search_index import index_terms


def test_the_stated_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(db_dir() / "migrations").replace("%", "%%"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_head_equals_the_tables(empty_location: str) -> None:
    engine = make_engine(empty_location)
    upgrade(engine, empty_location)
    with engine.connect() as connection:
        ours = {"include_name": lambda name, kind, _: not (kind == "table" and name in SEARCH_TABLES)}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **ours})
        assert compare_metadata(context, all_tables) == []
    engine.dispose()


OPEN_AND_COUNT = """
import sys
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commitments.reading import list_rows
from tracker.services.ledgers.workspace import open_workspace
workspace = open_workspace(sys.argv[1])
print(len(list_rows(workspace, LedgerQuery())))
workspace.close()
"""


def test_programs_that_start_at_once_make_one_whole_ledger(tmp_path: Path) -> None:
    program = [sys.executable, "-c", OPEN_AND_COUNT, str(tmp_path / "ledger.db")]
    programs = [subprocess.Popen(program, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [program.communicate()[0] for program in programs] == ["72\n"] * 3
    assert [entry.name for entry in tmp_path.iterdir()] == ["ledger.db"]


def _shipped(version: str, path: Path) -> None:
    """A ledger with data in it, as a program with that schema left it."""
    dump = gzip.decompress((Path(__file__).parent / "ledgers" / f"{version}.sql.gz").read_bytes())
    connection = sqlite3.connect(path)
    connection.executescript(dump.decode())
    connection.close()


def _left_by_a_program(path: Path, version: str) -> None:
    """The same, as the file itself."""
    path.write_bytes(gzip.decompress((Path(__file__).parent / "ledgers" / f"{version}.db.gz").read_bytes()))


@pytest.mark.parametrize("version", ["0001"])
def test_a_ledger_of_every_shipped_schema_opens_with_all_that_it_held(version: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _shipped(version, path)
    workspace = open_workspace(path)
    details = {detail.row.code: detail for detail in list_details(workspace, LedgerQuery())}
    assert details["MIIT-2025-044"].row.assessment is Assessment.MET
    assert details["MIIT-2025-044"].tags == ()  # put on, and undone
    assert details["MIIT-2025-001"].row.title.zh == "改过的标题"
    assert [search.words for search in details["MIIT-2025-002"].searches] == ["清单"]
    assert check(workspace) == ()
    workspace.close()
    (backup,) = list_backups(path)
    assert backup.reason is BackupReason.BEFORE_MIGRATION
    assert backup.path.parent == tmp_path / "ledger.db.backups"
    with quietly(backup.path) as connection:
        assert schema_of(connection) == version


def test_an_upgrade_that_is_interrupted_leaves_the_ledger_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.db"
    _shipped("0001", path)

    def stop(_connection: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(migrating, "rebuild", stop)
        with pytest.raises(KeyboardInterrupt):
            open_workspace(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert not tables & SEARCH_TABLES
    connection.close()
    workspace = open_workspace(path)
    assert check(workspace) == ()
    found = list_rows(workspace, LedgerQuery(search="改过的标题"))
    assert [row.code for row in found] == ["MIIT-2025-001"]
    workspace.close()


def test_a_ledger_whose_words_were_indexed_as_they_were_typed_is_indexed_as_they_are_meant(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _left_by_a_program(path, "0006")
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '0005'")
    connection.execute("DROP TABLE evidence_text")
    typed = "miit-2025-044\n關於試點城市的通知\n工信部規［２０２５］１２號"
    connection.execute("UPDATE search_text SET words = ? WHERE commitment_id = 44", (typed,))
    connection.execute("INSERT INTO search_index(search_index) VALUES ('delete-all')")
    connection.execute("INSERT INTO search_index(rowid, terms) VALUES (44, ?)", (index_terms(typed),))
    connection.commit()
    connection.close()
    workspace = open_workspace(path)
    assert check(workspace) == ()
    for words in ("工信部规〔2025〕12号", "关于试点城市", "中小企业局 试点城市"):
        assert [row.code for row in list_rows(workspace, LedgerQuery(search=words))] == ["MIIT-2025-044"]
    assert len(list_pieces(workspace, EvidenceQuery(search="工信部规(2025)12号")).ids) == 1
    workspace.close()
    assert [backup.reason for backup in list_backups(path)] == [BackupReason.BEFORE_MIGRATION]


def test_events_from_before_their_commands_were_kept_hold_their_seals_and_new_ones_say_more(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _left_by_a_program(path, "0006")
    with quietly(path) as connection:
        before = connection.execute("SELECT id, uid, at, author, kind, hash FROM event ORDER BY id").fetchall()
    workspace = open_workspace(path, author="李四")
    assert check(workspace) == ()
    change_tags(workspace, command(TagChange, commitments=("MIIT-2025-044",), add=("督办",)))
    assert check(workspace) == ()
    workspace.close()
    with quietly(path) as connection:
        after = connection.execute("SELECT id, uid, at, author, kind, hash FROM event ORDER BY id").fetchall()
        said = connection.execute("SELECT id, role, session, server_at FROM event ORDER BY id").fetchall()
        (number,) = connection.execute("SELECT event_id FROM event_command").fetchone()
    assert after[: len(before)] == before
    assert said[:-1] == [(row[0], "", "", None) for row in before]
    assert (said[-1][0], said[-1][3]) == (number, None)
    assert len(said[-1][2]) == len(before[0][1])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET role = 'administrator' WHERE id = 3",
        "UPDATE event SET session = 'x' WHERE id = 3",
        "UPDATE event SET server_at = at WHERE id = 3",
        """INSERT INTO event_command VALUES (3, '{"do": "note", "with": {}}')""",
        """UPDATE event_command SET command = '{"do": "note", "with": {}}'""",
        "INSERT INTO event_command VALUES (3, '{}')",
        "DELETE FROM event_command",
    ],
)
def test_whoever_alters_what_an_event_says_of_itself_breaks_its_seal(statement: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _left_by_a_program(path, "0006")
    workspace = open_workspace(path)
    change_tags(workspace, command(TagChange, commitments=("MIIT-2025-044",), add=("督办",)))
    with workspace.write() as work:
        work.connection.execute(text(statement.replace(":", "\\:")))
    assert "fault_chain" in {fault.code for fault in check(workspace)}
    workspace.close()


def test_an_old_ledger_takes_over_the_keywords_of_the_newer_coding(tmp_path: Path) -> None:
    _shipped("0001", tmp_path / "ledger.db")
    workspace = open_workspace(tmp_path / "ledger.db")
    with workspace.look() as look:
        assert fields_now(look.connection, 44)["keywords"] != []
    workspace.close()


def test_every_migration_goes_back_and_forward_again_with_data_in_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _shipped("0001", path)
    engine = make_engine(str(path))
    config = Config()
    config.set_main_option("script_location", str(db_dir() / "migrations").replace("%", "%%"))
    with engine.connect().execution_options(writes=True) as connection:
        # Going back makes tables anew, which foreign keys would not let happen.
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        config.attributes["connection"] = connection
        alembic_command.upgrade(config, HEAD)
        alembic_command.downgrade(config, "0001")
        alembic_command.upgrade(config, HEAD)
        assert connection.execute(text("SELECT count(*) FROM commitment")).scalar() == 69
    engine.dispose()
