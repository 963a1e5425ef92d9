"""Backups and the way back, from the command line."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.damage import log_of, work_and_be_killed

from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command

Tracker = Callable[..., Any]


def search(tracker: Tracker, words: str) -> None:
    assert tracker("search-log", "add", "MIIT-2025-001", "--place", "工信部网站", "--words", words).code == 0


def searches(tracker: Tracker) -> list[str]:
    return sorted(entry["words"] for entry in tracker("search-log", "list", "MIIT-2025-001", "--json").json)


def test_a_backup_is_made_listed_previewed_and_gone_back_to(tracker: Tracker, ledger_path: Path) -> None:
    search(tracker, "早")
    path = Path(tracker("backup").out.strip())
    assert path.is_file()
    search(tracker, "晚")
    (listed,) = tracker("backup", "--list", "--json").json
    assert (listed["path"], listed["reason"], listed["standing"]["recorded"]) == (str(path), "asked", 1)

    preview = tracker("restore", path.name, "--preview", "--json").json
    assert (preview["lost"], preview["newest_lost"]["author"], preview["missing"]) == (1, "li", 0)
    said = tracker("restore", str(path), "--preview", lang="zh").out.splitlines()
    assert len(said) == 3
    assert said[2].startswith("将失去 1 条记录，最后一条是 li 于 ")
    assert searches(tracker) == ["早", "晚"]

    done = tracker("restore", path.name)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"The ledger is now what {path} was.\nAs it was before it is kept as ")
    assert searches(tracker) == ["早"]
    table = tracker("backup", "--list").out.splitlines()
    assert len(table) == 3
    assert "Before a restore" in table[1]
    assert "By hand" in table[2]


def test_a_complete_backup_lies_where_it_was_wanted_and_replaces_nothing(tracker: Tracker, tmp_path: Path) -> None:
    path = tmp_path / "备份.db"
    assert tracker("backup", "--out", str(path), "--json").json == {"path": str(path)}
    again = tracker("backup", "--out", str(path))
    assert (again.code, again.out) == (1, "")
    assert tracker("check", "--ledger", str(path)).code == 0


def test_without_backups_the_list_says_so(tracker: Tracker) -> None:
    assert tracker("backup", "--list").out == "No backup was made yet.\n"
    assert tracker("backup", "--list", "--json").json == []


def test_what_cannot_be_restored_is_told_in_one_line(tracker: Tracker, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no ledger")
    refused = tracker("restore", str(tmp_path / "text.db"))
    assert (refused.code, refused.out, refused.err.count("\n")) == (1, "", 1)
    missing = tracker("restore", "2026-01-01T00-00-00.daily.db", lang="zh")
    assert (missing.code, missing.err.endswith("会列出已有的备份。\n")) == (1, True)


def test_a_ledger_in_use_elsewhere_is_not_restored(tracker: Tracker, ledger_path: Path) -> None:
    path = tracker("backup").out.strip()
    connection = sqlite3.connect(ledger_path)
    connection.execute("SELECT count(*) FROM event").fetchone()
    refused = tracker("restore", path)
    connection.close()
    assert refused.code == 1
    assert refused.err.endswith("close it there and try again.\n")
    assert tracker("restore", path).code == 0


def test_a_repaired_copy_lies_beside_the_ledger_and_says_what_was_done(tracker: Tracker, ledger_path: Path) -> None:
    connection = sqlite3.connect(ledger_path)
    connection.execute("UPDATE commitment_state SET evidence_count = 3 WHERE commitment_id = 1")
    connection.execute("UPDATE passage SET exact = '改', prefix = '改' WHERE id = 1")
    connection.commit()
    connection.close()
    before = ledger_path.read_bytes()
    done = tracker("repair")
    assert (done.code, done.err) == (0, "")
    first, mended, index, ground, left = done.out.splitlines()
    assert first == f"Repaired ledger: {ledger_path.with_name('ledger.repaired.db')}"
    assert mended == "Mended: MIIT-2025-001: what follows from its evidence was worked out anew"
    assert index == "Mended: The search index was made anew"
    assert ground == "Still wrong: Table passage: what 2025-01-21-miit brought into it is not what it was"
    assert left.startswith("Still wrong: Passage: the words of MIIT-2025-001 ")
    assert ledger_path.read_bytes() == before
    again = tracker("repair", lang="zh")
    assert (again.code, again.err.endswith("请另选文件名。\n")) == (1, True)
    elsewhere = tracker("repair", "--out", str(ledger_path.with_name("二.db")), "--json").json
    assert [fault["code"] for fault in elsewhere["faults"]] == ["fault_ground", "fault_passage"]
    assert (len(elsewhere["mended"]), elsewhere["lost"]) == (2, [])


def test_a_ledger_that_lost_its_log_is_taken_as_it_is_only_on_request(tracker: Tracker, ledger_path: Path) -> None:
    found = command(NewSearch, commitment="MIIT-2025-001", place="网站", words="晚", found="")
    work_and_be_killed(ledger_path, lambda workspace: log_search(workspace, found))
    log_of(ledger_path).unlink()
    for asked in (tracker("check"), tracker("list"), tracker("check", "--json")):
        assert (asked.code, asked.out, asked.err.count("\n")) == (1, "", 1)
        assert "lacks 1 saved change(s)" in asked.err
        assert "ledger.db-wal" in asked.err
    assert tracker("check", "--go-on").code == 0
    assert searches(tracker) == []
    assert tracker("check").code == 0
