"""The report as PDF, typeset by typst from `resources/reports/report.typ`.

Tagged for screen readers (PDF/UA-1) and fit for the archive (PDF/A-2a), with the program's own fonts, so that a report
is the same bytes on every machine. The system's fonts serve only where ours lack a character; what no font has is
printed as 〓, as compositors do.
"""

import json
from datetime import UTC, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from tracker.domain.commitments.progress import Progress, section, unwatched
from tracker.domain.reports.report_tree import Chart
from tracker.exports.pdf.template_data import characters, drawn, pdf_data
from tracker.locations import resources_dir

if TYPE_CHECKING:
    from typst import Fonts

    from tracker.domain.reports.report_tree import Report

_MISSING = "could not be displayed"
_GETA = "〓"


def render(report: "Report", progress: Progress = unwatched) -> bytes:
    """The bytes of the file. `progress` counts charts and, last, the typesetting, which cannot be stopped."""
    whole = 1 + sum(isinstance(block, Chart) for block in report.blocks())
    pictures = {chart.key: picture for chart, picture in drawn(report, section(progress, 0, whole))}
    progress(whole - 1, whole)
    content = _typeset(pdf_data(report, pictures), datetime.combine(report.front.made_on, time(), UTC))
    progress(whole, whole)
    return content


def _typeset(data: dict[str, Any], made: datetime) -> bytes:
    from typst import TypstError

    try:
        return _compile(data, made, _fonts())
    except TypstError as failure:
        if _MISSING not in str(failure):
            raise
    try:
        return _compile(data, made, _fonts(of_the_system=True))
    except TypstError as failure:
        if _MISSING not in str(failure):
            raise
    return _compile(drawable(data), made, _fonts())


def _compile(data: dict[str, Any], made: datetime, fonts: "Fonts") -> bytes:
    import typst

    folder = resources_dir() / "reports"
    compiler = typst.Compiler(
        (folder / "report.typ").read_bytes(),
        root=folder,
        font_paths=fonts,
        sys_inputs={"report": json.dumps(data, ensure_ascii=False)},
    )
    content = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=made)
    if not isinstance(content, bytes):
        raise TypeError("typst made no file")
    return content


@cache
def _fonts(*, of_the_system: bool = False) -> "Fonts":
    from typst import Fonts

    return Fonts(include_system_fonts=of_the_system, font_paths=[resources_dir() / "fonts"])


@cache
def _drawn() -> frozenset[str]:
    """The characters that the program's own fonts have."""
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(resources_dir() / "fonts" / "NotoSerifSC-Regular.ttf"))
    return frozenset(map(chr, font.get_charmap()))


def drawable(data: dict[str, Any]) -> dict[str, Any]:
    """The data with 〓 in place of every character that none of our fonts has. Blanks need no font."""
    missing = {character for character in characters(data) - _drawn() if not character.isspace()}
    return _replaced(data, missing)


def _replaced(value: Any, missing: set[str]) -> Any:
    """The data without the characters that no font has; pictures bring the outlines of their words along."""
    if isinstance(value, str):
        return value.translate(dict.fromkeys(map(ord, missing), _GETA))
    if isinstance(value, dict):
        return {key: inner if key == "svg" else _replaced(inner, missing) for key, inner in value.items()}
    return [_replaced(inner, missing) for inner in value] if isinstance(value, list | tuple) else value
