"""How much evidence there is: by month, and how much of it is not linked yet."""

from sqlalchemy import Connection, exists, func, select

from tracker.store import sql as t
from tracker.store.versions import Horizon, live

_MONTH = len("YYYY-MM")


def evidence_by_month(connection: Connection, horizon: Horizon) -> dict[str, int]:
    """How many pieces that stand were published in each month, the months in order."""
    piece = t.evidence_state
    month = func.substr(piece.c.published, 1, _MONTH).label("month")
    counted = (
        select(month, func.count().label("number"))
        .where(live(piece, horizon), piece.c.withdrawn.is_(False))
        .group_by("month")
        .order_by("month")
    )
    return {row.month: row.number for row in connection.execute(counted)}


def count_unlinked(connection: Connection, horizon: Horizon) -> int:
    """How many pieces that stand bear on no commitment yet."""
    piece, link = t.evidence_state, t.evidence_link
    linked = exists(select(link.c.id).where(link.c.evidence_id == piece.c.evidence_id, live(link, horizon)))
    unlinked = (
        select(func.count()).select_from(piece).where(live(piece, horizon), piece.c.withdrawn.is_(False), ~linked)
    )
    return connection.scalar(unlinked) or 0
