"""What the keys of departments, topics and speakers are called."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from tracker.domain.rows import Name
from tracker.domain.search.ledger_query import Facet
from tracker.store.database.tables import Department, Speaker, Topic

NAMED = {
    Facet.DEPARTMENT: Department,
    Facet.LEAD: Department,
    Facet.TOPIC: Topic,
    Facet.SPEAKER: Speaker,
}
"""Facets whose values are keys of something that has a name."""


def names_of(connection: Connection, facets: Iterable[Facet]) -> dict[Facet, dict[str, Name]]:
    """The names of the keys of these facets, in their order; none for those whose values are terms or words."""
    return {facet: _names(connection, facet) if facet in NAMED else {} for facet in facets}


def _names(connection: Connection, facet: Facet) -> dict[str, Name]:
    table = NAMED[facet]
    named = select(table.key, table.name, table.name_en)
    named = named.order_by(table.id) if issubclass(table, Speaker) else named.order_by(table.position, table.id)
    return {row.key: Name(row.key, row.name, row.name_en) for row in connection.execute(named)}
