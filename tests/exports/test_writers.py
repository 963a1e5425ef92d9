import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tracker.domain.query import query_for
from tracker.domain.rows import EvidenceRow
from tracker.domain.terms import Assessment, Light
from tracker.exports import csv_, xlsx
from tracker.exports.columns import COLUMNS
from tracker.exports.measure import line_count
from tracker.services.reporting import Report, ReportRow
from tracker.wording import Words

ReportMaker = Callable[..., Report]


def csv_rows(report: Report, words: Words) -> list[dict[str, str]]:
    text = csv_.render(report, words).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def ledger_sheet(report: Report, words: Words) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(report, words))).worksheets[0]


def lines_above(sheet: Worksheet) -> list[str]:
    return [str(row[0].value) for row in sheet.iter_rows(max_row=6) if row[0].value]


def table(sheet: Worksheet) -> list[dict[str, str]]:
    """The rows below the titles, by title."""
    lines = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    top = next(number for number, line in enumerate(lines) if line[-1])
    return [dict(zip(lines[top], line, strict=True)) for line in lines[top + 1 :]]


def on_one_line(row: dict[str, str], words: Words | None = None) -> dict[str, str]:
    """A row as CSV has it: what a workbook puts on several lines stands on one."""
    mark = "; " if words and words.language == "en" else "；"
    return {title: text.replace("\n", mark) for title, text in row.items()}


EXPECTED = {
    "编号": "MIIT-2025-038",
    "承诺事项": "再支持30个以上试点城市",
    "原文": "深入实施中小企业数字化赋能专项行动，2025年再支持30个以上试点城市",
    "责任单位（依据）": "中小企业局（按职能推定）\n财政部（配合，原文点名）",
    "期限（依据）": "2025-12-31（原文写明）",
    "量化目标": "≥ 30 个（新增）",
    "完成情况核算": "101 累计 − 66 基数 = 35 新增 ≥ 30",
    "评估结论": "已完成",
    "进度灯": "不适用",
    "最近证据": "国新办举行新闻发布会：试点城市累计101个 · 国务院新闻办公室 · 2026-01-21",
    "结论理由": "累计101个，扣除基数66个，新增35个，达到30个以上。",
    "截至": "2026-11-23",
}


def test_a_csv_line_says_everything_about_a_commitment(report_of: ReportMaker, pilots: ReportRow, zh: Words) -> None:
    assert csv_rows(report_of(pilots), zh) == [on_one_line(EXPECTED)]


def test_a_csv_file_opens_in_excel(report: Report, zh: Words) -> None:
    content = csv_.render(report, zh)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == len(report.rows) + 1


def test_a_workbook_line_says_everything_about_a_commitment(
    report_of: ReportMaker, pilots: ReportRow, zh: Words
) -> None:
    assert table(ledger_sheet(report_of(pilots), zh)) == [EXPECTED]


def test_both_formats_say_the_same(report: Report, zh: Words, en: Words) -> None:
    for words in (zh, en):
        rows = [on_one_line(row, words) for row in table(ledger_sheet(report, words))]
        assert rows == csv_rows(report, words)


def test_a_commitment_about_which_little_is_known_leaves_cells_empty(
    report_of: ReportMaker, pilots: ReportRow, zh: Words
) -> None:
    bare = replace(pilots, row=replace(pilots.row, quantity=None, working=None), latest=None, reason="")
    (row,) = csv_rows(report_of(bare), zh)
    assert [row[key] for key in ("量化目标", "完成情况核算", "最近证据", "结论理由")] == [""] * 4


def test_evidence_older_than_the_briefing_is_marked(report_of: ReportMaker, pilots: ReportRow, zh: Words) -> None:
    assert isinstance(pilots.latest, EvidenceRow)
    early = replace(pilots, latest=replace(pilots.latest, early=True))
    assert csv_rows(report_of(early), zh)[0]["最近证据"].endswith("（早于发布会）")


