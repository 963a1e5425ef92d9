"""An office's own spreadsheet as a source of commitments: what its columns mean, and what would come of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.commitments.department_names import NamedDepartment
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.evidence.same_document import document_address, plain_title
from tracker.domain.rows import Due
from tracker.domain.terms import Assessment
from tracker.domain.text.text_folding import digest_of

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


class RowMark(StrEnum):
    """What an office did to a row that it did not delete. Such a row comes in only where that is asked for."""

    HIDDEN = "hidden"
    FILTERED = "filtered"
    STRUCK = "struck"


class LeftReason(StrEnum):
    """Why a row becomes no commitment."""

    ABOVE = "above"
    EMPTY = "empty"
    HEADING = "heading"
    TOTAL = "total"
    NO_WORDS = "no_words"
    DUPLICATE = "duplicate"
    TOO_LONG = "too_long"
    HIDDEN = RowMark.HIDDEN.value
    FILTERED = RowMark.FILTERED.value
    STRUCK = RowMark.STRUCK.value


class SheetFinding(StrEnum):
    """What the user should know of a sheet, or of a row: of one that comes in, or of all that were left for a mark."""

    SHEET_HIDDEN = "sheet_hidden"
    MARKS_UNKNOWN = "marks_unknown"
    STRUCK_BY_RULE = "struck_by_rule"
    COLUMN_HIDDEN = "column_hidden"
    COLUMN_HIDDEN_TAKEN = "column_hidden_taken"
    ROWS_HIDDEN = "rows_hidden"
    ROWS_FILTERED = "rows_filtered"
    ROWS_STRUCK = "rows_struck"
    ROW_HIDDEN = "row_hidden"
    ROW_FILTERED = "row_filtered"
    ROW_STRUCK = "row_struck"
    CELL_STRUCK = "cell_struck"
    CELL_PARTLY_STRUCK = "cell_partly_struck"
    SPOILT = "spoilt"
    DUE_UNREAD = "due_unread"
    DUE_YEARLESS = "due_yearless"
    DUE_AMBIGUOUS = "due_ambiguous"
    DUE_SEVERAL = "due_several"
    TARGET_UNREAD = "target_unread"
    TARGET_SEVERAL = "target_several"
    CODE_TAKEN = "code_taken"
    CODE_TWICE = "code_twice"
    CODE_UNFIT = "code_unfit"
    SECOND_LEAD = "second_lead"
    DEPARTMENT_NEW = "department_new"
    DEPARTMENT_GUESSED = "department_guessed"
    DEPARTMENT_FORMER = "department_former"
    DEPARTMENT_UNREAD = "department_unread"
    STATUS_UNKNOWN = "status_unknown"
    EVIDENCE_UNDATED = "evidence_undated"
    EVIDENCE_KNOWN = "evidence_known"
    URL_UNREAD = "url_unread"
    WORDS_TWICE = "words_twice"
    WORDS_KNOWN = "words_known"
    CUT = "cut"


LEFT_FOR = {
    SheetFinding.ROWS_HIDDEN: RowMark.HIDDEN,
    SheetFinding.ROWS_FILTERED: RowMark.FILTERED,
    SheetFinding.ROWS_STRUCK: RowMark.STRUCK,
}
"""The findings about rows that were left for a mark."""
OF_SHEETS = frozenset(
    {
        *LEFT_FOR,
        SheetFinding.SHEET_HIDDEN,
        SheetFinding.MARKS_UNKNOWN,
        SheetFinding.STRUCK_BY_RULE,
        SheetFinding.COLUMN_HIDDEN,
        SheetFinding.COLUMN_HIDDEN_TAKEN,
    }
)
"""What is said of a sheet as a whole, and so even where its rows come in without a look at them first."""


def row_place(sheet: str, row: int) -> str:
    """Return a row as spreadsheets name it: 3, or 二季度!3 where several sheets are read."""
    return f"{sheet}!{row}" if sheet else str(row)


@dataclass(frozen=True, slots=True)
class RowFinding:
    """A finding in a row (from 1), with the words of the cell that it is about, and what they were taken for.

    Of rows left for a mark, `row` is the first, `words` are their numbers, and `taken` says how many they are. `sheet`
    is "" where only one is read.
    """

    row: int
    code: SheetFinding
    words: str
    taken: str = ""
    sheet: str = ""

    @property
    def place(self) -> str:
        """Return the row as the user finds it."""
        return row_place(self.sheet, self.row)


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row (from 1) that becomes no commitment; of a duplicate, `twin` is the row that does, of the sheet
    `twin_sheet`. Sheets are "" where only one is read."""

    row: int
    reason: LeftReason
    words: str
    twin: int = 0
    sheet: str = ""
    twin_sheet: str = ""

    @property
    def place(self) -> str:
        """Return the row as the user finds it."""
        return row_place(self.sheet, self.row)

    @property
    def twin_place(self) -> str:
        """Return the row that is the same, "" for none."""
        return row_place(self.twin_sheet, self.twin) if self.twin else ""


