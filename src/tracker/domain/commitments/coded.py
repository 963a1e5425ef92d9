"""A briefing as coded: what the coder read out of a source, before any ledger holds it."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.commitments.passage import OmittedPassage, OpenPassage, SourcePassage
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.rows import Due, Name, SpeakerRow
from tracker.domain.terms import CommitmentKind, DepartmentBasis, DepartmentRole, PassageRole

PUBLISHER = "publisher"
"""The key of the speaker who stands for the body that published a text in which nobody is named."""


@dataclass(frozen=True, slots=True)
class CodedSource:
    """Where the commitments come from. Hashes are SHA-256 in hex, of the raw bytes and of the clean text in UTF-8."""

    key: str
    code_prefix: str
    title: Name
    occasion: str
    publisher: Name
    held_on: date
    raw_sha256: str
    clean_sha256: str
    captions: tuple[str, ...]
    incomplete: Name
    revision: int
    undone: tuple[int, ...] = ()
    """The numbers of the cleaning steps that were not taken."""


@dataclass(frozen=True, slots=True)
class CodedDepartment:
    """A responsible department by its key in `db/bodies.toml`."""

    key: str
    role: DepartmentRole
    basis: DepartmentBasis


@dataclass(frozen=True, slots=True)
class CodedPart:
    """A named part, with what is its own: departments, due date and amount."""

    title: str
    title_en: str
    departments: tuple[CodedDepartment, ...] = ()
    due: Due | None = None
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class CodedCommitment:
    """One commitment as coded. `not_verifiable` holds the coder's reason, "" where the pledge can be verified.

    `parts_expected` is how many parts there are to be, where not all have names yet; 0 otherwise. `keywords` are words
    by which a follow-up can be known: other names of the same thing among them.
    """

    code: str
    title: str
    title_en: str
    topic: str
    kind: CommitmentKind
    passages: tuple[SourcePassage, ...]
    departments: tuple[CodedDepartment, ...]
    due: Due
    quantity: Quantity | None
    parts: tuple[CodedPart, ...]
    not_verifiable: str
    keywords: tuple[str, ...] = ()
    parts_expected: int = 0
    is_reviewed: bool = True
    """Whether a person has read it; False for what the rules proposed and was taken over unread."""

    @property
    def speaker(self) -> str:
        """Return the key of who spoke the first passage, `PUBLISHER` where nobody is named."""
        return self.promises[0].speaker or PUBLISHER

    @property
    def promises(self) -> tuple[SourcePassage, ...]:
        """Return the passages that promise, without those that only give the baseline or the due date."""
        return tuple(p for p in self.passages if p.role is PassageRole.PROMISE)


@dataclass(frozen=True, slots=True)
class CodedBriefing:
    """A whole briefing: its text, and everything that was coded from it."""

    source: CodedSource
    raw: bytes
    text: str
    speakers: tuple[SpeakerRow, ...]
    topics: tuple[Name, ...]
    commitments: tuple[CodedCommitment, ...]
    omissions: tuple[OmittedPassage, ...]
    open: tuple[OpenPassage, ...] = ()
    departments: tuple[Name, ...] = ()
    """Those that the coding names and the program's own list does not."""
    raw_name: str = "raw.txt"
    """How the file with the raw bytes is called in the folder of the coding."""
