"""The report as a workbook: the ledger as an office keeps it, its numbers, its evidence, and what its words mean."""

import io
from collections.abc import Callable, Iterable
from datetime import datetime, time
from typing import BinaryIO

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.workbook import Workbook

from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.domain.reports.report_request import ReportKind
from tracker.exports.report_item import Item
from tracker.exports.report_tree import ItemTable, Report, Row, Table
from tracker.exports.safely import printable
from tracker.exports.xlsx.overview import write_overview
from tracker.exports.xlsx.sheets import Sheets
from tracker.exports.xlsx.styles import Styles, normal
from tracker.exports.xlsx.tables import Continued, reference_table
from tracker.temp_files import telling_faults, temporary_folder
from tracker.wording import load_words

_Flowing = list[tuple[Continued, Callable[[Item], Iterable[Row]]]]
"""Sheets with the rows that each commitment gives them."""


def write(report: Report, file: BinaryIO, progress: Progress = unwatched) -> None:
    """Write the workbook; the same report gives the same bytes. `progress` counts commitments.

    They are gone through once: each gives its rows to every sheet that is a table of them. Rows wait in a folder until
    the workbook is closed. In memory stay their heights and the archive: 70 MB of 10,000 commitments with five pieces
    of evidence each, by which 100,000 are some 0.7 GB; with all cells in memory it would be five times as much.
    """
    archive = io.BytesIO()  # which never fails: a zip file that did would still write its end when it is collected
    with telling_faults(), temporary_folder("tracker-") as folder:
        # With all cells in memory it is a fifth faster and takes five times the memory: 350 MB at 10,000 commitments.
        options = {"constant_memory": True, "tmpdir": folder, "default_format_properties": normal()}
        book = Workbook(archive, options)
        try:
            _fill(book, report, progress)
        finally:  # also where it is given up: the sheets hold open files
            _close(book)
    file.write(archive.getbuffer())


def _close(book: Workbook) -> None:
    """Make the archive. Raises `OSError`."""
    try:
        book.close()
    except FileCreateError as failure:
        raise failure.args[0] from failure


def _fill(book: Workbook, report: Report, progress: Progress) -> None:
    made = datetime.combine(report.front.made_on, time.min)
    # The day of the report for the hour of making, so that the same report is the same bytes.
    book.set_properties({"title": printable(report.title), "created": made})
    if report.front.origin:
        book.set_custom_property("origin", report.front.origin)
    flowing = _begin(Sheets(book, Styles(book, report.language), load_words(report.language)), report)
    # Once through the commitments for all sheets together: they are read from the ledger each time.
    for item in steps(report.items, progress):
        for sheet, rows_of in flowing:
            for row in rows_of(item):
                sheet.write(row)
    for sheet, _ in flowing:
        sheet.finish()


def _begin(sheets: Sheets, report: Report) -> _Flowing:
    """Write all but the tables of commitments, and begin these."""
    flowing: _Flowing = []

    def begin(name: str, table: Table | ItemTable, *above: str) -> None:
        sheet = Continued(sheets, report, name, table, above)
        if isinstance(table, ItemTable):
            flowing.append((sheet, table.rows_of))
            return
        for row in table.rows:
            sheet.write(row)
        sheet.finish()

    about = (report.subtitle, report.front.scope, report.mark)
    begin(sheets.words.phrase("sheet_ledger"), report.register, report.title, *about)
    write_overview(sheets, report)
    for key in () if report.kind is ReportKind.LEDGER else ("changes", "attention", "history"):
        if section := report.section(key):
            for table in section.blocks:
                if isinstance(table, Table | ItemTable):
                    begin(section.heading, table, section.heading, *about)
    begin(report.evidence.caption, report.evidence, report.evidence.caption, *about)
    if section := report.section("references"):
        cited = reference_table(report.items, sheets.words)
        begin(section.heading, cited, section.heading, report.subtitle)
    sheets.definitions(report)
    return flowing
