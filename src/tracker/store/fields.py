"""The fields of a commitment that a coding sets and a user may change, as plain JSON values.

One form serves three needs: what the last coding said, what stands now, and what somebody wants. Keys: `title`,
`title_en`, `topic` (key), `kind`, `due` [day or None, basis], `quantity` (a list or None), `departments`
[[key, role, basis], …], `keywords` [word, …].
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from tracker.domain.coded import CodedCommitment
from tracker.domain.errors import UserError
from tracker.domain.pinyin import pinyin_of
from tracker.domain.terms import (
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    DueBasis,
    Operator,
)
from tracker.store import sql as t
from tracker.store.work import UnitOfWork

Fields = dict[str, Any]
_QUANTITY_COLUMNS = ("operator", "target", "unit", "counted", "counting", "wording", "baseline")


@dataclass(frozen=True, slots=True)
class Keys:
    """Database ids of topics and departments by their keys."""

    topics: Mapping[str, int]
    departments: Mapping[str, int]

    @classmethod
    def read(cls, connection: Connection) -> "Keys":
        """All of them."""
        return cls(
            {row.key: row.id for row in connection.execute(select(t.topic.c.key, t.topic.c.id))},
            {row.key: row.id for row in connection.execute(select(t.department.c.key, t.department.c.id))},
        )

    def topic(self, key: str) -> int:
        """The id of a topic. Raises `field_invalid`."""
        if key not in self.topics:
            raise UserError("field_invalid", field="topic", value=key)
        return self.topics[key]

    def department(self, key: str) -> int:
        """The id of a department. Raises `department_unknown`."""
        if key not in self.departments:
            raise UserError("department_unknown", field="department", value=key)
        return self.departments[key]


def fields_of_coding(coded: CodedCommitment) -> Fields:
    """What a coding says."""
    quantity = coded.quantity
    return {
        "title": coded.title,
        "title_en": coded.title_en,
        "topic": coded.topic,
        "kind": coded.kind.value,
        "due": [coded.due.on.isoformat() if coded.due.on else None, coded.due.basis.value],
        "quantity": quantity
        and [
            quantity.operator.value,
            _plain(quantity.value),
            quantity.unit,
            quantity.counted,
            quantity.basis.value,
            quantity.wording,
            _plain(quantity.baseline),
        ],
        "departments": [[d.key, d.role.value, d.basis.value] for d in coded.departments],
        "keywords": list(coded.keywords),
    }


def fields_now(connection: Connection, commitment_id: int) -> Fields:
    """What stands in the ledger."""
    state = t.commitment_state
    link = t.commitment_department
    row = connection.execute(
        select(state, t.topic.c.key.label("topic"))
        .select_from(state)
        .join(t.topic, t.topic.c.id == state.c.topic_id)
        .where(state.c.commitment_id == commitment_id, state.c.until.is_(None))
    ).one()
    departments = connection.execute(
        select(t.department.c.key, link.c.role, link.c.basis)
        .select_from(link)
        .join(t.department, t.department.c.id == link.c.department_id)
        .where(link.c.commitment_id == commitment_id, link.c.until.is_(None))
        .order_by(link.c.position)
    )
    quantity = [_plain(row._mapping[column]) for column in _QUANTITY_COLUMNS] if row.operator else None
    return {
        "title": row.title,
        "title_en": row.title_en,
        "topic": row.topic,
        "kind": row.kind.value,
        "due": [row.due_on.isoformat() if row.due_on else None, row.due_basis.value],
        "quantity": quantity,
        "departments": [[d.key, d.role.value, d.basis.value] for d in departments],
        "keywords": row.keywords,
    }


def state_columns(fields: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
    """The columns of `CommitmentState` that these fields fill; fields that are missing fill none."""
    columns: dict[str, Any] = {name: fields[name] for name in ("title", "title_en", "keywords") if name in fields}
    if "title" in fields:
        columns["title_pinyin"] = pinyin_of(fields["title"])
    if "topic" in fields:
        columns["topic_id"] = keys.topic(fields["topic"])
    if "kind" in fields:
        columns["kind"] = CommitmentKind(fields["kind"])
    if "due" in fields:
        day, basis = fields["due"]
        columns |= {"due_on": date.fromisoformat(day) if day else None, "due_basis": DueBasis(basis)}
    if "quantity" in fields:
        columns |= _quantity_columns(fields["quantity"])
    return columns


def department_rows(commitment_id: int, fields: Fields, keys: Keys, since: int) -> list[dict[str, Any]]:
    """The rows for the departments of these fields, true from `since` on."""
    return [
        {
            "since": since,
            "commitment_id": commitment_id,
            "department_id": keys.department(key),
            "role": DepartmentRole(role),
            "basis": DepartmentBasis(basis),
            "position": position,
        }
        for position, (key, role, basis) in enumerate(fields["departments"])
    ]


def insert_departments(work: UnitOfWork, commitment_id: int, fields: Fields, keys: Keys, since: int) -> None:
    """Write the departments of these fields as versions true from `since` on."""
    work.insert_all(t.commitment_department, department_rows(commitment_id, fields, keys, since))


def replace_fields(work: UnitOfWork, commitment_id: int, fields: Fields, keys: Keys) -> None:
    """Make these fields true from the unit's event on, and leave the others."""
    state = t.commitment_state
    columns = state_columns(fields, keys)
    if columns or "departments" in fields:  # other departments are a new version, too: whoever saw the old is told
        current = work.connection.execute(
            select(state).where(state.c.commitment_id == commitment_id, state.c.until.is_(None))
        ).one()
        work.replace(t.commitment_state, current, **columns)
    if "departments" in fields:
        link = t.commitment_department
        work.close(link, link.c.commitment_id == commitment_id)
        insert_departments(work, commitment_id, fields, keys, work.event_id)
    work.touch(commitment_id)


def _quantity_columns(quantity: list[Any] | None) -> dict[str, Any]:
    if quantity is None:
        return dict.fromkeys(_QUANTITY_COLUMNS)
    values: dict[str, Any] = dict(zip(_QUANTITY_COLUMNS, quantity, strict=True))
    values["operator"] = Operator(values["operator"])
    values["counting"] = CountingBasis(values["counting"])
    for name in ("target", "baseline"):
        values[name] = None if values[name] is None else Decimal(values[name])
    return values


def _plain(value: object) -> str | None:
    return None if value is None else str(value)
