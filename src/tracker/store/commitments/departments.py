"""The departments of a ledger, and what its users call them."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, exists, func, literal, or_, select, union_all, update

from tracker.domain.commitments.bodies import Bodies, OwnNames, bodies_with, plain_name
from tracker.domain.rows import DepartmentRow, Name
from tracker.store.database.tables import CommitmentDepartment, Department, DepartmentAlias, DepartmentState
from tracker.store.database.typed_columns import NamedRow
from tracker.store.events.unit_of_work import UnitOfWork

_BEFORE = 0
"""Since when a department is called as it was before its first change."""


def offered(connection: Connection) -> tuple[Name, ...]:
    """Return the departments that may be chosen, in the ledger's order."""
    found = select(Department.key, Department.name, Department.name_en).where(_is_offered())
    rows = connection.execute(found.order_by(Department.position, Department.id))
    return tuple(Name(row.key, row.name, row.name_en) for row in rows)


def bodies_in(connection: Connection) -> Bodies:
    """Return the bodies that the program knows and the departments that users named, by all their names."""
    return bodies_with(tuple(_own(connection)))


def read_departments(connection: Connection) -> tuple[DepartmentRow, ...]:
    """Return the departments that may be chosen, with the names that users gave them."""
    own = {one.name.key: one for one in _own(connection)}
    held = CommitmentDepartment
    counted = select(Department.key, func.count(held.commitment_id.distinct()).label("held"))
    counted = (
        counted.join(held, held.department_id == Department.id).where(held.until.is_(None)).group_by(Department.key)
    )
    counts = {row.key: row.held for row in connection.execute(counted)}
    bodies = bodies_in(connection)
    return tuple(_row(name, own.get(name.key), bodies, counts.get(name.key, 0)) for name in offered(connection))


def named_by_users(connection: Connection) -> frozenset[str]:
    """Return the keys of the departments that users added, or gave names or a body."""
    return frozenset(one.name.key for one in _own(connection))


def find_department(connection: Connection, key: str) -> NamedRow | None:
    """Return the row of a department, or None."""
    return connection.execute(select(Department).where(Department.key == key)).one_or_none()


def add_department(work: UnitOfWork, name: Name, body: str) -> int:
    """Let the ledger have a department; returns its id. One of that key whose addition was taken back is used again."""
    there = find_department(work.connection, name.key)
    if there is None:
        last = work.connection.scalar(select(func.max(Department.position)))
        place = 0 if last is None else last + 1
        values = {"key": name.key, "name": name.zh, "name_en": name.en, "position": place}
        number = work.insert_new(Department, {"uid": work.new_uid(), **values})
    else:
        number = there.id
    work.insert(DepartmentState, _state(work.event_id, number, name, body))
    follow_names(work.connection)
    return number


def change_department(work: UnitOfWork, department: NamedRow, name: Name, body: str) -> None:
    """Call a department otherwise, from the unit's event on; `body` is the key of the body that it belongs to."""
    current = _current_state(work.connection, department.id)
    if current is None:
        # What it was called is kept, so that the change can be taken back and the digest of the names still holds.
        before = Name(department.key, department.name, department.name_en)
        work.insert(DepartmentState, _state(_BEFORE, department.id, before, ""))
        current = _current_state(work.connection, department.id)
    if current is not None:
        work.replace(DepartmentState, current, name=name.zh, name_en=name.en, body=body)
    follow_names(work.connection)


def put_aliases(work: UnitOfWork, number: int, names: Iterable[str], *, former: bool) -> None:
    """Give a department these further names, or former ones; one that it has as the other sort changes its sort."""
    for name in names:
        drop_aliases(work, number, [name])
        values = {"department_id": number, "name": name, "plain": plain_name(name), "former": former}
        work.insert(DepartmentAlias, {"since": work.event_id, **values})


def drop_aliases(work: UnitOfWork, number: int, names: Iterable[str]) -> None:
    """Take further and former names off a department."""
    plain = [plain_name(name) for name in names]
    work.close(DepartmentAlias, DepartmentAlias.department_id == number, DepartmentAlias.plain.in_(plain))


