"""Lets the ledgers of all tests share the SQL that SQLAlchemy has compiled.

An engine compiles a statement when it first meets it. The program opens a ledger and keeps it; the tests open
thousands, and spent two fifths of their time in compiling the same statements for each.
"""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache

_STATEMENTS = 2_000
"""How many are kept; the program has some hundreds for each kind of database."""


class _Compiled(LRUCache[Any, Any]):
    """Files a statement under the class of its dialect; SQLAlchemy does so under the dialect, and each engine has its
    own."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_all_engines(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_of_all_engines(key), compiled)


def _of_all_engines(key: Any) -> Any:
    dialect, *rest = key
    return type(dialect), *rest


def share_compiled_statements() -> None:
    """From now on, and for every engine of this process."""
    cache = _Compiled(_STATEMENTS)

    @event.listens_for(Engine, "engine_connect")
    def _use(connection: Connection) -> None:
        connection.execution_options(compiled_cache=cache)
