"""What is known of attached files; their bytes are kept by `tracker.store.evidence.file_contents`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from sqlalchemy import Connection, insert, select

from tracker.domain.rows import AttachmentRow
from tracker.store.database.evidence_tables import Attachment, EvidenceAttachment
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import Event
from tracker.store.database.versions import Horizon, live
from tracker.store.events.unit_of_work import UnitOfWork
from tracker.store.safety.source_digests import READ, text_digest

_PAGE_BREAK = "\f"


def attachments_of(
    connection: Connection, horizon: Horizon, evidence_ids: Sequence[int]
) -> dict[int, tuple[AttachmentRow, ...]]:
    """The files of these pieces of evidence, in the order in which they were added."""
    query = (
        select(EvidenceAttachment, Attachment.media_type, Attachment.size)
        .join(Attachment, Attachment.sha256 == EvidenceAttachment.sha256)
        .where(live(EvidenceAttachment, horizon))
        .order_by(EvidenceAttachment.id)
    )
    files: dict[int, list[AttachmentRow]] = defaultdict(list)
    found = (connection.execute(query.where(EvidenceAttachment.evidence_id.in_(page))) for page in pages(evidence_ids))
    for row in chain.from_iterable(found):
        one = AttachmentRow(row.sha256, row.name, row.media_type, row.size, row.url, row.retrieved_at)
        files[row.evidence_id].append(one)
    return {evidence_id: tuple(rows) for evidence_id, rows in files.items()}


def read_pages(connection: Connection, sha256: str) -> tuple[str, ...]:
    """The readable text of a file, page by page; none for a file that the ledger does not know."""
    text = connection.scalar(select(Attachment.readable).where(Attachment.sha256 == sha256))
    return () if text is None else tuple(text.split(_PAGE_BREAK))


def register(work: UnitOfWork, sha256: str, size: int, media_type: str, pages: Iterable[str]) -> None:
    """Note a file whose bytes are kept; one that is known already stays as it is. The event, if there is one by now,
    keeps what was read of it."""
    known = work.connection.scalar(select(Attachment.sha256).where(Attachment.sha256 == sha256))
    if known is None:
        # A form feed of the file itself would begin a page, and PostgreSQL keeps no NUL in a text.
        readable = _PAGE_BREAK.join(page.replace(_PAGE_BREAK, " ").replace("\x00", "") for page in pages)
        values = {"sha256": sha256, "size": size, "media_type": media_type, "readable": readable}
        work.connection.execute(insert(Attachment).values(**values))
        if work.event_id:
            # Read again and added to, as each file of an event completes it by its own digest.
            details = work.connection.scalar(select(Event.details).where(Event.id == work.event_id)) or {}
            work.complete({READ: {**details.get(READ, {}), sha256: text_digest(size, media_type, readable)}})


def read_digest(connection: Connection, sha256: str) -> dict[str, dict[str, str]]:
    """Return what an event keeps of a file that was registered before it, by this event or an earlier one."""
    row = connection.execute(select(Attachment).where(Attachment.sha256 == sha256)).one()
    return {READ: {sha256: text_digest(row.size, row.media_type, row.readable)}}
