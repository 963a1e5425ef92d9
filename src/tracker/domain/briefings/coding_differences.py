"""Where two codings of one text part, and whose coding holds there, with the reason (§7)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from tracker.domain.briefings.agreement import CodingAgreement, MatchedUnit, SentenceDifference, UnitField, value_of
from tracker.domain.commitments.coded import CodedCommitment


class DifferenceKind(StrEnum):
    """In what two codings differ: one has a commitment alone, both say something else of one, or one of them takes in
    a sentence more."""

    UNIT = "unit"
    FIELD = "field"
    SENTENCE = "sentence"


class Holding(StrEnum):
    """Whose coding holds where two differ."""

    FIRST = "first"
    SECOND = "second"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class CodingDifference:
    """One difference, by the offsets of the words that it is about, end exclusive.

    A coder who does not have the commitment has None. `field` is what a difference of that kind is about.
    """

    kind: DifferenceKind
    start: int
    end: int
    first: CodedCommitment | None
    second: CodedCommitment | None
    field: UnitField | None = None

    @property
    def key(self) -> str:
        """Return a name that is the same whenever these two codings are compared, and unique among their
        differences."""
        return " ".join(str(value or "-") for value in self.plain().values())

    def plain(self) -> dict[str, Any]:
        """Return it as JSON has it, with the commitments by the codes that each coder gave."""
        codes = {name: unit.code if unit else None for name, unit in (("first", self.first), ("second", self.second))}
        return {"kind": self.kind.value, "start": self.start, "end": self.end, "field": self.field, **codes}


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whose coding holds in a difference, and why."""

    difference: CodingDifference
    holds: Holding
    reason: str

    def plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {**self.difference.plain(), "holds": self.holds.value, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class SaidOtherwise:
    """A commitment of the ledger of which a draft says something else, in these fields: the ledger's word stays."""

    code: str
    fields: tuple[str, ...]


def fields_said_otherwise(ledger: CodedCommitment, draft: CodedCommitment) -> tuple[str, ...]:
    """Return the names of the fields in which a draft says something else of a unit than the ledger."""
    return tuple(field for field, value in _FIELDS.items() if value(ledger) != value(draft))


_FIELDS: dict[str, Callable[[CodedCommitment], object]] = {
    "title": lambda unit: unit.title,
    "commitment_kind": lambda unit: unit.kind,
    "quantity": partial(value_of, UnitField.AMOUNT),
    "due": partial(value_of, UnitField.DUE),
    "departments": lambda unit: sorted((one.key, one.role.value) for one in unit.departments),
    "parts": lambda unit: [part.title for part in unit.parts],
    "not_verifiable": partial(value_of, UnitField.NOT_VERIFIABLE),
}


def differences_of(said: CodingAgreement) -> tuple[CodingDifference, ...]:
    """Return each difference between two codings once, in the order of the text.

    A sentence is none of its own where a commitment that only one has is in it: who says that the commitment holds
    has said it of the sentence.
    """
    found = [*_units(said), *_fields(said.matched), *_sentences(said)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _units(said: CodingAgreement) -> Iterator[CodingDifference]:
    for unit in said.only_first:
        yield CodingDifference(DifferenceKind.UNIT, *_span(unit), unit, None)
    for unit in said.only_second:
        yield CodingDifference(DifferenceKind.UNIT, *_span(unit), None, unit)


def _fields(matched: Sequence[MatchedUnit]) -> Iterator[CodingDifference]:
    for pair in matched:
        for field in pair.differing:
            yield CodingDifference(DifferenceKind.FIELD, *_span(pair.first), pair.first, pair.second, field)


def _sentences(said: CodingAgreement) -> Iterator[CodingDifference]:
    alone = (*said.only_first, *said.only_second)
    for sentence in said.sentence_differences:
        if any(_stands_in(unit, sentence) for unit in alone):
            continue
        for pair in said.matched:
            if _stands_in(pair.first if sentence.in_first else pair.second, sentence):
                yield CodingDifference(DifferenceKind.SENTENCE, sentence.start, sentence.end, pair.first, pair.second)
                break


def _span(unit: CodedCommitment) -> tuple[int, int]:
    """The first words that promise."""
    first = unit.promises[0]
    return first.start, first.end


def _stands_in(unit: CodedCommitment, sentence: SentenceDifference) -> bool:
    return any(one.start < sentence.end and sentence.start < one.end for one in unit.promises)
