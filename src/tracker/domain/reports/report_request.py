"""Which report is wanted, and how it is to look."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.domain.reports.register_columns import RegisterColumn
from tracker.domain.reports.report_period import PeriodSpan
from tracker.domain.search.ledger_query import LedgerQuery

SITE = "site"
"""The format of a ledger that is a folder of pages for the public, in both languages."""


class ReportKind(StrEnum):
    """台账, 月报/周报, everything about one commitment, and 专报."""

    LEDGER = "ledger"
    PERIOD = "period"
    DOSSIER = "dossier"
    BRIEF = "brief"


class Length(StrEnum):
    """How much a briefing report tells before its annex: one page, two to three, or everything."""

    SUMMARY = "summary"
    STANDARD = "standard"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class ReportMoment:
    """When a report is made, so that it can be made again as it was: the day, the newest event that it knows, and the
    name of the ledger then."""

    day: date
    event: int
    ledger: str


@dataclass(frozen=True, slots=True)
class Office:
    """The elements of an official document (GB/T 9704—2012) that the ledger cannot know; empty ones are left out.

    `subject` stands before the title (whose commitments), `sender` is 发文机关, `recipient` 主送, `signed_by` 落款
    (else the sender), `signed_on` 成文日期, `attachments` 附件, one by one.
    """

    subject: str = ""
    sender: str = ""
    recipient: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParagraphEdit:
    """What an analyst wrote in place of a paragraph: `key` names the paragraph, `facts` is the hash of the facts that
    the words were written for. A `text` of nothing leaves the paragraph out."""

    key: str
    text: str
    facts: str


@dataclass(frozen=True, slots=True)
class BriefWish:
    """What is asked of a briefing report alone.

    `day` is any day of its period, None for the day that the report is of. `edits` are the analyst's own paragraphs.
    """

    span: PeriodSpan = PeriodSpan.MONTH
    day: date | None = None
    length: Length = Length.STANDARD
    office: Office = field(default_factory=Office)
    edits: tuple[ParagraphEdit, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportWish:
    """Which report is wanted: its kind, its scope (with the day it is of), and since when changes count.

    A period report without `since` counts them from the end of the month before; the others then tell of none. `after`
    is the newest event that the report before told of, where that was made in the course of the day `since`. `code`
    names the commitment of a dossier, which asks for nothing else of the query but its day. `moment` makes a report of
    the past again, as it was. `brief` is what a briefing report is asked for; `todo` adds what the ledger asks of the
    analyst, which is nobody else's business.
    """

    kind: ReportKind = ReportKind.LEDGER
    query: LedgerQuery = field(default_factory=LedgerQuery)
    since: date | None = None
    code: str = ""
    after: int | None = None
    moment: ReportMoment | None = None
    brief: BriefWish = field(default_factory=BriefWish)
    todo: bool = False

    @property
    def scope(self) -> tuple[object, ...]:
        """Return what must be the same in two reports of which one follows the other."""
        chosen = {facet: values for facet, values in self.query.choices.items() if values}
        span = self.brief.span if self.kind is ReportKind.BRIEF else None
        return (self.kind, self.code.strip(), chosen, self.query.search.split(), self.query.codes, span)


@dataclass(frozen=True, slots=True)
class ReportForm:
    """How a report looks: its language, format and charts, the SHA-256 of the office's template ("" for ours), and the
    columns that were chosen for its register, in their order (none for the standard ones).

    Of a site, `reasons` says whether the reasons of verdicts are published, and `base_url` where it will be read, ended
    by a slash ("" where nobody knows yet).
    """

    language: str
    format: str
    charts: bool = True
    template: str = ""
    columns: tuple[RegisterColumn, ...] = ()
    reasons: bool = False
    base_url: str = ""

    @property
    def is_site(self) -> bool:
        """Return whether it is a folder of pages for the public."""
        return self.format == SITE
