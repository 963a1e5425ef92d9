"""Compare what a file has of tables, indexes, triggers and views with the schema of its own version.

`db/schemas/<version>.txt` names every object that a ledger of that version has, one a line, in the form of `normal`; a
test makes it of the migrations. SQLite builds what it does from the same text, so that nothing can hide behind it: what
is in the file and not in the list, is missing, or reads otherwise, is named. SQLAlchemy is not needed for any of it,
since each start does it: about three milliseconds.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from tracker.domain.errors import UserError
from tracker.locations import db_dir
from tracker.store.safety.ledger_inspection import UNREADABLE, quietly

_MOST_OBJECTS = 2_000
"""More than ten times what any ledger has."""
_LONGEST_SQL = 20_000
"""Characters; several times the longest of ours."""
_NAMED = 3
"""So many objects are named in one sentence; `tracker check` names all."""
_LONGEST_NAME = 60
_LONGEST_VERSION = 32
_NUMBER = ("table", "alembic_version")
_OURS = frozenset({"alembic_version", "event", "commitment"})
"""The tables by which a file passes for a ledger at all."""
_KINDS = ("trigger", "view", "table", "index")
_STATISTICS = {
    ("table", "sqlite_stat1"): ("sqlite_stat1", "CREATE TABLE sqlite_stat1 ( tbl , idx , stat )"),
    ("table", "sqlite_stat4"): ("sqlite_stat4", "CREATE TABLE sqlite_stat4 ( tbl , idx , neq , nlt , ndlt , sample )"),
}
"""What some programs leave, and some builds of SQLite make: it only plans queries."""
_TOKENS = re.compile(
    r"""[ \t\n\f\r]+|--[^\n]*(?:\n|$)|/\*.*?(?:\*/|$)|"""
    r"""(\w+|[(),]|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|.)""",
    re.DOTALL,
)
"""A token, or what SQLite takes for a blank or a comment: no other blanks, which it takes for letters."""
_PLAIN_NAME = re.compile('"[a-z_][a-z0-9_]*"')
_NAME_BY_FTS5 = re.compile(r"'[a-z_0-9]+'")
"""How FTS5 writes the names of its own tables."""
_MADE_BY_SQLITE = "-"
"""Stands for the SQL of an index that SQLite makes for a constraint."""
_CONSTRAINTS = frozenset({"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"})

Shape = Mapping[tuple[str, str], tuple[str, str]]
"""Each object's type and name; its table, and its SQL in the form of `normal`."""


@dataclass(frozen=True, slots=True)
class SchemaDifference:
    """An object that a file should not have, lacks, or has otherwise. `code` names a fault."""

    code: str
    kind: str
    name: str


def read_version(connection: sqlite3.Connection) -> str | None:
    """The number of a ledger's schema; None where there is not exactly one, or it holds more than
    letters and digits.

    Whoever asks knows that it is in a plain table. Raises `sqlite3.Error`.
    """
    # Two rows at most, to see whether there is only one; and cut within SQLite, since a strange file may hold gigabytes
    # there.
    statement = f"SELECT substr(version_num, 1, {_LONGEST_VERSION + 1}) FROM alembic_version LIMIT 2"  # noqa: S608
    rows = connection.execute(statement).fetchall()
    version = rows[0][0] if len(rows) == 1 else None
    if not isinstance(version, str) or len(version) > _LONGEST_VERSION:
        return None
    return version if version.isalnum() else None


@cache
def known_versions() -> tuple[str, ...]:
    """The number of every schema that this program can read, oldest first."""
    return tuple(sorted(path.name.partition("_")[0] for path in (db_dir() / "migrations" / "versions").glob("*.py")))


