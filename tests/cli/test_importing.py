"""`tracker import` as a script uses it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Tracker

SHEET = """编号,重点任务,责任单位,完成时限,状态
GZ-01,培育产业集群,中企局,2026年底,推进中
GZ-02,出台支持措施,某处,长期,
合计,2项,,,
"""
GIVEN = ("--publisher", "某局", "--held-on", "2026-01-10", "--stated-on", "2026-02-01", "--prefix", "KS-2026")


@pytest.fixture
def sheet(tmp_path: Path) -> str:
    path = tmp_path / "台账.csv"
    path.write_text(SHEET, encoding="gb18030")
    return str(path)


def test_a_preview_says_everything_and_records_nothing(tracker: Tracker, sheet: str) -> None:
    shown = tracker("import", sheet, "--preview", "--json", *GIVEN).json
    assert shown["mapping"] == {
        "code": "编号", "words": "重点任务", "lead": "责任单位", "due": "完成时限", "status": "状态",
    }  # fmt: skip
    assert [(item["code"], item["due"], item["claimed"]) for item in shown["items"]] == [
        ("GZ-01", "2026-12-31", "in_progress"),
        ("GZ-02", None, None),
    ]
    assert shown["left_out"] == {"total": 1}
    assert {finding["code"] for finding in shown["findings"]} == {"department_guessed", "department_new", "due_unread"}
    assert shown["event"] is None
    assert tracker("show", "GZ-01").code == 1
    said = tracker("import", sheet, "--preview", *GIVEN, lang="zh").out
    assert "第 3 行：“长期”读不出期限" in said
    assert "共 2 项承诺" in said


def test_what_comes_in_can_be_listed_and_checked(tracker: Tracker, sheet: str) -> None:
    assert "2 commitments" in tracker("import", sheet, *GIVEN).out
    found = tracker("list", "--search", "产业集群 培育", "--json").json
    assert "GZ-01" in [row["code"] for row in found]
    assert tracker("check").out == ""
    again = tracker("import", sheet, *GIVEN)
    assert again.code == 1
    assert "not brought in twice" in again.err


def test_the_mapping_can_be_given(tracker: Tracker, sheet: str) -> None:
    given = ("--map", "code=", "--map", "title=重点任务", "--map", "words=重点任务", "--map", "tags=状态")
    shown = tracker("import", sheet, "--json", *given, *GIVEN).json
    assert [item["code"] for item in shown["items"]] == ["KS-2026-001", "KS-2026-002"]
    assert shown["mapping"]["tags"] == "状态"
    assert "编号" in shown["unmapped"]
    assert shown["event"] == json.loads(json.dumps(shown["event"])) > 0


def test_a_column_without_a_heading_is_given_by_its_number(tracker: Tracker, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1,推进甲,规划司\n2,推进乙,规划司\n", encoding="utf-8")
    refused = tracker("import", str(path), "--preview", *GIVEN, lang="zh")
    assert (refused.code, refused.err) == (1, "tracker: 没有哪一列的表头写明是“承诺原文”，没有收录：请指定是哪一列。\n")
    shown = tracker("import", str(path), "--preview", "--json", *GIVEN, "--map", "words=2").json
    assert [item["words"] for item in shown["items"]] == ["推进甲", "推进乙"]


@pytest.fixture
def quarters(tmp_path: Path) -> str:
    """Three sheets with the same headings, and a hidden one."""
    path = tmp_path / "季度.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name in ("一季度", "二季度", "旧版"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ("重点任务", "责任单位"))
        sheet.write_row(1, 0, (f"推进{name}工作", "规划司"))
        sheet.write_row(2, 0, (f"完成{name}工作", "规划司"))
        sheet.set_row(2, options={"hidden": name == "一季度"})
    sheet.hide()
    book.close()
    return str(path)


def test_the_sheets_that_are_left_out_are_named(tracker: Tracker, quarters: str) -> None:
    said = tracker("import", quarters, "--preview", *GIVEN, lang="zh").out
    assert "工作表：一季度" in said
    assert "表头相同、可一并收录的工作表（再加 --sheet 名称）：二季度、旧版（隐藏）" in said
    assert "隐藏行 1 行没有收录（第 3 行）" in said
    assert "需要留意 1 处，1 行不收录" in said
    shown = tracker("import", quarters, "--preview", "--json", *GIVEN).json
    assert [(one["name"], one["hidden"], one["same_headings"], one["taken"]) for one in shown["sheets"]] == [
        ("一季度", False, False, True),
        ("二季度", False, True, False),
        ("旧版", True, True, False),
    ]


def test_several_sheets_and_hidden_rows_come_in_where_they_are_asked_for(tracker: Tracker, quarters: str) -> None:
    given = ("--sheet", "一季度", "--sheet", "二季度", "--take", "隐藏行")
    shown = tracker("import", quarters, "--json", *given, *GIVEN).json
    assert [(item["sheet"], item["row"]) for item in shown["items"]] == [
        ("一季度", 2), ("一季度", 3), ("二季度", 2), ("二季度", 3),
    ]  # fmt: skip
    assert shown["found"] == {"row_hidden": 1}
    assert shown["event"] > 0
    assert tracker("check").out == ""


def test_what_was_left_out_is_said_even_without_a_preview(tracker: Tracker, quarters: str) -> None:
    said = tracker("import", quarters, *GIVEN, lang="zh").out
    assert "登记 1 项承诺" in said
    assert "二季度、旧版（隐藏）" in said
    assert "隐藏行 1 行没有收录" in said


def test_a_text_is_refused_in_one_line_and_nothing_is_recorded(tracker: Tracker, tmp_path: Path) -> None:
    path = tmp_path / "讲话.txt"
    path.write_text("某市工业会议召开\n过去一年，成绩显著。\n会议指出，要抓好三件事。\n", encoding="utf-8")
    for preview in ((), ("--preview",)):
        result = tracker("import", str(path), *preview, *GIVEN, lang="zh")
        assert result.code == 1
        assert "是一篇文字，不是表格" in result.err
        assert result.err.count("\n") == 1
    assert tracker("list", "--search", "成绩显著", "--json").json == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--map", "words"), "words"),
        (("--map", "wrong=重点任务"), "wrong"),
        (("--map", "lead=没有这列"), "没有这列"),
        (("--sheet", "没有这表"), "没有这表"),
        (("--take", "没有这种"), "没有这种"),
        (("--header", "x"), "x"),
        (("--header", "99"), "99"),
        (("--held-on", "2026-13-01"), "2026-13-01"),
        (("--prefix", "MIIT-2025"), "MIIT-2025"),
        (("--map", "words="), "Words of the commitment"),
    ],
)
def test_a_mistake_is_told_in_one_line(tracker: Tracker, sheet: str, arguments: tuple[str, ...], said: str) -> None:
    result = tracker("import", sheet, "--publisher", "某局", *arguments)
    assert result.code == 1
    assert said in result.err
    assert result.err.count("\n") == 1
