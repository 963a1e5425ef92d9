"""The sheet of numbers: figures, sentences, and charts that the spreadsheet draws itself."""

from decimal import Decimal

from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.worksheet import Worksheet

from tracker.exports.charts import chart_table
from tracker.exports.measure import line_count
from tracker.exports.report_text import Paragraph
from tracker.exports.report_tree import Block, Cell, Chart, ChartKind, Column, Figures, Report, Row, Table
from tracker.exports.safely import clean
from tracker.exports.xlsx.sheets import Sheets
from tracker.exports.xlsx.styles import chart_fill

_COLUMNS = 9
_LABEL_WIDTH = 300
_NUMBER_WIDTH = 92
_WIDTH = _LABEL_WIDTH + (_COLUMNS - 1) * _NUMBER_WIDTH
_CHARTS_ON_PAGE = 2
"""The first stands with the figures; a picture is never cut in two."""
_SCALE = 100 * 640 // _WIDTH
"""Percent at which all columns are as wide as A4 between its margins, in every spreadsheet."""
_ROW_PIXELS = 20
_BAR_PIXELS = 26
_FRAME_PIXELS = 130
"""Pixels that title, axis and legend of a chart take."""


def write_overview(sheets: Sheets, report: Report) -> None:
    """Write the sheet, where the report has numbers."""
    blocks = [block for key in ("overview", "summary", "charts") for block in _blocks(report, key)]
    if not blocks:
        return
    sheet = sheets.add(sheets.words.report("section_overview"))
    sheet.set_column_pixels(0, 0, _LABEL_WIDTH)
    sheet.set_column_pixels(1, _COLUMNS - 1, _NUMBER_WIDTH)
    lines = [report.title, report.subtitle, *([report.mark] if report.mark else []), *report.lines, report.colophon]
    number = sheets.heading(sheet, lines, _WIDTH, _COLUMNS)
    charts = [block for block in blocks if isinstance(block, Chart)]
    breaks: list[int] = []
    for block in blocks:
        if block in charts[1::_CHARTS_ON_PAGE]:
            breaks.append(number)
        match block:
            case Figures():
                number = _write_figures(sheets, sheet, number, block)
            case Paragraph():
                number = _write_paragraph(sheets, sheet, number, block)
            case Chart():
                number = _write_chart(sheets, sheet, number, block)
            case _:
                continue
    sheet.print_area(0, 0, number, _COLUMNS - 1)
    sheet.set_print_scale(_SCALE)  # which, unlike fitting to a width, heeds breaks
    sheet.set_h_pagebreaks(breaks)


def _blocks(report: Report, key: str) -> tuple[Block, ...]:
    section = report.section(key)
    return section.blocks if section else ()


def _write_figures(sheets: Sheets, sheet: Worksheet, number: int, block: Figures) -> int:
    for figure in block.figures:
        sheet.write_string(number, 0, clean(figure.label), sheets.styles.cell("meaning", False, risky=False))
        sheet.write_number(number, 1, figure.value, sheets.styles.number("figure"))
        number += 1
    return number + 1


def _write_paragraph(sheets: Sheets, sheet: Worksheet, number: int, block: Paragraph) -> int:
    style = sheets.styles.plain("body")
    sheet.merge_range(number, 0, number, _COLUMNS - 1, "", style)
    sheet.write_string(number, 0, clean(block.text), style)
    sheet.set_row(number, sheets.styles.height(line_count(block.text, _WIDTH)))
    return number + 1


def _write_chart(sheets: Sheets, sheet: Worksheet, number: int, block: Chart) -> int:
    """The numbers as a table, the chart that draws them below, with the sentences as its alternative text."""
    table = chart_table(block, sheets.words)
    number += 1
    sheets.lines(sheet, number, [block.title], _WIDTH, _COLUMNS)
    top = number + 1
    lacking = any(series.missing for series in block.series)
    columns = (*table.columns, *([Column("missing", "", _NUMBER_WIDTH)] if lacking else []))
    sheets.titles(sheet, top, columns)
    rows = sheets.rows(sheet, columns)
    for offset, row in enumerate(table.rows, 1):
        rows.write(top + offset, _plotted(row) if lacking else row)
    last = top + len(table.rows)
    height = _FRAME_PIXELS + len(table.rows) * _BAR_PIXELS * (1 if block.kind is ChartKind.STACKED else 2)
    chart = _draw(sheets, sheet, block, table, top)
    chart.set_size({"width": _WIDTH - 20, "height": height})
    where = {"description": clean(block.alternative), "x_offset": 6, "y_offset": 6, "object_position": 2}
    sheet.insert_chart(last + 1, 0, chart, where)
    return last + 2 + height // _ROW_PIXELS + 1


def _draw(sheets: Sheets, sheet: Worksheet, block: Chart, table: Table, top: int) -> ChartBar:
    """A bar chart over the table below this row; the first line of the table on top. It carries its numbers, too, for
    who shows it without the sheet."""
    last = top + len(table.rows)
    stacked = block.kind is ChartKind.STACKED
    chart = sheets.workbook.add_chart({"type": "bar", "subtype": "stacked"} if stacked else {"type": "bar"})
    if not isinstance(chart, ChartBar):
        raise TypeError(f"no bar chart but {chart!r}")
    for place, series in enumerate(block.series, 1):
        chart.add_series(
            {
                "name": [sheet.get_name(), top, place],
                "categories": [sheet.get_name(), top + 1, 0, last, 0],
                "values": [sheet.get_name(), top + 1, place, last, place],
                "name_data": [table.columns[place].heading],
                # The numbers go along in the chart: a preview, or a phone, shows it without working out the sheet.
                "categories_data": [clean(row[0].text) for row in table.rows],
                "values_data": [_number(row[place]) for row in table.rows],
                "border": {"color": "#1F2328", "width": 0.5},
                "gap": 60,
                **chart_fill(series, place),
                "data_labels": {
                    "value": True,
                    "font": {"size": 8},
                    # Nothing for zero and less: labels of empty bars would lie on those beside them.
                    "num_format": "#,##0.#;;",
                    "fill": {"color": "#FFFFFF"},
                },
            }
        )
    font = {"size": 9, "name": sheets.styles.font}
    title = sheets.words.report("chart_title", title=block.title, axis=block.axis)
    chart.set_title({"name": clean(title), "name_font": {"size": 11, "bold": True, "name": sheets.styles.font}})
    # Bar charts count from below: without this the first line of the table is the lowest bar.
    chart.set_y_axis({"reverse": True, "num_font": font})
    chart.set_x_axis({"num_font": font, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": font})
    return chart


def _plotted(row: Row) -> Row:
    """The row with words that mean a number behind it: a spreadsheet would draw them as zero."""
    label, *cells = row
    known = (cell if isinstance(cell.value, Decimal) else Cell() for cell in cells)
    missing = (line for cell in cells if cell.value is None for line in cell.lines)
    return label, *known, Cell(tuple(missing))


def _number(cell: Cell) -> str | None:
    return f"{cell.value:.16g}" if isinstance(cell.value, Decimal) else None
