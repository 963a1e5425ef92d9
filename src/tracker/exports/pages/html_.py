"""The report as HTML: one file that needs nothing else, without a script, for a screen in either theme and for paper.

The template (`resources/reports/report.html.jinja`) escapes every word; nothing in a report is ever taken for markup.
"""

import base64
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.exports.charts import chart_table, svg
from tracker.exports.chips import chip
from tracker.exports.citing import mark_of
from tracker.exports.report_text import Reference, Term
from tracker.exports.report_tree import Block, Chart, Report
from tracker.exports.safely import printable
from tracker.exports.themes import themes
from tracker.locations import resources_dir
from tracker.wording import load_words

_CHART_INCHES = 7.2


def render(report: Report, progress: Progress = unwatched) -> bytes:
    """Return the bytes of the file: UTF-8, ended by a line feed. `progress` counts charts."""
    words = load_words(report.language)
    drawn = [block for block in report.blocks() if isinstance(block, Chart)]
    pictures = {chart.key: _picture(chart, report.language) for chart in steps(drawn, progress)}
    page = _template().render(
        report=report,
        words=words,
        pictures=pictures,
        themes=themes(),
        numbers_of=lambda chart: chart_table(chart, words),
    )
    # Over the whole page, so that nothing gets past it by a part of the template that forgot.
    return printable(page).rstrip("\n").encode() + b"\n"


def html_environment(folder: str) -> Environment:
    """Return the environment of the HTML templates in a folder of the resources."""
    return Environment(
        loader=FileSystemLoader(resources_dir() / folder),
        autoescape=True,
        # A member that was renamed raises here, instead of leaving a gap that nobody sees.
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _template() -> Template:
    environment = html_environment("reports")
    environment.filters |= {"mark": mark_of, "kind": _kind, "look": _look, "sign": _sign, "around_url": _around_url}
    return environment.get_template("report.html.jinja")


def _picture(chart: Chart, language: str) -> str:
    """The chart as the address of an image that holds it."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg(chart, language, _CHART_INCHES)).decode()


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _look(term: Term | Any) -> str:
    """The class of a term that has colours, "" for everything else that may be in a cell."""
    return f"{term.vocabulary} {term.vocabulary}-{term.code}" if isinstance(term, Term) and chip(term) else ""


def _sign(term: Term) -> str:
    found = chip(term)
    return found.sign if found else ""


def _around_url(reference: Reference) -> tuple[str, str, str]:
    """The entry before its address, the address, and what is behind it."""
    if not reference.url:
        return reference.text, "", ""
    before, url, behind = reference.text.rpartition(reference.url)
    return before, url, behind
