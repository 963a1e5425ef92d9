"""The rows of a table as rows of a sheet: the words and the look of every cell."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.exports.citing import mark_of
from tracker.exports.measure import line_count, may_wrap
from tracker.exports.report_text import Term
from tracker.exports.report_tree import Align, Cell, Column, Row
from tracker.exports.safely import LONGEST_CELL, are_plain, clean, is_risky, joined
from tracker.exports.xlsx.styles import MARGIN, Styles

_FIRST_DAY = date(1899, 12, 30).toordinal()
"""Spreadsheets count days from here (since March 1900, before which nothing here was promised)."""


class RowWriter:
    """Writes rows with these columns into a sheet, each as high as its longest text."""

    def __init__(self, sheet: Worksheet, styles: Styles, columns: Sequence[Column]) -> None:
        self._sheet = sheet
        self._styles = styles
        self._columns = tuple(
            (place, column, column.width - MARGIN, self._look(column.key, column, risky=False))
            for place, column in enumerate(columns)
        )
        self._look_of = cache(self._look)
        self._number_look = cache(styles.number)
        self._day_look = cache(styles.day)
        self._height = cache(styles.height)

    def write(self, number: int, row: Row) -> None:
        """Write the row `number`, from 0."""
        sheet = self._sheet
        texts = list(map(text_of, row))
        # Asked once of the whole row: of a million cells hardly one begins like a formula.
        plain = are_plain(joined(texts).replace("\n", " "))
        if not plain:
            texts = [_fitting(clean(text)) for text in texts]
        lines = 1
        for text, cell, (place, column, room, look) in zip(texts, row, self._columns, strict=True):
            value = cell.value
            if isinstance(value, Decimal):
                sheet.write_number(number, place, float(value), self._number_look(column.key))
                continue
            if isinstance(value, date):
                look = self._day_look(column.key, column.align is Align.CENTRE)  # noqa: PLW2901
                sheet.write_number(number, place, value.toordinal() - _FIRST_DAY, look)
                continue
            if isinstance(value, Term) or not plain:
                name = f"{value.vocabulary}.{value.code}" if isinstance(value, Term) else column.key
                look = self._look_of(name, column, risky=not plain and is_risky(text))  # noqa: PLW2901
            if text:
                if may_wrap(text, room):
                    lines = max(lines, line_count(text, room))
                # Never `write`, which takes a text that looks like a number, an address or a formula for one.
                sheet.write_string(number, place, text, look)
            else:
                sheet.write_blank(number, place, None, look)
        # No spreadsheet works out the height of a row when it opens a file: see `measure`.
        sheet.set_row(number, self._height(lines))

    def _look(self, name: str, column: Column, *, risky: bool) -> Format:
        return self._styles.cell(name, column.align is Align.CENTRE, risky=risky)


def text_of(cell: Cell) -> str:
    """Return what is in a cell: its lines, and behind them what they cite."""
    text = cell.lines[0] if len(cell.lines) == 1 else cell.text
    return f"{text} {mark_of(cell.citations)}" if cell.citations else text


def _fitting(text: str) -> str:
    """The text cut to what a cell holds by Excel's own count, in which some signs are two."""
    # Excel counts as Windows does, in units of UTF-16: a rare hanzi or an emoji is two, and one too many damages the
    # file.
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * LONGEST_CELL else units[: 2 * LONGEST_CELL - 2].decode("utf-16-le", "ignore") + "…"
