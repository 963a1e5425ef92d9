"""`tracker verify`: 0 the same, 1 anything else; the same in words and as JSON."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Tracker = Callable[..., Any]
PILOTS = "MIIT-2025-044"
SHAPE = {
    "file",
    "sha256",
    "outcome",
    "sentences",
    "report",
    "sent",
    "mark",
    "event",
    "proven",
    "first_altered",
    "site",
    "unread",
}


@pytest.fixture
def report(tracker: Tracker, tmp_path: Path) -> Path:
    """A report of the ledger."""
    path = tmp_path / "report.html"
    assert tracker("report", "MIIT-2025-044", "--kind=dossier", "--format=html", f"--out={path}").code == 0
    return path


def test_the_same_is_0_and_names_the_report(tracker: Tracker, report: Path) -> None:
    found = tracker("verify", str(report), "--json")
    assert (found.code, found.json["outcome"], found.json["proven"]) == (0, "same", 1)
    assert found.json["report"]["number"] == 2
    assert found.json.keys() == SHAPE
    assert found.json["mark"].keys() == {"ledger", "event", "hash"}
    assert tracker("verify", str(report)).out.splitlines() == found.json["sentences"]


def test_an_altered_one_is_1_and_says_of_which_report_it_is(tracker: Tracker, report: Path) -> None:
    report.write_bytes(report.read_bytes().replace("尚未评估".encode(), "已完成".encode()) + b"\n")
    found = tracker("verify", str(report), "--json")
    assert (found.code, found.json["outcome"], found.json["report"]["number"]) == (1, "altered", 2)
    assert found.json.keys() == SHAPE


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("format_name", ["html", "csv"])
def test_of_a_report_of_a_ledger_that_could_only_be_read_it_is_said_that_it_was_not_recorded(
    tracker: Tracker, ledger_path: Path, tmp_path: Path, format_name: str, language: str
) -> None:
    tracker("search-log", "add", PILOTS, "--place", "web", "--words", "pilot")
    ledger_path.chmod(0o444)
    path, said = tmp_path / f"report.{format_name}", {"zh": "没有登记", "en": "not recorded"}[language]
    made = tracker("--lang", language, "report", f"--format={format_name}", f"--out={path}")
    assert (made.code, said in made.err) == (0, True)
    ledger_path.chmod(0o644)
    found = tracker("--lang", language, "verify", str(path))
    assert found.code == 1
    assert said in found.out.splitlines()[0]


def test_a_report_that_is_recorded_is_written_without_a_word(tracker: Tracker, tmp_path: Path) -> None:
    assert tracker("report", "--format=csv", f"--out={tmp_path / 'report.csv'}").err == ""


def test_a_stranger_is_1(tracker: Tracker, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("一则通知", encoding="utf-8")
    found = tracker("verify", str(tmp_path / "note.txt"))
    assert (found.code, found.err) == (1, "")
    assert len(found.out.splitlines()) == 1


def test_what_is_no_file_is_one_line(tracker: Tracker, tmp_path: Path) -> None:
    found = tracker("verify", str(tmp_path / "gone.pdf"))
    assert (found.code, found.out, len(found.err.splitlines())) == (1, "", 1)
