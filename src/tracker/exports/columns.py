"""The columns of a report, for every writer: what each shows, how wide it is, and how it stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.services.reporting import Report, ReportRow
    from tracker.wording import Words

Parts = Callable[["ReportRow", "Report", "Words"], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `parts` gives what a cell says, one part after the other: several passages, several departments. `width` is in
    pixels at the report's type size, where a Chinese character takes 12.
    """

    key: str
    parts: Parts
    width: int
    centred: bool = False


def _departments(row: "ReportRow", report: "Report", words: "Words") -> Sequence[str]:
    return [words.responsible(responsible) for responsible in row.departments]


def _quantity(row: "ReportRow", report: "Report", words: "Words") -> Sequence[str]:
    return [words.quantity(row.row.quantity)] if row.row.quantity else []


def _working(row: "ReportRow", report: "Report", words: "Words") -> Sequence[str]:
    return [words.working(row.row.working)] if row.row.working else []


def _latest(row: "ReportRow", report: "Report", words: "Words") -> Sequence[str]:
    return [words.evidence(row.latest)] if row.latest else []


COLUMNS = (
    Column("code", lambda row, report, words: [row.row.code], 98),
    Column("title", lambda row, report, words: [words.name(row.row.title)], 140),
    Column("exact", lambda row, report, words: row.exact, 228),
    Column("departments", _departments, 222),
    Column("due", lambda row, report, words: [words.due(row.row.due)], 156),
    Column("quantity", _quantity, 104),
    Column("working", _working, 116),
    Column("assessment", lambda row, report, words: [words.term(row.row.assessment)], 108, centred=True),
    Column("light", lambda row, report, words: [words.term(row.row.light)], 80, centred=True),
    Column("latest_evidence", _latest, 150),
    Column("reason", lambda row, report, words: [row.reason], 150),
    Column("as_of", lambda row, report, words: [report.as_of.isoformat()], 80, centred=True),
)
