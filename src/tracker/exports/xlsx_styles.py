"""The look of the workbook: the light palette of the design, in cell formats made once each."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

MARGIN = 16
"""Pixels beside the text of a cell, together."""
NORMAL = {"font_name": "Arial", "font_size": 10}
"""No cell shows it: spreadsheets reckon column widths in its digits, and every machine has its metrics."""

_AIR = 8.0
"""Points above and below the text of a cell, together."""
_TALLEST = 409.0
"""Points that a row can be high in Excel."""

_INK, _SOFT, _PANEL, _RULE = "#1F2328", "#5E6166", "#F3F1ED", "#E3DFD8"
_GREEN, _AMBER, _RED = "#1B6B3A", "#8A5200", "#A3241C"
_BASE = {"font_size": 9, "font_color": _INK, "text_wrap": True, "valign": "vcenter"}
_FONTS = {"zh": "Microsoft YaHei", "en": "Arial"}
_LINES = {"zh": 14.0, "en": 12.5}
"""Points of one line of text in these fonts."""

# Sign, text colour and ground; the sign stands in the number format, so that the cell holds the word alone.
_CHIPS = {
    "assessment.not_rated": ("○", "#5E6166", "#ECEBE8"),
    "assessment.no_evidence": ("∅", "#5B5470", "#ECE9F3"),
    "assessment.in_progress": ("◐", "#1D55B0", "#E4ECF9"),
    "assessment.partly_met": ("◑", "#8A5200", "#FAEBD3"),
    "assessment.met": ("●", "#1B6B3A", "#E0F0E4"),
    "assessment.not_met": ("✕", "#A3241C", "#FAE3E0"),
    "assessment.dropped": ("⊘", "#57534E", "#E9E5E1"),
    "assessment.not_verifiable": ("?", "#4F5B62", "#E4E9EB"),
    "light.ahead": ("▲", _GREEN, None),
    "light.on_schedule": ("■", _GREEN, None),
    "light.behind": ("▽", _AMBER, None),
    "light.far_behind": ("▼", _RED, None),
    "light.overdue": ("◆", _RED, None),
    "light.awaiting": ("◇", _AMBER, None),
    "light.not_applicable": ("–", _SOFT, None),
}
_LOOKS: dict[str, dict[str, Any]] = {
    "code": {"font_color": _SOFT},
    "title": {"bold": True},
    "as_of": {"font_color": _SOFT},
}
_PLAIN = {
    "title": {"font_size": 16, "bold": True},
    "soft": {"font_color": _SOFT},
}


class Styles:
    """The formats of one workbook, by name."""

    def __init__(self, workbook: Workbook, language: str) -> None:
        self._workbook = workbook
        self._base: dict[str, Any] = {**_BASE, "font_name": _FONTS[language]}
        self._line = _LINES[language]
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
        """A cell of the table. What is `risky` stays text even after it was edited by hand."""
        look: dict[str, Any] = {"num_format": "@", "bottom": 1, "bottom_color": _RULE, **_LOOKS.get(name, {})}
        if name in _CHIPS:
            sign, colour, ground = _CHIPS[name]
            # Only the Chinese font has all the signs at one size.
            look |= {"font_color": colour, "num_format": f'"{sign} "@', "font_name": _FONTS["zh"]}
            look |= {"bg_color": ground, "bold": True} if ground else {}
        look |= _place(centred)
        if risky:
            look["quote_prefix"] = True
        return self._make(look)

    def _make(self, look: dict[str, Any]) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format({**self._base, **look})
        return self._made[key]


def _place(centred: bool) -> dict[str, Any]:
    return {"align": "center"} if centred else {"indent": 1}
