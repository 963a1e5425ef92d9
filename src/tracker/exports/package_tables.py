"""The tables of the data package: what each holds, and the schema of its fields (Frictionless Table Schema)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker.domain.report_item import Item
from tracker.domain.report_text import Term
from tracker.domain.terms import (
    Assessment,
    Bearing,
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    DueBasis,
    EvidenceKind,
    Light,
    Operator,
    Stage,
    ValueRole,
)

_PUBLISHED = r"\d{4}-\d{2}(-\d{2})?"


@dataclass(frozen=True, slots=True)
class Field:
    """A field with its type; `terms` are its only values, `required` ones are never empty."""

    name: str
    kind: str = "string"
    terms: type[StrEnum] | None = None
    required: bool = False
    pattern: str = ""

    @property
    def schema(self) -> dict[str, Any]:
        """The field as the standard describes one."""
        constraints: dict[str, Any] = {}
        if self.required:
            constraints["required"] = True
        if self.terms:
            constraints["enum"] = [member.value for member in self.terms]
        if self.pattern:
            constraints["pattern"] = self.pattern
        return {"name": self.name, "type": self.kind} | ({"constraints": constraints} if constraints else {})


@dataclass(frozen=True, slots=True)
class PackageTable:
    """A table: what a commitment gives it. `foreign_keys` are (field, table, field there)."""

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: Callable[[Item], Iterator[tuple[object, ...]]]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[tuple[str, str, str], ...] = ()

    @property
    def path(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"


def _commitment(item: Item) -> Iterator[tuple[object, ...]]:
    target = item.target
    counted = (
        (target.operator.code, target.value, target.unit, target.counted, target.basis.code, target.baseline)
        if target
        else (None,) * 6
    )
    done = (target.actual, target.satisfied) if target else (None, None)
    yield (
        *(item.code, item.title, item.topic, item.kind.code, item.speaker, item.office),
        *(item.assessment.code, item.judged_on, item.reason, item.light.code, item.due.on, item.due.basis.code),
        *counted,
        *done,
    )


def _passages(item: Item) -> Iterator[tuple[object, ...]]:
    for quote in item.quotes:
        yield item.code, quote.exact, quote.source, quote.paragraph


def _departments(item: Item) -> Iterator[tuple[object, ...]]:
    for department in item.departments:
        yield item.code, department.key, department.name, department.role.code, department.basis.code


def _evidence(item: Item) -> Iterator[tuple[object, ...]]:
    """Each piece once, though it stands below every commitment that it bears on: below the first that cites it."""
    first = {reference.number for reference in item.first_cited}
    for piece in item.evidence:
        if piece.citation is not None and piece.citation not in first:
            continue
        yield (
            *(piece.uid, piece.kind.code, piece.title, piece.document, piece.publisher, piece.published),
            *(piece.url, piece.quote, piece.note, piece.withdrawn),
        )


def _links(item: Item) -> Iterator[tuple[object, ...]]:
    for piece in item.evidence:
        for link in piece.links:
            measured = (link.measured.value, link.measured.unit) if link.measured else (None, None)
            yield (
                *(item.code, piece.uid, link.bearing.code, link.part, _code(link.stage)),
                *measured,
                *(_code(link.role), piece.cited),
            )


def _claims(item: Item) -> Iterator[tuple[object, ...]]:
    for claim in item.claims:
        yield item.code, claim.said, claim.by, claim.on, _code(claim.claimed)


def _code(term: Term | None) -> str | None:
    return term.code if term else None


_COMMITMENT = Field("commitment", required=True)
_OF_COMMITMENT = (("commitment", "commitments", "code"),)

TABLES = (
    PackageTable(
        "commitments",
        "The commitments, in the order of the report",
        (
            *(Field("code", required=True), Field("title", required=True), Field("topic")),
            *(Field("kind", terms=CommitmentKind), Field("speaker"), Field("office")),
            *(Field("assessment", terms=Assessment, required=True), Field("judged_on", "date"), Field("reason")),
            *(Field("light", terms=Light, required=True), Field("due_on", "date"), Field("due_basis", terms=DueBasis)),
            *(Field("target_operator", terms=Operator), Field("target_value", "number"), Field("target_unit")),
            *(Field("target_counted"), Field("target_basis", terms=CountingBasis), Field("baseline", "number")),
            *(Field("actual", "number"), Field("satisfied", "boolean")),
        ),
        _commitment,
        primary_key=("code",),
    ),
    PackageTable(
        "passages",
        "The words that promise them, verbatim",
        (_COMMITMENT, Field("exact", required=True), Field("source"), Field("paragraph", "integer")),
        _passages,
        foreign_keys=_OF_COMMITMENT,
    ),
    PackageTable(
        "departments",
        "Who is responsible, and how that is known",
        (
            *(_COMMITMENT, Field("key", required=True), Field("name", required=True)),
            *(Field("role", terms=DepartmentRole, required=True), Field("basis", terms=DepartmentBasis, required=True)),
        ),
        _departments,
        primary_key=("commitment", "key"),
        foreign_keys=_OF_COMMITMENT,
    ),
    PackageTable(
        "evidence",
        "The pieces of evidence",
        (
            *(Field("uid", required=True), Field("kind", terms=EvidenceKind, required=True)),
            *(Field("title", required=True), Field("number"), Field("publisher", required=True)),
            *(Field("published", required=True, pattern=_PUBLISHED), Field("url"), Field("quote"), Field("note")),
            Field("withdrawn", "boolean", required=True),
        ),
        _evidence,
        primary_key=("uid",),
    ),
    PackageTable(
        "links",
        "What a piece of evidence says about a commitment or a part of it",
        (
            *(_COMMITMENT, Field("evidence", required=True), Field("bearing", terms=Bearing, required=True)),
            *(Field("part"), Field("stage", terms=Stage), Field("value", "number"), Field("unit")),
            *(Field("role", terms=ValueRole), Field("cited", "boolean", required=True)),
        ),
        _links,
        foreign_keys=(*_OF_COMMITMENT, ("evidence", "evidence", "uid")),
    ),
    PackageTable(
        "claims",
        "What the ministry itself says of a commitment: never an assessment",
        (
            *(_COMMITMENT, Field("said", required=True), Field("said_by", required=True)),
            *(Field("said_on", required=True, pattern=_PUBLISHED), Field("claimed", terms=Assessment)),
        ),
        _claims,
        foreign_keys=_OF_COMMITMENT,
    ),
)
