"""Stored values are decoded, or told to be none; every column decodes its own."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Date, DateTime, Enum, Float, Numeric, select

from tracker.domain.errors import UserError
from tracker.services.ledgers.workspace import open_workspace
from tracker.store.database.decoding import (
    Decoding,
    StoredValueError,
    are_texts,
    decode_amount,
    decode_boolean,
    decode_day,
    decode_day_or_month,
    decode_integer,
    decode_long_text,
    decode_moment,
    decode_number,
    decode_setting,
    is_anchor,
    is_working,
    json_decoder,
)
from tracker.store.database.engine import make_engine, reading
from tracker.store.database.migrating import check_file
from tracker.store.database.tables import Topic
from tracker.store.database.watch_tables import all_tables

NONE_OF_THESE = ("", "once", b"", b"2025-01-21", float("inf"), float("nan"))
PLAIN = (JSON, Boolean, Date, DateTime, Enum, Float, Numeric)
"""SQLAlchemy's own types, of which each raises something else, or nothing at all, of a value that is none."""


@pytest.mark.parametrize(
    ("decode", "others"),
    [
        (decode_day, (7, 20250121, "2025-02-30", "2025-01-21T04:00")),
        (decode_day_or_month, (7, "2025", "2025-13", "2025-01-21T04:00")),
        (decode_moment, (7, "2025-01-21", "2025-01-21T04:00:00", "2025-01-21T04:00:00.0000000Zz")),
        (decode_amount, ("7", "x")),
        (decode_number, ("7",)),
        (decode_setting, ("7", 3651, -1e78)),
        (decode_integer, ("7", 7.0, True)),
        (decode_boolean, ("1", 0.5)),
        (json_decoder(dict, bool), ("[]", "7", "null", "{", '{"a": "\\udf0c"}', '{"a": "\\uDf0c"}', "[" * 100_000)),
        (json_decoder(list, are_texts), ("{}", "[1]", '["a", null]')),
        (json_decoder(list, is_working), ("[1]", '[["1"]]', '[["x", "new"]]', '[["1", "old"]]', '[["NaN", "new"]]')),
        (json_decoder(dict, is_anchor), ("{}", '{"page": 1}')),
    ],
)
def test_what_is_none_is_told_by_one_error(decode: Callable[[Any], Any], others: tuple[Any, ...]) -> None:
    assert decode(None) is None
    for value in (*NONE_OF_THESE, *others):
        with pytest.raises(StoredValueError):
            decode(value)


def test_a_text_in_pieces_may_be_altered_but_is_a_text() -> None:
    assert decode_long_text("试点") == decode_long_text("试点".encode()) == "试点"
    assert decode_long_text("试点".encode()[:-1]) == "试\N{REPLACEMENT CHARACTER}"
    with pytest.raises(StoredValueError):
        decode_long_text(7)


def test_emoji_are_whole_characters_though_json_halves_them() -> None:
    assert json_decoder(dict, bool)('{"a": "\\ud83d\\ude00"}') == {"a": "\N{GRINNING FACE}"}


@pytest.mark.parametrize("bug", [ValueError(), KeyError(), TypeError(), AttributeError(), RecursionError()])
def test_what_is_decoded_by_hand_names_its_table(bug: Exception) -> None:
    with pytest.raises(StoredValueError) as raised, Decoding("event"):
        raise bug
    assert raised.value.table == "event"
    assert raised.value.__cause__ is bug


def test_what_is_no_error_of_a_value_passes_through_the_decoding() -> None:
    with pytest.raises(MemoryError), Decoding("event"):
        raise MemoryError


def test_no_column_leaves_it_to_sqlalchemy_to_say_that_a_value_is_none() -> None:
    columns = (column for table in all_tables.tables.values() for column in table.columns)
    assert [str(column) for column in columns if type(column.type) in PLAIN] == []


def test_damage_in_a_message_of_sqlite_is_damage(ledger_path: Path) -> None:
    """SQLite names what it cannot read, and the driver cannot decode the name."""
    engine = make_engine(str(ledger_path))
    with closing(sqlite3.connect(ledger_path)) as connection:
        connection.executescript(
            "PRAGMA writable_schema = ON;"
            "UPDATE sqlite_schema SET sql = CAST(X'FFFE' || sql AS TEXT) WHERE name = 'topic';"
            "PRAGMA schema_version = 99;"
        )
    with pytest.raises(UserError, match="ledger_damaged"), reading(engine) as connection:
        connection.execute(select(Topic)).all()
    engine.dispose()


def test_a_ledger_that_another_program_has_to_itself_is_busy_and_not_damaged(
    ledger_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: connect(*given, **{**named, "timeout": 0}))
    with closing(connect(ledger_path, isolation_level=None)) as alone:
        alone.execute("PRAGMA locking_mode = EXCLUSIVE")
        alone.execute("UPDATE alembic_version SET version_num = version_num")
        with pytest.raises(UserError, match="ledger_busy"):
            check_file(ledger_path)
    open_workspace(ledger_path).close()
