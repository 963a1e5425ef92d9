"""What the keys of departments, topics and speakers are called."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from tracker.domain.rows import Name
from tracker.domain.search.ledger_query import Facet
from tracker.store.database import table_handles as t

NAMED = {
    Facet.DEPARTMENT: t.department,
    Facet.LEAD: t.department,
    Facet.TOPIC: t.topic,
    Facet.SPEAKER: t.speaker,
}
"""Facets whose values are keys of something that has a name."""


def names_of(connection: Connection, facets: Iterable[Facet]) -> dict[Facet, dict[str, Name]]:
    """The names of the keys of these facets, in their order; none for those whose values are terms or words."""
    return {facet: _names(connection, facet) if facet in NAMED else {} for facet in facets}


def _names(connection: Connection, facet: Facet) -> dict[str, Name]:
    table = NAMED[facet]
    order = [table.c.position] if "position" in table.c else []
    named = select(table.c.key, table.c.name, table.c.name_en).order_by(*order, table.c.id)
    return {row.key: Name(row.key, row.name, row.name_en) for row in connection.execute(named)}
