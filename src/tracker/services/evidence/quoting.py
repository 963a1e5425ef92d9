"""Quote words of an attached file, and tell whether quoted words still stand there (coding rules §5)."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from tracker.domain.errors import UserError
from tracker.domain.evidence.anchors import stands
from tracker.domain.rows import Anchor, Changes, EvidenceLinkRow, EvidenceRow
from tracker.services.commands import EvidenceRevision, Quotation, command, evidence_fields
from tracker.services.evidence.recording import revise_evidence
from tracker.services.ledgers.workspace import Snapshot, Workspace
from tracker.store.evidence.attachments import read_pages
from tracker.store.evidence.evidence_pieces import read_evidence
from tracker.store.evidence.file_contents import contents_of

_KEPT = (
    *("title", "publisher", "published", "kind", "number", "url", "note", "retrieved", "same_briefing"),
    *("effective_on", "gist", "title_en", "gist_en"),
)


def quote_words(workspace: Workspace, quotation: Quotation) -> Changes:
    """Let a piece of evidence quote these words of one of its files; all else of it stays.

    Raises `quote_not_found` where the words do not stand there, and those of `revise_evidence`.
    """
    anchor = Anchor(**quotation.anchor.model_dump())
    with workspace.snapshot() as snapshot:
        piece = read_evidence(snapshot.connection, quotation.evidence_id, snapshot.scope.horizon)
        if piece is None:
            raise UserError("evidence_unknown", field="evidence", value=quotation.evidence_id)
        if not _is_anchored(snapshot, replace(piece, anchor=anchor, quote=quotation.words)):
            raise UserError("quote_not_found", field="quote")
    fields: dict[str, Any] = {name: getattr(piece, name) for name in _KEPT}
    fields |= {"quote": quotation.words, "anchor": asdict(anchor), "links": [_link(link) for link in piece.links]}
    # Who names no version means the piece as it was read here: what came between is refused, and not written over.
    seen = quotation.expected_version if quotation.expected_version is not None else piece.version
    values = {"evidence_id": piece.id, "fields": evidence_fields(fields), "expected_version": seen}
    return revise_evidence(workspace, command(EvidenceRevision, **values))


def with_orphans(snapshot: Snapshot, pieces: Iterable[EvidenceRow]) -> tuple[EvidenceRow, ...]:
    """The pieces, each told to be `orphaned` where its quoted words no longer stand where they were quoted from."""
    return tuple(replace(one, orphaned=True) if _is_orphan(snapshot, one) else one for one in pieces)


def _is_orphan(snapshot: Snapshot, piece: EvidenceRow) -> bool:
    return piece.anchor is not None and not _is_anchored(snapshot, piece)


def _is_anchored(snapshot: Snapshot, piece: EvidenceRow) -> bool:
    """Whether the file is attached, and there as it was kept, and the words are in it at their place."""
    anchor = piece.anchor
    if anchor is None or all(file.sha256 != anchor.sha256 for file in piece.attachments):
        return False
    if not stands(anchor, piece.quote, read_pages(snapshot.connection, anchor.sha256)):
        return False
    # Last, since it may read the whole file, where the two questions before are answered by the ledger.
    return contents_of(snapshot.connection.engine, snapshot.connection).is_intact(anchor.sha256)


def _link(link: EvidenceLinkRow) -> dict[str, Any]:
    values = {name: getattr(link, name) for name in ("commitment", "bearing", "stage", "value", "unit", "role")}
    return values | {"part_id": link.part.id if link.part is not None else None}
