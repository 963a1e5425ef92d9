"""The report as PDF, typeset by typst from `resources/reports/report.typ`."""

from datetime import UTC, datetime, time

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.exports.pdf.template_data import pdf_data
from tracker.exports.report_tree import Report
from tracker.exports.typesetting import typeset_pdf


def render(report: Report, progress: Progress = unwatched) -> bytes:
    """Return the bytes of the file. `progress` may cancel before the typesetting, which cannot be stopped."""
    progress(0, 1)
    content = typeset_pdf("report.typ", pdf_data(report), datetime.combine(report.front.made_on, time(), UTC))
    progress(1, 1)
    return content
