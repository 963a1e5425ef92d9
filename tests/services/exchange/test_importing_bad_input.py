"""Spreadsheets as nobody should write them: what can be read comes in, what cannot is said, and nothing breaks."""

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from tracker.domain.commitments.progress import Cancelled
from tracker.domain.errors import UserError
from tracker.domain.exchange.spreadsheet_rows import LeftReason, SheetField
from tracker.domain.rows import CommitmentDetail
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.exports import write_report
from tracker.exports.compose import compose
from tracker.services.commands import SheetWish, command
from tracker.services.commitments.reading import list_details
from tracker.services.exchange.importing import bring_in, offer, preview, read_sheets
from tracker.services.ledgers.workspace import Workspace
from tracker.services.reports.reporting import ReportWish, read_report
from tracker.services.safety.checking import check
from tracker.wording import load_words

WISH = command(
    SheetWish, title="台账", publisher="某局", held_on="2026-01-10", stated_on="2026-01-10", prefix="OFFICE-2026"
)
PLAIN = "序号,工作任务,责任单位\n1,培育产业集群,规划司\n2,推进“试点”城市,财务司\n"


def enter(ledger: Workspace, content: bytes, name: str) -> list[CommitmentDetail]:
    file = read_sheets(content, name)
    changes = bring_in(ledger, file, offer(ledger, file).plan, WISH)
    assert check(ledger) == ()
    return [detail for detail in list_details(ledger, LedgerQuery()) if detail.row.id in changes.commitments]


def csv_of(*rows: tuple[str, ...]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_csv_file_is_read_in_any_usual_encoding_with_any_usual_mark(
    workspace: Workspace, encoding: str, mark: str
) -> None:
    details = enter(workspace, PLAIN.replace(",", mark).encode(encoding), "台账.csv")
    assert [detail.quotes[0].passage.exact for detail in details] == ["培育产业集群", "推进“试点”城市"]
    assert [detail.departments[0].department.zh for detail in details] == ["规划司", "财务司"]


@pytest.mark.parametrize(
    "words",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "@SUM(A1:A9)",
        "<script>alert(1)</script><b>粗</b>&amp;",
        "# 不是标题",
        "记者: 不是提问",
        "a\x01b\x0bc\x7f",
        "长" * 10_000,
        "\u202e翻转 \u200b",
        "😀 表情",
    ],
)
def test_words_of_any_sort_come_in_as_they_are_and_go_out_in_every_report(
    workspace: Workspace, words: str, tmp_path: Path
) -> None:
    heads = ("工作任务", "责任单位", "领域", "状态", "进展", "备注")
    row = (words, *(f"{words[:60]}{head}" for head in heads[1:]))
    details = enter(workspace, workbook(台账=[heads, row]), "a.xlsx")
    (detail,) = details
    assert detail.quotes[0].passage.exact == " ".join(words.splitlines())
    report = compose(
        read_report(workspace, ReportWish(query=LedgerQuery(search=detail.row.code))),
        load_words("zh"),
        with_charts=False,
    )
    for format_name in ("xlsx", "docx", "html", "json"):
        write_report(report, format_name, tmp_path / f"r.{format_name}")


def workbook(**sheets: list[tuple[object, ...]]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, str(cell))  # nothing is a formula, whatever it looks like
    book.close()
    return file.getvalue()


def test_merged_cells_say_their_words_in_every_row_that_they_span(workspace: Workspace) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, ("领域", "工作任务", "责任单位"))
    sheet.merge_range("A2:A3", "金融")
    sheet.write_column("B2", ("做一件事", "做另一件事", "做第三件事"))
    sheet.merge_range("C2:C4", "规划司")
    sheet.merge_range("A6:C6", "二、其他")
    book.close()
    details = enter(workspace, file.getvalue(), "a.xlsx")
    assert [detail.row.topic.zh for detail in details] == ["金融", "金融", "未分专题"]
    assert {detail.departments[0].department.zh for detail in details} == {"规划司"}


def test_days_that_a_workbook_keeps_as_days_are_read(workspace: Workspace) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, ("工作任务", "完成时限"))
    sheet.write_row(1, 0, ("做一件事", 46022))
    sheet.write(2, 0, "做另一件事")
    sheet.write(2, 1, 46022, book.add_format({"num_format": "yyyy/m/d"}))
    book.close()
    details = enter(workspace, file.getvalue(), "a.xlsx")
    assert [str(detail.row.due.on) for detail in details] == ["2025-12-31", "2025-12-31"]


