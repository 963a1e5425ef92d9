"""The report as a workbook: the ledger as an office keeps it, its numbers, its evidence, and what its words mean."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.domain.reports.report_item import Item
from tracker.domain.reports.report_tree import ItemTable, Report, ReportKind, Row, Table
from tracker.exports.safely import printable
from tracker.exports.xlsx.overview import write_overview
from tracker.exports.xlsx.sheets import Sheets
from tracker.exports.xlsx.streamed_workbook import SteadyBook
from tracker.exports.xlsx.styles import Styles, normal
from tracker.exports.xlsx.tables import Continued, ReferenceSheet, TableSheet, reference_rows
from tracker.wording import load_words

_Flowing = list[tuple[Continued, Callable[[Item], Iterable[Row]]]]
"""Sheets with the rows that each commitment gives them."""


def write(report: Report, file: BinaryIO, progress: Progress = unwatched) -> None:
    """Write the workbook; the same report gives the same bytes. `progress` counts commitments.

    They are gone through once: each gives its rows to every sheet that is a table of them.
    """
    with TemporaryDirectory(prefix="tracker-") as folder:
        book = SteadyBook(file, Path(folder), normal())
        try:
            made = datetime.combine(report.front.made_on, time.min)
            book.set_properties({"title": printable(report.title), "created": made})
            if report.front.origin:
                book.set_custom_property("origin", report.front.origin)
            flowing = _begin(Sheets(book, Styles(book, report.language), load_words(report.language)), report)
            for item in steps(report.items, progress):
                for sheet, rows_of in flowing:
                    for row in rows_of(item):
                        sheet.write(row)
            for sheet, _ in flowing:
                sheet.finish()
            book.finish()
        finally:
            book.discard()


def _begin(sheets: Sheets, report: Report) -> _Flowing:
    """Write all but the tables of commitments, and begin these."""
    flowing: _Flowing = []
    begin = partial(_begin_table, flowing, sheets, report)
    begin(sheets.words.phrase("sheet_ledger"), report.register, report.title)
    write_overview(sheets, report)
    for key in () if report.kind is ReportKind.LEDGER else ("changes", "attention", "history"):
        if section := report.section(key):
            for table in section.blocks:
                if isinstance(table, Table | ItemTable):
                    begin(section.heading, table, section.heading)
    begin(report.evidence.caption, report.evidence, report.evidence.caption)
    if section := report.section("references"):
        sheet = Continued(lambda name: ReferenceSheet(sheets, name, report), section.heading)
        flowing.append((sheet, reference_rows))
    sheets.definitions(report)
    return flowing


def _begin_table(
    flowing: _Flowing, sheets: Sheets, report: Report, name: str, table: Table | ItemTable, title: str
) -> None:
    above: Sequence[str] = (title, report.subtitle, report.front.scope)
    sheet = Continued(lambda name: TableSheet(sheets, name, table, above, report), name)
    if isinstance(table, ItemTable):
        flowing.append((sheet, table.rows_of))
        return
    for row in table.rows:
        sheet.write(row)
    sheet.finish()
