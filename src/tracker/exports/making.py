"""From a wish to a file, and a note of it in the ledger: what the window and the command line both do."""

from pathlib import Path

from tracker.collector_pause import collector_paused
from tracker.domain.commitments.progress import Progress, stage, unwatched
from tracker.domain.errors import UserError
from tracker.domain.reports.past_report import PastReport
from tracker.domain.reports.report_request import ReportForm, ReportKind, ReportWish
from tracker.exports.compose import compose, flow
from tracker.exports.registry import FLOWING, write_report
from tracker.exports.report_tree import Report
from tracker.exports.template import Template
from tracker.services.ledgers.workspace import Workspace
from tracker.services.reports.past_reports import read_template, record_report
from tracker.services.reports.publishing import read_verdicts
from tracker.services.reports.reporting import ReportFacts, read_report, reading_report
from tracker.wording import load_words

_STAGES = 3
"""Reading, putting into words, writing."""
MOST_TYPESET = 2_000
"""Pieces of evidence and events of a dossier that are set as PDF: the typesetter holds all pages at once, 200 KB for
each of these, so that 20,000 took 4 GB. The other formats take as many as there are."""
MOST_DRAWN = 1_000
"""Commitments of which pages are drawn before anybody asks for them: more take minutes, and memory."""


def make_report(
    workspace: Workspace,
    wish: ReportWish,
    form: ReportForm,
    path: Path,
    progress: Progress = unwatched,
    template: Template | None = None,
) -> PastReport:
    """Write a report, and keep how it was made. `progress` counts commitments, and may cancel: then no file is left.

    Raises `dossier_too_long` for a PDF, and what reading, composing and writing raise: see `read_report` and
    `write_report`.
    """
    # Noted only after the file has its name: a report that failed or was cancelled was never made.
    facts, title, digest = _write(workspace, wish, form, path, progress, template)
    content = template.content if template else None
    return record_report(workspace, facts, form, title, path.name, digest, content)


def preview_report(workspace: Workspace, wish: ReportWish, form: ReportForm, progress: Progress = unwatched) -> bytes:
    """Return the pages of a report as PDF, whatever the format that it is wanted in. Nothing is kept.

    Raises `preview_too_long`, `dossier_too_long`, or what `reading_report` raises.
    """
    from tracker.exports.pdf_writer import render

    # Counted within a first look, which reads no commitment of a ledger whole: a refusal comes at once.
    with reading_report(workspace, wish, progress) as facts:
        if len(facts.details) > MOST_DRAWN:
            raise UserError("preview_too_long", count=f"{len(facts.details):,}", limit=f"{MOST_DRAWN:,}")
        _refuse_too_long(facts)
    _, report = _whole(workspace, wish, form, progress)
    return render(report, stage(progress, 2, _STAGES))


def make_again(workspace: Workspace, past: PastReport, path: Path, progress: Progress = unwatched) -> bool:
    """Write a report of the past again; returns whether it came out as it was, byte by byte.

    It differs where another version of the program words or draws something in another way.
    """
    content = read_template(workspace, past)
    template = None if content is None else Template(Path(past.file), content)
    _, _, digest = _write(workspace, past.wish, past.form, path, progress, template)
    return digest == past.sha256


def _write(
    workspace: Workspace,
    wish: ReportWish,
    form: ReportForm,
    path: Path,
    progress: Progress,
    template: Template | None,
) -> tuple[ReportFacts, str, str]:
    """The facts of the report that was written, its title, and the SHA-256 of the file."""
    if form.is_site:
        return _publish(workspace, wish, form, path, progress)
    if not _can_flow(wish, form):
        facts, report = _whole(workspace, wish, form, progress)
        if form.format == "pdf":
            _refuse_too_long(facts)
        told = stage(progress, 2, _STAGES)
        return facts, report.title, write_report(report, form.format, path, told, template=template)
    in_one_line = form.format == "csv"
    with collector_paused(), reading_report(workspace, wish, progress, in_one_line=in_one_line) as facts:
        report = flow(
            facts,
            load_words(form.language),
            with_charts=form.charts,
            with_sections=not in_one_line,
            columns=form.columns,
        )
        digest = write_report(report, form.format, path, progress, template=template)
        return facts, report.title, digest


def _publish(
    workspace: Workspace, wish: ReportWish, form: ReportForm, path: Path, progress: Progress
) -> tuple[ReportFacts, str, str]:
    """The same of a site, whose digest is that of its marker, which holds those of all files."""
    from tracker.exports.site.folder import claim
    from tracker.exports.site.site_writer import title_of, write_site

    # A folder of somebody else's is refused before anything is read.
    site = claim(path)
    with collector_paused(), reading_report(workspace, wish, progress) as facts:
        digest = write_site(facts, read_verdicts(workspace, facts), form, site, progress)
        return facts, title_of(form.language), digest


def _refuse_too_long(facts: ReportFacts) -> None:
    """Refuse to set as PDF a dossier that would take gigabytes. Raises `dossier_too_long`."""
    if facts.wish.kind is not ReportKind.DOSSIER:
        return
    count = sum(len(detail.evidence) + len(detail.history) for detail in facts.details)
    if count > MOST_TYPESET:
        raise UserError("dossier_too_long", field="format", count=f"{count:,}", limit=f"{MOST_TYPESET:,}")


def _can_flow(wish: ReportWish, form: ReportForm) -> bool:
    """A period as JSON tells its commitments by department, for which all must be known; a dossier is only one."""
    kinds = (ReportKind.LEDGER,) if form.format == "json" else (ReportKind.LEDGER, ReportKind.PERIOD)
    return form.format in FLOWING and wish.kind in kinds


def _whole(workspace: Workspace, wish: ReportWish, form: ReportForm, progress: Progress) -> tuple[ReportFacts, Report]:
    facts = read_report(workspace, wish, stage(progress, 0, _STAGES))
    told = stage(progress, 1, _STAGES)
    return facts, compose(facts, load_words(form.language), told, with_charts=form.charts, columns=form.columns)
