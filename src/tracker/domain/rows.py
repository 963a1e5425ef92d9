"""What a reader of the ledger gets: small frozen values, the only shape in which data leaves the services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from tracker.domain.commitments.passage import OmittedPassage, SourcePassage
from tracker.domain.commitments.quantity import Quantity, Working
from tracker.domain.search.ledger_query import Facet
from tracker.domain.terms import (
    Assessment,
    Bearing,
    CommitmentKind,
    DepartmentBasis,
    DepartmentRole,
    Doubt,
    DueBasis,
    EvidenceKind,
    FollowUp,
    Light,
    RelationKind,
    SearchOutcome,
    Stage,
    ValueRole,
)
from tracker.domain.text.dates import day_of
from tracker.domain.watching.page_changes import RecheckRow


@dataclass(frozen=True, slots=True)
class Name:
    """A stable key with its Chinese and English name."""

    key: str
    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The name in `zh` or `en`."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """Who said it, and in which office; of a text in which nobody speaks, its publisher twice."""

    name: Name
    office: Name

    @property
    def called(self) -> tuple[Name, ...]:
        """Return what is to be shown: name and office, or once what is both."""
        return (self.name,) if self.name.zh == self.office.zh else (self.name, self.office)


@dataclass(frozen=True, slots=True)
class Responsible:
    """A department of a commitment, in which role, and how we know (§3).

    `passage`: where the basis is `speaker`, the start of the passage in which its head spoke.
    """

    department: Name
    role: DepartmentRole
    basis: DepartmentBasis
    passage: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When it is due, and how we know (§4). `on` is None exactly when the basis is `none`; `about`: roughly then."""

    on: date | None
    basis: DueBasis
    about: bool = False


@dataclass(frozen=True, slots=True)
class CodedFields:
    """What the coding last said of the fields that an analyst may change."""

    title: str
    title_en: str
    topic: Name
    kind: CommitmentKind
    due: Due
    departments: tuple[Responsible, ...]
    parts: "tuple[PartRow, ...]" = ()
    parts_expected: int = 0


@dataclass(frozen=True, slots=True)
class FieldChoices:
    """What the topic and the departments of a commitment may be, in the ledger's order."""

    topics: tuple[Name, ...] = ()
    departments: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department of a ledger: the body that it belongs to, the further and the former names that users gave it, and
    how many commitments name it now."""

    name: Name
    body: Name | None
    aliases: tuple[str, ...]
    former: tuple[str, ...]
    commitments: int


@dataclass(frozen=True, slots=True)
class ListedDepartment:
    """A department or body by all its names: those in `row` come from users, `known` and `known_former` from the
    program.

    `is_offered` says that commitments of the ledger may name it, `is_known` that the program knows it, `was_named`
    that users added it or said something of it.
    """

    row: DepartmentRow
    known: tuple[str, ...]
    known_former: tuple[str, ...]
    is_offered: bool
    is_known: bool
    was_named: bool


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger table.

    `doubts` are those beside its verdict, `grounds_changed` whether the rules would refuse the verdict now (§2);
    `review_on` is its yearly review, which counts where it has no due date.
    """

    id: int
    code: str
    title: Name
    topic: Name
    kind: CommitmentKind
    lead: Responsible | None
    assessment: Assessment
    light: Light
    due: Due
    quantity: Quantity | None
    working: Working | None
    parts: int
    latest_evidence: str | None
    evidence_count: int
    version: int
    doubts: tuple[Doubt, ...] = ()
    grounds_changed: bool = False
    review_on: date | None = None
    is_reviewed: bool = True
    """Whether a person has read it; False for what the rules proposed and nobody has accepted yet."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage with the words around it: the whole paragraph it is in, and where in it; who said it, and in the
    answer with which number, from 1."""

    passage: SourcePassage
    prefix: str
    suffix: str
    paragraph: str
    paragraph_number: int
    offset: int
    speaker: SpeakerRow | None = None
    answer: int | None = None


