"""The services as the window calls them, in its background thread only.

Importing this takes half a second (SQLModel, Pydantic), so it is imported by the job that opens the ledger.
"""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tracker.desktop.desks.backups import BackupDesk
from tracker.desktop.desks.desk import Desk, Shown
from tracker.desktop.desks.filling import FillDesk
from tracker.desktop.desks.importing import ImportDesk
from tracker.desktop.desks.pieces import PieceDesk
from tracker.desktop.desks.reports import ReportDesk
from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.evidence.evidence_query import EvidenceQuery
from tracker.domain.evidence.evidence_rows import EvidencePreview, LinkTarget, PieceDetail
from tracker.domain.reports.report_request import ReportForm, ReportWish
from tracker.domain.rows import (
    Changes,
    CommitmentDetail,
    EvidenceRow,
    Facets,
    FieldChoices,
    LedgerRow,
    Name,
    Reversible,
    SavedViewRow,
    SourceRow,
)
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.domain.search.suggestion import Suggestion
from tracker.domain.terms import Assessment
from tracker.exports import format_of
from tracker.services.assessment import judging, searching, statements
from tracker.services.assessment.judging_preview import JudgementAhead, look_ahead
from tracker.services.briefings import coding
from tracker.services.briefings.briefing_view import BriefingView, read_briefing
from tracker.services.commands import (
    AssessmentChange,
    BulkAssessment,
    BulkRevision,
    CommitmentRevision,
    NewClaim,
    NewRestatement,
    NewReview,
    NewSearch,
    SearchDecision,
    SearchRound,
    StatementWithdrawal,
    TagChange,
    ViewDefinition,
    command,
)
from tracker.services.commitments import listing, reading, saved_views, tagging
from tracker.services.commitments.dashboard import Dashboard, read_dashboard
from tracker.services.commitments.listing import Listing, Selection
from tracker.services.events import undoing
from tracker.services.evidence import evidence_view
from tracker.services.evidence.evidence_view import EvidenceListing, WrittenEvidence
from tracker.services.evidence.viewing import KeptFile, read_file
from tracker.services.ledgers import ledger_rules, sample
from tracker.services.ledgers.clocks import newest_ahead
from tracker.services.ledgers.session import Notice
from tracker.services.ledgers.workspace import Workspace, default_author, default_location, open_workspace
from tracker.services.safety import copying
from tracker.wording import Words

_READABLE = frozenset({"ledger_held", "ledger_read_only"})
"""Why a ledger cannot be written, though it can be read."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the window needs to know of a ledger that has just been opened."""

    gateway: "Gateway"
    name: str
    sources: tuple[SourceRow, ...]
    event: int
    illustrative: date | None
    location: str
    notices: tuple[Notice, ...] = ()
    refusal: UserError | None = None
    """Why the ledger can only be read; None where it can be written."""


