"""Ask for captured pages again, on the user's act alone, and keep how each differs from its stored copy."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tracker.capture.documents.documents import Document
from tracker.capture.documents.formats import Kind, identify
from tracker.capture.documents.reading import read
from tracker.capture.watching.page_changes import StoredPage, compare_page, page_not_seen
from tracker.capture.watching.polite_fetching import PoliteVisitor
from tracker.domain.commitments.progress import Progress, standing, unwatched
from tracker.domain.errors import UserError
from tracker.services.commands import PageRechecked, RecheckRound, command
from tracker.services.watching.rechecks import list_captured, list_rechecks, record_rechecks
from tracker.store.evidence.file_contents import contents_of
from tracker.store.watching.rechecks import change_as_json, readable_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.domain.watching.page_changes import PageChange, RecheckRow
    from tracker.domain.watching.watched import CapturedPage
    from tracker.services.ledgers.workspace import Workspace


def recheck_pages(
    workspace: Workspace,
    wanted: Collection[int] | None = None,
    *,
    allow_private: frozenset[str] = frozenset(),
    visitor: PoliteVisitor | None = None,
    progress: Progress = unwatched,
) -> tuple[RecheckRow, ...]:
    """Ask for the captured pages of these pieces again, or of all, one after the other; keep what came of it by one
    event. Evidence is not altered by it.

    A page that fails says why and harms no other. `progress` counts pages; where it raises `Cancelled`, nothing is
    kept. Raises `evidence_no_page` where none of the pieces keeps a page of the web, and what `Workspace.claim` raises.
    """
    # First: no site is asked for what could not be kept.
    workspace.claim()
    visitor = visitor or PoliteVisitor(allow_private=allow_private)
    pages = list_captured(workspace, wanted)
    if not pages:
        raise UserError("evidence_no_page", field="evidence")
    rechecked: list[PageRechecked] = []
    for number, page in enumerate(pages):
        told = standing(progress, number, len(pages))
        change = _compared(workspace, visitor, page, told)
        told_by = {"outcome": change.outcome, "problem": change.reason, "sha256": change.sha256}
        fields = {"evidence_id": page.evidence_id, "address": page.address, **told_by, "change": change_as_json(change)}
        rechecked.append(command(PageRechecked, **fields))
    progress(len(pages), len(pages))
    record_rechecks(workspace, command(RecheckRound, rechecks=rechecked))
    found = list_rechecks(workspace, {page.evidence_id for page in pages})
    return tuple(found[page.evidence_id] for page in pages)


def _compared(workspace: Workspace, visitor: PoliteVisitor, page: CapturedPage, progress: Progress) -> PageChange:
    try:
        now = visitor.visit(page.address, progress=progress)
    except UserError as error:
        return page_not_seen(error, datetime.now(UTC))
    return compare_page(_stored(workspace, page, progress), now, progress=progress)


def _stored(workspace: Workspace, page: CapturedPage, progress: Progress) -> StoredPage:
    """The page as it was captured. Where its bytes are gone, its text is all there is."""
    with workspace.snapshot() as snapshot:
        pages = readable_of(snapshot.connection, page.sha256)
        try:
            content = contents_of(snapshot.connection.engine, snapshot.connection).read(page.sha256)
            document = read(content, identify(content, ""), "", "", progress, page.address)
        except UserError:
            # The bytes are gone, or are what is not read any more: one such page must not cost the others.
            document = Document(Kind.HTML, pages)
    return StoredPage(page.address, page.sha256, document)