@dataclass(frozen=True, slots=True)
class PartRow:
    """One of several objects of a commitment, each of which can be met alone (§1).

    Due date, amount and departments only where they are the part's own. `position` is by which a change of the parts
    knows it; it is never used again.
    """

    id: int
    title: Name
    due: Due | None = None
    quantity: Quantity | None = None
    departments: tuple[Responsible, ...] = ()
    working: Working | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class EvidenceLinkRow:
    """What a piece of evidence says about one commitment or part of it (§5)."""

    id: int
    commitment: str
    part: PartRow | None
    bearing: Bearing
    stage: Stage | None
    value: Decimal | None
    unit: str | None
    role: ValueRole | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the quoted words of a piece of evidence are in one of its attachments: by page, offset in the page's
    readable text, and the words before and after, as in the W3C TextQuoteSelector."""

    sha256: str
    page: int
    start: int
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file of a piece of evidence: its name, what it is, and from where and when it was taken. `size` in bytes."""

    sha256: str
    name: str
    media_type: str
    size: int
    url: str
    retrieved_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceOutline:
    """What the rules of proof, and a link to it, need of a piece of evidence: a tenth of the work of a whole row.

    `early`: published before the briefing; `same_briefing`: only reports the briefing itself, and proves nothing (§5).
    """

    id: int
    kind: EvidenceKind
    title: str
    publisher: str
    published: str
    withdrawn: bool
    early: bool
    links: tuple[EvidenceLinkRow, ...]
    same_briefing: bool = False
    effective_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow(EvidenceOutline):
    """A piece of evidence with everything it bears on.

    `orphaned`: its quoted words no longer stand where its anchor says; only known where a piece is read as a whole.
    `joined_into`: the id of the piece that this one was found to be the same document as.
    """

    uid: str
    number: str
    retrieved: str | None
    url: str
    quote: str
    note: str
    withdrawal_reason: str
    version: int
    anchor: Anchor | None = None
    attachments: tuple[AttachmentRow, ...] = ()
    orphaned: bool = False
    gist: str = ""
    title_en: str = ""
    gist_en: str = ""
    joined_into: int | None = None


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A documented search (§6): `found` says with what it came to its outcome. `old`: longer ago than the search
    expiry. `decided`: somebody said what it came to; of older ledgers it follows from whether `found` holds words."""

    id: int
    place: str
    words: str
    searched_on: date
    searched_by: str
    found: str
    old: bool
    outcome: SearchOutcome = SearchOutcome.NOTHING
    decided: bool = True
    uid: str = ""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What the publisher itself says of a commitment (官方口径, §2): attributed, dated, and never an assessment.

    `claimed` is what the words claim, in the terms of assessments, where they do; `said_on` an ISO day or month.
    """

    uid: str
    said: str
    said_by: str
    said_on: str
    claimed: Assessment | None
    url: str
    evidence_id: int | None


@dataclass(frozen=True, slots=True)
class RelationRow:
    """Later words about the same promise (§8), with the arithmetic against them where they set a new amount. The
    verdict shows against both. `other` is the code of a later commitment that says it again, where there is one."""

    uid: str
    kind: RelationKind
    said_on: str
    said_by: str
    wording: str
    url: str
    evidence_id: int | None
    due_on: date | None
    quantity: Quantity | None
    working: Working | None
    other: str | None = None
    reason: str = ""


class Succession(NamedTuple):
    """How a commitment says an earlier one again: by which relation, and the code of that one."""

    kind: RelationKind
    earlier: str


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One commitment in the chain of a pledge over the years: who made it and when, and which of the chain it says
    again."""

    code: str
    title: Name
    publisher: Name
    held_on: date | None
    follows: tuple[Succession, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictDoubt:
    """A doubt that is shown beside a verdict, with the reason by which the analyst held to it, and the event that keeps
    that; one that arose later has neither."""

    rule: Doubt
    reason: str = ""
    event: int | None = None


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A measured value that the arithmetic left out, and why: see `quantity.why_uncounted`."""

    evidence_id: int
    value: Decimal
    unit: str
    role: ValueRole
    why: str


