import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.exports.written import written
from xlsxwriter.workbook import Workbook

from tracker.domain.rows import CommitmentDetail
from tracker.exports.report_tree import Cell, Column, Report
from tracker.exports.safely import LONGEST_CELL, clean, csv_text, is_risky
from tracker.exports.tables import csv_
from tracker.exports.xlsx import xlsx_writer
from tracker.exports.xlsx.rows import RowWriter
from tracker.exports.xlsx.styles import Styles

EVIL = st.one_of(
    st.text(),
    st.builds("{}{}".format, st.sampled_from("=+-@＝＋－＠\t\r\n\x00 \u3000\u200b\ufeff'"), st.text()),
    st.builds("{}{}".format, st.sampled_from([" =", "\t@", "\r\n+", "\x01=", "\ufeff-", "_x000D_="]), st.text()),
)
ReportMaker = Callable[..., Report]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "\tx", "\rx", "\nx", " =1", "\u3000@x"]
)
def test_what_a_spreadsheet_would_compute_is_marked_as_text(text: str) -> None:
    assert csv_text(text).startswith("'")


@pytest.mark.parametrize("text", ["再支持30个以上试点城市", "3+4", "a=b", "–", "− 66 基数", "'quoted", ""])
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert csv_text(text) == text


def test_a_control_character_does_not_hide_a_formula() -> None:
    assert csv_text("\x01=1+1") == "'=1+1"


@given(EVIL)
def test_no_text_whatever_begins_a_formula_in_csv(text: str) -> None:
    shown = csv_text(text)
    assert re.match("[=+\\-@＝＋－＠\\t\\r\\n]", shown.lstrip()) is None
    assert shown[:1] not in {"\t", "\r", "\n"}


@given(EVIL)
def test_marking_a_text_changes_nothing_else_in_it(text: str) -> None:
    shown = csv_text(text)
    assert shown == clean(text) or shown == "'" + clean(text)


@given(EVIL)
def test_what_is_clean_can_be_written_in_any_file(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", cleaned)
    assert len(cleaned) <= LONGEST_CELL


@given(st.lists(EVIL, min_size=1, max_size=5))
def test_every_cell_of_a_csv_file_reads_back_as_it_was_written(cells: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerow([csv_text(cell) for cell in cells])
    (row,) = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert row == [csv_text(cell) for cell in cells]


def test_a_text_longer_than_a_cell_ends_with_a_sign_of_it() -> None:
    assert clean("字" * 40_000) == "字" * (LONGEST_CELL - 1) + "…"


@pytest.mark.parametrize(
    "evil", ['=HYPERLINK("http://x")', "+1", "-1", "@x", "\t=1", "＝1", "\x00=1", "{=1}", "http://a.b/c", "12"]
)
def test_a_title_that_looks_like_a_formula_is_text_in_both_formats(
    report_of: ReportMaker, pilots: CommitmentDetail, evil: str
) -> None:
    title = replace(pilots.row.title, zh=evil)
    report = report_of(replace(pilots, row=replace(pilots.row, title=title), reason=evil))
    sheet = openpyxl.load_workbook(io.BytesIO(written(xlsx_writer, report))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}  # the ordinal, and the due date
    assert [cell.value for cell in cells].count(clean(evil)) == 2
    assert all(cell.hyperlink is None for cell in cells)
    assert all(cell.quotePrefix == is_risky(str(cell.value)) for cell in cells)
    assert csv_text(evil) in written(csv_, report).decode("utf-8-sig").replace('""', '"')


@settings(deadline=None)
@given(text=EVIL)
def test_a_workbook_gives_every_text_back(text: str) -> None:
    file, columns = io.BytesIO(), (Column("title", "", 100),)
    with Workbook(file, {"constant_memory": True}) as book:
        RowWriter(book.add_worksheet(), Styles(book, "zh"), columns).write(0, (Cell((text,)),))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert (rows[0][0] if rows else "") == clean(text)