class Gateway(Desk):
    """An open ledger. Every method may raise `UserError`; values come as the forms have them."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, Shown())
        self.reports = ReportDesk(workspace, self._shown)
        self.backups = BackupDesk(workspace, self._shown)
        self.pieces = PieceDesk(workspace, self._shown)

    @property
    def as_of(self) -> date | None:
        """The past day that everything is shown as of; then nothing can be written. None is now."""
        return self._shown.as_of

    @as_of.setter
    def as_of(self, day: date | None) -> None:
        self._shown.as_of = day

    @property
    def importing(self) -> ImportDesk:
        """Where spreadsheets are brought in."""
        return ImportDesk(self._workspace, self._shown)

    @property
    def filling(self) -> FillDesk:
        """Where forms are sent to departments and taken in."""
        return FillDesk(self._workspace, self._shown)

    @classmethod
    def open(cls, location: str | None, author: str = "") -> Opened:
        """Open a ledger; None means the user's own. The author's name is used unless `TRACKER_AUTHOR` names another."""
        gateway = cls(open_workspace(location or default_location(), author=_author(author)))
        try:
            return gateway.hold()
        except BaseException:
            gateway.close()
            raise

    def hold(self, *, over: bool = False) -> Opened:
        """Make ready to write where that can be done, from another holder only where it is to be taken `over`."""
        workspace = self._workspace
        refusal = None
        try:
            workspace.claim(over=over)
        except UserError as error:
            if over or error.code not in _READABLE:
                raise
            refusal = error
        return Opened(
            self,
            workspace.name,
            reading.list_sources(workspace),
            reading.latest_event(workspace),
            reading.sample_day(workspace),
            workspace.location,
            workspace.notices,
            refusal,
        )

    def move(self, location: str, *, over: bool = False) -> Opened:
        """Work in the ledger at another place, or what has come to the same: forms that are open are saved there.

        None is made: raises `ledger_unreachable` where no file is there, and the ledger that is open stays so.
        """
        self._workspace.become(open_workspace(location, author=self._workspace.author, makes=False))
        return self.hold(over=over)

    @property
    def location(self) -> str:
        """The ledger's path or address, without a password. No I/O."""
        return self._workspace.location

    @property
    def is_reading(self) -> bool:
        """Whether the ledger can only be read. No I/O: may be asked anywhere."""
        return self._workspace.is_reading

    def today(self) -> date:
        """The day by which lights and searches are judged. No I/O: may be asked anywhere."""
        return self._workspace.today()

    def close(self) -> None:
        """Let go of the ledger."""
        self._workspace.close()

    def begin(self, query: LedgerQuery) -> Listing | None:
        """The beginning of the answer to a query, where the whole of it takes its time."""
        return listing.read_beginning(self._workspace, self._then(query))

    def list(self, query: LedgerQuery, facets: Collection[Facet]) -> Listing:
        """The ids, groups and counts of a query, and its first rows."""
        return listing.read_listing(self._workspace, self._then(query), facets)

    def count(self, facets: Collection[Facet]) -> Facets:
        """The values of these facets in the whole ledger."""
        return reading.count_facets(self._workspace, LedgerQuery(as_of=self.as_of), facets)

    def read_rows(self, ids: Sequence[int]) -> tuple[LedgerRow, ...]:
        """The rows with these ids."""
        return listing.read_page(self._workspace, ids, self.as_of)

    def read_selection(self, ids: Sequence[int]) -> Selection:
        """What these commitments are."""
        return listing.read_selection(self._workspace, ids, self.as_of)

    def detail(self, code: str) -> CommitmentDetail:
        """Everything about one commitment."""
        return reading.read_detail(self._workspace, code, self.as_of)

    def write_as(self, author: str) -> None:
        """Let what is written from now on stand under another name; no name means that of the account."""
        self._workspace.author = _author(author) or default_author()

    def clocks(self) -> tuple[datetime, datetime] | None:
        """When the last change was dated, and what this clock says, where that is earlier; None where all is well."""
        newest = newest_ahead(self._workspace)
        return None if newest is None else (newest, self._workspace.clock())

    def reversible(self) -> Reversible:
        """What undo and redo would do now; nothing while a past day is shown, or where nothing can be written."""
        return Reversible(None, None) if self.as_of or self.is_reading else undoing.reversible(self._workspace)

    def undo(self) -> Changes:
        """Take back the author's last change."""
        return undoing.undo(self._present)

    def redo(self) -> Changes:
        """Do again what was undone last."""
        return undoing.redo(self._present)

    def rules(self) -> Rules:
        """The limits of the lights and the search expiry that are in force."""
        return ledger_rules.read_rules(self._workspace)

    def set_rules(self, wanted: Rules) -> Changes:
        """Put these limits in force."""
        return ledger_rules.set_rules(self._present, wanted)

    def find(self, words: str, most: int) -> tuple[LedgerRow, ...]:
        """The first commitments that hold these words, in the order of their codes."""
        return listing.read_first(self._workspace, self._then(LedgerQuery(search=words)), most)

    def save_copy(self, path: Path, progress: Progress) -> None:
        """Copy the ledger into a new file."""
        copying.save_copy(self._workspace, path, progress)

    def list_sources(self) -> tuple[SourceRow, ...]:
        """All sources, oldest first."""
        return reading.list_sources(self._workspace)

    def briefing(self, source_id: int) -> BriefingView:
        """A source as its reader sees it."""
        return read_briefing(self._workspace, source_id, self.as_of)

    def dashboard(self) -> Dashboard:
        """What needs attention, and where the ledger stands."""
        return read_dashboard(self._workspace, self.as_of)

    def begin_evidence(self, query: EvidenceQuery) -> tuple[EvidenceRow, ...] | None:
        """The first pieces of evidence, where to list and count all of them takes its time."""
        return evidence_view.begin_pieces(self._workspace, replace(query, as_of=self.as_of))

    def list_evidence(self, query: EvidenceQuery) -> EvidenceListing:
        """The evidence of a query, with its counts."""
        return evidence_view.list_pieces(self._workspace, replace(query, as_of=self.as_of))

    def read_pieces(self, ids: Sequence[int]) -> tuple[EvidenceRow, ...]:
        """These pieces of evidence."""
        return evidence_view.read_pieces(self._workspace, ids, self.as_of)

    def read_piece(self, evidence_id: int) -> PieceDetail:
        """Everything about one piece of evidence."""
        return evidence_view.read_piece(self._workspace, evidence_id, self.as_of)

    def suggest_for(self, evidence_id: int) -> tuple[Suggestion, ...]:
        """The commitments that a piece may bear on besides those that it is linked to."""
        return evidence_view.suggest_for(self._workspace, evidence_id, self.as_of)

    def suggest(self, text: str, published: str) -> tuple[Suggestion, ...]:
        """The commitments that a text may bear on. What was typed as its day need not be one yet."""
        return evidence_view.suggest_while_written(self._workspace, text, published, self.as_of)

    def find_targets(self, words: str) -> tuple[LinkTarget, ...]:
        """The first commitments that some words mean, as ones to be linked to."""
        return evidence_view.find_targets(self._workspace, words, self.as_of)

    def preview_evidence(self, values: Mapping[str, Any]) -> EvidencePreview:
        """What a piece that is being written would come to; the values are those of `WrittenEvidence`."""
        return evidence_view.preview(self._workspace, WrittenEvidence(**values))

    def latest_event(self) -> int:
        """The newest event, whoever wrote it. Raises as `Workspace.see_file` does."""
        self._workspace.see_file()
        return reading.latest_event(self._workspace)

    def set_assessment(self, values: Mapping[str, Any]) -> Changes:
        """Judge a commitment."""
        return judging.set_assessment(self._present, command(AssessmentChange, **values))

    def read_file(self, sha256: str, name: str) -> KeptFile:
        """An attachment to be looked at, whatever became of it."""
        return read_file(self._workspace, sha256, name)

    def read_content(self, sha256: str) -> bytes:
        """The bytes of an attachment, verified."""
        return reading.read_content(self._workspace, sha256)

    def log_search(self, values: Mapping[str, Any]) -> Changes:
        """Record a search."""
        return searching.log_search(self._present, command(NewSearch, **values))

    def details(self, codes: Sequence[str]) -> tuple[CommitmentDetail, ...]:
        """Everything about each of several commitments, in their order."""
        return tuple(reading.read_detail(self._workspace, code, self.as_of) for code in codes)

    def log_round(self, values: Mapping[str, Any]) -> Changes:
        """Record one round of searching for several commitments."""
        return searching.log_round(self._present, command(SearchRound, **values))

    def decide_search(self, values: Mapping[str, Any]) -> Changes:
        """Say what a documented search came to."""
        return searching.decide_search(self._present, command(SearchDecision, **values))

    def record_review(self, values: Mapping[str, Any]) -> Changes:
        """Record that a commitment was looked at again."""
        return judging.record_review(self._present, command(NewReview, **values))

    def add_claim(self, values: Mapping[str, Any]) -> Changes:
        """Keep what the ministry says of a commitment."""
        return statements.add_claim(self._present, command(NewClaim, **values))

    def withdraw_claim(self, values: Mapping[str, Any]) -> Changes:
        """Take an official claim back."""
        return statements.withdraw_claim(self._present, command(StatementWithdrawal, **values))

    def add_restatement(self, values: Mapping[str, Any]) -> Changes:
        """Keep later words about a promise."""
        return statements.add_restatement(self._present, command(NewRestatement, **values))

    def withdraw_restatement(self, values: Mapping[str, Any]) -> Changes:
        """Take a restatement back."""
        return statements.withdraw_restatement(self._present, command(StatementWithdrawal, **values))

    def judge_ahead(self, codes: Sequence[str], assessment: Assessment) -> JudgementAhead:
        """What the rules would say of one judgement of several commitments."""
        return look_ahead(self._workspace, codes, assessment)

    def set_assessments(self, values: Mapping[str, Any], progress: Progress) -> Changes:
        """Judge several commitments at once."""
        return judging.set_assessments(self._present, command(BulkAssessment, **values), progress)

    def change_tags(self, values: Mapping[str, Any], progress: Progress = unwatched) -> Changes:
        """Put tags on commitments, and take others off."""
        return tagging.change_tags(self._present, command(TagChange, **values), progress)

    def revise_commitments(self, values: Mapping[str, Any], progress: Progress) -> Changes:
        """Hold other departments responsible for several commitments."""
        return coding.revise_commitments(self._present, command(BulkRevision, **values), progress)

    def revise_commitment(self, values: Mapping[str, Any]) -> Changes:
        """Change coded fields of one commitment."""
        return coding.revise_commitment(self._present, command(CommitmentRevision, **values))

    def field_choices(self) -> FieldChoices:
        """What the topic and the departments of a commitment may be."""
        return reading.field_choices(self._workspace)

    def list_departments(self) -> tuple[Name, ...]:
        """The departments that commitments name."""
        return reading.list_departments(self._workspace)

    def list_views(self) -> tuple[SavedViewRow, ...]:
        """The saved views by name."""
        return saved_views.list_views(self._workspace)

    def save_view(self, name: str, definition: Mapping[str, Any]) -> Changes:
        """Keep a view under a name."""
        return saved_views.save_view(self._present, command(ViewDefinition, name=name, definition=dict(definition)))

    def rename_view(self, old: str, new: str) -> Changes:
        """Keep a view under another name."""
        return saved_views.rename_view(self._present, old, new)

    def delete_view(self, name: str) -> Changes:
        """Give a view up."""
        return saved_views.delete_view(self._present, name)

    def export(self, query: LedgerQuery, path: Path, words: Words, progress: Progress) -> int:
        """Write the report of a query in the format that the file's ending names; returns the number of rows."""
        form = ReportForm(words.language, format_of(path))
        return self.reports.make(ReportWish(query=query), form, path, progress).count

    def _then(self, query: LedgerQuery) -> LedgerQuery:
        """The same question of the day that is shown."""
        return replace(query, as_of=self.as_of)


def ensure_sample(progress: Progress) -> str:
    """The sample ledger in the user's data folder, which is made where it is not there yet; returns its path."""
    path = sample.default_sample()
    if not path.exists():
        sample.make_sample(path, progress)
    return str(path)


def _author(chosen: str) -> str | None:
    """The name to write under; None leaves it to the environment and the account."""
    return None if os.environ.get("TRACKER_AUTHOR") else chosen.strip() or None
