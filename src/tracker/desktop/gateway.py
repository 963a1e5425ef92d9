"""The services as the window calls them, in its background thread only.

Importing this takes half a second (SQLModel, Pydantic), so it is imported by the job that opens the ledger.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tracker.domain.query import LedgerQuery
from tracker.domain.rows import (
    Changes,
    CommitmentDetail,
    Facets,
    GroupRow,
    LedgerRow,
    Name,
    Reversible,
    SavedViewRow,
    SourceRow,
)
from tracker.domain.rules import Rules
from tracker.exports import write_report
from tracker.services import (
    coding,
    copying,
    evidence,
    judging,
    reading,
    reporting,
    rules,
    sample,
    searching,
    tagging,
    undoing,
    views,
)
from tracker.services.briefing_view import BriefingView, read_briefing
from tracker.services.commands import (
    AssessmentChange,
    BulkAssessment,
    BulkRevision,
    EvidenceFields,
    EvidenceRevision,
    NewSearch,
    TagChange,
    ViewDefinition,
    Withdrawal,
    command,
)
from tracker.services.dashboard import Dashboard, read_dashboard
from tracker.services.workspace import Workspace, default_author, default_location, open_workspace
from tracker.wording import Words


@dataclass(frozen=True, slots=True)
class Opened:
    """What the window needs to know of a ledger that has just been opened."""

    gateway: "Gateway"
    name: str
    sources: tuple[SourceRow, ...]
    event: int
    illustrative: bool
    location: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One answer to a query: the rows, the facet counts, and the heads of its groups where it gathers."""

    rows: tuple[LedgerRow, ...]
    facets: Facets
    groups: tuple[GroupRow, ...] = ()


class Gateway:
    """An open ledger. Every method may raise `UserError`; values come as the forms have them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @classmethod
    def open(cls, location: str | None, author: str = "") -> Opened:
        """Open a ledger; None means the user's own. The author's name is used unless `TRACKER_AUTHOR` names another."""
        workspace = open_workspace(location or default_location(), author=_author(author))
        return Opened(
            cls(workspace),
            workspace.name,
            reading.list_sources(workspace),
            reading.latest_event(workspace),
            reading.is_illustrative(workspace),
            workspace.location,
        )

    def today(self) -> date:
        """The day by which lights and searches are judged. No I/O: may be asked anywhere."""
        return self._workspace.today()

    def close(self) -> None:
        """Let go of the ledger."""
        self._workspace.close()

    def list(self, query: LedgerQuery) -> Listing:
        """The rows, groups and counts of a query."""
        return Listing(
            reading.list_rows(self._workspace, query),
            reading.count_facets(self._workspace, query),
            reading.list_groups(self._workspace, query),
        )

    def detail(self, code: str) -> CommitmentDetail:
        """Everything about one commitment."""
        return reading.read_detail(self._workspace, code)

    def write_as(self, author: str) -> None:
        """Let what is written from now on stand under another name; no name means that of the account."""
        self._workspace.author = _author(author) or default_author()

    def reversible(self) -> Reversible:
        """What undo and redo would do now."""
        return undoing.reversible(self._workspace)

    def undo(self) -> Changes:
        """Take back the author's last change."""
        return undoing.undo(self._workspace)

    def redo(self) -> Changes:
        """Do again what was undone last."""
        return undoing.redo(self._workspace)

    def rules(self) -> Rules:
        """The limits of the lights and the search expiry that are in force."""
        return rules.read_rules(self._workspace)

    def set_rules(self, wanted: Rules) -> Changes:
        """Put these limits in force."""
        return rules.set_rules(self._workspace, wanted)

    def find(self, words: str) -> tuple[LedgerRow, ...]:
        """The commitments that hold these words, in the order of their codes."""
        return reading.list_rows(self._workspace, LedgerQuery(search=words))

    def save_copy(self, path: Path) -> None:
        """Copy the ledger into a new file."""
        copying.save_copy(self._workspace, path)

    def briefing(self, source_id: int) -> BriefingView:
        """A source as its reader sees it."""
        return read_briefing(self._workspace, source_id)

    def dashboard(self) -> Dashboard:
        """What needs attention, and where the ledger stands."""
        return read_dashboard(self._workspace)

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

    def set_assessments(self, values: Mapping[str, Any]) -> Changes:
        """Judge several commitments at once."""
        return judging.set_assessments(self._workspace, command(BulkAssessment, **values))

    def change_tags(self, values: Mapping[str, Any]) -> Changes:
        """Put tags on commitments, and take others off."""
        return tagging.change_tags(self._workspace, command(TagChange, **values))

    def revise_commitments(self, values: Mapping[str, Any]) -> Changes:
        """Hold other departments responsible for several commitments."""
        return coding.revise_commitments(self._workspace, command(BulkRevision, **values))

    def list_departments(self) -> tuple[Name, ...]:
        """The departments that commitments name."""
        return reading.list_departments(self._workspace)

    def list_views(self) -> tuple[SavedViewRow, ...]:
        """The saved views by name."""
        return views.list_views(self._workspace)

    def save_view(self, name: str, definition: Mapping[str, Any]) -> Changes:
        """Keep a view under a name."""
        return views.save_view(self._workspace, command(ViewDefinition, name=name, definition=dict(definition)))

    def rename_view(self, old: str, new: str, definition: Mapping[str, Any]) -> Changes:
        """Keep a view under another name."""
        changes = self.save_view(new, definition)
        return views.delete_view(self._workspace, old) if new.strip() != old else changes

    def delete_view(self, name: str) -> Changes:
        """Give a view up."""
        return views.delete_view(self._workspace, name)

    def export(self, query: LedgerQuery, path: Path, words: Words) -> int:
        """Write the report of a query in the format that the file's ending names; returns the number of rows."""
        report = reporting.build_report(self._workspace, query)
        write_report(report, path.suffix.removeprefix(".").lower(), path, words)
        return len(report.rows)


def ensure_sample() -> str:
    """The sample ledger in the user's data folder, which is made where it is not there yet; returns its path."""
    path = sample.default_sample()
    if not path.exists():
        sample.make_sample(path)
    return str(path)


def _author(chosen: str) -> str | None:
    """The name to write under; None leaves it to the environment and the account."""
    return None if os.environ.get("TRACKER_AUTHOR") else chosen.strip() or None
