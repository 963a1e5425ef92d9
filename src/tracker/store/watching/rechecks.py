"""What captured pages were when they were looked at again."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, select

from tracker.domain.text.word_changes import WordChange
from tracker.domain.watching.page_changes import ChangeSign, PageChange, RecheckRow
from tracker.domain.watching.watched import CapturedPage
from tracker.store.database.decoding import Decoding, list_member, member, object_member
from tracker.store.database.evidence_tables import Attachment, Evidence, EvidenceAttachment, EvidenceState
from tracker.store.database.id_pages import pages
from tracker.store.database.typed_columns import NamedRow
from tracker.store.database.versions import Horizon, live
from tracker.store.database.watch_tables import PageRecheck
from tracker.store.events.unit_of_work import UnitOfWork

_WEB = ("http://", "https://")


def captured_pages(connection: Connection, wanted: Collection[int] | None = None) -> tuple[CapturedPage, ...]:
    """Return the pieces in use that keep a page of the web, or those of them that are wanted, newest first."""
    piece = EvidenceState
    file = EvidenceAttachment
    query = (
        select(piece.evidence_id, piece.title, piece.url, piece.published, file.sha256, file.url.label("file_url"))
        .join(file, file.evidence_id == piece.evidence_id)
        .where(piece.until.is_(None), piece.withdrawn.is_(False), file.until.is_(None))
        .order_by(piece.published.desc(), piece.evidence_id.desc(), file.id)
    )
    found: dict[int, CapturedPage] = {}
    for row in connection.execute(query):
        # The address that the file was taken from; a file that was dropped has none, and is no captured page.
        address = row.file_url or ""
        if address.startswith(_WEB) and (wanted is None or row.evidence_id in wanted):
            page = CapturedPage(row.evidence_id, row.title, address, row.published, row.sha256)
            found.setdefault(row.evidence_id, page)
    return tuple(found.values())


def readable_of(connection: Connection, sha256: str) -> tuple[str, ...]:
    """Return the readable text of a file, page by page."""
    text = connection.scalar(select(Attachment.readable).where(Attachment.sha256 == sha256))
    return tuple(text.split("\f")) if text else ()


def read_rechecks(
    connection: Connection, horizon: Horizon, wanted: Collection[int] | None = None
) -> dict[int, RecheckRow]:
    """Return by piece of evidence what its page was when it was looked at last, of all or of those wanted."""
    check = PageRecheck
    query = (
        select(check, Evidence.id.label("evidence_id"))
        .join(Evidence, Evidence.uid == check.evidence_uid)
        .where(live(check, horizon))
    )
    if wanted is None:
        rows = connection.execute(query).all()
    else:
        rows = [row for some in pages(sorted(wanted)) for row in connection.execute(query.where(Evidence.id.in_(some)))]
    return {row.evidence_id: _row(row) for row in rows}


def put_recheck(work: UnitOfWork, evidence_id: int, values: Mapping[str, Any]) -> None:
    """Make this what the page of a piece was when it was looked at last."""
    uid = work.connection.scalar(select(Evidence.uid).where(Evidence.id == evidence_id))
    check = PageRecheck
    current = work.connection.execute(
        select(check).where(check.evidence_uid == uid, check.until.is_(None))
    ).one_or_none()
    if current is None:
        work.insert(check, {"since": work.event_id, "evidence_uid": uid, **values})
    else:
        work.replace(check, current, **values)
    work.touch_evidence(evidence_id)


def _row(row: NamedRow) -> RecheckRow:
    return RecheckRow(row.evidence_id, row.address, _change_of(row))


def change_as_json(change: PageChange) -> dict[str, Any]:
    """Return how a page differs as JSON has it; its outcome, reason and hash have columns of their own."""
    return {
        "signs": [sign.value for sign in change.signs],
        "sizes": [change.size_before, change.size_after],
        "rows": [change.rows_before, change.rows_after],
        "changes": [[one.before, one.after, one.context] for one in change.changes],
        "has_more": change.has_more,
        "details": dict(change.details),
    }


def _change_of(row: NamedRow) -> PageChange:
    with Decoding("page_recheck"):
        plain = row.change
        sizes = list_member(plain, "sizes")
        rows = list_member(plain, "rows")
        return PageChange(
            outcome=row.outcome,
            retrieved_at=row.looked_at,
            signs=tuple(map(ChangeSign, list_member(plain, "signs"))),
            size_before=sizes[0],
            size_after=sizes[1],
            rows_before=rows[0],
            rows_after=rows[1],
            changes=tuple(WordChange(*one) for one in list_member(plain, "changes")),
            has_more=member(plain, "has_more", bool),
            sha256=row.sha256,
            reason=row.problem,
            details=object_member(plain, "details"),
        )
