"""The fill-in round trip (填报): what a department is asked, what it sent back, and what that would become.

A form is a table with a commitment a row. Its locked columns say what the ledger knows, its open ones are the
department's to fill in. What comes back is only ever a claim and a proposal, never a judgement (coding rules §2).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tracker.domain.rows import Name
from tracker.domain.terms import Assessment, ValueRole

FORMAT = 2
"""The version of the form; one with a higher number comes from a newer program. Since 2 it has rows for parts, and
problems, next steps and whom to ask."""

HIDDEN_SHEET = "_tracker"
"""The sheet that carries what the program needs to know its form again."""
PROPERTY = "tracker-form"
"""The property of the document that says the same in short, should that sheet be gone: format, ledger and batch."""


class FillField(StrEnum):
    """The columns of a form, in their order."""

    CODE = "code"
    TITLE = "title"
    WORDS = "words"
    TARGET = "target"
    DUE = "due"
    LAST_CLAIM = "last_claim"
    PROGRESS = "progress"
    PROBLEMS = "problems"
    NEXT_STEP = "next_step"
    CLAIMED = "claimed"
    VALUE = "value"
    UNIT = "unit"
    ROLE = "role"
    SOURCE = "source"
    PUBLISHER = "publisher"
    PUBLISHED = "published"
    NUMBER = "number"
    URL = "url"
    RESPONSIBLE = "responsible"
    PHONE = "phone"
    FILLED_BY = "filled_by"
    FILLED_ON = "filled_on"
    REMARK = "remark"


LOCKED = (
    FillField.CODE,
    FillField.TITLE,
    FillField.WORDS,
    FillField.TARGET,
    FillField.DUE,
    FillField.LAST_CLAIM,
    FillField.UNIT,
)
"""What the ledger says, and the department does not change."""
_LATER = (FillField.PROBLEMS, FillField.NEXT_STEP, FillField.RESPONSIBLE, FillField.PHONE)
FIRST_COLUMNS = tuple(column for column in FillField if column not in _LATER)
"""What forms of the first version have."""
OPEN = tuple(column for column in FillField if column not in LOCKED)
"""What the department fills in."""
CLAIMABLE = (Assessment.IN_PROGRESS, Assessment.PARTLY_MET, Assessment.MET, Assessment.NOT_MET, Assessment.DROPPED)
"""What a department may say of itself; the other values tell of the analyst's own search and test."""

Texts = Mapping[FillField, str]
"""The cells of a row by column; an empty one may be left out."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A form that was sent: to whom, for which period (such as 2026-11) and on which day, with the rows as they were.

    `batch` tells it from every other form, `ledger` is that of its ledger, `event` the event that recorded it, 0 where
    this ledger knows of none. The rows go by code; of `parts`, those of one part of a commitment, the code of that and
    what the part is called. `columns` are those it has. `sha256` is that of the file, "" where nobody noted it.
    `round` is the round that it belongs to, by which day it is to come back and whom a department may ask.
    """

    batch: str
    ledger: str
    department: Name
    period: str
    sent_on: date
    language: str
    rows: Mapping[str, Texts]
    event: int = 0
    sha256: str = ""
    columns: tuple[FillField, ...] = FIRST_COLUMNS
    parts: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    round: "RoundNote | None" = None

    def commitment(self, code: str) -> str:
        """Return the code of the commitment that a row is about."""
        return self.parts[code][0] if code in self.parts else code

    def part(self, code: str) -> str:
        """Return what the part is called that a row is about, "" for the whole."""
        return self.parts[code][1] if code in self.parts else ""


@dataclass(frozen=True, slots=True)
class RoundNote:
    """What a form says of its round: which, by when it is to come back, and whom to ask."""

    uid: str
    return_by: date
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class FormWords:
    """How forms are worded in both languages, for those who read one: headings and choices as `folded` has them.

    `sentences` are those that an entry is made of, by language and key.
    """

    headings: Mapping[str, FillField]
    claims: Mapping[str, Assessment]
    roles: Mapping[str, ValueRole]
    sentences: Mapping[str, Mapping[str, str]]


class Weight(StrEnum):
    """What a finding means for what it is about: a remark, a question to whoever enters it, or that it cannot be."""

    NOTE = "note"
    DOUBT = "doubt"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class FormFinding:
    """Something that was noticed about a returned form. `code` and `details` make its sentence."""

    code: str
    weight: Weight
    details: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row as it came back. `place` is its number in the sheet, from 1; `merged` are its columns in merged cells."""

    place: int
    cells: Texts
    merged: frozenset[FillField] = frozenset()


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """A workbook as far as it is a form: what it says of itself, and its rows. `columns` are those that were found."""

    batch: str
    stated: Sending | None
    columns: frozenset[FillField]
    rows: tuple[ReturnedRow, ...]
    findings: tuple[FormFinding, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedEvidence:
    """The source that a row names, as a piece of evidence that bears on nothing yet."""

    title: str
    publisher: str
    published: str
    number: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of a returned form: what was sent and what came, by column, and what it would become.

    `key` tells it from the others: its code, with a number behind it where the code comes again. `said` is the claim,
    "" where there is none; `mark` means what came, so that the same is not entered twice. `place` is 0 for a row
    that did not come back. `piece` is the piece of evidence that is the named document already, `twin` the key of the
    first row that names it, if that is another.
    """

    key: str
    code: str
    place: int
    sent: Texts
    returned: Texts = field(default_factory=dict[FillField, str])
    said: str = ""
    claimed: Assessment | None = None
    value: Decimal | None = None
    role: ValueRole | None = None
    said_on: str = ""
    evidence: ProposedEvidence | None = None
    mark: str = ""
    findings: tuple[FormFinding, ...] = ()
    piece: int | None = None
    twin: str = ""

    @property
    def can_be_entered(self) -> bool:
        """Return whether there is something in it, and nothing that forbids it."""
        has_content = bool(self.said) or self.evidence is not None
        return has_content and all(found.weight is not Weight.STOP for found in self.findings)

    @property
    def is_clear(self) -> bool:
        """Return whether it can be entered without a question."""
        return self.can_be_entered and all(found.weight is Weight.NOTE for found in self.findings)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a returned form would become. `sending` is None where nobody knows what was sent."""

    name: str
    sha256: str
    sending: Sending | None
    findings: tuple[FormFinding, ...]
    rows: tuple[PreviewRow, ...]

    @property
    def can_be_entered(self) -> bool:
        """Return whether anything of it can."""
        return all(found.weight is not Weight.STOP for found in self.findings)

    @property
    def enterable(self) -> tuple[PreviewRow, ...]:
        """Return the rows that can be entered."""
        return tuple(row for row in self.rows if row.can_be_entered) if self.can_be_entered else ()

    @property
    def clear(self) -> tuple[PreviewRow, ...]:
        """Return the rows that can be entered without a question."""
        doubted = any(found.weight is Weight.DOUBT for found in self.findings)
        return () if doubted else tuple(row for row in self.enterable if row.is_clear)


def folded(text: str) -> str:
    """Return a heading or a choice without what typing and copying change about it: width, case, blanks and marks."""
    # Spreadsheets turn marks into their wide twins, and people add colons and blanks to headings.
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def plain_code(text: str) -> str:
    """Return a code as it was sent, whatever its width, case and blanks have become."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def same_words(one: str, other: str) -> bool:
    """Return whether two texts say the same, apart from blanks and breaks."""
    return "".join(one.split()) == "".join(other.split())
