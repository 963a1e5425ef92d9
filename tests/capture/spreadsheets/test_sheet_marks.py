"""What is hidden or struck out in a workbook, read off files as programs write them and as nobody should."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.capture.spreadsheets.sheet_marks import Marks, NumberFormat, marks_in
from tracker.capture.spreadsheets.sheet_rows import ranges_of, sheet_findings
from tracker.capture.spreadsheets.sheets import SheetMarks
from tracker.capture.spreadsheets.workbooks import Sheet, read_sheets
from tracker.capture.spreadsheets.xls_marks import marks_in_xls
from tracker.domain.exchange.spreadsheet_rows import SheetFinding, SheetPlan

if TYPE_CHECKING:
    from tests.capture.conftest import Maker

OLD = (Path(__file__).parents[2] / "services" / "inputs" / "sheets" / "office.xls").read_bytes()


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


@pytest.mark.parametrize(
    ("place", "number"),
    [(512 + 2 * 4, 2), (1024 + 128 + 72, 1), (1024 + 128 + 68, 0), (1024 + 76, 0), (1024 + 128 + 120, 0xFFFFFFF0)],
    ids=["sectors in a circle", "a sibling of itself", "the root below a stream", "a root in itself", "without end"],
)
def test_an_old_workbook_that_leads_in_a_circle_comes_to_an_end(make: Maker, place: int, number: int) -> None:
    data = bytearray(make.xls([["x"]]))
    data[place : place + 4] = number.to_bytes(4, "little")
    assert all(not mark.hidden for mark in marks_in_xls(bytes(data)))


def test_what_a_reader_finds_counts_from_the_first_cell_of_the_sheet(make: Maker) -> None:
    cells = "".join(f'<row r="{n}" hidden="{int(n == 6)}"><c r="C{n}"><v>{n}</v></c></row>' for n in (5, 6, 7))
    (sheet,) = read_sheets(make.bare_xlsx(cells), "a.xlsx").sheets
    assert (sheet.first, sheet.marks.hidden) == (5, frozenset({1}))


def with_percents(make: Maker, cells: str) -> bytes:
    """A workbook whose cells of the format 1 show percentages, and those of the format 2 are struck out."""
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts><font/>'
        '<font><strike/></font></fonts><cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="9" fontId="0"/>'
        '<xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(io.BytesIO(make.bare_xlsx(cells))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    relations = "xl/_rels/workbook.xml.rels"
    styled = f'<Relationship Id="r3" Type="{office}/styles" Target="styles.xml"/></Relationships>'
    members[relations] = members[relations].replace(b"</Relationships>", styled.encode())
    return make.archive({**members, "xl/styles.xml": styles.encode()})


@pytest.mark.parametrize("empty", ["A1", "B1", "A9", "H3", "H9"])
def test_an_empty_cell_with_the_format_of_percentages_changes_nothing_wherever_it_stands(
    make: Maker, empty: str
) -> None:
    cells = {"B2": '<c r="B2"><v>7</v></c>', "C3": '<c r="C3" s="1"><v>0.85</v></c>'}
    cells[empty] = f'<c r="{empty}" s="1"><v></v></c>'
    rows = "".join(
        f'<row r="{row}">{"".join(cells[at] for at in sorted(cells) if at[1] == row)}</row>' for row in "123456789"
    )
    (sheet,) = read_sheets(with_percents(make, rows), "a.xlsx").sheets
    assert [cell for row in sheet.rows for cell in row if cell] == ["7", "85%"]


def test_percentages_without_end_leave_room_for_what_is_struck_out(make: Maker) -> None:
    count = 210_000
    cells = (f'<row r="{n}"><c r="A{n}" s="1"><v>0.85</v></c></row>' for n in range(1, count + 1))
    last = f'<row r="{count + 1}"><c r="A{count + 1}" s="2"><v>3</v></c></row>'
    (sheet,) = read_sheets(with_percents(make, "".join(cells) + last), "a.xlsx").sheets
    assert {row[0] for row in sheet.rows} == {"85%", "3"}
    assert (sheet.marks.is_known, sheet.marks.struck) == (True, {(count, 0)})


def test_more_marks_than_are_kept_are_said_to_be_unknown_and_never_dropped_without_a_word() -> None:
    struck, striped, plain = Marks(), Marks(), Marks()
    for number in range(200_001):
        struck.add_struck((number, 0), wholly=number % 2 == 0)
        striped.add_format(NumberFormat.PERCENT, 2 * number, 0)
        plain.add_format(NumberFormat.PERCENT, number, 0)
    assert [marks.is_known for marks in (struck, striped, plain)] == [False, False, True]


def test_numbers_of_rows_are_told_in_few_words() -> None:
    assert ranges_of([4, 5, 8, 10, 11, 12]) == "4–5, 8, 10–12"
    assert len(ranges_of(range(1, 1_000, 2))) < 100
