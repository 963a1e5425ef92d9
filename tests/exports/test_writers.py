"""The workbook and the CSV file: what stands in which cell, and how the sheets are set up."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.exports.conftest import PILOTS
from tests.exports.written import written

from tracker.domain.commitments.quantity import SumTerm, Working
from tracker.domain.errors import UserError
from tracker.domain.reports.register_columns import register_columns
from tracker.domain.reports.report_request import ReportWish
from tracker.domain.rows import CommitmentDetail, Due
from tracker.domain.search.ledger_query import query_for
from tracker.domain.terms import Assessment, DueBasis, EvidenceKind, Light
from tracker.exports.compose import compose
from tracker.exports.measure import line_count
from tracker.exports.report_tree import Report
from tracker.exports.tables import csv_
from tracker.exports.xlsx import xlsx_writer
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

ReportMaker = Callable[..., Report]


def csv_rows(report: Report) -> list[dict[str, str]]:
    text = written(csv_, report).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def ledger_sheet(report: Report) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(written(xlsx_writer, report))).worksheets[0]


def top_of(sheet: Worksheet) -> int:
    """The row of the titles, from 1."""
    assert sheet.auto_filter.ref is not None
    return int(sheet.auto_filter.ref.split(":")[0][1:])


def lines_above(sheet: Worksheet) -> list[str]:
    return [str(row[0].value) for row in sheet.iter_rows(max_row=top_of(sheet) - 1) if row[0].value]


def table(sheet: Worksheet) -> list[dict[str, str]]:
    """The rows below the titles, by title, until an empty one."""
    lines = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows(min_row=top_of(sheet))]
    end = next(number for number, line in enumerate([*lines, [""]]) if not any(line))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:end]]


EXPECTED = {
    "序号": "1",
    "编号": "MIIT-2025-038",
    "承诺事项": "再支持30个以上试点城市",
    "原文": "“深入实施中小企业数字化赋能专项行动，2025年再支持30个以上试点城市”——张云明，副部长",
    "牵头单位": "中小企业局（按职能推定）",
    "配合单位": "财政部",
    "完成时限": "2025-12-31",
    "时限依据": "原文写明",
    "量化目标": "≥ 30 个（新增）",
    "进展情况": "2026年1月21日，国务院新闻办公室发布《国新办举行新闻发布会：试点城市累计101个》；累计101个。"
    "目标30个，实际35个（101 累计 − 66 基数 = 35 新增 ≥ 30），已达到。",
    "评估结论": "已完成",
    "进度灯": "不适用",
    "佐证（文号、链接）": "《国新办举行新闻发布会：试点城市累计101个》 [1]",
    "存在问题": "",
    "下一步": "",
    "备注": "累计101个，扣除基数66个，新增35个，达到30个以上。",
}


def test_a_csv_line_says_everything_about_a_commitment(report_of: ReportMaker, pilots: CommitmentDetail) -> None:
    on_one_line = {title: text.replace("\n", "；").removesuffix(" [1]") for title, text in EXPECTED.items()}
    assert csv_rows(report_of(pilots)) == [{**on_one_line, "截至": "2026-11-23"}]


def test_a_csv_file_opens_in_excel(report: Report) -> None:
    content = written(csv_, report)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == len(report.items) + 1


def test_a_csv_file_of_a_sample_says_so_above_everything(
    report_of: ReportMaker, pilots: CommitmentDetail, zh: Words
) -> None:
    true_on = date(2026, 6, 15)
    first, *others = written(csv_, report_of(pilots, illustrative=true_on)).decode("utf-8-sig").split("\r\n")
    assert zh.phrase("illustrative", day=zh.day(true_on)) in first
    assert others == written(csv_, report_of(pilots)).decode("utf-8-sig").split("\r\n")


def test_a_workbook_line_says_everything_about_a_commitment(report_of: ReportMaker, pilots: CommitmentDetail) -> None:
    (line,) = table(ledger_sheet(report_of(pilots)))
    assert line == EXPECTED | {"完成时限": "2025-12-31 00:00:00"}


def test_a_commitment_about_which_little_is_known_leaves_cells_empty(
    report_of: ReportMaker, pilots: CommitmentDetail
) -> None:
    row = replace(pilots.row, quantity=None, working=None)
    (line,) = csv_rows(report_of(replace(pilots, row=row, evidence=(), cited=(), reason="")))
    assert [line[key] for key in ("量化目标", "佐证（文号、链接）", "备注")] == [""] * 3
    assert line["进展情况"] == "承诺作出之后尚无进展证据。"


def test_evidence_older_than_the_briefing_is_marked(report_of: ReportMaker, pilots: CommitmentDetail) -> None:
    early = replace(pilots, evidence=(replace(pilots.evidence[0], early=True),))
    assert csv_rows(report_of(early))[0]["佐证（文号、链接）"].endswith("前期基础")


def test_the_workbook_is_headed_by_scope_and_followed_by_its_source(
    report_of: ReportMaker, pilots: CommitmentDetail
) -> None:
    query = query_for(
        department={"sme"},
        assessment={Assessment.MET, Assessment.IN_PROGRESS},
        light={Light.NOT_APPLICABLE},
        search="数字化",
    )
    sheet = ledger_sheet(report_of(pilots, wish=ReportWish(query=query)))
    assert lines_above(sheet) == [
        "承诺台账",
        "截至2026年11月23日，台账 60 项承诺中的 1 项",
        "范围：司局为中小企业局；评估结论为推进中、已完成；进度灯为不适用；含有“数字化”",
    ]
    assert [row[0].value for row in sheet.iter_rows(min_row=top_of(sheet) + 3)] == [
        "来源：工信部解读2024年工业和信息化发展亮点（中国电子报，2025年1月21日）",
        "原文不完整：下转第3版，未收录",
        "制表：2026年11月23日，台账“ledger”，事件链校验值 0123456789abcdef",
    ]


def test_an_unfiltered_report_says_that_it_lists_all(
    facts_of: Callable[..., ReportFacts], pilots: CommitmentDetail, en: Words
) -> None:
    assert "Scope: all commitments" in lines_above(ledger_sheet(compose(facts_of(pilots), en)))


def test_a_report_of_nothing_says_so(report_of: ReportMaker) -> None:
    (row,) = table(ledger_sheet(report_of()))
    assert row["序号"] == "没有符合筛选条件的承诺事项。"


def test_the_word_stands_in_the_cell_and_the_sign_only_in_its_format(report: Report) -> None:
    sheet = ledger_sheet(report)
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    assert cells["部分完成"].number_format == '"◑ "@'
    assert cells["部分完成"].font.color.rgb == "FF985A00"
    assert cells["部分完成"].fill.fgColor.rgb == "FFFAEBD3"


def test_an_assessment_is_chosen_from_a_list_and_takes_its_colour(report: Report, zh: Words) -> None:
    sheet = ledger_sheet(report)
    top = top_of(sheet)
    (validation,) = sheet.data_validations.dataValidation
    cells = f"K{top + 1}:K{top + len(report.items)}"
    assert (str(validation.sqref), validation.type) == (cells, "list")
    assert validation.formula1 == '"' + ",".join(zh.term(assessment) for assessment in Assessment) + '"'
    (rules,) = sheet.conditional_formatting
    assert str(rules.sqref) == cells
    assert [rule.formula for rule in rules.rules] == [[f'"{zh.term(assessment)}"'] for assessment in Assessment]


def test_the_sheet_is_set_up_to_be_read_and_printed(report: Report) -> None:
    sheet = ledger_sheet(report)
    top = top_of(sheet)
    assert sheet.freeze_panes == f"D{top + 1}"
    assert sheet.auto_filter.ref == f"A{top}:P{top + len(report.items)}"
    assert sheet.print_title_rows == f"${top}:${top}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0


def sheets_of(report: Report) -> dict[str, Any]:
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(written(xlsx_writer, report)))}


def test_every_sheet_is_set_up_for_a4(a_year: ReportFacts, zh: Words) -> None:
    assert {int(sheet.page_setup.paperSize) for sheet in sheets_of(compose(a_year, zh)).values()} == {9}


def test_what_stands_beside_the_ledger_on_the_screen_is_not_on_its_paper(a_year: ReportFacts, zh: Words) -> None:
    sheet = sheets_of(compose(a_year, zh))["承诺台账"]
    titles = [str(cell.value) for cell in sheet[top_of(sheet)]]
    assert titles[16:] == ["子项", "官方口径", "本期变动"]
    assert str(sheet.print_area).partition("!")[2].split(":")[1].startswith("$P$")
    assert str(sheet.auto_filter.ref).split(":")[1].startswith("S")


def test_a_due_date_is_a_date_to_every_spreadsheet(
    report_of: ReportMaker, pilots: CommitmentDetail, en: Words, facts_of: Callable[..., ReportFacts]
) -> None:
    open_row = replace(pilots.row, due=Due(None, DueBasis.NONE), review_on=date(2026, 1, 21))
    undated = replace(pilots, row=replace(open_row, assessment=Assessment.IN_PROGRESS))
    for report, form in (
        (report_of(pilots, undated), 'yyyy"年"m"月"d"日"'),
        (compose(facts_of(pilots, undated), en), "yyyy-mm-dd"),
    ):
        sheet = ledger_sheet(report)
        first, second = (cast("Any", sheet.cell(top_of(sheet) + number, 7)) for number in (1, 2))
        assert (first.value, first.is_date, first.number_format) == (datetime(2025, 12, 31), True, form)  # noqa: DTZ001 - cells have no zone
        assert second.value is None


def test_the_columns_of_a_layout_stand_in_its_order(
    facts_of: Callable[..., ReportFacts], pilots: CommitmentDetail, zh: Words
) -> None:
    chosen = register_columns(["title", "due", "parts", "working"])
    report = compose(facts_of(pilots), zh, columns=chosen)
    sheet = ledger_sheet(report)
    assert [cell.value for cell in sheet[top_of(sheet)]] == ["承诺事项", "完成时限", "子项", "完成情况核算"]
    assert sheet.freeze_panes == f"B{top_of(sheet) + 1}"
    assert str(sheet.print_area).partition("!")[2].split(":")[1].startswith("$D$")
    assert list(csv_rows(report)[0]) == ["承诺事项", "完成时限", "子项", "完成情况核算", "截至"]
    (alone,) = csv_rows(compose(facts_of(pilots), zh, columns=register_columns(["ordinal"])))
    assert alone["序号"] == "1"
    for names, code in ((["due", "due"], "register_column_twice"), (["colour"], "term_unknown")):
        with pytest.raises(UserError) as refused:
            register_columns(names)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"published": "2025-06", "number": "工信部联企业〔2025〕20号", "kind": EvidenceKind.DOCUMENT},
            "2025年6月，甲部、乙部印发《国新办举行新闻发布会：试点城市累计101个》（工信部联企业〔2025〕20号）；累计101个。",
        ),
        (
            {"gist": "新一批34个城市入选。", "title": "《名单》", "published": "2025-05-06"},
            "2025年5月6日，甲部、乙部发布《名单》；新一批34个城市入选；累计101个。",
        ),
    ],
)
def test_progress_says_what_happened_by_the_newest_piece(
    report_of: ReportMaker, pilots: CommitmentDetail, change: dict[str, Any], sentence: str
) -> None:
    piece = replace(pilots.evidence[0], publisher="甲部 / 乙部", **change)
    row = replace(pilots.row, working=None)
    (line,) = csv_rows(report_of(replace(pilots, row=row, evidence=(piece,))))
    assert line["进展情况"] == sentence


def test_a_share_of_the_target_is_said_and_what_is_behind_is_pressed(
    report_of: ReportMaker, pilots: CommitmentDetail
) -> None:
    working = Working((SumTerm(Decimal(10), "new"),), Decimal(10), PILOTS)
    row = replace(pilots.row, working=working, light=Light.BEHIND, assessment=Assessment.IN_PROGRESS)
    (line,) = csv_rows(report_of(replace(pilots, row=row)))
    assert line["进展情况"].endswith("目标30个，实际10个，完成33%。")
    assert (line["存在问题"], line["下一步"]) == ("进度滞后", "督促中小企业局（按职能推定）加快进度")


def test_a_report_in_english_says_what_is_not_translated(
    facts_of: Callable[..., ReportFacts], pilots: CommitmentDetail, en: Words
) -> None:
    english = replace(pilots.evidence[0], title_en="Press conference")
    one, other = csv_rows(compose(facts_of(pilots, replace(pilots, evidence=(english,))), en))
    assert "101个” [in Chinese]" in one["Progress"]
    assert "“Press conference”" in other["Progress"]
    assert other["Progress"].count("[in Chinese]") == 0
    sheet = ledger_sheet(compose(facts_of(pilots), en))
    assert en.report("untranslated_note") in [row[0].value for row in sheet.iter_rows()]


def test_no_chart_of_the_overview_is_cut_in_two_by_the_end_of_a_page(a_year: ReportFacts, zh: Words) -> None:
    sheet = sheets_of(compose(a_year, zh))["总体情况"]
    (pause,) = [row.id for row in sheet.row_breaks.brk]
    first, second, third = ((chart.anchor._from.row, chart.anchor.to.row) for chart in sheet._charts)
    assert first[1] < pause < second[0] < third[0]
    fitting = sheet.sheet_properties.pageSetUpPr
    assert fitting is None or not fitting.fitToPage, "spreadsheets that fit sheets to pages ignore breaks"


def test_a_row_is_high_enough_for_its_longest_text(report_of: ReportMaker, pilots: CommitmentDetail) -> None:
    sheet = ledger_sheet(report_of(pilots, replace(pilots, reason="字" * 120)))
    short, long = (sheet.row_dimensions[top_of(sheet) + number].height for number in (1, 2))
    assert short is not None
    assert long is not None
    assert long > 2 * short


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 60, 1), ("字" * 5, 60, 1), ("字" * 6, 60, 2), ("字\n字", 60, 2), ("ab " * 3, 30, 3), ("a" * 30, 70, 3)],
)
def test_lines_are_counted_as_they_wrap(text: str, width: int, lines: int) -> None:
    assert line_count(text, width) == lines


def test_the_last_sheet_defines_every_word_of_the_first(report: Report, zh: Words) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(xlsx_writer, report)))["说明"]
    meanings = {row[0].value: row[1].value for row in sheet.iter_rows()}
    for member in (*Assessment, *Light):
        assert meanings[zh.term(member)] == zh.rule(member)


def test_the_numbers_are_drawn_by_the_spreadsheet_itself(report: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(written(xlsx_writer, report))) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert len(charts) == 2
    assert "横向条形图，每个牵头司局一条" in drawing


def test_a_period_has_a_sheet_for_what_changed_and_one_for_what_is_to_be_done(a_year: ReportFacts, zh: Words) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(written(xlsx_writer, compose(a_year, zh))))
    assert workbook.sheetnames == [
        *("承诺台账", "总体情况", "本期进展", "需要处理的事项", "证据", "参考文献", "说明"),
    ]
    rows = {row["编号"]: row for row in table(workbook["本期进展"])}
    changed = rows["MIIT-2025-008"]
    assert (changed["原结论"], changed["现结论"]) == ("未评估", "不可核验")
    assert len(rows) == 9, "the piece bears on each of the eight, and on the ninth"
    assert all("2026年1月21日，" in row["发生了什么"] for row in rows.values()), "by the day of the material"
    assert "评估结论由“未评估”改为“不可核验”" in changed["发生了什么"]
    asked = [(row["编号"], row["为何需要处理"]) for row in table(workbook["需要处理的事项"])]
    assert asked == [
        ("MIIT-2025-004", "依据已变"),
        ("MIIT-2025-001", "本节、提问的期限已过"),
        ("MIIT-2025-002", "待复核\n检索已旧"),
    ]


def test_the_file_tells_nothing_about_who_made_it_or_where(report: Report) -> None:
    properties = openpyxl.load_workbook(io.BytesIO(written(xlsx_writer, report))).properties
    assert (properties.title, properties.creator, properties.lastModifiedBy) == ("承诺台账", None, None)


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert written(xlsx_writer, report) == written(xlsx_writer, report)


def test_a_workbook_is_a_sound_archive_without_formulas_and_with_page_numbers(report: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(written(xlsx_writer, report))) as archive:
        assert archive.testzip() is None
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "第 &amp;P 页，共 &amp;N 页" in sheet


def test_every_column_has_a_title_of_its_own_in_both_languages(a_year: ReportFacts, zh: Words, en: Words) -> None:
    for words in (zh, en):
        report = compose(a_year, words)
        for columns in (report.register.columns, report.evidence.columns):
            assert len({column.heading for column in columns}) == len(columns)
