"""What a text is compared with: each commitment as far as words can tell it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TypeVar, TypeVarTuple

from sqlalchemy import ColumnElement, Connection, Select, select

from tracker.domain.rows import Name, Part
from tracker.domain.search.suggestion import Subject
from tracker.domain.terms import Assessment, PassageRole
from tracker.store.commitments.parts import entries_of
from tracker.store.database.tables import (
    Commitment,
    CommitmentDepartment,
    CommitmentState,
    Department,
    Passage,
    Source,
    Speaker,
)
from tracker.store.database.versions import live
from tracker.store.search.conditions import Scope, in_ledger

_Columns = TypeVarTuple("_Columns")
_T = TypeVar("_T")


def list_subjects(connection: Connection, scope: Scope, ids: Collection[int] | None = None) -> tuple[Subject, ...]:
    """Every commitment that is there at the horizon, or some of them, in the order of the codes; by one query a kind
    of words."""
    passages = _passages(connection, ids)
    speakers = _speakers(connection, ids)
    departments = _departments(connection, scope, ids)
    code = Commitment.code
    wanted = select(
        Commitment.id,
        code,
        Commitment.source_id,
        Source.held_on,
        CommitmentState.title,
        CommitmentState.title_en,
        CommitmentState.keywords,
        CommitmentState.target,
        CommitmentState.unit,
        CommitmentState.kind,
        CommitmentState.assessment,
        CommitmentState.commitment_id,
        CommitmentState.parts,
    )
    rows = connection.execute(_among(in_ledger(wanted, scope), Commitment.id, ids).order_by(code)).all()
    parts = entries_of(connection, rows)
    return tuple(
        Subject(
            code=row.code,
            title=Name(row.code, row.title, row.title_en),
            passages=tuple(passages[row.id]),
            keywords=tuple(row.keywords),
            parts=tuple(Part(part["id"], Name(row.code, part["title"], part["title_en"])) for part in parts[row.id]),
            figure="" if row.target is None else f"{row.target.normalize():f}{row.unit}",
            departments=tuple(departments[row.id]),
            speakers=tuple(speakers[row.source_id]),
            held_on=row.held_on,
            kind=row.kind,
            verifiable=row.assessment is not Assessment.NOT_VERIFIABLE,
        )
        for row in rows
    )


def _passages(connection: Connection, ids: Collection[int] | None) -> dict[int, list[str]]:
    promises = select(Passage.commitment_id, Passage.exact).where(Passage.role == PassageRole.PROMISE)
    found = connection.execute(_among(promises, Passage.commitment_id, ids).order_by(Passage.start))
    return _grouped((row.commitment_id, row.exact) for row in found)


def _departments(connection: Connection, scope: Scope, ids: Collection[int] | None) -> dict[int, list[str]]:
    link = CommitmentDepartment
    named = (
        select(link.commitment_id, Department.name)
        .join(Department, Department.id == link.department_id)
        .where(live(link, scope.horizon))
    )
    found = connection.execute(_among(named, link.commitment_id, ids).order_by(link.position))
    return _grouped((row.commitment_id, row.name) for row in found)


def _speakers(connection: Connection, ids: Collection[int] | None) -> dict[int, list[str]]:
    """By source: those of all sources, or of the sources of some commitments."""
    named = select(Speaker.source_id, Speaker.name)
    if ids is not None:
        sources = select(Commitment.source_id).where(Commitment.id.in_(ids))
        named = named.where(Speaker.source_id.in_(sources))
    found = connection.execute(named.order_by(Speaker.id))
    return _grouped((row.source_id, row.name) for row in found)


def _among(statement: Select[*_Columns], column: ColumnElement[int], ids: Collection[int] | None) -> Select[*_Columns]:
    return statement if ids is None else statement.where(column.in_(ids))


def _grouped(entries: Iterable[tuple[int, _T]]) -> dict[int, list[_T]]:
    groups: dict[int, list[_T]] = defaultdict(list)
    for key, value in entries:
        groups[key].append(value)
    return groups
