"""The report as CSV: a heading and a line a commitment, in the encoding that Excel recognises.

Above the heading of a sample ledger stands that it is one.
"""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from tracker.domain.progress import Progress, steps, unwatched
from tracker.domain.report import Report, Row
from tracker.exports.safely import csv_text, csv_texts
from tracker.wording import load_words


def write(report: Report, file: BinaryIO, progress: Progress = unwatched) -> None:
    """Write UTF-8 with a byte order mark, lines ended by CRLF. `progress` counts rows."""
    words = load_words(report.language)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    write_line = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n").writerow
    if report.mark:
        write_line([csv_text(report.mark)])
    write_line([*(column.heading for column in report.register.columns), words.column("as_of")])
    write_row = row_writer(write_line, words.separator("clause"), report.front.as_of.isoformat())
    for item in steps(report.items, progress):
        for row in report.register.rows_of(item):
            write_row(row)
    text.detach()


def row_writer(write_line: Callable[[Sequence[str]], Any], separator: str, day: str) -> Callable[[Row], None]:
    """What writes a row of cells as a line, their own lines parted by the separator, and the day behind them."""

    def write_row(row: Row) -> None:
        write_line([*csv_texts([separator.join(cell.lines) for cell in row]), day])

    return write_row
