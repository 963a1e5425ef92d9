"""Rows of the ledger as a table for the clipboard: plain text and HTML, safe to paste into a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QMimeData

from tracker.desktop.models.columns import COLUMNS, CellStyle, Column
from tracker.domain.rows import LedgerRow
from tracker.exports.safely import csv_text
from tracker.wording import Words


@dataclass(frozen=True, slots=True)
class Copy:
    """A table as tab-separated lines and as HTML."""

    plain: str
    html: str


def mime_of(copy: Copy) -> QMimeData:
    """A table for the clipboard."""
    data = QMimeData()
    data.setText(copy.plain)
    data.setHtml(copy.html)
    return data


def table_of(rows: Sequence[LedgerRow], names: Sequence[str], words: Words) -> Copy:
    """The columns of these names, under their headings."""
    by_name = {column.name: column for column in COLUMNS}
    columns = [by_name[name] for name in names]
    lines = [[column.heading(words) for column in columns]]
    lines += [[_cell(column, row, words) for column in columns] for row in rows]
    return Copy("\n".join("\t".join(line) for line in lines) + "\n", _html(lines))


def _cell(column: Column[LedgerRow], row: LedgerRow, words: Words) -> str:
    # The short number is enough beside the others; elsewhere only the whole code says which commitment it is.
    text = row.code if column.look is CellStyle.CODE else column.text(row, words)
    return csv_text(" ".join(text.split()))


def _html(lines: Sequence[Sequence[str]]) -> str:
    head, *body = lines
    rows = ["".join(f"<th>{escape(cell)}</th>" for cell in head)]
    # Text, or a spreadsheet makes a number of 017 and a date of 1/2.
    rows += ["".join(f"<td style=\"mso-number-format:'\\@'\">{escape(cell)}</td>" for cell in line) for line in body]
    return '<meta charset="utf-8"><table>' + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
