import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from tracker.domain.reports.report_tree import Chart, Report, Series
from tracker.exports.charts import chart_drawing
from tracker.exports.chips import chip
from tracker.exports.compose import compose
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

WITHOUT = """
import sys
from tracker.exports.registry import FORMATS
import tracker.exports.pdf.pdf_writer, tracker.exports.pdf.template_data
import tracker.exports.docx.docx_writer, tracker.exports.docx.body
assert not {"matplotlib", "typst"} & set(sys.modules), sorted(sys.modules)
"""
AT_START = """
import sys
import tracker.app, tracker.cli.commands, tracker.exports
assert not {"matplotlib", "typst", "docx", "numpy"} & set(sys.modules)
"""


@pytest.fixture
def drawn(a_year: ReportFacts, zh: Words) -> list[Chart]:
    return [block for block in compose(a_year, zh).blocks() if isinstance(block, Chart)]


def test_every_kind_of_chart_is_drawn(drawn: list[Chart]) -> None:
    assert {chart.key for chart in drawn} == {"departments", "targets", "change"}
    for chart in drawn:
        assert etree.fromstring(chart_drawing.svg(chart, 6).encode()).tag == "{http://www.w3.org/2000/svg}svg"
        assert chart_drawing.png(chart, 6).startswith(b"\x89PNG")


def test_the_same_chart_is_the_same_bytes(drawn: list[Chart]) -> None:
    for chart in drawn:
        first = chart_drawing.svg(chart, 6)
        chart_drawing.svg.cache_clear()
        assert chart_drawing.svg(chart, 6) == first
        assert chart_drawing.png(chart, 6) == chart_drawing.png(chart, 6)


def test_a_picture_is_drawn_once_and_never_stands_for_another(drawn: list[Chart]) -> None:
    for chart in drawn:
        first = chart_drawing.svg(chart, 6)
        assert chart_drawing.svg(replace(chart), 6) is first
        renamed = (replace(chart.categories[0], word="别的"), *chart.categories[1:])
        more = (_with_one_more(chart.series[0]), *chart.series[1:])
        for other in (replace(chart, axis="事项"), replace(chart, categories=renamed), replace(chart, series=more)):
            assert chart_drawing.svg(other, 6) != first
        assert chart_drawing.svg(chart, 5) != first


def _with_one_more(series: Series) -> Series:
    first, *others = series.values
    return replace(series, values=((first or Decimal(0)) + 1, *others))


def test_a_chart_says_nothing_of_when_and_by_what_it_was_made(drawn: list[Chart]) -> None:
    for chart in drawn:
        assert not re.search("matplotlib.org|dc:date|dc:creator", chart_drawing.svg(chart, 6))
        assert b"Matplotlib" not in chart_drawing.png(chart, 6)


def test_assessments_are_told_apart_without_colour(drawn: list[Chart]) -> None:
    stacked = next(chart for chart in drawn if chart.key == "departments")
    looks = [chip(series.term) for series in stacked.series if series.term]
    assert len(looks) == 8
    signs = {look.sign for look in looks if look}
    assert len(signs) == 8
    assert len({look.hatch for look in looks if look}) == 7  # not rated and met have none
    plain = [int(look.bar[3:5], 16) for look in looks if look and not look.hatch]
    assert max(plain) - min(plain) > 100  # but the one is pale, and the other dark


@pytest.mark.parametrize(
    "strange", ["$x^2$", "𠮷", "a\nb\tc", "\x00\ufffe", "很长" * 300, "w" * 500, "", "_x_ & <b> -- -->"]
)
def test_any_words_can_be_drawn(drawn: list[Chart], strange: str) -> None:
    for chart in drawn:
        labels = tuple(replace(label, word=strange) for label in chart.categories)
        etree.fromstring(chart_drawing.svg(replace(chart, categories=labels, axis=strange), 6).encode())


def test_a_report_without_charts_needs_no_matplotlib() -> None:
    subprocess.run([sys.executable, "-c", WITHOUT], check=True)


def test_the_start_waits_for_no_writer() -> None:
    subprocess.run([sys.executable, "-c", AT_START], check=True)


def test_nothing_of_the_drawing_stays_behind(drawn: list[Chart], report_of: Callable[..., Report]) -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    chart_drawing.svg(drawn[0], 6)
    assert dict(mpl.rcParams) == before
