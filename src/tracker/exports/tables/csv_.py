"""The report as CSV: a heading and a line a commitment, in the encoding that Excel recognises.

Above the heading of a sample ledger stands that it is one.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import BinaryIO

from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.exports.report_tree import CellKind, Report
from tracker.exports.safely import csv_text, csv_texts
from tracker.wording import load_words

_BYTE_ORDER_MARK = "\ufeff"


def write(report: Report, file: BinaryIO, progress: Progress = unwatched) -> None:
    """Write UTF-8 with a byte order mark, lines ended by CRLF. `progress` counts rows."""
    words = load_words(report.language)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    # Without the mark Excel reads the file in the code page of the machine, and Chinese is lost.
    text.write(_BYTE_ORDER_MARK)
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    if report.mark:
        writer.writerow([csv_text(report.mark)])
    writer.writerow([*(column.heading for column in report.register.columns), words.column("as_of")])
    writer.writerows(_lines(report, words.separator("clause"), progress))
    # The file is its caller's, who digests it; to let the wrapper go would close it.
    text.detach()


def _lines(report: Report, separator: str, progress: Progress) -> Iterator[Sequence[str]]:
    """The rows of the register, the lines of a cell parted by the separator, and the day behind them."""
    day = report.front.as_of.isoformat()
    rows_of = report.register.rows_of
    days = [place for place, column in enumerate(report.register.columns) if column.kind is CellKind.DATE]
    for item in steps(report.items, progress):
        for row in rows_of(item):
            cells = [separator.join(cell.lines) for cell in row]
            for place in days:
                if isinstance(value := row[place].value, date):
                    cells[place] = value.isoformat()  # by which programs sort, and which every spreadsheet knows
            cells.append(day)
            yield csv_texts(cells)
