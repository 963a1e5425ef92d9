"""Reports of defects say where in the program something went wrong, and nothing that somebody wrote or is called."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.services.ledgers.crashes import forget_crashes, last_crash
from tracker.services.ledgers.defects import describe, place_of, record

WORDS = "再支持30个以上试点城市"


def misread() -> None:
    try:
        json.loads(WORDS)
    except ValueError as error:
        raise KeyError(WORDS) from error


def test_a_report_holds_versions_and_places_and_no_words(tmp_path: Path) -> None:
    with pytest.raises(KeyError) as caught:
        misread()
    report = describe(caught.value, "Qt 6")
    assert "Python 3" in report.splitlines()[0]
    assert "Qt 6" in report.splitlines()[0]
    assert "  python/json/decoder.py, line " in report
    assert "json.decoder.JSONDecodeError\n-- of which came:\n  <elsewhere>, line " in report
    assert report.endswith("\nKeyError\n")
    assert str(tmp_path.home()) not in report
    assert "试点" not in report


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (AttributeError("'NoneType' object has no attribute 'code'"), ": 'NoneType' object has no attribute 'code'"),
        (AttributeError(f"no attribute '{WORDS}'"), ""),
        (ZeroDivisionError("division by zero"), ": division by zero"),
        (ImportError("cannot import name 'x' from 'y' (/home/li/y.py)"), ""),
        (TypeError("unknown type 'a secret'"), ""),
        (ValueError("secret"), ""),
        (RuntimeError("secret"), ""),
        (FileNotFoundError(2, "No such file", "/home/li/secret.db"), ": ENOENT"),
    ],
)
def test_of_an_exceptions_words_only_those_about_names_in_the_code_are_told(error: Exception, said: str) -> None:
    assert describe(error).splitlines()[-1] == type(error).__name__ + said


def test_what_the_database_refused_is_told_by_its_code_without_the_row() -> None:
    connection = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute(f"SELECT * FROM '{WORDS}'")
    connection.close()
    assert describe(caught.value).splitlines()[-1] == "sqlite3.OperationalError: SQLITE_ERROR"


def test_every_exception_of_a_group_is_told() -> None:
    report = describe(ExceptionGroup(WORDS, [ValueError(WORDS), ZeroDivisionError("division by zero")]))
    assert report.count("-- one of the group:") == 2
    assert "ZeroDivisionError" in report
    assert WORDS not in report


def test_places_are_named_without_the_folders_around_them() -> None:
    assert place_of("/home/li/机密/script.py") == "<elsewhere>"
    assert place_of("<template of 机密>") == "<elsewhere>"
    assert place_of(pytest.__file__) == "pytest/__init__.py"
    assert place_of(json.__file__) == "python/json/__init__.py"


def test_in_a_bundle_code_names_its_file_by_its_module_and_is_told_by_that(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen = {
        "tracker/cli/main.py": "tracker/cli/main.py",
        "sqlalchemy\\engine\\base.py": "sqlalchemy/engine/base.py",
        "json/decoder.py": "python/json/decoder.py",
        "机密/script.py": "<elsewhere>",
        "/home/li/tracker/script.py": "<elsewhere>",
        "": "<elsewhere>",
    }
    assert place_of("tracker/cli/main.py") == "<elsewhere>"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert {filename: place_of(filename) for filename in frozen} == frozen


def test_a_log_that_has_grown_begins_anew_and_keeps_what_there_was(home: Path) -> None:
    log = record("x" * 1_000_001)
    assert log is not None
    assert record("newer") == log
    assert log.read_text().endswith("newer\n")
    assert log.with_suffix(".1.log").stat().st_size > 1_000_000


def test_a_crash_leaves_a_trace_that_the_next_start_finds_until_it_is_to_be_forgotten(home: Path) -> None:
    assert last_crash() is None
    crash = (
        "from tracker.services.ledgers import crashes; import ctypes, pathlib\n"
        "def read_文件(): ctypes.string_at(0)\n"
        "crashes.watch(); read_文件()"
    )
    ended = subprocess.run([sys.executable, "-c", crash], check=False, capture_output=True)
    assert ended.returncode < 0
    found = last_crash()
    assert found is not None
    assert "Fatal Python error: Segmentation fault" in found.report
    assert "python/ctypes/__init__.py, line " in found.report
    assert sys.prefix not in found.report
    forget_crashes()
    assert last_crash() is None
