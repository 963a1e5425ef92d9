"""What SQL asks of a commitment: its light, the words in it, and which side of a facet it is on."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVarTuple

from sqlalchemy import (
    ColumnElement,
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
    union,
    union_all,
)
from sqlalchemy import cast as sql_cast

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.commitments.bodies import plain_name, state_bodies
from tracker.domain.commitments.schedule import ASKING_BASES
from tracker.domain.safety.event_days import EventDays
from tracker.domain.search.ledger_query import Attention, EvidenceAge, Facet, LedgerQuery, TargetSort, words_of
from tracker.domain.terms import (
    FINAL_ASSESSMENTS,
    Assessment,
    Bearing,
    DepartmentRole,
    Doubt,
    Light,
    Operator,
    PassageRole,
)
from tracker.domain.text.dates import a_year_before
from tracker.domain.text.number_forms import number_forms
from tracker.store.database.column_types import days_between
from tracker.store.database.evidence_tables import EvidenceLink, EvidenceState, Restatement
from tracker.store.database.tables import (
    Commitment,
    CommitmentDepartment,
    CommitmentState,
    CommitmentTag,
    Department,
    DepartmentAlias,
    Event,
    EventCommitment,
    Passage,
    SearchLog,
    Source,
    Speaker,
    Topic,
)
from tracker.store.database.versions import Horizon, done_since, live
from tracker.store.events.seals import ENTERING
from tracker.store.search.folded_words import holds
from tracker.store.search.search_index import holding

_Columns = TypeVarTuple("_Columns")
_MONTH = len("YYYY-MM")
_RECENT_DAYS = {EvidenceAge.MONTH: 30, EvidenceAge.HALF_YEAR: 180}
_RED = (Light.FAR_BEHIND, Light.OVERDUE)
_state = CommitmentState


class _Later(Source, alias="later"):
    """The alias of a source that is later than the commitment's own."""


class _LaterCommitment(Commitment, alias="later_commitment"):
    """The alias of a commitment of that later source."""


class _LaterState(CommitmentState, alias="later_state"):
    """The alias of the state of that later commitment."""


def follow_their_order() -> EventDays | None:
    """The days of events whose times follow their order: there is nothing to tell."""
    return None


@dataclass(frozen=True, slots=True)
class Scope:
    """The state of the ledger that a question is about, and the rules by which it is read.

    `indexed`: words are looked up in the search index, which knows what is said now. `days` tells when each event came
    where their times do not follow their order; asked only where a day is in question, since it asks the ledger.
    """

    horizon: Horizon
    rules: Rules
    indexed: bool = False
    days: Callable[[], EventDays | None] = field(default=follow_their_order, compare=False)


def in_ledger(statement: Select[*_Columns], scope: Scope) -> Select[*_Columns]:
    """From the commitments that are there at the horizon, with their state, source and topic.

    A commitment is there from the day of its briefing on.
    """
    # Each has a source and a topic. That it might have none is only said so that SQLite begins with the commitments,
    # and looks at no table that nothing is asked of: else it would look at every source first, even where a page is
    # asked for. One more column of `commitment` than its smallest index has makes SQLite read the states out of their
    # table instead of an index: 1.3 s for a hundred thousand rows in place of 0.4, so who spoke is joined elsewhere.
    held_on = Source.held_on
    return (
        statement.select_from(Commitment)
        .join(_state, and_(_state.commitment_id == Commitment.id, live(_state, scope.horizon)))
        .outerjoin(Source, Source.id == Commitment.source_id)
        .outerjoin(Topic, Topic.id == _state.topic_id)
        .where(or_(held_on <= scope.horizon.day, held_on.is_(None)))
    )


def matches(query: LedgerQuery, scope: Scope) -> ColumnElement[bool]:
    """Whether a commitment is wanted."""
    words = (finds(word, scope) for word in words_of(query.search))
    sides = (is_on_side(facet, values, scope) for facet, values in query.choices.items() if values)
    since = query.changed_since
    changed = [] if since is None else [Commitment.id.in_(changed_commitments(since, query.changed_after, scope))]
    named = [Commitment.code.in_(sorted(query.codes))] if query.codes else []
    return and_(true(), *words, *sides, *changed, *named)


