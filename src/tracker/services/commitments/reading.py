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
    with workspace.look(query.as_of) as look:
        return commitment_list.list_rows(look.connection, query, look.scope)


def list_groups(workspace: Workspace, query: LedgerQuery) -> tuple[GroupRow, ...]:
    """The groups of the rows that match, in their order; none where the query gathers by nothing."""
    with workspace.look(query.as_of) as look:
        return facet_index.list_groups(look.connection, look.commitment_index, query)


def count_facets(workspace: Workspace, query: LedgerQuery, facets: Collection[Facet] = tuple(Facet)) -> Facets:
    """Counts of the values of these facets, each under the other facets' choices."""
    with workspace.look(query.as_of) as look:
        return facet_index.count_facets(look.connection, look.commitment_index, query, facets)


def list_details(workspace: Workspace, query: LedgerQuery) -> tuple[CommitmentDetail, ...]:
    """The rows that match, each with everything about it."""
    with workspace.look(query.as_of) as look:
        return tuple(commitment_detail.list_details(look.connection, query, look.scope))


def read_detail(
    workspace: Workspace, code: str, as_of: date | None = None, shown: Collection[int] | None = None
) -> CommitmentDetail:
    """Everything about one commitment. Raises `commitment_unknown`.

    None reads all of its evidence whole. A window, which shows it by pages, says which pieces are `shown` besides the
    first page, and gets outlines of the rest: see `CommitmentDetail`. What is asked beside its evidence comes with it.
    """
    with collector_paused(), workspace.look(as_of) as look:
        detail = commitment_detail.read_detail(look.connection, storable(code.strip()), look.scope, shown)
        if detail is None:
            raise UserError("commitment_unknown", field="commitment", value=code)
        return with_questions(look, replace(detail, evidence=with_orphans(look, detail.evidence)))


def list_evidence(workspace: Workspace, code: str | None = None, as_of: date | None = None) -> tuple[EvidenceRow, ...]:
    """The evidence of one commitment or of the whole ledger, newest first. Raises `commitment_unknown`."""
    with workspace.look(as_of) as look:
        if code is None:
            return tuple(evidence_pieces.list_evidence(look.connection, look.scope.horizon))
        row = commitment_list.read_row(look.connection, storable(code.strip()), look.scope)
        if row is None:
            raise UserError("commitment_unknown", field="commitment", value=code)
        return tuple(evidence_pieces.evidence_by_code(look.connection, look.scope.horizon, [row.id]).get(row.code, ()))


def read_pages(workspace: Workspace, sha256: str) -> tuple[str, ...]:
    """The readable text of an attachment, page by page."""
    with workspace.look() as look:
        return attachments.read_pages(look.connection, sha256)


def read_content(workspace: Workspace, sha256: str) -> bytes:
    """The bytes of an attachment, verified. Raises `content_missing`, `content_altered`."""
    with workspace.look() as look:
        return file_contents.contents_of(look.connection.engine, look.connection).read(sha256)


def list_departments(workspace: Workspace) -> tuple[Name, ...]:
    """The departments that commitments name, in the ledger's order."""
    counted = count_facets(workspace, LedgerQuery(), [Facet.DEPARTMENT]).values[Facet.DEPARTMENT]
    return tuple(choice.name for choice in counted if choice.name is not None)


def field_choices(workspace: Workspace) -> FieldChoices:
    """What the topic and the departments of a commitment may be."""
    with workspace.look() as look:
        choices = commitment_fields.field_choices(look.connection)
        return replace(choices, departments=departments.offered(look.connection))


def list_sources(workspace: Workspace) -> tuple[SourceRow, ...]:
    """All sources, oldest first."""
    with workspace.look() as look:
        return commitment_detail.list_sources(look.connection)


def read_source_text(workspace: Workspace, source_id: int) -> SourceText:
    """A source's clean text, and what of it was left out of the ledger."""
    with workspace.look() as look:
        return commitment_detail.read_source_text(look.connection, source_id, look.scope.horizon)


def latest_event(workspace: Workspace) -> int:
    """The id of the newest event, by which a window notices what another program wrote."""
    with workspace.look() as look:
        return history.latest_event(look.connection)


def sample_day(workspace: Workspace) -> date | None:
    """Return the day as of which a sample tells the truth, which every view and report of it must say; None for any
    other ledger."""
    with workspace.look() as look:
        return ledger_settings.sample_day(look.connection)
