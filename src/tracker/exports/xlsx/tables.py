"""The sheets of the workbook that are one table: it can be filtered, and is written row by row."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from xlsxwriter.worksheet import Worksheet

from tracker.domain.terms import Assessment
from tracker.exports.report_item import Item
from tracker.exports.report_tree import Cell, Column, ItemTable, Report, Row, Table
from tracker.exports.safely import clean
from tracker.exports.xlsx.sheets import Sheets

_A3 = 8
_WIDEST_ON_A4 = 1400
"""Pixels of a sheet that are still legible on A4: three quarters of their size."""
_FROZEN_COLUMNS = 2
_REFERENCE_WIDTHS = (56, 620, 320)
_LAST_ROW = 1_048_576 - 100
"""Rows that a sheet has, but for what stands below the table."""
_ROOM_FOR_NUMBER = 26
"""Characters of the name of a sheet that leave room for a number behind them."""


class Filled(Protocol):
    """A sheet that is filled row by row, and then finished."""

    @property
    def is_full(self) -> bool: ...

    def write(self, row: Row) -> None: ...

    def finish(self) -> None: ...


class _RowSheet:
    """A sheet whose titles are in the row `top`, and that goes on from there."""

    def __init__(self, sheets: Sheets, sheet: Worksheet, columns: Sequence[Column], top: int) -> None:
        self._sheet = sheet
        self._top = top
        self._last = top
        self._count = len(columns)
        sheets.titles(sheet, top, columns)
        self._rows = sheets.rows(sheet, columns)

    @property
    def is_full(self) -> bool:
        """Whether there is no room for another row."""
        return self._last >= _LAST_ROW

    def write(self, row: Row) -> None:
        """Write the next row."""
        self._last += 1
        self._rows.write(self._last, row)


class TableSheet(_RowSheet):
    """A sheet with one table: its heading stays in sight and repeats in print, it can be filtered, and whoever changes
    an assessment chooses from the words there are. The lines about the report stand below it."""

    def __init__(
        self, sheets: Sheets, name: str, table: Table | ItemTable, above: Sequence[str], report: Report
    ) -> None:
        self._sheets = sheets
        self._table = table
        self._report = report
        self._width = sum(column.width for column in table.columns)
        self._above = [line for line in (*above, report.mark) if line]
        sheet = sheets.add(name)
        _set_widths(sheet, table.columns)
        top = sheets.heading(sheet, self._above, self._width, len(table.columns))
        super().__init__(sheets, sheet, table.columns, top)

    def finish(self) -> None:
        """Write what stands below, and set the sheet up."""
        sheet = self._sheet
        table = self._table
        count = self._count
        last = self._last
        if last == self._top:
            last += 1
            sheet.write_string(last, 0, clean(table.empty), self._sheets.styles.plain("soft"))
        else:
            self._offer_terms()
        sheet.autofilter(self._top, 0, last, count - 1)
        sheet.freeze_panes(self._top + 1, _FROZEN_COLUMNS)
        sheet.repeat_rows(self._top)
        below = [line for line in self._report.lines if line not in self._above]
        self._sheets.lines(sheet, last + 2, below, self._width, count)
        sheet.print_area(0, 0, last + 1 + len(below), count - 1)
        sheet.set_landscape()
        if self._width > _WIDEST_ON_A4:
            sheet.set_paper(_A3)

    def _offer_terms(self) -> None:
        """A list of the assessments to choose from, and their colours for what is chosen."""
        words = self._sheets.words
        styles = self._sheets.styles
        for place, column in enumerate(self._table.columns):
            if column.key != "assessment":
                continue
            cells = (self._top + 1, place, self._last, place)
            choices = [words.term(assessment) for assessment in Assessment]
            offer = {"validate": "list", "source": choices, "error_title": column.heading}
            self._sheet.data_validation(*cells, {**offer, "error_message": words.report("choose_a_word")})
            for assessment, word in zip(Assessment, choices, strict=True):
                criterion = {"type": "cell", "criteria": "==", "value": f'"{word}"'}
                style = styles.chosen(f"assessment.{assessment}")
                self._sheet.conditional_format(*cells, criterion | {"format": style})


class Continued:
    """Such a sheet, going on in a further one where it has no more rows; these come behind all others."""

    def __init__(self, begin: Callable[[str], Filled], name: str) -> None:
        self._begin = begin
        self._name = name
        self._number = 1
        self._sheet = begin(name)

    def write(self, row: Row) -> None:
        """Write the next row."""
        if self._sheet.is_full:
            self._sheet.finish()
            self._number += 1
            self._sheet = self._begin(f"{self._name[:_ROOM_FOR_NUMBER]} {self._number}")
        self._sheet.write(row)

    def finish(self) -> None:
        """Finish the last sheet."""
        self._sheet.finish()


class ReferenceSheet(_RowSheet):
    """What was cited, by number, with the words quoted from it."""

    def __init__(self, sheets: Sheets, heading: str, report: Report) -> None:
        keys = ("column_number", "column_reference", "column_quoted")
        columns = tuple(
            Column(key, sheets.words.report(key), width) for key, width in zip(keys, _REFERENCE_WIDTHS, strict=True)
        )
        sheet = sheets.add(heading)
        _set_widths(sheet, columns)
        top = sheets.heading(sheet, [heading, report.subtitle], sum(_REFERENCE_WIDTHS), len(columns))
        super().__init__(sheets, sheet, columns, top)

    def finish(self) -> None:
        """Set the sheet up."""
        self._sheet.freeze_panes(self._top + 1, 0)
        self._sheet.repeat_rows(self._top)
        self._sheet.print_area(0, 0, self._last, self._count - 1)
        self._sheet.set_landscape()


def reference_rows(item: Item) -> Iterator[Row]:
    """The rows of what a commitment is the first to cite."""
    for entry in item.first_cited:
        quote = Cell((entry.quote,)) if entry.quote else Cell()
        yield Cell((f"[{entry.number}]",)), Cell((entry.text,)), quote


def _set_widths(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for place, column in enumerate(columns):
        sheet.set_column_pixels(place, place, column.width)
