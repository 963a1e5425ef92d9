"""Questions about all commitments of a report together, however many they are."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Select, exists, func, or_, select

from tracker.domain.rows import LedgerRow, SourceRow
from tracker.domain.safety.event_days import EventDays
from tracker.domain.terms import Bearing, RelationKind
from tracker.domain.text.dates import day_of, is_early
from tracker.store.commitments.commitment_detail import list_sources
from tracker.store.database.evidence_tables import EvidenceLink, EvidenceState, OfficialClaim, Restatement
from tracker.store.database.tables import Commitment, Event, Source
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
    query = select(Commitment.id, Source.held_on).join(Source, Source.id == Commitment.source_id)
    found = connection.execute(query.where(Commitment.id.in_([row.id for row in rows])))
    days = {row.id: row.held_on for row in found}
    return tuple((row, days[row.id]) for row in rows)


@dataclass(frozen=True, slots=True)
class DatedLink:
    """A piece of evidence in use that bears on a commitment in some way, with the days on which it was published and
    takes effect."""

    evidence_id: int
    commitment_id: int
    bearing: Bearing
    published: str
    effective_on: date | None


def dated_since(
    connection: Connection, wanted: Select[int], horizon: Horizon, since: date, entered: Collection[int]
) -> Iterator[DatedLink]:
    """Yield the evidence of these commitments that is dated about a day or later, or is among the `entered` pieces.

    Background, what was published before the briefing, and other reports of the same briefing are left out (§5). Days
    are not compared to the day: a month counts by its last one, which the caller asks.
    """
    state = EvidenceState
    is_new = or_(state.published >= since.isoformat()[: len("YYYY-MM")], state.effective_on > since)
    query = (
        select(state.evidence_id, EvidenceLink.commitment_id, EvidenceLink.bearing, state.published, state.effective_on)
        .join(EvidenceLink, EvidenceLink.evidence_id == state.evidence_id)
        .join(Commitment, Commitment.id == EvidenceLink.commitment_id)
        .join(Source, Source.id == Commitment.source_id)
        .where(live(state, horizon), state.withdrawn.is_(False), state.same_briefing.is_(False))
        .where(live(EvidenceLink, horizon), EvidenceLink.bearing != Bearing.CONTEXT)
        .where(EvidenceLink.commitment_id.in_(wanted))
        .add_columns(Source.held_on)
        .distinct()
    )
    late = sorted(entered)
    # Pages, since no database takes any number of parameters in one statement.
    pages = (late[start : start + _PAGE] for start in range(0, len(late), _PAGE))
    for chosen in (is_new, *(state.evidence_id.in_(page) for page in pages)):
        for row in connection.execute(query.where(chosen)):
            if not is_early(row.published, row.held_on):
                yield DatedLink(row.evidence_id, row.commitment_id, row.bearing, row.published, row.effective_on)


def recorded_on(
    connection: Connection, wanted: Select[int], horizon: Horizon, days: EventDays | None
) -> Mapping[int, date]:
    """Return the day on which each piece of evidence that bears on one of these was entered, by its id.

    `days` tells when each event came where their times do not follow their order.
    """
    linked = select(EvidenceLink.evidence_id).where(EvidenceLink.commitment_id.in_(wanted), live(EvidenceLink, horizon))
    first = (
        select(EvidenceState.evidence_id, func.min(EvidenceState.since).label("event"))
        .where(EvidenceState.evidence_id.in_(linked))
        .group_by(EvidenceState.evidence_id)
        .subquery()
    )
    query = select(first.c.evidence_id, Event.id, Event.at).join(Event, Event.id == first.c.event)
    return {
        row.evidence_id: day_of(days.moment_of(row.id) if days is not None else row.at)
        for row in connection.execute(query)
    }


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """Something that was said of a commitment after its briefing, and the event and the day by which it was entered."""

    uid: str
    said_on: str
    event: int
    on: date


def statements_recorded(
    connection: Connection, wanted: Select[int], horizon: Horizon, days: EventDays | None
) -> Iterator[StatementEntry]:
    """Yield the official claims and later words about these commitments. `days` as for `recorded_on`."""
    for table in (OfficialClaim, Restatement):
        # An entry that was withdrawn and brought back has more than one version.
        first = select(table.uid, func.min(table.since).label("event")).group_by(table.uid).subquery()
        query = (
            select(table.uid, table.said_on, Source.held_on, Event.id, Event.at)
            .join(first, first.c.uid == table.uid)
            .join(Event, Event.id == first.c.event)
            .join(Commitment, Commitment.id == table.commitment_id)
            .join(Source, Source.id == Commitment.source_id)
            .where(table.commitment_id.in_(wanted), live(table, horizon))
        )
        for row in connection.execute(query):
            if not is_early(row.said_on, row.held_on):
                on = day_of(days.moment_of(row.id) if days is not None else row.at)
                yield StatementEntry(row.uid, row.said_on, row.id, on)
