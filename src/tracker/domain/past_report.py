"""A report that was written: how it was asked for, and what came out."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.query import LedgerQuery
from tracker.domain.report import ReportKind


@dataclass(frozen=True, slots=True)
class Moment:
    """When a report is made, so that it can be made again as it was: the day, the newest event that it knows, and the
    name of the ledger then."""

    day: date
    event: int
    ledger: str


@dataclass(frozen=True, slots=True)
class ReportForm:
    """How a report looks: its language, format and charts, and the SHA-256 of the office's template ("" for ours)."""

    language: str
    format: str
    charts: bool = True
    template: str = ""


@dataclass(frozen=True, slots=True)
class PastReport:
    """A report that was written. `id` is that of the event that tells of it.

    `query` holds the scope and the day that it is of; `since` and `after` say from when on changes counted (see
    `LedgerQuery.changed_after`); `code` names the commitment of a dossier. `file` is a name without a folder, `sha256`
    the hash of the bytes, and `version` that of the program.
    """

    id: int
    made_at: datetime
    author: str
    kind: ReportKind
    query: LedgerQuery
    as_of: date
    since: date | None
    after: int | None
    code: str
    form: ReportForm
    moment: Moment
    title: str
    count: int
    file: str
    sha256: str
    version: str


def scope_of(kind: ReportKind, code: str, query: LedgerQuery) -> tuple[object, ...]:
    """What must be the same in two reports of which one follows the other."""
    chosen = {facet: values for facet, values in query.choices.items() if values}
    return (kind, code, chosen, query.search.split())
