"""The charts of a report as pictures: SVG for pages, PNG for DOCX. The PDF draws them itself, by the same template."""

from tracker.exports.charts.chart_data import chart_data
from tracker.exports.report_tree import Chart
from tracker.exports.typesetting import typeset_picture

_DOTS = 200
"""To the inch, of a PNG."""


def svg(chart: Chart, language: str, width: float) -> bytes:
    """Return the picture as an SVG element, `width` inches wide and as high as its categories need."""
    return typeset_picture("chart.typ", _page(chart, language, width), "svg")


def png(chart: Chart, language: str, width: float) -> bytes:
    """Return the picture as a PNG of the same size."""
    return typeset_picture("chart.typ", _page(chart, language, width), "png", _DOTS)


def _page(chart: Chart, language: str, width: float) -> dict[str, object]:
    return {"kind": "chart", "language": language, "width": width, "chart": chart_data(chart)}
