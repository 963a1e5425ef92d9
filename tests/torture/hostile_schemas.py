"""Ledgers whose own tables, triggers, views and functions would do something to whoever opens them.

Each of `HOSTILE` makes one of a sound ledger. What it would run writes `MARK` into the canary's row, shows it, swallows
what is written, or goes on for ever. The mark stands nowhere in its SQL, only its two halves.
"""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from tracker.store.database.schema_check import HEAD

MARK = b"CANARY-HAS-RUN"
_RUN = "('CANARY-' || 'HAS-RUN')"
_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
_STRIKE = f"UPDATE speaker SET name_en = {_RUN} WHERE id = 1; DELETE FROM commitment_tag;"
"""The first speaker is the canary."""
Make = Callable[[sqlite3.Connection], object]


def make_hostile(name: str, ledger: Path) -> None:
    """Let a sound ledger become a hostile one; nobody may have it open."""
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.create_function("folded", 1, lambda said: said, deterministic=True)
        connection.create_collation("evil", lambda one, other: (one > other) - (one < other))
        HOSTILE[name](connection)


def _run(*statements: str) -> Make:
    return lambda connection: [connection.executescript(statement) for statement in statements]


def _trigger(when: str, does: str = _STRIKE, name: str = "helper") -> Make:
    return _run(f'CREATE TRIGGER "{name}" {when} BEGIN {does} END')


def _view_instead_of(table: str, query: str, *further: str) -> Make:
    """The table goes by another name, and a view has its own. `{columns}` are those of the table."""

    def make(connection: sqlite3.Connection) -> None:
        columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f'PRAGMA table_info("{table}")'))
        connection.execute("PRAGMA legacy_alter_table = ON")
        connection.execute(f'ALTER TABLE "{table}" RENAME TO "{table}_kept"')
        connection.execute(f'CREATE VIEW "{table}" AS ' + query.format(columns=columns, kept=f'"{table}_kept"'))
        for statement in further:
            connection.execute(statement)

    return make


def _endless_view(table: str) -> Make:
    return _view_instead_of(table, f"{_ENDLESS} SELECT {{columns}} FROM {{kept}}, n")


def _forge(change: str, *values: object) -> Make:
    """Write into SQLite's own table of the schema."""

    def make(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(change, values)
        number = connection.execute("PRAGMA schema_version").fetchone()[0]
        connection.execute(f"PRAGMA schema_version = {number + 1}")

    return make


def _reword(table: str, old: str, new: str) -> Make:
    change = "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ? AND instr(sql, ?)"
    return _forge(change, old, new, table, old)


def _rebuilt(table: str, old: str, new: str) -> Make:
    """The table made again by other SQL, with its rows."""

    def make(connection: sqlite3.Connection) -> None:
        sql = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
        columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f'PRAGMA table_info("{table}")'))
        assert old in sql
        connection.execute("PRAGMA legacy_alter_table = ON")
        connection.execute(f'ALTER TABLE "{table}" RENAME TO kept')
        connection.execute(sql.replace(old, new, 1))
        connection.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM kept')
        connection.execute("DROP TABLE kept")

    return make


