"""Going back to a backup: what it would change is told first, and either all of it happens or nothing."""

import gzip
import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.damage import damage_pages

from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import Assessment, BackupReason
from tracker.services.assessment.searching import log_search
from tracker.services.commands import EvidenceFields, NewSearch, command
from tracker.services.commitments.reading import list_rows, read_content, read_detail
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.backups import back_up, list_backups, preview_restore, restore
from tracker.services.safety.checking import check
from tracker.services.safety.copying import save_copy
from tracker.store.evidence.file_contents import folder_beside

NOTICE = "关于公布第三批试点城市名单的通知".encode()
SHA256 = hashlib.sha256(NOTICE).hexdigest()


def search(workspace: Workspace, words: str) -> None:
    log_search(workspace, command(NewSearch, commitment="MIIT-2025-001", place="工信部网站", words=words, found=""))


def add_notice(workspace: Workspace) -> None:
    file = {"sha256": SHA256, "name": "通知.txt", "size": len(NOTICE), "media_type": "text/plain", "pages": ("通知",)}
    piece = {"title": "通知", "publisher": "工信部", "published": "2025-05-06", "kind": "document"}
    add_evidence(workspace, command(EvidenceFields, **piece, attachments=(file,)), {SHA256: NOTICE})


def searches(path: Path) -> list[str]:
    workspace = open_workspace(path)
    found = [entry.words for entry in read_detail(workspace, "MIIT-2025-001", None).searches]
    assert check(workspace) == ()
    workspace.close()
    return sorted(found)


@pytest.fixture
def backup(workspace: Workspace) -> Path:
    """A backup that knows of one search; the ledger, closed, knows of a second one."""
    search(workspace, "早")
    path = back_up(workspace)
    search(workspace, "晚")
    workspace.close()
    return path


def test_a_preview_tells_what_would_be_lost_and_changes_nothing(backup: Path, ledger_path: Path) -> None:
    before = ledger_path.read_bytes(), sorted(ledger_path.parent.rglob("*"))
    preview = preview_restore(ledger_path, backup)
    assert (preview.lost, preview.regained, preview.missing) == (1, 0, 0)
    assert preview.newest_lost is not None
    assert (preview.newest_lost.author, preview.newest_lost.kind) == ("张三", "search_logged")
    assert preview.now is not None
    assert (preview.now.recorded, preview.then.recorded) == (2, 1)
    assert (ledger_path.read_bytes(), sorted(ledger_path.parent.rglob("*"))) == before


def test_a_restored_ledger_is_the_backup_and_says_so_in_its_history(backup: Path, ledger_path: Path) -> None:
    restore(ledger_path, backup, author="李四")
    assert searches(ledger_path) == ["早"]
    workspace = open_workspace(ledger_path)
    with workspace.snapshot() as snapshot:
        last = snapshot.connection.exec_driver_sql("SELECT kind, author, details FROM event ORDER BY id DESC").first()
    workspace.close()
    assert last == ("ledger_restored", "李四", f'{{"backup": "{backup.name}", "lost": 1}}')


def test_a_restore_can_itself_be_taken_back(backup: Path, ledger_path: Path) -> None:
    kept = restore(ledger_path, backup, author="李四")
    assert kept is not None
    assert [known.reason for known in list_backups(ledger_path)] == [BackupReason.BEFORE_RESTORE, BackupReason.ASKED]
    restore(ledger_path, kept, author="李四")
    assert searches(ledger_path) == ["早", "晚"]


def test_nothing_is_restored_while_somebody_has_the_ledger_open(backup: Path, ledger_path: Path) -> None:
    other = open_workspace(ledger_path)
    list_rows(other, LedgerQuery())
    with pytest.raises(UserError, match="restore_in_use"):
        restore(ledger_path, backup, author="李四")
    search(other, "再晚")
    other.close()
    assert searches(ledger_path) == ["再晚", "早", "晚"]
    assert [known.reason for known in list_backups(ledger_path)] == [BackupReason.ASKED]


def test_attachments_come_back_from_a_complete_backup(workspace: Workspace, ledger_path: Path, tmp_path: Path) -> None:
    add_notice(workspace)
    elsewhere = tmp_path / "elsewhere" / "whole.db"
    elsewhere.parent.mkdir()
    save_copy(workspace, elsewhere)
    workspace.close()
    shutil.rmtree(folder_beside(ledger_path))
    assert preview_restore(ledger_path, elsewhere).missing == 0
    restore(ledger_path, elsewhere, author="李四")
    restored = open_workspace(ledger_path)
    assert read_content(restored, SHA256) == NOTICE
    assert check(restored) == ()
    restored.close()


