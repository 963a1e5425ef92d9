"""The rows of a table as rows of a sheet: the words and the look of every cell."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from xlsxwriter.utility import xl_col_to_name

from tracker.domain.reports.report_text import Term
from tracker.domain.reports.report_tree import Align, Cell, Column, Row
from tracker.exports.compose.citing import mark_of
from tracker.exports.measure import line_count
from tracker.exports.safely import LONGEST_CELL, are_plain, clean, is_risky, joined
from tracker.exports.xlsx.streamed_workbook import SteadySheet, escaped, index_of, needs_escape, number_cell, text_cell
from tracker.exports.xlsx.styles import MARGIN, Styles


class RowWriter:
    """Writes rows with these columns into a sheet, each as high as its longest text."""

    def __init__(self, sheet: SteadySheet, styles: Styles, columns: Sequence[Column]) -> None:
        self._sheet = sheet
        self._styles = styles
        self._columns = tuple(map(_place, range(len(columns)), columns))
        self._plain = tuple(self._look(column.key, column, risky=False) for column in columns)
        self._look_of = cache(self._look)
        self._height = cache(styles.height)

    def write(self, number: int, row: Row, *, remembered: bool = False) -> None:
        """Write a row. Its height is `remembered` where pictures stand below it: they are placed by that."""
        texts = list(map(text_of, row))
        cells_as_one = joined(texts)
        plain = are_plain(cells_as_one.replace("\n", " "))
        if not plain:
            texts = [_fitting(clean(text)) for text in texts]
        lines = 1
        end = str(number + 1)
        cells = list[str]()
        marked = not plain or needs_escape(cells_as_one)
        for text, cell, (letters, width, column), look in zip(texts, row, self._columns, self._plain, strict=True):
            value = cell.value
            place = letters + end
            if isinstance(value, Decimal):
                cells.append(number_cell(place, self._number(column), float(value)))
                continue
            lines = max(lines, line_count(text, width))
            if isinstance(value, Term) or not plain:
                name = f"{value.vocabulary}.{value.code}" if isinstance(value, Term) else column.key
                look = self._look_of(name, column, risky=not plain and is_risky(text))  # noqa: PLW2901
            cells.append(text_cell(place, look, escaped(text) if marked else text))
        height = self._height(lines)
        self._sheet.write_cells(number, height, "".join(cells), len(self._columns))
        if remembered:
            self._sheet.keep_height(number, height)

    def _look(self, name: str, column: Column, *, risky: bool) -> int:
        return index_of(self._styles.cell(name, column.align is Align.CENTRE, risky=risky))

    def _number(self, column: Column) -> int:
        return index_of(self._styles.number(column.key))


def _place(number: int, column: Column) -> tuple[str, int, Column]:
    """The letters of a column, the pixels that its text has, and the column."""
    return xl_col_to_name(number), column.width - MARGIN, column


def text_of(cell: Cell) -> str:
    """What stands in a cell: its lines, and behind them what they cite."""
    text = cell.lines[0] if len(cell.lines) == 1 else cell.text
    return f"{text} {mark_of(cell.citations)}" if cell.citations else text


def _fitting(text: str) -> str:
    """The text cut to what a cell holds by Excel's own count, in which some signs are two."""
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * LONGEST_CELL else units[: 2 * LONGEST_CELL - 2].decode("utf-16-le", "ignore") + "…"
