"""Reports that were written are kept: not their bytes, but all that it takes to make each again as it was."""

from dataclasses import replace

from tracker import __version__
from tracker.domain.errors import UserError
from tracker.domain.reports.past_report import PastReport, last_report
from tracker.domain.reports.report_request import Office, ReportForm, ReportMoment, ReportWish
from tracker.services.commitments.reading import read_content
from tracker.services.ledgers.workspace import Workspace
from tracker.services.reports.reporting import ReportFacts
from tracker.store.events.event_commands import NOTE, Command
from tracker.store.events.unit_of_work import UnitOfWork
from tracker.store.evidence.attachments import register
from tracker.store.reports import past_reports

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def list_reports(workspace: Workspace) -> tuple[PastReport, ...]:
    """Return every report that was written, newest first."""
    with workspace.snapshot() as snapshot:
        return past_reports.list_reports(snapshot.connection)


def find_report(workspace: Workspace, number: int) -> PastReport:
    """Return a report that was written. Raises `report_unknown`."""
    with workspace.snapshot() as snapshot:
        found = past_reports.find_report(snapshot.connection, number)
    if found is None:
        raise UserError("report_unknown", field="report", value=number)
    return found


def since_last(workspace: Workspace, wish: ReportWish) -> ReportWish:
    """Return the same wish, counting changes from where the last report of this kind and scope left off.

    Raises `report_none_before` where there is none.
    """
    last = last_report(list_reports(workspace), wish)
    if last is None:
        raise UserError("report_none_before", field="since")
    return replace(wish, since=last.as_of, after=last.newest_event)


def last_brief(workspace: Workspace, wish: ReportWish, language: str) -> PastReport | None:
    """Return the briefing report that one of this wish follows, in the same language: what its office is called and
    which paragraphs were edited is offered again."""
    reports = (past for past in list_reports(workspace) if past.form.language == language)
    return last_report(reports, wish)


def kept_office(last: PastReport | None) -> Office:
    """Return what was said of the office the last time, but for the day and the attachments, which are of one paper."""
    return replace(last.wish.brief.office, signed_on=None, attachments=()) if last else Office()


def record_report(
    workspace: Workspace,
    facts: ReportFacts,
    form: ReportForm,
    title: str,
    file: str,
    sha256: str,
    template: bytes | None = None,
) -> PastReport:
    """Note that a report of these facts was written; an office's template is kept with it.

    `file` is the name of the file without a folder, `sha256` the hash of its bytes.

    In a ledger that can only be read nothing is noted: the report has the number 0.
    """
    moment = ReportMoment(facts.made_on, facts.event, facts.ledger)

    def past(kept: str) -> PastReport:
        return PastReport(
            id=0,
            made_at=workspace.clock(),
            author=workspace.author,
            wish=replace(facts.wish, since=facts.since, code=facts.wish.code.strip(), moment=moment),
            as_of=facts.as_of,
            form=replace(form, template=kept),
            title=title,
            count=len(facts.details),
            file=file,
            sha256=sha256,
            version=__version__,
        )

    # Who may only read still gets the report; it just cannot be proved by this ledger later.
    if not workspace.can_write:
        return past("")
    with workspace.write() as work:
        # The template's bytes are kept as well: the office will change its paper, and the report must come out as it
        # was.
        kept = keep_template(work, template) if template is not None else ""
        made = past(kept)
        command = Command(NOTE, {"template": kept} if kept else {})
        work.record("report_made", past_reports.details_of(made), command=command)
        return replace(made, id=work.event_id)


def read_template(workspace: Workspace, past: PastReport) -> bytes | None:
    """Return the office's template of a report, verified; None where it had none. Raises `content_missing`,
    `content_altered`."""
    return read_content(workspace, past.form.template) if past.form.template else None


def keep_template(work: UnitOfWork, template: bytes) -> str:
    """Keep an office's template; returns its SHA-256."""
    sha256 = work.contents.keep(template)
    register(work, sha256, len(template), _DOCX, ())
    return sha256