@dataclass(frozen=True, slots=True)
class SheetEvidence:
    """Evidence that a row names. `published` is an ISO day or month."""

    title: str
    url: str
    published: str

    @property
    def digest(self) -> bytes:
        """Return what tells it from another piece: the document, however its title and its address were typed."""
        title = plain_title(self.title) or self.title
        address = document_address(self.url) or self.url
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
    findings: tuple[RowFinding, ...] = ()
    sheet: str = ""

    @property
    def place(self) -> str:
        """Return the row as the user finds it."""
        return row_place(self.sheet, self.row)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its place from 0, its heading or "", a few of its cells, and what it was guessed to hold by which of
    the heading's words. What is hidden is guessed to hold nothing."""

    index: int
    heading: str
    samples: tuple[str, ...]
    guess: SheetField | None = None
    guessed_by: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How a sheet is to be read. `header` is the row (from 1) of the headings, 0 for none; `fields` say by the place
    of a column what it holds; `statuses` what the office's words for a status claim in our terms, by their folded
    form. `also` are other sheets with the same headings that are read after it; `takes` says which rows come in that
    the office hid, filtered out or struck out."""

    sheet: str
    header: int
    fields: Mapping[int, SheetField]
    statuses: Mapping[str, Assessment | None]
    also: tuple[str, ...] = ()
    takes: frozenset[RowMark] = frozenset()

    def column(self, field: SheetField) -> int | None:
        """Return the place of the column that holds something; None where none does."""
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
    findings: tuple[RowFinding, ...]
    piece: int = 0


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """A sheet of a file that may be taken. A sister has the headings of the one that is offered."""

    name: str
    rows: int
    is_shown: bool = True
    is_sister: bool = False


@dataclass(frozen=True, slots=True)
class SheetOffer:
    """How a sheet would be read as it is: its columns, the plan that was guessed or remembered, and what the source
    might be called. `remembered` is the name of the file whose mapping was taken over, or ""."""

    sheets: tuple[SheetChoice, ...]
    columns: tuple[SheetColumn, ...]
    plan: SheetPlan
    title: str
    publisher: str
    prefix: str
    held_on: date
    stated_on: date
    remembered: str = ""

    @property
    def sisters(self) -> tuple[str, ...]:
        """Return the sheets in sight that can be taken together with the one that is offered."""
        return tuple(one.name for one in self.sheets if one.is_sister and one.is_shown)

    def left_out(self, plan: SheetPlan) -> tuple[SheetChoice, ...]:
        """Return the sheets that a plan does not read."""
        return tuple(one for one in self.sheets if one.name not in (plan.sheet, *plan.also))


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """What would come in. `items` are the first of `count`; `findings` and `left` the first of those counted beside
    them; `unmapped` the headings of the columns that are left out; `marked` how many rows have a mark, be they taken or
    left."""

    count: int
    items: tuple[SheetItem, ...]
    findings: tuple[RowFinding, ...]
    found: Mapping[SheetFinding, int]
    left: tuple[LeftRow, ...]
    left_out: Mapping[LeftReason, int]
    unmapped: tuple[str, ...]
    statuses: tuple[StatusWord, ...]
    new_departments: tuple[str, ...]
    new_topics: tuple[str, ...]
    claims: int
    evidence: int
    marked: Mapping[RowMark, int]
