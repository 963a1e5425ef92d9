"""What the cells of an office's spreadsheet are taken for: days, amounts, headings, rows that are none."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.capture.spreadsheets.deadlines import ReadDue, SaidYear, parse_published, read_due, year_in
from tracker.capture.spreadsheets.headings import claimed_by, columns, find_header, plan_of
from tracker.capture.spreadsheets.sheet_rows import LONGEST_CELL, RowReader, short_title
from tracker.capture.spreadsheets.targets import read_target
from tracker.capture.spreadsheets.workbooks import Sheet
from tracker.domain.exchange.spreadsheet_rows import LeftReason, LeftRow, SheetField, SheetFinding, SheetPlan, SheetRow
from tracker.domain.rows import Due
from tracker.domain.terms import Assessment, DueBasis

TODAY = date(2026, 11, 23)
OF_2025 = SaidYear(2025, DueBasis.SECTION)
HEAD = ("序号", "工作任务", "责任单位", "完成时限", "备注")


@pytest.mark.parametrize(
    ("words", "day", "basis"),
    [
        ("2025年12月底前", "2025-12-31", "stated"),
        ("2025.12.31", "2025-12-31", "stated"),
        ("2025-12-31", "2025-12-31", "stated"),
        ("2025/6", "2025-06-30", "stated"),
        ("46022", "2025-12-31", "stated"),
        ("20251231", "2025-12-31", "stated"),
        ("2025年", "2025-12-31", "stated"),
        ("2025年上半年", "2025-06-30", "stated"),
        ("2025年第三季度", "2025-09-30", "stated"),
        ("2025年12月中旬", "2025-12-20", "stated"),
        ("二〇二五年六月", "2025-06-30", "stated"),
        ("2025年6月底前完成初稿，12月底前印发", "2025-12-31", "stated"),
        ("2024—2026年", "2026-12-31", "stated"),
        ("年底前", "2025-12-31", "section"),
        ("三季度", "2025-09-30", "section"),
        ("明年3月", "2026-03-31", "section"),
        ("12月31日", "2025-12-31", "section"),
        ("２０２５年６月３０日", "2025-06-30", "stated"),
        ("２０２５．６．３０", "2025-06-30", "stated"),
        ("25年6月", "2025-06-30", "stated"),
        ("Dec 2025", "2025-12-31", "stated"),
        ("Q3 2025", "2025-09-30", "stated"),
        ("12/31/2025", "2025-12-31", "stated"),
        ("2025.6", "2025-06-30", "stated"),
        ("202506", "2025-06-30", "stated"),
        ("2025年6月15前", "2025-06-15", "stated"),
        ("2025年1月至2026年6月", "2026-06-30", "stated"),
        ("1-6月", "2025-06-30", "section"),
        ("三季度末", "2025-09-30", "section"),
        ("今年年底前", "2025-12-31", "section"),
        ("明年", "2026-12-31", "section"),
        ("2025年完成初稿，6月底印发", "2025-06-30", "stated"),
        ("“十五五”期间", "2030-12-31", "derived"),
        ("12月31號", "2025-12-31", "section"),
        *((f"2025{months}", "2025-09-30", "stated") for months in (".3-9", "/3-9", ".3-9月", ".3—9", ".3至9", "年3~9")),
        ("2025-3-9", "2025-03-09", "stated"),
        ("2025.3-31", "2025-03-31", "stated"),
        ("2025年6月启动，2026年完成", "2026-12-31", "stated"),
        ("2024年6月底前启动", "2024-06-30", "stated"),
        ("2 0 2 4 年 1 2 月", "2024-12-31", "stated"),
        ("贰零贰肆年底", "2024-12-31", "stated"),
        ("三年行动，2027年底前完成", "2027-12-31", "stated"),
    ],
)
def test_a_due_date_is_read_however_it_is_written(words: str, day: str, basis: str) -> None:
    due = read_due(words, OF_2025).due
    assert due is not None
    assert due.on is not None
    assert (due.on.isoformat(), due.basis.value) == (day, basis)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "",
            "长期坚持",
            "持续推进",
            "常态化",
            "13月",
            "2025年2月30日",
            "2025年6月31日、12月31日",
            "每月",
            "=TODAY()",
        ),
        *(
            "适当时候",
            "当前和今后一个时期",
            "相当长一段时间",
            "本世纪中叶",
            "每年12月底前",
            "去年底",
            "25.6.30",
            "1/2/2025",
        ),
        *("自2025年5月", "从2025年5月", "從 2025年5月1日", "2025年5月起", "2025年5月开始", "自今年5月份", "从2025年"),
        *("自2025-05", "从2025.5.1", "自二〇二五年五月", "自5月"),
        *("2025年初", "2025年前", "自2025年6月起", "3个月内", "2025.1", "Q3（2025年）", "四季常青"),
    ],
)
def test_what_names_no_day_gives_none(words: str) -> None:
    assert read_due(words, OF_2025).due is None


@pytest.mark.parametrize(
    "words",
    [
        *(
            "2025年国庆前",
            "两会前",
            "春節前",
            "2026年元旦前",
            "“七一”前",
            "汛期前",
            "中秋节前",
            "2025年中秋前",
            "2025年党代会前",
        ),
        *("三年内", "一年内", "半年内", "2025年起三年内", "6个月内", "30日内", "十年后"),
        *("2025年6月启动", "6月正式启动", "2025年开始实施", "2025年开工"),
        *("民国114年12月", "民國114年底", "令和7年6月", "2025年1 2月", "2025.12-3", "#REF!", "#N/A"),
    ],
)
def test_a_feast_a_while_a_beginning_and_another_calendar_name_no_day(words: str) -> None:
    assert read_due(words, OF_2025) == ReadDue(None, SheetFinding.DUE_UNREAD)


@pytest.mark.parametrize(
    "words", ["6月30日", "年底前", "三季度", "今年", "明年3月", "６月底", "2025年6月底前完成初稿，次月印发"]
)
def test_a_day_without_a_year_is_no_day_where_no_year_is_known(words: str) -> None:
    read = read_due(words, None)
    stated = "2025" in words
    assert (read.due is not None) is stated
    assert read.finding is (None if stated else SheetFinding.DUE_YEARLESS)


@pytest.mark.parametrize(
    "words",
    ["自2025年5月至2025年12月", "从2025年5月到12月底", "自2025年5月1日起，12月底前完成", "来自2025年12月的任务"],
)
def test_what_begins_on_a_day_is_due_on_the_day_on_which_it_ends(words: str) -> None:
    due = read_due(words, None).due
    assert due is not None
    assert str(due.on) == "2025-12-31"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2025年6月30日、2025年12月31日", "2025-12-31"),
        ("2026年6月30日（原2025年12月31日）", "2026-06-30"),
        ("6月、9月", "2025-09-30"),
    ],
)
def test_of_several_days_the_latest_is_taken_and_told_of(words: str, day: str) -> None:
    read = read_due(words, OF_2025)
    assert (read.due and str(read.due.on), read.finding) == (day, SheetFinding.DUE_SEVERAL)


@given(
    st.dates(date(2000, 1, 1), date(2089, 12, 31)),
    st.sampled_from(
        ["{0}年{1}月{2}日", "{0}-{1:02}-{2:02}", "{0}/{1}/{2}", "{0}.{1}.{2}", "{0}{1:02}{2:02}", "{0}年{1}月{2}号前"]
    ),
    st.booleans(),
)
def test_a_day_that_is_written_out_is_that_day_in_any_form_and_width(day: date, form: str, is_wide: bool) -> None:
    words = form.format(day.year, day.month, day.day)
    if is_wide:
        words = words.translate({ord(narrow): ord(narrow) + 0xFEE0 for narrow in "0123456789-/."})
    for year in (None, OF_2025):
        assert read_due(words, year) == ReadDue(Due(day, DueBasis.STATED))


@given(st.text(st.sampled_from("0123456789年月日底前至-./、今明上下半季度一二三四十五qQ（） "), max_size=16))
def test_no_words_give_a_day_of_a_year_that_nobody_wrote(words: str) -> None:
    read = read_due(words, None)
    if read.due and read.due.on:
        written = re.findall(r"[0-9]{2,8}|[一二三四五十]{2,4}", words)
        assert written
        assert read.due.basis is not DueBasis.SECTION
    else:
        assert read.finding is not None


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("2025年重点工作任务台账", 2025),
        ("二〇二五年工作要点", 2025),
        ("２０２５年度任务分解表", 2025),
        ("2025年重点任务（填报日期：2026年1月5日）", 2025),
        ("关于印发2025年工作要点的通知（工信厅〔2024〕12号）", 2025),
        ("2025年1—12月重点任务", 2025),
        ("2025年3月工作计划", 2025),
        ("某局2025年台账（2026年1月更新）", 2025),
        ("某局2025年台账（2026年1月5日）", 2025),
        ("2024年总结和2025年安排", None),
        ("2024—2026年行动计划", None),
        ("重点任务台账", None),
        ("截至2025年底", None),
        ("填报日期：2026年1月", None),
    ],
)
def test_a_title_names_the_year_of_what_stands_under_it(words: str, year: int | None) -> None:
    assert year_in(words) == year


@pytest.mark.parametrize(
    ("name", "year"), [("台账2025", 2025), ("2025", 2025), ("台账-20260105", None), ("台账2026-01", None)]
)
def test_a_name_may_hold_a_year_without_its_sign_but_no_day(name: str, year: int | None) -> None:
    assert year_in(name, needs_sign=False) == year


@pytest.mark.parametrize(
    ("words", "day"),
    [("2025年5月", "2025-05"), ("2025.5.12", "2025-05-12"), ("46022", "2025-12-31"), ("5月", ""), ("2025年底", "")],
)
def test_a_publication_date_is_taken_only_where_it_is_written_out(words: str, day: str) -> None:
    assert parse_published(words) == day


@pytest.mark.parametrize(
    ("words", "operator", "value", "unit", "basis"),
    [
        ("30个以上", "at_least", "30", "个", "cumulative"),
        ("≥50家", "at_least", "50", "家", "cumulative"),
        ("不超过5%", "at_most", "5", "%", "cumulative"),
        ("约20项", "about", "20", "项", "cumulative"),
        ("新增100个产业集群", "equal", "100", "个", "new"),
        ("5.5亿元", "equal", "550000000", "元", "cumulative"),
        ("三十个", "equal", "30", "个", "cumulative"),
        ("2025年建成20家", "equal", "20", "家", "cumulative"),
        ("35", "equal", "35", "", "cumulative"),
        ("一批", "unquantified", "None", "", "cumulative"),
        ("5G基站3000个", "equal", "3000", "个", "cumulative"),
        ("新建5G基站1.2万个以上", "at_least", "12000", "个", "new"),
        ("３０００个", "equal", "3000", "个", "cumulative"),
        ("三千个", "equal", "3000", "个", "cumulative"),
        ("一百个", "equal", "100", "个", "cumulative"),
        ("3000余家", "at_least", "3000", "家", "cumulative"),
        ("4A级景区10家", "equal", "10", "家", "cumulative"),
        ("ISO 9001认证20家", "equal", "20", "家", "cumulative"),
        ("不超过1,000家", "at_most", "1000", "家", "cumulative"),
        ("建设两个园区", "equal", "2", "个", "cumulative"),
        ("1.2万", "equal", "12000", "", "cumulative"),
        ("500万千瓦", "equal", "5000000000", "瓦", "cumulative"),
        ("百分之五以上", "at_least", "5", "%", "cumulative"),
        ("逾300家", "at_least", "300", "家", "cumulative"),
        ("1.5倍", "equal", "1.5", "倍", "cumulative"),
        ("8000以上", "at_least", "8000", "", "cumulative"),
        ("100MW左右", "about", "100", "MW", "cumulative"),
        *(
            (f"{bound}30家", "at_least", "30", "家", "cumulative")
            for bound in ("超", "超出", "高于", "大于", "多于", "≧", "＞")
        ),
        *((f"{bound}30家", "at_least", "30", "家", "cumulative") for bound in ("不低于", "不少於", "不小于", "不下于")),
        *(
            (f"{bound}5%", "at_most", "5", "%", "cumulative")
            for bound in ("低于", "小于", "少于", "不足", "不到", "≦", "＜")
        ),
        *((f"{bound}5%", "at_most", "5", "%", "cumulative") for bound in ("不高于", "不大於", "不多于", "under ")),
        ("no less than 30 cities", "at_least", "30", "cities", "cumulative"),
        ("整改不到位问题30个", "equal", "30", "个", "cumulative"),
        ("10 000家", "equal", "10000", "家", "cumulative"),
        ("1万2千家以上", "at_least", "12000", "家", "cumulative"),
        ("超大城市30个", "equal", "30", "个", "cumulative"),
        ("各县共30个", "equal", "30", "个", "cumulative"),
        ("年均增长8%", "equal", "8", "%", "cumulative"),
        ("30家以上企业", "at_least", "30", "家", "cumulative"),
        ("30家（含）以上", "at_least", "30", "家", "cumulative"),
        ("百余家", "at_least", "100", "家", "cumulative"),
        ("新增10家（到三季度末）", "equal", "10", "家", "new"),
        ("统一到20家", "equal", "20", "家", "cumulative"),
        ("高于全国平均水平1个百分点", "at_least", "1", "个百分点", "cumulative"),
        ("10000平米", "equal", "10000", "平米", "cumulative"),
        ("1、30家企业入库", "equal", "30", "家", "cumulative"),
    ],
)
def test_an_amount_is_read_with_its_bound_and_unit(
    words: str, operator: str, value: str, unit: str, basis: str
) -> None:
    found = read_target(words).quantity
    assert found is not None
    assert (found.operator.value, str(found.value), found.unit, found.basis.value) == (operator, value, unit, basis)
    assert found.wording == words


@pytest.mark.parametrize(
    "words",
    [
        *(
            "",
            "全覆盖",
            "统一标准",
            "显著提升",
            "9" * 19 + "个",
            "12319热线",
            "4A级景区",
            "2025年",
            "2025",
            "2025.6",
            "第3批",
        ),
        *("GB/T 12345-2020", "A股", "5G", "Windows 11", "3D", "1+N", "“1+3+5”体系", "双千兆", "百家争鸣", "618家电节"),
        *(
            "工信部〔2024〕12号",
            "7×24小时",
            "三个方面",
            "30—50家",
            "3至5个",
            "八九千家",
            "三年行动",
        ),
        *("010-12345678", "第一个", "前10名", "3.0版"),
        *("数十家", "几十家", "十几家", "二十几家", "數百戶", "上百家", "成百上千家"),
        *("每县1个", "各市2个", "20家/年", "20家／县", "每季度1次", "人均5平方米", "30 units a year"),
        *("12个月", "12個月", "3个工作日", "50km²", "规模100人以上企业30家"),
        *("一两个", "两三家", "三至五家", "三家到五家", "1、2个", "100MW/200MWh"),
    ],
)
def test_what_is_no_amount_gives_none(words: str) -> None:
    assert read_target(words).quantity is None


def test_of_several_amounts_the_first_is_taken_and_told_of() -> None:
    read = read_target("新增500家、培育30个")
    assert read.quantity is not None
    assert (str(read.quantity.value), read.is_several) == ("500", True)


def sheet(*rows: tuple[str, ...], first: int = 1) -> Sheet:
    width = max(map(len, rows))
    return Sheet("台账", first, tuple((*row, *("",) * (width - len(row))) for row in rows))


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("承诺事项", SheetField.WORDS),
        ("主要举措", SheetField.WORDS),
        ("工作任务", SheetField.WORDS),
        ("任务编号", SheetField.CODE),
        ("责任单位", SheetField.LEAD),
        ("牵头 单位", SheetField.LEAD),
        ("配合单位", SheetField.CO_LEAD),
        ("完成时限", SheetField.DUE),
        ("时间节点（2025年）", SheetField.DUE),
        *(
            (heading, SheetField.DUE)
            for heading in ("计划完成日期", "计划完成时间", "预计完成时间", "结束日期", "到期日")
        ),
        *((heading, SheetField.DUE) for heading in ("时间安排", "截止日期", "办结时限", "整改期限", "开始及完成时限")),
        *((heading, None) for heading in ("实际完成时间", "实际办结时限", "启动时限", "开始日期", "实际截止日期")),
        *((heading, SheetField.LEAD) for heading in ("主管部门", "责任分工", "牵头部门（单位）")),
        ("进展情况", SheetField.PROGRESS),
        ("办理状态", SheetField.STATUS),
        ("备注", SheetField.REMARKS),
        ("Task", SheetField.WORDS),
        ("Action items", SheetField.WORDS),
        ("工作要点", SheetField.WORDS),
        ("Responsible unit", SheetField.LEAD),
        ("Due date", SheetField.DUE),
        ("Progress notes", SheetField.PROGRESS),
        ("序号", None),
        ("填报人电话", None),
    ],
)
def test_a_heading_tells_what_its_column_holds(heading: str, field: SheetField | None) -> None:
    found = columns(sheet((heading, "填表人"), ("甲", "没有表头可认的一列，文字最长")), 1)[0]
    assert found.guess is field
    assert bool(found.guessed_by) is (field is not None)


def test_headings_that_do_not_stand_in_the_first_row_are_found() -> None:
    made = sheet(
        ("某局2025年台账",) * 3, ("填报：办公室",), ("序号", "工作任务", "责任单位"), ("1", "做事", "规划司"), first=4
    )
    assert find_header(made) == 6


def test_of_a_heading_in_two_rows_the_lower_one_is_taken() -> None:
    made = sheet(("任务", "单位", "单位"), ("任务", "牵头单位", "配合单位"), ("做事", "规划司", "财务司"))
    assert find_header(made) == 2


HEADS = ("序号", "目标任务", "年度目标", "年度目标", "年度目标", "牵头单位")
LOWER = ("序号", "目标任务", "指标", "单位", "目标值", "牵头单位")
ONE = ("1", "推进试点", "试点城市", "个", "34", "规划司")


@pytest.mark.parametrize(
    ("upper", "lower", "held"),
    [
        (HEADS, LOWER, {"words": "目标任务", "target": "目标值", "lead": "牵头单位"}),
        (
            ("序号", "举措", "时间安排", "时间安排"),
            ("序号", "举措", "启动", "完成"),
            {"words": "举措", "due": "时间安排完成"},
        ),
        (("任务", "目标", "目标"), ("任务", "2025年", "2026年"), {"words": "任务", "target": "目标2025年"}),
    ],
)
def test_headings_that_span_two_rows_are_read_with_those_below_the_others(
    upper: tuple[str, ...], lower: tuple[str, ...], held: dict[str, str]
) -> None:
    made = sheet(upper, lower, ONE[: len(lower)])
    found = columns(made, find_header(made))
    assert find_header(made) == 2
    assert held.items() <= {one.guess.value: one.heading for one in found if one.guess}.items()


def test_the_second_row_of_headings_is_no_commitment_where_the_first_was_chosen() -> None:
    made = sheet(HEADS, LOWER, ONE)
    plan = SheetPlan("", 1, {1: SheetField.WORDS, 5: SheetField.LEAD}, {})
    assert [one.reason for one in RowReader(made, plan, TODAY).rows() if isinstance(one, LeftRow)] == [
        LeftReason.HEADING,
    ]


@pytest.mark.parametrize(
    ("headings", "cells", "words", "amount"),
    [
        (("指标", "单位", "目标值", "责任单位"), ("企业数", "家", "1200", "规划司"), "企业数", "1200 家"),
        (("指标", "计量单位", "目标值", "责任单位"), ("企业数", "万家", "1.2", "规划司"), "企业数", "12000 家"),
        (("指标名称", "单位", "2026年目标值", "责任单位"), ("增速", "%", "6左右", "规划司"), "增速", "6 %"),
        (("任务", "目标值（万家）", "单位"), ("推进", "1.2", "规划司"), "推进", "12000 家"),
        (("任务", "目标值（单位：个）", "部门"), ("推进", "2025", "规划司"), "推进", "2025 个"),
        (("任务", "目标值（万家）", "单位"), ("推进", "30个", "规划司"), "推进", "30 个"),
        (("指标", "计量单位", "目标值", "责任单位"), ("指数", "—", "80", "规划司"), "指数", "80 "),
        (("指标", "计量单位", "目标值", "责任单位"), ("学员", "名学员", "80", "规划司"), "学员", "80 名学员"),
    ],
)
def test_an_amount_has_the_unit_beside_it_or_over_it(
    headings: tuple[str, ...], cells: tuple[str, ...], words: str, amount: str
) -> None:
    (row,) = (one for one in read(headings, cells) if isinstance(one, SheetRow))
    assert row.quantity is not None
    assert (row.words, row.leads) == (words, "规划司")
    assert f"{row.quantity.value} {row.quantity.unit}" == amount


def test_two_years_over_a_table_leave_its_year_open() -> None:
    titles = (("2024年审计问题整改台账",), ("2026年度",))
    made = sheet(*((title, "", "") for (title,) in titles), ("任务", "单位", "时限"), ("推进", "规划司", "6月"))
    reader = RowReader(made, plan_of(made, 3, columns(made, 3)), TODAY, ["2025年台账"])
    (row,) = (one for one in reader.rows() if isinstance(one, SheetRow))
    assert row.due is None
    assert [one.code for one in row.findings] == [SheetFinding.DUE_YEARLESS]


def guesses(*rows: tuple[str, ...]) -> dict[str, str]:
    """What the columns were guessed to hold, by their headings."""
    made = sheet(*rows)
    return {one.heading: one.guess.value for one in columns(made, find_header(made)) if one.guess}


@pytest.mark.parametrize(
    ("rows", "held"),
    [
        (
            (("重点任务", "具体举措", "单位"), ("甲", "甲一", ""), ("甲", "甲二", ""), ("甲", "甲三", "")),
            {"重点任务": "topic", "具体举措": "words"},
        ),
        (
            (("重点任务", "主要措施"), ("甲项", "制定方案"), ("乙项", "印发办法"), ("丙项", "")),
            {"重点任务": "title", "主要措施": "words"},
        ),
        (
            (
                ("一级任务", "二级任务", "三级任务"),
                ("甲", "甲一", "子"),
                ("甲", "甲一", "丑"),
                ("甲", "甲二", "寅"),
                ("乙", "乙一", "卯"),
            ),
            {"一级任务": "topic", "二级任务": "remarks", "三级任务": "words"},
        ),
        (
            (
                ("任务名称", "任务描述", "父任务", "执行者"),
                ("甲项", "", "", "某"),
                ("乙项", "细节", "甲项", "某"),
                ("丙项", "", "", "某"),
            ),
            {"任务名称": "words", "任务描述": "remarks", "父任务": "topic", "执行者": "speaker"},
        ),
        (
            (("主要任务", "任务分解", "完成标准"), ("甲", "甲一", "形成3个标准"), ("甲", "甲二", "100%")),
            {"主要任务": "topic", "任务分解": "words", "完成标准": "target"},
        ),
        ((("事项名称", "工作内容"), ("甲项", "做甲"), ("乙项", "做乙")), {"事项名称": "title", "工作内容": "words"}),
        (
            (
                ("任务标题", "所属任务", "任务状态", "任务来源"),
                ("甲项", "", "进行中", "会议"),
                ("乙项", "甲项", "未开始", "会议"),
            ),
            {"任务标题": "words", "所属任务": "topic", "任务状态": "status"},
        ),
        ((("任务名称", "前置任务"), ("甲项", ""), ("乙项", "甲项")), {"任务名称": "words"}),
        ((("任务名称", "上级任务"), ("甲项", ""), ("乙项", "")), {"任务名称": "words", "上级任务": "topic"}),
    ],
)
def test_the_words_are_those_of_the_finest_tasks(rows: tuple[tuple[str, ...], ...], held: dict[str, str]) -> None:
    assert guesses(*rows) == held


def test_headings_in_two_rows_of_which_the_lower_one_has_gaps_are_read_as_one() -> None:
    made = sheet(
        ("序号", "重点任务", "责任单位", "责任单位", "完成时限"),
        ("", "", "牵头单位", "配合单位", ""),
        ("1", "推进甲任务", "规划司", "财务司", "2025年"),
    )
    assert find_header(made) == 2
    assert [one.guess and one.guess.value for one in columns(made, 2)] == [None, "words", "lead", "co_lead", "due"]


def test_the_upper_of_two_levels_may_stand_in_the_first_of_its_rows_only() -> None:
    found = read(("重点任务", "具体举措"), ("甲", "甲一"), ("", "甲二"), ("乙", "乙一"), ("", "乙二"))
    assert [(row.topic, row.words) for row in found if isinstance(row, SheetRow)] == [
        ("甲", "甲一"), ("甲", "甲二"), ("乙", "乙一"), ("乙", "乙二"),
    ]  # fmt: skip


def test_a_task_without_a_parent_does_not_get_that_of_the_task_before_it() -> None:
    found = read(("任务名称", "父任务"), ("甲", ""), ("乙", "甲"), ("丙", ""))
    assert [(row.topic, row.words) for row in found if isinstance(row, SheetRow)] == [
        ("", "甲"),
        ("甲", "乙"),
        ("", "丙"),
    ]


def test_a_task_that_is_not_broken_down_is_the_words_itself() -> None:
    found = read(("重点任务", "主要措施"), ("甲项", "制定方案"), ("乙项", "印发办法"), ("丙项", ""))
    assert [row.words for row in found if isinstance(row, SheetRow)] == ["制定方案", "印发办法", "丙项"]


def test_headings_titles_and_subtotals_of_later_pages_are_no_commitments() -> None:
    head = ("序号", "重点任务", "责任单位", "完成时限")
    found = read(
        head,
        ("1", "甲项", "规划司", ""),
        ("本页小计", "1", "", ""),
        ("台账（续）", "", "", ""),
        head,
        ("2", "乙项", "规划司", ""),
    )
    assert [row.row for row in found if isinstance(row, SheetRow)] == [2, 6]
    reasons = [row.reason for row in found if isinstance(row, LeftRow)]
    assert reasons == [LeftReason.TOTAL, LeftReason.HEADING, LeftReason.HEADING]


def test_another_table_on_the_sheet_is_read_by_its_own_headings() -> None:
    found = read(
        ("序号", "承诺事项", "责任单位", "完成时限"),
        ("1", "甲项", "规划司", "2025年6月"),
        ("二、重大项目", "", "", ""),
        ("序号", "责任单位", "项目名称", "开工时间"),
        ("1", "财务司", "乙项", "2025年3月"),
    )
    rows = [row for row in found if isinstance(row, SheetRow)]
    assert [(row.words, row.leads, row.due and str(row.due.on)) for row in rows] == [
        ("甲项", "规划司", "2025-06-30"),
        ("乙项", "财务司", None),
    ]
    assert [row.reason for row in found if isinstance(row, LeftRow)] == [LeftReason.HEADING] * 2


_LONG_TASK = "全年培育专精特新企业一百家以上，其中小巨人企业十家以上，新增就业三万人以上，走在全省前列"


@pytest.mark.parametrize(
    ("rows", "words", "headings"),
    [
        (
            [
                ("序号", "工作任务", "责任单位", "完成时限"),
                ("一", "推动升级", "", ""),
                ("（一）", "传统产业", "", ""),
                ("1", "甲项", "规划司", ""),
                ("二", "丙项", "", ""),
                ("三", "丁项", "", ""),
            ],
            ["甲项", "丙项", "丁项"],
            2,
        ),
        ([HEAD, ("一", _LONG_TASK, "", "", ""), ("1", "印发方案", "规划司", "年底", "")], [_LONG_TASK, "印发方案"], 0),
        (
            [
                ("类别", "任务", "责任单位", "完成时限", "备注"),
                ("重点任务", "印发方案", "规划司", "年底", "其他"),
                ("重点任务", "开展宣传", "主管部门", "2026年6月", "说明"),
                ("其他", "编制要点", "规划司", "年底", ""),
            ],
            ["印发方案", "开展宣传", "编制要点"],
            0,
        ),
    ],
    ids=[
        "a number of a section with words alone",
        "a long task over its numbered parts",
        "tasks with words of headings",
    ],
)
def test_a_heading_is_told_from_a_task_that_looks_like_one(
    rows: list[tuple[str, ...]], words: list[str], headings: int
) -> None:
    found = read(*rows)
    assert [row.words for row in found if isinstance(row, SheetRow)] == words
    assert [row.reason for row in found if isinstance(row, LeftRow)] == [LeftReason.HEADING] * headings


def test_the_year_in_a_column_of_its_own_is_that_of_its_row() -> None:
    found = read(
        ("年度", "任务", "完成时限"),
        ("2025", "甲项", "6月底"),
        ("2026年", "乙项", "年底"),
        ("2026", "丙项", "2027年3月"),
        ("", "丁项", "6月底"),
    )
    dues = [row.due and (str(row.due.on), row.due.basis.value) for row in found if isinstance(row, SheetRow)]
    assert dues == [("2025-06-30", "section"), ("2026-12-31", "section"), ("2027-03-31", "stated"), None]


def test_a_unit_over_the_table_is_that_of_its_amounts() -> None:
    made = sheet(("某某分解表", "单位：万家"), ("任务", "目标"), ("甲项", "1.5"), ("乙项", "30个"))
    rows = RowReader(made, plan_of(made, 2, columns(made, 2)), date(2026, 11, 20)).rows()
    amounts = [row.quantity for row in rows if isinstance(row, SheetRow) and row.quantity]
    assert [(str(one.value), one.unit) for one in amounts] == [("15000", "家"), ("30", "个")]


def test_a_section_gives_its_year_to_its_rows_until_the_next_one() -> None:
    head = ("序号", "重点任务", "责任单位", "完成时限")
    due = ("规划司", "6月")
    found = read(
        head, ("一、2025年任务", "", "", ""), ("1", "甲", *due), ("（一）其中", "", "", ""), ("2", "乙", *due),
        ("二、2026年任务", "", "", ""), ("3", "丙", *due), ("三、其他", "", "", ""), ("4", "丁", *due),
    )  # fmt: skip
    days = [row.due and str(row.due.on) for row in found if isinstance(row, SheetRow)]
    assert days == ["2025-06-30", "2025-06-30", "2026-06-30", None]


@pytest.mark.parametrize(
    ("name", "title", "heading", "day", "basis"),
    [
        ("台账", "某局2025年台账", "完成时限", "2025-06-30", "section"),
        ("台账", "某局2025年台账", "完成时限（2026年）", "2026-06-30", "section"),
        ("2025", "某局台账", "完成时限", "2025-06-30", "section"),
        ("台账", "某局台账", "完成时限", "2024-06-30", "derived"),
    ],
)
def test_the_nearest_year_over_a_day_is_its_year(name: str, title: str, heading: str, day: str, basis: str) -> None:
    made = replace(sheet((title, "", ""), ("重点任务", "责任单位", heading), ("甲项", "规划司", "6月30日")), name=name)
    plan = plan_of(made, 2, columns(made, 2))
    row = list(RowReader(made, plan, TODAY, ("台账", "2024年台账")).rows())[-1]
    assert isinstance(row, SheetRow)
    assert row.due is not None
    assert (str(row.due.on), row.due.basis.value) == (day, basis)


def test_a_column_of_short_words_is_the_status_whatever_its_heading() -> None:
    made = sheet(("任务", "完成情况", "进展情况"), ("做事", "已完成", "三月二十日已经印发实施方案并召开会议"))
    guesses = {column.heading: column.guess for column in columns(made, 1)}
    assert guesses["完成情况"] is SheetField.STATUS
    assert guesses["进展情况"] is SheetField.PROGRESS


@pytest.mark.parametrize(
    ("words", "claimed"),
    [
        ("已完成", Assessment.MET),
        (" 推进 中 ", Assessment.IN_PROGRESS),
        ("In progress", Assessment.IN_PROGRESS),
        ("✅ 已完成", Assessment.MET),
        ("已完成？", None),
        ("◐进行中", Assessment.IN_PROGRESS),
        ("√ 完成", Assessment.MET),
        ("× 完成", None),
        ("√", None),
        ("好", None),
    ],
)
def test_a_usual_word_for_a_status_claims_a_term(words: str, claimed: Assessment | None) -> None:
    assert claimed_by(words) is claimed


def read(*rows: tuple[str, ...]) -> list[SheetRow | LeftRow]:
    made = sheet(*rows)
    plan = plan_of(made, 1, columns(made, 1))
    return list(RowReader(made, plan, TODAY).rows())


def test_every_row_that_is_no_commitment_says_why() -> None:
    found = read(
        HEAD,
        ("一、消费品工业",) * 5,
        ("1", "做一件事", "规划司", "年底", ""),
        ("", "", "", "", ""),
        HEAD,
        ("2", "做一件事", "规划司", "年底", ""),
        ("3", "", "规划司", "年底", ""),
        ("4", "长" * (LONGEST_CELL + 1), "规划司", "", ""),
        ("合计", "2项", "", "", ""),
    )
    reasons = [(row.row, row.reason, row.twin) for row in found if isinstance(row, LeftRow)]
    assert reasons == [
        (2, LeftReason.HEADING, 0),
        (4, LeftReason.EMPTY, 0),
        (5, LeftReason.HEADING, 0),
        (6, LeftReason.DUPLICATE, 3),
        (7, LeftReason.NO_WORDS, 0),
        (8, LeftReason.TOO_LONG, 0),
        (9, LeftReason.TOTAL, 0),
    ]
    assert [row.row for row in found if isinstance(row, SheetRow)] == [3]


def test_the_unit_of_the_money_is_not_that_of_the_target() -> None:
    made = sheet(
        ("2026年计划（单位：万元）", "", "", ""),
        ("任务", "责任单位", "总投资", "目标值"),
        ("建设充电站", "规划司", "3000", "20"),
    )
    (_, row) = RowReader(made, plan_of(made, 2, columns(made, 2)), TODAY).rows()
    assert isinstance(row, SheetRow)
    assert row.quantity is not None
    assert (row.quantity.value, row.quantity.unit) == (20, "")


def test_the_same_words_with_another_department_stay_and_are_told_of() -> None:
    first, second = read(HEAD, ("1", "做一件事", "规划司", "", ""), ("2", "做一件事", "财务司", "", ""))
    assert isinstance(first, SheetRow)
    assert isinstance(second, SheetRow)
    assert first.findings == ()
    assert [(f.code, f.taken) for f in second.findings] == [(SheetFinding.WORDS_TWICE, "2")]


def test_what_cannot_be_read_stays_in_words_and_is_told_of() -> None:
    head = ("工作任务", "完成时限", "量化目标", "佐证材料", "链接", "材料日期")
    (row,) = read(head, ("做一件事", "长期坚持", "显著提升", "通知", "见附件", ""))
    assert isinstance(row, SheetRow)
    codes = {finding.code for finding in row.findings}
    assert codes == {
        SheetFinding.DUE_UNREAD,
        SheetFinding.TARGET_UNREAD,
        SheetFinding.URL_UNREAD,
        SheetFinding.EVIDENCE_UNDATED,
    }
    assert all(
        words in row.details for words in ("完成时限：长期坚持", "量化目标：显著提升", "佐证材料：通知", "链接：见附件")
    )
    assert (row.due, row.quantity, row.evidence) == (None, None, None)


def test_evidence_of_a_day_to_come_is_not_taken_for_evidence() -> None:
    (row,) = read(("工作任务", "佐证材料", "材料日期"), ("做一件事", "通知", "2030-01-01"))
    assert isinstance(row, SheetRow)
    assert row.evidence is None


def test_a_long_promise_gets_a_short_title() -> None:
    assert short_title("做一件事。还做别的。") == "做一件事"
    assert short_title("甲" * 30 + "，" + "乙" * 80) == "甲" * 30 + "…"
    assert len(short_title("甲" * 10_000)) <= 61


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
@example("0\x85\xa00")
@example("甲\r\n　乙 丙")
def test_the_words_of_a_row_are_those_of_its_cell_but_for_blanks_at_the_breaks_of_its_lines(cell: str) -> None:
    made = Sheet("", 1, ((cell, "x", "y"),))
    plan = SheetPlan("", 0, {0: SheetField.WORDS}, {})
    (row,) = RowReader(made, plan, TODAY).rows()
    if isinstance(row, SheetRow):
        assert "".join(row.words.split()) == "".join(cell.split())
        if len(cell.splitlines()) == 1:
            assert row.words == cell.strip()
        assert len(row.words.splitlines()) == 1
    else:
        assert row.reason in (LeftReason.NO_WORDS, LeftReason.TOTAL, LeftReason.EMPTY)
