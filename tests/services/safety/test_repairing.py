"""Repair works on a copy, mends what follows from the events, and keeps what can be read of the rest."""

import hashlib
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.damage import damage_pages

from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commands import EvidenceFields, ViewDefinition, command
from tracker.services.commitments.reading import list_details, list_rows, read_content
from tracker.services.commitments.saved_views import save_view
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check
from tracker.services.safety.repairing import repair
from tracker.store.evidence.file_contents import folder_beside

NOTICE = "关于公布第三批试点城市名单的通知".encode()
SHA256 = hashlib.sha256(NOTICE).hexdigest()
PAGE = 4096


def add_notice(workspace: Workspace) -> None:
    file = {"sha256": SHA256, "name": "通知.txt", "size": len(NOTICE), "media_type": "text/plain", "pages": ("通知",)}
    piece = {"title": "通知", "publisher": "工信部", "published": "2025-05-06", "kind": "document"}
    add_evidence(workspace, command(EvidenceFields, **piece, attachments=(file,)), {SHA256: NOTICE})


def change(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(statement)
    connection.commit()
    connection.close()


def test_a_sound_ledger_comes_out_as_it_is(sample_path: Path, tmp_path: Path) -> None:
    before = sample_path.read_bytes()
    done = repair(sample_path, tmp_path / "repaired.db", author="李四")
    assert (done.mended, done.lost, done.left) == ((), (), ())
    assert sample_path.read_bytes() == before
    original, copy = open_workspace(sample_path), open_workspace(done.path)
    assert list_details(copy, LedgerQuery()) == list_details(original, LedgerQuery())
    original.close()
    copy.close()


def test_sums_that_do_not_fit_their_evidence_are_worked_out_anew(sample_path: Path, tmp_path: Path) -> None:
    change(sample_path, "UPDATE commitment_state SET evidence_count = 77, reached = 9 WHERE commitment_id = 44")
    before = sample_path.read_bytes()
    done = repair(sample_path, tmp_path / "repaired.db", author="李四")
    assert [fault.details for fault in done.mended] == [{"commitment": "MIIT-2025-044"}]
    assert (done.lost, done.left) == ((), ())
    assert sample_path.read_bytes() == before
    repaired = open_workspace(done.path)
    with repaired.snapshot() as snapshot:
        last = snapshot.connection.exec_driver_sql("SELECT kind, author FROM event ORDER BY id DESC").first()
    assert last == ("ledger_repaired", "李四")
    repaired.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE passage SET prefix = '改' WHERE id = 3",
        "UPDATE passage SET exact = '改' WHERE id = 3",
        "UPDATE passage SET start = start + 1024 WHERE id = 3",
        "UPDATE source SET clean_text = replace(clean_text, '中小企业', '大企业')",
        """UPDATE commitment SET coded = replace(coded, '"topic"', '"tupic"') WHERE id = 3""",
    ],
    ids=["around", "words", "place", "text", "coding"],
)
def test_what_the_briefing_says_is_mended_from_what_agrees_with_it(
    statement: str, sample_path: Path, tmp_path: Path
) -> None:
    original = open_workspace(sample_path)
    details = list_details(original, LedgerQuery())
    original.close()
    change(sample_path, statement)
    done = repair(sample_path, tmp_path / "repaired.db", author="李四")
    assert len(done.mended) == 1
    assert (done.lost, done.left) == ((), ())
    repaired = open_workspace(done.path)
    assert list_details(repaired, LedgerQuery()) == details
    repaired.close()


def test_an_index_out_of_step_is_made_anew_and_nothing_lost(sample_path: Path, tmp_path: Path) -> None:
    damage_pages(sample_path)
    done = repair(sample_path, tmp_path / "repaired.db", author="李四")
    assert (done.lost, done.left) == ((), ())
    original, copy = open_workspace(sample_path), open_workspace(done.path)
    assert list_rows(copy, LedgerQuery()) == list_rows(original, LedgerQuery())
    original.close()
    copy.close()


def test_what_somebody_altered_is_named_and_not_sealed_anew(sample_path: Path, tmp_path: Path) -> None:
    change(sample_path, "UPDATE search_log SET words = '改过' WHERE id = 1")
    done = repair(sample_path, tmp_path / "repaired.db", author="李四")
    assert [fault.code for fault in done.left] == ["fault_chain"]


