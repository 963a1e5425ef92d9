"""The form as a workbook: locked where the ledger speaks, open with choices where the department does."""

import io
import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.domain.exchange.forms import (
    CLAIMABLE,
    FORMAT,
    HIDDEN_SHEET,
    LOCKED,
    OPEN,
    PROPERTY,
    FillField,
    Sending,
    Texts,
)
from tracker.domain.terms import ValueRole
from tracker.exports.measure import line_count
from tracker.exports.running_text import day_words
from tracker.exports.safely import clean, is_risky, printable
from tracker.exports.xlsx.sheets import Sheets
from tracker.exports.xlsx.styles import MARGIN, Styles, normal
from tracker.wording import Words

_WIDTHS = {
    FillField.CODE: 112,
    FillField.TITLE: 130,
    FillField.WORDS: 250,
    FillField.TARGET: 116,
    FillField.DUE: 112,
    FillField.LAST_CLAIM: 150,
    FillField.PROGRESS: 200,
    FillField.PROBLEMS: 130,
    FillField.NEXT_STEP: 130,
    FillField.CLAIMED: 80,
    FillField.VALUE: 66,
    FillField.UNIT: 50,
    FillField.ROLE: 60,
    FillField.SOURCE: 140,
    FillField.PUBLISHER: 96,
    FillField.PUBLISHED: 82,
    FillField.NUMBER: 80,
    FillField.URL: 100,
    FillField.RESPONSIBLE: 64,
    FillField.PHONE: 92,
    FillField.FILLED_BY: 64,
    FillField.FILLED_ON: 82,
    FillField.REMARK: 90,
}
"""Pixels."""
_ORDER = tuple(FillField)
_FIRST_OPEN = _ORDER.index(FillField.PROGRESS)
_FROZEN = 2
_TOP = 2
"""The row of the headings."""
_TITLE_SIZE = 1.9
_TITLE_LINE = 24.0
"""How much larger than the cells the title is, and the points of a line of it."""
_FEWEST_LINES = 4
"""Lines that a row is high at least, so that there is room to write."""
_PRINT_SCALE = 54
"""Per cent at which either half of the columns, with code and title before it, fits the width of A4."""
_CHUNK = 30_000
"""Characters of the hidden sheet in one cell."""
_FIRST_DAY = date(2000, 1, 1)
_LAST_DAY = date(2099, 12, 31)
_MOST = 10**15
_LONGEST_TITLE = 1_000
_PROTECTION = {"format_columns": True, "format_rows": True, "select_locked_cells": True}
_COLUMN_WIDTH = 150
_RULE_WIDTH = 700


def render(sending: Sending, words: Words) -> bytes:
    """Return the bytes of the workbook; the same sending gives the same bytes."""
    file = io.BytesIO()
    workbook = Workbook(file, {"in_memory": True, "default_format_properties": normal()})
    title = words.form("text", "title", department=words.name(sending.department))
    workbook.set_properties({"title": printable(title), "created": datetime.combine(sending.sent_on, time.min)})
    workbook.set_custom_property(PROPERTY, f"{FORMAT} {sending.ledger} {sending.batch}")
    sheets = Sheets(workbook, Styles(workbook, sending.language), words)
    _write_form(sheets, sending, title)
    _write_rules(sheets)
    _write_hidden(workbook, sending)
    workbook.close()
    return file.getvalue()


def _write_form(sheets: Sheets, sending: Sending, title: str) -> None:
    words = sheets.words
    sheet = sheets.add(words.form("text", "sheet"))
    for place, column in enumerate(_ORDER):
        sheet.set_column_pixels(place, place, _WIDTHS[column])
    _write_top(sheets, sheet, sending, title)
    top = _TOP
    _write_headings(sheets, sheet, top)
    for number, texts in enumerate(sending.rows.values(), top + 1):
        _write_row(sheets, sheet, number, texts)
    last = top + len(sending.rows)
    for column in OPEN:
        place = _ORDER.index(column)
        sheet.data_validation(top + 1, place, last, place, _validation(column, words))
    sheet.freeze_panes(top + 1, _FROZEN)
    # Without a password: it keeps hands off by mistake, and an office must be able to lift it.
    sheet.protect("", _PROTECTION)
    sheet.set_landscape()
    sheet.repeat_rows(top)
    sheet.repeat_columns(0, _FROZEN - 1)
    # A scale, as fitting to a width would ignore the break between the ledger's half and the department's.
    sheet.set_print_scale(_PRINT_SCALE)
    sheet.set_v_pagebreaks([_FIRST_OPEN])
    sheet.print_area(0, 0, last, len(_ORDER) - 1)
    sheet.set_selection(top + 1, _FIRST_OPEN, top + 1, _FIRST_OPEN)


def _write_top(sheets: Sheets, sheet: Worksheet, sending: Sending, title: str) -> None:
    """What form this is, above the columns that stay in sight and repeat in print; how to fill it in, beside it."""
    words = sheets.words
    styles = sheets.styles
    day = sending.sent_on.isoformat()
    count = str(len(sending.rows) - len(sending.parts))
    about = words.form("text", "about", period=sending.period, day=day, count=count)
    narrow = sum(_WIDTHS[column] for column in _ORDER[:_FROZEN])
    wide = sum(_WIDTHS[column] for column in _ORDER[_FROZEN:_FIRST_OPEN])
    how = _return_words(sending, words) + words.form("text", "how")
    across = ((0, 0, _FROZEN - 1, title, "title"), (1, 0, _FROZEN - 1, about, "soft"))
    for row, first, last, text, look in (*across, (1, _FROZEN, _FIRST_OPEN - 1, how, "soft")):
        style = styles.plain(look)
        sheet.merge_range(row, first, row, last, "", style)
        sheet.write_string(row, first, clean(text), style)
    sheet.set_row(0, _TITLE_LINE * line_count(title, narrow / _TITLE_SIZE))
    sheet.set_row(1, styles.height(max(line_count(about, narrow - MARGIN), line_count(how, wide - MARGIN))))


