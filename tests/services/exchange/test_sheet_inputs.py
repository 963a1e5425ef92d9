"""Spreadsheets of offices as they were found: what comes in is what was meant, and what is not said is left empty."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from tracker.domain.errors import UserError
from tracker.domain.exchange.spreadsheet_rows import LeftReason, RowMark, SheetField, SheetFinding, SheetPreview
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commitments.reading import list_details
from tracker.services.events.undoing import undo
from tracker.services.exchange.importing import SheetFile, bring_in, offer, preview, read_sheets
from tracker.services.safety.checking import check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.services.conftest import Office
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from tracker.services.ledgers.workspace import Workspace

INPUTS = Path(__file__).parents[1] / "inputs" / "sheets"
TASKS = ("序号", "重点任务", "牵头单位", "完成时限")


def opened(name: str) -> SheetFile:
    return read_sheets((INPUTS / name).read_bytes(), name, date(2026, 11, 20))


def seen(ledger: Workspace, office: Office, file: SheetFile, sheet: str = "", *also: str, **plan: Any) -> SheetPreview:
    """What would come of a file; `title` is what stands over its headings."""
    found = offer(ledger, file, sheet, also=also)
    return preview(ledger, file, replace(found.plan, **plan), office.wish(title=found.title))


def words(found: SheetPreview) -> list[str]:
    return [item.row.words for item in found.items]


def dues(found: SheetPreview) -> list[tuple[str, str]]:
    return [(str(item.row.due.on), item.row.due.basis.value) if item.row.due else ("", "") for item in found.items]


def workbook(**sheets: Callable[[Workbook, Worksheet], None]) -> SheetFile:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for name, write in sheets.items():
        write(book, book.add_worksheet(name))
    book.close()
    return read_sheets(file.getvalue(), "a.xlsx", date(2026, 11, 20))


def rows(*lines: Sequence[object]) -> Callable[[Workbook, Worksheet], None]:
    def write(_book: Workbook, sheet: Worksheet) -> None:
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)

    return write


def test_a_year_in_full_width_figures_is_the_year_that_is_stated(workspace: Workspace, office: Office) -> None:
    found = seen(workspace, office, opened("fw.xlsx"))
    assert dues(found) == [("", ""), ("2025-06-30", "stated"), ("2025-06-30", "stated")]
    assert found.found == {SheetFinding.DUE_AMBIGUOUS: 1}


def test_a_hidden_sheet_is_never_taken_unasked(workspace: Workspace, office: Office) -> None:
    file = opened("hidden.xlsx")
    found = offer(workspace, file)
    assert found.plan.sheet == "台账"
    assert [(one.name, one.is_shown) for one in found.left_out(found.plan)] == [("旧版", False)]
    asked = seen(workspace, office, file, "旧版")
    assert asked.count == 37
    assert [finding.code for finding in asked.findings[:1]] == [SheetFinding.SHEET_HIDDEN]


def test_hidden_and_struck_rows_and_hidden_columns_are_left_and_named(workspace: Workspace, office: Office) -> None:
    found = seen(workspace, office, opened("hidden.xlsx"))
    assert [item.row.row for item in found.items] == [3, 7, 8, 9, 10]
    assert [(row.row, row.reason) for row in found.left if row.reason is not LeftReason.ABOVE] == [
        (4, LeftReason.HIDDEN),
        (5, LeftReason.HIDDEN),
        (6, LeftReason.STRUCK),
    ]
    assert [(f.code, f.row, f.words, f.taken) for f in found.findings] == [
        (SheetFinding.COLUMN_HIDDEN, 2, "进展情况", ""),
        (SheetFinding.ROWS_HIDDEN, 4, "4–5", "2"),
        (SheetFinding.ROWS_STRUCK, 6, "6", "1"),
    ]
    assert found.marked == {RowMark.HIDDEN: 2, RowMark.STRUCK: 1}


def test_hidden_and_struck_rows_come_in_where_that_is_asked_for(workspace: Workspace, office: Office) -> None:
    found = seen(workspace, office, opened("hidrows.xlsx"), takes=frozenset(RowMark))
    assert [item.row.row for item in found.items] == [2, 3, 4, 5, 6, 7]
    assert [(finding.row, finding.code) for finding in found.findings] == [
        (3, SheetFinding.ROW_HIDDEN),
        (5, SheetFinding.ROW_STRUCK),
    ]
    assert found.marked == {RowMark.HIDDEN: 1, RowMark.STRUCK: 1}


def test_rows_that_a_filter_hides_are_told_from_hidden_ones(workspace: Workspace, office: Office) -> None:
    def write(_book: Workbook, sheet: Worksheet) -> None:
        rows(TASKS, *((n, f"推进第{n}项", "规划司" if n % 2 else "财务司", "2025年") for n in range(1, 5)))(
            _book, sheet
        )
        sheet.autofilter(0, 0, 4, 3)
        sheet.filter_column(2, "x == 规划司")
        sheet.set_row(2, options={"hidden": True})
        sheet.set_row(4, options={"hidden": True})

    found = seen(workspace, office, workbook(台账=write))
    assert words(found) == ["推进第1项", "推进第3项"]
    assert found.left_out == {LeftReason.FILTERED: 2}
    assert found.found == {SheetFinding.ROWS_FILTERED: 2}


def test_words_that_are_struck_out_in_part_come_in_with_a_warning(workspace: Workspace, office: Office) -> None:
    def write(book: Workbook, sheet: Worksheet) -> None:
        struck = book.add_format({"font_strikeout": True})
        rows(TASKS, (1, "", "规划司", ""), (2, "推进乙项", "财务司", ""))(book, sheet)
        sheet.write_rich_string(1, 1, "推进", struck, "甲项", "丙项工作")
        sheet.write_string(2, 3, "2025年6月", struck)

    found = seen(workspace, office, workbook(台账=write))
    assert words(found) == ["推进甲项丙项工作", "推进乙项"]
    assert [(f.row, f.code) for f in found.findings] == [
        (2, SheetFinding.CELL_PARTLY_STRUCK),
        (3, SheetFinding.CELL_STRUCK),
    ]
    assert dues(found) == [("", ""), ("", "")]


def test_a_rule_that_strikes_cells_out_is_told_of(workspace: Workspace, office: Office) -> None:
    def write(book: Workbook, sheet: Worksheet) -> None:
        rows(TASKS, (1, "推进甲项", "规划司", "2025年"))(book, sheet)
        struck, bold = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
        sheet.conditional_format(0, 0, 9, 0, {"type": "cell", "criteria": ">", "value": 5, "format": bold})
        sheet.conditional_format(0, 1, 9, 1, {"type": "formula", "criteria": "=$D1=1", "format": struck})

    assert seen(workspace, office, workbook(台账=write)).found == {SheetFinding.STRUCK_BY_RULE: 1}


def test_a_line_that_tells_a_program_what_parts_the_cells_is_no_title(workspace: Workspace, office: Office) -> None:
    text = "sep=;\r\n序号;重点任务;牵头单位\r\n1;推进甲项;规划司\r\n"
    file = read_sheets(text.encode(), "台账.csv", date(2026, 11, 20))
    assert offer(workspace, file).title == "台账"
    assert words(seen(workspace, office, file)) == ["推进甲项"]


def test_a_percentage_is_the_one_that_the_sheet_shows(workspace: Workspace, office: Office) -> None:
    def write(book: Workbook, sheet: Worksheet) -> None:
        rows(("重点任务", "牵头单位", "量化目标"), ("推进甲项", "规划司", ""))(book, sheet)
        sheet.write_number(1, 2, 0.85, book.add_format({"num_format": "0%"}))

    (item,) = seen(workspace, office, workbook(台账=write)).items
    assert item.row.quantity is not None
    assert (str(item.row.quantity.value), item.row.quantity.unit) == ("85", "%")


@pytest.mark.parametrize("form", ['yyyy"年"m"月"', 'yyyy"年"m"月";@', "yyyy-mm", "mmm-yy", '[$-804]yyyy"年"m"月"'])
def test_a_month_is_due_on_its_last_day_though_the_sheet_keeps_its_first(
    workspace: Workspace, office: Office, form: str
) -> None:
    def write(book: Workbook, sheet: Worksheet) -> None:
        rows(TASKS, (1, "推进甲项", "规划司", ""), (2, "推进乙项", "规划司", ""))(book, sheet)
        sheet.write_number(1, 3, 45_809, book.add_format({"num_format": form}))
        sheet.write_number(2, 3, 45_809, book.add_format({"num_format": "yyyy-mm-dd"}))

    assert dues(seen(workspace, office, workbook(台账=write))) == [("2025-06-30", "stated"), ("2025-06-01", "stated")]


def test_days_of_a_workbook_that_counts_from_1904_are_the_days_it_means(workspace: Workspace, office: Office) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "date_1904": True})
    sheet = book.add_worksheet("台账")
    rows(TASKS, (1, "推进甲项", "规划司", 44560), (2, "推进乙项", "规划司", ""))(book, sheet)
    sheet.write_number(2, 3, 44560, book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    found = seen(workspace, office, read_sheets(file.getvalue(), "a.xlsx"))
    assert dues(found) == [("2025-12-31", "stated")] * 2


def test_a_workbook_of_old_excel_tells_what_is_hidden_too(workspace: Workspace, office: Office) -> None:
    file = opened("office.xls")
    assert [(one.name, one.is_shown) for one in offer(workspace, file).sheets] == [
        ("台账", True), ("旧版", False), ("筛选", True),
    ]  # fmt: skip
    found = seen(workspace, office, file)
    assert [item.row.row for item in found.items] == [2, 3, 5, 7, 8]
    assert found.found == {
        SheetFinding.COLUMN_HIDDEN: 1,
        SheetFinding.ROWS_HIDDEN: 1,
        SheetFinding.ROWS_STRUCK: 1,
    }
    amounts = [item.row.quantity and (str(item.row.quantity.value), item.row.quantity.unit) for item in found.items]
    assert amounts[:2] == [("85", "%"), ("50", "%")]
    assert seen(workspace, office, file, "筛选").found == {SheetFinding.ROWS_FILTERED: 2}


def test_a_commitment_that_the_ledger_has_already_is_told_of(workspace: Workspace, office: Office) -> None:
    bring_in(workspace, (file := opened("two.xlsx")), offer(workspace, file).plan, office.wish())
    newer = workbook(台账=rows(("重点任务", "牵头单位"), ("印发 甲办法", "规划司"), ("做新事", "规划司")))
    found = seen(workspace, office, newer)
    assert [(one.row, one.code, one.taken) for one in found.findings] == [
        (2, SheetFinding.WORDS_KNOWN, "OFFICE-2026-002"),
    ]  # fmt: skip
    undo(workspace)
    assert seen(workspace, office, newer).found == {}


def test_sister_sheets_are_named_and_can_be_taken_together(workspace: Workspace, office: Office) -> None:
    file = opened("sheets.xlsx")
    found = offer(workspace, file)
    assert (found.plan.sheet, found.sisters) == ("一季度", ("二季度", "三季度"))
    assert offer(workspace, file, "一季度", also=("一季度", "二季度", "二季度")).plan.also == ("二季度",)
    together = seen(workspace, office, file, "一季度", "二季度", "三季度")
    assert together.count == 13
    assert [item.row.place for item in together.items[4:7]] == ["一季度!6", "二季度!2", "二季度!3"]
    assert len({item.code for item in together.items}) == 13


def test_sheets_taken_together_are_one_source_that_is_taken_back_at_once(workspace: Workspace, office: Office) -> None:
    file = opened("sheets.xlsx")
    before = len(list_details(workspace, LedgerQuery()))
    plan = offer(workspace, file, "一季度", also=("二季度",)).plan
    bring_in(workspace, file, plan, office.wish())
    details = list_details(workspace, LedgerQuery())
    assert len(details) == before + 8
    assert check(workspace) == ()
    with pytest.raises(UserError, match="sheet_known"):
        bring_in(workspace, file, offer(workspace, file, "二季度").plan, office.wish())
    assert len(bring_in(workspace, file, offer(workspace, file, "三季度").plan, office.wish()).commitments) == 5
    undo(workspace)
    undo(workspace)
    assert len(list_details(workspace, LedgerQuery())) == before


def test_a_row_that_stands_in_two_sheets_comes_in_once(workspace: Workspace, office: Office) -> None:
    same = (1, "推进甲项", "规划司", "2025年")
    file = workbook(甲=rows(TASKS, same), 乙=rows(TASKS, (2, "推进乙项", "规划司", ""), same))
    found = seen(workspace, office, file, "甲", "乙")
    assert words(found) == ["推进甲项", "推进乙项"]
    assert [(row.place, row.reason, row.twin_place) for row in found.left] == [("乙!3", LeftReason.DUPLICATE, "甲!2")]


@pytest.mark.parametrize("field", sorted(set(SheetField) - {SheetField.WORDS, SheetField.LEAD, SheetField.DUE}))
def test_a_sister_may_lack_a_column_that_no_heading_names(
    workspace: Workspace, office: Office, field: SheetField
) -> None:
    first = rows(TASKS, (1, "推进甲项", "规划司", "", "已完成"))
    file = workbook(甲=first, 乙=rows(TASKS, (1, "推进乙项", "规划司", "")))
    plan = offer(workspace, file, "甲", also=("乙",)).plan
    fields = {place: held for place, held in plan.fields.items() if held is not field} | {len(TASKS): field}
    found = preview(workspace, file, replace(plan, fields=fields), office.wish())
    assert words(found) == ["推进甲项", "推进乙项"]
    assert [(one.words, one.count) for one in found.statuses] == [("已完成", 1)] * (field is SheetField.STATUS)


def test_sheets_with_other_headings_are_not_taken_together(workspace: Workspace) -> None:
    file = workbook(甲=rows(TASKS, (1, "推进甲项", "规划司", "")), 乙=rows(("任务", "单位"), ("推进乙项", "规划司")))
    assert offer(workspace, file).sisters == ()
    with pytest.raises(UserError, match="sheets_differ"):
        offer(workspace, file, "甲", also=("乙",))


def test_of_the_sheets_in_sight_one_with_headings_goes_before_longer_notes(workspace: Workspace) -> None:
    file = workbook(说明=rows(*[("填报要求",)] * 9), 台账=rows(TASKS, (1, "推进甲项", "规划司", "")))
    assert offer(workspace, file).plan.sheet == "台账"


def test_where_only_hidden_sheets_hold_anything_they_are_named(workspace: Workspace) -> None:
    def hidden(book: Workbook, sheet: Worksheet) -> None:
        rows(TASKS, (1, "推进甲项", "规划司", ""))(book, sheet)
        sheet.very_hidden()

    with pytest.raises(UserError, match="sheets_hidden"):
        offer(workspace, workbook(空表=rows(), 旧版=hidden))


def test_departments_whose_characters_stand_apart_are_one_name_each(workspace: Workspace, office: Office) -> None:
    first, second = seen(workspace, office, opened("spaced.xlsx")).items
    assert [one.name for one in first.departments] == ["中小企业局"]
    assert [one.name for one in second.departments] == ["规划司", "财政部"]
    assert [one.key for one in first.departments + second.departments if not one.key] == []


def test_a_year_stands_in_the_title_over_the_headings(workspace: Workspace, office: Office) -> None:
    found = seen(workspace, office, opened("y.xlsx"))
    assert dues(found) == [("2025-06-30", "section"), ("2025-12-31", "section")]


def test_a_year_that_stands_nowhere_is_not_taken_from_the_day_of_the_file(workspace: Workspace, office: Office) -> None:
    file = workbook(台账=rows(TASKS, (1, "推进甲项", "规划司", "6月30日")))
    found = seen(workspace, office, file)
    assert dues(found) == [("", "")]
    assert found.found == {SheetFinding.DUE_YEARLESS: 1}
    named = preview(workspace, file, offer(workspace, file).plan, office.wish(title="2025年台账"))
    assert dues(named) == [("2025-06-30", "derived")]


def test_the_finer_of_two_levels_of_tasks_are_the_words(workspace: Workspace, office: Office) -> None:
    found = seen(workspace, office, opened("two.xlsx"))
    assert words(found) == ["制定甲方案", "印发甲办法", "开展甲试点"]
    assert {item.row.topic for item in found.items} == {"推进甲项工作"}


def test_a_parent_task_is_never_the_words(workspace: Workspace, office: Office) -> None:
    found = seen(workspace, office, opened("tasks.xlsx"))
    assert words(found) == ["完成甲模块设计", "完成乙模块设计"]
    assert found.left_out == {}


def test_no_date_and_no_amount_comes_in_that_nobody_wrote(workspace: Workspace, office: Office) -> None:
    found = seen(workspace, office, opened("t.csv"))
    assert dues(found) == [("", ""), ("", ""), ("2026-12-31", "stated"), ("", "")]
    amounts = [item.row.quantity and (str(item.row.quantity.value), item.row.quantity.unit) for item in found.items]
    assert amounts == [None, None, ("3000", "个"), ("500", "家")]
    assert found.found == {SheetFinding.DUE_UNREAD: 3}


TEXTS = {
    "speech.txt": (INPUTS / "speech.txt").read_text(encoding="utf-8"),
    "speech.csv": (INPUTS / "speech.txt").read_text(encoding="utf-8"),
    "commas.csv": "会议指出,今年要抓好三件事,一是实施技改项目,二是培育企业。\n各县区要压实责任,确保开门红。\n"
    "会议要求,主要任务要落实,措施要具体,责任要明确,时限要清楚。\n",
    "address.csv": "同志们，今年以来，我们认真落实部署，取得了成效。\n下一步，我们将培育100家企业，建设20个园区。\n",
    "notes.md": "# 会议纪要\n\n- 推进甲项\n- 推进乙项\n",
    "article.txt": "The ministry held a briefing.\nIt said that output grew, and that plans would follow.\n",
    "one.txt": "推进甲项工作",
    "data.json": '{\n "任务": "推进甲项",\n "单位": "规划司"\n}\n',
    "section.txt": "某市工作报告\n过去一年，成绩显著。\n主要任务\n今年要抓好三件事。\n要压实责任，确保完成。\n",
    "poem.txt": "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡\n",
    "list.md": "会议纪要\n\n- 推进甲项\n- 推进乙项\n",
    "program.txt": "import os\nfor x in range(3):\n    print(x, x + 1, x + 2)\n",
    "law.csv": "管理办法\n第一条 为了规范管理，制定本办法。\n第二条 本办法适用于工业企业。\n",
    "traditional.txt": "工業經濟會議召開\n過去一年，成績顯著。\n會議指出，要抓好三件事。\n",
    "sentences.csv": "白日依山尽，黄河入海流。\n欲穷千里目，更上一层楼。\n",
    "outline.csv": "某市2026年工作安排\n（一）推进数字化转型\n（二）培育专精特新企业\n",
    "paragraphs.txt": "一是推进甲项。二是推进乙项。\n三是推进丙项；四是推进丁项。\n",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_is_no_table(workspace: Workspace, name: str, encoding: str) -> None:
    with pytest.raises(UserError, match="sheet_is_text"):
        offer(workspace, read_sheets(TEXTS[name].encode(encoding), name))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.csv", "重点任务\n推进甲项。\n推进乙项。\n", ["推进甲项。", "推进乙项。"]),
        ("a.csv", "推进甲项工作\n推进乙项工作\n", ["推进甲项工作", "推进乙项工作"]),
        ("a.txt", "重点任务\n推进甲项工作\n推进乙项工作\n", ["推进甲项工作", "推进乙项工作"]),
        ("a.txt", "任务\t单位\n推进甲项。\t规划司\n", ["推进甲项。"]),
        ("a.csv", "任务;单位\n推进甲项。要求严格。;规划司\n", ["推进甲项。要求严格。"]),
        ("a.csv", "序号,工作内容\n1,推进甲项。要求。\n2,推进乙项。\n", ["推进甲项。要求。", "推进乙项。"]),
        ("a.csv", "序号,任务,说明\n1,推进甲项,\n2,推进乙项,\n", ["推进甲项", "推进乙项"]),
        ("a.csv", "序号，工作任务，时限\n1，推进甲，6月\n2，推进乙，7月\n", ["推进甲", "推进乙"]),
        ("a.csv", "某局2025年台账\n任务\n推进甲项；\n推进乙项。\n", ["推进甲项；", "推进乙项。"]),
        ("a.md", "| 任务 | 单位 |\n|---|---|\n| 推进甲项 | 规划司 |\n", ["推进甲项"]),
        ("a.csv", "重点任务\n推进甲项。要求严格。\n" + "推进乙项。\n推进丙项。\n推进丁项。\n",
         ["推进甲项。要求严格。", "推进乙项。", "推进丙项。", "推进丁项。"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_list_and_a_table_in_a_text_file_come_in(
    workspace: Workspace, office: Office, name: str, text: str, expected: list[str], encoding: str
) -> None:
    assert words(seen(workspace, office, read_sheets(text.encode(encoding), name))) == expected


def test_a_file_of_garbled_characters_is_refused(workspace: Workspace) -> None:
    garbled = "重点任务,牵头单位\n推进甲项,规划司\n".encode() + b"\xff\xfe\xfd" * 40
    with pytest.raises(UserError, match="sheet_garbled"):
        offer(workspace, read_sheets(garbled, "a.csv"))


def test_a_hidden_column_comes_in_where_it_is_said_what_it_holds(workspace: Workspace, office: Office) -> None:
    def write(book: Workbook, sheet: Worksheet) -> None:
        rows(TASKS, (1, "推进甲项", "规划司", "2025年"))(book, sheet)
        sheet.set_column(3, 3, None, None, {"hidden": True})

    file = workbook(台账=write)
    plan = offer(workspace, file).plan
    assert dues(preview(workspace, file, plan, office.wish())) == [("", "")]
    asked = preview(workspace, file, replace(plan, fields={**plan.fields, 3: SheetField.DUE}), office.wish())
    assert dues(asked) == [("2025-12-31", "stated")]
    assert asked.found == {SheetFinding.COLUMN_HIDDEN_TAKEN: 1}


CLAUSES = {
    "p2.csv": "工业和信息化部,今年将推进三项工作\n一是培育企业,二是支持城市,三是降低成本\n",
    "p5.csv": "Minister: we will support 30 cities\nReporter: thank you, minister\nMinister: we will also cut costs\n",
    "p6.txt": "新闻稿\t2026-02-03\n今年将培育企业15家\t来源：某日报\n",
}


@pytest.mark.parametrize("name", CLAUSES)
def test_clauses_that_look_like_columns_do_not_come_in(workspace: Workspace, office: Office, name: str) -> None:
    with pytest.raises(UserError, match=r"sheet_is_text|words_column_missing"):
        seen(workspace, office, read_sheets(CLAUSES[name].encode(), name))
