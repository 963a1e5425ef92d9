"""The ledger's rows and groups: filtering, sorting, gathering and search happen here, in SQL."""

from array import array
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Connection, Select, String, and_, bindparam, case, func, or_, select
from sqlalchemy import cast as sql_cast

from tracker.domain.assessment.kept_doubts import has_changed_grounds, row_doubts
from tracker.domain.evidence.evidence_rows import LinkTarget
from tracker.domain.rows import Due, LedgerRow, Name, Responsible
from tracker.domain.search.ledger_query import Group, LedgerQuery, SortKey, words_of
from tracker.domain.search.ordering import Order, Orders
from tracker.domain.terms import Assessment, CommitmentKind, DepartmentRole, Light
from tracker.domain.text.dates import a_year_after
from tracker.domain.text.number_forms import number_forms
from tracker.store.commitments.parts import entries_of, named_parts
from tracker.store.commitments.target_amounts import quantity_of, working_of
from tracker.store.database.column_types import json_length as _length
from tracker.store.database.raw_rows import fetch, numbers
from tracker.store.database.tables import (
    Commitment,
    CommitmentDepartment,
    CommitmentState,
    Department,
    Part,
    Source,
    Topic,
)
from tracker.store.database.typed_columns import NamedRow, NamedSelect
from tracker.store.database.versions import live
from tracker.store.search.conditions import Scope, in_ledger, light_of, matches
from tracker.store.search.folded_words import holds
from tracker.store.search.search_index import holding

_Columns = TypeVarTuple("_Columns")
_SHOWN = (
    CommitmentState.commitment_id,
    CommitmentState.version,
    CommitmentState.title,
    CommitmentState.title_en,
    CommitmentState.kind,
    CommitmentState.due_on,
    CommitmentState.due_basis,
    CommitmentState.assessment,
    CommitmentState.operator,
    CommitmentState.target,
    CommitmentState.unit,
    CommitmentState.counted,
    CommitmentState.counting,
    CommitmentState.wording,
    CommitmentState.baseline,
    CommitmentState.working,
    CommitmentState.latest_evidence,
    CommitmentState.evidence_count,
    CommitmentState.due_about,
    CommitmentState.threshold,
    CommitmentState.doubts,
    CommitmentState.review_on,
    CommitmentState.unreviewed,
)
_PAGE = 500
_MANY = 5_000
"""Ids that no database takes in one question, or not gladly: then all rows are looked at."""


class _Lead(CommitmentDepartment, alias="lead"):
    """The department that leads, of the several that a commitment has."""


class _LeadName(Department, alias="lead_name"):
    """What it is called."""


def list_rows(connection: Connection, query: LedgerQuery, scope: Scope) -> tuple[LedgerRow, ...]:
    """The wanted rows, gathered and in the wanted order."""
    ordered = _rows(scope).where(matches(query, scope)).order_by(*_ranks(query, scope))
    return tuple(_ledger_row(row, scope) for row in connection.execute(ordered))


def walk_rows(connection: Connection, query: LedgerQuery, scope: Scope) -> Iterator[LedgerRow]:
    """The same rows, of which only some are held at a time."""
    ordered = _rows(scope).where(matches(query, scope)).order_by(*_ranks(query, scope))
    found = connection.execute(ordered.execution_options(yield_per=_PAGE))
    return (_ledger_row(row, scope) for row in found)


def wanted(query: LedgerQuery, scope: Scope) -> Select[int]:
    """The ids of the commitments that are wanted, for questions about them."""
    return in_ledger(select(Commitment.id), scope).where(matches(query, scope))


def any_parts(connection: Connection, query: LedgerQuery, scope: Scope) -> bool:
    """Return whether any of the wanted commitments has parts."""
    return connection.scalar(wanted(query, scope).where(_part_count() > 0).limit(1)) is not None


def these(ids: Collection[int]) -> Select[int]:
    """Return the query of the ids of these commitments, in the form that `wanted` has."""
    return select(Commitment.id).where(Commitment.id.in_(ids))


def read_rows(connection: Connection, ids: Collection[int], scope: Scope) -> tuple[LedgerRow, ...]:
    """The rows with these ids as far as they are there, in the order of the ids."""
    if not ids:  # where nothing is found, a server would plan eleven joins for nothing
        return ()
    found = {row.commitment_id: row for row in connection.execute(_rows_of_ids(scope), {"ids": list(ids)})}
    return tuple(_ledger_row(found[known], scope) for known in ids if known in found)


