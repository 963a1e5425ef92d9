"""What the cells of an office's spreadsheet are taken for: days, amounts, headings, rows that are none."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.capture.deadlines import parse_due, parse_published
from tracker.capture.headings import claimed_by, columns, find_header, plan_of
from tracker.capture.sheet_rows import LONGEST_CELL, RowReader, short_title
from tracker.capture.targets import parse_target
from tracker.capture.workbooks import Sheet
from tracker.domain.sheets import LeftReason, LeftRow, SheetField, SheetFinding, SheetPlan, SheetRow
from tracker.domain.terms import Assessment

DAY, TODAY = date(2025, 1, 21), date(2026, 11, 23)


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
        ("年底前", "2025-12-31", "derived"),
        ("三季度", "2025-09-30", "derived"),
        ("明年3月", "2026-03-31", "derived"),
        ("12月31日", "2025-12-31", "derived"),
    ],
)
def test_a_due_date_is_read_however_it_is_written(words: str, day: str, basis: str) -> None:
    due = parse_due(words, 2025)
    assert due is not None
    assert due.on is not None
    assert (due.on.isoformat(), due.basis.value) == (day, basis)


@pytest.mark.parametrize("words", ["", "长期坚持", "持续推进", "13月", "2025年2月30日", "Dec 2025", "每月", "=TODAY()"])
def test_what_names_no_day_gives_none(words: str) -> None:
    assert parse_due(words, 2025) is None


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
    ],
)
def test_an_amount_is_read_with_its_bound_and_unit(
    words: str, operator: str, value: str, unit: str, basis: str
) -> None:
    found = parse_target(words)
    assert found is not None
    assert (found.operator.value, str(found.value), found.unit, found.basis.value) == (operator, value, unit, basis)
    assert found.wording == words


@pytest.mark.parametrize("words", ["", "全覆盖", "统一标准", "显著提升", "9" * 19 + "个"])
def test_what_is_no_amount_gives_none(words: str) -> None:
    assert parse_target(words) is None


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
        ("进展情况", SheetField.PROGRESS),
        ("办理状态", SheetField.STATUS),
        ("备注", SheetField.REMARKS),
        ("Task", SheetField.WORDS),
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
        ("好", None),
    ],
)
def test_a_usual_word_for_a_status_claims_a_term(words: str, claimed: Assessment | None) -> None:
    assert claimed_by(words) is claimed


def read(*rows: tuple[str, ...]) -> list[SheetRow | LeftRow]:
    made = sheet(*rows)
    plan = plan_of(made, 1, columns(made, 1))
    return list(RowReader(made, plan, DAY, TODAY).rows())


HEAD = ("序号", "工作任务", "责任单位", "完成时限", "备注")


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


def test_the_same_words_with_another_department_stay_and_are_told_of() -> None:
    first, second = read(HEAD, ("1", "做一件事", "规划司", "年底", ""), ("2", "做一件事", "财务司", "年底", ""))
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
    (row,) = RowReader(made, plan, DAY, TODAY).rows()
    if isinstance(row, SheetRow):
        assert "".join(row.words.split()) == "".join(cell.split())
        if len(cell.splitlines()) == 1:
            assert row.words == cell.strip()
        assert len(row.words.splitlines()) == 1
    else:
        assert row.reason in (LeftReason.NO_WORDS, LeftReason.TOTAL, LeftReason.EMPTY)