def changed_commitments(since: date, after: int | None, scope: Scope) -> Select[int]:
    """The ids of those that something was done to since then; that they were entered is nothing done to them."""
    return (
        select(EventCommitment.commitment_id)
        .join(Event, Event.id == EventCommitment.event_id)
        .where(Event.kind.not_in(ENTERING), done_since(since, scope.horizon, after, scope.days()))
    )


def is_on_side(facet: Facet, values: Iterable[str], scope: Scope) -> ColumnElement[bool]:
    """Whether a commitment has one of these values of a facet."""
    wanted = sorted(values)
    if facet in SINGLE:
        return SINGLE[facet](scope).in_(wanted)
    if facet in MANIFOLD:
        # By a list of ids, not by a join: a commitment that has two of the values would come twice.
        pairs = MANIFOLD[facet](scope)
        return Commitment.id.in_(select(pairs.c.commitment_id).where(pairs.c.value.in_(wanted)))
    return or_(*(asks_for(Attention(value), scope) for value in wanted))


def light_of(scope: Scope) -> ColumnElement[str]:
    """`domain.schedule.light` in SQL, so that rows can be filtered and sorted by it. A test holds the two together."""
    limits = scope.rules.thresholds
    reached = func.coalesce(_state.reached, 0.0)
    lag = case(
        # Nobody is ahead of "at most": the limit is kept, which is on schedule, or it is broken, which is as far behind
        # as can be.
        (_state.operator == Operator.AT_MOST, case((_is_reached(scope), literal(0.0)), else_=literal(100.0))),
        else_=100 * (_share_elapsed(scope) - reached),
    )
    past = _is_past(scope)
    return case(
        # The order is that of §2, and the first that applies counts: a final verdict silences all lights, and a date
        # that is past any lag.
        (_is_final(scope), literal(Light.NOT_APPLICABLE.value)),
        (and_(_state.due_on.is_(None), _is_for_review(scope)), literal(Light.REVIEW.value)),
        (_state.due_on.is_(None), literal(Light.NOT_APPLICABLE.value)),
        (and_(past, or_(_is_reached(scope), _is_asking())), literal(Light.AWAITING.value)),
        (past, literal(Light.OVERDUE.value)),
        (_state.target.is_(None), literal(Light.NOT_APPLICABLE.value)),
        (_state.reached.is_(None), literal(Light.UNMEASURED.value)),
        (lag < -limits.on_schedule, literal(Light.AHEAD.value)),
        (lag <= limits.on_schedule, literal(Light.ON_SCHEDULE.value)),
        (lag <= limits.behind, literal(Light.BEHIND.value)),
        else_=literal(Light.FAR_BEHIND.value),
    )


def _share_elapsed(scope: Scope) -> ColumnElement[float]:
    """`schedule.elapsed`."""
    period = days_between(_state.due_on, Source.held_on)
    # As a fraction: two days differ by a whole number on PostgreSQL, and the quotient of two would be 0 until the last
    # day.
    gone = 1.0 * days_between(scope.horizon.day, Source.held_on)  # pyright: ignore[reportOperatorIssue]
    return case(
        (period <= 0, literal(1.0)), (gone >= period, literal(1.0)), (gone <= 0, literal(0.0)), else_=gone / period
    )


def _is_past(scope: Scope) -> ColumnElement[bool]:
    return days_between(scope.horizon.day, _state.due_on) > 0


def _is_final(scope: Scope) -> ColumnElement[bool]:
    """`terms.is_final`."""
    closed = or_(_state.due_on.is_(None), _is_past(scope))
    return or_(
        _state.assessment.in_(FINAL_ASSESSMENTS),
        and_(_state.assessment == Assessment.PARTLY_MET, closed),
    )


def _is_for_review(scope: Scope) -> ColumnElement[bool]:
    """Whether the yearly review is past: the one that was set, or the first, a year after the briefing."""
    day = scope.horizon.day
    return or_(
        days_between(day, _state.review_on) > 0,
        and_(_state.review_on.is_(None), days_between(a_year_before(day), Source.held_on) > 0),
    )