def order_of(connection: Connection, query: LedgerQuery, scope: Scope) -> "array[int]":
    """The ids of all commitments in the order that a query wants, whatever else it wants.

    In the order of the codes those that are not there yet at the horizon are among them.
    """
    # The order of the codes stands in their index alone: 40 ms for a hundred thousand, and 157 where it is asked who is
    # there. Whoever crosses it with a set leaves out the others anyway.
    everything = select(Commitment.id)
    if query.group is not None or SortKey.LEAD in {order.key for order in query.orders}:
        everything = _with_lead(everything, scope)
    elif not goes_by_code(query.orders, query.group):
        everything = in_ledger(everything, scope)
    return numbers(connection, everything.order_by(*_ranks(query, scope)))


def goes_by_code(orders: Orders[SortKey], group: Group | None) -> bool:
    """Whether an order is that of the codes, forwards or backwards."""
    return group is None and {order.key for order in orders} == {SortKey.CODE}


def first_ids(connection: Connection, query: LedgerQuery, scope: Scope, count: int | None) -> list[int]:
    """Return the ids of the first commitments that are wanted, without looking at the others where the order has an
    index; of all for a `count` of None."""
    wanted = _with_lead(select(Commitment.id), scope).where(matches(query, scope))
    return list(connection.scalars(wanted.order_by(*_ranks(query, scope)).limit(count)))


def highest_id(connection: Connection) -> int:
    """The id of the commitment that came last; about as many there are."""
    return connection.scalar(select(func.max(Commitment.id))) or 0


def read_codes(connection: Connection, ids: Collection[int]) -> tuple[str, ...]:
    """The codes of these commitments, in the order of the ids."""
    named = select(Commitment.id, Commitment.code)
    if len(ids) < _MANY:
        named = named.where(Commitment.id.in_(ids))
    codes = {row[0]: row[1] for row in fetch(connection, named)}
    return tuple(map(codes.__getitem__, ids))


def read_row(connection: Connection, code: str, scope: Scope) -> LedgerRow | None:
    """One row by its code, or None."""
    found = connection.execute(_rows(scope).where(Commitment.code == code)).one_or_none()
    return None if found is None else _ledger_row(found, scope)


def count_all(connection: Connection, scope: Scope) -> int:
    """How many commitments the ledger holds, whatever is wanted of them."""
    return connection.scalar(in_ledger(select(func.count()), scope)) or 0


def _ranks(query: LedgerQuery, scope: Scope) -> list[ColumnElement[Any]]:
    """What the wanted order goes by: the group, then the keys, then the code."""
    by_keys = [_rank_of(order, scope) for order in query.orders]
    by_code = [] if any(order.key is SortKey.CODE for order in query.orders) else [Commitment.code]
    return [*_group_ranks(query.group, scope), *by_keys, *by_code]


def _group_ranks(group: Group | None, scope: Scope) -> tuple[ColumnElement[Any], ...]:
    """Names of different sources may have the same position."""
    match group:
        case None:
            return ()
        case Group.DEPARTMENT:
            return _LeadName.position.asc().nulls_last(), _LeadName.id
        case Group.TOPIC:
            return Topic.position, Topic.id
        case Group.ASSESSMENT:
            return (_rank(CommitmentState.assessment, Assessment),)
        case Group.LIGHT:
            return (_rank(light_of(scope), Light),)


def _rank_of(order: Order[SortKey], scope: Scope) -> ColumnElement[Any]:
    columns: dict[SortKey, ColumnElement[Any]] = {
        SortKey.CODE: Commitment.code,
        SortKey.TITLE: CommitmentState.title_pinyin,
        SortKey.TOPIC: Topic.position,
        SortKey.KIND: _rank(CommitmentState.kind, CommitmentKind),
        SortKey.LEAD: _LeadName.position,
        SortKey.ASSESSMENT: _rank(CommitmentState.assessment, Assessment),
        SortKey.LIGHT: _rank(light_of(scope), Light),
        SortKey.DUE: CommitmentState.due_on,
        SortKey.TARGET: CommitmentState.target,
        SortKey.LATEST_EVIDENCE: CommitmentState.latest_evidence,
    }
    column = columns[order.key]
    if order.key is SortKey.CODE:  # there always is one, and so its index gives the order
        return column.desc() if order.descending else column
    # SQLite sorts nothing first and PostgreSQL last: said, so that both give the same order.
    return column.desc().nulls_last() if order.descending else column.asc().nulls_last()


def _rank(column: ColumnElement[Any], kind: Iterable[StrEnum]) -> ColumnElement[int]:
    # By the order of the terms, which goes from good to bad, not by that of the alphabet.
    return case({member.value: place for place, member in enumerate(kind)}, value=sql_cast(column, String))


