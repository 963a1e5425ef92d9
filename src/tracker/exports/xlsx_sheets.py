"""The sheets of the workbook that are tables: set up to be read, filtered, changed and printed."""

from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.domain.progress import Progress, steps, unwatched
from tracker.domain.report import Align, Cell, Column, Report, Table
from tracker.domain.report_text import Term
from tracker.domain.terms import Assessment
from tracker.exports.compose.citing import mark_of
from tracker.exports.measure import line_count
from tracker.exports.safely import clean, is_risky
from tracker.exports.xlsx_styles import MARGIN, Styles
from tracker.wording import Words

_A4, _A3 = 9, 8
_WIDEST_ON_A4 = 1400
"""Pixels of a sheet that are still legible on A4: three quarters of their size."""
_FROZEN_COLUMNS = 2
_ARROW = 18
"""Pixels that the arrow of the filter covers."""
_TERM_WIDTH, _MEANING_WIDTH = 150, 700
_REFERENCE_WIDTHS = (56, 620, 320)
_LONGEST_NAME = 31
"""Characters that the name of a sheet may have."""


class Sheets:
    """Adds sheets to one workbook."""

    def __init__(self, workbook: Workbook, styles: Styles, words: Words) -> None:
        self.workbook, self.styles, self.words = workbook, styles, words

    def add(self, name: str) -> Worksheet:
        """A new sheet, without the lines of a grid, set up for A4."""
        sheet = self.workbook.add_worksheet(name[:_LONGEST_NAME])
        sheet.hide_gridlines(2)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.3, right=0.3, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        sheet.set_footer("&C&9" + self.words.phrase("footer"), {"margin": 0.3})
        return sheet

    def table(
        self, name: str, table: Table, above: Sequence[str], report: Report, progress: Progress = unwatched
    ) -> None:
        """A sheet with one table: its heading stays in sight and repeats in print, it can be filtered, and whoever
        changes an assessment chooses from the words there are. The lines about the report stand below it."""
        sheet = self.add(name)
        columns, last_column = table.columns, len(table.columns) - 1
        for number, column in enumerate(columns):
            sheet.set_column_pixels(number, number, column.width)
        width = sum(column.width for column in columns)
        lines = [line for line in (*above, report.mark) if line]
        top = self.heading(sheet, lines, width, len(columns))
        self.titles(sheet, top, columns)
        for number, row in enumerate(steps(table.rows, progress), top + 1):
            self.row(sheet, number, columns, row)
        last = top + max(len(table.rows), 1)
        if not table.rows:
            sheet.write_string(last, 0, clean(table.empty), self.styles.plain("soft"))
        self._offer_terms(sheet, table, top, last)
        sheet.autofilter(top, 0, last, last_column)
        sheet.freeze_panes(top + 1, _FROZEN_COLUMNS)
        sheet.repeat_rows(top)
        below = [line for line in report.lines if line not in lines]
        self.lines(sheet, last + 2, below, width, len(columns))
        sheet.print_area(0, 0, last + 1 + len(below), last_column)
        sheet.set_landscape()
        if width > _WIDEST_ON_A4:
            sheet.set_paper(_A3)

    def heading(self, sheet: Worksheet, lines: Sequence[str], width: int, columns: int) -> int:
        """Write the lines above a table, each across all columns; return the row of the table's titles."""
        self._across(sheet, 0, lines[0], "title", columns)
        sheet.set_row(0, 30.0)
        self.lines(sheet, 1, lines[1:], width, columns)
        sheet.set_row(len(lines), self.styles.height(0))
        return len(lines) + 1

    def lines(self, sheet: Worksheet, number: int, lines: Sequence[str], width: int, columns: int) -> None:
        """Lines in soft print, each across all columns."""
        for offset, line in enumerate(lines):
            self._across(sheet, number + offset, line, "soft", columns)
            sheet.set_row(number + offset, self.styles.height(line_count(line, width)))

    def _across(self, sheet: Worksheet, number: int, line: str, look: str, columns: int) -> None:
        style = self.styles.plain(look)
        sheet.merge_range(number, 0, number, columns - 1, "", style)
        sheet.write_string(number, 0, clean(line), style)

    def titles(self, sheet: Worksheet, number: int, columns: Sequence[Column]) -> None:
        """The titles of the columns."""
        for place, column in enumerate(columns):
            sheet.write_string(number, place, column.heading, self.styles.head(column.align is not Align.START))
        lines = max(line_count(c.heading, c.width - MARGIN - _ARROW) for c in columns)
        sheet.set_row(number, self.styles.height(lines))

    def row(self, sheet: Worksheet, number: int, columns: Sequence[Column], row: Sequence[Cell]) -> None:
        """A line of a table, as high as its longest text."""
        lines = 1
        for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
            centred = column.align is Align.CENTRE
            if isinstance(cell.value, Decimal):
                sheet.write_number(number, place, float(cell.value), self.styles.number(column.key))
                continue
            text = clean(_text(cell))
            lines = max(lines, line_count(text, column.width - MARGIN))
            look = f"{cell.value.vocabulary}.{cell.value.code}" if isinstance(cell.value, Term) else column.key
            sheet.write_string(number, place, text, self.styles.cell(look, centred, risky=is_risky(text)))
        sheet.set_row(number, self.styles.height(lines))

    def _offer_terms(self, sheet: Worksheet, table: Table, top: int, last: int) -> None:
        """A list of the assessments to choose from, and their colours for what is chosen."""
        for place, column in enumerate(table.columns):
            if column.key == "assessment" and table.rows:
                choices = [self.words.term(assessment) for assessment in Assessment]
                sheet.data_validation(
                    top + 1,
                    place,
                    last,
                    place,
                    {
                        "validate": "list",
                        "source": choices,
                        "error_title": column.heading,
                        "error_message": self.words.report("choose_a_word"),
                    },
                )
                for assessment in Assessment:
                    criterion = {"type": "cell", "criteria": "==", "value": f'"{self.words.term(assessment)}"'}
                    style = self.styles.chosen(f"assessment.{assessment}")
                    sheet.conditional_format(top + 1, place, last, place, criterion | {"format": style})

    def references(self, report: Report) -> None:
        """What was cited, by number, with the words quoted from it."""
        section = report.section("references")
        if section is None:
            return
        sheet = self.add(section.heading)
        keys = ("column_number", "column_reference", "column_quoted")
        columns = tuple(
            Column(key, self.words.report(key), width) for key, width in zip(keys, _REFERENCE_WIDTHS, strict=True)
        )
        for place, column in enumerate(columns):
            sheet.set_column_pixels(place, place, column.width)
        width = sum(_REFERENCE_WIDTHS)
        top = self.heading(sheet, [section.heading, report.subtitle], width, len(columns))
        self.titles(sheet, top, columns)
        for number, entry in enumerate(report.references, top + 1):
            quote = Cell((entry.quote,)) if entry.quote else Cell()
            self.row(sheet, number, columns, (Cell((f"[{entry.number}]",)), Cell((entry.text,)), quote))
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        sheet.print_area(0, 0, top + len(report.references), len(columns) - 1)
        sheet.set_landscape()

    def definitions(self, report: Report) -> None:
        """What the words mean, one table below the other."""
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
                for row in table.rows:
                    number += 1
                    self.row(sheet, number, table.columns, row)
                number += 2
        sheet.print_area(0, 0, number - 2, 1)


def _text(cell: Cell) -> str:
    return f"{cell.text} {mark_of(cell.citations)}" if cell.citations else cell.text
