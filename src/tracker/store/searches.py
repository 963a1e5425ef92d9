"""The search log: which commitments were searched for."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from tracker.store import sql as t

_LOGGED = (
    select(t.search_log.c.commitment_id)
    .where(t.search_log.c.commitment_id.in_(bindparam("ids", expanding=True)), t.search_log.c.until.is_(None))
    .distinct()
)


def searched(connection: Connection, commitment_ids: Sequence[int]) -> frozenset[int]:
    """Those of the commitments of which any search for evidence is on record (§6)."""
    return frozenset(connection.scalars(_LOGGED, {"ids": commitment_ids}))
