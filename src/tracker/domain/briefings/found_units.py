"""What was found in a text that may be a commitment: units, words that are left out, and words that are open (§1)."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.commitments.quantity import Quantity
from tracker.domain.rows import Due
from tracker.domain.terms import CommitmentKind, DepartmentBasis, DepartmentRole, OmissionReason


class UnitRule(StrEnum):
    """Which rule proposed a unit; each is said in words in every language."""

    ACTION = "action"
    """A verb of doing and its object, in a section that looks ahead."""
    AMOUNT = "amount"
    """An amount that is to be reached."""
    NAMED = "named"
    """A document, programme or the like that is called by its name or its sort."""
    GRANT = "grant"
    """What may be claimed, is granted or must be done, in a text that lays down measures."""
    ROW = "row"
    """A row of a table of tasks."""
    MODAL = "modal"
    """An English sentence with will, shall or plan to."""


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """Words of the clean text, by offsets, end exclusive; who said them as the text has it, "" for nobody."""

    start: int
    end: int
    exact: str
    speaker: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class FoundDepartment:
    """A body that the text holds responsible, by the name that it has there."""

    name: str
    role: DepartmentRole
    basis: DepartmentBasis


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit that is proposed. What is unsure is None or empty; `score` is between 0 and 1."""

    passages: tuple[FoundPassage, ...]
    rule: UnitRule
    score: float
    kind: CommitmentKind | None = None
    quantity: Quantity | None = None
    due: Due | None = None
    departments: tuple[FoundDepartment, ...] = ()
    parts: tuple[str, ...] = ()
    not_verifiable: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of a section that looks ahead which are no unit, and why; `reason` is None while that is open."""

    start: int
    end: int
    exact: str
    reason: OmissionReason | None


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a text: units in the order of the text, and all other words of the sections that look ahead."""

    units: tuple[FoundUnit, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def open(self) -> tuple[LeftOut, ...]:
        """Return the words of which nobody has said yet whether they are a unit."""
        return tuple(one for one in self.left_out if one.reason is None)
