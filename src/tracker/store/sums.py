"""What follows from the evidence of a commitment, kept with its state so that lists need no sums."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, select

from tracker.domain.quantity import Measurement, Quantity, Term, Working, working
from tracker.store import sql as t


def summary_of(connection: Connection, state: Row) -> dict[str, Any]:
    """The derived columns of a commitment's state, from its current and not withdrawn evidence."""
    links = connection.execute(
        select(t.evidence_link, t.evidence_state.c.published)
        .select_from(t.evidence_link)
        .join(t.evidence_state, t.evidence_state.c.evidence_id == t.evidence_link.c.evidence_id)
        .where(
            t.evidence_link.c.commitment_id == state.commitment_id,
            t.evidence_link.c.until.is_(None),
            t.evidence_state.c.until.is_(None),
            t.evidence_state.c.withdrawn.is_(False),
        )
        .order_by(t.evidence_state.c.published, t.evidence_link.c.id)
    ).all()
    found = _working(state, links)
    return {
        "working": [[str(term.value), term.source] for term in found.terms] if found else None,
        "reached": found.reached if found else None,
        "latest_evidence": links[-1].published if links else None,
        "evidence_count": len({link.evidence_id for link in links}),
    }


def _working(state: Row, links: Sequence[Row]) -> Working | None:
    quantity = quantity_of(state)
    if quantity is None:
        return None
    return working(
        quantity,
        [
            Measurement(link.value, link.unit, link.role, link.published, link.stage)
            for link in links
            if link.value is not None
        ],
    )


def quantity_of(state: Row) -> Quantity | None:
    """The promised amount of a commitment's state, if one was promised."""
    if state.operator is None:
        return None
    return Quantity(
        operator=state.operator,
        value=state.target,
        unit=state.unit or "",
        basis=state.counting,
        wording=state.wording or "",
        counted=state.counted or "",
        baseline=state.baseline,
    )


def working_of(state: Row) -> Working | None:
    """The kept working of a commitment's state."""
    quantity = quantity_of(state)
    if quantity is None or not state.working:
        return None
    terms = tuple(Term(Decimal(value), source) for value, source in state.working)
    return Working(terms, sum((term.value for term in terms), Decimal(0)), quantity)
