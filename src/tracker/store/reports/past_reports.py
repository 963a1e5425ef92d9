"""Reports that were written: events that say how each was asked for, and what came out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, literal, select

from tracker.domain.languages import LANGUAGES
from tracker.domain.reports.past_report import PastReport
from tracker.domain.reports.register_columns import RegisterColumn
from tracker.domain.reports.report_period import PeriodSpan
from tracker.domain.reports.report_request import (
    SITE,
    BriefWish,
    Length,
    Office,
    ParagraphEdit,
    ReportForm,
    ReportKind,
    ReportMoment,
    ReportWish,
)
from tracker.domain.search.ledger_query import Facet, LedgerQuery, SortKey, orders_as_json
from tracker.domain.search.ordering import Order
from tracker.store.database.decoding import Decoding, list_member, member, object_member
from tracker.store.database.tables import REPORTED, Event
from tracker.store.database.typed_columns import NamedRow

_IS_REPORT = Event.kind == literal(REPORTED, literal_execute=True)
"""In words, not as a parameter: SQLite then sees that the index of reports holds them all."""


def list_reports(connection: Connection) -> tuple[PastReport, ...]:
    """Return every report that was written, newest first; but for those of which a repair could save nothing."""
    found = select(Event).where(_IS_REPORT).order_by(Event.id.desc())
    return tuple(_report(row) for row in connection.execute(found) if row.details)


def find_report(connection: Connection, event_id: int) -> PastReport | None:
    """Return the report that an event records, or None."""
    found = select(Event).where(_IS_REPORT, Event.id == event_id)
    row = connection.execute(found).one_or_none()
    return _report(row) if row is not None and row.details else None


def details_of(report: PastReport) -> dict[str, Any]:
    """Return what the event says of a report. `_report` reads it back."""
    wish = report.wish
    form = report.form
    query = report.wish.query
    # Names are never changed, only added: events are sealed, and those of earlier versions are read by the same code.
    return {
        "report": wish.kind.value,
        "choices": {facet.value: sorted(values) for facet, values in query.choices.items() if values},
        "search": query.search,
        "sort": query.sort.value,
        "descending": query.descending,
        **({"then": orders_as_json(query.then)} if query.then else {}),
        **({"codes": sorted(query.codes)} if query.codes else {}),
        "changed_since": _iso(query.changed_since),
        "of_day": _iso(query.as_of),
        "as_of": report.as_of.isoformat(),
        "counted_since": _iso(wish.since),
        "counted_after": wish.after,
        "commitment": wish.code,
        **_brief_details(wish),
        "language": form.language,
        "format": form.format,
        "charts": form.charts,
        "template": form.template,
        **({"columns": [column.value for column in form.columns]} if form.columns else {}),
        **({"reasons": form.reasons, "base_url": form.base_url} if form.is_site else {}),
        **_moment(wish.moment),
        "title": report.title,
        "count": report.count,
        "file": report.file,
        "sha256": report.sha256,
        "version": report.version,
    }


def _brief_details(wish: ReportWish) -> dict[str, Any]:
    """What only some reports are asked for: it is not said of the others, as it never was."""
    said: dict[str, Any] = {"todo": True} if wish.todo else {}
    if wish.kind is not ReportKind.BRIEF:
        return said
    brief = wish.brief
    office = brief.office
    return said | {
        "span": brief.span.value,
        "period_day": _iso(brief.day),
        "length": brief.length.value,
        "office": {
            "subject": office.subject,
            "sender": office.sender,
            "recipient": office.recipient,
            "signed_by": office.signed_by,
            "signed_on": _iso(office.signed_on),
            "attachments": list(office.attachments),
        },
        "edits": [{"key": edit.key, "text": edit.text, "facts": edit.facts} for edit in brief.edits],
    }


def _moment(moment: ReportMoment | None) -> dict[str, Any]:
    if moment is None:
        raise ValueError("a report that was written has a moment")
    return {"day": moment.day.isoformat(), "newest_event": moment.event, "ledger": moment.ledger}


def _report(row: NamedRow) -> PastReport:
    """Raises `StoredValueError` where the event does not tell of a report."""
    said: Mapping[str, Any] = row.details
    with Decoding(Event.__table__.name):
        return PastReport(
            id=row.id,
            made_at=row.at,
            author=row.author,
            wish=_wish(said),
            as_of=date.fromisoformat(said["as_of"]),
            form=_form(said),
            title=member(said, "title", str),
            count=member(said, "count", int),
            file=member(said, "file", str),
            sha256=member(said, "sha256", str),
            version=member(said, "version", str),
        )


def _form(said: Mapping[str, Any]) -> ReportForm:
    if said["language"] not in LANGUAGES:
        raise LookupError(said["language"])
    form = member(said, "format", str)
    charts = member(said, "charts", bool)
    template = member(said, "template", str)
    columns = tuple(map(RegisterColumn, said.get("columns", ())))
    if form != SITE:
        return ReportForm(said["language"], form, charts, template, columns)
    reasons = member(said, "reasons", bool)
    base_url = member(said, "base_url", str)
    return ReportForm(said["language"], form, charts, template, columns, reasons, base_url)


def _order(said: Mapping[str, Any]) -> Order[SortKey]:
    return Order(SortKey(member(said, "sort", str)), member(said, "descending", bool))


def _wish(said: Mapping[str, Any]) -> ReportWish:
    query = LedgerQuery(
        {Facet(facet): frozenset(values) for facet, values in said["choices"].items()},
        search=member(said, "search", str),
        sort=SortKey(said["sort"]),
        descending=member(said, "descending", bool),
        # Reports of earlier versions had one key alone, and named no commitments.
        then=tuple(map(_order, list_member(said, "then"))) if "then" in said else (),
        codes=frozenset(map(str, list_member(said, "codes"))) if "codes" in said else frozenset(),
        as_of=_day(said["of_day"]),
        changed_since=_day(said["changed_since"]),
    )
    return ReportWish(
        ReportKind(said["report"]),
        query,
        since=_day(said["counted_since"]),
        code=member(said, "commitment", str),
        after=None if said["counted_after"] is None else member(said, "counted_after", int),
        moment=ReportMoment(
            date.fromisoformat(said["day"]), member(said, "newest_event", int), member(said, "ledger", str)
        ),
        brief=_brief(said) if said["report"] == ReportKind.BRIEF else BriefWish(),
        todo=bool(said.get("todo")),
    )


def _brief(said: Mapping[str, Any]) -> BriefWish:
    office = object_member(said, "office")
    return BriefWish(
        PeriodSpan(said["span"]),
        _day(said["period_day"]),
        Length(said["length"]),
        Office(
            *(member(office, name, str) for name in ("subject", "sender", "recipient", "signed_by")),
            signed_on=_day(office["signed_on"]),
            attachments=tuple(map(str, list_member(office, "attachments"))),
        ),
        tuple(map(_edit, list_member(said, "edits"))),
    )


def _edit(said: Mapping[str, Any]) -> ParagraphEdit:
    return ParagraphEdit(member(said, "key", str), member(said, "text", str), member(said, "facts", str))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
