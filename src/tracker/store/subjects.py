"""What a text is compared with: each commitment as far as words can tell it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import Connection, select

from tracker.domain.rows import Name, Part
from tracker.domain.suggestion import Subject
from tracker.domain.terms import Assessment, PassageRole
from tracker.store import sql as t
from tracker.store.conditions import Scope, in_ledger
from tracker.store.versions import live

_T = TypeVar("_T")


def list_subjects(connection: Connection, scope: Scope) -> tuple[Subject, ...]:
    """Every commitment that is there at the horizon, in the order of the codes; by one query a kind of words."""
    passages, speakers = _passages(connection), _speakers(connection)
    departments, parts = _departments(connection, scope), _parts(connection)
    state = t.commitment_state.c
    wanted = select(
        t.commitment.c.id,
        t.commitment.c.code,
        t.commitment.c.source_id,
        t.source.c.held_on,
        state.title,
        state.title_en,
        state.keywords,
        state.target,
        state.unit,
        state.kind,
        state.assessment,
    )
    return tuple(
        Subject(
            code=row.code,
            title=Name(row.code, row.title, row.title_en),
            passages=tuple(passages[row.id]),
            keywords=tuple(row.keywords),
            parts=tuple(parts[row.id]),
            figure="" if row.target is None else f"{row.target.normalize():f}{row.unit}",
            departments=tuple(departments[row.id]),
            speakers=tuple(speakers[row.source_id]),
            held_on=row.held_on,
            kind=row.kind,
            verifiable=row.assessment is not Assessment.NOT_VERIFIABLE,
        )
        for row in connection.execute(in_ledger(wanted, scope).order_by(t.commitment.c.code))
    )


def _passages(connection: Connection) -> dict[int, list[str]]:
    passage = t.passage.c
    promises = passage.role == PassageRole.PROMISE
    found = connection.execute(select(passage.commitment_id, passage.exact).where(promises).order_by(passage.start))
    return _grouped((row.commitment_id, row.exact) for row in found)


def _parts(connection: Connection) -> dict[int, list[Part]]:
    found = connection.execute(select(t.part).order_by(t.part.c.position))
    return _grouped((row.commitment_id, Part(row.id, Name(row.uid, row.title, row.title_en))) for row in found)


def _departments(connection: Connection, scope: Scope) -> dict[int, list[str]]:
    link = t.commitment_department
    found = connection.execute(
        select(link.c.commitment_id, t.department.c.name)
        .join(t.department, t.department.c.id == link.c.department_id)
        .where(live(link, scope.horizon))
        .order_by(link.c.position)
    )
    return _grouped((row.commitment_id, row.name) for row in found)


def _speakers(connection: Connection) -> dict[int, list[str]]:
    found = connection.execute(select(t.speaker.c.source_id, t.speaker.c.name).order_by(t.speaker.c.id))
    return _grouped((row.source_id, row.name) for row in found)


def _grouped(entries: Iterable[tuple[int, _T]]) -> dict[int, list[_T]]:
    groups: dict[int, list[_T]] = defaultdict(list)
    for key, value in entries:
        groups[key].append(value)
    return groups
