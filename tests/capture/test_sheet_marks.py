"""What is hidden or struck out in a workbook, read off files as programs write them and as nobody should."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.capture.sheet_marks import Marks, marks_in
from tracker.capture.sheet_rows import ranges_of, sheet_findings
from tracker.capture.sheets import SheetMarks
from tracker.capture.workbooks import Sheet, read_sheets
from tracker.capture.xls_marks import marks_in_xls
from tracker.domain.sheets import SheetFinding, SheetPlan

if TYPE_CHECKING:
    from tests.capture.conftest import Maker

OLD = (Path(__file__).parents[1] / "services" / "inputs" / "sheets" / "office.xls").read_bytes()


def marks(make: Maker, sheet: str, strings: str = "") -> Marks:
    with zipfile.ZipFile(io.BytesIO(make.bare_xlsx(sheet, strings))) as archive:
        return next(marks_in(archive))


@pytest.mark.parametrize(
    ("row", "hidden"),
    [
        ('<row r="3" hidden="1">', [2]),
        ("<row r='3' hidden='true'>", [2]),
        ('<x:row r="3" spans="1:2" hidden="1" ht="15">', [2]),
        ('<row r="3" ht="0" customHeight="1">', [2]),
        ('<row hidden="1">', [0]),
        ('<row r="3" hidden="0">', []),
        ('<row r="3" hidden="false" ht="15">', []),
        ('<row r="3">', []),
    ],
)
def test_a_row_is_hidden_however_that_is_written(make: Maker, row: str, hidden: list[int]) -> None:
    assert marks(make, f"{row}</row>").hidden == hidden


def test_words_of_several_runs_are_struck_out_wholly_or_in_part(make: Maker) -> None:
    run, struck = "<r><t>甲</t></r>", '<r><rPr><strike/></rPr><t xml:space="preserve">乙</t></r>'
    not_struck = '<r><rPr><strike val="0"/></rPr><t>丙</t></r>'
    strings = f"<si>{run}</si><si>{struck}</si><si>{run}{struck}</si><si>{not_struck}</si><si><t>丁</t></si>"
    cells = "".join(f'<c r="{column}1" t="s"><v>{number}</v></c>' for number, column in enumerate("ABCDE"))
    inline = f'<c r="F1" t="inlineStr"><is>{struck}{run}</is></c>'
    found = marks(make, f'<row r="1">{cells}{inline}</row>', strings)
    assert (found.struck, found.partly) == ([(0, 1)], [(0, 2), (0, 5)])


def test_cells_that_do_not_say_where_they_stand_are_counted(make: Maker) -> None:
    struck = '<c t="s"><v>0</v></c>'
    plain = '<c t="s"><v>1</v></c>'
    strings = "<si><r><rPr><strike/></rPr><t>甲</t></r></si><si><t>乙</t></si>"
    found = marks(make, f"<row>{plain}{struck}</row><row r='5'>{struck}</row>", strings)
    assert found.struck == [(0, 1), (4, 0)]


def test_a_sheet_that_cannot_be_found_is_unknown_and_never_without_marks() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>')
    with zipfile.ZipFile(file) as archive:
        assert [one.is_known for one in marks_in(archive)] == [False]


def test_where_a_format_does_not_tell_that_is_said() -> None:
    sheet = Sheet("台账", 1, (("任务",), ("甲项",)), marks=SheetMarks(is_known=False))
    found = sheet_findings(sheet, SheetPlan("台账", 1, {}, {}), several=False)
    assert [one.code for one in found] == [SheetFinding.MARKS_UNKNOWN]


def test_an_old_workbook_says_what_is_hidden_in_its_records() -> None:
    shown, other, filtered = marks_in_xls(OLD)
    assert (shown.hidden, shown.columns, shown.filtered) == ([3], [4], [])
    assert {row for row, _ in shown.struck} == {5}
    assert (other.hidden, filtered.hidden, filtered.filtered) == ([], [], [2, 4])


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, len(OLD) - 1), st.integers(0, 255)), max_size=30), st.integers(0, len(OLD)))
def test_a_damaged_old_workbook_breaks_nothing(changes: list[tuple[int, int]], end: int) -> None:
    content = bytearray(OLD)
    for place, value in changes:
        content[place] = value
    for data in (bytes(content), bytes(content[:end])):
        assert all(isinstance(one, Marks) for one in marks_in_xls(data))


def test_what_a_reader_finds_counts_from_the_first_cell_of_the_sheet(make: Maker) -> None:
    cells = "".join(f'<row r="{n}" hidden="{int(n == 6)}"><c r="C{n}"><v>{n}</v></c></row>' for n in (5, 6, 7))
    (sheet,) = read_sheets(make.bare_xlsx(cells), "a.xlsx").sheets
    assert (sheet.first, sheet.marks.hidden) == (5, frozenset({1}))


def test_numbers_of_rows_are_told_in_few_words() -> None:
    assert ranges_of([4, 5, 8, 10, 11, 12]) == "4–5, 8, 10–12"
    assert len(ranges_of(range(1, 1_000, 2))) < 100
