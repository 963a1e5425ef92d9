"""The search log: whether a commitment was searched for."""

from sqlalchemy import Connection, select

from tracker.store import sql as t


def has_search(connection: Connection, commitment_id: int) -> bool:
    """Whether any search for evidence of the commitment is on record (§6)."""
    logged = (
        select(t.search_log.c.id)
        .where(t.search_log.c.commitment_id == commitment_id, t.search_log.c.until.is_(None))
        .limit(1)
    )
    return connection.scalar(logged) is not None
