"""Reading the ledger: rows, facets, one commitment, its evidence, its source."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from tracker.collector_pause import collector_paused
from tracker.domain.errors import UserError
from tracker.domain.rows import (
    CommitmentDetail,
    EvidenceRow,
    Facets,
    FieldChoices,
    GroupRow,
    LedgerRow,
    Name,
    SourceRow,
    SourceText,
)
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.domain.text.lines import storable
from tracker.services.commitments.following_up import with_questions
from tracker.services.evidence.quoting import with_orphans
from tracker.services.ledgers.workspace import Workspace
from tracker.store.commitments import commitment_detail, commitment_fields, commitment_list, departments
from tracker.store.database import ledger_settings
from tracker.store.events import history
from tracker.store.evidence import attachments, evidence_pieces, file_contents
from tracker.store.search import facet_index


def list_rows(workspace: Workspace, query: LedgerQuery) -> tuple[LedgerRow, ...]:
    """The rows that match, in the wanted order."""
    with workspace.snapshot(query.as_of) as snapshot:
        return commitment_list.list_rows(snapshot.connection, query, snapshot.scope)


def list_groups(workspace: Workspace, query: LedgerQuery) -> tuple[GroupRow, ...]:
    """The groups of the rows that match, in their order; none where the query gathers by nothing."""
    with workspace.snapshot(query.as_of) as snapshot:
        return facet_index.list_groups(snapshot.connection, snapshot.commitment_index, query)


def count_facets(workspace: Workspace, query: LedgerQuery, facets: Collection[Facet] = tuple(Facet)) -> Facets:
    """Counts of the values of these facets, each under the other facets' choices."""
    with workspace.snapshot(query.as_of) as snapshot:
        return facet_index.count_facets(snapshot.connection, snapshot.commitment_index, query, facets)


def list_details(workspace: Workspace, query: LedgerQuery) -> tuple[CommitmentDetail, ...]:
    """The rows that match, each with everything about it."""
    with workspace.snapshot(query.as_of) as snapshot:
        return tuple(commitment_detail.list_details(snapshot.connection, query, snapshot.scope))


def read_detail(
    workspace: Workspace, code: str, as_of: date | None = None, shown: Collection[int] | None = None
) -> CommitmentDetail:
    """Everything about one commitment. Raises `commitment_unknown`.

    None reads all of its evidence whole. A window, which shows it by pages, says which pieces are `shown` besides the
    first page, and gets outlines of the rest: see `CommitmentDetail`. What is asked beside its evidence comes with it.
    """
    with collector_paused(), workspace.snapshot(as_of) as snapshot:
        detail = commitment_detail.read_detail(snapshot.connection, storable(code.strip()), snapshot.scope, shown)
        if detail is None:
            raise UserError("commitment_unknown", field="commitment", value=code)
        return with_questions(snapshot, replace(detail, evidence=with_orphans(snapshot, detail.evidence)))


def list_evidence(workspace: Workspace, code: str | None = None, as_of: date | None = None) -> tuple[EvidenceRow, ...]:
    """The evidence of one commitment or of the whole ledger, newest first. Raises `commitment_unknown`."""
    with workspace.snapshot(as_of) as snapshot:
        if code is None:
            return tuple(evidence_pieces.list_evidence(snapshot.connection, snapshot.scope.horizon))
        row = commitment_list.read_row(snapshot.connection, storable(code.strip()), snapshot.scope)
        if row is None:
            raise UserError("commitment_unknown", field="commitment", value=code)
        return tuple(
            evidence_pieces.evidence_by_code(snapshot.connection, snapshot.scope.horizon, [row.id]).get(row.code, ())
        )


def read_pages(workspace: Workspace, sha256: str) -> tuple[str, ...]:
    """The readable text of an attachment, page by page."""
    with workspace.snapshot() as snapshot:
        return attachments.read_pages(snapshot.connection, sha256)


def read_content(workspace: Workspace, sha256: str) -> bytes:
    """The bytes of an attachment, verified. Raises `content_missing`, `content_altered`."""
    with workspace.snapshot() as snapshot:
        return file_contents.contents_of(snapshot.connection.engine, snapshot.connection).read(sha256)


def list_departments(workspace: Workspace) -> tuple[Name, ...]:
    """The departments that commitments name, in the ledger's order."""
    counted = count_facets(workspace, LedgerQuery(), [Facet.DEPARTMENT]).values[Facet.DEPARTMENT]
    return tuple(choice.name for choice in counted if choice.name is not None)


def field_choices(workspace: Workspace) -> FieldChoices:
    """What the topic and the departments of a commitment may be."""
    with workspace.snapshot() as snapshot:
        choices = commitment_fields.field_choices(snapshot.connection)
        return replace(choices, departments=departments.offered(snapshot.connection))


def list_sources(workspace: Workspace) -> tuple[SourceRow, ...]:
    """All sources, oldest first."""
    with workspace.snapshot() as snapshot:
        return commitment_detail.list_sources(snapshot.connection)


def read_source_text(workspace: Workspace, source_id: int) -> SourceText:
    """A source's clean text, and what of it was left out of the ledger."""
    with workspace.snapshot() as snapshot:
        return commitment_detail.read_source_text(snapshot.connection, source_id, snapshot.scope.horizon)


def latest_event(workspace: Workspace) -> int:
    """The id of the newest event, by which a window notices what another program wrote."""
    with workspace.snapshot() as snapshot:
        return history.latest_event(snapshot.connection)


def sample_day(workspace: Workspace) -> date | None:
    """Return the day as of which a sample tells the truth, which every view and report of it must say; None for any
    other ledger."""
    with workspace.snapshot() as snapshot:
        return ledger_settings.sample_day(snapshot.connection)
