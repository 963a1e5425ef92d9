"""An office's own spreadsheet as a source of commitments: what its columns mean, and what would come of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.department_names import NamedDepartment
from tracker.domain.digests import digest_of
from tracker.domain.quantity import Quantity
from tracker.domain.rows import Due
from tracker.domain.same_document import document_address, plain_title
from tracker.domain.terms import Assessment

SPREADSHEET = "spreadsheet"
"""The `occasion` of a source that is a spreadsheet: nobody spoke, and nothing in it is a press briefing."""


class SheetField(StrEnum):
    """What a column of a spreadsheet may hold. Only the words of the commitment must be there."""

    WORDS = "words"
    TITLE = "title"
    CODE = "code"
    LEAD = "lead"
    CO_LEAD = "co_lead"
    DUE = "due"
    TARGET = "target"
    TOPIC = "topic"
    SPEAKER = "speaker"
    STATUS = "status"
    PROGRESS = "progress"
    EVIDENCE_TITLE = "evidence_title"
    EVIDENCE_URL = "evidence_url"
    EVIDENCE_DATE = "evidence_date"
    TAGS = "tags"
    REMARKS = "remarks"


class LeftReason(StrEnum):
    """Why a row becomes no commitment."""

    ABOVE = "above"
    EMPTY = "empty"
    HEADING = "heading"
    TOTAL = "total"
    NO_WORDS = "no_words"
    DUPLICATE = "duplicate"
    TOO_LONG = "too_long"


class SheetFinding(StrEnum):
    """What the user should know of a row that does come in."""

    DUE_UNREAD = "due_unread"
    TARGET_UNREAD = "target_unread"
    CODE_TAKEN = "code_taken"
    CODE_TWICE = "code_twice"
    CODE_UNFIT = "code_unfit"
    SECOND_LEAD = "second_lead"
    DEPARTMENT_NEW = "department_new"
    DEPARTMENT_GUESSED = "department_guessed"
    DEPARTMENT_UNREAD = "department_unread"
    STATUS_UNKNOWN = "status_unknown"
    EVIDENCE_UNDATED = "evidence_undated"
    EVIDENCE_KNOWN = "evidence_known"
    URL_UNREAD = "url_unread"
    WORDS_TWICE = "words_twice"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding in a row (from 1), with the words of the cell that it is about, and what they were taken for."""

    row: int
    code: SheetFinding
    words: str
    taken: str = ""


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row (from 1) that becomes no commitment; of a duplicate, `twin` is the row that does."""

    row: int
    reason: LeftReason
    words: str
    twin: int = 0


@dataclass(frozen=True, slots=True)
class SheetEvidence:
    """Evidence that a row names. `published` is an ISO day or month."""

    title: str
    url: str
    published: str

    @property
    def digest(self) -> bytes:
        """What tells it from another piece: the document, however its title and its address were typed."""
        title, address = plain_title(self.title) or self.title, document_address(self.url) or self.url
        return digest_of("\x1f".join((title, address, self.published)))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it was read, before the ledger was asked. `words` are verbatim but for line breaks, each one a blank.

    `details` are the other cells that were read, each behind its heading: they stand below the words in the text of
    the source, so that what could not be understood is kept as it was written.
    """

    row: int
    words: str
    title: str
    code: str = ""
    leads: str = ""
    co_leads: str = ""
    due: Due | None = None
    quantity: Quantity | None = None
    topic: str = ""
    speaker: str = ""
    status: str = ""
    progress: str = ""
    evidence: SheetEvidence | None = None
    tags: tuple[str, ...] = ()
    details: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its place from 0, its heading or "", a few of its cells, and what it was guessed to hold by which of
    the heading's words."""

    index: int
    heading: str
    samples: tuple[str, ...]
    guess: SheetField | None = None
    guessed_by: str = ""


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How a sheet is to be read. `header` is the row (from 1) of the headings, 0 for none; `fields` say by the place
    of a column what it holds; `statuses` what the office's words for a status claim in our terms, by their folded
    form."""

    sheet: str
    header: int
    fields: Mapping[int, SheetField]
    statuses: Mapping[str, Assessment | None]

    def column(self, field: SheetField) -> int | None:
        """The place of the column that holds something; None where none does."""
        return next((place for place, held in sorted(self.fields.items()) if held is field), None)


@dataclass(frozen=True, slots=True)
class StatusWord:
    """A word that the office uses for a status, how many rows have it, what it claims in our terms, and its folded
    form, by which a plan knows it."""

    words: str
    count: int
    claimed: Assessment | None
    key: str


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A commitment as it would come in: its row, its code in the ledger, and its departments as they were found.

    `keywords` keep the office's own code where it cannot be that of the ledger; `piece` is the piece of evidence that
    the row names, where the ledger has that document already, else 0."""

    row: SheetRow
    code: str
    departments: tuple[NamedDepartment, ...]
    claimed: Assessment | None
    keywords: tuple[str, ...]
    findings: tuple[Finding, ...]
    piece: int = 0


@dataclass(frozen=True, slots=True)
class SheetOffer:
    """How a sheet would be read as it is: its columns, the plan that was guessed or remembered, and what the source
    might be called. `remembered` is the name of the file whose mapping was taken over, or ""."""

    sheets: tuple[tuple[str, int], ...]
    columns: tuple[SheetColumn, ...]
    plan: SheetPlan
    title: str
    publisher: str
    prefix: str
    held_on: date
    stated_on: date
    remembered: str = ""


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """What would come in. `items` are the first of `count`; `findings` and `left` the first of those counted beside
    them; `unmapped` the headings of the columns that are left out."""

    count: int
    items: tuple[SheetItem, ...]
    findings: tuple[Finding, ...]
    found: Mapping[SheetFinding, int]
    left: tuple[LeftRow, ...]
    left_out: Mapping[LeftReason, int]
    unmapped: tuple[str, ...]
    statuses: tuple[StatusWord, ...]
    new_departments: tuple[str, ...]
    new_topics: tuple[str, ...]
    claims: int
    evidence: int
