"""Migrations as users meet them."""

import gzip
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic import command as alembic_command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from tests.conftest import NewDatabase

from tracker.domain.evidence.evidence_query import EvidenceQuery
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import Assessment, BackupReason
from tracker.locations import db_dir
from tracker.services.assessment.judging import set_assessment
from tracker.services.briefings.coding_drafts import raw_of
from tracker.services.briefings.draft_coding import draft_of
from tracker.services.briefings.finding import find_in_source
from tracker.services.briefings.loading import load_draft
from tracker.services.briefings.reviewing import list_unreviewed
from tracker.services.briefings.source_text import read_pasted_text
from tracker.services.commands import (
    AssessmentChange,
    DepartmentRevision,
    ListRuleFields,
    LookRound,
    NewSource,
    NewWatchedPage,
    TagChange,
    command,
)
from tracker.services.commitments.departments import list_named, revise_department
from tracker.services.commitments.reading import list_details, list_rows, read_detail
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.undoing import undo
from tracker.services.evidence.evidence_view import list_pieces
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check
from tracker.services.watching.found_items import list_new
from tracker.services.watching.looks import record_looks
from tracker.services.watching.watched_pages import add_page, list_watched
from tracker.store.assessment.verdict_faults import TO_JUDGE
from tracker.store.commitments.commitment_fields import fields_now
from tracker.store.database import migrating
from tracker.store.database.engine import make_engine
from tracker.store.database.migrating import HEAD, upgrade
from tracker.store.database.schema_check import known_versions
from tracker.store.database.watch_tables import all_tables
from tracker.store.safety.backups import list_backups
from tracker.store.safety.ledger_inspection import quietly, schema_of
from tracker.store.search.fts5_index import index_terms
from tracker.store.search.gin_index import search_index
from tracker.store.search.search_index import TABLES as SEARCH_TABLES

LEDGERS = Path(__file__).parent / "ledgers"
VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011")
"""Every schema before the one of this program."""
TO_LOOK_AT = {
    "0002": {"fault_content_missing"},
    "0003": {"fault_content_missing"},
    "0004": TO_JUDGE,
    "0009": {"fault_content_missing"},
    "0010": {"fault_content_missing"},
}
"""What `check` finds in them, rightly: the bytes of attachments did not travel with the ledger, and there are verdicts
that earlier rules let pass."""


def test_the_stated_head_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(_migrations()).get_current_head() == HEAD


def test_head_equals_the_tables(empty_location: str) -> None:
    engine = make_engine(empty_location)
    upgrade(engine, empty_location)
    with engine.connect() as connection:
        searched = SEARCH_TABLES | search_index.metadata.tables.keys()
        tables: dict[MetaData, Callable[[str], bool]] = {all_tables: lambda name: name not in searched}
        if connection.dialect.name == "postgresql":  # in a file they are FTS5's
            tables[search_index.metadata] = searched.__contains__
        for metadata, are_ours in tables.items():
            ours = {"include_name": lambda name, kind, _, are_ours=are_ours: kind != "table" or are_ours(name)}
            context = MigrationContext.configure(connection, opts={"compare_type": True, **ours})
            changes = [(change[0], change[1].name) for change in compare_metadata(context, metadata)]
            # The tables of `search_index` leave this one out, see there.
            assert changes == ([("remove_index", "ix_search_index_grams")] if metadata is search_index.metadata else [])
    engine.dispose()


def test_a_ledger_on_a_server_from_before_its_search_index_is_found_in_by_it(new_database: NewDatabase) -> None:
    with new_database() as address:
        open_workspace(address).close()
        engine = make_engine(address)
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            config = _migrations()
            config.attributes["connection"] = connection
            alembic_command.downgrade(config, "0011")
        engine.dispose()
        workspace = open_workspace(address)
        assert check(workspace) == ()
        assert "MIIT-2025-044" in [row.code for row in list_rows(workspace, LedgerQuery(search="試點城市"))]
        workspace.close()


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
    dump = LEDGERS / f"{version}.sql.gz"
    if dump.exists():
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(gzip.decompress(dump.read_bytes()).decode())
    elif version == "0005":  # no ledger of that schema was kept: one of the next goes back to it
        _shipped("0006", path)
        engine = make_engine(str(path))
        with engine.connect().execution_options(writes=True) as connection:
            alembic_command.downgrade(_alembic(connection), version)
        engine.dispose()
    else:
        path.write_bytes(gzip.decompress((LEDGERS / f"{version}.db.gz").read_bytes()))


