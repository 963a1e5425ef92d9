import os
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from tracker.cli import commands, run
from tracker.cli.arguments import COMMANDS, CommandSpec, parse

PILOTS = "MIIT-2025-044"
Tracker = Callable[..., Any]
NO_DISPLAY = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}


def test_a_command_writes_durably_before_it_ends(program: Tracker, notice: tuple[str, ...]) -> None:
    added = program("evidence", "add", PILOTS, *notice, "--value=101个", "--role=cumulative")
    judged = program("status", "set", PILOTS, "met", "--reason", "x", "--evidence", added.id)
    assert (judged.code, judged.err) == (0, "")
    assert program("show", PILOTS, "--json").json["assessment"] == "met"


def test_the_first_start_makes_the_ledger(program: Tracker, tmp_path: Path) -> None:
    new = tmp_path / "new" / "台账.db"
    assert program("check", location=new).code == 0
    assert new.is_file()
    assert program("where", location=new).out == f"{new}\n"


def test_wrong_usage_ends_with_two(program: Tracker) -> None:
    for arguments in (["lists"], ["show"], ["evidence"], ["list", "--bogus"], ["list", "--depart", "x"]):
        assert program(*arguments).code == 2


def test_a_mistake_of_the_user_ends_with_one_and_one_line(program: Tracker) -> None:
    refused = program("show", "X", env={"LANG": "zh_CN.UTF-8"})
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == "tracker: 台账中没有编号为“X”的承诺事项：请按列表核对“承诺编号”。\n"


def test_output_is_utf8_whatever_the_locale(program: Tracker) -> None:
    listed = program("list", "--lang", "zh", env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert (listed.code, listed.err) == (0, "")
    assert "中小企业局" in listed.out


def test_help_answers_without_loading_anything_heavy() -> None:
    code = "import sys; from tracker.cli import run; run(['list', '--help']); print(*sorted(sys.modules))"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "--department" in asked.stdout
    assert {"sqlalchemy", "sqlmodel", "pydantic", "PySide6", "xlsxwriter"}.isdisjoint(asked.stdout.split())


def test_a_ledger_in_a_file_is_listed_without_what_a_server_needs(program: Tracker, tmp_path: Path) -> None:
    program("check", location=tmp_path / "ledger.db")
    code = "import sys; from tracker.cli import run; run(['list']); print(*sorted(sys.modules), file=sys.stderr)"
    place = {"TRACKER_LEDGER": str(tmp_path / "ledger.db")}
    asked = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **place}, capture_output=True, text=True, check=True
    )
    assert PILOTS in asked.stdout
    assert {"sqlalchemy.dialects.postgresql", "psycopg"}.isdisjoint(asked.stderr.split())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_names_a_function_that_is_there(command: CommandSpec) -> None:
    module, function = command.run.split(".")
    assert callable(getattr(import_module(f"tracker.cli.{module}"), function))


def test_without_a_display_the_ledger_is_listed(program: Tracker) -> None:
    listed = program("--lang", "en", env=NO_DISPLAY)
    assert listed.code == 0
    assert listed.err.startswith("tracker: There is no display, so the ledger is listed here")
    assert PILOTS in listed.out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="has always a display")
@pytest.mark.parametrize(
    "display", [{"WAYLAND_DISPLAY": "none-of-that-name"}, {"DISPLAY": "none:9"}, {"QT_QPA_PLATFORM": "none"}]
)
def test_where_no_window_can_be_opened_the_ledger_is_listed_and_nothing_crashed(
    display: dict[str, str], program: Tracker, home: Path
) -> None:
    listed = program("--lang", "en", env={**NO_DISPLAY, **display})
    assert listed.code == 0
    # Before it a library of Wayland's may say a line of its own.
    assert listed.err.splitlines()[-1].startswith("tracker: No window can be opened here")
    assert PILOTS in listed.out
    assert [trace.read_bytes() for trace in home.rglob("crash-*.txt")] == [b""]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="has always a display")
def test_qt_says_why_to_whoever_asks(program: Tracker) -> None:
    listed = program("--lang", "en", env={**NO_DISPLAY, "QT_QPA_PLATFORM": "none", "QT_DEBUG_PLUGINS": "1"})
    assert 'Could not find the Qt platform plugin "none"' in listed.err


def test_a_file_is_listed_where_there_is_no_display(program: Tracker, sample_path: Path) -> None:
    listed = program(str(sample_path), "--lang", "en", env=NO_DISPLAY, location=sample_path.with_name("none.db"))
    assert listed.code == 0
    assert PILOTS in listed.out
    assert not sample_path.with_name("none.db").exists()


