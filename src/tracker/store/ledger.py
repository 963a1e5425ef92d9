"""The ledger's rows and groups: filtering, sorting, gathering and search happen here, in SQL."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, String, and_, case, func, select
from sqlalchemy import cast as sql_cast

from tracker.domain.query import Group, LedgerQuery, SortKey
from tracker.domain.rows import Due, GroupRow, LedgerRow, Name, Responsible
from tracker.domain.terms import Assessment, CommitmentKind, DepartmentRole, Light
from tracker.store import sql as t
from tracker.store.conditions import Scope, in_ledger, light_of, matches
from tracker.store.sums import quantity_of, working_of
from tracker.store.versions import live

_lead = t.commitment_department.alias("lead")
_lead_name = t.department.alias("lead_name")
_state = t.commitment_state


def list_rows(connection: Connection, query: LedgerQuery, scope: Scope) -> tuple[LedgerRow, ...]:
    """The wanted rows, gathered and in the wanted order."""
    gathered = [_group_rank(query.group, scope)] if query.group else []
    ordered = _rows(scope).where(matches(query, scope)).order_by(*gathered, _order(query, scope), t.commitment.c.code)
    return tuple(map(_ledger_row, connection.execute(ordered)))


def read_row(connection: Connection, code: str, scope: Scope) -> LedgerRow | None:
    """One row by its code, or None."""
    found = connection.execute(_rows(scope).where(t.commitment.c.code == code)).one_or_none()
    return None if found is None else _ledger_row(found)


def count_all(connection: Connection, scope: Scope) -> int:
    """How many commitments the ledger holds, whatever is wanted of them."""
    return connection.scalar(in_ledger(select(func.count()), scope)) or 0


def list_groups(connection: Connection, query: LedgerQuery, scope: Scope) -> tuple[GroupRow, ...]:
    """The groups of the wanted rows in their order, each with its number of rows by assessment."""
    if query.group is None:
        return ()
    key, rank = _group_key(query.group, scope), _group_rank(query.group, scope)
    counted = (
        _with_lead(select(key.label("key"), _state.c.assessment, func.count().label("number")), scope)
        .where(matches(query, scope))
        .group_by(key, rank, _state.c.assessment)
        .order_by(rank)
    )
    groups: dict[str, dict[Assessment, int]] = {}
    for row in connection.execute(counted):
        groups.setdefault(row.key, {})[row.assessment] = row.number
    return tuple(GroupRow(key, sum(counts.values()), counts) for key, counts in groups.items())


def _group_key(group: Group, scope: Scope) -> ColumnElement[str]:
    keys = {
        Group.DEPARTMENT: func.coalesce(_lead_name.c.key, ""),
        Group.TOPIC: t.topic.c.key,
        Group.ASSESSMENT: sql_cast(_state.c.assessment, String),
        Group.LIGHT: light_of(scope),
    }
    return keys[group]


def _group_rank(group: Group, scope: Scope) -> ColumnElement[Any]:
    ranks: dict[Group, ColumnElement[Any]] = {
        Group.DEPARTMENT: func.coalesce(_lead_name.c.position, 10_000),
        Group.TOPIC: t.topic.c.position,
        Group.ASSESSMENT: _rank(_state.c.assessment, Assessment),
        Group.LIGHT: _rank(light_of(scope), Light),
    }
    return ranks[group]


def _order(query: LedgerQuery, scope: Scope) -> ColumnElement[Any]:
    columns: dict[SortKey, ColumnElement[Any]] = {
        SortKey.CODE: t.commitment.c.code,
        SortKey.TITLE: _state.c.title_pinyin,
        SortKey.TOPIC: t.topic.c.position,
        SortKey.KIND: _rank(_state.c.kind, CommitmentKind),
        SortKey.LEAD: _lead_name.c.position,
        SortKey.ASSESSMENT: _rank(_state.c.assessment, Assessment),
        SortKey.LIGHT: _rank(light_of(scope), Light),
        SortKey.DUE: _state.c.due_on,
        SortKey.TARGET: _state.c.target,
        SortKey.LATEST_EVIDENCE: _state.c.latest_evidence,
    }
    column = columns[query.sort]
    return column.desc().nulls_last() if query.descending else column.asc().nulls_last()


def _rank(column: ColumnElement[Any], kind: Iterable[StrEnum]) -> ColumnElement[int]:
    return case({member.value: place for place, member in enumerate(kind)}, value=sql_cast(column, String))


def _rows(scope: Scope) -> Select:
    parts = select(func.count()).where(t.part.c.commitment_id == t.commitment.c.id).scalar_subquery()
    columns = select(
        _state,
        t.commitment.c.code,
        t.topic.c.key.label("topic_key"),
        t.topic.c.name.label("topic_name"),
        t.topic.c.name_en.label("topic_name_en"),
        _lead_name.c.key.label("lead_key"),
        _lead_name.c.name.label("lead_name"),
        _lead_name.c.name_en.label("lead_name_en"),
        _lead.c.basis.label("lead_basis"),
        parts.label("parts"),
        light_of(scope).label("light"),
    )
    return _with_lead(columns, scope)


def _with_lead(statement: Select, scope: Scope) -> Select:
    leads = and_(
        _lead.c.commitment_id == t.commitment.c.id,
        _lead.c.role == DepartmentRole.LEAD,
        live(_lead, scope.horizon),
    )
    return (
        in_ledger(statement, scope)
        .outerjoin(_lead, leads)
        .outerjoin(_lead_name, _lead_name.c.id == _lead.c.department_id)
    )


def _ledger_row(row: Row) -> LedgerRow:
    lead = None
    if row.lead_key is not None:
        department = Name(row.lead_key, row.lead_name, row.lead_name_en)
        lead = Responsible(department, DepartmentRole.LEAD, row.lead_basis)
    return LedgerRow(
        id=row.commitment_id,
        code=row.code,
        title=Name(row.code, row.title, row.title_en),
        topic=Name(row.topic_key, row.topic_name, row.topic_name_en),
        kind=row.kind,
        lead=lead,
        assessment=row.assessment,
        light=Light(row.light),
        due=Due(row.due_on, row.due_basis),
        quantity=quantity_of(row),
        working=working_of(row),
        parts=row.parts,
        latest_evidence=row.latest_evidence,
        evidence_count=row.evidence_count,
        version=row.version,
    )
