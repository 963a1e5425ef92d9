"""The report as CSV: a heading and a line a commitment, in the encoding that Excel recognises."""

import csv
import io
from typing import TYPE_CHECKING

from tracker.exports.columns import COLUMNS
from tracker.exports.safely import csv_text

if TYPE_CHECKING:
    from tracker.services.reporting import Report
    from tracker.wording import Words


def render(report: "Report", words: "Words") -> bytes:
    """The bytes of the file: UTF-8 with a byte order mark, lines ended by CRLF."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([words.column(column.key) for column in COLUMNS])
    for row in report.rows:
        cells = [words.join(column.parts(row, report, words), "clause") for column in COLUMNS]
        writer.writerow(map(csv_text, cells))
    return file.getvalue().encode("utf-8-sig")
