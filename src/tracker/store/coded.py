"""What a coding said of one commitment, beside what an analyst made of it since; and what the fields may be."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from tracker.domain.rows import CodedFields, Due, FieldChoices, Name, Responsible
from tracker.domain.terms import CommitmentKind, DepartmentBasis, DepartmentRole, DueBasis
from tracker.store import sql as t


def field_choices(connection: Connection) -> FieldChoices:
    """Every topic and department that the ledger knows."""
    return FieldChoices(_names(connection, t.topic), _names(connection, t.department))


def coded_fields(coded: Mapping[str, Any], names: FieldChoices) -> CodedFields:
    """The plain fields of a coding, see `tracker.store.fields`, as values with their names."""
    topics, departments = _by_key(names.topics), _by_key(names.departments)
    day, basis = coded["due"]
    return CodedFields(
        title=coded["title"],
        title_en=coded["title_en"],
        topic=topics[coded["topic"]],
        kind=CommitmentKind(coded["kind"]),
        due=Due(date.fromisoformat(day) if day else None, DueBasis(basis)),
        departments=tuple(
            Responsible(departments[key], DepartmentRole(role), DepartmentBasis(basis))
            for key, role, basis in coded["departments"]
        ),
    )


def _names(connection: Connection, table: Table) -> tuple[Name, ...]:
    found = connection.execute(select(table.c.key, table.c.name, table.c.name_en).order_by(table.c.position))
    return tuple(Name(row.key, row.name, row.name_en) for row in found)


def _by_key(names: Iterable[Name]) -> dict[str, Name]:
    return {name.key: name for name in names}
