"""Recognise a document that the ledger has already: one document is one piece of evidence (coding rules §5)."""

from tracker.domain.evidence.same_document import DocumentRecord, Sameness, SamePiece
from tracker.services.commands import EvidenceFields
from tracker.services.ledgers.workspace import Workspace
from tracker.store.evidence import same_documents

__all__ = ["SamePiece", "Sameness", "document_of", "find_same", "list_duplicates"]


def find_same(workspace: Workspace, fields: EvidenceFields, apart_from: int | None = None) -> tuple[SamePiece, ...]:
    """Return the pieces in use that are the document of these fields, the surest first.

    `apart_from` is the piece that the fields are those of; pieces that were said to be other documents than it are left
    out. A piece that was joined into another leads to that one.
    """
    with workspace.snapshot() as snapshot:
        document = document_of(fields)
        if apart_from is not None and fields.attachments is None:
            document = same_documents.with_files_of(snapshot.connection, document, apart_from)
        return same_documents.find_same(snapshot.connection, document, apart_from)


def list_duplicates(workspace: Workspace) -> tuple[tuple[SamePiece, ...], ...]:
    """Return the groups of pieces in use that are one document, as ledgers hold them that are older than this rule.

    Pieces that an analyst said to be two documents are not listed for it.
    """
    with workspace.snapshot() as snapshot:
        return same_documents.list_groups(snapshot.connection)


def document_of(fields: EvidenceFields) -> DocumentRecord:
    """Return what tells a piece with these fields from others."""
    contents = frozenset(file.sha256 for file in fields.attachments or ())
    return DocumentRecord(fields.title, fields.publisher, fields.published, fields.number, fields.url, contents)