class Amount(NamedTuple):
    """A number with its unit, 千/万/亿 brought into the number."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class OtherPiece:
    """Another piece of evidence, as far as a sentence names it."""

    id: int
    title: str
    published: str


@dataclass(frozen=True, slots=True)
class FollowUpQuestion:
    """A question to the analyst beside a piece of evidence: see `tracker.domain.evidence.follow_up_questions`.

    `other` is the piece, and `commitment` the code of the other commitment, by which it arises, where there is one.
    `said` are the words that raise it: of a cancelled document the verb and what it is called there; the former name
    and the new one; who published it. `amounts` are the figures: what it was, if that is known, and what it is now; or
    what is counted twice.
    """

    kind: FollowUp
    evidence_id: int
    said: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    other: OtherPiece | None = None
    commitment: str | None = None


REASON_EN = "reason_en"
"""Name among the details of an assessment's event: the reason in English, where one was given."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One entry of the history. `details` holds the terms and values that the sentence about it needs.

    `at` is what a clock said; `counts_at` the moment by which the event counts where that clock was wrong.
    """

    id: int
    at: datetime
    author: str
    kind: str
    reason: str
    details: Mapping[str, object]
    counts_at: datetime | None = None

    @property
    def day(self) -> date:
        """The day of the event: see `tracker.domain.safety.event_days`."""
        return day_of(self.counts_at or self.at)

    @property
    def reason_en(self) -> str:
        """The reason in English; "" where there is none, as of an undo."""
        return str(self.details.get(REASON_EN, "")) if self.reason else ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source of commitments."""

    id: int
    key: str
    title: Name
    publisher: Name
    held_on: date
    sha256: str
    complete: bool
    incomplete_note: Name
    is_spreadsheet: bool = False


@dataclass(frozen=True, slots=True)
class CommitmentDetail:
    """Everything about one commitment.

    `evidence` are all of its pieces, newest first, or those that were asked for: then `outlines` are all of them, or
    `evidence_unread` counts the others in use. `questions` are about those in `evidence`, and `rechecks` tell
    what became of their captured pages; both are known only where a single commitment is read.
    """

    row: LedgerRow
    source: SourceRow
    speaker: SpeakerRow
    quotes: tuple[Quote, ...]
    baseline_quote: Quote | None
    due_quote: Quote | None
    departments: tuple[Responsible, ...]
    parts: tuple[PartRow, ...]
    reason: str
    judged_at: datetime | None
    fulfilled_late: bool
    evidence: tuple[EvidenceRow, ...]
    cited: tuple[int, ...]
    searches: tuple[SearchRow, ...]
    history: tuple[EventRow, ...]
    tags: tuple[str, ...] = ()
    coded: CodedFields | None = None
    claims: tuple[ClaimRow, ...] = ()
    relations: tuple[RelationRow, ...] = ()
    chain: tuple[ChainLink, ...] = ()
    keywords: tuple[str, ...] = ()
    doubts: tuple[VerdictDoubt, ...] = ()
    parts_expected: int = 0
    uncounted: tuple[Uncounted, ...] = ()
    evidence_unread: int = 0
    outlines: tuple[EvidenceOutline, ...] = ()
    reason_en: str = ""
    questions: tuple[FollowUpQuestion, ...] = ()
    rechecks: tuple[RecheckRow, ...] = ()

    @property
    def pieces(self) -> tuple[EvidenceOutline, ...]:
        """All pieces that bear on it, newest first, as far as the rules need them."""
        return self.outlines or self.evidence

    @property
    def speakers(self) -> tuple[SpeakerRow, ...]:
        """Everyone whose words promise it, in the order of the passages; the commitment's own where none is known."""
        spoken = dict.fromkeys(quote.speaker for quote in self.quotes if quote.speaker is not None)
        return tuple(spoken) or (self.speaker,)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A whole source with what was left out of the ledger, for the reader of the original.

    `open_at_first` are the places of the words on which nobody had decided when it came in.
    """

    source: SourceRow
    text: str
    omissions: tuple[OmittedPassage, ...]
    open_at_first: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice of a facet with the number of rows it would show. `name` is None where the key is a term or a word."""

    key: str
    name: Name | None
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Live counts: each facet counts under the other facets' choices, not under its own.

    `total` counts the whole ledger, `matching` what the query wants of it.
    """

    values: Mapping[Facet, tuple[FacetValue, ...]]
    total: int
    matching: int


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The head of a group of rows: its key ("" for none), how many rows, how they are judged, and what the key is
    called, where it is not a term."""

    key: str
    count: int
    assessments: Mapping[Assessment, int]
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a write changed: the commitments and evidence whose views are stale."""

    event_id: int
    commitments: tuple[int, ...] = ()
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CommitmentChange:
    """What became of a commitment between two days: how it stood at the end of each, and what was done in between,
    oldest first. `before` is None for one that was not there yet."""

    before: LedgerRow | None
    after: LedgerRow
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a ledger. `code` and `details` make its sentence."""

    code: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Reversible:
    """What undo would take back, and what redo would do again."""

    undo: EventRow | None
    redo: EventRow | None


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """A way to look at the ledger, kept under a name; `definition` is plain JSON."""

    name: str
    definition: Mapping[str, Any]
