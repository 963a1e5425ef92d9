"""The neutral report: what is written, before any format decides how."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.query import Facet, LedgerQuery
from tracker.domain.rows import EvidenceRow, LedgerRow, Name, Responsible, SourceRow
from tracker.services.workspace import Workspace
from tracker.store import details, facets, ledger, settings


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One commitment of a report: `exact` its words, `latest` the newest evidence that stands."""

    row: LedgerRow
    exact: tuple[str, ...]
    departments: tuple[Responsible, ...]
    reason: str
    latest: EvidenceRow | None


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says. `total` counts the whole ledger, `rows` are those that the query wants.

    `names` tells the names of the keys that the query chose by.
    """

    rows: tuple[ReportRow, ...]
    total: int
    as_of: date
    made_at: datetime
    sources: tuple[SourceRow, ...]
    query: LedgerQuery
    names: Mapping[Facet, Mapping[str, Name]]
    illustrative: bool


def build_report(workspace: Workspace, query: LedgerQuery) -> Report:
    """Read everything that a report of this scope says, in one consistent look."""
    with workspace.look(query.as_of) as look:
        return Report(
            rows=tuple(map(_report_row, details.list_details(look.connection, query, look.scope))),
            total=ledger.count_all(look.connection, look.scope),
            as_of=query.as_of or workspace.today(),
            made_at=datetime.now().astimezone(),
            sources=details.list_sources(look.connection),
            query=query,
            names=facets.names_of(look.connection, query.choices),
            illustrative=settings.is_illustrative(look.connection),
        )


def _report_row(detail: details.CommitmentDetail) -> ReportRow:
    return ReportRow(
        row=detail.row,
        exact=tuple(quote.passage.exact for quote in detail.quotes),
        departments=detail.departments,
        reason=detail.reason,
        latest=next((piece for piece in detail.evidence if not piece.withdrawn), None),
    )
