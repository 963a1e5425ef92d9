import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import pypdfium2 as pdfium
import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.exports import charts as drawing
from tracker.exports import pdf_writer
from tracker.exports.charts import chart_data
from tracker.exports.chips import chip
from tracker.exports.compose import compose
from tracker.exports.report_tree import Chart, Report
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

WITHOUT = """
import sys
from tracker.exports.registry import FORMATS
import tracker.exports.pdf_writer
import tracker.exports.docx.docx_writer, tracker.exports.docx.body
assert "typst" not in sys.modules, sorted(sys.modules)
"""
AT_START = """
import sys
import tracker.app, tracker.cli.commands, tracker.exports
assert not {"typst", "docx", "numpy"} & set(sys.modules)
"""
SVG = "{http://www.w3.org/2000/svg}svg"
LINK = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture
def charts(a_year: ReportFacts, zh: Words) -> list[Chart]:
    return [block for block in compose(a_year, zh).blocks() if isinstance(block, Chart)]


def test_every_kind_of_chart_is_drawn(charts: list[Chart]) -> None:
    assert {chart.key for chart in charts} == {"departments", "targets", "change"}
    for chart in charts:
        assert etree.fromstring(drawing.svg(chart, "zh", 6)).tag == SVG
        assert drawing.png(chart, "zh", 6).startswith(b"\x89PNG")


def test_the_same_chart_is_the_same_bytes_and_another_is_not(charts: list[Chart]) -> None:
    for chart in charts:
        first = drawing.svg(chart, "zh", 6)
        assert drawing.svg(chart, "zh", 6) == first
        assert drawing.svg(chart, "zh", 5) != first
        assert drawing.svg(replace(chart, axis="事项"), "zh", 6) != first
        assert drawing.png(chart, "zh", 6) == drawing.png(chart, "zh", 6)


def test_a_picture_needs_nothing_else_and_runs_nothing(charts: list[Chart]) -> None:
    for chart in charts:
        for element in etree.fromstring(drawing.svg(chart, "zh", 6)).iter():
            assert etree.QName(element).localname not in ("script", "image", "foreignObject", "style", "a")
            for name, value in element.attrib.items():
                assert not name.startswith("on")
                assert name != LINK or value.startswith("#")
                assert all(place.startswith("#") for place in re.findall(r"url\((.*?)\)", value))


def test_a_chart_of_a_pdf_holds_the_words_and_numbers_of_its_table(a_year: ReportFacts, zh: Words) -> None:
    report = compose(a_year, zh)
    charts = [block for block in report.blocks() if isinstance(block, Chart)]
    document = pdfium.PdfDocument(pdf_writer.render(report))
    texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    for chart in charts:
        page = next(text for text in texts if chart.title in text)
        shown = chart.series if chart.key != "targets" else chart.series[:1]  # the time that is gone is a mark
        drawn = chart_data(chart)["series"][: len(shown)]
        values = [value["text"] for series in drawn for value in series["values"] if value]
        for words in (*values, *(one.word for one in chart.categories), *(one.label.word for one in chart.series)):
            assert "".join(words.split()) in page


def test_numbers_are_drawn_as_the_table_has_them(charts: list[Chart]) -> None:
    targets = next(chart for chart in charts if chart.key == "targets")
    exact = Decimal("1234567.8"), Decimal("0.30"), None
    numbers = tuple(exact[place % 3] for place in range(len(targets.categories)))
    drawn = chart_data(replace(targets, series=(replace(targets.series[0], values=numbers), targets.series[1])))
    told = [value and value["text"] for value in drawn["series"][0]["values"]]
    assert told == [("1234567.8 %", "0.3 %", None)[place % 3] for place in range(len(numbers))]
    stacked = next(chart for chart in charts if chart.key == "departments")
    ends = chart_data(stacked)["ends"]
    assert ends == [str(sum(values)) for values in zip(*(series.values for series in stacked.series), strict=True)]


@pytest.mark.parametrize("size", [Decimal(10) ** 30, Decimal(-5), Decimal(0), Decimal("0.0001"), None])
def test_a_number_of_any_size_can_be_drawn(charts: list[Chart], size: Decimal | None) -> None:
    for chart in charts:
        if size is None and chart.key != "targets":
            continue  # counts are always known
        series = tuple(replace(one, values=(size,) * len(one.values)) for one in chart.series)
        etree.fromstring(drawing.svg(replace(chart, series=series), "zh", 6))


def test_assessments_are_told_apart_without_colour(charts: list[Chart]) -> None:
    stacked = next(chart for chart in charts if chart.key == "departments")
    looks = [chip(series.term) for series in stacked.series if series.term]
    assert len(looks) == 8
    signs = {look.sign for look in looks if look}
    assert len(signs) == 8
    assert len({look.hatch for look in looks if look}) == 7  # not rated and met have none
    plain = [int(look.bar[3:5], 16) for look in looks if look and not look.hatch]
    assert max(plain) - min(plain) > 100  # but the one is pale, and the other dark


@pytest.mark.parametrize(
    "strange", ["$x^2$ #read()", "𠮷", "a\nb\tc", "\x00\ufffe", "很长" * 300, "w" * 500, "", '_x_ & <b> -- "\\n']
)
def test_any_words_can_be_drawn(charts: list[Chart], strange: str) -> None:
    for chart in charts:
        labels = tuple(replace(label, word=strange) for label in chart.categories)
        etree.fromstring(drawing.svg(replace(chart, categories=labels, axis=strange), "zh", 6))


def test_a_character_that_no_font_has_is_drawn_as_a_geta(charts: list[Chart]) -> None:
    strange, geta = (drawing.svg(replace(charts[0], axis=axis), "zh", 6) for axis in ("𠮷项", "〓项"))
    assert strange == geta


@pytest.mark.parametrize("kind", [ReportKind.LEDGER, ReportKind.PERIOD])
def test_long_words_stay_on_the_page(a_year: ReportFacts, kind: ReportKind, en: Words) -> None:
    facts = replace(a_year, wish=ReportWish(kind))
    report = compose(facts, en)
    document = pdfium.PdfDocument(pdf_writer.render(_with_labels(report, "A very long name " * 9 + "(inferred)")))
    for page in document:
        width, height = page.get_size()
        for part in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT]):
            left, bottom, right, top = part.get_bounds()
            assert 0 < left <= right < width
            assert 0 < bottom <= top < height
    document.close()


def _with_labels(report: Report, word: str) -> Report:
    """The report with this word at every bar of its charts."""
    sections = []
    for section in report.sections:
        blocks = [
            replace(block, categories=tuple(replace(label, word=word) for label in block.categories))
            if isinstance(block, Chart)
            else block
            for block in section.blocks
        ]
        sections.append(replace(section, blocks=tuple(blocks)))
    return replace(report, sections=tuple(sections))


def test_what_a_long_name_says_in_brackets_at_its_end_is_kept(charts: list[Chart]) -> None:
    (label,) = set(_labels(charts[0], "很长的名称" * 20 + "（推定）"))
    assert label.endswith("…（推定）")
    assert label.startswith("很长的名称")
    assert set(_labels(charts[0], "科技司（推定）")) == {"科技司（推定）"}


def _labels(chart: Chart, word: str) -> list[str]:
    labels = tuple(replace(label, word=word) for label in chart.categories)
    return chart_data(replace(chart, categories=labels))["categories"]


def test_a_report_without_charts_needs_no_typesetter() -> None:
    subprocess.run([sys.executable, "-c", WITHOUT], check=True)


def test_the_start_waits_for_no_writer() -> None:
    subprocess.run([sys.executable, "-c", AT_START], check=True)
