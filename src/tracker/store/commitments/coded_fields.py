"""What a coding said of one commitment, beside what an analyst made of it since; and what the fields may be."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.rows import CodedFields, FieldChoices, Name, Part, Responsible
from tracker.domain.terms import CommitmentKind, DepartmentBasis, DepartmentRole
from tracker.store.commitments.commitment_fields import due_from
from tracker.store.commitments.target_amounts import quantity_from
from tracker.store.database.decoding import Decoding, member
from tracker.store.database.tables import Commitment, CommitmentState, Department, Topic


def field_choices(connection: Connection) -> FieldChoices:
    """Every topic and department that the ledger knows."""
    return FieldChoices(_names(connection, Topic), _names(connection, Department))


def coded_fields(coded: Mapping[str, Any], names: FieldChoices) -> CodedFields:
    """The plain fields of a coding, see `tracker.store.commitments.commitment_fields`, as values with their names.

    Raises `StoredValueError` where they are none.
    """
    topics = _by_key(names.topics)
    departments = _by_key(names.departments)
    with Decoding(Commitment.__table__.name):
        return CodedFields(
            title=member(coded, "title", str),
            title_en=member(coded, "title_en", str),
            topic=topics[coded["topic"]],
            kind=CommitmentKind(coded["kind"]),
            due=due_from(coded["due"]),
            departments=responsible(coded["departments"], departments),
            parts=tuple(part_row(part, departments) for part in coded.get("parts", ())),
            parts_expected=coded.get("parts_expected", 0),
        )


def responsible(plain: Iterable[Sequence[str]], departments: Mapping[str, Name]) -> tuple[Responsible, ...]:
    """Departments from their plain form, with their names by key. Raises `StoredValueError`."""
    with Decoding(Commitment.__table__.name):
        return tuple(
            Responsible(departments[key], DepartmentRole(role), DepartmentBasis(basis)) for key, role, basis in plain
        )


def part_row(
    part: Mapping[str, Any], departments: Mapping[str, Name], uid: str = "", rules: Rules | None = None
) -> Part:
    """A part from its plain form, see `parts`; `uid` is that of its row. Raises `StoredValueError`."""
    with Decoding(CommitmentState.__table__.name):
        return Part(
            id=part.get("id", 0),
            title=Name(uid, part["title"], part["title_en"]),
            due=due_from(part["due"]) if "due" in part else None,
            quantity=quantity_from(part.get("quantity"), rules or Rules()),
            departments=responsible(part.get("departments", ()), departments),
            position=part["position"],
        )


def _names(connection: Connection, table: type[Topic] | type[Department]) -> tuple[Name, ...]:
    found = connection.execute(select(table.key, table.name, table.name_en).order_by(table.position))
    return tuple(Name(row.key, row.name, row.name_en) for row in found)


def _by_key(names: Iterable[Name]) -> dict[str, Name]:
    return {name.key: name for name in names}
