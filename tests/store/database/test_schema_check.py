"""Only our own tables, indexes, triggers and views are in a ledger, and nothing else of a file is run."""

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest
from tests.migrations.schemas import schema_text

from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.locations import db_dir
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.commitments.reading import list_rows
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check, check_schema
from tracker.store.commitments.first_rows import first_rows
from tracker.store.database.hardening import harden
from tracker.store.database.schema_check import closest_version, differences, known_versions, normal, verified
from tracker.store.safety.ledger_inspection import quietly

_LEDGERS = Path(__file__).parents[2] / "migrations" / "ledgers"
_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"


def change(path: Path, *statements: str) -> None:
    """As another program does, while the ledger may be open."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def record_a_search(workspace: Workspace) -> None:
    search = {"commitment": "MIIT-2025-001", "place": "工信部网站", "words": "清单"}
    log_search(workspace, command(NewSearch, **search))


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(UserError) as refused:
        act()
    return refused.value.code


def events_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT count(*) FROM event").fetchone()[0]


@pytest.mark.parametrize("version", known_versions())
def test_what_is_known_of_each_version_is_what_its_migrations_make(version: str, tmp_path: Path) -> None:
    """Where it differs, or is not there: `make schemas`."""
    known = db_dir() / "schemas" / f"{version}.txt"
    assert known.is_file()
    assert known.read_text(encoding="utf-8") == schema_text(version, tmp_path)


@pytest.mark.parametrize("version", ["0001", "0002", "0003"])
def test_ledgers_that_other_versions_left_have_nothing_strange_in_them(version: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        connection.executescript(gzip.decompress((_LEDGERS / f"{version}.sql.gz").read_bytes()).decode())
        assert differences(connection, version) == ()
        assert closest_version(connection) == version
    open_workspace(tmp_path / "ledger.db").close()
    with verified(tmp_path / "ledger.db") as connection:
        assert closest_version(connection) == known_versions()[-1]


@pytest.mark.parametrize(
    "other",
    [
        'CREATE TABLE "x" (a INTEGER, b TEXT, CHECK (a > 0), UNIQUE (b))',
        "CREATE TABLE 'x' (a INTEGER, b TEXT, UNIQUE (b), CHECK (a > 0))",
        "CREATE  TABLE x(a INTEGER, -- a number\n b TEXT, UNIQUE (b), CHECK (a>0))",
    ],
)
def test_what_alembic_and_sqlite_write_differently_is_the_same(other: str) -> None:
    assert normal(other) == normal("CREATE TABLE x (a INTEGER, b TEXT, UNIQUE (b), CHECK (a > 0))")


@pytest.mark.parametrize(
    "other",
    [
        "CREATE TABLE x (a INTEGER, b TEXT, UNIQUE (b), CHECK (a > 1))",
        "CREATE TABLE x (b TEXT, a INTEGER, UNIQUE (b), CHECK (a > 0))",
        "CREATE TABLE x (a INTEGER, b TEXT, UNIQUE (b), CHECK (a > '0'))",
        "CREATE TABLE x (a INTEGER, b TEXT, UNIQUE (b), CHECK (a > 0)) WITHOUT ROWID",
        "CREATE TABLE x (a INTEGER, b TEXT, UNIQUE (b), CHECK (a > 0)); DROP TABLE y",
        "CREATE TABLE x (a INTEGER DEFAULT (1), b TEXT, UNIQUE (b), CHECK (a > 0))",
        "CREATE TABLE x (a INTEGER, b TEXT COLLATE NOCASE, UNIQUE (b), CHECK (a > 0))",
        "CREATE TABLE x (a INTEGER, b\u00a0TEXT, UNIQUE (b), CHECK (a > 0))",
        "CREATE TABLE X (a INTEGER, b TEXT, UNIQUE (b), CHECK (a > 0))",
    ],
)
def test_what_says_something_else_is_not(other: str) -> None:
    assert normal(other) != normal("CREATE TABLE x (a INTEGER, b TEXT, UNIQUE (b), CHECK (a > 0))")


def test_a_trigger_that_comes_while_a_ledger_is_open_runs_at_no_change(ledger_path: Path) -> None:
    with closing(open_workspace(ledger_path)) as workspace:
        record_a_search(workspace)
        before = events_in(ledger_path)
        change(ledger_path, "CREATE TRIGGER helper AFTER INSERT ON search_log BEGIN DELETE FROM search_log; END")
        assert refusal(lambda: record_a_search(workspace)) == "ledger_schema_strange"
        assert refusal(lambda: list_rows(workspace, LedgerQuery())) == "ledger_schema_strange"
        assert events_in(ledger_path) == before
        change(ledger_path, "DROP TRIGGER helper")
        record_a_search(workspace)
        assert events_in(ledger_path) == before + 1
        assert check(workspace) == ()


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["UPDATE alembic_version SET version_num = '9999'", "ALTER TABLE event ADD COLUMN more TEXT"], "ledger_newer"),
        (["UPDATE alembic_version SET version_num = '9999'"], "ledger_newer"),
        (["UPDATE alembic_version SET version_num = '0003'"], "ledger_schema_changed"),
        (["INSERT INTO alembic_version VALUES ('0001')"], "ledger_number_unclear"),
        (["DELETE FROM alembic_version"], "ledger_number_unclear"),
        (["DROP TABLE alembic_version"], "ledger_not_database"),
    ],
)
def test_a_ledger_whose_number_becomes_another_is_not_written_to(
    statements: list[str], code: str, ledger_path: Path
) -> None:
    with closing(open_workspace(ledger_path)) as workspace:
        before = events_in(ledger_path)
        change(ledger_path, *statements)
        assert refusal(lambda: record_a_search(workspace)) == code
        assert events_in(ledger_path) == before


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE alembic_version SET version_num = '0003'", "ledger_schema_strange"),
        ("INSERT INTO alembic_version VALUES ('0001')", "ledger_number_unclear"),
        ("DELETE FROM alembic_version", "ledger_number_unclear"),
        ("UPDATE alembic_version SET version_num = 'number six'", "ledger_number_unclear"),
    ],
)
def test_a_number_that_makes_no_sense_is_no_defect(statement: str, code: str, ledger_path: Path) -> None:
    change(ledger_path, statement)
    before = ledger_path.read_bytes()
    assert refusal(lambda: open_workspace(ledger_path)) == code
    assert ledger_path.read_bytes() == before
    assert check_schema(ledger_path)


def test_each_object_that_is_not_ours_is_named_by_a_check(ledger_path: Path) -> None:
    change(
        ledger_path,
        "CREATE TRIGGER helper AFTER INSERT ON event BEGIN SELECT 1; END",
        "CREATE VIEW monthly AS SELECT 1",
        "DROP INDEX ix_event_at",
        "ALTER TABLE topic ADD COLUMN more TEXT",
    )
    assert {
        (fault.code, fault.details["object_kind"], fault.details["name"]) for fault in check_schema(ledger_path)
    } == {
        ("fault_schema_strange", "trigger", "helper"),
        ("fault_schema_strange", "view", "monthly"),
        ("fault_schema_missing", "index", "ix_event_at"),
        ("fault_schema_altered", "table", "topic"),
    }


def test_a_view_without_end_is_neither_read_nor_shown(ledger_path: Path) -> None:
    change(
        ledger_path,
        "PRAGMA legacy_alter_table = ON",
        "ALTER TABLE commitment RENAME TO kept",
        f"CREATE VIEW commitment AS SELECT kept.* FROM kept, ({_ENDLESS})",
    )
    assert first_rows(ledger_path, date(2026, 11, 23), 10) == ()
    assert refusal(lambda: open_workspace(ledger_path)) == "ledger_schema_strange"


def test_a_question_without_end_is_ended(ledger_path: Path) -> None:
    def ask() -> None:
        with quietly(ledger_path) as connection:
            connection.execute(f"SELECT count(*) FROM commitment a{''.join(f', commitment a{n}' for n in range(8))}")

    assert refusal(ask) == "ledger_endless"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM strange",
        "INSERT INTO topic SELECT 99, 'x', 'x', 'x', 'x', 9",
        "ATTACH ':memory:' AS other",
        "CREATE TRIGGER more AFTER INSERT ON event BEGIN SELECT 1; END",
        "SELECT load_extension('x')",
    ],
    ids=["view", "trigger", "other file", "new trigger", "extension"],
)
def test_nothing_of_a_file_runs_on_a_connection_of_ours(statement: str, ledger_path: Path) -> None:
    with closing(sqlite3.connect(ledger_path, isolation_level=None)) as other:
        other.execute("CREATE VIEW strange AS SELECT * FROM event")
        other.execute("CREATE TRIGGER helper AFTER INSERT ON topic BEGIN DELETE FROM speaker; END")
    with closing(harden(sqlite3.connect(ledger_path, isolation_level=None))) as connection:
        speakers = connection.execute("SELECT count(*) FROM speaker").fetchone()
        with pytest.raises(sqlite3.Error):
            connection.execute(statement).fetchall()
        assert connection.execute("SELECT count(*) FROM speaker").fetchone() == speakers


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE part ADD COLUMN more TEXT AS (folded(title))",
        "CREATE INDEX ix_more ON part (folded(title))",
        "CREATE INDEX ix_more ON part (title) WHERE folded(title) = ''",
        "CREATE TABLE more (title TEXT CHECK (folded(title) = ''))",
        "CREATE TABLE more (title TEXT DEFAULT (folded('')))",
        "CREATE TRIGGER more AFTER INSERT ON commitment_tag WHEN folded(new.label) = '' BEGIN SELECT 1; END",
    ],
)
def test_a_file_cannot_call_our_own_function(statement: str, ledger_path: Path) -> None:
    called: list[object] = []
    with closing(sqlite3.connect(ledger_path, isolation_level=None)) as other:
        other.create_function("folded", 1, lambda said: said, deterministic=True)
        other.execute(statement)
    with closing(harden(sqlite3.connect(ledger_path, isolation_level=None))) as connection:
        connection.create_function("folded", 1, called.append, deterministic=True)
        for asked in (
            "INSERT INTO part (uid, commitment_id, position, title, title_en) VALUES ('x', 1, 9, 'x', '')",
            "INSERT INTO commitment_tag (since, commitment_id, label) VALUES (1, 1, 'x')",
            "INSERT INTO more DEFAULT VALUES",
            "INSERT INTO more VALUES ('x')",
            "SELECT * FROM part",
        ):
            with suppress(sqlite3.Error):
                connection.execute(asked).fetchall()
    assert called == []


def test_a_search_index_of_another_format_is_said_to_be_damaged(ledger_path: Path) -> None:
    change(ledger_path, "UPDATE search_index_config SET v = 9")
    with closing(open_workspace(ledger_path)) as workspace:
        assert refusal(lambda: list_rows(workspace, LedgerQuery(search="中小企业"))) == "ledger_damaged"
