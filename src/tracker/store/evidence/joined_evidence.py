"""Pieces of evidence that were joined into another, because they are the same document (coding rules §5)."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from tracker.store.database.evidence_tables import EvidenceState
from tracker.store.database.id_pages import pages
from tracker.store.database.versions import Horizon, live

_NOW = EvidenceState.until.is_(None)


def replacements_of(connection: Connection, ids: Collection[int], horizon: Horizon | None = None) -> dict[int, int]:
    """Return by the id of each piece that was joined into another the one that replaces it in the end.

    At a horizon, by default now; pieces that were not joined are left out.
    """
    next_of = _joined(connection, ids, horizon)
    asked = frozenset(next_of.values()) - next_of.keys()
    while asked:  # what it was joined into may have been joined itself
        found = _joined(connection, asked, horizon)
        next_of |= found
        asked = frozenset(found.values()) - next_of.keys()
    return {known: _end(known, next_of) for known in ids if known in next_of}


def _joined(connection: Connection, ids: Collection[int], horizon: Horizon | None) -> dict[int, int]:
    true = _NOW if horizon is None else live(EvidenceState, horizon)
    found: dict[int, int] = {}
    for page in pages(sorted(ids)):
        joined = EvidenceState.evidence_id.in_(page), EvidenceState.joined_into.is_not(None)
        rows = connection.execute(select(EvidenceState.evidence_id, EvidenceState.joined_into).where(true, *joined))
        found |= {row.evidence_id: row.joined_into for row in rows}
    return found


def _end(known: int, next_of: dict[int, int]) -> int:
    # No circle can be: a piece that was joined is withdrawn, and nothing is joined into a withdrawn one.
    while known in next_of:
        known = next_of[known]
    return known
