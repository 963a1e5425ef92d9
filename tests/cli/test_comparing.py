"""Two copies of a ledger, as a synchronised folder makes them when two machines change one file."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Tracker

from tracker.cli import run

Deed = Callable[..., int]


@pytest.fixture
def deed() -> Deed:
    """A command on any ledger."""
    return lambda ledger, *arguments: run(["--ledger", str(ledger), "--lang", "en", *arguments])


@pytest.fixture
def copy(ledger_path: Path, deed: Deed, capfd: pytest.CaptureFixture[str]) -> Path:
    """A copy under the name of a conflict. Both have a search, then each a review of its own."""
    search = ("search-log", "add", "MIIT-2025-001", "--place", "web", "--words", "pilot", "--outcome", "nothing")
    assert deed(ledger_path, *search) == 0
    copy = Path(shutil.copy(ledger_path, ledger_path.with_name("ledger (li's conflicted copy 2026-11-23).db")))
    for code, place in (("MIIT-2025-002", ledger_path), ("MIIT-2025-003", copy)):
        claim = ("claim", code, "--said", f"words of {code}", "--by", "MIIT", "--on", "2025-06-01")
        assert deed(place, *claim) == 0
    capfd.readouterr()
    return copy


def test_a_comparison_says_where_they_part_and_what_each_has(tracker: Tracker, ledger_path: Path, copy: Path) -> None:
    before = {path: path.read_bytes() for path in (ledger_path, copy)}
    beside = sorted(ledger_path.parent.iterdir())
    done = tracker("compare", str(ledger_path), str(copy))
    assert done.code == 3
    lines = done.out.splitlines()
    assert "entries: 2" in lines[0]
    assert lines[1] == f"Only in {ledger_path} (1):"
    assert "MIIT-2025-002" in lines[2]
    assert lines[3] == f"Only in {copy} (1):"
    assert "MIIT-2025-003" in lines[4]
    assert {path: path.read_bytes() for path in (ledger_path, copy)} == before
    assert sorted(ledger_path.parent.iterdir()) == beside


def test_the_same_as_json(tracker: Tracker, ledger_path: Path, copy: Path) -> None:
    found = tracker("compare", str(ledger_path), str(copy), "--json").json
    assert (found["same"], found["common"], found["altered"]) == (False, 2, [])
    assert found["last_common"]["kind"] == "search_logged"
    assert [one["commitments"] for one in found["only_second"]] == [["MIIT-2025-003"]]


def test_a_ledger_and_its_backup_are_the_same_until_something_is_written(tracker: Tracker, ledger_path: Path) -> None:
    backup = tracker("backup").id
    assert tracker("compare", str(ledger_path), backup).code == 0
    tracker("claim", "MIIT-2025-002", "--said", "words", "--by", "MIIT", "--on", "2025-06-01")
    later = tracker("compare", str(ledger_path), backup)
    assert later.code == 3
    assert f"{backup} has nothing that the other lacks" in later.out


def test_what_was_altered_is_told(tracker: Tracker, ledger_path: Path, copy: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE event SET hash = 'x' WHERE id = 2")
        connection.commit()
    found = tracker("compare", str(ledger_path), str(copy), "--json").json
    assert (found["common"], len(found["altered"])) == (1, 1)


def test_ledgers_of_others_and_files_that_are_none_cannot_be_compared(
    tracker: Tracker, ledger_path: Path, tmp_path: Path, deed: Deed
) -> None:
    other = tmp_path / "other.db"
    assert deed(other, "list") == 0
    note = tmp_path / "note.txt"
    note.write_text("no ledger", encoding="utf-8")
    for second, words in ((other, "copies of one ledger"), (note, "not a ledger"), (tmp_path / "gone", "not exist")):
        done = tracker("compare", str(ledger_path), str(second))
        assert done.code == 1
        assert words in done.err
    assert tracker("compare", str(ledger_path), str(ledger_path)).code == 1


def test_a_copy_with_other_changes_is_told_of_whichever_is_opened(
    tracker: Tracker, ledger_path: Path, copy: Path, deed: Deed, capfd: pytest.CaptureFixture[str]
) -> None:
    assert copy.name in tracker("list").err
    assert deed(copy, "list") == 0
    assert "ledger.db" in capfd.readouterr().err


def test_an_earlier_copy_without_changes_of_its_own_is_not_told_of(tracker: Tracker, ledger_path: Path) -> None:
    shutil.copy(ledger_path, ledger_path.with_name("ledger (1).db"))
    tracker("claim", "MIIT-2025-002", "--said", "words", "--by", "MIIT", "--on", "2025-06-01")
    assert tracker("list").err == ""
