import csv
import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.conftest import NOW

from tracker.services.events.undoing import undo
from tracker.services.ledgers.workspace import open_workspace

PILOTS = "MIIT-2025-044"
VALUE = ("--value=101", "--unit=个", "--role=cumulative")
Tracker = Callable[..., Any]
Notice = tuple[str, ...]


@pytest.fixture
def evidence(tracker: Tracker, notice: Notice) -> str:
    """The id of a notice that counts 101 pilot cities."""
    return tracker("evidence", "add", PILOTS, *notice, *VALUE).id


def commitment(tracker: Tracker, code: str = PILOTS) -> Any:
    return tracker("show", code, "--json").json


def test_evidence_gets_an_id_and_feeds_the_arithmetic(tracker: Tracker, evidence: str) -> None:
    assert evidence.isdigit()
    pilots = commitment(tracker)
    assert pilots["latest_evidence"]["id"] == int(evidence)
    assert pilots["working"]["actual"] == 35
    assert pilots["working"]["satisfied"] is True
    assert "101 累计 − 66 基数 = 35 新增 ≥ 30" in tracker("show", PILOTS, lang="zh").out


def test_evidence_in_json_says_all_that_was_given(tracker: Tracker, notice: Notice) -> None:
    more = ("--url=https://www.gov.cn/a", "--number=工信部〔2026〕1号", "--quote=累计101个", "--note=待核")
    piece = tracker("evidence", "add", PILOTS, *notice, *VALUE, *more, "--stage=issued", "--json").json
    assert (piece["url"], piece["number"]) == ("https://www.gov.cn/a", "工信部〔2026〕1号")
    assert (piece["quote"], piece["note"], piece["withdrawn"]) == ("累计101个", "待核", False)
    link = {"commitment": PILOTS, "bearing": "fulfils", "stage": "issued", "value": 101, "unit": "个"}
    assert link.items() <= piece["links"][0].items()
    assert tracker("evidence", "list", PILOTS, "--json").json == [piece]


def test_a_judgement_is_set_on_evidence_and_logged_with_its_reason(tracker: Tracker, evidence: str) -> None:
    judged = tracker("status", "set", PILOTS, "met", "--reason", "新增35个", "--evidence", evidence)
    assert (judged.code, judged.out) == (0, f"{PILOTS} Met\n")
    (entry,) = tracker("status", "log", PILOTS, "--json").json
    assert (entry["before"], entry["after"], entry["reason"]) == ("not_rated", "met", "新增35个")
    assert (entry["author"], entry["evidence"]) == ("li", [int(evidence)])
    assert "评估结论由“未评估”改为“已完成”" in tracker("status", "log", PILOTS, lang="zh").out


def test_the_log_of_judgements_begins_with_the_oldest(tracker: Tracker, evidence: str) -> None:
    for assessment in ("in_progress", "met"):
        assert tracker("status", "set", PILOTS, assessment, "--reason", "x").code == 0
    assert [entry["after"] for entry in tracker("status", "log", PILOTS, "--json").json] == ["in_progress", "met"]


def test_a_judgement_that_was_undone_stays_in_the_log(tracker: Tracker, evidence: str, ledger_path: Path) -> None:
    tracker("status", "set", PILOTS, "met", "--reason", "x")
    workspace = open_workspace(ledger_path, author="li")
    undo(workspace)
    workspace.close()
    log = tracker("status", "log", PILOTS, "--json").json
    assert [(entry["kind"], entry["before"], entry["after"]) for entry in log] == [
        ("assessment_set", "not_rated", "met"),
        ("undone", "met", "not_rated"),
    ]
    assert "撤销：评估结论由“未评估”改为“已完成”" in tracker("status", "log", PILOTS, lang="zh").out


def test_withdrawn_evidence_stays_in_the_list_with_its_reason(tracker: Tracker, evidence: str) -> None:
    withdrawn = tracker("evidence", "withdraw", evidence, "--reason", "重复")
    assert (withdrawn.code, withdrawn.out) == (0, "")
    assert "已撤回：重复" in tracker("evidence", "list", lang="zh").out
    (piece,) = tracker("evidence", "list", "--json").json
    assert (piece["withdrawn"], piece["withdrawal_reason"]) == (True, "重复")
    assert commitment(tracker)["working"] is None


def test_a_search_on_record_carries_no_public_evidence(tracker: Tracker) -> None:
    options = ("--place=工信部网站", "--words=试点城市", "--date=2026-11-02")
    assert tracker("search-log", "add", PILOTS, *options).code == 0
    assert tracker("status", "set", PILOTS, "no_evidence", "--reason", "未见文件").code == 0
    (search,) = tracker("search-log", "list", PILOTS, "--json").json
    assert (search["place"], search["words"], search["date"]) == ("工信部网站", "试点城市", "2026-11-02")
    assert "试点城市" in tracker("search-log", "list", PILOTS).out


def test_before_anything_was_recorded_the_ledger_shows_nothing_of_it(tracker: Tracker, evidence: str) -> None:
    assert tracker("evidence", "list", "--as-of", "2025-01-01", "--json").json == []


def test_a_csv_report_of_a_filter_holds_just_that(tracker: Tracker, evidence: str, tmp_path: Path) -> None:
    tracker("status", "set", PILOTS, "met", "--reason", "新增35个")
    out = tmp_path / "一月.csv"
    written = tracker("report", "--format", "csv", "--out", str(out), "--assessment", "met", lang="zh")
    assert (written.code, written.out) == (0, "")
    with out.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["编号"], row["评估结论"], row["备注"]) == (PILOTS, "已完成", "新增35个")
    assert row["进展情况"].endswith("目标30个，实际35个（101 累计 − 66 基数 = 35 新增 ≥ 30），已达到。")