@pytest.mark.parametrize("name", ["none.db", "台账/none.db", "notes.txt"])
def test_a_file_that_is_missing_or_no_ledger_is_one_sentence_and_no_ledger_is_made(
    name: str, program: Tracker, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("no ledger")
    before = {path: path.stat().st_size for path in tmp_path.rglob("*")}
    refused = program(str(tmp_path / name), "--lang", "en", env=NO_DISPLAY)
    assert (refused.code, refused.out) == (1, "")
    assert name in refused.err.splitlines()[-1]
    assert {path: path.stat().st_size for path in tmp_path.rglob("*")} == before


@pytest.mark.parametrize(
    ("given", "file"),
    [
        (["台账.db"], "台账.db"),
        (["--lang", "zh", "./ledger"], "./ledger"),
        (["C:\\台账", "--lang", "en"], "C:\\台账"),
        (["list"], None),
        (["--ledger", "台账.db"], None),
        (["--ledger=台账.db", "show", "A.B"], None),
        ([], None),
    ],
)
def test_a_first_word_that_is_no_command_and_no_option_is_a_file(given: list[str], file: str | None) -> None:
    assert parse(given).opens == file


@pytest.mark.parametrize("given", [["a.db", "list"], ["a.db", "--ledger", "b.db"], ["a.db", "b.db"], ["x" * 5_000]])
def test_a_file_with_a_command_or_another_file_is_wrong_usage(given: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(given)
    assert ended.value.code == 2


def test_a_file_that_is_called_like_no_command_is_opened_by_its_bare_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ledger").touch()
    assert parse(["ledger"]).opens == "ledger"


def test_the_program_has_a_start_without_a_console() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(project["gui-scripts"].values()) == set(project["scripts"].values()) == {"tracker.app:main"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_the_output_is_said_in_one_line(ledger_path: Path) -> None:
    command = [sys.executable, "-m", "tracker", "list", "--ledger", str(ledger_path), "--lang", "en"]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr == "tracker: The disk is full, so stdout was not written: free some space and try again.\n"


def test_a_reader_that_stops_early_hears_no_complaint(ledger_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "tracker", "list", "--json", "--ledger", str(ledger_path)]
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_defect_ends_with_seventy_and_its_report_goes_into_a_file(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], home: Path
) -> None:
    monkeypatch.setattr(commands, "run_where", lambda options, words: 1 // 0)
    assert run(["where", "--lang", "en"]) == 70
    printed = capfd.readouterr()
    (log,) = home.rglob("defects.log")
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert str(log) in printed.err
    assert "ZeroDivisionError" in log.read_text()


@pytest.fixture
def damaged_elsewhere(ledger_path: Path) -> None:
    """A day that is none, in a row that was never true, so that nobody reads it."""
    senseless = """
    INSERT INTO search_log (uid, since, until, commitment_id, place, words, searched_on, searched_by, found)
    VALUES ('x', 0, 0, 1, '', '', 'once', '', '')
    """
    with closing(sqlite3.connect(ledger_path)) as connection:
        connection.execute(senseless)
        connection.commit()


@pytest.mark.usefixtures("damaged_elsewhere")
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("bug", [ValueError("bug"), KeyError("bug"), TypeError("bug")], ids=repr)
@pytest.mark.parametrize(
    ("command", "called"),
    [
        ("list", "tracker.store.commitments.commitment_list._ledger_row"),
        (f"show {PILOTS}", "tracker.store.commitments.commitment_detail._quote"),
        ("check", "tracker.store.safety.integrity_check.find_shifts"),
        (f"search-log add {PILOTS} --place x --words x", "tracker.store.events.seals.seal"),
    ],
)
def test_a_bug_of_a_service_is_a_defect_and_no_word_of_damage_is_said(
    command: str, called: str, bug: Exception, lang: str, tracker: Tracker, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(called, Mock(side_effect=bug))
    ended = tracker(*command.split(), lang=lang)
    (log,) = home.rglob("defects.log")
    report = log.read_text()
    assert (ended.code, ended.out) == (70, "")
    assert str(log) in ended.err
    assert type(bug).__name__ in report
    assert not any(word in said for said in (ended.err, report) for word in ("damage", "损坏"))


@pytest.mark.parametrize(("lang", "word"), [("en", "damage"), ("zh", "损坏")])
def test_a_damaged_ledger_is_none_of_our_defects(
    lang: str, word: str, tracker: Tracker, ledger_path: Path, home: Path
) -> None:
    with closing(sqlite3.connect(ledger_path)) as connection:
        connection.execute("UPDATE commitment_state SET due_on = 'once' WHERE due_on IS NOT NULL")
        connection.commit()
    ended = tracker("list", lang=lang)
    assert (ended.code, ended.out) == (1, "")
    assert word in ended.err
    assert list(home.rglob("defects.log")) == []


def test_a_defect_that_cannot_be_logged_is_still_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], home: Path
) -> None:
    monkeypatch.setattr(commands, "run_where", lambda options, words: 1 // 0)
    (home / "xdg_state_home").write_text("a file where the folder should be")
    assert run(["where", "--lang", "en"]) == 70
    assert "(ZeroDivisionError)" in capfd.readouterr().err


def test_bytes_that_are_no_text_are_refused(tracker: Tracker) -> None:
    refused = tracker("show", "MIIT\udcff")
    assert refused.code == 1
    assert "“Input” cannot be understood" in refused.err
