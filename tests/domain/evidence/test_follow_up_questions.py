"""What is asked beside evidence as a promise is followed up, by cases that were written before the rules first ran."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.evidence.follow_up_questions import (
    CountedElsewhere,
    FollowedPiece,
    FollowedPromise,
    Measured,
    follow_up_questions,
)
from tracker.domain.rows import FollowUpQuestion, Name, OtherPiece
from tracker.domain.terms import Bearing, CountingBasis, EvidenceKind, FollowUp, Operator, RelationKind, Stage, ValueRole
from tracker.domain.text.dates import is_early
from tracker.domain.text.numerals import parse_number

BODIES = state_bodies()
BRIEFING_DAY = date(2025, 1, 21)
MINISTRY = "工业和信息化部"
PILOTS = ("中小企业数字化转型: 再支持30个以上试点城市", "再支持30个以上试点城市", "中小企业局", ">=30 个 试点城市 base 66")
OPERATORS = {">=": Operator.AT_LEAST, "<=": Operator.AT_MOST, "~": Operator.ABOUT, "=": Operator.EQUAL}
TARGET = re.compile(r"(?P<operator>>=|<=|~|=)(?P<value>\S+) (?P<unit>\S+)(?: (?!base)(?P<counted>\S+))?(?: base (?P<base>\d+))?")
LEAST_SHARE = 0.95
"""Precision and recall that the rules have to keep."""


@dataclass
class Case:
    """A case as it is written: the pieces at which the question is to stand, and what it is about."""

    kind: FollowUp
    expected: frozenset[int]
    name: str
    promise: FollowedPromise
    pieces: list[FollowedPiece] = field(default_factory=list[FollowedPiece])

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"

    def asked(self) -> tuple[FollowUpQuestion, ...]:
        newest_first = sorted(self.pieces, key=lambda piece: (piece.published, piece.id), reverse=True)
        return follow_up_questions(self.promise, newest_first, BODIES)


def departments_of(names: str) -> tuple[Name, ...]:
    owners = BODIES.owners([MINISTRY])
    found = ((name, BODIES.find(name, owners)) for name in names.split("、"))
    return tuple(one.body.name if one else Name(name, name, name) for name, one in found)


def quantity_of(target: str) -> Quantity | None:
    if target == "-":
        return None
    if target.startswith("some "):
        _, unit, counted = target.split(" ")
        return Quantity(Operator.EQUAL, None, unit, CountingBasis.NEW, "一批", counted)
    found = TARGET.fullmatch(target)
    assert found is not None, target
    base = Decimal(found["base"]) if found["base"] else None
    return Quantity(
        OPERATORS[found["operator"]],
        parse_number(found["value"]),
        found["unit"],
        CountingBasis.NEW,
        target,
        found["counted"] or "",
        base,
    )


def promise_of(title: str, words: str, departments: str, target: str) -> FollowedPromise:
    return FollowedPromise(
        code="MIIT-2025-044",
        title=title,
        publisher=MINISTRY,
        passages=(words,),
        departments=departments_of(departments),
        quantity=quantity_of(target),
    )


def measured_of(said: str, stage: str = "") -> Measured | None:
    if said == "-":
        return None
    value, unit, role = said.split(" ")
    return Measured(Decimal(value), unit, ValueRole(role), Stage(stage) if stage else None)


def piece_of(number: int, said: Sequence[str]) -> FollowedPiece:
    day, kind, publisher, document, title, bearing, amount, words = said
    at, _, stage = bearing.partition(", ")
    measured = measured_of(amount, stage)
    return FollowedPiece(
        id=number,
        kind=EvidenceKind(kind),
        title=title,
        publisher=publisher,
        published=day,
        number="" if document == "-" else document,
        words="" if words == "-" else words,
        bearings=frozenset({Bearing(at)}),
        measured=() if measured is None else (measured,),
        early=is_early(day, BRIEFING_DAY),
    )


def read_cases() -> Iterator[Case]:
    case: Case | None = None
    written = Path(__file__).with_name("follow_up_cases.txt").read_text(encoding="utf-8")
    for line in written.splitlines():
        if head := re.fullmatch(r"== (\w+) \[([\d ]*)\] (.+)", line):
            if case is not None:
                yield case
            case = Case(FollowUp(head[1]), frozenset(map(int, head[2].split())), head[3], promise_of(*PILOTS))
        elif line.strip() and not line.startswith("#"):
            assert case is not None, line
            word, *said = (part.strip() for part in line.split(" | "))
            add(case, word, said)
    if case is not None:
        yield case


def add(case: Case, word: str, said: Sequence[str]) -> None:
    match word:
        case "promise":
            title, words, departments, target = said
            case.promise = replace(promise_of(title, words, departments, target), publisher=case.promise.publisher)
        case "publisher":
            case.promise = replace(case.promise, publisher=said[0])
        case "chain":
            case.promise = replace(case.promise, same_pledge=frozenset(said))
        case "answered":
            recorded = frozenset({(RelationKind(said[0]), int(said[1]))})
            case.promise = replace(case.promise, recorded=recorded)
        case "piece":
            case.pieces.append(piece_of(len(case.pieces) + 1, said))
        case "elsewhere":
            code, amount, other = said
            measured = measured_of(amount)
            if measured is not None:
                piece = case.pieces[-1]
                named = None if other == "-" else OtherPiece(99, other, piece.published)
                there = CountedElsewhere(code, measured, named)
                case.pieces[-1] = replace(piece, elsewhere=(*piece.elsewhere, there))
        case _:
            raise AssertionError(word)


CASES = tuple(read_cases())
