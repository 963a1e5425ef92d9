"""The report as a workbook: the ledger as an office keeps it, its numbers, its evidence, and what its words mean."""

import io
from collections.abc import Iterator
from datetime import datetime, time

from xlsxwriter.workbook import Workbook

from tracker.domain.progress import Progress, unwatched
from tracker.domain.report import Report, ReportKind, Section, Table
from tracker.exports.safely import printable
from tracker.exports.xlsx_overview import write_overview
from tracker.exports.xlsx_sheets import Sheets
from tracker.exports.xlsx_styles import Styles, normal
from tracker.wording import load_words


def render(report: Report, progress: Progress = unwatched) -> bytes:
    """The bytes of the workbook; the same report gives the same bytes. `progress` counts commitments."""
    words = load_words(report.language)
    file = io.BytesIO()
    workbook = Workbook(file, {"in_memory": True, "default_format_properties": normal()})
    made = datetime.combine(report.front.made_on, time.min)
    workbook.set_properties({"title": printable(report.title), "created": made})
    sheets = Sheets(workbook, Styles(workbook, report.language), words)
    top = (report.subtitle, report.front.scope)
    sheets.table(words.phrase("sheet_ledger"), report.register, (report.title, *top), report, progress)
    write_overview(sheets, report)
    for section in _tables_of(report):
        tables = [block for block in section.blocks if isinstance(block, Table)]
        sheets.table(section.heading, tables[0], (section.heading, *top), report)
    sheets.table(report.evidence.caption, report.evidence, (report.evidence.caption, *top), report)
    sheets.references(report)
    sheets.definitions(report)
    workbook.close()
    return file.getvalue()


def _tables_of(report: Report) -> Iterator[Section]:
    """The sections that are tables, but for those with a sheet of their own."""
    if report.kind is not ReportKind.LEDGER:
        for key in ("changes", "attention", "history"):
            if section := report.section(key):
                yield section