@cache
def shape_of_version(version: str) -> Shape:
    """What a ledger of a version has."""
    lines = (db_dir() / "schemas" / f"{version}.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.split(" ", 3) for line in lines)
    return {(kind, name): (table, sql) for kind, name, table, sql in parts}


def lines_of(connection: sqlite3.Connection) -> Iterator[str]:
    """The lines of `db/schemas` for an empty ledger."""
    for (kind, name), (table, sql) in sorted(_shape_of(connection).items()):
        if (kind, name) not in _STATISTICS:
            yield f"{kind} {name} {table} {sql}"


def differences(connection: sqlite3.Connection, version: str) -> tuple[SchemaDifference, ...]:
    """Everything in which a file is not as a ledger of that version. Raises `sqlite3.Error`."""
    return _compare(_shape_of(connection), version)


def closest_version(connection: sqlite3.Connection) -> str | None:
    """The version that a file is nearest to, whatever number is in it; None where it is no ledger, or its schema
    cannot be read."""
    try:
        found = _shape_of(connection)
    except UNREADABLE:
        return None
    if not any(name.lower() in _OURS for _, name in found):
        return None
    # Newest first, so that of two that are equally near the newer one is said.
    return min(reversed(known_versions()), key=lambda version: len(_compare(found, version)))


def refuse_strange(connection: sqlite3.Connection, path: Path, *, may_be_empty: bool = False) -> None:
    """Refuse a file that is no ledger of ours, before anything reads its rows.

    Raises `ledger_not_database` for another program's, `ledger_newer`, `ledger_number_unclear` where the number of the
    schema makes no sense, and `ledger_schema_strange`, which names what is not ours.
    """
    found = _shape_of(connection)
    if not found and may_be_empty:
        return
    if not {name.lower() for _, name in found} >= _OURS:
        raise UserError("ledger_not_database", path=str(path))
    # Compared before its row is read: under this name could lie a view, which would run what somebody else wrote.
    if found.get(_NUMBER) != shape_of_version(known_versions()[0])[_NUMBER]:
        kinds = [kind for kind, name in found if name == _NUMBER[1]]
        raise _strange(path, [_difference("fault_schema_altered", kind, _NUMBER[1]) for kind in kinds])
    version = read_version(connection)
    if version is None:
        raise UserError("ledger_number_unclear", path=str(path))
    if version not in known_versions():
        raise UserError("ledger_newer", path=str(path))
    if unlike := _compare(found, version):
        raise _strange(path, unlike)


@contextmanager
def verified(path: Path) -> Generator[sqlite3.Connection]:
    """Read a ledger's file as `quietly` does, after its schema was compared. Raises as both do."""
    with quietly(path) as connection:
        refuse_strange(connection, path)
        yield connection


def refuse_changed(connection: sqlite3.Connection, head: str, known: int | None, location: str) -> int:
    """Refuse to go on with a ledger whose schema is not the newest, or not ours, any more; to be called within a
    transaction. Returns SQLite's number of the schema: the comparison is made where it is not the `known` one.

    Raises `ledger_newer` where a newer program has migrated it meanwhile, `ledger_schema_changed` where anybody else
    changed it, and as `refuse_strange` does.
    """
    # SQLite raises it with every change of the schema, by whatever program: reading it costs microseconds, comparing
    # the whole schema half a millisecond.
    number: int = connection.execute("PRAGMA schema_version").fetchone()[0]
    if number != known:
        refuse_strange(connection, Path(location))
    version = read_version(connection)
    if version is None:
        raise UserError("ledger_number_unclear", path=location)
    if version != head:
        raise UserError("ledger_schema_changed" if version in known_versions() else "ledger_newer", path=location)
    return number


def shown(name: str) -> str:
    """A name from a strange file, as it may be in a sentence of ours."""
    printable = "".join(sign if sign.isprintable() else "�" for sign in name[: _LONGEST_NAME + 1])
    return printable if len(printable) <= _LONGEST_NAME else f"{printable[:_LONGEST_NAME]}…"


@lru_cache(maxsize=_MOST_OBJECTS)
def normal(sql: str) -> str:
    """SQL of a schema without what may differ between two ledgers of ours: blanks, comments, quotation marks around a
    plain name, and the order of a table's constraints, which Alembic leaves to chance."""
    tokens = [token for token in _TOKENS.findall(sql) if token]
    if '"' in sql:
        tokens = [token.strip('"') if _PLAIN_NAME.fullmatch(token) else token for token in tokens]
    if tokens[:2] == ["CREATE", "TABLE"]:
        tokens[2:3] = [name.strip("'") if _NAME_BY_FTS5.fullmatch(name) else name for name in tokens[2:3]]
        tokens = _with_constraints_in_order(tokens)
    return " ".join(tokens)


def _with_constraints_in_order(tokens: list[str]) -> list[str]:
    """The statement with the constraints of its table sorted; SQLite takes them only after all columns."""
    parts: list[list[str]] = [[]]
    depth = 0
    for place, word in enumerate(tokens):
        depth += (word == "(") - (word == ")")
        # At the first level only: a comma within a CHECK, or between the columns of a key, parts nothing.
        if depth == 1 and word in ("(", ","):
            parts.append([])
        elif depth == 0 and word == ")":
            head, *body = parts
            columns = [part for part in body if part[:1] and part[0] not in _CONSTRAINTS]
            constraints = sorted(part for part in body if not part[:1] or part[0] in _CONSTRAINTS)
            listed = [token for part in (*columns, *constraints) for token in (",", *part)]
            return [*head, "(", *listed[1:], *tokens[place:]]
        else:
            parts[-1].append(word)
    return tokens


def _shape_of(connection: sqlite3.Connection) -> Shape:
    """What a file has. An object that is there twice, or shares its pages with another, is like none of ours."""
    rows = connection.execute(
        f"SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema LIMIT {_MOST_OBJECTS}"  # noqa: S608
    ).fetchall()
    keys = Counter((str(kind), str(name)) for kind, name, *_ in rows)
    pages = Counter(page for *_, page, _ in rows if page)
    shape: Shape = {}
    for kind, name, table, page, sql in rows:
        key = (str(kind), str(name))
        is_virtual = isinstance(sql, str) and sql.startswith("CREATE VIRTUAL")
        # Two objects on one page: who writes the one changes the other. A virtual table has no page of its own.
        is_sound = keys[key] == 1 and pages[page] == (0 if is_virtual else 1)
        shape[key] = (str(table), _text_of(sql) if is_sound else "?")
    return shape


def _text_of(sql: object) -> str:
    if sql is None:
        return _MADE_BY_SQLITE
    return normal(sql) if isinstance(sql, str) and len(sql) <= _LONGEST_SQL else "?"


def _compare(found: Shape, version: str) -> tuple[SchemaDifference, ...]:
    expected = shape_of_version(version)
    # A table of statistics passes by its exact text alone: under that name, too, a generated column could be brought.
    strange = [key for key in found.keys() - expected.keys() if found[key] != _STATISTICS.get(key)]
    missing = expected.keys() - found.keys()
    altered = [key for key in found.keys() & expected.keys() if found[key] != expected[key]]
    named = {"fault_schema_strange": strange, "fault_schema_missing": missing, "fault_schema_altered": altered}
    return tuple(_difference(code, *key) for code, keys in named.items() for key in sorted(keys, key=_by_danger))


def _by_danger(key: tuple[str, str]) -> tuple[int, str]:
    """What runs by itself comes first."""
    kind, name = key
    return (_KINDS.index(kind) if kind in _KINDS else 0, name)


def _difference(code: str, kind: str, name: str) -> SchemaDifference:
    return SchemaDifference(code, kind if kind in _KINDS else "object", shown(name))


def _strange(path: Path, unlike: Sequence[SchemaDifference]) -> UserError:
    names = ", ".join(one.name for one in unlike[:_NAMED])
    more = ", …" if len(unlike) > _NAMED else ""
    return UserError("ledger_schema_strange", path=str(path), objects=names + more, count=len(unlike))


HEAD = "0012"
