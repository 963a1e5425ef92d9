"""Many plain numbers and words at once, past the making of a row of each."""

from array import array
from collections.abc import Iterator
from itertools import chain
from typing import TypeVarTuple

from sqlalchemy import Connection, Select

from tracker.store.database.decoding import StoredValueError

_Columns = TypeVarTuple("_Columns")
ID_CODE = "I"
"""How ids are held in an array: four bytes each, which are enough for four thousand million rows."""
_PAGE = 5_000


def fetch(connection: Connection, statement: Select[*_Columns]) -> Iterator[tuple[*_Columns]]:
    """The rows as the driver has them: only for columns that mean the same in every database, numbers and text."""
    cursor = connection.execute(statement).cursor
    return iter(()) if cursor is None else chain.from_iterable(iter(lambda: cursor.fetchmany(_PAGE), []))


def numbers(connection: Connection, statement: Select[int]) -> "array[int]":
    """The numbers of a single column, which are ids."""
    try:
        return array(ID_CODE, chain.from_iterable(fetch(connection, statement)))
    except (TypeError, OverflowError) as error:
        raise StoredValueError from error
