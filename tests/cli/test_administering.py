"""`tracker admin`, as it is typed."""

import io
import json
from collections.abc import Iterator

import psycopg
import pytest
from tests.conftest import NewDatabase

from tracker.cli import run


@pytest.fixture
def empty(new_database: NewDatabase) -> Iterator[str]:
    with new_database() as address:
        yield address


def printed(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    assert run(argv) == 0
    return capsys.readouterr().out


def test_a_ledger_is_set_up_and_looked_after_by_commands(
    empty: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = json.loads(printed(capsys, "admin", "init", empty, "--json"))
    assert (made["events"], made["people"], made["archived_at"]) == (1, [], None)
    monkeypatch.setattr("sys.stdin", io.StringIO("a secret\n"))
    given = printed(capsys, "admin", "grant", empty, "typist", "分析员", "--name", "张三", "--password", "--json")
    assert json.loads(given) == {"login": "typist", "author": "张三", "role": "analyst", "sessions": 0}
    with psycopg.connect(empty) as connection:
        (kept,) = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'typist'").fetchone() or ("",)
    assert kept.startswith("SCRAM-SHA-256$")
    listed = printed(capsys, "--lang", "zh", "admin", "status", empty)
    assert "typist" in listed
    assert "张三" in listed
    assert "分析员" in listed
    assert made["head"] in printed(capsys, "admin", "upgrade", empty)
    assert printed(capsys, "admin", "revoke", empty, "typist") == ""
    (left,) = json.loads(printed(capsys, "admin", "status", empty, "--json"))["people"]
    assert left["role"] is None


@pytest.mark.parametrize(
    "argv",
    [
        ("status", "{empty}"),
        ("grant", "{empty}", "somebody", "boss"),
        ("grant", "{empty}", "somebody", "reader"),
        ("init", "ledger.db"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    argv: tuple[str, ...], empty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["admin", *(word.replace("{empty}", empty) for word in argv)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("tracker: ")
    assert said.count("\n") == 1


def test_an_empty_password_is_none(
    empty: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert run(["admin", "grant", empty, "somebody", "reader", "--password"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
