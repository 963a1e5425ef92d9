"""The tables of the data package: what each holds, and the schema of its fields (Frictionless Table Schema)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker.domain.commitments.quantity import Quantity, Uncountable, Working
from tracker.domain.terms import (
    Assessment,
    Bearing,
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    Doubt,
    DueBasis,
    EvidenceKind,
    Light,
    Operator,
    RelationKind,
    SearchOutcome,
    Stage,
    ValueRole,
)
from tracker.exports.citing import public_address
from tracker.exports.report_item import Item, judged_on, review_day, speaker_of, uid_of

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
        """Return the field as the standard describes one."""
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
    rows: Callable[[Item], Iterable[tuple[object, ...]]]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[tuple[str, str, str], ...] = ()

    @property
    def path(self) -> str:
        """Return the name of its file."""
        return f"{self.name}.csv"


def _commitment(item: Item) -> Iterator[tuple[object, ...]]:
    detail = item.detail
    row = detail.row
    words = item.words
    speaker, office = (
        words.join((words.name(name) for name in names), "clause")
        for names in ([one.name for one in detail.speakers], [one.office for one in detail.speakers])
    )
    yield (
        *(item.code, item.title, words.name(row.topic), row.kind, speaker, office),
        *(row.assessment, judged_on(detail), detail.reason, row.light, row.due.on, row.due.basis),
        *_target(row.quantity, row.working),
        *(row.due.about, review_day(row)),
        *(",".join(doubt.rule for doubt in detail.doubts), row.grounds_changed, item.parts_unnamed),
        *(detail.reason_en, row.is_reviewed),
    )


def _target(quantity: Quantity | None, working: Working | None) -> tuple[object, ...]:
    """The amount and what came of it: the fields of `_TARGET`."""
    if quantity is None:
        return (None,) * len(_TARGET)
    limit = quantity.threshold
    return (
        *(quantity.operator, quantity.value, quantity.unit, quantity.counted, quantity.basis, quantity.baseline),
        *((working.actual, working.satisfied) if working else (None, None)),
        *((limit.operator, limit.value, limit.unit) if limit else (None, None, None)),
    )


def _passages(item: Item) -> Iterator[tuple[object, ...]]:
    words = item.words
    source = words.name(item.detail.source.title)
    for quote in item.detail.quotes:
        speaker = speaker_of(quote, item.detail)
        by = (words.name(speaker.name), words.name(speaker.office)) if speaker else (None, None)
        yield item.code, quote.passage.exact, source, quote.paragraph_number, *by, quote.answer


def _parts(item: Item) -> Iterator[tuple[object, ...]]:
    for part in item.detail.parts:
        due = (part.due.on, part.due.basis, part.due.about) if part.due else (None, None, None)
        departments = ",".join(one.department.key for one in part.departments)
        yield item.code, item.words.name(part.title), *due, *_target(part.quantity, part.working), departments


def _evidence(item: Item) -> Iterator[tuple[object, ...]]:
    """Each piece once, though it stands below every commitment that it bears on: below the first that cites it."""
    # A table with a key must have each piece once, though it is read again below every commitment.
    first = {piece.id for piece in item.new}
    for piece in item.pieces:
        if not piece.withdrawn and piece.id not in first:
            continue
        yield (
            *(piece.uid, piece.kind, piece.title, piece.number, piece.publisher, piece.published),
            *(public_address(piece.url), piece.quote, piece.note, piece.withdrawn, piece.effective_on),
            item.gist(piece),
        )


def _links(item: Item) -> Iterator[tuple[object, ...]]:
    for piece in item.pieces:
        for link in item.links(piece):
            part = item.words.name(link.part.title) if link.part else ""
            unit = None if link.value is None else link.unit or ""
            yield (
                *(item.code, piece.uid, link.bearing, part, link.stage, link.value, unit),
                *(link.role, piece.id in item.detail.cited),
            )


def _relations(item: Item) -> Iterator[tuple[object, ...]]:
    for later in item.detail.relations:
        yield (
            *(item.code, later.kind, later.wording, later.said_by, later.said_on, later.due_on),
            *(later.other or "", later.reason),
        )


def _searches(item: Item) -> Iterator[tuple[object, ...]]:
    for search in item.detail.searches:
        # Of a search that nobody has decided, `outcome` is only worked out from whether something was noted.
        outcome = search.outcome if search.decided else None
        yield item.code, search.searched_on, search.place, search.words, outcome, search.found


_COMMITMENT = Field("commitment", required=True)
_OF_COMMITMENT = (("commitment", "commitments", "code"),)
_TARGET = (
    *(Field("target_operator", terms=Operator), Field("target_value", "number"), Field("target_unit")),
    *(Field("target_counted"), Field("target_basis", terms=CountingBasis), Field("baseline", "number")),
    *(Field("actual", "number"), Field("satisfied", "boolean")),
    *(Field("threshold_operator", terms=Operator), Field("threshold_value", "number"), Field("threshold_unit")),
)

TABLES = (
    PackageTable(
        "commitments",
        "The commitments, in the order of the report",
        (
            *(Field("code", required=True), Field("title", required=True), Field("topic")),
            *(Field("kind", terms=CommitmentKind), Field("speaker"), Field("office")),
            *(Field("assessment", terms=Assessment, required=True), Field("judged_on", "date"), Field("reason")),
            *(Field("light", terms=Light, required=True), Field("due_on", "date"), Field("due_basis", terms=DueBasis)),
            *_TARGET,
            *(Field("due_about", "boolean", required=True), Field("review_on", "date"), Field("doubts")),
            *(Field("grounds_changed", "boolean", required=True), Field("parts_unnamed", "integer", required=True)),
            *(Field("reason_en"), Field("reviewed", "boolean", required=True)),
        ),
        _commitment,
        primary_key=("code",),
    ),
    PackageTable(
        "passages",
        "The words that promise them, verbatim",
        (
            *(_COMMITMENT, Field("exact", required=True), Field("source"), Field("paragraph", "integer")),
            *(Field("speaker"), Field("office"), Field("answer", "integer")),
        ),
        _passages,
        foreign_keys=_OF_COMMITMENT,
    ),
    PackageTable(
        "doubts",
        "What is questioned about an assessment, and the reason by which the analyst held to it",
        (_COMMITMENT, Field("rule", terms=Doubt, required=True), Field("reason"), Field("event", "integer")),
        lambda item: ((item.code, one.rule, one.reason, one.event) for one in item.detail.doubts),
        primary_key=("commitment", "rule"),
        foreign_keys=_OF_COMMITMENT,
    ),
    PackageTable(
        "parts",
        "The parts of a commitment, each of which can be met alone, with what is its own",
        (
            *(_COMMITMENT, Field("part", required=True), Field("due_on", "date"), Field("due_basis", terms=DueBasis)),
            *(Field("due_about", "boolean"), *_TARGET, Field("departments")),
        ),
        _parts,
        primary_key=("commitment", "part"),
        foreign_keys=_OF_COMMITMENT,
    ),
    PackageTable(
        "departments",
        "Who is responsible, and how that is known",
        (
            *(_COMMITMENT, Field("key", required=True), Field("name", required=True)),
            *(Field("role", terms=DepartmentRole, required=True), Field("basis", terms=DepartmentBasis, required=True)),
        ),
        lambda item: (
            (item.code, one.department.key, item.words.name(one.department), one.role, one.basis)
            for one in item.detail.departments
        ),
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
            *(Field("withdrawn", "boolean", required=True), Field("effective_on", "date"), Field("gist")),
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
        "not_counted",
        "Measured values that the arithmetic of a target leaves out, and why",
        (
            *(_COMMITMENT, Field("evidence", required=True), Field("value", "number", required=True)),
            *(Field("unit"), Field("role", terms=ValueRole), Field("why", terms=Uncountable, required=True)),
        ),
        lambda item: (
            (item.code, uid_of(one.evidence_id, item.detail), one.value, one.unit, one.role, one.why)
            for one in item.detail.uncounted
        ),
        foreign_keys=(*_OF_COMMITMENT, ("evidence", "evidence", "uid")),
    ),
    PackageTable(
        "claims",
        "What the publisher itself says of a commitment: never an assessment",
        (
            *(_COMMITMENT, Field("said", required=True), Field("said_by", required=True)),
            *(Field("said_on", required=True, pattern=_PUBLISHED), Field("claimed", terms=Assessment)),
        ),
        lambda item: ((item.code, one.said, one.said_by, one.said_on, one.claimed) for one in item.detail.claims),
        foreign_keys=_OF_COMMITMENT,
    ),
    PackageTable(
        "relations",
        "Later words about a commitment, and the code of the later one that says it again",
        (
            *(_COMMITMENT, Field("kind", terms=RelationKind, required=True), Field("wording", required=True)),
            *(Field("said_by", required=True), Field("said_on", required=True, pattern=_PUBLISHED)),
            *(Field("due_on", "date"), Field("other"), Field("reason")),
        ),
        _relations,
        foreign_keys=_OF_COMMITMENT,
    ),
    PackageTable(
        "searches",
        "Documented searches, and what each came to",
        (
            *(_COMMITMENT, Field("searched_on", "date", required=True), Field("place", required=True)),
            *(Field("words", required=True), Field("outcome", terms=SearchOutcome), Field("found")),
        ),
        _searches,
        foreign_keys=_OF_COMMITMENT,
    ),
)
