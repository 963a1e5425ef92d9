"""Questions about all commitments of a report together, however many they are."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Connection, Select, exists, func, select

from tracker.domain.rows import LedgerRow, SourceRow
from tracker.domain.terms import RelationKind
from tracker.store.commitments.commitment_detail import list_sources
from tracker.store.database.evidence_tables import EvidenceLink, EvidenceState, OfficialClaim, Restatement
from tracker.store.database.tables import Commitment, Source
from tracker.store.database.versions import Horizon, live

_PAGE = 500


def sources_of(connection: Connection, wanted: Select[int]) -> tuple[SourceRow, ...]:
    """Return the sources that these commitments come from; all, where there are no commitments."""
    mine = select(Commitment.source_id).where(Commitment.id.in_(wanted)).distinct()
    used = frozenset(connection.scalars(mine))
    return tuple(source for source in list_sources(connection) if not used or source.id in used)


def has_statements(connection: Connection, wanted: Select[int], horizon: Horizon) -> bool:
    """Return whether the ministry said anything of one of these later: an official claim, or other words."""
    said = (OfficialClaim, Restatement)
    return any(
        connection.scalar(select(exists().where(one.commitment_id.in_(wanted), live(one, horizon)))) for one in said
    )


def relation_kinds(connection: Connection, wanted: Select[int], horizon: Horizon) -> frozenset[RelationKind]:
    """Return how later words stand to these commitments."""
    said = Restatement
    return frozenset(
        connection.scalars(select(said.kind).where(said.commitment_id.in_(wanted), live(said, horizon)).distinct())
    )


def has_evidence(connection: Connection, wanted: Select[int], horizon: Horizon) -> bool:
    """Return whether any evidence in use bears on one of these."""
    state = EvidenceState
    bears = (
        exists()
        .where(EvidenceLink.commitment_id.in_(wanted), live(EvidenceLink, horizon))
        .where(state.evidence_id == EvidenceLink.evidence_id, live(state, horizon), state.withdrawn.is_(False))
    )
    return bool(connection.scalar(select(bears)))


def with_days(connection: Connection, rows: Sequence[LedgerRow]) -> tuple[tuple[LedgerRow, date], ...]:
    """Each row with the day of the briefing that it was promised at."""
    asked = select(Commitment.id, Source.held_on).join(Source, Source.id == Commitment.source_id)
    found = connection.execute(asked.where(Commitment.id.in_([row.id for row in rows])))
    days = {row.id: row.held_on for row in found}
    return tuple((row, days[row.id]) for row in rows)


def count_standing(connection: Connection, ids: Collection[int], wanted: Select[int], horizon: Horizon) -> int:
    """Return how many of these pieces of evidence are in use, and bear on one of these commitments."""
    linked = select(EvidenceLink.evidence_id).where(EvidenceLink.commitment_id.in_(wanted), live(EvidenceLink, horizon))
    counted = (
        select(func.count())
        .select_from(EvidenceState)
        .where(live(EvidenceState, horizon), EvidenceState.withdrawn.is_(False), EvidenceState.evidence_id.in_(linked))
    )
    asked = sorted(ids)
    # Pages, since no database takes any number of parameters in one statement.
    pages = (asked[start : start + _PAGE] for start in range(0, len(asked), _PAGE))
    return sum(connection.scalar(counted.where(EvidenceState.evidence_id.in_(page))) or 0 for page in pages)