@lru_cache(maxsize=8)
def _rows_of_ids(scope: Scope) -> NamedSelect:
    """A page asks for the same again and again, and to put it together takes longer than to answer it."""
    return _rows(scope).where(Commitment.id.in_(bindparam("ids", expanding=True)))


def _rows(scope: Scope) -> NamedSelect:
    columns = select(
        *_SHOWN,
        Commitment.code,
        Topic.key.label("topic_key"),
        Topic.name.label("topic_name"),
        Topic.name_en.label("topic_name_en"),
        _LeadName.key.label("lead_key"),
        _LeadName.name.label("lead_name"),
        _LeadName.name_en.label("lead_name_en"),
        _Lead.basis.label("lead_basis"),
        _part_count().label("parts"),
        light_of(scope).label("light"),
        Source.held_on,
    )
    return _with_lead(columns, scope)


def _part_count() -> ColumnElement[int]:
    """How many parts a commitment has; states of before schema 0005 keep none of their own."""
    rows = select(func.count()).where(Part.commitment_id == Commitment.id).scalar_subquery()
    return func.coalesce(_length(CommitmentState.parts), rows)


def _with_lead(statement: Select[*_Columns], scope: Scope) -> Select[*_Columns]:
    leads = and_(
        _Lead.commitment_id == Commitment.id,
        _Lead.role == DepartmentRole.LEAD,
        live(_Lead, scope.horizon),
    )
    return in_ledger(statement, scope).outerjoin(_Lead, leads).outerjoin(_LeadName, _LeadName.id == _Lead.department_id)


def _ledger_row(row: NamedRow, scope: Scope) -> LedgerRow:
    lead = None
    if row.lead_key is not None:
        department = Name(row.lead_key, row.lead_name, row.lead_name_en)
        lead = Responsible(department, DepartmentRole.LEAD, row.lead_basis)
    quantity = quantity_of(row, scope.rules)
    due = Due(row.due_on, row.due_basis, row.due_about)
    return LedgerRow(
        id=row.commitment_id,
        code=row.code,
        title=Name(row.code, row.title, row.title_en),
        topic=Name(row.topic_key, row.topic_name, row.topic_name_en),
        kind=row.kind,
        lead=lead,
        assessment=row.assessment,
        light=Light(row.light),
        due=due,
        quantity=quantity,
        working=working_of(quantity, row.working),
        parts=row.parts,
        latest_evidence=row.latest_evidence,
        evidence_count=row.evidence_count,
        version=row.version,
        doubts=row_doubts(row.doubts, row.assessment, due, scope.horizon.day),
        grounds_changed=has_changed_grounds(row.doubts),
        review_on=row.review_on or a_year_after(row.held_on),
        is_reviewed=not row.unreviewed,
    )


def find_targets(connection: Connection, words: str, scope: Scope, most: int) -> tuple[LinkTarget, ...]:
    """Return the commitment with this code; where there is none, the first by code whose names hold all these words."""
    code = Commitment.code
    sought = words_of(words)
    is_named = code.in_({words.strip(), words.strip().upper()})
    return _read_targets(connection, is_named, scope, 1) or (
        _read_targets(connection, and_(*(_named_by(word, scope) for word in sought)), scope, most) if sought else ()
    )


def _read_targets(
    connection: Connection, wanted: ColumnElement[bool], scope: Scope, most: int
) -> tuple[LinkTarget, ...]:
    code = Commitment.code
    state = CommitmentState
    columns = select(
        Commitment.id,
        code,
        state.title,
        state.title_en,
        state.title_pinyin,
        state.unit,
        state.commitment_id,
        state.parts,
    )
    found = connection.execute(in_ledger(columns, scope).where(wanted).order_by(code).limit(most)).all()
    parts = entries_of(connection, found)
    return tuple(
        LinkTarget(
            code=row.code,
            title=Name(row.code, row.title, row.title_en),
            pinyin=row.title_pinyin,
            unit=row.unit or "",
            parts=named_parts(row.code, parts[row.id]),
        )
        for row in found
    )


def _named_by(word: str, scope: Scope) -> ColumnElement[bool]:
    return or_(*(_has(form, scope) for form in number_forms(word)))


def _has(word: str, scope: Scope) -> ColumnElement[bool]:
    """Return the condition that the code, a title or its pinyin holds a word."""
    state = CommitmentState
    # The index narrows them down and knows of quotes and evidence as well, so that the names are read of those few.
    has = holds(word, Commitment.code, state.title, state.title_en, state.title_pinyin)
    return and_(Commitment.id.in_(holding(word)), has) if scope.indexed else has
