"""The charts of a report, for formats that draw them and for those that write their numbers.

typst draws them, by `resources/reports/charts.typ`: as SVG for pages, as PNG for DOCX, and the PDF by itself.
"""

import re
from decimal import Decimal
from typing import Any

from tracker.exports.chips import Chip, chip
from tracker.exports.measure import halves
from tracker.exports.report_tree import Align, Cell, CellKind, Chart, ChartKind, Column, Series, Table
from tracker.exports.safely import printable
from tracker.exports.typesetting import typeset_picture
from tracker.wording import Words, decimal_text

_SOFT = "#5E6166"
_BEFORE = Chip("", _SOFT, None, "rising", "#E9E5E1")
_NOW = Chip("", _SOFT, None, "", _SOFT)
_LONGEST_LABEL = 72
_LONGEST_END = 24
"""Latin characters of a label, and of the brackets at its end that are never cut; a hanzi counts as two."""
_BRACKETS = re.compile(r"\s?[（(][^（）()]*[)）]$")
_LEAST_PERCENT = 110
"""Where the axis of targets ends at the earliest: beyond what was promised."""
_LONGEST_BAR = 1e15
"""What a bar is drawn as at most; the number beside it stays what it is."""
_DOTS = 200
"""To the inch, of a PNG."""
_LABEL = 260
_NUMBER = 90
"""Pixels of the columns of a table of numbers."""


def svg(chart: Chart, language: str, width: float) -> bytes:
    """Return the picture as an SVG element, `width` inches wide and as high as its categories need."""
    return typeset_picture("chart.typ", _page(chart, language, width), "svg")


def png(chart: Chart, language: str, width: float) -> bytes:
    """Return the picture as a PNG of the same size."""
    return typeset_picture("chart.typ", _page(chart, language, width), "png", _DOTS)


def _page(chart: Chart, language: str, width: float) -> dict[str, object]:
    return {"kind": "chart", "language": language, "width": width, "chart": chart_data(chart)}


def chart_table(chart: Chart, words: Words) -> Table:
    """Return a line for each category, a column for each series."""
    series = (Column(s.label.key, s.label.word, _NUMBER, CellKind.NUMBER, Align.END) for s in chart.series)
    return Table(
        key=chart.key,
        caption="",
        columns=(Column("category", words.report("axis", axis=chart.axis), _LABEL), *series),
        rows=tuple(
            (Cell((category.word,)), *(_number_cell(one.values[place], one.missing) for one in chart.series))
            for place, category in enumerate(chart.categories)
        ),
    )


def _number_cell(value: Decimal | None, missing: str) -> Cell:
    """A number; where there is none the word for that, and never zero."""
    if value is None:
        return Cell((missing,) if missing else ())
    return Cell((decimal_text(value),), value)


def chart_data(chart: Chart) -> dict[str, Any]:
    """Return what the template draws: of each number its size and its text, and None where nothing is known."""
    bullets = chart.kind is ChartKind.BULLETS
    unit = " %" if bullets else ""
    totals = [_total(chart, place) for place in range(len(chart.categories))]
    known = [value for series in chart.series for value in series.values if value is not None]
    ends = totals if chart.kind is ChartKind.STACKED else known
    longest = min(float(max(ends, default=0)), _LONGEST_BAR)
    return {
        "kind": chart.kind,
        "axis": _line(chart.axis),
        "categories": [_shortened(_line(category.word)) for category in chart.categories],
        "series": [_series(series, _look(chart, number), unit) for number, series in enumerate(chart.series)],
        "missing": _line(chart.series[0].missing) or "–",
        # Never 0, by which the template divides.
        "top": max(longest, _LEAST_PERCENT) * 1.04 if bullets else max(longest, 1),
        "ends": [decimal_text(number) + unit for number in ends],
    }


def _series(series: Series, look: Chip, unit: str) -> dict[str, Any]:
    return {
        "word": f"{look.typeset_sign} {_line(series.label.word)}".strip(),
        "values": [value if value is None else _number(value, unit) for value in series.values],
        "fill": look.bar,
        "edge": look.text,
        "hatch": look.hatch,
    }


def _number(value: Decimal, unit: str) -> dict[str, Any]:
    # Size and text apart: a bar can be no shorter than nothing, but the number beside it says −3.
    return {"size": min(max(float(value), 0.0), _LONGEST_BAR), "text": decimal_text(value) + unit}


def _look(chart: Chart, number: int) -> Chip:
    """Assessments have colours of their own; else what was is pale and hatched, what is, the last series, dark."""
    term = chart.series[number].term
    own = chip(term) if term else None
    if own is not None:
        return own
    # Pale and hatched against dark: the two must differ on a black and white printer, too.
    is_before = chart.kind is ChartKind.GROUPED and number < len(chart.series) - 1
    return _BEFORE if is_before else _NOW


def _total(chart: Chart, place: int) -> Decimal:
    return sum((series.values[place] or Decimal(0) for series in chart.series), Decimal(0))


def _line(text: str) -> str:
    return " ".join(printable(text).split())


def _shortened(text: str) -> str:
    """At most two lines: what is longer is cut, but not what its end says in brackets. The report has it whole."""
    if halves(text) <= _LONGEST_LABEL:
        return text
    # What is in brackets at the end is how a department is known (§3), without which it would pass for the source's
    # word.
    found = _BRACKETS.search(text)
    kept = found[0] if found and halves(found[0]) <= _LONGEST_END else ""
    text = text.removesuffix(kept)[:_LONGEST_LABEL]
    while halves(text + kept) > _LONGEST_LABEL - 2:
        text = text[:-1]
    return text.rstrip() + "…" + kept