def test_a_workbook_report_lists_the_whole_ledger(tracker: Tracker, tmp_path: Path) -> None:
    out = tmp_path / "report.xlsx"
    assert tracker("report", "--format", "xlsx", "--out", str(out)).code == 0
    codes = [row[1].value for row in openpyxl.load_workbook(out).worksheets[0].iter_rows()]
    wanted = [item["code"] for item in tracker("list", "--json").json]
    assert [value for value in codes if str(value).startswith("MIIT-")] == wanted


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("show", "MIIT-2025-999"), "No commitment has the code “MIIT-2025-999”"),
        (("list", "--department", "无此司"), "No department is called “无此司”"),
        (("list", "--assessment", "done"), "“Assessment” cannot be “done”: choose one of not_rated, no_evidence"),
        (("list", "--light", "green"), "“Light” cannot be “green”"),
        (("list", "--as-of", "yesterday"), "“As-of date” is not a date (yesterday)"),
        (("status", "set", PILOTS, "met", "--reason", "x"), "has no evidence that proves “Met”"),
        (("status", "set", PILOTS, "not_verifiable", "--reason", " "), "“Reason” is empty"),
        (("status", "set", PILOTS, "great", "--reason", "x"), "“Assessment” cannot be “great”"),
        (("status", "set", PILOTS, "met", "--reason", "x", "--evidence", "77"), "no piece of evidence 77"),
        (("status", "set", PILOTS, "met", "--reason", "x", "--evidence", "-1"), "“Evidence” cannot be understood"),
        (("status", "set", PILOTS, "no_evidence", "--reason", "x"), "no search is on record, so log one first"),
        (("evidence", "withdraw", "9" * 30, "--reason", "x"), "“Evidence number” cannot be understood"),
        (("report", "--format", "doc", "--out", "x.doc"), "“Report format” cannot be “doc”"),
    ],
)
def test_a_broken_rule_gets_one_sentence_and_the_exit_code_one(
    tracker: Tracker, arguments: tuple[str, ...], sentence: str
) -> None:
    refused = tracker(*arguments)
    assert (refused.code, refused.out) == (1, "")
    assert sentence in refused.err
    assert refused.err.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--published=2026-02-30", "“Published on” is not a date"),
        ("--published=2999-01-01", "“Published on” lies in the future"),
        ("--kind=rumour", "“Kind of evidence” cannot be “rumour”"),
        ("--bearing=proves", "“Bearing” cannot be “proves”"),
        ("--title=", "“Title” is empty"),
        ("--publisher= ", "“Publisher” is empty"),
        ("--url=javascript:alert(1)", "“Address” cannot be understood"),
        ("--url=/no/such/file.pdf", "“Address” names a file that does not exist"),
        ("--value=5", "“Value” is incomplete"),
        ("--value=many", "“Value” is not one amount (many)"),
        ("--part=x", "MIIT-2025-044 has no parts: leave “Part” out"),
        ("--part=9999", "MIIT-2025-044 has no parts: leave “Part” out"),
        ("--note=" + "字" * 200_001, "“Note” is too long"),
    ],
)
def test_bad_evidence_names_its_field_and_saves_nothing(
    tracker: Tracker, notice: Notice, option: str, sentence: str
) -> None:
    refused = tracker("evidence", "add", PILOTS, *notice, option)
    assert (refused.code, refused.out) == (1, "")
    assert sentence in refused.err
    assert refused.err.count("\n") == 1
    assert tracker("evidence", "list", "--json").json == []


def test_a_report_never_overwrites_the_ledger(tracker: Tracker, ledger_path: Path) -> None:
    refused = tracker("report", "--format", "csv", "--out", str(ledger_path))
    assert refused.code == 1
    assert "is a ledger and is not overwritten" in refused.err
    assert tracker("check").code == 0


def test_a_file_that_is_no_ledger_is_left_as_it_is(tracker: Tracker, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all")
    refused = tracker("list", "--ledger", str(letter))
    assert refused.code == 1
    assert "is not a ledger and was left untouched" in refused.err
    assert letter.read_text() == "Dear all"


def test_a_damaged_ledger_fails_the_check_with_one_line_a_fault(
    tracker: Tracker, ledger_path: Path, tmp_path: Path
) -> None:
    damaged = shutil.copy(ledger_path, tmp_path / "damaged.db")
    with sqlite3.connect(damaged) as connection:
        connection.execute("UPDATE passage SET start = start + 1 WHERE id = 1")
    connection.close()
    checked = tracker("check", "--ledger", str(damaged))
    assert checked.code == 1
    table, passage = checked.out.splitlines()
    assert table == "Table passage: what 2025-01-21-miit brought into it is not what it was"
    assert passage.startswith("Passage: the words of MIIT-2025-001")
    faults = tracker("check", "--ledger", str(damaged), "--json").json
    assert [fault["code"] for fault in faults] == ["fault_ground", "fault_passage"]


def test_a_clock_that_is_behind_the_last_change_is_told_of_and_refuses_nothing(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.services.ledgers.workspace.system_clock", lambda: NOW + timedelta(days=366))
    assert tracker("edit", "MIIT-2025-001", "--reason=改", "--title=甲").err == ""
    monkeypatch.setattr("tracker.services.ledgers.workspace.system_clock", lambda: NOW)
    assert f"{NOW.year + 1}" in tracker("list").err
    written = tracker("edit", "MIIT-2025-001", "--reason=改", "--title=乙")
    assert (written.code, f"{NOW.year + 1}" in written.err) == (0, True)
    assert tracker("list").err == ""
