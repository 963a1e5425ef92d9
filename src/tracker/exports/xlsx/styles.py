"""The look of the workbook: the light palette of the design, in cell formats made once each."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from tracker.exports.chips import Chip, chip
from tracker.exports.report_text import Term
from tracker.exports.report_tree import Series

MARGIN = 16
"""Pixels beside the text of a cell, together."""
_NORMAL = {"font_name": "Arial", "font_size": 10}
"""No cell shows it: spreadsheets reckon column widths in its digits, and every machine has its metrics."""

_AIR = 8.0
"""Points above and below the text of a cell, together."""
_TALLEST = 409.0
"""Points that a row can be high in Excel."""

_INK = "#1F2328"
_SOFT = "#5E6166"
_PANEL = "#F3F1ED"
_RULE = "#E3DFD8"
_OPEN = "#FFFFFF"
_BASE = {"font_size": 9, "font_color": _INK, "text_wrap": True, "valign": "vcenter"}
_FONTS = {"zh": "Microsoft YaHei", "en": "Arial"}
_DAYS = {"zh": 'yyyy"年"m"月"d"日"', "en": "yyyy-mm-dd"}
_LINES = {"zh": 14.0, "en": 12.5}
"""Points of one line of text in these fonts."""

# How a bar is filled, so that it is told from its neighbours in black and white.
_PATTERNS = {
    "not_rated": "percent_10",
    "no_evidence": "light_upward_diagonal",
    "in_progress": "wide_upward_diagonal",
    "partly_met": "wide_downward_diagonal",
    "met": "",
    "not_met": "large_check",
    "dropped": "light_vertical",
    "not_verifiable": "light_horizontal",
}
_PLAIN_BARS = ("#5E6166", "#E3DFD8")

_LOOKS: dict[str, dict[str, Any]] = {
    "code": {"font_color": _SOFT},
    "title": {"bold": True},
}
_PLAIN = {
    "title": {"font_size": 16, "bold": True},
    "soft": {"font_color": _SOFT},
    "body": {"font_size": 10},
}


def normal() -> dict[str, Any]:
    """Return what every workbook begins with, made for each: the writer changes it, and the next one would differ."""
    return dict(_NORMAL)


class Styles:
    """The formats of one workbook, by name."""

    def __init__(self, workbook: Workbook, language: str) -> None:
        self._workbook = workbook
        self.font = _FONTS[language]
        self._base: dict[str, Any] = {**_BASE, "font_name": _FONTS[language]}
        self._line = _LINES[language]
        self._day = _DAYS[language]
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def height(self, lines: float) -> float:
        """Points of a row that holds so many lines."""
        return min(_TALLEST, lines * self._line + _AIR)

    def plain(self, name: str) -> Format:
        """Text outside the table: `title` or `soft`."""
        return self._make(_PLAIN[name])

    def head(self, centred: bool) -> Format:
        """The titles of the columns."""
        ground = {"bg_color": _PANEL, "top": 1, "top_color": _INK, "bottom": 1, "bottom_color": _INK}
        return self._make({"bold": True, **ground, **_place(centred)})

    def cell(self, name: str, centred: bool, *, risky: bool) -> Format:
        """Return a cell of the table. What is `risky` stays text even after it was edited by hand."""
        look: dict[str, Any] = {"num_format": "@", "bottom": 1, "bottom_color": _RULE, **_LOOKS.get(name, {})}
        if found := _chip(name):
            # Only the Chinese font has all the signs at one size.
            look |= {"font_color": found.text, "num_format": _signed(found), "font_name": _FONTS["zh"]}
            look |= {"bg_color": found.ground, "bold": True} if found.ground else {}
        look |= _place(centred)
        if risky:
            look["quote_prefix"] = True
        return self._make(look)

    def number(self, name: str) -> Format:
        """Return a number of the table."""
        look = {"bottom": 1, "bottom_color": _RULE, "num_format": "#,##0.##", **_LOOKS.get(name, {}), **_place(True)}
        return self._make(look)

    def day(self, name: str, centred: bool) -> Format:
        """Return a day of the table: a date to every spreadsheet, which sorts and filters by it."""
        look = {"bottom": 1, "bottom_color": _RULE, "num_format": self._day, **_LOOKS.get(name, {}), **_place(centred)}
        return self._make(look)

    def form_head(self, *, locked: bool) -> Format:
        """Return the heading of a column that is to be filled in, or of one that is not."""
        ground = {"bg_color": _RULE if locked else _OPEN, "border": 1, "border_color": _SOFT}
        return self._make({"bold": True, **ground, **_place(False)})

    def form_cell(self, number_format: str, *, locked: bool, risky: bool = False) -> Format:
        """Return a cell that is to be filled in, or one that is not and is shaded."""
        look: dict[str, Any] = {"num_format": number_format, "border": 1, "border_color": _RULE, "locked": locked}
        look |= {"bg_color": _PANEL, "font_color": _SOFT} if locked else {}
        look |= {"valign": "top", "align": "left", **_place(False)}
        if risky:
            look["quote_prefix"] = True
        return self._make(look)

    def chosen(self, name: str) -> Format:
        """Return the look of a term that somebody chooses in the sheet: what differs from the others."""
        found = _chip(name)
        look = {"font_color": found.text, "bg_color": found.ground, "num_format": _signed(found)} if found else {}
        return self._workbook.add_format(look)

    def _make(self, look: dict[str, Any]) -> Format:
        # Excel allows 64,000 formats; one for each look, not for each cell.
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format({**self._base, **look})
        return self._made[key]


def chart_fill(series: Series, place: int) -> dict[str, Any]:
    """Return the colour and hatching of the bars of a series, the `place`-th from 1."""
    if series.term is None:
        return {"fill": {"color": _PLAIN_BARS[(place - 1) % len(_PLAIN_BARS)]}}
    found = chip(series.term)
    pattern = _PATTERNS.get(series.term.code)
    if found is None or not pattern:
        return {"fill": {"color": found.text if found else _PLAIN_BARS[0]}}
    return {"pattern": {"pattern": pattern, "fg_color": found.text, "bg_color": found.ground}}


def _chip(name: str) -> Chip | None:
    """The look of a term, called as `assessment.met`; None for everything else."""
    vocabulary, _, code = name.partition(".")
    return chip(Term(vocabulary, code, "")) if code else None


def _signed(found: Chip) -> str:
    """A format of numbers that shows the sign before the word, while the cell holds the word alone."""
    return f'"{found.sign} "@'


def _place(centred: bool) -> dict[str, Any]:
    return {"align": "center"} if centred else {"indent": 1}
