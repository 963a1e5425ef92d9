"""Alembic's environment. The program hands over its own connection, so that a migration runs as it runs for users."""

from typing import Any

from alembic import context
from sqlalchemy.types import TypeDecorator

from tracker.store.database.watch_tables import all_tables


def _plain_types(kind: str, item: Any, _context: object) -> str | bool:
    """Write plain SQL types into migrations: they must not change meaning when our classes do."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=all_tables,
    render_as_batch=True,
    render_item=_plain_types,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