def test_words_with_half_a_letter_are_kept_but_for_the_letter(sample_path: Path, tmp_path: Path) -> None:
    change(sample_path, "UPDATE evidence_state SET title = CAST(X'E5B7A5E4FF' AS TEXT) WHERE id = 1")
    done = repair(sample_path, tmp_path / "repaired.db", author="李四")
    assert ("lost_letters", {"count": 1}) in [(fault.code, fault.details) for fault in done.lost]
    connection = sqlite3.connect(done.path)
    assert connection.execute("SELECT title FROM evidence_state WHERE id = 1").fetchone()[0].startswith("工")
    connection.close()
    assert done.left == ()


@pytest.mark.parametrize("place", ["commitment.coded", "event.details", "commitment_state.keywords"])
def test_a_list_that_does_not_end_takes_nothing_else_with_it(place: str, sample_path: Path, tmp_path: Path) -> None:
    table, column = place.split(".")
    original = open_workspace(sample_path)
    rows = list_rows(original, LedgerQuery())
    original.close()
    change(sample_path, f"UPDATE {table} SET {column} = '{{\"a\": [1' WHERE id = 3")
    done = repair(sample_path, tmp_path / "repaired.db", author="李四")
    fault = ("lost_field", {"table": table, "column": column, "count": 1})
    assert [(lost.code, lost.details) for lost in done.lost] == [fault]
    assert done.left == ()
    repaired = open_workspace(done.path)
    assert list_rows(repaired, LedgerQuery()) == rows
    assert len(list_details(repaired, LedgerQuery())) == len(rows)
    repaired.close()


