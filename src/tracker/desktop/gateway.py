"""The services as the window calls them, in its background thread only.

Importing this takes half a second (SQLModel, Pydantic), so it is imported by the job that opens the ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tracker.domain.query import LedgerQuery
from tracker.domain.rows import Changes, CommitmentDetail, Facets, LedgerRow, SourceRow
from tracker.exports import write_report
from tracker.services import evidence, judging, reading, reporting, searching
from tracker.services.commands import (
    AssessmentChange,
    EvidenceFields,
    EvidenceRevision,
    NewSearch,
    Withdrawal,
    command,
)
from tracker.services.workspace import Workspace, default_location, open_workspace
from tracker.wording import Words


@dataclass(frozen=True, slots=True)
class Opened:
    """What the window needs to know of a ledger that has just been opened."""

    gateway: "Gateway"
    name: str
    sources: tuple[SourceRow, ...]
    event: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One answer to a query: the rows and the facet counts."""

    rows: tuple[LedgerRow, ...]
    facets: Facets


class Gateway:
    """An open ledger. Every method may raise `UserError`; values come as the forms have them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @classmethod
    def open(cls, location: str | None) -> Opened:
        """Open a ledger; None means the user's own."""
        workspace = open_workspace(location or default_location())
        event = reading.latest_event(workspace)
        return Opened(cls(workspace), workspace.name, reading.list_sources(workspace), event)

    def today(self) -> date:
        """The day by which lights and searches are judged. No I/O: may be asked anywhere."""
        return self._workspace.today()

    def close(self) -> None:
        """Let go of the ledger."""
        self._workspace.close()

    def list(self, query: LedgerQuery) -> Listing:
        """The rows and counts of a query."""
        return Listing(reading.list_rows(self._workspace, query), reading.count_facets(self._workspace, query))

    def detail(self, code: str) -> CommitmentDetail:
        """Everything about one commitment."""
        return reading.read_detail(self._workspace, code)

    def latest_event(self) -> int:
        """The newest event, whoever wrote it."""
        return reading.latest_event(self._workspace)

    def set_assessment(self, values: Mapping[str, Any]) -> Changes:
        """Judge a commitment."""
        return judging.set_assessment(self._workspace, command(AssessmentChange, **values))

    def add_evidence(self, values: Mapping[str, Any]) -> Changes:
        """Record a piece of evidence."""
        return evidence.add_evidence(self._workspace, command(EvidenceFields, **values))

    def revise_evidence(self, evidence_id: int, version: int, values: Mapping[str, Any]) -> Changes:
        """Correct a piece of evidence that was seen at `version`."""
        fields = command(EvidenceFields, **values)
        revision = command(EvidenceRevision, evidence_id=evidence_id, fields=fields, expected_version=version)
        return evidence.revise_evidence(self._workspace, revision)

    def withdraw_evidence(self, values: Mapping[str, Any]) -> Changes:
        """Take a piece of evidence out of use."""
        return evidence.withdraw_evidence(self._workspace, command(Withdrawal, **values))

    def log_search(self, values: Mapping[str, Any]) -> Changes:
        """Record a search."""
        return searching.log_search(self._workspace, command(NewSearch, **values))

    def export(self, query: LedgerQuery, path: Path, words: Words) -> int:
        """Write the report of a query in the format that the file's ending names; returns the number of rows."""
        report = reporting.build_report(self._workspace, query)
        write_report(report, path.suffix.removeprefix(".").lower(), path, words)
        return len(report.rows)
