"""The sheets of a workbook: set up to be read and printed, with lines above and below their tables."""

from collections.abc import Sequence

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.exports.measure import line_count
from tracker.exports.report_tree import Align, Column, Report, Table
from tracker.exports.safely import clean
from tracker.exports.xlsx.rows import RowWriter
from tracker.exports.xlsx.styles import MARGIN, Styles
from tracker.wording import Words

_A4 = 9
_ARROW = 18
"""Pixels that the arrow of the filter covers."""
_LEAST = 26
"""Pixels that a heading has at least: the arrow lies over the corner of a narrow one, not beside it."""
_TERM_WIDTH = 150
_MEANING_WIDTH = 700
_LONGEST_NAME = 31
"""Characters that the name of a sheet may have."""


class Sheets:
    """Adds sheets to one workbook."""

    def __init__(self, workbook: Workbook, styles: Styles, words: Words) -> None:
        self.workbook = workbook
        self.styles = styles
        self.words = words

    def add(self, name: str) -> Worksheet:
        """Add a sheet, without the lines of a grid, set up for A4."""
        # XlsxWriter raises for a longer name, which Excel would not open.
        sheet = self.workbook.add_worksheet(name[:_LONGEST_NAME])
        sheet.hide_gridlines(2)
        sheet.set_paper(_A4)
        # One page wide and as long as it needs; a manual break is then ignored, see `overview`.
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.3, right=0.3, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        sheet.set_footer("&C&9" + self.words.phrase("footer"), {"margin": 0.3})
        return sheet

    def heading(self, sheet: Worksheet, lines: Sequence[str], width: int, columns: int) -> int:
        """Write the lines above a table, each across all columns; return the row of the table's titles."""
        self._across(sheet, 0, lines[0], "title", columns)
        sheet.set_row(0, 30.0)
        self.lines(sheet, 1, lines[1:], width, columns)
        sheet.set_row(len(lines), self.styles.height(0))
        return len(lines) + 1

    def lines(self, sheet: Worksheet, number: int, lines: Sequence[str], width: int, columns: int) -> None:
        """Write lines in soft print, each across all columns."""
        for offset, line in enumerate(lines):
            self._across(sheet, number + offset, line, "soft", columns)
            sheet.set_row(number + offset, self.styles.height(line_count(line, width)))

    def _across(self, sheet: Worksheet, number: int, line: str, look: str, columns: int) -> None:
        style = self.styles.plain(look)
        # merge_range writes its text by `write`, which would make a formula of "=…": so it merges nothing, and the text
        # follows.
        if columns > 1:  # XlsxWriter merges no cell with itself
            sheet.merge_range(number, 0, number, columns - 1, "", style)
        sheet.write_string(number, 0, clean(line), style)

    def titles(self, sheet: Worksheet, number: int, columns: Sequence[Column]) -> None:
        """The titles of the columns."""
        for place, column in enumerate(columns):
            sheet.write_string(number, place, column.heading, self.styles.head(column.align is not Align.START))
        rooms = ((column, max(column.width - MARGIN - _ARROW, _LEAST)) for column in columns)
        lines = max(line_count(column.heading, room) for column, room in rooms)
        sheet.set_row(number, self.styles.height(lines))

    def rows(self, sheet: Worksheet, columns: Sequence[Column]) -> RowWriter:
        """Return what writes rows with these columns into a sheet."""
        return RowWriter(sheet, self.styles, columns)

    def definitions(self, report: Report) -> None:
        """Write what the words mean, one table below the other."""
        section = report.section("definitions")
        if section is None:
            return
        sheet = self.add(self.words.phrase("sheet_definitions"))
        sheet.set_column_pixels(0, 0, _TERM_WIDTH)
        sheet.set_column_pixels(1, 1, _MEANING_WIDTH)
        note = self.words.phrase("definitions_note")
        number = self.heading(sheet, [section.heading, note], _TERM_WIDTH + _MEANING_WIDTH, 2)
        for table in section.blocks:
            if isinstance(table, Table):
                self.titles(sheet, number, table.columns)
                rows = self.rows(sheet, table.columns)
                for row in table.rows:
                    number += 1
                    rows.write(number, row)
                number += 2
        sheet.print_area(0, 0, number - 2, 1)