def _is_reached(scope: Scope) -> ColumnElement[bool]:
    """`schedule.is_reached`; false, not unknown, where nothing was promised in numbers or counted."""
    reached = _state.reached
    operator = _state.operator
    # Of "at most" less is better: `reached` is what was used up of the limit, and 1 is still within it.
    share = case((operator == Operator.ABOUT, literal(float(scope.rules.about_share))), else_=literal(1.0))
    enough = case((operator == Operator.AT_MOST, reached <= 1), else_=reached >= share)
    return and_(_state.target.is_not(None), reached.is_not(None), enough)


def _is_asking() -> ColumnElement[bool]:
    """`schedule.is_asking`."""
    return or_(_state.due_basis.in_(ASKING_BASES), _state.due_about.is_(True))


def asks_for(attention: Attention, scope: Scope) -> ColumnElement[bool]:
    """Whether a commitment asks for the analyst in this way."""
    return _ASKING[attention](scope)


def _is_open_past(scope: Scope) -> ColumnElement[bool]:
    """Whether the due date is past without a final judgement: also where the amount is documented as reached, so that
    no light reproaches."""
    return and_(_is_past(scope), ~_is_final(scope))


def _has_old_search(scope: Scope) -> ColumnElement[bool]:
    log = SearchLog
    oldest = scope.horizon.day - timedelta(days=scope.rules.search_expiry_days)
    fresh = exists(
        select(log.id).where(log.commitment_id == Commitment.id, live(log, scope.horizon), log.searched_on >= oldest)
    )
    return and_(_state.assessment == Assessment.NO_EVIDENCE, ~fresh)


def _has_new_evidence(scope: Scope) -> ColumnElement[bool]:
    link = EvidenceLink
    # By the order of events, not by their times: the clocks of two machines may disagree.
    later = link.since > func.coalesce(_state.judged_by_event, 0)
    return exists(_live_links(scope).where(link.commitment_id == Commitment.id, later).with_only_columns(link.id))


def _is_not_said_again(scope: Scope) -> ColumnElement[bool]:
    """Whether the same body has spoken since, and no relation tells what became of this promise (§8)."""
    # One that was taken back, or came in after the day that is looked at, has not spoken.
    said = select(_LaterState.id).join(_LaterCommitment, _LaterCommitment.id == _LaterState.commitment_id)
    is_there = said.where(_LaterCommitment.source_id == _Later.id, live(_LaterState, scope.horizon))
    later = select(_Later.id).where(
        _Later.publisher == Source.publisher,
        _Later.publisher != "",
        _Later.held_on > Source.held_on,
        _Later.held_on <= scope.horizon.day,
        exists(is_there),
    )
    tied = select(Restatement.id).where(Restatement.commitment_id == Commitment.id, live(Restatement, scope.horizon))
    return and_(exists(later.correlate(Source)), ~exists(tied.correlate(Commitment)), ~_is_final(scope))


_ASKING: dict[Attention, Callable[[Scope], ColumnElement[bool]]] = {
    Attention.UNJUDGED: _has_new_evidence,
    # Doubts are kept as one text with commas between; no term of `Doubt` is a part of another, so that `LIKE` finds
    # whole ones.
    Attention.GROUNDS_CHANGED: lambda _scope: _state.doubts.contains(Doubt.GROUNDS_CHANGED.value),
    Attention.DUE: lambda scope: and_(_is_open_past(scope), ~_is_asking()),
    Attention.DUE_ASKED: lambda scope: and_(_is_open_past(scope), _is_asking()),
    Attention.REVIEW: lambda scope: and_(_state.due_on.is_(None), ~_is_final(scope), _is_for_review(scope)),
    Attention.RED: lambda scope: light_of(scope).in_([light.value for light in _RED]),
    Attention.OLD_SEARCH: _has_old_search,
    Attention.NOT_SAID_AGAIN: _is_not_said_again,
    # As the index of those few has it, so that SQLite need not look at all the others.
    Attention.NOT_REVIEWED: lambda _scope: _state.unreviewed.is_(True),
}


