"""The report as CSV: a heading and a line a commitment, in the encoding that Excel recognises.

Above the heading of a sample ledger stands that it is one.
"""

import csv
import io

from tracker.domain.progress import Progress, steps, unwatched
from tracker.domain.report import Report
from tracker.exports.safely import csv_text
from tracker.wording import load_words


def render(report: Report, progress: Progress = unwatched) -> bytes:
    """The bytes of the file: UTF-8 with a byte order mark, lines ended by CRLF. `progress` counts rows."""
    words = load_words(report.language)
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    if report.mark:
        writer.writerow([csv_text(report.mark)])
    writer.writerow([*(column.heading for column in report.register.columns), words.column("as_of")])
    for row in steps(report.register.rows, progress):
        cells = [csv_text(words.join(cell.lines, "clause")) for cell in row]
        writer.writerow([*cells, report.front.as_of.isoformat()])
    return file.getvalue().encode("utf-8-sig")
