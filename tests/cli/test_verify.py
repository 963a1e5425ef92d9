"""`tracker verify`: 0 the same, 1 anything else; the same in words and as JSON."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Tracker = Callable[..., Any]
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


def test_a_stranger_is_1(tracker: Tracker, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("一则通知", encoding="utf-8")
    found = tracker("verify", str(tmp_path / "note.txt"))
    assert (found.code, found.err) == (1, "")
    assert len(found.out.splitlines()) == 1


def test_what_is_no_file_is_one_line(tracker: Tracker, tmp_path: Path) -> None:
    found = tracker("verify", str(tmp_path / "gone.pdf"))
    assert (found.code, found.out, len(found.err.splitlines())) == (1, "", 1)