def _target_sort(_scope: Scope) -> ColumnElement[str]:
    return case(
        (_state.operator.is_(None), literal(TargetSort.NO_AMOUNT.value)),
        (_state.target.is_(None), literal(TargetSort.BATCH.value)),
        else_=literal(TargetSort.AMOUNT.value),
    )


def _due_month(_scope: Scope) -> ColumnElement[str]:
    # Cast first: SQLite keeps a day as a text, but PostgreSQL does not, and has no `substr` of one.
    return func.coalesce(func.substr(sql_cast(_state.due_on, String), 1, _MONTH), "")


def _evidence_age(scope: Scope) -> ColumnElement[str]:
    """By text: a month sorts before its days, so that evidence known by its month counts as its first day."""
    latest = _state.latest_evidence
    since = {age: (scope.horizon.day - timedelta(days=days)).isoformat() for age, days in _RECENT_DAYS.items()}
    return case(
        (latest.is_(None), literal(EvidenceAge.NEVER.value)),
        *((latest >= day, literal(age.value)) for age, day in since.items()),
        else_=literal(EvidenceAge.OLDER.value),
    )


def _departments(scope: Scope) -> Any:
    return (
        select(CommitmentDepartment.commitment_id, Department.key.label("value"))
        .select_from(CommitmentDepartment)
        .join(Department, Department.id == CommitmentDepartment.department_id)
        .where(live(CommitmentDepartment, scope.horizon))
        .subquery()
    )


def _lead(scope: Scope) -> ColumnElement[str]:
    lead = (
        select(Department.key)
        .select_from(CommitmentDepartment)
        .join(Department, Department.id == CommitmentDepartment.department_id)
        .where(
            CommitmentDepartment.commitment_id == Commitment.id,
            CommitmentDepartment.role == DepartmentRole.LEAD,
            live(CommitmentDepartment, scope.horizon),
        )
        # Said outright: left to itself, SQLAlchemy takes every table that the whole query names, too, for the one out
        # there.
        .correlate(Commitment)
    )
    return func.coalesce(lead.scalar_subquery(), "")


def _speakers(_scope: Scope) -> Any:
    """Everyone whose words promise it: who spoke first, and who spoke in another of its passages."""
    # A union, which leaves out doubles: the first speaker is mostly the one of the passages as well.
    first = select(Commitment.id.label("commitment_id"), Speaker.key.label("value")).join(
        Speaker, Speaker.id == Commitment.speaker_id
    )
    others = (
        select(Passage.commitment_id, Speaker.key)
        .join(Speaker, Speaker.id == Passage.speaker_id)
        .where(Passage.speaker_id.is_not(None), Passage.role == PassageRole.PROMISE)
    )
    return union(first, others).subquery()


def _doubts(scope: Scope) -> Any:
    """One row for each doubt beside a verdict; that it was judged before its time ends by itself."""
    kept = [
        select(CommitmentState.commitment_id, literal(doubt.value).label("value")).where(
            live(CommitmentState, scope.horizon), CommitmentState.doubts.contains(doubt.value)
        )
        for doubt in Doubt
        if doubt is not Doubt.BEFORE_DUE
    ]
    early = select(CommitmentState.commitment_id, literal(Doubt.BEFORE_DUE.value).label("value")).where(
        live(CommitmentState, scope.horizon),
        CommitmentState.assessment == Assessment.PARTLY_MET,
        days_between(scope.horizon.day, CommitmentState.due_on) <= 0,
    )
    return union_all(*kept, early).subquery()


def _tags(scope: Scope) -> Any:
    tag = CommitmentTag
    return select(tag.commitment_id, tag.label.label("value")).where(live(tag, scope.horizon)).subquery()


def _evidence_months(scope: Scope) -> Any:
    month = func.substr(EvidenceState.published, 1, _MONTH)
    return _live_links(scope).with_only_columns(EvidenceLink.commitment_id, month.label("value")).distinct().subquery()


def _live_links(scope: Scope) -> Select[int]:
    """What evidence says, but for context, reports of the same briefing, and what was withdrawn."""
    piece = EvidenceState
    return (
        select(EvidenceLink.commitment_id)
        .select_from(EvidenceLink)
        .join(piece, and_(piece.evidence_id == EvidenceLink.evidence_id, live(piece, scope.horizon)))
        .where(live(EvidenceLink, scope.horizon), EvidenceLink.bearing != Bearing.CONTEXT)
        .where(piece.withdrawn.is_(False), piece.same_briefing.is_(False))
    )


