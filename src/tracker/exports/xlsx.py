"""The report as a workbook: the ledger as an office sends it, and a sheet that says what its words mean."""

import io
from typing import TYPE_CHECKING

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.domain.terms import Assessment, CountingBasis, DepartmentBasis, DueBasis, Light
from tracker.exports.columns import COLUMNS, Column
from tracker.exports.heading import heading
from tracker.exports.measure import line_count
from tracker.exports.safely import clean, is_risky
from tracker.exports.xlsx_styles import MARGIN, NORMAL, Styles

if TYPE_CHECKING:
    from tracker.services.reporting import Report, ReportRow
    from tracker.wording import Words

_A4 = 9
_FROZEN_COLUMNS = 2
_DEFINED = (
    ("definitions_assessment", Assessment),
    ("definitions_light", Light),
    ("definitions_department_basis", DepartmentBasis),
    ("definitions_due_basis", DueBasis),
    ("definitions_counting_basis", CountingBasis),
)
_ARROW = 18
"""Pixels that the arrow of the filter covers."""
_TERM_WIDTH, _MEANING_WIDTH = 150, 700


def render(report: "Report", words: "Words") -> bytes:
    """The bytes of the workbook; the same report gives the same bytes."""
    file = io.BytesIO()
    workbook = Workbook(file, {"in_memory": True, "default_format_properties": NORMAL})
    title = words.phrase("report_title")
    workbook.set_properties({"title": title, "created": report.made_at.replace(tzinfo=None)})
    styles = Styles(workbook, words.language)
    _write_ledger(workbook.add_worksheet(words.phrase("sheet_ledger")), styles, report, words)
    _write_definitions(workbook.add_worksheet(words.phrase("sheet_definitions")), styles, words)
    workbook.close()
    return file.getvalue()


def _write_ledger(sheet: Worksheet, styles: Styles, report: "Report", words: "Words") -> None:
    for number, column in enumerate(COLUMNS):
        sheet.set_column_pixels(number, number, column.width)
    top = _write_heading(sheet, styles, heading(report, words), sum(c.width for c in COLUMNS), len(COLUMNS))
    _write_titles(sheet, styles, top, words)
    for number, row in enumerate(report.rows, top + 1):
        _write_row(sheet, styles, number, row, report, words)
    last = top + max(len(report.rows), 1)
    if not report.rows:
        sheet.write_string(last, 0, words.phrase("report_nothing"), styles.plain("soft"))
    sheet.autofilter(top, 0, last, len(COLUMNS) - 1)
    sheet.freeze_panes(top + 1, _FROZEN_COLUMNS)
    sheet.repeat_rows(top)
    sheet.print_area(0, 0, last, len(COLUMNS) - 1)
    _set_up_page(sheet, words)
    sheet.set_landscape()


def _set_up_page(sheet: Worksheet, words: "Words") -> None:
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.3, right=0.3, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.set_footer("&C&9" + words.phrase("footer"), {"margin": 0.3})
    sheet.hide_gridlines(2)


def _write_heading(sheet: Worksheet, styles: Styles, lines: tuple[str, ...], width: int, columns: int) -> int:
    """Write the lines above the table, each across all columns; return the row of the table's titles."""
    for number, line in enumerate(lines):
        style = styles.plain("title" if number == 0 else "soft")
        sheet.merge_range(number, 0, number, columns - 1, "", style)
        sheet.write_string(number, 0, clean(line), style)
        height = 30.0 if number == 0 else styles.height(line_count(line, width))
        sheet.set_row(number, height)
    sheet.set_row(len(lines), styles.height(0))
    return len(lines) + 1


def _write_titles(sheet: Worksheet, styles: Styles, number: int, words: "Words") -> None:
    titles = [words.column(column.key) for column in COLUMNS]
    for column, title in enumerate(titles):
        sheet.write_string(number, column, title, styles.head(COLUMNS[column].centred))
    lines = max(line_count(title, c.width - MARGIN - _ARROW) for title, c in zip(titles, COLUMNS, strict=True))
    sheet.set_row(number, styles.height(lines))


def _write_row(
    sheet: Worksheet, styles: Styles, number: int, row: "ReportRow", report: "Report", words: "Words"
) -> None:
    lines = 1
    for position, column in enumerate(COLUMNS):
        text = clean("\n".join(column.parts(row, report, words)))
        lines = max(lines, line_count(text, column.width - MARGIN))
        sheet.write_string(number, position, text, styles.cell(*_look(column, row), risky=is_risky(text)))
    sheet.set_row(number, styles.height(lines))


def _look(column: Column, row: "ReportRow") -> tuple[str, bool]:
    """The style of a cell, by name, and whether it is centred."""
    if column.key == "assessment":
        return f"assessment.{row.row.assessment}", column.centred
    if column.key == "light":
        return f"light.{row.row.light}", column.centred
    return column.key, column.centred


def _write_definitions(sheet: Worksheet, styles: Styles, words: "Words") -> None:
    width = _TERM_WIDTH + _MEANING_WIDTH
    sheet.set_column_pixels(0, 0, _TERM_WIDTH)
    sheet.set_column_pixels(1, 1, _MEANING_WIDTH)
    lines = (words.phrase("definitions_title"), words.phrase("definitions_note"))
    number = _write_heading(sheet, styles, lines, width, 2)
    for key, vocabulary in _DEFINED:
        sheet.write_string(number, 0, words.phrase(key), styles.head(False))
        sheet.write_string(number, 1, words.column("meaning"), styles.head(False))
        sheet.set_row(number, styles.height(1))
        number += 1
        for member in vocabulary:
            rule = words.rule(member)
            style = f"{type(member).__name__.lower()}.{member}"
            sheet.write_string(number, 0, words.term(member), styles.cell(style, False, risky=False))
            sheet.write_string(number, 1, rule, styles.cell("meaning", False, risky=False))
            sheet.set_row(number, styles.height(line_count(rule, _MEANING_WIDTH - MARGIN)))
            number += 1
        number += 1
    sheet.print_area(0, 0, number - 2, 1)
    _set_up_page(sheet, words)