def test_a_lost_event_leaves_its_place_and_what_it_did(sample_path: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(sample_path)
    number = connection.execute("SELECT event_id FROM citation LIMIT 1").fetchone()[0]
    connection.execute("DELETE FROM event WHERE id = ?", (number,))
    connection.commit()
    connection.close()
    done = repair(sample_path, tmp_path / "repaired.db", author="李四")
    assert ("lost_events", {"count": 1}) in [(fault.code, fault.details) for fault in done.lost]
    assert done.left == ()
    original, copy = open_workspace(sample_path), open_workspace(done.path)
    assert list_rows(copy, LedgerQuery()) == list_rows(original, LedgerQuery())
    original.close()
    copy.close()


def _cut(contents: bytes, moment: random.Random) -> bytes:
    return contents[: moment.randrange(len(contents) * 2 // 3, len(contents))]


def _blank_pages(contents: bytes, moment: random.Random) -> bytes:
    """In the second half: the schema, without which nothing can be read, lies in the first."""
    spoilt = bytearray(contents)
    for _ in range(3):
        page = moment.randrange(len(contents) // PAGE // 2, len(contents) // PAGE)
        spoilt[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    return bytes(spoilt)


@pytest.mark.parametrize("spoil", [_cut, _blank_pages])
@pytest.mark.parametrize("seed", range(4))
def test_of_a_damaged_file_what_can_be_read_becomes_a_sound_ledger(
    spoil: Callable[[bytes, random.Random], bytes], seed: int, sample_path: Path, tmp_path: Path
) -> None:
    spoilt = spoil(sample_path.read_bytes(), random.Random(seed))
    sample_path.write_bytes(spoilt)
    done = repair(sample_path, tmp_path / "repaired.db", author="李四")
    assert sample_path.read_bytes() == spoilt
    assert done.left == ()
    repaired = open_workspace(done.path)
    details = {detail.row.code: detail for detail in list_details(repaired, LedgerQuery())}
    assert details
    for fault in check(repaired):  # a verdict whose evidence is lost is not lost with it, and waits for the analyst
        assert fault.code == "fault_verdict"
        assert details[str(fault.details["commitment"])].row.grounds_changed
        assert done.lost != ()
    repaired.close()


def test_attachments_come_along_and_those_that_are_gone_are_named(workspace: Workspace, tmp_path: Path) -> None:
    add_notice(workspace)
    ledger = Path(workspace.location)
    workspace.close()
    done = repair(ledger, tmp_path / "repaired.db", author="李四")
    repaired = open_workspace(done.path)
    assert read_content(repaired, SHA256) == NOTICE
    repaired.close()
    assert (done.lost, done.left) == ((), ())
    shutil.rmtree(folder_beside(ledger))
    again = repair(ledger, tmp_path / "again.db", author="李四")
    assert [(fault.code, fault.details) for fault in again.lost] == [("lost_content", {"sha256": SHA256})]
    assert [fault.code for fault in again.left] == ["fault_content_missing"]


def test_what_was_written_last_comes_along_from_the_log_beside_the_file(workspace: Workspace, tmp_path: Path) -> None:
    add_notice(workspace)
    ledger = Path(workspace.location)
    assert ledger.with_name(f"{ledger.name}-wal").stat().st_size > 0
    done = repair(ledger, tmp_path / "repaired.db", author="李四")
    assert (done.mended, done.lost, done.left) == ((), (), ())
    repaired = open_workspace(done.path)
    assert read_content(repaired, SHA256) == NOTICE
    repaired.close()


@pytest.mark.parametrize("contents", [b"", b"text " * 2000], ids=["empty", "text"])
def test_of_what_holds_nothing_no_ledger_is_made(contents: bytes, tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(contents)
    with pytest.raises(UserError, match="repair_hopeless"):
        repair(tmp_path / "ledger.db", tmp_path / "repaired.db", author="李四")
    assert [entry.name for entry in tmp_path.iterdir()] == ["ledger.db"]


def test_nothing_is_replaced_by_a_repaired_ledger(ledger_path: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.db").write_text("mine")
    with pytest.raises(UserError, match="repair_exists"):
        repair(ledger_path, tmp_path / "mine.db", author="李四")
    assert (tmp_path / "mine.db").read_text() == "mine"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM source",
        "UPDATE source SET held_on = 'once'",
        "UPDATE commitment_department SET basis = 'hearsay' WHERE id = 100",
    ],
    ids=["gone", "senseless day", "senseless word"],
)
def test_what_makes_no_sense_takes_no_commitment_with_it(statement: str, sample_path: Path, tmp_path: Path) -> None:
    change(sample_path, f"PRAGMA ignore_check_constraints = ON; {statement}")
    done = repair(sample_path, tmp_path / "repaired.db", author="李四")
    assert done.lost != ()
    assert done.left == ()
    repaired = open_workspace(done.path)
    assert len(list_details(repaired, LedgerQuery())) == 72
    assert check(repaired) == ()
    repaired.close()


def test_a_ledger_that_makes_no_sense_is_called_damaged(sample_path: Path) -> None:
    change(sample_path, "UPDATE source SET held_on = 7")
    with pytest.raises(UserError, match="ledger_damaged"):
        open_workspace(sample_path)


def test_a_ledger_that_makes_no_sense_is_not_written_over(sample_path: Path) -> None:
    workspace = open_workspace(sample_path)
    view = command(ViewDefinition, name="我的视图", definition={})
    save_view(workspace, view)
    change(sample_path, "UPDATE saved_view SET definition = '{'")
    with pytest.raises(UserError, match="ledger_damaged"):
        save_view(workspace, view)
    workspace.close()


@pytest.mark.parametrize("table", ["topic", "speaker", "department"])
def test_a_name_that_is_lost_takes_no_commitment_with_it(table: str, sample_path: Path, tmp_path: Path) -> None:
    original = open_workspace(sample_path)
    details = {detail.row.code: detail for detail in list_details(original, LedgerQuery())}
    original.close()
    blank_root(sample_path, table)
    done = repair(sample_path, tmp_path / "repaired.db", author="李四")
    (named,) = [fault.details for fault in done.lost if fault.code == "lost_names"]
    assert named["table"] == table
    assert named["known"] == named["count"]
    repaired = open_workspace(done.path)
    after = {detail.row.code: detail for detail in list_details(repaired, LedgerQuery())}
    repaired.close()
    assert after.keys() == details.keys()
    for code, detail in details.items():
        assert (after[code].row, after[code].speaker) == (detail.row, detail.speaker)
        assert after[code].departments == detail.departments


def test_a_topic_that_no_briefing_knows_is_called_unknown(sample_path: Path, tmp_path: Path) -> None:
    change(sample_path, "UPDATE commitment SET coded = json_set(coded, '$.topic', 'own')")
    change(sample_path, "DELETE FROM topic")
    done = repair(sample_path, tmp_path / "repaired.db", author="李四")
    (named,) = [fault.details for fault in done.lost if fault.code == "lost_names"]
    assert named["known"] == 0
    repaired = open_workspace(done.path)
    rows = list_rows(repaired, LedgerQuery())
    repaired.close()
    assert len(rows) == 72
    assert all((row.topic.zh[:4], row.topic.en[:13]) == ("未知专题", "Unknown topic") for row in rows)


def blank_root(path: Path, table: str) -> None:
    """Let the page that a small table lies in be lost."""
    connection = sqlite3.connect(path)
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    connection.close()
    contents = bytearray(path.read_bytes())
    contents[(root - 1) * size : root * size] = bytes(size)
    path.write_bytes(contents)