def test_a_backup_beside_the_ledger_finds_the_attachments_there(workspace: Workspace, ledger_path: Path) -> None:
    add_notice(workspace)
    path = back_up(workspace)
    workspace.close()
    restore(ledger_path, path, author="李四")
    restored = open_workspace(ledger_path)
    assert read_content(restored, SHA256) == NOTICE
    restored.close()


def test_attachments_that_are_nowhere_are_counted(workspace: Workspace, ledger_path: Path) -> None:
    add_notice(workspace)
    path = back_up(workspace)
    workspace.close()
    shutil.rmtree(folder_beside(ledger_path))
    assert preview_restore(ledger_path, path).missing == 1


def test_a_ledger_that_is_gone_comes_back(backup: Path, ledger_path: Path) -> None:
    ledger_path.unlink()
    assert preview_restore(ledger_path, backup).now is None
    assert restore(ledger_path, backup, author="李四") is None
    assert searches(ledger_path) == ["早"]


@pytest.mark.parametrize(
    "damage",
    [lambda b: b[:100_000], lambda b: b"\0" * 4096 + b[4096:], lambda b: b""],
    ids=["cut off", "no header", "emptied"],
)
def test_a_damaged_ledger_is_replaced_and_kept_as_it_was(
    damage: Callable[[bytes], bytes], backup: Path, ledger_path: Path
) -> None:
    damaged = damage(ledger_path.read_bytes())
    ledger_path.write_bytes(damaged)
    kept = restore(ledger_path, backup, author="李四")
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert searches(ledger_path) == ["早"]


def test_a_ledger_with_a_flipped_bit_can_be_gone_back_from(backup: Path, ledger_path: Path) -> None:
    damage_pages(ledger_path)
    restore(ledger_path, backup, author="李四")
    assert searches(ledger_path) == ["早"]


def _foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmark (id INTEGER)")
    connection.close()


def _newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()


def _altered(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE search_log SET words = '改过'")
    connection.commit()
    connection.close()


def _another(path: Path) -> None:
    path.unlink()
    open_workspace(path, author="程序").close()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:200_000]), "ledger_damaged"),
        (lambda path: path.write_bytes(b""), "ledger_not_database"),
        (lambda path: path.write_bytes(b"text " * 1000), "ledger_not_database"),
        (damage_pages, "ledger_damaged"),
        (_foreign, "ledger_not_database"),
        (_newer, "ledger_newer"),
        (_altered, "restore_unsound"),
        (_another, "restore_other"),
        (lambda path: path.unlink(), "restore_missing"),
    ],
    ids=["cut off", "empty", "text", "flipped", "foreign", "newer", "altered", "another ledger", "gone"],
)
def test_what_is_no_sound_backup_of_the_ledger_is_refused_and_the_ledger_untouched(
    spoil: Callable[[Path], object], code: str, backup: Path, ledger_path: Path
) -> None:
    spoil(backup)
    before = ledger_path.read_bytes(), sorted(ledger_path.parent.rglob("*"))
    with pytest.raises(UserError, match=code):
        restore(ledger_path, backup, author="李四")
    assert (ledger_path.read_bytes(), sorted(ledger_path.parent.rglob("*"))) == before


def test_the_ledger_is_no_backup_of_itself(backup: Path, ledger_path: Path) -> None:
    with pytest.raises(UserError, match="restore_itself"):
        restore(ledger_path, ledger_path, author="李四")


def test_another_programs_file_is_not_replaced_by_a_ledger(backup: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.db"
    mine.write_text("mine")
    with pytest.raises(UserError, match="ledger_not_database"):
        restore(mine, backup, author="李四")
    assert mine.read_text() == "mine"


def test_a_new_ledger_takes_the_place_of_an_old_backup(backup: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "new" / "ledger.db"
    open_workspace(fresh, author="程序").close()
    restore(fresh, backup, author="李四")
    assert searches(fresh) == ["早"]


def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    old, fresh = tmp_path / "old.db", tmp_path / "ledger.db"
    dump = Path(__file__).parents[2] / "migrations" / "ledgers" / "0001.sql.gz"
    connection = sqlite3.connect(old)
    connection.executescript(gzip.decompress(dump.read_bytes()).decode())
    connection.close()
    before = old.read_bytes()
    open_workspace(fresh, author="程序").close()
    assert preview_restore(fresh, old).then.judged > 11
    restore(fresh, old, author="李四")
    restored = open_workspace(fresh)
    assert check(restored) == ()
    assert read_detail(restored, "MIIT-2025-044", None).row.assessment is Assessment.MET
    restored.close()
    assert old.read_bytes() == before
