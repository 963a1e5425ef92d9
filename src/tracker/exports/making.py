"""From a wish to a file, and a note of it in the ledger: what the window and the command line both do."""

from pathlib import Path

from tracker.domain.past_report import PastReport
from tracker.domain.progress import Progress, stage, unwatched
from tracker.domain.report import Report
from tracker.domain.report_wish import ReportForm, ReportWish
from tracker.exports.compose import compose
from tracker.exports.registry import write_report
from tracker.exports.template import Template
from tracker.services.past_reports import Written, read_template, record_report
from tracker.services.reporting import ReportFacts, read_report
from tracker.services.workspace import Workspace
from tracker.wording import load_words

_STAGES = 3
"""Reading, putting into words, writing."""


def make_report(
    workspace: Workspace,
    wish: ReportWish,
    form: ReportForm,
    path: Path,
    progress: Progress = unwatched,
    template: Template | None = None,
) -> PastReport:
    """Write a report, and keep how it was made. `progress` counts commitments, and may cancel: then no file is left.

    Raises what reading, composing and writing raise: see `read_report` and `write_report`.
    """
    facts, report = _report(workspace, wish, form, progress)
    digest = write_report(report, form.format, path, stage(progress, 2, _STAGES), template=template)
    written = Written(report.title, path.name, digest)
    return record_report(workspace, facts, form, written, template.content if template else None)


def preview_report(workspace: Workspace, wish: ReportWish, form: ReportForm, progress: Progress = unwatched) -> bytes:
    """The pages of a report as PDF, whatever the format that it is wanted in. Nothing is kept."""
    from tracker.exports.pdf import render

    _, report = _report(workspace, wish, form, progress)
    return render(report, stage(progress, 2, _STAGES))


def make_again(workspace: Workspace, past: PastReport, path: Path, progress: Progress = unwatched) -> bool:
    """Write a report of the past again; returns whether it came out as it was, byte by byte.

    It differs where another version of the program words or draws something in another way.
    """
    content = read_template(workspace, past)
    template = None if content is None else Template(Path(past.file), content)
    _, report = _report(workspace, past.wish, past.form, progress)
    digest = write_report(report, past.form.format, path, stage(progress, 2, _STAGES), template=template)
    return digest == past.sha256


def _report(workspace: Workspace, wish: ReportWish, form: ReportForm, progress: Progress) -> tuple[ReportFacts, Report]:
    facts = read_report(workspace, wish, stage(progress, 0, _STAGES))
    told = stage(progress, 1, _STAGES)
    return facts, compose(facts, load_words(form.language), told, with_charts=form.charts)
