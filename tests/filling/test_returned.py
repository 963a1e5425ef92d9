"""What comes back: moved, merged, deleted, late, from elsewhere; recognised, explained, nothing lost."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from xlsxwriter.workbook import Workbook

from tracker.domain.errors import UserError
from tracker.domain.exchange.forms import HIDDEN_SHEET, FillField, Preview, PreviewRow, Weight
from tracker.domain.terms import Assessment, ValueRole
from tracker.exports.filling import form_words, send_form
from tracker.services.assessment.statements import add_claim
from tracker.services.commands import NewClaim, command
from tracker.services.exchange.forms import FillWish, enter_form, examine_form
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.wording import load_words

HEAD = 3
load: Any = openpyxl.load_workbook
CITIES, CLUSTERS, RULES = "MIIT-2025-044", "MIIT-2025-045", "MIIT-2025-042"
Find = Callable[[Preview, str], PreviewRow]


def codes(row: PreviewRow) -> set[str]:
    return {found.code for found in row.findings}


def file_codes(preview: Preview) -> set[str]:
    return {found.code for found in preview.findings}


def test_a_row_becomes_a_claim_and_a_proposal(post: Any, row_in: Find) -> None:
    cells = {"progress": "第三批名单已公布。", "claimed": "已完成", "value": 34, "role": "新增"}
    source = {
        "source": "第三批名单",
        "publisher": "财政部",
        "published": date(2026, 5, 12),
        "number": "财建〔2026〕88号",
    }
    said = {
        "url": "https://example.org/a",
        "filled_by": "王五",
        "filled_on": "2026年11月20日",
        "remark": "另有 2 个在办",
    }
    row = row_in(post.read(post.fill(post.send(), CITIES, **cells, **source, **said)), CITIES)
    assert row.said == "第三批名单已公布。\n本期数值：34 个（新增）\n备注：另有 2 个在办"
    assert (row.claimed, row.value, row.role, row.said_on) == (Assessment.MET, 34, ValueRole.NEW, "2026-11-20")
    assert row.evidence is not None
    assert (row.evidence.title, row.evidence.publisher) == ("第三批名单", "财政部")
    assert (row.evidence.published, row.evidence.number) == ("2026-05-12", "财建〔2026〕88号")
    assert CITIES in row.evidence.note
    assert "王五" in row.evidence.note
    assert row.findings == ()
    assert row.is_clear


def test_rows_left_empty_are_not_accepted(post: Any) -> None:
    preview = post.read(post.fill(post.send(), CITIES, progress="x"))
    assert [row.key for row in preview.clear] == [CITIES]
    assert {code for row in preview.rows if row.key != CITIES for code in codes(row)} == {"row_empty"}


def test_moved_columns_and_sorted_rows_are_read_by_their_headings_and_codes(post: Any, row_in: Find) -> None:
    def shuffle(sheet: Any) -> None:
        rows = [list(row) for row in sheet.iter_rows(min_row=HEAD, values_only=True)]
        rows[0][6] = "  进展 情况（请填写）".replace("（请填写）", "：")
        rows[1][6] = "有进展"
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.delete_rows(1, sheet.max_row)
        for number, row in enumerate([rows[0], [], *reversed(rows[1:])], HEAD + 2):
            for column, value in enumerate(reversed(row), 2):
                sheet.cell(number, column).value = value

    preview = post.read(post.alter(post.send(), shuffle))
    assert file_codes(preview) == {"columns_moved"}
    assert row_in(preview, RULES).said == "有进展"
    assert preview.rows[-1].key == RULES  # the first has become the last


def test_merged_cells_count_for_the_topmost_row_and_the_others_are_named(
    post: Any, row_in: Find, column_place: Any
) -> None:
    def merge(sheet: Any) -> None:
        place = column_place(FillField.PROGRESS)
        sheet.cell(HEAD + 1, place).value = "两项一并推进"
        sheet.merge_cells(start_row=HEAD + 1, end_row=HEAD + 2, start_column=place, end_column=place)

    preview = post.read(post.alter(post.send(), merge))
    first, second = preview.rows[:2]
    assert (first.said, second.said) == ("两项一并推进", "")
    assert "cells_merged" in codes(first) & codes(second)
    assert preview.clear == ()


def test_deleted_added_and_doubled_rows_are_told_apart(post: Any, row_in: Find, row_place: Any) -> None:
    def alter(sheet: Any) -> None:
        sheet.delete_rows(row_place(sheet, CITIES))
        end = sheet.max_row
        for offset, code in enumerate(("MIIT-2025-001", "MIIT-2099-001", CLUSTERS, ""), 1):
            sheet.cell(end + offset, 1).value = code or None
            sheet.cell(end + offset, 7).value = f"写给{code}"

    preview = post.read(post.alter(post.send(), alter))
    assert {"rows_missing", "rows_without_code"} <= file_codes(preview)
    assert codes(row_in(preview, CITIES)) == {"not_returned"}
    assert "row_not_sent" in codes(row_in(preview, "MIIT-2025-001"))
    assert "row_unknown" in codes(row_in(preview, "MIIT-2099-001"))
    assert "code_twice" in codes(row_in(preview, CLUSTERS)) & codes(row_in(preview, f"{CLUSTERS}#2"))
    assert {row.key for row in preview.enterable} == {f"{CLUSTERS}#2"}


def test_locked_cells_that_were_changed_show_both_words_and_the_ledgers_stand(post: Any, row_in: Find) -> None:
    data = post.fill(post.send(), CITIES, progress="x", words="2025年再支持3个试点城市", due="2027-12-31")
    row = row_in(post.read(data), CITIES)
    changed = {found.details["column"]: found.details for found in row.findings if found.code == "locked_changed"}
    assert changed.keys() == {FillField.WORDS, FillField.DUE}
    assert changed[FillField.WORDS]["returned"] == "2025年再支持3个试点城市"
    assert row.sent[FillField.WORDS].startswith("“2025年再支持30个以上试点城市”——张云明，")
    assert not row.is_clear
    assert row.can_be_entered


def test_last_months_file_is_recognised_with_what_changed_since(post: Any, row_in: Find) -> None:
    last = post.send(period="2026-10")
    claim = {"commitment": CITIES, "said": "在办", "said_by": "发言人", "said_on": "2026-11-01"}
    add_claim(post.workspace, command(NewClaim, **claim))
    post.send(period="2026-11")
    preview = post.read(post.fill(last, CITIES, progress="上月的进展"))
    (earlier,) = (found for found in preview.findings if found.code == "form_earlier")
    assert (earlier.details["period"], earlier.details["newest"], earlier.details["changed"]) == (
        "2026-10",
        "2026-11",
        1,
    )
    assert "changed_since" in codes(row_in(preview, CITIES))
    assert preview.clear == ()
    assert [row.key for row in preview.enterable] == [CITIES]  # late, but nothing is lost


def test_a_file_for_another_department_is_refused_with_its_name(post: Any) -> None:
    preview = post.read(post.send("mof").read_bytes(), department="sme-bureau")
    assert file_codes(preview) == {"form_other_department"}
    assert not preview.can_be_entered
    assert "财政部" in load_words("zh").form_finding(preview.findings[0])


def test_a_file_of_another_ledger_can_be_looked_at_but_not_entered(post: Any, tmp_path: Path) -> None:
    other = open_workspace(tmp_path / "other.db", author="李四")
    path = tmp_path / "other.xlsx"
    send_form(other, FillWish("sme-bureau"), path, load_words("zh"))
    other.close()
    data = post.fill(path, CITIES, progress="别处的")
    preview = post.read(data)
    assert file_codes(preview) == {"form_other_ledger"}
    assert any(row.said == "别处的" for row in preview.rows)
    assert preview.enterable == ()
    with pytest.raises(UserError, match="form_not_enterable"):
        post.enter(data, [CITIES])


def test_without_its_hidden_sheet_the_properties_tell_and_without_both_the_codes(
    post: Any, fill_in: Any, bytes_of: Any
) -> None:
    workbook = load(post.send())
    del workbook[HIDDEN_SHEET]
    fill_in(workbook.worksheets[0], CITIES, progress="x")
    preview = post.read(bytes_of(workbook))
    assert file_codes(preview) == {"hidden_sheet_missing"}
    assert [row.key for row in preview.clear] == [CITIES]
    del workbook.custom_doc_props["tracker-form"]
    guessed = post.read(bytes_of(workbook))
    assert file_codes(guessed) == {"form_guessed"}
    assert guessed.clear == ()
    assert [row.key for row in guessed.enterable] == [CITIES]
    workbook.worksheets[0].cell(HEAD + 1, 1).value = "MIIT-2025-001"
    assert file_codes(post.read(bytes_of(workbook))) == {"form_unmarked"}


def test_a_column_that_is_gone_counts_as_not_filled_in(post: Any, column_place: Any) -> None:
    data = post.alter(post.send(), lambda sheet: sheet.delete_cols(column_place(FillField.REMARK)))
    (missing,) = post.read(data).findings
    assert (missing.code, missing.details["columns"]) == ("columns_missing", [FillField.REMARK])


def test_what_is_not_understood_stays_in_the_words(post: Any, row_in: Find) -> None:
    cells = {"claimed": "基本完成", "value": "几十", "role": "大概", "source": "通知", "published": "上个月"}
    row = row_in(post.read(post.fill(post.send(), CITIES, **cells, url="见附件", filled_on="2999-01-01")), CITIES)
    doubts = {"claimed_unknown", "value_unreadable", "role_unknown", "published_unreadable", "url_unreadable"}
    assert codes(row) == doubts | {"publisher_missing", "filled_on_unreadable"}
    assert row.said == "本期数值：几十 个（大概）\n自评状态：基本完成"
    assert row.evidence is not None
    assert "上个月" in row.evidence.note
    assert "见附件" in row.evidence.note
    assert row.can_be_entered
    assert not row.is_clear


def test_a_formula_counts_as_what_it_last_gave(post: Any, row_in: Find, tmp_path: Path) -> None:
    """As a spreadsheet saves it: the formula, and beside it the value."""
    path = post.send()
    source = io.BytesIO(post.fill(path, CITIES, value=34, role="新增"))
    changed = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == "xl/worksheets/sheet1.xml":
                assert content.count(b"<v>34</v>") == 1
                content = content.replace(b"<v>34</v>", b"<f>30+4</f><v>34</v>")
            new.writestr(entry, content)
    assert row_in(post.read(changed.getvalue()), CITIES).value == 34


def test_every_finding_reads_in_both_languages(post: Any) -> None:
    cells = {"claimed": "基本完成", "value": "三十", "published": "x", "url": "x", "words": "改"}
    preview = post.read(post.fill(post.send(), CITIES, **cells))
    for language in ("zh", "en"):
        words = load_words(language)
        for found in (*preview.findings, *(one for row in preview.rows for one in row.findings)):
            assert "{" not in words.form_finding(found)


def workbook_of(*rows: tuple[str, ...]) -> bytes:
    file = io.BytesIO()
    workbook = Workbook(file, {"in_memory": True})
    sheet = workbook.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    workbook.close()
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (workbook_of(), "form_no_table"),
        (workbook_of(("城市", "省份"), ("唐山", "河北")), "form_no_table"),
        (b"", "file_empty"),
        (b"PK\x05\x06" + b"\x00" * 18, "content_unsupported"),
        (b"a,b\n1,2\n", "form_not_workbook"),
        (workbook_of(("编号", "承诺事项", "原文"), *((str(n), "", "") for n in range(5_000))), "form_too_long"),
    ],
)
def test_what_is_no_form_is_refused_with_the_reason(workspace: Workspace, data: bytes, code: str) -> None:
    with pytest.raises(UserError, match=code):
        examine_form(workspace, data, "x.xlsx", form_words())


def test_macros_and_bombs_are_refused(post: Any) -> None:
    path = post.send()
    for member, content, code in (
        ("xl/vbaProject.bin", b"x", "content_macros"),
        ("xl/media/a.bin", b"\x00" * 50_000_000, "content_bomb"),
    ):
        file = io.BytesIO(path.read_bytes())
        with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, content)
        with pytest.raises(UserError, match=code):
            post.read(file.getvalue())


def test_a_form_of_a_newer_program_says_so(post: Any, bytes_of: Any) -> None:
    workbook = load(post.send())
    cell = workbook[HIDDEN_SHEET].cell(1, 1)
    cell.value = str(cell.value).replace('"format": 2', '"format": 3')
    with pytest.raises(UserError, match="form_newer"):
        post.read(bytes_of(workbook))


def test_a_tampered_hidden_sheet_is_as_good_as_none(post: Any, bytes_of: Any) -> None:
    workbook = load(post.send())
    workbook[HIDDEN_SHEET].cell(1, 1).value = '{"format": 1, "rows": []}'
    assert file_codes(post.read(bytes_of(workbook))) == {"hidden_sheet_missing"}


def test_a_row_whose_text_is_too_long_is_named_and_held_back(post: Any, row_in: Find) -> None:
    data = post.fill(post.send(), CITIES, number="长" * 20_001)
    row = row_in(post.read(data), CITIES)
    assert "text_too_long" in codes(row)
    assert not row.can_be_entered
    with pytest.raises(UserError, match="form_row_not_enterable"):
        enter_form(post.workspace, data, "x.xlsx", form_words(), [CITIES])
    assert any(found.weight is Weight.STOP for found in row.findings)