def test_the_workbook_is_headed_by_source_scope_and_filter(
    report_of: ReportMaker, pilots: ReportRow, zh: Words
) -> None:
    query = query_for(
        department={"sme"},
        assessment={Assessment.MET, Assessment.IN_PROGRESS},
        light={Light.NOT_APPLICABLE},
        search="数字化",
    )
    assert lines_above(ledger_sheet(report_of(pilots, query=query), zh)) == [
        "承诺台账",
        "来源：工信部解读2024年工业和信息化发展亮点（中国电子报，2025-01-21）",
        "截至 2026-11-23 · 共 60 项，本表 1 项 · 制表 2026-11-23",
        "筛选：司局为中小企业局；评估结论为推进中、已完成；进度灯为不适用；含有“数字化”",
        "原文不完整：下转第3版，未收录",
    ]


def test_an_unfiltered_report_says_that_it_lists_all(report: Report, en: Words) -> None:
    assert "Filter: none, all commitments" in lines_above(ledger_sheet(report, en))


def test_a_report_of_nothing_says_so(report_of: ReportMaker, zh: Words) -> None:
    (row,) = table(ledger_sheet(report_of(), zh))
    assert row["编号"] == "没有符合筛选条件的承诺事项。"


def test_the_word_stands_in_the_cell_and_the_sign_only_in_its_format(report: Report, zh: Words) -> None:
    sheet = ledger_sheet(report, zh)
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    assert cells["部分完成"].number_format == '"◑ "@'
    assert cells["部分完成"].font.color.rgb == "FF8A5200"
    assert cells["部分完成"].fill.fgColor.rgb == "FFFAEBD3"


def test_the_sheet_is_set_up_to_be_read_and_printed(report: Report, zh: Words) -> None:
    sheet = ledger_sheet(report, zh)
    top = sheet.max_row - len(report.rows)
    assert sheet.freeze_panes == f"C{top + 1}"
    assert sheet.auto_filter.ref == f"A{top}:L{sheet.max_row}"
    assert sheet.print_title_rows == f"${top}:${top}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0


def test_a_row_is_high_enough_for_its_longest_text(report_of: ReportMaker, pilots: ReportRow, zh: Words) -> None:
    sheet = ledger_sheet(report_of(pilots, replace(pilots, reason="字" * 120)), zh)
    short, long = (sheet.row_dimensions[sheet.max_row - offset].height for offset in (1, 0))
    assert short is not None
    assert long is not None
    assert long > 2 * short


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 60, 1), ("字" * 5, 60, 1), ("字" * 6, 60, 2), ("字\n字", 60, 2), ("ab " * 3, 30, 3), ("a" * 30, 70, 3)],
)
def test_lines_are_counted_as_they_wrap(text: str, width: int, lines: int) -> None:
    assert line_count(text, width) == lines


def test_the_second_sheet_defines_every_word_of_the_first(report: Report, zh: Words) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(report, zh)))["说明"]
    meanings = {row[0].value: row[1].value for row in sheet.iter_rows()}
    for member in (*Assessment, *Light):
        assert meanings[zh.term(member)] == zh.rule(member)


def test_the_file_tells_nothing_about_who_made_it_or_where(report: Report, zh: Words) -> None:
    properties = openpyxl.load_workbook(io.BytesIO(xlsx.render(report, zh))).properties
    assert (properties.title, properties.creator, properties.lastModifiedBy) == ("承诺台账", None, None)


def test_the_same_report_gives_the_same_bytes(report: Report, zh: Words) -> None:
    assert xlsx.render(report, zh) == xlsx.render(report, zh)


def test_a_workbook_is_a_sound_archive_without_formulas_and_with_page_numbers(report: Report, zh: Words) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx.render(report, zh))) as archive:
        assert archive.testzip() is None
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "第 &amp;P 页，共 &amp;N 页" in sheet


def test_every_column_has_a_title_in_both_languages(zh: Words, en: Words) -> None:
    for words in (zh, en):
        assert len({words.column(column.key) for column in COLUMNS}) == len(COLUMNS)
