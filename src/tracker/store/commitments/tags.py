"""Tags of commitments."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, select

from tracker.store.database.tables import CommitmentTag
from tracker.store.database.versions import Horizon, live


def tags_of(
    connection: Connection, commitment_ids: Collection[int], horizon: Horizon | None = None
) -> dict[int, set[str]]:
    """The tags of each of these commitments, now or at a horizon."""
    standing = CommitmentTag.until.is_(None) if horizon is None else live(CommitmentTag, horizon)
    found: dict[int, set[str]] = defaultdict(set)
    columns = select(CommitmentTag.commitment_id, CommitmentTag.label)
    statement = columns.where(CommitmentTag.commitment_id.in_(commitment_ids), standing)
    for commitment_id, label in connection.execute(statement).all():
        found[commitment_id].add(label)
    return found