def test_of_several_sheets_the_longest_is_offered_and_another_can_be_taken(workspace: Workspace) -> None:
    file = read_sheets(workbook(空=[], 甲=[("任务",), ("做事",)], 乙=[("任务",), ("一",), ("二",)]), "a.xlsx")
    assert offer(workspace, file).plan.sheet == "乙"
    assert offer(workspace, file, "甲").plan.sheet == "甲"
    assert [one.name for one in offer(workspace, file).sheets] == ["甲", "乙"]


def test_a_sheet_without_headings_can_be_read_by_the_place_of_its_columns(workspace: Workspace) -> None:
    file = read_sheets(csv_of(("1", "培育产业集群和其他长长的事情"), ("2", "推进试点")), "a.csv")
    found = offer(workspace, file)
    assert found.plan.header == 0
    with pytest.raises(UserError, match="words_column_missing"):
        preview(workspace, file, found.plan, WISH)
    plan = replace(found.plan, fields={1: SheetField.WORDS})
    assert preview(workspace, file, plan, WISH).count == 2


@pytest.mark.parametrize(
    "lines",
    [
        [("序号", "姓名", "单位", "职务"), ("1", "张三", "规划司", "处长"), ("2", "李四", "财政部", "科长")],
        [("地区", "企业数", "增速"), ("北京", 100, "6.1%"), ("上海", 120, "5.2%")],
        [("1", "推进甲", "规划司"), ("2", "推进乙", "规划司")],
        [("某市工业经济会议召开",), ("会议指出，今年要抓好三件事。",), ("各县区要压实责任。",)],
        [("2026年工作安排",), ("一、加快推进数字化转型，新增试点城市30个。",)],
        [("填表说明",), ("1. 本表由各单位填写，于每月5日前报办公室。",)],
    ],
)
def test_nothing_without_a_heading_for_the_words_comes_in_unasked(
    workspace: Workspace, lines: list[tuple[object, ...]]
) -> None:
    file = read_sheets(workbook(甲=lines), "a.xlsx")
    with pytest.raises(UserError, match="words_column_missing"):
        preview(workspace, file, offer(workspace, file).plan, WISH)


def test_repeated_rows_and_codes_are_told_of(workspace: Workspace) -> None:
    content = csv_of(("编号", "任务"), ("A-1", "甲事"), ("A-1", "甲事"), ("A-1", "乙事"))
    file = read_sheets(content, "a.csv")
    found = preview(workspace, file, offer(workspace, file).plan, WISH)
    assert [(left.row, left.reason, left.twin) for left in found.left] == [(3, LeftReason.DUPLICATE, 2)]
    assert [item.code for item in found.items] == ["A-1", "OFFICE-2026-001"]


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", '<Types><Override ContentType="spreadsheetml.sheet.main+xml"/></Types>')
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.xlsx", "file_empty"),
        (bomb(), "a.xlsx", "content_bomb"),
        (b"PK\x03\x04 broken", "a.xlsx", "content_broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "a.xlsx", "content_broken|picture|sheet_unsupported"),
        (b"%PDF-1.7 text", "a.xlsx", "sheet_unsupported"),
        (b"<html><body>x</body></html>", "a.csv", "sheet_unsupported"),
        (b"\n\n,,,\n", "a.csv", "sheets_empty"),
        (workbook(空=[]), "a.xlsx", "sheets_empty"),
        (b"MZ\x00\x00", "a.csv", "content_executable"),
    ],
)
def test_what_is_no_sound_spreadsheet_is_refused_in_one_sentence(content: bytes, name: str, code: str) -> None:
    with pytest.raises(UserError, match=code) as refused:
        read_sheets(content, name)
    assert load_words("zh").error(refused.value).endswith("。")


def test_a_sheet_of_hundreds_of_columns_is_no_ledger(workspace: Workspace) -> None:
    row = tuple(f"任务{number}" for number in range(500))
    file = read_sheets(csv_of(row, row), "a.csv")
    with pytest.raises(UserError, match="sheet_too_wide"):
        offer(workspace, file)


def test_cells_far_from_each_other_are_no_matter(workspace: Workspace) -> None:
    far = [("任务", *("",) * 2_000), ("做一件事", *("",) * 1_999, "x")]
    (detail,) = enter(workspace, workbook(台账=far), "a.xlsx")
    assert detail.row.title.zh == "做一件事"


def test_reading_a_long_file_can_be_stopped() -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_sheets(PLAIN.encode(), "a.csv", None, stop)