def _alembic(connection: Connection) -> Config:
    """The migrations, run by this connection."""
    # Going back makes tables anew, which foreign keys would not let happen.
    connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
    config = _migrations()
    config.attributes["connection"] = connection
    return config


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(db_dir() / "migrations").replace("%", "%%"))
    return config


def _rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row that a ledger holds, by table; what SQLite and the search index work out for themselves is left out."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        held = [name for name in tables if not name.startswith(("sqlite_", "search_index", "alembic_"))]
        held = [name for name in held if name not in SEARCH_TABLES]
        return {name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')] for name in held}


def _altered(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> list[tuple[str, Any]]:
    """The rows that are not there any more as they were, in the columns that they had. A version that has since been
    ended is there: nothing was written over."""
    altered = []
    for table, rows in before.items():
        columns = [name for name in rows[0] if name != "until"] if rows else []
        there = [[row[name] for name in columns] for row in after[table]]
        ends = {row["id"]: row["until"] for row in after[table] if "until" in row}
        for row in rows:
            kept = [row[name] for name in columns] in there
            ended_alike = row.get("until") is None or ends[row["id"]] == row["until"]
            altered += [] if kept and ended_alike else [(table, row)]
    return altered


def test_there_is_a_ledger_of_every_schema_before_this_one() -> None:
    assert [*VERSIONS, HEAD] == list(known_versions())


@pytest.mark.parametrize("version", VERSIONS)
def test_an_upgrade_keeps_every_row_of_a_ledger_and_only_adds_versions_by_an_event_of_its_own(
    version: str, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.db"
    _shipped(version, path)
    before = _rows(path)
    engine = make_engine(str(path))
    upgrade(engine, str(path))
    engine.dispose()
    after = _rows(path)
    assert before["event"]
    assert _altered(before, after) == []
    added = after["event"][len(before["event"]) :]
    assert [event["kind"] for event in added] == (["terms_revised"] if version < "0005" else [])
    for table in ("commitment_state", "restatement"):
        by = [event["id"] for event in added]
        new = [row for row in after[table] if row["since"] in by]
        ended = [row for row in after[table] if row["until"] in by]
        assert sorted(row["commitment_id"] for row in new) == sorted(row["commitment_id"] for row in ended)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_ledger_of_every_schema_opens_with_what_it_held_and_a_backup_of_how_it_was(
    version: str, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.db"
    _shipped(version, path)
    held = _rows(path)
    now = [row for row in held["commitment_state"] if row["until"] is None]
    judged = {row["commitment_id"]: row for row in now if row["assessment"] != "not_rated"}
    workspace = open_workspace(path)
    details = {detail.row.id: detail for detail in list_details(workspace, LedgerQuery())}
    assert judged
    for commitment_id, state in judged.items():
        detail = details[commitment_id]
        assert (detail.row.assessment.value, detail.reason) == (state["assessment"], state["reason"])
    for commitment_id, detail in details.items():
        assert len(detail.searches) == sum(
            row["commitment_id"] == commitment_id and row["until"] is None for row in held["search_log"]
        )
    assert {fault.code for fault in check(workspace)} == TO_LOOK_AT.get(version, set())
    workspace.close()
    (backup,) = list_backups(path)
    assert backup.reason is BackupReason.BEFORE_MIGRATION
    assert backup.path.parent == tmp_path / "ledger.db.backups"
    with quietly(backup.path) as connection:
        assert schema_of(connection) == version


def test_the_first_ledger_opens_with_all_that_was_done_in_it(tmp_path: Path) -> None:
    _shipped("0001", tmp_path / "ledger.db")
    workspace = open_workspace(tmp_path / "ledger.db")
    details = {detail.row.code: detail for detail in list_details(workspace, LedgerQuery())}
    assert details["MIIT-2025-044"].row.assessment is Assessment.MET
    assert details["MIIT-2025-044"].tags == ()  # put on, and undone
    assert details["MIIT-2025-001"].row.title.zh == "改过的标题"
    assert [search.words for search in details["MIIT-2025-002"].searches] == ["清单"]
    workspace.close()


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
    _shipped("0006", path)
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
    _shipped("0006", path)
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


def test_a_ledger_from_before_reasons_in_english_holds_its_seals_and_takes_one_into_the_next(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _shipped("0007", path)
    with quietly(path) as connection:
        before = connection.execute("SELECT id, uid, hash FROM event ORDER BY id").fetchall()
        commands = connection.execute("SELECT event_id, command FROM event_command ORDER BY event_id").fetchall()
    workspace = open_workspace(path, author="李四")
    assert check(workspace) == ()
    in_english = {
        "reason": "名单已核对",
        "reason_en": "The list was checked",
        "held": {"arithmetic_short": "已逐一核对"},
    }
    set_assessment(
        workspace, command(AssessmentChange, commitment="MIIT-2025-044", assessment=Assessment.MET, **in_english)
    )
    assert check(workspace) == ()
    detail = read_detail(workspace, "MIIT-2025-044")
    assert (detail.reason, detail.reason_en) == ("名单已核对", "The list was checked")
    undo(workspace)
    detail = read_detail(workspace, "MIIT-2025-044")
    assert (detail.reason, detail.reason_en) == ("名单已公布", "")
    assert check(workspace) == ()
    workspace.close()
    with quietly(path) as connection:
        after = connection.execute("SELECT id, uid, hash FROM event ORDER BY id").fetchall()
        kept = connection.execute("SELECT event_id, command FROM event_command ORDER BY event_id").fetchall()
    assert after[: len(before)] == before
    assert kept[: len(commands)] == commands


def test_whoever_alters_a_reason_in_english_breaks_its_seal(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _shipped("0007", path)
    workspace = open_workspace(path)
    with workspace.write() as work:
        work.connection.execute(text("UPDATE commitment_state SET reason_en = 'x' WHERE reason = '名单已公布'"))
    assert "fault_chain" in {fault.code for fault in check(workspace)}
    workspace.close()


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
    _shipped("0006", path)
    workspace = open_workspace(path)
    change_tags(workspace, command(TagChange, commitments=("MIIT-2025-044",), add=("督办",)))
    with workspace.write() as work:
        work.connection.execute(text(statement.replace(":", "\\:")))
    assert "fault_chain" in {fault.code for fault in check(workspace)}
    workspace.close()


def test_an_old_ledger_takes_over_the_keywords_of_the_newer_coding(tmp_path: Path) -> None:
    _shipped("0001", tmp_path / "ledger.db")
    workspace = open_workspace(tmp_path / "ledger.db")
    with workspace.snapshot() as snapshot:
        assert fields_now(snapshot.connection, 44)["keywords"] != []
    workspace.close()


def test_every_migration_goes_back_and_forward_again_with_data_in_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _shipped("0001", path)
    engine = make_engine(str(path))
    with engine.connect().execution_options(writes=True) as connection:
        config = _alembic(connection)
        alembic_command.upgrade(config, HEAD)
        alembic_command.downgrade(config, "0001")
        alembic_command.upgrade(config, HEAD)
        assert connection.execute(text("SELECT count(*) FROM commitment")).scalar() == 69
    engine.dispose()


def test_a_ledger_from_before_reviews_counts_as_reviewed_and_takes_in_a_source_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _shipped("0008", path)
    with quietly(path) as connection:
        before = connection.execute("SELECT id, uid, hash FROM event ORDER BY id").fetchall()
    workspace = open_workspace(path, author="李四")
    assert check(workspace) == ()
    assert list_unreviewed(workspace) == ()
    assert all(row.is_reviewed for row in list_rows(workspace, LedgerQuery()))
    found = find_in_source(read_pasted_text("要点\n下一步，我们将修订管理办法。\n"), date(2026, 1, 1))
    draft, _ = draft_of(found.source.clean.text, found.findings).accept_all()
    wish = command(NewSource, title="要点", publisher="某部", held_on="2026-01-01", prefix="MB-2026")
    load_draft(workspace, draft, raw_of(found), wish, is_reviewed=False)
    assert list_unreviewed(workspace) == ("MB-2026-001",)
    assert check(workspace) == ()
    workspace.close()
    with quietly(path) as connection:
        assert connection.execute("SELECT id, uid, hash FROM event ORDER BY id").fetchall()[: len(before)] == before


def test_a_ledger_from_before_departments_could_be_named_holds_its_seals_and_names_one(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _shipped("0009", path)
    with quietly(path) as connection:
        before = connection.execute("SELECT id, uid, hash FROM event ORDER BY id").fetchall()
    workspace = open_workspace(path, author="李四")
    assert {fault.code for fault in check(workspace)} == TO_LOOK_AT["0009"]
    (theirs,) = (one.name.key for one in list_named(workspace) if one.name.zh == "某某办")
    revision = {"department": theirs, "name": "某委办公室", "former": ("某某办",), "reason": "更名"}
    revise_department(workspace, command(DepartmentRevision, **revision))
    assert [row.code for row in list_rows(workspace, LedgerQuery(search="某委办公室"))] == ["MB-2026-001"]
    assert {fault.code for fault in check(workspace)} == TO_LOOK_AT["0009"]
    workspace.close()
    with quietly(path) as connection:
        assert connection.execute("SELECT id, uid, hash FROM event ORDER BY id").fetchall()[: len(before)] == before
        assert connection.execute("SELECT count(*) FROM coding_draft").fetchone() == (1,)


def test_a_department_that_was_named_is_still_called_so_after_going_back(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _shipped("0009", path)
    workspace = open_workspace(path)
    revise_department(workspace, command(DepartmentRevision, department="sme-bureau", name="中小企业司", reason="更名"))
    workspace.close()
    engine = make_engine(str(path))
    with engine.connect().execution_options(writes=True) as connection:
        alembic_command.downgrade(_alembic(connection), "0009")
        name = text("SELECT name FROM department WHERE key = 'sme-bureau'")
        assert connection.execute(name).scalar() == "中小企业司"
    engine.dispose()


def test_a_ledger_from_before_pages_were_watched_holds_its_seals_and_watches_one(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _shipped("0010", path)
    with quietly(path) as connection:
        before = connection.execute("SELECT id, uid, hash FROM event ORDER BY id").fetchall()
    workspace = open_workspace(path, author="李四")
    assert list_watched(workspace) == ()
    rule = command(ListRuleFields, kind="feed")
    add_page(workspace, command(NewWatchedPage, name="公示", address="https://www.miit.gov.cn/rss.xml", rule=rule))
    (page,) = list_watched(workspace)
    item = {"url": "https://www.miit.gov.cn/a/b/art_1.html", "title": "第三批试点城市名单", "published": "2025-06-01"}
    look = {"page": page.uid, "outcome": "done", "looked_at": "2026-11-23T04:00:00Z", "items": [item], "total": 1}
    record_looks(workspace, command(LookRound, looks=[look]))
    # The piece that the ledger had before is known by its address.
    assert [one.piece for one in list_new(workspace)] == [1]
    assert {fault.code for fault in check(workspace)} == TO_LOOK_AT["0010"]
    workspace.close()
    with quietly(path) as connection:
        assert connection.execute("SELECT id, uid, hash FROM event ORDER BY id").fetchall()[: len(before)] == before
