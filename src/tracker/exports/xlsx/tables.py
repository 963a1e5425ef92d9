"""The sheets of the workbook that are one table: it can be filtered, and is written row by row."""

from collections.abc import Iterator, Sequence
from functools import partial

from tracker.domain.commitments.progress import Many
from tracker.domain.terms import Assessment
from tracker.exports.report_item import Item
from tracker.exports.report_tree import Cell, Column, ItemTable, Report, Row, Table
from tracker.exports.xlsx.sheets import Sheets
from tracker.wording import Words

_FROZEN = ("title", "code")
"""The column up to which a table of commitments stays in sight; the second where it has not the first."""
_MOST_FROZEN = 3
"""Columns that may stay in sight: of more there would be no room left to scroll in."""
REFERENCES = "references"
"""The key of the list of what was cited, which is no table of commitments."""
_REFERENCE_WIDTHS = (56, 620, 320)
_LAST_ROW = 1_048_576 - 100
"""Rows that a sheet has, but for what stands below the table."""
_ROOM_FOR_NUMBER = 26
"""Characters of the name of a sheet that leave room for a number behind them."""


class TableSheet:
    """A sheet with one table, written row by row and then finished.

    Its heading stays in sight and repeats in print. A table of commitments, which is all but the list of references,
    can be filtered, what is up to the title stays in sight, and whoever changes an assessment chooses from the words
    there are; the lines about the report stand below it.
    """

    def __init__(
        self, sheets: Sheets, table: Table | ItemTable, above: Sequence[str], report: Report, name: str
    ) -> None:
        self._sheets = sheets
        self._table = table
        self._report = report
        self._above = [line for line in above if line]
        printed = [column for column in table.columns if not column.beside]
        self._printed = len(printed)
        self._width = sum(column.width for column in printed)
        self._sheet = sheets.add(name)
        for place, column in enumerate(table.columns):
            self._sheet.set_column_pixels(place, place, column.width)
        self._top = self._last = sheets.heading(self._sheet, self._above, self._width, self._printed)
        sheets.titles(self._sheet, self._top, table.columns)
        self._rows = sheets.rows(self._sheet, table.columns)

    @property
    def is_full(self) -> bool:
        """Return whether there is no room for another row."""
        return self._last >= _LAST_ROW

    def write(self, row: Row) -> None:
        """Write the next row."""
        self._last += 1
        self._rows.write(self._last, row)

    def finish(self) -> None:
        """Write what stands below, and set the sheet up."""
        sheet = self._sheet
        below = 0
        if self._table.key == REFERENCES:
            sheet.freeze_panes(self._top + 1, 0)
        else:
            below = self._finish_commitments()
        # The lines below belong to the print, the empty cells beyond the last column do not.
        sheet.repeat_rows(self._top)
        sheet.print_area(0, 0, self._last + below, self._printed - 1)
        sheet.set_landscape()

    def _finish_commitments(self) -> int:
        """Set up what a table of commitments has besides; return how many rows stand below it."""
        sheet = self._sheet
        count = len(self._table.columns)
        if self._last == self._top:
            self._last += 1
            self._sheets.lines(sheet, self._last, [self._table.empty], self._width, self._printed)
        else:
            self._offer_terms()
        sheet.autofilter(self._top, 0, self._last, count - 1)
        sheet.freeze_panes(self._top + 1, self._frozen())
        below = [line for line in (*self._report.lines, self._report.colophon) if line not in self._above]
        if self._report.language == "en":
            below.append(self._sheets.words.report("untranslated_note"))
        self._sheets.lines(sheet, self._last + 2, below, self._width, self._printed)
        return 1 + len(below)

    def _frozen(self) -> int:
        """How many columns stay in sight: up to the title, where a layout has it among the first."""
        keys = [column.key for column in self._table.columns[:_MOST_FROZEN]]
        return next((keys.index(key) + 1 for key in _FROZEN if key in keys), 0)

    def _offer_terms(self) -> None:
        """A list of the assessments to choose from, and their colours for what is chosen."""
        words = self._sheets.words
        styles = self._sheets.styles
        for place, column in enumerate(self._table.columns):
            if column.key != "assessment":
                continue
            cells = (self._top + 1, place, self._last, place)
            choices = [words.term(assessment) for assessment in Assessment]
            # A list from the words themselves: one that refers to cells breaks when somebody sorts or deletes them.
            offer = {"validate": "list", "source": choices, "error_title": column.heading}
            self._sheet.data_validation(*cells, {**offer, "error_message": words.report("choose_a_word")})
            for assessment, word in zip(Assessment, choices, strict=True):
                criterion = {"type": "cell", "criteria": "==", "value": f'"{word}"'}
                style = styles.chosen(f"assessment.{assessment}")
                self._sheet.conditional_format(*cells, criterion | {"format": style})


class Continued:
    """A table that goes on in a further sheet where one has no more rows; these come behind all others."""

    def __init__(
        self, sheets: Sheets, report: Report, name: str, table: Table | ItemTable, above: Sequence[str]
    ) -> None:
        self._begin = partial(TableSheet, sheets, table, above, report)
        self._name = name
        self._number = 1
        self._sheet = self._begin(name)

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


def reference_table(items: Many[Item], words: Words) -> ItemTable:
    """Return the table of what was cited, by number, with the words quoted from it."""
    keys = ("column_number", "column_reference", "column_quoted")
    columns = (Column(key, words.report(key), width) for key, width in zip(keys, _REFERENCE_WIDTHS, strict=True))
    return ItemTable(REFERENCES, words.report("section_references"), tuple(columns), items, reference_rows)


def reference_rows(item: Item) -> Iterator[Row]:
    """Return the rows of what a commitment is the first to cite."""
    for entry in item.first_cited:
        quote = Cell((entry.quote,)) if entry.quote else Cell()
        yield Cell((f"[{entry.number}]",)), Cell((entry.text,)), quote
