"""A copy is whole, and never takes another file's place."""

import hashlib
from pathlib import Path

import pytest

from tracker.domain.commitments.progress import Cancelled
from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commands import EvidenceFields, command
from tracker.services.commitments.reading import list_rows, read_content
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check
from tracker.services.safety.copying import save_copy

NOTICE = "关于公布第三批试点城市名单的通知".encode()


def test_a_copy_is_the_ledger_as_it_is_now(workspace: Workspace, tmp_path: Path) -> None:
    save_copy(workspace, tmp_path / "副本.db")
    copy = open_workspace(tmp_path / "副本.db")
    assert list_rows(copy, LedgerQuery()) == list_rows(workspace, LedgerQuery())
    copy.close()


def test_a_copy_brings_the_files_of_its_evidence(workspace: Workspace, tmp_path: Path) -> None:
    sha256 = hashlib.sha256(NOTICE).hexdigest()
    file = {"sha256": sha256, "name": "通知.txt", "size": len(NOTICE), "media_type": "text/plain", "pages": ("通知",)}
    piece = {"title": "通知", "publisher": "工信部", "published": "2025-05-06", "kind": "document"}
    add_evidence(workspace, command(EvidenceFields, **piece, attachments=(file,)), {sha256: NOTICE})
    save_copy(workspace, tmp_path / "copy.db")
    copy = open_workspace(tmp_path / "copy.db")
    assert read_content(copy, sha256) == NOTICE
    assert check(copy) == ()
    copy.close()


def test_a_copy_that_is_stopped_leaves_neither_ledger_nor_files(workspace: Workspace, tmp_path: Path) -> None:
    with workspace.write() as work:
        work.contents.keep(NOTICE)
    before = sorted(tmp_path.rglob("*"))

    def stop(done: int, total: int) -> None:
        if (done, total) == (1, 1):
            raise Cancelled  # when the only file has been copied

    with pytest.raises(Cancelled):
        save_copy(workspace, tmp_path / "copy.db", stop)
    assert sorted(tmp_path.rglob("*")) == before


def test_files_that_belong_to_another_ledger_are_not_mixed_with_a_copy(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "copy.db.files").mkdir()
    with pytest.raises(UserError, match="copy_exists"):
        save_copy(workspace, tmp_path / "copy.db")


def test_an_existing_file_stays(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("mine")
    with pytest.raises(UserError, match="copy_exists"):
        save_copy(workspace, path)
    assert path.read_text() == "mine"


def test_a_folder_that_is_gone_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="output_unwritable"):
        save_copy(workspace, tmp_path / "gone" / "copy.db")
    assert not (tmp_path / "gone").exists()


def test_what_a_killed_program_left_between_files_and_ledger_is_in_nobodys_way(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace.write() as work:
        work.contents.keep(NOTICE)
    (tmp_path / "copy.db.files").mkdir()
    (tmp_path / "copy.db.files" / ".tracker-draft-unfinished").touch()
    save_copy(workspace, tmp_path / "copy.db")
    sha256 = hashlib.sha256(NOTICE).hexdigest()
    assert {path.name for path in (tmp_path / "copy.db.files").iterdir()} == {sha256[:2]}
