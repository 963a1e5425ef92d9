"""The fields of a commitment that a coding sets and a user may change, as plain JSON values.

One form serves three needs: what the last coding said, what stands now, and what somebody wants. Keys: `title`,
`title_en`, `topic` (key), `kind`, `due` [day or None, basis, and True where it is about then], `quantity` (a list or
None, with its threshold last where there is one), `departments` [[key, role, basis], …], `keywords` [word, …], `parts`
(see `tracker.store.commitments.parts`, without ids), `parts_expected`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.commitments.coded import CodedCommitment, CodedDepartment, CodedPart
from tracker.domain.errors import UserError
from tracker.domain.rows import CodedFields, Due, FieldChoices, Name, PartRow, Responsible
from tracker.domain.search.pinyin import pinyin_of
from tracker.domain.terms import (
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    DueBasis,
    Operator,
)
from tracker.store.commitments.parts import ROWS, Entry, entries_of, without_ids
from tracker.store.commitments.target_amounts import quantity_from
from tracker.store.database.decoding import Decoding, member
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import Commitment, CommitmentDepartment, CommitmentState, Department, Part, Topic
from tracker.store.database.typed_columns import NamedRow
from tracker.store.events.seals import ENTERING
from tracker.store.events.unit_of_work import UnitOfWork

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
            {row.key: row.id for row in connection.execute(select(Topic.key, Topic.id))},
            {row.key: row.id for row in connection.execute(select(Department.key, Department.id))},
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
    return {
        "title": coded.title,
        "title_en": coded.title_en,
        "topic": coded.topic,
        "kind": coded.kind.value,
        "due": plain_due(coded.due),
        "quantity": coded.quantity and coded.quantity.plain(),
        "departments": _plain_departments(coded.departments),
        "keywords": list(coded.keywords),
        "parts": [_plain_part(position, part) for position, part in enumerate(coded.parts, 1)],
        "parts_expected": coded.parts_expected,
    }


def _plain_part(position: int, part: CodedPart) -> Fields:
    own: Fields = {"position": position, "title": part.title, "title_en": part.title_en}
    if part.due is not None:
        own["due"] = plain_due(part.due)
    if part.quantity is not None:
        own["quantity"] = part.quantity.plain()
    if part.departments:
        own["departments"] = _plain_departments(part.departments)
    return own


def plain_due(due: Due) -> list[Any]:
    """A due date in the plain form."""
    plain = [due.on.isoformat() if due.on else None, due.basis.value]
    # Two members as ever where it is exact: codings that were kept before there was the third are compared with new
    # ones by equality.
    return [*plain, True] if due.about else plain


def due_from(plain: Sequence[Any]) -> Due:
    """A due date from its plain form."""
    day, basis, *about = plain
    return Due(date.fromisoformat(day) if day else None, DueBasis(basis), bool(about and about[0]))


def _plain_departments(departments: Iterable[CodedDepartment]) -> list[list[str]]:
    return [[one.key, one.role.value, one.basis.value] for one in departments]


def fields_now(connection: Connection, commitment_id: int) -> Fields:
    """What is in the ledger."""
    return fields_of_several(connection, [commitment_id])[commitment_id]


def fields_of_several(connection: Connection, commitment_ids: Sequence[int]) -> dict[int, Fields]:
    """What is in the ledger of these commitments, by their ids."""
    fields: dict[int, Fields] = {}
    for page in pages(commitment_ids):
        rows = connection.execute(
            select(CommitmentState, Topic.key.label("topic"))
            .select_from(CommitmentState)
            .join(Topic, Topic.id == CommitmentState.topic_id)
            .where(CommitmentState.commitment_id.in_(page), CommitmentState.until.is_(None))
        ).all()
        departments = _departments_now(connection, page)
        parts = entries_of(connection, rows)
        for row in rows:
            mine = row.commitment_id
            fields[mine] = _fields(row, departments.get(mine, []), without_ids(parts[mine]))
    return fields


def _departments_now(connection: Connection, commitment_ids: Sequence[int]) -> dict[int, list[list[str]]]:
    found = connection.execute(
        select(
            CommitmentDepartment.commitment_id, Department.key, CommitmentDepartment.role, CommitmentDepartment.basis
        )
        .select_from(CommitmentDepartment)
        .join(Department, Department.id == CommitmentDepartment.department_id)
        .where(CommitmentDepartment.commitment_id.in_(commitment_ids), CommitmentDepartment.until.is_(None))
        .order_by(CommitmentDepartment.position)
    )
    departments: dict[int, list[list[str]]] = {}
    for row in found:
        departments.setdefault(row.commitment_id, []).append([row.key, row.role.value, row.basis.value])
    return departments


def _fields(row: NamedRow, departments: list[list[str]], parts: list[Fields]) -> Fields:
    # In the very form of `Quantity.plain`, amounts as text: a merge takes a field for untouched where both are equal.
    quantity = [_plain(getattr(row, column)) for column in _QUANTITY_COLUMNS] if row.operator else None
    if quantity and row.threshold:
        quantity.append(row.threshold)
    return {
        "title": row.title,
        "title_en": row.title_en,
        "topic": row.topic,
        "kind": row.kind.value,
        "due": plain_due(Due(row.due_on, row.due_basis, row.due_about)),
        "quantity": quantity,
        "departments": departments,
        "keywords": row.keywords,
        "parts": parts,
        "parts_expected": row.parts_expected or 0,
    }


def state_columns(fields: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
    """The columns of `CommitmentState` that these fields fill; fields that are missing fill none."""
    columns: dict[str, Any] = {name: fields[name] for name in ("title", "title_en", "keywords") if name in fields}
    if "title" in fields:
        # Kept beside the title, or a search by pinyin would have to spell out the titles of the whole ledger.
        columns["title_pinyin"] = pinyin_of(fields["title"])
    if "topic" in fields:
        columns["topic_id"] = keys.topic(fields["topic"])
    if "kind" in fields:
        columns["kind"] = CommitmentKind(fields["kind"])
    if "due" in fields:
        due = due_from(fields["due"])
        columns |= {"due_on": due.on, "due_basis": due.basis, "due_about": due.about}
    if "quantity" in fields:
        columns |= _quantity_columns(fields["quantity"])
    if "parts_expected" in fields:
        columns["parts_expected"] = fields["parts_expected"] or None
    return columns


def identified(work: UnitOfWork, commitment_id: int, parts: Sequence[Entry]) -> list[dict[str, Any]]:
    """The same parts with the ids of their rows; a position that has no row yet gets one."""
    # A part that is no longer one keeps its row: evidence that was linked to it, and the ledger of earlier days, go on
    # naming it.
    known = {row.position: row.id for row in work.connection.execute(ROWS, {"ids": [commitment_id]})}
    named: list[dict[str, Any]] = []
    for part in parts:
        position = part["position"]
        if position not in known:
            values = {"uid": work.new_uid(), "commitment_id": commitment_id, "position": position}
            values["event_id"] = None if work.kind in ENTERING else work.event_id
            known[position] = work.insert_new(Part, {**values, "title": part["title"], "title_en": part["title_en"]})
        named.append({"id": known[position], **part})
    return named


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
    work.insert_all(CommitmentDepartment, department_rows(commitment_id, fields, keys, since))


def replace_fields(work: UnitOfWork, commitment_id: int, fields: Fields, keys: Keys) -> None:
    """Make these fields true from the unit's event on, and leave the others."""
    state = CommitmentState
    columns = state_columns(fields, keys)
    if "parts" in fields:
        columns["parts"] = identified(work, commitment_id, fields["parts"])
    if columns or "departments" in fields:  # other departments are a new version, too: whoever saw the old is told
        current = work.connection.execute(
            select(state).where(state.commitment_id == commitment_id, state.until.is_(None))
        ).one()
        work.replace(CommitmentState, current, **columns)
    if "departments" in fields:
        link = CommitmentDepartment
        # All are ended and written anew, the same ones too: their order is part of what is said, and each row has its
        # place in it.
        work.close(link, link.commitment_id == commitment_id)
        insert_departments(work, commitment_id, fields, keys, work.event_id)
    work.touch(commitment_id)


def _quantity_columns(quantity: list[Any] | None) -> dict[str, Any]:
    if quantity is None:
        return dict.fromkeys((*_QUANTITY_COLUMNS, "threshold"))
    values: dict[str, Any] = dict(zip(_QUANTITY_COLUMNS, quantity[: len(_QUANTITY_COLUMNS)], strict=True))
    values["threshold"] = quantity[-1] if len(quantity) > len(_QUANTITY_COLUMNS) else None
    values["operator"] = Operator(values["operator"])
    values["counting"] = CountingBasis(values["counting"])
    for name in ("target", "baseline"):
        values[name] = None if values[name] is None else Decimal(values[name])
    return values


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


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
) -> PartRow:
    """A part from its plain form, see `parts`; `uid` is that of its row. Raises `StoredValueError`."""
    with Decoding(CommitmentState.__table__.name):
        return PartRow(
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
