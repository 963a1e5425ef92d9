"""The workbook that a department gets, read by another program."""

import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from tracker.domain.exchange.forms import HIDDEN_SHEET, LOCKED, OPEN, PROPERTY, FillField
from tracker.domain.terms import DepartmentRole, Doubt
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.statements import add_claim
from tracker.services.commands import AssessmentChange, EvidenceFields, NewClaim, command
from tracker.services.commitments.reading import read_detail
from tracker.services.evidence.recording import add_evidence
from tracker.wording import load_words

HEAD, A4 = 3, 9
load: Any = openpyxl.load_workbook
CITIES, TRADE_IN = "MIIT-2025-044", "MIIT-2025-007"
Place = Callable[[FillField], int]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_ledgers_columns_are_locked_and_shaded_and_the_departments_open(
    post: Any, column_place: Place, language: str
) -> None:
    sheet = load(post.send(language=language)).worksheets[0]
    assert sheet.protection.sheet
    for column in LOCKED:
        cell = sheet.cell(HEAD + 1, column_place(column))
        assert cell.protection.locked
        assert cell.fill.fgColor.rgb != "00000000"
    for column in OPEN:
        assert not sheet.cell(HEAD + 1, column_place(column)).protection.locked
    assert sheet.freeze_panes == "C4"
    assert [cell.value for cell in sheet[HEAD]] == [load_words(language).form("column", one) for one in FillField]


def test_words_to_choose_from_and_limits_stand_in_every_open_row(post: Any, column_place: Place) -> None:
    sheet = load(post.send()).worksheets[0]
    rules = {area.min_col: rule for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges}
    assert rules[column_place(FillField.CLAIMED)].formula1 == '"推进中,部分完成,已完成,未完成,不再推进"'
    assert rules[column_place(FillField.ROLE)].formula1 == '"计划,新增,累计,退出"'
    assert rules[column_place(FillField.VALUE)].type == "decimal"
    assert rules[column_place(FillField.PUBLISHED)].type == "date"
    for rule in rules.values():
        assert {(area.min_row, area.max_row) for area in rule.sqref.ranges} == {(HEAD + 1, sheet.max_row)}
        assert rule.prompt
        assert len(rule.promptTitle) <= 32
        assert len(rule.prompt) <= 255


def test_it_prints_on_a4_with_its_head_and_codes_on_every_page(post: Any) -> None:
    sheet = load(post.send()).worksheets[0]
    assert int(sheet.page_setup.paperSize or 0) == A4
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
    assert sheet.print_title_cols == "$A:$B"


def test_a_hidden_sheet_and_the_properties_say_what_was_sent(post: Any) -> None:
    workbook = load(post.send())
    assert workbook[HIDDEN_SHEET].sheet_state == "veryHidden"
    said = json.loads("".join(row[0] for row in workbook[HIDDEN_SHEET].iter_rows(values_only=True)))
    assert (said["department"], said["period"], said["format"]) == ("sme-bureau", "2026-11", 2)
    assert said["rows"][CITIES]["target"] == "≥ 30 个（新增）\n基数 66 个"
    (mark,) = (one.value for one in workbook.custom_doc_props.props if one.name == PROPERTY)
    assert mark == f"2 {said['ledger']} {said['batch']}"


def test_the_exact_words_and_the_last_claim_stand_in_the_row(post: Any, column_place: Place, row_place: Any) -> None:
    claim = {"commitment": CITIES, "said": "=已公布名单", "said_by": "中小企业局", "said_on": "2026-01-21"}
    add_claim(post.workspace, command(NewClaim, **claim, claimed="met"))
    sheet = load(post.send()).worksheets[0]
    cells = {one: sheet.cell(row_place(sheet, CITIES), column_place(one)) for one in FillField}
    (quote,) = read_detail(post.workspace, CITIES).quotes
    assert quote.speaker is not None
    said = cells[FillField.WORDS].value
    assert said == f"“{quote.passage.exact}”——{quote.speaker.name.zh}，{quote.speaker.office.zh}"
    assert cells[FillField.LAST_CLAIM].value == "2026-01-21 中小企业局\n已完成\n=已公布名单"
    assert cells[FillField.UNIT].value == "个"


def test_each_passage_stands_under_the_name_of_who_said_it_and_no_doubt_of_ours_shows(
    post: Any, column_place: Place, row_place: Any
) -> None:
    notice = {"title": "通知", "publisher": "商务部", "published": "2025-05-06", "kind": "press"}
    links = ({"commitment": TRADE_IN, "bearing": "fulfils"},)
    add_evidence(post.workspace, command(EvidenceFields, **notice, links=links))
    held = {Doubt.CLAIMS_ONLY: "文件尚未收录"}
    judged = command(AssessmentChange, commitment=TRADE_IN, assessment="met", reason="有据", held=held)
    set_assessment(post.workspace, judged)
    sheet = load(post.send("mofcom")).worksheets[0]
    first, second = str(sheet.cell(row_place(sheet, TRADE_IN), column_place(FillField.WORDS)).value).split("\n")
    assert "——张云明，" in first
    assert "——陶青，" in second
    assert "陶青" not in first
    assert "张云明" not in second
    shown = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert all(word not in shown for word in ("仅有表态或报道", "文件尚未收录", "坚持结论"))


def test_a_commitment_in_which_the_department_only_joins_in_says_so(post: Any, column_place: Place) -> None:
    sheet = load(post.send("mof")).worksheets[0]
    titles = {row[0]: row[1] for row in sheet.iter_rows(min_row=HEAD + 1, max_col=2, values_only=True)}
    for code, title in titles.items():
        if "/" in code:  # the row of a part
            continue
        roles = {one.role for one in read_detail(post.workspace, code).departments if one.department.key == "mof"}
        assert title.endswith("（配合）") == (DepartmentRole.LEAD not in roles)
    assert any(title.endswith("（配合）") for title in titles.values())


def test_only_what_it_leads_is_asked_where_that_is_wanted(post: Any) -> None:
    every = load(post.send()).worksheets[0].max_row
    led = load(post.send(period="led", leads_only=True)).worksheets[0].max_row
    assert HEAD < led <= every