def _return_words(sending: Sending, words: Words) -> str:
    """By when the form is to come back, and whom to ask; "" outside a round."""
    note = sending.round
    if note is None:
        return ""
    said = words.form("text", "return_by", day=day_words(note.return_by, words))
    asked = " ".join(filter(None, (note.contact, note.phone)))
    return said + (words.form("text", "ask", who=asked) if asked else "") + "\n"


def _write_headings(sheets: Sheets, sheet: Worksheet, top: int) -> None:
    height = 1
    for place, column in enumerate(_ORDER):
        heading = sheets.words.form("column", column)
        sheet.write_string(top, place, heading, sheets.styles.form_head(locked=column in LOCKED))
        height = max(height, line_count(heading, _WIDTHS[column] - MARGIN))
    sheet.set_row(top, sheets.styles.height(height))


def _write_row(sheets: Sheets, sheet: Worksheet, number: int, texts: Texts) -> None:
    lines = _FEWEST_LINES
    for place, column in enumerate(_ORDER):
        text = clean(texts.get(column, ""))
        if column in LOCKED:
            style = sheets.styles.form_cell("@", locked=True, risky=is_risky(text))
            sheet.write_string(number, place, text, style) if text else sheet.write_blank(number, place, None, style)
            lines = max(lines, line_count(text, _WIDTHS[column] - MARGIN))
        else:
            sheet.write_blank(number, place, None, sheets.styles.form_cell(_FORMATS.get(column, "@"), locked=False))
    sheet.set_row(number, sheets.styles.height(lines))


_FORMATS = {FillField.VALUE: "General", FillField.PUBLISHED: "yyyy-mm-dd", FillField.FILLED_ON: "yyyy-mm-dd"}
"""How what is typed is kept; text else, so that nothing that begins with = becomes a formula."""


def _validation(column: FillField, words: Words) -> dict[str, Any]:
    """What may be chosen or typed, with a tip that says so when the cell is entered."""
    heading = words.form("column", column)
    hint = words.form("hint", column)
    said = {"input_title": heading, "input_message": hint, "error_title": heading, "error_message": hint}
    match column:
        case FillField.CLAIMED:
            return {**said, "validate": "list", "source": [words.term(claim) for claim in CLAIMABLE]}
        case FillField.ROLE:
            return {**said, "validate": "list", "source": [words.term(role) for role in ValueRole]}
        case FillField.VALUE:
            return {**said, "validate": "decimal", "criteria": "between", "minimum": -_MOST, "maximum": _MOST}
        case FillField.PUBLISHED | FillField.FILLED_ON:
            return {**said, "validate": "date", "criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY}
        case FillField.SOURCE | FillField.PUBLISHER:
            return {**said, "validate": "length", "criteria": "<=", "value": _LONGEST_TITLE}
        case _:
            return {**said, "validate": "any"}


def _write_rules(sheets: Sheets) -> None:
    """A sheet that says what each column is for."""
    words = sheets.words
    sheet = sheets.add(words.form("text", "sheet_rules"))
    sheet.set_column_pixels(0, 0, _COLUMN_WIDTH)
    sheet.set_column_pixels(1, 1, _RULE_WIDTH)
    lines = (words.form("text", "sheet_rules"), *words.form("text", "rules").split("\n"))
    number = sheets.heading(sheet, lines, _COLUMN_WIDTH + _RULE_WIDTH, 2)
    for column in _ORDER:
        locked = column in LOCKED
        rule = words.form("text", "locked") if locked else words.form("hint", column)
        sheet.write_string(number, 0, words.form("column", column), sheets.styles.form_head(locked=locked))
        sheet.write_string(number, 1, rule, sheets.styles.cell("rule", False, risky=False))
        sheet.set_row(number, sheets.styles.height(line_count(rule, _RULE_WIDTH - MARGIN)))
        number += 1
    sheet.protect("", _PROTECTION)


def _write_hidden(workbook: Workbook, sending: Sending) -> None:
    """What the program needs to know its form again, for it alone to read."""
    sheet = workbook.add_worksheet(HIDDEN_SHEET)
    # ASCII, so that no change of encoding along the way can alter it.
    said = json.dumps(_stated(sending), ensure_ascii=True, sort_keys=True)
    # A cell holds 32,767 characters; what was sent is longer.
    for number, start in enumerate(range(0, len(said), _CHUNK)):
        sheet.write_string(number, 0, said[start : start + _CHUNK])
    sheet.protect()
    # Hidden even from the menu that shows hidden sheets: somebody tidying up would delete it.
    sheet.very_hidden()


def _stated(sending: Sending) -> Mapping[str, Any]:
    return {
        "format": FORMAT,
        "ledger": sending.ledger,
        "batch": sending.batch,
        "department": sending.department.key,
        "name": sending.department.zh,
        "name_en": sending.department.en,
        "period": sending.period,
        "day": sending.sent_on.isoformat(),
        "language": sending.language,
        "rows": sending.rows,
        "columns": [column.value for column in sending.columns],
        "parts": sending.parts,
    }
