"""What every connection to SQLite is set to before it reads anything: a file's own schema runs nothing.

A ledger has plain tables, indexes and one search index. Triggers, views and functions that a file brings along belong
to somebody else, see `schema_check`, which refuses them by name. This is the second wall behind it.
"""

import sqlite3
from collections.abc import Mapping

_PRAGMAS = ("trusted_schema = OFF", "recursive_triggers = OFF", "cell_size_check = ON")
# No file may be attached, so that VACUUM does not work on these connections either: it attaches the file it writes to.
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 500_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 0,
}
"""Bytes of a value or a row; bytes of a statement, those of the file's schema too; files beside the first; and triggers
that run."""
_SWITCHES: Mapping[str, bool] = {
    "SQLITE_DBCONFIG_DEFENSIVE": True,
    "SQLITE_DBCONFIG_ENABLE_TRIGGER": False,
    "SQLITE_DBCONFIG_ENABLE_VIEW": False,
    "SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION": False,
}
"""Python sets them from 3.12 on. Before, the limits and the authorizer hold triggers and views off by themselves."""
_NEVER = frozenset({sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_CREATE_TRIGGER,
                    sqlite3.SQLITE_CREATE_VIEW}, )  # fmt: skip
_FORBIDDEN_FUNCTIONS = frozenset({"load_extension", "fts3_tokenizer"})

_STEPS_BETWEEN = 1_000_000
_STEPS_AT_LEAST = 100_000_000
_STEPS_PER_BYTE = 50


def harden(connection: sqlite3.Connection, *, salvage: bool = False) -> sqlite3.Connection:
    """Let nothing that a file brings along run on this connection, and return it.

    With `salvage` the file's schema may be read though it is damaged, and the tables behind a search index be written.
    Reads nothing of the file.
    """
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    for limit, most in _LIMITS.items():
        connection.setlimit(limit, most)
    # Python 3.11 cannot reach these switches.
    set_switch = getattr(connection, "setconfig", None)
    if set_switch is not None:
        for name, on in _SWITCHES.items():
            if not (salvage and name == "SQLITE_DBCONFIG_DEFENSIVE"):
                set_switch(getattr(sqlite3, name), on)
    # The one wall that is there on every version of Python; asked when a statement is prepared, so it costs nothing for
    # each row.
    connection.set_authorizer(_authorize)
    return connection


def bound(connection: sqlite3.Connection, size: int) -> None:
    """End whatever reads on and on in a file of `size` bytes that nobody has looked at yet: `SQLITE_INTERRUPT`.

    The bound counts SQLite's own steps, so that a slow disk reaches it no sooner. It is several times what checking
    every page, row and index of a ledger takes, and about a second for a file of a megabyte.
    """
    left = (_STEPS_AT_LEAST + size * _STEPS_PER_BYTE) // _STEPS_BETWEEN

    def is_over() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    connection.set_progress_handler(is_over, _STEPS_BETWEEN)


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, source: str | None) -> int:
    """Asked when a statement is prepared, of each column that it reads. `source` is the trigger or view by which it
    does: nothing that a ledger holds, and nothing that we ask, has one."""
    if source is not None or action in _NEVER:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and second in _FORBIDDEN_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