def _numbered(*values: object) -> Make:
    def make(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM alembic_version")
        connection.executemany("INSERT INTO alembic_version VALUES (?)", [(value,) for value in values])

    return make


_AS_PLAIN = "CREATE TRIGGER writing INSTEAD OF INSERT ON search_log BEGIN SELECT 1; END"
_NO_ROWID = (
    "PRIMARY KEY (id), \n\tCONSTRAINT fk_commitment_tag_commitment_id_commitment "
    "FOREIGN KEY(commitment_id) REFERENCES commitment (id)\n)"
)

HOSTILE: Mapping[str, Make] = {
    "trigger after an event": _trigger("AFTER INSERT ON event"),
    "trigger that swallows an event": _trigger("BEFORE INSERT ON event", "SELECT raise(IGNORE);"),
    "trigger that alters a judgement": _trigger(
        "AFTER INSERT ON commitment_state", f"UPDATE commitment_state SET title = {_RUN} WHERE id = new.id;"
    ),
    "trigger that ends a search": _trigger(
        "AFTER INSERT ON search_log", "DELETE FROM search_log WHERE id = new.id;" + _STRIKE
    ),
    "trigger on a column of the versions": _trigger("AFTER UPDATE OF until ON commitment_state"),
    "trigger on the number of the schema": _trigger("AFTER UPDATE ON alembic_version"),
    "trigger on the history": _trigger("BEFORE INSERT ON event_commitment"),
    "trigger on the words that are searched": _trigger("AFTER DELETE ON search_text"),
    "trigger that runs on and on": _trigger(
        "AFTER INSERT ON event", f"INSERT INTO commitment_tag SELECT * FROM ({_ENDLESS} SELECT i, 0, 0, 1, i FROM n);"
    ),
    "trigger that calls itself": _run(
        "PRAGMA recursive_triggers = ON;"
        f"CREATE TRIGGER helper AFTER UPDATE ON speaker BEGIN {_STRIKE} END;"
        f"CREATE TRIGGER other AFTER INSERT ON event BEGIN {_STRIKE} END"
    ),
    "trigger by our own function": _trigger("AFTER INSERT ON event WHEN folded(new.author) <> ''"),
    "trigger with a name of many lines": _trigger("AFTER INSERT ON event", name="\n\x1b[2J\u202e" + "x" * 50_000),
    "trigger on every table": lambda connection: [
        connection.execute(f'CREATE TRIGGER "{deed} on {name}" AFTER {deed} ON "{name}" BEGIN {_STRIKE} END')
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for deed in ("INSERT", "UPDATE", "DELETE")
        if not name.startswith(("sqlite_", "search_index"))
    ],
    "view instead of the events": _view_instead_of("event", "SELECT {columns} FROM {kept}"),
    "endless view instead of the events": _endless_view("event"),
    "endless view instead of the commitments": _endless_view("commitment"),
    "endless view instead of the judgements": _endless_view("commitment_state"),
    "endless view instead of the evidence": _endless_view("evidence_state"),
    "endless view instead of the sources": _endless_view("source"),
    "endless view instead of the words that are searched": _endless_view("search_text"),
    "endless view instead of the number": _view_instead_of(
        "alembic_version", f"{_ENDLESS} SELECT i FROM n WHERE i < 0"
    ),
    "view instead of the number": _view_instead_of("alembic_version", "SELECT * FROM {kept}"),
    "view instead of the topics": _view_instead_of(
        "topic", f'SELECT id, uid, "key", {_RUN} name, {_RUN} name_en, position FROM {{kept}}'
    ),
    "view that swallows searches": _view_instead_of("search_log", "SELECT * FROM {kept}", _AS_PLAIN),
    "view of a thousand million rows": _view_instead_of(
        "department", "SELECT {columns} FROM {kept}, event a, event b, event c, event d, event e, event f"
    ),
    "view that nothing asks for": _run(f"CREATE VIEW monthly AS SELECT {_RUN}"),
    "search index of another": _run("CREATE VIRTUAL TABLE notes USING fts5(words)"),
    "search index over the events": _run(
        "DROP TABLE search_index",
        "CREATE VIRTUAL TABLE search_index USING fts5(terms, content='event', content_rowid='id', tokenize='trigram')",
    ),
    "older search index with a tokenizer": _run("CREATE VIRTUAL TABLE notes USING fts4(words, tokenize=porter)"),
    "virtual table instead of the topics": _run(
        "PRAGMA legacy_alter_table = ON; ALTER TABLE topic RENAME TO topic_kept",
        "CREATE VIRTUAL TABLE topic USING fts5(uid, key, name, name_en, position)",
    ),
    "virtual table of the file's pages": _run("CREATE VIRTUAL TABLE pages USING dbstat"),
    "virtual table of a tree": _run("CREATE VIRTUAL TABLE boxes USING rtree(id, low, high)"),
    "virtual table of the index's terms": _run("CREATE VIRTUAL TABLE terms USING fts5vocab(search_index, row)"),
    "virtual table of a module that is not there": _forge(
        "INSERT INTO sqlite_schema VALUES ('table', 'notes', 'notes', 0, 'CREATE VIRTUAL TABLE notes USING evil(x)')"
    ),
    "virtual generated column": _run(f"ALTER TABLE topic ADD COLUMN more TEXT GENERATED ALWAYS AS {_RUN} VIRTUAL"),
    "stored generated column": _rebuilt(
        "department", "position INTEGER NOT NULL", "position INTEGER NOT NULL, more TEXT AS (uid || position) STORED"
    ),
    "generated column instead of ours": _reword(
        "ledger_setting", "value FLOAT NOT NULL", "value FLOAT AS (id * 2) VIRTUAL"
    ),
    "generated column of 400 megabytes": _run(
        "ALTER TABLE topic ADD COLUMN more TEXT AS (hex(zeroblob(200000000))) VIRTUAL"
    ),
    "default that is worked out": _rebuilt(
        "search_log", "found VARCHAR NOT NULL", f"found VARCHAR DEFAULT {_RUN} NOT NULL"
    ),
    "default of a megabyte": lambda connection: connection.execute(
        f"ALTER TABLE topic ADD COLUMN more TEXT DEFAULT '{'x' * 900_000}'"
    ),
    "default of twenty megabytes": lambda connection: connection.execute(
        f"ALTER TABLE topic ADD COLUMN more TEXT DEFAULT '{'x' * 20_000_000}'"
    ),
    "index over an expression": _run("CREATE INDEX ix_more ON event (lower(author))"),
    "index over our own function": _run("CREATE INDEX ix_more ON event (folded(author))"),
    "index over a part": _run("CREATE INDEX ix_more ON event (author) WHERE kind <> 'x' AND length(author) > 0"),
    "index that allows nothing twice": _run("CREATE UNIQUE INDEX ix_more ON event (uid, kind)"),
    "index of ours in another order": _run("DROP INDEX ix_event_at", "CREATE INDEX ix_event_at ON event (at DESC)"),
    "index of ours by another collation": _run(
        "DROP INDEX ix_commitment_code",
        "CREATE INDEX ix_commitment_code ON commitment (source_id, speaker_id, code COLLATE NOCASE)",
    ),
    "collation that nobody knows": _run("CREATE INDEX ix_more ON event (author COLLATE evil)"),
    "column by another collation": _reword(
        "source", "clean_sha256 VARCHAR(64)", "clean_sha256 VARCHAR(64) COLLATE NOCASE"
    ),
    "index that is gone": _run("DROP INDEX uq_commitment_state_current"),
    "table that is gone": _run("DROP TABLE search_log"),
    "table beside ours": _run("CREATE TABLE notes AS SELECT 'x' AS words"),
    "table that looks like ours": _run("CREATE TABLE еvent (id INTEGER PRIMARY KEY)"),
    "table of ours in capitals": _run("ALTER TABLE event RENAME TO event_", "ALTER TABLE event_ RENAME TO Event"),
    "table without row numbers": _rebuilt("commitment_tag", _NO_ROWID, f"{_NO_ROWID} WITHOUT ROWID"),
    "table that checks by our own function": _reword(
        "commitment_tag", "label VARCHAR(40) NOT NULL", "label VARCHAR(40) NOT NULL CHECK (folded(label) <> 'x')"
    ),
    "table that checks nothing": _reword("omission", "CHECK (reason IN", "CHECK (1 OR reason IN"),
    "reference that deletes": _reword(
        "commitment_tag", "REFERENCES commitment (id)", "REFERENCES commitment (id) ON DELETE CASCADE"
    ),
    "reference that is another": _reword("commitment_tag", "REFERENCES commitment (id)", "REFERENCES event (id)"),
    "shadow table by another name": _forge(
        "UPDATE sqlite_schema SET name = 'kept', tbl_name = 'kept', sql = replace(sql, 'search_index_data', 'kept')"
        " WHERE name = 'search_index_data'"
    ),
    "view instead of a shadow table": _forge(
        "UPDATE sqlite_schema SET type = 'view', rootpage = 0, sql ="
        " 'CREATE VIEW search_index_docsize AS SELECT 1 id, x''00'' sz' WHERE name = 'search_index_docsize'"
    ),
    "two tables in the same pages": _forge(
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'speaker')"
        " WHERE name = 'topic'"
    ),
    "trigger under a table's name": _forge(
        "INSERT INTO sqlite_schema VALUES ('trigger', 'event', 'event', 0,"
        f" 'CREATE TRIGGER event AFTER INSERT ON event BEGIN {_STRIKE.replace(chr(39), chr(39) * 2)} END')"
    ),
    "trigger said to be an index": _forge(
        "INSERT INTO sqlite_schema VALUES ('index', 'ix_more', 'event', 0,"
        f" 'CREATE TRIGGER ix_more AFTER INSERT ON event BEGIN {_STRIKE.replace(chr(39), chr(39) * 2)} END')"
    ),
    "SQL that is not what it seems": _forge(
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE topic /* ' || sql || ' */ AS SELECT 1' WHERE name = 'topic'"
    ),
    "SQL with a second statement": _forge(
        "UPDATE sqlite_schema SET sql = sql || '; DROP TABLE event' WHERE name = 'topic'"
    ),
    "SQL that is hidden behind a zero": _forge(
        "UPDATE sqlite_schema SET sql = sql || char(0) || ', CHECK (0)' WHERE name = 'topic'"
    ),
    "SQL with a blank that is a letter": _reword("topic", "name VARCHAR", "name\u00a0VARCHAR"),
    "SQL of brackets": _forge("UPDATE sqlite_schema SET sql = sql || ? WHERE name = 'topic'", ";" + "[" * 900_000),
    "SQL that cannot be read": _forge("UPDATE sqlite_schema SET sql = 'CREATE TABLE topic (((' WHERE name = 'topic'"),
    "statistics of another": _run("ANALYZE", "DROP TABLE sqlite_stat1", "CREATE TABLE stat (x)"),
    "ten thousand tables": lambda connection: [
        connection.execute("BEGIN"),
        *(connection.execute(f"CREATE TABLE t{number} (x)") for number in range(10_000)),
        connection.execute("COMMIT"),
    ],
    "two numbers": _numbered(HEAD, "0001"),
    "no number": _numbered(),
    "number set back": _numbered("0003"),
    "number set back to the first": _numbered("0001"),
    "number of ten megabytes": _numbered("0" * 10_000_000),
    "number that is bytes": _numbered(b"\xff\x00"),
    "number with a blank": _numbered(f"{HEAD} "),
    "number of a newer program": _numbered("9999"),
    "a hundred thousand numbers": _numbered(*map(str, range(100_000))),
}