SINGLE: dict[Facet, Callable[[Scope], ColumnElement[Any]]] = {
    Facet.LEAD: _lead,
    Facet.ASSESSMENT: lambda _scope: _state.assessment,
    Facet.LIGHT: light_of,
    Facet.TOPIC: lambda _scope: Topic.key,
    Facet.KIND: lambda _scope: _state.kind,
    Facet.TARGET: _target_sort,
    Facet.DUE_BASIS: lambda _scope: _state.due_basis,
    Facet.DUE_MONTH: _due_month,
    Facet.EVIDENCE_AGE: _evidence_age,
}
"""Facets of which a commitment has exactly one value."""

MANIFOLD: dict[Facet, Callable[[Scope], Any]] = {
    Facet.DEPARTMENT: _departments,
    Facet.SPEAKER: _speakers,
    Facet.DOUBT: _doubts,
    Facet.TAG: _tags,
    Facet.EVIDENCE_MONTH: _evidence_months,
}
"""Facets of which a commitment may have many values: pairs of `commitment_id` and `value`."""


def finds(word: str, scope: Scope) -> ColumnElement[bool]:
    """Whether a word, of any length, is in what is said, in what we call it, in its evidence, or in a name, a former
    one, too, of a department that has to do with it."""
    if scope.indexed:
        return or_(*(Commitment.id.in_(ids) for ids in finding(word, scope)))
    said = (_says(form, scope) for form in number_forms(word))
    return or_(*said, *(Commitment.id.in_(ids) for ids in _of_departments(word, scope)))


def finding(word: str, scope: Scope) -> Iterator[Select[int]]:
    """The ids of the commitments that hold a word, by the index; perhaps of some besides that are gone."""
    yield from map(holding, number_forms(word))
    yield from _of_departments(word, scope)


def _of_departments(word: str, scope: Scope) -> Iterator[Select[int]]:
    """The ids of the commitments of a department that has the word for another name: 发改委 is 国家发展改革委."""
    yield (
        select(CommitmentDepartment.commitment_id)
        .join(DepartmentAlias, DepartmentAlias.department_id == CommitmentDepartment.department_id)
        .where(
            DepartmentAlias.plain == plain_name(word),
            live(DepartmentAlias, scope.horizon),
            live(CommitmentDepartment, scope.horizon),
        )
    )
    bodies = state_bodies().called(word)
    if bodies:
        names = {name for body in bodies for name in body.names}
        yield (
            select(CommitmentDepartment.commitment_id)
            .join(Department, Department.id == CommitmentDepartment.department_id)
            .where(
                or_(Department.key.in_([body.name.key for body in bodies]), Department.name.in_(sorted(names))),
                live(CommitmentDepartment, scope.horizon),
            )
        )


def _says(word: str, scope: Scope) -> ColumnElement[bool]:
    piece = EvidenceState
    return or_(
        holds(word, Commitment.code, _state.title, _state.title_en, _state.title_pinyin),
        # Where a due date is only known by the words over its section, these are not what was promised.
        exists(
            select(Passage.id).where(
                Passage.commitment_id == Commitment.id,
                Passage.role != PassageRole.DUE,
                holds(word, Passage.exact),
            )
        ),
        exists(
            select(EvidenceLink.id)
            .join(piece, piece.evidence_id == EvidenceLink.evidence_id)
            .where(
                EvidenceLink.commitment_id == Commitment.id,
                live(EvidenceLink, scope.horizon),
                live(piece, scope.horizon),
                holds(word, piece.title, piece.title_en, piece.number, piece.publisher, piece.quote),
            )
        ),
        exists(
            select(CommitmentDepartment.id)
            .join(Department, Department.id == CommitmentDepartment.department_id)
            .where(
                CommitmentDepartment.commitment_id == Commitment.id,
                live(CommitmentDepartment, scope.horizon),
                holds(word, Department.name, Department.name_en),
            )
        ),
    )
