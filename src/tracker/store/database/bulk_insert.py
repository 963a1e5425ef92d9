"""Many new rows at once, as the driver takes them: to adapt each value costs more than the database does.

So the values are plain: a term by its value, a day in ISO form, JSON as text, an amount as a float.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from tracker.store.database.typed_columns import Table

_MARKS = {"sqlite": "?", "postgresql": "%s"}


def reserve(connection: Connection, table: type[Table], count: int) -> Sequence[int]:
    """Ids for so many new rows, rising; the rows are to be put before more are reserved."""
    if connection.dialect.name == "sqlite":  # who writes has the ledger alone
        last = connection.scalar(select(func.max(table.__table__.c.id))) or 0
        return range(last + 1, last + 1 + count)
    numbered = select(func.nextval(func.pg_get_serial_sequence(table.__table__.name, "id")))
    return sorted(connection.scalars(numbered.select_from(func.generate_series(1, count))))


def put(connection: Connection, table: type[Table], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, each the plain values of these columns."""
    if rows:
        quote = connection.dialect.identifier_preparer.quote
        marks = ", ".join([_MARKS[connection.dialect.name]] * len(columns))
        names = ", ".join(map(quote, columns))
        insert = f"INSERT INTO {quote(table.__table__.name)} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own
        connection.exec_driver_sql(insert, list(rows))
