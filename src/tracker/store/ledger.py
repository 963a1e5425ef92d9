"""The ledger's rows and facets: filtering, sorting, counting and search happen here, in SQL."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy import (
    cast as sql_cast,
)

from tracker.domain.query import LedgerQuery, SortKey
from tracker.domain.rows import Due, Facets, FacetValue, LedgerRow, Name, Responsible
from tracker.domain.schedule import Thresholds
from tracker.domain.terms import FINAL_ASSESSMENTS, Assessment, DepartmentRole, DueBasis, Light
from tracker.store import sql as t
from tracker.store.columns import days_between
from tracker.store.sums import quantity_of, working_of
from tracker.store.versions import Horizon, live

_ESCAPE = "\\"
_lead = t.commitment_department.alias("lead")
_lead_name = t.department.alias("lead_name")
_state = t.commitment_state


@dataclass(frozen=True, slots=True)
class Scope:
    """The state of the ledger that a question is about, and the limits of its lights."""

    horizon: Horizon
    thresholds: Thresholds


def list_rows(connection: Connection, query: LedgerQuery, scope: Scope) -> tuple[LedgerRow, ...]:
    """The wanted rows, in the wanted order."""
    statement = _rows(scope).where(_matches(query, scope))
    ordered = statement.order_by(*_order(query, scope), t.commitment.c.code)
    return tuple(map(_ledger_row, connection.execute(ordered)))


def read_row(connection: Connection, code: str, scope: Scope) -> LedgerRow | None:
    """One row by its code, or None."""
    found = connection.execute(_rows(scope).where(t.commitment.c.code == code)).one_or_none()
    return None if found is None else _ledger_row(found)


def count_facets(connection: Connection, query: LedgerQuery, scope: Scope) -> Facets:
    """Counts of each facet's values under the other facets' choices."""
    return Facets(
        departments=_count_departments(connection, replace(query, departments=frozenset()), scope),
        assessments=_count(connection, _state.c.assessment, replace(query, assessments=frozenset()), scope, Assessment),
        lights=_count(connection, light_of(scope), replace(query, lights=frozenset()), scope, Light),
        total=count_all(connection, scope),
    )


def count_all(connection: Connection, scope: Scope) -> int:
    """How many commitments the ledger holds, whatever is wanted of them."""
    return connection.scalar(_from(select(func.count()), scope).where(_held(scope))) or 0


def light_of(scope: Scope) -> ColumnElement[str]:
    """`domain.schedule.light` in SQL, so that rows can be filtered and sorted by it. A test holds the two together."""
    day, limits = scope.horizon.day, scope.thresholds
    reached = func.coalesce(_state.c.reached, 0.0)
    period = days_between(_state.c.due_on, t.source.c.held_on)
    gone = 1.0 * days_between(day, t.source.c.held_on)
    share = case(
        (period <= 0, literal(1.0)), (gone >= period, literal(1.0)), (gone <= 0, literal(0.0)), else_=gone / period
    )
    lag = 100 * (share - reached)
    past = days_between(day, _state.c.due_on) > 0
    return case(
        (_state.c.assessment.in_(FINAL_ASSESSMENTS), literal(Light.NOT_APPLICABLE.value)),
        (_state.c.due_on.is_(None), literal(Light.NOT_APPLICABLE.value)),
        (and_(past, _state.c.due_basis == DueBasis.ASSUMED), literal(Light.AWAITING.value)),
        (and_(past, reached < 1), literal(Light.OVERDUE.value)),
        (_state.c.target.is_(None), literal(Light.NOT_APPLICABLE.value)),
        (lag < -limits.on_schedule, literal(Light.AHEAD.value)),
        (lag <= limits.on_schedule, literal(Light.ON_SCHEDULE.value)),
        (lag <= limits.behind, literal(Light.BEHIND.value)),
        else_=literal(Light.FAR_BEHIND.value),
    )


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
    return (
        _from(columns, scope)
        .join(t.topic, t.topic.c.id == _state.c.topic_id)
        .outerjoin(
            _lead,
            and_(
                _lead.c.commitment_id == t.commitment.c.id,
                _lead.c.role == DepartmentRole.LEAD,
                live(_lead, scope.horizon),
            ),
        )
        .outerjoin(_lead_name, _lead_name.c.id == _lead.c.department_id)
        .where(_held(scope))
    )


def _from(statement: Select, scope: Scope) -> Select:
    return (
        statement.select_from(t.commitment)
        .join(_state, and_(_state.c.commitment_id == t.commitment.c.id, live(_state, scope.horizon)))
        .join(t.source, t.source.c.id == t.commitment.c.source_id)
    )


def _held(scope: Scope) -> ColumnElement[bool]:
    """A commitment is there from the day of its briefing on."""
    return t.source.c.held_on <= scope.horizon.day


def _matches(query: LedgerQuery, scope: Scope) -> ColumnElement[bool]:
    conditions = [_finds(word, scope) for word in query.search.split()]
    if query.departments:
        conditions.append(_has_department(query.departments, scope))
    if query.assessments:
        conditions.append(_state.c.assessment.in_(query.assessments))
    if query.lights:
        conditions.append(light_of(scope).in_([light.value for light in query.lights]))
    return and_(true(), *conditions)


def _has_department(keys: frozenset[str], scope: Scope) -> ColumnElement[bool]:
    link = t.commitment_department
    return exists(
        select(link.c.id)
        .select_from(link)
        .join(t.department, t.department.c.id == link.c.department_id)
        .where(
            link.c.commitment_id == t.commitment.c.id, live(link, scope.horizon), t.department.c.key.in_(sorted(keys))
        )
    )


def _finds(word: str, scope: Scope) -> ColumnElement[bool]:
    """Whether a word, of any length, stands in what is said, in what we call it, or in its evidence."""

    def has(*columns: Any) -> ColumnElement[bool]:
        return or_(*(func.lower(column).like(pattern, escape=_ESCAPE) for column in columns))

    for character in (_ESCAPE, "%", "_"):
        word = word.replace(character, _ESCAPE + character)
    pattern = f"%{word.lower()}%"
    evidence = t.evidence_state
    link = t.evidence_link
    return or_(
        has(t.commitment.c.code, _state.c.title, _state.c.title_en, _state.c.title_pinyin),
        exists(select(t.passage.c.id).where(t.passage.c.commitment_id == t.commitment.c.id, has(t.passage.c.exact))),
        exists(
            select(link.c.id)
            .join(evidence, evidence.c.evidence_id == link.c.evidence_id)
            .where(
                link.c.commitment_id == t.commitment.c.id,
                live(link, scope.horizon),
                live(evidence, scope.horizon),
                has(evidence.c.title, evidence.c.number, evidence.c.publisher, evidence.c.quote),
            )
        ),
    )


def _order(query: LedgerQuery, scope: Scope) -> list[ColumnElement[Any]]:
    columns: dict[SortKey, ColumnElement[Any]] = {
        SortKey.CODE: t.commitment.c.code,
        SortKey.TITLE: _state.c.title,
        SortKey.LEAD: _lead_name.c.position,
        SortKey.ASSESSMENT: _rank(_state.c.assessment, Assessment),
        SortKey.LIGHT: _rank(light_of(scope), Light),
        SortKey.DUE: _state.c.due_on,
        SortKey.TARGET: _state.c.target,
        SortKey.LATEST_EVIDENCE: _state.c.latest_evidence,
    }
    column = columns[query.sort]
    return [column.desc().nulls_last() if query.descending else column.asc().nulls_last()]


def _rank(column: ColumnElement[Any], kind: type[Assessment | Light]) -> ColumnElement[int]:
    return case({member.value: place for place, member in enumerate(kind)}, value=sql_cast(column, String))


def _count(
    connection: Connection, column: ColumnElement[Any], query: LedgerQuery, scope: Scope, kind: type[StrEnum]
) -> dict[Any, int]:
    rows = connection.execute(
        _from(select(column.label("value"), func.count().label("number")), scope)
        .where(_held(scope), _matches(query, scope))
        .group_by("value")
    )
    counts = {kind(row.value): row.number for row in rows}
    return {member: counts.get(member, 0) for member in kind}


def _count_departments(connection: Connection, query: LedgerQuery, scope: Scope) -> tuple[FacetValue, ...]:
    link = t.commitment_department
    matching = _from(select(t.commitment.c.id), scope).where(_held(scope), _matches(query, scope))
    number = func.count(func.distinct(case((link.c.commitment_id.in_(matching), link.c.commitment_id))))
    in_use = (
        select(t.department, number.label("number"))
        .select_from(link)
        .join(t.department, t.department.c.id == link.c.department_id)
        .where(live(link, scope.horizon))
        .group_by(t.department.c.id)
        .order_by(t.department.c.position)
    )
    return tuple(FacetValue(Name(row.key, row.name, row.name_en), row.number) for row in connection.execute(in_use))


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
