"""What follows from the evidence of a commitment, kept with its state so that lists need no sums."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from tracker.domain.quantity import Measurement, working
from tracker.store import sql as t
from tracker.store.amounts import quantity_of
from tracker.store.versions import Horizon, live


def summary_of(connection: Connection, state: Row) -> dict[str, Any]:
    """The derived columns of a commitment's state, from its current and not withdrawn evidence."""
    links = _proving(connection, {state.commitment_id}, None)
    quantity = quantity_of(state)
    found = working(quantity, _measured(links)) if quantity else None
    return {
        "working": [[str(term.value), term.source] for term in found.terms] if found else None,
        "reached": found.reached if found else None,
        "latest_evidence": links[-1].published if links else None,
        "evidence_count": len({link.evidence_id for link in links}),
    }


def measurements(
    connection: Connection, commitment_ids: Collection[int], horizon: Horizon, apart_from: int | None = None
) -> dict[int, list[Measurement]]:
    """What the evidence measured of these commitments, oldest first; `apart_from` leaves one piece of it out."""
    links: dict[int, list[Row]] = defaultdict(list)
    for link in _proving(connection, commitment_ids, horizon):
        if link.evidence_id != apart_from:
            links[link.commitment_id].append(link)
    return {commitment_id: _measured(rows) for commitment_id, rows in links.items()}


def _proving(connection: Connection, commitment_ids: Collection[int], horizon: Horizon | None) -> Sequence[Row]:
    """The links of evidence that counts: neither withdrawn nor a report of the same briefing; None means now."""
    link, state = t.evidence_link, t.evidence_state
    now = [table.c.until.is_(None) for table in (link, state)]
    true = now if horizon is None else [live(table, horizon) for table in (link, state)]
    return connection.execute(
        select(link, state.c.published)
        .select_from(link)
        .join(state, state.c.evidence_id == link.c.evidence_id)
        .where(link.c.commitment_id.in_(commitment_ids), *true)
        .where(state.c.withdrawn.is_(False), state.c.same_briefing.is_(False))
        .order_by(state.c.published, link.c.id)
    ).all()


def _measured(links: Sequence[Row]) -> list[Measurement]:
    return [
        Measurement(link.value, link.unit, link.role, link.published, link.stage)
        for link in links
        if link.value is not None
    ]
