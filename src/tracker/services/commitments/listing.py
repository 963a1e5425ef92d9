"""The list of the window: the ids of all rows that are wanted, and whole rows only as they come into sight."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pyroaring import BitMap

from tracker.domain.rows import Facets, GroupRow, LedgerRow
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.domain.terms import Assessment
from tracker.services.ledgers.workspace import Workspace
from tracker.store.commitments import commitment_list
from tracker.store.search import facet_index

PAGE = 100
"""Rows that are read at once."""
_SMALL = 2_000
"""Commitments that are counted before anybody would notice."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One answer to a query: the ids in order, the first rows, the counts, and the heads of the groups, if any.

    Without counts it is only the beginning of an answer.
    """

    ids: Sequence[int]
    rows: tuple[LedgerRow, ...]
    facets: Facets | None = None
    groups: tuple[GroupRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """What several selected commitments are: their codes in order, and how many are judged how."""

    codes: tuple[str, ...]
    assessments: Mapping[Assessment, int]


def read_listing(workspace: Workspace, query: LedgerQuery, wanted: Collection[Facet]) -> Listing:
    """The whole answer, with counts of the wanted facets."""
    with workspace.snapshot(query.as_of) as snapshot:
        index = snapshot.commitment_index
        counts = facet_index.count_facets(snapshot.connection, index, query, wanted)
        ids = index.ids(snapshot.connection, query)
        rows = commitment_list.read_rows(snapshot.connection, ids[:PAGE], snapshot.scope)
        return Listing(ids, rows, counts, facet_index.list_groups(snapshot.connection, index, query))


def read_beginning(workspace: Workspace, query: LedgerQuery) -> Listing | None:
    """The first rows alone, where the ledger is so large that counting it takes its time."""
    with workspace.snapshot(query.as_of) as snapshot:
        # By the highest id, which costs nothing: to count them exactly would take what this is to spare.
        if commitment_list.highest_id(snapshot.connection) <= _SMALL:
            return None
        ids = commitment_list.first_ids(snapshot.connection, query, snapshot.scope, PAGE)
        return Listing(ids, commitment_list.read_rows(snapshot.connection, ids, snapshot.scope))


def read_first(workspace: Workspace, query: LedgerQuery, most: int) -> tuple[LedgerRow, ...]:
    """The first rows that are wanted, and no more of them than are asked for."""
    with workspace.snapshot(query.as_of) as snapshot:
        ids = commitment_list.first_ids(snapshot.connection, query, snapshot.scope, most)
        return commitment_list.read_rows(snapshot.connection, ids, snapshot.scope)


def read_page(workspace: Workspace, ids: Collection[int], as_of: date | None = None) -> tuple[LedgerRow, ...]:
    """The rows with these ids, as far as they are there, in their order."""
    with workspace.snapshot(as_of) as snapshot:
        return commitment_list.read_rows(snapshot.connection, ids, snapshot.scope)


def read_selection(workspace: Workspace, ids: Sequence[int], as_of: date | None = None) -> Selection:
    """What these commitments are."""
    with workspace.snapshot(as_of) as snapshot:
        index = snapshot.commitment_index
        index.load(snapshot.connection, (Facet.ASSESSMENT,))
        codes = commitment_list.read_codes(snapshot.connection, ids)
        return Selection(codes, facet_index.count_assessments(index, BitMap(ids)))
