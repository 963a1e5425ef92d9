"""Many plain numbers and words at once, past the making of a row of each."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select

_PAGE = 5_000


def fetch(connection: Connection, statement: Select) -> Iterator[Sequence[Any]]:
    """The rows as the driver has them: only for columns that mean the same in every database, numbers and text."""
    cursor = connection.execute(statement).cursor
    while cursor is not None and (page := cursor.fetchmany(_PAGE)):
        yield from page


def numbers(connection: Connection, statement: Select) -> Iterator[int]:
    """The numbers of a single column."""
    return (row[0] for row in fetch(connection, statement))
