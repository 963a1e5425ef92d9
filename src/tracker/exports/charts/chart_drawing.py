"""The charts of a report as pictures: SVG for pages, PNG for DOCX. Drawn for paper, and read without colour.

matplotlib is imported here and in the modules that serve this one, and this one only where a report has charts. A
figure is made without pyplot, which keeps figures of its own; fonts and settings hold for the one drawing, so that the
bytes are the same on every machine.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from tracker.domain.reports.report_tree import Chart
from tracker.exports.charts.fonts import FAMILIES, add_fonts
from tracker.exports.charts.forms import draw

_SETTINGS: dict[str, Any] = {
    "font.family": list(FAMILIES),
    "font.size": 8.5,
    "svg.fonttype": "path",
    "svg.hashsalt": "commitment ledger",
    "hatch.linewidth": 0.5,
    "text.parse_math": False,
    "text.usetex": False,
    "path.simplify": False,
    "axes.unicode_minus": True,
}
_DOTS = 200
"""To the inch, of a PNG."""
_KEPT = 12
"""Pictures that are kept, of some hundred kilobytes each: those of a few reports."""


@lru_cache(maxsize=_KEPT)
def svg(chart: Chart, width: float) -> str:
    """The picture as an SVG element, `width` inches wide.

    Pictures are kept by the whole chart, numbers and words, so that none can be out of date: who looks at a report
    before it is saved, or saves it in several formats, waits for the drawing once.
    """
    file = io.StringIO()
    with _settings():
        FigureCanvasSVG(_drawn(chart, width)).print_svg(file, metadata={"Date": None, "Creator": None})
    picture = file.getvalue()
    return picture[picture.index("<svg") :]


def png(chart: Chart, width: float) -> bytes:
    """The picture as a PNG, `width` inches wide."""
    file = io.BytesIO()
    with _settings():
        figure = _drawn(chart, width)
        figure.set_dpi(_DOTS)
        FigureCanvasAgg(figure).print_png(file, metadata={"Software": None})
    return file.getvalue()


def _drawn(chart: Chart, width: float) -> Figure:
    figure = Figure()
    draw(figure, chart, width)
    return figure


@contextmanager
def _settings() -> Iterator[None]:
    """matplotlib's own defaults with ours over them, whatever the user's settings say."""
    add_fonts()
    with mpl.rc_context():
        mpl.rcdefaults()
        settings: Any = mpl.rcParams
        settings.update(_SETTINGS)
        yield
