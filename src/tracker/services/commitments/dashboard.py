"""What needs attention today, and where the ledger stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from tracker.domain.rows import FacetValue, GroupRow, LedgerRow, Name
from tracker.domain.search.ledger_query import Facet, Group, LedgerQuery, TargetSort, query_for
from tracker.domain.terms import DueBasis
from tracker.services.ledgers.workspace import Workspace
from tracker.store.commitments import commitment_list
from tracker.store.search import facet_index
from tracker.store.search.facet_index import CommitmentIndex

_TARGETS = query_for(target={TargetSort.AMOUNT})
_SIDES = (Facet.ATTENTION, Facet.DUE_MONTH, Facet.DUE_BASIS, Facet.LEAD, Facet.ASSESSMENT, Facet.TARGET)
"""What is counted of the commitments, in one go."""
_MOST_TARGETS = 200
"""Amounts that are drawn; nobody reads more lines than these, and the list has them all."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the dashboard shows, counted in one snapshot.

    `attention` counts commitments by `Attention`; `departments` gathers by lead, with names by key; `targets` are the
    first of the `target_count` commitments with an amount; `dues` counts them by month due ("" for none), `due_bases`
    those of each basis; `activity` counts evidence by month.
    """

    as_of: date
    total: int
    attention: tuple[FacetValue, ...]
    unlinked: int
    departments: tuple[GroupRow, ...]
    names: Mapping[str, Name]
    targets: tuple[LedgerRow, ...]
    target_count: int
    dues: tuple[FacetValue, ...]
    due_bases: Mapping[DueBasis, tuple[FacetValue, ...]]
    activity: Mapping[str, int]


def read_dashboard(workspace: Workspace, as_of: date | None = None) -> Dashboard:
    """Read it all in one snapshot."""
    with workspace.snapshot(as_of) as snapshot:
        connection = snapshot.connection
        scope = snapshot.scope
        index = snapshot.commitment_index
        pieces = snapshot.evidence_index
        # All at once: the facets with one value each are columns of one query, and a first dashboard of 100 thousand
        # reads its rows once.
        index.load(connection, _SIDES)
        counted = facet_index.count_facets(connection, index, LedgerQuery(), [Facet.ATTENTION, Facet.DUE_MONTH])
        with_amount = index.ids(connection, _TARGETS)
        return Dashboard(
            as_of=as_of or workspace.today(),
            total=counted.total,
            attention=counted.values[Facet.ATTENTION],
            unlinked=pieces.unlinked,
            departments=facet_index.list_groups(connection, index, LedgerQuery(group=Group.DEPARTMENT)),
            names=index.names(connection, Facet.DEPARTMENT),
            targets=commitment_list.read_rows(connection, with_amount[:_MOST_TARGETS], scope),
            target_count=len(with_amount),
            dues=counted.values[Facet.DUE_MONTH],
            due_bases={basis: _dues(connection, index, basis) for basis in DueBasis},
            activity=pieces.by_month(),
        )


def _dues(connection: Connection, index: CommitmentIndex, basis: DueBasis) -> tuple[FacetValue, ...]:
    counted = facet_index.count_facets(connection, index, query_for(due_basis={basis}), [Facet.DUE_MONTH])
    return counted.values[Facet.DUE_MONTH]