def follow_names(connection: Connection) -> None:
    """Let the rows of departments say what they are called now."""
    state = DepartmentState
    now = (state.department_id == Department.id, state.until.is_(None))
    zh = select(state.name).where(*now).scalar_subquery()
    en = select(state.name_en).where(*now).scalar_subquery()
    connection.execute(update(Department).where(exists(select(state.id).where(*now))).values(name=zh, name_en=en))


def misnamed(connection: Connection) -> bool:
    """Return whether the row of a department says another name than what users called it last."""
    state = DepartmentState
    other = or_(state.name != Department.name, state.name_en != Department.name_en)
    found = select(state.id).join(Department, Department.id == state.department_id).where(state.until.is_(None), other)
    return connection.scalar(found.limit(1)) is not None


def first_names(connection: Connection) -> dict[int, tuple[str, str]]:
    """Return what the departments that users changed were called at first, in both languages, by the ids of their
    rows."""
    state = DepartmentState
    rows = connection.execute(select(state.department_id, state.name, state.name_en).order_by(state.id.desc()))
    return {row.department_id: (row.name, row.name_en) for row in rows}


def were_named(connection: Connection, after: int) -> bool:
    """Return whether an event after this one named a department."""
    state = DepartmentState
    return connection.scalar(select(state.id).where(or_(state.since > after, state.until > after)).limit(1)) is not None


def _own(connection: Connection) -> list[OwnNames]:
    """What users call departments; those whose addition was taken back are not among them."""
    further: dict[int, list[str]] = defaultdict(list)
    former: dict[int, list[str]] = defaultdict(list)
    bodies: dict[int, str] = {}
    alias, state = DepartmentAlias, DepartmentState
    # In one question: it is asked with every commitment that is read.
    aliases = select(alias.department_id, alias.id, alias.former, alias.name, literal("").label("body"))
    states = select(state.department_id, state.id, literal(value=False), literal(""), state.body)
    current = union_all(aliases.where(alias.until.is_(None)), states.where(state.until.is_(None)))
    for department_id, _, is_former, name, body in connection.execute(current.order_by("id")):
        if name:
            (former if is_former else further)[department_id].append(name)
        else:
            bodies[department_id] = body
    named = {*further, *former, *bodies}
    if not named:
        return []
    rows = connection.execute(select(Department).where(Department.id.in_(named)).order_by(Department.id))
    return [
        OwnNames(
            Name(row.key, row.name, row.name_en),
            tuple(further[row.id]),
            tuple(former[row.id]),
            bodies.get(row.id, ""),
        )
        for row in rows
    ]


def _row(name: Name, own: OwnNames | None, bodies: Bodies, commitments: int) -> DepartmentRow:
    body = bodies.get(name.key)
    above = bodies.get(body.of) if body is not None and body.of else None
    return DepartmentRow(
        name=name,
        body=None if above is None else above.name,
        aliases=own.further if own else (),
        former=own.former if own else (),
        commitments=commitments,
    )


def _current_state(connection: Connection, number: int) -> NamedRow | None:
    state = DepartmentState
    return connection.execute(select(state).where(state.department_id == number, state.until.is_(None))).one_or_none()


def _state(since: int, number: int, name: Name, body: str) -> dict[str, object]:
    return {"since": since, "department_id": number, "name": name.zh, "name_en": name.en, "body": body}


def _is_offered() -> ColumnElement[bool]:
    """All but those whose addition was taken back, unless commitments name them again."""
    state = DepartmentState
    held = CommitmentDepartment
    has_state = exists(select(state.id).where(state.department_id == Department.id))
    has_now = exists(select(state.id).where(state.department_id == Department.id, state.until.is_(None)))
    is_held = exists(select(held.id).where(held.department_id == Department.id, held.until.is_(None)))
    return or_(~has_state, has_now, is_held)
