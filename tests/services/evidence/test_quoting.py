"""Words of an attached file become the quote, and a quote whose words are gone is told to be an orphan."""

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tracker.domain.errors import UserError
from tracker.domain.evidence.anchors import anchor_at, locate, marks
from tracker.domain.rows import EvidenceRow
from tracker.services.commands import EvidenceFields, EvidenceRevision, Quotation, command
from tracker.services.commitments.reading import read_detail
from tracker.services.evidence.evidence_view import read_piece
from tracker.services.evidence.quoting import quote_words
from tracker.services.evidence.recording import add_evidence, revise_evidence
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check

CODE = "MIIT-2025-044"
PAGE = "现公布第三批试点城市名单，共 34 个\n城市。"
NOTICE = PAGE.encode()
SHA = hashlib.sha256(NOTICE).hexdigest()
FILE = {"sha256": SHA, "name": "通知.txt", "size": len(NOTICE), "media_type": "text/plain", "pages": (PAGE,)}
LINK = {"commitment": CODE, "bearing": "progress", "value": "34", "unit": "个", "role": "plan"}


def fields(**others: Any) -> EvidenceFields:
    base = {"title": "通知", "publisher": "工信部", "published": "2025-05-06", "kind": "document", "links": (LINK,)}
    return command(EvidenceFields, **(base | others))


@pytest.fixture
def piece(ledger: Workspace) -> EvidenceRow:
    evidence_id = add_evidence(ledger, fields(attachments=(FILE,)), {SHA: NOTICE}).evidence[0]
    return read_piece(ledger, evidence_id).piece


def quotation(piece: EvidenceRow, words: str, start: int) -> Quotation:
    return command(Quotation, evidence_id=piece.id, words=words, anchor={"sha256": SHA, "page": 0, "start": start})


def test_words_of_a_file_become_the_quote_and_all_else_stays(ledger: Workspace, piece: EvidenceRow) -> None:
    start = PAGE.index("共 34")
    quote_words(ledger, quotation(piece, "共 34 个\n城市", start))
    quoted = read_piece(ledger, piece.id).piece
    assert (quoted.quote, quoted.anchor and quoted.anchor.start) == ("共 34 个\n城市", start)
    assert not quoted.orphaned
    assert (quoted.title, quoted.attachments) == (piece.title, piece.attachments)
    assert [(link.commitment, link.value, link.role) for link in quoted.links] == [
        (link.commitment, link.value, link.role) for link in piece.links
    ]
    assert check(ledger) == ()


def test_white_space_around_the_words_is_part_of_where_they_stand(ledger: Workspace, piece: EvidenceRow) -> None:
    anchor, words = anchor_at(SHA, [PAGE], 0, PAGE.index("个"), PAGE.index("个") + 1)
    assert (anchor.prefix[-1], anchor.suffix[0]) == (" ", "\n")
    quote_words(ledger, command(Quotation, evidence_id=piece.id, words=words, anchor=asdict(anchor)))
    assert not read_piece(ledger, piece.id).piece.orphaned


def test_words_that_do_not_stand_there_are_refused(ledger: Workspace, piece: EvidenceRow) -> None:
    with pytest.raises(UserError, match="quote_not_found"):
        quote_words(ledger, quotation(piece, "共 34 个", 0))
    assert read_piece(ledger, piece.id).piece.quote == ""


def test_a_quote_made_over_what_another_has_changed_is_refused(ledger: Workspace, piece: EvidenceRow) -> None:
    revise_evidence(ledger, command(EvidenceRevision, evidence_id=piece.id, fields=fields(title="改")))
    late = quotation(piece, "共 34 个", PAGE.index("共")).model_copy(update={"expected_version": piece.version})
    with pytest.raises(UserError, match="changed_meanwhile"):
        quote_words(ledger, late)


def test_a_quote_whose_file_is_no_longer_attached_is_an_orphan(ledger: Workspace, piece: EvidenceRow) -> None:
    quote_words(ledger, quotation(piece, "共 34 个", PAGE.index("共")))
    now = read_piece(ledger, piece.id).piece
    assert now.anchor is not None
    anchor = {"sha256": SHA, "page": 0, "start": now.anchor.start}
    without = fields(attachments=(), quote=now.quote, anchor=anchor)
    revise_evidence(ledger, command(EvidenceRevision, evidence_id=piece.id, fields=without))
    assert read_piece(ledger, piece.id).piece.orphaned
    assert [one.orphaned for one in read_detail(ledger, CODE).evidence] == [True]


def test_a_quote_whose_file_is_gone_or_altered_is_an_orphan_until_it_is_back(
    workspace: Workspace, ledger_path: Path
) -> None:
    anchor = {"sha256": SHA, "page": 0, "start": PAGE.index("共")}
    given = fields(attachments=(FILE,), quote="共 34 个", anchor=anchor)
    evidence_id = add_evidence(workspace, given, {SHA: NOTICE}).evidence[0]
    (kept,) = (path for path in Path(f"{ledger_path}.files").rglob("*") if path.is_file())

    def orphaned() -> bool:
        return read_piece(workspace, evidence_id).piece.orphaned

    assert not orphaned()
    kept.write_bytes(bytes(len(NOTICE)))  # as long as before
    assert orphaned()
    kept.unlink()
    assert orphaned()
    kept.write_bytes(NOTICE)
    assert not orphaned()


def test_words_are_found_however_lines_are_broken_and_the_nearest_of_several_is_meant() -> None:
    text = "共 34 个城市\n又 共 34\n个城市"
    assert locate(text, "共34个", 0) == (0, len("共 34 个"))
    second = text.index("共", 1)
    assert locate(text, "共 34个", marks(text[:second])) == (second, second + len("共 34\n个"))
    assert locate(text, "35", 0) is None
    assert locate(text, " \n", 0) is None
