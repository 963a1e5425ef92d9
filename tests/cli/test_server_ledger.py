"""A ledger on a server from the command line: a password is asked for on a terminal, one line says what is wrong."""

import json
import os
import pty
import select
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, make_url, text
from tests.conftest import NewDatabase

if TYPE_CHECKING:
    from tests.strict_server import StrictServer

pytestmark = pytest.mark.network
Tracker = Callable[..., Any]
LONG = 60


def on_terminal(arguments: list[str], typed: list[str]) -> tuple[int, str]:
    """Run the program on a terminal of its own, type a line at each question, return exit code and what was shown."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "tracker", *arguments])
    shown = b""
    lines = list(typed)
    asked = 0
    while True:
        assert select.select([terminal], [], [], LONG)[0], shown
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # the program has ended
            break
        if lines and shown.count(b"Password for") > asked:
            asked += 1
            os.write(terminal, f"{lines.pop(0)}\n".encode())
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode()


def test_a_password_is_asked_for_on_a_terminal_until_it_is_right(strict: "StrictServer") -> None:
    strict.make_role("li", "right")
    code, shown = on_terminal(["--ledger", strict.address("li"), "--lang", "en", "list", "--json"], ["wrong", "right"])
    assert code == 0, shown
    assert shown.count("Password for") == 2
    assert "did not accept" in shown
    assert len(json.loads(shown[shown.index("[\r\n") :])) == 72
    assert "right\r\n" not in shown


def test_where_nobody_can_type_one_line_says_what_is_wanted(strict: "StrictServer", tracker: Tracker) -> None:
    strict.make_role("li", "right")
    listed = tracker("list", "--ledger", strict.address("li"))
    assert (listed.code, listed.out) == (1, "")
    assert listed.err.count("\n") == 1
    assert ".pgpass" in listed.err


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://li:sec@ret@db.example/ledger",
        "postgresql://li:secret@127.0.0.1:1/ledger",
        "postgresql://li@127.0.0.1:1/ledger?password=secret",
        "postgresql://li:secret@127.0.0.1:99999/ledger",
        "postgresql://li:secret@nowhere.invalid/ledger",
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_line_says_what_is_wrong_and_nothing_of_the_password(address: str, lang: str, tracker: Tracker) -> None:
    for command in (("list",), ("check",), ("where",)):
        ended = tracker(*command, "--ledger", address, lang=lang)
        assert ended.code == (0 if command == ("where",) else 1)
        assert "sec" not in ended.out + ended.err
        assert ended.err.count("\n") == ended.code


def test_whoever_may_only_read_is_told_so_when_writing(
    new_database: NewDatabase, fresh_database: str, tracker: Tracker, tmp_path: Path
) -> None:
    with new_database(make_url(fresh_database).database or "") as address:
        engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with engine.connect() as admin:
            admin.execute(text("CREATE ROLE reader LOGIN"))
            admin.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"))
        place = make_url(address).set(username="reader").render_as_string()
        assert len(tracker("list", "--json", "--ledger", place).json) == 72
        judged = tracker("status", "set", "MIIT-2025-044", "not_verifiable", "--reason", "空泛", "--ledger", place)
        assert (judged.code, judged.err.count("\n")) == (1, 1)
        assert "right" in judged.err
        with engine.connect() as admin:
            admin.execute(text("DROP OWNED BY reader"))
            admin.execute(text("DROP ROLE reader"))
        engine.dispose()
