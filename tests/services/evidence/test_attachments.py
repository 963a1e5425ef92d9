"""Files of evidence: kept by content beside the ledger, once however often linked, and verified by `check`."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tracker.domain.errors import UserError
from tracker.domain.rows import EvidenceRow
from tracker.services.commands import EvidenceFields, EvidenceRevision, command
from tracker.services.commitments.reading import list_evidence, read_content, read_pages
from tracker.services.events.undoing import undo
from tracker.services.evidence.recording import add_evidence, revise_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check

NOTICE = "关于公布第三批试点城市名单的通知".encode()
SHA = hashlib.sha256(NOTICE).hexdigest()
FILE = {
    "sha256": SHA,
    "name": "通知.txt",
    "size": len(NOTICE),
    "media_type": "text/plain",
    "pages": ("第一页", "第二页"),
}
ANCHOR = {"sha256": SHA, "page": 1, "start": 0, "prefix": "", "suffix": "页"}


def fields(**others: Any) -> EvidenceFields:
    base = {"title": "通知", "publisher": "工信部", "published": "2025-05-06", "kind": "document"}
    return command(EvidenceFields, **(base | {"attachments": (FILE,)} | others))


def only(ledger: Workspace) -> EvidenceRow:
    (piece,) = list_evidence(ledger)
    return piece


def test_a_file_is_kept_with_its_pages_and_read_back_verified(ledger: Workspace) -> None:
    add_evidence(ledger, fields(quote="第二", anchor=ANCHOR), {SHA: NOTICE})
    (file,) = only(ledger).attachments
    assert (file.name, file.size, file.media_type) == ("通知.txt", len(NOTICE), "text/plain")
    assert read_content(ledger, SHA) == NOTICE
    assert read_pages(ledger, SHA) == ("第一页", "第二页")
    anchor = only(ledger).anchor
    assert anchor is not None
    assert (anchor.sha256, anchor.page, anchor.suffix) == (SHA, 1, "页")
    assert check(ledger) == ()


def test_it_is_kept_once_however_often_it_is_linked(workspace: Workspace, ledger_path: Path) -> None:
    add_evidence(workspace, fields(), {SHA: NOTICE})
    add_evidence(workspace, fields(title="另一条"), separate=True)  # its bytes are there already
    kept = [path for path in Path(f"{ledger_path}.files").rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [SHA]
    assert all(piece.attachments for piece in list_evidence(workspace))


def test_a_file_named_twice_is_attached_once(ledger: Workspace) -> None:
    add_evidence(ledger, fields(attachments=(FILE, FILE | {"name": "副本.txt"})), {SHA: NOTICE})
    assert [file.name for file in only(ledger).attachments] == ["通知.txt"]
    assert check(ledger) == ()
    undo(ledger)
    assert list_evidence(ledger) == ()


def test_bytes_that_are_not_what_they_are_called_are_refused_and_nothing_is_recorded(ledger: Workspace) -> None:
    with pytest.raises(UserError, match="content_altered"):
        add_evidence(ledger, fields(), {SHA: b"something else"})
    with pytest.raises(UserError, match="content_missing"):
        add_evidence(ledger, fields())
    assert list_evidence(ledger) == ()
    assert check(ledger) == ()


def test_a_revision_leaves_the_files_unless_it_names_them(ledger: Workspace) -> None:
    evidence_id = add_evidence(ledger, fields(), {SHA: NOTICE}).evidence[0]
    revise_evidence(
        ledger, command(EvidenceRevision, evidence_id=evidence_id, fields=fields(title="改", attachments=None))
    )
    assert only(ledger).attachments
    revise_evidence(ledger, command(EvidenceRevision, evidence_id=evidence_id, fields=fields(attachments=())))
    assert only(ledger).attachments == ()
    undo(ledger)
    assert [file.sha256 for file in only(ledger).attachments] == [SHA]
    assert check(ledger) == ()


def test_check_finds_a_file_that_is_gone_and_one_that_was_altered(workspace: Workspace, ledger_path: Path) -> None:
    add_evidence(workspace, fields(), {SHA: NOTICE})
    (kept,) = (path for path in Path(f"{ledger_path}.files").rglob("*") if path.is_file())
    kept.chmod(0o600)
    kept.write_bytes(b"forged")
    assert [fault.code for fault in check(workspace)] == ["fault_content_altered"]
    with pytest.raises(UserError, match="content_altered"):
        read_content(workspace, SHA)
    kept.unlink()
    assert [fault.code for fault in check(workspace)] == ["fault_content_missing"]


def test_content_that_nothing_refers_to_is_no_fault(workspace: Workspace) -> None:
    with workspace.write() as work:
        work.contents.keep(b"kept, and then the power went")
    assert check(workspace) == ()


def test_a_report_of_the_same_briefing_is_recognised_by_its_file(ledger: Workspace) -> None:
    with ledger.snapshot() as snapshot:
        words = snapshot.connection.exec_driver_sql("SELECT clean_text FROM source").scalar_one()[800:1600]
    file = FILE | {"pages": (words,)}
    add_evidence(ledger, fields(published="2025-01-22", attachments=(file,)), {SHA: NOTICE})
    assert only(ledger).same_briefing
    evidence_id = only(ledger).id
    said_otherwise = fields(published="2025-01-22", attachments=None, same_briefing=False)
    revise_evidence(ledger, command(EvidenceRevision, evidence_id=evidence_id, fields=said_otherwise))
    assert not only(ledger).same_briefing


def test_files_survive_a_restart(ledger_path: Path) -> None:
    first = open_workspace(ledger_path)
    add_evidence(first, fields(), {SHA: NOTICE})
    first.close()
    again = open_workspace(ledger_path)
    assert read_content(again, SHA) == NOTICE
    again.close()
