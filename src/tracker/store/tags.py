"""Tags of commitments."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, select

from tracker.store import sql as t


def tags_of(connection: Connection, commitment_ids: Collection[int]) -> dict[int, set[str]]:
    """The current tags of each of these commitments."""
    tag = t.commitment_tag
    found: dict[int, set[str]] = defaultdict(set)
    statement = select(tag).where(tag.c.commitment_id.in_(commitment_ids), tag.c.until.is_(None))
    for row in connection.execute(statement):
        found[row.commitment_id].add(row.label)
    return found
